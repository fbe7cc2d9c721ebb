(* Asks a responder of FastCGI with plain sockets: nothing but the encoding of records is shared with what is tested, and
   that the real PHP-FPM reads. *)

type request = {
  meth : string;
  uri : string;
  fields : (string * string) list;
  body : string;
}

type answer = {
  head : string list;  (** lines, in order *)
  body : string;
}

let get uri = { meth = "GET"; uri; fields = []; body = "" }

let params request =
  let query =
    match String.index_opt request.uri '?' with
    | Some i -> String.sub request.uri (i + 1) (String.length request.uri - i - 1)
    | None -> ""
  in
  let field (name, value) =
    match String.lowercase_ascii name with
    | "content-type" -> ("CONTENT_TYPE", value)
    | name -> ("HTTP_" ^ String.uppercase_ascii (String.map (function '-' -> '_' | c -> c) name), value)
  in
  [
    ("GATEWAY_INTERFACE", "CGI/1.1");
    ("SERVER_PROTOCOL", "HTTP/1.1");
    ("REQUEST_METHOD", request.meth);
    ("REQUEST_URI", request.uri);
    ("QUERY_STRING", query);
    ("SCRIPT_NAME", "/");
    ("SCRIPT_FILENAME", "/srv/site/app/index.php");
    ("EVOLVE_WEB_FLAVOUR", "container");
    ("CONTENT_LENGTH", string_of_int (String.length request.body));
  ]
  @ List.map field request.fields

let rec write_all fd text first =
  if first < String.length text then
    write_all fd text (first + Unix.write_substring fd text first (String.length text - first))

let really_read fd n =
  let bytes = Bytes.create n in
  let rec go i =
    if i < n then
      match Unix.read fd bytes i (n - i) with 0 -> failwith "the connection ended inside an answer" | k -> go (i + k)
  in
  go 0;
  Bytes.to_string bytes

(** Sends a request; what comes back reads its answer and closes the connection. *)
let begin_exchange address params body =
  let fd = Unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Unix.connect fd (Unix.ADDR_INET (Unix.inet_addr_of_string address, 9000));
  let b = Buffer.create 1024 in
  Fastcgi.Record.add b Begin_request ~id:1 (Fastcgi.Record.begin_content ~keep:false);
  Fastcgi.Record.add_stream b Params ~id:1 (Fastcgi.Params.encode params);
  Fastcgi.Record.add b Params ~id:1 "";
  Fastcgi.Record.add_stream b Stdin ~id:1 body;
  Fastcgi.Record.add b Stdin ~id:1 "";
  write_all fd (Buffer.contents b) 0;
  let out = Buffer.create 4096 in
  let rec records () =
    match Fastcgi.Record.read_head (Bytes.of_string (really_read fd 8)) 0 with
    | Error reason -> failwith reason
    | Ok head -> (
        let content = really_read fd (head.length + head.padding) in
        match head.kind with
        | Stdout ->
            Buffer.add_string out (String.sub content 0 head.length);
            records ()
        | End_request -> Buffer.contents out
        | _ -> records ())
  in
  fun () -> Fun.protect ~finally:(fun () -> Unix.close fd) records

let exchange address params body = begin_exchange address params body ()

let split text =
  match Str.bounded_split_delim (Str.regexp "\r\n\r\n") text 2 with
  | [ head; body ] -> { head = Str.split (Str.regexp "\r\n") head; body }
  | _ -> failwith ("an answer without a head: " ^ text)

let ask address request = split (exchange address (params request) request.body)

(** Asks the same [n] times at once. *)
let ask_at_once n address request =
  let begun = List.init n (fun _ -> begin_exchange address (params request) request.body) in
  List.map (fun finish -> split (finish ())) begun

(** The value of a field, by the beginning of its line. *)
let field answer name =
  List.find_map
    (fun line ->
      let prefix = name ^ ": " in
      if String.starts_with ~prefix line then
        Some (String.sub line (String.length prefix) (String.length line - String.length prefix))
      else None)
    answer.head

let find pattern text =
  match Str.search_forward (Str.regexp pattern) text 0 with
  | _ -> Some (Str.matched_group 1 text)
  | exception Not_found -> None

(** What differs by chance, or by what a flavour is, made the same. *)
let normal text =
  List.fold_left
    (fun text (pattern, replacement) -> Str.global_replace (Str.regexp pattern) replacement text)
    text
    [
      ("name=\"form_key\" value=\"[0-9a-f]+\"", "name=\"form_key\" value=\"KEY\"");
      ("name=\"token\" value=\"[0-9]+\\.[0-9a-f]+\"", "name=\"token\" value=\"TOKEN\"");
      ("visitor=[0-9a-f]+;", "visitor=VISITOR;");
      ( "datetime=\"[-0-9]+T[:0-9]+\\.[0-9][0-9][0-9]Z\">[0-9]+ [A-Z][a-z][a-z] [0-9]+, [0-9]+:[0-9]+ UTC",
        "datetime=TIME" );
      ("\"written_at\":\"[-0-9]+ [:0-9]+\\.[0-9][0-9][0-9]\"", "\"written_at\":TIME");
      ("<dt>php</dt><dd>[^<]*</dd>", "<dt>php</dt>");
      ("\"php\",\"flavour\":\"[a-z]+\"", "\"php\"");
      ("\"php\":{\"flavour\":\"[^\"]*\",\"version\":\"[^\"]*\"}", "\"php\":PHP");
    ]
