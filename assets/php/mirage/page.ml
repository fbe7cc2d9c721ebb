(** The one page. *)

type draft = {
  form_key : string;
  author : string;
  message : string;
  mistakes : (string * string) list;
  problem : string;
}
(** What a visitor typed, kept until it is stored; [mistakes] has a sentence a field. *)

type tiers = {
  web : string;
  php : string;
  db : string option;
}

type t = {
  tiers : tiers;
  draft : draft option;
  token : string;
  entries : Guestbook.entry list option;  (** nothing while they cannot be read *)
  total : int;
  problem : string;
  is_older_page : bool;
}

let head =
  {|<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Guestbook</title>
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
  <h1><a href="/">Guestbook</a></h1>
  <p>Say hello. Three small servers keep your words.</p>
</header>
<main>
|}

(* The polynomial of zlib's and PHP's crc32. *)
let crc_table =
  Array.init 256 (fun n ->
      let rec step c k =
        if k = 0 then c else step (if c land 1 = 1 then 0xedb88320 lxor (c lsr 1) else c lsr 1) (k - 1)
      in
      step n 8)

let crc32 text =
  String.fold_left (fun c byte -> crc_table.(c lxor Char.code byte land 255) lxor (c lsr 8)) 0xffffffff text
  lxor 0xffffffff

(** A quiet colour for a name, one of eight, the same every time. *)
let colour name = crc32 name mod 8

(** The first letter of a name, as a person would take it: an emoji in parts stays whole. *)
let initial name = if name = "" then "?" else Site.Text.first name

let months = [| "Jan"; "Feb"; "Mar"; "Apr"; "May"; "Jun"; "Jul"; "Aug"; "Sep"; "Oct"; "Nov"; "Dec" |]

(** The database's time for a reader: from [2026-11-05 08:30:00.125] to [5 Nov 2026, 08:30]. *)
let readable written_at =
  let number first length =
    if String.length written_at < first + length then None
    else int_of_string_opt ("0u" ^ String.sub written_at first length)
  in
  match (number 0 4, number 5 2, number 8 2, number 11 2, number 14 2) with
  | Some year, Some month, Some day, Some hour, Some minute when month >= 1 && month <= 12 ->
      Printf.sprintf "%d %s %04d, %02d:%02d" day months.(month - 1) year hour minute
  | _ -> written_at

let add_field b draft (name, label) =
  let text = Buffer.add_string b in
  let mistake = List.assoc_opt name draft.mistakes in
  let attributes () =
    Printf.bprintf b {|id="%s" name="%s" required|} name name;
    if mistake <> None then Printf.bprintf b {| aria-invalid="true" aria-describedby="%s-mistake"|} name
  in
  Printf.bprintf b "    <label for=\"%s\">%s</label>\n" name label;
  if name = "author" then begin
    text "    <input ";
    attributes ();
    Printf.bprintf b {| maxlength="%d" autocomplete="name" value="|} Guestbook.author_length;
    Site.Html.add b draft.author;
    text "\">\n"
  end
  else begin
    text "    <textarea ";
    attributes ();
    Printf.bprintf b " maxlength=\"%d\" rows=\"3\">\n" Guestbook.message_length;
    Site.Html.add b draft.message;
    text "</textarea>\n"
  end;
  Option.iter
    (fun mistake ->
      Printf.bprintf b {|    <p class="mistake" id="%s-mistake">|} name;
      Site.Html.add b mistake;
      text "</p>\n")
    mistake

let add_form b ~token draft =
  let text = Buffer.add_string b in
  text
    "  <form class=\"card\" method=\"post\" action=\"/\" accept-charset=\"utf-8\" aria-label=\"Write in the guestbook\">\n";
  Printf.bprintf b "    <input type=\"hidden\" name=\"form_key\" value=\"%s\">\n" draft.form_key;
  Printf.bprintf b "    <input type=\"hidden\" name=\"token\" value=\"%s\">\n" token;
  List.iter (add_field b draft) [ ("author", "Your name"); ("message", "Your message") ];
  text "    <button>Sign the guestbook</button>\n  </form>\n"

let add_entry b (entry : Guestbook.entry) =
  let text = Buffer.add_string b in
  text "      <li class=\"card\" id=\"entry-";
  text (Int64.to_string entry.id);
  text "\">\n        <span class=\"face colour-";
  text (string_of_int (colour entry.author));
  text "\" aria-hidden=\"true\">";
  Site.Html.add b (initial entry.author);
  text "</span>\n        <h3 dir=\"auto\">";
  Site.Html.add b entry.author;
  text "</h3>\n        <time datetime=\"";
  text (String.map (function ' ' -> 'T' | c -> c) entry.written_at);
  text "Z\">";
  text (readable entry.written_at);
  text " UTC</time>\n        <p dir=\"auto\">";
  Site.Html.add b entry.message;
  text "</p>\n      </li>\n"

let rec first n = function item :: rest when n > 0 -> item :: first (n - 1) rest | _ -> []

let add_entries b t entries =
  let text = Buffer.add_string b in
  let shown = first Guestbook.page entries in
  let has_more = List.compare_length_with entries Guestbook.page > 0 in
  text "  <section aria-labelledby=\"entries\">\n    <h2 id=\"entries\">";
  text (if t.total = 1 then "1 entry" else Site.Digits.grouped t.total ^ " entries");
  text "</h2>\n";
  if shown = [] then begin
    text "    <p class=\"empty\">";
    text (if t.is_older_page then "There are no older entries." else "Nobody has written yet. Be the first!");
    text "</p>\n"
  end;
  text "    <ol>\n";
  List.iter (add_entry b) shown;
  text "    </ol>\n";
  if has_more || t.is_older_page then begin
    text "    <nav aria-label=\"Pages\">\n";
    if t.is_older_page then text "      <a href=\"/\">Youngest entries</a>\n";
    if has_more then
      Printf.bprintf b "      <a href=\"/?before=%Ld\">Older entries</a>\n" (List.nth shown (Guestbook.page - 1)).id;
    text "    </nav>\n"
  end;
  text "  </section>\n"

let add_footer b tiers =
  let text = Buffer.add_string b in
  text "</main>\n<footer>\n  <h2>Served by</h2>\n  <dl>\n";
  List.iter
    (fun (tier, flavour) ->
      Printf.bprintf b "    <div><dt>%s</dt><dd>" tier;
      Site.Html.add_any b flavour;
      text "</dd></div>\n")
    [ ("web", tiers.web); ("php", tiers.php); ("db", Option.value tiers.db ~default:"away") ];
  text "  </dl>\n</footer>\n</body>\n</html>\n"

(* One for all pages: each is written at once, without waiting for anything. *)
let buffer = Buffer.create 16_384

let to_string t =
  let b = buffer in
  Buffer.clear b;
  Buffer.add_string b head;
  if t.problem <> "" then begin
    Buffer.add_string b "  <p class=\"problem\" role=\"alert\">";
    Site.Html.add b t.problem;
    Buffer.add_string b "</p>\n"
  end;
  Option.iter (fun draft -> if not t.is_older_page then add_form b ~token:t.token draft) t.draft;
  Option.iter (add_entries b t) t.entries;
  add_footer b t.tiers;
  let page = Buffer.contents b in
  if Buffer.length b > 262_144 then Buffer.reset b;
  page
