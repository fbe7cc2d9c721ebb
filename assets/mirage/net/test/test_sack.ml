(* Selective acknowledgements. *)

open Packets
open Check

let sack_permitted = "\x01\x01\x04\x02"
let block (start, finish) = be32 start ^ be32 finish
let sack ranges = "\x01\x01\x05" ^ String.make 1 (Char.chr (2 + (8 * List.length ranges))) ^ String.concat "" (List.map block ranges)
let handshake peer stack = Peer.handshake ~options:(Peer.mss 1000 ^ sack_permitted) peer stack

(* Against a plain array of what is marked. *)
let scoreboard =
  QCheck.Test.make ~count:2000
    QCheck.(list_of_size Gen.(0 -- 40) (triple (int_bound 199) (int_range 1 30) (int_bound 9)))
    (fun steps ->
      let open Evolve_net in
      let board = Scoreboard.create () and marked = Array.make 300 false and una = ref 0 in
      let count from until = Array.fold_left ( + ) 0 (Array.mapi (fun i m -> if i >= from && i < until && not m then 1 else 0) marked) in
      let hole from until =
        let rec first i = if i >= until then i else if marked.(i) then first (i + 1) else i in
        let from = first from in
        let rec last i = if i >= until || marked.(i) then i else last (i + 1) in
        last from - from
      in
      (* The lowest byte above which no hole is lost, found byte by byte. *)
      let lost () =
        let rec look i bytes ranges =
          if i < !una then -1
          else begin
            let bytes = if marked.(i) then bytes + 1 else bytes in
            let starts = marked.(i) && (i = !una || not marked.(i - 1)) in
            let ranges = if starts then ranges + 1 else ranges in
            if starts && (ranges >= 3 || bytes > 20) then i else look (i - 1) bytes ranges
          end
        in
        look 299 0 0
      in
      List.for_all
        (fun (start, length, action) ->
          if action = 0 then begin
            una := max !una start;
            Array.iteri (fun i _ -> if i < !una then marked.(i) <- false) marked;
            Scoreboard.advance board !una;
            true
          end
          else begin
            let start = max start !una in
            let before = count !una 300 in
            Array.fill marked start length true;
            Scoreboard.add board start (start + length) = before - count !una 300
          end
          && Scoreboard.missing board !una 250 = count !una 250
          && snd (Scoreboard.next_hole board !una 250) = hole !una 250
          && Scoreboard.lost_before board ~mss:10 = lost ())
        steps)

let tells peer stack =
  let flow, seq, its = handshake peer stack in
  let send n = Peer.send peer ~flags:ack ~seq:(seq + (10 * n)) ~ack_number:its ~data:(text ~from:(10 * n) 10) () in
  let heard () = (Peer.one (Peer.segments peer)).options in
  let range (a, b) = (seq + (10 * a), seq + (10 * b)) in
  let expect name ranges = string name (sack (List.map range ranges)) (heard ()) in
  send 2;
  expect "one" [ (2, 3) ];
  send 3;
  expect "they grow together" [ (2, 4) ];
  send 8;
  expect "the newest first" [ (8, 9); (2, 4) ];
  send 6;
  expect "then from the lowest" [ (6, 7); (2, 4); (8, 9) ];
  send 10;
  ignore (heard ());
  send 12;
  expect "four at most" [ (12, 13); (2, 4); (6, 7); (8, 9) ];
  Peer.send peer ~flags:ack ~seq ~ack_number:its ~data:(text 20) ();
  expect "without what is acknowledged" [ (12, 13); (6, 7); (8, 9); (10, 11) ];
  write_now flow "data has no room for them";
  Peer.send peer ~flags:ack ~seq:(seq + 50) ~ack_number:its ~data:(text ~from:50 1) ();
  bool "so an empty segment tells them too" true
    (List.exists (fun s -> s.data = "" && String.length s.options = 36) (Peer.segments peer))

