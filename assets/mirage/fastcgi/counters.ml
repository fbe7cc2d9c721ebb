(** What a side of FastCGI has done and refused since its start. *)

type t = {
  mutable connections : int;
  mutable open_now : int;
  mutable requests : int;
  mutable aborted : int;  (** requests that the other side gave up *)
  mutable dropped_too_many : int;  (** connections, or requests that found no place, over a limit *)
  mutable dropped_slow : int;  (** a deadline passed *)
  mutable dropped_malformed : int;  (** what broke the protocol *)
  mutable dropped_too_large : int;  (** parameters, bodies or heads over a limit *)
  mutable dropped_broken : int;  (** connections that ended inside a request *)
  mutable failed : int;  (** requests whose handler raised; connections that could not be made *)
}

let create () =
  {
    connections = 0;
    open_now = 0;
    requests = 0;
    aborted = 0;
    dropped_too_many = 0;
    dropped_slow = 0;
    dropped_malformed = 0;
    dropped_too_large = 0;
    dropped_broken = 0;
    failed = 0;
  }

let to_list t =
  [
    ("connections", t.connections);
    ("open", t.open_now);
    ("requests", t.requests);
    ("aborted", t.aborted);
    ("dropped_too_many", t.dropped_too_many);
    ("dropped_slow", t.dropped_slow);
    ("dropped_malformed", t.dropped_malformed);
    ("dropped_too_large", t.dropped_too_large);
    ("dropped_broken", t.dropped_broken);
    ("failed", t.failed);
  ]
