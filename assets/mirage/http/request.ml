(** A request, as a handler gets it. *)

type t = {
  head : Head.t;
  path : string;  (** of the target, as it was sent: percent-encoded, beginning with a slash; ["*"] for OPTIONS alone *)
  query : string;  (** what is behind the first question mark, or nothing *)
  peer : Ipaddr.t * int;
  body : unit -> string option Lwt.t;
      (** The next piece of the body, or [None] at its end. Fails with what the connection fails with. *)
  has_body : bool;
}

(** The path and the query of a target in origin form or in absolute form (RFC 9112, section 3.2). *)
let split_target target =
  let split text =
    match String.index_opt text '?' with
    | None -> (text, "")
    | Some i -> (String.sub text 0 i, String.sub text (i + 1) (String.length text - i - 1))
  in
  if target = "*" then Some ("*", "")
  else if target.[0] = '/' then Some (split target)
  else
    let after_scheme =
      let starts prefix =
        String.length target > String.length prefix
        && String.lowercase_ascii (String.sub target 0 (String.length prefix)) = prefix
      in
      if starts "http://" then 7 else if starts "https://" then 8 else 0
    in
    if after_scheme = 0 then None
    else
      match String.index_from_opt target after_scheme '/' with
      | Some i -> Some (split (String.sub target i (String.length target - i)))
      | None -> (
          match String.index_from_opt target after_scheme '?' with
          | Some i -> Some ("/", String.sub target (i + 1) (String.length target - i - 1))
          | None -> Some ("/", ""))

(** The whole body; the server's limit on bodies is its bound. *)
let whole_body t =
  if not t.has_body then Lwt.return ""
  else
    let buffer = Buffer.create 512 in
    let rec gather () =
      Lwt.bind (t.body ()) (function
        | None -> Lwt.return (Buffer.contents buffer)
        | Some piece ->
            Buffer.add_string buffer piece;
            gather ())
    in
    gather ()
