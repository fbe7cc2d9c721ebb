(* Fields of packets as plain numbers, by whole loads and stores. Each is checked against its slice, as Cstruct's own are;
   those are not used because each field would cost a call. *)

external unsafe_16 : Cstruct.buffer -> int -> int = "%caml_bigstring_get16u"
external unsafe_32 : Cstruct.buffer -> int -> int32 = "%caml_bigstring_get32u"
external unsafe_set_16 : Cstruct.buffer -> int -> int -> unit = "%caml_bigstring_set16u"
external unsafe_set_32 : Cstruct.buffer -> int -> int32 -> unit = "%caml_bigstring_set32u"
external swap_16 : int -> int = "%bswap16"
external swap_32 : int32 -> int32 = "%bswap_int32"

let outside () = invalid_arg "Wire: outside of the packet"
let u8 = Cstruct.get_uint8
let set8 = Cstruct.set_uint8

let[@inline] u16 (packet : Cstruct.t) at =
  if at < 0 || at > packet.len - 2 then outside ();
  swap_16 (unsafe_16 packet.buffer (packet.off + at))

let[@inline] set16 (packet : Cstruct.t) at value =
  if at < 0 || at > packet.len - 2 then outside ();
  unsafe_set_16 packet.buffer (packet.off + at) (swap_16 value)

let[@inline] u32 (packet : Cstruct.t) at =
  if at < 0 || at > packet.len - 4 then outside ();
  Int32.to_int (swap_32 (unsafe_32 packet.buffer (packet.off + at))) land 0xffff_ffff

let[@inline] set32 (packet : Cstruct.t) at value =
  if at < 0 || at > packet.len - 4 then outside ();
  unsafe_set_32 packet.buffer (packet.off + at) (swap_32 (Int32.of_int value))

let u48 packet at = (u16 packet at lsl 32) lor u32 packet (at + 2)

let set48 packet at value =
  set16 packet at (value lsr 32);
  set32 packet (at + 2) value

let of_address address = Int32.to_int (Ipaddr.V4.to_int32 address) land 0xffffffff
let to_address value = Ipaddr.V4.of_int32 (Int32.of_int value)

let of_mac mac = String.fold_left (fun value octet -> (value lsl 8) lor Char.code octet) 0 (Macaddr.to_octets mac)
