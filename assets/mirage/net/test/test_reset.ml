(* How connections end otherwise: resets, forged and true, and peers that are gone. *)

open Packets
open Check
module TCP = Sim.Stack.TCP


let resets peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  let send ?(ack_number = 0) flags seq = Peer.send peer ~flags ~seq ~ack_number () in
  send rst (seq - 1);
  send rst (seq + 70_000);
  int "outside of the window" 0 (List.length (Peer.segments peer));
  send rst (seq + 1);
  let challenge = Peer.one (Peer.segments peer) in
  ints "in it: a challenge" [ ack; its; seq ] [ challenge.flags; challenge.seq; challenge.ack_number ];
  send syn (seq + 5);
  ints "a SYN in it" [ ack ] (flags (Peer.segments peer));
  send syn (seq - 100_000);
  ints "a SYN outside" [ ack ] (flags (Peer.segments peer));
  send ~ack_number:(its + 1) ack seq;
  ints "an acknowledgement of what was not sent" [ ack ] (flags (Peer.segments peer));
  send ~ack_number:(its - 70_000) ack seq;
  ints "a very old one" [ ack ] (flags (Peer.segments peer));
  int "challenges" 5 (counters stack).challenge_acks;
  Peer.send peer ~flags:ack ~seq:(seq + 70_000) ~ack_number:its ~data:"forged" ();
  Peer.send peer ~flags:0 ~seq ~ack_number:its ~data:"forged" ();
  string "forged data" "waits" (snd (drain flow));
  bool "still open" true (gauges stack = [ 1; 0; 0 ]);
  Peer.send peer ~flags:ack ~seq ~ack_number:its ~data:"true" ();
  send rst (seq + 4);
  Alcotest.(check (pair string string)) "what came before is read" ("true", "connection was reset") (drain flow);
  bool "and stays" true (is_reset flow);
  (match Lwt.state (write flow "x") with
   | Lwt.Return (Error error) -> string "write" "connection was reset" (Fmt.to_to_string TCP.pp_write_error error)
   | _ -> Alcotest.fail "wrote");
  ints "over" [ 0; 0; 0 ] (gauges stack)

let few_challenges peer stack =
  let _, seq, _ = Peer.handshake peer stack in
  for _ = 1 to 5000 do
    Peer.send peer ~flags:rst ~seq:(seq + 1) ~ack_number:0 ()
  done;
  let answers = List.length (Peer.segments peer) in
  bool "500 to 1000 of 5000" true (answers >= 500 && answers <= 1000);
  for _ = 1 to 1000 do
    Peer.send peer ~flags:ack ~seq:(seq - 1) ~ack_number:0 ()
  done;
  int "empty segments out of the window" 1 (List.length (Peer.segments peer))

let waiting_reader_and_writer peer stack =
  let flow, seq, _ = Peer.handshake ~window:0 peer stack in
  let reading = TCP.read flow and writing = write flow (text 100_000) in
  bool "both wait" true (Lwt.is_sleeping reading && Lwt.is_sleeping writing);
  Peer.send peer ~flags:rst ~seq ~ack_number:0 ();
  bool "both hear of it" true (not (Lwt.is_sleeping reading || Lwt.is_sleeping writing));
  ints "no memory" [ 0; 0 ] (match Sim.Stack.memory stack with a, b -> [ a; b ])

let aborted peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  write_now flow (text 8_760);
  ignore (Peer.segments peer);
  Sim.Stack.abort flow;
  let last = Peer.one (Peer.segments peer) in
  ints "RST" [ rst lor ack; its + 8_760; seq ] [ last.flags; last.seq; last.ack_number ];
  ints "over" [ 0; 0; 0 ] (gauges stack)

let raising peer stack =
  TCP.listen (Sim.Stack.tcp stack) ~port:80 (fun _ -> failwith "a fault in the user's code");
  Peer.send peer ~flags:syn ~seq:1 ~ack_number:0 ();
  let answer = Peer.one (Peer.segments peer) in
  Peer.send peer ~flags:ack ~seq:2 ~ack_number:(answer.seq + 1) ();
  ints "its connection is reset" [ rst lor ack ] (flags (Peer.segments peer));
  ints "over" [ 0; 0; 0 ] (gauges stack)

