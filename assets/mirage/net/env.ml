(* What every layer of a stack shares. *)

type t = {
  mutable config : Config.t;  (* its addresses change with a lease *)
  counters : Counters.t;
  timers : Timers.t;
  now : unit -> int;  (* monotonic, in nanoseconds *)
  random : int -> string;  (* so many unpredictable bytes *)
}

let create ~now ~sleep ~random config =
  { config; counters = Counters.create (); timers = Timers.create ~now ~sleep; now; random }

let random_bits t bytes = String.fold_left (fun bits byte -> (bits lsl 8) lor Char.code byte) 0 (t.random bytes)

let log = Logs.Src.create "evolve.net" ~doc:"TCP/IP"
