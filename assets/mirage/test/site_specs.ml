(** What the guestbook's rules stand on: text, numbers, forms, JSON, addresses, tokens. PHP's own answers were the model for
    each; [against-php.sh] asks it. *)

open Site

let strings = Alcotest.(check string)
let case name f = Alcotest.test_case name `Quick f

let hmac () =
  (* RFC 4231, test cases 1, 2 and 6. *)
  let check name expected key text = strings name expected (Guestbook_tier.Form_token.hmac ~key text) in
  check "case 1" "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" (String.make 20 '\x0b') "Hi There";
  check "case 2" "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" "Jefe"
    "what do ya want for nothing?";
  check "case 6" "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" (String.make 131 '\xaa')
    "Test Using Larger Than Block-Size Key - Hash Key First"

let tokens () =
  let open Guestbook_tier.Form_token in
  let t = Result.get_ok (create ~key:"a-key-of-this-test" ~random:(fun n -> String.make n '\x5a')) in
  Alcotest.(check bool) "a short key is refused" true (Result.is_error (create ~key:"short" ~random:(fun _ -> "")));
  let visitor = new_visitor t and form_key = new_form_key t in
  strings "a key" (String.concat "" (List.init 16 (fun _ -> "5a"))) form_key;
  let token = issue t ~visitor ~form_key ~now:1_000 in
  let state ?(visitor = Some visitor) ?(form_key = form_key) ?(now = 1_000) token =
    check t ~visitor ~form_key ~now token
  in
  let is name expected actual = Alcotest.(check bool) name true (expected = actual) in
  is "good" `Good (state token);
  is "good to the end" `Good (state ~now:8_200 token);
  is "too old" `Expired (state ~now:8_201 token);
  is "nobody's" `Foreign (state ~visitor:None token);
  is "another visitor's" `Foreign (state ~visitor:(Some (String.make 32 'a')) token);
  is "another form's" `Foreign (state ~form_key:(String.make 32 'b') token);
  is "with a tail" `Foreign (state (token ^ "\n"));
  is "nothing" `Foreign (state "");
  is "a long time" `Foreign (state ("1234567890123" ^ String.sub token 4 65))

let text () =
  strings "spaces become one" "a b c" (Text.join_spaces "a \t\n b\u{a0}\u{3000}c");
  strings "ends of lines" "a\nb\nc\nd\n" (Text.unify_lines "a\r\nb\rc\u{2028}d\x0b");
  strings "both ends" "a \n b" (Text.trim " \n\u{2003}a \n b\u{a0}\n ");
  strings "control characters" "abc" (Text.trim "a\x01b\x7fc\x02");
  strings "a space behind one stays" " a " (Text.trim "\x01 a \x01");
  strings "nothing is left" "" (Text.trim " \t\n");
  Alcotest.(check int) "characters, not bytes" 3 (Text.length "é🦊a");
  List.iter
    (fun (text, first) -> strings text first (Text.first text))
    [
      ("abc", "a");
      ("👩‍👩‍👧x", "👩‍👩‍👧");
      ("🇩🇪🇫🇷", "🇩🇪");
      ("e\u{301}x", "e\u{301}");
      ("🏳️‍🌈!", "🏳️‍🌈");
      ("각a", "각");
      ("", "");
      ("\r\nx", "\r\n");
      ("👍🏽👍", "👍🏽");
    ]

let numbers () =
  let check text expected = Alcotest.(check (option int64)) text expected (Digits.whole text) in
  List.iter
    (fun (text, n) -> check text (Some n))
    [
      ("0", 0L);
      ("-0", 0L);
      ("+5", 5L);
      (" 7\n", 7L);
      ("9223372036854775807", Int64.max_int);
      ("-9223372036854775808", Int64.min_int);
    ];
  List.iter
    (fun text -> check text None)
    [ ""; "05"; "-"; "+"; "1.0"; "0x1"; "1_000"; "9223372036854775808"; "5 5"; "0u5"; " " ];
  List.iter
    (fun (n, text) -> strings text text (Digits.grouped n))
    [ (0, "0"); (999, "999"); (1000, "1 000"); (1234567, "1 234 567") ]

let forms () =
  let pairs = Form.parse ~most:5 "a=1&a=2+%41%zz&b[]=x&c.d=e&&=y&f=never" in
  let is name expected = Alcotest.(check bool) name true (Form.find pairs name = expected) in
  is "a" (Some (Text "2 A%zz"));
  is "b" (Some Array);
  is "c_d" (Some (Text "e"));
  is "f" None;
  let cookie text = Form.cookie ~most:20 text "v" in
  Alcotest.(check bool) "the first cookie counts" true (cookie " v=1+1;v=2" = Some (Text "1+1"));
  Alcotest.(check bool) "none" true (cookie "w=1; =v" = None)

let json () =
  let good text expected =
    strings text expected (match Json.parse ~depth:4 text with Some value -> Json.to_string value | None -> "no JSON")
  in
  good {| {"a" : [1, -2, true, null], "b":"\u00e9\ud83e\udd8a\n/\"" } |} {|{"b":"é🦊\n/\"","a":[1,-2,true,null]}|};
  good "9223372036854775807" "9223372036854775807";
  List.iter
    (fun text -> good text "no JSON")
    [
      "";
      "{";
      "01";
      "1.";
      ".5";
      "+1";
      "[1,]";
      "{\"a\":1,}";
      "\"a";
      "\"\\x\"";
      "\"\\ud83e\"";
      "\"\xff\"";
      "\"\n\"";
      "TRUE";
      "[[[[1]]]]";
      "1 2";
      "nul";
    ];
  Alcotest.(check bool)
    "too large for a whole number" true
    (match Json.parse ~depth:4 "9223372036854775808" with Some (Float _) -> true | _ -> false);
  strings "written" {|"\u2028\u0001\\"|} (Json.to_string (String "\u{2028}\x01\\"))

let addresses () =
  let check text expected = Alcotest.(check (option string)) text expected (Url.path text) in
  List.iter
    (fun (text, path) -> check text path)
    [
      ("/", Some "/");
      ("/a?b#c", Some "/a");
      ("//host/a", Some "/a");
      ("//", None);
      ("http://h/a?b", Some "/a");
      ("http://h", None);
      ("/?x=http://a:80", Some "/");
      ("/a:80", None);
      ("mailto:a", Some "a");
    ]

let pages () =
  let tiers = { Guestbook_tier.Page.web = "<w>"; php = "mirage"; db = None } in
  let page =
    Guestbook_tier.Page.to_string
      { tiers; draft = None; token = ""; entries = Some []; total = 1234; problem = "a & b"; is_older_page = false }
  in
  List.iter
    (fun part -> Http_specs.check_has page part)
    [
      "role=\"alert\">a &amp; b</p>";
      "1 234 entries";
      "Be the first!";
      "<dt>web</dt><dd>&lt;w&gt;</dd>";
      "<dt>db</dt><dd>away</dd>";
    ];
  strings "a time for readers" "5 Nov 2026, 08:30" (Guestbook_tier.Page.readable "2026-11-05 08:30:00.125");
  (* php -r 'echo crc32("Ada") % 8;' *)
  Alcotest.(check int) "zlib's checksum" 0xcbf43926 (Guestbook_tier.Page.crc32 "123456789")

let tests =
  [
    ( "site",
      [
        case "HMAC" hmac;
        case "tokens" tokens;
        case "text" text;
        case "numbers" numbers;
        case "forms" forms;
        case "JSON" json;
        case "addresses" addresses;
        case "pages" pages;
      ] );
  ]
