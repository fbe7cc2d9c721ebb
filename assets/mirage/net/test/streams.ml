(* Both ends of a connection between our stack and Linux's, and streams of known bytes on it. *)

open Lwt.Infix
module TCP = Real.Stack.TCP

let fail format = Printf.ksprintf failwith format
let address port = Unix.ADDR_INET (Unix.inet_addr_of_string Tap.ours, port)

let ours pp = function Ok value -> Lwt.return value | Error error -> fail "our side: %s" (Fmt.to_to_string pp error)
let our_write flow data = TCP.write flow data >>= ours TCP.pp_write_error

(* Byte [i] of every stream. *)
let pattern = Bytes.init (65_536 + 251) (fun i -> Char.chr (i * 7 mod 251))
let pattern_data = Cstruct.of_bytes pattern

let piece at length = Cstruct.sub pattern_data (at mod 251) length

let our_send flow total =
  let rec go at =
    if at >= total then Lwt.return_unit
    else begin
      let length = min 16_384 (total - at) in
      our_write flow (piece at length) >>= fun () -> go (at + length)
    end
  in
  go 0

let our_receive flow total =
  let rec go at =
    TCP.read flow >>= ours TCP.pp_error >>= function
    | `Eof -> if at = total then Lwt.return_unit else fail "our side: the end after %d of %d bytes" at total
    | `Data data ->
      if not (Cstruct.equal data (piece at (Cstruct.length data))) then fail "our side: other bytes at %d" at;
      go (at + Cstruct.length data)
  in
  go 0

let linux_send socket total =
  let rec go at =
    if at >= total then Lwt.return_unit
    else Lwt_unix.write socket pattern (at mod 251) (min 65_536 (total - at)) >>= fun sent -> go (at + sent)
  in
  go 0

let linux_receive socket total =
  let buffer = Bytes.create 65_536 in
  let rec go at =
    Lwt_unix.read socket buffer 0 65_536 >>= function
    | 0 -> if at = total then Lwt.return_unit else fail "Linux: the end after %d of %d bytes" at total
    | got ->
      if Bytes.sub buffer 0 got <> Bytes.sub pattern (at mod 251) got then fail "Linux: other bytes at %d" at;
      go (at + got)
  in
  go 0

let linux_connect port =
  let socket = Lwt_unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Lwt_unix.connect socket (address port) >|= fun () -> socket

let linux_end socket = Lwt_unix.shutdown socket Unix.SHUTDOWN_SEND

(* A flow that Linux has opened to us. *)
let port = ref 1000

let pair stack =
  incr port;
  let accepted, accept = Lwt.wait () in
  TCP.listen (Real.Stack.tcp stack) ~port:!port (fun flow ->
      Lwt.wakeup_later accept flow;
      Lwt.return_unit);
  Lwt.both accepted (linux_connect !port) >|= fun pair ->
  TCP.unlisten (Real.Stack.tcp stack) ~port:!port;
  pair

let linux_listener () =
  let socket = Lwt_unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Lwt_unix.bind socket (Unix.ADDR_INET (Unix.inet_addr_of_string Tap.linux, 0)) >|= fun () ->
  Lwt_unix.listen socket 1000;
  match Lwt_unix.getsockname socket with
  | Unix.ADDR_INET (_, port) -> (socket, port)
  | Unix.ADDR_UNIX _ -> assert false

let our_connect stack port = TCP.create_connection (Real.Stack.tcp stack) (Ipaddr.of_string_exn Tap.linux, port)

(* A flow that we have opened to Linux. *)
let pair_out stack =
  linux_listener () >>= fun (listener, port) ->
  Lwt.both (our_connect stack port >>= ours TCP.pp_error) (Lwt_unix.accept listener) >>= fun (flow, (socket, _)) ->
  Lwt_unix.close listener >|= fun () -> (flow, socket)
