(** An answer, as a handler gives it. *)

type body =
  | Text of string
  | Pieces of string list  (** one text in parts *)
  | Shared of Cstruct.t  (** sent from where it is: it must not change *)
  | Stream of stream

and stream = {
  next : unit -> string option Lwt.t;
      (** The next piece, or [None] at the end; its length is not known before. When it fails, the connection is broken
          off, so that nobody takes a part for the whole. *)
  abandon : unit -> unit Lwt.t;  (** Called once nothing more is asked for, at the end or before it. *)
}

type t = {
  status : int;
  fields : string;  (** whole lines, each ended by CR LF, without length, coding, date and connection *)
  body : body;
}

(** One header field as a line. *)
let field name value = String.concat "" [ name; ": "; value; "\r\n" ]

let text ?(fields = "") status content_type body =
  { status; fields = field "Content-Type" content_type ^ fields; body = Text body }
