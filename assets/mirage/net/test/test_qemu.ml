(* Against QEMU's user-mode network, which is what a guest here has on the other side: QEMU without a machine, whose network
   is connected to our stack by a socket. Skipped, saying so, where there is no qemu-system-x86_64. With
   EVOLVE_NET_QEMU_PORT a QEMU that was started by hand is waited for; the test prints its command. *)

open Lwt.Infix
open Streams
module TCP = Real.Stack.TCP

let loopback port = Unix.ADDR_INET (Unix.inet_addr_loopback, port)

let free_port () =
  let socket = Unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Unix.setsockopt socket Unix.SO_REUSEADDR true;
  Unix.bind socket (loopback 0);
  let port = match Unix.getsockname socket with Unix.ADDR_INET (_, port) -> port | Unix.ADDR_UNIX _ -> 0 in
  Unix.close socket;
  port

let program = "qemu-system-x86_64"

let command ~wire ~http =
  [
    program; "-M"; "none"; "-nodefaults"; "-nographic"; "-monitor"; "none"; "-serial"; "none";
    "-netdev"; Printf.sprintf "user,id=user,hostfwd=tcp:127.0.0.1:%d-10.0.2.15:80" http;
    "-netdev"; "hubport,id=port0,hubid=0,netdev=user";
    "-netdev"; Printf.sprintf "socket,id=wire,connect=127.0.0.1:%d" wire;
    "-netdev"; "hubport,id=port1,hubid=0,netdev=wire";
  ]

let is_there () =
  let there dir = Sys.file_exists (Filename.concat dir program) in
  List.exists there (String.split_on_char ':' (Option.value ~default:"" (Sys.getenv_opt "PATH")))

