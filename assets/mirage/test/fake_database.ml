(** A server of MariaDB's protocol that says what a test tells it to. *)

let ( let* ) = Lwt.bind

let packet sequence content =
  let n = String.length content in
  let b = Buffer.create (n + 4) in
  Buffer.add_uint16_le b (n land 0xffff);
  Buffer.add_uint8 b (n lsr 16);
  Buffer.add_uint8 b (sequence land 255);
  Buffer.add_string b content;
  Buffer.contents b

(** Packets of one answer, counted from [from] on. *)
let packets ?(from = 1) contents = String.concat "" (List.mapi (fun i content -> packet (from + i) content) contents)

let scramble = "abcdefghijklmnopqrst"

let greeting =
  "\x0a11.8.0-MariaDB\000" ^ "\001\000\000\000" ^ String.sub scramble 0 8 ^ "\000" ^ "\xff\xf7" ^ "\x2d" ^ "\002\000"
  ^ "\xff\x81" ^ "\x15" ^ String.make 10 '\000' ^ String.sub scramble 8 12 ^ "\000" ^ "mysql_native_password\000"

let ok = "\000\000\000\002\000\000\000"
let ok_of ~affected = Printf.sprintf "\000%c\000\002\000\000\000" (Char.chr affected)
let eof = "\xfe\000\000\002\000"

let error ?(code = 1064) ?(state = "42000") message =
  Printf.sprintf "\xff%c%c#%s%s" (Char.chr (code land 255)) (Char.chr (code lsr 8)) state message

let text t = Printf.sprintf "%c%s" (Char.chr (String.length t)) t

let column ?(kind = 0xfd) ?(flags = 0) ?(decimals = 0) name =
  String.concat "" (List.map text [ "def"; "db"; "t"; "t"; name; name ])
  ^ "\x0c\x2d\000\000\001\000\000"
  ^ Printf.sprintf "%c%c%c%c\000\000" (Char.chr kind) (Char.chr flags) '\000' (Char.chr decimals)

(** Reads one packet of the client. *)
let read flow =
  let rec fill buffer n =
    if Buffer.length buffer >= n then Lwt.return_true
    else
      let* data = Flow_in_memory.read flow in
      match data with
      | Ok (`Data data) ->
          Buffer.add_string buffer (Cstruct.to_string data);
          fill buffer n
      | Ok `Eof | Error _ -> Lwt.return_false
  in
  let buffer = Buffer.create 64 in
  fun () ->
    let* whole = fill buffer 4 in
    if not whole then Lwt.return_none
    else
      let length =
        Char.code (Buffer.nth buffer 0)
        lor (Char.code (Buffer.nth buffer 1) lsl 8)
        lor (Char.code (Buffer.nth buffer 2) lsl 16)
      in
      let* whole = fill buffer (4 + length) in
      if not whole then Lwt.return_none
      else begin
        let content = Buffer.sub buffer 4 length in
        let rest = Buffer.sub buffer (4 + length) (Buffer.length buffer - 4 - length) in
        Buffer.clear buffer;
        Buffer.add_string buffer rest;
        Lwt.return_some content
      end

(** Logs in whoever comes, then answers each command as [answer] says; nothing closes the connection. *)
let serve answer flow =
  let next = read flow in
  let* () = Flow_in_memory.send flow (packet 0 greeting) in
  let* _ = next () in
  let* () = Flow_in_memory.send flow (packet 2 ok) in
  let rec commands () =
    let* command = next () in
    match command with
    | None -> Flow_in_memory.close flow
    | Some command -> (
        match answer command with
        | Some reply ->
            let* () = Flow_in_memory.send flow reply in
            commands ()
        | None -> Flow_in_memory.close flow)
  in
  commands ()
