(** One connection to a server: it is asked one thing at a time. Everything fails with {!Failure.Failed} alone. *)

type limits = {
  packet_bytes : int;  (** of one packet, either way *)
  result_bytes : int;  (** of all rows of a result *)
  statements : int;  (** prepared ones that are kept *)
  login_ns : int;  (** for the next packet while logging in *)
  answer_ns : int;  (** for the next packet of an answer *)
}

(** The times are those of the site's PHP configuration. *)
let default =
  {
    packet_bytes = 1_048_576;
    result_bytes = 4_194_304;
    statements = 32;
    login_ns = Io.Time.seconds 3;
    answer_ns = Io.Time.seconds 10;
  }

type statement =
  | Query of string  (** without parameters *)
  | Execute of string * Value.t array  (** a value for each question mark *)

type result = {
  columns : Value.column array;
  rows : Value.t array list;
  affected : int;
  last_id : int;
}

module Make (Flow : Mirage_flow.S) (Time : Io.Time.S) = struct
  module Packets = Packets.Make (Flow) (Time)

  let ( let* ) = Lwt.bind

  type prepared = {
    id : int;
    params : int;
  }

  type t = {
    flow : Flow.flow;
    packets : Packets.t;
    limits : limits;
    version : string;
    statements : (string, prepared) Hashtbl.t;
    mutable is_usable : bool;
  }

  let server_version t = t.version

  (** Whether the connection can still be used, as far as it is known here. *)
  let is_usable t = t.is_usable && Packets.Inlet.is_quiet t.packets.inlet

  (** Between uses: the server's closing is noticed from now on. *)
  let listen t = Packets.Inlet.listen t.packets.inlet

  let failed failure = Lwt.fail (Failure.Failed failure)

  (* A parser's exception is a failure like any other; and what spoils the connection is remembered. *)
  let asking t f =
    if not t.is_usable then failed Lost
    else
      Lwt.catch f (fun e ->
          let failure =
            match e with Failure.Failed failure -> failure | e -> Failure.Malformed (Printexc.to_string e)
          in
          if not (Failure.leaves_connection failure) then t.is_usable <- false;
          failed failure)

  let rec prove t ~password answer =
    let* () = Packets.add t answer in
    let* () = Packets.flush t in
    let* packet = Packets.receive t in
    match Handshake.read_verdict ~password packet with
    | `Welcome -> Lwt.return_unit
    | `Prove proof -> again t ~password proof

  and again t ~password proof =
    let* () = Packets.add t proof in
    let* () = Packets.flush t in
    let* packet = Packets.receive t in
    match Handshake.read_verdict ~password packet with
    | `Welcome -> Lwt.return_unit
    | `Prove _ -> failed (Malformed "the server asks for another proof again")

  (** [start flow ~user ~password ~database] logs in on a new flow, which is closed when that fails. *)
  let start ?(limits = default) flow ~user ~password ~database =
    let packets = Packets.create ~most:limits.packet_bytes ~answer_ns:limits.login_ns flow in
    Lwt.catch
      (fun () ->
        let* packet = Packets.receive packets in
        let greeting = Handshake.read_greeting packet in
        let capabilities = Handshake.wanted land lnot (if database = "" then Handshake.connect_with_db else 0) in
        let* () = prove packets ~password (Handshake.answer ~capabilities ~user ~password ~database greeting) in
        packets.answer_ns <- limits.answer_ns;
        Lwt.return
          { flow; packets; limits; version = greeting.version; statements = Hashtbl.create 8; is_usable = true })
      (fun e ->
        Packets.stop packets;
        let* () = Flow.close flow in
        match e with Failure.Failed _ -> Lwt.fail e | e -> failed (Malformed (Printexc.to_string e)))

  let command code content = Printf.sprintf "%c%s" (Char.chr code) content
  let is_end packet = String.length packet < 9 && packet <> "" && packet.[0] = '\xfe'
  let is_error packet = packet <> "" && packet.[0] = '\xff'

  let server_error packet =
    Packets.failed (try Handshake.error_of_packet (Wire.reader ~at:1 packet) with Failure.Failed failure -> failure)

  let rec columns t count found =
    let* packet = Packets.receive t.packets in
    if count > 0 then columns t (count - 1) (Value.read_column packet :: found)
    else if is_end packet then Lwt.return (Array.of_list (List.rev found))
    else failed (Malformed "no end behind the columns")

  let rec rows t read found bytes =
    let* packet = Packets.receive t.packets in
    if is_end packet then Lwt.return (List.rev found)
    else if is_error packet then server_error packet
    else begin
      let bytes = bytes + String.length packet + 32 in
      if bytes > t.limits.result_bytes then failed Too_large else rows t read (read packet :: found) bytes
    end

  (* The answer to a query or to an execution. *)
  let result t ~read =
    let* packet = Packets.receive t.packets in
    if is_error packet then server_error packet
    else if packet <> "" && packet.[0] = '\x00' then begin
      let r = Wire.reader ~at:1 packet in
      let affected = Wire.length r in
      Lwt.return { columns = [||]; rows = []; affected; last_id = Wire.length r }
    end
    else if packet <> "" && packet.[0] = '\xfb' then failed (Malformed "the server asks for a file")
    else begin
      let count = Wire.length (Wire.reader packet) in
      if count > 4_096 then failed (Malformed "too many columns")
      else
        let* columns = columns t count [] in
        let* rows = rows t (read columns) [] 0 in
        Lwt.return { columns; rows; affected = 0; last_id = 0 }
    end

  (** Whether the server answers. *)
  let ping t =
    asking t (fun () ->
        let* () = Packets.add_command t.packets (command 0x0e "") in
        let* () = Packets.flush t.packets in
        Lwt.map ignore (result t ~read:Value.read_text_row))

  let prepared t =
    let* packet = Packets.receive t.packets in
    if is_error packet then server_error packet
    else begin
      let r = Wire.reader packet in
      if Wire.int1 r <> 0 then Failure.malformed "no prepared statement";
      let id = Wire.int4 r in
      let column_count = Wire.int2 r in
      let params = Wire.int2 r in
      let* _ = if params > 0 then columns t params [] else Lwt.return [||] in
      let* _ = if column_count > 0 then columns t column_count [] else Lwt.return [||] in
      Lwt.return { id; params }
    end

  let execution ~id values =
    let buffer = Buffer.create 64 in
    Buffer.add_uint8 buffer 0x17;
    Buffer.add_int32_le buffer (Int32.of_int id);
    Buffer.add_uint8 buffer 0;
    Buffer.add_int32_le buffer 1l;
    if Array.length values > 0 then Value.add_params buffer values;
    Buffer.contents buffer

  (* Closing a statement has no answer. *)
  let forget_statements t =
    Hashtbl.fold
      (fun _ statement before ->
        let* () = before in
        let content = Bytes.create 4 in
        Bytes.set_int32_le content 0 (Int32.of_int statement.id);
        Packets.add_command t.packets (command 0x19 (Bytes.to_string content)))
      t.statements Lwt.return_unit
    |> Lwt.map (fun () -> Hashtbl.reset t.statements)

  (** MariaDB's name for the statement that was prepared last. *)
  let last_prepared = 0xffffffff

  (* The execution is sent behind the preparation without waiting: one way to the server instead of two. *)
  let prepare_and_execute t sql values =
    let* () = if Hashtbl.length t.statements >= t.limits.statements then forget_statements t else Lwt.return_unit in
    let* () = Packets.add_command t.packets (command 0x16 sql) in
    Packets.add_command t.packets (execution ~id:last_prepared values)

  let read_prepared_and_executed t sql values =
    let* preparation =
      Lwt.catch
        (fun () -> Lwt.map Result.ok (prepared t))
        (function Failure.Failed (Server _) as e -> Lwt.return_error e | e -> Lwt.fail e)
    in
    t.packets.sequence <- 1;
    match preparation with
    | Error e ->
        (* The execution fails too; its answer is read, and the first error is the one that tells. *)
        Lwt.catch
          (fun () ->
            let* _ = result t ~read:Value.read_binary_row in
            failed (Malformed "a statement ran that was not prepared"))
          (function Failure.Failed (Server _) -> Lwt.fail e | other -> Lwt.fail other)
    | Ok statement ->
        Hashtbl.replace t.statements sql statement;
        if statement.params <> Array.length values then failed (Malformed "another number of parameters")
        else result t ~read:Value.read_binary_row

  (* Gathers a statement; what comes back reads its answer. *)
  let send t statement =
    match statement with
    | Query sql ->
        let* () = Packets.add_command t.packets (command 0x03 sql) in
        Lwt.return (fun () -> result t ~read:Value.read_text_row)
    | Execute (sql, values) -> (
        match Hashtbl.find_opt t.statements sql with
        | None ->
            let* () = prepare_and_execute t sql values in
            Lwt.return (fun () -> read_prepared_and_executed t sql values)
        | Some known when known.params <> Array.length values ->
            invalid_arg "Mariadb.Connection: another number of values than question marks"
        | Some known ->
            let* () = Packets.add_command t.packets (execution ~id:known.id values) in
            Lwt.return (fun () -> result t ~read:Value.read_binary_row))

  (** [all t statements] sends all of them at once, and gives the answer to each, in order. An error of the server's in one
      does not keep the others from being run: so they must not depend on each other. *)
  let all t statements =
    asking t (fun () ->
        let* answers = Lwt_list.map_s (send t) statements in
        let* () = Packets.flush t.packets in
        Lwt_list.map_s
          (fun read ->
            t.packets.sequence <- 1;
            Lwt.catch
              (fun () -> Lwt.map Result.ok (read ()))
              (function Failure.Failed (Server _ as failure) -> Lwt.return_error failure | e -> Lwt.fail e))
          answers)

  let one t statement =
    let* answers = all t [ statement ] in
    match answers with
    | [ Ok result ] -> Lwt.return result
    | [ Error failure ] -> failed failure
    | _ -> failed (Malformed "another number of answers")

  (** [query t sql] runs one statement without parameters. *)
  let query t sql = one t (Query sql)

  (** [execute t sql values] runs a statement with a value for each question mark; it is prepared once a connection. *)
  let execute t sql values = one t (Execute (sql, values))

  (** Takes leave of the server, and closes the flow. *)
  let close t =
    let* () =
      if not t.is_usable then Lwt.return_unit
      else
        Lwt.catch
          (fun () ->
            let* () = Packets.add_command t.packets (command 0x01 "") in
            Packets.flush t.packets)
          (function Failure.Failed _ -> Lwt.return_unit | e -> Lwt.fail e)
    in
    t.is_usable <- false;
    Packets.stop t.packets;
    Flow.close t.flow
end
