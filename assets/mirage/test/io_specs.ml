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

module Outlet = Io.Outlet.Make (Flow_in_memory) (Virtual_time)

let outlets () =
  let ours, theirs = Flow_in_memory.pair ~capacity:10_000 () in
  let outlet () = Outlet.create ~patience:(Io.Time.seconds 5) theirs (Outlet.Deadline.create ()) in
  let o = outlet () in
  let text = String.init 30_000 (fun i -> Char.chr (i land 255)) in
  let sent =
    Lwt.bind (Outlet.string o text) (fun () ->
        Lwt.bind (Outlet.shared o (Cstruct.of_string "the end")) (fun () -> Outlet.flush o))
  in
  let rec read so_far =
    let* data = Flow_in_memory.read ours in
    match data with
    | Ok (`Data data) ->
        let so_far = so_far ^ Cstruct.to_string data in
        if String.ends_with ~suffix:"the end" so_far then Lwt.return so_far else read so_far
    | Ok `Eof | Error _ -> Lwt.return so_far
  in
  let (), got = run (Lwt.both sent (read "")) in
  Alcotest.(check bool) "more than a buffer holds" true (got = text ^ "the end");
  Outlet.rest o;
  let spare = !Io.Outlet.spare_count in
  Alcotest.(check bool) "who rests holds no buffer" true (spare > 0 && Cstruct.length o.buffer = 0);
  (* A write that was given up keeps its buffer: whoever has it may still read it. *)
  let stuck =
    Lwt.catch
      (fun () -> Lwt.bind (Outlet.string o text) (fun () -> Outlet.flush o))
      (function Io.Deadline.Expired -> Lwt.return_unit | e -> Lwt.fail e)
  in
  run stuck;
  Outlet.release o;
  Alcotest.(check int) "it does not come back" (spare - 1) !Io.Outlet.spare_count;
  Alcotest.check_raises "nothing more" Io.Outlet.Closed (fun () -> run (Outlet.string o "x"))

let tests =
  [
    ( "io",
      List.map
        (fun (name, f) -> Alcotest.test_case name `Quick f)
        [ ("lookups", lookups); ("deadlines", deadlines); ("places", places); ("outlets", outlets) ] );
  ]
