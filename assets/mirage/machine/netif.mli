(** The machine's network card. *)

include Mirage_net.S

val connect : string -> t Lwt.t
(** [connect "0"] is the machine's first network card; the promise fails with [Failure] for another name, or when the
    machine has none. To be called once.

    At most 256 frames wait to be sent, and at most 256 calls of a listener's handler are under way: what is to be sent
    beyond is dropped, as a full switch would do it, and what comes in beyond waits in the card, which drops then. *)

val dropped : t -> int
(** Frames that were not sent for lack of room. *)
