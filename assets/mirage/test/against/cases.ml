(* What is asked. Each list of cases begins with empty tables. *)

open Ask

let key n = Printf.sprintf "%032x" n
let visitor = "0123456789abcdef0123456789abcdef"
let form_key_of_deployment = Sys.getenv "EVOLVE_FORM_KEY"

let tokens =
  match Guestbook_tier.Form_token.create ~key:form_key_of_deployment ~random:(fun n -> String.make n 'r') with
  | Ok tokens -> tokens
  | Error reason -> failwith reason

let token ?(visitor = visitor) ?(later = 0) form_key =
  Guestbook_tier.Form_token.issue tokens ~visitor ~form_key ~now:(int_of_float (Unix.time ()) + later)

let encode text =
  let b = Buffer.create (3 * String.length text) in
  String.iter
    (function
      | ('a' .. 'z' | 'A' .. 'Z' | '0' .. '9' | '-' | '_') as c -> Buffer.add_char b c
      | c -> Printf.bprintf b "%%%02X" (Char.code c))
    text;
  Buffer.contents b

let urlencoded pairs = String.concat "&" (List.map (fun (name, value) -> name ^ "=" ^ encode value) pairs)
let cookie = ("Cookie", "visitor=" ^ visitor)

let post ?(fields = [ cookie ]) ?(kind = "application/x-www-form-urlencoded") ?(uri = "/") body =
  { meth = "POST"; uri; fields = ("Content-Type", kind) :: fields; body }

let sign ?(n = 1) ?token:given author message =
  let token = match given with Some token -> token | None -> token (key n) in
  post (urlencoded [ ("form_key", key n); ("token", token); ("author", author); ("message", message) ])

let repeat n text = String.concat "" (List.init n (fun _ -> text))
let write ?(kind = "application/json") body = post ~fields:[] ~kind ~uri:"/api/writes" body

let texts =
  [
    "Ada"; "<script>alert('1')</script>"; "\"&<>' &amp; %3C"; "'); DROP TABLE entry; --"; "back\\slash \\' \\0";
    "👩‍👩‍👧 Família"; "🇩🇪🇫🇷 flags"; "🏳️‍🌈 rainbow"; "ليلى"; "𝔘𝔫𝔦𝔠𝔬𝔡𝔢"; "e\u{301} and é"; "각 각 Hangul"; "क्षि"; "\u{200d}joined"; "ก็"; "\u{600}1";
    "  both ends \t"; "\u{a0}\u{3000}wide\u{2003}\u{3000}"; "\u{180e}vowel\u{180e}"; "\u{feff}mark"; "a\u{200b}b"; "a\tb"; "a\x01b\x7f";
    "\x01 a"; "a \x01"; "line\r\nline\rline\nline\x0bline\x0cline\u{85}line\u{2028}line\u{2029}line"; "\n\nlines\n\n"; "a \n b"; "\u{85}a\u{85}";
    "\u{0}nul"; "\u{fffd}"; "\u{10ffff}"; "\xff\xfe"; "\xc0\x80"; "\xed\xa0\x80"; "caf\xe9"; ""; " "; "\x01"; "\t\n"; "0"; "00"; "null"; "?"; "%"; "%u0041";
    "+plus+"; "&#39;"; repeat 60 "🦊"; repeat 61 "🦊"; repeat 60 "a"; repeat 61 "a"; repeat 1000 "é"; repeat 1001 "é"; repeat 200 "a b\n";
  ]

