(** The client of MariaDB and its pool, before servers that are good, broken or gone. *)

open Mariadb
module Connection_in_memory = Connection.Make (Flow_in_memory) (Virtual_time)
module Pool_in_memory = Pool.Make (Tcp_in_memory) (Virtual_time)

let ( let* ) = Lwt.bind
let run = Virtual_time.run

let start ?limits ?(password = "secret") serve =
  let ours, theirs = Flow_in_memory.pair () in
  Lwt.async (fun () -> serve theirs);
  Connection_in_memory.start ?limits ours ~user:"guestbook" ~password ~database:"guestbook"

let failure f =
  run
    (Lwt.catch
       (fun () -> Lwt.map (fun _ -> "no failure") (f ()))
       (function Failure.Failed failure -> Lwt.return (Failure.to_string failure) | e -> Lwt.fail e))

let check_failure name expected f = Alcotest.(check string) name expected (failure f)

let proof () =
  (* SHA1('secret') xor SHA1(scramble, SHA1(SHA1('secret'))), computed with another program. *)
  let hex text =
    String.concat "" (List.map (fun c -> Printf.sprintf "%02x" (Char.code c)) (List.of_seq (String.to_seq text)))
  in
  Alcotest.(check string)
    "of a password" "8817c50fa779daef010ee7577825b0847df9842e"
    (hex (Handshake.native_proof ~password:"secret" ~scramble:Fake_database.scramble));
  Alcotest.(check string) "of none" "" (Handshake.native_proof ~password:"" ~scramble:Fake_database.scramble)

let expected_answer = Handshake.native_proof ~password:"secret" ~scramble:Fake_database.scramble

let logins () =
  let seen = ref "" in
  let serve reply flow =
    let next = Fake_database.read flow in
    let* () = Flow_in_memory.send flow (Fake_database.packet 0 Fake_database.greeting) in
    let* answer = next () in
    seen := Option.value answer ~default:"";
    let* () = Flow_in_memory.send flow reply in
    let* second = next () in
    seen := !seen ^ Option.value second ~default:"";
    if second = None then Flow_in_memory.close flow
    else Flow_in_memory.send flow (Fake_database.packet 4 Fake_database.ok)
  in
  let _ = run (start (serve (Fake_database.packet 2 Fake_database.ok))) in
  Alcotest.(check bool)
    "user, proof and database are in the answer" true
    (List.for_all (Http_specs.contains !seen)
       [ "guestbook\000\020" ^ expected_answer ^ "guestbook\000"; "mysql_native_password" ]);
  Alcotest.(check bool) "the password is not" false (Http_specs.contains !seen "secret");
  let another = "ABCDEFGHIJKLMNOPQRST" in
  let _ = run (start (serve (Fake_database.packet 2 ("\xfemysql_native_password\000" ^ another ^ "\000")))) in
  Alcotest.(check bool)
    "another scramble is used" true
    (String.ends_with ~suffix:(Handshake.native_proof ~password:"secret" ~scramble:another) !seen);
  let refused name expected reply = check_failure name expected (fun () -> start (serve reply)) in
  refused "a wrong password" "SQLSTATE[28000] [1045] Access denied"
    (Fake_database.packet 2 (Fake_database.error ~code:1045 ~state:"28000" "Access denied"));
  refused "the password itself" "the server breaks the protocol: the server asks for mysql_clear_password"
    (Fake_database.packet 2 "\xfemysql_clear_password\000");
  refused "old passwords" "the server breaks the protocol: the server asks for the passwords of before version 4.1"
    (Fake_database.packet 2 "\xfe");
  check_failure "full" "SQLSTATE[HY000] [1040] Too many connections" (fun () ->
      start (fun flow -> Flow_in_memory.send flow (Fake_database.packet 0 "\xff\x10\x04Too many connections")));
  check_failure "another version" "the server breaks the protocol: not version 10 of the protocol" (fun () ->
      start (fun flow -> Flow_in_memory.send flow (Fake_database.packet 0 "\x09x")));
  check_failure "gone" "the connection was lost" (fun () -> start Flow_in_memory.close);
  let began = Virtual_time.elapsed_ns () in
  check_failure "silent" "no answer in time" (fun () -> start (fun _ -> Lwt.return_unit));
  Alcotest.(check int64) "after three seconds" 3_000_000_000L (Int64.sub (Virtual_time.elapsed_ns ()) began)

let int_column = Fake_database.column ~kind:0x08 "n"

let text_rows =
  Fake_database.packets
    [
      "\002"; int_column; Fake_database.column "t"; Fake_database.eof; "\00242\005words"; "\xfb\000"; Fake_database.eof;
    ]

(* A statement with one parameter, prepared and run: the two answers come behind each other. *)
let prepared ~id =
  Fake_database.packets
    [
      Printf.sprintf "\000%c\000\000\000\001\000\001\000\000\000\000" (Char.chr id);
      Fake_database.column "?" ~kind:0x06;
      Fake_database.eof;
      int_column;
      Fake_database.eof;
    ]

