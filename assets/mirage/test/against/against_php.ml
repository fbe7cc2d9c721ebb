(* Asks both tiers the same and compares: against_php CONFIG [--away]. CONFIG is a file of settings for the command `mariadb`. *)

open Ask

let php = "127.0.0.1"
let ocaml = "127.0.0.2"
let differences = ref 0
let compared = ref 0

let sql config statement =
  let command = Filename.quote_command "mariadb" [ "--defaults-file=" ^ config; "-e"; statement ] in
  if Sys.command command <> 0 then failwith ("mariadb could not do: " ^ statement)

let describe (request : request) =
  let body = if String.length request.body > 200 then String.sub request.body 0 200 ^ "…" else request.body in
  Printf.sprintf "%s %S %s %S" request.meth request.uri
    (String.concat " " (List.map (fun (n, v) -> n ^ ": " ^ String.escaped v) request.fields))
    body

let first_difference a b =
  let n = min (String.length a) (String.length b) in
  let rec look i = if i < n && a.[i] = b.[i] then look (i + 1) else i in
  let at = max 0 (look 0 - 60) in
  let part text = String.sub text at (min 160 (String.length text - at)) in
  Printf.sprintf "  PHP:   %S\n  OCaml: %S" (part a) (part b)

let compare_answers name request (a : answer) (b : answer) =
  incr compared;
  let whole answer = normal (String.concat "\n" answer.head ^ "\n\n" ^ answer.body) in
  let a = whole a and b = whole b in
  if a <> b then begin
    incr differences;
    Printf.printf "%s: %s\n%s\n%!" name (describe request) (first_difference a b)
  end

let clear config = sql config "TRUNCATE guestbook.entry; TRUNCATE guestbook.numbered_write"

let group config (name, requests) =
  clear config;
  let first = List.map (ask php) requests in
  clear config;
  let second = List.map (ask ocaml) requests in
  List.iteri (fun i request -> compare_answers name request (List.nth first i) (List.nth second i)) requests;
  Printf.printf "%s: %d compared\n%!" name (List.length requests)

(* A form that one side made is taken by the other, and a key that one side has used is known to the other. *)
let crossed config made taken =
  clear config;
  let page = ask made (get "/") in
  let cookie =
    match find "\\(visitor=[0-9a-f]+\\)" (Option.value (field page "Set-Cookie") ~default:"") with
    | Some cookie -> cookie
    | None -> failwith "a page without a cookie"
  in
  let hidden name = Option.get (find (Printf.sprintf "name=\"%s\" value=\"\\([^\"]+\\)\"" name) page.body) in
  let form =
    Case.urlencoded
      [ ("form_key", hidden "form_key"); ("token", hidden "token"); ("author", "Crossed"); ("message", "words") ]
  in
  let send where = ask where (Case.post ~fields:[ ("Cookie", cookie) ] form) in
  let first = send taken and again = send made in
  incr compared;
  let sent_on answer = (List.hd answer.head, field answer "Location") in
  if sent_on first <> ("Status: 303 See Other", Some "/#entry-1") || sent_on again <> sent_on first then begin
    incr differences;
    Printf.printf "a form made by %s is not taken by %s: %s\n" made taken (String.concat "; " first.head)
  end

(* More numbers than an answer holds. *)
let many_numbers config =
  clear config;
  sql config
    "SET max_recursive_iterations = 20000; INSERT INTO guestbook.numbered_write WITH RECURSIVE n (i) AS (SELECT 1 \
     UNION ALL SELECT i + 1 FROM n WHERE i < 10001) SELECT 'big', i, NOW(3) FROM n";
  List.iter
    (fun request -> compare_answers "many numbers" request (ask php request) (ask ocaml request))
    [ get "/api/writes?client=big"; get "/api/writes?client=big&after=10000"; get "/api/writes?client=big&after=1" ]

(* What is sent many times at once is stored once, and all are told the same. *)
let at_once config =
  let check name request expected =
    List.iter
      (fun where ->
        clear config;
        let answers = ask_at_once 12 where request in
        let statuses =
          List.sort compare (List.map (fun answer -> Option.value (field answer "Status") ~default:"200") answers)
        in
        incr compared;
        if
          statuses <> expected
          || List.length
               (List.sort_uniq compare (List.map (fun answer -> (field answer "Location", answer.body)) answers))
             <> 1
        then begin
          incr differences;
          Printf.printf "%s, at %s: %s\n" name where (String.concat ", " statuses)
        end)
      [ php; ocaml ]
  in
  check "one number at once"
    (Case.write {|{"client":"c","sequence":7}|})
    (List.init 11 (fun _ -> "200") @ [ "201 Created" ]);
  check "one form at once" (Case.sign "Ada" "at once") (List.init 12 (fun _ -> "303 See Other"))

let ping () =
  let params name = [ ("SCRIPT_NAME", name); ("SCRIPT_FILENAME", name); ("REQUEST_METHOD", "GET") ] in
  List.iter
    (fun name ->
      let at where = split (exchange where (params name) "") in
      compare_answers "other scripts" (get name) (at php) (at ocaml))
    [ "/ping"; "/missing.php" ]

let () =
  let config = Sys.argv.(1) in
  if Array.mem "--away" Sys.argv then
    List.iter
      (fun request -> compare_answers "database away" request (ask php request) (ask ocaml request))
      Cases.hindered
  else begin
    ping ();
    List.iter (group config) Cases.all;
    crossed config php ocaml;
    crossed config ocaml php;
    many_numbers config;
    at_once config;
    sql config "SET GLOBAL read_only = 1";
    group config ("read-only database", Cases.hindered);
    sql config "SET GLOBAL read_only = 0"
  end;
  Printf.printf "%d answers compared, %d differ\n" !compared !differences;
  exit (if !differences = 0 then 0 else 1)
