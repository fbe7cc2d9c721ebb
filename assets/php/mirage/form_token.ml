(** Proves that a form was made here, for this visitor, and not long ago; nothing is stored. A signed double-submit cookie:
    the token signs the form's key, the time it ends, and a random number that the visitor's browser keeps in a cookie,
    which other sites cannot read. All flavours of the tier share the key, so a form outlives the machine that made it. *)

type t = {
  key : string;
  random : int -> string;
}

(** Two hours, in seconds. *)
let lifetime = 2 * 60 * 60

let cookie = "visitor"

(** [create ~key ~random]: the deployment's key has at least 16 characters; [random n] is [n] random bytes. *)
let create ~key ~random =
  if String.length key < 16 then Error "EVOLVE_FORM_KEY is missing or shorter than 16 characters."
  else Ok { key; random }

let hex bytes =
  let digit n = "0123456789abcdef".[n] in
  String.init
    (2 * String.length bytes)
    (fun i ->
      let byte = Char.code bytes.[i / 2] in
      digit (if i mod 2 = 0 then byte lsr 4 else byte land 15))

let is_hex ~length text =
  String.length text = length && String.for_all (function '0' .. '9' | 'a' .. 'f' -> true | _ -> false) text

(** HMAC with SHA-256 (RFC 2104), in hexadecimal digits. *)
let hmac ~key text =
  let block = 64 in
  let sha text = Sha256.to_bin (Sha256.string text) in
  let key = if String.length key > block then sha key else key in
  let pad byte =
    String.init block (fun i -> Char.chr (byte lxor if i < String.length key then Char.code key.[i] else 0))
  in
  hex (sha (pad 0x5c ^ sha (pad 0x36 ^ text)))

(** A key for a new form: what makes sending it twice harmless. *)
let new_form_key t = hex (t.random 16)

let new_visitor = new_form_key
let is_form_key = is_hex ~length:32
let is_visitor = is_hex ~length:32
let sign t ~visitor ~form_key ends = hmac ~key:t.key (Printf.sprintf "entry|%s|%s|%d" visitor form_key ends)

(** The token of a form; [now] is in seconds since 1970. *)
let issue t ~visitor ~form_key ~now =
  let ends = now + lifetime in
  Printf.sprintf "%d.%s" ends (sign t ~visitor ~form_key ends)

(** As long for a wrong text as for the right one. *)
let equal_in_time a b =
  String.length a = String.length b
  &&
  let difference = ref 0 in
  String.iteri (fun i c -> difference := !difference lor (Char.code c lxor Char.code b.[i])) a;
  !difference = 0

let parts token =
  match String.index_opt token '.' with
  | Some i when i >= 1 && i <= 12 ->
      let ends = String.sub token 0 i and signature = String.sub token (i + 1) (String.length token - i - 1) in
      if String.for_all (fun c -> c >= '0' && c <= '9') ends && is_hex ~length:64 signature then
        Some (int_of_string ("0u" ^ ends), signature)
      else None
  | _ -> None

(** Whether the token is this visitor's for this form; a form that is too old is told apart. *)
let check t ~visitor ~form_key ~now token =
  match (visitor, parts token) with
  | None, _ | _, None -> `Foreign
  | Some visitor, Some (ends, signature) ->
      if not (equal_in_time (sign t ~visitor ~form_key ends) signature) then `Foreign
      else if ends < now then `Expired
      else `Good
