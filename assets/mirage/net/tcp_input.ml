(* A segment that arrives for a connection (RFC 9293, section 3.10.7). *)

open Tcb

let retreat_timers c now =
  if c.snd_max = c.snd_una then cancel c.rtx_timer else Tcp_output.rearm c now

let end_of_fin c =
  match c.state with
  | Fin_wait_1 ->
    c.state <- Fin_wait_2;
    if c.orphan then Tcp_timer.start_fin_wait c
  | Closing -> c.state <- Time_wait
  | Last_ack ->
    Tcp_output.end_peers_wait c;
    detach c
  | _ -> ()

let new_acknowledgement c ack =
  let now = now c in
  let bytes = ack - c.snd_una in
  if c.rtt_end > 0 && ack >= c.rtt_end then begin
    Rto.sample c.rto (now - c.rtt_at);
    c.rtt_end <- 0
  end;
  Tx_queue.release c.tx ack;
  Scoreboard.advance c.scoreboard ack;
  c.snd_una <- ack;
  if c.snd_nxt < ack then c.snd_nxt <- ack;
  c.progress_at <- now;
  c.persist <- 0;
  retreat_timers c now;
  (match Congestion.acknowledged c.congestion ~ack ~bytes with
   | Retransmit -> Tcp_output.retransmit_first c
   | Nothing -> ());
  if 4 * Tx_queue.room c.tx >= c.tcp.env.config.send_buffer then c.wake_writer <- true;
  if c.fin_queued && ack > Tx_queue.finish c.tx then end_of_fin c

(* RFC 5681, section 2, "duplicate acknowledgment" *)
let is_duplicate c (s : Segment.t) window =
  c.snd_max > c.snd_una && Segment.length s = 0 && window = c.snd_wnd && window > 0

(* The ranges that the other side has beyond [ack]; how many of their bytes are news. *)
let ranges c (s : Segment.t) ~ack =
  let mark news (start, finish) =
    let start = c.snd_una + Segment.distance start c.snd_una and finish = c.snd_una + Segment.distance finish c.snd_una in
    if start > Int.max ack c.snd_una && start < finish && finish <= c.snd_max then
      news + Scoreboard.add c.scoreboard start finish
    else news
  in
  if c.sack then List.fold_left mark 0 s.sack else 0

let duplicate_acknowledgement c =
  let lost = c.sack && Scoreboard.lost_before c.scoreboard ~mss:c.mss > c.snd_una in
  match Congestion.duplicate c.congestion ~ack:c.snd_una ~sent:c.snd_max ~lost with
  | Nothing -> ()
  | Retransmit ->
    let counters = counters c in
    counters.fast_retransmits <- counters.fast_retransmits + 1;
    Tcp_output.retransmit_first c

let update_window c ~seq ~ack window =
  if c.snd_wl1 < seq || (c.snd_wl1 = seq && c.snd_wl2 <= ack) then begin
    let opens = c.snd_wnd = 0 && window > 0 in
    set_window c ~seq ~ack window;
    if opens then begin
      c.persist <- 0;
      retreat_timers c (now c)
    end
  end

let acknowledgement c (s : Segment.t) ~seq ~ack =
  let window = s.window lsl c.snd_scale in
  let news = ranges c s ~ack in
  (* With SACK, what brings news of a range is a duplicate acknowledgement (RFC 6675, section 2). *)
  if ack > c.snd_una then new_acknowledgement c ack
  else if ack = c.snd_una && if c.sack then news > 0 else is_duplicate c s window then duplicate_acknowledgement c;
  if ack >= c.snd_una then update_window c ~seq ~ack window

(* What came in order leaves the window; a full memory leaves it to be sent again. *)
let in_order c data =
  let taken = c.discards || Rx_queue.push c.rx data in
  if taken then begin
    let filled = Rx_queue.pieces c.rx > 0 in
    c.rcv_nxt <- Rx_queue.drain c.rx (c.rcv_nxt + Cstruct.length data);
    c.unacked <- c.unacked + 1;
    (* RFC 5681, section 4.2: at once when it fills a gap. *)
    if filled then c.ack_now <- true;
    if c.discards then Rx_queue.clear c.rx else c.wake_reader <- true
  end
  else begin
    let counters = counters c in
    counters.drop_tcp_memory <- counters.drop_tcp_memory + 1;
    c.ack_now <- true
  end;
  taken

