(** HTTP over a flow: what is answered, and what is refused. *)

module Server = Http.Server.Make (Flow_in_memory) (Virtual_time)

let ( let* ) = Lwt.bind
let peer = (Ipaddr.of_string_exn "10.0.2.2", 40_000)
let run = Virtual_time.run
let abandoned = ref 0

let abandon () =
  incr abandoned;
  Lwt.return_unit

let stream pieces =
  let left = ref pieces in
  let next () =
    match !left with
    | [] -> Lwt.return_none
    | piece :: rest ->
        left := rest;
        Lwt.return_some piece
  in
  Http.Response.Stream { next; abandon }

(* Echoes what it is asked; some paths mean something. *)
let handler (request : Http.Request.t) =
  match request.path with
  | "/stream" -> Lwt.return { Http.Response.status = 200; fields = ""; body = stream [ "abc"; ""; "defgh" ] }
  | "/broken" ->
      let first = ref true in
      let next () =
        if !first then (
          first := false;
          Lwt.return_some "part")
        else Lwt.fail Exit
      in
      Lwt.return { Http.Response.status = 200; fields = ""; body = Stream { next; abandon } }
  | "/raise" -> failwith "a handler that fails"
  | "/unread" -> Lwt.return (Http.Response.text 200 "text/plain" "unread")
  | "/nothing" -> Lwt.return { Http.Response.status = 204; fields = ""; body = Text "" }
  | "/slow" ->
      let* () = Virtual_time.sleep_ns 20_000_000_000L in
      Lwt.return (Http.Response.text 200 "text/plain" "slow")
  | path ->
      let* body = Http.Request.whole_body request in
      Lwt.return
        (Http.Response.text 200 "text/plain" (String.concat "|" [ request.head.meth; path; request.query; body ]))

let server ?limits () = Server.create ?limits ~log:ignore ~answered:(fun _ ~status:_ ~ns:_ -> ()) handler

