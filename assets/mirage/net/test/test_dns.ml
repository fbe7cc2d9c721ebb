(* The resolver. *)

open Packets
open Check

let with_resolver (config : Evolve_net.Config.t) =
  { config with resolver = Some (Sim.address 2); dns_entries = 4; dns_ttl_max = 20 * Sim.second }

let name text =
  String.concat "" (List.map (fun l -> String.make 1 (Char.chr (String.length l)) ^ l) (String.split_on_char '.' text)) ^ "\x00"

let record ?(class_ = 1) ?(ttl = 60) owner kind data = owner ^ be16 kind ^ be16 class_ ^ be32 ttl ^ be16 (String.length data) ^ data

(* The questions that were sent: port, number, name. *)
let questions peer =
  List.filter_map
    (fun frame ->
      if kind frame <> 0x0800 then None
      else
        match read_ipv4 frame with
        | 17, _, _, packet ->
          let message = rest packet 8 in
          string "question" (be16 0x0100 ^ be16 1 ^ be16 0 ^ be16 0 ^ be16 0) (String.sub message 2 10);
          Some (u16 packet 0, u16 message 0, rest message 12)
        | _ -> None)
    (Peer.frames peer)

let respond ?(flags = 0x8180) ?(src = ip 2) ?(src_port = 53) peer (port, id, question) records =
  let message = be16 id ^ be16 flags ^ be16 1 ^ be16 (List.length records) ^ be16 0 ^ be16 0 ^ question ^ String.concat "" records in
  Peer.inject peer (ethernet 0x0800 (ipv4 ~src 17 (udp ~src ~src_port ~dst_port:port message)))

let resolve stack text = Sim.Stack.resolve stack text

let show promise =
  match Lwt.state promise with
  | Lwt.Return (Ok addresses) -> String.concat " " (List.map Ipaddr.V4.to_string addresses)
  | Lwt.Return (Error error) -> Fmt.to_to_string Evolve_net.Dns.pp_error error
  | Lwt.Fail exn -> raise exn
  | Lwt.Sleep -> "waits"

let the_question peer = match questions peer with [ q ] -> q | all -> Alcotest.failf "%d questions" (List.length all)
let pointer = "\xc0\x0c"

let answers peer stack =
  let found = resolve stack "Edge." in
  let ((port, _, question) as q) = the_question peer in
  string "the name" (name "edge" ^ be16 1 ^ be16 1) question;
  bool "a dynamic port" true (port >= 49152);
  let again = resolve stack "edge" in
  int "asked once for both" 0 (List.length (questions peer));
  respond peer q [ record pointer 1 (be32 (ip 8)); record pointer 1 (be32 (ip 9)) ];
  string "found" "10.0.0.8 10.0.0.9" (show found);
  string "both" "10.0.0.8 10.0.0.9" (show again);
  string "from the cache" "10.0.0.8 10.0.0.9" (show (resolve stack "EDGE"));
  Sim.pass (21 * Sim.second);
  string "not for ever" "waits" (show (resolve stack "edge"));
  string "an address is itself" "192.0.2.7" (show (resolve stack "192.0.2.7"))

let aliases peer stack =
  let found = resolve stack "www.example.org" in
  let q = the_question peer in
  respond peer q
    [
      record (name "other.example.org") 1 (be32 1);
      record pointer 5 (name "a.example.org");
      record ~ttl:5 (name "A.example.org") 5 ("\x01b" ^ "\xc0\x10");
      record (name "b.example.org") 28 (String.make 16 'x');
      record (name "b.example.org") 1 (be32 (ip 77));
    ];
  string "followed" "10.0.0.77" (show found);
  Sim.pass (6 * Sim.second);
  string "the least TTL counts" "waits" (show (resolve stack "www.example.org"));
  ignore (questions peer);
  let loop = resolve stack "loop" in
  respond peer (the_question peer) [ record pointer 5 (name "loop") ];
  string "a circle" "the name has no IPv4 address" (show loop)

let forged peer stack =
  let found = resolve stack "edge" in
  let ((port, id, question) as q) = the_question peer in
  let record = [ record pointer 1 (be32 (ip 66)) ] in
  respond ~src:(ip 3) peer q record;
  respond ~src_port:54 peer q record;
  respond peer (port, id lxor 1, question) record;
  respond peer (port, id, name "egde" ^ be16 1 ^ be16 1) record;
  respond peer (port, id, name "edge" ^ be16 28 ^ be16 1) record;
  respond ~flags:0x0100 peer q record;
  string "none is believed" "waits" (show found);
  int "counted" 6 (counters stack).drop_dns;
  respond peer q [ String.make 10 'x' ];
  respond peer q [ "\xc0\xff" ];
  string "nor a broken one" "waits" (show found);
  respond ~flags:0x8183 peer q [];
  string "the true one is" "no such name" (show found)

