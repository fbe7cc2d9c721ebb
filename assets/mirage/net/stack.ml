open Lwt.Infix

module type CLOCK = sig
  val now_ns : unit -> int64
end

module type TIME = sig
  val sleep_ns : int64 -> unit Lwt.t
end

module type RANDOM = sig
  val random : int -> string
end

let check_port port = if port < 1 || port > 0xffff then invalid_arg (Printf.sprintf "port %d is not in 1 to 65535" port)

(* The stack under its functor: nothing here depends on the device's type. *)

type stack = {
  env : Env.t;
  ip : Ipv4.t;
  udp : Udp.t;
  tcp : Tcb.tcp;
  dns : Dns.t;
  mutable dhcp : Dhcp.t option;
  mutable up : bool;
  stopped : unit Lwt.t;
  stop : unit Lwt.u;
}

let unreachable t (u : Icmp.unreachable) =
  if u.protocol = Ipv4.tcp then Tcp.unreachable t.tcp u
  else if u.protocol = Ipv4.udp && u.code <> 4 then Dns.unreachable t.dns u.src_port

let datagram t ~src ~dst ~protocol payload =
  if protocol = Ipv4.tcp then Tcp.input t.tcp ~src ~dst payload
  else if protocol = Ipv4.udp then Udp.input t.udp ~src ~dst payload
  else if protocol = Ipv4.icmp then Icmp.input t.ip ~src ~dst payload (unreachable t)
  else t.env.counters.drop_ip_protocol <- t.env.counters.drop_ip_protocol + 1

let frame t frame =
  let counters = t.env.counters in
  counters.frames_in <- counters.frames_in + 1;
  if Cstruct.length frame < Link.header_size then counters.drop_ethernet <- counters.drop_ethernet + 1
  else begin
    let dst = Wire.u48 frame 0 and ethertype = Wire.u16 frame 12 in
    if dst <> t.ip.link.mac && dst <> Link.broadcast then counters.drop_ethernet <- counters.drop_ethernet + 1
    else if ethertype = Link.ipv4 then Ipv4.input t.ip (Cstruct.shift frame Link.header_size) (datagram t)
    else if ethertype = Link.arp then Arp.input t.ip.arp (Cstruct.shift frame Link.header_size)
    else counters.drop_ethernet <- counters.drop_ethernet + 1
  end

(* A segment of a full frame must fit the 4 KiB that every connection may hold (see Memory). *)
let least_mtu = 576
let greatest_mtu = Memory.share + 40

let check (config : Config.t) mtu =
  if mtu < least_mtu || mtu > greatest_mtu then invalid_arg (Printf.sprintf "the device's MTU of %d bytes" mtu);
  if
    List.exists
      (fun bound -> bound < 1)
      [
        config.arp_entries; config.arp_pending; config.receive_buffer; config.send_buffer; config.memory;
        config.reassembly_segments; config.connections; config.half_open; config.time_wait_entries;
      ]
  then invalid_arg "a bound of the configuration is below 1"

let create config ~now ~sleep ~random ~mac ~mtu write =
  check config mtu;
  let env = Env.create ~now ~sleep ~random config in
  let link = Link.create env ~mac ~mtu write in
  let ip = Ipv4.create env link in
  let udp = Udp.create env ip in
  let stopped, stop = Lwt.wait () in
  { env; ip; udp; tcp = Tcp.create env ip; dns = Dns.create env udp; dhcp = None; up = true; stopped; stop }

(* What a lease brings and takes. Connections live as long as their address, which is a part of their name. *)
let configure t lease =
  let address, gateway, resolver =
    match lease with
    | Some { Dhcp_wire.address; bits; gateway; resolver; _ } ->
      let known = Option.map Wire.to_address in
      (Ipaddr.V4.Prefix.make bits (Wire.to_address address), known gateway, known resolver)
    | None -> (Config.without_address.address, None, None)
  in
  if Wire.of_address (Ipaddr.V4.Prefix.address address) <> t.ip.address then Tcp.cut t.tcp ~reset:false;
  t.env.config <- { t.env.config with address; gateway; resolver };
  Ipv4.configure t.ip;
  Arp.announce t.ip.arp

(* Fulfilled with the first lease. *)
let lease_address t =
  let leased, first = Lwt.wait () in
  let change lease =
    configure t lease;
    if Lwt.is_sleeping leased then Lwt.wakeup_later first ()
  in
  t.dhcp <- Some (Dhcp.start t.env t.udp ~mac:t.ip.link.mac change);
  leased

let disconnect t =
  if t.up then begin
    Tcp.disconnect t.tcp;
    Dns.stop t.dns;
    t.up <- false;
    Timers.stop t.env.timers;
    Lwt.wakeup_later t.stop ()
  end

(* A user's code that fails must not take the stack with it. *)
let guard what run failed =
  Lwt.async (fun () ->
      Lwt.catch run (fun exn ->
          Logs.err ~src:Env.log (fun m -> m "%s failed: %s" what (Printexc.to_string exn));
          failed ();
          Lwt.return_unit))

module Udp_user = struct
  type error = [ `Ipv6 | `Too_long | `No_route | `Not_ours ]

  let pp_error ppf : error -> unit = function
    | (`Ipv6 | `No_route) as error -> Flow.pp_error ppf error
    | `Too_long -> Fmt.string ppf "the datagram does not fit a frame, and this stack sends no fragments"
    | `Not_ours -> Fmt.string ppf "the source address is not the stack's"

  type ipaddr = Ipaddr.t
  type t = stack
  type callback = src:ipaddr -> dst:ipaddr -> src_port:int -> Cstruct.t -> unit Lwt.t

  let disconnect t =
    disconnect t;
    Lwt.return_unit

  (* A flood must not pile up before a listener that waits for something. *)
  let most_in_hand = 256

  let listen t ~port callback =
    check_port port;
    let address value = Ipaddr.V4 (Wire.to_address value) and in_hand = ref 0 in
    let handle ~src ~dst ~src_port data =
      incr in_hand;
      guard "a UDP listener"
        (fun () ->
          Lwt.finalize
            (fun () -> callback ~src:(address src) ~dst:(address dst) ~src_port data)
            (fun () ->
              decr in_hand;
              Lwt.return_unit))
        ignore
    in
    Udp.listen t.udp ~port (fun ~src ~dst ~src_port data ->
        if !in_hand < most_in_hand then handle ~src ~dst ~src_port data
        else t.env.counters.drop_udp_busy <- t.env.counters.drop_udp_busy + 1)

  let unlisten t ~port = Udp.unlisten t.udp ~port

  let write ?src ?src_port ?ttl ~dst ~dst_port t data =
    let is_ours = function
      | None -> true
      | Some (Ipaddr.V4 src) -> Wire.of_address src = t.ip.address
      | Some (Ipaddr.V6 _) -> false
    in
    Lwt.return
      (match dst with
       | Ipaddr.V6 _ -> Error `Ipv6
       | Ipaddr.V4 _ when not t.up -> Error `No_route
       | Ipaddr.V4 _ when not (is_ours src) -> Error `Not_ours
       | Ipaddr.V4 dst ->
         let src_port =
           match src_port with Some port -> port | None -> 49152 lor (Env.random_bits t.env 2 land 0x3fff)
         in
         (Udp.write t.udp ~src_port ?ttl ~dst:(Wire.of_address dst) ~dst_port data
           : (unit, [ `Too_long | `No_route ]) result
           :> (unit, error) result))
end

module Tcp_user = struct
  type error = Flow.error
  type write_error = Flow.write_error
  type ipaddr = Ipaddr.t
  type flow = Tcb.t
  type t = stack

  let pp_error = Flow.pp_error
  let pp_write_error = Flow.pp_write_error
  let disconnect = Udp_user.disconnect
  let read = Flow.read
  let writev flow data = Flow.writev flow ~nodelay:false data
  let write flow data = writev flow [ data ]
  let writev_nodelay flow data = Flow.writev flow ~nodelay:true data
  let write_nodelay flow data = writev_nodelay flow [ data ]
  let dst (flow : flow) = (Ipaddr.V4 (Wire.to_address flow.remote), flow.remote_port)

  let shutdown flow how =
    if how <> `write then Flow.finish_reading flow;
    if how <> `read then Flow.finish_writing flow;
    Lwt.return_unit

  let close flow =
    Flow.close flow;
    Lwt.return_unit

  let create_connection ?keepalive t (address, port) =
    match address with
    | Ipaddr.V6 _ -> Lwt.return (Error `Ipv6)
    | Ipaddr.V4 _ when not t.up -> Lwt.return (Error `No_route)
    | Ipaddr.V4 address ->
      check_port port;
      Flow.connect t.tcp ~remote:(Wire.of_address address) ~remote_port:port ~keepalive

  let listen t ~port ?keepalive callback =
    check_port port;
    let accept flow = guard "a TCP listener" (fun () -> callback flow) (fun () -> Flow.abort flow) in
    Hashtbl.replace t.tcp.listeners port { Tcb.keep = keepalive; accept }

  let unlisten t ~port = Hashtbl.remove t.tcp.listeners port
end

module Make (Net : Mirage_net.S) (Clock : CLOCK) (Time : TIME) (Random : RANDOM) = struct
  type t = stack

  module UDP = Udp_user
  module TCP = Tcp_user

  let udp t = t
  let tcp t = t
  let disconnect = Udp_user.disconnect
  let listen t = t.stopped
  let pp_tcp_error = Flow.pp_error
  let abort = Flow.abort
  let resolve t name = Dns.resolve t.dns name
  let counters t = t.env.counters

  let renew t =
    Tcp.renew t.tcp;
    Arp.announce t.ip.arp;
    Option.iter Dhcp.renew t.dhcp

  let memory t = (t.tcp.memory.used, Tx_queue.held t.tcp.pool)
  let written = function Ok () -> Ok () | Error (_ : Net.error) -> Error ()

  let connect config net =
    let write ~size fill =
      let sent = Net.write net ~size fill in
      (* Mostly done already: no further promise then. *)
      match Lwt.state sent with
      | Lwt.Return (Ok ()) -> Flow.ok
      | _ -> sent >|= written
    in
    let t =
      create config
        ~now:(fun () -> Int64.to_int (Clock.now_ns ()))
        ~sleep:(fun duration -> Time.sleep_ns (Int64.of_int duration))
        ~random:Random.random
        ~mac:(Wire.of_mac (Net.mac net))
        ~mtu:(Net.mtu net) write
    in
    let receive buffer =
      if t.up then frame t buffer;
      Lwt.return_unit
    in
    Lwt.async (fun () ->
        Net.listen net ~header_size:Link.header_size receive >>= fun result ->
        (match result with
         | Ok () -> ()
         | Error error -> Logs.err ~src:Env.log (fun m -> m "the device ended: %a" Net.pp_error error));
        disconnect t);
    if Config.has_address config then begin
      Arp.announce t.ip.arp;
      Lwt.return t
    end
    else Lwt.choose [ lease_address t; t.stopped ] >|= fun () -> t
end