(* QEMU puts each frame's length before it, as 32 bits. *)
let device socket =
  let output = Lwt_io.of_fd ~buffer:(Lwt_bytes.create 65_536) ~mode:Lwt_io.output socket in
  let input = Lwt_io.of_fd ~buffer:(Lwt_bytes.create 65_536) ~mode:Lwt_io.input socket in
  let transmit frame =
    let length = Cstruct.length frame in
    Lwt_io.atomic (fun output ->
        Lwt_io.BE.write_int output length >>= fun () -> Lwt_io.write output (Cstruct.to_string frame))
      output
    >>= fun () -> Lwt_io.flush output
  in
  let rec receive handle =
    Lwt_io.BE.read_int input >>= fun length ->
    let bytes = Bytes.create length in
    Lwt_io.read_into_exactly input bytes 0 length >>= fun () ->
    handle (Cstruct.of_bytes bytes);
    receive handle
  in
  let receive handle =
    Lwt.catch (fun () -> receive handle) (function End_of_file | Unix.Unix_error _ -> Lwt.return_unit | exn -> Lwt.reraise exn)
  in
  { Real.transmit; receive; faults = Real.none }

let http = free_port ()

let connect_in () =
  let socket = Lwt_unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Lwt_unix.connect socket (loopback http) >|= fun () -> socket

(* A connection from outside the guest. *)
let inward stack =
  let accepted, accept = Lwt.wait () in
  TCP.listen (Real.Stack.tcp stack) ~port:80 (fun flow ->
      Lwt.wakeup_later accept flow;
      Lwt.return_unit);
  connect_in () >>= fun socket -> accepted >|= fun flow -> (flow, socket)

let gateway = Ipaddr.of_string_exn "10.0.2.2"
let dial stack port = TCP.create_connection (Real.Stack.tcp stack) (gateway, port)

(* A connection to outside: the gateway's address is the host's loopback. *)
let outward stack =
  let listener = Lwt_unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Lwt_unix.bind listener (loopback 0) >>= fun () ->
  Lwt_unix.listen listener 10;
  let port = match Lwt_unix.getsockname listener with Unix.ADDR_INET (_, port) -> port | Unix.ADDR_UNIX _ -> 0 in
  Lwt.both (dial stack port >>= ours TCP.pp_error) (Lwt_unix.accept listener) >>= fun (flow, (socket, _)) ->
  Lwt_unix.close listener >|= fun () -> (flow, socket)

let transfer name pair stack =
  let total = 8 * 1024 * 1024 in
  pair stack >>= fun (flow, socket) ->
  let begun = Real.now () in
  Lwt.join
    [
      (linux_send socket total >|= fun () -> linux_end socket);
      (our_send flow total >>= fun () -> TCP.shutdown flow `write);
      linux_receive socket total;
      our_receive flow total;
    ]
  >>= fun () ->
  let seconds = float (Real.now () - begun) /. 1e9 in
  Printf.printf "%s: %d bytes each way in %.2f s\n%!" name total seconds;
  TCP.close flow >>= fun () -> Lwt_unix.close socket

let short_connections stack =
  TCP.listen (Real.Stack.tcp stack) ~port:80 (fun flow ->
      TCP.read flow >>= ours TCP.pp_error >>= fun _ -> our_send flow 3000 >>= fun () -> TCP.close flow);
  let client () =
    connect_in () >>= fun socket ->
    Lwt_unix.write_string socket "GET / HTTP/1.0\r\n\r\n" 0 18 >>= fun _ ->
    linux_receive socket 3000 >>= fun () -> Lwt_unix.close socket
  in
  let rec worker left = if left = 0 then Lwt.return_unit else client () >>= fun () -> worker (left - 1) in
  let begun = Real.now () in
  Lwt.join (List.init 4 (fun _ -> worker 250)) >|= fun () ->
  let seconds = float (Real.now () - begun) /. 1e9 in
  Printf.printf "1,000 short connections: %.2f s, %.0f a second\n%!" seconds (1000. /. seconds)

let refused stack =
  dial stack (free_port ()) >|= fun result ->
  match result with
  | Error error -> if Fmt.to_to_string TCP.pp_error error <> "connection attempt was refused" then fail "%s" (Fmt.to_to_string TCP.pp_error error)
  | Ok _ -> fail "connected to a closed port"

let datagrams stack =
  let udp = Real.Stack.udp stack in
  let socket = Lwt_unix.socket Unix.PF_INET Unix.SOCK_DGRAM 0 in
  Lwt_unix.bind socket (loopback 0) >>= fun () ->
  let port = match Lwt_unix.getsockname socket with Unix.ADDR_INET (_, port) -> port | Unix.ADDR_UNIX _ -> 0 in
  let answers = Lwt_stream.create () in
  Real.Stack.UDP.listen udp ~port:7 (fun ~src:_ ~dst:_ ~src_port:_ data ->
      (snd answers) (Some (Cstruct.to_string data));
      Lwt.return_unit);
  let buffer = Bytes.create 2000 in
  let rec go i =
    if i = 100 then Lwt_unix.close socket
    else begin
      let sent = Cstruct.to_string (piece i (i * 14)) in
      Real.Stack.UDP.write ~src_port:7 ~dst:gateway ~dst_port:port udp (Cstruct.of_string sent)
      >>= ours Real.Stack.UDP.pp_error >>= fun () ->
      Lwt_unix.recvfrom socket buffer 0 2000 [] >>= fun (got, from) ->
      if Bytes.sub_string buffer 0 got <> sent then fail "datagram %d on its way out" i;
      Lwt_unix.sendto socket buffer 0 got [] from >>= fun _ ->
      Lwt_stream.next (fst answers) >>= fun back ->
      if back <> sent then fail "datagram %d on its way back" i;
      go (i + 1)
    end
  in
  go 1

let clean stack =
  let counters = Real.Stack.counters stack in
  let rec wait tries =
    if counters.connections > 0 && tries > 0 then Lwt_unix.sleep 0.05 >>= fun () -> wait (tries - 1) else Lwt.return_unit
  in
  wait 100 >|= fun () ->
  if counters.connections > 0 || Real.Stack.memory stack <> (0, 0) then fail "%d connections are left" counters.connections;
  Printf.printf "%d segments in, %d out, %d again (%d time-outs)\n%!" counters.segments_in counters.segments_out
    counters.retransmits counters.timeouts

let static =
  match Evolve_net.Config.of_strings ~gateway:"10.0.2.2" ~resolver:"10.0.2.3" "10.0.2.15/24" with
  | Ok config -> config
  | Error (`Msg message) -> failwith message

let start ?(http = http) ?(by_hand = false) config wire =
  let listener = Lwt_unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Lwt_unix.setsockopt listener Unix.SO_REUSEADDR true;
  Lwt_unix.bind listener (loopback wire) >>= fun () ->
  Lwt_unix.listen listener 1;
  let command = command ~wire ~http in
  if by_hand then Printf.printf "%s\n%!" (String.concat " " command)
  else begin
    let qemu = Unix.create_process program (Array.of_list command) Unix.stdin Unix.stdout Unix.stderr in
    at_exit (fun () -> Unix.kill qemu Sys.sigterm)
  end;
  Lwt_unix.with_timeout 30. (fun () -> Lwt_unix.accept listener) >>= fun (socket, _) ->
  Lwt_unix.setsockopt socket Unix.TCP_NODELAY true;
  Real.Stack.connect config (device socket)

(* The address that the other tests are told, from the same QEMU's server; then it is in use. *)
let by_dhcp _ =
  start ~http:(free_port ()) Evolve_net.Config.without_address (free_port ()) >>= fun stack ->
  let counters = Real.Stack.counters stack in
  if (counters.dhcp_requests, counters.dhcp_leases) <> (2, 1) then
    fail "%d requests, %d leases" counters.dhcp_requests counters.dhcp_leases;
  let src = Ipaddr.of_string_exn "10.0.2.15" in
  Real.Stack.UDP.write ~src ~dst:gateway ~dst_port:9 (Real.Stack.udp stack) (Cstruct.create 1)
  >>= ours Real.Stack.UDP.pp_error >>= fun () -> refused stack

let () =
  let by_hand = Sys.getenv_opt "EVOLVE_NET_QEMU_PORT" in
  if by_hand = None && not (is_there ()) then Printf.printf "skipped: there is no %s here\n" program
  else begin
    let wire = match by_hand with Some port -> int_of_string port | None -> free_port () in
    let stack = Lwt_main.run (start ~by_hand:(by_hand <> None) static wire) in
    let case name run =
      Alcotest.test_case name `Quick (fun () -> Lwt_main.run (Lwt_unix.with_timeout 30. (fun () -> run stack)))
    in
    Alcotest.run "qemu"
      [
        ( "user-mode network",
          [
            case "a stream from outside" (transfer "inward" inward);
            case "a stream to outside" (transfer "outward" outward);
            case "short connections" short_connections;
            case "refused" refused;
            case "datagrams" datagrams;
            case "nothing is left" clean;
          ] );
        ("its DHCP server", if by_hand = None then [ case "gives an address" by_dhcp ] else []);
      ]
  end