let pages =
  [
    get "/"; get "/?before=1"; get "/?before=0"; get "/?before=-1"; get "/?before=x"; get "/?before=+5"; get "/?before=%205%20"; get "/?before=05";
    get "/?before[]=5"; get "/?before=9223372036854775807"; get "/?before=9223372036854775808"; get "/?before=1&before=2"; get "/?x=http://a/b:80"; get "/?a:80"; get "/?#frag";
    get "//"; get "//api/php.json"; get "/index.php"; get "/no-such"; get "/%61pi/php.json"; get "/api"; get "/api/"; get "/api/nothing"; get "/:80"; get "/a:80"; get "*"; get "";
    get "http://host/"; get "http://host/api/php.json"; get "http://host"; get "/?"; get "/\x01"; get "/./"; get "/../";
    { (get "/") with meth = "HEAD" }; { (get "/") with meth = "PUT" }; { (get "/") with meth = "DELETE" }; { (get "/") with meth = "OPTIONS" }; { (get "/x") with meth = "POST" };
    { (get "/") with fields = [ cookie ] }; { (get "/") with fields = [ ("Cookie", "visitor=short") ] }; { (get "/") with fields = [ ("Cookie", "a=b; visitor=" ^ visitor ^ "; visitor=x") ] };
    { (get "/") with fields = [ ("Cookie", "visitor=x; visitor=" ^ visitor) ] }; { (get "/") with fields = [ ("Cookie", "visitor[]=" ^ visitor) ] };
    { (get "/") with fields = [ ("Cookie", ";; visitor=%30123456789abcdef0123456789abcdef") ] }; { (get "/") with fields = [ ("Cookie", "visitor=" ^ String.uppercase_ascii visitor) ] };
  ]

let forms =
  List.concat
    (List.mapi
       (fun i text -> [ sign ~n:(100 + (2 * i)) text "words"; sign ~n:(101 + (2 * i)) "Ada" text; get "/" ])
       texts)

let rules =
  [
    sign "Ada" "first words"; sign "Ada" "first words"; sign "Ada" "other words"; sign "Bob" "first words"; get "/";
    sign ~token:"" "Mallory" "forged"; sign ~token:"0." "Mallory" "forged"; sign ~token:("12." ^ repeat 64 "a") "Mallory" "forged";
    sign ~token:(token (key 9)) "Mallory" "another form's"; sign ~token:(token ~visitor:(key 7) (key 1)) "Mallory" "another visitor's";
    sign ~n:2 ~token:(token ~later:(-7300) (key 2)) "Late" "after lunch"; sign ~n:2 ~token:(token ~later:60 (key 2)) "Late" "in time";
    sign ~n:3 ~token:(token (key 3) ^ "\n") "Mallory" "a newline"; sign ~n:3 ~token:("0" ^ token (key 3)) "Mallory" "a zero";
    post ~fields:[] (urlencoded [ ("form_key", key 4); ("token", token (key 4)); ("author", "No"); ("message", "cookie") ]);
    post ""; post "&&&"; post "author"; post "author[]=a&message=b"; post ~kind:"text/plain" "author=a"; post ~kind:"Application/X-WWW-Form-URLencoded; charset=utf-8" ("form.key=" ^ key 5 ^ "&token=" ^ token (key 5) ^ "&author=Dot&message=name");
    post ("form key=" ^ key 6 ^ "&token=" ^ token (key 6) ^ "&author=Space&message=a+b%2Bc"); post ("form[key=" ^ key 7 ^ "&token=" ^ token (key 7) ^ "&author=Bracket&message=m");
    post ("form_key=" ^ key 8 ^ "&token=" ^ token (key 8) ^ "&author=first&author=last&message=m&message");
    post (String.concat "&" (List.init 19 (fun i -> Printf.sprintf "f%d=1" i)) ^ "&author=twentieth&message=not+seen");
    post (urlencoded [ ("form_key", "X"); ("token", "x"); ("author", "Key"); ("message", "no key") ]); post (urlencoded [ ("author", repeat 61 "x"); ("message", repeat 1001 "y") ]);
    { (sign ~n:20 "Query" "and form") with uri = "/?before=3" }; { (sign ~n:20 ~token:"" "Query" "and form") with uri = "/?before=3" };
    { (sign ~n:21 "Head" "er") with meth = "PUT" }; post (urlencoded [ ("author", "big"); ("message", repeat 65500 "z") ]); post (urlencoded [ ("author", "big"); ("message", repeat 66000 "z") ]);
  ]

