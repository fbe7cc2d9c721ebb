(** Values of SQL, in the binary form of prepared statements and in the text form of plain queries. *)

type t =
  | Null
  | Int of int64
  | Float of float
  | Text of string  (** also dates, times, decimals, and integers above [Int64.max_int] *)

type kind =
  | Tiny
  | Short
  | Long
  | Long_long
  | Int24
  | Year
  | Single
  | Double
  | Date
  | Datetime
  | Time
  | Bytes

type column = {
  name : string;
  kind : kind;
  unsigned : bool;
  decimals : int;
}

let kind_of_int = function
  | 0x01 -> Tiny
  | 0x02 -> Short
  | 0x03 -> Long
  | 0x04 -> Single
  | 0x05 -> Double
  | 0x07 | 0x0c -> Datetime
  | 0x08 -> Long_long
  | 0x09 -> Int24
  | 0x0a -> Date
  | 0x0b -> Time
  | 0x0d -> Year
  (* Of a parameter nothing is known, so it has the type of NULL. *)
  | 0x00 | 0x06 | 0x0f | 0x10 | 0xf5 | 0xf6 | 0xf7 | 0xf8 | 0xf9 | 0xfa | 0xfb | 0xfc | 0xfd | 0xfe | 0xff -> Bytes
  | n -> Failure.malformed (Printf.sprintf "a type of column that is not known: %d" n)

(** A column's definition. *)
let read_column packet =
  let r = Wire.reader packet in
  for _ = 1 to 4 do
    Wire.skip r (Wire.length r)
  done;
  let name = Wire.text r in
  Wire.skip r (Wire.length r);
  Wire.skip r 1;
  Wire.skip r 6;
  let kind = kind_of_int (Wire.int1 r) in
  let flags = Wire.int2 r in
  { name; kind; unsigned = flags land 0x20 <> 0; decimals = Wire.int1 r }

let fraction column micros =
  let digits = if column.decimals > 6 then 0 else column.decimals in
  if digits = 0 then "" else "." ^ String.sub (Printf.sprintf "%06d" micros) 0 digits

let micros r = Wire.int4 r mod 1_000_000

let date_and_time column r =
  let length = Wire.int1 r in
  let stop = r.Wire.at + length in
  let number read enough = if length >= enough then read r else 0 in
  let year = number Wire.int2 4 in
  let month = number Wire.int1 4 in
  let day = number Wire.int1 4 in
  let hour = number Wire.int1 7 in
  let minute = number Wire.int1 7 in
  let second = number Wire.int1 7 in
  let part = number micros 11 in
  if r.at <> stop then Failure.malformed "a date of a strange length";
  let date = Printf.sprintf "%04d-%02d-%02d" year month day in
  if column.kind = Date then Text date
  else Text (Printf.sprintf "%s %02d:%02d:%02d%s" date hour minute second (fraction column part))

let time column r =
  match Wire.int1 r with
  | 0 -> Text ("00:00:00" ^ fraction column 0)
  | (8 | 12) as length ->
      let sign = if Wire.int1 r = 0 then "" else "-" in
      let days = Wire.int4 r in
      let hours = Wire.int1 r in
      let minutes = Wire.int1 r in
      let seconds = Wire.int1 r in
      let part = if length = 12 then micros r else 0 in
      Text (Printf.sprintf "%s%02d:%02d:%02d%s" sign ((days * 24) + hours) minutes seconds (fraction column part))
  | _ -> Failure.malformed "a time of a strange length"

let big column n = if column.unsigned && Int64.compare n 0L < 0 then Text (Printf.sprintf "%Lu" n) else Int n
let signed bits column n = Int (Int64.of_int (if column.unsigned || n < 1 lsl (bits - 1) then n else n - (1 lsl bits)))

let read_binary column r =
  match column.kind with
  | Tiny -> signed 8 column (Wire.int1 r)
  | Short | Year -> signed 16 column (Wire.int2 r)
  | Long | Int24 -> signed 32 column (Wire.int4 r)
  | Long_long -> big column (Wire.int8 r)
  | Single -> Float (Int32.float_of_bits (Int32.of_int (Wire.int4 r)))
  | Double -> Float (Int64.float_of_bits (Wire.int8 r))
  | Date | Datetime -> date_and_time column r
  | Time -> time column r
  | Bytes -> Text (Wire.text r)

(** A row of a prepared statement (its first byte is zero, then a bit for each NULL, from the third bit on). *)
let read_binary_row columns packet =
  let r = Wire.reader packet in
  if Wire.int1 r <> 0 then Failure.malformed "a row that is none";
  let nulls = Wire.bytes r ((Array.length columns + 9) / 8) in
  let is_null i = Char.code nulls.[(i + 2) / 8] land (1 lsl ((i + 2) mod 8)) <> 0 in
  Array.mapi (fun i column -> if is_null i then Null else read_binary column r) columns

let of_text column text =
  match column.kind with
  | Tiny | Short | Long | Long_long | Int24 | Year -> (
      match Int64.of_string_opt text with Some n -> Int n | None -> Text text)
  | Single | Double -> ( match float_of_string_opt text with Some x -> Float x | None -> Text text)
  | Date | Datetime | Time | Bytes -> Text text

(** A row of a plain query. *)
let read_text_row columns packet =
  let r = Wire.reader packet in
  Array.map
    (fun column -> match Wire.length_or_null r with None -> Null | Some n -> of_text column (Wire.bytes r n))
    columns

(** Adds the values of a statement's parameters: which are NULL, their types, and what is left. *)
let add_params buffer values =
  let nulls = Bytes.make ((Array.length values + 7) / 8) '\000' in
  Array.iteri
    (fun i value ->
      if value = Null then Bytes.set_uint8 nulls (i / 8) (Bytes.get_uint8 nulls (i / 8) lor (1 lsl (i mod 8))))
    values;
  Buffer.add_bytes buffer nulls;
  Buffer.add_uint8 buffer 1;
  Array.iter
    (fun value ->
      Buffer.add_uint16_le buffer (match value with Null -> 0x06 | Int _ -> 0x08 | Float _ -> 0x05 | Text _ -> 0xfd))
    values;
  Array.iter
    (function
      | Null -> ()
      | Int n -> Buffer.add_int64_le buffer n
      | Float x -> Buffer.add_int64_le buffer (Int64.bits_of_float x)
      | Text text -> Wire.add_text buffer text)
    values
