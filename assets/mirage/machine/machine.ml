let run main =
  Loop.run main;
  exit 0

module Time = struct
  let elapsed_ns () = Raw.monotonic ()
  let period_ns () = None
  let sleep_ns = Loop.sleep_ns
end

module Wall = struct
  let day_ns = 86_400_000_000_000L

  let now_d_ps () =
    let now = Raw.wall () in
    Int64.(to_int (div now day_ns), mul (rem now day_ns) 1000L)

  let current_tz_offset_s () = Some 0
  let period_d_ps () = None
end

let random length =
  let bytes = Bytes.create length in
  if Raw.random bytes < 0 then failwith "the machine has no source of random bytes";
  Bytes.unsafe_to_string bytes

let config () =
  let bytes = Bytes.create Raw.config_most in
  let pair line =
    match String.index_opt line '=' with
    | Some i -> Some (String.sub line 0 i, String.sub line (i + 1) (String.length line - i - 1))
    | None -> None
  in
  List.filter_map pair (String.split_on_char '\n' (Bytes.sub_string bytes 0 (max 0 (Raw.config bytes))))

module Control = Control
module Netif = Netif
