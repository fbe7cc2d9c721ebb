(* Discard and chargen as a process of Unix, with the host's sockets. It serves until it is killed. *)

module Streams = Streams.Main (Unix_stack)

let () =
  let stack = Unix_stack.connect ~log:prerr_endline (Ipaddr.of_string_exn "0.0.0.0") in
  Lwt_main.run (Streams.start stack ~ready:ignore ~settings:[] ~stop:(fst (Lwt.wait ())))
