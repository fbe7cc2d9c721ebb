(* What TCP knows of a connection (RFC 9293, section 3.3.1, whose names the fields have), and of all of them.

   Sequence numbers are whole numbers here that never wrap: they begin with the 32 bits of the first one, and what comes
   from the wire is placed beside them by its distance. So [<] means what it says. *)

type state =
  | Syn_sent
  | Syn_received
  | Established
  | Fin_wait_1
  | Fin_wait_2
  | Close_wait
  | Closing
  | Last_ack
  | Time_wait  (* only until the segment in hand is done: then an entry of the table stands for the connection *)
  | Closed

type failure = [ `Timeout | `Refused | `Reset | `Unreachable ]

(* A handshake that another host has begun. *)
type 'listener half_open = {
  remote : int;
  remote_port : int;
  local_port : int;
  iss : int;
  irs : int;
  peer_mss : int;
  peer_scale : int;  (* -1: it does not scale *)
  peer_sack : bool;
  peer_window : int;
  listener : 'listener;
  begun_at : int;
  mutable answered_at : int;
  mutable repeats : int;
  mutable pending : bool;  (* still in the table *)
  mutable timer : Timers.timer option;
}

(* A connection in TIME_WAIT. *)
type waiting = {
  remote : int;
  remote_port : int;
  local_port : int;
  snd_nxt : int;
  rcv_nxt : int;
  mutable expires : int;
}

