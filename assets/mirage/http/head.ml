(** The head of a request: its first line and its header fields (RFC 9112, sections 3 and 5). Strict, as a request that
    two programs read differently is a way past one of them: a bare CR or LF, a folded line, a space before a colon and
    an unknown byte in a name are errors, where older servers guess. *)

type t = {
  meth : string;
  target : string;
  minor : int;  (** of the version HTTP/1.x: 0 or 1 *)
  fields : (string * string) list;  (** names in lower case, in the order they came *)
}

type error =
  | Malformed of string  (** 400 *)
  | Target_too_long  (** 414 *)
  | Too_many_fields  (** 431 *)
  | Version  (** 505 *)

exception Wrong of error

let wrong reason = raise_notrace (Wrong (Malformed reason))

(** [find_end bytes ~from ~first ~last] is the place behind the empty line that ends a head in [first, last), looking from
    [from] on. A line that does not end in CR LF is found here, so that nobody waits for the rest of it. *)
let find_end bytes ~from ~first ~last =
  let rec look i =
    if i >= last then `Partial last
    else
      match Bytes.unsafe_get bytes i with
      | '\n' ->
          if i = first || Bytes.get bytes (i - 1) <> '\r' then `Wrong (Malformed "a line feed alone")
          else if i - first >= 3 && Bytes.get bytes (i - 2) = '\n' then `End (i + 1)
          else look (i + 1)
      | '\r' when i + 1 < last && Bytes.unsafe_get bytes (i + 1) <> '\n' -> `Wrong (Malformed "a carriage return alone")
      | _ -> look (i + 1)
  in
  look (max first from)

let is_token_char = function
  | 'a' .. 'z'
  | 'A' .. 'Z'
  | '0' .. '9'
  | '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '.' | '^' | '_' | '`' | '|' | '~' ->
      true
  | _ -> false

(** What a target may be made of: the visible characters of ASCII but those that RFC 3986 leaves out everywhere. *)
let is_target_char = function
  | '"' | '#' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' -> false
  | c -> c > ' ' && c < '\x7f'

let is_value_char c = (c >= ' ' && c <> '\x7f') || c = '\t'
let rec skip test bytes i last = if i < last && test (Bytes.unsafe_get bytes i) then skip test bytes (i + 1) last else i

let rec index_from bytes c i last =
  if i >= last then -1 else if Bytes.unsafe_get bytes i = c then i else index_from bytes c (i + 1) last

let is_space c = c = ' ' || c = '\t'

let field bytes first last =
  let colon = skip is_token_char bytes first last in
  if colon = first then wrong "a folded line, or a field without a name";
  if colon >= last || Bytes.get bytes colon <> ':' then wrong "a field's name is not a token";
  let start = skip is_space bytes (colon + 1) last in
  let rec trim stop = if stop > start && is_space (Bytes.unsafe_get bytes (stop - 1)) then trim (stop - 1) else stop in
  let stop = trim last in
  if skip is_value_char bytes start stop <> stop then wrong "a control character in a field's value";
  (String.lowercase_ascii (Bytes.sub_string bytes first (colon - first)), Bytes.sub_string bytes start (stop - start))

(** Lines end in CR LF here: {!find_end} has seen to it. *)
let line_end bytes i last = match index_from bytes '\r' i last with -1 -> wrong "a line without an end" | stop -> stop

let fields ~most bytes first last =
  let rec collect found count i =
    let stop = line_end bytes i last in
    if stop = i then List.rev found
    else if count >= most then raise_notrace (Wrong Too_many_fields)
    else collect (field bytes i stop :: found) (count + 1) (stop + 2)
  in
  collect [] 0 first

let minor_version bytes first last =
  if last - first <> 8 || Bytes.sub_string bytes first 5 <> "HTTP/" then wrong "no version";
  match (Bytes.get bytes (first + 5), Bytes.get bytes (first + 6), Bytes.get bytes (first + 7)) with
  | '1', '.', '0' -> 0
  | '1', '.', '1' -> 1
  | '0' .. '9', '.', '0' .. '9' -> raise_notrace (Wrong Version)
  | _ -> wrong "no version"

(** [parse limits bytes ~first ~last] reads a head that {!find_end} found to be [first, last). *)
let parse (limits : Limits.t) bytes ~first ~last =
  match
    let stop = line_end bytes first last in
    let after_method = skip is_token_char bytes first stop in
    if after_method = first || after_method - first > 32 then wrong "no method";
    if after_method >= stop || Bytes.get bytes after_method <> ' ' then wrong "no space behind the method";
    let start = after_method + 1 in
    let after_target = skip is_target_char bytes start stop in
    if after_target - start > limits.target_bytes then raise_notrace (Wrong Target_too_long);
    if after_target = start || after_target >= stop || Bytes.get bytes after_target <> ' ' then wrong "no target";
    let minor = minor_version bytes (after_target + 1) stop in
    {
      meth = Bytes.sub_string bytes first (after_method - first);
      target = Bytes.sub_string bytes start (after_target - start);
      minor;
      fields = fields ~most:limits.fields bytes (stop + 2) last;
    }
  with
  | head -> Ok head
  | exception Wrong error -> Error error

let rec find name = function
  | [] -> None
  | (n, value) :: rest -> if String.equal n name then Some value else find name rest

(** [field_of head name] is the value of the first field of this name, which is given in lower case. *)
let field_of head name = find name head.fields

let all head name = List.filter_map (fun (n, value) -> if String.equal n name then Some value else None) head.fields

(** The members of a list-valued field, trimmed, in lower case. *)
let members head name =
  match all head name with
  | [] -> []
  | values ->
      List.concat_map (String.split_on_char ',') values
      |> List.filter_map (fun part ->
             match String.trim part with "" -> None | part -> Some (String.lowercase_ascii part))
