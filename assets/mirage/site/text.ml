(** Text in UTF-8, cleaned as the site's rules say. Every function takes valid UTF-8. *)

(** Characters that [\s] means in a pattern with Unicode's properties, and those of category Z (pcre2pattern, "Generic
    character types"). *)
let is_space = function
  | 0x09 | 0x0a | 0x0b | 0x0c | 0x0d | 0x20 | 0x85 | 0xa0 | 0x1680 | 0x180e | 0x2028 | 0x2029 | 0x202f | 0x205f | 0x3000
    ->
      true
  | code -> code >= 0x2000 && code <= 0x200a

let is_control code = code < 0x20 || (code >= 0x7f && code < 0xa0)
let is_line_end = function 0x0a | 0x0b | 0x0c | 0x0d | 0x85 | 0x2028 | 0x2029 -> true | _ -> false

(** [fold f init text] goes through the characters: [f so_far code first length]. *)
let fold f init text =
  let rec go so_far at =
    if at >= String.length text then so_far
    else
      let d = String.get_utf_8_uchar text at in
      let length = Uchar.utf_decode_length d in
      go (f so_far (Uchar.to_int (Uchar.utf_decode_uchar d)) at length) (at + length)
  in
  go init 0

(** How many characters (code points). *)
let length text =
  let count = ref 0 in
  String.iter (fun c -> if Char.code c land 0xc0 <> 0x80 then incr count) text;
  !count

(** Each run of spaces becomes one space. *)
let join_spaces text =
  let buffer = Buffer.create (String.length text) in
  let _ =
    fold
      (fun in_run code at length ->
        if is_space code then begin
          if not in_run then Buffer.add_char buffer ' ';
          true
        end
        else begin
          Buffer.add_substring buffer text at length;
          false
        end)
      false text
  in
  Buffer.contents buffer

(** Each end of a line, of whatever kind, becomes a line feed; CR LF is one. *)
let unify_lines text =
  let buffer = Buffer.create (String.length text) in
  let _ =
    fold
      (fun after_cr code at length ->
        if code = 0x0a && after_cr then ()
        else if is_line_end code then Buffer.add_char buffer '\n'
        else Buffer.add_substring buffer text at length;
        code = 0x0d)
      false text
  in
  Buffer.contents buffer

(** Without spaces at both ends, and without control characters but the line feed. A space that stands behind a control
    character is not at the beginning, though nothing is left before it. *)
let trim text =
  (* Where the spaces at the beginning end, and where those at the end begin. *)
  let first, last, _ =
    fold
      (fun (first, last, leading) code at length ->
        if is_space code then ((if leading then at + length else first), last, leading) else (first, at + length, false))
      (0, 0, true) text
  in
  if last <= first then ""
  else begin
    let inner = String.sub text first (last - first) in
    let buffer = Buffer.create (String.length inner) in
    fold
      (fun () code at length ->
        if code = 0x0a || not (is_control code) then Buffer.add_substring buffer inner at length)
      () inner;
    Buffer.contents buffer
  end

(** The first character as a person takes it; nothing of nothing. *)
let first text = if text = "" then "" else String.sub text 0 (Graphemes.first_length text)
