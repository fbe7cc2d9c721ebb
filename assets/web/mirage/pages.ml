(** The static files, made into answers when the program starts. *)

let lines fields = String.concat "" (List.map (fun (name, value) -> Http.Response.field name value) fields)

(** What a file of ours says beside its content; the php tier says it for its own. *)
let safety =
  [
    ( "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'" );
    ("X-Content-Type-Options", "nosniff");
    ("Referrer-Policy", "same-origin");
  ]

let good = lines (("Cache-Control", "max-age=60") :: safety)

(** A page that says that something is away must not outlive its reason in a browser's cache. *)
let bad = lines (("Cache-Control", "no-store") :: safety)

type t = {
  files : (string, Http.File.t) Hashtbl.t;
  missing : string;  (** the pages for 404, and for 502 to 504 *)
  away : string;
}

module Make (Kv : Mirage_kv.RO) = struct
  let ( let* ) = Lwt.bind

  exception Unreadable of string

  let value = function
    | Ok value -> Lwt.return value
    | Error error -> Lwt.fail (Unreadable (Format.asprintf "%a" Kv.pp_error error))

  let hex_of_start digest =
    String.concat "" (List.init (min 8 (String.length digest)) (fun i -> Printf.sprintf "%02x" (Char.code digest.[i])))

  let load_file files kv key =
    let* content = Lwt.bind (Kv.get kv key) value in
    let* digest = Lwt.bind (Kv.digest kv key) value in
    let* modified = Lwt.bind (Kv.last_modified kv key) value in
    let name = String.concat "/" (Mirage_kv.Key.segments key) in
    Hashtbl.replace files name
      (Http.File.make ~content_type:(Content_type.of_name name) ~etag:(hex_of_start digest) ~modified ~fields:good
         content);
    Lwt.return_unit

  let rec load_folder files kv key =
    let* entries = Lwt.bind (Kv.list kv key) value in
    Lwt_list.iter_s
      (function key, `Value -> load_file files kv key | key, `Dictionary -> load_folder files kv key)
      entries

  let page kv name = Lwt.bind (Kv.get kv (Mirage_kv.Key.v name)) value

  (** Reads everything in the store. Fails with {!Unreadable}, also when one of the pages for errors is not there. *)
  let load kv =
    let files = Hashtbl.create 16 in
    let* () = load_folder files kv Mirage_kv.Key.empty in
    let* missing = page kv "missing.html" in
    let* away = page kv "away.html" in
    Lwt.return { files; missing; away }
end

let html = "text/html; charset=utf-8"
let missing t = Http.Response.text ~fields:bad 404 html t.missing
let away t status = Http.Response.text ~fields:bad status html t.away

let plain ?(fields = "") status text =
  Http.Response.text ~fields:(fields ^ bad) status "text/plain; charset=utf-8" (text ^ "\n")

let allowed = Http.Response.field "Allow" "GET, HEAD, OPTIONS"

(** The answer to a request for a file. *)
let respond t name (head : Http.Head.t) =
  match (head.meth, Hashtbl.find_opt t.files name) with
  | ("GET" | "HEAD"), Some file -> Http.File.respond file head
  | ("GET" | "HEAD" | "OPTIONS"), None -> missing t
  | "OPTIONS", Some _ -> { Http.Response.status = 200; fields = allowed ^ good; body = Text "" }
  | _ -> plain ~fields:allowed 405 "A file can be read, nothing else."
