(* What goes out: data as far as both windows, Nagle and the device allow, and acknowledgements. *)

open Tcb

(* A segment without data, of no connection or of one that is only half there. *)
let bare tcp ~remote ~remote_port ~local_port ~seq ~ack_number ~flags ~window =
  let counters = tcp.env.counters in
  counters.segments_out <- counters.segments_out + 1;
  if flags land Segment.rst <> 0 then counters.resets_out <- counters.resets_out + 1;
  ignore
    (Ipv4.output tcp.ip ~dst:remote ~protocol:Ipv4.tcp ~length:Segment.header_size (fun packet ->
         Segment.write_header packet ~src:tcp.ip.address ~dst:remote ~src_port:local_port ~dst_port:remote_port ~seq
           ~ack_number ~flags ~window ~header:Segment.header_size ~length:Segment.header_size ~sum:0;
         Segment.header_size)
      : bool)

(* [scale] is -1 for a SYN that offers none. The window of a SYN is never scaled (RFC 7323, section 2.2). *)
let syn tcp ~remote ~remote_port ~local_port ~seq ~ack_number ~flags ~scale ~sack =
  let counters = tcp.env.counters in
  let length = Segment.header_size + Segment.syn_options ~scale ~sack in
  counters.segments_out <- counters.segments_out + 1;
  ignore
    (Ipv4.output tcp.ip ~dst:remote ~protocol:Ipv4.tcp ~length (fun packet ->
         Segment.write_syn_options packet ~mss:(our_mss tcp) ~scale ~sack;
         Segment.write_header packet ~src:tcp.ip.address ~dst:remote ~src_port:local_port ~dst_port:remote_port ~seq
           ~ack_number ~flags
           ~window:(Int.min 0xffff tcp.env.config.receive_buffer)
           ~header:length ~length ~sum:0;
         length)
      : bool)

let reset_connection c =
  bare c.tcp ~remote:c.remote ~remote_port:c.remote_port ~local_port:c.local_port ~seq:c.snd_max
    ~ack_number:c.rcv_nxt ~flags:Segment.(rst lor ack) ~window:0

(* Both sides have ended, and know it of each other: nothing is lost. *)
let end_peers_wait c = if c.tcp.env.config.ends_peers_wait then reset_connection c

