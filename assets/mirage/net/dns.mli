(** A stub resolver (RFC 1035, RFC 5452): it asks the configuration's resolver for IPv4 addresses, from an unpredictable
    port with an unpredictable number, up to three times, and keeps what it hears for at most as long as that may be kept.
    No TCP: an answer that does not fit a datagram is an error. *)

type t

type error =
  [ `No_resolver
  | `Bad_name
  | `No_such_name
  | `No_address
  | `Too_many  (** 64 questions are under way *)
  | `No_answer
  | `Truncated
  | `Failed of int  (** the server's code: RFC 1035, section 4.1.1 *) ]

val pp_error : error Fmt.t
val create : Env.t -> Udp.t -> t

val resolve : t -> string -> (Ipaddr.V4.t list, error) result Lwt.t
(** [resolve t name] has at least one address when it succeeds. A name that is an address is its own answer. *)

val unreachable : t -> int -> unit
(** [unreachable t port]: the question that was sent from [port] did not arrive; it is asked again at once. *)

val stop : t -> unit
(** Questions under way end without an answer, and so do all later ones. *)

val cached : t -> int
(** Names in the cache. *)
