(* ARP, IPv4, ICMP and UDP. *)

open Packets
open Check

let arp_frames frames = List.filter (fun frame -> kind frame = 0x0806) frames
let operation frame = u16 frame 20

let announced () =
  Sim.start 1;
  let device = Sim.device 1 in
  let heard = ref [] in
  device.tap <- (fun frame -> heard := Cstruct.to_string frame :: !heard; true);
  ignore (Sim.host 1 device : Sim.Stack.t);
  match !heard with
  | [ frame ] ->
    string "broadcast" "\xff\xff\xff\xff\xff\xff" (String.sub frame 0 6);
    int "sender" (ip 1) (u32 frame 28);
    int "target" (ip 1) (u32 frame 38)
  | frames -> Alcotest.failf "%d frames" (List.length frames)

let quiet peer = peer.Peer.arp <- false

let arp_answers peer _ =
  quiet peer;
  Peer.inject peer (ethernet ~dst:"\xff\xff\xff\xff\xff\xff" 0x0806 (arp (ip 1)));
  Peer.inject peer (ethernet ~dst:"\xff\xff\xff\xff\xff\xff" 0x0806 (arp (ip 3)));
  match Peer.frames peer with
  | [ frame ] ->
    int "a reply" 2 (operation frame);
    string "to who asked" (mac 2) (String.sub frame 0 6);
    int "about us" (ip 1) (u32 frame 28)
  | frames -> Alcotest.failf "%d frames" (List.length frames)

let send_to stack ?(port = 9) host =
  let data = Cstruct.of_string "datagram" in
  Sim.run (Sim.Stack.UDP.write ~src_port:5 ~dst:(Ipaddr.V4 (Sim.address host)) ~dst_port:port (Sim.Stack.udp stack) data)

let sent = function Ok () -> true | Error _ -> false

let arp_gives_up peer stack =
  quiet peer;
  for _ = 1 to 20 do
    bool "queued" true (sent (send_to stack 7))
  done;
  int "too many" 12 (counters stack).arp_unresolved;
  ints "one question a second, three times" [ 1; 1; 1 ] (List.map operation (Peer.frames ~wait:(10 * Sim.second) peer));
  int "all given up" 20 (counters stack).arp_unresolved;
  bool "asks anew" true (sent (send_to stack 7));
  Peer.inject peer (ethernet 0x0806 (arp ~operation:2 ~sender:(ip 7) (ip 1)));
  match List.filter (fun frame -> kind frame = 0x0800) (Peer.frames peer) with
  | [ frame ] -> string "sent when the answer came" (mac 2) (String.sub frame 0 6)
  | frames -> Alcotest.failf "%d frames" (List.length frames)

let arp_expires peer stack =
  bool "first" true (sent (send_to stack 2));
  ignore (Peer.frames peer : string list);
  quiet peer;
  let later = Sim.pass (61 * Sim.second); send_to stack 2 in
  bool "old entry still serves" true (sent later);
  let frames = Peer.frames peer in
  int "and is asked about" 1 (List.length (arp_frames frames));
  int "at once" 1 (List.length frames - 1);
  for _ = 1 to 4 do
    Sim.pass Sim.second;
    ignore (send_to stack 2 : (unit, _) result)
  done;
  let frames = Peer.frames peer in
  int "without an answer it is forgotten" 0 (List.length (List.filter (fun frame -> kind frame = 0x0800) (Peer.frames peer)));
  bool "questions go on" true (List.length (arp_frames frames) >= 2)

let arp_is_bounded peer stack =
  quiet peer;
  for i = 0 to 9999 do
    Peer.inject peer (ethernet 0x0806 (arp ~sender:(0x0a000100 + i) ~sender_mac:(mac 9) (ip 1)))
  done;
  int "each is answered" 10_000 (List.length (Peer.frames peer));
  Peer.inject peer (ethernet 0x0806 (arp ~operation:2 ~sender:(ip 9) ~sender_mac:(mac 9) (ip 3)));
  int "for another, from a stranger" 1 (counters stack).drop_arp;
  bool "sent" true (sent (send_to stack 9));
  int "and not learnt" 1 (List.length (arp_frames (Peer.frames peer)))

