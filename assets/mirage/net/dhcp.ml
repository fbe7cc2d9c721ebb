open Dhcp_wire

(* A lease in use; times of the clock, never for one that has no end. *)
type held = { lease : lease; renew_at : int; rebind_at : int; expires : int }

type state =
  | Selecting  (* there is no address, and any offer is taken *)
  | Requesting of lease  (* one was taken, and its server must confirm it *)
  | Holding of held

type t = {
  env : Env.t;
  udp : Udp.t;
  mac : int;
  change : lease option -> unit;
  timer : Timers.timer Lazy.t;
  mutable state : state;
  mutable xid : int;
  mutable begun : int;  (* the exchange *)
  mutable sent_at : int;  (* the last message *)
  mutable sent : int;  (* messages of this state *)
}

let client_port = 68
let server_port = 67
let everybody = 0xffff_ffff
let second = 1_000_000_000
let minute = 60 * second
let requests = 4
(* What follows runs seldom, and shall rather be small than quick. *)
let[@inline never] wake t at = Timers.set (Lazy.force t.timer) at

let[@inline never] send t ?(dst = everybody) request =
  let now = t.env.now () in
  t.sent <- t.sent + 1;
  t.sent_at <- now;
  t.env.counters.dhcp_requests <- t.env.counters.dhcp_requests + 1;
  let message = write ~xid:t.xid ~mac:t.mac ~seconds:((now - t.begun) / second) request in
  match Udp.write t.udp ~src_port:client_port ~dst ~dst_port:server_port message with
  | Ok () | Error `No_route -> ()  (* a server that cannot be reached does not answer, either *)
  | Error `Too_long -> assert false  (* 300 bytes fit the least MTU *)

(* RFC 2131, section 4.1: 4 s, then twice as long each time to 64 s, each up to a second more or less. *)
let[@inline never] backoff t =
  let jitter = (Env.random_bits t.env 2 * 2 * second / 0xffff) - second in
  wake t (t.sent_at + (second lsl Int.min 6 (t.sent + 1)) + jitter)

let begin_exchange t =
  t.xid <- Env.random_bits t.env 4;
  t.begun <- t.env.now ()

let enter t state =
  t.state <- state;
  t.sent <- 0

let log_silence t =
  if t.sent = 3 then
    Logs.warn ~src:Env.log (fun m -> m "no DHCP server has answered for half a minute; it is asked further on")

(* Section 4.4.5: a lease is asked for again when half of what is left until the next stage is over, and not oftener
   than once a minute. *)
let[@inline never] extend t ?dst held ~until =
  begin_exchange t;
  send t ?dst (Extend held.lease.address);
  wake t (Int.min until (t.sent_at + Int.max minute ((until - t.sent_at) / 2)))

let[@inline never] rec tick t =
  let now = t.env.now () in
  match t.state with
  | Selecting ->
    log_silence t;
    send t Discover;
    backoff t
  | Requesting _ when t.sent >= requests -> start_over t ~at:now
  | Requesting lease ->
    send t (Choose lease);
    backoff t
  | Holding held when now >= held.expires -> lose t held ~at:now
  | Holding held when now >= held.rebind_at -> extend t held ~until:held.expires
  | Holding held when now >= held.renew_at -> extend t held ~dst:held.lease.server ~until:held.rebind_at
  | Holding held -> wake t held.renew_at

and start_over t ~at =
  enter t Selecting;
  begin_exchange t;
  if at <= t.env.now () then tick t else wake t at

and lose t held ~at =
  Logs.warn ~src:Env.log (fun m ->
      let address = Wire.to_address held.lease.address in
      m "the lease of the address %a is over: its connections are cut" Ipaddr.V4.pp address);
  t.change None;
  start_over t ~at

(* A refusal, or a lease of no time, may be a faulty server's or a stranger's: a pause keeps it from making a flood. *)
let pause t = t.env.now () + second

(* Counted from the request, since the server's own count began after it. *)
let[@inline never] hold t lease =
  let at seconds = if lease.time = for_ever then Timers.never else t.sent_at + (seconds * second) in
  let is_known =
    match t.state with
    | Holding { lease = old; _ } -> (old.bits, old.gateway, old.resolver) = (lease.bits, lease.gateway, lease.resolver)
    | Selecting | Requesting _ -> false
  in
  let renew_at = Int.max (at lease.renew) (pause t) in
  enter t (Holding { lease; renew_at; rebind_at = at lease.rebind; expires = at lease.time });
  t.env.counters.dhcp_leases <- t.env.counters.dhcp_leases + 1;
  wake t renew_at;
  if not is_known then t.change (Some lease)

let drop t = t.env.counters.drop_dhcp <- t.env.counters.drop_dhcp + 1

let[@inline never] obey t answer =
  match (t.state, answer) with
  | Selecting, Offer lease ->
    enter t (Requesting lease);
    tick t
  | Requesting { server; address; _ }, Ack lease when lease.server = server && lease.address = address -> hold t lease
  | Requesting { server; _ }, Nak other when other = server -> start_over t ~at:(pause t)
  | Holding held, Ack lease when t.sent > 0 && lease.address = held.lease.address -> hold t lease
  | Holding held, Nak _ when t.sent > 0 -> lose t held ~at:(pause t)
  | (Selecting | Requesting _ | Holding _), (Offer _ | Ack _ | Nak _) -> drop t

let receive t ~src:_ ~dst:_ ~src_port message =
  match if src_port = server_port then read ~xid:t.xid ~mac:t.mac message else Error () with
  | Ok answer -> obey t answer
  | Error () -> drop t

let start (env : Env.t) udp ~mac change =
  let rec t =
    {
      env;
      udp;
      mac;
      change;
      timer = lazy (Timers.timer env.timers (fun () -> tick t));
      state = Selecting;
      xid = 0;
      begun = 0;
      sent_at = 0;
      sent = 0;
    }
  in
  Udp.listen udp ~port:client_port (receive t);
  start_over t ~at:min_int;
  t

let renew t =
  match t.state with
  | Selecting | Requesting _ -> ()
  | Holding held ->
    let now = t.env.now () in
    let expires = Int.min held.expires (now + (2 * minute)) in
    enter t (Holding { held with renew_at = now; rebind_at = now; expires });
    tick t
