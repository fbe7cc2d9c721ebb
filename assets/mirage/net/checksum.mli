(** The Internet checksum (RFC 1071). A {e sum} here is the one's complement sum of the bytes as big-endian 16-bit words,
    before the last complement; an odd last byte counts as the high half of a word. *)

val sum : Cstruct.t -> int -> int -> int
(** [sum buffer offset length] is folded to 16 bits. Raises [Invalid_argument] outside of [buffer]. *)

val copy_sum : Cstruct.t -> int -> Cstruct.t -> int -> int -> int
(** [copy_sum source from target at length] copies, and gives the sum of what it copied, in one pass. Raises
    [Invalid_argument] outside of [source] or [target]. *)

val swap : int -> int
(** [swap sum] is the sum of the same bytes when they begin at an odd place of the whole. *)

val finish : int -> int
(** [finish total] folds a total of sums and 16-bit words (below 2{^ 48}), and complements it: what a header holds. *)

val pseudo : src:int -> dst:int -> protocol:int -> length:int -> int
(** The sum of the pseudo header of UDP and TCP (RFC 9293, section 3.1); addresses as 32-bit numbers. Not folded. *)
