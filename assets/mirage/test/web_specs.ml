(** The web tier's own rules, and both tiers together over memory: a visitor, web, php, a database. *)

let ( let* ) = Lwt.bind

module Stack = struct
  type t = Tcp_in_memory.t

  module TCP = Tcp_in_memory

  module UDP = struct
    type error = [ `None ]

    let pp_error ppf `None = Fmt.string ppf "none"

    type ipaddr = Ipaddr.t
    type t = Tcp_in_memory.t
    type callback = src:ipaddr -> dst:ipaddr -> src_port:int -> Cstruct.t -> unit Lwt.t

    let disconnect _ = Lwt.return_unit
    let listen _ ~port:_ (_ : callback) = ()
    let unlisten _ ~port:_ = ()
    let write ?src:_ ?src_port:_ ?ttl:_ ~dst:_ ~dst_port:_ _ _ = Lwt.return_error `None
  end

  let tcp t = t
  let udp t = t
  let disconnect _ = Lwt.return_unit
  let listen _ = Lwt.return_unit
end

module _ : Tcpip.Stack.V4V6 = Stack
module Web = Web_tier.Unikernel.Main (Stack) (Linked_kv) (Virtual_time)
module Php = Guestbook_tier.Unikernel.Main (Stack) (Virtual_time)

let file name content = { Linked_kv.name; content; modified = 1_700_000_000.; digest = String.make 32 'd' }

let files =
  Linked_kv.connect
    [
      file "style.css" "body {}";
      file "missing.html" "Nothing here";
      file "away.html" "Back in a moment";
      file "web.json" "{\"tier\":\"web\"}\n";
      file "deep/er.txt" "deep";
    ]

let resolve name = Lwt.return (if name = "edge" then Ok Tcp_in_memory.here else Error "not known")

type deployment = {
  tcp : Tcp_in_memory.t;
  stop : unit Lwt.u;
  ended : unit Lwt.t;
}

let deploy ?(php = true) ?(settings = []) ?database () =
  let tcp = Tcp_in_memory.create () in
  let stopped, stop = Lwt.wait () in
  Option.iter (fun answer -> Tcp_in_memory.listen tcp ~port:3306 (Fake_database.serve answer)) database;
  let php =
    if not php then Lwt.return_unit
    else
      Php.start tcp
        ~settings:
          (settings @ [ ("FLAVOUR", "mirage"); ("EVOLVE_FORM_KEY", "a-key-of-this-test"); ("EVOLVE_DB_PASSWORD", "p") ])
        ~resolve
        ~random:(fun n -> String.make n 'r')
        ~log:ignore ~stop:stopped
  in
  let web = Web.start tcp files ~settings:[ ("FLAVOUR", "mirage") ] ~resolve ~log:ignore ~stop:stopped in
  { tcp; stop; ended = Lwt.join [ php; web ] }

let ask d text =
  Virtual_time.run
    (let* flow = Tcp_in_memory.create_connection d.tcp (Tcp_in_memory.here, 8080) in
     match flow with
     | Error _ -> Lwt.return "refused"
     | Ok flow ->
         let* () = Flow_in_memory.send flow text in
         Flow_in_memory.receive_all flow)

let get ?(meth = "GET") ?(fields = "") path =
  Printf.sprintf "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n" meth path fields

let has = Http_specs.check_has
let lacks text part = Alcotest.(check bool) ("no " ^ part) false (Http_specs.contains text part)

let static () =
  let d = deploy ~php:false () in
  let page = ask d (get "/style.css") in
  List.iter (has page)
    [
      "200 OK";
      "Content-Type: text/css\r\n";
      "ETag: \"6464646464646464\"\r\n";
      "Cache-Control: max-age=60";
      "default-src 'none'";
      "body {}";
    ];
  has (ask d (get ~fields:"If-None-Match: \"6464646464646464\"\r\n" "/style.css")) "304 Not Modified";
  has (ask d (get "/deep/er.txt")) "Content-Type: text/plain; charset=utf-8";
  let missing = ask d (get "/no-such") in
  List.iter (has missing) [ "404 Not Found"; "Nothing here"; "no-store" ];
  has (ask d (get ~meth:"POST" "/style.css")) "405 Method";
  has (ask d (get ~meth:"TRACE" "/")) "405 Method";
  has (ask d (get "/../x")) "400 Bad";
  has (ask d (get "/a%2Fb")) "404 Not Found";
  let away = ask d (get "/") in
  List.iter (has away) [ "503 Service Unavailable"; "Back in a moment"; "no-store" ];
  has (ask d (get "/mirage.json")) "\"http\":{\"connections\":";
  lacks (ask d (get ~meth:"HEAD" "/style.css")) "body {}"

let places () =
  let open Web_tier.Place in
  let is path expected = Alcotest.(check bool) path true (of_path path = expected) in
  List.iter
    (fun path -> is path Alive)
    [ "/"; "//"; "/."; "/x/.."; "/api/"; "/api/x"; "/%61pi/x"; "/api//x"; "/api/%0A" ];
  List.iter (fun path -> is path Refused) [ ""; "*"; "/.."; "/../api/"; "/%2e%2e/x"; "/%"; "/%zz" ];
  List.iter (fun path -> is path Nowhere) [ "/a%2fb"; "/a%00b"; "/api/a%2Fb" ];
  is "/api" (Static "api");
  is "/a/b/../c" (Static "a/c");
  is "/apix/" (Static "apix/")

(* Refuses statements, so that the pages which say so come through all tiers. *)
let read_only command =
  match command.[0] with
  | '\x16' | '\x17' | '\x03' ->
      Some (Fake_database.packets [ Fake_database.error ~code:1290 ~state:"HY000" "read-only" ])
  | _ -> Some ""

let together () =
  let d = deploy ~database:read_only () in
  let page = ask d (get "/") in
  List.iter (has page)
    [
      "503 Service Unavailable";
      "The database is away";
      "<dt>web</dt><dd>mirage</dd>";
      "<dt>php</dt><dd>mirage</dd>";
      "<dt>db</dt><dd>away</dd>";
      "Set-Cookie: visitor=";
    ];
  has (ask d (get "/api/php.json")) "{\"tier\":\"php\",\"flavour\":\"mirage\"}\n";
  has (ask d (get "/api/nothing")) "404 Not Found";
  has
    (ask d
       "POST / HTTP/1.1\r\n\
        Host: a\r\n\
        Connection: close\r\n\
        Content-Type: application/x-www-form-urlencoded\r\n\
        Content-Length: 18\r\n\
        \r\n\
        author=A&message=B")
    "did not come from here";
  lacks (ask d (get ~meth:"HEAD" "/")) "<!doctype html>";
  Alcotest.(check bool) "connections are not kept" true (d.tcp.made > 10);
  Lwt.wakeup_later d.stop ();
  Virtual_time.run d.ended;
  Alcotest.(check string) "nobody listens after the end" "refused" (ask d (get "/"))

let settings () =
  let connections settings =
    let d = deploy ~settings ~database:read_only () in
    let ask_page () = has (ask d (get "/")) "The database is away" in
    let before = d.tcp.made in
    List.iter ask_page [ (); (); () ];
    (* Each page takes a visitor's connection, one between the tiers, and those to the database. *)
    d.tcp.made - before - 6
  in
  Alcotest.(check int) "a connection to the database for each request" 3 (connections []);
  Alcotest.(check int) "or one that is used again" 1 (connections [ ("EVOLVE_DB_KEEP", "200") ]);
  let refused name settings =
    let outcome =
      try
        ignore (deploy ~settings ());
        "started"
      with Failure reason -> reason
    in
    Alcotest.(check bool) name true (outcome <> "started")
  in
  refused "a key that is too short" [ ("EVOLVE_FORM_KEY", "short") ];
  refused "a time that is none" [ ("EVOLVE_DB_KEEP", "long") ]

(* The database hangs behind the edge: the page that says so comes before the edge gives the php tier up, after 12 s. *)
let hung () =
  let d = deploy () in
  let took text =
    let began = Virtual_time.elapsed_ns () in
    has (ask d text) "The database is away";
    Int64.to_int (Int64.div (Int64.sub (Virtual_time.elapsed_ns ()) began) 1_000_000_000L)
  in
  Tcp_in_memory.listen d.tcp ~port:3306 (fun _ -> Lwt.return_unit);
  Alcotest.(check int) "without a greeting" 3 (took (get "/"));
  Tcp_in_memory.listen d.tcp ~port:3306 (Fake_database.serve (fun _ -> Some ""));
  Alcotest.(check int) "inside a statement" 10 (took (get "/"));
  Tcp_in_memory.unlisten d.tcp ~port:3306;
  Alcotest.(check int) "with nobody there" 0 (took (get "/"))

(* An answer without an end, and a visitor who leaves in the middle of it. *)
let left () =
  let d = deploy ~php:false () in
  let rec pour flow =
    let* result = Flow_in_memory.write flow (Cstruct.of_string (Fastcgi_client_specs.out (String.make 60_000 'x'))) in
    if result = Ok () then pour flow else Lwt.return_unit
  in
  let responder flow =
    let* _ = Fastcgi_client_specs.take_request flow "" in
    let* () = Flow_in_memory.send flow (Fastcgi_client_specs.out "A: b\r\n\r\n") in
    pour flow
  in
  Tcp_in_memory.listen d.tcp ~port:9000 responder;
  let visitor = Result.get_ok (Virtual_time.run (Tcp_in_memory.create_connection d.tcp (Tcp_in_memory.here, 8080))) in
  Virtual_time.run
    (let* () = Flow_in_memory.send visitor (get "/api/endless") in
     let* _ = Flow_in_memory.read visitor in
     Flow_in_memory.close visitor);
  let figures = ask d (get "/mirage.json") in
  has figures "\"fastcgi\":{\"connections\":1,\"open\":0,";
  has figures "\"dropped_broken\":1,"

let store () =
  let key = Mirage_kv.Key.v in
  let run = Virtual_time.run in
  Alcotest.(check bool) "a folder" true (run (Linked_kv.list files (key "deep")) = Ok [ (key "deep/er.txt", `Value) ]);
  Alcotest.(check bool) "not there" true (run (Linked_kv.get files (key "x")) = Error (`Not_found (key "x")));
  Alcotest.(check bool) "no file" true (run (Linked_kv.get files (key "deep")) = Error (`Value_expected (key "deep")));
  Alcotest.(check bool)
    "a part" true
    (run (Linked_kv.get_partial files (key "style.css") ~offset:(Optint.Int63.of_int 5) ~length:10) = Ok "{}");
  Alcotest.(check bool) "what is there" true (run (Linked_kv.exists files (key "deep")) = Ok (Some `Dictionary))

let tests =
  [
    ( "tiers",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [
          ("static files", static);
          ("places", places);
          ("both together", together);
          ("settings", settings);
          ("a database that hangs", hung);
          ("a visitor who leaves", left);
          ("the store", store);
        ] );
  ]
