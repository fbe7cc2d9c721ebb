(* Two or more hosts on a wire, under virtual time: the whole world of a test, with every fault chosen by a seed. *)

module Events = Map.Make (struct
  type t = int * int

  let compare (a, b) (c, d) = if a = c then Int.compare b d else Int.compare a c
end)

let time = ref 0
let count = ref 0
let events = ref Events.empty
let state = ref (Random.State.make [| 0 |])

(* Every test begins with a world of its own. *)
let start seed =
  time := 0;
  count := 0;
  events := Events.empty;
  state := Random.State.make [| seed |]

let at moment run =
  incr count;
  events := Events.add (moment, !count) run !events

let after duration run = at (!time + duration) run
let us = 1000
let ms = 1_000_000
let second = 1_000_000_000

module Clock = struct
  let now_ns () = Int64.of_int !time
end

module Time = struct
  let sleep_ns duration =
    let slept, wake = Lwt.task () in
    after (Int64.to_int duration) (fun () -> if Lwt.is_sleeping slept then Lwt.wakeup_later wake ());
    slept
end

module Random_bytes = struct
  let random n = String.init n (fun _ -> Char.chr (Random.State.int !state 256))
end

let sleep duration = Time.sleep_ns (Int64.of_int duration)

exception Stuck of string

let step () =
  match Events.min_binding_opt !events with
  | None -> false
  | Some (((moment, _) as key), run) ->
    events := Events.remove key !events;
    time := moment;
    run ();
    Lwt.wakeup_paused ();
    true

(* The promise's value, or its exception; [Stuck] when nothing can happen any more, or too late. *)
let run ?(limit = 100_000 * second) promise =
  let rec go () =
    match Lwt.state promise with
    | Lwt.Return value -> value
    | Lwt.Fail exn -> raise exn
    | Lwt.Sleep ->
      if !time > limit then raise (Stuck "the time is over") else if step () then go () else raise (Stuck "nothing happens")
  in
  go ()

(* Lets the world go on for so long. *)
let pass duration =
  let until = !time + duration in
  let rec go () =
    match Events.min_binding_opt !events with
    | Some ((moment, _), _) when moment <= until ->
      ignore (step () : bool);
      go ()
    | Some _ | None -> time := until
  in
  go ()

type faults = {
  loss : float;
  duplicate : float;
  corrupt : float;
  reorder : float;  (* frames that take up to [jitter] longer than others *)
  delay : int;
  jitter : int;
}

let perfect = { loss = 0.; duplicate = 0.; corrupt = 0.; reorder = 0.; delay = 100 * us; jitter = 0 }

type device = {
  address : Macaddr.t;
  device_mtu : int;
  faults : faults ref;
  busy : int;  (* how long the device takes before it asks for a frame's bytes; 0 for not at all *)
  mutable tap : Cstruct.t -> bool;  (* sees each frame that is sent, and may keep it *)
  mutable peers : device list;
  mutable handler : (Cstruct.t -> unit Lwt.t) option;
  gone : unit Lwt.t;
  go : unit Lwt.u;
}

let device ?(mtu = 1500) ?(busy = 0) ?(faults = perfect) number =
  let gone, go = Lwt.wait () in
  {
    address = Macaddr.of_octets_exn (Printf.sprintf "\x02\x00\x00\x00\x00%c" (Char.chr number));
    device_mtu = mtu;
    faults = ref faults;
    busy;
    tap = (fun _ -> false);
    peers = [];
    handler = None;
    gone;
    go;
  }

let connect devices = List.iter (fun d -> d.peers <- List.filter (fun other -> other != d) devices) devices
let chance probability = Random.State.float !state 1. < probability

let deliver device frame =
  match device.handler with None -> () | Some handler -> ignore (handler frame : unit Lwt.t)

(* One bit, after Ethernet's header: what its own checksum would have found elsewhere is not simulated. *)
let damaged frame =
  let frame = Cstruct.sub_copy frame 0 (Cstruct.length frame) in
  if Cstruct.length frame > 14 && Cstruct.BE.get_uint16 frame 12 = 0x0800 then begin
    let at = 14 + Random.State.int !state (Cstruct.length frame - 14) in
    Cstruct.set_uint8 frame at (Cstruct.get_uint8 frame at lxor (1 lsl Random.State.int !state 8))
  end;
  frame

(* EVOLVE_NET_TRACE=1 shows every TCP segment that is sent, for a schedule that fails. *)
let tracing = Sys.getenv_opt "EVOLVE_NET_TRACE" = Some "1"

let trace device frame =
  let frame = Cstruct.to_string frame in
  if Packets.kind frame = 0x0800 then
    match Packets.read_tcp frame with
    | None -> ()
    | Some s ->
      Printf.eprintf "%12.6f %s %d>%d %s\n%!" (float !time /. 1e9) (Macaddr.to_string device.address) s.src_port s.dst_port
        (Packets.show s)

let transmit device frame =
  let faults = !(device.faults) in
  if tracing then trace device frame;
  let send () =
    let frame = if chance faults.corrupt then damaged frame else Cstruct.sub_copy frame 0 (Cstruct.length frame) in
    let late = if chance faults.reorder then Random.State.int !state (faults.jitter + 1) else 0 in
    after (faults.delay + late) (fun () -> List.iter (fun peer -> deliver peer frame) device.peers)
  in
  if (not (device.tap frame)) && not (chance faults.loss) then begin
    send ();
    if chance faults.duplicate then send ()
  end

module Net = struct
  type error = Mirage_net.Net.error
  type t = device

  let pp_error = Mirage_net.Net.pp_error

  let disconnect t =
    if Lwt.is_sleeping t.gone then Lwt.wakeup_later t.go ();
    Lwt.return_unit

  let mac t = t.address
  let mtu t = t.device_mtu
  let stats = { Mirage_net.rx_bytes = 0L; rx_pkts = 0l; tx_bytes = 0L; tx_pkts = 0l }
  let get_stats_counters _ = stats
  let reset_stats_counters _ = ()

  let write t ~size fill =
    if size > t.device_mtu + 14 then failwith "a frame beyond the MTU";
    let fill () =
      let frame = Cstruct.create size in
      transmit t (Cstruct.sub frame 0 (fill frame))
    in
    if t.busy = 0 then begin
      fill ();
      Lwt.return (Ok ())
    end
    else begin
      let sent, finish = Lwt.wait () in
      after (Random.State.int !state t.busy) (fun () ->
          fill ();
          Lwt.wakeup_later finish (Ok ()));
      sent
    end

  let listen t ~header_size:_ handler =
    t.handler <- Some handler;
    Lwt.map (fun () -> Ok ()) t.gone
end

module Stack = Evolve_net.Stack.Make (Net) (Clock) (Time) (Random_bytes)

let prefix number = Ipaddr.V4.Prefix.of_string_exn (Printf.sprintf "10.0.0.%d/24" number)
let address number = Ipaddr.V4.of_string_exn (Printf.sprintf "10.0.0.%d" number)

(* Host [number] has the address 10.0.0.[number]. *)
let host ?(config = fun config -> config) number device =
  run (Stack.connect (config (Evolve_net.Config.make (prefix number))) device)
