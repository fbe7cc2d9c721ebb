(** Ethernet addresses of neighbours (RFC 826), in a bounded cache. Addresses are numbers of 32 and 48 bits. *)

type t

val create : Env.t -> Link.t -> t
(** It has no address yet: nothing is answered, nothing learnt. *)

val move : t -> int -> unit
(** [move t address]: it is ours from now on, or none is if it is 0. All neighbours are forgotten. *)

val announce : t -> unit
(** Tells all neighbours our address, as an ARP request for it (RFC 5227, section 3). *)

val find : t -> int -> int
(** [find t hop] is the neighbour's Ethernet address, or -1 when it is not known yet. One that is older than the
    configuration's [arp_lifetime] is asked again, and is used meanwhile for as long as three questions take. *)

val enqueue : t -> int -> Cstruct.t -> unit
(** [enqueue t hop packet] asks for [hop] and sends the packet when it answers. A packet too many takes the oldest's
    place; all are dropped after three questions, a second apart. *)

val input : t -> Cstruct.t -> unit
(** An ARP packet, without its Ethernet header. A neighbour is learnt from a packet for us only; others only bring a known
    one up to date. *)

val known : t -> int
(** Entries in the cache, questions under way among them. *)
