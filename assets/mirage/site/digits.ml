(** Whole numbers in text. *)

let is_blank c = c = ' ' || c = '\t' || c = '\r' || c = '\x0b' || c = '\n'

(** A number as PHP's [FILTER_VALIDATE_INT] takes it: blanks around it and a sign are allowed, zeros before it are not. *)
let whole text =
  let rec from i = if i < String.length text && is_blank text.[i] then from (i + 1) else i in
  let rec until i = if i > 0 && is_blank text.[i - 1] then until (i - 1) else i in
  let first = from 0 in
  let last = max first (until (String.length text)) in
  let text = String.sub text first (last - first) in
  let digits =
    if text <> "" && (text.[0] = '-' || text.[0] = '+') then String.sub text 1 (String.length text - 1) else text
  in
  let is_number = digits <> "" && String.for_all (fun c -> c >= '0' && c <= '9') digits in
  if (not is_number) || (digits.[0] = '0' && digits <> "0") then None
  else Int64.of_string_opt (if text.[0] = '+' then digits else text)

(** With a space between thousands. *)
let grouped n =
  let text = string_of_int n in
  let length = String.length text in
  let buffer = Buffer.create (length + 4) in
  String.iteri
    (fun i c ->
      if i > 0 && (length - i) mod 3 = 0 then Buffer.add_char buffer ' ';
      Buffer.add_char buffer c)
    text;
  Buffer.contents buffer
