(* Packets that no friend sends: mutated headers, noise, floods. Never an exception, never more memory than the bounds
   allow, and the stack still serves afterwards. EVOLVE_NET_PACKETS sets how many are sent. *)

open Packets
module TCP = Sim.Stack.TCP

let number name default = match Sys.getenv_opt name with None | Some "" -> default | Some value -> int_of_string value
let int n = Random.State.int !Sim.state n
let pick choices = choices.(int (Array.length choices))
let noise length = String.init length (fun _ -> Char.chr (int 256))

(* Numbers at which arithmetic goes wrong. *)
let odd () = pick [| 0; 1; 0x7fffffff; 0x80000000; 0xffffffff; int 0x3fffffff |]

type known = {
  mutable seq : int;
  mutable una : int;  (* its first number *)
  mutable its : int;  (* its last one *)
  mutable port : int;
  mutable asked : string;  (* the last DNS question *)
}

(* Ranges of SACK near what was sent, some of them backwards. *)
let ranges known =
  let count = 1 + int 4 in
  let block _ = be32 (known.una + int 5000 - 100) ^ be32 (known.una + int 5000) in
  "\x01\x01\x05" ^ String.make 1 (Char.chr (2 + (8 * count))) ^ String.concat "" (List.init count block)

let options known =
  pick
    [|
      ranges known; ranges known;
      ""; "\x02\x04\x05\xb4"; "\x01\x03\x03\x0e"; "\x01\x03\x03\xff"; "\x02\x04\x00\x00"; "\x00\x00\x00\x00";
      "\x02\x00\x00\x00"; "\x02\xff\x00\x00"; "\x01\x01\x01\x02"; noise 4; noise 12; noise 40;
    |]

(* Near the numbers of a connection that is there, mostly: what is far off is dropped early. *)
let tcp_segment known =
  if int 5 = 0 then
    (* Believable: duplicate acknowledgements with ranges. *)
    {
      src_port = known.port; dst_port = 80; seq = known.seq; ack_number = known.una; flags = ack; window = 65535;
      options = ranges known; data = "";
    }
  else
  let near base = if int 8 = 0 then odd () else (base + int 200 - 100) land 0xffffffff in
  {
    src_port = pick [| known.port; known.port; 1 + int 65535 |];
    dst_port = pick [| 80; 80; 80; 81; int 65536 |];
    seq = pick [| known.seq; near known.seq; near (known.seq + 65_000) |] land 0xffffffff;
    ack_number = pick [| known.una; known.una; known.its; near known.its |] land 0xffffffff;
    flags = pick [| ack; ack; ack; ack lor psh; syn; rst; fin lor ack; syn lor ack; int 64; int 64 |];
    window = pick [| 0; 1; 65535; int 65536 |];
    options = options known;
    data = noise (pick [| 0; 0; 1; int 50; int 1400 |]);
  }

(* An answer to the last question, up to some point. *)
let dns known =
  let question = rest known.asked 8 in
  let sound = String.sub question 0 2 ^ be16 (pick [| 0x8180; 0x8183; int 65536 |]) ^ be16 1 ^ be16 (int 4) ^ be32 0 ^ rest question 12 in
  String.sub sound 0 (pick [| String.length sound; int (String.length sound) |]) ^ noise (int 60)

(* Learns from what the stack sends. *)
let hear known frame =
  if kind frame = 0x0800 then
    match read_ipv4 frame with
    | 17, _, _, packet when u16 packet 2 = 53 -> known.asked <- packet
    | 6, _, _, packet when u16 packet 0 = 80 && u16 packet 2 = known.port ->
      known.its <- u32 packet 4;
      if u8 packet 13 land ack <> 0 then known.seq <- u32 packet 8
    | _ -> ()

