(** Dates of HTTP (RFC 9110, section 5.6.7), to the second. *)

let days = [| "Sun"; "Mon"; "Tue"; "Wed"; "Thu"; "Fri"; "Sat" |]
let months = [| "Jan"; "Feb"; "Mar"; "Apr"; "May"; "Jun"; "Jul"; "Aug"; "Sep"; "Oct"; "Nov"; "Dec" |]

(** As in [Sun, 06 Nov 1994 08:49:37 GMT]. *)
let to_string time =
  let (year, month, day), ((hour, minute, second), _) = Ptime.to_date_time time in
  let weekday =
    match Ptime.weekday time with `Sun -> 0 | `Mon -> 1 | `Tue -> 2 | `Wed -> 3 | `Thu -> 4 | `Fri -> 5 | `Sat -> 6
  in
  Printf.sprintf "%s, %02d %s %04d %02d:%02d:%02d GMT" days.(weekday) day months.(month - 1) year hour minute second

(** Reads the form above, and no other: the two obsolete ones have not been written since the last century, and a
    condition that cannot be read is one that does not hold. *)
let of_string text =
  let number first length =
    let part = String.sub text first length in
    if String.for_all (function '0' .. '9' -> true | _ -> false) part then int_of_string ("0u" ^ part) else -1
  in
  let month name =
    let rec look i = if i = 12 then 0 else if months.(i) = name then i + 1 else look (i + 1) in
    look 0
  in
  if String.length text <> 29 || String.sub text 25 4 <> " GMT" then None
  else
    Ptime.of_date_time
      ((number 12 4, month (String.sub text 8 3), number 5 2), ((number 17 2, number 20 2, number 23 2), 0))

type cache = {
  mutable second : int;
  mutable text : string;
}
(** A clock's date, made anew when its second is over. *)

let cache () = { second = min_int; text = "" }

let cached cache now =
  let days, picoseconds = Ptime.Span.to_d_ps (Ptime.to_span now) in
  let second = (days * 86_400) + Int64.to_int (Int64.div picoseconds 1_000_000_000_000L) in
  if second <> cache.second then begin
    cache.text <- to_string now;
    cache.second <- second
  end;
  cache.text
