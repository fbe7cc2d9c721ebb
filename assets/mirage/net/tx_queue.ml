let chunk = 4096

type pool = { memory : Memory.t; mutable spare : Cstruct.t list; mutable spares : int }

(* Enough for four connections at full speed; more is left to the garbage collector. *)
let max_spares = 64

let pool ~limit = { memory = Memory.create limit; spare = []; spares = 0 }
let held pool = pool.memory.used

let lend pool ~held =
  if not (Memory.take pool.memory ~held chunk) then None
  else
    match pool.spare with
    | first :: rest ->
      pool.spare <- rest;
      pool.spares <- pool.spares - 1;
      Some first
    | [] -> Some (Cstruct.create_unsafe chunk)

let give_back pool buffer =
  Memory.give pool.memory chunk;
  if pool.spares < max_spares then begin
    pool.spare <- buffer :: pool.spare;
    pool.spares <- pool.spares + 1
  end

type t = {
  pool : pool;
  limit : int;
  mutable base : int;
  mutable length : int;
  mutable offset : int;  (* of [base] in the first chunk *)
  mutable ring : Cstruct.t array;  (* grows by doubling, as far as [limit] asks for *)
  mutable first : int;
  mutable count : int;  (* chunks in use *)
}

let create pool ~limit ~base = { pool; limit; base; length = 0; offset = 0; ring = [||]; first = 0; count = 0 }
let base t = t.base
let finish t = t.base + t.length
let room t = t.limit - t.length
let slot t i = (t.first + i) land (Array.length t.ring - 1)

let grow t =
  let size = Array.length t.ring in
  let ring = Array.make (Int.max 2 (2 * size)) Cstruct.empty in
  for i = 0 to t.count - 1 do
    ring.(i) <- t.ring.(slot t i)
  done;
  t.ring <- ring;
  t.first <- 0

let add_chunk t =
  match lend t.pool ~held:(t.count * chunk) with
  | None -> false
  | Some buffer ->
    if t.count = Array.length t.ring then grow t;
    t.ring.(slot t t.count) <- buffer;
    t.count <- t.count + 1;
    true

let rec take t data offset taken wanted =
  if wanted = 0 then taken
  else begin
    let at = t.offset + t.length in
    if at < t.count * chunk || add_chunk t then begin
      let place = at land (chunk - 1) in
      let part = Int.min wanted (chunk - place) in
      Cstruct.blit data offset t.ring.(slot t (at / chunk)) place part;
      t.length <- t.length + part;
      take t data (offset + part) (taken + part) (wanted - part)
    end
    else taken
  end

let append t data offset = take t data offset 0 (Int.min (Cstruct.length data - offset) (room t))

let drop_first t =
  give_back t.pool t.ring.(t.first);
  t.ring.(t.first) <- Cstruct.empty;
  t.first <- slot t 1;
  t.count <- t.count - 1

let release t seq =
  let released = Int.min (seq - t.base) t.length in
  if released > 0 then begin
    t.base <- t.base + released;
    t.length <- t.length - released;
    t.offset <- t.offset + released;
    while t.offset >= chunk do
      drop_first t;
      t.offset <- t.offset - chunk
    done;
    if t.length = 0 then begin
      while t.count > 0 do
        drop_first t
      done;
      t.offset <- 0
    end
  end

let copy_sum t ~seq ~length target at =
  let rec copy from at left sum odd =
    if left = 0 then sum
    else begin
      let place = from land (chunk - 1) in
      let part = Int.min left (chunk - place) in
      let part_sum = Checksum.copy_sum t.ring.(slot t (from / chunk)) place target at part in
      let sum = sum + if odd then Checksum.swap part_sum else part_sum in
      copy (from + part) (at + part) (left - part) sum (odd <> (part land 1 = 1))
    end
  in
  if seq < t.base || seq + length > finish t then invalid_arg "Tx_queue.copy_sum";
  copy (t.offset + seq - t.base) at length 0 false

let clear t = release t (finish t)
