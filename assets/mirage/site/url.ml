(** The path of an address, as PHP's [parse_url] finds it. Its guesses are part of what the site does with strange ones. *)

let is_digit c = c >= '0' && c <= '9'
let is_alpha c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')

(** The first place in [from, last) with one of [chars], or [last]. *)
let span text ~from ~last chars =
  let rec look i = if i >= last || String.contains chars text.[i] then i else look (i + 1) in
  look from

let rec span_digits text i last = if i < last && is_digit text.[i] then span_digits text (i + 1) last else i

(** The path, or nothing when there is none, or when the whole is no address. *)
let path text =
  let last = String.length text in
  let starts_with_slashes = last > 1 && text.[0] = '/' && text.[1] = '/' in
  let just_path from =
    let stop = span text ~from ~last "#" in
    let stop = span text ~from ~last:stop "?" in
    if from < stop || from = last then
      Some (String.map (fun c -> if c < ' ' || c = '\x7f' then '_' else c) (String.sub text from (stop - from)))
    else None
  in
  let host ~has_port from =
    let stop = span text ~from ~last "/?#" in
    let from =
      match String.rindex_from_opt text (stop - 1) '@' with Some i when i >= from && stop > from -> i + 1 | _ -> from
    in
    let is_bracketed = from < last && text.[from] = '[' && stop > 0 && text.[stop - 1] = ']' in
    let colon =
      if is_bracketed || stop <= from then None
      else match String.rindex_from_opt text (stop - 1) ':' with Some i when i >= from -> Some i | _ -> None
    in
    let is_port_wrong colon =
      (not has_port)
      && (stop - colon - 1 > 5
         || stop - colon - 1 > 0
            &&
            let digits = span_digits text (colon + 1) stop in
            digits = colon + 1 || int_of_string ("0u" ^ String.sub text (colon + 1) (digits - colon - 1)) > 65_535)
    in
    match colon with
    | Some colon when is_port_wrong colon -> None
    | _ ->
        let host_end = Option.value colon ~default:stop in
        if host_end - from < 1 || stop = last then None else just_path stop
  in
  let port colon =
    let rec digits i = if i < last && i - colon - 1 < 6 && is_digit text.[i] then digits (i + 1) else i in
    let stop = digits (colon + 1) in
    let count = stop - colon - 1 in
    if count > 0 && count < 6 && (stop = last || text.[stop] = '/') then
      if int_of_string ("0u" ^ String.sub text (colon + 1) count) > 65_535 then None
      else host ~has_port:true (if starts_with_slashes then 2 else 0)
    else if count = 0 && stop = last then None
    else if starts_with_slashes then host ~has_port:false 2
    else just_path 0
  in
  match String.index_opt text ':' with
  | Some 0 -> port 0
  | Some colon ->
      let is_scheme =
        String.for_all (fun c -> is_alpha c || is_digit c || c = '+' || c = '.' || c = '-') (String.sub text 0 colon)
      in
      if not is_scheme then
        if colon + 1 < last && colon < span text ~from:0 ~last "?#" then port colon
        else if starts_with_slashes then host ~has_port:false 2
        else just_path 0
      else if colon + 1 = last then None
      else if text.[colon + 1] <> '/' then
        let rec digits i = if i < last && i - colon < 7 && is_digit text.[i] then digits (i + 1) else i in
        let stop = digits (colon + 1) in
        if (stop = last || text.[stop] = '/') && stop - colon < 7 then port colon else just_path (colon + 1)
      else if colon + 2 < last && text.[colon + 2] = '/' then
        let from = colon + 3 in
        if String.lowercase_ascii (String.sub text 0 colon) = "file" && from < last && text.[from] = '/' then
          just_path (if colon + 5 < last && text.[colon + 5] = ':' then colon + 4 else from)
        else host ~has_port:false from
      else just_path (colon + 1)
  | None -> if starts_with_slashes then host ~has_port:false 2 else just_path 0
