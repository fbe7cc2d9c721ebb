open Lwt.Infix

type error =
  [ `No_resolver | `Bad_name | `No_such_name | `No_address | `Too_many | `No_answer | `Truncated | `Failed of int ]

let pp_error ppf : error -> unit = function
  | `No_resolver -> Fmt.string ppf "no DNS server is configured"
  | `Bad_name -> Fmt.string ppf "not a host name"
  | `No_such_name -> Fmt.string ppf "no such name"
  | `No_address -> Fmt.string ppf "the name has no IPv4 address"
  | `Too_many -> Fmt.string ppf "too many names are being looked up"
  | `No_answer -> Fmt.string ppf "the DNS server does not answer"
  | `Truncated -> Fmt.string ppf "the DNS server's answer does not fit a datagram"
  | `Failed code -> Fmt.pf ppf "the DNS server answers with error %d" code

type entry = { addresses : Ipaddr.V4.t list; expires : int }
type outcome = (Dns_wire.answer, [ `No_answer | `Too_many ]) result

type t = {
  env : Env.t;
  udp : Udp.t;
  cache : (string, entry) Hashtbl.t;
  under_way : (string, (Ipaddr.V4.t list, error) result Lwt.t) Hashtbl.t;
  waiting : (int, outcome Lwt.u) Hashtbl.t;  (* by the port that asked *)
  mutable stopped : bool;
}

let max_under_way = 64
let attempts = 3
let port = 53
let cached t = Hashtbl.length t.cache

let create env udp =
  { env; udp; cache = Hashtbl.create 16; under_way = Hashtbl.create 8; waiting = Hashtbl.create 8; stopped = false }

(* The first outcome counts. *)
let conclude t local outcome =
  match Hashtbl.find_opt t.waiting local with
  | None -> ()
  | Some waiter ->
    Hashtbl.remove t.waiting local;
    Udp.unlisten t.udp ~port:local;
    Lwt.wakeup_later waiter outcome

let unreachable t local = conclude t local (Error `No_answer)

let stop t =
  t.stopped <- true;
  List.iter (unreachable t) (Hashtbl.fold (fun local _ locals -> local :: locals) t.waiting [])

let ask t ~server ~name ~timeout =
  match Udp.free_port t.udp with
  | _ when t.stopped -> Lwt.return (Error `No_answer)
  | -1 -> Lwt.return (Error `Too_many)
  | local ->
    let counters = t.env.counters in
    let id = Env.random_bits t.env 2 in
    let outcome, waiter = Lwt.wait () in
    let timer = Timers.timer t.env.timers (fun () -> conclude t local (Error `No_answer)) in
    let receive ~src ~dst:_ ~src_port message =
      match if src = server && src_port = port then Dns_wire.answer ~id ~name message else Error () with
      | Ok answer -> conclude t local (Ok answer)
      | Error () -> counters.drop_dns <- counters.drop_dns + 1
    in
    Hashtbl.replace t.waiting local waiter;
    Udp.listen t.udp ~port:local receive;
    Timers.set timer (t.env.now () + timeout);
    counters.dns_queries <- counters.dns_queries + 1;
    (match Udp.write t.udp ~src_port:local ~dst:server ~dst_port:port (Dns_wire.question ~id name) with
     | Ok () -> ()
     | Error (`Too_long | `No_route) -> conclude t local (Error `No_answer));
    outcome >|= fun outcome ->
    Timers.cancel timer;
    outcome

let rec insist t ~server ~name attempt =
  ask t ~server ~name ~timeout:(t.env.config.dns_timeout lsl attempt) >>= function
  | Error `No_answer when attempt + 1 < attempts -> insist t ~server ~name (attempt + 1)
  | outcome -> Lwt.return outcome

let make_room t now =
  if Hashtbl.length t.cache >= t.env.config.dns_entries then begin
    Hashtbl.filter_map_inplace (fun _ entry -> if entry.expires > now then Some entry else None) t.cache;
    let sooner name entry soonest =
      match soonest with Some (_, at) when at <= entry.expires -> soonest | _ -> Some (name, entry.expires)
    in
    if Hashtbl.length t.cache >= t.env.config.dns_entries then
      Option.iter (fun (name, _) -> Hashtbl.remove t.cache name) (Hashtbl.fold sooner t.cache None)
  end

let keep t name addresses ttl =
  let now = t.env.now () in
  let kept = Int.min t.env.config.dns_ttl_max (Int.min ttl 1_000_000 * 1_000_000_000) in
  if kept > 0 && t.env.config.dns_entries > 0 then begin
    make_room t now;
    Hashtbl.replace t.cache name { addresses; expires = now + kept }
  end

let look_up t ~server name =
  insist t ~server ~name 0 >|= fun outcome ->
  let failed error =
    t.env.counters.dns_failures <- t.env.counters.dns_failures + 1;
    Error error
  in
  match outcome with
  | Ok (Addresses (found, ttl)) ->
    let addresses = List.map Wire.to_address found in
    keep t name addresses ttl;
    Ok addresses
  | Ok No_such_name -> failed `No_such_name
  | Ok No_address -> failed `No_address
  | Ok Truncated -> failed `Truncated
  | Ok (Failed code) -> failed (`Failed code)
  | Error (`No_answer | `Too_many as error) -> failed error

(* Who asks for a name that is being looked up waits for the same answer. *)
let share t ~server name =
  match Hashtbl.find_opt t.under_way name with
  | Some answer -> Lwt.protected answer
  | None when Hashtbl.length t.under_way >= max_under_way -> Lwt.return (Error `Too_many)
  | None ->
    let answer = look_up t ~server name in
    if Lwt.is_sleeping answer then begin
      Hashtbl.replace t.under_way name answer;
      Lwt.on_termination answer (fun () -> Hashtbl.remove t.under_way name)
    end;
    Lwt.protected answer

let resolve t name =
  match (Ipaddr.V4.of_string name, Dns_wire.normal name, t.env.config.resolver) with
  | Ok address, _, _ -> Lwt.return (Ok [ address ])
  | _, None, _ -> Lwt.return (Error `Bad_name)
  | _, _, None -> Lwt.return (Error `No_resolver)
  | _, Some name, Some server ->
    (match Hashtbl.find_opt t.cache name with
     | Some entry when entry.expires > t.env.now () ->
       t.env.counters.dns_hits <- t.env.counters.dns_hits + 1;
       Lwt.return (Ok entry.addresses)
     | Some _ | None -> share t ~server:(Wire.of_address server) name)
