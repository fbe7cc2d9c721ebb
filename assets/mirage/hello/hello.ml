(* The smallest program with a network: answers pings and UDP datagrams (any port) to the address that the runner gave it,
   one frame at a time and without a stack. Words on the command line name what is to be tried before that. *)

module Net = Machine.Netif
open Lwt.Syntax

let say format = Printf.printf (format ^^ "\n%!")
let rec depth n = if n = max_int then 0 else 1 + depth (n + 1)

(* A runaway recursion is an exception, and the program goes on. *)
let overflow () =
  match depth 0 with
  | n -> say "a stack without an end: %d" n
  | exception Stack_overflow -> say "hello: Stack_overflow is caught"

(* 400 MB of short-lived data, some of which lives on. *)
let collect () =
  let kept = Array.make 1000 "" in
  for i = 1 to 400_000 do
    kept.(i mod 1000) <- String.make 1000 (Char.chr (i land 127))
  done;
  let stat = Gc.quick_stat () in
  say "hello: collected, %d minor and %d major collections, %d kB of heap" stat.minor_collections stat.major_collections
    (stat.heap_words / 128)

(* A buffer that is larger than what is left is refused, and the program goes on. *)
let hoard () =
  let rec more held = match Bytes.create 1_000_000 with block -> more (block :: held) | exception Out_of_memory -> List.length held in
  let first = more [] in
  Gc.full_major ();
  let second = more [] in
  Gc.full_major ();
  say "hello: Out_of_memory is caught: %b, and all came back: %b" (first > 2) (first - second <= 1)

let sleep () =
  let before = Machine.Time.elapsed_ns () in
  let* () = Machine.Time.sleep_ns 50_000_000L in
  let slept = Int64.sub (Machine.Time.elapsed_ns ()) before in
  say "hello: slept 50 ms: %b" (slept >= 50_000_000L && slept < 150_000_000L);
  Lwt.return_unit

let random () =
  match Machine.random 16 with
  | bytes -> say "hello: 16 random bytes, another time others: %b" (bytes <> Machine.random 16)
  | exception Failure why -> say "hello: %s" why

(* A write through what is no reference, as only C or Obj can do it: the base's report names this function. *)
let crash () = (Obj.magic 8 : int ref) := 1

let attempt = function
  | "overflow" -> Lwt.return (overflow ())
  | "collect" -> Lwt.return (collect ())
  | "hoard" -> Lwt.return (hoard ())
  | "sleep" -> sleep ()
  | "random" -> Lwt.return (random ())
  | "crash" -> Lwt.return (crash ())
  | "fail" -> Lwt.fail_with "as it was told"
  | "config" -> Lwt.return (List.iter (fun (name, _) -> say "hello: it was told %s" name) (Machine.config ()))
  | word -> Lwt.return (say "hello: %s" word)

let swap frame a b length =
  let first = Cstruct.to_string frame ~off:a ~len:length in
  Cstruct.blit frame b frame a length;
  Cstruct.blit_from_string first 0 frame b length

let reply net frame =
  swap frame 0 6 6;
  Cstruct.blit_from_string (Macaddr.to_octets (Net.mac net)) 0 frame 6 6;
  let length = Cstruct.length frame in
  let* sent = Net.write net ~size:length (fun out -> Cstruct.blit frame 0 out 0 length; length) in
  match sent with Ok () -> Lwt.return_unit | Error e -> Lwt.fail_with (Format.asprintf "%a" Net.pp_error e)

(* RFC 826: who asks for us is told. *)
let on_arp net own frame =
  if Cstruct.length frame < 42 || Cstruct.BE.get_uint16 frame 20 <> 1 || Cstruct.to_string frame ~off:38 ~len:4 <> own then
    Lwt.return_unit
  else begin
    Cstruct.BE.set_uint16 frame 20 2;
    swap frame 22 32 10;
    Cstruct.blit_from_string (Macaddr.to_octets (Net.mac net)) 0 frame 22 6;
    reply net frame
  end

(* RFC 792 and RFC 768. Exchanged addresses and ports leave both checksums as they are; an echo's answer differs from its
   question by 8 in the first byte, which its checksum takes up (RFC 1624). *)
let on_ipv4 net own frame =
  let header = 4 * (Cstruct.get_uint8 frame 14 land 15) in
  let payload = 14 + header in
  if Cstruct.length frame < payload + 8 || header < 20 || Cstruct.to_string frame ~off:30 ~len:4 <> own then Lwt.return_unit
  else begin
    swap frame 26 30 4;
    match Cstruct.get_uint8 frame 23 with
    | 1 when Cstruct.get_uint8 frame payload = 8 ->
        Cstruct.set_uint8 frame payload 0;
        let sum = Cstruct.BE.get_uint16 frame (payload + 2) + 0x800 in
        Cstruct.BE.set_uint16 frame (payload + 2) ((sum land 0xffff) + (sum lsr 16));
        reply net frame
    | 17 ->
        swap frame payload (payload + 2) 2;
        reply net frame
    | _ -> Lwt.return_unit
  end

let serve net own =
  let handle frame =
    if Cstruct.length frame < 34 then Lwt.return_unit
    else
      match Cstruct.BE.get_uint16 frame 12 with
      | 0x806 -> on_arp net own frame
      | 0x800 -> on_ipv4 net own frame
      | _ -> Lwt.return_unit
  in
  let* ended = Net.listen net ~header_size:14 handle in
  match ended with Ok () -> Lwt.return_unit | Error e -> Lwt.fail_with (Format.asprintf "%a" Net.pp_error e)

let main () =
  say "hello: OCaml %s is the machine" Sys.ocaml_version;
  let* () = Lwt_list.iter_s attempt (List.tl (Array.to_list Sys.argv)) in
  match List.assoc_opt "address" (Machine.config ()) with
  | None -> Lwt.return_unit
  | Some address ->
      let own = Ipaddr.V4.to_octets (Ipaddr.V4.Prefix.address (Ipaddr.V4.Prefix.of_string_exn address)) in
      let* net = Net.connect "0" in
      Machine.Control.ready ();
      let* () = Lwt.pick [ serve net own; Machine.Control.stop ] in
      Lwt.return (say "hello: asked to stop")

let () = Machine.run (main ())
