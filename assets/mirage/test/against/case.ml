(* How cases are written. *)

open Ask

let key n = Printf.sprintf "%032x" n
let visitor = "0123456789abcdef0123456789abcdef"
let form_key_of_deployment = Sys.getenv "EVOLVE_FORM_KEY"

let tokens =
  match Guestbook_tier.Form_token.create ~key:form_key_of_deployment ~random:(fun n -> String.make n 'r') with
  | Ok tokens -> tokens
  | Error reason -> failwith reason

let token ?(visitor = visitor) ?(later = 0) form_key =
  Guestbook_tier.Form_token.issue tokens ~visitor ~form_key ~now:(int_of_float (Unix.time ()) + later)

let encode text =
  let b = Buffer.create (3 * String.length text) in
  String.iter
    (function
      | ('a' .. 'z' | 'A' .. 'Z' | '0' .. '9' | '-' | '_') as c -> Buffer.add_char b c
      | c -> Printf.bprintf b "%%%02X" (Char.code c))
    text;
  Buffer.contents b

let urlencoded pairs = String.concat "&" (List.map (fun (name, value) -> name ^ "=" ^ encode value) pairs)
let cookie = ("Cookie", "visitor=" ^ visitor)

let post ?(fields = [ cookie ]) ?(kind = "application/x-www-form-urlencoded") ?(uri = "/") body =
  { meth = "POST"; uri; fields = ("Content-Type", kind) :: fields; body }

let sign ?(n = 1) ?token:given author message =
  let token = match given with Some token -> token | None -> token (key n) in
  post (urlencoded [ ("form_key", key n); ("token", token); ("author", author); ("message", message) ])

let repeat n text = String.concat "" (List.init n (fun _ -> text))
let write ?(kind = "application/json") body = post ~fields:[] ~kind ~uri:"/api/writes" body
