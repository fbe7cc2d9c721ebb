(* How connections end by agreement, and with the stack. *)

open Packets
open Check
module TCP = Sim.Stack.TCP

let finish flow = Sim.run (TCP.shutdown flow `write)

let we_first peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  close flow;
  let end_ = Peer.one (Peer.segments peer) in
  ints "FIN" [ fin lor ack lor psh; its ] [ end_.flags; end_.seq ];
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 1) ();
  int "no answer to an acknowledgement" 0 (List.length (Peer.segments peer));
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:(its + 1) ();
  let last = Peer.one (Peer.segments peer) in
  ints "the last word" [ ack; its + 1; seq + 1 ] [ last.flags; last.seq; last.ack_number ];
  ints "TIME_WAIT" [ 0; 0; 1 ] (gauges stack);
  Sim.pass (20 * Sim.second);
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:(its + 1) ();
  ints "a FIN once more" [ ack ] (flags (Peer.segments peer));
  Peer.send peer ~flags:rst ~seq:(seq + 2) ~ack_number:0 ();
  Sim.pass (20 * Sim.second);
  ints "lasts on from then, whatever a RST says" [ 0; 0; 1 ] (gauges stack);
  Sim.pass (15 * Sim.second);
  ints "and ends" [ 0; 0; 0 ] (gauges stack)

let they_first peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:its ~data:"last words" ();
  ints "acknowledged at once" [ seq + 11 ] (List.map (fun s -> s.ack_number) (Peer.segments peer));
  Alcotest.(check (pair string string)) "read to the end" ("last words", "eof") (drain flow);
  write_now flow "we go on";
  ints "half-closed" [ 8 ] (lengths (Peer.segments peer));
  close flow;
  ints "then FIN" [ fin lor ack lor psh ] (flags (Peer.segments peer));
  ints "until it is acknowledged" [ 1; 0; 0 ] (gauges stack);
  Peer.send peer ~flags:ack ~seq:(seq + 11) ~ack_number:(its + 9) ();
  ints "no TIME_WAIT on this side" [ 0; 0; 0 ] (gauges stack);
  int "a clean end" 0 (counters stack).failed

(* The RST has the number that the other side expects, and goes out when nothing can be lost any more. *)
let peers_wait peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:its ();
  ignore (Peer.segments peer);
  close flow;
  ints "first FIN" [ fin lor ack lor psh ] (flags (Peer.segments peer));
  Peer.send peer ~flags:ack ~seq:(seq + 1) ~ack_number:(its + 1) ();
  let last = Peer.one (Peer.segments peer) in
  ints "then RST" [ rst lor ack; its + 1; seq + 1 ] [ last.flags; last.seq; last.ack_number ];
  ints "nothing left" [ 0; 0; 0 ] (gauges stack);
  let flow, seq, its = Peer.handshake ~src_port:7 peer stack in
  close flow;
  ignore (Peer.segments peer);
  Peer.send peer ~src_port:7 ~flags:(fin lor ack) ~seq ~ack_number:its ();
  ints "a crossing FIN is acknowledged" [ ack ] (flags (Peer.segments peer));
  Peer.send peer ~src_port:7 ~flags:ack ~seq:(seq + 1) ~ack_number:(its + 1) ();
  ints "and followed" [ ack; rst lor ack ] (flags (Peer.segments peer));
  ints "this side waits as ever" [ 0; 0; 1 ] (gauges stack);
  int "clean ends" 0 (counters stack).failed

let half_close peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  write_now flow "request";
  finish flow;
  (match Peer.segments peer with
   | [ data; end_ ] ->
     string "data" "request" data.data;
     ints "FIN" [ its + 7; fin ] [ end_.seq; end_.flags land fin ]
   | segments -> Alcotest.failf "%d segments" (List.length segments));
  (match Lwt.state (write flow "more") with
   | Lwt.Return (Error `Closed) -> ()
   | _ -> Alcotest.fail "wrote after the end");
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 8) ();
  Sim.pass (200 * Sim.second);
  Peer.send peer ~flags:(ack lor psh) ~seq ~ack_number:(its + 8) ~data:"a late answer" ();
  string "still read" "a late answer" (fst (drain flow));
  Peer.send peer ~flags:(fin lor ack) ~seq:(seq + 13) ~ack_number:(its + 8) ();
  string "its end" "eof" (snd (drain flow));
  ints "TIME_WAIT" [ 0; 0; 1 ] (gauges stack)

let both_at_once peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  close flow;
  ignore (Peer.segments peer);
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:its ();
  ints "CLOSING" [ seq + 1 ] (List.map (fun s -> s.ack_number) (Peer.segments peer));
  ints "not over" [ 1; 0; 0 ] (gauges stack);
  Peer.send peer ~flags:ack ~seq:(seq + 1) ~ack_number:(its + 1) ();
  ints "TIME_WAIT" [ 0; 0; 1 ] (gauges stack)

