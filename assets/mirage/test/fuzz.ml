(* Hostile input for every parser, through the whole of its side: fuzz.exe [CASES [SEED]]. Whatever comes, a side ends with
   one of the errors that it declares, is not stuck, loses no place and no connection, and its memory stays where it was. *)

let ( let* ) = Lwt.bind
let run = Virtual_time.run
let argument i default = if Array.length Sys.argv > i then int_of_string Sys.argv.(i) else default
let cases = argument 1 100_000
let state = Random.State.make [| argument 2 5 |]
let require what condition = if not condition then failwith what

(* Sends the text in pieces, then closes. *)
let feed flow text =
  let* () = Lwt_list.iter_s (Flow_in_memory.send flow) (Mutations.pieces state text) in
  Flow_in_memory.shutdown flow `write

let http =
  let corpus =
    (* The good ones are many, so that as many cases begin with one as with a bad one. *)
    Array.of_list
      (List.map (fun (_, _, text) -> text ^ Http_specs.follows) Http_specs.refused
      @ List.concat
          (List.init 12 (fun _ ->
               [
                 Http_specs.get "/a?b" ^ Http_specs.get "/stream" ^ Http_specs.follows;
                 "POST /c HTTP/1.1\r\n\
                  Host: a\r\n\
                  Transfer-Encoding: chunked\r\n\
                  Expect: 100-continue\r\n\
                  \r\n\
                  3\r\n\
                  abc\r\n\
                  4;x=y\r\n\
                  defg\r\n\
                  0\r\n\
                  T: x\r\n\
                  \r\n" ^ Http_specs.follows;
                 "POST /unread HTTP/1.1\r\n\
                  Host: a:80\r\n\
                  Content-Length: 10\r\n\
                  \r\n\
                  0123456789GET / HTTP/1.0\r\n\
                  Connection: keep-alive\r\n\
                  \r\n";
                 "HEAD http://a/x HTTP/1.1\r\nHost: a\r\nCookie: a=b; c=d\r\nRange: bytes=0-5\r\n\r\n";
               ])))
  in
  let server = Http_specs.server ~limits:{ Http.Limits.default with head_bytes = 4_096 } () in
  fun () ->
    let ours, theirs = Flow_in_memory.pair () in
    let answer =
      run
        (let served = Http_specs.Server.serve server theirs ~peer:Http_specs.peer in
         let* () = feed ours (Mutations.generate state corpus) in
         let* answer = Flow_in_memory.receive_all ours in
         let* () = served in
         Lwt.return answer)
    in
    let counters = Http_specs.Server.counters server in
    require "an answer that is none" (answer = "" || String.starts_with ~prefix:"HTTP/1.1 " answer);
    require "an exception that no one declared" (counters.failed = 0);
    require "a connection that stays" (counters.open_now = 0)

let fastcgi_server =
  let open Fastcgi_specs in
  let corpus =
    [|
      request ~keep:true "body" ^ request "second";
      request ~params:[ ("QUERY_STRING", String.make 300 'q') ] "";
      begin_ () ^ begin_ ~id:2 () ^ record Abort_request "";
      record Get_values ~id:0 (Fastcgi.Params.encode [ ("FCGI_MPXS_CONNS", "") ]) ^ request "x";
      record (Other 99) ~id:0 "12345678" ^ request ~keep:true "x" ^ record Abort_request "" ^ request "y";
    |]
  in
  let server = responder () in
  fun () ->
    let ours, theirs = Flow_in_memory.pair () in
    run
      (let served = Responder.serve server theirs in
       let* () = feed ours (Mutations.generate state corpus) in
       let* answer = Flow_in_memory.receive_all ours in
       require "records that are none" (records answer = [] || answer <> "");
       served);
    let counters = Responder.counters server in
    require "an exception that no one declared" (counters.failed = 0);
    require "a connection that stays" (counters.open_now = 0)

let fastcgi_client =
  let open Fastcgi_client_specs in
  let good head =
    out (head ^ "\r\n\r\nbody") ^ Fastcgi_specs.record Stderr "a line" ^ out (String.make 500 'x') ^ finish
  in
  let corpus =
    [|
      good "Status: 404 Not Found\r\nContent-Type: text/html";
      good "A: b\nC: d";
      good "Location: /";
      out "A: b\r\n\r\n" ^ finish ^ finish;
      Fastcgi_specs.record Unknown_type "x" ^ good "A: b";
    |]
  in
  let input = ref "" in
  let serve flow =
    let* _ = take_request flow "" in
    let* () = feed flow !input in
    Flow_in_memory.close flow
  in
  let _, c = client ~settings:{ Fastcgi.Client.default with keep = true } (Some serve) in
  fun () ->
    input := Mutations.generate state corpus;
    (match outcome (ask c) with
    | Ok (status, _) -> require "a status that is none" (status >= 200 && status < 600)
    | Error reason ->
        require reason (not (Http_specs.contains reason "Stdlib" || Http_specs.contains reason "Invalid_argument")));
    require "a place that is lost" (Asker.Places.taken c.places = 0);
    require "a connection that stays" ((Asker.counters c).open_now <= 1)

let mariadb =
  let open Fake_database in
  let session answers = packet 0 greeting ^ packet 2 ok ^ String.concat "" answers in
  let corpus =
    [|
      session
        [ Mariadb_specs.text_rows; Mariadb_specs.prepared ~id:5; Mariadb_specs.one_row 1; Mariadb_specs.one_row 2 ];
      session
        [ packets [ error "wrong" ]; packets [ error "wrong" ]; packets [ error "wrong" ]; Mariadb_specs.one_row 2 ];
      session
        [
          packets [ "\001"; column ~kind:0x0c ~decimals:3 "d"; eof; "\0231999-01-01 00:00:00"; eof ];
          Mariadb_specs.prepared ~id:1;
          packets
            [
              "\002";
              column ~kind:0x0c ~decimals:3 "d";
              column ~kind:0x0b "t";
              eof;
              "\000\000\x0b\xea\x07\x0b\x05\x08\x1e\x00\x48\xe8\x01\x00\x08\x01\x01\x00\x00\x00\x02\x03\x04";
              eof;
            ];
        ];
      packet 0 greeting
      ^ packet 2 ("\xfemysql_native_password\000" ^ scramble ^ "\000")
      ^ packet 4 ok ^ Mariadb_specs.text_rows;
      packet 0 (error ~code:1040 "full");
    |]
  in
  let limits = { Mariadb.Connection.default with packet_bytes = 20_000; result_bytes = 50_000 } in
  let declared = function
    | Mariadb.Failure.Failed (Malformed reason) ->
        not
          (Http_specs.contains reason "Invalid_argument"
          || Http_specs.contains reason "Stdlib" || Http_specs.contains reason "Not_found")
    | Mariadb.Failure.Failed _ -> true
    | _ -> false
  in
  let attempt f =
    Lwt.catch
      (fun () -> Lwt.map ignore (f ()))
      (fun e ->
        require (Printexc.to_string e) (declared e);
        Lwt.return_unit)
  in
  fun () ->
    let serve flow =
      let* () = feed flow (Mutations.generate state corpus) in
      Lwt.map ignore (Flow_in_memory.receive_all flow)
    in
    let open Mariadb_specs in
    run
      (attempt (fun () ->
           let* c = start ~limits serve in
           let* () = attempt (fun () -> Connection_in_memory.query c "select") in
           let execute () = Connection_in_memory.execute c "select ?" [| Int 7L |] in
           let* () = attempt execute in
           let* () = attempt execute in
           Connection_in_memory.close c))

(* The forms, addresses and documents that visitors send. *)
let site =
  let corpus =
    [|
      "--x\r\n\
       Content-Disposition: form-data; name=\"a\"\r\n\
       \r\n\
       value\r\n\
       --x\r\n\
       Content-Disposition: form-data; name=b; filename=\"c\"\r\n\
       \r\n\
       file\r\n\
       --x--\r\n";
      "multipart/form-data; boundary=\"x\"";
      "a=1&b[]=%41+x&c.d=e";
      " visitor=0123456789abcdef; a[b]=c";
      {|{"client":"a","sequence":1,"x":[[1.5e3,"\ud83e\udd8a"],null]}|};
      "http://user:pass@host:80/a/../b?c#d";
      "//h:99999/x";
      "👩‍👩‍👧 e\u{301} 🇩🇪";
      "+9223372036854775807";
      "1795780800.0123456789abcdef";
    |]
  in
  fun () ->
    let text = Mutations.generate state corpus in
    ignore (Site.Form.parse ~most:20 text);
    ignore (Site.Form.cookie ~most:20 text "visitor");
    ignore (Site.Multipart.parse ~most:20 ~boundary:"x" text);
    ignore (Site.Multipart.boundary text);
    ignore (Site.Json.parse ~depth:4 text);
    ignore (Site.Url.path text);
    ignore (Site.Digits.whole text);
    ignore (Web_tier.Place.of_path text);
    ignore (Guestbook_tier.Form_token.parts text);
    if String.is_valid_utf_8 text then begin
      let clean = Site.Text.trim (Site.Text.unify_lines (Site.Text.join_spaces text)) in
      require "text that is none any more"
        (String.is_valid_utf_8 clean && Site.Text.length clean <= Site.Text.length text);
      ignore (Site.Text.first clean)
    end

let live () =
  Gc.full_major ();
  (Gc.stat ()).live_words * (Sys.word_size / 8)

let fuzz name case =
  for _ = 1 to 1_000 do
    case ()
  done;
  let before = live () in
  let began = Sys.time () in
  for i = 1 to cases do
    try case ()
    with e ->
      Printf.printf "%s: case %d: %s\n" name i (Printexc.to_string e);
      exit 1
  done;
  let grown = live () - before in
  Printf.printf "%s: %d cases in %.1f s, memory grew by %d bytes\n%!" name cases (Sys.time () -. began) grown;
  if grown > 262_144 then begin
    Printf.printf "%s: memory is not where it was\n" name;
    exit 1
  end

let () =
  Lwt.async_exception_hook := raise;
  List.iter
    (fun (name, case) -> fuzz name case)
    [
      ("HTTP", http);
      ("FastCGI, server", fastcgi_server);
      ("FastCGI, client", fastcgi_client);
      ("MariaDB", mariadb);
      ("site", site);
    ]
