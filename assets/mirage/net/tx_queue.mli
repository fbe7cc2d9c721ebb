(** What a connection has written, until the other side has acknowledged it. Bytes are named by their sequence numbers;
    they lie in chunks of 4 KiB, which all connections of a stack take from one pool. *)

type pool

val pool : limit:int -> pool
(** [pool ~limit] lends chunks of [limit] bytes in all, and one more to each queue that has none. *)

val held : pool -> int
(** Bytes of the chunks that are lent. *)

type t

val create : pool -> limit:int -> base:int -> t
(** [create pool ~limit ~base] holds at most [limit] bytes, the first of which is [base]. *)

val base : t -> int
(** The first byte that is held, or that will be. *)

val finish : t -> int
(** One after the last byte. *)

val room : t -> int
(** How many bytes [append] would take now, at most. *)

val append : t -> Cstruct.t -> int -> int
(** [append t data offset] takes bytes of [data] from [offset] on, and says how many: fewer than all at a bound. *)

val release : t -> int -> unit
(** [release t seq] forgets what is before [seq]. *)

val copy_sum : t -> seq:int -> length:int -> Cstruct.t -> int -> int
(** [copy_sum t ~seq ~length target at] copies from [seq] on, and gives the sum ({!Checksum}) of the bytes. All of them
    must be held. *)

val clear : t -> unit
(** Gives everything back. *)
