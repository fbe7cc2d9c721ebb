(* How data moves: retransmission, congestion, acknowledgements, reassembly, windows, Nagle. *)

open Packets
open Check
module TCP = Sim.Stack.TCP

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

let backs_off peer stack =
  let flow, _, its = Peer.handshake peer stack in
  write_now flow "data";
  ignore (Peer.segments peer);
  let sent = timed peer (14 * Sim.second) in
  ints "the same segment" [ its ] (List.sort_uniq compare (List.map (fun (_, s) -> s.seq) sent));
  let times = List.map fst sent in
  let near expected actual = abs (expected - actual) <= 4 + (expected / 100) in
  bool "after 0.2, 0.6, 1.4, 3, 6.2 and 12.6 s" true
    (List.length times = 6 && List.for_all2 near [ 200; 600; 1400; 3000; 6200; 12600 ] times);
  int "counted" 6 (counters stack).timeouts

let estimates () =
  let open Evolve_net in
  let ms n = n * Sim.ms in
  let rto = Rto.create ~min:(ms 200) ~max:(ms 60_000) in
  int "at first" (ms 1000) (Rto.current rto);
  Rto.sample rto (ms 400);
  int "SRTT + 4 * RTTVAR" (ms (400 + (4 * 200))) (Rto.current rto);
  Rto.sample rto (ms 800);
  (* RTTVAR = 3/4 * 200 + 1/4 * 400, SRTT = 7/8 * 400 + 1/8 * 800 *)
  int "smoothed" (ms 450) (Rto.smoothed rto);
  int "next" (ms (450 + (4 * 250))) (Rto.current rto);
  Rto.back_off rto;
  int "doubled" (ms 2900) (Rto.current rto);
  for _ = 1 to 100 do
    Rto.back_off rto
  done;
  int "at most" (ms 60_000) (Rto.current rto);
  for _ = 1 to 100 do
    Rto.sample rto (ms 1)
  done;
  int "at least" (Rto.smoothed rto + ms 200) (Rto.current rto);
  bool "with little variance" true (Rto.smoothed rto < ms 2)

(* Karn: an acknowledgement of a segment that was sent twice says nothing about the round trip. *)
let karn peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  write_now flow "data";
  let sent = timed peer (700 * Sim.ms) in
  int "twice more" 3 (List.length sent);
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 4) ();
  write_now flow "more";
  ignore (Peer.segments peer);
  (match timed peer (2 * Sim.second) with
   | (at, _) :: _ -> bool "the doubled time-out stays" true (at >= 795 && at <= 805)
   | [] -> Alcotest.fail "nothing")

let mss = 1460
let wide (config : Evolve_net.Config.t) = { config with send_buffer = 400_000 }

(* A connection with a great deal to send. *)
let sending ?(window = 65535) peer stack =
  let flow, seq, its = Peer.handshake ~window peer stack in
  write_now flow (text 300_000);
  (flow, seq, its)

let slow_start peer stack =
  let _, seq, its = sending peer stack in
  let first = Peer.segments peer in
  ints "ten segments at first" (List.init 10 (fun _ -> mss)) (lengths first);
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + (2 * mss)) ();
  int "each acknowledged one lets two go" 4 (List.length (Peer.segments peer));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + (10 * mss)) ();
  int "byte counting: at most two more than acknowledged" 10 (List.length (Peer.segments peer))

