(** Two ends of a stream in memory. Each direction holds so many bytes, and a writer waits for room. *)

type direction = {
  mutable chunks : Cstruct.t list;  (** the oldest one first *)
  mutable held : int;
  capacity : int;
  mutable is_shut : bool;
  changed : unit Lwt_condition.t;
}

type error =
  [ `Refused
  | `Timeout
  ]

type write_error =
  [ `Closed
  | `Refused
  | `Timeout
  ]

let pp_error ppf (_ : error) = Fmt.string ppf "refused"
let pp_write_error ppf (_ : write_error) = Fmt.string ppf "closed"

type flow = {
  coming : direction;
  going : direction;
  mutable is_closed : bool;
}

let ( let* ) = Lwt.bind
let direction capacity = { chunks = []; held = 0; capacity; is_shut = false; changed = Lwt_condition.create () }

(** [pair ()] is both ends; [capacity] is in bytes, for each direction. *)
let pair ?(capacity = 1_048_576) () =
  let a = direction capacity and b = direction capacity in
  ({ coming = a; going = b; is_closed = false }, { coming = b; going = a; is_closed = false })

let rec read flow =
  let d = flow.coming in
  match d.chunks with
  | _ when flow.is_closed -> Lwt.return_ok `Eof
  | chunk :: rest ->
      d.chunks <- rest;
      d.held <- d.held - Cstruct.length chunk;
      Lwt_condition.broadcast d.changed ();
      Lwt.return_ok (`Data chunk)
  | [] when d.is_shut -> Lwt.return_ok `Eof
  | [] ->
      let* () = Lwt_condition.wait d.changed in
      read flow

let rec write flow data =
  let d = flow.going in
  if Cstruct.length data = 0 then Lwt.return_ok ()
  else if flow.is_closed || d.is_shut then Lwt.return_error `Closed
  else
    let room = min (d.capacity - d.held) (Cstruct.length data) in
    if room = 0 then
      let* () = Lwt_condition.wait d.changed in
      write flow data
    else begin
      (* What is written may change afterwards. *)
      d.chunks <- d.chunks @ [ Cstruct.of_string (Cstruct.to_string (Cstruct.sub data 0 room)) ];
      d.held <- d.held + room;
      Lwt_condition.broadcast d.changed ();
      write flow (Cstruct.shift data room)
    end

let rec writev flow = function
  | [] -> Lwt.return_ok ()
  | data :: rest -> (
      let* result = write flow data in
      match result with Ok () -> writev flow rest | Error _ as error -> Lwt.return error)

let shut d =
  d.is_shut <- true;
  Lwt_condition.broadcast d.changed ()

let shutdown flow how =
  (match how with `write | `read_write -> shut flow.going | `read -> ());
  Lwt.return_unit

let close flow =
  flow.is_closed <- true;
  shut flow.going;
  (* The other side's writes fail from now on. *)
  shut flow.coming;
  Lwt.return_unit

(** Sends a text; nothing is said when the other side has gone. *)
let send flow text = Lwt.map (fun (_ : (unit, write_error) result) -> ()) (write flow (Cstruct.of_string text))

(** Everything up to the end. *)
let receive_all flow =
  let buffer = Buffer.create 1024 in
  let rec more () =
    let* data = read flow in
    match data with
    | Ok (`Data data) ->
        Buffer.add_string buffer (Cstruct.to_string data);
        more ()
    | Ok `Eof | Error _ -> Lwt.return (Buffer.contents buffer)
  in
  more ()

(** What has come by now. *)
let received flow =
  let text = String.concat "" (List.map Cstruct.to_string flow.coming.chunks) in
  flow.coming.chunks <- [];
  flow.coming.held <- 0;
  Lwt_condition.broadcast flow.coming.changed ();
  text
