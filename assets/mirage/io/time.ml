(** Time, as the programs here need it. *)

module type S = sig
  val elapsed_ns : unit -> int64
  (** Nanoseconds since some moment in the past; never goes back. As in MirageOS's monotonic clock. *)

  val sleep_ns : int64 -> unit Lwt.t
  (** [sleep_ns n] is resolved [n] nanoseconds later, or at once when [n] is not positive. Cancelling it frees its timer. *)

  val now : unit -> Ptime.t
  (** The wall clock, in UTC. *)
end

let ms n = n * 1_000_000
let seconds n = n * 1_000_000_000