let one_row n =
  Fake_database.packets
    [
      "\001";
      int_column;
      Fake_database.eof;
      "\000\000" ^ Printf.sprintf "%c\000\000\000\000\000\000\000" (Char.chr n);
      Fake_database.eof;
    ]

let answer command =
  match command.[0] with
  | '\x03' when command = "\x03insert" -> Some (Fake_database.packets [ Fake_database.ok_of ~affected:3 ])
  | '\x03' when command = "\x03wrong" -> Some (Fake_database.packets [ Fake_database.error "You have an error" ])
  | '\x03' when command = "\x03large" ->
      Some
        (Fake_database.packets
           ([ "\001"; Fake_database.column "t"; Fake_database.eof ]
           @ List.init 100 (fun _ -> "\250" ^ String.make 250 'x')))
  | '\x03' when command = "\x03huge" -> Some "\xff\xff\xff\001"
  | '\x03' when command = "\x03silent" -> Some ""
  | '\x03' when command = "\x03gone" -> None
  | '\x03' when command = "\x03disorder" -> Some (Fake_database.packet 7 Fake_database.ok)
  | '\x03' -> Some text_rows
  | '\x0e' -> Some (Fake_database.packets [ Fake_database.ok ])
  | '\x16' when command = "\x16wrong ?" ->
      Some (Fake_database.packets [ Fake_database.error ~code:1146 ~state:"42S02" "no such table" ])
  | '\x16' -> Some (prepared ~id:5)
  | '\x17' when String.sub command 1 4 = "\xff\xff\xff\xff" -> Some (one_row 1)
  | '\x17' -> Some (one_row 2)
  | _ -> Some ""

let rows (result : Connection.result) = List.map Array.to_list result.rows

let statements () =
  let c = run (start (Fake_database.serve answer)) in
  let query sql = Connection_in_memory.query c sql in
  Alcotest.(check bool)
    "rows of a plain query" true
    (rows (run (query "select")) = [ [ Value.Int 42L; Text "words" ]; [ Null; Text "" ] ]);
  Alcotest.(check int) "what an insert did" 3 (run (query "insert")).affected;
  check_failure "an error has its code and state" "SQLSTATE[42000] [1064] You have an error" (fun () -> query "wrong");
  let execute sql = Connection_in_memory.execute c sql [| Value.Int 7L |] in
  Alcotest.(check bool) "prepared and run in one" true (rows (run (execute "select ?")) = [ [ Value.Int 1L ] ]);
  Alcotest.(check bool) "run again with its number" true (rows (run (execute "select ?")) = [ [ Value.Int 2L ] ]);
  run (Connection_in_memory.ping c);
  Alcotest.(check bool) "still usable after all this" true (Connection_in_memory.is_usable c);
  Alcotest.(check string) "whose it is" "11.8.0-MariaDB" (Connection_in_memory.server_version c);
  run (Connection_in_memory.close c);
  check_failure "closed" "the connection was lost" (fun () -> query "select")

let wrong_statement () =
  let serve command =
    match command.[0] with
    | '\x17' -> Some (Fake_database.packets [ Fake_database.error ~code:1243 ~state:"HY000" "unknown statement" ])
    | _ -> answer command
  in
  let c = run (start (Fake_database.serve serve)) in
  check_failure "the first error tells" "SQLSTATE[42S02] [1146] no such table" (fun () ->
      Connection_in_memory.execute c "wrong ?" [| Value.Null |]);
  Alcotest.(check bool) "and the connection goes on" true (rows (run (Connection_in_memory.query c "select")) <> [])

let broken () =
  let after sql expected =
    let limits = { Connection.default with result_bytes = 10_000; packet_bytes = 100_000 } in
    let c = run (start ~limits (Fake_database.serve answer)) in
    check_failure sql expected (fun () -> Connection_in_memory.query c sql);
    Alcotest.(check bool) "not usable after it" false (Connection_in_memory.is_usable c);
    check_failure "and says so" "the connection was lost" (fun () -> Connection_in_memory.query c "select")
  in
  after "large" "an answer is too large";
  after "huge" "an answer is too large";
  after "silent" "no answer in time";
  after "gone" "the connection was lost";
  after "disorder" "the server breaks the protocol: a packet out of order";
  after (String.make 100_001 'q') "an answer is too large"

let column kind unsigned decimals = { Value.name = "c"; kind; unsigned; decimals }

let values () =
  let check name column bytes expected =
    Alcotest.(check bool) name true (Value.read_binary column (Mariadb.Wire.reader bytes) = expected)
  in
  check "a negative byte" (column Tiny false 0) "\xff" (Int (-1L));
  check "a byte without a sign" (column Tiny true 0) "\xff" (Int 255L);
  check "a short" (column Short false 0) "\x00\x80" (Int (-32768L));
  check "a long" (column Long false 0) "\xfe\xff\xff\xff" (Int (-2L));
  check "the largest" (column Long_long true 0) (String.make 8 '\xff') (Text "18446744073709551615");
  check "a double" (column Double false 0) "\000\000\000\000\000\000\xf8\x3f" (Float 1.5);
  check "a time with its thousandths" (column Datetime false 3) "\x0b\xea\x07\x0b\x05\x08\x1e\x00\x48\xe8\x01\x00"
    (Text "2026-11-05 08:30:00.125");
  check "a time without them" (column Datetime false 3) "\x07\xea\x07\x0b\x05\x08\x1e\x01"
    (Text "2026-11-05 08:30:01.000");
  check "midnight" (column Datetime false 0) "\x04\xea\x07\x0b\x05" (Text "2026-11-05 00:00:00");
  check "no date" (column Date false 0) "\x00" (Text "0000-00-00");
  check "a duration" (column Time false 0) "\x08\x01\x01\x00\x00\x00\x02\x03\x04" (Text "-26:03:04")

