(** What a connection has received: bytes in order, for the reader, and pieces after a gap. Large payloads are kept as they
    came, without copying; small ones are copied together, since a frame of 2 KiB for one byte would let a hostile sender
    fill the memory. *)

type t

val create : Memory.t -> segments:int -> t
(** [create memory ~segments] holds at most [segments] pieces out of order. *)

val readable : t -> int
(** Bytes in order. *)

val held : t -> int
(** Bytes charged to the memory. *)

val push : t -> Cstruct.t -> bool
(** Takes the next bytes in order, or refuses them when the memory is full. Pieces out of order make room for them. *)

val pop : t -> Cstruct.t
(** The oldest bytes. Raises [Queue.Empty]. *)

val store : t -> seq:int -> Cstruct.t -> bool
(** [store t ~seq data] keeps a piece after a gap; what is there already is kept, and only the rest is added. False when
    a bound is reached, and nothing is stored. *)

val drain : t -> int -> int
(** [drain t next] moves pieces that follow [next] without a gap to the bytes in order, and gives the new next sequence
    number. *)

val pieces : t -> int
(** Pieces out of order. *)

val ranges : t -> int -> (int * int) list
(** [ranges t recent] is what is there out of order, as SACK tells it (RFC 2018, section 4): four ranges at most, the one
    with [recent] first. *)

val clear : t -> unit
(** Forgets everything. *)
