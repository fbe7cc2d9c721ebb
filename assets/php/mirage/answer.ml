(** An answer to the web tier: a status, header fields, and a body. *)

type t = {
  status : int;
  fields : (string * string) list;
  body : string;
}

(** Reason phrases, as PHP-FPM writes them: it has none for 422. *)
let reason = function
  | 201 -> " Created"
  | 303 -> " See Other"
  | 403 -> " Forbidden"
  | 404 -> " Not Found"
  | 405 -> " Method Not Allowed"
  | 409 -> " Conflict"
  | 415 -> " Unsupported Media Type"
  | 503 -> " Service Unavailable"
  | _ -> ""

(** What every answer of the site says. *)
let always = [ ("Cache-Control", "no-store"); ("X-Content-Type-Options", "nosniff") ]

(** As a CGI program writes it: the head, then the body. *)
let to_pieces t =
  let head = Buffer.create 512 in
  if t.status <> 200 then Printf.bprintf head "Status: %d%s\r\n" t.status (reason t.status);
  List.iter
    (fun (name, value) ->
      Buffer.add_string head name;
      Buffer.add_string head ": ";
      Buffer.add_string head value;
      Buffer.add_string head "\r\n")
    t.fields;
  Buffer.add_string head "\r\n";
  [ Buffer.contents head; t.body ]