let failures peer stack =
  let answer flags text =
    let found = resolve stack text in
    respond ~flags peer (the_question peer) [];
    show found
  in
  string "server failure" "the DNS server answers with error 2" (answer 0x8182 "a");
  string "truncated" "the DNS server's answer does not fit a datagram" (answer 0x8380 "b");
  string "no address" "the name has no IPv4 address" (answer 0x8180 "c");
  List.iter (fun text -> string text "not a host name" (show (resolve stack text)))
    [ ""; "."; "a..b"; String.make 64 'x'; "a b"; String.concat "." (List.init 70 (fun _ -> "abc")); "\xc3\xa4" ]

let silence peer stack =
  let found = resolve stack "edge" in
  let first = the_question peer in
  Sim.pass (2 * Sim.second);
  let second = the_question peer in
  let port (p, _, _) = p and id (_, i, _) = i in
  bool "another port and number" true (port first <> port second && id first <> id second);
  respond peer first [ record pointer 1 (be32 (ip 66)) ];
  string "the first question is over" "waits" (show found);
  Sim.pass (4 * Sim.second);
  ignore (the_question peer);
  Sim.pass (8 * Sim.second);
  string "after three" "the DNS server does not answer" (show found)

let told peer stack =
  let found = resolve stack "edge" in
  for _ = 1 to 3 do
    let frame = List.hd (List.filter (fun f -> kind f = 0x0800) (Peer.frames peer)) in
    Peer.inject peer (ethernet 0x0800 (ipv4 1 (icmp 3 3 (String.sub (rest frame 14) 0 28))))
  done;
  string "at once" "the DNS server does not answer" (show found)

let bounds peer stack =
  for i = 1 to 10 do
    let found = resolve stack (Printf.sprintf "host%d" i) in
    respond peer (the_question peer) [ record ~ttl:(100 + i) pointer 1 (be32 (ip i)) ];
    string "found" (Printf.sprintf "10.0.0.%d" i) (show found);
    Sim.pass Sim.ms
  done;
  string "the last is kept" "10.0.0.10" (show (resolve stack "host10"));
  string "the first made room" "waits" (show (resolve stack "host1"));
  let many = List.init 100 (fun i -> show (resolve stack (Printf.sprintf "name%d" i))) in
  int "questions at once" 63 (List.length (List.filter (( = ) "waits") many));
  int "and no more" 37 (List.length (List.filter (( = ) "too many names are being looked up") many))

let stopped peer stack =
  let found = resolve stack "edge" in
  ignore (the_question peer);
  Sim.run (Sim.Stack.disconnect stack);
  string "under way" "the DNS server does not answer" (show found);
  string "later" "the DNS server does not answer" (show (resolve stack "other"))

let without peer stack =
  ignore peer;
  string "no resolver" "no DNS server is configured" (show (resolve stack "edge"))

let never_raises =
  QCheck.Test.make ~count:20_000
    QCheck.(pair (string_of_size Gen.(0 -- 80)) (list_of_size Gen.(0 -- 3) (pair small_nat small_nat)))
    (fun (noise, changes) ->
      let sound =
        be16 7 ^ be16 0x8180 ^ be16 1 ^ be16 2 ^ be32 0 ^ name "edge" ^ be16 1 ^ be16 1
        ^ record pointer 5 (name "x.y") ^ record (name "x.y") 1 (be32 5)
      in
      let change data (at, value) =
        let bytes = Bytes.of_string data in
        Bytes.set_uint8 bytes (at mod Bytes.length bytes) (value land 255);
        Bytes.to_string bytes
      in
      let parse data = ignore (Evolve_net.Dns_wire.answer ~id:7 ~name:"edge" (Cstruct.of_string data)) in
      parse noise;
      parse (String.sub sound 0 22 ^ noise);
      parse (List.fold_left change sound changes);
      true)

let tests =
  [
    ( "dns",
      [
        played ~config:with_resolver "finds addresses, and keeps them" answers;
        played ~config:with_resolver "follows aliases" aliases;
        played ~config:with_resolver "believes only the answer to its question" forged;
        played ~config:with_resolver "says why there is none" failures;
        played ~config:with_resolver "asks three times" silence;
        played ~config:with_resolver "hears that nobody listens" told;
        played ~config:with_resolver "cache and questions are bounded" bounds;
        played ~config:with_resolver "ends with the stack" stopped;
        played "needs a resolver" without;
        property "no message raises" never_raises;
      ] );
  ]
