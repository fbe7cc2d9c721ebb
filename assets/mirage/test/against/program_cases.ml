(* What programs send, and what nobody would. *)

open Case
open Ask

let programs =
  [
    get "/api/status.json";
    get "/api/php.json";
    { (get "/api/php.json") with meth = "HEAD" };
    { (get "/api/php.json") with meth = "POST" };
    { (get "/api/status.json") with meth = "HEAD" };
    { (get "/api/writes") with meth = "DELETE" };
    get "/api/writes";
    get "/api/writes?client=a";
    get "/api/writes?client[]=a";
    get "/api/writes?client=a&after=-1";
    get "/api/writes?client=a&after=";
    get "/api/writes?client=a&after=x";
    get "/api/writes?client=a&after[]=1";
    get "/api/writes?client=a%0A";
    get "/api/writes?client=&after=0";
    { (get "/api/writes?client=a") with meth = "HEAD" };
  ]
  @ List.map write
      [
        "";
        "{";
        "[]";
        "\"text\"";
        "1";
        "null";
        "{}";
        {|{"client":"a"}|};
        {|{"client":"a","sequence":0}|};
        {|{"client":"a","sequence":"1"}|};
        {|{"client":"a","sequence":1.5}|};
        {|{"client":"a","sequence":1.0}|};
        {|{"client":"a","sequence":1e0}|};
        {|{"client":"a b","sequence":1}|};
        {|{"client":"","sequence":1}|};
        {|{"client":["a"],"sequence":1}|};
        {|{"client":"a","sequence":1}|};
        {|{"client":"a","sequence":1}|};
        {| { "client" : "a" , "sequence" : 2 } |};
        {|{"client":"a","sequence":3,}|};
        {|{"client":"a","sequence":03}|};
        {|{"client":"a","sequence":-1}|};
        {|{"client":"a","sequence":9223372036854775807}|};
        {|{"client":"a","sequence":9223372036854775808}|};
        {|{"client":"b","client":"a","sequence":4}|};
        {|{"client":"\u0061","sequence":5}|};
        {|{"client":"a","sequence":6,"x":[[[1]]]}|};
        {|{"client":"a","sequence":7,"x":[[[[1]]]]}|};
        {|{"client":"a","sequence":8,"x":"\ud83e\udd8a"}|};
        {|{"client":"a","sequence":9,"x":"\ud83e"}|};
        "{\"client\":\"a\",\"sequence\":10,\"x\":\"\xff\"}";
        "{\"client\":\"a\",\"sequence\":11,\"x\":\"a\nb\"}";
        {|{"client":"a","sequence":TRUE}|};
        {|{"client":"a","sequence":12,"x":TRUE,"y":False,"z":nulL}|};
        {|{"client":"a\n","sequence":13}|};
        {|{"client":"a","sequence":14} x|};
        "\xef\xbb\xbf{\"client\":\"a\",\"sequence\":15}";
        {|{"":1,"client":"a","sequence":16}|};
        {|{"\u0000a":1,"client":"a","sequence":17}|};
        {|{"client":"a","sequence":18,"x":-0,"y":-0.0e-1,"z":1E+2}|};
        {|{"client":"a","sequence":19,"x":"\x"}|};
        {|{"client":"a","sequence":20,"x":.5}|};
        {|{"client":"a","sequence":21,"x":5.}|};
        {|{"client":"a","sequence":22}|} ^ String.make 4080 ' ';
        {|{"client":"a","sequence":23}|} ^ String.make 4000 ' ' ^ String.make 100 'x';
        {|{"client":"|} ^ repeat 64 "c" ^ {|","sequence":1}|};
        {|{"client":"|} ^ repeat 65 "c" ^ {|","sequence":1}|};
      ]
  @ List.map
      (fun kind -> write ~kind {|{"client":"kind","sequence":1}|})
      [
        "application/json";
        "Application/JSON";
        " application/json ; charset=utf-8";
        "application/json;";
        "text/json";
        "";
        "application/jsonx";
        "application/x-www-form-urlencoded";
        "text/plain";
        "application/json, text/plain";
      ]
  @ [
      get "/api/writes?client=a";
      get "/api/writes?client=a&after=5";
      get "/api/writes?client=a&after=%205";
      get "/api/writes?client=a&after=9223372036854775806";
    ]

(* Random ones, the same for both sides. *)
let random_pages =
  let state = Random.State.make [| 5 |] in
  let pick list = List.nth list (Random.State.int state (List.length list)) in
  let parts =
    [
      "/";
      "/";
      "//";
      "api";
      "php.json";
      ":";
      ":80";
      "?";
      "#";
      "@";
      "a";
      "b.c";
      "[::1]";
      "http";
      "http:";
      "file:";
      "mailto:";
      ".";
      "..";
      "%2F";
      "123456";
      "65536";
      "-";
      "x=1";
      "&";
      "_";
    ]
  in
  List.init 400 (fun _ ->
      get
        (repeat (Random.State.int state 2) "/"
        ^ String.concat "" (List.init (Random.State.int state 6) (fun _ -> pick parts))))

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
  List.concat
    (List.init 300 (fun i -> [ sign ~n:(5000 + i) (text ()) (text ()) ] @ if i mod 15 = 14 then [ get "/" ] else []))
