(** Where a path leads. It is read as Apache reads it: decoded, slashes merged, dots followed; a slash or a zero byte that
    was encoded leads nowhere, and a way out of the root is refused. *)

type t =
  | Alive  (** the guestbook: the page at / and what is below /api/ *)
  | Static of string  (** a file's name *)
  | Nowhere
  | Refused

let is_encoded_trap path =
  let rec look i =
    match String.index_from_opt path i '%' with
    | Some i when i + 2 < String.length path -> (
        match String.lowercase_ascii (String.sub path (i + 1) 2) with "2f" | "00" -> true | _ -> look (i + 1))
    | _ -> false
  in
  look 0

(** Whether every percent sign is followed by two hexadecimal digits. *)
let is_well_encoded path =
  let n = String.length path in
  let rec look i =
    match String.index_from_opt path i '%' with
    | None -> true
    | Some i -> i + 2 < n && Site.Form.hex path.[i + 1] >= 0 && Site.Form.hex path.[i + 2] >= 0 && look (i + 3)
  in
  n = 0 || look 0

let rec follow kept = function
  | [] -> Some (List.rev kept)
  | ("" | ".") :: (_ :: _ as rest) -> follow kept rest
  | [ "." ] -> follow kept [ "" ]
  | ".." :: rest -> ( match kept with [] -> None | _ :: kept -> follow kept (if rest = [] then [ "" ] else rest))
  | part :: rest -> follow (part :: kept) rest

(** As the pattern in Apache's configuration means it, in which a dot is no line feed, and the end may be before one. *)
let is_alive path =
  let n = String.length path in
  let path = if n > 0 && path.[n - 1] = '\n' then String.sub path 0 (n - 1) else path in
  path = "/" || (String.starts_with ~prefix:"/api/" path && not (String.contains path '\n'))

let of_path path =
  if path = "" || path.[0] <> '/' || not (is_well_encoded path) then Refused
  else if is_encoded_trap path then Nowhere
  else
    match follow [] (List.tl (String.split_on_char '/' (Site.Form.decode ~plus:false path))) with
    | None -> Refused
    | Some parts ->
        let name = String.concat "/" parts in
        if is_alive ("/" ^ name) then Alive else Static name
