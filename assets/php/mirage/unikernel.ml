(** The php tier as one program: takes FastCGI on port 9000, and speaks to the database at [edge:3306]. *)

(** The ports, as every flavour of the tier has them. *)
let fastcgi_port = 9000

let database = ("edge", 3306)

(** The script that web tiers name in SCRIPT_FILENAME. There is no file behind it here. *)
let script = "/srv/site/app/index.php"

(** How long a stop waits for requests that are under way, in nanoseconds: as PHP-FPM's [process_control_timeout]. *)
let patience_ns = Io.Time.seconds 8

(** How long the edge's address is good, in nanoseconds, unless nothing can be reached there. *)
let name_ns = Io.Time.seconds 1

module Main (Stack : Tcpip.Stack.V4V6) (Time : Io.Time.S) = struct
  module Api = Api.Make (Stack.TCP) (Time)
  module Pages = Api.Pages
  module Pool = Pages.Guestbook_of_db.Pool
  module Server = Fastcgi.Server.Make (Stack.TCP) (Time)
  module Lookup = Io.Lookup.Make (Time)

  let ( let* ) = Lwt.bind

  (* As PHP-FPM answers it: the edge and the runner look for the word. *)
  let pong =
    "Content-type: text/plain;charset=UTF-8\r\n\
     Expires: Thu, 01 Jan 1970 00:00:00 GMT\r\n\
     Cache-Control: no-cache, no-store, must-revalidate, max-age=0\r\n\
     \r\n\
     pong"

  let no_script = "Status: 404 Not Found\r\nContent-type: text/html; charset=UTF-8\r\n\r\nFile not found.\n"

  let figures counters pool network =
    let numbers list = Site.Json.Object (List.map (fun (name, n) -> (name, Site.Json.Int (Int64.of_int n))) list) in
    let gc = Gc.quick_stat () in
    Site.Json.to_string
      (Object
         [
           ("fastcgi", numbers (Fastcgi.Counters.to_list counters));
           ("sql", numbers (Mariadb.Pool.counters_to_list (Pool.counters pool)));
           ("network", numbers network);
           ("memory", numbers [ ("heap_words", gc.heap_words); ("major_collections", gc.major_collections) ]);
         ])

  (* HEAD has no body; PHP stops at the first byte of it. *)
  let finished (request : Request.t) (answer : Answer.t) =
    Answer.to_pieces (if request.meth = "HEAD" then { answer with body = "" } else answer)

  let dynamic (site : Pages.site) fastcgi =
    let request = Request.of_fastcgi fastcgi in
    let path = Request.path request in
    let* answer =
      Pool.use site.pool (fun use ->
          if String.starts_with ~prefix:"/api/" path then Api.answer site request use path
          else Pages.answer site request use path)
    in
    Lwt.return (finished request answer)

  let keep_ns text =
    match Site.Digits.whole (if text = "" then "0" else text) with
    | Some n when Int64.compare n 0L >= 0 && Int64.compare n 1_000L <= 0 -> Io.Time.ms (Int64.to_int n)
    | _ -> failwith "EVOLVE_DB_KEEP is a number of milliseconds, 0 to 1000."

  (** [start stack ~settings ~resolve ~random ~log ~stop] serves until [stop] is resolved, lets what is under way end, and
      returns.

      - [settings]: names and values, as the containers get them: [FLAVOUR], [EVOLVE_FORM_KEY] (16 characters at least) and
        [EVOLVE_DB_PASSWORD]; and [EVOLVE_DB_KEEP], for how many milliseconds a connection to the database may be used again,
        0 to 1000, 0 without it. A change of databases at the edge waits for it
      - [resolve]: the address of a name; asked at most once a second while the database can be reached
      - [random n]: [n] bytes that nobody can guess
      - [log]: takes a line
      - [network]: what the stack counts, for the figures at /mirage.json

      Fails with [Failure] when a setting is missing or makes no sense. *)
  let start ?(network = fun () -> []) stack ~settings ~resolve ~random ~log ~stop =
    let setting name = Option.value (List.assoc_opt name settings) ~default:"" in
    let tokens =
      match Form_token.create ~key:(setting "EVOLVE_FORM_KEY") ~random with
      | Ok tokens -> tokens
      | Error reason -> failwith reason
    in
    let server = Lookup.create ~keep_ns:name_ns ~resolve (fst database) (snd database) in
    let pool =
      let keep_ns = keep_ns (setting "EVOLVE_DB_KEEP") in
      let settings =
        Mariadb.Pool.settings ~user:"guestbook" ~password:(setting "EVOLVE_DB_PASSWORD") ~database:"guestbook"
      in
      Pool.create (Stack.tcp stack) { settings with idle_ns = keep_ns / 4; age_ns = keep_ns } server
    in
    let flavour = match setting "FLAVOUR" with "" -> "unknown" | flavour -> flavour in
    let site = { Pages.pool; tokens; flavour; log } in
    let counters = Fastcgi.Counters.create () in
    let handler (request : Fastcgi.Server.request) =
      let param name = Option.value (Fastcgi.Server.param request name) ~default:"" in
      match (param "SCRIPT_NAME", param "SCRIPT_FILENAME") with
      | "/ping", file when file <> script -> Lwt.return [ pong ]
      | "/mirage.json", file when file <> script ->
          Lwt.return [ "Content-type: application/json\r\n\r\n"; figures counters pool (network ()); "\n" ]
      | _, file when file <> script -> Lwt.return [ no_script ]
      | _ -> dynamic site request
    in
    let responder = Server.create ~counters ~log handler in
    Stack.TCP.listen (Stack.tcp stack) ~port:fastcgi_port (Server.serve responder);
    log (Printf.sprintf "php: %s listens on port %d" flavour fastcgi_port);
    let* () = stop in
    Stack.TCP.unlisten (Stack.tcp stack) ~port:fastcgi_port;
    let* () = Server.stop responder ~patience_ns in
    let* () = Pool.close_all pool in
    log "php: has ended";
    Lwt.return_unit
end
