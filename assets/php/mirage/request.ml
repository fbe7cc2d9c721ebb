(** A request to the site, as the web tier passes it on. *)

type t = {
  fastcgi : Fastcgi.Server.request;
  meth : string;
  uri : string;
  query : (string * Site.Form.value) list Lazy.t;
}

(** As many parameters and cookies as the site's PHP configuration takes; of a form PHP takes one more. *)
let most_values = 20

let param t name = Fastcgi.Server.param t.fastcgi name

let of_fastcgi fastcgi =
  let find name = Fastcgi.Server.param fastcgi name in
  {
    fastcgi;
    meth = Option.value (find "REQUEST_METHOD") ~default:"GET";
    uri = Option.value (find "REQUEST_URI") ~default:"/";
    query = lazy (Site.Form.parse ~most:most_values (Option.value (find "QUERY_STRING") ~default:""));
  }

(** The path of the address; nothing when it is no address. *)
let path t = Option.value (Site.Url.path t.uri) ~default:""

let query t name = Site.Form.find (Lazy.force t.query) name

let content_type t =
  let whole = Option.value (param t "CONTENT_TYPE") ~default:"" in
  let rec stop i = if i < String.length whole && not (String.contains ";, " whole.[i]) then stop (i + 1) else i in
  String.lowercase_ascii (String.sub whole 0 (stop 0))

(** The form that was sent; of one that is too large nothing. *)
let form t =
  match (t.meth, content_type t, t.fastcgi.body) with
  | "POST", "application/x-www-form-urlencoded", Whole body -> Site.Form.parse ~most:(most_values + 1) body
  | "POST", "multipart/form-data", Whole body -> (
      match Site.Multipart.boundary (Option.value (param t "CONTENT_TYPE") ~default:"") with
      | Some boundary -> Site.Multipart.parse ~most:most_values ~boundary body
      | None -> [])
  | _ -> []

(** The first [most] bytes of the body. *)
let body_start t ~most =
  match t.fastcgi.body with
  | Whole body -> if String.length body > most then String.sub body 0 most else body
  | Too_large _ -> ""

let cookie t name =
  match Site.Form.cookie ~most:most_values (Option.value (param t "HTTP_COOKIE") ~default:"") name with
  | Some (Text value) -> Some value
  | Some Array | None -> None
