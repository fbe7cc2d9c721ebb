(** The entries and the numbered writes, in the db tier. It is dialled when it is needed and through the edge, so that every
    request reaches the database that serves right now. Everything fails with {!Mariadb.Failure.Failed} while the database
    is away or may not be written. *)

let author_length = 60
let message_length = 1000
let page = 20
let duplicate_key = 1062

type entry = {
  id : int64;
  author : string;
  message : string;
  written_at : string;
}

type server = {
  flavour : string option;
  version : string;
  writable : bool;
}

module Make (Tcp : Tcpip.Tcp.S with type ipaddr = Ipaddr.t) (Time : Io.Time.S) = struct
  module Pool = Mariadb.Pool.Make (Tcp) (Time)

  let ( let* ) = Lwt.bind
  let strange () = Mariadb.Failure.malformed "a column of another type than it was"
  let int = function Mariadb.Value.Int n -> n | _ -> strange ()
  let text = function Mariadb.Value.Text text -> text | _ -> strange ()

  let first (result : Mariadb.Connection.result) =
    match result.rows with row :: _ -> row | [] -> Mariadb.Failure.malformed "no row"

  (* Whether the insert made a row, or one with its key was there. *)
  let insert use sql values =
    Lwt.catch
      (fun () -> Lwt.map (fun _ -> true) (Pool.execute use sql values))
      (function
        | Mariadb.Failure.Failed (Server { code; _ }) when code = duplicate_key -> Lwt.return_false | e -> Lwt.fail e)

  (** Stores an entry and returns its id; the same words with the same form key again return the entry that they made.
      Nothing when this form has made an entry of other words: those stay, and nothing is stored. *)
  let add use ~form_key ~author ~message =
    let* _ =
      insert use "INSERT INTO entry (form_key, author, message, written_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))"
        [| Text form_key; Text author; Text message |]
    in
    let* result = Pool.execute use "SELECT id, author, message FROM entry WHERE form_key = ?" [| Text form_key |] in
    let row = first result in
    Lwt.return (if text row.(1) = author && text row.(2) = message then Some (int row.(0)) else None)

  let entries_sql = "SELECT id, author, message, written_at FROM entry WHERE id < ? ORDER BY id DESC LIMIT 21"
  let count_sql = "SELECT COUNT(*) FROM entry"
  let server_sql = "SELECT @@report_host AS flavour, @@version AS version, @@read_only = 0 AS writable"

  let entries (result : Mariadb.Connection.result) =
    List.map
      (fun row -> { id = int row.(0); author = text row.(1); message = text row.(2); written_at = text row.(3) })
      result.rows

  let count result = Int64.to_int (int (first result).(0))

  let server_of result =
    let row = first result in
    {
      flavour = (match row.(0) with Text flavour -> Some flavour | _ -> None);
      version = text row.(1);
      writable = int row.(2) <> 0L;
    }

  let good = function Ok value -> value | Error failure -> raise (Mariadb.Failure.Failed failure)

  type page = {
    entries : entry list;
    total : int;
  }

  (** What a page shows, in one question to the server: the entries before this id, the youngest first, with at most one
      more that tells that there are others; how many there are; and what serves. *)
  let page_before use id =
    let* answers = Pool.all use [ Execute (entries_sql, [| Int id |]); Query count_sql; Query server_sql ] in
    match answers with
    | [ read; counted; served ] ->
        let page =
          match (read, counted) with
          | Ok read, Ok counted -> Ok { entries = entries read; total = count counted }
          | Error failure, _ | _, Error failure -> Error failure
        in
        Lwt.return (page, Result.to_option served |> Option.map server_of)
    | _ -> Mariadb.Failure.malformed "another number of answers"

  (** What serves. *)
  let server use = Lwt.map server_of (Pool.query use server_sql)

  (** What serves, and how many entries there are. *)
  let status use =
    let* answers = Pool.all use [ Query server_sql; Query count_sql ] in
    match List.map good answers with
    | [ served; counted ] -> Lwt.return (server_of served, count counted)
    | _ -> Mariadb.Failure.malformed "another number of answers"

  (** Stores a client's write with this number once: whether it is new, and when it was written. *)
  let write use ~client ~sequence =
    let* is_new =
      insert use "INSERT INTO numbered_write VALUES (?, ?, UTC_TIMESTAMP(3))" [| Text client; Int sequence |]
    in
    let* result =
      Pool.execute use "SELECT written_at FROM numbered_write WHERE client = ? AND sequence = ?"
        [| Text client; Int sequence |]
    in
    Lwt.return (is_new, text (first result).(0))

  (** At most so many numbers in an answer. *)
  let writes_page = 10_000

  (** The numbers above [after] that are stored for a client, in order. *)
  let writes use ~client ~after =
    let* result =
      Pool.execute use
        "SELECT sequence FROM numbered_write WHERE client = ? AND sequence > ? ORDER BY sequence LIMIT 10000"
        [| Text client; Int after |]
    in
    Lwt.return (List.map (fun row -> int row.(0)) result.rows)
end
