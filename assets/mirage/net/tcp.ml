(* All connections of a stack: which one a segment is for, and how new ones begin. *)

open Tcb

let create (env : Env.t) ip =
  let config = env.config in
  let challenges = config.challenges_per_second in
  let tcp =
    {
      env;
      ip;
      pool = Tx_queue.pool ~limit:config.memory;
      memory = Memory.create config.memory;
      table = Table.create (Env.random_bits env 8);
      listeners = Hashtbl.create 8;
      half_opens = Queue.create ();
      waitings = Queue.create ();
      waiting_timer = None;
      resets = Rate.create env (fun () -> config.resets_per_second);
      (* A limit that is known would tell a stranger how many segments were answered (RFC 5961, section 7). *)
      challenges =
        Rate.create env (fun () -> (challenges / 2) + (Env.random_bits env 4 mod Int.max 1 ((challenges / 2) + 1)));
      secret = env.random 16;
      next_port = 0;
    }
  in
  Time_wait.start tcp;
  tcp

let renew tcp = tcp.secret <- tcp.env.random 16

(* 32 bits of a connection's name that only we can tell. *)
let secret_hash tcp ~remote ~remote_port ~local_port =
  let name = Printf.sprintf "%s%08x%04x%04x" tcp.secret remote remote_port local_port in
  Int32.to_int (String.get_int32_be (Digest.BLAKE128.string name) 0)

(* RFC 6528: a clock of 4 microseconds, and a secret function of the connection's name. *)
let initial_sequence tcp ~remote ~remote_port ~local_port =
  (secret_hash tcp ~remote ~remote_port ~local_port + (tcp.env.now () / 4000)) land 0xffff_ffff

(* RFC 9293, section 3.10.7.1 *)
let refuse tcp (s : Segment.t) =
  if (not (Segment.has s Segment.rst)) && Rate.allows tcp.resets then begin
    let reset = Tcp_output.bare tcp ~remote:s.src ~remote_port:s.src_port ~local_port:s.dst_port ~window:0 in
    if Segment.has s Segment.ack then reset ~seq:s.ack_number ~ack_number:0 ~flags:Segment.rst
    else reset ~seq:0 ~ack_number:(s.seq + Segment.length s) ~flags:Segment.(rst lor ack)
  end

let stranger tcp (s : Segment.t) =
  let asks = s.flags land Segment.(syn lor ack lor rst lor fin) = Segment.syn in
  match Hashtbl.find_opt tcp.listeners s.dst_port with
  | Some listener when asks ->
    let iss = initial_sequence tcp ~remote:s.src ~remote_port:s.src_port ~local_port:s.dst_port in
    Syn_queue.add tcp listener ~iss s
  | Some _ | None -> refuse tcp s

let is_sound ~src ~dst packet =
  let length = Cstruct.length packet in
  Checksum.finish (Checksum.pseudo ~src ~dst ~protocol:Ipv4.tcp ~length + Checksum.sum packet 0 length) = 0

let input tcp ~src ~dst packet =
  let counters = tcp.env.counters in
  counters.segments_in <- counters.segments_in + 1;
  if dst <> tcp.ip.address then counters.drop_ip_destination <- counters.drop_ip_destination + 1
  else
    match Segment.parse ~src packet with
    | None -> counters.drop_tcp_header <- counters.drop_tcp_header + 1
    | Some s when s.src_port = 0 || s.dst_port = 0 -> counters.drop_tcp_header <- counters.drop_tcp_header + 1
    | Some _ when not (is_sound ~src ~dst packet) -> counters.drop_tcp_checksum <- counters.drop_tcp_checksum + 1
    | Some s ->
      (match Table.find tcp.table ~remote:src ~remote_port:s.src_port ~local_port:s.dst_port with
       | Some (Open c) -> Tcp_input.segment c s
       | Some (Half_open h) -> Syn_queue.input tcp h s
       | Some (Waiting w) -> if Time_wait.input tcp w s then stranger tcp s
       | None -> stranger tcp s)

(* The dynamic ports in turn, for each other side from a place that only we can tell (RFC 6056, algorithm 3): one that comes
   round late is forgotten over there. Picked at random, a name is used again while the other side still knows it from
   before, and QEMU's network refuses it then. -1 when all are in use. *)
let free_port tcp ~remote ~remote_port =
  let first = secret_hash tcp ~remote ~remote_port ~local_port:0 in
  let rec look tries =
    let local_port = 49152 lor ((first + tcp.next_port) land 0x3fff) in
    tcp.next_port <- tcp.next_port + 1;
    if tries = 0 then -1
    else if Hashtbl.mem tcp.listeners local_port || Option.is_some (Table.find tcp.table ~remote ~remote_port ~local_port) then
      look (tries - 1)
    else local_port
  in
  look 0x4000

let begin_connection tcp ~remote ~remote_port ~local_port ~keepalive =
  let iss = initial_sequence tcp ~remote ~remote_port ~local_port in
  let c =
    Tcb.create tcp ~remote ~remote_port ~local_port ~state:Syn_sent ~iss ~mss:(mss_to tcp 0) ~keepalive
  in
  Tcp_timer.start c;
  attach c;
  c.rtt_end <- iss + 1;
  c.rtt_at <- now c;
  Tcp_output.send_syn c;
  Tcp_output.rearm c (now c);
  c

(* No path that is in use is narrower; a forged message must not make every segment tiny. *)
let least_path_mss = 256

(* The router's word counts while nothing else is known of the other side; later it may be forged, or pass (RFC 5927,
   section 6). Only a narrow link is heeded then, if the quoted segment is one that is under way. *)
let unreachable tcp (u : Icmp.unreachable) =
  match Table.find tcp.table ~remote:u.dst ~remote_port:u.dst_port ~local_port:u.src_port with
  | Some (Open c) ->
    let seq = c.snd_una + Segment.distance u.seq c.snd_una in
    if seq >= c.snd_una && seq < c.snd_max then begin
      let narrow = u.mtu - Ipv4.header_size - Segment.header_size in
      (match c.state with
       | Syn_sent -> Tcp_output.fail c (if u.code = 2 || u.code = 3 then `Refused else `Unreachable)
       | _ when u.code = 4 && narrow >= least_path_mss && narrow < c.mss ->
         c.mss <- narrow;
         c.rtt_end <- 0;
         c.snd_nxt <- c.snd_una;
         Tcp_output.flush c
       | _ -> ());
      wake c
    end
  | Some (Half_open _ | Waiting _) | None -> ()

(* Listeners stay. Where the address is gone, nothing can be sent from it any more. *)
let cut tcp ~reset =
  let stop = function
    | Open c ->
      Tcp_output.fail c ~reset `Reset;
      wake c
    | Half_open h -> Syn_queue.forget tcp h
    | Waiting w -> Time_wait.remove tcp w
  in
  List.iter stop (Table.values tcp.table)

let disconnect tcp =
  cut tcp ~reset:true;
  Hashtbl.reset tcp.listeners
