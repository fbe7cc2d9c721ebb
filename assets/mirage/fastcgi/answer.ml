(** The head of what a responder sends, as of a CGI program (RFC 3875, section 6). *)

type t = {
  status : int;
  fields : (string * string) list;  (** names as they were sent, without Status *)
}

let is_token text =
  text <> "" && String.for_all (fun c -> c > ' ' && c < '\x7f' && not (String.contains "()<>@,;:\\\"/[]?={}" c)) text

let is_value text = String.for_all (fun c -> (c >= ' ' && c <> '\x7f') || c = '\t') text

(** The place behind the empty line that ends the head, with LF or CR LF. *)
let find_end text ~from =
  let length = String.length text in
  let rec look i =
    match String.index_from_opt text i '\n' with
    | None -> None
    | Some i ->
        if i + 1 < length && text.[i + 1] = '\n' then Some (i + 2)
        else if i + 2 < length && text.[i + 1] = '\r' && text.[i + 2] = '\n' then Some (i + 3)
        else look (i + 1)
  in
  look (max 0 from)

(** Reads the lines of a head. *)
let parse ~most text =
  let line text =
    match String.index_opt text ':' with
    | None -> None
    | Some i ->
        let name = String.sub text 0 i and value = String.trim (String.sub text (i + 1) (String.length text - i - 1)) in
        if is_token name && is_value value then Some (name, value) else None
  in
  let lines =
    String.split_on_char '\n' text
    |> List.map (fun line ->
           let n = String.length line in
           if n > 0 && line.[n - 1] = '\r' then String.sub line 0 (n - 1) else line)
    |> List.filter (fun line -> line <> "")
  in
  let rec collect status fields count = function
    | [] ->
        let status =
          match status with
          | Some status -> status
          | None -> if List.exists (fun (name, _) -> String.lowercase_ascii name = "location") fields then 302 else 200
        in
        Ok { status; fields = List.rev fields }
    | _ when count = most -> Error "too many header fields"
    | text :: rest -> (
        match line text with
        | None -> Error "a header field that is none"
        | Some (name, value) when String.lowercase_ascii name = "status" -> (
            let digits = if String.length value >= 3 then String.sub value 0 3 else "" in
            let rest_is_apart = String.length value <= 3 || value.[3] = ' ' in
            match int_of_string_opt ("0u" ^ digits) with
            | Some code when code >= 200 && code <= 599 && rest_is_apart -> collect (Some code) fields (count + 1) rest
            | _ -> Error "a status that is none")
        | Some field -> collect status (field :: fields) (count + 1) rest)
  in
  collect None [] 0 lines
