(* Asks both tiers the same bytes and compares status, fields and body: against_apache [--away]. *)

type answer = {
  status : int;
  fields : (string * string) list;
  body : string;
}

let apache = "127.0.0.1"
let ocaml = "127.0.0.2"

let exchange address bytes =
  let fd = Unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Fun.protect
    ~finally:(fun () -> Unix.close fd)
    (fun () ->
      Unix.connect fd (Unix.ADDR_INET (Unix.inet_addr_of_string address, 8080));
      Unix.setsockopt_float fd Unix.SO_RCVTIMEO 20.;
      Ask.write_all fd bytes 0;
      let out = Buffer.create 4096 and bytes = Bytes.create 65_536 in
      let rec read () =
        match Unix.read fd bytes 0 65_536 with
        | 0 -> ()
        | n ->
            Buffer.add_subbytes out bytes 0 n;
            read ()
        | exception Unix.Unix_error (ECONNRESET, _, _) -> ()
      in
      read ();
      Buffer.contents out)

let rec unchunk text at out =
  let stop = Str.search_forward (Str.regexp "\r\n") text at in
  let size = int_of_string ("0x" ^ List.hd (String.split_on_char ';' (String.sub text at (stop - at)))) in
  if size > 0 then begin
    Buffer.add_substring out text (stop + 2) size;
    unchunk text (stop + 2 + size + 2) out
  end

let parse text =
  if text = "" then { status = 0; fields = []; body = "" }
  else
    match Str.bounded_split_delim (Str.regexp "\r\n\r\n") text 2 with
    | [ head; body ] ->
        let lines = Str.split (Str.regexp "\r\n") head in
        let field line =
          let i = String.index line ':' in
          ( String.lowercase_ascii (String.sub line 0 i),
            String.trim (String.sub line (i + 1) (String.length line - i - 1)) )
        in
        let fields = List.map field (List.tl lines) in
        let body =
          if List.assoc_opt "transfer-encoding" fields = Some "chunked" then begin
            let out = Buffer.create 4096 in
            unchunk body 0 out;
            Buffer.contents out
          end
          else body
        in
        { status = int_of_string (String.sub (List.hd lines) 9 3); fields; body }
    | _ -> { status = -1; fields = []; body = text }

(* Fields in which the two may differ: who answers and when, how a body is framed, and tags of their own making. *)
let is_chance = function
  | "date" | "server" | "etag" | "last-modified" | "transfer-encoding" | "content-length" | "connection" | "keep-alive"
  | "accept-ranges" | "vary" | "allow" ->
      true
  | _ -> false

