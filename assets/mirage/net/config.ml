type t = {
  address : Ipaddr.V4.Prefix.t;
  gateway : Ipaddr.V4.t option;
  resolver : Ipaddr.V4.t option;
  arp_entries : int;
  arp_lifetime : int;
  arp_pending : int;
  receive_buffer : int;
  send_buffer : int;
  memory : int;
  reassembly_segments : int;
  sack : bool;
  connections : int;
  half_open : int;
  time_wait_entries : int;
  time_wait : int;
  ends_peers_wait : bool;
  rto_min : int;
  rto_max : int;
  delayed_ack : int;
  syn_retries : int;
  user_timeout : int;
  fin_wait : int;
  resets_per_second : int;
  challenges_per_second : int;
  dns_timeout : int;
  dns_entries : int;
  dns_ttl_max : int;
}

let ms = 1_000_000
let second = 1000 * ms

let make ?gateway ?resolver address =
  {
    address;
    gateway;
    resolver;
    arp_entries = 256;
    arp_lifetime = 60 * second;
    arp_pending = 8;
    receive_buffer = 65_536;
    send_buffer = 65_536;
    memory = 2 * 1024 * 1024;
    reassembly_segments = 64;
    sack = true;
    connections = 1024;
    half_open = 256;
    time_wait_entries = 1024;
    time_wait = 30 * second;
    ends_peers_wait = false;
    rto_min = 200 * ms;
    rto_max = 60 * second;
    delayed_ack = 40 * ms;
    syn_retries = 5;
    user_timeout = 100 * second;
    fin_wait = 60 * second;
    resets_per_second = 1000;
    challenges_per_second = 1000;
    dns_timeout = 2 * second;
    dns_entries = 64;
    dns_ttl_max = 30 * second;
  }

let ( let* ) = Result.bind
let wrong what value = Error (`Msg (Printf.sprintf "%s %S is not an IPv4 address" what value))

let address what = function
  | None -> Ok None
  | Some value ->
    (match Ipaddr.V4.of_string value with Ok address -> Ok (Some address) | Error (`Msg _) -> wrong what value)

let without_address = make (Ipaddr.V4.Prefix.make 32 Ipaddr.V4.any)
let has_address t = t.address <> without_address.address

let static ?gateway ?resolver value =
  let* network =
    match Ipaddr.V4.Prefix.of_string value with
    | Ok network -> Ok network
    | Error (`Msg _) -> Error (`Msg (Printf.sprintf "address %S is not an IPv4 address with a prefix's length" value))
  in
  let* gateway = address "gateway" gateway in
  let* resolver = address "resolver" resolver in
  let is_neighbour other = Ipaddr.V4.Prefix.mem other network && other <> Ipaddr.V4.Prefix.address network in
  match gateway with
  | Some other when not (is_neighbour other) ->
    Error (`Msg (Printf.sprintf "gateway %s is not another host of %s" (Ipaddr.V4.to_string other) value))
  | Some _ | None -> Ok (make ?gateway ?resolver network)

let of_strings ?gateway ?resolver = function "dhcp" -> Ok without_address | value -> static ?gateway ?resolver value
