let source = Logs.Src.create "netif" ~doc:"the machine's network card"

module Log = (val Logs.src_log source : Logs.LOG)

type error = Mirage_net.Net.error

let pp_error = Mirage_net.Net.pp_error
let mtu_bytes = 1500
let header_bytes = Raw.net_most - mtu_bytes
let waiting_most = 256
let handled_most = 256
let turn_most = 64

type t = {
  mac : Macaddr.t;
  stats : Mirage_net.stats;
  incoming : Cstruct.t;
  outgoing : Cstruct.t;
  sending : Lwt_mutex.t;
  handled_one : unit Lwt_condition.t;
  mutable waiting : int;
  mutable handled : int;
  mutable lost : int;
  gone : unit Lwt.t;
  go : unit Lwt.u;
}

let new_stats () : Mirage_net.stats = { rx_bytes = 0L; rx_pkts = 0l; tx_bytes = 0L; tx_pkts = 0l }
let dropped t = t.lost
let mac t = t.mac
let mtu _ = mtu_bytes
let get_stats_counters t = t.stats

let reset_stats_counters t =
  t.stats.rx_bytes <- 0L;
  t.stats.rx_pkts <- 0l;
  t.stats.tx_bytes <- 0L;
  t.stats.tx_pkts <- 0l

let is_gone t = not (Lwt.is_sleeping t.gone)

let disconnect t =
  if not (is_gone t) then Lwt.wakeup_later t.go ();
  Lwt.return_unit

let connect name =
  let mac = Bytes.create 6 in
  if name <> "0" then Lwt.fail_with (Printf.sprintf "there is no network card %S" name)
  else if Raw.net_mac mac < 0 then Lwt.fail_with "the machine has no network card"
  else begin
    let gone, go = Lwt.wait () in
    let t =
      {
        mac = Macaddr.of_octets_exn (Bytes.to_string mac);
        stats = new_stats ();
        incoming = Cstruct.create Raw.net_most;
        outgoing = Cstruct.create Raw.net_most;
        sending = Lwt_mutex.create ();
        handled_one = Lwt_condition.create ();
        waiting = 0;
        handled = 0;
        lost = 0;
        gone;
        go;
      }
    in
    Lwt.return t
  end

let until_gone t promise = Lwt.pick [ promise; Lwt.protected t.gone ]
let send (frame : Cstruct.t) = Raw.net_write frame.buffer frame.off frame.len

let count_sent t length =
  t.stats.tx_bytes <- Int64.add t.stats.tx_bytes (Int64.of_int length);
  t.stats.tx_pkts <- Int32.succ t.stats.tx_pkts

(* The card is full: frames go on in the order in which they came. *)
let send_later t frame =
  let open Lwt.Syntax in
  let rec go () =
    if is_gone t then Lwt.return_unit
    else if send frame <> Raw.again then Lwt.return (count_sent t (Cstruct.length frame))
    else
      let* () = until_gone t (Loop.wait Raw.net_writable) in
      go ()
  in
  if t.waiting >= waiting_most then begin
    t.lost <- t.lost + 1;
    Lwt.return_unit
  end
  else begin
    t.waiting <- t.waiting + 1;
    Lwt.finalize
      (fun () -> Lwt_mutex.with_lock t.sending go)
      (fun () ->
        t.waiting <- t.waiting - 1;
        Lwt.return_unit)
  end

let write t ~size fill =
  if is_gone t then Lwt.return_error `Disconnected
  else if size < 0 || size > Raw.net_most then Lwt.return_error `Invalid_length
  else begin
    let buffer = Cstruct.sub t.outgoing 0 size in
    Cstruct.memset buffer 0;
    let length = fill buffer in
    if length < header_bytes || length > size then Lwt.return_error `Invalid_length
    else
      let frame = Cstruct.sub buffer 0 length in
      if t.waiting = 0 && send frame <> Raw.again then begin
        count_sent t length;
        Lwt.return_ok ()
      end
      else Lwt.map Result.ok (send_later t (Cstruct.of_string (Cstruct.to_string frame)))
  end

let handle_one t handle frame =
  t.handled <- t.handled + 1;
  Lwt.dont_wait
    (fun () ->
      Lwt.finalize
        (fun () -> handle frame)
        (fun () ->
          t.handled <- t.handled - 1;
          Lwt_condition.broadcast t.handled_one ();
          Lwt.return_unit))
    (fun failure -> Log.err (fun m -> m "a frame's handler failed: %s" (Printexc.to_string failure)))

let listen t ~header_size handle =
  let open Lwt.Syntax in
  let rec take left =
    if is_gone t then Lwt.return_ok ()
    else if left = 0 then go_on (Lwt.pause ())
    else if t.handled >= handled_most then go_on (until_gone t (Lwt_condition.wait t.handled_one))
    else
      let length = Raw.net_read t.incoming.buffer t.incoming.off t.incoming.len in
      if length <= 0 then go_on (until_gone t (Loop.wait Raw.net_readable))
      else begin
        t.stats.rx_bytes <- Int64.add t.stats.rx_bytes (Int64.of_int length);
        t.stats.rx_pkts <- Int32.succ t.stats.rx_pkts;
        let frame = Cstruct.create_unsafe length in
        Cstruct.blit t.incoming 0 frame 0 length;
        handle_one t handle frame;
        take (left - 1)
      end
  and go_on promise =
    let* () = promise in
    take turn_most
  in
  if header_size < header_bytes then Lwt.return_error `Invalid_length else take turn_most