let delivers peer stack =
  let flow, seq, its = Peer.handshake ~window:2000 peer stack in
  write_now flow (text 50_000);
  close flow;
  (match Lwt.state (TCP.read flow) with
   | Lwt.Return (Ok `Eof) -> ()
   | _ -> Alcotest.fail "reading goes on");
  let received = Buffer.create 50_000 and ended = ref false in
  while not !ended do
    List.iter
      (fun s ->
        if s.seq = its + Buffer.length received then Buffer.add_string received s.data;
        if s.flags land fin <> 0 then ended := true)
      (Peer.segments ~wait:(10 * Sim.ms) peer);
    Peer.send peer ~window:2000 ~flags:ack ~seq ~ack_number:(its + Buffer.length received) ()
  done;
  bool "all of it" true (Buffer.contents received = text 50_000)

let lost_end peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  close flow;
  ints "repeated" [ its; its; its ] (List.map (fun s -> s.seq) (Peer.segments ~wait:(900 * Sim.ms) peer));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 1) ~window:0 ();
  ints "FIN_WAIT_2" [ 1; 0; 0 ] (gauges stack);
  Sim.pass (61 * Sim.second);
  ints "nobody waits for ever" [ 0; 0; 0 ] (gauges stack)

(* A FIN that comes before the data it follows. *)
let early_end peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  Peer.send peer ~flags:(fin lor ack) ~seq:(seq + 3) ~ack_number:its ~data:"def" ();
  string "not yet" "waits" (snd (drain flow));
  Peer.send peer ~flags:ack ~seq ~ack_number:its ~data:"abc" ();
  Alcotest.(check (pair string string)) "in order" ("abcdef", "eof") (drain flow);
  int "acknowledged with its end" (seq + 7) (List.hd (List.rev (Peer.segments peer))).ack_number

let unwanted peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  write_now flow "farewell";
  close flow;
  ignore (Peer.segments peer);
  Peer.send peer ~flags:ack ~seq ~ack_number:its ~data:"still talking" ();
  ints "ours may not have arrived: no RST yet" [ ack ] (flags (Peer.segments ~wait:(50 * Sim.ms) peer));
  Peer.send peer ~flags:ack ~seq:(seq + 13) ~ack_number:(its + 9) ~data:"still" ();
  ints "nobody reads that" [ rst lor ack ] (flags (Peer.segments peer));
  ints "over" [ 0; 0; 0 ] (gauges stack)

let reused peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  close flow;
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:(its + 1) ();
  ignore (Peer.segments peer);
  Peer.send peer ~flags:syn ~seq ~ack_number:0 ();
  ints "an old SYN only hears of it" [ ack ] (flags (Peer.segments peer));
  ints "TIME_WAIT" [ 0; 0; 1 ] (gauges stack);
  Peer.send peer ~flags:syn ~seq:(seq + 1000) ~ack_number:0 ();
  let answer = Peer.one (Peer.segments peer) in
  ints "a later one begins anew" [ syn lor ack; seq + 1001 ] [ answer.flags; answer.ack_number ];
  bool "with a later number" true ((answer.seq - its) land 0xffffffff < 0x7fffffff);
  ints "half-open" [ 0; 1; 0 ] (gauges stack)

(* A client that begins anew with a lower number: what it hears makes it send the RST that frees the name. *)
let begun_anew peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  close flow;
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:(its + 1) ();
  ignore (Peer.segments peer);
  Peer.send peer ~flags:syn ~seq:(seq - 1000) ~ack_number:0 ();
  let heard = Peer.one (Peer.segments peer) in
  Peer.send peer ~flags:rst ~seq:heard.ack_number ~ack_number:0 ();
  ints "free" [ 0; 0; 0 ] (gauges stack);
  Peer.send peer ~flags:syn ~seq:(seq - 1000) ~ack_number:0 ();
  ints "and used" [ syn lor ack ] (flags (Peer.segments peer))

let many_time_waits peer stack =
  for i = 1 to 1500 do
    let flow, seq, its = Peer.handshake ~src_port:i peer stack in
    close flow;
    Peer.send peer ~src_port:i ~flags:(fin lor ack) ~seq ~ack_number:(its + 1) ();
    ignore (Peer.segments ~wait:1 peer)
  done;
  ints "bounded" [ 0; 0; 1024 ] (gauges stack);
  Sim.pass (40 * Sim.second);
  ints "all end" [ 0; 0; 0 ] (gauges stack)

let disconnected peer stack =
  let flow, _, _ = Peer.handshake peer stack in
  let running = Sim.Stack.listen stack in
  Peer.send peer ~src_port:7 ~flags:syn ~seq:1 ~ack_number:0 ();
  ignore (Peer.segments peer);
  Sim.run (Sim.Stack.disconnect stack);
  ints "RST" [ rst lor ack ] (flags (Peer.segments peer));
  bool "listen returns" true (Lwt.state running = Lwt.Return ());
  bool "reset" true (is_reset flow);
  (match Lwt.state (TCP.create_connection (Sim.Stack.tcp stack) (Ipaddr.V4 (Sim.address 2), 80)) with
   | Lwt.Return (Error error) -> string "no new ones" "there is no route to this address" (Fmt.to_to_string TCP.pp_error error)
   | _ -> Alcotest.fail "a connection without a stack");
  Peer.send peer ~flags:syn ~seq:1 ~ack_number:0 ();
  int "silence" 0 (List.length (Peer.segments ~wait:(10 * Sim.second) peer));
  ints "nothing left" [ 0; 0; 0 ] (gauges stack)

let tests =
  [
    ( "close",
      [
        played "we first" we_first;
        played "they first" they_first;
        played "the other side's TIME_WAIT" ~config:(fun config -> { config with ends_peers_wait = true }) peers_wait;
        played "one direction" half_close;
        played "both at once" both_at_once;
        played "what was written is delivered" delivers;
        played "the end is lost" lost_end;
        played "the end is early" early_end;
        played "data that nobody reads" unwanted;
        played "a name is used again" reused;
        played "a client begins anew" begun_anew;
        played "TIME_WAIT is bounded" many_time_waits;
        played "the stack ends" disconnected;
      ] );
  ]