let arp_cache () =
  Sim.start 1;
  let open Evolve_net in
  let gateway = Sim.address 2 in
  let env =
    Env.create ~now:(fun () -> !Sim.time) ~sleep:Sim.sleep ~random:Sim.Random_bytes.random
      (Config.make ~gateway (Sim.prefix 1))
  in
  let link = Link.create env ~mac:1 ~mtu:1500 (fun ~size:_ _ -> Lwt.return (Ok ())) in
  let cache = Arp.create env link in
  Arp.move cache (ip 1);
  Arp.input cache (Cstruct.of_string (arp ~sender:(ip 2) (ip 1)));
  for i = 0 to 9999 do
    Sim.pass Sim.us;
    Arp.input cache (Cstruct.of_string (arp ~sender:(0x0a000100 + i) ~sender_mac:(mac 9) (ip 1)))
  done;
  int "no more than the bound" 256 (Arp.known cache);
  bool "the gateway is still known" true (Arp.find cache (ip 2) >= 0);
  bool "and so is the last" true (Arp.find cache (0x0a000100 + 9999) >= 0)

let arp_conflict peer stack =
  let claim () = Peer.inject peer (ethernet 0x0806 (arp ~sender:(ip 1) (ip 1))) in
  quiet peer;
  claim ();
  claim ();
  int "said once" 1 (List.length (Peer.frames peer));
  int "counted" 2 (counters stack).arp_conflicts

let echo ?(data = "ping") () = icmp ~rest_of_header:0x00070001 8 0 data
let answers peer = List.length (Peer.frames peer)

let icmp_echo peer stack =
  List.iter
    (fun length ->
      let data = text length in
      Peer.inject peer (ethernet 0x0800 (ipv4 1 (echo ~data ())));
      match Peer.frames peer with
      | [ frame ] ->
        let protocol, src, dst, message = read_ipv4 frame in
        ints "addressed" [ 1; ip 1; ip 2 ] [ protocol; src; dst ];
        string "the same, as a reply" (icmp ~rest_of_header:0x00070001 0 0 data) message
      | frames -> Alcotest.failf "%d frames for %d bytes" (List.length frames) length)
    [ 0; 1; 2; 7; 56; 57; 1472 ];
  Peer.inject peer (ethernet 0x0800 (ipv4 1 (put16 (echo ()) 2 1)));
  Peer.inject peer (ethernet 0x0800 (ipv4 ~dst:(ip 255) 1 (echo ())));
  int "broken, and to all" 0 (answers peer);
  int "counted" 2 (counters stack).drop_icmp

let ip_input peer stack =
  let count packet = Peer.inject peer (ethernet 0x0800 packet); answers peer in
  let c = counters stack in
  int "options are skipped" 1 (count (ipv4 ~options:"\x83\x07\x04\x08\x08\x08\x08\x00" 1 (echo ())));
  int "bytes after the packet" 1 (count (ipv4 1 (echo ()) ^ String.make 30 'x'));
  int "more fragments" 0 (count (ipv4 ~fragment:0x2000 1 (echo ())));
  int "a later fragment" 0 (count (ipv4 ~fragment:3 1 (echo ())));
  int "fragments" 2 c.drop_ip_fragment;
  int "do not fragment" 1 (count (ipv4 ~fragment:0x4000 1 (echo ())));
  int "checksum" 0 (count (put16 (ipv4 1 (echo ())) 8 0x4101));
  int "counted" 1 c.drop_ip_checksum;
  List.iter (fun src -> int "no such host" 0 (count (ipv4 ~src 1 (echo ())))) [ 0; 0x7f000001; 0xe0000001; ip 255; ip 1; 0xffffffff ];
  int "counted" 6 c.drop_ip_source;
  int "another host's" 0 (count (ipv4 ~dst:(ip 3) 1 (echo ())));
  int "counted" 1 c.drop_ip_destination;
  int "protocol" 0 (count (ipv4 99 (echo ())));
  int "counted" 1 c.drop_ip_protocol;
  let sound = ipv4 1 (echo ()) in
  List.iter
    (fun packet -> int "header" 0 (count packet))
    [ "\x55" ^ rest sound 1; "\x44" ^ rest sound 1; put16 sound 2 19; put16 sound 2 1000; String.sub sound 0 19; "" ];
  int "counted" 6 c.drop_ip_header;
  Peer.inject peer (ethernet ~dst:(mac 7) 0x0800 sound);
  Peer.inject peer (ethernet 0x86dd sound);
  Peer.inject peer "short";
  int "not for us" 0 (answers peer);
  int "counted" 3 c.drop_ethernet

