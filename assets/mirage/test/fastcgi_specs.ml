(** FastCGI: records and parameters, and the responder. *)

open Fastcgi
module Responder = Server.Make (Flow_in_memory) (Virtual_time)

let ( let* ) = Lwt.bind
let run = Virtual_time.run

let text_of f =
  let buffer = Buffer.create 256 in
  f buffer;
  Buffer.contents buffer

let record kind ?(id = 1) content = text_of (fun b -> Record.add b kind ~id content)
let begin_ ?id ?(keep = false) () = record Begin_request ?id (Record.begin_content ~keep)

(* A whole request, as a web tier sends it. *)
let request ?(id = 1) ?keep ?(params = [ ("REQUEST_METHOD", "GET") ]) body =
  begin_ ~id ?keep ()
  ^ text_of (fun b -> Record.add_stream b Params ~id (Params.encode params))
  ^ record Params ~id ""
  ^ text_of (fun b -> Record.add_stream b Stdin ~id body)
  ^ record Stdin ~id ""

(* The records of an answer: kind, number and content. *)
let rec records text =
  if text = "" then []
  else
    match Record.read_head (Bytes.of_string text) 0 with
    | Error reason -> failwith reason
    | Ok head ->
        let next = Record.head_bytes + head.length + head.padding in
        (head.kind, head.id, String.sub text Record.head_bytes head.length)
        :: records (String.sub text next (String.length text - next))

let handler (request : Server.request) =
  match Server.param request "PATH" with
  | Some "/slow" ->
      let* () = Virtual_time.sleep_ns 5_000_000_000L in
      Lwt.return [ "slow" ]
  | Some "/raise" -> failwith "a handler that fails"
  | Some "/large" -> Lwt.return [ String.make 200_000 'x' ]
  | _ ->
      let body = match request.body with Whole body -> body | Too_large n -> Printf.sprintf "%d bytes" n in
      Lwt.return
        [ String.concat "&" (List.map (fun (name, value) -> name ^ "=" ^ value) request.params); ""; "|" ^ body ]

let responder ?limits () = Responder.create ?limits ~log:ignore handler

