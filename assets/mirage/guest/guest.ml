(* What both programs take from the machine: the runner's configuration as settings, its control port as a wish to stop, our
   own stack on the network card, the console as the log. *)

module Clock = struct
  let now_ns = Machine.Time.elapsed_ns
end

module Random = struct
  let random = Machine.random
end

module Stack = Evolve_net.Stack.Make (Machine.Netif) (Clock) (Machine.Time) (Random)

module Time = struct
  let elapsed_ns = Machine.Time.elapsed_ns
  let sleep_ns = Machine.Time.sleep_ns
  let now () = Ptime.v (Machine.Wall.now_d_ps ())
end

open Lwt.Syntax

let log line = Printf.printf "%s\n%!" line

(* The log is lines: a library's report becomes one of them. *)
let reporter =
  let report _ _ ~over k message =
    message (fun ?header:_ ?tags:_ format ->
        Format.kasprintf (fun text -> log text; over (); k ()) format)
  in
  { Logs.report }

let need settings name =
  match List.assoc_opt name settings with
  | Some value -> value
  | None -> failwith ("the runner's configuration has no " ^ name)

let settings_of config =
  List.filter_map
    (fun (name, value) ->
      if String.starts_with ~prefix:"env." name then Some (String.sub name 4 (String.length name - 4), value) else None)
    config

let connect config =
  let tells name = List.assoc_opt name config in
  let network =
    match Evolve_net.Config.of_strings ?gateway:(tells "gateway") ?resolver:(tells "resolver") (need config "address") with
    | Ok network -> network
    | Error (`Msg wrong) -> failwith ("the runner's configuration: " ^ wrong)
  in
  let* net = Machine.Netif.connect "0" in
  (* Behind the device is QEMU's user-mode network. *)
  let* stack = Stack.connect { network with ends_peers_wait = true } net in
  Machine.Control.on_wake (fun () -> Lwt.return (Stack.renew stack));
  Lwt.return stack

let resolve stack name =
  let+ found = Stack.resolve stack name in
  match found with
  | Ok (address :: _) -> Ok (Ipaddr.V4 address)
  | Ok [] -> Error ("the name " ^ name ^ " has no address")
  | Error error -> Error (Format.asprintf "the name %s: %a" name Evolve_net.Dns.pp_error error)

(* What the stack counts, and the bytes that it holds for readers and for what is not acknowledged. *)
let network stack () =
  let held, unacknowledged = Stack.memory stack in
  Evolve_net.Counters.to_list (Stack.counters stack) @ [ ("held_bytes", held); ("unacknowledged_bytes", unacknowledged) ]

(* [run start] is the whole machine: [start stack ~settings ~stop] until it returns. *)
let run start =
  Logs.set_reporter reporter;
  Logs.set_level (Some Logs.Warning);
  Machine.run
    (let config = Machine.config () in
     let* stack = connect config in
     start stack ~settings:(settings_of config) ~stop:Machine.Control.stop)