let keepalive = { Tcpip.Keepalive.after = 10_000_000_000L; interval = 1_000_000_000L; probes = 3 }

let keeps_alive peer stack =
  let flow, seq, its = Peer.handshake ~keepalive peer stack in
  int "silence" 0 (List.length (Peer.segments ~wait:(9 * Sim.second) peer));
  let probe = Peer.one (Peer.segments ~wait:(1100 * Sim.ms) peer) in
  ints "a probe" [ its - 1; 0 ] [ probe.seq; String.length probe.data ];
  Peer.send peer ~flags:ack ~seq ~ack_number:its ();
  int "answered" 0 (List.length (Peer.segments ~wait:(9 * Sim.second) peer));
  int "then three" 3 (List.length (Peer.segments ~wait:(3500 * Sim.ms) peer));
  ints "then the end" [ rst lor ack ] (flags (Peer.segments ~wait:Sim.second peer));
  string "as a time-out" "connection attempt timed out" (snd (drain flow))

let dead_peer peer stack =
  let flow, _, _ = Peer.handshake peer stack in
  write_now flow "anybody?";
  Sim.pass (95 * Sim.second);
  ints "not yet" [ 1; 0; 0 ] (gauges stack);
  Sim.pass (60 * Sim.second);
  ints "given up" [ 0; 0; 0 ] (gauges stack);
  string "as a time-out" "connection attempt timed out" (snd (drain flow))

(* A peer that keeps its window closed, for a user who has gone. *)
let stalled_orphan peer stack =
  let flow, seq, its = Peer.handshake ~window:0 peer stack in
  write_now flow "never wanted";
  close flow;
  for _ = 1 to 170 do
    Peer.send peer ~flags:ack ~seq ~ack_number:its ~window:0 ();
    Sim.pass Sim.second
  done;
  ints "given up" [ 0; 0; 0 ] (gauges stack);
  ints "no memory" [ 0; 0 ] (match Sim.Stack.memory stack with a, b -> [ a; b ])

let cancelled peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  let reading = TCP.read flow in
  Lwt.cancel reading;
  Peer.send peer ~flags:ack ~seq ~ack_number:its ~data:"kept" ();
  string "a reader who gave up takes nothing" "kept" (fst (drain flow));
  let connecting = TCP.create_connection (Sim.Stack.tcp stack) (Ipaddr.V4 (Sim.address 2), 81) in
  Lwt.cancel connecting;
  ints "nor leaves a connection" [ 1; 0; 0 ] (gauges stack)

let few (config : Evolve_net.Config.t) = { config with connections = 3 }

(* Their users have not noticed that they are over, and what they hold must not pass the bound on connections. *)
let unnoticed peer stack =
  let flows =
    List.init 3 (fun i ->
        let flow, seq, its = Peer.handshake ~src_port:(1 + i) peer stack in
        Peer.send peer ~src_port:(1 + i) ~flags:ack ~seq ~ack_number:its ~data:(text 4000) ();
        Peer.send peer ~src_port:(1 + i) ~flags:rst ~seq:(seq + 4000) ~ack_number:0 ();
        ignore (Peer.segments peer);
        flow)
  in
  ints "none is open" [ 0; 0; 0 ] (gauges stack);
  int "but they count" 3 (counters stack).flows;
  (match Peer.handshake ~src_port:9 peer stack with
   | exception Peer.Unexpected _ -> ()
   | _ -> Alcotest.fail "a fourth flow");
  List.iter close flows;
  List.iter close flows;
  int "until they are closed" 0 (counters stack).flows;
  ignore (Peer.segments ~wait:(100 * Sim.second) peer);
  let flow, _, _ = Peer.handshake ~src_port:10 peer stack in
  Sim.Stack.abort flow;
  int "or reset" 0 (counters stack).flows

let tests =
  [
    ( "reset",
      [
        played "only exactly" resets;
        played "challenges are few" few_challenges;
        played "whoever waits hears of it" waiting_reader_and_writer;
        played "by us" aborted;
        played "by an exception" raising;
        played ~config:few "flows count until they are closed" unnoticed;
      ] );
    ( "dead peers",
      [
        played "keep-alive" keeps_alive;
        played "no answer" dead_peer;
        played "a closed window for nobody" stalled_orphan;
        played "who gives up waiting" cancelled;
      ] );
  ]
