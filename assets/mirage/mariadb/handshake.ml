(** The beginning of a connection: the server's greeting (version 10), the client's answer, and the proof of a password
    that never leaves the client as it is. *)

type greeting = {
  version : string;
  capabilities : int;
  scramble : string;
  plugin : string;
}

(* Bits of the capabilities. *)
let long_password = 0x1
let connect_with_db = 0x8
let protocol_41 = 0x200
let transactions = 0x2000
let secure_connection = 0x8000
let plugin_auth = 0x80000
let wanted = long_password lor connect_with_db lor protocol_41 lor transactions lor secure_connection lor plugin_auth

(** utf8mb4_general_ci. *)
let collation = 45

(** An error packet, behind its first byte. Before the handshake has ended the state may be missing. *)
let error_of_packet r =
  let code = Wire.int2 r in
  let sqlstate =
    if Wire.left r >= 6 && r.text.[r.at] = '#' then begin
      Wire.skip r 1;
      Wire.bytes r 5
    end
    else "HY000"
  in
  Failure.Server { code; sqlstate; message = Wire.bytes r (Wire.left r) }

let read_greeting packet =
  let r = Wire.reader packet in
  match Wire.int1 r with
  | 0xff -> raise (Failure.Failed (error_of_packet r))
  | 10 ->
      let version = Wire.text_to_zero r in
      Wire.skip r 4;
      let scramble = Wire.bytes r 8 in
      Wire.skip r 1;
      let low = Wire.int2 r in
      Wire.skip r 3;
      let capabilities = low lor (Wire.int2 r lsl 16) in
      let scramble_length = Wire.int1 r in
      Wire.skip r 10;
      if capabilities land protocol_41 = 0 || capabilities land secure_connection = 0 then
        Failure.malformed "the server is older than version 4.1 of the protocol";
      let rest = Wire.bytes r (max 12 (scramble_length - 9)) in
      if Wire.left r > 0 then Wire.skip r 1;
      let plugin = if capabilities land plugin_auth <> 0 then Wire.text_to_zero r else "mysql_native_password" in
      { version; capabilities; scramble = scramble ^ String.sub rest 0 12; plugin }
  | _ -> Failure.malformed "not version 10 of the protocol"

let sha1 text = Sha1.to_bin (Sha1.string text)
let xor a b = String.mapi (fun i c -> Char.chr (Char.code c lxor Char.code b.[i])) a

(** mysql_native_password: [SHA1(password) xor SHA1(scramble, SHA1(SHA1(password)))]; nothing for no password. *)
let native_proof ~password ~scramble =
  if password = "" then ""
  else
    let once = sha1 password in
    xor once (sha1 (scramble ^ sha1 once))

let answer ~capabilities ~user ~password ~database greeting =
  let buffer = Buffer.create 128 in
  Buffer.add_int32_le buffer (Int32.of_int capabilities);
  Buffer.add_int32_le buffer 0x1000000l;
  Buffer.add_uint8 buffer collation;
  Buffer.add_string buffer (String.make 23 '\000');
  Buffer.add_string buffer user;
  Buffer.add_uint8 buffer 0;
  let proof = native_proof ~password ~scramble:greeting.scramble in
  Buffer.add_uint8 buffer (String.length proof);
  Buffer.add_string buffer proof;
  if capabilities land connect_with_db <> 0 then begin
    Buffer.add_string buffer database;
    Buffer.add_uint8 buffer 0
  end;
  Buffer.add_string buffer "mysql_native_password\000";
  Buffer.contents buffer

(** What the server says to the proof. A plugin that would want the password itself is refused. *)
let read_verdict ~password packet =
  let r = Wire.reader packet in
  match Wire.int1 r with
  | 0x00 -> `Welcome
  | 0xff -> raise (Failure.Failed (error_of_packet r))
  | 0xfe when Wire.left r = 0 -> Failure.malformed "the server asks for the passwords of before version 4.1"
  | 0xfe -> (
      match Wire.text_to_zero r with
      | "mysql_native_password" ->
          if Wire.left r < 20 then Failure.malformed "a scramble that is too short";
          `Prove (native_proof ~password ~scramble:(Wire.bytes r 20))
      | plugin -> Failure.malformed ("the server asks for " ^ String.escaped plugin))
  | _ -> Failure.malformed "an answer to the password that is none"
