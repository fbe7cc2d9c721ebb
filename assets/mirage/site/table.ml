(* Writes the property that says where one character, as a person takes it, ends (Unicode Standard Annex 29): ranges of
   code points, each as three bytes of its first one and a letter for the class that holds up to the next range. Hangul
   syllables are left out; their class is computed. *)

let class_of u =
  match Uucp.Break.grapheme_cluster u with
  | `CN -> 'c'
  | `CR -> 'r'
  | `LF -> 'n'
  | `EX -> 'e'
  | `PP -> 'p'
  | `RI -> 'i'
  | `SM -> 's'
  | `ZWJ -> 'z'
  | `L -> 'L'
  | `V -> 'V'
  | `T -> 'T'
  | `LV | `LVT -> 'o'
  | `EB | `EBG | `EM | `GAZ | `XX -> if Uucp.Emoji.is_extended_pictographic u then 'x' else 'o'

let () =
  let table = Buffer.create 8192 in
  let last = ref ' ' in
  for code = 0 to 0x10ffff do
    let kind = if Uchar.is_valid code then class_of (Uchar.of_int code) else 'c' in
    if kind <> !last then begin
      Buffer.add_uint8 table (code lsr 16);
      Buffer.add_uint16_be table (code land 0xffff);
      Buffer.add_char table kind;
      last := kind
    end
  done;
  Printf.printf "let ranges = %S\n" (Buffer.contents table)
