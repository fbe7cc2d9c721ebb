(* ICMP (RFC 792): echoes are answered; what says that a packet of ours did not arrive is told to who sent it. *)

type unreachable = {
  code : int;  (* RFC 792, RFC 1122, section 3.2.2.1 *)
  mtu : int;  (* of the narrow link, for code 4 (RFC 1191); 0 when not told *)
  protocol : int;
  dst : int;  (* where our packet went *)
  src_port : int;  (* ours *)
  dst_port : int;
  seq : int;  (* TCP's sequence number *)
}

let drop (ip : Ipv4.t) = ip.env.counters.drop_icmp <- ip.env.counters.drop_icmp + 1

let echo (ip : Ipv4.t) ~src message =
  let length = Cstruct.length message in
  ip.env.counters.icmp_echoes <- ip.env.counters.icmp_echoes + 1;
  ignore
    (Ipv4.output ip ~dst:src ~protocol:Ipv4.icmp ~length (fun reply ->
         let sum = Checksum.copy_sum message 4 reply 4 (length - 4) in
         Wire.set16 reply 0 0;
         Wire.set16 reply 2 (Checksum.finish sum);
         length)
      : bool)

(* The message quotes our packet: its IP header and at least 8 bytes more. *)
let unreachable (ip : Ipv4.t) message told =
  let quoted = Cstruct.shift message 8 in
  let room = Cstruct.length quoted in
  let header = if room < Ipv4.header_size then 0 else (Wire.u8 quoted 0 land 0xf) * 4 in
  if
    header < Ipv4.header_size
    || room < header + 8
    || Wire.u8 quoted 0 lsr 4 <> 4
    || Wire.u32 quoted 12 <> ip.address
    || Wire.u16 quoted 6 land 0x1fff <> 0
  then drop ip
  else begin
    ip.env.counters.icmp_unreachables <- ip.env.counters.icmp_unreachables + 1;
    told
      {
        code = Wire.u8 message 1;
        mtu = Wire.u16 message 6;
        protocol = Wire.u8 quoted 9;
        dst = Wire.u32 quoted 16;
        src_port = Wire.u16 quoted header;
        dst_port = Wire.u16 quoted (header + 2);
        seq = Wire.u32 quoted (header + 4);
      }
  end

let input (ip : Ipv4.t) ~src ~dst message told =
  let length = Cstruct.length message in
  if length < 8 || dst <> ip.address || Checksum.sum message 0 length <> 0xffff then drop ip
  else
    match Wire.u8 message 0 with
    | 8 when Wire.u8 message 1 = 0 && length <= Ipv4.max_payload ip -> echo ip ~src message
    | 3 -> unreachable ip message told
    | _ -> drop ip
