(** Limits of the HTTP server: sizes, times, connections, and its end. *)

open Http_specs

let check_status_of answer = if status answer <> "200" then Alcotest.fail ("an answer that is none: " ^ answer)

let limits =
  { Http.Limits.default with head_bytes = 1_000; fields = 10; target_bytes = 100; body_bytes = 1_000; connections = 5 }

let seconds n = Int64.of_int (Io.Time.seconds n)

let sizes () =
  let status text = status (converse ~limits text) in
  let check what expected text = Alcotest.(check string) what expected (status text) in
  check "a long target" "414" (get ("/" ^ String.make 100 'a'));
  check "a long field" "431" (get ~fields:("X: " ^ String.make 1_000 'a' ^ "\r\n") "/");
  check "a line without an end" "431" (String.make 2_000 'a');
  check "many fields" "431"
    (get ~fields:(String.concat "" (List.init 10 (fun i -> Printf.sprintf "X-%d: 1\r\n" i))) "/");
  check "a long body" "413" ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" ^ String.make 1_001 'b');
  check "a body at the limit" "200"
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" ^ String.make 1_000 'b');
  let chunk n = Printf.sprintf "%x\r\n%s\r\n" n (String.make n 'c') in
  check "a long chunked body" "413"
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" ^ chunk 600 ^ chunk 600 ^ "0\r\n\r\n");
  check "an endless extension" "400"
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" ^ String.make 2_000 'x')

(* [slowly text every] sends [text] one byte after the other with a pause between them, until it is told to stop. *)
let slowly flow text every =
  Lwt_list.iter_s
    (fun c ->
      let* () = Virtual_time.sleep_ns every in
      Lwt.map ignore (Flow_in_memory.write flow (Cstruct.of_string (String.make 1 c))))
    (List.of_seq (String.to_seq text))

(* What is answered to a client that begins with [first] and goes on slowly, how many seconds it took, and the server. *)
let slow ?(capacity = 1_048_576) ?(reads = true) first rest =
  let ours, theirs = Flow_in_memory.pair ~capacity () in
  let server = server () in
  let began = Virtual_time.elapsed_ns () in
  let answer =
    run
      (let served = Server.serve server theirs ~peer in
       let* () = Flow_in_memory.send ours first in
       Lwt.async (fun () -> slowly ours rest (seconds 1));
       if reads then Flow_in_memory.receive_all ours
       else
         let* () = served in
         Lwt.return "")
  in
  let took = Int64.to_int (Int64.div (Int64.sub (Virtual_time.elapsed_ns ()) began) 1_000_000_000L) in
  (answer, took, Server.counters server)

let times () =
  let answer, took, counters = slow "GET / HTTP/1.1\r\n" ("X: " ^ String.make 100 'a') in
  Alcotest.(check string) "a slow head" "408" (status answer);
  Alcotest.(check bool) "in its time" true (took >= 10 && took <= 13);
  Alcotest.(check int) "counted" 1 counters.dropped_slow;
  let answer, took, _ = slow "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" (String.make 99 'b') in
  Alcotest.(check string) "a slow body" "408" (status answer);
  Alcotest.(check bool) "in its time" true (took >= 30 && took <= 33);
  let answer, took, _ = slow "" "" in
  Alcotest.(check (pair string bool)) "nothing said" ("", true) (answer, took >= 10 && took <= 11);
  let answer, took, _ = slow (get "/1") "" in
  Alcotest.(check string) "an answer, then nothing" "200" (status answer);
  Alcotest.(check bool) "the idle time" true (took >= 75 && took <= 76);
  let answer, _, _ = slow (get ~fields:"Connection: close\r\n" "/slow") "" in
  Alcotest.(check string) "a handler may take its time" "200" (status answer);
  let _, took, counters = slow ~capacity:50 ~reads:false (get "/1" ^ get "/2") "" in
  Alcotest.(check bool) "a client that reads nothing" true (took >= 30 && took <= 31);
  Alcotest.(check int) "is counted" 1 counters.dropped_slow

let broken () =
  let server = server () in
  let _ = converse ~server "GET / HTTP/1.1\r\nHo" in
  let _ = converse ~server "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc" in
  let _ = converse ~server "GET / HTTP/9.9\r\n\r\n" in
  let counters = Server.counters server in
  Alcotest.(check int) "ended inside a request" 2 counters.dropped_broken;
  Alcotest.(check int) "malformed" 1 counters.dropped_malformed;
  Alcotest.(check int) "none is open" 0 counters.open_now

