(* Our stack on a TAP device, in real time; the other end is Linux's. Both run in this process. *)

open Lwt.Infix

external open_tap : int -> int -> int = "tap_open"
external read : int -> Cstruct.buffer -> int -> int = "tap_read"
external write_frame : int -> Cstruct.buffer -> int -> int = "tap_write"
external error_message : int -> string = "tap_error"
external now : unit -> int = "tap_now"

(* A Unix descriptor is this number. *)
external descriptor : int -> Unix.file_descr = "%identity"

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

type device = { number : int; descriptor : Lwt_unix.file_descr; mutable faults : faults; mutable refused : int }

(* EVOLVE_NET_TRACE=1 shows every TCP segment that comes to our side or leaves it. *)
let tracing = Sys.getenv_opt "EVOLVE_NET_TRACE" = Some "1"

let trace way frame =
  let frame = Cstruct.to_string frame in
  if Packets.kind frame = 0x0800 then
    match Packets.read_tcp frame with
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
  let disconnect t = Lwt_unix.close t.descriptor
  let mac _ = Macaddr.of_string_exn "02:00:00:00:00:02"
  let mtu _ = 1500
  let stats = { Mirage_net.rx_bytes = 0L; rx_pkts = 0l; tx_bytes = 0L; tx_pkts = 0l }
  let get_stats_counters _ = stats
  let reset_stats_counters _ = ()
  let done_ = Lwt.return (Ok ())

  let write t ~size fill =
    let frame = Cstruct.create size in
    let length = fill frame in
    if tracing then trace "out" (Cstruct.sub frame 0 length);
    faulty t (fun () -> if write_frame t.number frame.buffer length < 0 then t.refused <- t.refused + 1);
    done_

  let listen t ~header_size:_ handle =
    let rec frames left =
      let buffer = Bigarray.Array1.create Bigarray.char Bigarray.c_layout 1536 in
      let length = read t.number buffer 1536 in
      if length > 0 then begin
        let frame = Cstruct.of_bigarray ~len:length buffer in
        faulty t (fun () ->
            if tracing then trace "in " frame;
            Lwt.async (fun () -> handle frame));
        if left > 0 then frames (left - 1)
      end
    in
    let rec go () =
      Lwt_unix.wait_read t.descriptor >>= fun () ->
      frames 64;
      Lwt.pause () >>= go
    in
    go ()
end

module Stack = Evolve_net.Stack.Make (Net) (Clock) (Time) (Random_bytes)

let linux = "10.99.0.1"
let ours = "10.99.0.2"

(* The device, or why there is none. *)
let create () =
  match open_tap 0x0a630001 1500 with
  | number when number < 0 -> Error (error_message (-number))
  | number ->
    Ok { number; descriptor = Lwt_unix.of_unix_file_descr ~blocking:false (descriptor number); faults = none; refused = 0 }
