(** Where a program is that is known by its name. *)

type t = {
  find : unit -> (Ipaddr.t * int, string) result Lwt.t;
  forget : unit -> unit;  (** to be called when nothing could be reached there: the next {!find} asks anew *)
}

(** Somebody who never moves. *)
let fixed address = { find = (fun () -> Lwt.return_ok address); forget = ignore }

module Make (Time : Time.S) = struct
  (** [create ~keep_ns ~resolve name port] asks [resolve] for the name, once for all who want to know at the same time, and
      keeps its answer for [keep_ns] nanoseconds: asking is a way through the network of its own. *)
  let create ~keep_ns ~resolve name port =
    let now () = Int64.to_int (Time.elapsed_ns ()) in
    let known = ref None and asking = ref None in
    let ask () =
      let answer =
        Lwt.map
          (fun result ->
            asking := None;
            Result.map
              (fun address ->
                known := Some ((address, port), now () + keep_ns);
                (address, port))
              result)
          (Lwt.catch (fun () -> resolve name) (fun e -> Lwt.return_error (Printexc.to_string e)))
      in
      if Lwt.is_sleeping answer then asking := Some answer;
      answer
    in
    let find () =
      match (!known, !asking) with
      | Some (address, until), _ when now () < until -> Lwt.return_ok address
      | _, Some answer -> answer
      | _, None -> ask ()
    in
    { find; forget = (fun () -> known := None) }
end