let too_many () =
  let server = server ~limits () in
  let open_one () =
    let ours, theirs = Flow_in_memory.pair () in
    Lwt.async (fun () -> Server.serve server theirs ~peer);
    ours
  in
  let clients = List.init 7 (fun _ -> open_one ()) in
  let counters = Server.counters server in
  Alcotest.(check (pair int int)) "five are open, two were closed" (5, 2) (counters.open_now, counters.dropped_too_many);
  run (Lwt_list.iter_s Flow_in_memory.close clients);
  Alcotest.(check int) "all are gone" 0 counters.open_now;
  check_has (converse ~server (get "/again")) "GET|/again||"

(* A thousand at a time, some of them slow, some hostile: all are answered, and nothing of them is left. *)
let a_thousand () =
  let server = server ~limits:{ Http.Limits.default with connections = 1_000 } () in
  let timers = Virtual_time.waiting () in
  let client i =
    let ours, theirs = Flow_in_memory.pair () in
    Lwt.async (fun () -> Server.serve server theirs ~peer);
    let last = get ~fields:"Connection: close\r\n" (Printf.sprintf "/%d" i) in
    let* () =
      match i mod 3 with
      | 0 -> slowly ours (get "/slowly") (Int64.of_int (Io.Time.ms 50))
      | 1 -> Flow_in_memory.send ours "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok"
      | _ -> Flow_in_memory.send ours (get "/1" ^ get "/2" ^ get "/3")
    in
    let* () = Flow_in_memory.send ours last in
    let* answer = Flow_in_memory.receive_all ours in
    Lwt.return (contains answer (Printf.sprintf "GET|/%d||" i))
  in
  let answered = run (Lwt_list.map_p client (List.init 1_000 Fun.id)) in
  Alcotest.(check bool) "each has its answer" true (List.for_all Fun.id answered);
  let counters = Server.counters server in
  Alcotest.(check (pair int int))
    "none was dropped, none is open" (0, 0)
    (counters.dropped_too_many + counters.dropped_slow, counters.open_now);
  Alcotest.(check bool) "no timer is left" true (Virtual_time.waiting () <= timers)

(* A connection that an edge keeps for days: nothing gathers with its requests. *)
let long_lived () =
  let ours, theirs = Flow_in_memory.pair () in
  let server = server () in
  Lwt.async (fun () -> Server.serve server theirs ~peer);
  let requests n =
    for _ = 1 to n do
      run (Flow_in_memory.send ours (get "/1"));
      check_status_of (Flow_in_memory.received ours)
    done
  in
  let live () =
    Gc.full_major ();
    (Gc.stat ()).live_words
  in
  requests 1_000;
  let before = live () in
  requests 20_000;
  Alcotest.(check bool) "memory is where it was" true (live () - before < 2_000);
  Alcotest.(check int) "over one connection" 1 (Server.counters server).connections

let ends () =
  let server = server () in
  let idle, idle_theirs = Flow_in_memory.pair ()
  and busy, busy_theirs = Flow_in_memory.pair ()
  and stuck, stuck_theirs = Flow_in_memory.pair () in
  let served = List.map (fun flow -> Server.serve server flow ~peer) [ idle_theirs; busy_theirs; stuck_theirs ] in
  run
    (let* () = Flow_in_memory.send idle (get "/1") in
     ignore (Flow_in_memory.received idle);
     let* () = Flow_in_memory.send busy (get "/slow") in
     let* () = Flow_in_memory.send stuck "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n" in
     let began = Virtual_time.elapsed_ns () in
     let* () = Server.stop server ~patience_ns:(Io.Time.seconds 25) in
     let took = Int64.sub (Virtual_time.elapsed_ns ()) began in
     Alcotest.(check bool) "the deadline holds" true (Int64.compare took (seconds 26) < 0);
     Alcotest.(check string) "who was idle got nothing more" "" (Flow_in_memory.received idle);
     check_has (Flow_in_memory.received busy) "slow";
     let late, late_theirs = Flow_in_memory.pair () in
     let* () = Server.serve server late_theirs ~peer in
     let* answer = Flow_in_memory.receive_all late in
     Alcotest.(check string) "nobody new is taken" "" answer;
     Lwt.join served)

let tests =
  [
    ( "http limits",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [
          ("sizes", sizes);
          ("times", times);
          ("connections that break", broken);
          ("too many connections", too_many);
          ("a thousand connections", a_thousand);
          ("a connection that lives long", long_lived);
          ("a stop drains, and has an end", ends);
        ] );
  ]
