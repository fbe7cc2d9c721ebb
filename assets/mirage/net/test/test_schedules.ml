(* Random transfers over random wires: the same bytes must arrive, both ways, whatever the wire does. A schedule is a
   function of its seed; EVOLVE_NET_SCHEDULES sets how many are run, EVOLVE_NET_SEED where they begin. *)

open Lwt.Infix
module TCP = Sim.Stack.TCP

let number name default =
  match Sys.getenv_opt name with None | Some "" -> default | Some value -> int_of_string value

exception Wrong of string

let wrong format = Printf.ksprintf (fun message -> raise (Wrong message)) format
let int n = Random.State.int !Sim.state n
let pick choices = choices.(int (Array.length choices))

let faults () =
  let up_to most = if Random.State.bool !Sim.state then 0. else Random.State.float !Sim.state most in
  {
    Sim.loss = up_to 0.3;
    duplicate = up_to 0.2;
    corrupt = up_to 0.1;
    reorder = up_to 0.5;
    delay = pick [| 1; 10 * Sim.us; Sim.ms; 20 * Sim.ms |];
    jitter = pick [| Sim.us; Sim.ms; 50 * Sim.ms |];
  }

let config (config : Evolve_net.Config.t) =
  {
    config with
    receive_buffer = pick [| 1; 100; 600; 3000; 16384; 65536; 300_000 |];
    send_buffer = pick [| 1; 700; 5000; 65536; 300_000 |];
    reassembly_segments = pick [| 1; 4; 64 |];
    memory = pick [| 1; 10_000; 1_000_000 |];
    sack = pick [| true; false |];
    syn_retries = 30;
    user_timeout = 10_000 * Sim.second;
    delayed_ack = pick [| Sim.ms; 40 * Sim.ms; 200 * Sim.ms |];
  }

let bytes length = String.init length (fun _ -> Char.chr (int 256))

(* Writes all of [data] in random pieces, by random calls, with pauses. *)
let rec write_all flow data from =
  let left = String.length data - from in
  if left = 0 then Lwt.return_unit
  else begin
    let length = 1 + int (min left (pick [| 1; 100; 2000; 70_000 |])) in
    let piece = Cstruct.of_string ~off:from ~len:length data in
    let written =
      match int 4 with
      | 0 -> TCP.write_nodelay flow piece
      | 1 ->
        let cut = int (length + 1) in
        TCP.writev flow [ Cstruct.sub piece 0 cut; Cstruct.shift piece cut ]
      | _ -> TCP.write flow piece
    in
    (if int 10 = 0 then Sim.sleep (int (300 * Sim.ms)) else Lwt.return_unit) >>= fun () ->
    written >>= function
    | Error error -> wrong "write: %s" (Fmt.to_to_string TCP.pp_write_error error)
    | Ok () ->
      (* The buffer is the writer's again. *)
      Cstruct.memset piece 0xaa;
      write_all flow data (from + length)
  end

let read_all flow slow =
  let received = Buffer.create 1000 in
  let rec go () =
    (if slow && int 8 = 0 then Sim.sleep (int (500 * Sim.ms)) else Lwt.return_unit) >>= fun () ->
    TCP.read flow >>= function
    | Error error -> wrong "read: %s" (Fmt.to_to_string TCP.pp_error error)
    | Ok `Eof -> Lwt.return (Buffer.contents received)
    | Ok (`Data data) ->
      if Cstruct.length data = 0 then wrong "no byte was read";
      Buffer.add_string received (Cstruct.to_string data);
      go ()
  in
  go ()

