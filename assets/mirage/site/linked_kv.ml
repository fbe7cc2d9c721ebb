(** Files that are linked into a program, as a store of MirageOS's kind ([Mirage_kv.RO]). *)

type file = {
  name : string;  (** with slashes between folders *)
  modified : float;  (** seconds since 1970 *)
  digest : string;  (** SHA-256, 32 bytes *)
  content : string;
}

type nonrec error = Mirage_kv.error

let pp_error = Mirage_kv.pp_error

type key = Mirage_kv.Key.t
type t = (string list * file) list

let connect files : t = List.map (fun file -> (Mirage_kv.Key.segments (Mirage_kv.Key.v file.name), file)) files
let disconnect (_ : t) = Lwt.return_unit

(** What is below a folder, as names from there on. *)
let below (t : t) key =
  let rec rest folder name =
    match (folder, name) with
    | [], (_ :: _ as left) -> Some left
    | a :: folder, b :: name when String.equal a b -> rest folder name
    | _ -> None
  in
  List.filter_map (fun (name, file) -> Option.map (fun left -> (left, file)) (rest (Mirage_kv.Key.segments key) name)) t

let find t key =
  match List.assoc_opt (Mirage_kv.Key.segments key) t with
  | Some file -> Ok file
  | None -> if below t key = [] then Error (`Not_found key) else Error (`Value_expected key)

let from t key f = Lwt.return (Result.map f (find t key))

let exists t key =
  Lwt.return_ok
    (match find t key with Ok _ -> Some `Value | Error (`Value_expected _) -> Some `Dictionary | Error _ -> None)

let get t key = from t key (fun file -> file.content)

let get_partial t key ~offset ~length =
  let part file =
    let all = String.length file.content in
    let first = Optint.Int63.to_int offset in
    if first >= 0 && first < all && length > 0 then String.sub file.content first (min length (all - first)) else ""
  in
  from t key part

let list t key =
  match below t key with
  | [] -> Lwt.return_error (if find t key |> Result.is_ok then `Dictionary_expected key else `Not_found key)
  | entries ->
      List.filter_map
        (function
          | [ name ], _ -> Some (Mirage_kv.Key.( / ) key name, `Value)
          | name :: _, _ -> Some (Mirage_kv.Key.( / ) key name, `Dictionary)
          | [], _ -> None)
        entries
      |> List.sort_uniq (fun (a, _) (b, _) -> Mirage_kv.Key.compare a b)
      |> Lwt.return_ok

let time file = Option.value (Ptime.of_float_s file.modified) ~default:Ptime.epoch
let last_modified t key = from t key time
let digest t key = from t key (fun file -> file.digest)
let size t key = from t key (fun file -> Optint.Int63.of_int (String.length file.content))