(* As programs send forms that have files. *)
let multiparts =
  let part ?(fields = "") name value = Printf.sprintf "--xyz\r\nContent-Disposition: form-data; name=\"%s\"\r\n%s\r\n%s\r\n" name fields value in
  let whole n message = part "form_key" (key n) ^ part "token" (token (key n)) ^ part "author" "Multi" ^ message ^ "--xyz--\r\n" in
  let kind = "multipart/form-data; boundary=xyz" in
  [
    post ~kind (whole 3000 (part "message" "parts"));
    post ~kind (whole 3001 (part ~fields:"Content-Type: text/plain; charset=utf-8\r\n" "message" "typed \xc3\xa9"));
    post ~kind (whole 3002 "--xyz\r\nContent-Disposition: form-data; name=\"message\"; filename=\"a.txt\"\r\n\r\na file\r\n");
    post ~kind (whole 3003 (part "message" "two\r\nlines\r\n\r\nand -- dashes --xy"));
    post ~kind:"multipart/form-data; boundary=\"xyz\"" (whole 3004 (part "message" "quoted boundary"));
    post ~kind:"multipart/form-data" (whole 3005 (part "message" "no boundary"));
    post ~kind (part "author" "not ended");
    post ~kind ""; post ~kind "--xyz--\r\n"; post ~kind "no part at all";
    post ~kind (whole 3006 "--xyz\r\ncontent-disposition: FORM-DATA; name=message\r\n\r\nno quotes\r\n");
    post ~kind (whole 3007 "--xyz\nContent-Disposition: form-data; name=\"message\"\n\nline feeds\n");
    post ~kind (whole 3008 (part "mess.age" "x" ^ part "message[]" "array" ));
    post ~kind ("preamble\r\n" ^ whole 3009 (part "message" "after a preamble"));
    post ~kind (String.concat "" (List.init 30 (fun i -> part (Printf.sprintf "f%d" i) "x")) ^ whole 3010 (part "message" "many"));
    get "/";
  ]

let many = List.init 45 (fun i -> sign ~n:(1000 + i) (Printf.sprintf "Many %d" i) (Printf.sprintf "words %d" i)) @ [ get "/"; get "/?before=26"; get "/?before=6"; get "/?before=1"; get "/?before=21"; get "/?before=22"; get "/api/status.json" ]

let programs =
  [
    get "/api/status.json"; get "/api/php.json"; { (get "/api/php.json") with meth = "HEAD" }; { (get "/api/php.json") with meth = "POST" }; { (get "/api/status.json") with meth = "HEAD" };
    { (get "/api/writes") with meth = "DELETE" }; get "/api/writes"; get "/api/writes?client=a"; get "/api/writes?client[]=a"; get "/api/writes?client=a&after=-1"; get "/api/writes?client=a&after="; get "/api/writes?client=a&after=x";
    get "/api/writes?client=a&after[]=1"; get "/api/writes?client=a%0A"; get "/api/writes?client=&after=0"; { (get "/api/writes?client=a") with meth = "HEAD" };
  ]
  @ List.map write
      [
        ""; "{"; "[]"; "\"text\""; "1"; "null"; "{}"; {|{"client":"a"}|}; {|{"client":"a","sequence":0}|}; {|{"client":"a","sequence":"1"}|}; {|{"client":"a","sequence":1.5}|}; {|{"client":"a","sequence":1.0}|}; {|{"client":"a","sequence":1e0}|};
        {|{"client":"a b","sequence":1}|}; {|{"client":"","sequence":1}|}; {|{"client":["a"],"sequence":1}|}; {|{"client":"a","sequence":1}|}; {|{"client":"a","sequence":1}|}; {| { "client" : "a" , "sequence" : 2 } |}; {|{"client":"a","sequence":3,}|};
        {|{"client":"a","sequence":03}|}; {|{"client":"a","sequence":-1}|}; {|{"client":"a","sequence":9223372036854775807}|}; {|{"client":"a","sequence":9223372036854775808}|}; {|{"client":"b","client":"a","sequence":4}|}; {|{"client":"\u0061","sequence":5}|};
        {|{"client":"a","sequence":6,"x":[[[1]]]}|}; {|{"client":"a","sequence":7,"x":[[[[1]]]]}|}; {|{"client":"a","sequence":8,"x":"\ud83e\udd8a"}|}; {|{"client":"a","sequence":9,"x":"\ud83e"}|}; "{\"client\":\"a\",\"sequence\":10,\"x\":\"\xff\"}"; "{\"client\":\"a\",\"sequence\":11,\"x\":\"a\nb\"}";
        {|{"client":"a","sequence":TRUE}|}; {|{"client":"a","sequence":12,"x":TRUE,"y":False,"z":nulL}|}; {|{"client":"a\n","sequence":13}|}; {|{"client":"a","sequence":14} x|}; "\xef\xbb\xbf{\"client\":\"a\",\"sequence\":15}"; {|{"":1,"client":"a","sequence":16}|}; {|{"\u0000a":1,"client":"a","sequence":17}|};
        {|{"client":"a","sequence":18,"x":-0,"y":-0.0e-1,"z":1E+2}|}; {|{"client":"a","sequence":19,"x":"\x"}|}; {|{"client":"a","sequence":20,"x":.5}|}; {|{"client":"a","sequence":21,"x":5.}|}; {|{"client":"a","sequence":22}|} ^ String.make 4080 ' '; {|{"client":"a","sequence":23}|} ^ String.make 4000 ' ' ^ String.make 100 'x'; {|{"client":"|} ^ repeat 64 "c" ^ {|","sequence":1}|}; {|{"client":"|} ^ repeat 65 "c" ^ {|","sequence":1}|};
      ]
  @ List.map
      (fun kind -> write ~kind {|{"client":"kind","sequence":1}|})
      [ "application/json"; "Application/JSON"; " application/json ; charset=utf-8"; "application/json;"; "text/json"; ""; "application/jsonx"; "application/x-www-form-urlencoded"; "text/plain"; "application/json, text/plain" ]
  @ [ get "/api/writes?client=a"; get "/api/writes?client=a&after=5"; get "/api/writes?client=a&after=%205"; get "/api/writes?client=a&after=9223372036854775806" ]

