(* base.h as it is: its comments say what each call does. Lengths below 0 are its errors. *)

type bytes_outside = (char, Bigarray.int8_unsigned_elt, Bigarray.c_layout) Bigarray.Array1.t

external monotonic : unit -> (int64[@unboxed]) = "machine_monotonic_boxed" "machine_monotonic" [@@noalloc]
external wall : unit -> (int64[@unboxed]) = "machine_wall_boxed" "machine_wall" [@@noalloc]
external wake : (int64[@unboxed]) -> unit = "machine_wake_boxed" "machine_wake" [@@noalloc]
external poll : int -> (int64[@unboxed]) -> int = "machine_poll_boxed" "machine_poll" [@@noalloc]
external random : bytes -> int = "machine_random" [@@noalloc]
external config : bytes -> int = "machine_config" [@@noalloc]
external control_read : bytes -> int = "machine_control_read" [@@noalloc]
external control_write : string -> unit = "machine_control_write" [@@noalloc]
external net_mac : bytes -> int = "machine_net_mac" [@@noalloc]
external net_read : bytes_outside -> int -> int -> int = "machine_net_read" [@@noalloc]
external net_write : bytes_outside -> int -> int -> int = "machine_net_write" [@@noalloc]

let again = -1
let net_readable = 1
let net_writable = 2
let control_readable = 4
let config_most = 32768
let net_most = 1514