let pool ?(change = Fun.id) answer =
  let tcp = Tcp_in_memory.create () in
  Tcp_in_memory.listen tcp ~port:3306 (Fake_database.serve answer);
  let settings = change (Pool.settings ~user:"u" ~password:"p" ~database:"d") in
  (tcp, Pool_in_memory.create tcp settings (Io.Lookup.fixed (Tcp_in_memory.here, 3306)))

let select use = Pool_in_memory.query use "select"
let keeping settings = { settings with Pool.idle_ns = Io.Time.seconds 10; age_ns = Io.Time.seconds 60 }

let pooled () =
  let tcp, p = pool answer in
  run (Pool_in_memory.use p (fun _ -> Lwt.return_unit));
  Alcotest.(check int) "a use without a statement opens nothing" 0 tcp.made;
  run
    (Pool_in_memory.use p (fun use ->
         let* _ = select use in
         Lwt.map ignore (select use)));
  Alcotest.(check (pair int int))
    "two statements over one connection, closed after it" (1, 0)
    (tcp.made, (Pool_in_memory.counters p).open_now);
  let tcp, p = pool ~change:keeping answer in
  List.iter (fun _ -> ignore (run (Pool_in_memory.use p select))) [ 1; 2; 3 ];
  Alcotest.(check int) "kept when the settings say so" 1 tcp.made;
  run (Virtual_time.sleep_ns 16_000_000_000L);
  Alcotest.(check int) "and closed in time" 0 (Pool_in_memory.counters p).open_now;
  ignore (run (Pool_in_memory.use p select));
  run (Pool_in_memory.close_all p);
  Alcotest.(check int) "closed at the end" 0 (Pool_in_memory.counters p).open_now

let replaced () =
  let count = ref 0 in
  let flows = ref [] in
  let tcp, p = pool ~change:keeping answer in
  Tcp_in_memory.listen tcp ~port:3306 (fun flow ->
      flows := flow :: !flows;
      Fake_database.serve
        (fun command ->
          incr count;
          answer command)
        flow);
  ignore (run (Pool_in_memory.use p select));
  run (Flow_in_memory.close (List.hd !flows));
  ignore (run (Pool_in_memory.use p select));
  Alcotest.(check (list int))
    "one that was closed while unused is replaced" [ 2; 1; 2 ]
    [ tcp.made; (Pool_in_memory.counters p).replaced; !count ];
  check_failure "one that is closed inside a statement is not" "the connection was lost" (fun () ->
      Pool_in_memory.use p (fun use -> Pool_in_memory.query use "gone"));
  Alcotest.(check int) "the statement was sent once" 3 !count;
  check_failure "nor are those behind it" "the connection was lost" (fun () ->
      Pool_in_memory.use p (fun use ->
          let* () = Lwt.catch (fun () -> Lwt.map ignore (Pool_in_memory.query use "gone")) (fun _ -> Lwt.return_unit) in
          select use));
  ignore (run (Pool_in_memory.use p select));
  Alcotest.(check int) "and the next use has another one" 4 tcp.made

let busy () =
  let tcp, p = pool ~change:(fun s -> { s with Pool.connections = 1; waiting = 1 }) answer in
  let slow =
    Pool_in_memory.use p (fun use ->
        let* _ = select use in
        Virtual_time.sleep_ns 10_000_000_000L)
  in
  let waits = Pool_in_memory.use p select in
  check_failure "too many wait" "all connections are in use" (fun () -> Pool_in_memory.use p select);
  check_failure "nothing came free in time" "all connections are in use" (fun () -> waits);
  run slow;
  ignore (run (Pool_in_memory.use p select));
  Tcp_in_memory.unlisten tcp ~port:3306;
  check_failure "nobody there" "no connection: refused" (fun () -> Pool_in_memory.use p select);
  tcp.is_slow <- true;
  check_failure "nobody answers" "no connection: the connection took too long" (fun () -> Pool_in_memory.use p select);
  Alcotest.(check int) "no place is lost" 0 (Pool_in_memory.Places.taken p.places)

let tests =
  [
    ( "mariadb",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [
          ("the proof of a password", proof);
          ("logins", logins);
          ("statements", statements);
          ("a statement that is wrong", wrong_statement);
          ("connections that break", broken);
          ("values", values);
          ("the pool", pooled);
          ("what is replaced and what is not", replaced);
          ("places and connections that do not come", busy);
        ] );
  ]
