(** Where one character, as a person takes it, ends: an emoji in parts, or a letter with its accents, is one. The rules are
    those of PCRE's [\X] (pcre2pattern, "Extended grapheme clusters"), which are Unicode Standard Annex 29 without its
    rule 9c, without what may follow a flag, and without a mark that would be joined to an emoji behind it. *)

let ranges = Grapheme_table.ranges
let code_at i = (Char.code ranges.[4 * i] lsl 16) lor String.get_uint16_be ranges ((4 * i) + 1)

(** The class of a code point, as [table.ml] writes it; [H] and [J] are Hangul syllables without and with a last
    consonant. *)
let class_of code =
  if code >= 0xac00 && code <= 0xd7a3 then if (code - 0xac00) mod 28 = 0 then 'H' else 'J'
  else
    let rec search low high =
      if high - low = 1 then ranges.[(4 * low) + 3]
      else
        let middle = (low + high) / 2 in
        if code_at middle <= code then search middle high else search low middle
    in
    search 0 (String.length ranges / 4)

let joins before after =
  match (before, after) with
  | 'r', 'n' -> true
  | ('r' | 'n' | 'c'), _ | _, ('r' | 'n' | 'c') -> false
  | 'i', kind -> kind = 'i'
  | 'p', 'x' -> false
  | _, ('e' | 's' | 'z') | 'p', _ -> true
  | 'L', ('L' | 'V' | 'H' | 'J') | ('V' | 'H'), ('V' | 'T') | ('T' | 'J'), 'T' -> true
  | 'z', 'x' -> true
  | _ -> false

(** The length in bytes of the first one of a text, which is valid UTF-8 and not empty. *)
let first_length text =
  let decode at =
    let d = String.get_utf_8_uchar text at in
    (class_of (Uchar.to_int (Uchar.utf_decode_uchar d)), at + Uchar.utf_decode_length d)
  in
  (* [flags] counts regional indicators, of which two make a flag; [after_emoji] says that a joiner follows an emoji. *)
  let rec go before ~flags ~after_emoji at =
    if at >= String.length text then at
    else
      let kind, next = decode at in
      if not (joins before kind) then at
      else if before = 'z' && kind = 'x' && not after_emoji then at
      else if before = 'i' && kind = 'i' && flags mod 2 = 0 then at
      else
        let after_emoji = before = 'x' && kind = 'z' in
        let flags = if kind = 'i' then flags + 1 else flags in
        go (if kind = 'e' && before = 'x' then before else kind) ~flags ~after_emoji next
  in
  let kind, next = decode 0 in
  go kind ~flags:(if kind = 'i' then 1 else 0) ~after_emoji:false next
