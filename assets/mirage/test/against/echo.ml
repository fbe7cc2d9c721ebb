(* A responder that says what it was asked: the variables in order, and the body. The paths below /api/say/ make it answer
   as they name it. *)

module Server = Fastcgi.Server.Make (Unix_stack.TCP) (Unix_time)

(* What differs by the client's own address, or by which program asks. *)
let is_chance = function
  | "REMOTE_ADDR" | "REMOTE_PORT" | "SERVER_ADDR" | "SERVER_SOFTWARE" | "SERVER_SIGNATURE" | "SERVER_ADMIN"
  | "CONTEXT_PREFIX" | "CONTEXT_DOCUMENT_ROOT" | "PATH" | "SCRIPT_NAME" | "PATH_INFO" | "PATH_TRANSLATED"
  | "proxy-fcgi-pathinfo" | "FCGI_ROLE" | "is_alive" | "is_check" | "HTTP_HOST" | "SERVER_NAME" | "SERVER_PORT"
  | "DOCUMENT_ROOT" ->
      true
  | _ -> false

let echo (request : Fastcgi.Server.request) =
  let body = match request.body with Whole body -> body | Too_large n -> Printf.sprintf "%d bytes" n in
  let lines =
    List.filter (fun (name, _) -> not (is_chance name)) request.params
    |> List.sort compare
    |> List.map (fun (name, value) -> name ^ "=" ^ value ^ "\n")
  in
  "Content-Type: text/plain\r\nCache-Control: no-store\r\n\r\n" ^ String.concat "" lines ^ "\n" ^ body

let answers =
  [
    ("/api/say/404", "Status: 404 Not Found\r\nContent-Type: text/html\r\nX-Own: yes\r\n\r\n<p>own page</p>");
    ("/api/say/303", "Status: 303 See Other\r\nLocation: /#entry-1\r\nContent-type: text/html; charset=UTF-8\r\n\r\n");
    ("/api/say/422", "Status: 422\r\nContent-Type: application/json\r\n\r\n{}\n");
    ( "/api/say/503",
      "Status: 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/html\r\n\r\nthe database is away" );
    ("/api/say/201", "Status: 201 Created\r\nContent-Type: application/json\r\n\r\n{}\n");
    ("/api/say/204", "Status: 204 No Content\r\n\r\n");
    ("/api/say/cookie", "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Type: text/html; charset=utf-8\r\n\r\nx");
    ("/api/say/large", "Content-Type: text/plain\r\n\r\n" ^ String.make 300_000 'x');
    ("/api/say/empty", "Content-Type: text/plain\r\n\r\n");
    ("/api/say/lf", "Content-Type: text/plain\n\nlines with line feeds alone");
    ("/api/say/nothing", "");
    ("/api/say/garbage", "this is no head\r\n\r\nbody");
  ]

let handler (request : Fastcgi.Server.request) =
  let uri = Option.value (Fastcgi.Server.param request "REQUEST_URI") ~default:"" in
  Lwt.return [ (match List.assoc_opt uri answers with Some answer -> answer | None -> echo request) ]

let () =
  let log = prerr_endline in
  let stack = Unix_stack.connect ~log (Ipaddr.of_string_exn (Sys.getenv "LISTEN")) in
  let server = Server.create ~log handler in
  Unix_stack.TCP.listen (Unix_stack.tcp stack) ~port:9000 (Server.serve server);
  Lwt_main.run (Unix_stack.listen stack)
