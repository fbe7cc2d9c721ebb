(* A TAP device in a network namespace of the test's own; the other end is Linux's stack. Both run in this process. *)

open Lwt.Infix

external open_tap : int -> int -> int = "tap_open"
external read : int -> Cstruct.buffer -> int -> int = "tap_read"
external write : int -> Cstruct.buffer -> int -> int = "tap_write"
external error_message : int -> string = "tap_error"

(* A Unix descriptor is this number. *)
external descriptor : int -> Unix.file_descr = "%identity"

let linux = "10.99.0.1"
let ours = "10.99.0.2"
let refused = ref 0

let device number =
  let ready = Lwt_unix.of_unix_file_descr ~blocking:false (descriptor number) in
  let transmit (frame : Cstruct.t) =
    if write number frame.buffer frame.len < 0 then incr refused;
    Lwt.return_unit
  in
  let rec frames handle left =
    let buffer = Bigarray.Array1.create Bigarray.char Bigarray.c_layout 1536 in
    let length = read number buffer 1536 in
    if length > 0 then begin
      handle (Cstruct.of_bigarray ~len:length buffer);
      if left > 0 then frames handle (left - 1)
    end
  in
  let rec receive handle =
    Lwt_unix.wait_read ready >>= fun () ->
    frames handle 64;
    Lwt.pause () >>= fun () -> receive handle
  in
  { Real.transmit; receive; faults = Real.none }

(* The device, or why there is none. *)
let create () =
  match open_tap 0x0a630001 1500 with
  | number when number < 0 -> Error (error_message (-number))
  | number -> Ok (device number)
