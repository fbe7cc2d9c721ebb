(** What goes out over a flow, gathered so that a small answer is one write. *)

exception Closed
(** The other side takes nothing any more. *)

(** Buffers that were used and are free: memory outside of OCaml's heap is dear to get and to give back. So many are kept,
    each of {!buffer_bytes}. *)
let spare : Cstruct.t list ref = ref []

let spare_count = ref 0
let most_spare = 64
let buffer_bytes = 8_192

let take_buffer () =
  match !spare with
  | buffer :: rest ->
      spare := rest;
      decr spare_count;
      buffer
  | [] -> Cstruct.create_unsafe buffer_bytes

module Make (Flow : Mirage_flow.S) (Time : Time.S) = struct
  module Deadline = Deadline.Make (Time)

  type t = {
    flow : Flow.flow;
    deadline : Deadline.t;
    patience : int;  (** nanoseconds that one write may take *)
    mutable buffer : Cstruct.t;  (** there only while something is gathered: a connection that waits holds none *)
    mutable used : int;
    mutable is_writing : bool;
    mutable is_released : bool;
    mutable sent : int;  (** bytes since the beginning *)
  }

  let create ~patience flow deadline =
    { flow; deadline; patience; buffer = Cstruct.empty; used = 0; is_writing = false; is_released = false; sent = 0 }

  (** [rest t] gives the buffer back while nothing is in it. One in a write that was given up may still be read by whoever
      has it, and is not used again. *)
  let rest t =
    if t.used = 0 && (not t.is_writing) && Cstruct.length t.buffer > 0 then begin
      if !spare_count < most_spare then begin
        spare := t.buffer :: !spare;
        incr spare_count
      end;
      t.buffer <- Cstruct.empty
    end

  (** [release t] at the end of a connection: what was gathered is dropped, and nothing can be added afterwards. *)
  let release t =
    t.used <- 0;
    rest t;
    t.is_released <- true

  let write t buffers =
    Deadline.set t.deadline t.patience;
    t.is_writing <- true;
    Lwt.bind
      (Deadline.guard t.deadline (Flow.writev t.flow buffers))
      (function
        | Ok () ->
            t.is_writing <- false;
            Deadline.never t.deadline;
            t.sent <- t.sent + Cstruct.lenv buffers;
            Lwt.return_unit
        | Error _ ->
            t.is_writing <- false;
            Lwt.fail Closed)

  (** [flush t] sends what was gathered. Fails with {!Closed} or {!Deadline.Expired}; each write has a deadline of
      its own, and none is left behind. *)
  let flush t =
    if t.used = 0 then Lwt.return_unit
    else begin
      let gathered = Cstruct.sub t.buffer 0 t.used in
      t.used <- 0;
      write t [ gathered ]
    end

  (** [part t text first length] adds a part of [text]; it waits only when the buffer is full. Fails with {!Closed} after
      {!release}. *)
  let rec part t text first length =
    if Cstruct.length t.buffer = 0 && not t.is_released then t.buffer <- take_buffer ();
    let room = Cstruct.length t.buffer - t.used in
    if t.is_released then Lwt.fail Closed
    else if length <= room then begin
      Cstruct.blit_from_string text first t.buffer t.used length;
      t.used <- t.used + length;
      Lwt.return_unit
    end
    else begin
      Cstruct.blit_from_string text first t.buffer t.used room;
      t.used <- t.used + room;
      Lwt.bind (flush t) (fun () -> part t text (first + room) (length - room))
    end

  (** [string t text] adds all of it. *)
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