let converse ?limits ?(server = responder ?limits ()) text =
  let ours, theirs = Flow_in_memory.pair () in
  run
    (let served = Responder.serve server theirs in
     let* () = Flow_in_memory.send ours text in
     let* () = Flow_in_memory.shutdown ours `write in
     let* answer = Flow_in_memory.receive_all ours in
     let* () = served in
     Lwt.return answer)

let stdout_of answer =
  String.concat "" (List.filter_map (function Record.Stdout, _, content -> Some content | _ -> None) (records answer))

let ends answer =
  List.filter_map
    (function Record.End_request, id, content -> Some (id, Result.get_ok (Record.read_end content)) | _ -> None)
    (records answer)

let check_ends = Alcotest.(check (list (pair int (pair int int))))

let answered () =
  let answer = converse (request "body") in
  Alcotest.(check string) "its output" "REQUEST_METHOD=GET|body" (stdout_of answer);
  check_ends "its end" [ (1, (0, 0)) ] (ends answer);
  (* The edge looks for just these bytes behind the word. *)
  Alcotest.(check bool)
    "the last record has no padding" true
    (String.ends_with ~suffix:"\001\003\000\001\000\008\000\000\000\000\000\000\000\000\000\000" answer);
  Alcotest.(check int)
    "a large output" 200_000
    (String.length (stdout_of (converse (request ~params:[ ("PATH", "/large") ] ""))));
  Alcotest.(check bool)
    "a handler that fails" true
    (String.starts_with ~prefix:"Status: 500 " (stdout_of (converse (request ~params:[ ("PATH", "/raise") ] ""))))

let kept () =
  let two = request ~keep:true "1" ^ request ~id:7 ~keep:true "2" ^ request "3" ^ request "4" in
  check_ends "until one does not keep it" [ (1, (0, 0)); (7, (0, 0)); (1, (0, 0)) ] (ends (converse two))

let management () =
  let asked =
    record Get_values ~id:0 (Params.encode [ ("FCGI_MPXS_CONNS", ""); ("FCGI_MAX_CONNS", ""); ("OTHER", "") ])
  in
  (match records (converse asked) with
  | [ (Get_values_result, 0, content) ] ->
      Alcotest.(check (result (list (pair string string)) string))
        "what is known"
        (Ok [ ("FCGI_MPXS_CONNS", "0"); ("FCGI_MAX_CONNS", "128") ])
        (Params.decode ~most:9 content)
  | _ -> Alcotest.fail "no values");
  (match records (converse (record (Other 77) ~id:0 "?")) with
  | [ (Unknown_type, 0, content) ] -> Alcotest.(check int) "its type" 77 (Char.code content.[0])
  | _ -> Alcotest.fail "an unknown type has no answer");
  let inside = begin_ () ^ record Get_values ~id:0 "" ^ record Params "" ^ record Stdin "" in
  Alcotest.(check string) "inside a request" "|" (stdout_of (converse inside))

let refused () =
  let authorizer = record Begin_request "\000\002\000\000\000\000\000\000" in
  check_ends "another role" [ (1, (0, 3)) ] (ends (converse authorizer));
  let second = begin_ () ^ begin_ ~id:2 () ^ record Params ~id:2 "" ^ record Params "" ^ record Stdin "" in
  check_ends "a second request at the same time" [ (2, (0, 1)); (1, (0, 0)) ] (ends (converse second));
  check_ends "given up" [ (1, (0, 0)) ] (ends (converse (begin_ () ^ record Abort_request "")));
  Alcotest.(check string) "given up: no output" "" (stdout_of (converse (begin_ () ^ record Abort_request "")));
  let while_working = request ~params:[ ("PATH", "/slow") ] "" ^ begin_ ~id:3 () ^ record Abort_request "" in
  let answer = converse while_working in
  check_ends "while a handler works" [ (3, (0, 1)); (1, (0, 0)) ] (ends answer);
  Alcotest.(check string) "its output is dropped" "" (stdout_of answer)

let limits = { Server.default with params_bytes = 1_000; params = 10; body_bytes = 1_000; connections = 3 }

let limited () =
  let server = responder ~limits () in
  let counters = Responder.counters server in
  let pairs n = List.init n (fun i -> (Printf.sprintf "N%d" i, "v")) in
  Alcotest.(check string) "too many parameters" "" (converse ~server (request ~params:(pairs 11) ""));
  Alcotest.(check string) "too large ones" "" (converse ~server (request ~params:[ ("A", String.make 1_001 'a') ] ""));
  Alcotest.(check string) "another version" "" (converse ~server "\002\001\000\001\000\000\000\000");
  Alcotest.(check string)
    "a body too early" ""
    (converse ~server (begin_ () ^ record Params "" ^ record Params "x" ^ record Stdin ""));
  Alcotest.(check string) "cut off" "" (converse ~server (begin_ () ^ record Params "\200\000"));
  Alcotest.(check string)
    "a body over the limit is told as that" "A=b|1001 bytes"
    (stdout_of (converse ~server (request ~params:[ ("A", "b") ] (String.make 1_001 'x'))));
  Alcotest.(check (list int))
    "counted" [ 1; 3; 1 ]
    [ counters.dropped_too_large; counters.dropped_malformed; counters.dropped_broken ]

let slow () =
  let server = responder ~limits () in
  let flows = List.init 4 (fun _ -> Flow_in_memory.pair ()) in
  let served = List.map (fun (_, theirs) -> Responder.serve server theirs) flows in
  Alcotest.(check int) "one too many" 1 (Responder.counters server).dropped_too_many;
  run
    (let* () = Flow_in_memory.send (fst (List.hd flows)) (begin_ ()) in
     Lwt.join served);
  let counters = Responder.counters server in
  Alcotest.(check (pair int int))
    "one began and was slow; none is left" (1, 0)
    (counters.dropped_slow, counters.open_now)

let stopped () =
  let server = responder () in
  let busy, theirs = Flow_in_memory.pair () and idle, idle_theirs = Flow_in_memory.pair () in
  let served = [ Responder.serve server theirs; Responder.serve server idle_theirs ] in
  run
    (let* () = Flow_in_memory.send busy (request ~keep:true ~params:[ ("PATH", "/slow") ] "") in
     let* () = Responder.stop server ~patience_ns:(Io.Time.seconds 8) in
     let* answer = Flow_in_memory.receive_all busy in
     Alcotest.(check string) "what was under way ends" "slow" (stdout_of answer);
     let* nothing = Flow_in_memory.receive_all idle in
     Alcotest.(check string) "what was idle is closed" "" nothing;
     Lwt.join served)

let pairs = QCheck2.Gen.(small_list (pair (string_size (int_range 0 300)) (string_size (int_range 0 300))))

let round_trip =
  QCheck2.Test.make ~name:"parameters come back as they were" ~count:2_000 pairs (fun pairs ->
      Params.decode ~most:1_000 (Params.encode pairs) = Ok pairs)

let tests =
  [
    ( "fastcgi",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [
          ("a request is answered", answered);
          ("a connection is kept", kept);
          ("management records", management);
          ("what is refused", refused);
          ("limits", limited);
          ("slow clients", slow);
          ("a stop", stopped);
          ("parameters", fun () -> QCheck2.Test.check_exn round_trip);
        ] );
  ]
