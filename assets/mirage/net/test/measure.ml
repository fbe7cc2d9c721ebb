(* What the stack itself costs: two of them in one process, on a wire that only passes frames on. By hand:
   dune exec net/test/measure.exe [megabytes]. *)

open Lwt.Infix
module Random_bytes = Sim.Random_bytes

(* Frames wait here, so that no stack is called while it is sending. *)
let wire : (unit -> unit) Queue.t = Queue.create ()

module Net = struct
  type error = Mirage_net.Net.error

  type t = { address : Macaddr.t; mutable handler : (Cstruct.t -> unit Lwt.t) option; mutable peer : t option }

  let pp_error = Mirage_net.Net.pp_error
  let disconnect _ = Lwt.return_unit
  let mac t = t.address
  let mtu _ = 1500
  let stats = { Mirage_net.rx_bytes = 0L; rx_pkts = 0l; tx_bytes = 0L; tx_pkts = 0l }
  let get_stats_counters _ = stats
  let reset_stats_counters _ = ()
  let sent = Lwt.return (Ok ())

  let write t ~size fill =
    let frame = Cstruct.create_unsafe 1536 in
    let frame = Cstruct.sub frame 0 (fill (Cstruct.sub frame 0 size)) in
    (match t.peer with
     | Some { handler = Some handler; _ } -> Queue.push (fun () -> ignore (handler frame : unit Lwt.t)) wire
     | _ -> ());
    sent

  let listen t ~header_size:_ handler =
    t.handler <- Some handler;
    fst (Lwt.wait ())
end

module Stack = Evolve_net.Stack.Make (Net) (Sim.Clock) (Sim.Time) (Random_bytes)

(* Time stands still while there are frames. *)
let rec run promise =
  match Lwt.state promise with
  | Lwt.Return value -> value
  | Lwt.Fail exn -> raise exn
  | Lwt.Sleep ->
    (match Queue.take_opt wire with
     | Some pass -> pass ()
     | None -> if not (Sim.step ()) then failwith "nothing happens");
    run promise

let make number =
  let net = { Net.address = Macaddr.of_octets_exn (Packets.mac number); handler = None; peer = None } in
  (net, run (Stack.connect (Evolve_net.Config.make (Sim.prefix number)) net))

let per_second name count unit run_it =
  let begun = Sys.time () in
  run (run_it ());
  Printf.printf "%s: %.0f %s a second\n%!" name (count /. (Sys.time () -. begun)) unit

let listen stack port serve = Stack.TCP.listen (Stack.tcp stack) ~port serve

let connect stack port =
  Stack.TCP.create_connection (Stack.tcp stack) (Ipaddr.V4 (Sim.address 2), port) >>= function
  | Ok flow -> Lwt.return flow
  | Error error -> failwith (Fmt.to_to_string Stack.TCP.pp_error error)

let write flow data =
  Stack.TCP.write flow data >>= function Ok () -> Lwt.return_unit | Error _ -> failwith "write"

let rec drain flow = Stack.TCP.read flow >>= function Ok (`Data _) -> drain flow | Ok `Eof -> Lwt.return_unit | Error _ -> failwith "read"
let rec times n run = if n = 0 then Lwt.return_unit else run () >>= fun () -> times (n - 1) run

let () =
  let megabytes = if Array.length Sys.argv > 1 then int_of_string Sys.argv.(1) else 200 in
  Sim.start 1;
  let net_1, one = make 1 in
  let net_2, two = make 2 in
  net_1.peer <- Some net_2;
  net_2.peer <- Some net_1;
  let piece = Cstruct.create 16_384 in
  let received, finish = Lwt.wait () in
  listen two 1 (fun flow -> drain flow >>= fun () -> Lwt.wakeup_later finish (); Stack.TCP.close flow);
  per_second "one stream, both ends" (float megabytes) "MiB" (fun () ->
      connect one 1 >>= fun flow ->
      times (64 * megabytes) (fun () -> write flow piece) >>= fun () -> Stack.TCP.close flow >>= fun () -> received);
  let rounds = 500 * megabytes in
  let question = Cstruct.create 100 and answer = Cstruct.create 1000 in
  listen two 2 (fun flow ->
      let rec serve () =
        Stack.TCP.read flow >>= function Ok (`Data _) -> write flow answer >>= serve | Ok `Eof | Error _ -> Stack.TCP.close flow
      in
      serve ());
  per_second "questions and answers, both ends" (float rounds) "rounds" (fun () ->
      connect one 2 >>= fun flow ->
      times rounds (fun () ->
          write flow question >>= fun () -> Stack.TCP.read flow >>= function Ok (`Data _) -> Lwt.return_unit | _ -> failwith "read")
      >>= fun () -> Stack.TCP.close flow);
  let connections = 50 * megabytes in
  listen two 3 (fun flow -> Stack.TCP.read flow >>= fun _ -> write flow answer >>= fun () -> Stack.TCP.close flow);
  per_second "short connections, both ends" (float connections) "connections" (fun () ->
      times connections (fun () ->
          connect one 3 >>= fun flow ->
          write flow question >>= fun () -> drain flow >>= fun () -> Stack.TCP.close flow))
