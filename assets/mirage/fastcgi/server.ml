(** A responder: takes requests over any flow and answers them. One request a connection at a time; others are refused as
    the specification says (section 5.1 and 5.5), and a connection is kept when the other side asks for it. *)

type limits = {
  params_bytes : int;
  params : int;  (** pairs *)
  body_bytes : int;  (** of a larger body the handler is told nothing but that *)
  connections : int;  (** at a time; one more is closed at once *)
  idle_ns : int;  (** between requests *)
  request_ns : int;  (** from a request's first record to its last *)
  write_ns : int;
}

let default =
  {
    params_bytes = 65_535;
    params = 256;
    body_bytes = 65_536;
    connections = 128;
    idle_ns = Io.Time.seconds 30;
    request_ns = Io.Time.seconds 10;
    write_ns = Io.Time.seconds 10;
  }

type body =
  | Whole of string
  | Too_large of int  (** its length in bytes *)

type request = {
  params : (string * string) list;
  body : body;
}

let param request name = List.assoc_opt name request.params

module Records_errors = Records

module Make (Flow : Mirage_flow.S) (Time : Io.Time.S) = struct
  module Deadline = Io.Deadline.Make (Time)
  module Inlet = Io.Inlet.Make (Flow) (Time)
  module Outlet = Io.Outlet.Make (Flow) (Time)
  module Connections = Io.Connections.Make (Time)
  module Records = Records.Make (Flow) (Time)

  let ( let* ) = Lwt.bind

  type connection = {
    flow : Flow.flow;
    deadline : Deadline.t;
    inlet : Inlet.t;
    outlet : Outlet.t;
    mutable coming : (Record.head * string) Lwt.t option;  (** a record that is waited for while a handler works *)
    mutable is_idle : bool;
  }

  type t = {
    limits : limits;
    counters : Counters.t;
    log : string -> unit;
    handler : request -> string list Lwt.t;
        (** gives what goes to STDOUT, in pieces: header lines, an empty line, the body *)
    connections : connection Connections.t;
  }

  let create ?(limits = default) ?(counters = Counters.create ()) ~log handler =
    { limits; log; handler; counters; connections = Connections.create () }

  let counters t = t.counters

  let record c =
    match c.coming with
    | Some promise ->
        c.coming <- None;
        promise
    | None -> Records.next c.inlet

  let send c kind ~id content =
    let buffer = Buffer.create 32 in
    Record.add buffer kind ~id content;
    let* () = Outlet.string c.outlet (Buffer.contents buffer) in
    Outlet.flush c.outlet

  (* A piece of STDOUT goes from where it is, in records of at most 65,535 bytes. *)
  let stream c ~id piece =
    let rec from first =
      let n = min 65_535 (String.length piece - first) in
      if n = 0 then Lwt.return_unit
      else
        let* () = Outlet.string c.outlet (Record.head Stdout ~id ~length:n) in
        let* () = Outlet.part c.outlet piece first n in
        from (first + n)
    in
    from 0

  let finish c ~id protocol = send c End_request ~id (Record.end_content ~status:0 protocol)

  (* Section 4: what is asked of the program itself, not of a request. *)
  let management (t : t) c (head : Record.head) content =
    match head.kind with
    | Get_values ->
        let known = function
          | "FCGI_MAX_CONNS" | "FCGI_MAX_REQS" -> Some (string_of_int t.limits.connections)
          | "FCGI_MPXS_CONNS" -> Some "0"
          | _ -> None
        in
        let* asked =
          match Params.decode ~most:16 content with
          | Ok asked -> Lwt.return asked
          | Error reason -> Lwt.fail (Records_errors.Malformed reason)
        in
        let result = List.filter_map (fun (name, _) -> Option.map (fun value -> (name, value)) (known name)) asked in
        send c Get_values_result ~id:0 (Params.encode result)
    | kind ->
        let content = Bytes.make 8 '\000' in
        Bytes.set_uint8 content 0 (Record.int_of_kind kind);
        send c Unknown_type ~id:0 (Bytes.unsafe_to_string content)

  let malformed reason = Lwt.fail (Records_errors.Malformed reason)

  (* A record that is none of the present request's: it is answered, and the request goes on. *)
  let aside t c (head : Record.head) content =
    if head.id = 0 then management t c head content
    else match head.kind with Begin_request -> finish c ~id:head.id Cannot_multiplex | _ -> Lwt.return_unit

  type outcome =
    | Request of request
    | Aborted

  exception Params_too_large

  let rec receive (t : t) c ~id params body length params_done =
    let* (head : Record.head), content = record c in
    if head.id <> id then
      let* () = aside t c head content in
      receive t c ~id params body length params_done
    else
      match head.kind with
      | Params when (not params_done) && content <> "" ->
          Buffer.add_string params content;
          if Buffer.length params > t.limits.params_bytes then Lwt.fail Params_too_large
          else receive t c ~id params body length false
      | Params when not params_done -> receive t c ~id params body length true
      | Stdin when content <> "" ->
          let length = length + String.length content in
          if length <= t.limits.body_bytes then Buffer.add_string body content else Buffer.reset body;
          receive t c ~id params body length params_done
      | Stdin when params_done -> (
          match Params.decode ~most:t.limits.params (Buffer.contents params) with
          | Error reason -> malformed reason
          | Ok params ->
              let body = if length > t.limits.body_bytes then Too_large length else Whole (Buffer.contents body) in
              Lwt.return (Request { params; body }))
      | Abort_request -> Lwt.return Aborted
      | Data -> receive t c ~id params body length params_done
      | _ -> malformed "a record that does not belong here"

  (* While a handler works, the connection is listened to: a request can be given up, and others are refused. *)
  let rec work t c ~id answer =
    if not (Lwt.is_sleeping answer) then Lwt.map (fun text -> `Answer text) answer
    else begin
      let coming = match c.coming with Some promise -> promise | None -> Records.next c.inlet in
      c.coming <- Some coming;
      let ready promise = Lwt.catch (fun () -> Lwt.map ignore promise) (fun _ -> Lwt.return_unit) in
      let* () = Lwt.choose [ ready answer; ready coming ] in
      match Lwt.state coming with
      | Lwt.Return ((head : Record.head), content) when Lwt.is_sleeping answer ->
          c.coming <- None;
          if head.id <> id then
            let* () = aside t c head content in
            work t c ~id answer
          else if head.kind = Abort_request then
            (* What was begun comes to its end, so that nothing is half done; its answer is dropped. *)
            Lwt.map (fun _ -> `Aborted) answer
          else work t c ~id answer
      | _ -> Lwt.map (fun text -> `Answer text) answer
    end

  let respond t c ~id answer =
    let* result =
      Lwt.catch
        (fun () -> work t c ~id answer)
        (function
          | (Records_errors.Malformed _ | Io.Inlet.Ended | Io.Inlet.Full | Io.Outlet.Closed | Io.Deadline.Expired) as e
            ->
              Lwt.fail e
          | e ->
              t.counters.failed <- t.counters.failed + 1;
              t.log ("fastcgi: " ^ Printexc.to_string e);
              Lwt.return
                (`Answer [ "Status: 500 Internal Server Error\r\nContent-type: text/html; charset=UTF-8\r\n\r\n" ]))
    in
    let* () =
      match result with
      | `Aborted ->
          t.counters.aborted <- t.counters.aborted + 1;
          Lwt.return_unit
      | `Answer pieces ->
          let* () = Lwt_list.iter_s (stream c ~id) pieces in
          Outlet.string c.outlet (Record.head Stdout ~id ~length:0)
    in
    finish c ~id Complete

  let rec requests (t : t) c =
    c.is_idle <- Inlet.is_empty c.inlet;
    Outlet.rest c.outlet;
    if c.is_idle && Connections.is_stopping t.connections then Lwt.return_unit
    else begin
      Deadline.set c.deadline t.limits.idle_ns;
      let* first =
        Lwt.catch
          (fun () -> Lwt.map Option.some (record c))
          (function Io.Inlet.Ended | Io.Deadline.Expired -> Lwt.return_none | e -> Lwt.fail e)
      in
      c.is_idle <- false;
      match first with
      | None -> Lwt.return_unit
      | Some (head, content) when head.kind = Begin_request && head.id <> 0 -> start t c ~id:head.id content
      | Some (head, content) ->
          let* () = aside t c head content in
          requests t c
    end

  and start (t : t) c ~id content =
    match Record.read_begin content with
    | Error reason -> malformed reason
    | Ok (role, _) when role <> Record.responder ->
        let* () = finish c ~id Unknown_role in
        Lwt.return_unit
    | Ok (_, keep) ->
        t.counters.requests <- t.counters.requests + 1;
        Deadline.set c.deadline t.limits.request_ns;
        let* outcome = receive t c ~id (Buffer.create 1024) (Buffer.create 256) 0 false in
        Deadline.never c.deadline;
        let* () =
          match outcome with
          | Aborted ->
              t.counters.aborted <- t.counters.aborted + 1;
              finish c ~id Complete
          | Request request -> respond t c ~id (try t.handler request with e -> Lwt.fail e)
        in
        if keep && not (Connections.is_stopping t.connections) then requests t c else Lwt.return_unit

  let ended t = function
    | Records_errors.Malformed _ -> t.counters.dropped_malformed <- t.counters.dropped_malformed + 1
    | Params_too_large -> t.counters.dropped_too_large <- t.counters.dropped_too_large + 1
    | Io.Deadline.Expired -> t.counters.dropped_slow <- t.counters.dropped_slow + 1
    | Io.Inlet.Ended | Io.Inlet.Full | Io.Outlet.Closed -> t.counters.dropped_broken <- t.counters.dropped_broken + 1
    | e ->
        t.counters.failed <- t.counters.failed + 1;
        t.log ("fastcgi: a connection was broken off: " ^ Printexc.to_string e)

  (** [serve t flow] answers the requests of one connection, and closes it. It never fails. *)
  let serve t flow =
    if Connections.is_stopping t.connections || t.counters.open_now >= t.limits.connections then begin
      t.counters.dropped_too_many <- t.counters.dropped_too_many + 1;
      Flow.close flow
    end
    else begin
      let deadline = Deadline.create () in
      let inlet = Inlet.create ~most:Record.most_bytes flow deadline in
      let outlet = Outlet.create ~patience:t.limits.write_ns flow deadline in
      let c = { flow; deadline; inlet; outlet; coming = None; is_idle = true } in
      Connections.hold t.connections c @@ fun () ->
      t.counters.connections <- t.counters.connections + 1;
      t.counters.open_now <- t.counters.open_now + 1;
      let* () = Lwt.catch (fun () -> requests t c) (fun e -> Lwt.return (ended t e)) in
      Deadline.stop deadline;
      Outlet.release outlet;
      t.counters.open_now <- t.counters.open_now - 1;
      Flow.close flow
    end

  (** [stop t ~patience_ns] takes no new connection and lets requests that are under way end, for so long at most. *)
  let stop t ~patience_ns =
    Connections.stop t.connections ~patience_ns ~is_idle:(fun c -> c.is_idle) ~close:(fun c -> Flow.close c.flow)
end
