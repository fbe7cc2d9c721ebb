(* UDP (RFC 768) on whole IPv4 datagrams. *)

let header_size = 8

type handler = src:int -> dst:int -> src_port:int -> Cstruct.t -> unit
type t = { env : Env.t; ip : Ipv4.t; handlers : (int, handler) Hashtbl.t }

let create env ip = { env; ip; handlers = Hashtbl.create 8 }
let max_payload t = Ipv4.max_payload t.ip - header_size
let listen t ~port handler = Hashtbl.replace t.handlers port handler
let unlisten t ~port = Hashtbl.remove t.handlers port

(* Unpredictable, from the range of RFC 6335, section 6; -1 when half of a hundred tries would not have helped. *)
let free_port t =
  let rec look tries =
    let port = 49152 lor (Env.random_bits t.env 2 land 0x3fff) in
    if tries = 0 then -1 else if Hashtbl.mem t.handlers port then look (tries - 1) else port
  in
  look 50

let write t ~src_port ?ttl ~dst ~dst_port data =
  let size = Cstruct.length data in
  let length = header_size + size in
  if size > max_payload t then Error `Too_long
  else begin
    let fill packet =
      let sum = Checksum.copy_sum data 0 packet header_size size in
      Wire.set16 packet 0 src_port;
      Wire.set16 packet 2 dst_port;
      Wire.set16 packet 4 length;
      let pseudo = Checksum.pseudo ~src:t.ip.address ~dst ~protocol:Ipv4.udp ~length in
      let checksum = Checksum.finish (pseudo + sum + src_port + dst_port + length) in
      (* Zero would say that there is none. *)
      Wire.set16 packet 6 (if checksum = 0 then 0xffff else checksum);
      length
    in
    if Ipv4.output t.ip ~dst ~protocol:Ipv4.udp ?ttl ~length fill then begin
      t.env.counters.udp_out <- t.env.counters.udp_out + 1;
      Ok ()
    end
    else Error `No_route
  end

let is_sound ~src ~dst packet length =
  Wire.u16 packet 6 = 0
  || Checksum.finish (Checksum.pseudo ~src ~dst ~protocol:Ipv4.udp ~length + Checksum.sum packet 0 length) = 0

let input t ~src ~dst packet =
  let counters = t.env.counters in
  let room = Cstruct.length packet in
  let length = if room < header_size then 0 else Wire.u16 packet 4 in
  if length < header_size || length > room || not (is_sound ~src ~dst packet length) then
    counters.drop_udp <- counters.drop_udp + 1
  else
    match Hashtbl.find_opt t.handlers (Wire.u16 packet 2) with
    | None -> counters.drop_udp_port <- counters.drop_udp_port + 1
    | Some handler ->
      counters.udp_in <- counters.udp_in + 1;
      handler ~src ~dst ~src_port:(Wire.u16 packet 0) (Cstruct.sub packet header_size (length - header_size))
