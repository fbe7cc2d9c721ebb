(* The php tier as a machine. *)

module Tier = Guestbook_tier.Unikernel.Main (Guest.Stack) (Guest.Time)

let () =
  Guest.run (fun stack ->
      Tier.start stack ~network:(Guest.network stack) ~resolve:(Guest.resolve stack) ~random:Guest.Random.random
        ~log:Guest.log)
