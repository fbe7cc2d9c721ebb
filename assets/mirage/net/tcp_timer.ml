(* What happens to a connection when nothing comes. *)

open Tcb

(* A peer that answers our probes of its closed window is alive, and its user may be slow; but once our own user has closed
   the connection nobody is left to judge that, and only progress counts. *)
let is_dead c now =
  let alive_at = if c.snd_wnd = 0 && not c.orphan then Int.max c.progress_at c.received_at else c.progress_at in
  now - alive_at > c.tcp.env.config.user_timeout

let repeat_syn c now =
  if c.attempts >= c.tcp.env.config.syn_retries then Tcp_output.fail c ~reset:true `Timeout
  else begin
    let counters = counters c in
    c.attempts <- c.attempts + 1;
    counters.retransmits <- counters.retransmits + 1;
    Rto.back_off c.rto;
    c.rtt_end <- 0;
    Tcp_output.send_syn c;
    Tcp_output.rearm c now
  end

let probe_window c now =
  c.persist <- c.persist + 1;
  Tcp_output.probe c;
  set c.rtx_timer (now + Int.min c.tcp.env.config.rto_max (Rto.current c.rto lsl Int.min 16 c.persist))

let time_out c now =
  let counters = counters c in
  counters.timeouts <- counters.timeouts + 1;
  Congestion.timeout c.congestion ~una:c.snd_una ~sent:c.snd_max;
  Scoreboard.clear c.scoreboard;
  Rto.back_off c.rto;
  c.rtt_end <- 0;
  c.snd_nxt <- c.snd_una;
  Tcp_output.flush c;
  (* Also when a busy device took nothing. *)
  Tcp_output.rearm c now

(* Less than is worth a segment, and nothing under way that would change it (RFC 9293, section 3.8.6.2.1, point 4). *)
let send_small c now =
  let available = Tx_queue.finish c.tx - c.snd_nxt in
  let length = Int.min available (Int.min c.mss c.snd_wnd) in
  if length > 0 then Tcp_output.send_next c now ~length ~fin:(c.fin_queued && length = available);
  Tcp_output.rearm c now

let retransmission c =
  let now = now c in
  (match c.state with
   | Closed | Time_wait -> ()
   | Syn_sent | Syn_received -> repeat_syn c now
   | Established | Fin_wait_1 | Fin_wait_2 | Close_wait | Closing | Last_ack ->
     let under_way = c.snd_max > c.snd_una and has_data = Tx_queue.finish c.tx > c.snd_una in
     if under_way || has_data then
       if is_dead c now then Tcp_output.fail c ~reset:true `Timeout
       else if c.snd_wnd = 0 && has_data then probe_window c now
       else if under_way then time_out c now
       else send_small c now);
  wake c

let delayed_ack c = if c.state <> Closed && c.unacked > 0 then Tcp_output.acknowledge c

let keep_alive c (keepalive : Tcpip.Keepalive.t) now =
  let idle_at = c.received_at + Int64.to_int keepalive.after in
  if now < idle_at then begin
    c.idle_probes <- 0;
    set c.idle_timer idle_at
  end
  else if c.idle_probes >= keepalive.probes then Tcp_output.fail c ~reset:true `Timeout
  else begin
    c.idle_probes <- c.idle_probes + 1;
    Tcp_output.probe c;
    set c.idle_timer (now + Int64.to_int keepalive.interval)
  end

let start_keep_alive c =
  match c.keepalive with
  | Some keepalive when not c.orphan -> set c.idle_timer (now c + Int64.to_int keepalive.after)
  | Some _ | None -> ()

(* The other side may never end; nobody here waits for it. *)
let start_fin_wait c = set c.idle_timer (now c + c.tcp.env.config.fin_wait)

let idle c =
  (match (c.state, c.keepalive) with
   | Fin_wait_2, _ when c.orphan -> detach c
   | (Established | Fin_wait_1 | Fin_wait_2 | Close_wait), Some keepalive when not c.orphan -> keep_alive c keepalive (now c)
   | _ -> ());
  wake c

let start c =
  let timer fire = Some (Timers.timer c.tcp.env.timers (fun () -> fire c)) in
  c.rtx_timer <- timer retransmission;
  c.ack_timer <- timer delayed_ack;
  c.idle_timer <- timer idle
