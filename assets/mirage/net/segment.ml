(* TCP's header (RFC 9293, section 3.1) and options (section 3.2, RFC 7323). *)

let header_size = 20
let fin = 0x01
let syn = 0x02
let rst = 0x04
let psh = 0x08
let ack = 0x10

type t = {
  src : int;
  src_port : int;
  dst_port : int;
  seq : int;  (* 32 bits, as on the wire *)
  ack_number : int;
  flags : int;
  window : int;  (* not scaled *)
  payload : Cstruct.t;
  mss : int;  (* 0 for none *)
  scale : int;  (* -1 for none *)
}

let has segment flag = segment.flags land flag <> 0

(* In sequence numbers: RFC 9293, section 3.4. *)
let length segment =
  Cstruct.length segment.payload + (if has segment syn then 1 else 0) + if has segment fin then 1 else 0

(* [a - b] modulo 2^32, as a number with a sign: how far [a] is behind [b]. *)
let distance a b = ((a - b) lsl 31) asr 31

(* Broken options end the list, and those before them count; only a SYN's are looked at. *)
let rec options packet at last mss scale =
  if at >= last then (mss, scale)
  else
    match Wire.u8 packet at with
    | 0 -> (mss, scale)
    | 1 -> options packet (at + 1) last mss scale
    | kind ->
      let length = if at + 1 < last then Wire.u8 packet (at + 1) else 0 in
      if length < 2 || at + length > last then (mss, scale)
      else begin
        let mss = if kind = 2 && length = 4 then Wire.u16 packet (at + 2) else mss in
        (* RFC 7323, section 2.3: more than 14 is taken as 14. *)
        let scale = if kind = 3 && length = 3 then Int.min 14 (Wire.u8 packet (at + 2)) else scale in
        options packet (at + length) last mss scale
      end

let parse ~src packet =
  let room = Cstruct.length packet in
  let header = if room < header_size then 0 else (Wire.u8 packet 12 lsr 4) * 4 in
  if header < header_size || header > room then None
  else begin
    let flags = Wire.u8 packet 13 in
    let mss, scale = if flags land syn <> 0 then options packet header_size header 0 (-1) else (0, -1) in
    Some
      {
        src;
        src_port = Wire.u16 packet 0;
        dst_port = Wire.u16 packet 2;
        seq = Wire.u32 packet 4;
        ack_number = Wire.u32 packet 8;
        flags;
        window = Wire.u16 packet 14;
        payload = Cstruct.shift packet header;
        mss;
        scale;
      }
  end

(* MSS, and window scale with a no-operation before it. *)
let syn_options ~scale = if scale >= 0 then 8 else 4

let write_syn_options packet ~mss ~scale =
  Wire.set32 packet header_size (0x0204_0000 lor mss);
  if scale >= 0 then Wire.set32 packet (header_size + 4) (0x0103_0300 lor scale)

(* The header with its checksum; what follows it is there already, and [sum] is its sum. *)
let write_header packet ~src ~dst ~src_port ~dst_port ~seq ~ack_number ~flags ~window ~header ~length ~sum =
  Wire.set16 packet 0 src_port;
  Wire.set16 packet 2 dst_port;
  Wire.set32 packet 4 seq;
  Wire.set32 packet 8 ack_number;
  Wire.set16 packet 12 ((header lsl 10) lor flags);
  Wire.set16 packet 14 window;
  Wire.set32 packet 16 0;
  let pseudo = Checksum.pseudo ~src ~dst ~protocol:Ipv4.tcp ~length in
  Wire.set16 packet 16 (Checksum.finish (pseudo + sum + Checksum.sum packet 0 header))
