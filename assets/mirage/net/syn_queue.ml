(* Handshakes that other hosts have begun. A small record stands for each, so that a flood of SYNs costs little; when there
   are too many the oldest makes room: under a flood, a handshake that is quicker than the queue's turn still succeeds. *)

open Tcb

let forget tcp (h : listener half_open) =
  if h.pending then begin
    let counters = tcp.env.counters in
    h.pending <- false;
    cancel h.timer;
    counters.half_open <- counters.half_open - 1;
    Table.remove tcp.table ~remote:h.remote ~remote_port:h.remote_port ~local_port:h.local_port
  end

let drop tcp h =
  let counters = tcp.env.counters in
  counters.drop_syn_queue <- counters.drop_syn_queue + 1;
  forget tcp h

let answer tcp (h : listener half_open) =
  h.answered_at <- tcp.env.now ();
  let scale = if h.peer_scale >= 0 then scale_for tcp.env.config.receive_buffer else -1 in
  Tcp_output.syn tcp ~remote:h.remote ~remote_port:h.remote_port ~local_port:h.local_port ~seq:h.iss
    ~ack_number:(h.irs + 1)
    ~flags:Segment.(syn lor ack)
    ~scale ~sack:h.peer_sack

let second = 1_000_000_000

let repeat tcp (h : listener half_open) =
  if h.repeats >= tcp.env.config.syn_retries then drop tcp h
  else begin
    let counters = tcp.env.counters in
    h.repeats <- h.repeats + 1;
    counters.retransmits <- counters.retransmits + 1;
    answer tcp h;
    set h.timer (h.answered_at + Int.min tcp.env.config.rto_max (second lsl h.repeats))
  end

let rec make_room tcp =
  match Queue.peek_opt tcp.half_opens with
  | Some h when (not h.pending) || tcp.env.counters.half_open >= tcp.env.config.half_open ->
    ignore (Queue.pop tcp.half_opens : listener half_open);
    if h.pending then drop tcp h;
    make_room tcp
  | Some _ | None -> ()

(* One slow handshake at the head must not keep those that were completed behind it. *)
let compact tcp =
  if Queue.length tcp.half_opens > 4 * tcp.env.config.half_open then begin
    let pending = Queue.create () in
    Queue.iter (fun (h : listener half_open) -> if h.pending then Queue.push h pending) tcp.half_opens;
    Queue.clear tcp.half_opens;
    Queue.transfer pending tcp.half_opens
  end

let add tcp listener ~iss (s : Segment.t) =
  make_room tcp;
  compact tcp;
  let now = tcp.env.now () in
  let h =
    {
      remote = s.src;
      remote_port = s.src_port;
      local_port = s.dst_port;
      iss;
      irs = s.seq;
      peer_mss = s.mss;
      peer_scale = s.scale;
      peer_sack = s.sack_permitted && tcp.env.config.sack;
      peer_window = s.window;
      listener;
      begun_at = now;
      answered_at = now;
      repeats = 0;
      pending = true;
      timer = None;
    }
  in
  h.timer <- Some (Timers.timer tcp.env.timers (fun () -> repeat tcp h));
  let counters = tcp.env.counters in
  counters.half_open <- counters.half_open + 1;
  Table.replace tcp.table ~remote:h.remote ~remote_port:h.remote_port ~local_port:h.local_port (Half_open h);
  Queue.push h tcp.half_opens;
  answer tcp h;
  set h.timer (now + second)

(* The third segment of the handshake is [s]: the connection begins with it. *)
let complete tcp (h : listener half_open) s =
  forget tcp h;
  let c =
    Tcb.create tcp ~remote:h.remote ~remote_port:h.remote_port ~local_port:h.local_port ~state:Syn_received ~iss:h.iss
      ~mss:(mss_to tcp h.peer_mss) ~keepalive:h.listener.keep
  in
  set_peer c ~irs:h.irs ~mss:h.peer_mss ~scale:h.peer_scale ~sack:h.peer_sack ~lost:(h.repeats > 0);
  set_window c ~seq:h.irs ~ack:h.iss h.peer_window;
  if h.repeats = 0 then begin
    c.rtt_end <- h.iss + 1;
    c.rtt_at <- h.begun_at
  end;
  Tcp_timer.start c;
  attach c;
  Tcp_input.segment c s;
  if c.state = Closed then begin
    c.orphan <- true;
    release c
  end
  else begin
    let counters = tcp.env.counters in
    counters.opened_passive <- counters.opened_passive + 1;
    h.listener.accept c
  end

let bare_reset tcp (h : listener half_open) seq =
  if Rate.allows tcp.resets then
    Tcp_output.bare tcp ~remote:h.remote ~remote_port:h.remote_port ~local_port:h.local_port ~seq ~ack_number:0
      ~flags:Segment.rst ~window:0

let challenge tcp (h : listener half_open) =
  if Rate.allows tcp.challenges then begin
    let counters = tcp.env.counters in
    counters.challenge_acks <- counters.challenge_acks + 1;
    Tcp_output.bare tcp ~remote:h.remote ~remote_port:h.remote_port ~local_port:h.local_port ~seq:(h.iss + 1)
      ~ack_number:(h.irs + 1) ~flags:Segment.ack
      ~window:(Int.min 0xffff tcp.env.config.receive_buffer)
  end

let input tcp (h : listener half_open) (s : Segment.t) =
  let counters = tcp.env.counters in
  let at = Segment.distance s.seq (h.irs + 1) in
  let in_window = at >= 0 && at <= Int.min 0xffff tcp.env.config.receive_buffer in
  if Segment.has s Segment.rst then begin
    if at = 0 then begin
      counters.resets_in <- counters.resets_in + 1;
      forget tcp h
    end
    else if in_window then challenge tcp h
    else counters.drop_tcp_window <- counters.drop_tcp_window + 1
  end
  else if Segment.has s Segment.syn then begin
    (* The same SYN once more: our answer may be lost. A repeat within 100 ms was sent before the answer came. *)
    if at = -1 && not (Segment.has s Segment.ack) then begin
      if tcp.env.now () - h.answered_at >= 100_000_000 then answer tcp h
    end
    else challenge tcp h
  end
  else if not (Segment.has s Segment.ack) then counters.drop_tcp_window <- counters.drop_tcp_window + 1
  else if Segment.distance s.ack_number (h.iss + 1) <> 0 then bare_reset tcp h s.ack_number
  else if not in_window then begin
    counters.drop_tcp_window <- counters.drop_tcp_window + 1;
    challenge tcp h
  end
  else if counters.flows >= tcp.env.config.connections then
    (* It stays half-open: the other side repeats what it sends, and there may be room then. *)
    counters.drop_connections <- counters.drop_connections + 1
  else complete tcp h s
