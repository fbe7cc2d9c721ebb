(* Our stack in real time, on a TAP device or on a wire into QEMU. *)

open Lwt.Infix

external now : unit -> int = "real_now"

module Clock = struct
  let now_ns () = Int64.of_int (now ())
end

module Time = struct
  let sleep_ns duration = Lwt_unix.sleep (Int64.to_float duration /. 1e9)
end

module Random_bytes = struct
  let state = Random.State.make [| 7 |]
  let random n = String.init n (fun _ -> Char.chr (Random.State.int state 256))
end

type faults = { loss : float; duplicate : float; reorder : float }

let none = { loss = 0.; duplicate = 0.; reorder = 0. }

type device = {
  transmit : Cstruct.t -> unit Lwt.t;
  receive : (Cstruct.t -> unit) -> unit Lwt.t;  (* all frames, until the device is gone *)
  mutable faults : faults;
}

(* EVOLVE_NET_TRACE=1 shows every TCP segment that comes to our side or leaves it. *)
let tracing = Sys.getenv_opt "EVOLVE_NET_TRACE" = Some "1"

let trace way frame =
  let frame = Cstruct.to_string frame in
  (* Short frames are padded to 60 bytes. *)
  if Packets.kind frame = 0x0800 then
    match Packets.read_tcp (String.sub frame 0 (14 + Packets.u16 frame 16)) with
    | None -> ()
    | Some s -> Printf.eprintf "%.6f %s %d>%d %s\n%!" (float (now ()) /. 1e9) way s.src_port s.dst_port (Packets.show s)

let chance probability = probability > 0. && Random.State.float Random_bytes.state 1. < probability

(* A frame that is lost, comes twice, or comes up to 5 ms late, in either direction. *)
let faulty device pass =
  let faults = device.faults in
  let once () =
    if chance faults.reorder then
      Lwt.async (fun () -> Lwt_unix.sleep (Random.State.float Random_bytes.state 0.005) >|= pass)
    else pass ()
  in
  if not (chance faults.loss) then begin
    once ();
    if chance faults.duplicate then once ()
  end

module Net = struct
  type error = Mirage_net.Net.error
  type t = device

  let pp_error = Mirage_net.Net.pp_error
  let disconnect _ = Lwt.return_unit
  let mac _ = Macaddr.of_string_exn "02:00:00:00:00:02"
  let mtu _ = 1500
  let stats = { Mirage_net.rx_bytes = 0L; rx_pkts = 0l; tx_bytes = 0L; tx_pkts = 0l }
  let get_stats_counters _ = stats
  let reset_stats_counters _ = ()
  let sent = Lwt.return (Ok ())

  let write t ~size fill =
    let frame = Cstruct.create size in
    let frame = Cstruct.sub frame 0 (fill frame) in
    if tracing then trace "out" frame;
    let waits = ref Lwt.return_unit in
    faulty t (fun () -> waits := t.transmit frame);
    if Lwt.is_sleeping !waits then Lwt.map Result.ok !waits else sent

  let listen t ~header_size:_ handle =
    t.receive (fun frame ->
        faulty t (fun () ->
            if tracing then trace "in " frame;
            Lwt.async (fun () -> handle frame)))
    >|= Result.ok
end

module Stack = Evolve_net.Stack.Make (Net) (Clock) (Time) (Random_bytes)
