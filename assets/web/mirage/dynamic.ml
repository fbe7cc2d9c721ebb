(** What is alive comes from the php tier over FastCGI. *)

(** The script behind it, under its name in every flavour of the php tier. *)
let script = "/srv/site/app/index.php"

let document_root = "/srv/site/public"

(** So much of an answer is gathered before its first byte goes on: nearly every page then has a length, and an answer that
    breaks off becomes a page that says so. *)
let gathered_bytes = 65_536

(** Fields that belong to one connection, or that this server writes itself. *)
let is_ours name =
  match String.lowercase_ascii name with
  | "connection" | "keep-alive" | "transfer-encoding" | "content-length" | "trailer" | "upgrade" | "te" | "date"
  | "proxy-connection" ->
      true
  | _ -> false

let variable name = "HTTP_" ^ String.uppercase_ascii (String.map (function '-' -> '_' | c -> c) name)

(* A name with another character could pass for a different one once it is a variable; and Proxy would become what programs
   take for a setting (CVE-2016-5385). Apache keeps Authorization to itself. *)
let is_passed_on name =
  String.for_all (function 'a' .. 'z' | '0' .. '9' | '-' -> true | _ -> false) name
  &&
  match name with
  | "content-type" | "content-length" | "proxy" | "authorization" | "transfer-encoding" | "expect" -> false
  | _ -> true

(* Fields of one name are one variable. *)
let fields_of head =
  List.fold_left
    (fun found (name, value) ->
      if not (is_passed_on name) then found
      else
        let name = variable name in
        match List.assoc_opt name found with
        | None -> (name, value) :: found
        | Some before -> (name, before ^ ", " ^ value) :: List.remove_assoc name found)
    [] head.Http.Head.fields

let host_and_port head =
  match Http.Head.field_of head "host" with
  | None -> ("localhost", "8080")
  | Some host -> (
      match String.rindex_opt host ':' with
      | Some i when i > 0 && Http.Framing.is_digits (String.sub host (i + 1) (String.length host - i - 1)) ->
          (String.sub host 0 i, String.sub host (i + 1) (String.length host - i - 1))
      | _ -> (host, "80"))

let params ~flavour (request : Http.Request.t) body =
  let head = request.head in
  let name, port = host_and_port head in
  [
    ("GATEWAY_INTERFACE", "CGI/1.1");
    ("SERVER_PROTOCOL", if head.minor = 0 then "HTTP/1.0" else "HTTP/1.1");
    ("SERVER_SOFTWARE", "Evolve");
    ("SERVER_NAME", name);
    ("SERVER_PORT", port);
    ("REQUEST_SCHEME", "http");
    ("REMOTE_ADDR", Ipaddr.to_string (fst request.peer));
    ("REMOTE_PORT", string_of_int (snd request.peer));
    ("REQUEST_METHOD", head.meth);
    ("REQUEST_URI", head.target);
    ("QUERY_STRING", request.query);
    ("SCRIPT_NAME", Site.Form.decode ~plus:false request.path);
    ("SCRIPT_FILENAME", script);
    ("DOCUMENT_ROOT", document_root);
    ("EVOLVE_WEB_FLAVOUR", flavour);
  ]
  @ (if request.has_body || Http.Head.field_of head "content-length" <> None then
       [ ("CONTENT_LENGTH", string_of_int (String.length body)) ]
     else [])
  @ (match Http.Head.field_of head "content-type" with Some kind -> [ ("CONTENT_TYPE", kind) ] | None -> [])
  @ fields_of head

(** Requests that do no harm when they come twice. *)
let is_repeatable meth = meth = "GET" || meth = "HEAD" || meth = "OPTIONS"

module Make (Tcp : Tcpip.Tcp.S with type ipaddr = Ipaddr.t) (Time : Io.Time.S) = struct
  module Client = Fastcgi.Client.Make (Tcp) (Time)

  let ( let* ) = Lwt.bind

  let failure pages ~log (request : Http.Request.t) error =
    log
      (Printf.sprintf "[error] fastcgi: %s %s: %s" request.head.meth request.path (Fastcgi.Client.string_of_error error));
    let status =
      match (error : Fastcgi.Client.error) with
      | Busy | Unreachable _ | Gone -> 503
      | Timed_out -> 504
      | Malformed _ -> 502
    in
    Pages.away pages status

  (* As Apache's AddDefaultCharset does it. *)
  let with_charset name value =
    match (String.lowercase_ascii name, String.lowercase_ascii value) with
    | "content-type", ("text/html" | "text/plain") -> value ^ "; charset=utf-8"
    | _ -> value

  let fields (head : Fastcgi.Answer.t) =
    List.filter_map
      (fun (name, value) -> if is_ours name then None else Some (Http.Response.field name (with_charset name value)))
      head.fields
    |> String.concat ""

  let gather (answer : Fastcgi.Client.answer) =
    let rec more gathered bytes =
      let* piece = answer.body () in
      match piece with
      | None -> Lwt.return (Http.Response.Pieces (List.rev gathered))
      | Some piece when bytes + String.length piece <= gathered_bytes ->
          more (piece :: gathered) (bytes + String.length piece)
      | Some piece ->
          let first = ref (List.rev (piece :: gathered)) in
          let next () =
            match !first with
            | piece :: rest ->
                first := rest;
                Lwt.return_some piece
            | [] -> answer.body ()
          in
          Lwt.return (Http.Response.Stream { next; abandon = answer.abandon })
    in
    more [] 0

  (** Passes a request on; what comes back, or a page that says what did not. *)
  let respond client pages ~flavour ~log (request : Http.Request.t) =
    let* body = Http.Request.whole_body request in
    let* result =
      Client.request client ~repeatable:(is_repeatable request.head.meth) (params ~flavour request body) body
    in
    match result with
    | Error error -> Lwt.return (failure pages ~log request error)
    | Ok answer ->
        Lwt.catch
          (fun () ->
            let* body = gather answer in
            Lwt.return { Http.Response.status = answer.head.status; fields = fields answer.head; body })
          (function Fastcgi.Client.Broken error -> Lwt.return (failure pages ~log request error) | e -> Lwt.fail e)
end
