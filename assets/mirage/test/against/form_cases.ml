(* What visitors send. *)

open Case
open Ask

let texts =
  [
    "Ada";
    "<script>alert('1')</script>";
    "\"&<>' &amp; %3C";
    "'); DROP TABLE entry; --";
    "back\\slash \\' \\0";
    "👩‍👩‍👧 Família";
    "🇩🇪🇫🇷 flags";
    "🏳️‍🌈 rainbow";
    "ليلى";
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢";
    "e\u{301} and é";
    "각 각 Hangul";
    "क्षि";
    "\u{200d}joined";
    "ก็";
    "\u{600}1";
    "  both ends \t";
    "\u{a0}\u{3000}wide\u{2003}\u{3000}";
    "\u{180e}vowel\u{180e}";
    "\u{feff}mark";
    "a\u{200b}b";
    "a\tb";
    "a\x01b\x7f";
    "\x01 a";
    "a \x01";
    "line\r\nline\rline\nline\x0bline\x0cline\u{85}line\u{2028}line\u{2029}line";
    "\n\nlines\n\n";
    "a \n b";
    "\u{85}a\u{85}";
    "\u{0}nul";
    "\u{fffd}";
    "\u{10ffff}";
    "\xff\xfe";
    "\xc0\x80";
    "\xed\xa0\x80";
    "caf\xe9";
    "";
    " ";
    "\x01";
    "\t\n";
    "0";
    "00";
    "null";
    "?";
    "%";
    "%u0041";
    "+plus+";
    "&#39;";
    repeat 60 "🦊";
    repeat 61 "🦊";
    repeat 60 "a";
    repeat 61 "a";
    repeat 1000 "é";
    repeat 1001 "é";
    repeat 200 "a b\n";
  ]

let forms =
  List.concat
    (List.mapi
       (fun i text -> [ sign ~n:(100 + (2 * i)) text "words"; sign ~n:(101 + (2 * i)) "Ada" text; get "/" ])
       texts)

let rules =
  [
    sign "Ada" "first words";
    sign "Ada" "first words";
    sign "Ada" "other words";
    sign "Bob" "first words";
    get "/";
    sign ~token:"" "Mallory" "forged";
    sign ~token:"0." "Mallory" "forged";
    sign ~token:("12." ^ repeat 64 "a") "Mallory" "forged";
    sign ~token:(token (key 9)) "Mallory" "another form's";
    sign ~token:(token ~visitor:(key 7) (key 1)) "Mallory" "another visitor's";
    sign ~n:2 ~token:(token ~later:(-7300) (key 2)) "Late" "after lunch";
    sign ~n:2 ~token:(token ~later:60 (key 2)) "Late" "in time";
    sign ~n:3 ~token:(token (key 3) ^ "\n") "Mallory" "a newline";
    sign ~n:3 ~token:("0" ^ token (key 3)) "Mallory" "a zero";
    post ~fields:[]
      (urlencoded [ ("form_key", key 4); ("token", token (key 4)); ("author", "No"); ("message", "cookie") ]);
    post "";
    post "&&&";
    post "author";
    post "author[]=a&message=b";
    post ~kind:"text/plain" "author=a";
    post ~kind:"Application/X-WWW-Form-URLencoded; charset=utf-8"
      ("form.key=" ^ key 5 ^ "&token=" ^ token (key 5) ^ "&author=Dot&message=name");
    post ("form key=" ^ key 6 ^ "&token=" ^ token (key 6) ^ "&author=Space&message=a+b%2Bc");
    post ("form[key=" ^ key 7 ^ "&token=" ^ token (key 7) ^ "&author=Bracket&message=m");
    post ("form_key=" ^ key 8 ^ "&token=" ^ token (key 8) ^ "&author=first&author=last&message=m&message");
    post (String.concat "&" (List.init 19 (fun i -> Printf.sprintf "f%d=1" i)) ^ "&author=twentieth&message=not+seen");
    post (urlencoded [ ("form_key", "X"); ("token", "x"); ("author", "Key"); ("message", "no key") ]);
    post (urlencoded [ ("author", repeat 61 "x"); ("message", repeat 1001 "y") ]);
    { (sign ~n:20 "Query" "and form") with uri = "/?before=3" };
    { (sign ~n:20 ~token:"" "Query" "and form") with uri = "/?before=3" };
    { (sign ~n:21 "Head" "er") with meth = "PUT" };
    post (urlencoded [ ("author", "big"); ("message", repeat 65500 "z") ]);
    post (urlencoded [ ("author", "big"); ("message", repeat 66000 "z") ]);
  ]

(* As programs send forms that have files. *)
let multiparts =
  let part ?(fields = "") name value =
    Printf.sprintf "--xyz\r\nContent-Disposition: form-data; name=\"%s\"\r\n%s\r\n%s\r\n" name fields value
  in
  let whole n message =
    part "form_key" (key n) ^ part "token" (token (key n)) ^ part "author" "Multi" ^ message ^ "--xyz--\r\n"
  in
  let kind = "multipart/form-data; boundary=xyz" in
  [
    post ~kind (whole 3000 (part "message" "parts"));
    post ~kind (whole 3001 (part ~fields:"Content-Type: text/plain; charset=utf-8\r\n" "message" "typed \xc3\xa9"));
    post ~kind
      (whole 3002 "--xyz\r\nContent-Disposition: form-data; name=\"message\"; filename=\"a.txt\"\r\n\r\na file\r\n");
    post ~kind (whole 3003 (part "message" "two\r\nlines\r\n\r\nand -- dashes --xy"));
    post ~kind:"multipart/form-data; boundary=\"xyz\"" (whole 3004 (part "message" "quoted boundary"));
    post ~kind:"multipart/form-data" (whole 3005 (part "message" "no boundary"));
    post ~kind (part "author" "not ended");
    post ~kind "";
    post ~kind "--xyz--\r\n";
    post ~kind "no part at all";
    post ~kind (whole 3006 "--xyz\r\ncontent-disposition: FORM-DATA; name=message\r\n\r\nno quotes\r\n");
    post ~kind (whole 3007 "--xyz\nContent-Disposition: form-data; name=\"message\"\n\nline feeds\n");
    post ~kind (whole 3008 (part "mess.age" "x" ^ part "message[]" "array"));
    post ~kind ("preamble\r\n" ^ whole 3009 (part "message" "after a preamble"));
    post ~kind
      (String.concat "" (List.init 30 (fun i -> part (Printf.sprintf "f%d" i) "x")) ^ whole 3010 (part "message" "many"));
    get "/";
  ]

let many =
  List.init 45 (fun i -> sign ~n:(1000 + i) (Printf.sprintf "Many %d" i) (Printf.sprintf "words %d" i))
  @ [
      get "/";
      get "/?before=26";
      get "/?before=6";
      get "/?before=1";
      get "/?before=21";
      get "/?before=22";
      get "/api/status.json";
    ]
