(** The host's sockets in the shape of a stack, over the loopback. *)

open Lwt.Syntax
module TCP = Unix_stack.TCP
module UDP = Unix_stack.UDP

let here = Ipaddr.of_string_exn "127.0.0.1"

(* A port that nobody has: the host chooses it. *)
let free_port kind =
  let socket = Unix.socket Unix.PF_INET kind 0 in
  Unix.bind socket (Unix.ADDR_INET (Unix.inet_addr_loopback, 0));
  let port = match Unix.getsockname socket with Unix.ADDR_INET (_, port) -> port | ADDR_UNIX _ -> 0 in
  Unix.close socket;
  port

let with_stack f =
  let stack = Unix_stack.connect ~log:prerr_endline here in
  Lwt_main.run
    (Lwt.finalize (fun () -> f (Unix_stack.tcp stack) (Unix_stack.udp stack)) (fun () -> Unix_stack.disconnect stack))

let rec read_all flow buffer =
  let* data = TCP.read flow in
  match data with
  | Ok (`Data data) ->
      Buffer.add_string buffer (Cstruct.to_string data);
      read_all flow buffer
  | Ok `Eof | Error _ -> Lwt.return (Buffer.contents buffer)

let rec echo flow =
  let* data = TCP.read flow in
  match data with
  | Ok (`Data data) ->
      let* _ = TCP.writev flow [ data; Cstruct.empty ] in
      echo flow
  | Ok `Eof | Error _ -> TCP.close flow

let connect tcp port =
  let* flow = TCP.create_connection tcp (here, port) in
  match flow with Ok flow -> Lwt.return flow | Error error -> Alcotest.failf "no connection: %a" TCP.pp_error error

let echoed () =
  let port = free_port Unix.SOCK_STREAM in
  let text i = String.init 200_000 (fun k -> Char.chr ((i + (k * 7)) land 255)) in
  with_stack (fun tcp _ ->
      TCP.listen tcp ~port echo;
      let client i =
        let* flow = connect tcp port in
        let send () =
          let* result = TCP.write flow (Cstruct.of_string (text i)) in
          Alcotest.(check bool) "written" true (result = Ok ());
          TCP.shutdown flow `write
        in
        let* (), back = Lwt.both (send ()) (read_all flow (Buffer.create 200_000)) in
        let* () = TCP.close flow in
        Lwt.return (back = text i)
      in
      let* all = Lwt_list.map_p client (List.init 50 Fun.id) in
      Alcotest.(check bool) "fifty at once, each its own bytes" true (List.for_all Fun.id all);
      Lwt.return_unit)

let refused () =
  let port = free_port Unix.SOCK_STREAM in
  with_stack (fun tcp _ ->
      let outcome () =
        let* result = TCP.create_connection tcp (here, port) in
        match result with
        | Ok flow -> Lwt.map (fun () -> "connected") (TCP.close flow)
        | Error `Refused -> Lwt.return "refused"
        | Error error -> Lwt.return (Format.asprintf "%a" TCP.pp_error error)
      in
      let expect what expected = Lwt.map (Alcotest.(check string) what expected) (outcome ()) in
      let* () = expect "nobody listens" "refused" in
      TCP.listen tcp ~port TCP.close;
      let* () = expect "somebody listens" "connected" in
      TCP.unlisten tcp ~port;
      let* () = Lwt.pause () in
      let* () = expect "nobody any more" "refused" in
      Alcotest.check_raises "a port that is none" (Invalid_argument "Unix_address: a port is from 1 to 65535")
        (fun () -> TCP.listen tcp ~port:0 TCP.close);
      Lwt.return_unit)

(* Who closes a flow that somebody reads ends the reading. *)
let closed () =
  let port = free_port Unix.SOCK_STREAM in
  with_stack (fun tcp _ ->
      TCP.listen tcp ~port (fun flow -> Lwt.map ignore (read_all flow (Buffer.create 1)));
      let* flow = connect tcp port in
      let reading = TCP.read flow in
      let* () = TCP.close flow in
      let* data = reading in
      Alcotest.(check bool) "the reading ends" true (data = Ok `Eof);
      let* again = TCP.read flow in
      Alcotest.(check bool) "and so does the next" true (again = Ok `Eof);
      let* written = TCP.write flow (Cstruct.of_string "x") in
      Alcotest.(check bool) "nothing can be written" true (written = Error `Closed);
      TCP.close flow)

let datagrams () =
  let port = free_port Unix.SOCK_DGRAM and answers = free_port Unix.SOCK_DGRAM in
  with_stack (fun _ udp ->
      let got, wake = Lwt.wait () in
      UDP.listen udp ~port (fun ~src ~dst:_ ~src_port data ->
          Lwt.map ignore (UDP.write udp ~src_port:port ~dst:src ~dst_port:src_port data));
      UDP.listen udp ~port:answers (fun ~src:_ ~dst:_ ~src_port data ->
          Lwt.wakeup_later wake (src_port, Cstruct.to_string data);
          Lwt.return_unit);
      let* _ = UDP.write udp ~src_port:answers ~dst:here ~dst_port:port (Cstruct.of_string "there and back") in
      let* answer = got in
      Alcotest.(check (pair int string)) "a datagram" (port, "there and back") answer;
      Lwt.return_unit)

let times () =
  let before = Unix_time.elapsed_ns () in
  Lwt_main.run (Unix_time.sleep_ns 20_000_000L);
  let passed = Int64.sub (Unix_time.elapsed_ns ()) before in
  Alcotest.(check bool) "a sleep is not shorter than it was asked to be" true (Int64.compare passed 19_000_000L > 0);
  let cancelled = Unix_time.sleep_ns 60_000_000_000L in
  Lwt.cancel cancelled;
  Alcotest.(check bool) "it can be cancelled" false (Lwt.is_sleeping cancelled)

let tests =
  [
    ( "unix",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [
          ("bytes there and back", echoed);
          ("who listens", refused);
          ("closing", closed);
          ("datagrams", datagrams);
          ("time", times);
        ] );
  ]
