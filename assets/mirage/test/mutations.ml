(** Inputs that are nearly right: taken from good ones, and changed at random. *)

let int = Random.State.int

let splice text ~at ~cut insert =
  let cut = min cut (String.length text - at) in
  String.concat "" [ String.sub text 0 at; insert; String.sub text (at + cut) (String.length text - at - cut) ]

let interesting =
  [|
    "\000";
    "\xff";
    "\r";
    "\n";
    "\r\n";
    "\r\n\r\n";
    ":";
    ";";
    " ";
    "\t";
    "%";
    "0";
    "-1";
    "ffffffff";
    "\xff\xff\xff\xff";
    "\x7f\xff";
    "\x80\x00\x00\x00";
    "\xfe";
    "\xfb";
    "chunked";
    "99999999999999999999";
  |]

let change state corpus text =
  let length = String.length text in
  let at = int state (length + 1) in
  match int state 9 with
  | 0 when length > 0 ->
      let at = min at (length - 1) in
      String.mapi (fun i c -> if i = at then Char.chr (Char.code c lxor (1 lsl int state 8)) else c) text
  | 1 -> splice text ~at ~cut:(int state 8) ""
  | 2 -> splice text ~at ~cut:0 (String.init (1 + int state 8) (fun _ -> Char.chr (int state 256)))
  | 3 -> splice text ~at ~cut:0 interesting.(int state (Array.length interesting))
  | 4 -> splice text ~at ~cut:(1 + int state 4) interesting.(int state (Array.length interesting))
  | 5 when length > 0 ->
      (* A part once more. *)
      let from = int state length in
      splice text ~at ~cut:0 (String.sub text from (min (1 + int state 60) (length - from)))
  | 6 -> String.sub text 0 at
  | 7 ->
      let other = corpus.(int state (Array.length corpus)) in
      String.sub text 0 at
      ^ String.sub other (min at (String.length other)) (String.length other - min at (String.length other))
  | _ -> splice text ~at ~cut:0 (String.make (int state 3_000) (Char.chr (int state 256)))

(** One of the corpus, changed up to five times. *)
let generate state corpus =
  let rec go text n = if n = 0 then text else go (change state corpus text) (n - 1) in
  go corpus.(int state (Array.length corpus)) (int state 6)

(** The text in pieces, as a network may cut it. *)
let pieces state text =
  let rec go at found =
    if at >= String.length text then List.rev found
    else
      let n =
        min
          (String.length text - at)
          (match int state 4 with 0 -> 1 + int state 4 | 1 -> 1 + int state 100 | _ -> String.length text)
      in
      go (at + n) (String.sub text at n :: found)
  in
  go 0 []
