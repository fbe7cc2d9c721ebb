(* Sleepers, by the time they wake at; among equals the first comes first. *)

module Moments = Map.Make (struct
  type t = int64 * int

  let compare (a, m) (b, n) =
    let c = Int64.compare a b in
    if c = 0 then Int.compare m n else c
end)

type t = { mutable waiting : unit Lwt.u Moments.t; mutable count : int }

let create () = { waiting = Moments.empty; count = 0 }

let sleep_until t moment =
  let promise, wake = Lwt.task () in
  let key = (moment, t.count) in
  t.count <- t.count + 1;
  t.waiting <- Moments.add key wake t.waiting;
  Lwt.on_cancel promise (fun () -> t.waiting <- Moments.remove key t.waiting);
  promise

let next t = Option.map (fun ((moment, _), _) -> moment) (Moments.min_binding_opt t.waiting)

(* Those that were there at the call: a sleeper that goes to sleep for nothing again lets the others in between. *)
let fire t now =
  let due, at, later = Moments.split (now, max_int) t.waiting in
  assert (at = None);
  t.waiting <- later;
  Moments.iter (fun _ wake -> Lwt.wakeup_later wake ()) due
