(** Time that stands still while anything can be done, and then jumps to the next moment that somebody waits for. *)

module Moments = Map.Make (struct
  type t = int * int

  let compare = compare
end)

let clock = ref 0
let count = ref 0
let sleepers : unit Lwt.u Moments.t ref = ref Moments.empty
let elapsed_ns () = Int64.of_int !clock

let sleep_ns ns =
  if Int64.compare ns 0L <= 0 then Lwt.return_unit
  else begin
    let promise, wake = Lwt.task () in
    incr count;
    let key = (!clock + Int64.to_int ns, !count) in
    sleepers := Moments.add key wake !sleepers;
    Lwt.on_cancel promise (fun () -> sleepers := Moments.remove key !sleepers);
    promise
  end

(** Begins on 27 November 2026, 12:00:00. *)
let now () = Option.get (Ptime.of_float_s (1_795_780_800. +. (float !clock /. 1e9)))

exception Stuck

(** [run promise] lets time go on until the promise is resolved; raises {!Stuck} when nobody waits for time and it is not. *)
let rec run promise =
  match Lwt.state promise with
  | Lwt.Return value -> value
  | Lwt.Fail e -> raise e
  | Lwt.Sleep -> (
      Lwt.wakeup_paused ();
      if not (Lwt.is_sleeping promise) then run promise
      else
        match Moments.min_binding_opt !sleepers with
        | None -> raise Stuck
        | Some (((at, _) as key), wake) ->
            sleepers := Moments.remove key !sleepers;
            clock := max !clock at;
            Lwt.wakeup_later wake ();
            run promise)

(** How many wait for time. *)
let waiting () = Moments.cardinal !sleepers