let fast_retransmit peer stack =
  let _, seq, its = sending peer stack in
  ignore (Peer.segments peer);
  let duplicate () = Peer.send peer ~flags:ack ~seq ~ack_number:its () in
  duplicate ();
  ints "limited transmit" [ its + (10 * mss) ] (List.map (fun s -> s.seq) (Peer.segments peer));
  duplicate ();
  ints "and again" [ its + (11 * mss) ] (List.map (fun s -> s.seq) (Peer.segments peer));
  duplicate ();
  ints "the third sends the first again" [ its ] (List.map (fun s -> s.seq) (Peer.segments peer));
  int "counted" 1 (counters stack).fast_retransmits;
  for _ = 1 to 3 do
    duplicate ()
  done;
  ints "the window is half, and grows by each" [] (lengths (Peer.segments peer));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + (3 * mss)) ();
  let again = Peer.segments peer in
  bool "a partial acknowledgement sends the next hole" true (List.exists (fun s -> s.seq = its + (3 * mss)) again);
  int "no second recovery" 1 (counters stack).fast_retransmits;
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + (12 * mss)) ();
  int "after it the window is half of twelve, one of which is under way" 5 (List.length (Peer.segments peer));
  int "no time-out was needed" 0 (counters stack).timeouts

let congestion () =
  let open Evolve_net in
  let c = Congestion.create ~mss:1000 ~seq:0 in
  int "initial window" 10_000 (Congestion.window c);
  Congestion.timeout c ~una:1 ~sent:10_001;
  int "one segment after a time-out" 1000 (Congestion.window c);
  int "half of what was under way" 5000 (Congestion.ssthresh c);
  Congestion.timeout c ~una:1 ~sent:10_001;
  int "halved once for the same data" 5000 (Congestion.ssthresh c);
  let acknowledge ack = ignore (Congestion.acknowledged c ~ack ~bytes:1000 : Congestion.reaction) in
  List.iter (fun i -> acknowledge (1000 * i)) [ 1; 2; 3; 4 ];
  int "slow start" 5000 (Congestion.window c);
  List.iter (fun i -> acknowledge (1000 * i)) [ 5; 6; 7; 8 ];
  int "then congestion avoidance" 5000 (Congestion.window c);
  acknowledge 9000;
  int "one segment a round trip" 6000 (Congestion.window c);
  Congestion.set_mss c 1000 ~lost:true;
  int "one segment after a lost SYN" 1000 (Congestion.window c)

let delayed_ack peer stack =
  let _, seq, its = Peer.handshake peer stack in
  let send ?(n = 0) () = Peer.send peer ~flags:ack ~seq:(seq + (100 * n)) ~ack_number:its ~data:(text 100) () in
  send ();
  (match timed peer Sim.second with
   | [ (at, s) ] ->
     bool "after 40 ms" true (at >= 40 && at <= 42);
     int "all of it" (seq + 100) s.ack_number
   | _ -> Alcotest.fail "not one");
  send ~n:1 ();
  int "not at once" 0 (List.length (Peer.segments peer));
  send ~n:2 ();
  ints "every second at once" [ seq + 300 ] (List.map (fun s -> s.ack_number) (Peer.segments peer));
  send ~n:4 ();
  ints "a gap at once" [ seq + 300 ] (List.map (fun s -> s.ack_number) (Peer.segments peer));
  send ~n:3 ();
  ints "and its end" [ seq + 500 ] (List.map (fun s -> s.ack_number) (Peer.segments peer));
  send ~n:3 ();
  ints "what is old, too" [ seq + 500 ] (List.map (fun s -> s.ack_number) (Peer.segments peer))

let carried peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  Peer.send peer ~flags:ack ~seq ~ack_number:its ~data:"question" ();
  write_now flow "answer";
  let answer = Peer.one (Peer.segments peer) in
  string "data" "answer" answer.data;
  int "with the acknowledgement" (seq + 8) answer.ack_number;
  int "and no other" 0 (List.length (Peer.segments ~wait:(100 * Sim.ms) peer))

let reassembly =
  QCheck.Test.make ~count:300
    QCheck.(pair small_nat (list_of_size Gen.(1 -- 40) (pair (int_bound 999) (int_range 1 300))))
    (fun (seed, pieces) ->
      Sim.start seed;
      let peer, stack = Peer.create () in
      let flow, seq, its = Peer.handshake peer stack in
      let all = text 1000 in
      let send (from, length) =
        let length = min length (1000 - from) in
        Peer.send peer ~flags:ack ~seq:(seq + from) ~ack_number:its ~data:(String.sub all from length) ()
      in
      List.iter send pieces;
      List.iter (fun i -> send (100 * i, 100)) [ 9; 3; 7; 1; 5; 0; 2; 4; 6; 8 ];
      fst (drain flow) = all && Sim.Stack.memory stack = (0, 0))

