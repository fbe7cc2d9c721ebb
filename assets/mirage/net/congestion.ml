type t = {
  mutable mss : int;
  mutable window : int;
  mutable ssthresh : int;
  mutable recover : int;  (* RFC 6582: one after the last byte sent when the last recovery began *)
  mutable in_recovery : bool;
  mutable duplicates : int;
  mutable sack : bool;
  mutable counted : int;  (* bytes acknowledged since the window grew, in congestion avoidance *)
}

type reaction = Nothing | Retransmit

(* RFC 6928, section 2 *)
let initial mss = Int.min (10 * mss) (Int.max (2 * mss) 14600)

(* Far above every buffer, so that sums do not overflow. *)
let most = 1 lsl 30

let create ~mss ~seq =
  { mss; window = initial mss; ssthresh = most; recover = seq; in_recovery = false; duplicates = 0; sack = false; counted = 0 }

let set_mss t mss ~lost =
  t.mss <- mss;
  t.window <- (if lost then mss else initial mss)

let use_sack t = t.sack <- true
let ssthresh t = t.ssthresh
let in_recovery t = t.in_recovery

let window t =
  if t.in_recovery || t.sack || t.duplicates = 0 then t.window else t.window + (Int.min 2 t.duplicates * t.mss)

let grow t bytes =
  if t.window < t.ssthresh then t.window <- Int.min most (t.window + Int.min bytes (2 * t.mss))
  else begin
    t.counted <- t.counted + bytes;
    if t.counted >= t.window then begin
      t.counted <- t.counted - t.window;
      t.window <- Int.min most (t.window + t.mss)
    end
  end

let acknowledged t ~ack ~bytes =
  t.duplicates <- 0;
  if not t.in_recovery then begin
    grow t bytes;
    Nothing
  end
  else if ack >= t.recover then begin
    t.in_recovery <- false;
    t.counted <- 0;
    t.window <- t.ssthresh;
    Nothing
  end
  else if t.sack then Nothing
  else begin
    (* RFC 6582, section 3.2, step 3: a partial acknowledgement *)
    t.window <- Int.max t.mss (t.window - bytes) + if bytes >= t.mss then t.mss else 0;
    Retransmit
  end

let halve t in_flight = t.ssthresh <- Int.max (in_flight / 2) (2 * t.mss)

let duplicate t ~ack ~sent ~lost =
  t.duplicates <- t.duplicates + 1;
  if t.in_recovery then begin
    if not t.sack then t.window <- Int.min most (t.window + t.mss);
    Nothing
  end
  else if (t.duplicates = 3 || lost) && ack > t.recover then begin
    halve t (sent - ack);
    t.window <- (if t.sack then t.ssthresh else t.ssthresh + (3 * t.mss));
    t.recover <- sent;
    t.in_recovery <- true;
    Retransmit
  end
  else Nothing

let timeout t ~una ~sent =
  (* A second time-out of the same data does not halve again what was halved already (RFC 5681, section 3.1). *)
  if una >= t.recover || t.in_recovery || t.ssthresh = most then halve t (sent - una);
  t.recover <- sent;
  t.in_recovery <- false;
  t.duplicates <- 0;
  t.counted <- 0;
  t.window <- t.mss

let idle t = t.window <- Int.min t.window (initial t.mss)