(** Sends all of it, says that no more comes, and returns what came back. *)
let converse ?limits ?(server = server ?limits ()) text =
  let ours, theirs = Flow_in_memory.pair () in
  run
    (let served = Server.serve server theirs ~peer in
     let* () = Flow_in_memory.send ours text in
     let* () = Flow_in_memory.shutdown ours `write in
     let* answer = Flow_in_memory.receive_all ours in
     let* () = served in
     Lwt.return answer)

let contains text part =
  let n = String.length part in
  let rec look i = i + n <= String.length text && (String.sub text i n = part || look (i + 1)) in
  look 0

let count text part =
  let n = String.length part in
  let rec look i found =
    if i + n > String.length text then found else look (i + 1) (if String.sub text i n = part then found + 1 else found)
  in
  look 0 0

let status answer = if String.length answer < 12 then "" else String.sub answer 9 3
let check_status expected text () = Alcotest.(check string) text expected (status (converse text))
let check_has text part = Alcotest.(check bool) (part ^ " is in " ^ String.escaped text) true (contains text part)

(* One request that a strict server refuses, each with what would be taken for good behind it. *)
let refused =
  let bodied = "\r\n\r\n" in
  [
    ( "a length and a coding",
      "400",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked" ^ bodied ^ "0\r\n\r\n" );
    ("two lengths", "400", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6" ^ bodied);
    ( "two equal lengths",
      "400",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5" ^ bodied ^ "abcde" );
    ("a list of lengths", "400", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5" ^ bodied ^ "abcde");
    ("a signed length", "400", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5" ^ bodied);
    ("a hexadecimal length", "400", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5" ^ bodied);
    ("an endless length", "413", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999" ^ bodied);
    ("an empty length", "400", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:" ^ bodied);
    ( "two codings",
      "400",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked" ^ bodied );
    ("a list of codings", "501", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked" ^ bodied);
    ("a hidden coding", "501", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked" ^ bodied);
    ("a coding in HTTP/1.0", "400", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked" ^ bodied);
    ("a space before the colon", "400", "GET / HTTP/1.1\r\nHost : a" ^ bodied);
    ("a folded line", "400", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c" ^ bodied);
    ("a folded first line", "400", "GET / HTTP/1.1\r\n Host: a" ^ bodied);
    ("a line feed alone", "400", "GET / HTTP/1.1\nHost: a\n\n");
    ("a line feed in a head", "400", "GET / HTTP/1.1\r\nHost: a\nX: b" ^ bodied);
    ("a carriage return alone", "400", "GET / HTTP/1.1\r\nHost: a\rX: b" ^ bodied);
    ("a zero byte", "400", "GET / HTTP/1.1\r\nHost: a\r\nX: a\000b" ^ bodied);
    ("no host", "400", "GET / HTTP/1.1" ^ bodied);
    ("two hosts", "400", "GET / HTTP/1.1\r\nHost: a\r\nHost: a" ^ bodied);
    ("a host with a path", "400", "GET / HTTP/1.1\r\nHost: a/b" ^ bodied);
    ("no version", "400", "GET /" ^ bodied);
    ("two spaces", "400", "GET  / HTTP/1.1\r\nHost: a" ^ bodied);
    ("a space in the target", "400", "GET /a b HTTP/1.1\r\nHost: a" ^ bodied);
    ("a tab in the first line", "400", "GET\t/ HTTP/1.1\r\nHost: a" ^ bodied);
    ("a method that is none", "400", "G(T / HTTP/1.1\r\nHost: a" ^ bodied);
    ("a small http", "400", "GET / http/1.1\r\nHost: a" ^ bodied);
    ("version 2", "505", "GET / HTTP/2.0\r\nHost: a" ^ bodied);
    ("a target without a slash", "400", "GET a HTTP/1.1\r\nHost: a" ^ bodied);
    ("an unknown expectation", "417", "POST / HTTP/1.1\r\nHost: a\r\nExpect: wonders" ^ bodied);
    ("a chunk without a size", "400", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" ^ bodied ^ "\r\n");
    ("a negative chunk", "400", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" ^ bodied ^ "-1\r\n");
    ( "a space in a size",
      "400",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" ^ bodied ^ "3 \r\nabc\r\n0\r\n\r\n" );
    ("a size too large", "400", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" ^ bodied ^ "fffffffff\r\n");
    ( "a chunk too long",
      "400",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" ^ bodied ^ "3\r\nabcd\r\n0\r\n\r\n" );
    ( "a chunk's line feed",
      "400",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" ^ bodied ^ "3\nabc\r\n0\r\n\r\n" );
    ( "a trailer that is none",
      "400",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" ^ bodied ^ "0\r\nno colon\r\n\r\n" );
  ]

let follows = "GET /follows HTTP/1.1\r\nHost: a\r\n\r\n"

let refusal (name, expected, text) =
  Alcotest.test_case name `Quick (fun () ->
      let answer = converse (text ^ follows) in
      Alcotest.(check string) "its status" expected (status answer);
      check_has answer "Connection: close\r\n";
      Alcotest.(check int) "nothing behind it is answered" 1 (count answer "HTTP/1.1 "))

let get ?(version = "1.1") ?(fields = "") path =
  Printf.sprintf "GET %s HTTP/%s\r\nHost: a\r\n%s\r\n" path version fields

let pipelined () =
  let answer = converse (get "/1" ^ "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz" ^ get "/3?q=1") in
  Alcotest.(check int) "three answers" 3 (count answer "HTTP/1.1 200 OK");
  check_has answer "GET|/1||HTTP/1.1 200 OK";
  check_has answer "POST|/2||xyzHTTP/1.1 200 OK";
  check_has answer "GET|/3|q=1|"

let chunked () =
  let body = "3\r\nabc\r\n4;name=\"value\"\r\ndefg\r\n0\r\nTrailer: x\r\n\r\n" in
  let answer = converse ("POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n" ^ body ^ follows) in
  check_has answer "POST|/c||abcdefg";
  check_has answer "GET|/follows||"

(* A request that arrives byte by byte is the same request. *)
let byte_by_byte () =
  let ours, theirs = Flow_in_memory.pair () in
  let text =
    "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
    ^ get ~fields:"Connection: close\r\n" "/e"
  in
  let answer =
    run
      (let served = Server.serve (server ()) theirs ~peer in
       let* () =
         Lwt_list.iter_s (fun c -> Flow_in_memory.send ours (String.make 1 c)) (List.of_seq (String.to_seq text))
       in
       let* answer = Flow_in_memory.receive_all ours in
       let* () = served in
       Lwt.return answer)
  in
  check_has answer "POST|/b||ab";
  check_has answer "GET|/e||"

let head () =
  let answer =
    converse ("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n" ^ "HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n" ^ get "/after")
  in
  check_has answer "Content-Length: 9\r\n\r\nHTTP/1.1 200 OK";
  Alcotest.(check bool) "no body" false (contains answer "HEAD|");
  check_has answer "GET|/after||"

let streamed () =
  check_has (converse (get "/stream")) "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n5\r\ndefgh\r\n0\r\n\r\n";
  let old = converse (get ~version:"1.0" "/stream") in
  check_has old "Connection: close\r\n\r\nabcdefgh";
  Alcotest.(check bool) "no length is made up" false (contains old "Content-Length")

let broken_off () =
  abandoned := 0;
  let answer = converse (get "/broken" ^ get "/after") in
  Alcotest.(check bool) "a part is not taken for the whole" false (contains answer "0\r\n\r\n");
  Alcotest.(check int) "nothing follows" 1 (count answer "HTTP/1.1 ");
  let _ = converse "HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n" in
  Alcotest.(check int) "each stream is let go, the one that failed and the one that nobody read" 2 !abandoned

let continued () =
  let ours, theirs = Flow_in_memory.pair () in
  run
    (let served = Server.serve (server ()) theirs ~peer in
     let* () =
       Flow_in_memory.send ours "POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
     in
     Alcotest.(check string) "asked to go on" "HTTP/1.1 100 Continue\r\n\r\n" (Flow_in_memory.received ours);
     let* () = Flow_in_memory.send ours "ab" in
     check_has (Flow_in_memory.received ours) "POST|/e||ab";
     (* A body that nobody wants is not asked for, and the connection ends. *)
     let* () =
       Flow_in_memory.send ours "POST /unread HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
     in
     let* answer = Flow_in_memory.receive_all ours in
     Alcotest.(check bool) "not asked for" false (contains answer "100 Continue");
     check_has answer "Connection: close";
     served)

let old_version () =
  let answer = converse ("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" ^ "GET /2 HTTP/1.0\r\n\r\n" ^ follows) in
  check_has answer "Connection: keep-alive\r\n\r\nGET|/1||";
  check_has answer "Connection: close\r\n\r\nGET|/2||";
  Alcotest.(check int) "two answers" 2 (count answer "HTTP/1.1 ")

let others () =
  check_has (converse ("POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" ^ follows)) "GET|/follows||";
  check_has (converse ("\r\n" ^ follows)) "GET|/follows||";
  check_has (converse (get "http://b/x?y")) "GET|/x|y|";
  check_has (converse "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n") "OPTIONS|*||";
  check_has (converse (get ~fields:"Connection: Close\r\n" "/1" ^ follows)) "Connection: close";
  let nothing = converse (get "/nothing") in
  Alcotest.(check bool) "no length for no content" false (contains nothing "Content-Length");
  let failed = converse (get "/raise" ^ follows) in
  Alcotest.(check string) "a handler's failure" "500" (status failed);
  check_has failed "GET|/follows||"

let tests =
  [
    ("http is refused", List.map refusal refused);
    ( "http",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [
          ("requests that come at once are answered in order", pipelined);
          ("a chunked body", chunked);
          ("a request that comes byte by byte", byte_by_byte);
          ("HEAD", head);
          ("a body without a known length", streamed);
          ("an answer that fails is broken off", broken_off);
          ("Expect: 100-continue", continued);
          ("HTTP/1.0", old_version);
          ("other things", others);
        ] );
  ]
