(** A DHCP client (RFC 2131): finds an address, and keeps it. It has one exchange under way at most, and no answer makes
    it send more than two messages a second. *)

type t

val start : Env.t -> Udp.t -> mac:int -> (Dhcp_wire.lease option -> unit) -> t
(** [start env udp ~mac change] asks at once, and again until a server answers. [change] is told each lease that is new
    or other than the one before, and [None] when one is over: the address must not be used any more. *)

val renew : t -> unit
(** For a machine that comes out of a saved state, whose lease may be over or another's: any server is asked to confirm
    it, and without an answer within two minutes it is over. *)
