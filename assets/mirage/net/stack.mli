(** A whole stack on a network card: IPv4, ICMP, UDP, TCP and a resolver. *)

(** Time that only goes forward. *)
module type CLOCK = sig
  val now_ns : unit -> int64
  (** Nanoseconds since any moment, never less than before. *)
end

module type TIME = sig
  val sleep_ns : int64 -> unit Lwt.t
  (** Resolves after at least so many nanoseconds. *)
end

module type RANDOM = sig
  val random : int -> string
  (** [random n] is [n] bytes that nobody can predict: sequence numbers, ports and DNS numbers are made of them. *)
end

module Make (Net : Mirage_net.S) (_ : CLOCK) (_ : TIME) (_ : RANDOM) : sig
  include Tcpip.Stack.V4V6
  (** IPv6 addresses are refused by an error that says so: [`Ipv6].

      - {!UDP.write} keeps the datagram until it is sent, so it must not be changed afterwards; without [src_port] it is
        sent from a new port of the dynamic range. [src] must be the stack's address when given.
      - A {!UDP.listen} callback that has 256 datagrams in hand gets no more until it is done with one.
      - A {!TCP.listen} callback runs as soon as the handshake is done. What it raises is logged, and resets its
        connection. It owns the flow, and must {!TCP.close} it: one that is forgotten counts as a connection for ever.
      - A {!TCP.read} that is cancelled takes nothing; of a write that is cancelled a part may have been taken. A
        {!TCP.create_connection} that is cancelled leaves no connection.
      - {!disconnect} resets all connections. The device stays with who made it; its frames are dropped from then on. *)

  val connect : Config.t -> Net.t -> t Lwt.t
  (** [connect config net] takes frames from [net], announces the address to the network, and is ready at once; with a
      configuration that has no address, as soon as DHCP has brought one. Such an address may be lost, when no server
      prolongs its lease: then all connections end as by a RST, and until the next lease nothing can be sent. Raises
      [Invalid_argument] for a device whose MTU is below 576 or above 4136 bytes, or for bounds below 1. *)

  val pp_tcp_error : TCP.error Fmt.t
  val abort : TCP.flow -> unit
  (** [abort flow] ends both directions at once with a RST; what was written may be lost. *)

  val resolve : t -> string -> (Ipaddr.V4.t list, Dns.error) result Lwt.t
  (** [resolve t name] finds the IPv4 addresses of [name]; see {!Dns}. *)

  val renew : t -> unit
  (** For a machine that comes out of a saved state, which others may come out of too: sequence numbers are made with a new
      secret from now on, and the address is announced again; one by DHCP is to be confirmed. *)

  val counters : t -> Counters.t
  (** The stack's own record, which goes on changing. *)

  val memory : t -> int * int
  (** Bytes held for readers, and bytes of buffers with what is not acknowledged. *)
end
