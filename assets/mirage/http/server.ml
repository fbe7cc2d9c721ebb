(** A server of HTTP/1.1 over any flow. Requests of one connection are answered one after the other, also when they came
    at once; every wait has a deadline, and every buffer an end. *)

module Body_errors = Body

module Make (Flow : Mirage_flow.S) (Time : Io.Time.S) = struct
  module Deadline = Io.Deadline.Make (Time)
  module Inlet = Io.Inlet.Make (Flow) (Time)
  module Outlet = Io.Outlet.Make (Flow) (Time)
  module Connections = Io.Connections.Make (Time)
  module Body = Body.Make (Flow) (Time)
  module Writer = Writer.Make (Flow) (Time)

  let ( let* ) = Lwt.bind

  type connection = {
    flow : Flow.flow;
    peer : Ipaddr.t * int;
    deadline : Deadline.t;
    inlet : Inlet.t;
    outlet : Outlet.t;
    mutable is_idle : bool;
  }

  type t = {
    limits : Limits.t;
    counters : Counters.t;
    log : string -> unit;
    handler : Request.t -> Response.t Lwt.t;
    answered : Request.t -> status:int -> ns:int -> unit;
    date : Date.cache;
    connections : connection Connections.t;
  }

  (** [create ~log ~answered handler]: [answered] is called when a handler's answer has been passed on. *)
  let create ?(limits = Limits.default) ?(counters = Counters.create ()) ~log ~answered handler =
    { limits; counters; log; handler; answered; date = Date.cache (); connections = Connections.create () }

  let counters t = t.counters
  let elapsed () = Int64.to_int (Time.elapsed_ns ())
  let date t = Date.cached t.date (Time.now ())

  exception Refused of int
  (** The connection ends with this answer, which the protocol asks for and no handler gives. *)

  let refuse t status =
    (match status with
    | 413 | 414 | 431 -> t.counters.dropped_too_large <- t.counters.dropped_too_large + 1
    | 408 -> t.counters.dropped_slow <- t.counters.dropped_slow + 1
    | _ -> t.counters.dropped_malformed <- t.counters.dropped_malformed + 1);
    Lwt.fail (Refused status)

  (* An empty line before a request is left over by some clients (RFC 9112, section 2.2); one, and no more. *)
  let skip_line (inlet : Inlet.t) =
    if
      Inlet.length inlet >= 2
      && Bytes.get inlet.bytes inlet.first = '\r'
      && Bytes.get inlet.bytes (inlet.first + 1) = '\n'
    then Inlet.advance inlet 2

  let read_head t c =
    let inlet = c.inlet in
    let more () =
      Lwt.catch
        (fun () -> Inlet.more inlet)
        (function Io.Inlet.Full -> refuse t 431 | Io.Deadline.Expired -> refuse t 408 | e -> Lwt.fail e)
    in
    let rec look scanned =
      match Head.find_end inlet.bytes ~from:(inlet.first + scanned) ~first:inlet.first ~last:inlet.last with
      | `End stop -> (
          let result = Head.parse t.limits inlet.bytes ~first:inlet.first ~last:stop in
          Inlet.advance inlet (stop - inlet.first);
          match result with
          | Ok head -> Lwt.return head
          | Error (Malformed _) -> refuse t 400
          | Error Target_too_long -> refuse t 414
          | Error Too_many_fields -> refuse t 431
          | Error Version -> refuse t 505)
      | `Wrong _ -> refuse t 400
      | `Partial stop ->
          (* A CR at the end is judged when its LF is there. *)
          let scanned = max 0 (stop - inlet.first - 1) in
          let* () = more () in
          look scanned
    in
    Deadline.set c.deadline t.limits.head_ns;
    let* () = if Inlet.length inlet < 2 then more () else Lwt.return_unit in
    skip_line inlet;
    let* head = look 0 in
    Deadline.never c.deadline;
    Lwt.return head

  let internal_error = Response.text 500 "text/plain; charset=utf-8" "Something went wrong here; the log says what.\n"

  (* What goes wrong in the body while a handler reads it is the client's doing, the rest is the handler's. *)
  let handle t request =
    Lwt.catch
      (fun () -> t.handler request)
      (function
        (* A line of the chunked coding that does not fit is none that a client needs. *)
        | Body_errors.Malformed _ | Io.Inlet.Full -> refuse t 400
        | Body_errors.Too_large -> refuse t 413
        | Io.Deadline.Expired when request.Request.has_body -> refuse t 408
        | (Io.Inlet.Ended | Io.Outlet.Closed) as e -> Lwt.fail e
        | e ->
            t.counters.failed <- t.counters.failed + 1;
            t.log (Printf.sprintf "http: %s %s: %s" request.head.meth request.path (Printexc.to_string e));
            Lwt.return internal_error)

  let body_of t c (framing : Framing.t) =
    let before () =
      let* () =
        if framing.continue then
          let* () = Outlet.string c.outlet "HTTP/1.1 100 Continue\r\n\r\n" in
          Outlet.flush c.outlet
        else Outlet.flush c.outlet
      in
      Deadline.set c.deadline t.limits.body_ns;
      Lwt.return_unit
    in
    let asked = ref false in
    let body =
      Body.create c.inlet t.limits framing ~before:(fun () ->
          asked := true;
          before ())
    in
    let next () =
      let* piece = Body.next body in
      if piece = None then Deadline.never c.deadline;
      Lwt.return piece
    in
    (body, next, asked)

  (* One request; says whether the connection goes on. *)
  let exchange t c =
    let began = elapsed () in
    let* head = read_head t c in
    t.counters.requests <- t.counters.requests + 1;
    let* framing =
      match Framing.of_head t.limits head with
      | Ok framing -> Lwt.return framing
      | Error (Malformed _) -> refuse t 400
      | Error Too_large -> refuse t 413
      | Error Coding -> refuse t 501
      | Error Expectation -> refuse t 417
    in
    let* path, query =
      match Request.split_target head.target with Some parts -> Lwt.return parts | None -> refuse t 400
    in
    let body, next, asked = body_of t c framing in
    let request = { Request.head; path; query; peer = c.peer; body = next; has_body = framing.body <> None } in
    let* response = handle t request in
    (* A body that nobody asked for and that waits for a 100 never comes: behind it nothing can be found. *)
    let keep =
      framing.keep
      && (not (Connections.is_stopping t.connections))
      && (Body.is_over body || !asked || not framing.continue)
    in
    let* keep = Writer.send c.outlet ~date:(date t) ~is_head:(head.meth = "HEAD") ~minor:head.minor ~keep response in
    t.answered request ~status:response.status ~ns:(elapsed () - began);
    if not keep then Lwt.return_false
    else if Body.is_over body then Lwt.return_true
    else
      let* () = Outlet.flush c.outlet in
      Lwt.catch
        (fun () ->
          Deadline.set c.deadline t.limits.body_ns;
          let* () = Body.finish body in
          Deadline.never c.deadline;
          Lwt.return_true)
        (function
          | Body_errors.Malformed _ | Body_errors.Too_large | Io.Inlet.Full | Io.Deadline.Expired -> Lwt.return_false
          | e -> Lwt.fail e)

  (* Answers that were asked for at once go out together: what is gathered is sent before waiting. *)
  let rec requests t c =
    if not (Inlet.is_empty c.inlet) then one t c
    else
      let* () = Outlet.flush c.outlet in
      Outlet.rest c.outlet;
      if Connections.is_stopping t.connections then Lwt.return_unit
      else begin
        c.is_idle <- true;
        (* Who connects has something to say; who has been answered may think. *)
        Deadline.set c.deadline (if c.outlet.sent = 0 then t.limits.head_ns else t.limits.idle_ns);
        let* more =
          Lwt.catch
            (fun () -> Lwt.map (fun () -> true) (Inlet.more c.inlet))
            (function Io.Inlet.Ended | Io.Deadline.Expired -> Lwt.return_false | e -> Lwt.fail e)
        in
        c.is_idle <- false;
        if more then one t c else Lwt.return_unit
      end

  and one t c =
    let* keep = exchange t c in
    if keep then requests t c else Outlet.flush c.outlet

  (* A connection that is closed with something unread is reset, and the answer with it (RFC 9112, section 9.6): so what
     still comes is read and dropped, for a while. *)
  let linger c =
    Deadline.set c.deadline (Io.Time.seconds 2);
    let rec drop left =
      if left <= 0 then Lwt.return_unit
      else
        let* data = Deadline.guard c.deadline (Flow.read c.flow) in
        match data with Ok (`Data data) -> drop (left - Cstruct.length data) | Ok `Eof | Error _ -> Lwt.return_unit
    in
    let* () = Flow.shutdown c.flow `write in
    drop 262_144

  let refusal t c status =
    Lwt.catch
      (fun () ->
        let response =
          Response.text status "text/plain; charset=utf-8" (Printf.sprintf "%d %s\n" status (Status.reason status))
        in
        let* _ = Writer.send c.outlet ~date:(date t) ~is_head:false ~minor:1 ~keep:false response in
        let* () = Outlet.flush c.outlet in
        linger c)
      (function Io.Deadline.Expired | Io.Outlet.Closed -> Lwt.return_unit | e -> Lwt.fail e)

  let ended t c = function
    | Refused status -> refusal t c status
    | Io.Inlet.Ended | Io.Outlet.Closed ->
        t.counters.dropped_broken <- t.counters.dropped_broken + 1;
        Lwt.return_unit
    | Io.Deadline.Expired ->
        t.counters.dropped_slow <- t.counters.dropped_slow + 1;
        Lwt.return_unit
    | e ->
        t.counters.failed <- t.counters.failed + 1;
        t.log ("http: a connection was broken off: " ^ Printexc.to_string e);
        Lwt.return_unit

  (** [serve t flow ~peer] answers the requests of one connection, and closes it. It never fails. *)
  let serve t flow ~peer =
    let counters = t.counters in
    if Connections.is_stopping t.connections || counters.open_now >= t.limits.connections then begin
      counters.dropped_too_many <- counters.dropped_too_many + 1;
      Flow.close flow
    end
    else begin
      let deadline = Deadline.create () in
      let inlet = Inlet.create ~most:t.limits.head_bytes flow deadline in
      let outlet = Outlet.create ~patience:t.limits.write_ns flow deadline in
      let c = { flow; peer; deadline; inlet; outlet; is_idle = false } in
      Connections.hold t.connections c @@ fun () ->
      counters.connections <- counters.connections + 1;
      counters.open_now <- counters.open_now + 1;
      let* () = Lwt.catch (fun () -> requests t c) (ended t c) in
      Deadline.stop deadline;
      Outlet.release outlet;
      counters.received_bytes <- counters.received_bytes + inlet.received;
      counters.sent_bytes <- counters.sent_bytes + outlet.sent;
      counters.open_now <- counters.open_now - 1;
      Flow.close flow
    end

  (** [stop t ~patience_ns] takes no new connection, closes those that wait for a request, and lets the others end what
      they do, for [patience_ns] at most. *)
  let stop t ~patience_ns =
    Connections.stop t.connections ~patience_ns ~is_idle:(fun c -> c.is_idle) ~close:(fun c -> Flow.close c.flow)
end
