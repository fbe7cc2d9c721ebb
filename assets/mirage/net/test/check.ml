(* What the unit tests say oftenest. *)

let int = Alcotest.(check int)
let bool = Alcotest.(check bool)
let string = Alcotest.(check string)
let ints = Alcotest.(check (list int))
let test name run = Alcotest.test_case name `Quick run

(* A test in a world of its own, with a stack and a host that is played by hand. *)
let played ?mtu ?config name run =
  test name (fun () ->
      Sim.start 1;
      let peer, stack = Peer.create ?mtu ?config () in
      ignore (Peer.frames peer : string list);
      run peer stack)

let counters = Sim.Stack.counters
let flags = List.map (fun (s : Packets.segment) -> s.flags)
let lengths = List.map (fun (s : Packets.segment) -> String.length s.data)

(* A reader that would wait is given up, so that it does not take what comes later. *)
let read_now flow =
  let reading = Sim.Stack.TCP.read flow in
  let state = Lwt.state reading in
  if state = Lwt.Sleep then Lwt.cancel reading;
  state

(* All that can be read now, and how it ends. *)
let rec drain ?(before = "") flow =
  match read_now flow with
  | Lwt.Return (Ok (`Data data)) -> drain ~before:(before ^ Cstruct.to_string data) flow
  | Lwt.Return (Ok `Eof) -> (before, "eof")
  | Lwt.Return (Error error) -> (before, Fmt.to_to_string Sim.Stack.TCP.pp_error error)
  | Lwt.Fail exn -> raise exn
  | Lwt.Sleep -> (before, "waits")

(* Connections: open, half-open, in TIME_WAIT. *)
let gauges stack =
  let c = counters stack in
  [ c.connections; c.half_open; c.time_wait ]

let is_reset flow = match drain flow with _, "connection was reset" -> true | _ -> false

let text ?(from = 0) length = String.init length (fun i -> Char.chr (33 + ((from + i) mod 90)))
let write flow data = Sim.Stack.TCP.write flow (Cstruct.of_string data)

let write_now flow data =
  match Lwt.state (write flow data) with
  | Lwt.Return (Ok ()) -> ()
  | Lwt.Return (Error error) -> Alcotest.failf "write: %a" Sim.Stack.TCP.pp_write_error error
  | Lwt.Fail exn -> raise exn
  | Lwt.Sleep -> Alcotest.fail "the write waits"

(* When segments were sent in the next while, in milliseconds, and what they were. *)
let timed ?(step = Sim.ms) peer duration =
  let rec go from found =
    if from >= duration then List.rev found
    else begin
      let now = Peer.segments ~wait:step peer in
      go (from + step) (List.rev_append (List.map (fun s -> ((from + step) / Sim.ms, s)) now) found)
    end
  in
  go 0 []

let close flow = Sim.run (Sim.Stack.TCP.close flow)

(* The seed is printed with a counterexample; EVOLVE_NET_SEED sets it. *)
let property name property =
  test name (fun () ->
      let seed = match Sys.getenv_opt "EVOLVE_NET_SEED" with Some seed -> int_of_string seed | None -> 1 in
      try QCheck.Test.check_exn ~rand:(Random.State.make [| seed |]) property
      with exn -> Alcotest.failf "EVOLVE_NET_SEED=%d: %s" seed (Printexc.to_string exn))
