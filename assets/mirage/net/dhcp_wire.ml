type lease = {
  server : int;
  address : int;
  bits : int;
  gateway : int option;
  resolver : int option;
  time : int;
  renew : int;
  rebind : int;
}

type request = Discover | Choose of lease | Extend of int
type answer = Offer of lease | Ack of lease | Nak of int

let for_ever = 0xffff_ffff
let header = 236
let cookie = 0x6382_5363

(* Older servers and relays drop what is shorter (RFC 1542, section 2.1). *)
let least = 300

let mask = 1
let router = 3
let dns = 6
let requested = 50
let lease_time = 51
let overload = 52
let kind = 53
let server_id = 54
let parameters = 55
let t1 = 58
let t2 = 59
let byte value = String.make 1 (Char.chr value)

let word value =
  let bytes = Bytes.create 4 in
  Bytes.set_int32_be bytes 0 (Int32.of_int value);
  Bytes.to_string bytes

let write ~xid ~mac ~seconds request =
  let message = Cstruct.create least in
  let set at values =
    let put at (code, value) =
      let length = String.length value in
      Wire.set8 message at code;
      Wire.set8 message (at + 1) length;
      Cstruct.blit_from_string value 0 message (at + 2) length;
      at + 2 + length
    in
    Wire.set8 message (List.fold_left put at values) 255
  in
  let wanted = (parameters, String.concat "" (List.map byte [ mask; router; dns; lease_time; server_id; t1; t2 ])) in
  Wire.set32 message 0 0x01010600;
  Wire.set32 message 4 xid;
  Wire.set16 message 8 (Int.min seconds 0xffff);
  Wire.set48 message 28 mac;
  Wire.set32 message header cookie;
  (match request with
   | Extend address -> Wire.set32 message 12 address
   | Discover | Choose _ -> Wire.set16 message 10 0x8000);
  set (header + 4)
    (match request with
     | Discover -> [ (kind, byte 1); wanted ]
     | Choose { server; address; _ } -> [ (kind, byte 3); (requested, word address); (server_id, word server); wanted ]
     | Extend _ -> [ (kind, byte 3); wanted ]);
  message

exception Malformed

let require condition = if not condition then raise_notrace Malformed

(* The options from [at] on, with their values. *)
let rec options message at stop =
  if at >= stop then []
  else
    match Wire.u8 message at with
    | 0 -> options message (at + 1) stop
    | 255 -> []
    | code ->
      require (at + 1 < stop);
      let next = at + 2 + Wire.u8 message (at + 1) in
      require (next <= stop);
      (code, Cstruct.sub message (at + 2) (next - at - 2)) :: options message next stop

let number found code length =
  match List.assoc_opt code found with
  | Some value when Cstruct.length value = length -> Some (if length = 1 then Wire.u8 value 0 else Wire.u32 value 0)
  | Some _ -> raise_notrace Malformed
  | None -> None

(* The first of several addresses. *)
let first found code =
  match List.assoc_opt code found with
  | Some value when Cstruct.length value >= 4 -> Some (Wire.u32 value 0)
  | Some _ | None -> None

let need = function Some value -> value | None -> raise_notrace Malformed

(* Both places for names may hold options instead (RFC 2132, section 9.3). *)
let all_options message =
  let found = options message (header + 4) (Cstruct.length message) in
  let overloaded = Option.value ~default:0 (number found overload 1) in
  let file = if overloaded land 1 <> 0 then options message 108 header else [] in
  let name = if overloaded land 2 <> 0 then options message 44 108 else [] in
  found @ file @ name

let is_host address = address lsr 24 <> 0 && address lsr 24 <> 127 && address lsr 28 < 0xe

let prefix_length mask =
  let rest = lnot mask land 0xffff_ffff in
  require (mask <> 0 && rest land (rest + 1) = 0);
  let rec length bits rest = if rest = 0 then bits else length (bits - 1) (rest lsr 1) in
  length 32 rest

let lease message found ~server =
  let address = Wire.u32 message 16 and netmask = need (number found mask 4) in
  let time = need (number found lease_time 4) in
  let bits = prefix_length netmask in
  let rest = lnot netmask land 0xffff_ffff in
  (* Neither the network's own address nor its broadcast is a host's, but in the smallest networks. *)
  let may_be_host other = is_host other && (rest <= 1 || (other land rest <> 0 && other land rest <> rest)) in
  let is_neighbour other = may_be_host other && other land netmask = address land netmask in
  let another accept code =
    match first found code with Some other when other <> address && accept other -> Some other | _ -> None
  in
  require (may_be_host address && time > 0);
  let renew, rebind =
    match (number found t1 4, number found t2 4) with
    | Some renew, Some rebind when 0 < renew && renew < rebind && rebind < time -> (renew, rebind)
    | _ -> (time / 2, time * 7 / 8)
  in
  { server; address; bits; gateway = another is_neighbour router; resolver = another is_host dns; time; renew; rebind }

let parse ~xid ~mac message =
  require
    (Cstruct.length message >= header + 4
    && Wire.u32 message 0 lsr 8 = 0x020106
    && Wire.u32 message 4 = xid
    && Wire.u48 message 28 = mac
    && Wire.u32 message header = cookie);
  let found = all_options message in
  let server = need (number found server_id 4) in
  require (is_host server);
  match need (number found kind 1) with
  | 2 -> Offer (lease message found ~server)
  | 5 -> Ack (lease message found ~server)
  | 6 -> Nak server
  | _ -> raise_notrace Malformed

let read ~xid ~mac message = match parse ~xid ~mac message with answer -> Ok answer | exception Malformed -> Error ()
