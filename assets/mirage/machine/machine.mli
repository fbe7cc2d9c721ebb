(** The machine that the program is alone on, through the base (assets/base/base.h). *)

val run : unit Lwt.t -> 'a
(** [run main] lets time pass until [main] is fulfilled, and ends the machine with status 0; when [main] fails, with what
    OCaml's runtime does for an exception that nobody caught: a report on the console, and status 2. Functions given to
    [at_exit] are called. To be called once. For another status, call [exit], 0 to 63. *)

(** Monotonic time, as [Mirage_clock.MCLOCK] and as [Mirage_time.S] have it. *)
module Time : sig
  include Mirage_clock.MCLOCK
  (** Nanoseconds since the start of the machine. *)

  val sleep_ns : int64 -> unit Lwt.t
  (** Sleeps so many nanoseconds or a little more, not at all below 0. May be cancelled. *)
end

module Wall : Mirage_clock.PCLOCK
(** The time of day in UTC. *)

val random : int -> string
(** [random n] is [n] bytes fit for keys.
    @raise Failure when the machine has no source of random bytes. *)

val config : unit -> (string * string) list
(** The runner's configuration, in its order: names and values. It is another one after a wake. *)

module Control = Control
module Netif = Netif
