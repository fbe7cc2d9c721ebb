(** A network card, in the shape of MirageOS's [mirage-net]. *)

module Net = struct
  type error = [ `Disconnected | `Invalid_length ]

  let pp_error ppf = function
    | `Disconnected -> Fmt.string ppf "device is disconnected"
    | `Invalid_length -> Fmt.string ppf "frame is longer than the device takes"
end

type stats = {
  mutable rx_bytes : int64;
  mutable rx_pkts : int32;
  mutable tx_bytes : int64;
  mutable tx_pkts : int32;
}

module type S = sig
  type error = private [> Net.error ]

  val pp_error : error Fmt.t

  type t

  val disconnect : t -> unit Lwt.t

  val write : t -> size:int -> (Cstruct.t -> int) -> (unit, error) result Lwt.t
  (** [write t ~size fill] sends one frame: [fill] gets a buffer of [size] bytes (Ethernet header included), zeroed, and
      returns how many of them it filled. *)

  val listen : t -> header_size:int -> (Cstruct.t -> unit Lwt.t) -> (unit, error) result Lwt.t
  (** [listen t ~header_size handle] calls [handle] with each frame that comes in, until the device is gone. The frame
      belongs to [handle]. *)

  val mac : t -> Macaddr.t
  val mtu : t -> int
  (** The most bytes of a frame after its Ethernet header of [header_size] bytes. *)

  val get_stats_counters : t -> stats
  val reset_stats_counters : t -> unit
end