let udp_both_ways peer stack =
  let got = ref [] in
  Sim.Stack.UDP.listen (Sim.Stack.udp stack) ~port:53 (fun ~src ~dst ~src_port data ->
      got := (Ipaddr.to_string src, Ipaddr.to_string dst, src_port, Cstruct.to_string data) :: !got;
      Lwt.return_unit);
  let send ?dst packet = Peer.inject peer (ethernet ~dst:(if dst = None then mac 1 else "\xff\xff\xff\xff\xff\xff") 0x0800 (ipv4 ?dst 17 packet)) in
  send (udp ~src_port:9 ~dst_port:53 "hello");
  send ~dst:0xffffffff (udp ~dst:0xffffffff ~src_port:9 ~dst_port:53 "all");
  send (put16 (udp ~src_port:9 ~dst_port:53 "no sum") 6 0);
  send (put16 (udp ~src_port:9 ~dst_port:53 "wrong sum") 6 1);
  send (put16 (udp ~src_port:9 ~dst_port:53 "length") 4 100);
  send (put16 (udp ~src_port:9 ~dst_port:53 "length") 4 7);
  send (udp ~src_port:9 ~dst_port:54 "nobody");
  Alcotest.(check (list string))
    "received" [ "10.0.0.2 10.0.0.1 9 hello"; "10.0.0.2 255.255.255.255 9 all"; "10.0.0.2 10.0.0.1 9 no sum" ]
    (List.rev_map (fun (src, dst, port, data) -> Printf.sprintf "%s %s %d %s" src dst port data) !got);
  int "malformed" 3 (counters stack).drop_udp;
  int "nobody there" 1 (counters stack).drop_udp_port;
  List.iter
    (fun length ->
      let data = text length in
      let written =
        Sim.Stack.UDP.write ~src_port:53 ~dst:(Ipaddr.V4 (Sim.address 2)) ~dst_port:9 (Sim.Stack.udp stack) (Cstruct.of_string data)
      in
      bool "sent" true (sent (Sim.run written));
      match List.map read_ipv4 (Peer.frames peer) with
      | [ (17, src, dst, packet) ] -> string "as by hand" (udp ~src ~dst ~src_port:53 ~dst_port:9 data) packet
      | _ -> Alcotest.fail "not one datagram")
    [ 0; 1; 2; 1471; 1472 ]

let busy_listener peer stack =
  let go, wake = Lwt.wait () and done_ = ref 0 in
  Sim.Stack.UDP.listen (Sim.Stack.udp stack) ~port:53 (fun ~src:_ ~dst:_ ~src_port _ ->
      if src_port = 1 then failwith "a fault in the user's code";
      Lwt.map (fun () -> incr done_) go);
  let send n =
    for _ = 1 to n do
      Peer.inject peer (ethernet 0x0800 (ipv4 17 (udp ~src_port:9 ~dst_port:53 "x")))
    done
  in
  send 300;
  int "too many" 44 (counters stack).drop_udp_busy;
  Lwt.wakeup wake ();
  int "all others" 256 !done_;
  Peer.inject peer (ethernet 0x0800 (ipv4 17 (udp ~src_port:1 ~dst_port:53 "x")));
  send 300;
  int "there is room again" (256 + 300) !done_

