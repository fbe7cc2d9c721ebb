(* Leases on a bad wire, against a server that keeps books, changes its mind and falls silent: an address is never used
   longer than it was granted, and one is there when the trouble is over. Then a stranger who sees every request. *)

open Packets
open Test_dhcp

let number name default = match Sys.getenv_opt name with None | Some "" -> default | Some value -> int_of_string value
let int n = Random.State.int !Sim.state n
let pick choices = choices.(int (Array.length choices))
let chance percent = int 100 < percent

(* Until when each address was granted. *)
type books = {
  granted_until : (int, int) Hashtbl.t;
  mutable bound : int;
  mutable silent_until : int;
  mutable fair : bool;
}

let serve books (device : Sim.device) m =
  let respond ~time options =
    let dst = if m.ours = 0 then everybody else m.ours in
    Sim.transmit device (Cstruct.of_string (frame ~dst (reply ~xid:m.xid ~yours:books.bound (options ~time))))
  in
  let refuse () = respond ~time:1 (fun ~time:_ -> kind_of nak ^ Test_dhcp.option 54 (be32 server) ^ "\xff") in
  let grant () =
    let time = 4 + int 600 in
    let until = Option.value ~default:0 (Hashtbl.find_opt books.granted_until books.bound) in
    Hashtbl.replace books.granted_until books.bound (Int.max until (!Sim.time + (time * Sim.second)));
    respond ~time (fun ~time -> granted ~time ack_)
  in
  if !Sim.time >= books.silent_until then begin
    if (not books.fair) && chance 5 then books.silent_until <- !Sim.time + (int 900 * Sim.second);
    if (not books.fair) && chance 10 then books.bound <- ip (10 + int 200);
    if m.kind = 1 then respond ~time:60 (fun ~time -> granted ~time offer)
    else if (if m.ours = 0 then m.requested else m.ours) <> books.bound then refuse ()
    else grant ()
  end

let arp_reply (device : Sim.device) frame =
  let asks = u32 frame 28 and asked = u32 frame 38 in
  if u16 frame 20 = 1 && asked = server then
    Sim.transmit device (Cstruct.of_string (ethernet 0x0806 (arp ~operation:2 ~sender:server ~target_mac:(mac 1) asks)))

let faults () =
  let up_to most = Random.State.float !Sim.state most in
  {
    Sim.loss = up_to 0.3;
    duplicate = up_to 0.2;
    corrupt = up_to 0.1;
    reorder = up_to 0.5;
    delay = Sim.ms;
    jitter = pick [| Sim.ms; Sim.second |];
  }

let schedule seed =
  Sim.start seed;
  let client = Sim.device ~faults:(faults ()) 1 and host = Sim.device ~faults:(faults ()) 2 in
  let books = { granted_until = Hashtbl.create 8; bound = ip 77; silent_until = 0; fair = false } in
  Sim.connect [ client; host ];
  let used = ref 0 in
  client.tap <-
    (fun bytes ->
      let frame = Cstruct.to_string bytes in
      let src = if kind frame = 0x0800 then u32 frame 26 else if kind frame = 0x0806 then u32 frame 28 else 0 in
      if src <> 0 then begin
        incr used;
        match Hashtbl.find_opt books.granted_until src with
        | Some until when !Sim.time <= until -> ()
        | Some until -> Alcotest.failf "address %x is used %d ns after its lease" src (!Sim.time - until)
        | None -> Alcotest.failf "address %x was never granted" src
      end;
      false);
  host.handler <-
    Some
      (fun bytes ->
        let frame = Cstruct.to_string bytes in
        (* What is damaged fails a checksum, as in any server. *)
        (match kind frame with
         | 0x0806 -> arp_reply host frame
         | 0x0800 when String.length frame > 240 ->
           (match checked_message frame with Some m -> serve books host m | None -> ())
         | _ -> ());
        Lwt.return_unit);
  let stack = Sim.Stack.connect Evolve_net.Config.without_address client in
  let send () =
    match Lwt.state stack with
    | Lwt.Return stack ->
      let dst = Ipaddr.V4 (Sim.address 2) in
      ignore (Sim.run (Sim.Stack.UDP.write ~dst ~dst_port:9 (Sim.Stack.udp stack) (Cstruct.create 8)) : (unit, _) result)
    | Lwt.Fail exn -> raise exn
    | Lwt.Sleep -> ()
  in
  let go_on steps =
    for _ = 1 to steps do
      Sim.pass (int 2000 * Sim.ms);
      send ();
      if chance 1 then match Lwt.state stack with Lwt.Return stack -> Sim.Stack.renew stack | _ -> ()
    done
  in
  go_on 2000;
  books.fair <- true;
  books.silent_until <- 0;
  client.faults := Sim.perfect;
  host.faults := Sim.perfect;
  Sim.pass (800 * Sim.second);
  used := 0;
  send ();
  Sim.pass Sim.ms;
  if !used = 0 then Alcotest.fail "there is no address after the trouble";
  (Sim.Stack.counters (got stack)).dhcp_leases

