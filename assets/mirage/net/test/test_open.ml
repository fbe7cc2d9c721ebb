(* How connections begin. *)

open Packets
open Check
module TCP = Sim.Stack.TCP

let tcp = Sim.Stack.tcp
let serve stack = TCP.listen (tcp stack) ~port:80 (fun _ -> Lwt.return_unit)
let mss = Peer.mss
let scale value = "\x01\x03\x03" ^ String.make 1 (Char.chr value)

let passive peer stack =
  serve stack;
  let syn_with ?(src_port = 1000) options =
    Peer.send peer ~src_port ~options ~flags:syn ~seq:0xfffffff0 ~ack_number:0 ();
    Peer.one (Peer.segments peer)
  in
  let answer = syn_with (mss 1460 ^ scale 7) in
  int "SYN, ACK" (syn lor ack) answer.flags;
  int "acknowledges" 0xfffffff1 answer.ack_number;
  string "MSS and scale" (mss 1460 ^ scale 1) answer.options;
  int "window" 65535 answer.window;
  int "half-open" 1 (counters stack).half_open;
  string "no scale unless offered" (mss 1460) (syn_with ~src_port:1001 (mss 1460)).options;
  string "broken options end the list" (mss 1460) (syn_with ~src_port:1002 "\x02\x00\x03\x03").options;
  string "unknown options are skipped" (mss 1460 ^ scale 1)
    (syn_with ~src_port:1003 ("\x08\x0a12345678" ^ "\xfd\x02" ^ scale 3)).options;
  string "SACK when offered" (mss 1460 ^ "\x01\x01\x04\x02") (syn_with ~src_port:1004 (mss 1460 ^ "\x01\x01\x04\x02")).options;
  Peer.send peer ~flags:ack ~seq:0xfffffff1 ~ack_number:(answer.seq + 1) ~data:(text 20) ();
  int "open" 1 (counters stack).connections;
  int "opened" 1 (counters stack).opened_passive;
  int "and acknowledged across 2^32" 5 (Peer.one (Peer.segments ~wait:(50 * Sim.ms) peer)).ack_number


let active peer stack =
  let flow, port, seq, its = Peer.dialled peer stack in
  let third = Peer.one (Peer.segments peer) in
  int "ACK" ack third.flags;
  ints "numbers" [ its; seq ] [ third.seq; third.ack_number ];
  bool "its port is a dynamic one" true (port >= 49152);
  string "the other side" "10.0.0.2 80" (match TCP.dst flow with host, port -> Printf.sprintf "%s %d" (Ipaddr.to_string host) port);
  int "opened" 1 (counters stack).opened_active

let dial stack = TCP.create_connection (tcp stack) (Ipaddr.V4 (Sim.address 2), 80)

(* One that was used a moment ago may still be known on the other side. *)
let ports_in_turn peer stack =
  let port () =
    ignore (dial stack);
    (Peer.one (Peer.segments peer)).src_port
  in
  let first = port () in
  int "the next one" (49152 lor ((first + 1) land 0x3fff)) (port ())

let outcome promise =
  match Lwt.state promise with
  | Lwt.Return (Ok _) -> "connected"
  | Lwt.Return (Error error) -> Fmt.to_to_string TCP.pp_error error
  | Lwt.Fail exn -> raise exn
  | Lwt.Sleep -> "waits"

let simultaneous peer stack =
  let connecting = dial stack in
  let request = Peer.one (Peer.segments peer) in
  let send = Peer.send peer ~src_port:80 ~dst_port:request.src_port in
  send ~flags:syn ~seq:700 ~ack_number:0 ~options:(mss 1460) ();
  let answer = Peer.one (Peer.segments peer) in
  int "SYN, ACK" (syn lor ack) answer.flags;
  ints "its own number again" [ request.seq; 701 ] [ answer.seq; answer.ack_number ];
  string "not yet" "waits" (outcome connecting);
  (* The answers cross, too: RFC 9293, figure 7. *)
  send ~flags:(syn lor ack) ~seq:700 ~ack_number:(request.seq + 1) ();
  string "open" "connected" (outcome connecting);
  send ~flags:ack ~seq:701 ~ack_number:(request.seq + 1) ~data:"x" ();
  int "and it takes data" 702 (List.hd (List.rev (Peer.segments ~wait:(50 * Sim.ms) peer))).ack_number

