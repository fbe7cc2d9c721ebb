(* Connections by the other side's address and port and by our port, in constant time. The 80 bits of the name would not
   fit an OCaml integer, but our address is always the same: 64 are left, one of which chooses between two tables. *)

module Numbers = Hashtbl.Make (struct
  type t = int

  let equal (a : int) b = a = b

  (* The key is scrambled by a secret factor already; its upper bits are the ones that depend on all others. *)
  let hash key = key lsr 38
end)

type 'a t = { even : 'a Numbers.t; odd : 'a Numbers.t; secret : int }

(* An odd factor keeps different keys different; a secret one keeps a stranger from choosing keys that collide. *)
let create secret = { even = Numbers.create 16; odd = Numbers.create 16; secret = secret lor 1 }

let key t ~remote ~remote_port ~local_port =
  ((remote lsl 31) lor (remote_port lsl 15) lor (local_port lsr 1)) * t.secret

let half t local_port = if local_port land 1 = 0 then t.even else t.odd

let find t ~remote ~remote_port ~local_port =
  Numbers.find_opt (half t local_port) (key t ~remote ~remote_port ~local_port)

let replace t ~remote ~remote_port ~local_port value =
  Numbers.replace (half t local_port) (key t ~remote ~remote_port ~local_port) value

let remove t ~remote ~remote_port ~local_port =
  Numbers.remove (half t local_port) (key t ~remote ~remote_port ~local_port)

let values t =
  let add _ value found = value :: found in
  Numbers.fold add t.even (Numbers.fold add t.odd [])
