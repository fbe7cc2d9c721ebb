(** The runner's control port (assets/runner/README.md, "The control port"). That the program runs is said at its start, as
    [mark "program"], for which the runner tells the time; [sleep] and [wake] are answered here, too. *)

val stop : unit Lwt.t
(** Fulfilled once the runner has asked for a clean end. *)

val ready : unit -> unit
(** Says that the program serves. *)

val mark : string -> unit
(** Says that a moment has come, to be remembered under this name.
    @raise Invalid_argument unless the name has 1 to 24 of [a-z], [0-9] and [-]. *)

val on_wake : (unit -> unit Lwt.t) -> unit
(** [on_wake f] has [f] called when this machine comes out of a saved state, after the clock has been put right and the
    runner's new seed mixed into {!Machine.random}, and before the runner is told that the machine is awake: for what a
    clone must not share with its siblings, such as another generator's state. Those given first are called first. *)
