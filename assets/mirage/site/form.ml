(** Names and values as browsers send them, read as PHP reads them (its manual, "Variables From External Sources"): a name
    with a bracket makes an array, a space or a dot in a name is an underscore, and the last one of a name counts. *)

type value =
  | Text of string
  | Array

let hex = function
  | '0' .. '9' as c -> Char.code c - 48
  | 'a' .. 'f' as c -> Char.code c - 87
  | 'A' .. 'F' as c -> Char.code c - 55
  | _ -> -1

(** Without percent-encoding; what only looks like it stays. *)
let decode ~plus text =
  if not (String.exists (fun c -> c = '%' || (plus && c = '+')) text) then text
  else begin
    let length = String.length text in
    let buffer = Buffer.create length in
    let rec go i =
      if i < length then
        match text.[i] with
        | '+' when plus ->
            Buffer.add_char buffer ' ';
            go (i + 1)
        | '%' when i + 2 < length && hex text.[i + 1] >= 0 && hex text.[i + 2] >= 0 ->
            Buffer.add_uint8 buffer ((hex text.[i + 1] * 16) + hex text.[i + 2]);
            go (i + 3)
        | c ->
            Buffer.add_char buffer c;
            go (i + 1)
    in
    go 0;
    Buffer.contents buffer
  end

(** A name as a variable's; nothing for a name of which nothing is left. *)
let variable name =
  let name = match String.index_opt name '\000' with Some i -> String.sub name 0 i | None -> name in
  let rec start i = if i < String.length name && name.[i] = ' ' then start (i + 1) else i in
  let first = start 0 in
  let name = String.sub name first (String.length name - first) in
  let plain, is_array =
    match String.index_opt name '[' with
    | None -> (name, false)
    | Some i when String.index_from_opt name i ']' <> None -> (String.sub name 0 i, true)
    | Some _ -> (name, false)
  in
  match String.map (function ' ' | '.' | '[' -> '_' | c -> c) plain with "" -> None | plain -> Some (plain, is_array)

(** [parse ~most text] reads at most [most] pairs of [name=value&…]. *)
let parse ~most text =
  let rec collect found left = function
    | [] -> found
    | "" :: rest -> collect found left rest
    | _ when left = 0 -> found
    | pair :: rest ->
        let name, value =
          match String.index_opt pair '=' with
          | None -> (pair, "")
          | Some i -> (String.sub pair 0 i, String.sub pair (i + 1) (String.length pair - i - 1))
        in
        let found =
          match variable (decode ~plus:true name) with
          | None -> found
          | Some (name, true) -> (name, Array) :: found
          | Some (name, false) -> (name, Text (decode ~plus:true value)) :: found
        in
        collect found (left - 1) rest
  in
  collect [] most (String.split_on_char '&' text)

(** The last value of a name. *)
let find pairs name = List.assoc_opt name pairs

(** [cookie ~most text name] is a cookie's value. The first one of a name counts, and names are not decoded. *)
let cookie ~most text name =
  let rec look left = function
    | [] -> None
    | _ when left = 0 -> None
    | pair :: rest -> (
        let is_blank c = c = ' ' || (c >= '\t' && c <= '\r') in
        let rec start i = if i < String.length pair && is_blank pair.[i] then start (i + 1) else i in
        let first = start 0 in
        let pair = String.sub pair first (String.length pair - first) in
        if pair = "" || pair.[0] = '=' then look left rest
        else
          let key, value =
            match String.index_opt pair '=' with
            | None -> (pair, "")
            | Some i -> (String.sub pair 0 i, String.sub pair (i + 1) (String.length pair - i - 1))
          in
          match variable key with
          | Some (key, is_array) when key = name ->
              if is_array then Some Array else Some (Text (decode ~plus:false value))
          | _ -> look (left - 1) rest)
  in
  look most (String.split_on_char ';' text)
