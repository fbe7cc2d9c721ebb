(** For programs, in JSON:

    - [GET /api/status.json]: which flavour serves each tier
    - [GET /api/php.json]: which flavour serves this tier; no database is asked
    - [POST /api/writes {"client":"c","sequence":1}]: stores this number once: 201 the first time, 200 again
    - [GET /api/writes?client=c[&after=0]]: the numbers that are stored; [next] is the [after] of the next page

    A write must say Content-Type: application/json. A browser asks before it sends that to another site, and nobody
    answers it: so no foreign page can write. *)

let version = "OCaml " ^ Sys.ocaml_version

module Make (Tcp : Tcpip.Tcp.S with type ipaddr = Ipaddr.t) (Time : Io.Time.S) = struct
  module Pages = Pages.Make (Tcp) (Time)
  module Guestbook = Pages.Guestbook_of_db

  let ( let* ) = Lwt.bind

  let send ?(retry = false) status members =
    let retry = if retry then [ ("Retry-After", "1") ] else [] in
    let fields =
      [
        ("Content-Type", "application/json"); ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
      ]
    in
    { Answer.status; fields = Answer.always @ retry @ fields; body = Site.Json.to_string (Object members) ^ "\n" }

  let error ?retry status sentence = send ?retry status [ ("error", Site.Json.String sentence) ]
  let text value = Site.Json.String value

  let status (site : Pages.site) request use =
    let web = Option.value (Request.param request "EVOLVE_WEB_FLAVOUR") ~default:"unknown" in
    let tiers =
      [
        ("web", Site.Json.Object [ ("flavour", text web) ]);
        ("php", Object [ ("flavour", text site.flavour); ("version", text version) ]);
      ]
    in
    Lwt.catch
      (fun () ->
        let* server, total = Guestbook.status use in
        let flavour = match server.flavour with Some flavour -> text flavour | None -> Site.Json.Null in
        let db =
          Site.Json.Object
            [ ("flavour", flavour); ("version", text server.version); ("writable", Bool server.writable) ]
        in
        Lwt.return (send 200 (tiers @ [ ("db", db); ("entries", Int (Int64.of_int total)) ])))
      (function
        | Mariadb.Failure.Failed failure ->
            site.log ("db: " ^ Mariadb.Failure.to_string failure);
            Lwt.return
              (send ~retry:true 503 (tiers @ [ ("db", Null); ("error", text "The database does not answer.") ]))
        | e -> Lwt.fail e)

  let is_client text =
    let length = String.length text in
    length >= 1 && length <= 64
    && String.for_all (function 'a' .. 'z' | 'A' .. 'Z' | '0' .. '9' | '.' | '_' | '-' -> true | _ -> false) text

  let is_json request =
    let whole = Option.value (Request.param request "CONTENT_TYPE") ~default:"" in
    let kind = List.hd (String.split_on_char ';' whole) in
    (* PHP's trim takes a zero byte too, and no form feed. *)
    let is_blank c = c = '\000' || Site.Digits.is_blank c in
    let rec from i = if i < String.length kind && is_blank kind.[i] then from (i + 1) else i in
    let rec until i = if i > 0 && is_blank kind.[i - 1] then until (i - 1) else i in
    let first = from 0 in
    let last = max first (until (String.length kind)) in
    String.lowercase_ascii (String.sub kind first (last - first)) = "application/json"

  let take_write request use =
    if not (is_json request) then Lwt.return (error 415 "Send Content-Type: application/json.")
    else
      let body = Site.Json.parse ~depth:4 (Request.body_start request ~most:4096) in
      let member name = Option.bind body (Site.Json.member name) in
      match (member "client", member "sequence") with
      | Some (String client), Some (Int sequence) when is_client client && Int64.compare sequence 1L >= 0 ->
          let* is_new, written_at = Guestbook.write use ~client ~sequence in
          Lwt.return
            (send
               (if is_new then 201 else 200)
               [ ("client", text client); ("sequence", Int sequence); ("written_at", text written_at) ])
      | _ ->
          Lwt.return (error 422 {|Send {"client": 1 to 64 of a-z A-Z 0-9 . _ -, "sequence": a whole number from 1}.|})

  let list_writes request use =
    let after =
      match Request.query request "after" with
      | None -> Some 0L
      | Some Array -> None
      | Some (Text value) -> (
          match Site.Digits.whole value with Some n when Int64.compare n 0L >= 0 -> Some n | _ -> None)
    in
    match (Request.query request "client", after) with
    | Some (Text client), Some after when is_client client ->
        let* sequences = Guestbook.writes use ~client ~after in
        let next =
          if List.compare_length_with sequences Guestbook.writes_page = 0 then
            Site.Json.Int (List.nth sequences (Guestbook.writes_page - 1))
          else Null
        in
        Lwt.return
          (send 200
             [
               ("client", text client);
               ("sequences", List (List.map (fun n -> Site.Json.Int n) sequences));
               ("next", next);
             ])
    | _ -> Lwt.return (error 422 "Ask with ?client=ID, and &after=NUMBER for the next page.")

  let answer (site : Pages.site) (request : Request.t) use path =
    Lwt.catch
      (fun () ->
        match (path, request.meth) with
        | "/api/status.json", ("GET" | "HEAD") -> status site request use
        | "/api/php.json", ("GET" | "HEAD") ->
            Lwt.return (send 200 [ ("tier", text "php"); ("flavour", text site.flavour) ])
        | "/api/writes", "POST" -> take_write request use
        | "/api/writes", ("GET" | "HEAD") -> list_writes request use
        | ("/api/status.json" | "/api/php.json" | "/api/writes"), _ ->
            Lwt.return (error 405 "This address does not know the method.")
        | _ -> Lwt.return (error 404 "There is nothing at this address."))
      (function
        | Mariadb.Failure.Failed failure ->
            site.log ("db: " ^ Mariadb.Failure.to_string failure);
            Lwt.return (error ~retry:true 503 "The database does not answer, or may not be written, right now.")
        | e -> Lwt.fail e)
end
