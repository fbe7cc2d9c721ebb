(* What the user of a connection does with it. *)

open Tcb
open Lwt.Infix

type error = [ failure | `No_route | `Too_many | `Ipv6 ]

let pp_error ppf : error -> unit = function
  | (`Timeout | `Refused) as error -> Tcpip.Tcp.pp_error ppf error
  | `Reset -> Fmt.string ppf "connection was reset"
  | `Unreachable -> Fmt.string ppf "host or network is unreachable"
  | `No_route -> Fmt.string ppf "there is no route to this address"
  | `Too_many -> Fmt.string ppf "there are as many connections as the configuration allows"
  | `Ipv6 -> Fmt.string ppf "IPv6 addresses are not supported by this stack"

(* Its user will not see it, or not again. *)
let abandon c =
  c.orphan <- true;
  release c

(* An established connection, or why there is none. Who gives up waiting gives up the connection. *)
let connect tcp ~remote ~remote_port ~keepalive =
  let rec established c =
    match (c.failure, c.state) with
    | Some failure, _ ->
      abandon c;
      Lwt.return (Error (failure :> error))
    | None, (Syn_sent | Syn_received) -> Lwt_condition.wait c.changed >>= fun () -> established c
    | None, _ ->
      let counters = counters c in
      counters.opened_active <- counters.opened_active + 1;
      Lwt.return (Ok c)
  in
  let begin_at local_port =
    let c = Tcp.begin_connection tcp ~remote ~remote_port ~local_port ~keepalive in
    Lwt.catch
      (fun () -> established c)
      (fun exn ->
        Tcp_output.fail c ~reset:true `Timeout;
        abandon c;
        Lwt.reraise exn)
  in
  if Ipv4.is_broadcast tcp.ip remote || Ipv4.next_hop tcp.ip remote < 0 then Lwt.return (Error `No_route)
  else if tcp.env.counters.flows >= tcp.env.config.connections then Lwt.return (Error `Too_many)
  else
    match Tcp.free_port tcp ~remote ~remote_port with
    | -1 -> Lwt.return (Error `Too_many)
    | local_port -> begin_at local_port

(* A reader has made room. The other side is told at once when that doubles what it may send, and otherwise by the next
   acknowledgement. *)
let window_opened c =
  let left = c.rcv_adv - c.rcv_nxt and free = Tcp_output.free c in
  if Tcp_input.receives c && free >= 2 * left && free - left >= Int.min (our_mss c.tcp) (c.tcp.env.config.receive_buffer / 2)
  then Tcp_output.acknowledge c

let rec read c =
  if Rx_queue.readable c.rx > 0 then begin
    let data = Rx_queue.pop c.rx in
    window_opened c;
    Lwt.return (Ok (`Data data))
  end
  else if c.fin_received || c.discards then Lwt.return (Ok `Eof)
  else
    match c.failure with
    | Some failure -> Lwt.return (Error (failure :> error))
    | None when c.state = Closed -> Lwt.return (Ok `Eof)
    | None -> Lwt_condition.wait c.changed >>= fun () -> read c

type write_error = [ error | Mirage_flow.write_error ]

let pp_write_error ppf : write_error -> unit = function
  | #Mirage_flow.write_error as error -> Mirage_flow.pp_write_error ppf error
  | #error as error -> pp_error ppf error

type progress = Done | Refused of write_error | Left of Cstruct.t * int * Cstruct.t list

let send c ~nodelay =
  if nodelay then c.nodelay_to <- Tx_queue.finish c.tx;
  Tcp_output.flush c

(* Takes what there is room for, and sends it as one piece. *)
let rec put c ~nodelay data offset rest =
  match c.failure with
  | Some failure -> Refused (failure :> write_error)
  | None when c.fin_queued || c.state = Closed -> Refused `Closed
  | None ->
    let offset = offset + Tx_queue.append c.tx data offset in
    (match rest with
     | next :: rest when offset = Cstruct.length data -> put c ~nodelay next 0 rest
     | _ ->
       send c ~nodelay;
       if offset = Cstruct.length data then Done else Left (data, offset, rest))

let ok = Lwt.return (Ok ())

let rec continue c ~nodelay = function
  | Done -> ok
  | Refused error -> Lwt.return (Error error)
  | Left (data, offset, rest) ->
    Lwt_condition.wait c.writable >>= fun () -> continue c ~nodelay (put c ~nodelay data offset rest)

(* Only who waits holds the lock, so that others do not write in between. *)
let writev c ~nodelay = function
  | [] -> ok
  | first :: rest ->
    if Lwt_mutex.is_locked c.write_lock then
      Lwt_mutex.with_lock c.write_lock (fun () -> continue c ~nodelay (put c ~nodelay first 0 rest))
    else (
      match put c ~nodelay first 0 rest with
      | Left _ as left -> Lwt_mutex.with_lock c.write_lock (fun () -> continue c ~nodelay left)
      | progress -> continue c ~nodelay progress)

let finish_writing c =
  if (not c.fin_queued) && c.state <> Closed then begin
    c.fin_queued <- true;
    c.wake_writer <- true;
    (match c.state with
     | Established -> c.state <- Fin_wait_1
     | Close_wait -> c.state <- Last_ack
     | _ -> ());
    Tcp_output.flush c;
    wake c
  end

let finish_reading c =
  if not c.discards then begin
    c.discards <- true;
    Rx_queue.clear c.rx;
    c.wake_reader <- true;
    if c.state <> Closed then Tcp_output.offer_window c;
    wake c
  end

let close c =
  if not c.orphan then begin
    c.orphan <- true;
    finish_reading c;
    finish_writing c;
    if c.state = Fin_wait_2 then Tcp_timer.start_fin_wait c;
    release c
  end

let abort c =
  c.orphan <- true;
  finish_reading c;
  Tcp_output.fail c ~reset:true `Reset;
  release c;
  wake c
