(** The connections of a server, and their end. *)

module Make (Time : Time.S) = struct
  let ( let* ) = Lwt.bind

  type 'a t = {
    open_now : (int, 'a) Hashtbl.t;
    mutable next : int;
    mutable is_stopping : bool;
    emptied : unit Lwt_condition.t;
  }

  let create () = { open_now = Hashtbl.create 64; next = 0; is_stopping = false; emptied = Lwt_condition.create () }

  (** Whether {!stop} was called: then nobody new is taken. *)
  let is_stopping t = t.is_stopping

  let count t = Hashtbl.length t.open_now

  (** [hold t connection f] counts [connection] as open until [f ()], which does not fail, is done. *)
  let hold t connection f =
    let id = t.next in
    t.next <- id + 1;
    Hashtbl.replace t.open_now id connection;
    let* () = f () in
    Hashtbl.remove t.open_now id;
    if Hashtbl.length t.open_now = 0 then Lwt_condition.broadcast t.emptied ();
    Lwt.return_unit

  let close_those t ~close test =
    let chosen = Hashtbl.fold (fun _ c found -> if test c then c :: found else found) t.open_now [] in
    Lwt_list.iter_p close chosen

  (** [stop t ~patience_ns ~is_idle ~close] closes the idle ones, waits for the others for [patience_ns] nanoseconds at
      most, and closes what is left then. *)
  let stop t ~patience_ns ~is_idle ~close =
    t.is_stopping <- true;
    let* () = close_those t ~close is_idle in
    let rec wait () =
      if Hashtbl.length t.open_now = 0 then Lwt.return_unit
      else
        let* () = Lwt_condition.wait t.emptied in
        wait ()
    in
    let* () = Lwt.pick [ wait (); Time.sleep_ns (Int64.of_int patience_ns) ] in
    close_those t ~close (fun _ -> true)
end
