(* The main loop: what is due, then what was put off, then the devices; and when nothing is left to do, the processor is
   halted until something happens. *)

let timers = Timers.create ()
let waiters : (int * unit Lwt.u) list ref = ref []

(* Fulfilled when one of these events of Raw.poll is there. *)
let wait events =
  let promise, wake = Lwt.task () in
  waiters := (events, wake) :: !waiters;
  Lwt.on_cancel promise (fun () -> waiters := List.filter (fun (_, other) -> other != wake) !waiters);
  promise

let wake_for events =
  let due, others = List.partition (fun (wanted, _) -> wanted land events <> 0) !waiters in
  waiters := others;
  List.iter (fun (_, wake) -> Lwt.wakeup_later wake ()) (List.rev due)

let sleep_ns length =
  let length = if Int64.compare length 0L < 0 then 0L else length in
  let moment = Int64.add (Raw.monotonic ()) length in
  Timers.sleep_until timers (if Int64.compare moment 0L < 0 then Int64.max_int else moment)

let deadline () =
  if Lwt.paused_count () > 0 then 0L else Option.value (Timers.next timers) ~default:Int64.max_int

let rec run promise =
  Timers.fire timers (Raw.monotonic ());
  Lwt.wakeup_paused ();
  match Lwt.state promise with
  | Lwt.Return result -> result
  | Lwt.Fail failure -> raise failure
  | Lwt.Sleep ->
      let wanted = List.fold_left (fun all (events, _) -> all lor events) 0 !waiters in
      wake_for (Raw.poll wanted (deadline ()));
      run promise
