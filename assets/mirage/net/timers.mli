(** One queue for every timer of a stack. Setting a timer again and cancelling it are cheap, since they only write a
    number: an entry of the queue that no longer counts is dropped when its time comes, or when such entries are more than
    half of the queue. *)

type t

type timer

val create : now:(unit -> int) -> sleep:(int -> unit Lwt.t) -> t
(** Times and durations are in nanoseconds. *)

val timer : t -> (unit -> unit) -> timer
(** [timer t fire] is not set. [fire] is called from the queue, and must not raise. *)

val never : int
(** The time of a timer that is not set. *)

val set : timer -> int -> unit
(** [set timer at] has [fire] called once, at [at] or up to 1.05 ms later, instead of what was set before. *)

val cancel : timer -> unit
val due : timer -> int
val is_set : timer -> bool

val length : t -> int
(** Entries in the queue, those that no longer count among them. *)

val stop : t -> unit
(** Nothing fires any more. *)
