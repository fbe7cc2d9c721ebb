(* What both programs take from Unix: signals as a wish to stop, the environment as settings, standard error as the log.
   LISTEN is the address to listen at; EDGE is that of the edge, where no name server knows it. *)

let setting name = Option.value (Sys.getenv_opt name) ~default:""
let log line = Printf.eprintf "%s\n%!" line
let resolve name = Unix_stack.resolve (if name = "edge" && setting "EDGE" <> "" then setting "EDGE" else name)

(* [run names start] runs [start stack ~settings ~stop] with the settings of these names. *)
let run names start =
  let stop, ask = Lwt.wait () in
  let on_signal _ = if Lwt.is_sleeping stop then Lwt.wakeup_later ask () in
  List.iter (fun signal -> ignore (Lwt_unix.on_signal signal on_signal)) [ Sys.sigterm; Sys.sigint; Sys.sigquit ];
  let address = Ipaddr.of_string_exn (Option.value (Sys.getenv_opt "LISTEN") ~default:"0.0.0.0") in
  let stack = Unix_stack.connect ~log address in
  let settings = List.filter_map (fun name -> Option.map (fun value -> (name, value)) (Sys.getenv_opt name)) names in
  match Lwt_main.run (start stack ~settings ~stop) with
  | () -> ()
  | exception Failure reason ->
      prerr_endline reason;
      exit 1
