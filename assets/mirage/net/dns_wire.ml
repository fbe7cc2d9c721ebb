let is_letter = function 'a' .. 'z' | '0' .. '9' | '-' | '_' -> true | _ -> false

let normal name =
  let name = String.lowercase_ascii name in
  let length = String.length name in
  let name = if length > 0 && name.[length - 1] = '.' then String.sub name 0 (length - 1) else name in
  let is_label label = label <> "" && String.length label <= 63 && String.for_all is_letter label in
  if String.length name <= 253 && List.for_all is_label (String.split_on_char '.' name) then Some name else None

let type_a = 1
let type_cname = 5
let class_in = 1

let question ~id name =
  let labels = String.split_on_char '.' name in
  let message = Cstruct.create (12 + String.length name + 2 + 4) in
  Wire.set16 message 0 id;
  Wire.set16 message 2 0x0100;
  Wire.set16 message 4 1;
  let put at label =
    let length = String.length label in
    Wire.set8 message at length;
    Cstruct.blit_from_string label 0 message (at + 1) length;
    at + 1 + length
  in
  let at = List.fold_left put 12 labels + 1 in
  Wire.set16 message at type_a;
  Wire.set16 message (at + 2) class_in;
  message

type answer = Addresses of int list * int | No_such_name | No_address | Truncated | Failed of int

exception Malformed

let require condition = if not condition then raise_notrace Malformed

let u8 message at =
  require (at < Cstruct.length message);
  Wire.u8 message at

let u16 message at = (u8 message at lsl 8) lor u8 message (at + 1)
let u32 message at = (u16 message at lsl 16) lor u16 message (at + 2)

(* The name at [at], and where it ends. A pointer (section 4.1.4) must lead backwards, so that every chain ends. *)
let name message at =
  let buffer = Buffer.create 32 in
  let rec labels at limit =
    let length = u8 message at in
    if length = 0 then at + 1
    else if length land 0xc0 = 0xc0 then begin
      let target = ((length land 0x3f) lsl 8) lor u8 message (at + 1) in
      require (target < limit);
      ignore (labels target target : int);
      at + 2
    end
    else begin
      require (length land 0xc0 = 0 && at + length < Cstruct.length message);
      if Buffer.length buffer > 0 then Buffer.add_char buffer '.';
      Buffer.add_string buffer (Cstruct.to_string message ~off:(at + 1) ~len:length);
      require (Buffer.length buffer <= 253);
      labels (at + 1 + length) limit
    end
  in
  let finish = labels at at in
  (String.lowercase_ascii (Buffer.contents buffer), finish)

type record = { owner : string; ttl : int; data : [ `Address of int | `Alias of string | `Other ] }

let record message at =
  let owner, at = name message at in
  let kind = u16 message at and domain = u16 message (at + 2) and ttl = u32 message (at + 4) in
  let length = u16 message (at + 8) and at = at + 10 in
  require (at + length <= Cstruct.length message);
  let data =
    if domain <> class_in then `Other
    else if kind = type_a then begin
      require (length = 4);
      `Address (u32 message at)
    end
    else if kind = type_cname then `Alias (fst (name message at))
    else `Other
  in
  (* RFC 2181, section 8: a TTL with its first bit set is 0. *)
  ({ owner; ttl = (if ttl land 0x8000_0000 <> 0 then 0 else ttl); data }, at + length)

let rec records message at left =
  if left = 0 then []
  else
    let first, at = record message at in
    first :: records message at (left - 1)

let rec addresses records name ttl aliases =
  let of_name = List.filter (fun record -> record.owner = name) records in
  let least ttl record = Int.min ttl record.ttl in
  let address record = match record.data with `Address address -> Some address | _ -> None in
  let alias record = match record.data with `Alias target -> Some (target, record.ttl) | _ -> None in
  match List.filter_map address of_name with
  | _ :: _ as found ->
    Addresses (found, List.fold_left least ttl (List.filter (fun record -> address record <> None) of_name))
  | [] ->
    (match List.find_map alias of_name with
     | Some (target, alias_ttl) when aliases > 0 -> addresses records target (Int.min ttl alias_ttl) (aliases - 1)
     | Some _ | None -> No_address)

let parse ~id ~name:asked message =
  let flags = u16 message 2 in
  require (u16 message 0 = id && flags land 0xf800 = 0x8000 && u16 message 4 = 1);
  let owner, at = name message 12 in
  require (owner = asked && u16 message at = type_a && u16 message (at + 2) = class_in);
  (* Each record takes 11 bytes at least: more cannot be there. *)
  let count = u16 message 6 in
  require (count * 11 <= Cstruct.length message);
  match flags land 0xf with
  | 3 -> No_such_name
  | 0 ->
    if flags land 0x0200 <> 0 then Truncated else addresses (records message (at + 4) count) asked max_int 8
  | code -> Failed code

let answer ~id ~name message = match parse ~id ~name message with answer -> Ok answer | exception Malformed -> Error ()
