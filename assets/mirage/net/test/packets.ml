(* Frames made and read by hand, with a plain checksum: nothing here is shared with the stack under test. *)

let sum16 data =
  let n = String.length data in
  let total = ref 0 in
  for i = 0 to n - 1 do
    total := !total + if i land 1 = 0 then Char.code data.[i] lsl 8 else Char.code data.[i]
  done;
  while !total > 0xffff do
    total := (!total land 0xffff) + (!total lsr 16)
  done;
  !total

let checksum data = lnot (sum16 data) land 0xffff
let be16 value = Printf.sprintf "%c%c" (Char.chr ((value lsr 8) land 255)) (Char.chr (value land 255))
let be32 value = be16 (value lsr 16) ^ be16 value
let u8 data at = Char.code data.[at]
let u16 data at = String.get_uint16_be data at
let u32 data at = (u16 data at lsl 16) lor u16 data (at + 2)
let rest data at = String.sub data at (String.length data - at)

let put16 data at value =
  let bytes = Bytes.of_string data in
  Bytes.set_uint16_be bytes at value;
  Bytes.to_string bytes

(* Host [n] of the tests. *)
let mac n = Printf.sprintf "\x02\x00\x00\x00\x00%c" (Char.chr n)
let ip n = 0x0a000000 lor n
let ethernet ?(dst = mac 1) ?(src = mac 2) kind payload = dst ^ src ^ be16 kind ^ payload

let arp ?(operation = 1) ?(sender_mac = mac 2) ?(sender = ip 2) ?(target_mac = "\x00\x00\x00\x00\x00\x00") target =
  be16 1 ^ be16 0x0800 ^ "\x06\x04" ^ be16 operation ^ sender_mac ^ be32 sender ^ target_mac ^ be32 target

let ipv4 ?(src = ip 2) ?(dst = ip 1) ?(options = "") ?(fragment = 0) ?(ttl = 64) protocol payload =
  let words = 5 + (String.length options / 4) in
  let header checksum =
    Printf.sprintf "%c\x00" (Char.chr (0x40 lor words))
    ^ be16 ((4 * words) + String.length payload)
    ^ be16 7 ^ be16 fragment
    ^ Printf.sprintf "%c%c" (Char.chr ttl) (Char.chr protocol)
    ^ be16 checksum ^ be32 src ^ be32 dst ^ options
  in
  header (checksum (header 0)) ^ payload

let pseudo ~src ~dst protocol length = be32 src ^ be32 dst ^ be16 protocol ^ be16 length

let udp ?(src = ip 2) ?(dst = ip 1) ~src_port ~dst_port data =
  let length = 8 + String.length data in
  let datagram checksum = be16 src_port ^ be16 dst_port ^ be16 length ^ be16 checksum ^ data in
  datagram (checksum (pseudo ~src ~dst 17 length ^ datagram 0))

let icmp ?(rest_of_header = 0) kind code data =
  let message checksum = Printf.sprintf "%c%c" (Char.chr kind) (Char.chr code) ^ be16 checksum ^ be32 rest_of_header ^ data in
  message (checksum (message 0))

let fin = 1
let syn = 2
let rst = 4
let psh = 8
let ack = 16

type segment = {
  src_port : int;
  dst_port : int;
  seq : int;
  ack_number : int;
  flags : int;
  window : int;
  options : string;
  data : string;
}

let tcp ?(src = ip 2) ?(dst = ip 1) s =
  let words = 5 + (String.length s.options / 4) in
  let length = (4 * words) + String.length s.data in
  let packet checksum =
    be16 s.src_port ^ be16 s.dst_port ^ be32 s.seq ^ be32 s.ack_number
    ^ be16 ((words lsl 12) lor s.flags)
    ^ be16 s.window ^ be16 checksum ^ be16 0 ^ s.options ^ s.data
  in
  packet (checksum (pseudo ~src ~dst 6 length ^ packet 0))

exception Unsound of string

(* The parts of an Ethernet frame with IPv4: checked, as a host would. *)
let read_ipv4 frame =
  let packet = rest frame 14 in
  let header = (u8 packet 0 land 15) * 4 in
  if checksum (String.sub packet 0 header) <> 0 then raise (Unsound "IP checksum");
  if u16 packet 2 <> String.length packet then raise (Unsound "IP length");
  (u8 packet 9, u32 packet 12, u32 packet 16, rest packet header)

let read_tcp frame =
  match read_ipv4 frame with
  | 6, src, dst, packet ->
    let header = (u8 packet 12 lsr 4) * 4 in
    if checksum (pseudo ~src ~dst 6 (String.length packet) ^ packet) <> 0 then raise (Unsound "TCP checksum");
    Some
      {
        src_port = u16 packet 0;
        dst_port = u16 packet 2;
        seq = u32 packet 4;
        ack_number = u32 packet 8;
        flags = u16 packet 12 land 0x3f;
        window = u16 packet 14;
        options = String.sub packet 20 (header - 20);
        data = rest packet header;
      }
  | _ -> None

let kind frame = u16 frame 12

let show s =
  let flag bit name = if s.flags land bit <> 0 then name else "" in
  Printf.sprintf "%s%s%s%s%s seq=%d ack=%d wnd=%d len=%d" (flag syn "S") (flag fin "F") (flag rst "R") (flag psh "P")
    (flag ack ".") s.seq s.ack_number s.window (String.length s.data)
