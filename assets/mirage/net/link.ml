(* Ethernet (IEEE 802.3, without tags) on a device, and the way back to TCP when the device cannot take more. *)

let header_size = 14
let broadcast = 0xffff_ffff_ffff
let ipv4 = 0x0800
let arp = 0x0806

type write = size:int -> (Cstruct.t -> int) -> (unit, unit) result Lwt.t

type t = {
  env : Env.t;
  mac : int;
  mtu : int;
  write : write;
  mutable waiting : int;  (* frames that the device has not taken yet *)
  blocked : (unit -> unit) Queue.t;  (* who has more to send *)
}

(* Data waits for the device from the first bound on; answers and acknowledgements may go up to the second. *)
let crowded = 64
let full = 256

let create env ~mac ~mtu write = { env; mac; mtu; write; waiting = 0; blocked = Queue.create () }
let is_crowded t = t.waiting >= crowded

let when_free t resume = Queue.push resume t.blocked

let rec release t =
  if t.waiting < crowded / 2 && not (Queue.is_empty t.blocked) then begin
    (Queue.pop t.blocked) ();
    release t
  end

let count t = function
  | Ok () -> t.env.counters.frames_out <- t.env.counters.frames_out + 1
  | Error () -> t.env.counters.device_errors <- t.env.counters.device_errors + 1

let ended t result =
  t.waiting <- t.waiting - 1;
  count t result;
  release t

(* [fill] writes what follows the header, at most [length] bytes, and says how many; it may be called later. *)
let output t ~dst ~ethertype ~length fill =
  if t.waiting >= full then t.env.counters.drop_device_full <- t.env.counters.drop_device_full + 1
  else begin
    let sent =
      t.write ~size:(header_size + length) (fun frame ->
          Wire.set48 frame 0 dst;
          Wire.set48 frame 6 t.mac;
          Wire.set16 frame 12 ethertype;
          header_size + fill (Cstruct.shift frame header_size))
    in
    match Lwt.state sent with
    | Lwt.Return result -> count t result
    | Lwt.Fail _ -> count t (Error ())
    | Lwt.Sleep ->
      t.waiting <- t.waiting + 1;
      Lwt.on_any sent (ended t) (fun _ -> ended t (Error ()))
  end
