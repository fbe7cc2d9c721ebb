(* What all connections together may hold, in one direction. Each has a share of its own beside it, so that full memory
   slows connections down and stops none. *)

let share = 4096

type t = { limit : int; mutable used : int }

let create limit = { limit; used = 0 }

(* Whether who holds [held] bytes may take [wanted] more; takes them. *)
let take t ~held wanted =
  let allowed = held + wanted <= share || t.used + wanted <= t.limit in
  if allowed then t.used <- t.used + wanted;
  allowed

let give t bytes = t.used <- t.used - bytes
