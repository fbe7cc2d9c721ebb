(** Where a request's body ends (RFC 9112, section 6), and whether the connection goes on after it. *)

type body =
  | None
  | Length of int
  | Chunked

type t = {
  body : body;
  keep : bool;  (** the client wants to go on *)
  continue : bool;  (** it waits for a 100 *)
}

type error =
  | Malformed of string  (** 400 *)
  | Too_large  (** 413 *)
  | Coding  (** 501 *)
  | Expectation  (** 417 *)

let is_digits text = text <> "" && String.for_all (function '0' .. '9' -> true | _ -> false) text

(** A host and perhaps a port: nothing that could be taken for another part of an address. *)
let is_host text =
  String.length text <= 255
  && String.for_all
       (function
         | 'a' .. 'z'
         | 'A' .. 'Z'
         | '0' .. '9'
         | '-' | '.' | '_' | '~' | ':' | '[' | ']' | '%' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';'
         | '=' ->
             true
         | _ -> false)
       text

(** [of_head limits head]: both a length and a transfer coding, two lengths (though they be equal), a list of lengths, and
    a coding from HTTP/1.0 are errors. Such a request may have been made to hide another one in its body. *)
let of_head (limits : Limits.t) (head : Head.t) =
  let body () =
    match (Head.all head "transfer-encoding", Head.all head "content-length") with
    | [], [] -> Ok None
    | [], [ length ] when is_digits length ->
        (* Eighteen digits fit into an integer of 63 bits. *)
        if String.length length > 18 then Error Too_large
        else
          let n = int_of_string ("0u" ^ length) in
          if n > limits.body_bytes then Error Too_large else Ok (if n = 0 then None else Length n)
    | [], _ -> Error (Malformed "a length that is none, or more than one")
    | _, _ :: _ -> Error (Malformed "a length and a transfer coding")
    | _ when head.minor = 0 -> Error (Malformed "a transfer coding in HTTP/1.0")
    | [ coding ], [] when String.lowercase_ascii coding = "chunked" -> Ok Chunked
    | [ coding ], [] when is_digits coding || coding = "" -> Error (Malformed "no transfer coding")
    | [ _ ], [] -> Error Coding
    | _ -> Error (Malformed "more than one transfer coding")
  in
  let host =
    match Head.all head "host" with
    | [ host ] when is_host host -> Ok ()
    | [] when head.minor = 0 -> Ok ()
    | _ -> Error (Malformed "no host, or more than one")
  in
  let expectation body =
    match Head.members head "expect" with
    | [] -> Ok false
    | [ "100-continue" ] -> Ok (head.minor = 1 && body <> None)
    | _ -> Error Expectation
  in
  Result.bind host (fun () ->
      Result.bind (body ()) (fun body ->
          Result.map
            (fun continue ->
              let options = Head.members head "connection" in
              let keep = if List.mem "close" options then false else head.minor = 1 || List.mem "keep-alive" options in
              { body; keep; continue })
            (expectation body)))
