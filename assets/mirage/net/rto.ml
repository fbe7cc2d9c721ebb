type t = { min : int; max : int; mutable srtt : int; mutable rttvar : int; mutable rto : int; mutable doublings : int }

let create ~min ~max = { min; max; srtt = 0; rttvar = 0; rto = 1_000_000_000; doublings = 0 }

let sample t rtt =
  if t.srtt = 0 then begin
    t.srtt <- Int.max 1 rtt;
    t.rttvar <- rtt / 2
  end
  else begin
    t.rttvar <- ((3 * t.rttvar) + abs (t.srtt - rtt)) / 4;
    t.srtt <- ((7 * t.srtt) + rtt) / 8
  end;
  t.rto <- Int.min t.max (t.srtt + Int.max t.min (4 * t.rttvar));
  t.doublings <- 0

(* A shift by 16 is beyond every maximum, and does not overflow. *)
let back_off t = t.doublings <- Int.min 16 (t.doublings + 1)
let current t = Int.min t.max (t.rto lsl t.doublings)
let smoothed t = t.srtt
