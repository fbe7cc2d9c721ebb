(** What a network stack carries, by two old services of the Internet: discard (RFC 863) takes everything that comes, and
    chargen (RFC 864) sends for as long as somebody takes it. They are here to measure the stack below them. *)

(** Their own ports, 9 and 19, need a privilege in some engines. *)
let discard_port = 9_009

let chargen_port = 9_019

module Main (Stack : Tcpip.Stack.V4V6) = struct
  module TCP = Stack.TCP

  let ( let* ) = Lwt.bind

  (* Closed only when everything was read: so the other side knows when all has arrived. *)
  let rec discard flow =
    let* got = TCP.read flow in
    match got with Ok (`Data _) -> discard flow | Ok `Eof | Error _ -> TCP.close flow

  (* The printable characters, over and over; nothing is computed while it is measured. *)
  let characters = Cstruct.of_string (String.init 65_536 (fun i -> Char.chr (32 + (i mod 95))))

  let rec chargen flow =
    let* sent = TCP.write flow characters in
    match sent with Ok () -> chargen flow | Error _ -> TCP.close flow

  (** [start stack ~ready ~settings ~stop] serves both until [stop] is resolved; [ready] is called when it does. *)
  let start stack ~ready ~settings:_ ~stop =
    let tcp = Stack.tcp stack in
    TCP.listen tcp ~port:discard_port discard;
    TCP.listen tcp ~port:chargen_port chargen;
    ready ();
    stop
end
