(* Longer lines than any of the runner's are not for us, and are not kept. *)
let line_most = 256
let stop, asked_to_stop = Lwt.wait ()
let wakers : (unit -> unit Lwt.t) list ref = ref []
let on_wake f = wakers := !wakers @ [ f ]
let say line = Raw.control_write (line ^ "\n")
let ready () = say "ready"

let mark name =
  let good = function 'a' .. 'z' | '0' .. '9' | '-' -> true | _ -> false in
  if name = "" || String.length name > 24 || not (String.for_all good name) then
    invalid_arg (Printf.sprintf "Machine.Control.mark %S" name);
  say ("mark " ^ name)

(* Seconds with up to nine decimals, as nanoseconds. *)
let nanoseconds text =
  let whole, part =
    match String.index_opt text '.' with
    | Some i -> (String.sub text 0 i, String.sub text (i + 1) (String.length text - i - 1))
    | None -> (text, "")
  in
  let digits = String.for_all (function '0' .. '9' -> true | _ -> false) in
  if whole = "" || String.length whole > 10 || String.length part > 9 || not (digits whole && digits part) then None
  else
    let part = part ^ String.make (9 - String.length part) '0' in
    Some Int64.(add (mul (of_string ("0u" ^ whole)) 1_000_000_000L) (of_string ("0u" ^ part)))

(* What the collector has in reserve would be in the saved file, too. *)
let sleep () =
  Gc.compact ();
  say "asleep"

let wake time =
  Raw.wake time;
  Lwt.dont_wait
    (fun () -> Lwt.bind (Lwt_list.iter_s (fun f -> f ()) !wakers) (fun () -> Lwt.return (say "awake")))
    (fun failure -> !Lwt.async_exception_hook failure)

let obey line =
  match String.split_on_char ' ' line with
  | [ "stop" ] -> if Lwt.is_sleeping stop then Lwt.wakeup_later asked_to_stop ()
  | [ "sleep" ] -> sleep ()
  | [ "time"; time ] -> Option.iter Raw.wake (nanoseconds time)
  | [ "wake"; time ] -> Option.iter wake (nanoseconds time)
  | _ -> ()

let line = Buffer.create line_most

let take letter =
  if letter <> '\n' then (if Buffer.length line <= line_most then Buffer.add_char line letter)
  else begin
    let text = Buffer.contents line in
    Buffer.clear line;
    let length = String.length text in
    if length <= line_most then
      obey (if length > 0 && text.[length - 1] = '\r' then String.sub text 0 (length - 1) else text)
  end

let room = Bytes.create 64

let read () =
  let rec go () =
    let length = Raw.control_read room in
    Bytes.iter take (Bytes.sub room 0 length);
    if length = Bytes.length room then go ()
  in
  go ()

(* The first look also has the port wake the machine. *)
let rec listen () =
  read ();
  Lwt.bind (Loop.wait Raw.control_readable) listen

(* The runner answers with the time: what the configuration said is older by the machine's start. *)
let () =
  mark "program";
  Lwt.async listen
