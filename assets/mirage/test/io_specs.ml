(** What the protocols share. *)

let ( let* ) = Lwt.bind
let run = Virtual_time.run

module Lookup = Io.Lookup.Make (Virtual_time)
module Deadline = Io.Deadline.Make (Virtual_time)
module Places = Io.Places.Make (Virtual_time)

let here = Tcp_in_memory.here

let lookups () =
  let asked = ref 0 and answer = ref (Ok here) in
  let resolve _ =
    incr asked;
    let* () = Virtual_time.sleep_ns 1_000_000L in
    Lwt.return !answer
  in
  let lookup = Lookup.create ~keep_ns:(Io.Time.seconds 1) ~resolve "edge" 9000 in
  let both = Lwt.both (lookup.find ()) (lookup.find ()) in
  Alcotest.(check bool) "two at once" true (run both = (Ok (here, 9000), Ok (here, 9000)));
  ignore (run (lookup.find ()));
  Alcotest.(check int) "asked once" 1 !asked;
  run (Virtual_time.sleep_ns 1_100_000_000L);
  ignore (run (lookup.find ()));
  Alcotest.(check int) "asked again after a second" 2 !asked;
  answer := Error "not known";
  lookup.forget ();
  Alcotest.(check bool) "forgotten when nothing is there" true (run (lookup.find ()) = Error "not known");
  answer := Ok here;
  Alcotest.(check bool) "a failure is not kept" true (run (lookup.find ()) = Ok (here, 9000))

let deadlines () =
  let waits = fst (Lwt.wait ()) in
  let outcome d =
    run
      (Lwt.catch
         (fun () -> Deadline.guard d waits)
         (function Io.Deadline.Expired -> Lwt.return "expired" | e -> Lwt.fail e))
  in
  let timed set =
    let d = Deadline.create () in
    let began = Virtual_time.elapsed_ns () in
    set d;
    let result = outcome d in
    (result, Int64.to_int (Int64.div (Int64.sub (Virtual_time.elapsed_ns ()) began) 1_000_000_000L))
  in
  let check name expected set = Alcotest.(check (pair string int)) name ("expired", expected) (timed set) in
  let at d n = Deadline.set d (Io.Time.seconds n) in
  check "one" 5 (fun d -> at d 5);
  check "moved on" 9 (fun d ->
      at d 5;
      at d 9);
  check "moved back" 2 (fun d ->
      at d 5;
      at d 2);
  check "never, then again" 3 (fun d ->
      at d 1;
      Deadline.never d;
      at d 3);
  let before = Virtual_time.waiting () in
  let d = Deadline.create () in
  at d 5;
  Deadline.stop d;
  Alcotest.(check int) "no timer is left" before (Virtual_time.waiting ())

let places () =
  let p = Places.create ~places:1 ~waiting:2 in
  let enter () = Places.enter p ~ns:(Io.Time.seconds 1) in
  Alcotest.(check bool) "the first" true (run (enter ()));
  let second = enter () and third = enter () in
  Alcotest.(check bool) "too many wait" false (run (enter ()));
  Places.leave p;
  Alcotest.(check (pair bool bool))
    "the second has waited longest; for the third it is too late" (true, false)
    (run (Lwt.both second third));
  Places.leave p;
  Alcotest.(check int) "all are free" 0 (Places.taken p)

let tests =
  [
    ( "io",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [ ("lookups", lookups); ("deadlines", deadlines); ("places", places) ] );
  ]
