(** Text as HTML: the five characters that mean something there are written as entities of HTML 5. *)

let add buffer text =
  String.iter
    (function
      | '&' -> Buffer.add_string buffer "&amp;"
      | '<' -> Buffer.add_string buffer "&lt;"
      | '>' -> Buffer.add_string buffer "&gt;"
      | '"' -> Buffer.add_string buffer "&quot;"
      | '\'' -> Buffer.add_string buffer "&apos;"
      | c -> Buffer.add_char buffer c)
    text

(** The same for text that may not be valid UTF-8: what is not becomes U+FFFD. *)
let add_any buffer text =
  if String.is_valid_utf_8 text then add buffer text
  else begin
    let valid = Buffer.create (String.length text) in
    let rec go at =
      if at < String.length text then begin
        let d = String.get_utf_8_uchar text at in
        Buffer.add_utf_8_uchar valid (Uchar.utf_decode_uchar d);
        go (at + Uchar.utf_decode_length d)
      end
    in
    go 0;
    add buffer (Buffer.contents valid)
  end
