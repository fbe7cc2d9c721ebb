(** TCP with the sockets of the host, in the shape of {!Tcpip.Tcp.S}. *)

open Unix_address

type error =
  [ Tcpip.Tcp.error
  | `Unix of Unix.error
  ]

type write_error =
  [ Tcpip.Tcp.write_error
  | `Unix of Unix.error
  ]

let pp_unix ppf error = Fmt.string ppf (Unix.error_message error)
let pp_error ppf = function `Unix error -> pp_unix ppf error | #Tcpip.Tcp.error as e -> Tcpip.Tcp.pp_error ppf e

let pp_write_error ppf = function
  | `Unix error -> pp_unix ppf error
  | #Tcpip.Tcp.write_error as e -> Tcpip.Tcp.pp_write_error ppf e

type ipaddr = Ipaddr.t

type flow = {
  fd : Lwt_unix.file_descr;
  other : Ipaddr.t * int;
  mutable is_open : bool;
  mutable slab : Cstruct.t;  (** room for what is read next *)
}

type t = {
  address : Ipaddr.t;
  listening : (int, Lwt_unix.file_descr) Hashtbl.t;
  log : string -> unit;
}

let slab_bytes = 4_096
let flow fd other = { fd; other; is_open = true; slab = Cstruct.empty }
let dst flow = flow.other

