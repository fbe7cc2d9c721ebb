(** Time of the host. *)

external elapsed : unit -> int64 = "unix_time_elapsed"

let elapsed_ns = elapsed
let sleep_ns ns = if Int64.compare ns 0L <= 0 then Lwt.return_unit else Lwt_unix.sleep (Int64.to_float ns /. 1e9)
let now = Ptime_clock.now
