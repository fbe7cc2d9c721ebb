(** The web tier as one program: HTTP on port 8080, static files out of a store that is linked into it, and everything that
    is alive from the php tier at [edge:9000]. *)

(** The ports, as every flavour of the tier has them. *)
let http_port = 8080

let php = ("edge", 9000)

(** How long a stop waits for requests that are under way, in nanoseconds: as Apache's [GracefulShutdownTimeout]. *)
let patience_ns = Io.Time.seconds 8

(** How long the edge's address is good, in nanoseconds, unless nothing can be reached there. *)
let name_ns = Io.Time.seconds 1

module Main (Stack : Tcpip.Stack.V4V6) (Kv : Mirage_kv.RO) (Time : Io.Time.S) = struct
  module Server = Http.Server.Make (Stack.TCP) (Time)
  module Files = Pages.Make (Kv)
  module Dynamic = Dynamic.Make (Stack.TCP) (Time)
  module Lookup = Io.Lookup.Make (Time)

  let ( let* ) = Lwt.bind

  let figures http fastcgi network =
    let numbers list = Site.Json.Object (List.map (fun (name, n) -> (name, Site.Json.Int (Int64.of_int n))) list) in
    let gc = Gc.quick_stat () in
    Site.Json.to_string
      (Object
         [
           ("http", numbers (Http.Counters.to_list http));
           ("fastcgi", numbers (Fastcgi.Counters.to_list fastcgi));
           ("network", numbers network);
           ("memory", numbers [ ("heap_words", gc.heap_words); ("major_collections", gc.major_collections) ]);
         ])

  (* One line a request, but for those that only ask whether this tier is there. *)
  let log_answer log (request : Http.Request.t) ~status ~ns =
    if request.path <> "/web.json" && request.path <> "/mirage.json" then begin
      let _, ((hour, minute, second), _) = Ptime.to_date_time (Time.now ()) in
      log
        (Printf.sprintf "%02d:%02d:%02d %d %s %s %d ms" hour minute second status request.head.meth request.path
           (ns / 1_000_000))
    end

  let route pages client counters ~network ~flavour ~log (request : Http.Request.t) =
    let head = request.head in
    match Place.of_path request.path with
    | _ when head.meth = "TRACE" || head.meth = "CONNECT" ->
        Lwt.return (Pages.plain 405 "This method is not known here.")
    | Alive -> Dynamic.respond client pages ~flavour ~log request
    | Static "mirage.json" when head.meth = "GET" || head.meth = "HEAD" ->
        let figures = figures counters (Dynamic.Client.counters client) (network ()) in
        Lwt.return (Http.Response.text ~fields:Pages.bad 200 "application/json" (figures ^ "\n"))
    | Static name -> Lwt.return (Pages.respond pages name head)
    | Nowhere -> Lwt.return (Pages.missing pages)
    | Refused -> Lwt.return (Pages.plain 400 "This address makes no sense.")

  (** [start stack kv ~settings ~resolve ~log ~stop] serves until [stop] is resolved, lets what is under way end, and
      returns.

      - [settings]: names and values, as the containers get them: [FLAVOUR], what the tier calls itself
      - [resolve]: the address of a name; asked at most once a second while the php tier can be reached
      - [log]: takes a line
      - [network]: what the stack counts, for the page of figures at /mirage.json

      Fails when [kv] cannot be read, or lacks the pages for errors. *)
  let start ?(network = fun () -> []) stack kv ~settings ~resolve ~log ~stop =
    let flavour = Option.value (List.assoc_opt "FLAVOUR" settings) ~default:"mirage" in
    let* pages = Files.load kv in
    let tcp = Stack.tcp stack in
    let responder = Lookup.create ~keep_ns:name_ns ~resolve (fst php) (snd php) in
    let client = Dynamic.Client.create tcp ~log responder in
    let counters = Http.Counters.create () in
    let server = Server.create ~counters ~log ~answered:(log_answer log) (route pages client counters ~network ~flavour ~log) in
    Stack.TCP.listen tcp ~port:http_port (fun flow -> Server.serve server flow ~peer:(Stack.TCP.dst flow));
    log (Printf.sprintf "web: %s listens on port %d" flavour http_port);
    let* () = stop in
    Stack.TCP.unlisten tcp ~port:http_port;
    let* () = Server.stop server ~patience_ns in
    let* () = Dynamic.Client.close_kept client in
    log "web: has ended";
    Lwt.return_unit
end
