(** The retransmission time-out (RFC 6298). Durations are in nanoseconds. *)

type t

val create : min:int -> max:int -> t
(** Begins at one second (section 2.1). The time-out is never less than [min] above the smoothed round trip: the other side
    may delay its acknowledgements by 200 ms, which no sample need have shown. That is below the RFC's least time-out of one
    second, as it is in all systems now. *)

val sample : t -> int -> unit
(** [sample t rtt] is the round trip of a segment that was sent once; it ends the backing off. *)

val back_off : t -> unit
(** Doubles the time-out (section 5.5). *)

val current : t -> int
(** With the doublings, at most [max]. *)

val smoothed : t -> int
(** The smoothed round-trip time; 0 before the first sample. *)
