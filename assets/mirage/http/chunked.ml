(** The chunked transfer coding (RFC 9112, section 7.1), as a machine that is shown a window of bytes and says what to do
    with its beginning. *)

type state =
  | Size
  | Data of int  (** bytes of the chunk that are still to come *)
  | Data_end
  | Trailer of int  (** trailer fields so far *)
  | Done

type step =
  | Need  (** more bytes, to go on *)
  | Skip of int * state  (** so many bytes are of the coding itself *)
  | Give of int * state  (** so many bytes are of the body *)
  | Wrong of string

(** The longest line of the coding, extensions included. *)
let line_bytes = 1_024

let digit = function
  | '0' .. '9' as c -> Char.code c - 48
  | 'a' .. 'f' as c -> Char.code c - 87
  | 'A' .. 'F' as c -> Char.code c - 55
  | _ -> -1

(** The line in [first, last), up to its CR. *)
let line bytes first last =
  let rec look i =
    if i >= last then if last - first >= line_bytes then `Wrong "a line of the coding is too long" else `Need
    else
      match Bytes.unsafe_get bytes i with
      | '\r' ->
          if i + 1 >= last then `Need
          else if Bytes.get bytes (i + 1) = '\n' then `Line i
          else `Wrong "a carriage return alone"
      | c when Head.is_value_char c -> look (i + 1)
      | _ -> `Wrong "a control character in the coding"
  in
  look first

let size bytes first last =
  match line bytes first last with
  | `Need -> Need
  | `Wrong reason -> Wrong reason
  | `Line stop ->
      let rec read n i =
        match if i < stop then digit (Bytes.get bytes i) else -1 with
        | -1 ->
            if i = first then Wrong "a chunk without a size"
            else if i < stop && Bytes.get bytes i <> ';' then Wrong "a size that is none"
            else Skip (stop + 2 - first, if n = 0 then Trailer 0 else Data n)
        | d -> if i - first >= 8 then Wrong "a size that is too large" else read ((n * 16) + d) (i + 1)
      in
      read 0 first

let trailer ~fields count bytes first last =
  match line bytes first last with
  | `Need -> Need
  | `Wrong reason -> Wrong reason
  | `Line stop when stop = first -> Skip (2, Done)
  | `Line stop -> (
      if count >= fields then Wrong "too many trailer fields"
      else
        match Head.field bytes first stop with
        | _ -> Skip (stop + 2 - first, Trailer (count + 1))
        | exception Head.Wrong _ -> Wrong "a trailer field that is none")

(** [step ~fields state bytes ~first ~last] looks at [first, last). Trailer fields are checked, counted up to [fields], and
    dropped: nothing here needs one. *)
let step ~fields state bytes ~first ~last =
  match state with
  | Size -> size bytes first last
  | Data left ->
      if first = last then Need
      else
        let n = min left (last - first) in
        Give (n, if n = left then Data_end else Data (left - n))
  | Data_end ->
      if last - first < 2 then Need
      else if Bytes.get bytes first = '\r' && Bytes.get bytes (first + 1) = '\n' then Skip (2, Size)
      else Wrong "a chunk that is longer than its size"
  | Trailer count -> trailer ~fields count bytes first last
  | Done -> Skip (0, Done)
