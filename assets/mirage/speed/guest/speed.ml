(* Discard and chargen as a machine. *)

module Streams = Streams.Main (Guest.Stack)

let () = Guest.run (Streams.start ~ready:Machine.Control.ready)