(* Of what the programs refuse by themselves the status counts: the text is each one's own. *)
let essence answer =
  if answer.status = 400 || answer.status = 416 then string_of_int answer.status
  else
    let fields = List.sort compare (List.filter (fun (name, _) -> not (is_chance name)) answer.fields) in
    String.concat "\n" (string_of_int answer.status :: List.map (fun (name, value) -> name ^ ": " ^ value) fields)
    ^ "\n\n" ^ answer.body

let request ?(meth = "GET") ?(version = "1.1") ?(fields = []) ?(body = "") target =
  let fields = (if version = "1.1" then [ "Host: localhost" ] else []) @ fields @ [ "Connection: close" ] in
  Printf.sprintf "%s %s HTTP/%s\r\n%s\r\n\r\n%s" meth target version (String.concat "\r\n" fields) body

(* Compared as a whole. *)
let whole =
  List.map request
    [
      "/style.css";
      "/favicon.svg";
      "/web.json";
      "/missing.html";
      "/away.html";
      "/style.css?x=1";
      "/%73tyle.css";
      "/./style.css";
      "/a/../style.css";
      "/a//..//style.css";
      "//style.css";
      "/style.css/";
      "/no-such";
      "/no/such/";
      "/api";
      "/apix";
      "/index.html";
      "/";
      "/?a=b&c=%20";
      "/?";
      "/api/";
      "/api/echo";
      "/api/echo?x=1&y=/../";
      "/api/a%20b";
      "/api/a+b";
      "/api//echo";
      "/api/./echo";
      "/api/%C3%A9";
      "/api/x%2Fy";
      "/style%2ecss";
      "/%2e%2e/style.css";
      "/a%00b";
      "/api/a:b@c";
      "/api/say/404";
      "/api/say/303";
      "/api/say/422";
      "/api/say/503";
      "/api/say/201";
      "/api/say/204";
      "/api/say/cookie";
      "/api/say/large";
      "/api/say/empty";
      "/api/say/lf";
    ]
  @ [
      request ~version:"1.0" "/style.css";
      request ~version:"1.0" "/api/echo";
      request ~meth:"HEAD" "/style.css";
      request ~meth:"HEAD" "/no-such";
      request ~meth:"HEAD" "/api/echo";
      request ~meth:"HEAD" "/api/say/404";
      request ~meth:"OPTIONS" "/api/echo";
      request ~meth:"PUT" ~body:"abc" ~fields:[ "Content-Length: 3" ] "/api/echo";
      request ~meth:"DELETE" "/api/echo";
      request ~meth:"PATCH" "/";
      request ~meth:"BREW" "/api/echo";
      request ~meth:"POST"
        ~fields:[ "Content-Type: application/x-www-form-urlencoded"; "Content-Length: 7" ]
        ~body:"a=b&c=d" "/";
      request ~meth:"POST"
        ~fields:
          [
            "Content-Type: application/json";
            "Content-Length: 2";
            "Cookie: visitor=x";
            "Cookie: y=z";
            "X-A: 1";
            "X-A: 2";
            "Proxy: evil";
            "Idempotency-Key: k";
            "Accept-Language: de";
          ]
        ~body:"{}" "/api/writes";
      request ~fields:[ "Range: bytes=0-9" ] "/style.css";
      request ~fields:[ "Range: bytes=-5" ] "/style.css";
      request ~fields:[ "Range: bytes=100000-" ] "/style.css";
      request ~fields:[ "Range: bytes=5-2" ] "/style.css";
      request ~fields:[ "Range: lines=1-2" ] "/style.css";
      request ~fields:[ "Range: bytes=3-" ] "/style.css";
      request ~fields:[ "Range: bytes=0-1"; "If-Range: \"other\"" ] "/style.css";
      request ~fields:[ "If-None-Match: *" ] "/style.css";
      request ~fields:[ "If-None-Match: \"other\"" ] "/style.css";
      request ~fields:[ "If-Modified-Since: Thu, 01 Jan 1970 00:00:10 GMT" ] "/style.css";
      request ~fields:[ "If-Modified-Since: yesterday" ] "/style.css";
      request ~meth:"POST" ~fields:[ "Content-Length: 65536" ] ~body:(String.make 65_536 'b') "/api/echo";
      request ~meth:"GET" ~fields:[ "Content-Length: 3" ] ~body:"xyz" "/api/echo";
      request
        ~fields:
          [ "X-Empty:"; "X-Tab: a\tb"; "X_under: 1"; "X.dot: 2"; "Authorization: Basic eA=="; "Content-Type: text/odd" ]
        "/api/echo";
      request "http://localhost/api/echo";
      request "http://other/style.css";
    ]

(* Compared by their status alone: the text is each program's own. *)
let status_alone =
  [
    request ~meth:"DELETE" "/style.css";
    request ~meth:"TRACE" "/";
    request ~meth:"PUT" ~fields:[ "Content-Length: 0" ] "/x";
    request "/../x";
    request "/api/../../x";
    request "/%zz";
    request "/%";
    request ~fields:[ "If-Match: \"other\"" ] "/style.css";
    request ~fields:[ "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:10 GMT" ] "/style.css";
    request ~meth:"POST" ~fields:[ "Content-Length: -1" ] "/";
    request ~meth:"POST" ~fields:[ "Content-Length: x" ] "/";
    "GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n";
    "GET  / HTTP/1.1\r\nHost: a\r\n\r\n";
    "GET / HTTP/1.1\r\nHost : a\r\n\r\n";
    "GET / HTTP/1.1\r\n Host: a\r\n\r\n";
    "GET / HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n";
    "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01b\r\n\r\n";
    request ("/" ^ String.make 9000 'a');
    request ~fields:[ "Expect: nonsense" ] ~meth:"POST" "/";
    "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n";
    "G@T / HTTP/1.1\r\nHost: a\r\n\r\n";
  ]

(* Where the OCaml program is meant to be another one: what Apache says, what it says, and why. *)
let deliberate =
  [
    (request ~meth:"POST" ~fields:[ "Content-Length: 0" ] "/style.css", 200, 405, "a file takes no form");
    (request "/api/say/nothing", 200, 502, "an answer without a head is none");
    (request "/api/say/garbage", 500, 502, "the mistake is the responder's, and 502 has a page for visitors");
    ( request ~meth:"POST" ~fields:[ "Content-Length: 65537" ] ~body:(String.make 65_537 'b') "/api/echo",
      200,
      413,
      "the limit on bodies holds for passed ones too" );
    (request ~meth:"POST" ~fields:[ "Transfer-Encoding: gzip" ] "/", 400, 501, "RFC 9112, section 6.1");
    ("GET /\r\n\r\n", -1, 400, "HTTP/0.9 is not spoken");
    ("GET / HTTP/3.0\r\nHost: a\r\nConnection: close\r\n\r\n", 200, 505, "RFC 9110, section 15.6.6");
    (request ~fields:[ "X: " ^ String.make 9000 'a' ] "/style.css", 400, 200, "the limit is on all fields together");
    (request ~fields:(List.init 120 (fun i -> Printf.sprintf "X-%d: 1" i)) "/style.css", 400, 431, "RFC 6585, section 5");
    ( request ~fields:[ "If-Modified-Since: Fri, 01 Jan 2038 00:00:00 GMT" ] "/style.css",
      200,
      304,
      "a time to come is a time" );
    (request "/x/../api/echo", 200, 200, "Apache adds fields of a file to it");
    (request "/%61pi/echo", 200, 200, "Apache adds fields of a file to it");
  ]

let chunked =
  request ~meth:"POST"
    ~fields:[ "Transfer-Encoding: chunked"; "Content-Type: text/plain" ]
    ~body:"3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n" "/api/echo"

let () =
  let compared = ref 0 and differ = ref 0 in
  let compare part bytes =
    incr compared;
    let a = part (parse (exchange apache bytes)) and b = part (parse (exchange ocaml bytes)) in
    if a <> b then begin
      incr differ;
      let start = if String.length bytes > 200 then String.sub bytes 0 200 else bytes in
      let short text = if String.length text > 400 then String.sub text 0 400 else text in
      Printf.printf "%S\n  Apache: %S\n  OCaml:  %S\n%!" start (short a) (short b)
    end
  in
  if Array.mem "--away" Sys.argv then
    List.iter (compare essence)
      [
        request "/";
        request "/api/echo";
        request "/style.css";
        request ~meth:"HEAD" "/";
        request ~meth:"POST" ~fields:[ "Content-Length: 3" ] ~body:"a=b" "/";
      ]
  else begin
    List.iter (compare essence) (chunked :: whole);
    List.iter (compare (fun answer -> string_of_int answer.status)) status_alone;
    List.iter
      (fun (bytes, of_apache, of_ocaml, reason) ->
        incr compared;
        let status address = (parse (exchange address bytes)).status in
        if (status apache, status ocaml) <> (of_apache, of_ocaml) then begin
          incr differ;
          Printf.printf "%S: %d and %d, not %d and %d (%s)\n%!"
            (String.sub bytes 0 (min 80 (String.length bytes)))
            (status apache) (status ocaml) of_apache of_ocaml reason
        end)
      deliberate
  end;
  Printf.printf "%d answers compared, %d differ\n" !compared !differ;
  exit (if !differ = 0 then 0 else 1)