let bounded_reassembly peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  let send n = Peer.send peer ~flags:ack ~seq:(seq + (2 * n)) ~ack_number:its ~data:"x" () in
  for n = 1 to 1000 do
    send n
  done;
  int "kept" (64 * (1 + 256)) (fst (Sim.Stack.memory stack));
  int "refused" (1000 - 64) (counters stack).drop_tcp_memory;
  for n = 0 to 100 do
    Peer.send peer ~flags:ack ~seq:(seq + (2 * n)) ~ack_number:its ~data:"yz" ()
  done;
  let read = fst (drain flow) in
  int "all that was sent again is there" 202 (String.length read);
  string "what came first is kept" "yzxzxz" (String.sub read 0 6)

(* One byte in each frame of 2 KiB must not hold 2 KiB. *)
let small_segments peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  for n = 0 to 59_999 do
    Peer.send peer ~flags:ack ~seq:(seq + n) ~ack_number:its ~data:(text ~from:n 1) ()
  done;
  int "held as what it is" 60_000 (fst (Sim.Stack.memory stack));
  let rec chunks total largest =
    match read_now flow with
    | Lwt.Return (Ok (`Data data)) -> chunks (total ^ Cstruct.to_string data) (max largest (Cstruct.length data))
    | _ -> (total, largest)
  in
  let all, largest = chunks "" 0 in
  bool "the same bytes" true (all = text 60_000);
  int "gathered" 4096 largest

let our_window peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  let rec fill n =
    if n < 65_536 then begin
      let length = min 1460 (65_536 - n) in
      Peer.send peer ~flags:(ack lor psh) ~seq:(seq + n) ~ack_number:its ~data:(text ~from:n length) ();
      fill (n + length)
    end
  in
  fill 0;
  let closed = List.hd (List.rev (Peer.segments ~wait:(50 * Sim.ms) peer)) in
  ints "it closes (a window of 65,535 without scaling)" [ seq + 65_535; 0 ] [ closed.ack_number; closed.window ];
  Peer.send peer ~flags:ack ~seq:(seq + 65_534) ~ack_number:its ();
  ints "a probe is answered" [ seq + 65_535 ] (List.map (fun s -> s.ack_number) (Peer.segments peer));
  int "memory" 65_535 (fst (Sim.Stack.memory stack));
  ignore (read_now flow);
  let opened = Peer.segments peer in
  ints "the reader's first segment of room is told" [ 1461 ] (List.map (fun s -> s.window) opened);
  ignore (read_now flow);
  ignore (read_now flow);
  int "then when it doubles" 1 (List.length (Peer.segments peer));
  let rest, _ = drain flow in
  int "all is there" (65_535 - (3 * 1460)) (String.length rest)

let their_window peer stack =
  let flow, seq, its = Peer.handshake ~window:5 peer stack in
  let writing = write flow (text 1000) in
  ints "as much as fits" [ 5 ] (lengths (Peer.segments peer));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 5) ~window:0 ();
  let probes = timed peer (10 * Sim.second) in
  bool "probes, ever later" true (List.length probes >= 4 && List.length probes <= 6);
  List.iter (fun (_, s) -> ints "before the window" [ its + 4; 0 ] [ s.seq; String.length s.data ]) probes;
  for _ = 1 to 200 do
    Peer.send peer ~flags:ack ~seq ~ack_number:(its + 5) ~window:0 ();
    ignore (Peer.segments ~wait:Sim.second peer)
  done;
  bool "a peer that answers is alive" true (not (Lwt.is_sleeping writing) && (counters stack).connections = 1);
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 5) ~window:10_000 ();
  ints "it goes on at once" [ 995 ] (lengths (Peer.segments peer))

let silly_window peer stack =
  let flow, seq, its = Peer.handshake ~window:1000 peer stack in
  write_now flow (text 5000);
  ints "a whole window" [ 1000 ] (lengths (Peer.segments peer));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 1000) ~window:100 ();
  ints "a small one is not worth it" [] (lengths (Peer.segments peer));
  ints "until the timer" [ 100 ] (lengths (Peer.segments ~wait:(210 * Sim.ms) peer));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 1100) ~window:500 ();
  ints "half of the largest is" [ 500 ] (lengths (Peer.segments peer))

let scaled peer stack =
  let flow, seq, its = Peer.handshake ~window:10 ~options:(Peer.mss 1460 ^ "\x01\x03\x03\x07") peer stack in
  write_now flow (text 5000);
  (* The SYN's window is not scaled, that of the ACK after it is. *)
  int "10 * 128 bytes" 1280 (List.fold_left ( + ) 0 (lengths (Peer.segments peer)));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 1280) ~data:(text 100) ();
  let answer = List.hd (List.rev (Peer.segments ~wait:(50 * Sim.ms) peer)) in
  bool "ours is scaled by 2" true (answer.window * 2 > 65_000)

let peer_mss value expected peer stack =
  let flow, _, _ = Peer.handshake ~options:(if value = 0 then "" else Peer.mss value) peer stack in
  write_now flow (text 3000);
  int "segments of" expected (List.hd (lengths (Peer.segments peer)))

let narrow_path peer stack =
  let flow, _, its = Peer.handshake peer stack in
  write_now flow (text 4000);
  let frames = Peer.frames peer in
  let quoted = String.sub (rest (List.hd frames) 14) 0 28 in
  let tell mtu = Peer.inject peer (ethernet 0x0800 (ipv4 1 (icmp ~rest_of_header:mtu 3 4 quoted))) in
  tell 100;
  tell 1500;
  int "nonsense is not heeded" 0 (List.length (Peer.segments peer));
  tell 1000;
  let again = Peer.segments peer in
  int "sent again from the first" its (List.hd again).seq;
  bool "in smaller segments" true (List.for_all (fun s -> String.length s.data <= 960) again);
  Peer.inject peer (ethernet 0x0800 (ipv4 1 (icmp 3 3 quoted)));
  int "an open connection is not ended by ICMP" 1 (counters stack).connections

let nagle peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  write_now flow "one";
  write_now flow "two";
  write_now flow "three";
  ints "the first alone" [ 3 ] (lengths (Peer.segments peer));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 3) ();
  ints "the others together" [ 8 ] (lengths (Peer.segments peer));
  bool "without delay" true
    (Lwt.state (TCP.write_nodelay flow (Cstruct.of_string "now")) = Lwt.Return (Ok ()));
  ints "at once" [ 3 ] (lengths (Peer.segments peer));
  bool "several" true
    (Lwt.state (TCP.writev_nodelay flow (List.map Cstruct.of_string [ "a"; ""; "bc"; "d" ])) = Lwt.Return (Ok ()));
  ints "as one" [ 4 ] (lengths (Peer.segments peer));
  write_now flow (text 2000);
  ints "whole segments do not wait" [ 1460 ] (lengths (Peer.segments peer))

let back_pressure peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  let data = Cstruct.of_string (text 200_000) in
  let writing = TCP.write flow data in
  let after = TCP.write flow (Cstruct.of_string "after") in
  bool "both wait" true (Lwt.is_sleeping writing && Lwt.is_sleeping after);
  bool "bounded" true (snd (Sim.Stack.memory stack) <= 65_536 + 4096);
  let received = Buffer.create 200_000 in
  let rec take () =
    List.iter
      (fun s -> if s.seq = its + Buffer.length received then Buffer.add_string received s.data)
      (Peer.segments peer);
    if Buffer.length received < 200_005 then begin
      Peer.send peer ~flags:ack ~seq ~ack_number:(its + Buffer.length received) ();
      take ()
    end
  in
  take ();
  bool "in order" true (Buffer.contents received = text 200_000 ^ "after");
  bool "both done" true (Lwt.state writing = Lwt.Return (Ok ()) && Lwt.state after = Lwt.Return (Ok ()));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 200_005) ();
  int "nothing is held" 0 (snd (Sim.Stack.memory stack))

let scarce (config : Evolve_net.Config.t) = { config with memory = 20_000 }

(* Four who write and do not get on must not stop a fifth. *)
let shared_memory peer stack =
  let flows = List.init 4 (fun i -> Peer.handshake ~src_port:(1 + i) ~window:0 peer stack) in
  List.iter (fun (flow, _, _) -> ignore (write flow (text 60_000))) flows;
  bool "bounded" true (snd (Sim.Stack.memory stack) <= 20_000 + (5 * 4096));
  let fifth, _, _ = Peer.handshake ~src_port:9 peer stack in
  ignore (Peer.segments peer);
  write_now fifth (text 2920);
  ints "has its share" [ 1460; 1460 ] (lengths (Peer.segments peer))

(* Both sides' numbers pass 2^32: ours are made to begin just before it, by waiting for their clock of 4 microseconds. *)
let numbers_wrap peer stack =
  let wrap = 0x1_0000_0000 in
  let flow, _, its = Peer.handshake ~seq:1 peer stack in
  Sim.Stack.abort flow;
  ignore (Peer.segments peer);
  Sim.pass ((wrap - its - 5000) * 4000);
  let flow, seq, its = Peer.handshake ~seq:(wrap - 3000) peer stack in
  bool "just before" true (its > wrap - 6000 && its < wrap);
  let send n = Peer.send peer ~flags:ack ~seq:(seq + (1000 * n)) ~ack_number:its ~data:(text ~from:(1000 * n) 1000) () in
  List.iter send [ 0; 4; 3; 2; 1; 5 ];
  string "received" (text 6000) (fst (drain flow));
  ignore (Peer.segments peer);
  write_now flow (text 40_000);
  let received = Buffer.create 40_000 in
  let rec take tries =
    List.iter
      (fun s ->
        if s.seq = (its + Buffer.length received) land (wrap - 1) then Buffer.add_string received s.data)
      (Peer.segments peer);
    Peer.send peer ~flags:ack ~seq:(seq + 6000) ~ack_number:(its + Buffer.length received) ();
    if tries > 0 && Buffer.length received < 40_000 then take (tries - 1)
  in
  take 50;
  bool "sent" true (Buffer.contents received = text 40_000);
  int "nothing twice" 0 (counters stack).timeouts;
  Peer.send peer ~flags:rst ~seq:(seq + 6000) ~ack_number:0 ();
  int "a RST of the true number" 0 (counters stack).connections

let tests =
  [
    ( "retransmission",
      [
        played "the time-out doubles" backs_off;
        test "estimates as in RFC 6298" estimates;
        played "what was sent twice is no sample" karn;
        test "the congestion window" congestion;
        played ~config:wide "slow start" slow_start;
        played ~config:wide "fast retransmit and recovery" fast_retransmit;
        played "a narrow path" narrow_path;
      ] );
    ( "receiving",
      [
        played "acknowledgements are delayed, not long" delayed_ack;
        played "data carries the acknowledgement" carried;
        property "pieces in any order" reassembly;
        played "sequence numbers wrap" numbers_wrap;
        played "reassembly is bounded" bounded_reassembly;
        played "small segments are gathered" small_segments;
        played "our window closes and opens" our_window;
      ] );
    ( "sending",
      [
        played "their window closes and opens" their_window;
        played "small windows" silly_window;
        played "window scaling" scaled;
        played "their MSS" (peer_mss 600 600);
        played "no MSS" (peer_mss 0 536);
        played "a hostile MSS" (peer_mss 1 48);
        played "a large MSS" (peer_mss 9000 1460);
        played "Nagle's rule, and without it" nagle;
        played "writes wait" back_pressure;
        played ~config:scarce "memory is shared" shared_memory;
      ] );
  ]
