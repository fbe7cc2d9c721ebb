(* DHCP: the exchange on the packets themselves, a lease over its whole life, servers that are not believed. Messages are
   made and read by code that shares nothing with the client. *)

open Packets
open Check

(* ---- a server's side ---- *)

let everybody = 0xffffffff
let option code value = Printf.sprintf "%c%c%s" (Char.chr code) (Char.chr (String.length value)) value
let pad length text = text ^ String.make (length - String.length text) '\x00'
let seconds n = be32 n
let server = ip 2

let lease ?(time = 1000) ?(mask = 0xffffff00) ?(rest = "") () =
  option 1 (be32 mask) ^ option 51 (seconds time) ^ option 3 (be32 server) ^ option 6 (be32 (ip 3)) ^ rest

let reply ?(op = 2) ?(mac = mac 1) ?(cookie = 0x63825363) ?(yours = ip 77) ?(name = "") ?(file = "") ~xid options =
  Printf.sprintf "%c\x01\x06\x00" (Char.chr op)
  ^ be32 xid ^ be32 0 ^ be32 0 ^ be32 yours ^ be32 0 ^ be32 0 ^ pad 16 mac ^ pad 64 name ^ pad 128 file
  ^ be32 cookie ^ options

let kind_of n = option 53 (String.make 1 (Char.chr n))
let offer = 2
let ack_ = 5
let nak = 6
let granted ?time ?mask ?rest ?(by = server) kind =
  kind_of kind ^ option 54 (be32 by) ^ lease ?time ?mask ?rest () ^ "\xff"

let frame ?(src = server) ?(dst = everybody) ?(src_port = 67) ?(dst_port = 68) message =
  let ethernet_dst = if dst = everybody then "\xff\xff\xff\xff\xff\xff" else mac 1 in
  ethernet ~dst:ethernet_dst 0x0800 (ipv4 ~src ~dst 17 (udp ~src ~dst ~src_port ~dst_port message))

(* ---- a client's message ---- *)

type asked = { xid : int; kind : int; ours : int; requested : int; chosen : int; broadcast : bool; src : int; dst : int }

let read_message frame =
  if Packets.kind frame <> 0x0800 then None
  else
    match read_ipv4 frame with
    | 17, src, dst, packet when u16 packet 0 = 68 && u16 packet 2 = 67 ->
      let message = rest packet 8 in
      string "a request" "\x01\x01\x06\x00" (String.sub message 0 4);
      string "of our card" (mac 1) (String.sub message 28 6);
      int "cookie" 0x63825363 (u32 message 236);
      bool "as long as old servers want it" true (String.length message >= 300);
      let rec options at =
        match u8 message at with
        | 255 -> []
        | code -> (code, String.sub message (at + 2) (u8 message (at + 1))) :: options (at + 2 + u8 message (at + 1))
      in
      let found = options 240 in
      let number code = match List.assoc_opt code found with Some value -> u32 value 0 | None -> 0 in
      Some
        {
          xid = u32 message 4; kind = u8 (List.assoc 53 found) 0; ours = u32 message 12;
          requested = number 50; chosen = number 54;
          broadcast = u16 message 10 = 0x8000; src; dst;
        }
    | _ -> None

let messages ?wait peer = List.filter_map read_message (Peer.frames ?wait peer)

(* A damaged frame is no message. *)
let checked_message frame =
  match read_ipv4 frame with
  | 17, src, dst, packet when String.length packet = u16 packet 4 ->
    if checksum (pseudo ~src ~dst 17 (String.length packet) ^ packet) = 0 then read_message frame else None
  | _ -> None
  | exception (Unsound _ | Invalid_argument _) -> None

(* With the second that each came in. *)
let timed_messages peer duration =
  List.concat_map
    (fun at -> List.map (fun m -> (at, m)) (messages ~wait:Sim.second peer))
    (List.init duration Fun.id)

let message ?wait peer =
  match messages ?wait peer with [ one ] -> one | all -> Alcotest.failf "%d messages" (List.length all)

(* A stack without an address yet. *)
let begun () =
  Sim.start 1;
  let device = Sim.device 1 in
  let peer = Peer.attach device in
  let stack = Sim.Stack.connect Evolve_net.Config.without_address device in
  (peer, stack)

let begins name run = test name (fun () -> let peer, stack = begun () in run peer stack)
let answer ?src ?dst ?src_port ?mac ?op ?cookie ?yours ?name ?file peer ~xid options =
  Peer.inject peer (frame ?src ?dst ?src_port (reply ?op ?mac ?cookie ?yours ?name ?file ~xid options))

let has_address stack = Lwt.state stack <> Lwt.Sleep

let got stack =
  match Lwt.state stack with
  | Lwt.Return stack -> stack
  | Lwt.Fail exn -> raise exn
  | Lwt.Sleep -> Alcotest.fail "there is no address"

(* From the first message to the lease. *)
let leased ?time ?rest peer stack =
  let { xid; _ } = message peer in
  answer peer ~xid (granted ?time ?rest offer);
  let { xid; _ } = message peer in
  answer peer ~xid (granted ?time ?rest ack_);
  Sim.pass Sim.ms;
  got stack

(* The address by which it sends, or none. *)
let send_to stack dst =
  Sim.run (Sim.Stack.UDP.write ~src_port:5 ~dst:(Ipaddr.of_string_exn dst) ~dst_port:9 (Sim.Stack.udp stack) (Cstruct.create 1))

let sends_from peer stack =
  match send_to stack "10.0.0.2" with
  | Error _ -> 0
  | Ok () ->
    let datagrams = List.filter (fun frame -> kind frame = 0x0800 && read_message frame = None) (Peer.frames peer) in
    (match datagrams with [ frame ] -> u32 frame 26 | frames -> Alcotest.failf "%d frames" (List.length frames))

(* ---- tests ---- *)

let exchange peer stack =
  let discover = message peer in
  ints "to all, from nobody" [ 1; 0; everybody; 0; 0 ]
    [ discover.kind; discover.src; discover.dst; discover.ours; discover.requested ];
  bool "answers by broadcast" true discover.broadcast;
  answer peer ~xid:discover.xid (granted offer);
  let request = message peer in
  ints "takes the offer" [ 3; 0; everybody; 0; ip 77; server ]
    [ request.kind; request.src; request.dst; request.ours; request.requested; request.chosen ];
  int "of one exchange" discover.xid request.xid;
  answer peer ~xid:request.xid ~yours:(ip 9) (granted offer);
  bool "a second offer comes late" false (has_address stack);
  answer peer ~xid:request.xid (kind_of nak ^ option 54 (be32 (ip 9)) ^ "\xff");
  int "nor may another server refuse" 0 (List.length (messages peer));
  peer.arp <- false;
  answer peer ~xid:request.xid (granted ack_);
  (match Peer.frames peer with
   | [ frame ] -> ints "announced" [ 0x0806; ip 77; ip 77 ] [ kind frame; u32 frame 28; u32 frame 38 ]
   | frames -> Alcotest.failf "%d frames" (List.length frames));
  peer.arp <- true;
  let stack = got stack in
  int "in use" (ip 77) (sends_from peer stack);
  let c = counters stack in
  ints "counted" [ 2; 1; 2 ] [ c.dhcp_requests; c.dhcp_leases; c.drop_dhcp ];
  (match send_to stack "192.0.2.1" with
   | Ok () -> string "by the gateway" (mac 2) (String.sub (List.hd (Peer.frames peer)) 0 6)
   | Error _ -> Alcotest.fail "no gateway");
  ignore (Sim.Stack.resolve stack "edge" : _ Lwt.t);
  match List.map read_ipv4 (Peer.frames peer) with
  | [ (17, _, dst, packet) ] -> ints "asks the resolver" [ ip 3; 53 ] [ dst; u16 packet 2 ]
  | _ -> Alcotest.fail "no question"

let patience peer _ =
  let heard = timed_messages peer 300 in
  let rec gaps = function (a, _) :: ((b, _) :: _ as rest) -> (b - a) :: gaps rest | _ -> [] in
  List.iter2
    (fun expected gap -> if abs (expected - gap) > 2 then Alcotest.failf "%d s, not %d" gap expected)
    [ 4; 8; 16; 32; 64; 64; 64 ] (gaps heard);
  List.iter (fun (_, m) -> int "asks for an offer" 1 m.kind) heard

let quiet_server peer stack =
  let { xid; _ } = message peer in
  answer peer ~xid (granted offer);
  let kinds = List.map (fun m -> m.kind) (messages ~wait:(70 * Sim.second) peer) in
  ints "four requests, and from the beginning" [ 3; 3; 3; 3; 1 ] (List.filteri (fun i _ -> i < 5) kinds);
  bool "no address" false (has_address stack)

let refused peer stack =
  let first = message peer in
  answer peer ~xid:first.xid (granted offer);
  let { xid; _ } = message peer in
  answer peer ~xid (kind_of nak ^ option 54 (be32 (ip 9)) ^ "\xff");
  answer peer ~xid (kind_of nak ^ option 54 (be32 server) ^ "\xff");
  answer peer ~xid (granted ack_);
  int "a pause" 0 (List.length (messages ~wait:(900 * Sim.ms) peer));
  let again = message ~wait:(200 * Sim.ms) peer in
  int "from the beginning" 1 again.kind;
  bool "another exchange" true (again.xid <> first.xid);
  bool "no address" false (has_address stack)

let prolonged peer stack =
  let stack = leased peer stack in
  ignore (Peer.frames peer : string list);
  int "quiet until T1" 0 (List.length (messages ~wait:(499 * Sim.second) peer));
  let request = message ~wait:(2 * Sim.second) peer in
  ints "its server is asked" [ 3; ip 77; server; ip 77; 0; 0 ]
    [ request.kind; request.src; request.dst; request.ours; request.requested; request.chosen ];
  answer ~dst:(ip 77) ~yours:(ip 78) peer ~xid:request.xid (granted ack_);
  int "not for another address" (ip 77) (sends_from peer stack);
  answer ~dst:(ip 77) peer ~xid:request.xid (granted ack_);
  answer ~dst:(ip 77) peer ~xid:request.xid (granted ack_);
  answer ~dst:(ip 77) peer ~xid:request.xid (kind_of nak ^ option 54 (be32 server) ^ "\xff");
  int "once, and for all" 2 (counters stack).dhcp_leases;
  int "from now on" 0 (List.length (messages ~wait:(498 * Sim.second) peer));
  int "and again" 1 (List.length (messages ~wait:(3 * Sim.second) peer))

(* A connection lives through renewals, and ends with the lease. *)
let lost peer stack =
  let stack = leased peer stack in
  let accepted = ref None in
  Sim.Stack.TCP.listen (Sim.Stack.tcp stack) ~port:80 (fun flow -> accepted := Some flow; Lwt.return_unit);
  let segment flags seq ack_number =
    let s = { src_port = 7; dst_port = 80; seq; ack_number; flags; window = 1000; options = ""; data = "" } in
    Peer.inject peer (ethernet 0x0800 (ipv4 ~dst:(ip 77) 6 (tcp ~dst:(ip 77) s)))
  in
  let shake () =
    ignore (Peer.frames peer : string list);
    segment syn 100 0;
    match Peer.segments peer with
    | [ answer ] -> segment ack 101 (answer.seq + 1)
    | segments -> Alcotest.failf "%d segments" (List.length segments)
  in
  shake ();
  let flow = Option.get !accepted in
  let asked = timed_messages peer 990 in
  ints "the server, then all" [ server; server; server; server; everybody; everybody ]
    (List.map (fun (_, m) -> m.dst) asked);
  bool "after half of what is left, and a minute at least" true
    (List.for_all2 (fun (at, _) expected -> abs (at - expected) <= 2) asked [ 500; 687; 781; 841; 875; 937 ]);
  int "until the end" (ip 77) (sends_from peer stack);
  let discover = List.nth (messages ~wait:(12 * Sim.second) peer) 1 in
  ints "then from nobody" [ 1; 0; 0 ] [ discover.kind; discover.src; discover.ours ];
  bool "connections are cut" true (is_reset flow);
  int "nothing can be sent" 0 (sends_from peer stack);
  List.iter (fun packet -> Peer.inject peer (ethernet 0x0806 packet)) [ arp ~sender:0 0; arp 0; arp (ip 77) ];
  int "nor answered" 0 (List.length (Peer.frames peer));
  answer peer ~xid:discover.xid (granted offer);
  answer peer ~xid:(message peer).xid (granted ack_);
  shake ();
  ints "listeners are still there" [ 1; 0; 0 ] (gauges stack)

let taken_away peer stack =
  let stack = leased peer stack in
  ignore (Peer.frames peer : string list);
  let request = message ~wait:(501 * Sim.second) peer in
  answer ~dst:(ip 77) peer ~xid:request.xid (kind_of nak ^ option 54 (be32 server) ^ "\xff");
  int "nothing can be sent" 0 (sends_from peer stack);
  let discover = message ~wait:(2 * Sim.second) peer in
  int "from the beginning" 1 discover.kind;
  answer peer ~xid:discover.xid ~yours:(ip 78) (granted offer);
  answer peer ~xid:(message peer).xid ~yours:(ip 78) (granted ack_);
  peer.arp <- false;
  ignore (Peer.frames peer : string list);
  ignore (send_to stack "10.0.0.2" : (unit, _) result);
  match Peer.frames peer with
  | [ frame ] -> ints "neighbours are asked anew, from another address" [ 0x0806; ip 78; ip 2 ] [ kind frame; u32 frame 28; u32 frame 38 ]
  | frames -> Alcotest.failf "%d frames" (List.length frames)

let endless peer stack =
  let stack = leased ~time:0xffffffff peer stack in
  ignore (Peer.frames peer : string list);
  int "never asked again" 0 (List.length (messages ~wait:(90_000 * Sim.second) peer));
  Sim.Stack.renew stack;
  let request = message peer in
  ints "but out of a saved state, all are" [ 3; everybody; ip 77 ] [ request.kind; request.dst; request.ours ];
  answer ~dst:(ip 77) peer ~xid:request.xid (granted ack_);
  int "confirmed" (ip 77) (sends_from peer stack);
  Sim.Stack.renew stack;
  int "a minute later again" 2 (List.length (messages ~wait:(119 * Sim.second) peer));
  int "and without an answer it is over" 1 (message ~wait:(2 * Sim.second) peer).kind

let own_times peer _ =
  let rest = option 58 (seconds 10) ^ option 59 (seconds 20) in
  answer peer ~xid:(message peer).xid (granted ~rest offer);
  let { xid; _ } = message peer in
  Sim.pass (2 * Sim.second);
  answer peer ~xid (granted ~rest ack_);
  int "quiet" 0 (List.length (messages ~wait:(7 * Sim.second) peer));
  int "T1, counted from the request" server (message ~wait:(2 * Sim.second) peer).dst;
  int "T2" everybody (message ~wait:(10 * Sim.second) peer).dst

let impossible_times peer stack =
  ignore (leased ~rest:(option 58 (seconds 300) ^ option 59 (seconds 100)) peer stack : Sim.Stack.t);
  ignore (Peer.frames peer : string list);
  int "quiet until half of the lease" 0 (List.length (messages ~wait:(498 * Sim.second) peer));
  int "then its server is asked" server (message ~wait:(3 * Sim.second) peer).dst

let options_elsewhere peer stack =
  let { xid; _ } = message peer in
  answer peer ~xid ~file:(lease ()) ~name:(option 54 (be32 server)) (kind_of offer ^ option 52 "\x03" ^ "\xff");
  answer peer ~xid:(message peer).xid ("\x00\x00" ^ option 200 "?" ^ granted ack_);
  Sim.pass Sim.ms;
  bool "read" true (has_address stack)

let not_believed peer stack =
  let { xid; _ } = message peer in
  let sound = granted offer in
  let short at = String.sub (reply ~xid sound) 0 at in
  List.iter (fun send -> send ())
    ([
       (fun () -> answer peer ~xid:(xid lxor 1) sound);
       (fun () -> answer peer ~xid ~op:1 sound);
       (fun () -> answer peer ~xid ~mac:(mac 7) sound);
       (fun () -> answer peer ~xid ~cookie:0 sound);
       (fun () -> answer peer ~xid ~src_port:68 sound);
       (fun () -> answer peer ~xid (granted ack_));
       (fun () -> answer peer ~xid (kind_of nak ^ option 54 (be32 server) ^ "\xff"));
       (fun () -> answer peer ~xid (kind_of offer ^ lease () ^ "\xff"));
       (fun () -> answer peer ~xid (option 54 (be32 server) ^ lease () ^ "\xff"));
       (fun () -> answer peer ~xid (granted ~time:0 offer));
       (fun () -> answer peer ~xid (granted ~mask:0 offer));
       (fun () -> answer peer ~xid (granted ~mask:0xffff00ff offer));
       (fun () -> answer peer ~xid (granted ~by:0 offer));
       (fun () -> answer peer ~xid (kind_of offer ^ option 54 (be32 server) ^ option 51 (seconds 9) ^ "\xff"));
       (fun () -> answer peer ~xid (kind_of offer ^ option 54 "abc" ^ lease ()));
       (fun () -> answer peer ~xid (kind_of offer ^ option 54 (be32 server) ^ lease () ^ "\x0c\xff"));
     ]
    @ List.map (fun yours () -> answer peer ~xid ~yours sound) [ 0; ip 0; ip 255; 0x7f000001; 0xe0000001; everybody ]
    @ List.map (fun at () -> Peer.inject peer (frame (short at))) [ 0; 1; 100; 236; 239; 240; 243; 250 ]);
  int "nothing is taken" 0 (List.length (messages peer));
  answer peer ~xid sound;
  int "but the sound one" 3 (message peer).kind;
  bool "and not in use yet" false (has_address stack)

let unusable_ways peer stack =
  let { xid; _ } = message peer in
  let ways = option 3 "\xc0\x00\x02\x01" ^ option 6 (be32 everybody) in
  let options kind =
    kind_of kind ^ option 54 (be32 server) ^ option 1 (be32 0xffffff00) ^ option 51 (seconds 99) ^ ways ^ "\xff"
  in
  answer peer ~xid (options offer);
  answer peer ~xid:(message peer).xid (options ack_);
  Sim.pass Sim.ms;
  let stack = got stack in
  bool "no resolver" true (Sim.run (Sim.Stack.resolve stack "edge") = Error `No_resolver);
  bool "no gateway" true (Result.is_error (send_to stack "192.0.2.1"))

(* Leases of a second, refusals, offers without an end: no answer makes a flood. *)
let no_flood peer stack =
  let sent = ref 0 in
  for _ = 1 to 60 * 100 do
    List.iter
      (fun m ->
        incr sent;
        let dst = if m.ours = 0 then everybody else m.ours in
        let respond options = answer ~dst peer ~xid:m.xid options in
        if m.kind = 1 then respond (granted ~time:1 offer)
        else if !sent mod 5 = 0 then respond (kind_of nak ^ option 54 (be32 server) ^ "\xff")
        else respond (granted ~time:(1 + (!sent mod 3)) ack_))
      (messages ~wait:(10 * Sim.ms) peer)
  done;
  ignore (stack : Sim.Stack.t Lwt.t);
  if !sent > 2 * 61 then Alcotest.failf "%d messages in a minute" !sent

let static peer _ =
  int "nothing is asked" 0 (List.length (messages ~wait:(100 * Sim.second) peer));
  Peer.inject peer (frame (reply ~xid:0 (granted offer)));
  int "nor heard" 0 (List.length (Peer.frames peer))

let configured () =
  let of_string text = Evolve_net.Config.of_strings ~gateway:"10.0.0.2" text in
  bool "dhcp" false (Evolve_net.Config.has_address (Result.get_ok (of_string "dhcp")));
  bool "static" true (Evolve_net.Config.has_address (Result.get_ok (of_string "10.0.0.1/24")));
  bool "neither" true (Result.is_error (of_string "DHCP "))

let tests =
  [
    ( "dhcp",
      [
        begins "discover, offer, request, ack" exchange;
        begins "asks again, with growing pauses" patience;
        begins "a server that falls silent" quiet_server;
        begins "a server that refuses" refused;
        begins "a lease is prolonged by its server" prolonged;
        begins "a lease that nobody prolongs ends, and so do connections" lost;
        begins "a lease that is taken away" taken_away;
        begins "a lease without an end, and a saved state" endless;
        begins "the server's own times" own_times;
        begins "times that cannot be" impossible_times;
        begins "options in the places of names" options_elsewhere;
        begins "what is not believed" not_believed;
        begins "a gateway and a resolver that cannot be" unusable_ways;
        begins "no answer makes a flood" no_flood;
        played "without it nothing is asked" static;
        test "is what the configuration says" configured;
      ] );
  ]
