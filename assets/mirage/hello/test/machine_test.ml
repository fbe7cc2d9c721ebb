(* The hello program as a machine: linked, started by QEMU, and asked over its console, control port and network. *)

let kernel = Filename.temp_file "hello" ".elf"

type machine = { pid : int; console : in_channel; control : Unix.file_descr; wire : Unix.file_descr; folder : string }

let path folder name = Filename.concat folder name
let models = [ ("microvm", "microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=off"); ("pc", "pc"); ("q35", "q35") ]

let bound kind file =
  let socket = Unix.socket PF_UNIX kind 0 in
  Unix.bind socket (ADDR_UNIX file);
  socket

(* Whoever hangs is killed, and the test fails at the end of the console. *)
let patience = 20.

let start ?(model = "microvm") ?(processor = "max") ?(memory = 24) ?(config = [ "seed=" ^ String.make 128 'a' ]) words =
  let folder = Filename.temp_dir "hello" "" in
  let path = path folder in
  Out_channel.with_open_bin (path "config") (fun out -> List.iter (fun line -> output_string out (line ^ "\n")) config);
  let listener = bound SOCK_STREAM (path "control") in
  Unix.listen listener 1;
  let wire = bound SOCK_DGRAM (path "wire") in
  Unix.setsockopt_float wire SO_RCVTIMEO patience;
  let card = if model = "microvm" then "virtio-net-device,netdev=net" else "virtio-net-pci,netdev=net,romfile=" in
  let out, console = Unix.pipe ~cloexec:true () in
  let arguments =
    [ "timeout"; string_of_float patience; "qemu-system-x86_64"; "-nodefaults"; "-no-user-config"; "-no-reboot"; "-display"; "none" ]
    @ [ "-machine"; List.assoc model models; "-accel"; "tcg"; "-cpu"; processor; "-m"; string_of_int memory ^ "M" ]
    @ [ "-chardev"; "stdio,id=console,signal=off"; "-device"; "isa-serial,index=0,chardev=console" ]
    @ [ "-chardev"; "socket,id=control,path=" ^ path "control"; "-device"; "isa-serial,index=1,chardev=control" ]
    @ [ "-device"; "isa-debug-exit,iobase=0xf4,iosize=1"; "-fw_cfg"; "name=opt/evolve/config,file=" ^ path "config" ]
    @ [ "-netdev"; Printf.sprintf "dgram,id=net,local.type=unix,local.path=%s,remote.type=unix,remote.path=%s" (path "card") (path "wire") ]
    @ [ "-device"; card; "-kernel"; kernel; "-append"; words ]
  in
  let pid = Unix.create_process "timeout" (Array.of_list arguments) Unix.stdin console Unix.stderr in
  Unix.close console;
  let control, _ = Unix.accept listener in
  Unix.setsockopt_float control SO_RCVTIMEO patience;
  Unix.close listener;
  { pid; console = Unix.in_channel_of_descr out; control; wire; folder }

(* The rest of the console, and the byte written to the exit port. *)
let finish m =
  let text = In_channel.input_all m.console in
  let status = match snd (Unix.waitpid [] m.pid) with WEXITED n when n land 1 = 1 -> n lsr 1 | _ -> -1 in
  close_in m.console;
  List.iter Unix.close [ m.control; m.wire ];
  Array.iter (fun name -> Sys.remove (path m.folder name)) (Sys.readdir m.folder);
  Sys.rmdir m.folder;
  (text, status)

let says m text =
  let bytes = Bytes.create (String.length text) in
  let rec go at = if at < Bytes.length bytes then
      match Unix.read m.control bytes at (Bytes.length bytes - at) with 0 -> at | n -> go (at + n)
    else at
  in
  let length = go 0 in
  Alcotest.(check string) "on the control port" text (Bytes.sub_string bytes 0 length)

let tell m text = ignore (Unix.write_substring m.control text 0 (String.length text))

let contains text part =
  let n = String.length part in
  let rec go i = i + n <= String.length text && (String.sub text i n = part || go (i + 1)) in
  go 0

let has text part = if not (contains text part) then Alcotest.failf "%S is not in: %s" part text

let tries model processor () =
  let text, status = finish (start ~model ~processor "overflow sleep random collect config last") in
  List.iter (has text)
    [
      "hello: OCaml 5."; "hello: Stack_overflow is caught\n"; "hello: slept 50 ms: true\n";
      "hello: 16 random bytes, another time others: true\n"; "hello: collected, "; "hello: it was told seed\n"; "hello: last\n";
    ];
  Alcotest.(check int) "status" 0 status

let hoarded () =
  let text, status = finish (start "hoard last") in
  List.iter (has text) [ "hello: Out_of_memory is caught: true, and all came back: true\n"; "hello: last\n" ];
  Alcotest.(check int) "status" 0 status

let no_random () =
  let text, _ = finish (start ~processor:"qemu64" ~config:[ "host=x" ] "random") in
  has text "hello: the machine has no source of random bytes\n"

