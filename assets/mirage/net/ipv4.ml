(* IPv4 (RFC 791, RFC 1122): one address at a time, one network, one gateway; whole datagrams only. *)

let header_size = 20
let icmp = 1
let tcp = 6
let udp = 17

type t = {
  env : Env.t;
  link : Link.t;
  arp : Arp.t;
  mutable address : int;  (* 0 for none: then there is a way to nobody but all *)
  mutable mask : int;
  mutable broadcast : int;  (* of our network *)
  mutable gateway : int;  (* -1 for none *)
}

(* Takes the addresses of the configuration. *)
let configure t =
  let { Config.address; gateway; _ } = t.env.config in
  t.address <- Wire.of_address (Ipaddr.V4.Prefix.address address);
  t.mask <- Wire.of_address (Ipaddr.V4.Prefix.netmask address);
  t.broadcast <- Wire.of_address (Ipaddr.V4.Prefix.broadcast address);
  t.gateway <- (match gateway with Some gateway -> Wire.of_address gateway | None -> -1);
  Arp.move t.arp t.address

let create (env : Env.t) link =
  let t = { env; link; arp = Arp.create env link; address = 0; mask = 0; broadcast = 0; gateway = -1 } in
  configure t;
  t

(* The most bytes after a header without options. *)
let max_payload t = t.link.mtu - header_size

let is_broadcast t address = address = 0xffff_ffff || (address = t.broadcast && t.mask < 0xffff_fffe)

(* -1 for none. Our own address has none either: this stack does not talk to itself. *)
let next_hop t dst =
  if dst = t.address || dst lsr 24 = 127 || dst = 0 || dst lsr 28 = 0xe then -1
  else if dst land t.mask = t.address land t.mask then dst
  else t.gateway

(* Never fragmented, so that the identification needs no value (RFC 6864, section 4.1). *)
let write_header t packet ~dst ~protocol ~ttl ~length =
  let ttl_protocol = (ttl lsl 8) lor protocol in
  Wire.set16 packet 0 0x4500;
  Wire.set16 packet 2 length;
  Wire.set16 packet 4 0;
  Wire.set16 packet 6 0x4000;
  Wire.set16 packet 8 ttl_protocol;
  Wire.set16 packet 10
    (Checksum.finish (0x4500 + 0x4000 + Checksum.pseudo ~src:t.address ~dst ~protocol:ttl_protocol ~length));
  Wire.set32 packet 12 t.address;
  Wire.set32 packet 16 dst

(* [fill] writes what follows the header, at most [length] bytes, and says how many. False without a route. *)
let output t ~dst ~protocol ?(ttl = 64) ~length fill =
  let length = header_size + length in
  let write packet =
    let length = header_size + fill (Cstruct.shift packet header_size) in
    write_header t packet ~dst ~protocol ~ttl ~length;
    length
  in
  let send mac = Link.output t.link ~dst:mac ~ethertype:Link.ipv4 ~length write in
  if is_broadcast t dst then begin
    send Link.broadcast;
    true
  end
  else
    match next_hop t dst with
    | -1 ->
      t.env.counters.no_route <- t.env.counters.no_route + 1;
      false
    | hop ->
      (match Arp.find t.arp hop with
       | -1 ->
         let packet = Cstruct.create length in
         Arp.enqueue t.arp hop (Cstruct.sub packet 0 (write packet))
       | mac -> send mac);
      true

type verdict = Accepted | Header | Checksum_wrong | Fragment | Source | Destination

(* No host sends from these (RFC 1122, section 3.2.1.3). *)
let is_source t src =
  src <> 0 && src <> t.address && src lsr 28 < 0xe && src lsr 24 <> 127 && not (is_broadcast t src)

let judge t packet =
  let room = Cstruct.length packet in
  if room < header_size then Header
  else
    let first = Wire.u8 packet 0 in
    let header = (first land 0xf) * 4 and length = Wire.u16 packet 2 in
    if first lsr 4 <> 4 || header < header_size || length < header || length > room then Header
    else if Checksum.sum packet 0 header <> 0xffff then Checksum_wrong
    else if Wire.u16 packet 6 land 0x3fff <> 0 then Fragment
    else if not (is_source t (Wire.u32 packet 12)) then Source
    else
      let dst = Wire.u32 packet 16 in
      if dst = t.address || is_broadcast t dst then Accepted else Destination

(* [deliver ~src ~dst ~protocol payload] gets what is for us. Options are skipped over: no route and no time stamp of
   another host is obeyed. *)
let input t packet deliver =
  let counters = t.env.counters in
  match judge t packet with
  | Accepted ->
    let header = (Wire.u8 packet 0 land 0xf) * 4 and length = Wire.u16 packet 2 in
    deliver ~src:(Wire.u32 packet 12) ~dst:(Wire.u32 packet 16) ~protocol:(Wire.u8 packet 9)
      (Cstruct.sub packet header (length - header))
  | Header -> counters.drop_ip_header <- counters.drop_ip_header + 1
  | Checksum_wrong -> counters.drop_ip_checksum <- counters.drop_ip_checksum + 1
  | Fragment -> counters.drop_ip_fragment <- counters.drop_ip_fragment + 1
  | Source -> counters.drop_ip_source <- counters.drop_ip_source + 1
  | Destination -> counters.drop_ip_destination <- counters.drop_ip_destination + 1
