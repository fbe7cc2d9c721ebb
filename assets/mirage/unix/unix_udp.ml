(** UDP with the sockets of the host, in the shape of {!Tcpip.Udp.S}. *)

open Unix_address

type error = [ `Unix of Unix.error ]

let pp_error ppf (`Unix error) = Fmt.string ppf (Unix.error_message error)

type ipaddr = Ipaddr.t
type callback = src:ipaddr -> dst:ipaddr -> src_port:int -> Cstruct.t -> unit Lwt.t

type t = {
  address : Ipaddr.t;
  sockets : (int, Lwt_unix.file_descr) Hashtbl.t;
  log : string -> unit;
}

let socket address = Lwt_unix.socket ~cloexec:true (Unix.domain_of_sockaddr address) Unix.SOCK_DGRAM 0

let unlisten t ~port =
  match Hashtbl.find_opt t.sockets port with
  | None -> ()
  | Some fd ->
      Hashtbl.remove t.sockets port;
      Lwt.dont_wait (fun () -> close_socket fd) (fun e -> t.log (Printexc.to_string e))

let rec receive t fd (callback : callback) =
  let bytes = Bytes.create 65_535 in
  let* datagram =
    Lwt.catch
      (fun () -> Lwt.map Option.some (Lwt_unix.recvfrom fd bytes 0 (Bytes.length bytes) []))
      (function Unix.Unix_error _ -> Lwt.return_none | e -> Lwt.fail e)
  in
  match datagram with
  | None -> Lwt.return_unit
  | Some (n, other) ->
      let src, src_port = of_sockaddr other in
      let* () = callback ~src ~dst:t.address ~src_port (Cstruct.of_bytes ~off:0 ~len:n bytes) in
      receive t fd callback

let listen t ~port callback =
  check_port port;
  unlisten t ~port;
  let address = sockaddr (t.address, port) in
  let fd = socket address in
  Unix.bind (Lwt_unix.unix_file_descr fd) address;
  Hashtbl.replace t.sockets port fd;
  Lwt.dont_wait (fun () -> receive t fd callback) (fun e -> t.log (Printexc.to_string e))

let write ?src:_ ?src_port ?ttl:_ ~dst ~dst_port t data =
  let address = sockaddr (dst, dst_port) in
  let known = Option.bind src_port (Hashtbl.find_opt t.sockets) in
  let fd = match known with Some fd -> fd | None -> socket address in
  Lwt.catch
    (fun () ->
      let bytes = Cstruct.to_bytes data in
      let* _ = Lwt_unix.sendto fd bytes 0 (Bytes.length bytes) [] address in
      let* () = if known = None then close_socket fd else Lwt.return_unit in
      Lwt.return_ok ())
    (function
      | Unix.Unix_error (error, _, _) ->
          let* () = if known = None then close_socket fd else Lwt.return_unit in
          Lwt.return_error (`Unix error)
      | e -> Lwt.fail e)

let disconnect t =
  List.iter (fun port -> unlisten t ~port) (List.of_seq (Hashtbl.to_seq_keys t.sockets));
  Lwt.return_unit