let uncaught () =
  let text, status = finish (start "fail") in
  has text "Fatal error: exception Failure(\"as it was told\")";
  Alcotest.(check int) "status" 2 status

let crashed () =
  let text, status = finish (start "crash") in
  has text "base: the program crashed: page fault (signal 11) at 0x";
  has text "in camlDune__exe__Hello.";
  has text "a write to 0x11, where nothing is";
  Alcotest.(check int) "status" (64 + 11) status

let ours = "\002\000\000\000\000\001"
let u16 n = Printf.sprintf "%c%c" (Char.chr (n lsr 8 land 255)) (Char.chr (n land 255))

let sum text =
  let text = if String.length text land 1 = 1 then text ^ "\000" else text in
  let rec go i n = if i = String.length text then n else go (i + 2) (n + String.get_uint16_be text i) in
  let rec fold n = if n > 0xffff then fold ((n land 0xffff) + (n lsr 16)) else lnot n land 0xffff in
  fold (go 0 0)

let us, guest = ("\010\000\002\002", "\010\000\002\015")

let ipv4 mac protocol payload =
  let head check = "\x45\000" ^ u16 (20 + String.length payload) ^ "\000\001\000\000\064" ^ protocol ^ check ^ us ^ guest in
  mac ^ ours ^ "\008\000" ^ head (u16 (sum (head "\000\000"))) ^ payload

let ask m frame =
  ignore (Unix.sendto_substring m.wire frame 0 (String.length frame) [] (ADDR_UNIX (path m.folder "card")));
  let answer = Bytes.create 2048 in
  Bytes.sub_string answer 0 (Unix.read m.wire answer 0 2048)

let from text at length = String.sub text at length

let network model () =
  let m = start ~model ~config:[ "seed=" ^ String.make 128 'b'; "address=10.0.2.15/24" ] "" in
  says m "mark program\nready\n";
  let request = "\000\001\008\000\006\004\000\001" ^ ours ^ us ^ String.make 6 '\000' ^ guest in
  let answer = ask m ("\255\255\255\255\255\255" ^ ours ^ "\008\006" ^ request) in
  let mac = from answer 22 6 in
  Alcotest.(check string) "ARP" (ours ^ mac ^ "\008\006\000\001\008\000\006\004\000\002" ^ mac ^ guest ^ ours ^ us) (from answer 0 42);
  let echo kind check = kind ^ "\000" ^ check ^ "\000\007\000\001some bytes" in
  let ping kind = echo kind (u16 (sum (echo kind "\000\000"))) in
  let answer = ask m (ipv4 mac "\001" (ping "\008")) in
  Alcotest.(check string) "ping" (guest ^ us ^ ping "\000") (from answer 26 (String.length answer - 26));
  for i = 1 to 3000 do
    let payload = String.make (i mod 1400) (Char.chr (i land 255)) in
    let answer = ask m (ipv4 mac "\017" ("\004\087\000\007" ^ u16 (8 + String.length payload) ^ "\000\000" ^ payload)) in
    Alcotest.(check string) "ports" "\000\007\004\087" (from answer 34 4);
    Alcotest.(check string) "payload" payload (from answer 42 (String.length payload))
  done;
  tell m "sleep\n";
  says m "asleep\n";
  tell m "wake 1700000000.25\n";
  says m "awake\n";
  tell m "nonsense\nstop\n";
  let text, status = finish m in
  has text "hello: asked to stop\n";
  Alcotest.(check int) "status" 0 status

let memory size () =
  let _, status = finish (start ~memory:size "overflow collect") in
  Alcotest.(check int) "status" 0 status

let link program =
  let script = Filename.concat (Sys.getenv "DUNE_SOURCEROOT") "link" in
  let command = Filename.quote_command "sh" [ script; kernel; program ] in
  if Sys.command command <> 0 then failwith ("it could not be linked: " ^ command)

let () =
  if Sys.command "qemu-system-x86_64 --version >/dev/null 2>&1" <> 0 then
    print_endline "not tested: there is no qemu-system-x86_64 (Debian's package qemu-system-x86)"
  else begin
    link Sys.argv.(1);
    let case name f = Alcotest.test_case name `Quick f in
    let machines = List.concat_map (fun (m, _) -> [ (m, "max"); (m, "qemu64") ]) models in
    Alcotest.run ~and_exit:false ~argv:[| "machine" |] "machine"
      [
        ("what a program does", List.map (fun (m, p) -> case (m ^ " " ^ p) (tries m p)) machines);
        ("how it ends", [ case "an exception" uncaught; case "a crash" crashed; case "no random bytes" no_random ]);
        ("network", List.map (fun (m, _) -> case m (network m)) models);
        ("memory", [ case "12 MB are enough" (memory 12); case "all is taken and given back" hoarded ]);
      ];
    Sys.remove kernel
  end
