(* A host that a test plays by hand: host 2, against the stack, which is host 1. *)

open Packets

type t = { device : Sim.device; mutable heard : string list (* the newest first *); mutable arp : bool }

let inject t frame = Sim.deliver t.device (Cstruct.of_string frame)

(* Answers ARP by itself, and keeps every other frame for the test. *)
let attach (device : Sim.device) =
  let t = { device; heard = []; arp = true } in
  device.tap <-
    (fun frame ->
      let frame = Cstruct.to_string frame in
      if kind frame = 0x0806 && t.arp then begin
        let asks = u32 frame 28 and asked = u32 frame 38 in
        if u16 frame 20 = 1 && asked <> asks then
          Sim.after 1 (fun () ->
              inject t (ethernet 0x0806 (arp ~operation:2 ~sender:asked ~target_mac:(mac 1) asks)))
      end
      else t.heard <- frame :: t.heard;
      true);
  t

let create ?(mtu = 1500) ?config () =
  let device = Sim.device ~mtu 1 in
  let t = attach device in
  let stack = Sim.host ?config 1 device in
  (t, stack)

(* All frames since the last call, after a little time. *)
let frames ?(wait = Sim.ms) t =
  Sim.pass wait;
  let heard = List.rev t.heard in
  t.heard <- [];
  heard

let segments ?wait t = List.filter_map read_tcp (frames ?wait t)

let send t ?(src_port = 1000) ?(dst_port = 80) ?(window = 65535) ?(options = "") ?(data = "") ~flags ~seq ~ack_number () =
  let s = { src_port; dst_port; seq; ack_number; flags; window; options; data } in
  inject t (ethernet 0x0800 (ipv4 6 (tcp s)))

let mss value = "\x02\x04" ^ be16 value

exception Unexpected of string

let one = function
  | [ s ] -> s
  | segments ->
    raise (Unexpected (Printf.sprintf "not one segment: [%s]" (String.concat "; " (List.map show segments))))

(* The stack listens on port 80; a handshake as its client. Gives the flow, and the next sequence numbers: ours, its. *)
let handshake ?(src_port = 1000) ?(seq = 5000) ?(window = 65535) ?(options = mss 1460) ?keepalive t stack =
  let accepted = ref None in
  Sim.Stack.TCP.listen (Sim.Stack.tcp stack) ~port:80 ?keepalive (fun flow ->
      accepted := Some flow;
      Lwt.return_unit);
  send t ~src_port ~window ~options ~flags:syn ~seq ~ack_number:0 ();
  let answer = one (segments t) in
  if answer.flags <> syn lor ack || answer.ack_number <> seq + 1 then raise (Unexpected (show answer));
  send t ~src_port ~window ~flags:ack ~seq:(seq + 1) ~ack_number:(answer.seq + 1) ();
  match !accepted with
  | None -> raise (Unexpected "no connection was accepted")
  | Some flow -> (flow, seq + 1, answer.seq + 1)

(* A connection that the stack begins; [answer] is the options of the SYN that answers. *)
let dialled ?(window = 65535) ?(options = mss 1460) ?(seq = 9000) ?keepalive t stack =
  let connecting =
    Sim.Stack.TCP.create_connection ?keepalive (Sim.Stack.tcp stack) (Ipaddr.V4 (Sim.address 2), 80)
  in
  let request = one (segments t) in
  send t ~src_port:80 ~dst_port:request.src_port ~window ~options ~flags:(syn lor ack) ~seq
    ~ack_number:(request.seq + 1) ();
  match Sim.run connecting with
  | Ok flow -> (flow, request.src_port, seq + 1, request.seq + 1)
  | Error error -> raise (Unexpected (Fmt.to_to_string Sim.Stack.TCP.pp_error error))
