(** Whole records from a flow. *)

exception Malformed of string

module Make (Flow : Mirage_flow.S) (Time : Io.Time.S) = struct
  module Inlet = Io.Inlet.Make (Flow) (Time)

  let ( let* ) = Lwt.bind

  (** [next inlet] is the next record and its content. Fails with {!Malformed}, or as the inlet does. *)
  let next (inlet : Inlet.t) =
    let* () = Inlet.need inlet Record.head_bytes in
    match Record.read_head inlet.bytes inlet.first with
    | Error reason -> Lwt.fail (Malformed reason)
    | Ok head ->
        let* () = Inlet.need inlet (Record.head_bytes + head.length + head.padding) in
        let content = Bytes.sub_string inlet.bytes (inlet.first + Record.head_bytes) head.length in
        Inlet.advance inlet (Record.head_bytes + head.length + head.padding);
        Lwt.return (head, content)
end
