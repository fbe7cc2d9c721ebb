(* What a sender may send: their window, their MSS, Nagle, and how writers wait. *)

open Packets
open Check
module TCP = Sim.Stack.TCP

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

(* As QEMU's user-mode network does it: each acknowledgement repeats a FIN that is here already. *)
let repeated_end peer stack =
  let flow, seq, its = Peer.handshake peer stack in
  write_now flow (text 60_000);
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:its ();
  let rec take at =
    let sent = Peer.segments peer in
    let finish = List.fold_left (fun finish s -> max finish (s.seq + String.length s.data)) at sent in
    if finish > at then begin
      Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:finish ();
      take finish
    end
    else finish
  in
  int "all is sent" (its + 60_000) (take its);
  int "no time-out was needed" 0 (counters stack).timeouts;
  Peer.send peer ~flags:(fin lor ack) ~seq ~ack_number:(its + 70_000) ();
  int "what cannot be is not heeded" 0 (snd (Sim.Stack.memory stack))

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

let tests =
  [
    ( "sending",
      [
        played "their window closes and opens" their_window;
        played "an old segment's acknowledgement counts" repeated_end;
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
