(** TCP in memory, in the shape of {!Tcpip.Tcp.S}: what connects to a port meets who listens there. *)

include Flow_in_memory

type ipaddr = Ipaddr.t
type handler = flow -> unit Lwt.t

type t = {
  listening : (int, handler) Hashtbl.t;
  mutable is_slow : bool;  (** connections never come about *)
  mutable made : int;
}

let create () = { listening = Hashtbl.create 4; is_slow = false; made = 0 }
let here = Ipaddr.of_string_exn "10.0.2.2"
let disconnect _ = Lwt.return_unit
let dst _ = (here, 40_000)
let write_nodelay = write
let writev_nodelay = writev

let create_connection ?keepalive:_ t (_, port) =
  t.made <- t.made + 1;
  if t.is_slow then fst (Lwt.wait ())
  else
    match Hashtbl.find_opt t.listening port with
    | None -> Lwt.return_error `Refused
    | Some handler ->
        let ours, theirs = pair () in
        Lwt.async (fun () -> handler theirs);
        Lwt.return_ok ours

let listen t ~port ?keepalive:_ handler = Hashtbl.replace t.listening port handler
let unlisten t ~port = Hashtbl.remove t.listening port
