type t = { mutable ranges : (int * int) list (* ascending, with gaps between them *); mutable count : int }

let most = 64
let create () = { ranges = []; count = 0 }

let clear t =
  t.ranges <- [];
  t.count <- 0

let is_empty t = t.count = 0

let set t ranges =
  t.ranges <- ranges;
  t.count <- List.length ranges

let size ranges = List.fold_left (fun total (start, finish) -> total + finish - start) 0 ranges

let rec insert start finish = function
  | ((_, b) as range) :: rest when b < start -> range :: insert start finish rest
  | (a, b) :: rest when a <= finish -> insert (Int.min a start) (Int.max b finish) rest
  | rest -> (start, finish) :: rest

let add t start finish =
  let ranges = insert start finish t.ranges in
  if List.compare_length_with ranges most > 0 then 0
  else begin
    let added = size ranges - size t.ranges in
    set t ranges;
    added
  end

let advance t una =
  let rec cut = function
    | (_, finish) :: rest when finish <= una -> cut rest
    | (start, finish) :: rest when start < una -> (una, finish) :: rest
    | ranges -> ranges
  in
  if t.count > 0 then set t (cut t.ranges)

let lost_before t ~mss =
  let rec look bytes count = function
    | [] -> -1
    | (start, finish) :: lower ->
      let bytes = bytes + finish - start and count = count + 1 in
      if count >= 3 || bytes > 2 * mss then start else look bytes count lower
  in
  if t.count = 0 then -1 else look 0 0 (List.rev t.ranges)

let missing t from until =
  let marked total (start, finish) = total + Int.max 0 (Int.min finish until - Int.max start from) in
  Int.max 0 (until - from) - List.fold_left marked 0 t.ranges

let next_hole t from until =
  let rec look from = function
    | (_, finish) :: rest when finish <= from -> look from rest
    | (start, finish) :: rest when start <= from -> look finish rest
    | (start, _) :: _ -> (from, Int.max 0 (Int.min start until - from))
    | [] -> (from, Int.max 0 (until - from))
  in
  look from t.ranges
