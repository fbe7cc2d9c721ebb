(** What a flow brings, in a window of bytes that a parser can look at. It never holds more than it was told to. *)

exception Ended
(** The other side has closed, or the connection is broken. *)

exception Full
(** The window is full, and what is in it makes no whole. *)

module Make (Flow : Mirage_flow.S) (Time : Time.S) = struct
  module Deadline = Deadline.Make (Time)

  type t = {
    flow : Flow.flow;
    deadline : Deadline.t;
    most : int;
    mutable bytes : Bytes.t;
    mutable first : int;  (** the window is [first, last) in [bytes] *)
    mutable last : int;
    mutable rest : Cstruct.t;  (** what the flow gave and the window had no room for *)
    mutable received : int;  (** bytes since the beginning *)
    mutable coming : Cstruct.t Lwt.t option;  (** a read that was begun before anybody needed it *)
  }

  (** [create ~most flow deadline] holds at most [most] bytes at a time, beside what one read of the flow gives. *)
  let create ~most flow deadline =
    {
      flow;
      deadline;
      most;
      bytes = Bytes.empty;
      first = 0;
      last = 0;
      rest = Cstruct.empty;
      received = 0;
      coming = None;
    }

  let length t = t.last - t.first

  let advance t n =
    t.first <- t.first + n;
    if t.first = t.last then begin
      t.first <- 0;
      t.last <- 0
    end

  (* What OCaml allocates among the young. *)
  let first_bytes = 2_000

  let make_room t wanted =
    let held = length t in
    if held >= t.most then raise Full;
    let wanted = min t.most (held + wanted) in
    if Bytes.length t.bytes < wanted then begin
      let size = min t.most (max wanted (max first_bytes (2 * Bytes.length t.bytes))) in
      let bytes = Bytes.create size in
      Bytes.blit t.bytes t.first bytes 0 held;
      t.bytes <- bytes;
      t.first <- 0;
      t.last <- held
    end
    else if t.first > 0 && Bytes.length t.bytes - t.last < wanted - held then begin
      Bytes.blit t.bytes t.first t.bytes 0 held;
      t.first <- 0;
      t.last <- held
    end

  let take t data =
    make_room t (Cstruct.length data);
    let n = min (Cstruct.length data) (Bytes.length t.bytes - t.last) in
    Cstruct.blit_to_bytes data 0 t.bytes t.last n;
    t.last <- t.last + n;
    t.rest <- (if n = Cstruct.length data then Cstruct.empty else Cstruct.shift data n)

  let rec read t =
    Lwt.bind
      (Deadline.guard t.deadline (Flow.read t.flow))
      (function
        | Ok (`Data data) when Cstruct.length data = 0 -> read t
        | Ok (`Data data) ->
            t.received <- t.received + Cstruct.length data;
            Lwt.return data
        | Ok `Eof | Error _ -> Lwt.fail Ended)

  (* A read that was begun while nothing was expected had no deadline; who waits for it now has one. *)
  let receive t =
    match t.coming with
    | None -> read t
    | Some coming ->
        t.coming <- None;
        Deadline.guard t.deadline coming

  (** [more t] adds at least one byte to the window. Fails with {!Ended}, {!Full} or {!Deadline.Expired}. *)
  let more t =
    if length t >= t.most then Lwt.fail Full
    else if Cstruct.length t.rest > 0 then begin
      take t t.rest;
      Lwt.return_unit
    end
    else Lwt.map (take t) (receive t)

  (** [need t n] waits until the window holds [n] bytes. *)
  let rec need t n = if length t >= n then Lwt.return_unit else Lwt.bind (more t) (fun () -> need t n)

  (** Whether there is something to be looked at without waiting. *)
  let is_empty t = length t = 0 && Cstruct.length t.rest = 0

  (** [listen t] begins to read although nothing is expected, so that the other side's closing is seen; {!is_quiet} tells. *)
  let listen t = if t.coming = None then t.coming <- Some (read t)

  (** Whether nothing has come, not even an end, since {!listen}. *)
  let is_quiet t = is_empty t && match t.coming with None -> true | Some coming -> Lwt.is_sleeping coming
end
