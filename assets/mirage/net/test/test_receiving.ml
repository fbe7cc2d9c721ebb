(* What a receiver does: acknowledgements, reassembly, our window. *)

open Packets
open Check

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
  ]
