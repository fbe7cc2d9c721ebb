(** What the other side says it has beyond a gap (SACK, RFC 2018), and what follows from it for recovery (RFC 6675).
    Sequence numbers are such as in {!Tcb}. At most 64 ranges are kept; what does not fit is forgotten, which only sends
    more again. *)

type t

val create : unit -> t

val clear : t -> unit
(** After a time-out: the other side may have dropped what it said it had (RFC 2018, section 8). *)

val add : t -> int -> int -> int
(** [add t start finish] marks a range, and says how many of its bytes are new. *)

val advance : t -> int -> unit
(** [advance t una] forgets what is before [una]. *)

val is_empty : t -> bool

val lost_before : t -> mss:int -> int
(** What is not marked and before this is lost: three ranges, or more than two segments, beyond it have arrived.
    -1 when nothing is. *)

val missing : t -> int -> int -> int
(** [missing t from until] counts the bytes that are not marked. *)

val next_hole : t -> int -> int -> int * int
(** [next_hole t from until] is the first hole at or after [from], and its length, cut at [until]; of length 0 when there
    is none. *)
