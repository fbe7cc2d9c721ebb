(* The php tier as a process of Unix. *)

module Tier = Guestbook_tier.Unikernel.Main (Unix_stack) (Unix_time)

let () =
  Mirage_crypto_rng_unix.use_default ();
  Host.run
    [ "FLAVOUR"; "EVOLVE_FORM_KEY"; "EVOLVE_DB_PASSWORD"; "EVOLVE_DB_KEEP" ]
    (fun stack ->
      Tier.start stack ~resolve:Host.resolve ~random:(fun n -> Mirage_crypto_rng.generate n) ~log:Host.log)
