(* Fields wider than 16 bits as plain numbers, which is quicker than boxed ones. *)

let u8 = Cstruct.get_uint8
let u16 = Cstruct.BE.get_uint16
let set8 = Cstruct.set_uint8
let set16 = Cstruct.BE.set_uint16
let u32 buffer at = (u16 buffer at lsl 16) lor u16 buffer (at + 2)

let set32 buffer at value =
  set16 buffer at ((value lsr 16) land 0xffff);
  set16 buffer (at + 2) (value land 0xffff)

let u48 buffer at = (u32 buffer at lsl 16) lor u16 buffer (at + 4)

let set48 buffer at value =
  set32 buffer at (value lsr 16);
  set16 buffer (at + 4) (value land 0xffff)

let of_address address = Int32.to_int (Ipaddr.V4.to_int32 address) land 0xffffffff
let to_address value = Ipaddr.V4.of_int32 (Int32.of_int value)

let of_mac mac = String.fold_left (fun value octet -> (value lsl 8) lor Char.code octet) 0 (Macaddr.to_octets mac)
