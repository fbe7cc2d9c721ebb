(** UDP, TCP and a whole stack, in the shape of MirageOS's [tcpip] (versions 8 and 9). *)

module Keepalive = struct
  type t = {
    after : int64;  (** nanoseconds without traffic before the first probe *)
    interval : int64;  (** nanoseconds between probes *)
    probes : int;  (** unanswered probes after which the connection is given up *)
  }
end

module Udp = struct
  module type S = sig
    type error

    val pp_error : error Fmt.t

    type ipaddr
    type t

    val disconnect : t -> unit Lwt.t

    type callback = src:ipaddr -> dst:ipaddr -> src_port:int -> Cstruct.t -> unit Lwt.t

    val listen : t -> port:int -> callback -> unit
    (** Raises [Invalid_argument] for a port outside 1 to 65535. *)

    val unlisten : t -> port:int -> unit

    val write :
      ?src:ipaddr -> ?src_port:int -> ?ttl:int -> dst:ipaddr -> dst_port:int -> t -> Cstruct.t ->
      (unit, error) result Lwt.t
  end
end

module Tcp = struct
  type error = [ `Timeout | `Refused ]
  type write_error = [ error | Mirage_flow.write_error ]

  let pp_error ppf = function
    | `Timeout -> Fmt.string ppf "connection attempt timed out"
    | `Refused -> Fmt.string ppf "connection attempt was refused"

  let pp_write_error ppf = function
    | #Mirage_flow.write_error as e -> Mirage_flow.pp_write_error ppf e
    | #error as e -> pp_error ppf e

  module type S = sig
    type error = private [> `Timeout | `Refused ]
    type write_error = private [> `Timeout | `Refused | Mirage_flow.write_error ]
    type ipaddr
    type flow
    type t

    val disconnect : t -> unit Lwt.t

    include
      Mirage_flow.S
        with type flow := flow
         and type error := error
         and type write_error := write_error

    val dst : flow -> ipaddr * int
    (** The other side's address and port. *)

    val write_nodelay : flow -> Cstruct.t -> (unit, write_error) result Lwt.t
    val writev_nodelay : flow -> Cstruct.t list -> (unit, write_error) result Lwt.t
    val create_connection : ?keepalive:Keepalive.t -> t -> ipaddr * int -> (flow, error) result Lwt.t

    val listen : t -> port:int -> ?keepalive:Keepalive.t -> (flow -> unit Lwt.t) -> unit
    (** Raises [Invalid_argument] for a port outside 1 to 65535. *)

    val unlisten : t -> port:int -> unit
  end
end

module Stack = struct
  module type V4V6 = sig
    type t

    val disconnect : t -> unit Lwt.t

    module UDP : Udp.S with type ipaddr = Ipaddr.t
    module TCP : Tcp.S with type ipaddr = Ipaddr.t

    val udp : t -> UDP.t
    val tcp : t -> TCP.t

    val listen : t -> unit Lwt.t
    (** Runs until the stack is disconnected. *)
  end
end