type t = {
  tcp : tcp;
  remote : int;
  remote_port : int;
  local_port : int;
  mutable state : state;
  (* sending *)
  tx : Tx_queue.t;
  mutable snd_una : int;
  mutable snd_nxt : int;
  mutable snd_max : int;  (* one after the last ever sent; [snd_nxt] goes back behind it after a time-out *)
  mutable snd_wnd : int;
  mutable snd_wl1 : int;
  mutable snd_wl2 : int;
  mutable max_snd_wnd : int;
  mutable snd_scale : int;
  mutable mss : int;  (* the most data that a segment of ours carries *)
  mutable sack : bool;  (* both sides speak it *)
  scoreboard : Scoreboard.t;
  mutable high_rxt : int;  (* in recovery: what was sent again is before this (RFC 6675, "HighRxt") *)
  mutable fin_queued : bool;  (* nothing is written any more: a FIN follows the last byte *)
  mutable nodelay_to : int;  (* bytes before this do not wait for others (Nagle) *)
  congestion : Congestion.t;
  rto : Rto.t;
  mutable rtt_end : int;  (* the segment whose round trip is measured ends here; 0 for none *)
  mutable rtt_at : int;
  mutable persist : int;  (* probes of a zero window in a row *)
  mutable attempts : int;  (* repeats of the SYN *)
  mutable progress_at : int;  (* when something was last acknowledged, or first sent after all was *)
  mutable sent_at : int;
  mutable blocked : bool;  (* waits for the device *)
  (* receiving *)
  rx : Rx_queue.t;
  mutable rcv_nxt : int;
  mutable rcv_adv : int;  (* the right edge of the window, as far as it was ever offered *)
  mutable rcv_scale : int;
  mutable recent : int;  (* the last data that came out of order *)
  mutable fin_at : int;  (* where the other side's data ends; [max_int] while unknown *)
  mutable fin_received : bool;
  mutable discards : bool;  (* nobody reads any more *)
  mutable orphan : bool;  (* closed by its user, or never seen by one *)
  mutable counted : bool;  (* as a flow *)
  mutable unacked : int;  (* segments with data since our last acknowledgement *)
  mutable ack_now : bool;
  mutable received_at : int;
  mutable replied_at : int;  (* last answer to an empty segment outside of the window *)
  mutable keepalive : Tcpip.Keepalive.t option;
  mutable idle_probes : int;
  mutable failure : failure option;
  mutable rtx_timer : Timers.timer option;  (* retransmission, and probes of a zero window *)
  mutable ack_timer : Timers.timer option;
  mutable idle_timer : Timers.timer option;  (* keep-alive, and the end of an orphan in FIN_WAIT_2 *)
  (* the user: whoever waits for a change looks again at each *)
  changed : unit Lwt_condition.t;  (* readers, and who waits for the connection *)
  writable : unit Lwt_condition.t;
  write_lock : Lwt_mutex.t;
  mutable wake_reader : bool;  (* at the end of the segment in hand *)
  mutable wake_writer : bool;
}

and listener = { keep : Tcpip.Keepalive.t option; accept : t -> unit }
and slot = Open of t | Half_open of listener half_open | Waiting of waiting

and tcp = {
  env : Env.t;
  ip : Ipv4.t;
  pool : Tx_queue.pool;
  memory : Memory.t;  (* of all receivers *)
  table : slot Table.t;
  listeners : (int, listener) Hashtbl.t;
  half_opens : listener half_open Queue.t;  (* the oldest first; some are completed, and skipped *)
  waitings : (int * waiting) Queue.t;  (* by when they end, which may have become later since *)
  mutable waiting_timer : Timers.timer option;
  resets : Rate.t;
  challenges : Rate.t;
  mutable secret : string;  (* of sequence numbers and ports *)
  mutable next_port : int;  (* counts the ports of connections that began here *)
}

let now (c : t) = c.tcp.env.now ()
let counters (c : t) = c.tcp.env.counters

(* What every path carries (RFC 9293, section 3.7.1), and what ours does. *)
let default_mss = 536
let our_mss tcp = Ipv4.max_payload tcp.ip - Segment.header_size

(* A peer that asked for segments of one byte would cost us forty times as much as it. *)
let least_mss = 48

let mss_to tcp peer = Int.min (our_mss tcp) (if peer = 0 then default_mss else Int.max least_mss peer)

let scale_for buffer =
  let rec fit scale = if scale = 14 || buffer lsr scale <= 0xffff then scale else fit (scale + 1) in
  fit 0

let set timer at = Option.iter (fun timer -> Timers.set timer at) timer
let cancel timer = Option.iter Timers.cancel timer
let is_set = function Some timer -> Timers.is_set timer | None -> false

(* [peer_scale] is -1 when there is none, or none is known yet. *)
let create tcp ~remote ~remote_port ~local_port ~state ~iss ~mss ~keepalive =
  let config = tcp.env.config and now = tcp.env.now () in
  {
    tcp;
    remote;
    remote_port;
    local_port;
    state;
    tx = Tx_queue.create tcp.pool ~limit:config.send_buffer ~base:(iss + 1);
    snd_una = iss;
    snd_nxt = iss + 1;
    snd_max = iss + 1;
    snd_wnd = 0;
    snd_wl1 = 0;
    snd_wl2 = 0;
    max_snd_wnd = 0;
    snd_scale = 0;
    mss;
    sack = false;
    scoreboard = Scoreboard.create ();
    high_rxt = 0;
    fin_queued = false;
    nodelay_to = 0;
    congestion = Congestion.create ~mss ~seq:iss;
    rto = Rto.create ~min:config.rto_min ~max:config.rto_max;
    rtt_end = 0;
    rtt_at = 0;
    persist = 0;
    attempts = 0;
    progress_at = now;
    sent_at = now;
    blocked = false;
    rx = Rx_queue.create tcp.memory ~segments:config.reassembly_segments;
    rcv_nxt = 0;
    rcv_adv = 0;
    rcv_scale = 0;
    recent = 0;
    fin_at = max_int;
    fin_received = false;
    discards = false;
    orphan = false;
    counted = false;
    unacked = 0;
    ack_now = false;
    received_at = now;
    replied_at = min_int;
    keepalive;
    idle_probes = 0;
    failure = None;
    rtx_timer = None;
    ack_timer = None;
    idle_timer = None;
    changed = Lwt_condition.create ();
    writable = Lwt_condition.create ();
    write_lock = Lwt_mutex.create ();
    wake_reader = false;
    wake_writer = false;
  }

let set_window (c : t) ~seq ~ack window =
  c.snd_wnd <- window;
  c.snd_wl1 <- seq;
  c.snd_wl2 <- ack;
  if window > c.max_snd_wnd then c.max_snd_wnd <- window

(* The other side's first sequence number and options; [scale] is ours when both scale, or else both are 0. *)
let set_peer (c : t) ~irs ~mss ~scale ~sack ~lost =
  c.rcv_nxt <- irs + 1;
  c.rcv_adv <- irs + 1 + Int.min 0xffff c.tcp.env.config.receive_buffer;
  c.mss <- mss_to c.tcp mss;
  Congestion.set_mss c.congestion c.mss ~lost;
  if sack && c.tcp.env.config.sack then begin
    c.sack <- true;
    Congestion.use_sack c.congestion
  end;
  if scale >= 0 then begin
    c.snd_scale <- scale;
    c.rcv_scale <- scale_for c.tcp.env.config.receive_buffer
  end

let attach (c : t) =
  let counters = counters c in
  c.counted <- true;
  counters.flows <- counters.flows + 1;
  counters.connections <- counters.connections + 1;
  Table.replace c.tcp.table ~remote:c.remote ~remote_port:c.remote_port ~local_port:c.local_port (Open c)

(* A flow is over when the network and its user are both done with it. Otherwise many connections that end at once would
   hold more memory, for users who have not noticed, than the bound on connections allows. *)
let release (c : t) =
  if c.counted && c.orphan && c.state = Closed then begin
    let counters = counters c in
    c.counted <- false;
    counters.flows <- counters.flows - 1
  end

(* The connection is over, for the network; what was received may still be read. *)
let detach (c : t) =
  if c.state <> Closed then begin
    let counters = counters c in
    c.state <- Closed;
    counters.connections <- counters.connections - 1;
    Table.remove c.tcp.table ~remote:c.remote ~remote_port:c.remote_port ~local_port:c.local_port;
    cancel c.rtx_timer;
    cancel c.ack_timer;
    cancel c.idle_timer;
    Tx_queue.clear c.tx;
    if c.discards then Rx_queue.clear c.rx;
    release c;
    c.wake_reader <- true;
    c.wake_writer <- true
  end

(* Last of all that a segment or a timer does: the user's code runs here, and may write. *)
let wake (c : t) =
  if c.wake_reader then begin
    c.wake_reader <- false;
    Lwt_condition.broadcast c.changed ()
  end;
  if c.wake_writer then begin
    c.wake_writer <- false;
    Lwt_condition.broadcast c.writable ()
  end
