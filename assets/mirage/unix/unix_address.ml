(** Addresses and sockets of the host. *)

let ( let* ) = Lwt.bind
let sockaddr (address, port) = Unix.ADDR_INET (Ipaddr_unix.to_inet_addr address, port)

let of_sockaddr = function
  | Unix.ADDR_INET (address, port) -> (Ipaddr_unix.of_inet_addr address, port)
  | Unix.ADDR_UNIX _ -> invalid_arg "Unix_address: not an address of the Internet"

let check_port port = if port < 1 || port > 65_535 then invalid_arg "Unix_address: a port is from 1 to 65535"

(** Closing twice, or what the other side has closed already, is no mistake of ours. *)
let close_socket fd =
  Lwt.catch (fun () -> Lwt_unix.close fd) (function Unix.Unix_error _ -> Lwt.return_unit | e -> Lwt.fail e)
