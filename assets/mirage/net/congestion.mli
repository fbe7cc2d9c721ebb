(** The congestion window: slow start, congestion avoidance, fast retransmit and fast recovery (RFC 5681), with NewReno's
    partial acknowledgements (RFC 6582), byte counting (RFC 3465), limited transmit (RFC 3042) and an initial window of
    ten segments (RFC 6928). Numbers are bytes, sequence numbers such as in {!Tcb}. *)

type t

val create : mss:int -> seq:int -> t
(** [seq] is the first sequence number: nothing is in recovery before it. *)

val set_mss : t -> int -> lost:bool -> unit
(** Before data flows: the window begins anew, with one segment if the SYN was [lost] (RFC 5681, section 3.1). *)

val use_sack : t -> unit
(** The window is not inflated by duplicate acknowledgements: {!Scoreboard} counts what is under way then (RFC 6675). *)

val window : t -> int
(** How much may be under way now; after one or two duplicate acknowledgements one or two segments more. *)

val ssthresh : t -> int
val in_recovery : t -> bool

type reaction = Nothing | Retransmit  (** the first segment that is not acknowledged *)

val acknowledged : t -> ack:int -> bytes:int -> reaction
(** An acknowledgement of [bytes] new bytes, up to [ack]. *)

val duplicate : t -> ack:int -> sent:int -> lost:bool -> reaction
(** A duplicate acknowledgement, while [sent] is one after the last byte ever sent; [lost] when SACK shows a loss before
    there are three of them. *)

val timeout : t -> una:int -> sent:int -> unit
(** A retransmission time-out; [una] is the first byte not acknowledged. *)

val idle : t -> unit
(** Nothing was sent for longer than the time-out (RFC 5681, section 4.1). *)