let out_of_order c ~seq data =
  c.ack_now <- true;
  c.recent <- seq;
  if (not c.discards) && Cstruct.length data > 0 && not (Rx_queue.store c.rx ~seq data) then begin
    let counters = counters c in
    counters.drop_tcp_memory <- counters.drop_tcp_memory + 1
  end

let end_of_data c =
  c.rcv_nxt <- c.rcv_nxt + 1;
  c.fin_received <- true;
  c.ack_now <- true;
  c.wake_reader <- true;
  match c.state with
  | Established -> c.state <- Close_wait
  | Fin_wait_1 -> c.state <- Closing
  | Fin_wait_2 -> c.state <- Time_wait
  | _ -> ()

(* The part of the segment that is in the window, and was not there before. *)
let text c (s : Segment.t) ~seq =
  let size = Cstruct.length s.payload in
  let skipped = Int.min size (Int.max 0 (c.rcv_nxt - seq)) in
  let finish = seq + size in
  let beyond = Int.min (size - skipped) (Int.max 0 (finish - c.rcv_adv)) in
  let data = if skipped + beyond = 0 then s.payload else Cstruct.sub s.payload skipped (size - skipped - beyond) in
  let seq = seq + skipped in
  if skipped > 0 || beyond > 0 then c.ack_now <- true;
  let length = Cstruct.length data in
  let taken =
    if seq <> c.rcv_nxt then begin
      out_of_order c ~seq data;
      true
    end
    else length = 0 || in_order c data
  in
  if Segment.has s Segment.fin && beyond = 0 && taken && c.fin_at = max_int then c.fin_at <- finish;
  if c.rcv_nxt >= c.fin_at then end_of_data c

let receives c =
  match c.state with Established | Fin_wait_1 | Fin_wait_2 -> not c.fin_received | _ -> false

(* Data for a user who is gone, after all of ours has arrived: the other side must learn that nobody reads it (RFC 2525,
   section 2.17). Before that a RST could destroy what was written for it. *)
let is_unwanted c (s : Segment.t) ~seq =
  c.orphan && c.state = Fin_wait_2 && Cstruct.length s.payload > 0 && seq + Cstruct.length s.payload > c.rcv_nxt

let establish c =
  c.state <- (if c.fin_queued then Fin_wait_1 else Established);
  c.progress_at <- now c;
  c.wake_reader <- true;
  Tcp_timer.start_keep_alive c