let schedules () =
  let first = number "EVOLVE_NET_SEED" 1 in
  let total = ref 0 in
  for seed = first to first + (number "EVOLVE_NET_SCHEDULES" 3000 / 10) - 1 do
    try total := !total + schedule seed
    with exn -> Alcotest.failf "%s (again: EVOLVE_NET_SEED=%d EVOLVE_NET_SCHEDULES=10)" (Printexc.to_string exn) seed
  done;
  Printf.printf "%d leases\n" !total

(* ---- hostile answers ---- *)

let noise length = String.init length (fun _ -> Char.chr (int 256))
let odd () = pick [| 0; 1; 2; 59; 3600; 0x7fffffff; 0x80000000; 0xfffffffe; 0xffffffff; int 0x3fffffff |]

let hostile_options () =
  let one () =
    match int 10 with
    | 0 -> Test_dhcp.option (int 256) (noise (int 40))
    | 1 -> Test_dhcp.option 52 (noise 1)
    | 2 -> Test_dhcp.option 1 (be32 (pick [| 0xffffff00; 0xffffffff; odd () |]))
    | 3 -> Test_dhcp.option (pick [| 51; 58; 59 |]) (be32 (odd ()))
    | 4 -> Test_dhcp.option (pick [| 3; 6 |]) (noise (4 * int 4))
    | 5 -> Test_dhcp.option (pick [| 1; 51; 53; 54; 58; 59 |]) (noise (int 6))
    | _ -> ""
  in
  let time = pick [| 1 + int 1000; odd () |] and by = pick [| server; server; odd () |] in
  let usual = granted ~time ~by (pick [| offer; ack_; ack_; nak; int 256 |]) in
  one () ^ one () ^ usual ^ one ()

let hostile_frame m =
  let text = String.concat "" (List.init (int 6) (fun _ -> Test_dhcp.option (int 256) (noise (int 20)))) in
  let cut length = if String.length text > length then "" else text in
  let message =
    reply
      ~xid:(if chance 95 then m.xid else odd ())
      ~yours:(pick [| ip 77; ip 77; (if m.ours = 0 then m.requested else m.ours); odd () |])
      ~name:(cut 64) ~file:(cut 128) (hostile_options ())
  in
  let bytes = Bytes.of_string message in
  if chance 30 then for _ = 0 to int 4 do Bytes.set_uint8 bytes (int (Bytes.length bytes)) (int 256) done;
  let message = if chance 10 then Bytes.sub_string bytes 0 (int (Bytes.length bytes)) else Bytes.to_string bytes in
  frame ~dst:(if m.ours = 0 || chance 20 then everybody else m.ours) ~src_port:(if chance 99 then 67 else 68) message

let hostile () =
  let peer, stack = begun () in
  let last = ref (message peer) and sent = ref 0 and taken = Hashtbl.create 8 in
  let send count =
    for i = 1 to count do
      Peer.inject peer (hostile_frame !last);
      Sim.pass (pick [| 0; 1; Sim.us; Sim.ms; Sim.second; 100 * Sim.second |]);
      (* A lease without an end would be the end of the test. *)
      if i mod 50 = 0 then (match Lwt.state stack with Lwt.Return stack -> Sim.Stack.renew stack | _ -> ());
      if i mod 5 = 0 then
        List.iter
          (fun m ->
            incr sent;
            Hashtbl.replace taken (m.kind, m.ours <> 0, m.dst = everybody) ();
            last := m)
          (messages ~wait:0 peer)
    done;
    Gc.full_major ();
    (Gc.stat ()).live_words
  in
  let total = number "EVOLVE_NET_PACKETS" 100_000 in
  let before = send (total / 4) in
  let after = send (total - (total / 4)) in
  if after > before + (before / 10) then Alcotest.failf "%d words are live after, %d before" after before;
  Printf.printf "%d messages, %d leases\n" !sent (Sim.Stack.counters (got stack)).dhcp_leases;
  (* Offers were taken, leases prolonged by their server and by any: else this would prove nothing. *)
  if total >= 100_000 then Alcotest.(check int) "every kind of request was sent" 4 (Hashtbl.length taken)

let tests =
  [ ("leases", [ Check.test "random schedules" schedules; Check.test "generated answers" hostile ]) ]
