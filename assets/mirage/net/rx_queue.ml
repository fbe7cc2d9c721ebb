type piece = { seq : int; data : Cstruct.t; charge : int }

type t = {
  memory : Memory.t;
  segments : int;
  queue : Cstruct.t Queue.t;
  mutable readable : int;
  mutable tail : Cstruct.t;  (* a chunk where small payloads are put together *)
  mutable tail_start : int;  (* where the payloads begin that are not in the queue yet *)
  mutable tail_end : int;
  mutable pieces : piece list;  (* the last first: a new one mostly follows all others *)
  mutable count : int;
  mutable held : int;
}

(* A payload that fills half of a frame of 2 KiB or more is kept in it. *)
let large = 1024
let chunk = 4096

(* What a piece costs beside its bytes: its record, its buffer's header, and up to as much again of a frame. *)
let overhead = 256

let create memory ~segments =
  {
    memory;
    segments;
    queue = Queue.create ();
    readable = 0;
    tail = Cstruct.empty;
    tail_start = 0;
    tail_end = 0;
    pieces = [];
    count = 0;
    held = 0;
  }

let readable t = t.readable
let held t = t.held
let pieces t = t.count

let charge t bytes =
  let allowed = Memory.take t.memory ~held:t.held bytes in
  if allowed then t.held <- t.held + bytes;
  allowed

let refund t bytes =
  Memory.give t.memory bytes;
  t.held <- t.held - bytes

(* Gathered small payloads join the queue before anything that comes after them, and when they are asked for. *)
let settle t =
  if t.tail_end > t.tail_start then begin
    Queue.push (Cstruct.sub t.tail t.tail_start (t.tail_end - t.tail_start)) t.queue;
    t.tail_start <- t.tail_end
  end

let rec gather t data from =
  let left = Cstruct.length data - from in
  if left > 0 then begin
    if t.tail_end = Cstruct.length t.tail then begin
      settle t;
      t.tail <- Cstruct.create_unsafe chunk;
      t.tail_start <- 0;
      t.tail_end <- 0
    end;
    let part = Int.min left (Cstruct.length t.tail - t.tail_end) in
    Cstruct.blit data from t.tail t.tail_end part;
    t.tail_end <- t.tail_end + part;
    gather t data (from + part)
  end

let enqueue t data =
  let length = Cstruct.length data in
  t.readable <- t.readable + length;
  if length >= large then begin
    settle t;
    Queue.push data t.queue
  end
  else gather t data 0

let drop_pieces t =
  refund t (List.fold_left (fun total piece -> total + piece.charge) 0 t.pieces);
  t.pieces <- [];
  t.count <- 0

(* Pieces that wait for this very data must not be what keeps it out; they are sent again. *)
let push t data =
  let length = Cstruct.length data in
  let taken =
    charge t length
    || t.count > 0
       && begin
         drop_pieces t;
         charge t length
       end
  in
  if taken then enqueue t data;
  taken

let pop t =
  if Queue.is_empty t.queue then settle t;
  let data = Queue.pop t.queue in
  t.readable <- t.readable - Cstruct.length data;
  refund t (Cstruct.length data);
  if t.readable = 0 then begin
    t.tail <- Cstruct.empty;
    t.tail_start <- 0;
    t.tail_end <- 0
  end;
  data

let finish piece = piece.seq + Cstruct.length piece.data

let add t ~seq data rest =
  let length = Cstruct.length data in
  let charged = length + overhead in
  if t.count >= t.segments || not (charge t charged) then None
  else begin
    let data = if length >= large then data else Cstruct.sub_copy data 0 length in
    t.count <- t.count + 1;
    Some ({ seq; data; charge = charged } :: rest)
  end

(* [place pieces seq data] is [pieces] with what [data] adds to them, or None at a bound. A new piece that covers others
   is cut at each of them. *)
let rec place t pieces seq data =
  let length = Cstruct.length data in
  if length = 0 then Some pieces
  else
    match pieces with
    | [] -> add t ~seq data pieces
    | last :: _ when seq >= finish last -> add t ~seq data pieces
    | last :: before ->
      let after = seq + length - finish last in
      let head = Int.min length (Int.max 0 (last.seq - seq)) in
      let placed =
        match place t before seq (Cstruct.sub data 0 head) with
        | Some before -> Some (last :: before)
        | None -> None
      in
      (match placed with
       | Some pieces when after > 0 -> add t ~seq:(finish last) (Cstruct.shift data (length - after)) pieces
       | placed -> placed)

let store t ~seq data =
  let count = t.count and held = t.held in
  match place t t.pieces seq data with
  | Some pieces ->
    t.pieces <- pieces;
    true
  | None ->
    (* Parts may have been counted before the bound was met; they are not kept. *)
    refund t (t.held - held);
    t.count <- count;
    false

let drain t next =
  let rec move next = function
    | piece :: rest when piece.seq <= next ->
      let new_bytes = finish piece - next in
      t.count <- t.count - 1;
      refund t piece.charge;
      if new_bytes > 0 then begin
        (* It was charged as a piece, with more than it costs now. *)
        ignore (charge t new_bytes : bool);
        enqueue t (Cstruct.shift piece.data (Cstruct.length piece.data - new_bytes));
        move (finish piece) rest
      end
      else move next rest
    | rest ->
      t.pieces <- List.rev rest;
      next
  in
  if t.count = 0 then next else move next (List.rev t.pieces)

let ranges t recent =
  (* The last piece comes first, so that the runs come out in ascending order. *)
  let join runs piece =
    match runs with
    | (start, end_) :: rest when finish piece = start -> (piece.seq, end_) :: rest
    | runs -> (piece.seq, finish piece) :: runs
  in
  let is_recent (start, end_) = start <= recent && recent < end_ in
  let first, others = List.partition is_recent (List.fold_left join [] t.pieces) in
  List.filteri (fun i _ -> i < 4) (first @ others)

let clear t =
  refund t t.held;
  Queue.clear t.queue;
  t.readable <- 0;
  t.tail <- Cstruct.empty;
  t.tail_start <- 0;
  t.tail_end <- 0;
  t.pieces <- [];
  t.count <- 0