(* Random ones, the same for both sides. *)
let random_pages =
  let state = Random.State.make [| 5 |] in
  let pick list = List.nth list (Random.State.int state (List.length list)) in
  let parts = [ "/"; "/"; "//"; "api"; "php.json"; ":"; ":80"; "?"; "#"; "@"; "a"; "b.c"; "[::1]"; "http"; "http:"; "file:"; "mailto:"; "."; ".."; "%2F"; "123456"; "65536"; "-"; "x=1"; "&"; "_" ] in
  List.init 400 (fun _ -> get (repeat (Random.State.int state 2) "/" ^ String.concat "" (List.init (Random.State.int state 6) (fun _ -> pick parts))))

let random_forms =
  let state = Random.State.make [| 6 |] in
  let character () =
    match Random.State.int state 12 with
    | 0 -> Random.State.int state 0x30
    | 1 -> 0x7f + Random.State.int state 0x40
    | 2 -> 0x2000 + Random.State.int state 0x40
    | 3 -> 0x1f1e6 + Random.State.int state 26
    | 4 -> 0x1f400 + Random.State.int state 0x100
    | 5 -> 0x300 + Random.State.int state 0x70
    | 6 -> 0x200d
    | 7 -> 0xac00 + Random.State.int state 0x200
    | 8 -> 0x1100 + Random.State.int state 0x100
    | 9 -> 0x900 + Random.State.int state 0x200
    | _ -> Random.State.int state 0xd800
  in
  let text () =
    let b = Buffer.create 64 in
    for _ = 0 to Random.State.int state 14 do
      Buffer.add_utf_8_uchar b (Uchar.of_int (character ()))
    done;
    Buffer.contents b
  in
  List.concat (List.init 300 (fun i -> [ sign ~n:(5000 + i) (text ()) (text ()) ] @ if i mod 15 = 14 then [ get "/" ] else []))

let all =
  [ ("pages", pages); ("forms", forms); ("rules", rules); ("multipart", multiparts); ("many", many); ("programs", programs); ("random addresses", random_pages); ("random forms", random_forms) ]

(* While the database may be read alone, and while there is none. *)
let hindered = [ get "/"; get "/api/status.json"; get "/api/php.json"; get "/x"; sign "Ada" "kept words"; sign ~token:"" "Ada" "kept words"; sign "" ""; write {|{"client":"a","sequence":1}|}; get "/api/writes?client=a"; { (get "/") with meth = "HEAD" }; get "/?before=5"; { (get "/") with meth = "PATCH" } ]
