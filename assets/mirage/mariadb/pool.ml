(** A bounded number of connections. One that is not used any more is kept for a while, or closed at once when the settings
    say so: then every use begins with a new one, at whichever server is reached at that moment. *)

type settings = {
  user : string;
  password : string;
  database : string;
  connections : int;  (** at a time *)
  waiting : int;  (** uses that may wait for one; one more is refused *)
  place_ns : int;  (** how long they wait *)
  connect_ns : int;  (** for a connection, without the login *)
  idle_ns : int;  (** how long a connection may be unused; 0 closes it after its use *)
  age_ns : int;  (** how old a connection may be that is used again *)
  limits : Connection.limits;
}

(** Connections are opened when they are needed and closed after their use, as the site's PHP does it: so a database that
    takes another one's place is reached with the next request. *)
let settings ~user ~password ~database =
  {
    user;
    password;
    database;
    connections = 32;
    waiting = 128;
    place_ns = Io.Time.seconds 3;
    connect_ns = Io.Time.seconds 3;
    idle_ns = 0;
    age_ns = Io.Time.seconds 60;
    limits = Connection.default;
  }

type counters = {
  mutable opened : int;
  mutable open_now : int;
  mutable statements : int;
  mutable replaced : int;  (** kept connections that the other side had closed *)
  mutable failed : int;  (** uses that failed *)
  mutable dropped_too_many : int;  (** uses that found no place *)
}

let counters_to_list c =
  [
    ("opened", c.opened);
    ("open", c.open_now);
    ("statements", c.statements);
    ("replaced", c.replaced);
    ("failed", c.failed);
    ("dropped_too_many", c.dropped_too_many);
  ]

module Make (Tcp : Tcpip.Tcp.S with type ipaddr = Ipaddr.t) (Time : Io.Time.S) = struct
  module Connection = Connection.Make (Tcp) (Time)
  module Places = Io.Places.Make (Time)

  let ( let* ) = Lwt.bind

  type kept = {
    connection : Connection.t;
    born : int;
    used_at : int;
  }

  type t = {
    tcp : Tcp.t;
    settings : settings;
    counters : counters;
    server : Io.Lookup.t;
    places : Places.t;
    mutable kept : kept list;
    mutable sweeps : bool;  (** something waits to close kept connections in time *)
    mutable is_closed : bool;
  }

  (** [create tcp settings server]: it is looked for with each new connection, so that it may move. *)
  let create tcp settings server =
    {
      tcp;
      settings;
      server;
      kept = [];
      sweeps = false;
      is_closed = false;
      counters = { opened = 0; open_now = 0; statements = 0; replaced = 0; failed = 0; dropped_too_many = 0 };
      places = Places.create ~places:settings.connections ~waiting:settings.waiting;
    }

  let counters t = t.counters
  let now () = Int64.to_int (Time.elapsed_ns ())
  let failed failure = Lwt.fail (Failure.Failed failure)

  let close t connection =
    t.counters.open_now <- t.counters.open_now - 1;
    Connection.close connection

  let flow t =
    let* address = t.server.find () in
    match address with
    | Error reason -> failed (Unreachable reason)
    | Ok address -> (
        let attempt = Tcp.create_connection t.tcp address in
        let* result = Places.within t.settings.connect_ns attempt in
        match result with
        | Some (Ok flow) -> Lwt.return flow
        | Some (Error error) ->
            t.server.forget ();
            failed (Unreachable (Format.asprintf "%a" Tcp.pp_error error))
        | None ->
            Lwt.on_success attempt (function
              | Ok flow -> Lwt.dont_wait (fun () -> Tcp.close flow) ignore
              | Error _ -> ());
            t.server.forget ();
            failed (Unreachable "the connection took too long"))

  let open_new t =
    let* flow = flow t in
    let { user; password; database; limits; _ } = t.settings in
    let* connection = Connection.start ~limits flow ~user ~password ~database in
    t.counters.opened <- t.counters.opened + 1;
    t.counters.open_now <- t.counters.open_now + 1;
    Lwt.return { connection; born = now (); used_at = 0 }

  let is_over t kept ~at = at - kept.used_at >= t.settings.idle_ns || at - kept.born >= t.settings.age_ns

  (* One that was closed meanwhile has had no statement yet: another one takes its place, and nothing is repeated. *)
  let rec obtain t =
    match t.kept with
    | [] -> open_new t
    | kept :: rest ->
        t.kept <- rest;
        let is_whole = Connection.is_usable kept.connection in
        if is_whole && not (is_over t kept ~at:(now ())) then Lwt.return kept
        else begin
          if not is_whole then t.counters.replaced <- t.counters.replaced + 1;
          let* () = close t kept.connection in
          obtain t
        end

  let rec sweep t =
    let at = now () in
    let over, kept = List.partition (fun kept -> is_over t kept ~at) t.kept in
    t.kept <- kept;
    let* () = Lwt_list.iter_s (fun kept -> close t kept.connection) over in
    if t.kept = [] then begin
      t.sweeps <- false;
      Lwt.return_unit
    end
    else
      let* () = Time.sleep_ns (Int64.of_int (max (Io.Time.ms 1) (min t.settings.idle_ns t.settings.age_ns / 2))) in
      sweep t

  let give_back t kept =
    let at = now () in
    let kept = { kept with used_at = at } in
    if t.is_closed || is_over t kept ~at || not (Connection.is_usable kept.connection) then close t kept.connection
    else begin
      Connection.listen kept.connection;
      t.kept <- kept :: t.kept;
      if not t.sweeps then begin
        t.sweeps <- true;
        Lwt.async (fun () -> sweep t)
      end;
      Lwt.return_unit
    end

  type use = {
    pool : t;
    mutable held : kept option;
  }
  (** A use of the pool: its connection is opened with its first statement, and is the same for all of them. When it is
      lost, the statements that follow fail at once: what they would be asked after is not known to have happened, and who
      waits has waited enough. *)

  let connection use =
    match use.held with
    | Some held -> if Connection.is_usable held.connection then Lwt.return held.connection else failed Lost
    | None ->
        let pool = use.pool in
        let* has_place = Places.enter pool.places ~ns:pool.settings.place_ns in
        if not has_place then begin
          pool.counters.dropped_too_many <- pool.counters.dropped_too_many + 1;
          failed Busy
        end
        else
          Lwt.catch
            (fun () ->
              let* held = obtain pool in
              use.held <- Some held;
              Lwt.return held.connection)
            (fun e ->
              pool.counters.failed <- pool.counters.failed + 1;
              Places.leave pool.places;
              Lwt.fail e)

  let run use ask =
    let* connection = connection use in
    use.pool.counters.statements <- use.pool.counters.statements + 1;
    ask connection

  (** As {!Connection.Make.query} and [execute]. *)
  let query use sql = run use (fun connection -> Connection.query connection sql)

  let execute use sql values = run use (fun connection -> Connection.execute connection sql values)

  (** As {!Connection.Make.all}; fails when there is no connection. *)
  let all use statements = run use (fun connection -> Connection.all connection statements)

  (** [use t f] gives [f] a use of the pool, and takes its connection back whatever becomes of [f]. *)
  let use t f =
    let use = { pool = t; held = None } in
    Lwt.finalize
      (fun () -> f use)
      (fun () ->
        match use.held with
        | None -> Lwt.return_unit
        | Some held ->
            use.held <- None;
            let* () = give_back t held in
            Places.leave t.places;
            Lwt.return_unit)

  (** Closes what is kept; what is in use is closed after it. *)
  let close_all t =
    t.is_closed <- true;
    let kept = t.kept in
    t.kept <- [];
    Lwt_list.iter_p (fun kept -> close t kept.connection) kept
end
