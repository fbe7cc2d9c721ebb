(** Asks a responder. At most so many requests are under way at a time, others wait; a connection serves one request, or
    is kept for the next one when the settings say so. *)

type settings = {
  keep : bool;  (** whether connections are kept: a kept one holds a worker of PHP-FPM *)
  connections : int;  (** at a time *)
  waiting : int;  (** requests that may wait for a place; one more is refused *)
  connect_ns : int;  (** for a place and a connection *)
  wait_ns : int;  (** for the next record of the answer, and for a write *)
  idle_ns : int;  (** how long a kept connection may be unused *)
  head_bytes : int;  (** of the answer *)
  fields : int;
  stderr_bytes : int;  (** of each request, to the log; the rest is dropped *)
}

(** One connection a request. The times are those of the site's Apache configuration. *)
let default =
  {
    keep = false;
    connections = 64;
    waiting = 256;
    connect_ns = Io.Time.seconds 3;
    wait_ns = Io.Time.seconds 15;
    idle_ns = Io.Time.seconds 5;
    head_bytes = 16_384;
    fields = 64;
    stderr_bytes = 4_096;
  }

type error =
  | Busy  (** no place came free in time *)
  | Unreachable of string
  | Timed_out  (** nothing came for too long *)
  | Gone  (** the connection ended before the answer's head was whole *)
  | Malformed of string

let string_of_error = function
  | Busy -> "too many requests are under way"
  | Unreachable reason -> "no connection: " ^ reason
  | Timed_out -> "no answer in time"
  | Gone -> "the connection ended before the answer"
  | Malformed reason -> "the answer breaks the protocol: " ^ reason

exception Broken of error
(** How a body fails after its head was good. *)

type answer = {
  head : Answer.t;
  body : unit -> string option Lwt.t;
      (** The next piece of the body; to be called until it gives [None] or fails with {!Broken}. *)
  abandon : unit -> unit Lwt.t;  (** Drops the rest of the body; harmless after its end. *)
}

module Records_errors = Records

module Make (Tcp : Tcpip.Tcp.S with type ipaddr = Ipaddr.t) (Time : Io.Time.S) = struct
  module Deadline = Io.Deadline.Make (Time)
  module Inlet = Io.Inlet.Make (Tcp) (Time)
  module Outlet = Io.Outlet.Make (Tcp) (Time)
  module Records = Records.Make (Tcp) (Time)
  module Places = Io.Places.Make (Time)

  let ( let* ) = Lwt.bind

  type connection = {
    flow : Tcp.flow;
    deadline : Deadline.t;
    inlet : Inlet.t;
    outlet : Outlet.t;
    mutable used_at : int;
  }

  type t = {
    tcp : Tcp.t;
    settings : settings;
    counters : Counters.t;
    log : string -> unit;
    responder : Io.Lookup.t;
    mutable kept : connection list;
    places : Places.t;
  }

  (** [create tcp ~log responder]: it is looked for with each connection, so that it may move. *)
  let create ?(settings = default) tcp ~log responder =
    {
      tcp;
      settings;
      log;
      responder;
      counters = Counters.create ();
      kept = [];
      places = Places.create ~places:settings.connections ~waiting:settings.waiting;
    }

  let counters t = t.counters
  let now () = Int64.to_int (Time.elapsed_ns ())

  let close t c =
    Deadline.stop c.deadline;
    Outlet.release c.outlet;
    t.counters.open_now <- t.counters.open_now - 1;
    Tcp.close c.flow

  let connect t =
    let* address = t.responder.find () in
    match address with
    | Error reason -> Lwt.return_error (Unreachable reason)
    | Ok address -> (
        let attempt = Tcp.create_connection t.tcp address in
        let* result = Places.within t.settings.connect_ns attempt in
        match result with
        | None ->
            (* Should it still come, nobody wants it. *)
            Lwt.on_success attempt (function
              | Ok flow -> Lwt.dont_wait (fun () -> Tcp.close flow) ignore
              | Error _ -> ());
            t.responder.forget ();
            Lwt.return_error Timed_out
        | Some (Error error) ->
            t.responder.forget ();
            Lwt.return_error (Unreachable (Format.asprintf "%a" Tcp.pp_error error))
        | Some (Ok flow) ->
            let deadline = Deadline.create () in
            t.counters.connections <- t.counters.connections + 1;
            t.counters.open_now <- t.counters.open_now + 1;
            let inlet = Inlet.create ~most:Record.most_bytes flow deadline in
            let outlet = Outlet.create ~patience:t.settings.wait_ns flow deadline in
            Lwt.return_ok { flow; deadline; inlet; outlet; used_at = 0 })

  let rec take_kept t =
    match t.kept with
    | [] -> Lwt.return_none
    | c :: rest ->
        t.kept <- rest;
        if now () - c.used_at <= t.settings.idle_ns && Inlet.is_quiet c.inlet then Lwt.return_some c
        else
          let* () = close t c in
          take_kept t

  let id = 1

  let send t c params body =
    let buffer = Buffer.create 1_024 in
    Record.add buffer Begin_request ~id (Record.begin_content ~keep:t.settings.keep);
    Record.add_stream buffer Params ~id (Params.encode params);
    Record.add buffer Params ~id "";
    Record.add_stream buffer Stdin ~id body;
    Record.add buffer Stdin ~id "";
    let* () = Outlet.string c.outlet (Buffer.contents buffer) in
    Outlet.flush c.outlet

  let error_of = function
    | Io.Deadline.Expired -> Timed_out
    | Io.Inlet.Ended | Io.Outlet.Closed -> Gone
    | Records_errors.Malformed reason -> Malformed reason
    | Broken error -> error
    | e -> Malformed (Printexc.to_string e)

  let count_error t error =
    let c = t.counters in
    match error with
    | Busy -> c.dropped_too_many <- c.dropped_too_many + 1
    | Unreachable _ -> c.failed <- c.failed + 1
    | Timed_out -> c.dropped_slow <- c.dropped_slow + 1
    | Gone -> c.dropped_broken <- c.dropped_broken + 1
    | Malformed _ -> c.dropped_malformed <- c.dropped_malformed + 1

  (* The next piece of STDOUT, or nothing at the end of the request. *)
  let rec stdout t c logged =
    Deadline.set c.deadline t.settings.wait_ns;
    let* (head : Record.head), content = Records.next c.inlet in
    (* Whoever takes the pieces has as long as they need. *)
    Deadline.never c.deadline;
    match head.kind with
    | _ when head.id <> id -> stdout t c logged
    | Stdout when content <> "" -> Lwt.return_some content
    | Stdout -> stdout t c logged
    | Stderr ->
        let room = t.settings.stderr_bytes - !logged in
        if content <> "" && room > 0 then begin
          logged := !logged + String.length content;
          t.log (String.trim (String.sub content 0 (min room (String.length content))))
        end;
        stdout t c logged
    | End_request -> (
        match Record.read_end content with
        | Ok (_, 0) -> Lwt.return_none
        | Ok (_, 2) -> Lwt.fail (Broken Busy)
        | Ok _ -> Lwt.fail (Broken (Malformed "the request was refused"))
        | Error reason -> Lwt.fail (Broken (Malformed reason)))
    | _ -> stdout t c logged

  (* Most answers have their head in their first record. *)
  let read_head t c logged =
    let rec more text scanned =
      match Answer.find_end text ~from:(scanned - 2) with
      | Some stop -> (
          match Answer.parse ~most:t.settings.fields (String.sub text 0 stop) with
          | Ok head -> Lwt.return (head, String.sub text stop (String.length text - stop))
          | Error reason -> Lwt.fail (Broken (Malformed reason)))
      | None when String.length text > t.settings.head_bytes -> Lwt.fail (Broken (Malformed "its head is too large"))
      | None -> (
          let* piece = stdout t c logged in
          match piece with
          | Some piece -> more (if text = "" then piece else text ^ piece) (String.length text)
          | None -> Lwt.fail (Broken (Malformed "its head has no end")))
    in
    more "" 0

  let keep_or_close t c =
    if t.settings.keep && Inlet.is_empty c.inlet && List.length t.kept < t.settings.connections then begin
      c.used_at <- now ();
      Inlet.listen c.inlet;
      Outlet.rest c.outlet;
      t.kept <- c :: t.kept;
      Lwt.return_unit
    end
    else close t c

  let exchange t c params body =
    let* () = send t c params body in
    Outlet.rest c.outlet;
    let logged = ref 0 in
    let* head, first = read_head t c logged in
    let is_over = ref false in
    let over finish =
      if !is_over then Lwt.return_unit
      else begin
        is_over := true;
        Places.leave t.places;
        finish t c
      end
    in
    let pending = ref first in
    let next () =
      if !pending <> "" then begin
        let piece = !pending in
        pending := "";
        Lwt.return_some piece
      end
      else if !is_over then Lwt.return_none
      else
        Lwt.catch
          (fun () ->
            let* piece = stdout t c logged in
            let* () = if piece = None then over keep_or_close else Lwt.return_unit in
            Lwt.return piece)
          (fun e ->
            let error = error_of e in
            count_error t error;
            let* () = over close in
            Lwt.fail (Broken error))
    in
    Lwt.return { head; body = next; abandon = (fun () -> over close) }

  (* A kept connection that the other side has closed tells so when the answer does not come; nothing of the request was
     answered then, but it may have been begun, so only what may be done twice is done again. *)
  let rec attempt t ~repeatable params body =
    let* kept = take_kept t in
    let* connection = match kept with Some c -> Lwt.return_ok c | None -> connect t in
    match connection with
    | Error error -> Lwt.return_error error
    | Ok c ->
        Lwt.catch
          (fun () -> Lwt.map Result.ok (exchange t c params body))
          (fun e ->
            let* () = close t c in
            match error_of e with
            | Gone when kept <> None && repeatable -> attempt t ~repeatable params body
            | error -> Lwt.return_error error)

  (** [request t ~repeatable params body] asks, and returns when the answer's head is there. [repeatable] says that asking
      twice does no harm: it matters only where connections are kept. *)
  let request t ~repeatable params body =
    let* has_place = Places.enter t.places ~ns:t.settings.connect_ns in
    if not has_place then begin
      count_error t Busy;
      Lwt.return_error Busy
    end
    else begin
      t.counters.requests <- t.counters.requests + 1;
      let* result = attempt t ~repeatable params body in
      (match result with
      | Ok _ -> ()
      | Error error ->
          count_error t error;
          Places.leave t.places);
      Lwt.return result
    end

  (** Closes the connections that are kept. *)
  let close_kept t =
    let kept = t.kept in
    t.kept <- [];
    Lwt_list.iter_p (close t) kept
end