let refusals _ stack =
  let write ?src ?(length = 1) dst =
    match Sim.run (Sim.Stack.UDP.write ?src ~dst ~dst_port:9 (Sim.Stack.udp stack) (Cstruct.create length)) with
    | Ok () -> "sent"
    | Error error -> Fmt.to_to_string Sim.Stack.UDP.pp_error error
  in
  let v4 = Ipaddr.of_string_exn in
  string "IPv6" "IPv6 addresses are not supported by this stack" (write (v4 "fe80::1"));
  string "no gateway" "there is no route to this address" (write (v4 "192.0.2.1"));
  string "itself" "there is no route to this address" (write (v4 "10.0.0.1"));
  string "long" "the datagram does not fit a frame, and this stack sends no fragments" (write ~length:1473 (v4 "10.0.0.2"));
  string "forged" "the source address is not the stack's" (write ~src:(v4 "10.0.0.9") (v4 "10.0.0.2"));
  (match Sim.run (Sim.Stack.TCP.create_connection (Sim.Stack.tcp stack) (v4 "fe80::1", 80)) with
   | Ok _ -> Alcotest.fail "connected"
   | Error error ->
     string "TCP over IPv6" "IPv6 addresses are not supported by this stack" (Fmt.to_to_string Sim.Stack.TCP.pp_error error));
  List.iter
    (fun port ->
      match Sim.Stack.UDP.listen (Sim.Stack.udp stack) ~port (fun ~src:_ ~dst:_ ~src_port:_ _ -> Lwt.return_unit) with
      | exception Invalid_argument _ -> ()
      | () -> Alcotest.failf "port %d" port)
    [ 0; -1; 65536 ]

let with_gateway (config : Evolve_net.Config.t) = { config with gateway = Some (Sim.address 2) }

let far_away peer stack =
  let far = Ipaddr.of_string_exn "192.0.2.1" in
  bool "sent" true (sent (Sim.run (Sim.Stack.UDP.write ~dst:far ~dst_port:9 (Sim.Stack.udp stack) (Cstruct.create 1))));
  match Peer.frames peer with
  | [ frame ] ->
    string "by the gateway" (mac 2) (String.sub frame 0 6);
    int "to the host" 0xc0000201 (u32 frame 30)
  | frames -> Alcotest.failf "%d frames" (List.length frames)

let busy_device () =
  Sim.start 1;
  let device = Sim.device ~busy:Sim.second 1 in
  let stack = Sim.host 1 device in
  let peer = { Peer.device; heard = []; arp = false } in
  for _ = 1 to 1000 do
    Peer.inject peer (ethernet 0x0806 (arp (ip 1)))
  done;
  int "answers beyond the bound are dropped" (1000 - 256 + 1) (counters stack).drop_device_full;
  Sim.pass (2 * Sim.second);
  int "the others were sent" 256 (counters stack).frames_out

let tests =
  [
    ( "arp",
      [
        test "announces its address" announced;
        played "answers for its own address" arp_answers;
        played "asks three times, and keeps few packets" arp_gives_up;
        played "asks again for an old neighbour" arp_expires;
        played "a flood is answered, and lies are not learnt" arp_is_bounded;
        test "the cache is bounded, and keeps the gateway" arp_cache;
        played "defends its address, quietly" arp_conflict;
      ] );
    ( "ip",
      [
        played "accepts what is sound and for us" ip_input;
        played "answers echoes" icmp_echo;
        played ~config:with_gateway "sends to other networks by the gateway" far_away;
        test "a busy device has a bounded queue" busy_device;
      ] );
    ("udp", [ played "receives and sends" udp_both_ways; played "a listener is not flooded" busy_listener; played "says what it refuses" refusals ]);
  ]
