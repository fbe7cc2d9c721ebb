(** Static files: conditions and ranges, and dates. *)

let modified = Option.get (Ptime.of_date_time ((2026, 11, 5), ((8, 30, 0), 0)))
let file = Http.File.make ~content_type:"text/css" ~etag:"abc" ~modified ~fields:"X: y\r\n" "0123456789"
let ask ?(meth = "GET") fields : Http.Response.t = Http.File.respond file { meth; target = "/"; minor = 1; fields }

let body (response : Http.Response.t) =
  match response.body with
  | Text text -> text
  | Pieces pieces -> String.concat "" pieces
  | Shared data -> Cstruct.to_string data
  | Stream _ -> "a stream"

let check name expected fields () =
  let response = ask fields in
  Alcotest.(check (pair int string)) name expected (response.status, body response)

let same = "Thu, 05 Nov 2026 08:30:00 GMT"
let before = "Thu, 05 Nov 2026 08:29:59 GMT"
let whole = (200, "0123456789")
let unchanged = (304, "")
let failed = (412, "The file is another one by now.\n")

let cases =
  [
    ("plain", whole, []);
    ("its tag", unchanged, [ ("if-none-match", "\"abc\"") ]);
    ("its tag, weak", unchanged, [ ("if-none-match", "W/\"abc\"") ]);
    ("its tag in a list", unchanged, [ ("if-none-match", "\"x\", \"abc\"") ]);
    ("any tag", unchanged, [ ("if-none-match", "*") ]);
    ("another tag", whole, [ ("if-none-match", "\"x\"") ]);
    ("since the same time", unchanged, [ ("if-modified-since", same) ]);
    ("since before", whole, [ ("if-modified-since", before) ]);
    ("since no time", whole, [ ("if-modified-since", "yesterday") ]);
    ("a tag counts more than a time", whole, [ ("if-none-match", "\"x\""); ("if-modified-since", same) ]);
    ("only if it is this one", whole, [ ("if-match", "\"abc\"") ]);
    ("only if it is another one", failed, [ ("if-match", "\"x\"") ]);
    ("a weak tag does not match", failed, [ ("if-match", "W/\"abc\"") ]);
    ("unmodified since", whole, [ ("if-unmodified-since", same) ]);
    ("modified since", failed, [ ("if-unmodified-since", before) ]);
    ("a range", (206, "234"), [ ("range", "bytes=2-4") ]);
    ("from a place on", (206, "789"), [ ("range", "bytes=7-") ]);
    ("the last bytes", (206, "89"), [ ("range", "bytes=-2") ]);
    ("more than there are", (206, "0123456789"), [ ("range", "bytes=-20") ]);
    ("beyond the end", (206, "9"), [ ("range", "bytes=9-99") ]);
    ("outside", (416, "This file has no such range.\n"), [ ("range", "bytes=10-") ]);
    ("no last bytes", (416, "This file has no such range.\n"), [ ("range", "bytes=-0") ]);
    ("two ranges", whole, [ ("range", "bytes=0-1,3-4") ]);
    ("backwards", whole, [ ("range", "bytes=4-2") ]);
    ("another unit", whole, [ ("range", "lines=1-2") ]);
    ("a huge number", whole, [ ("range", "bytes=99999999999999999999-") ]);
    ("the same by its tag", (206, "0"), [ ("range", "bytes=0-0"); ("if-range", "\"abc\"") ]);
    ("another by its tag", whole, [ ("range", "bytes=0-0"); ("if-range", "\"x\"") ]);
    ("the same by its time", (206, "0"), [ ("range", "bytes=0-0"); ("if-range", same) ]);
    ("another by its time", whole, [ ("range", "bytes=0-0"); ("if-range", before) ]);
  ]

let head () =
  let response = ask ~meth:"HEAD" [ ("range", "bytes=0-0") ] in
  Alcotest.(check int) "a range of HEAD is the whole" 200 response.status;
  Alcotest.(check bool) "fields come along" true (String.ends_with ~suffix:"X: y\r\n" response.fields)

let dates =
  QCheck2.Test.make ~name:"a date comes back as it was" ~count:1_000
    QCheck2.Gen.(int_range 0 4_000_000_000)
    (fun seconds ->
      let time = Option.get (Ptime.of_float_s (float seconds)) in
      Http.Date.of_string (Http.Date.to_string time) = Some time)

let tests =
  [
    ( "static files",
      List.map (fun (name, expected, fields) -> Alcotest.test_case name `Quick (check name expected fields)) cases
      @ [
          Alcotest.test_case "HEAD" `Quick head;
          Alcotest.test_case "dates" `Quick (fun () -> QCheck2.Test.check_exn dates);
          Alcotest.test_case "a date as it is written" `Quick (fun () ->
              Alcotest.(check string) "RFC 9110" "Thu, 05 Nov 2026 08:30:00 GMT" (Http.Date.to_string modified));
        ] );
  ]
