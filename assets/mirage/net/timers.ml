let never = max_int

(* Times are rounded up to 2^20 ns, about a millisecond, so that timers of many connections share one sleep. *)
let tick = 1 lsl 20
let rounded at = if at > never - tick then never else (at + tick - 1) land lnot (tick - 1)

type timer = {
  owner : t;
  mutable due : int;  (* what the user wants *)
  mutable queued : int;  (* the earliest entry that the queue has for this timer *)
  fire : unit -> unit;
}

and t = {
  now : unit -> int;
  sleep : int -> unit Lwt.t;
  mutable times : int array;
  mutable timers : timer array;
  mutable size : int;
  mutable sweep_at : int;  (* size at which entries that no longer count are looked for *)
  mutable sleeps : int list;  (* when sleeps under way end, the next first *)
  mutable stopped : bool;
}

let smallest_sweep = 64

let create ~now ~sleep =
  { now; sleep; times = [||]; timers = [||]; size = 0; sweep_at = smallest_sweep; sleeps = []; stopped = false }

let timer owner fire = { owner; due = never; queued = never; fire }
let due timer = timer.due
let is_set timer = timer.due <> never
let length t = t.size
let cancel timer = timer.due <- never

(* A binary heap in two arrays: no allocation for an entry. *)

let rec sift_up t i at timer =
  let parent = (i - 1) / 2 in
  if i > 0 && t.times.(parent) > at then begin
    t.times.(i) <- t.times.(parent);
    t.timers.(i) <- t.timers.(parent);
    sift_up t parent at timer
  end
  else begin
    t.times.(i) <- at;
    t.timers.(i) <- timer
  end

let rec sift_down t i at timer =
  let left = (2 * i) + 1 in
  let child = if left + 1 < t.size && t.times.(left + 1) < t.times.(left) then left + 1 else left in
  if left < t.size && t.times.(child) < at then begin
    t.times.(i) <- t.times.(child);
    t.timers.(i) <- t.timers.(child);
    sift_down t child at timer
  end
  else begin
    t.times.(i) <- at;
    t.timers.(i) <- timer
  end

let sweep t =
  let kept = ref 0 in
  for i = 0 to t.size - 1 do
    let timer = t.timers.(i) in
    if timer.queued = t.times.(i) && timer.due = never then timer.queued <- never
    else if timer.queued = t.times.(i) then begin
      t.times.(!kept) <- t.times.(i);
      t.timers.(!kept) <- timer;
      incr kept
    end
  done;
  (* What is behind the last entry must not keep a connection alive. *)
  if !kept > 0 then Array.fill t.timers !kept (Array.length t.timers - !kept) t.timers.(0)
  else begin
    t.times <- [||];
    t.timers <- [||]
  end;
  t.size <- !kept;
  for i = (t.size / 2) - 1 downto 0 do
    sift_down t i t.times.(i) t.timers.(i)
  done;
  t.sweep_at <- Int.max smallest_sweep (2 * t.size)

let push t at timer =
  if t.size >= t.sweep_at then sweep t;
  if t.size = Array.length t.times then begin
    let length = Int.max 16 (2 * t.size) in
    let times = Array.make length never and timers = Array.make length timer in
    Array.blit t.times 0 times 0 t.size;
    Array.blit t.timers 0 timers 0 t.size;
    t.times <- times;
    t.timers <- timers
  end;
  t.size <- t.size + 1;
  timer.queued <- at;
  sift_up t (t.size - 1) at timer

let pop t =
  let timer = t.timers.(0) in
  t.size <- t.size - 1;
  if t.size > 0 then begin
    let last = t.timers.(t.size) in
    sift_down t 0 t.times.(t.size) last;
    t.timers.(t.size) <- t.timers.(0)
  end;
  timer

(* Sleeps cannot be taken back, since [sleep] is the host's. A later one under way is left to end by itself, and serves
   when its time comes; so a sleep is begun only for a time before all of those, and there are few of them. *)
let rec arm t =
  if t.size > 0 && not t.stopped then begin
    let at = t.times.(0) in
    match t.sleeps with
    | next :: _ when next <= at -> ()
    | sleeps ->
      t.sleeps <- at :: sleeps;
      Lwt.on_success (t.sleep (Int.max 0 (at - t.now ()))) (fun () -> woken t at)
  end

and woken t at =
  t.sleeps <- List.filter (fun other -> other <> at) t.sleeps;
  if not t.stopped then begin
    run t (t.now ());
    arm t
  end

and run t now =
  if t.size > 0 && t.times.(0) <= now then begin
    let at = t.times.(0) in
    let timer = pop t in
    if timer.queued = at then begin
      timer.queued <- never;
      if timer.due <= now then begin
        timer.due <- never;
        timer.fire ()
      end
      else if timer.due <> never then push t (rounded timer.due) timer
    end;
    run t now
  end

let set timer at =
  timer.due <- at;
  let at = rounded at in
  if at < timer.queued then begin
    push timer.owner at timer;
    arm timer.owner
  end

let stop t =
  t.stopped <- true;
  t.size <- 0;
  t.times <- [||];
  t.timers <- [||]
