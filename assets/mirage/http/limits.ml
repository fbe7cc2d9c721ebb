(** What a server of HTTP puts up with. Times are nanoseconds. *)

type t = {
  head_bytes : int;  (** request line and header fields together *)
  fields : int;  (** header fields, and trailer fields *)
  target_bytes : int;  (** a longer target is answered 414 *)
  body_bytes : int;  (** a longer body is answered 413 *)
  connections : int;  (** at a time; one more is closed at once *)
  idle_ns : int;  (** between requests *)
  head_ns : int;  (** from a request's first byte to the end of its header *)
  body_ns : int;  (** for the whole body *)
  write_ns : int;  (** for one write to get on its way *)
}

(** The body's limit and the idle time are those of the site's Apache configuration. *)
let default =
  {
    head_bytes = 16_384;
    fields = 100;
    target_bytes = 8_190;
    body_bytes = 65_536;
    connections = 1_024;
    idle_ns = Io.Time.seconds 75;
    head_ns = Io.Time.seconds 10;
    body_ns = Io.Time.seconds 30;
    write_ns = Io.Time.seconds 30;
  }
