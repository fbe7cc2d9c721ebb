(** For visitors, in HTML:

    - [GET /[?before=ID]]: the entries, the youngest first, and the form
    - [POST /]: takes the form, then sends the browser on to the entry it made *)

module Make (Tcp : Tcpip.Tcp.S with type ipaddr = Ipaddr.t) (Time : Io.Time.S) = struct
  module Guestbook_of_db = Guestbook.Make (Tcp) (Time)

  let ( let* ) = Lwt.bind

  type site = {
    pool : Guestbook_of_db.Pool.t;
    tokens : Form_token.t;
    flavour : string;
    log : string -> unit;
  }

  type context = {
    site : site;
    request : Request.t;
    use : Guestbook_of_db.Pool.use;
    mutable visitor : string option;
    mutable fields : (string * string) list;  (** of the answer, the last one first *)
  }

  let context site request use =
    let visitor =
      match Request.cookie request Form_token.cookie with
      | Some value when Form_token.is_visitor value -> Some value
      | _ -> None
    in
    { site; request; use; visitor; fields = List.rev Answer.always }

  let add_field c name value = c.fields <- (name, value) :: c.fields
  let now () = int_of_float (Ptime.to_float_s (Time.now ()))
  let log_failure c failure = c.site.log ("db: " ^ Mariadb.Failure.to_string failure)
  let web c = Option.value (Request.param c.request "EVOLVE_WEB_FLAVOUR") ~default:"unknown"

  (* The db tier answers in SQL; nothing while it does not. *)
  let db c =
    Lwt.catch
      (fun () -> Lwt.map (fun (server : Guestbook.server) -> server.flavour) (Guestbook_of_db.server c.use))
      (function Mariadb.Failure.Failed _ -> Lwt.return_none | e -> Lwt.fail e)

  let policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

  (* [db] is what serves, where that is known already. *)
  let show c status ?db:known ?draft ?(token = "") ?entries ?(total = 0) ?(is_older_page = false) problem =
    let* db = match known with Some db -> Lwt.return db | None -> db c in
    let page =
      { Page.tiers = { web = web c; php = c.site.flavour; db }; draft; token; entries; total; problem; is_older_page }
    in
    add_field c "Content-Type" "text/html; charset=utf-8";
    add_field c "Content-Security-Policy" policy;
    add_field c "Referrer-Policy" "same-origin";
    add_field c "Cross-Origin-Opener-Policy" "same-origin";
    Lwt.return { Answer.status; fields = List.rev c.fields; body = Page.to_string page }

  (* The token of a form; the visitor gets the cookie when there is none. *)
  let issue c form_key =
    let visitor =
      match c.visitor with
      | Some visitor -> visitor
      | None ->
          let visitor = Form_token.new_visitor c.site.tokens in
          add_field c "Set-Cookie" (Form_token.cookie ^ "=" ^ visitor ^ "; path=/; HttpOnly; SameSite=Strict");
          c.visitor <- Some visitor;
          visitor
    in
    Form_token.issue c.site.tokens ~visitor ~form_key ~now:(now ())

  let before c =
    match Request.query c.request "before" with
    | Some (Text text) -> (
        match Site.Digits.whole text with Some n when Int64.compare n 1L >= 0 -> n | _ -> Int64.max_int)
    | Some Array | None -> Int64.max_int

  let show_guestbook c status (draft : Page.draft) =
    let before = before c in
    let token = issue c draft.form_key in
    let* page, db =
      Lwt.catch
        (fun () ->
          let* page, server = Guestbook_of_db.page_before c.use before in
          Lwt.return (page, Some (Option.bind server (fun (server : Guestbook.server) -> server.flavour))))
        (* Who is away is not asked again: each time is a wait, and the web tier waits too. *)
        (function Mariadb.Failure.Failed failure -> Lwt.return (Error failure, Some None) | e -> Lwt.fail e)
    in
    match page with
    | Ok { entries; total } ->
        show c status ?db ~draft ~token ~entries ~total ~is_older_page:(before <> Int64.max_int) draft.problem
    | Error failure ->
        log_failure c failure;
        add_field c "Retry-After" "1";
        let problem =
          if draft.problem <> "" then draft.problem
          else "The database is away. The page comes back with it: please try again in a moment."
        in
        (* A form to fill in makes sense only when there are words to keep. *)
        if draft.author = "" && draft.message = "" then show c 503 ?db ~token problem
        else show c 503 ?db ~draft ~token problem

  let blank c =
    { Page.form_key = Form_token.new_form_key c.site.tokens; author = ""; message = ""; mistakes = []; problem = "" }

  let mistake text most ~when_empty what =
    match Site.Text.length text with
    | 0 -> Some when_empty
    | length when length > most ->
        Some (Printf.sprintf "The %s is too long: %d characters, at most %d." what length most)
    | _ -> None

  (* One field of the form as text in UTF-8; what is something else counts as nothing. *)
  let field form name =
    match Site.Form.find form name with
    | Some (Site.Form.Text value) when String.is_valid_utf_8 value -> value
    | _ -> ""

  (* A key that is no key becomes a new one: a draft can always be shown again. *)
  let sent c form =
    let key = field form "form_key" in
    let author = Site.Text.trim (Site.Text.join_spaces (field form "author")) in
    let message = Site.Text.trim (Site.Text.unify_lines (field form "message")) in
    let mistakes =
      List.filter_map
        (fun (name, mistake) -> Option.map (fun sentence -> (name, sentence)) mistake)
        [
          ("author", mistake author Guestbook.author_length ~when_empty:"Please tell your name." "name");
          ("message", mistake message Guestbook.message_length ~when_empty:"Please write something." "message");
        ]
    in
    let form_key = if Form_token.is_form_key key then key else Form_token.new_form_key c.site.tokens in
    { Page.form_key; author; message; mistakes; problem = "" }

  let with_new_key c (draft : Page.draft) problem =
    { draft with form_key = Form_token.new_form_key c.site.tokens; problem }

  let store c (draft : Page.draft) =
    let* stored =
      Lwt.catch
        (fun () ->
          Lwt.map Result.ok
            (Guestbook_of_db.add c.use ~form_key:draft.form_key ~author:draft.author ~message:draft.message))
        (function Mariadb.Failure.Failed failure -> Lwt.return_error failure | e -> Lwt.fail e)
    in
    match stored with
    | Ok (Some id) ->
        add_field c "Location" (Printf.sprintf "/#entry-%Ld" id);
        add_field c "Content-type" "text/html; charset=UTF-8";
        Lwt.return { Answer.status = 303; fields = List.rev c.fields; body = "" }
    | Ok None ->
        (* A browser that went back to the form shows it with its old key: new words must not be lost by it. *)
        show_guestbook c 409
          (with_new_key c draft
             "This form has been sent before, with other words, and those are kept. To add these, please send it once \
              more.")
    | Error failure ->
        log_failure c failure;
        show_guestbook c 503
          {
            draft with
            problem = "The database is away. Your words are still here: please send them again in a moment.";
          }

  let take_entry c =
    let form = Request.form c.request in
    let draft = sent c form in
    match
      Form_token.check c.site.tokens ~visitor:c.visitor ~form_key:draft.form_key ~now:(now ()) (field form "token")
    with
    | `Foreign ->
        (* Its key may be anybody's: the visitor gets another. *)
        show_guestbook c 403
          (with_new_key c draft
             "This form did not come from here, or your browser keeps no cookies. Please send it once more.")
    | `Expired ->
        show_guestbook c 403 { draft with problem = "The form was open for a long time. Please send it once more." }
    | `Good -> if draft.mistakes <> [] then show_guestbook c 422 draft else store c draft

  let answer site request use path =
    let c = context site request use in
    if path <> "/" then show c 404 "There is no such page here."
    else
      match request.meth with
      | "GET" | "HEAD" -> show_guestbook c 200 (blank c)
      | "POST" -> take_entry c
      | _ -> show c 405 "This page can be read and written, nothing else."
end
