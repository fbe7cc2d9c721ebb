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
  sack_permitted : bool;
  sack : (int * int) list;  (* 32 bits, as on the wire *)
}

let has segment flag = segment.flags land flag <> 0

(* In sequence numbers: RFC 9293, section 3.4. *)
let length segment =
  Cstruct.length segment.payload + (if has segment syn then 1 else 0) + if has segment fin then 1 else 0

(* [a - b] modulo 2^32, as a number with a sign: how far [a] is behind [b]. *)
let distance a b = ((a - b) lsl 31) asr 31

type options = {
  mutable o_mss : int;
  mutable o_scale : int;
  mutable o_sack_permitted : bool;
  mutable o_sack : (int * int) list;
}

let rec blocks packet at last =
  if at + 8 > last then [] else (Wire.u32 packet at, Wire.u32 packet (at + 4)) :: blocks packet (at + 8) last

(* Broken options end the list, and those before them count. What belongs to a SYN counts in a SYN alone. *)
let rec read_options packet options ~is_syn at last =
  let kind = if at < last then Wire.u8 packet at else 0 in
  if kind = 1 then read_options packet options ~is_syn (at + 1) last
  else if kind <> 0 then begin
    let length = if at + 1 < last then Wire.u8 packet (at + 1) else 0 in
    if length >= 2 && at + length <= last then begin
      (match (kind, length) with
       | 2, 4 when is_syn -> options.o_mss <- Wire.u16 packet (at + 2)
       (* RFC 7323, section 2.3: more than 14 is taken as 14. *)
       | 3, 3 when is_syn -> options.o_scale <- Int.min 14 (Wire.u8 packet (at + 2))
       | 4, 2 when is_syn -> options.o_sack_permitted <- true
       | 5, _ when not is_syn -> options.o_sack <- blocks packet (at + 2) (at + length)
       | _ -> ());
      read_options packet options ~is_syn (at + length) last
    end
  end

let no_options = { o_mss = 0; o_scale = -1; o_sack_permitted = false; o_sack = [] }

let options packet ~is_syn header =
  if header = header_size then no_options
  else begin
    let options = { no_options with o_mss = 0 } in
    read_options packet options ~is_syn header_size header;
    options
  end

let parse ~src packet =
  let room = Cstruct.length packet in
  let header = if room < header_size then 0 else (Wire.u8 packet 12 lsr 4) * 4 in
  if header < header_size || header > room then None
  else begin
    let flags = Wire.u8 packet 13 in
    let options = options packet ~is_syn:(flags land syn <> 0) header in
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
        mss = options.o_mss;
        scale = options.o_scale;
        sack_permitted = options.o_sack_permitted;
        sack = options.o_sack;
      }
  end

(* MSS; window scale and SACK permitted each with what makes it four bytes. *)
let syn_options ~scale ~sack = 4 + (if scale >= 0 then 4 else 0) + if sack then 4 else 0

let write_syn_options packet ~mss ~scale ~sack =
  Wire.set32 packet header_size (0x0204_0000 lor mss);
  if scale >= 0 then Wire.set32 packet (header_size + 4) (0x0103_0300 lor scale);
  if sack then Wire.set32 packet (header_size + if scale >= 0 then 8 else 4) 0x0101_0402

let sack_options count = 4 + (8 * count)

let write_sack_options packet blocks =
  Wire.set32 packet header_size (0x0101_0502 + (8 * List.length blocks));
  List.iteri
    (fun i (start, finish) ->
      Wire.set32 packet (header_size + 4 + (8 * i)) start;
      Wire.set32 packet (header_size + 8 + (8 * i)) finish)
    blocks

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
