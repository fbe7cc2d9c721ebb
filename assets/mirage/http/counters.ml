(** What a server has done and refused since its start. *)

type t = {
  mutable connections : int;
  mutable open_now : int;
  mutable requests : int;
  mutable received_bytes : int;
  mutable sent_bytes : int;
  mutable dropped_too_many : int;  (** connections over the limit *)
  mutable dropped_slow : int;  (** a deadline passed while a request came or an answer went *)
  mutable dropped_malformed : int;  (** requests that broke the protocol *)
  mutable dropped_too_large : int;  (** heads or bodies over a limit *)
  mutable dropped_broken : int;  (** connections that ended inside a request or an answer *)
  mutable failed : int;  (** requests whose handler raised *)
}

let create () =
  {
    connections = 0;
    open_now = 0;
    requests = 0;
    received_bytes = 0;
    sent_bytes = 0;
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
    ("received_bytes", t.received_bytes);
    ("sent_bytes", t.sent_bytes);
    ("dropped_too_many", t.dropped_too_many);
    ("dropped_slow", t.dropped_slow);
    ("dropped_malformed", t.dropped_malformed);
    ("dropped_too_large", t.dropped_too_large);
    ("dropped_broken", t.dropped_broken);
    ("failed", t.failed);
  ]
