(** Reading a request's body piece by piece, whatever its framing. *)

exception Malformed of string
exception Too_large

module Make (Flow : Mirage_flow.S) (Time : Io.Time.S) = struct
  module Inlet = Io.Inlet.Make (Flow) (Time)

  type state =
    | Left of int
    | Coded of Chunked.state

  type t = {
    inlet : Inlet.t;
    limits : Limits.t;
    mutable state : state;
    mutable taken : int;
    mutable before : unit -> unit Lwt.t;  (** to be done before the first byte is waited for: the 100 (Continue) *)
  }

  let create inlet limits (framing : Framing.t) ~before =
    let state = match framing.body with None -> Left 0 | Length n -> Left n | Chunked -> Coded Chunked.Size in
    { inlet; limits; state; taken = 0; before }

  let is_over t = match t.state with Left 0 | Coded Chunked.Done -> true | _ -> false

  let give t n =
    let inlet = t.inlet in
    let piece = Bytes.sub_string inlet.bytes inlet.first n in
    Inlet.advance inlet n;
    t.taken <- t.taken + n;
    if t.taken > t.limits.body_bytes then Lwt.fail Too_large else Lwt.return_some piece

  let wait t =
    let before = t.before in
    t.before <- Lwt.return;
    Lwt.bind (before ()) (fun () -> Inlet.more t.inlet)

  let rec next t =
    let inlet = t.inlet in
    match t.state with
    | Left 0 -> Lwt.return_none
    | Left n ->
        if Inlet.length inlet = 0 then Lwt.bind (wait t) (fun () -> next t)
        else begin
          let n = min n (Inlet.length inlet) in
          t.state <- (match t.state with Left all -> Left (all - n) | other -> other);
          give t n
        end
    | Coded Chunked.Done -> Lwt.return_none
    | Coded state -> (
        match Chunked.step ~fields:t.limits.fields state inlet.bytes ~first:inlet.first ~last:inlet.last with
        | Need -> Lwt.bind (wait t) (fun () -> next t)
        | Skip (n, state) ->
            Inlet.advance inlet n;
            t.state <- Coded state;
            next t
        | Give (n, state) ->
            t.state <- Coded state;
            give t n
        | Wrong reason -> Lwt.fail (Malformed reason))

  (** Reads what a handler has left, so that the next request is found behind it. *)
  let rec finish t = Lwt.bind (next t) (function None -> Lwt.return_unit | Some _ -> finish t)
end