let send_syn c =
  let flags, ack_number =
    if c.state = Syn_received then (Segment.(syn lor ack), c.rcv_nxt) else (Segment.syn, 0)
  in
  (* Simultaneous open: the answer offers only what the other side's SYN did. *)
  let scale =
    if c.state = Syn_received && c.rcv_scale = 0 && c.snd_scale = 0 then -1
    else scale_for c.tcp.env.config.receive_buffer
  in
  syn c.tcp ~remote:c.remote ~remote_port:c.remote_port ~local_port:c.local_port ~seq:c.snd_una ~ack_number ~flags
    ~scale
    ~sack:(if c.state = Syn_sent then c.tcp.env.config.sack else c.sack)

(* The window never shrinks, and grows in steps that are worth a segment (RFC 9293, section 3.8.6.2.2). *)
let free c =
  let buffer = c.tcp.env.config.receive_buffer in
  let free = if c.discards then buffer else Int.max 0 (buffer - Rx_queue.readable c.rx) in
  Int.min free (0xffff lsl c.rcv_scale)

let offer_window c =
  let edge = c.rcv_nxt + free c in
  if edge - c.rcv_adv >= Int.min (our_mss c.tcp) (c.tcp.env.config.receive_buffer / 2) then c.rcv_adv <- edge

let segment c ~seq ~length ~flags =
  let counters = counters c in
  counters.segments_out <- counters.segments_out + 1;
  offer_window c;
  c.ack_now <- false;
  c.unacked <- 0;
  cancel c.ack_timer;
  (* Only without data, whose segments are full without options. *)
  let ranges = if c.sack && length = 0 && Rx_queue.pieces c.rx > 0 then Rx_queue.ranges c.rx c.recent else [] in
  let header = Segment.header_size + if ranges = [] then 0 else Segment.sack_options (List.length ranges) in
  let fill packet =
    (* A device that was busy asks for the bytes later, when they may be acknowledged and gone. *)
    let gone = seq < Tx_queue.base c.tx || seq + length > Tx_queue.finish c.tx in
    let length = if gone then 0 else length in
    let flags = if gone then flags land lnot Segment.fin else flags in
    let sum = if length > 0 then Tx_queue.copy_sum c.tx ~seq ~length packet header else 0 in
    let length = header + length in
    if header > Segment.header_size then Segment.write_sack_options packet ranges;
    Segment.write_header packet ~src:c.tcp.ip.address ~dst:c.remote ~src_port:c.local_port ~dst_port:c.remote_port
      ~seq ~ack_number:c.rcv_nxt ~flags
      ~window:(Int.min 0xffff (Int.max 0 (c.rcv_adv - c.rcv_nxt) lsr c.rcv_scale))
      ~header ~length ~sum;
    length
  in
  ignore (Ipv4.output c.tcp.ip ~dst:c.remote ~protocol:Ipv4.tcp ~length:(header + length) fill : bool)

(* From [snd_max], not from [snd_nxt]: after a time-out that is behind what the other side has, which would drop the
   acknowledgement; when that happens to both sides at once, neither ever hears of the other again. *)
let acknowledge c = segment c ~seq:c.snd_max ~length:0 ~flags:Segment.ack

(* Outside of the window by one: the other side answers with what it expects (RFC 9293, section 3.8.4). *)
let probe c =
  let counters = counters c in
  counters.probes <- counters.probes + 1;
  segment c ~seq:(c.snd_una - 1) ~length:0 ~flags:Segment.ack

let flags_at c finish = if finish = Tx_queue.finish c.tx then Segment.(ack lor psh) else Segment.ack
let rearm c now = set c.rtx_timer (now + Rto.current c.rto)

let resend c ~seq ~length ~fin =
  let counters = counters c in
  counters.retransmits <- counters.retransmits + 1;
  c.rtt_end <- 0;
  c.high_rxt <- seq + length;
  segment c ~seq ~length ~flags:(flags_at c (seq + length) lor if fin then Segment.fin else 0)

(* The first segment that is not acknowledged, once more. *)
let retransmit_first c =
  let finish = Tx_queue.finish c.tx in
  let _, hole = Scoreboard.next_hole c.scoreboard c.snd_una c.snd_max in
  let length = Int.max 0 (Int.min (Int.min c.mss hole) (Int.min finish c.snd_max - c.snd_una)) in
  let fin = c.snd_max > finish && c.snd_una + length = finish in
  if length > 0 || fin then begin
    resend c ~seq:c.snd_una ~length ~fin;
    rearm c (now c)
  end

let send_next c now ~length ~fin =
  let seq = c.snd_nxt in
  let finish = seq + length + if fin then 1 else 0 in
  if seq < c.snd_max then begin
    let counters = counters c in
    counters.retransmits <- counters.retransmits + 1
  end
  else if c.rtt_end = 0 then begin
    c.rtt_end <- finish;
    c.rtt_at <- now
  end;
  let first = c.snd_max = c.snd_una in
  if first then c.progress_at <- now;
  segment c ~seq ~length ~flags:(flags_at c (seq + length) lor if fin then Segment.fin else 0);
  c.sent_at <- now;
  c.snd_nxt <- finish;
  if finish > c.snd_max then c.snd_max <- finish;
  (* With nothing under way the timer may be that of a small window. *)
  if first || not (is_set c.rtx_timer) then rearm c now

(* Whether a segment of [length] out of [available] bytes is worth sending now: full, or the last bytes when Nagle's rule
   lets them go, or half of the other side's buffer, or sent before (RFC 9293, section 3.8.6.2.1). *)
let is_worthwhile c ~length ~available =
  length = c.mss
  || length > 0
     && (c.snd_nxt < c.snd_max
        || (length = available
           && (c.snd_max = c.snd_una || c.fin_queued || c.snd_nxt + length <= c.nodelay_to))
        || 2 * length >= c.max_snd_wnd)

let recovers_by_sack c = c.sack && Congestion.in_recovery c.congestion

(* RFC 6675, "pipe": what is still under way. What has arrived is not, and what is lost only if it was sent again. *)
let under_way c =
  if recovers_by_sack c then begin
    let lost = Int.max c.snd_una (Scoreboard.lost_before c.scoreboard ~mss:c.mss) in
    Scoreboard.missing c.scoreboard c.snd_una (Int.min c.high_rxt lost) + Scoreboard.missing c.scoreboard lost c.snd_max
  end
  else Scoreboard.missing c.scoreboard c.snd_una c.snd_nxt

(* After a time-out everything is sent once more, but for what has arrived. Gives how much lies before the next of that. *)
let skip_arrived c =
  if c.snd_nxt < c.snd_max && not (Scoreboard.is_empty c.scoreboard) then begin
    let seq, hole = Scoreboard.next_hole c.scoreboard c.snd_nxt c.snd_max in
    c.snd_nxt <- (if hole = 0 then c.snd_max else seq);
    if hole = 0 then max_int else hole
  end
  else max_int

let rec transmit c now =
  if Link.is_crowded c.tcp.ip.link then wait_for_device c
  else if not (recovers_by_sack c && send_hole c) then send_new c now
  else transmit c now

and wait_for_device c =
  if not c.blocked then begin
    c.blocked <- true;
    Link.when_free c.tcp.ip.link (fun () ->
        c.blocked <- false;
        if c.state <> Closed then transmit c (now c))
  end

(* RFC 6675, NextSeg, rule 1: the next segment that is lost and was not sent again. False when there is none to send. *)
and send_hole c =
  let lost = Scoreboard.lost_before c.scoreboard ~mss:c.mss in
  let seq, hole = Scoreboard.next_hole c.scoreboard (Int.max c.high_rxt c.snd_una) lost in
  let sends = hole > 0 && Congestion.window c.congestion - under_way c >= c.mss in
  if sends then resend c ~seq ~length:(Int.min c.mss hole) ~fin:false;
  sends

and send_new c now =
  let hole = skip_arrived c in
  let available = Tx_queue.finish c.tx - c.snd_nxt in
  if available > 0 || (available = 0 && c.fin_queued) then begin
    let usable = Int.min (c.snd_wnd - (c.snd_nxt - c.snd_una)) (Congestion.window c.congestion - under_way c) in
    let length = Int.max 0 (Int.min (Int.min available hole) (Int.min usable c.mss)) in
    if available = 0 || is_worthwhile c ~length ~available then begin
      send_next c now ~length ~fin:(c.fin_queued && length = available);
      transmit c now
    end
    else if c.snd_max = c.snd_una && not (is_set c.rtx_timer) then begin
      (* Nothing that is under way will bring an acknowledgement: the timer must. *)
      c.progress_at <- now;
      rearm c now
    end
  end

(* Sends what may go, and the acknowledgement that is due if no data carried it. *)
let flush c =
  let tells_ranges = c.ack_now && c.sack && Rx_queue.pieces c.rx > 0 in
  (match c.state with
   | Established | Fin_wait_1 | Close_wait | Closing | Last_ack ->
     let now = now c in
     if c.snd_max = c.snd_una && now - c.sent_at > Rto.current c.rto then Congestion.idle c.congestion;
     transmit c now
   | Syn_sent | Syn_received | Fin_wait_2 | Time_wait | Closed -> ());
  if c.ack_now || c.unacked >= 2 || tells_ranges then acknowledge c
  else if c.unacked > 0 && not (is_set c.ack_timer) then
    set c.ack_timer (now c + c.tcp.env.config.delayed_ack)

(* RFC 5961: says what is expected, to whoever may have forged a segment. *)
let challenge c =
  if Rate.allows c.tcp.challenges then begin
    let counters = counters c in
    counters.challenge_acks <- counters.challenge_acks + 1;
    acknowledge c
  end

(* The end of a connection before its time. *)
let fail c ?(reset = false) failure =
  if c.state <> Closed then begin
    let counters = counters c in
    counters.failed <- counters.failed + 1;
    if reset && c.state <> Syn_sent then reset_connection c;
    c.failure <- Some failure;
    detach c
  end
