(** Pairs of name and value (the FastCGI Specification, section 3.4). *)

let add_length buffer n =
  if n < 128 then Buffer.add_uint8 buffer n else Buffer.add_int32_be buffer (Int32.logor 0x80000000l (Int32.of_int n))

let add buffer (name, value) =
  add_length buffer (String.length name);
  add_length buffer (String.length value);
  Buffer.add_string buffer name;
  Buffer.add_string buffer value

let encode pairs =
  let buffer = Buffer.create 1024 in
  List.iter (add buffer) pairs;
  Buffer.contents buffer

exception Short

(** [decode ~most text] reads at most [most] pairs, in their order. *)
let decode ~most text =
  let last = String.length text in
  let length i =
    if i >= last then raise_notrace Short;
    let n = String.get_uint8 text i in
    if n < 128 then (n, i + 1)
    else if i + 4 > last then raise_notrace Short
    else (Int32.to_int (String.get_int32_be text i) land 0x7fffffff, i + 4)
  in
  let rec pairs found count i =
    if i = last then Ok (List.rev found)
    else if count = most then Error "too many parameters"
    else
      let name, i = length i in
      let value, i = length i in
      if name > last - i || value > last - i - name then raise_notrace Short
      else pairs ((String.sub text i name, String.sub text (i + name) value) :: found) (count + 1) (i + name + value)
  in
  try pairs [] 0 0 with Short -> Error "a parameter that is cut off"
