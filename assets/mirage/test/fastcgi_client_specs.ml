(** The client of FastCGI, before responders that are good, slow, broken or gone. *)

open Fastcgi
open Fastcgi_specs
module Asker = Client.Make (Tcp_in_memory) (Virtual_time)

let port = 9000

(* A client whose connections meet [serve], which is given the responder's end. *)
let client ?(settings = Client.default) ?(log = ignore) serve =
  let tcp = Tcp_in_memory.create () in
  Option.iter (Tcp_in_memory.listen tcp ~port) serve;
  (tcp, Asker.create ~settings tcp ~log (Io.Lookup.fixed (Tcp_in_memory.here, port)))

(* Reads a request's records up to the end of its body. *)
let rec take_request flow seen =
  let* data = Flow_in_memory.read flow in
  match data with
  | Ok (`Data data) ->
      let seen = seen ^ Cstruct.to_string data in
      if String.ends_with ~suffix:(record Stdin "") seen then Lwt.return seen else take_request flow seen
  | Ok `Eof | Error _ -> Lwt.return seen

let reply text flow =
  let* _ = take_request flow "" in
  let* () = Flow_in_memory.send flow text in
  Flow_in_memory.close flow

let out text = text_of (fun b -> Record.add_stream b Stdout ~id:1 text)
let finish = record End_request (Record.end_content ~status:0 Complete)

let body_of (answer : Client.answer) =
  let rec more text =
    let* piece = answer.body () in
    match piece with None -> Lwt.return text | Some piece -> more (text ^ piece)
  in
  more ""

let ask ?(params = [ ("A", "b") ]) ?(body = "") ?(repeatable = true) client =
  Asker.request client ~repeatable params body

let outcome result =
  run
    (let* result = result in
     match result with
     | Error error -> Lwt.return (Error (Client.string_of_error error))
     | Ok (answer : Client.answer) ->
         Lwt.catch
           (fun () -> Lwt.map (fun body -> Ok (answer.head.status, body)) (body_of answer))
           (function
             | Client.Broken error -> Lwt.return (Error ("later: " ^ Client.string_of_error error)) | e -> Lwt.fail e))

let check = Alcotest.(check (result (pair int string) string))

let good () =
  let _, c =
    client
      (Some
         (fun flow ->
           Responder.serve
             (Responder.create ~log:ignore (fun r ->
                  Lwt.return
                    [ "Status: 201 Created\r\nX: y\r\n\r\n"; (match r.body with Whole b -> b | Too_large _ -> "") ]))
             flow))
  in
  check "an answer" (Ok (201, "the body")) (outcome (ask ~body:"the body" c));
  let split =
    List.map
      (fun c -> out (String.make 1 c))
      (List.of_seq (String.to_seq "Status: 404 Not Found\nContent-Type: text/html\n\nnot here"))
  in
  let _, c = client (Some (reply (String.concat "" split ^ finish))) in
  check "byte by byte, with line feeds" (Ok (404, "not here")) (outcome (ask c));
  let _, c = client (Some (reply (out "Location: /x\r\n\r\n" ^ finish))) in
  check "a place to go to" (Ok (302, "")) (outcome (ask c));
  let lines = ref [] in
  let _, c =
    client
      ~log:(fun line -> lines := line :: !lines)
      (Some (reply (record Stderr "db: away\n" ^ out "A: b\r\n\r\nx" ^ record Stderr (String.make 9_000 'e') ^ finish)))
  in
  check "errors are not output" (Ok (200, "x")) (outcome (ask c));
  Alcotest.(check (list int))
    "but lines of the log, and not more than a few" [ 4_087; 8 ] (List.map String.length !lines)

let bad () =
  let fails name expected text =
    let _, c = client (Some (reply text)) in
    check name (Error expected) (outcome (ask c))
  in
  fails "nothing" "the connection ended before the answer" "";
  fails "half a head" "the connection ended before the answer" (out "A: b\r\n");
  fails "no head" "the answer breaks the protocol: its head has no end" (out "A: b\r\n" ^ finish);
  fails "no fields" "the answer breaks the protocol: a header field that is none" (out "no field\r\n\r\n" ^ finish);
  fails "a status that is none" "the answer breaks the protocol: a status that is none"
    (out "Status: 1000\r\n\r\n" ^ finish);
  fails "a field that splits" "the answer breaks the protocol: a header field that is none"
    (out "A: b\rC: d\r\n\r\n" ^ finish);
  fails "an endless head" "the answer breaks the protocol: its head is too large" (out ("A: " ^ String.make 20_000 'a'));
  fails "another protocol" "the answer breaks the protocol: not version 1 of FastCGI" "HTTP/1.1 200 OK";
  fails "refused" "the answer breaks the protocol: the request was refused"
    (record End_request (Record.end_content ~status:0 Unknown_role));
  fails "overloaded" "too many requests are under way" (record End_request (Record.end_content ~status:0 Overloaded));
  fails "a body that breaks off" "later: the connection ended before the answer" (out "A: b\r\n\r\nhalf");
  let _, c = client None in
  check "nobody there" (Error "no connection: refused") (outcome (ask c));
  Alcotest.(check int) "counted" 1 (Asker.counters c).failed

let late () =
  let tcp, c = client None in
  tcp.is_slow <- true;
  let began = Virtual_time.elapsed_ns () in
  check "a connection that does not come" (Error "no answer in time") (outcome (ask c));
  Alcotest.(check int64) "in three seconds" 3_000_000_000L (Int64.sub (Virtual_time.elapsed_ns ()) began);
  let _, c = client (Some (fun flow -> Lwt.map ignore (take_request flow ""))) in
  let began = Virtual_time.elapsed_ns () in
  check "an answer that does not come" (Error "no answer in time") (outcome (ask c));
  Alcotest.(check int64) "in fifteen seconds" 15_000_000_000L (Int64.sub (Virtual_time.elapsed_ns ()) began);
  Alcotest.(check (pair int int))
    "counted, and none is open" (1, 0)
    ((Asker.counters c).dropped_slow, (Asker.counters c).open_now)

let places () =
  let settings = { Client.default with connections = 2; waiting = 1 } in
  let serve flow =
    let* _ = take_request flow "" in
    let* () = Virtual_time.sleep_ns 2_000_000_000L in
    let* () = Flow_in_memory.send flow (out "A: b\r\n\r\nx" ^ finish) in
    Flow_in_memory.close flow
  in
  let _, c = client ~settings (Some serve) in
  let answers = List.init 4 (fun _ -> ask c) in
  let results = List.map outcome answers in
  Alcotest.(check (list bool))
    "two, one that waits, and one too many" [ true; true; true; false ] (List.map Result.is_ok results);
  check "places come free again" (Ok (200, "x")) (outcome (ask c))

let kept () =
  let settings = { Client.default with keep = true } in
  let served = ref 0 in
  let rec serve flow =
    let* request = take_request flow "" in
    if request = "" then Flow_in_memory.close flow
    else begin
      incr served;
      let* () = Flow_in_memory.send flow (out "A: b\r\n\r\nx" ^ finish) in
      (* This one ends kept connections after the second request, as a server that stops does. *)
      if !served = 2 then Flow_in_memory.close flow else serve flow
    end
  in
  let tcp, c = client ~settings (Some serve) in
  List.iter (fun n -> check (Printf.sprintf "request %d" n) (Ok (200, "x")) (outcome (ask c))) [ 1; 2; 3; 4 ];
  Alcotest.(check (pair int int)) "four requests over two connections" (4, 2) (!served, tcp.made);
  run (Virtual_time.sleep_ns 6_000_000_000L);
  check "after a while" (Ok (200, "x")) (outcome (ask c));
  Alcotest.(check int) "an old one is not used again" 3 tcp.made;
  run (Asker.close_kept c);
  Alcotest.(check int) "none is open" 0 (Asker.counters c).open_now

let tests =
  [
    ( "fastcgi client",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [
          ("good answers", good);
          ("bad answers", bad);
          ("late answers", late);
          ("places", places);
          ("kept connections", kept);
        ] );
  ]
