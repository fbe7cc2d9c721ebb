(* How data is sent again, and how much is under way. *)

open Packets
open Check

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
  ]
