(** JSON (RFC 8259): a reader with PHP's rules, and a writer for what the site says. *)

type t =
  | Null
  | Bool of bool
  | Int of int64
  | Float of float  (** also whole numbers that 64 bits do not hold *)
  | String of string
  | List of t list
  | Object of (string * t) list

exception Wrong

(** [parse ~depth text] reads a document whose lists and objects are less than [depth] deep, as PHP's
    [json_decode] takes it; nothing when it is none. Of two
    members of one name the last one counts. *)
let parse ~depth text =
  let last = String.length text in
  let peek i = if i < last then text.[i] else '\000' in
  let rec blank i = match peek i with (' ' | '\t' | '\n' | '\r') when i < last -> blank (i + 1) | _ -> i in
  let rec digits i = if peek i >= '0' && peek i <= '9' then digits (i + 1) else i in
  let word i text' value =
    let n = String.length text' in
    if i + n <= last && String.sub text i n = text' then (value, i + n) else raise_notrace Wrong
  in
  let number i =
    let start = if peek i = '-' then i + 1 else i in
    let whole = if peek start = '0' then start + 1 else digits start in
    if whole = start then raise_notrace Wrong;
    let fraction = if peek whole = '.' && digits (whole + 1) > whole + 1 then digits (whole + 1) else whole in
    let stop =
      match peek fraction with
      | 'e' | 'E' ->
          let sign = match peek (fraction + 1) with '+' | '-' -> fraction + 2 | _ -> fraction + 1 in
          if digits sign > sign then digits sign else fraction
      | _ -> fraction
    in
    let part = String.sub text i (stop - i) in
    if stop > whole || part = "-0" then (Float (float_of_string part), stop)
    else match Int64.of_string_opt part with Some n -> (Int n, stop) | None -> (Float (float_of_string part), stop)
  in
  let four_digits i =
    if i + 4 > last then raise_notrace Wrong;
    let rec read n k =
      if k = 4 then n
      else match Form.hex text.[i + k] with -1 -> raise_notrace Wrong | d -> read ((n * 16) + d) (k + 1)
    in
    read 0 0
  in
  let escaped buffer i =
    let add c =
      Buffer.add_char buffer c;
      i + 1
    in
    match peek i with
    | '"' -> add '"'
    | '\\' -> add '\\'
    | '/' -> add '/'
    | 'b' -> add '\b'
    | 'f' -> add '\x0c'
    | 'n' -> add '\n'
    | 'r' -> add '\r'
    | 't' -> add '\t'
    | 'u' ->
        let code = four_digits (i + 1) in
        if code >= 0xd800 && code < 0xdc00 then begin
          if not (peek (i + 5) = '\\' && peek (i + 6) = 'u') then raise_notrace Wrong;
          let low = four_digits (i + 7) in
          if low < 0xdc00 || low > 0xdfff then raise_notrace Wrong;
          Buffer.add_utf_8_uchar buffer (Uchar.of_int (0x10000 + ((code - 0xd800) lsl 10) + (low - 0xdc00)));
          i + 11
        end
        else if code >= 0xdc00 && code <= 0xdfff then raise_notrace Wrong
        else begin
          Buffer.add_utf_8_uchar buffer (Uchar.of_int code);
          i + 5
        end
    | _ -> raise_notrace Wrong
  in
  let string i =
    let buffer = Buffer.create 32 in
    let rec go i =
      if i >= last then raise_notrace Wrong
      else
        match text.[i] with
        | '"' -> (Buffer.contents buffer, i + 1)
        | '\\' -> go (escaped buffer (i + 1))
        | c when c < ' ' -> raise_notrace Wrong
        | c when c < '\x80' ->
            Buffer.add_char buffer c;
            go (i + 1)
        | _ ->
            let d = String.get_utf_8_uchar text i in
            if not (Uchar.utf_decode_is_valid d) then raise_notrace Wrong;
            Buffer.add_substring buffer text i (Uchar.utf_decode_length d);
            go (i + Uchar.utf_decode_length d)
    in
    go i
  in
  let rec value level i =
    match peek i with
    | '{' -> if level + 1 >= depth then raise_notrace Wrong else members (level + 1) [] (blank (i + 1))
    | '[' -> if level + 1 >= depth then raise_notrace Wrong else items (level + 1) [] (blank (i + 1))
    | '"' ->
        let text, i = string (i + 1) in
        (String text, i)
    | 't' -> word i "true" (Bool true)
    | 'f' -> word i "false" (Bool false)
    | 'n' -> word i "null" Null
    | '-' | '0' .. '9' -> number i
    | _ -> raise_notrace Wrong
  and members level found i =
    if peek i = '}' && found = [] then (Object [], i + 1)
    else if peek i <> '"' then raise_notrace Wrong
    else begin
      let name, i = string (i + 1) in
      let i = blank i in
      if peek i <> ':' then raise_notrace Wrong;
      let v, i = value level (blank (i + 1)) in
      let found = (name, v) :: found in
      let i = blank i in
      match peek i with
      | ',' ->
          let i = blank (i + 1) in
          if peek i = '}' then raise_notrace Wrong else members level found i
      | '}' -> (Object found, i + 1)
      | _ -> raise_notrace Wrong
    end
  and items level found i =
    if peek i = ']' && found = [] then (List [], i + 1)
    else begin
      let v, i = value level i in
      let i = blank i in
      match peek i with
      | ',' -> items level (v :: found) (blank (i + 1))
      | ']' -> (List (List.rev (v :: found)), i + 1)
      | _ -> raise_notrace Wrong
    end
  in
  match
    let v, i = value 0 (blank 0) in
    if blank i <> last then raise_notrace Wrong;
    v
  with
  | v -> Some v
  | exception (Wrong | Failure _) -> None

(** The last member of this name, of an object. *)
let member name = function Object members -> List.assoc_opt name members | _ -> None

let add_string buffer text =
  Buffer.add_char buffer '"';
  let rec go i =
    if i < String.length text then begin
      let is_line_end =
        text.[i] = '\xe2'
        && i + 2 < String.length text
        && text.[i + 1] = '\x80'
        && (text.[i + 2] = '\xa8' || text.[i + 2] = '\xa9')
      in
      (match text.[i] with
      | '"' -> Buffer.add_string buffer "\\\""
      | '\\' -> Buffer.add_string buffer "\\\\"
      | '\b' -> Buffer.add_string buffer "\\b"
      | '\x0c' -> Buffer.add_string buffer "\\f"
      | '\n' -> Buffer.add_string buffer "\\n"
      | '\r' -> Buffer.add_string buffer "\\r"
      | '\t' -> Buffer.add_string buffer "\\t"
      | c when c < ' ' -> Printf.bprintf buffer "\\u%04x" (Char.code c)
      | _ when is_line_end -> Buffer.add_string buffer (if text.[i + 2] = '\xa8' then "\\u2028" else "\\u2029")
      | c -> Buffer.add_char buffer c);
      go (if is_line_end then i + 3 else i + 1)
    end
  in
  go 0;
  Buffer.add_char buffer '"'

let rec add buffer = function
  | Null -> Buffer.add_string buffer "null"
  | Bool b -> Buffer.add_string buffer (if b then "true" else "false")
  | Int n -> Buffer.add_string buffer (Int64.to_string n)
  | Float x -> Printf.bprintf buffer "%.17g" x
  | String text -> add_string buffer text
  | List items ->
      Buffer.add_char buffer '[';
      List.iteri
        (fun i item ->
          if i > 0 then Buffer.add_char buffer ',';
          add buffer item)
        items;
      Buffer.add_char buffer ']'
  | Object members ->
      Buffer.add_char buffer '{';
      List.iteri
        (fun i (name, v) ->
          if i > 0 then Buffer.add_char buffer ',';
          add_string buffer name;
          Buffer.add_char buffer ':';
          add buffer v)
        members;
      Buffer.add_char buffer '}'

(** Text is written as it is: it must be valid UTF-8. *)
let to_string value =
  let buffer = Buffer.create 128 in
  add buffer value;
  Buffer.contents buffer