let ip_packet known =
  match int 12 with
  | 0 -> ipv4 1 (icmp ~rest_of_header:(int 65536) (pick [| 0; 3; 5; 8; int 256 |]) (int 16) (noise (int 100)))
  | 1 ->
    (* What was not delivered is quoted as a router would, near a connection's numbers. *)
    let quoted = ipv4 ~src:(ip 1) ~dst:(ip 2) 6 (be16 80 ^ be16 known.port ^ be32 (known.its + int 100 - 50)) in
    ipv4 1 (icmp ~rest_of_header:(odd ()) 3 (int 16) quoted)
  | 2 -> ipv4 17 (udp ~src_port:(pick [| 53; 53; int 65536 |]) ~dst_port:(pick [| u16 known.asked 0; int 65536 |]) (dns known))
  | 3 -> ipv4 ~src:(odd ()) ~dst:(pick [| ip 1; odd () |]) (int 256) (noise (int 60))
  | 4 -> ipv4 ~options:(noise (4 * int 11)) ~fragment:(int 65536) 6 (noise (int 60))
  | _ -> ipv4 6 (tcp (tcp_segment known))

let arp_packet () =
  arp ~operation:(pick [| 1; 2; int 65536 |]) ~sender_mac:(pick [| mac 2; noise 6 |])
    ~sender:(pick [| ip 2; ip (int 256); odd () |]) (pick [| ip 1; odd () |])

(* Some bytes are changed at random, and the end is cut off: the checksums then stop most, so that this is not all. *)
let mutated frame =
  let bytes = Bytes.of_string frame in
  for _ = 0 to int 3 do
    let at = min (Bytes.length bytes - 1) (14 + int 60) in
    Bytes.set_uint8 bytes at (int 256)
  done;
  if int 4 = 0 then Bytes.sub_string bytes 0 (int (Bytes.length bytes + 1)) else Bytes.to_string bytes

let frame known =
  let sound =
    match int 20 with
    | 0 -> noise (int 100)
    | 1 -> ethernet 0x0806 (arp_packet ())
    | 2 -> ethernet (int 65536) (noise (int 100))
    | _ -> ethernet 0x0800 (ip_packet known)
  in
  if int 4 = 0 && String.length sound > 14 then mutated sound else sound

let config (config : Evolve_net.Config.t) =
  {
    config with
    resolver = Some (Sim.address 2);
    gateway = Some (Sim.address 2);
    connections = 50;
    half_open = 20;
    time_wait_entries = 30;
    memory = 100_000;
    dns_timeout = Sim.second;
  }

let check stack =
  let c = Sim.Stack.counters stack and received, unsent = Sim.Stack.memory stack in
  let bound name value limit = if value < 0 || value > limit then Alcotest.failf "%s: %d" name value in
  bound "connections" c.connections 50;
  bound "flows" c.flows 50;
  bound "half-open" c.half_open 20;
  bound "TIME_WAIT" c.time_wait 30;
  bound "memory for readers" received (100_000 + (50 * 4096));
  bound "memory for peers" unsent (100_000 + (50 * 4096))

let serve flow =
  let open Lwt.Infix in
  let rec go () =
    TCP.read flow >>= function
    | Ok (`Data data) -> TCP.writev flow [ data; Cstruct.create (int 6000) ] >>= (function Ok () -> go () | Error _ -> TCP.close flow)
    | Ok `Eof | Error _ -> TCP.close flow
  in
  (* Some users forget their connection for a while. *)
  if int 3 = 0 then Sim.sleep (5 * Sim.second) >>= go else go ()

let handshake peer known =
  let src_port = 1 + int 60_000 and seq = odd () in
  ignore (Peer.segments peer);
  Peer.send peer ~src_port ~options:(Peer.mss 1460 ^ "\x01\x01\x04\x02") ~flags:syn ~seq ~ack_number:0 ();
  match Peer.segments peer with
  | answer :: _ ->
    known.port <- src_port;
    known.seq <- seq + 1;
    known.its <- answer.seq + 1;
    known.una <- answer.seq + 1;
    Peer.send peer ~src_port ~flags:ack ~seq:(seq + 1) ~ack_number:(answer.seq + 1) ()
  | [] -> ()

let round seed packets =
  Sim.start seed;
  let peer, stack = Peer.create ~config () in
  TCP.listen (Sim.Stack.tcp stack) ~port:80 serve;
  let known = { seq = 0; una = 0; its = 0; port = 1; asked = String.make 40 'x' } in
  for i = 1 to packets do
    if i mod 50 = 1 then handshake peer known;
    if i mod 100 = 1 then ignore (Sim.Stack.resolve stack (Printf.sprintf "host%d" i));
    if i mod 100 = 2 then
      ignore (TCP.create_connection (Sim.Stack.tcp stack) (Ipaddr.V4 (Sim.address (2 + int 3)), 80));
    Peer.inject peer (Cstruct.to_string (Cstruct.of_string (frame known)));
    check stack;
    Sim.pass (pick [| 0; 1; Sim.us; Sim.ms; 50 * Sim.ms |]);
    if i mod 10 = 0 then List.iter (hear known) (Peer.frames ~wait:0 peer)
  done;
  Sim.pass (1000 * Sim.second);
  ignore (Peer.frames peer);
  (* ARP may have been told lies, as on every network: it is told the truth now. *)
  Peer.inject peer (ethernet 0x0806 (arp (ip 1)));
  ignore (Peer.frames peer);
  Peer.send peer ~src_port:65_000 ~flags:syn ~seq:1 ~ack_number:0 ();
  let answer = Peer.one (Peer.segments peer) in
  Peer.send peer ~src_port:65_000 ~flags:ack ~seq:2 ~ack_number:(answer.seq + 1) ~data:"still there?" ();
  let echoed = List.filter (fun s -> s.data <> "") (Peer.segments ~wait:(6 * Sim.second) peer) in
  if echoed = [] || not (String.starts_with ~prefix:"still there?" (List.hd echoed).data) then Alcotest.fail "the stack does not serve any more";
  Evolve_net.Counters.to_list (Sim.Stack.counters stack)

(* A generator that never gets past the first check would prove nothing. *)
let must_have_happened =
  [
    "drop_arp"; "arp_conflicts"; "drop_ip_header"; "drop_ip_checksum"; "drop_ip_fragment"; "drop_ip_source"; "drop_icmp";
    "icmp_echoes"; "icmp_unreachables"; "drop_udp"; "drop_dns"; "drop_tcp_header"; "drop_tcp_checksum"; "drop_tcp_window";
    "drop_syn_queue"; "challenge_acks"; "resets_in"; "resets_out"; "retransmits"; "fast_retransmits"; "timeouts";
    "opened_passive"; "failed";
  ]

let random_packets () =
  let totals = Hashtbl.create 64 in
  let total_of name = Option.value ~default:0 (Hashtbl.find_opt totals name) in
  let add (name, value) = Hashtbl.replace totals name (total_of name + value) in
  let total = number "EVOLVE_NET_PACKETS" 100_000 and first = number "EVOLVE_NET_SEED" 1 in
  for seed = first to first + (max 1 (total / 1000)) - 1 do
    try List.iter add (round seed 1000)
    with exn ->
      Alcotest.failf "%s (again: EVOLVE_NET_SEED=%d EVOLVE_NET_PACKETS=1000)" (Printexc.to_string exn) seed
  done;
  List.iter (fun name -> Printf.printf "%s %d\n" name (total_of name)) must_have_happened;
  if total >= 100_000 then
    List.iter (fun name -> if total_of name = 0 then Alcotest.failf "%s never happened" name) must_have_happened

(* 200 connections that take no answer, on a heap that must not grow with the number of packets. *)
let flood () =
  Sim.start 1;
  let peer, stack = Peer.create ~config () in
  peer.device.tap <- (fun _ -> true);
  TCP.listen (Sim.Stack.tcp stack) ~port:80 (fun _ -> Lwt.return_unit);
  let send n =
    for i = 1 to n do
      let segment flags = { src_port = 1 + int 65535; dst_port = 80; seq = i; ack_number = 0; flags; window = 0; options = ""; data = "x" } in
      let src = 0x0a000000 lor (3 + int 250) in
      Peer.inject peer (ethernet 0x0800 (ipv4 ~src 6 (tcp ~src (segment (pick [| syn; syn; ack; fin; rst |])))));
      Peer.inject peer (ethernet 0x0806 (arp ~sender:src ~sender_mac:(noise 6) (ip 1)));
      if i mod 100 = 0 then Sim.pass Sim.ms
    done
  in
  let live () =
    Gc.full_major ();
    (Gc.stat ()).live_words
  in
  send 20_000;
  let before = live () in
  send 60_000;
  let after = live () in
  check stack;
  if after > before + (before / 10) then Alcotest.failf "%d words are live after, %d before" after before

(* Connections that come and go between two stacks, a third of them cut off. *)
let churn () =
  Sim.start 1;
  let device_1 = Sim.device 1 and device_2 = Sim.device 2 in
  let one = Sim.host 1 device_1 in
  let two = Sim.host 2 device_2 in
  Sim.connect [ device_1; device_2 ];
  TCP.listen (Sim.Stack.tcp two) ~port:80 serve;
  let open Lwt.Infix in
  let connection i =
    TCP.create_connection (Sim.Stack.tcp one) (Ipaddr.V4 (Sim.address 2), 80) >>= function
    | Error error -> Alcotest.failf "connect: %a" TCP.pp_error error
    | Ok flow ->
      TCP.write flow (Cstruct.create (1 + int 5000)) >>= fun _ ->
      TCP.read flow >>= fun _ ->
      if i mod 3 = 0 then Lwt.return (Sim.Stack.abort flow) else TCP.close flow
  in
  let go n =
    List.iter (fun i -> Sim.run (connection i)) (List.init n Fun.id);
    Sim.pass (300 * Sim.second);
    Gc.full_major ();
    (Gc.stat ()).live_words
  in
  let before = go 2000 in
  let after = go 6000 in
  List.iter
    (fun stack ->
      Alcotest.(check (list int)) "no connection is left" [ 0; 0; 0 ] (Check.gauges stack);
      Alcotest.(check int) "no flow" 0 (Sim.Stack.counters stack).flows;
      Alcotest.(check (pair int int)) "no memory" (0, 0) (Sim.Stack.memory stack))
    [ one; two ];
  if after > before + (before / 10) then Alcotest.failf "%d words are live after, %d before" after before

let tests =
  [
    ( "hostile",
      [
        Check.test "generated packets" random_packets;
        Check.test "a flood leaves the heap as it was" flood;
        Check.test "8,000 connections leave the heap as it was" churn;
      ] );
  ]
