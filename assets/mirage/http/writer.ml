(** Answers on their way out: the head, then the body in the framing that the client understands. *)

module Make (Flow : Mirage_flow.S) (Time : Io.Time.S) = struct
  module Outlet = Io.Outlet.Make (Flow) (Time)

  let ( let* ) = Lwt.bind

  type framing =
    | Fixed of int
    | Chunked
    | Until_close
    | Bare  (** without a body, whatever the length would be *)

  let framing ~minor (response : Response.t) =
    if Status.has_no_body response.status then Bare
    else
      match response.body with
      | Text text -> Fixed (String.length text)
      | Pieces pieces -> Fixed (List.fold_left (fun n piece -> n + String.length piece) 0 pieces)
      | Shared data -> Fixed (Cstruct.length data)
      | Stream _ -> if minor = 0 then Until_close else Chunked

  let status_line status =
    match status with
    | 200 -> "HTTP/1.1 200 OK\r\n"
    | 304 -> "HTTP/1.1 304 Not Modified\r\n"
    | _ -> Printf.sprintf "HTTP/1.1 %d %s\r\n" status (Status.reason status)

  let head outlet ~date ~is_head ~minor ~keep framing (response : Response.t) =
    let* () = Outlet.string outlet (status_line response.status) in
    let* () = Outlet.string outlet "Date: " in
    let* () = Outlet.string outlet date in
    let* () = Outlet.string outlet "\r\n" in
    let* () = Outlet.string outlet response.fields in
    let* () =
      match framing with
      (* Of an answer to HEAD that has nothing the length is not known: its GET may have a body. *)
      | Fixed 0 when is_head -> Lwt.return_unit
      | Fixed n ->
          let* () = Outlet.string outlet "Content-Length: " in
          let* () = Outlet.string outlet (string_of_int n) in
          Outlet.string outlet "\r\n"
      | Chunked -> Outlet.string outlet "Transfer-Encoding: chunked\r\n"
      | Until_close | Bare -> Lwt.return_unit
    in
    Outlet.string outlet
      (match (keep, minor) with
      | true, 1 -> "\r\n"
      | true, _ -> "Connection: keep-alive\r\n\r\n"
      | false, _ -> "Connection: close\r\n\r\n")

  (* What a stream has ready is sent at once: its reader may be waiting for it. *)
  let rec stream outlet framing next =
    let* piece = next () in
    match piece with
    | None -> if framing = Chunked then Outlet.string outlet "0\r\n\r\n" else Lwt.return_unit
    | Some "" -> stream outlet framing next
    | Some text ->
        let* () =
          if framing = Chunked then Outlet.string outlet (Printf.sprintf "%x\r\n" (String.length text))
          else Lwt.return_unit
        in
        let* () = Outlet.string outlet text in
        let* () = if framing = Chunked then Outlet.string outlet "\r\n" else Lwt.return_unit in
        let* () = Outlet.flush outlet in
        stream outlet framing next

  let whole outlet ~date ~is_head ~minor ~keep framing (response : Response.t) =
    let* () = head outlet ~date ~is_head ~minor ~keep framing response in
    let* () =
      match response.body with
      | _ when is_head || framing = Bare -> Lwt.return_unit
      | Stream { next; _ } -> stream outlet framing next
      | Text text -> Outlet.string outlet text
      | Pieces pieces -> Lwt_list.iter_s (Outlet.string outlet) pieces
      | Shared data -> Outlet.shared outlet data
    in
    Lwt.return keep

  (** [send outlet ~date ~is_head ~minor ~keep response] gathers or sends the answer, and says whether the connection may
      go on. Whatever becomes of it, a stream is abandoned in the end. *)
  let send outlet ~date ~is_head ~minor ~keep (response : Response.t) =
    let framing = framing ~minor response in
    let keep = keep && framing <> Until_close in
    match response.body with
    | Stream { abandon; _ } ->
        Lwt.finalize (fun () -> whole outlet ~date ~is_head ~minor ~keep framing response) abandon
    | _ -> whole outlet ~date ~is_head ~minor ~keep framing response
end