let failure = function
  | Unix.ECONNREFUSED -> `Refused
  | Unix.ETIMEDOUT | EHOSTUNREACH | ENETUNREACH -> `Timeout
  | error -> `Unix error

let read flow =
  if not flow.is_open then Lwt.return_ok `Eof
  else begin
    if Cstruct.length flow.slab < 1_024 then flow.slab <- Cstruct.create_unsafe slab_bytes;
    let { Cstruct.buffer; off; len } = flow.slab in
    Lwt.catch
      (fun () ->
        let* n = Lwt_bytes.read flow.fd buffer off len in
        if n = 0 then Lwt.return_ok `Eof
        else begin
          let data = Cstruct.sub flow.slab 0 n in
          flow.slab <- Cstruct.shift flow.slab n;
          Lwt.return_ok (`Data data)
        end)
      (function
        | Unix.Unix_error ((EBADF | ECONNRESET), _, _) -> Lwt.return_ok `Eof
        | Unix.Unix_error (error, _, _) -> Lwt.return_error (failure error)
        | e -> Lwt.fail e)
  end

let rec write_all fd (data : Cstruct.t) =
  if Cstruct.length data = 0 then Lwt.return_unit
  else
    let* n = Lwt_bytes.write fd data.buffer data.off data.len in
    write_all fd (Cstruct.shift data n)

let rec write_vectors fd vectors =
  if Lwt_unix.IO_vectors.is_empty vectors then Lwt.return_unit
  else
    let* n = Lwt_unix.writev fd vectors in
    Lwt_unix.IO_vectors.drop vectors n;
    write_vectors fd vectors

let writev flow buffers =
  if not flow.is_open then Lwt.return_error `Closed
  else
    Lwt.catch
      (fun () ->
        let* () =
          match buffers with
          | [ data ] -> write_all flow.fd data
          | buffers ->
              let vectors = Lwt_unix.IO_vectors.create () in
              List.iter
                (fun (data : Cstruct.t) -> Lwt_unix.IO_vectors.append_bigarray vectors data.buffer data.off data.len)
                buffers;
              write_vectors flow.fd vectors
        in
        Lwt.return_ok ())
      (function
        | Unix.Unix_error ((EPIPE | ECONNRESET | EBADF), _, _) -> Lwt.return_error `Closed
        | Unix.Unix_error (error, _, _) -> Lwt.return_error (failure error)
        | e -> Lwt.fail e)

let write flow data = writev flow [ data ]
let write_nodelay = write
let writev_nodelay = writev

let shutdown flow how =
  let command =
    match how with `read -> Unix.SHUTDOWN_RECEIVE | `write -> Unix.SHUTDOWN_SEND | `read_write -> Unix.SHUTDOWN_ALL
  in
  (* The other side may have gone: then there is nothing left to be shut. *)
  (try if flow.is_open then Lwt_unix.shutdown flow.fd command with Unix.Unix_error _ -> ());
  Lwt.return_unit

let close flow =
  if flow.is_open then begin
    flow.is_open <- false;
    close_socket flow.fd
  end
  else Lwt.return_unit

let socket address = Lwt_unix.socket ~cloexec:true (Unix.domain_of_sockaddr address) Unix.SOCK_STREAM 0

let keep_alive fd = function
  | None -> ()
  | Some (_ : Tcpip.Keepalive.t) -> Lwt_unix.setsockopt fd Unix.SO_KEEPALIVE true

let create_connection ?keepalive _ other =
  let address = sockaddr other in
  let fd = socket address in
  Lwt.catch
    (fun () ->
      let* () = Lwt_unix.connect fd address in
      Lwt_unix.setsockopt fd Unix.TCP_NODELAY true;
      keep_alive fd keepalive;
      Lwt.return_ok (flow fd other))
    (function
      | Unix.Unix_error (error, _, _) ->
          let* () = close_socket fd in
          Lwt.return_error (failure error)
      | e -> Lwt.fail e)

(* Without a free descriptor nothing can be taken; those that end make room. *)
let rec accept t fd ?keepalive handle =
  let* connection =
    Lwt.catch
      (fun () -> Lwt.map (fun connection -> `Connection connection) (Lwt_unix.accept ~cloexec:true fd))
      (function
        | Unix.Unix_error ((EMFILE | ENFILE | ENOBUFS | ENOMEM), _, _) -> Lwt.return `Later
        | Unix.Unix_error ((ECONNABORTED | EINTR), _, _) -> Lwt.return `Again
        | Unix.Unix_error _ -> Lwt.return `Closed
        | e -> Lwt.fail e)
  in
  match connection with
  | `Closed -> Lwt.return_unit
  | `Again -> accept t fd ?keepalive handle
  | `Later ->
      let* () = Lwt_unix.sleep 0.05 in
      accept t fd ?keepalive handle
  | `Connection (fd', other) ->
      Lwt_unix.setsockopt fd' Unix.TCP_NODELAY true;
      keep_alive fd' keepalive;
      Lwt.dont_wait
        (fun () -> handle (flow fd' (of_sockaddr other)))
        (fun e -> t.log ("a connection's handler failed: " ^ Printexc.to_string e));
      accept t fd ?keepalive handle

let unlisten t ~port =
  match Hashtbl.find_opt t.listening port with
  | None -> ()
  | Some fd ->
      Hashtbl.remove t.listening port;
      (* Nobody new from this moment on; the closing itself takes a thread of its own. *)
      (try Lwt_unix.shutdown fd Unix.SHUTDOWN_ALL with Unix.Unix_error _ -> ());
      Lwt.dont_wait (fun () -> close_socket fd) (fun e -> t.log (Printexc.to_string e))

(** Raises [Unix.Unix_error] when the port cannot be had. *)
let listen t ~port ?keepalive handle =
  check_port port;
  unlisten t ~port;
  let address = sockaddr (t.address, port) in
  let fd = socket address in
  Lwt_unix.setsockopt fd Unix.SO_REUSEADDR true;
  Unix.bind (Lwt_unix.unix_file_descr fd) address;
  Lwt_unix.listen fd 1_024;
  Hashtbl.replace t.listening port fd;
  Lwt.dont_wait (fun () -> accept t fd ?keepalive handle) (fun e -> t.log (Printexc.to_string e))

let disconnect t =
  List.iter (fun port -> unlisten t ~port) (List.of_seq (Hashtbl.to_seq_keys t.listening));
  Lwt.return_unit
