(** Forms in parts (RFC 7578), read as PHP reads them. Files are left out: the site takes none. *)

(** The boundary that a content type names. *)
let boundary content_type =
  let lower = String.lowercase_ascii content_type in
  let rec find i =
    if i + 8 > String.length lower then None else if String.sub lower i 8 = "boundary" then Some i else find (i + 1)
  in
  match Option.bind (find 0) (fun i -> String.index_from_opt content_type i '=') with
  | None -> None
  | Some i ->
      let rest = String.sub content_type (i + 1) (String.length content_type - i - 1) in
      let until stop from =
        let rec look i = if i < String.length rest && not (String.contains stop rest.[i]) then look (i + 1) else i in
        String.sub rest from (look from - from)
      in
      let boundary = if rest <> "" && rest.[0] = '"' then until "\"" 1 else until ",;" 0 in
      if boundary = "" then None else Some boundary

(** The line that begins at [i], without its end, and the place behind it. *)
let line text i =
  match String.index_from_opt text i '\n' with
  | None -> (String.sub text i (String.length text - i), String.length text)
  | Some stop ->
      let last = if stop > i && text.[stop - 1] = '\r' then stop - 1 else stop in
      (String.sub text i (last - i), stop + 1)

(** The value of a parameter of Content-Disposition: quoted, or up to a blank. *)
let unquoted value =
  let value = String.trim value in
  let length = String.length value in
  if length > 0 && (value.[0] = '"' || value.[0] = '\'') then begin
    let quote = value.[0] in
    let buffer = Buffer.create length in
    let rec go i =
      if i < length && value.[i] <> quote then
        if value.[i] = '\\' && i + 1 < length && (value.[i + 1] = quote || value.[i + 1] = '\\') then begin
          Buffer.add_char buffer value.[i + 1];
          go (i + 2)
        end
        else begin
          Buffer.add_char buffer value.[i];
          go (i + 1)
        end
    in
    go 1;
    Buffer.contents buffer
  end
  else List.hd (String.split_on_char ' ' value)

let parameters disposition =
  List.filter_map
    (fun pair ->
      Option.map
        (fun i ->
          ( String.lowercase_ascii (String.trim (String.sub pair 0 i)),
            unquoted (String.sub pair (i + 1) (String.length pair - i - 1)) ))
        (String.index_opt pair '='))
    (String.split_on_char ';' disposition)

(* The fields of a part, up to an empty line. *)
let rec fields text i found =
  let content, next = line text i in
  if content = "" then (found, next)
  else
    match String.index_opt content ':' with
    | Some colon when next <= String.length text ->
        let name = String.lowercase_ascii (String.sub content 0 colon) in
        fields text next ((name, String.sub content (colon + 1) (String.length content - colon - 1)) :: found)
    | _ -> if next >= String.length text then (found, next) else fields text next found

(** [parse ~most ~boundary text] reads the first [most] values, as {!Form.parse} gives them. *)
let parse ~most ~boundary text =
  let delimiter = "--" ^ boundary in
  let length = String.length text in
  let rec after_delimiter i =
    if i >= length then None
    else
      let content, next = line text i in
      if content = delimiter then Some next else after_delimiter next
  in
  (* A value ends before the line end that the next delimiter stands behind. *)
  let value from =
    let mark = "\n" ^ delimiter in
    let size = String.length mark in
    let rec look i =
      match String.index_from_opt text i '\n' with
      | None -> length
      | Some i -> if i + size <= length && String.sub text i size = mark then i else look (i + 1)
    in
    let stop = if from > length then length else look from in
    let last = if stop < length && stop > from && text.[stop - 1] = '\r' then stop - 1 else stop in
    (String.sub text from (max 0 (last - from)), stop)
  in
  let rec parts i left found =
    match after_delimiter i with
    | None -> found
    | Some i -> (
        let fields, body = fields text i [] in
        let params = match List.assoc_opt "content-disposition" fields with Some d -> parameters d | None -> [] in
        let content, next = value (min body length) in
        match (List.assoc_opt "name" params, List.mem_assoc "filename" params) with
        | Some name, false when left > 0 ->
            let found =
              match Form.variable name with
              | None -> found
              | Some (name, true) -> (name, Form.Array) :: found
              | Some (name, false) -> (name, Form.Text content) :: found
            in
            parts next (left - 1) found
        | _ -> parts next left found)
  in
  parts 0 most []
