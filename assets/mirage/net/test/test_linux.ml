(* Against Linux's TCP, over a TAP device: it needs /dev/net/tun and the right to make a network namespace, and says so
   where it has not. EVOLVE_NET_MEGABYTES sets how much the long transfers carry. *)

open Lwt.Infix
open Streams
module TCP = Real.Stack.TCP

let megabytes = match Sys.getenv_opt "EVOLVE_NET_MEGABYTES" with Some n when n <> "" -> int_of_string n | _ -> 12
let mib = 1024 * 1024

let timed name total run =
  let begun = Real.now () in
  run () >|= fun () ->
  let seconds = float (Real.now () - begun) /. 1e9 in
  Printf.printf "%s: %.1f MB in %.2f s, %.0f MB/s\n%!" name (float total /. 1e6) seconds (float total /. 1e6 /. seconds)

let up stack _ =
  let total = 4 * megabytes * mib in
  pair stack >>= fun (flow, socket) ->
  timed "Linux to us" total (fun () ->
      Lwt.join [ (linux_send socket total >|= fun () -> linux_end socket); our_receive flow total ])
  >>= fun () -> TCP.close flow >>= fun () -> linux_receive socket 0 >>= fun () -> Lwt_unix.close socket

let down stack _ =
  let total = 4 * megabytes * mib in
  pair_out stack >>= fun (flow, socket) ->
  timed "us to Linux" total (fun () -> Lwt.join [ (our_send flow total >>= fun () -> TCP.close flow); linux_receive socket total ])
  >>= fun () -> Lwt_unix.close socket

