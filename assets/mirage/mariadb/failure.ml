(** Why something asked of a database did not come about. *)

type t =
  | Server of {
      code : int;
      sqlstate : string;
      message : string;
    }  (** what the server itself says *)
  | Unreachable of string  (** no connection came about *)
  | Lost  (** the connection ended; whether a statement that was sent has been done is not known *)
  | Timed_out  (** no answer in time; the same holds *)
  | Busy  (** no place in the pool came free in time *)
  | Malformed of string  (** the server breaks the protocol, or uses a part of it that is not spoken here *)
  | Too_large  (** a packet or a result over the limit *)

exception Failed of t

let to_string = function
  | Server { code; sqlstate; message } -> Printf.sprintf "SQLSTATE[%s] [%d] %s" sqlstate code message
  | Unreachable reason -> "no connection: " ^ reason
  | Lost -> "the connection was lost"
  | Timed_out -> "no answer in time"
  | Busy -> "all connections are in use"
  | Malformed reason -> "the server breaks the protocol: " ^ reason
  | Too_large -> "an answer is too large"

let malformed reason = raise (Failed (Malformed reason))

(** Whether the connection can go on afterwards. *)
let leaves_connection = function Server _ -> true | _ -> false
