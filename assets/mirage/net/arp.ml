type entry = {
  hop : int;
  mutable mac : int;  (* -1 while unknown *)
  mutable ask_at : int;  (* when the next question is due *)
  mutable asked : int;  (* questions since the last answer *)
  pending : Cstruct.t Queue.t;
}

type t = {
  env : Env.t;
  link : Link.t;
  mutable address : int;
  entries : (int, entry) Hashtbl.t;
  mutable timer : Timers.timer option;
  mutable defended_at : int;
}

let questions = 3
let second = 1_000_000_000
let length = 28
let known t = Hashtbl.length t.entries

let send t ~dst ~operation ~target_mac ~target =
  Link.output t.link ~dst ~ethertype:Link.arp ~length (fun packet ->
      Wire.set16 packet 0 1;
      Wire.set16 packet 2 Link.ipv4;
      Wire.set8 packet 4 6;
      Wire.set8 packet 5 4;
      Wire.set16 packet 6 operation;
      Wire.set48 packet 8 t.link.mac;
      Wire.set32 packet 14 t.address;
      Wire.set48 packet 18 target_mac;
      Wire.set32 packet 24 target;
      length)

let announce t = if t.address <> 0 then send t ~dst:Link.broadcast ~operation:1 ~target_mac:0 ~target:t.address

let ask t entry =
  entry.asked <- entry.asked + 1;
  entry.ask_at <- t.env.now () + second;
  send t ~dst:Link.broadcast ~operation:1 ~target_mac:0 ~target:entry.hop

let give_up t entry =
  t.env.counters.arp_unresolved <- t.env.counters.arp_unresolved + Queue.length entry.pending;
  Queue.clear entry.pending;
  Hashtbl.remove t.entries entry.hop

(* Questions that packets wait for are asked again by the timer; those about a known neighbour by who sends to it. *)
let tick t timer =
  let now = t.env.now () in
  let waiting = Hashtbl.fold (fun _ entry found -> if entry.mac < 0 then entry :: found else found) t.entries [] in
  let repeat next entry =
    if entry.ask_at > now then Int.min next entry.ask_at
    else if entry.asked >= questions then begin
      give_up t entry;
      next
    end
    else begin
      ask t entry;
      Int.min next entry.ask_at
    end
  in
  Timers.set timer (List.fold_left repeat Timers.never waiting)

let create (env : Env.t) link =
  let t = { env; link; address = 0; entries = Hashtbl.create 16; timer = None; defended_at = min_int } in
  let rec timer = lazy (Timers.timer env.timers (fun () -> tick t (Lazy.force timer))) in
  t.timer <- Some (Lazy.force timer);
  t

(* What waits was written with the old address, and neighbours may be others. *)
let move t address =
  t.address <- address;
  List.iter (give_up t) (Hashtbl.fold (fun _ entry entries -> entry :: entries) t.entries [])

let watch t = function
  | { ask_at; _ } ->
    Option.iter (fun timer -> if Timers.due timer > ask_at then Timers.set timer ask_at) t.timer

(* The way to other networks is the last to make room: without it everybody far away is cut off. *)
let make_room t =
  if Hashtbl.length t.entries >= t.env.config.arp_entries then begin
    let gateway = match t.env.config.gateway with Some address -> Wire.of_address address | None -> -1 in
    let older _ entry oldest =
      match oldest with
      | _ when entry.hop = gateway -> oldest
      | Some { ask_at; _ } when ask_at <= entry.ask_at -> oldest
      | _ -> Some entry
    in
    Option.iter (give_up t) (Hashtbl.fold older t.entries None)
  end

let add t hop mac ask_at =
  make_room t;
  let entry = { hop; mac; ask_at; asked = 0; pending = Queue.create () } in
  Hashtbl.replace t.entries hop entry;
  entry

let find t hop =
  match Hashtbl.find t.entries hop with
  | exception Not_found -> -1
  | { mac = -1; _ } -> -1
  | entry ->
    if t.env.now () < entry.ask_at then entry.mac
    else if entry.asked >= questions then begin
      give_up t entry;
      -1
    end
    else begin
      ask t entry;
      entry.mac
    end

let send_packet t mac packet =
  let length = Cstruct.length packet in
  Link.output t.link ~dst:mac ~ethertype:Link.ipv4 ~length (fun frame ->
      Cstruct.blit packet 0 frame 0 length;
      length)

let enqueue t hop packet =
  let entry =
    match Hashtbl.find_opt t.entries hop with
    | Some entry -> entry
    | None ->
      let entry = add t hop (-1) 0 in
      ask t entry;
      watch t entry;
      entry
  in
  if entry.mac >= 0 then send_packet t entry.mac packet
  else begin
    if Queue.length entry.pending >= t.env.config.arp_pending then begin
      ignore (Queue.pop entry.pending : Cstruct.t);
      t.env.counters.arp_unresolved <- t.env.counters.arp_unresolved + 1
    end;
    Queue.push packet entry.pending
  end

let learn t entry mac =
  entry.mac <- mac;
  entry.asked <- 0;
  entry.ask_at <- t.env.now () + t.env.config.arp_lifetime;
  Queue.iter (send_packet t mac) entry.pending;
  Queue.clear entry.pending

(* RFC 5227, section 2.4 (b): said once, and not oftener than every ten seconds, so that two hosts do not shout for ever. *)
let defend t =
  t.env.counters.arp_conflicts <- t.env.counters.arp_conflicts + 1;
  let now = t.env.now () in
  if t.defended_at = min_int || now - t.defended_at >= 10 * second then begin
    t.defended_at <- now;
    Logs.warn ~src:Env.log (fun m -> m "another host has our address %a" Ipaddr.V4.pp (Wire.to_address t.address));
    announce t
  end

let drop t = t.env.counters.drop_arp <- t.env.counters.drop_arp + 1

let input t packet =
  if
    Cstruct.length packet < length
    || Wire.u16 packet 0 <> 1
    || Wire.u16 packet 2 <> Link.ipv4
    || Wire.u8 packet 4 <> 6
    || Wire.u8 packet 5 <> 4
    || t.address = 0
  then drop t
  else begin
    let operation = Wire.u16 packet 6 and mac = Wire.u48 packet 8 and sender = Wire.u32 packet 14 in
    let target = Wire.u32 packet 24 in
    let group_mac = mac land 0x0100_0000_0000 <> 0 || mac = 0 in
    if group_mac || operation < 1 || operation > 2 then drop t
    else if mac = t.link.mac then ()
    else if sender = t.address then defend t
    else begin
      let known = Hashtbl.find_opt t.entries sender in
      let usable = sender <> 0 && sender lsr 28 < 0xe in
      (match known with
       | Some entry -> learn t entry mac
       | None when target <> t.address -> drop t
       | None when usable -> learn t (add t sender (-1) 0) mac
       | None -> ());
      if operation = 1 && target = t.address then send t ~dst:mac ~operation:2 ~target_mac:mac ~target:sender
    end
  end
