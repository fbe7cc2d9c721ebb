(* Said by the compiler: the host's stack has the shape that the programs ask for. *)
module _ : Tcpip.Stack.V4V6 = Unix_stack
module _ : Io.Time.S = Unix_time