let not_agreed peer stack =
  let _, seq, its = Peer.handshake peer stack in
  Peer.send peer ~flags:ack ~seq:(seq + 10) ~ack_number:its ~data:"x" ();
  string "no option" "" (Peer.one (Peer.segments peer)).options

let without (config : Evolve_net.Config.t) = { config with sack = false }

let not_wanted peer stack =
  Sim.Stack.TCP.listen (Sim.Stack.tcp stack) ~port:80 (fun _ -> Lwt.return_unit);
  Peer.send peer ~options:(Peer.mss 1460 ^ sack_permitted) ~flags:syn ~seq:1 ~ack_number:0 ();
  string "not taken up" (Peer.mss 1460) (Peer.one (Peer.segments peer)).options

let seqs = List.map (fun (s : segment) -> s.seq)

let recovers peer stack =
  let flow, seq, its = handshake peer stack in
  write_now flow (text 60_000);
  int "ten segments" 10 (List.length (Peer.segments peer));
  (* Segments 0, 3 and 4 are lost. *)
  let acknowledge ?(ack_number = its) ranges =
    Peer.send peer ~flags:ack ~seq ~ack_number
      ~options:(sack (List.map (fun (a, b) -> (its + (1000 * a), its + (1000 * b))) ranges)) ();
    List.map (fun s -> (s - its) / 1000) (seqs (Peer.segments peer))
  in
  ints "limited transmit" [ 10 ] (acknowledge [ (1, 2) ]);
  ints "and again" [ 11 ] (acknowledge [ (1, 3) ]);
  ints "the first hole" [ 0 ] (acknowledge [ (5, 6); (1, 3) ]);
  int "a recovery" 1 (counters stack).fast_retransmits;
  ints "no more than half is under way" [] (acknowledge [ (5, 7); (1, 3) ]);
  ints "the next holes, only those, and then new data" [ 3; 4; 12 ] (acknowledge [ (5, 10); (1, 3) ]);
  ints "old news is none" [] (acknowledge [ (5, 10); (1, 3) ]);
  ints "more new data" [ 13 ] (acknowledge [ (5, 11); (1, 3) ]);
  ignore (acknowledge ~ack_number:(its + 12_000) []);
  int "one recovery" 1 (counters stack).fast_retransmits;
  int "three segments were sent again" 3 (counters stack).retransmits;
  int "and no time-out was needed" 0 (counters stack).timeouts

let after_time_out peer stack =
  let flow, seq, its = handshake peer stack in
  write_now flow (text 5_000);
  ignore (Peer.segments peer);
  ints "the first again" [ its ] (seqs (Peer.segments ~wait:(210 * Sim.ms) peer));
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 1000) ~options:(sack [ (its + 2000, its + 4000) ]) ();
  ints "what has arrived is left out" [ its + 1000; its + 4000 ] (seqs (Peer.segments peer))

let hostile_ranges peer stack =
  let flow, seq, its = handshake peer stack in
  write_now flow (text 60_000);
  ignore (Peer.segments peer);
  let send ranges = Peer.send peer ~flags:ack ~seq ~ack_number:its ~options:(sack ranges) () in
  send [ (its + 5000, its + 4000); (its - 100, its + 100); (its + 1000, its + 100_000); (its, its + 1000) ];
  for i = 1 to 500 do
    send [ (its + (10 * i), its + (10 * i) + 1) ]
  done;
  ignore (Peer.segments peer);
  Peer.send peer ~flags:ack ~seq ~ack_number:(its + 10_000) ();
  bool "it goes on" true (List.length (Peer.segments ~wait:Sim.second peer) > 0)

let tests =
  [
    ( "sack",
      [
        property "the scoreboard is a plain array" scoreboard;
        played "ranges are told" tells;
        played "not unless both agree" not_agreed;
        played ~config:without "not when it is off" not_wanted;
        played "holes are filled, and only holes" recovers;
        played "after a time-out" after_time_out;
        played "ranges that cannot be" hostile_ranges;
      ] );
  ]