(* Who expects nothing closes as soon as all is written, which must arrive none the less. *)
let side flow ~sends ~expects ~slow =
  let writing =
    write_all flow sends 0 >>= fun () -> if expects = "" then TCP.close flow else TCP.shutdown flow `write
  in
  let reading = if expects = "" then writing >|= fun () -> "" else read_all flow slow in
  Lwt.both writing reading >>= fun ((), received) ->
  if received <> expects then
    wrong "%d bytes were received, and %d sent%s" (String.length received) (String.length expects)
      (if String.length received = String.length expects then ", but others" else "");
  TCP.close flow

let check_is_empty name stack =
  let counters = Sim.Stack.counters stack in
  if Sim.Stack.memory stack <> (0, 0) then wrong "%s still holds memory" name;
  if counters.connections + counters.flows + counters.half_open + counters.time_wait <> 0 then wrong "%s still has connections" name

let host number mtu =
  let device = Sim.device ~mtu ~busy:(pick [| 0; 0; 1; Sim.ms |]) ~faults:(faults ()) number in
  let limits = ref None in
  let config c =
    let c = config c in
    limits := Some (min c.receive_buffer c.send_buffer);
    c
  in
  let stack = Sim.host ~config number device in
  (device, stack, Option.get !limits)

let schedule seed =
  Sim.start seed;
  let mtu = pick [| 576; 577; 1000; 1499; 1500 |] in
  let device_1, stack_1, least_1 = host 1 mtu in
  let device_2, stack_2, least_2 = host 2 mtu in
  Sim.connect [ device_1; device_2 ];
  let size () = match int 5 with 0 -> 0 | 1 -> int 10 | _ -> int (min 60_000 (200 * min least_1 least_2)) in
  let flows = 1 + int 3 in
  let plans = Array.init flows (fun _ -> (bytes (size ()), bytes (size ()))) in
  let served = ref [] in
  let serve flow =
    (* Which plan this is, the first byte says. *)
    TCP.read flow >>= function
    | Ok (`Data first) ->
      let which = Cstruct.get_uint8 first 0 in
      let early = Cstruct.to_string ~off:1 first in
      let up, down = plans.(which) in
      if not (String.starts_with ~prefix:early up) then wrong "the first bytes are others";
      let expects = String.sub up (String.length early) (String.length up - String.length early) in
      if expects = "" && up <> "" then
        (* All came at once: its end must follow. *)
        Lwt.both (read_all flow false) (write_all flow down 0) >>= fun (more, ()) ->
        if more <> "" then wrong "more bytes came than were sent";
        TCP.close flow
      else side flow ~sends:down ~expects ~slow:(int 3 = 0)
    | Ok `Eof -> wrong "the connection ended before its first byte"
    | Error error -> wrong "first read: %s" (Fmt.to_to_string TCP.pp_error error)
  in
  let all_served, done_ = Lwt.wait () in
  TCP.listen (Sim.Stack.tcp stack_2) ~port:7 (fun flow ->
      let work = serve flow in
      served := work :: !served;
      if List.length !served = flows then Lwt.wakeup_later done_ ();
      Lwt.on_failure work (fun exn -> raise exn);
      Lwt.return_unit);
  let client which =
    Sim.sleep (int Sim.second) >>= fun () ->
    TCP.create_connection (Sim.Stack.tcp stack_1) (Ipaddr.V4 (Sim.address 2), 7) >>= function
    | Error error -> wrong "connect: %s" (Fmt.to_to_string TCP.pp_error error)
    | Ok flow ->
      let up, down = plans.(which) in
      let name = Cstruct.of_string (String.make 1 (Char.chr which)) in
      TCP.write flow name >>= (function Ok () -> Lwt.return_unit | Error _ -> wrong "first write") >>= fun () ->
      side flow ~sends:up ~expects:down ~slow:(int 3 = 0)
  in
  let clients = List.init flows client in
  Sim.run (Lwt.join (all_served :: clients));
  Sim.run (Lwt.join !served);
  (* Until the last retransmission and TIME_WAIT are over. *)
  Sim.pass (40_000 * Sim.second);
  check_is_empty "host 1" stack_1;
  check_is_empty "host 2" stack_2;
  (Sim.Stack.counters stack_1).retransmits + (Sim.Stack.counters stack_2).retransmits

let reason = function Wrong message -> message | Sim.Stuck message -> message | exn -> Printexc.to_string exn

let run_all () =
  (Lwt.async_exception_hook := fun exn -> raise exn);
  let first = number "EVOLVE_NET_SEED" 1 and count = number "EVOLVE_NET_SCHEDULES" 3000 in
  let retransmits = ref 0 in
  for seed = first to first + count - 1 do
    match schedule seed with
    | again -> retransmits := !retransmits + again
    | exception exn ->
      Alcotest.failf "seed %d: %s (again: EVOLVE_NET_SEED=%d EVOLVE_NET_SCHEDULES=1)" seed (reason exn) seed
  done;
  Printf.printf "%d schedules, %d segments sent again\n" count !retransmits;
  if count > 100 && !retransmits = 0 then Alcotest.fail "no wire lost anything: the faults do not work"

let () =
  Alcotest.run "schedules" [ ("transfers", [ Alcotest.test_case "random schedules deliver the same bytes" `Quick run_all ]) ]
