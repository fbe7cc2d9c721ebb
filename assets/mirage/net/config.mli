(** What a stack is told. Durations are in nanoseconds. *)

type t = {
  address : Ipaddr.V4.Prefix.t;  (** ours, with the length of the network's prefix; 0.0.0.0/32 where DHCP gives one *)
  gateway : Ipaddr.V4.t option;  (** the way to all other networks; without one there is none *)
  resolver : Ipaddr.V4.t option;  (** the DNS server; without one no name is found *)
  arp_entries : int;  (** neighbours known at once *)
  arp_lifetime : int;  (** after which a neighbour is asked again *)
  arp_pending : int;  (** packets that wait for one neighbour's answer *)
  receive_buffer : int;  (** bytes that one connection holds for its reader: the largest window offered, at most 2{^ 30} *)
  send_buffer : int;  (** bytes that one connection holds until they are acknowledged *)
  memory : int;
      (** bytes that all connections together may hold, for reader and peer each; beyond it each connection still has 4 KiB
          either way, so that none stands still for ever *)
  reassembly_segments : int;  (** segments out of order that one connection holds *)
  sack : bool;  (** whether selective acknowledgements (RFC 2018) are offered and taken up *)
  connections : int;
      (** flows at once, whose users have not closed them or whose peers have not either; a handshake beyond it is not
          completed *)
  half_open : int;  (** handshakes under way at once; beyond it the oldest makes room *)
  time_wait_entries : int;  (** connections in TIME_WAIT at once; beyond it the oldest makes room *)
  time_wait : int;  (** how long a closed connection's addresses are not used again *)
  ends_peers_wait : bool;
      (** whether a RST follows the orderly end of a connection, which ends the other side's TIME_WAIT. Only for a wire
          without old duplicates (RFC 1337), such as QEMU's user-mode network: for each connection that it closed first, in
          the name of whoever is behind it, it would keep 256 KiB and a descriptor for 10 s. *)
  rto_min : int;  (** how much the retransmission time-out is above the round-trip time, at least *)
  rto_max : int;
  delayed_ack : int;  (** how long an acknowledgement may wait (RFC 9293: below 0.5 s) *)
  syn_retries : int;  (** repeats of a SYN, or of its answer *)
  user_timeout : int;  (** without progress for so long, a connection with something to send is given up *)
  fin_wait : int;  (** how long a closed connection waits for the other side's end *)
  resets_per_second : int;  (** segments answered by RST, at most *)
  challenges_per_second : int;  (** challenge ACKs of all connections, at most; half to all of it, at random (RFC 5961) *)
  dns_timeout : int;  (** of the first query; the second and third wait twice and four times as long *)
  dns_entries : int;  (** names in the cache *)
  dns_ttl_max : int;  (** the longest that an answer is kept, whatever its TTL says *)
}

val make : ?gateway:Ipaddr.V4.t -> ?resolver:Ipaddr.V4.t -> Ipaddr.V4.Prefix.t -> t
(** [make address] is a configuration with the bounds that the README's table gives. *)

val without_address : t
(** {!make} of 0.0.0.0/32: address, gateway and resolver come by DHCP. *)

val has_address : t -> bool

val of_strings : ?gateway:string -> ?resolver:string -> string -> (t, [ `Msg of string ]) result
(** [of_strings ~gateway ~resolver "10.0.2.15/24"] is {!make} of what a runner tells a machine. The message of an error says
    which value is wrong. A gateway must be another host of the same network. [of_strings "dhcp"] is {!without_address}. *)
