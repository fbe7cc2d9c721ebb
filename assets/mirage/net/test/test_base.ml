(* Configuration, checksums and timers. *)

open Packets
open Check

let checksums =
  QCheck.Test.make ~count:2000
    QCheck.(triple (string_of_size Gen.(0 -- 100)) small_nat small_nat)
    (fun (data, before, shift) ->
      let buffer = Cstruct.of_string (String.make before 'x' ^ data ^ "y") in
      let target = Cstruct.create (shift + String.length data + 1) in
      let sum = Evolve_net.Checksum.sum buffer before (String.length data) in
      let copied = Evolve_net.Checksum.copy_sum buffer before target shift (String.length data) in
      sum = sum16 data && copied = sum
      && Cstruct.to_string ~off:shift ~len:(String.length data) target = data
      && Cstruct.get_uint8 target (shift + String.length data) = 0)

let bounds () =
  let buffer = Cstruct.create 10 in
  let refused run = match run () with exception Invalid_argument _ -> true | (_ : int) -> false in
  bool "too long" true (refused (fun () -> Evolve_net.Checksum.sum buffer 5 6));
  bool "negative" true (refused (fun () -> Evolve_net.Checksum.sum buffer (-1) 2));
  bool "target" true (refused (fun () -> Evolve_net.Checksum.copy_sum buffer 0 (Cstruct.create 3) 0 4))

(* Each step sets or cancels one of ten timers; all must fire just as the last step for them says. *)
let timers =
  QCheck.Test.make ~count:500
    QCheck.(list_of_size Gen.(0 -- 200) (triple (int_bound 9) (int_bound 50) bool))
    (fun steps ->
      Sim.start 0;
      let queue = Evolve_net.Timers.create ~now:(fun () -> !Sim.time) ~sleep:Sim.sleep in
      let fired = ref [] in
      let timers =
        Array.init 10 (fun i -> Evolve_net.Timers.timer queue (fun () -> fired := (i, !Sim.time) :: !fired))
      in
      let expected = Array.make 10 [] and due = Array.make 10 max_int in
      let rounded at = (at + (1 lsl 20) - 1) land lnot ((1 lsl 20) - 1) in
      let note now =
        Array.iteri
          (fun i at ->
            if at <= now then begin
              expected.(i) <- at :: expected.(i);
              due.(i) <- max_int
            end)
          due
      in
      List.iter
        (fun (i, delay, sets) ->
          Sim.pass (3 * Sim.ms);
          note !Sim.time;
          if sets then begin
            let at = !Sim.time + (delay * Sim.ms) + 1 in
            due.(i) <- rounded at;
            Evolve_net.Timers.set timers.(i) at
          end
          else begin
            due.(i) <- max_int;
            Evolve_net.Timers.cancel timers.(i)
          end)
        steps;
      Sim.pass Sim.second;
      note !Sim.time;
      Array.for_all Fun.id
        (Array.mapi
           (fun i times -> times = List.filter_map (fun (j, at) -> if i = j then Some at else None) !fired)
           expected))

let timers_are_bounded () =
  Sim.start 0;
  let queue = Evolve_net.Timers.create ~now:(fun () -> !Sim.time) ~sleep:Sim.sleep in
  for i = 1 to 10_000 do
    let timer = Evolve_net.Timers.timer queue ignore in
    Evolve_net.Timers.set timer (7200 * Sim.second - i);
    Evolve_net.Timers.cancel timer
  done;
  bool "cancelled entries do not pile up" true (Evolve_net.Timers.length queue <= 128)

let configurations () =
  let open Evolve_net in
  let show = function
    | Error (`Msg message) -> message
    | Ok (c : Config.t) ->
      let host = Option.fold ~none:"none" ~some:Ipaddr.V4.to_string in
      Printf.sprintf "%s/%d by %s, names by %s"
        (Ipaddr.V4.to_string (Ipaddr.V4.Prefix.address c.address))
        (Ipaddr.V4.Prefix.bits c.address) (host c.gateway) (host c.resolver)
  in
  string "all" "10.0.2.15/24 by 10.0.2.2, names by 10.0.2.3"
    (show (Config.of_strings ~gateway:"10.0.2.2" ~resolver:"10.0.2.3" "10.0.2.15/24"));
  string "little" "10.0.2.15/24 by none, names by none" (show (Config.of_strings "10.0.2.15/24"));
  string "address" "address \"10.0.2.15\" is not an IPv4 address with a prefix's length" (show (Config.of_strings "10.0.2.15"));
  string "resolver" "resolver \"x\" is not an IPv4 address" (show (Config.of_strings ~resolver:"x" "10.0.2.15/24"));
  string "far" "gateway 10.0.3.2 is not another host of 10.0.2.15/24" (show (Config.of_strings ~gateway:"10.0.3.2" "10.0.2.15/24"));
  let config = Config.make (Sim.prefix 1) in
  let refused config mtu =
    match Sim.run (Sim.Stack.connect config (Sim.device ~mtu 1)) with
    | exception Invalid_argument _ -> true
    | (_ : Sim.Stack.t) -> false
  in
  bool "MTU" true (refused config 575 && refused config 5000);
  bool "bounds" true (refused { config with receive_buffer = 0 } 1500)

let tests =
  [
    ("config", [ test "what a runner tells" configurations ]);
    ("checksum", [ property "sums are those of a plain loop, copied or not" checksums; test "bounds are checked" bounds ]);
    ("timers", [ property "timers fire once, when they were last set for" timers; test "cancelled timers leave the queue" timers_are_bounded ]);
  ]
