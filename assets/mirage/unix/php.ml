(* The php tier as a process of Unix. Settings come from the environment; LISTEN is the address to listen at, EDGE that of
   the edge, which a name server knows elsewhere, as ADDRESS. *)

let setting name = Option.value (Sys.getenv_opt name) ~default:""

module Tier = Guestbook_tier.Unikernel.Main (Unix_stack) (Unix_time)

let () =
  let log line = Printf.eprintf "%s\n%!" line in
  let stop, ask = Lwt.wait () in
  let on_signal _ = if Lwt.is_sleeping stop then Lwt.wakeup_later ask () in
  List.iter (fun signal -> ignore (Lwt_unix.on_signal signal on_signal)) [ Sys.sigterm; Sys.sigint; Sys.sigquit ];
  Mirage_crypto_rng_unix.use_default ();
  let stack = Unix_stack.connect ~log (Ipaddr.of_string_exn (Option.value (Sys.getenv_opt "LISTEN") ~default:"0.0.0.0")) in
  let resolve name = Unix_stack.resolve (if name = "edge" && setting "EDGE" <> "" then setting "EDGE" else name) in
  let settings = List.map (fun name -> (name, setting name)) [ "FLAVOUR"; "EVOLVE_FORM_KEY"; "EVOLVE_DB_PASSWORD" ] in
  match
    Lwt_main.run (Tier.start stack ~settings ~resolve ~random:Mirage_crypto_rng.generate ~log ~stop)
  with
  | () -> ()
  | exception Failure reason ->
      prerr_endline reason;
      exit 1