(* Sends what is due after a segment, which may have been the connection's last. *)
let settle c =
  match c.state with
  | Closed -> ()
  | Time_wait ->
    Tcp_output.acknowledge c;
    Tcp_output.end_peers_wait c;
    Time_wait.enter c
  | _ -> Tcp_output.flush c

let accepted c (s : Segment.t) ~seq ~ack =
  c.received_at <- now c;
  acknowledgement c s ~seq ~ack;
  if c.state <> Closed then
    if is_unwanted c s ~seq then Tcp_output.fail c ~reset:true `Reset
    else begin
      if Segment.length s > 0 then if receives c then text c s ~seq else c.ack_now <- true;
      settle c
    end

let drop_window c =
  let counters = counters c in
  counters.drop_tcp_window <- counters.drop_tcp_window + 1

let reset c =
  let counters = counters c in
  counters.resets_in <- counters.resets_in + 1;
  Tcp_output.fail c (if c.state = Syn_received then `Refused else `Reset)

(* RFC 5961, section 5.2 *)
let is_possible c ack = ack <= c.snd_max && ack >= c.snd_una - c.max_snd_wnd

let acknowledged c (s : Segment.t) ~seq =
  let ack = c.snd_una + Segment.distance s.ack_number c.snd_una in
  if c.state = Syn_received then
    if ack <= c.snd_una || ack > c.snd_max then
      Tcp_output.bare c.tcp ~remote:c.remote ~remote_port:c.remote_port ~local_port:c.local_port ~seq:ack
        ~ack_number:0 ~flags:Segment.rst ~window:0
    else begin
      set_window c ~seq ~ack (s.window lsl c.snd_scale);
      establish c;
      accepted c s ~seq ~ack
    end
  else if is_possible c ack then accepted c s ~seq ~ack
  else begin
    drop_window c;
    Tcp_output.challenge c
  end

(* What was here before may still acknowledge something new: BSD, and so QEMU's user-mode network, repeats its FIN with
   every acknowledgement until the FIN is acknowledged itself, and those cross on the way. *)
let old c (s : Segment.t) ~seq =
  let ack = c.snd_una + Segment.distance s.ack_number c.snd_una in
  let is_near = seq < c.rcv_nxt && c.rcv_nxt - seq <= c.tcp.env.config.receive_buffer in
  if is_near && Segment.has s Segment.ack && c.state <> Syn_received && is_possible c ack then begin
    c.received_at <- now c;
    acknowledgement c s ~seq ~ack
  end

(* Answers to empty segments are rare, so that two sides that disagree do not answer each other for ever. *)
let unacceptable c (s : Segment.t) ~seq =
  let now = now c in
  drop_window c;
  old c s ~seq;
  if c.state <> Closed then begin
    if Segment.length s > 0 then c.ack_now <- true
    else if c.replied_at = min_int || now - c.replied_at >= 100_000_000 then begin
      c.replied_at <- now;
      c.ack_now <- true
    end;
    settle c
  end

let synchronized c (s : Segment.t) =
  let seq = c.rcv_nxt + Segment.distance s.seq c.rcv_nxt in
  let length = Segment.length s in
  let acceptable =
    if length = 0 then seq >= c.rcv_nxt && seq <= c.rcv_adv
    else seq = c.rcv_nxt || (seq + length > c.rcv_nxt && seq < c.rcv_adv)
  in
  if Segment.has s Segment.rst then begin
    (* RFC 5961, section 3.2 *)
    if seq = c.rcv_nxt then reset c else if acceptable then Tcp_output.challenge c else drop_window c
  end
  else if Segment.has s Segment.syn then begin
    if c.state = Syn_received && seq = c.rcv_nxt - 1 then
      (* Simultaneous open: the other side's answer to our SYN, or its SYN once more. *)
      if Segment.has s Segment.ack then acknowledged c { s with flags = Segment.ack; payload = Cstruct.empty } ~seq:(seq + 1)
      else Tcp_output.send_syn c
    else Tcp_output.challenge c (* RFC 5961, section 4.2 *)
  end
  else if not acceptable then unacceptable c s ~seq
  else if not (Segment.has s Segment.ack) then drop_window c
  else acknowledged c s ~seq

(* RFC 9293, section 3.10.7.3 *)
let syn_sent c (s : Segment.t) =
  let ack = c.snd_una + Segment.distance s.ack_number c.snd_una in
  let has_ack = Segment.has s Segment.ack in
  let wrong_ack = has_ack && (ack <= c.snd_una || ack > c.snd_max) in
  if Segment.has s Segment.rst then begin
    if has_ack && not wrong_ack then begin
      let counters = counters c in
      counters.resets_in <- counters.resets_in + 1;
      Tcp_output.fail c `Refused
    end
    else drop_window c
  end
  else if wrong_ack then
    Tcp_output.bare c.tcp ~remote:c.remote ~remote_port:c.remote_port ~local_port:c.local_port ~seq:ack ~ack_number:0
      ~flags:Segment.rst ~window:0
  else if Segment.has s Segment.syn then begin
    set_peer c ~irs:s.seq ~mss:s.mss ~scale:s.scale ~sack:s.sack_permitted ~lost:(c.attempts > 0);
    set_window c ~seq:s.seq ~ack:c.snd_una s.window;
    c.state <- Syn_received;
    if has_ack then begin
      new_acknowledgement c ack;
      establish c;
      c.ack_now <- true;
      Tcp_output.flush c
    end
    else Tcp_output.send_syn c
  end

let segment c s =
  (match c.state with
   | Closed | Time_wait -> ()
   | Syn_sent -> syn_sent c s
   | _ -> synchronized c s);
  wake c
