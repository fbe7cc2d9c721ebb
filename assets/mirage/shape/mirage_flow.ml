(** A two-way stream of bytes, in the shape of MirageOS's [mirage-flow]. *)

type 'a or_eof = [ `Data of 'a | `Eof ]
type write_error = [ `Closed ]

let pp_write_error ppf `Closed = Fmt.string ppf "attempted to write to a closed flow"

module type S = sig
  type error
  (** Why a read failed. *)

  val pp_error : error Fmt.t

  type nonrec write_error = private [> write_error ]

  val pp_write_error : write_error Fmt.t

  type flow

  val read : flow -> (Cstruct.t or_eof, error) result Lwt.t
  (** [read flow] waits for at least one byte. The buffer is the caller's from then on. *)

  val write : flow -> Cstruct.t -> (unit, write_error) result Lwt.t
  (** [write flow data] returns once [data] may be used again; it waits while the other side takes nothing. *)

  val writev : flow -> Cstruct.t list -> (unit, write_error) result Lwt.t

  val shutdown : flow -> [ `read | `write | `read_write ] -> unit Lwt.t
  (** [shutdown flow `write] says that nothing more will be written; reading goes on. *)

  val close : flow -> unit Lwt.t
  (** [close flow] ends both directions; what was written is still delivered. *)
end