let both_ways name faults stack (device : Real.device) =
  let total = megabytes * mib in
  device.faults <- faults;
  (if Random.State.bool Real.Random_bytes.state then pair stack else pair_out stack) >>= fun (flow, socket) ->
  timed name (2 * total) (fun () ->
      Lwt.join
        [
          (linux_send socket total >|= fun () -> linux_end socket);
          (our_send flow total >>= fun () -> TCP.shutdown flow `write);
          linux_receive socket total;
          our_receive flow total;
        ])
  >>= fun () ->
  device.faults <- Real.none;
  TCP.close flow >>= fun () -> Lwt_unix.close socket

(* An HTTP server's life: a request, an answer, the server closes. *)
let short_connections stack _ =
  let answer = piece 0 3000 in
  TCP.listen (Real.Stack.tcp stack) ~port:80 (fun flow ->
      TCP.read flow >>= ours TCP.pp_error >>= fun _ -> our_write flow answer >>= fun () -> TCP.close flow);
  let request = Bytes.of_string "GET / HTTP/1.0\r\n\r\n" in
  let client () =
    linux_connect 80 >>= fun socket ->
    Lwt_unix.write socket request 0 (Bytes.length request) >>= fun _ ->
    linux_receive socket 3000 >>= fun () -> Lwt_unix.close socket
  in
  let rec worker left = if left = 0 then Lwt.return_unit else client () >>= fun () -> worker (left - 1) in
  let begun = Real.now () in
  Lwt.join (List.init 50 (fun _ -> worker 60)) >|= fun () ->
  let seconds = float (Real.now () - begun) /. 1e9 in
  Printf.printf "3,000 short connections, 50 at once: %.2f s, %.0f a second\n%!" seconds (3000. /. seconds)

(* All are open at the same time; each then sends its own number, and gets it back. Descriptors are bounded where Lwt
   waits by select, so that the second half is opened by us, and both ends of it are Linux's descriptors all the same. *)
let thousand stack _ =
  let echo flow = TCP.read flow >>= ours TCP.pp_error >>= function
    | `Data data -> our_write flow data >>= fun () -> TCP.close flow
    | `Eof -> TCP.close flow
  in
  TCP.listen (Real.Stack.tcp stack) ~port:81 echo;
  Lwt_list.map_p (fun _ -> linux_connect 81) (List.init 500 Fun.id) >>= fun sockets ->
  linux_listener () >>= fun (listener, port) ->
  let outward = Lwt_list.map_s (fun _ -> our_connect stack port >>= ours TCP.pp_error) (List.init 500 Fun.id) in
  let accepted = Lwt_list.map_s (fun _ -> Lwt_unix.accept listener >|= fst) (List.init 500 Fun.id) in
  Lwt.both outward accepted >>= fun (flows, others) ->
  List.iter (fun flow -> Lwt.async (fun () -> echo flow)) flows;
  let open_now = (Real.Stack.counters stack).connections in
  if open_now < 1000 then fail "%d connections are open" open_now;
  let talk i socket =
    let number = Printf.sprintf "%04d" i in
    let buffer = Bytes.create 5 in
    Lwt_unix.write_string socket number 0 4 >>= fun _ ->
    Lwt_unix.read socket buffer 0 5 >>= fun got ->
    if got <> 4 || Bytes.sub_string buffer 0 4 <> number then fail "connection %d has another's answer" i;
    linux_receive socket 0 >>= fun () -> Lwt_unix.close socket
  in
  Lwt.join (List.mapi talk (sockets @ others)) >>= fun () ->
  Lwt_unix.close listener >|= fun () -> Printf.printf "%d connections were open at once\n%!" open_now

let half_close stack _ =
  pair stack >>= fun (flow, socket) ->
  Lwt.join [ (our_send flow 1000 >>= fun () -> TCP.shutdown flow `write); linux_receive socket 1000 ] >>= fun () ->
  Lwt.join [ (linux_send socket 200_000 >|= fun () -> linux_end socket); our_receive flow 200_000 ] >>= fun () ->
  TCP.close flow >>= fun () ->
  Lwt_unix.close socket >>= fun () ->
  pair_out stack >>= fun (flow, socket) ->
  linux_end socket;
  our_receive flow 0 >>= fun () ->
  Lwt.join [ (our_send flow 200_000 >>= fun () -> TCP.close flow); linux_receive socket 200_000 ] >>= fun () ->
  Lwt_unix.close socket

let refused promise =
  Lwt.catch (fun () -> promise () >|= fun _ -> "nothing") (function Unix.Unix_error (error, _, _) -> Lwt.return (Unix.error_message error) | exn -> raise exn)

let expect what expected actual = if expected <> actual then fail "%s: %s" what actual

let resets stack _ =
  pair stack >>= fun (flow, socket) ->
  Lwt_unix.setsockopt_optint socket Unix.SO_LINGER (Some 0);
  Lwt_unix.close socket >>= fun () ->
  TCP.read flow >>= fun result ->
  expect "a reset by Linux" "connection was reset"
    (match result with Error error -> Fmt.to_to_string TCP.pp_error error | Ok _ -> "no error");
  TCP.close flow >>= fun () ->
  pair stack >>= fun (flow, socket) ->
  Real.Stack.abort flow;
  refused (fun () -> Lwt_unix.read socket (Bytes.create 1) 0 1) >>= fun what ->
  expect "a reset by us" "Connection reset by peer" what;
  Lwt_unix.close socket >>= fun () ->
  refused (fun () -> linux_connect 4) >>= fun what ->
  expect "a closed port of ours" "Connection refused" what;
  our_connect stack 4 >|= fun result ->
  expect "a closed port of Linux" "connection attempt was refused"
    (match result with Error error -> Fmt.to_to_string TCP.pp_error error | Ok _ -> "no error")

(* Linux keeps its window closed for a while. *)
let slow_reader stack _ =
  pair stack >>= fun (flow, socket) ->
  Lwt.join
    [
      (our_send flow (8 * mib) >>= fun () -> TCP.close flow);
      (Lwt_unix.sleep 1.5 >>= fun () -> linux_receive socket (8 * mib));
    ]
  >>= fun () ->
  Lwt_unix.close socket >>= fun () ->
  pair stack >>= fun (flow, socket) ->
  Lwt.join
    [
      (linux_send socket (8 * mib) >|= fun () -> linux_end socket);
      (Lwt_unix.sleep 1.5 >>= fun () -> our_receive flow (8 * mib));
    ]
  >>= fun () -> TCP.close flow >>= fun () -> Lwt_unix.close socket

let datagrams stack _ =
  let udp = Real.Stack.udp stack in
  Real.Stack.UDP.listen udp ~port:7 (fun ~src ~dst:_ ~src_port data ->
      Real.Stack.UDP.write ~src_port:7 ~dst:src ~dst_port:src_port udp data >>= ours Real.Stack.UDP.pp_error);
  let socket = Lwt_unix.socket Unix.PF_INET Unix.SOCK_DGRAM 0 in
  let buffer = Bytes.create 2000 in
  let rec go i =
    if i = 200 then Lwt_unix.close socket
    else begin
      let length = i * 7 in
      Lwt_unix.sendto socket pattern i length [] (address 7) >>= fun _ ->
      Lwt_unix.recv socket buffer 0 2000 [] >>= fun got ->
      if got <> length || Bytes.sub buffer 0 got <> Bytes.sub pattern i length then fail "datagram %d" i;
      go (i + 1)
    end
  in
  go 0

let clean stack _ =
  let c = Real.Stack.counters stack in
  (* Linux's last acknowledgements may still be on their way. *)
  let rec wait tries =
    if c.connections > 0 && tries > 0 then Lwt_unix.sleep 0.05 >>= fun () -> wait (tries - 1) else Lwt.return_unit
  in
  wait 100 >|= fun () ->
  let memory = Real.Stack.memory stack in
  if c.connections + c.flows + c.half_open > 0 || memory <> (0, 0) then
    fail "%d connections, %d half-open, %d and %d bytes are left" c.connections c.half_open (fst memory) (snd memory);
  if c.drop_tcp_checksum + c.drop_ip_checksum + c.drop_tcp_header + c.drop_ip_header > 0 then
    fail "packets of Linux were taken for broken";
  Printf.printf "%d segments in, %d out, %d again (%d time-outs, %d fast), %d frames refused by the device\n%!" c.segments_in
    c.segments_out c.retransmits c.timeouts c.fast_retransmits !Tap.refused

let config =
  {
    (Evolve_net.Config.make (Ipaddr.V4.Prefix.of_string_exn (Tap.ours ^ "/24"))) with
    connections = 2000;
    half_open = 1000;
    receive_buffer = 262_144;
    reassembly_segments = 256;
    send_buffer = 262_144;
  }

let () =
  match Tap.create () with
  | Error reason -> Printf.printf "skipped: there is no TAP device here (%s)\n" reason
  | Ok device ->
    let stack = Lwt_main.run (Real.Stack.connect config device) in
    let case name run =
      let limited () =
        Lwt.catch
          (fun () -> Lwt_unix.with_timeout 50. (fun () -> run stack device))
          (fun exn ->
            List.iter (fun (name, n) -> if n <> 0 then Printf.printf "%s %d\n%!" name n)
              (Evolve_net.Counters.to_list (Real.Stack.counters stack));
            Lwt.reraise exn)
      in
      Alcotest.test_case name `Quick (fun () -> Lwt_main.run (limited ()))
    in
    Alcotest.run "linux"
      [
        ( "streams",
          [
            case "from Linux" up;
            case "to Linux" down;
            case "both ways" (both_ways "both ways" Real.none);
            case "both ways, with faults"
              (both_ways "both ways, 2 % lost, 2 % twice, 5 % late" { loss = 0.02; duplicate = 0.02; reorder = 0.05 });
            case "slow readers" slow_reader;
          ] );
        ( "connections",
          [
            case "many short ones" short_connections;
            case "a thousand at once" thousand;
            case "half-closed" half_close;
            case "reset and refused" resets;
          ] );
        ("datagrams", [ case "echo" datagrams ]);
        ("afterwards", [ case "nothing is left" clean ]);
      ]
