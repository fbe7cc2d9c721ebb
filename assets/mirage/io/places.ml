(** A number of places, and a queue before them: how much is done at a time, and how much may wait for it. *)

module Make (Time : Time.S) = struct
  let ( let* ) = Lwt.bind

  (** [within ns promise] is the promise's value, or nothing when it is not there in time: then it is left alone. *)
  let within ns promise =
    let late = Time.sleep_ns (Int64.of_int ns) in
    let* () = Lwt.choose [ Lwt.map ignore promise; late ] in
    if Lwt.is_sleeping promise then Lwt.return_none
    else begin
      Lwt.cancel late;
      Lwt.map Option.some promise
    end

  type waiter = {
    wake : unit Lwt.u;
    mutable gave_up : bool;
  }

  type t = {
    places : int;
    most_waiting : int;
    mutable taken : int;
    mutable waiting : int;
    queue : waiter Queue.t;
  }

  let create ~places ~waiting = { places; most_waiting = waiting; taken = 0; waiting = 0; queue = Queue.create () }
  let taken t = t.taken

  (** [enter t ~ns] takes a place, after waiting for [ns] nanoseconds at most; false when there is none, or when too many
      wait. *)
  let enter t ~ns =
    if t.taken < t.places then begin
      t.taken <- t.taken + 1;
      Lwt.return_true
    end
    else if t.waiting >= t.most_waiting then Lwt.return_false
    else begin
      let place, wake = Lwt.wait () in
      let waiter = { wake; gave_up = false } in
      t.waiting <- t.waiting + 1;
      Queue.push waiter t.queue;
      let* got = within ns place in
      t.waiting <- t.waiting - 1;
      waiter.gave_up <- got = None;
      Lwt.return (got <> None)
    end

  (** Gives a place back: to the one that has waited longest, if there is one. *)
  let rec leave t =
    match Queue.take_opt t.queue with
    | None -> t.taken <- t.taken - 1
    | Some waiter -> if waiter.gave_up then leave t else Lwt.wakeup waiter.wake ()
end
