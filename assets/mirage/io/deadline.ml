(** A moment at which waiting ends, moved as work goes on. One timer serves a connection for all its life: moving the
    deadline is a store, and the timer is set anew only when the new moment is before the one it sleeps for. *)

exception Expired

module Make (Time : Time.S) = struct
  type t = {
    mutable at : int;  (** nanoseconds of the monotonic clock; [max_int] is never *)
    mutable sleeps_until : int;
    mutable sleeper : unit Lwt.t;
    mutable timer : int;
        (** the number of the timer in use: one that cannot be cancelled finds out that it is not meant *)
    mutable live : bool;
    expired : unit Lwt.t;
    wake : unit Lwt.u;
  }

  let now () = Int64.to_int (Time.elapsed_ns ())

  let create () =
    let expired, wake = Lwt.wait () in
    { at = max_int; sleeps_until = max_int; sleeper = Lwt.return_unit; timer = 0; live = true; expired; wake }

  let rec watch t timer =
    if t.live && t.timer = timer then begin
      let left = t.at - now () in
      if left <= 0 then begin
        t.live <- false;
        Lwt.wakeup_later t.wake ()
      end
      else begin
        t.sleeps_until <- t.at;
        if t.at <> max_int then begin
          t.sleeper <- Time.sleep_ns (Int64.of_int left);
          Lwt.on_any t.sleeper (fun () -> watch t timer) (fun _ -> ())
        end
      end
    end

  let forget_timer t =
    let old = t.sleeper in
    t.timer <- t.timer + 1;
    t.sleeper <- Lwt.return_unit;
    Lwt.cancel old

  (** [set t ns] moves the deadline to [ns] nanoseconds from now. *)
  let set t ns =
    if t.live then begin
      t.at <- now () + ns;
      if t.at < t.sleeps_until then begin
        forget_timer t;
        watch t t.timer
      end
    end

  (** Waiting may last for ever from now on. *)
  let never t = t.at <- max_int

  (** [stop t] ends the timer; nothing expires any more. *)
  let stop t =
    if t.live then begin
      t.live <- false;
      forget_timer t
    end

  (** [guard t promise] is [promise], or {!Expired} when the deadline comes first: then [promise] is left alone, and the
      flow that it waits for is to be closed. *)
  let guard t promise =
    match Lwt.state promise with
    | Lwt.Return _ | Lwt.Fail _ -> promise
    | Lwt.Sleep ->
        if not (Lwt.is_sleeping t.expired) then Lwt.fail Expired
        else
          Lwt.bind
            (Lwt.choose [ Lwt.map ignore promise; t.expired ])
            (fun () -> if Lwt.is_sleeping promise then Lwt.fail Expired else promise)
end