(* Two stacks that connect to each other at once, from and to the same ports, over a slow wire. *)
let simultaneous_stacks () =
  Sim.start 3;
  let open Evolve_net in
  let make number other =
    let device = Sim.device ~faults:{ Sim.perfect with delay = 50 * Sim.ms } number in
    let env = Env.create ~now:(fun () -> !Sim.time) ~sleep:Sim.sleep ~random:Sim.Random_bytes.random (Config.make (Sim.prefix number)) in
    let write ~size fill = Lwt.map (fun _ -> Ok ()) (Sim.Net.write device ~size fill) in
    let ip = Ipv4.create env (Link.create env ~mac:(0x020000000000 lor number) ~mtu:1500 write) in
    let tcp = Tcp.create env ip in
    device.handler <-
      Some
        (fun frame ->
          let packet = Cstruct.shift frame 14 in
          if Cstruct.BE.get_uint16 frame 12 = Link.arp then Arp.input ip.arp packet
          else Ipv4.input ip packet (fun ~src ~dst ~protocol:_ payload -> Tcp.input tcp ~src ~dst payload);
          Lwt.return_unit);
    let connect () = Tcp.begin_connection tcp ~remote:(Packets.ip other) ~remote_port:5000 ~local_port:5000 ~keepalive:None in
    (device, connect)
  in
  let one, connect_one = make 1 2 and two, connect_two = make 2 1 in
  Sim.connect [ one; two ];
  let a = connect_one () and b = connect_two () in
  Sim.pass (2 * Sim.second);
  bool "both are open" true (a.state = Tcb.Established && b.state = Tcb.Established);
  ignore (Flow.writev a ~nodelay:false [ Cstruct.of_string "from a" ]);
  ignore (Flow.writev b ~nodelay:false [ Cstruct.of_string "from b" ]);
  Sim.pass Sim.second;
  let read flow = match Lwt.state (Flow.read flow) with Lwt.Return (Ok (`Data data)) -> Cstruct.to_string data | _ -> "nothing" in
  string "to b" "from a" (read b);
  string "to a" "from b" (read a)

let syn_is_repeated peer stack =
  let connecting = dial stack in
  let rec repeats n waited =
    if n = 0 then waited
    else
      match Peer.segments ~wait:(10 * Sim.ms) peer with
      | [] -> repeats n (waited + 10)
      | [ s ] ->
        int "SYN" syn s.flags;
        repeats (n - 1) (waited + 10)
      | _ -> Alcotest.fail "several at once"
  in
  let seconds n = (repeats n 0 + 50) / 1000 in
  ints "after 0, 1, 2, 4, 8 and 16 s" [ 0; 1; 2; 4; 8; 16 ] (List.init 6 (fun _ -> seconds 1));
  string "waits" "waits" (outcome connecting);
  ignore (Peer.frames ~wait:(33 * Sim.second) peer : string list);
  string "and then" "connection attempt timed out" (outcome connecting);
  int "nothing is left" 0 (counters stack).connections

let refused peer stack =
  let connecting = dial stack in
  let request = Peer.one (Peer.segments peer) in
  let send = Peer.send peer ~src_port:80 ~dst_port:request.src_port in
  send ~flags:rst ~seq:0 ~ack_number:0 ();
  send ~flags:(rst lor ack) ~seq:0 ~ack_number:(request.seq + 2) ();
  string "forged ones are not heeded" "waits" (outcome connecting);
  send ~flags:(syn lor ack) ~seq:0 ~ack_number:(request.seq + 2) ();
  let answer = Peer.one (Peer.segments peer) in
  ints "an old SYN, ACK is reset" [ rst; request.seq + 2 ] [ answer.flags; answer.seq ];
  send ~flags:(rst lor ack) ~seq:0 ~ack_number:(request.seq + 1) ();
  string "the true one is" "connection attempt was refused" (outcome connecting)

let unreachable code peer stack =
  let connecting = dial stack in
  let request = List.hd (List.filter (fun f -> kind f = 0x0800) (Peer.frames peer)) in
  let quoted = rest request 14 in
  let tell quoted = Peer.inject peer (ethernet 0x0800 (ipv4 1 (icmp 3 code quoted))) in
  tell (put16 (String.sub quoted 0 28) 26 0);
  string "about another segment" "waits" (outcome connecting);
  tell (String.sub quoted 0 27);
  string "too short" "waits" (outcome connecting);
  tell (String.sub quoted 0 28);
  outcome connecting

let unreachable_port peer stack = string "port" "connection attempt was refused" (unreachable 3 peer stack)
let unreachable_host peer stack = string "host" "host or network is unreachable" (unreachable 1 peer stack)

let closed_port peer stack =
  Peer.send peer ~dst_port:81 ~flags:syn ~seq:100 ~ack_number:0 ~data:"abc" ();
  let answer = Peer.one (Peer.segments peer) in
  ints "to a SYN" [ rst lor ack; 0; 104 ] [ answer.flags; answer.seq; answer.ack_number ];
  Peer.send peer ~dst_port:81 ~flags:ack ~seq:100 ~ack_number:777 ();
  let answer = Peer.one (Peer.segments peer) in
  ints "to an ACK" [ rst; 777 ] [ answer.flags; answer.seq ];
  Peer.send peer ~dst_port:81 ~flags:rst ~seq:100 ~ack_number:777 ();
  int "to a RST" 0 (List.length (Peer.segments peer));
  for i = 1 to 5000 do
    Peer.send peer ~dst_port:81 ~flags:syn ~seq:i ~ack_number:0 ()
  done;
  bool "not too many" true (List.length (Peer.segments peer) <= 1000);
  bool "counted" true ((counters stack).drop_rate >= 4000)

let flood peer stack =
  serve stack;
  for i = 1 to 5000 do
    Peer.send peer ~src_port:(10_000 + i) ~flags:syn ~seq:i ~ack_number:0 ()
  done;
  int "bounded" 256 (counters stack).half_open;
  int "the oldest made room" (5000 - 256) (counters stack).drop_syn_queue;
  ignore (Peer.segments peer);
  let flow, seq, its = Peer.handshake peer stack in
  Peer.send peer ~flags:ack ~seq ~ack_number:its ~data:"in spite of it" ();
  string "a true client is served" "in spite of it" (fst (drain flow));
  ignore (Peer.segments ~wait:(100 * Sim.second) peer);
  int "all given up" 0 (counters stack).half_open

let answer_is_repeated peer stack =
  serve stack;
  Peer.send peer ~flags:syn ~seq:1 ~ack_number:0 ();
  ignore (Peer.segments peer);
  Peer.send peer ~flags:syn ~seq:1 ~ack_number:0 ();
  int "not at once" 0 (List.length (Peer.segments peer));
  ints "after a second" [ syn lor ack ] (flags (Peer.segments ~wait:(1050 * Sim.ms) peer));
  Peer.send peer ~flags:syn ~seq:1 ~ack_number:0 ();
  ignore (Peer.segments ~wait:(200 * Sim.ms) peer);
  Peer.send peer ~flags:syn ~seq:1 ~ack_number:0 ();
  ints "when asked again" [ syn lor ack ] (flags (Peer.segments peer))

let half_open_is_checked peer stack =
  serve stack;
  Peer.send peer ~flags:syn ~seq:1 ~ack_number:0 ();
  let answer = Peer.one (Peer.segments peer) in
  Peer.send peer ~flags:ack ~seq:2 ~ack_number:(answer.seq + 2) ();
  ints "a wrong acknowledgement is reset" [ rst ] (flags (Peer.segments peer));
  Peer.send peer ~flags:ack ~seq:100_000 ~ack_number:(answer.seq + 1) ();
  ints "out of the window" [ ack ] (flags (Peer.segments peer));
  Peer.send peer ~flags:rst ~seq:100 ~ack_number:0 ();
  ints "a RST in the window is challenged" [ ack ] (flags (Peer.segments peer));
  int "still there" 1 (counters stack).half_open;
  Peer.send peer ~flags:rst ~seq:2 ~ack_number:0 ();
  int "the true one is heeded" 0 (counters stack).half_open;
  int "no connection" 0 (counters stack).connections

let few (config : Evolve_net.Config.t) = { config with connections = 2 }

let bounded_connections peer stack =
  let open_ src_port = Peer.handshake ~src_port peer stack in
  let first, _, _ = open_ 1 in
  ignore (open_ 2);
  (match open_ 3 with
   | exception Peer.Unexpected _ -> ()
   | _ -> Alcotest.fail "a third connection");
  int "counted" 1 (counters stack).drop_connections;
  string "nor by us" "there are as many connections as the configuration allows" (outcome (dial stack));
  Sim.Stack.abort first;
  ignore (Peer.segments peer);
  let answer = Peer.one (Peer.segments ~wait:(1100 * Sim.ms) peer) in
  int "the third is answered again" (syn lor ack) answer.flags;
  Peer.send peer ~src_port:3 ~flags:ack ~seq:5001 ~ack_number:(answer.seq + 1) ();
  int "and has room now" 2 (counters stack).connections

(* RFC 6528: later numbers are higher for the same name, and those of other names tell nothing. *)
let sequence_numbers peer stack =
  serve stack;
  let iss src_port =
    Peer.send peer ~src_port ~flags:syn ~seq:1 ~ack_number:0 ();
    let answer = Peer.one (Peer.segments peer) in
    Peer.send peer ~src_port ~flags:rst ~seq:2 ~ack_number:0 ();
    answer.seq
  in
  let first = iss 1 in
  Sim.pass Sim.second;
  let second = iss 1 in
  let ticks = (second - first) land 0xffffffff in
  bool "250,000 a second" true (ticks >= 250_000 && ticks < 251_000);
  Sim.Stack.renew stack;
  ignore (Peer.frames peer : string list);
  bool "another secret" true (abs (iss 1 - second) > 1_000_000);
  let others = List.init 100 (fun i -> iss (100 + i)) in
  let near = List.filter (fun other -> abs (other - second) < 10_000_000) others in
  bool "others are elsewhere" true (List.length near < 5)

let tests =
  [
    ( "open",
      [
        played "a handshake from outside" passive;
        played "a handshake from here" active;
        played "ports in turn" ports_in_turn;
        played "simultaneous open, by hand" simultaneous;
        test "simultaneous open of two stacks" simultaneous_stacks;
        played "a SYN is repeated, ever later" syn_is_repeated;
        played "refused by the true RST alone" refused;
        played "refused by ICMP" unreachable_port;
        played "unreachable by ICMP" unreachable_host;
        played "a closed port answers, not too often" closed_port;
        played "a flood of SYNs" flood;
        played "the SYN's answer is repeated" answer_is_repeated;
        played "what completes a handshake is checked" half_open_is_checked;
        played ~config:few "connections are bounded" bounded_connections;
        played "sequence numbers" sequence_numbers;
      ] );
  ]
