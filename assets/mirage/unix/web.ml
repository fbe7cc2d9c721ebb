(* The web tier as a process of Unix. *)

module Tier = Web_tier.Unikernel.Main (Unix_stack) (Linked_kv) (Unix_time)

let () =
  let files = Linked_kv.connect Web_files.files in
  Host.run [ "FLAVOUR" ] (fun stack -> Tier.start stack files ~resolve:Host.resolve ~log:Host.log)
