(* The web tier as a machine. *)

module Tier = Web_tier.Unikernel.Main (Guest.Stack) (Linked_kv) (Guest.Time)

let () =
  let files = Linked_kv.connect Web_files.files in
  Guest.run (fun stack ->
      Tier.start stack files ~network:(Guest.network stack) ~resolve:(Guest.resolve stack) ~log:Guest.log)
