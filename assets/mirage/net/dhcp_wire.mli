(** Messages of DHCP (RFC 2131, RFC 2132), as a client writes and reads them. Addresses are numbers of 32 bits, times are
    in seconds. *)

type lease = {
  server : int;  (** who grants it *)
  address : int;
  bits : int;  (** the length of the network's prefix *)
  gateway : int option;  (** the first router that is another host of the network *)
  resolver : int option;
  time : int;  (** {!for_ever}, or how long it holds *)
  renew : int;  (** when its server is asked to prolong it (T1) *)
  rebind : int;  (** when any server is asked (T2) *)
}

val for_ever : int

type request =
  | Discover
  | Choose of lease  (** one that was offered *)
  | Extend of int  (** the address that is in use *)

val write : xid:int -> mac:int -> seconds:int -> request -> Cstruct.t
(** A message of the exchange [xid]. Servers are asked to answer by broadcast until there is an address. *)

type answer = Offer of lease | Ack of lease | Nak of int  (** the server that refuses *)

val read : xid:int -> mac:int -> Cstruct.t -> (answer, unit) result
(** An answer to the exchange, or an error for all else: what is malformed or for another, and a lease that cannot be
    used, since it lacks a mask or a time or names an address that no host has. *)
