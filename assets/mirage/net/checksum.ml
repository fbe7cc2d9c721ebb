external unsafe_sum : Cstruct.buffer -> (int[@untagged]) -> (int[@untagged]) -> (int[@untagged])
  = "evolve_net_sum_bytecode" "evolve_net_sum"
[@@noalloc]

external unsafe_copy_sum :
  Cstruct.buffer -> (int[@untagged]) -> Cstruct.buffer -> (int[@untagged]) -> (int[@untagged]) -> (int[@untagged])
  = "evolve_net_copy_sum_bytecode" "evolve_net_copy_sum"
[@@noalloc]

let check (buffer : Cstruct.t) offset length =
  if offset < 0 || length < 0 || offset > buffer.len - length then invalid_arg "Checksum: outside of the buffer"

let sum (buffer : Cstruct.t) offset length =
  check buffer offset length;
  unsafe_sum buffer.buffer (buffer.off + offset) length

let copy_sum (source : Cstruct.t) from (target : Cstruct.t) at length =
  check source from length;
  check target at length;
  unsafe_copy_sum source.buffer (source.off + from) target.buffer (target.off + at) length

let swap sum = ((sum land 0xff) lsl 8) lor (sum lsr 8)

let finish total =
  let total = (total land 0xffff) + (total lsr 16) in
  let total = (total land 0xffff) + (total lsr 16) in
  let total = (total land 0xffff) + (total lsr 16) in
  lnot total land 0xffff

let pseudo ~src ~dst ~protocol ~length =
  (src lsr 16) + (src land 0xffff) + (dst lsr 16) + (dst land 0xffff) + protocol + length
