(** Text as HTML: the five characters that mean something there are written as entities of HTML 5. *)

let add buffer text =
  let last = String.length text in
  (* Nearly all characters stay as they are: so runs of them are copied. *)
  let rec go start i =
    if i = last then Buffer.add_substring buffer text start (i - start)
    else
      match String.unsafe_get text i with
      | '&' -> entity start i "&amp;"
      | '<' -> entity start i "&lt;"
      | '>' -> entity start i "&gt;"
      | '"' -> entity start i "&quot;"
      | '\'' -> entity start i "&apos;"
      | _ -> go start (i + 1)
  and entity start i name =
    Buffer.add_substring buffer text start (i - start);
    Buffer.add_string buffer name;
    go (i + 1) (i + 1)
  in
  go 0 0

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
