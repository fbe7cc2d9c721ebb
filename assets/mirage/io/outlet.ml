(** What goes out over a flow, gathered so that a small answer is one write. *)

exception Closed
(** The other side takes nothing any more. *)

module Make (Flow : Mirage_flow.S) (Time : Time.S) = struct
  module Deadline = Deadline.Make (Time)

  type t = {
    flow : Flow.flow;
    deadline : Deadline.t;
    patience : int;  (** nanoseconds that one write may take *)
    buffer : Cstruct.t;
    mutable used : int;
    mutable sent : int;  (** bytes since the beginning *)
  }

  let create ?(size = 8192) ~patience flow deadline =
    { flow; deadline; patience; buffer = Cstruct.create_unsafe size; used = 0; sent = 0 }

  let write t buffers =
    Deadline.set t.deadline t.patience;
    Lwt.bind (Deadline.guard t.deadline (Flow.writev t.flow buffers)) (function
      | Ok () ->
          Deadline.never t.deadline;
          t.sent <- t.sent + Cstruct.lenv buffers;
          Lwt.return_unit
      | Error _ -> Lwt.fail Closed)

  (** [flush t] sends what was gathered. Fails with {!Closed} or {!Deadline.Expired}; each write has a deadline of
      its own, and none is left behind. *)
  let flush t =
    if t.used = 0 then Lwt.return_unit
    else begin
      let gathered = Cstruct.sub t.buffer 0 t.used in
      t.used <- 0;
      write t [ gathered ]
    end

  let rec part t text first length =
    let room = Cstruct.length t.buffer - t.used in
    if length <= room then begin
      Cstruct.blit_from_string text first t.buffer t.used length;
      t.used <- t.used + length;
      Lwt.return_unit
    end
    else begin
      Cstruct.blit_from_string text first t.buffer t.used room;
      t.used <- t.used + room;
      Lwt.bind (flush t) (fun () -> part t text (first + room) (length - room))
    end

  (** [string t text] adds [text]; it waits only when the buffer is full. *)
  let string t text = part t text 0 (String.length text)

  (** [shared t data] adds [data] without copying it unless it is small: it must not change. *)
  let shared t data =
    let length = Cstruct.length data in
    if length <= Cstruct.length t.buffer - t.used then begin
      Cstruct.blit data 0 t.buffer t.used length;
      t.used <- t.used + length;
      Lwt.return_unit
    end
    else begin
      let gathered = Cstruct.sub t.buffer 0 t.used in
      t.used <- 0;
      write t (if Cstruct.length gathered = 0 then [ data ] else [ gathered; data ])
    end
end
