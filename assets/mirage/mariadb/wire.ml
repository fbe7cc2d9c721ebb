(** Numbers and texts of the protocol (MariaDB's documentation of the client/server protocol, "Protocol data types"), read
    from a packet with its end in mind. Everything raises {!Failure.Failed} with [Malformed] beyond it. *)

type reader = {
  text : string;
  mutable at : int;
}

let reader ?(at = 0) text = { text; at }
let left r = String.length r.text - r.at

let take r n =
  if n < 0 || n > left r then Failure.malformed "a packet that is cut off";
  let at = r.at in
  r.at <- at + n;
  at

let int1 r = String.get_uint8 r.text (take r 1)
let int2 r = String.get_uint16_le r.text (take r 2)

let int3 r =
  let at = take r 3 in
  String.get_uint16_le r.text at lor (String.get_uint8 r.text (at + 2) lsl 16)

let int4 r = Int32.to_int (String.get_int32_le r.text (take r 4)) land 0xffffffff
let int8 r = String.get_int64_le r.text (take r 8)
let bytes r n = String.sub r.text (take r n) n
let skip r n = ignore (take r n)

(** A text up to a zero byte, or to the packet's end. *)
let text_to_zero r =
  match String.index_from_opt r.text r.at '\000' with
  | Some stop ->
      let text = bytes r (stop - r.at) in
      skip r 1;
      text
  | None -> bytes r (left r)

(** An integer of one to nine bytes; [None] is SQL's NULL. *)
let length_or_null r =
  match int1 r with
  | 0xfb -> None
  | 0xfc -> Some (int2 r)
  | 0xfd -> Some (int3 r)
  | 0xfe ->
      let n = int8 r in
      if Int64.compare n 0L < 0 || Int64.compare n 0x3fff_ffff_ffff_ffffL > 0 then
        Failure.malformed "a number too large"
      else Some (Int64.to_int n)
  | 0xff -> Failure.malformed "a number that is none"
  | n -> Some n

let length r = match length_or_null r with Some n -> n | None -> Failure.malformed "NULL for a number"
let text r = bytes r (length r)

let add_length buffer n =
  if n < 0xfb then Buffer.add_uint8 buffer n
  else if n < 0x10000 then begin
    Buffer.add_uint8 buffer 0xfc;
    Buffer.add_uint16_le buffer n
  end
  else begin
    Buffer.add_uint8 buffer 0xfd;
    Buffer.add_uint16_le buffer (n land 0xffff);
    Buffer.add_uint8 buffer (n lsr 16)
  end

let add_text buffer text =
  add_length buffer (String.length text);
  Buffer.add_string buffer text
