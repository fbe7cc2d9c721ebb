(* At most so many of a kind in a second. *)

type t = { env : Env.t; limit : unit -> int; mutable second : int; mutable left : int }

let create env limit = { env; limit; second = -1; left = 0 }

let allows t =
  let second = t.env.Env.now () / 1_000_000_000 in
  if second <> t.second then begin
    t.second <- second;
    t.left <- t.limit ()
  end;
  if t.left > 0 then begin
    t.left <- t.left - 1;
    true
  end
  else begin
    t.env.counters.drop_rate <- t.env.counters.drop_rate + 1;
    false
  end
