(* TIME_WAIT (RFC 9293, section 3.6.1): names of closed connections that are not used again for a while. An entry is all
   that is left of a connection, and there are boundedly many. *)

open Tcb

let remove tcp (w : waiting) =
  let counters = tcp.env.counters in
  counters.time_wait <- counters.time_wait - 1;
  w.expires <- min_int;
  Table.remove tcp.table ~remote:w.remote ~remote_port:w.remote_port ~local_port:w.local_port

(* Entries whose time was prolonged go to the end of the queue when their first time comes. *)
let rec expire tcp now =
  match Queue.peek_opt tcp.waitings with
  | Some (at, w) when at <= now || w.expires = min_int ->
    ignore (Queue.pop tcp.waitings : int * waiting);
    if w.expires <> min_int then
      if w.expires <= now then remove tcp w else Queue.push (w.expires, w) tcp.waitings;
    expire tcp now
  | Some (at, _) -> set tcp.waiting_timer at
  | None -> ()

let start tcp =
  tcp.waiting_timer <- Some (Timers.timer tcp.env.timers (fun () -> expire tcp (tcp.env.now ())))

(* The queue is what is bounded: it also holds entries whose name is in use again. *)
let rec make_room tcp =
  if Queue.length tcp.waitings >= tcp.env.config.time_wait_entries then
    match Queue.take_opt tcp.waitings with
    | Some (_, w) ->
      if w.expires <> min_int then remove tcp w;
      make_room tcp
    | None -> ()

(* The connection's last acknowledgement is sent already. *)
let enter (c : t) =
  let tcp = c.tcp in
  detach c;
  make_room tcp;
  let expires = tcp.env.now () + tcp.env.config.time_wait in
  let w =
    {
      remote = c.remote;
      remote_port = c.remote_port;
      local_port = c.local_port;
      snd_nxt = c.snd_max;
      rcv_nxt = c.rcv_nxt;
      expires;
    }
  in
  let counters = tcp.env.counters in
  counters.time_wait <- counters.time_wait + 1;
  Table.replace tcp.table ~remote:w.remote ~remote_port:w.remote_port ~local_port:w.local_port (Waiting w);
  Queue.push (expires, w) tcp.waitings;
  if not (is_set tcp.waiting_timer) then set tcp.waiting_timer expires

(* True when the segment is a SYN that may begin a new connection of this name (RFC 9293, section 3.6.1): its sequence
   number is after all of the old one's. One that is not hears what is expected; if its sender has begun anew it answers by
   a RST of just that number, and the name is free. No other RST is heeded (RFC 1337). *)
let input tcp (w : waiting) (s : Segment.t) =
  let fresh = Segment.distance s.seq w.rcv_nxt > 0 in
  if Segment.has s Segment.rst then begin
    if Segment.distance s.seq w.rcv_nxt = 0 then remove tcp w;
    false
  end
  else if Segment.has s Segment.syn && (not (Segment.has s Segment.ack)) && fresh then begin
    remove tcp w;
    true
  end
  else begin
    if Segment.has s Segment.fin && Segment.distance s.seq w.rcv_nxt = -1 then
      w.expires <- tcp.env.now () + tcp.env.config.time_wait;
    if Segment.length s > 0 && Rate.allows tcp.challenges then
      Tcp_output.bare tcp ~remote:w.remote ~remote_port:w.remote_port ~local_port:w.local_port ~seq:w.snd_nxt
        ~ack_number:w.rcv_nxt ~flags:Segment.ack ~window:0;
    false
  end
