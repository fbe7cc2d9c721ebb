(** What a stack counts, for a page of metrics. All of it since the stack's start, but for the four gauges at the end. *)

type t = {
  mutable frames_in : int;
  mutable frames_out : int;
  mutable device_errors : int;  (** the device refused a frame *)
  mutable drop_device_full : int;  (** frames not sent, since too many wait in the device *)
  mutable drop_ethernet : int;  (** short, of another type, or for another card *)
  mutable drop_arp : int;  (** malformed, or neither known nor for us *)
  mutable arp_conflicts : int;  (** others that claim our address *)
  mutable arp_unresolved : int;  (** packets given up, since nobody answered for their next hop *)
  mutable no_route : int;  (** packets not sent, since they have no next hop *)
  mutable drop_ip_header : int;
  mutable drop_ip_checksum : int;
  mutable drop_ip_fragment : int;  (** refused by policy: nothing is put together here *)
  mutable drop_ip_source : int;  (** from an address that no host has *)
  mutable drop_ip_destination : int;  (** for another host *)
  mutable drop_ip_protocol : int;
  mutable drop_icmp : int;
  mutable icmp_echoes : int;  (** answered *)
  mutable icmp_unreachables : int;  (** received and about a packet that could be ours *)
  mutable udp_in : int;
  mutable udp_out : int;
  mutable drop_udp : int;  (** malformed, or of a wrong checksum *)
  mutable drop_udp_port : int;  (** for a port where nobody listens *)
  mutable drop_udp_busy : int;  (** for a listener that has 256 datagrams in hand *)
  mutable dns_queries : int;
  mutable dns_hits : int;  (** answered from the cache *)
  mutable dns_failures : int;
  mutable drop_dns : int;  (** answers that are malformed, or to no question of ours *)
  mutable dhcp_requests : int;  (** sent, of all kinds *)
  mutable dhcp_leases : int;  (** granted, or prolonged *)
  mutable drop_dhcp : int;  (** answers that are malformed, or to no request of ours *)
  mutable segments_in : int;
  mutable segments_out : int;
  mutable retransmits : int;  (** segments sent again *)
  mutable fast_retransmits : int;  (** recoveries begun by three duplicate acknowledgements *)
  mutable timeouts : int;  (** retransmission time-outs *)
  mutable probes : int;  (** of zero windows, and of idle connections *)
  mutable challenge_acks : int;  (** RFC 5961 *)
  mutable resets_in : int;
  mutable resets_out : int;
  mutable drop_tcp_header : int;
  mutable drop_tcp_checksum : int;
  mutable drop_tcp_window : int;  (** outside of the window, or of an acknowledgement that cannot be *)
  mutable drop_tcp_memory : int;  (** data refused: the connection's or the stack's bound is reached *)
  mutable drop_syn_queue : int;  (** half-open connections that made room for newer ones, or were never completed *)
  mutable drop_connections : int;  (** connections refused: there are as many as the bound allows *)
  mutable drop_rate : int;  (** answers not sent, since too many of their kind were *)
  mutable opened_active : int;
  mutable opened_passive : int;
  mutable failed : int;  (** connections that ended otherwise than by both sides' close *)
  mutable flows : int;  (** not over yet, or over and not closed by their user: what the bound on connections counts *)
  mutable connections : int;  (** now open on the network *)
  mutable half_open : int;  (** now in the SYN queue *)
  mutable time_wait : int;  (** now in TIME_WAIT *)
}

val create : unit -> t

val to_list : t -> (string * int) list
(** Every field with its name, in the order above. *)
