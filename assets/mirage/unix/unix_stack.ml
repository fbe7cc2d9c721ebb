(** A network stack with the sockets of the host, in the shape of {!Tcpip.Stack.V4V6}. *)

let ( let* ) = Lwt.bind

module TCP = Unix_tcp
module UDP = Unix_udp

type t = {
  tcp : TCP.t;
  udp : UDP.t;
  gone : unit Lwt.t;
  leave : unit Lwt.u;
}

(** [connect ~log address] is a stack that listens at [address], which may be the unspecified one. *)
let connect ~log address =
  Sys.set_signal Sys.sigpipe Sys.Signal_ignore;
  let gone, leave = Lwt.wait () in
  {
    tcp = { address; listening = Hashtbl.create 4; log };
    udp = { address; sockets = Hashtbl.create 4; log };
    gone;
    leave;
  }

let tcp t = t.tcp
let udp t = t.udp
let listen t = t.gone

let disconnect t =
  let* () = TCP.disconnect t.tcp in
  let* () = UDP.disconnect t.udp in
  if Lwt.is_sleeping t.gone then Lwt.wakeup_later t.leave ();
  Lwt.return_unit

(** The address of a name, as the host finds it. *)
let resolve name =
  match Ipaddr.of_string name with
  | Ok address -> Lwt.return_ok address
  | Error _ -> (
      let* found = Lwt_unix.getaddrinfo name "" [ Unix.AI_SOCKTYPE Unix.SOCK_STREAM ] in
      let inet =
        List.find_map
          (fun info -> match info.Unix.ai_addr with ADDR_INET (a, _) -> Some a | ADDR_UNIX _ -> None)
          found
      in
      match inet with
      | Some address -> Lwt.return_ok (Ipaddr_unix.of_inet_addr address)
      | None -> Lwt.return_error ("the name " ^ name ^ " is not known"))
