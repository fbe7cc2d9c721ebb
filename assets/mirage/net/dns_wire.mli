(** DNS messages (RFC 1035): a question for an address, and its answer. *)

val normal : string -> string option
(** [normal name] is [name] in small letters, without a final dot; None unless it has 1 to 253 bytes in labels of 1 to 63
    letters, digits, [-] and [_]. *)

val question : id:int -> string -> Cstruct.t
(** [question ~id name] asks for A records, recursion desired; [name] is normal. *)

type answer =
  | Addresses of int list * int  (** and the least TTL on the way to them, in seconds *)
  | No_such_name
  | No_address  (** the name is there, an A record is not *)
  | Truncated
  | Failed of int  (** the server's code (section 4.1.1) *)

val answer : id:int -> name:string -> Cstruct.t -> (answer, unit) result
(** [answer ~id ~name message] is an error unless [message] is a sound answer to this very question. Aliases in it are
    followed, eight at most. Never raises. *)
