(** Records of FastCGI, version 1 (the FastCGI Specification, section 3.3 and 8): a head of 8 bytes, at most 65,535 bytes
    of content, and padding. *)

type kind =
  | Begin_request
  | Abort_request
  | End_request
  | Params
  | Stdin
  | Stdout
  | Stderr
  | Data
  | Get_values
  | Get_values_result
  | Unknown_type
  | Other of int

type head = {
  kind : kind;
  id : int;
  length : int;
  padding : int;
}

let head_bytes = 8

(** The most that a whole record takes. *)
let most_bytes = head_bytes + 65_535 + 255

let kind_of_int = function
  | 1 -> Begin_request
  | 2 -> Abort_request
  | 3 -> End_request
  | 4 -> Params
  | 5 -> Stdin
  | 6 -> Stdout
  | 7 -> Stderr
  | 8 -> Data
  | 9 -> Get_values
  | 10 -> Get_values_result
  | 11 -> Unknown_type
  | n -> Other n

let int_of_kind = function
  | Begin_request -> 1
  | Abort_request -> 2
  | End_request -> 3
  | Params -> 4
  | Stdin -> 5
  | Stdout -> 6
  | Stderr -> 7
  | Data -> 8
  | Get_values -> 9
  | Get_values_result -> 10
  | Unknown_type -> 11
  | Other n -> n land 255

(** The head of the record whose 8 bytes begin at [first]; an error when it is of another version of the protocol. *)
let read_head bytes first =
  if Bytes.get_uint8 bytes first <> 1 then Error "not version 1 of FastCGI"
  else
    Ok
      {
        kind = kind_of_int (Bytes.get_uint8 bytes (first + 1));
        id = Bytes.get_uint16_be bytes (first + 2);
        length = Bytes.get_uint16_be bytes (first + 4);
        padding = Bytes.get_uint8 bytes (first + 6);
      }

(** The head of a record without padding, as it is sent. *)
let head kind ~id ~length =
  let head = Bytes.make head_bytes '\000' in
  Bytes.set_uint8 head 0 1;
  Bytes.set_uint8 head 1 (int_of_kind kind);
  Bytes.set_uint16_be head 2 id;
  Bytes.set_uint16_be head 4 length;
  Bytes.unsafe_to_string head

let add_head buffer kind ~id ~length = Buffer.add_string buffer (head kind ~id ~length)

(** Adds a record whose content, of at most 65,535 bytes, is [content]. *)
let add buffer kind ~id content =
  add_head buffer kind ~id ~length:(String.length content);
  Buffer.add_string buffer content

(** Adds a stream as records, without the empty one that ends it. *)
let add_stream buffer kind ~id content =
  let rec from first =
    let n = min 65_535 (String.length content - first) in
    if n > 0 then begin
      add_head buffer kind ~id ~length:n;
      Buffer.add_substring buffer content first n;
      from (first + n)
    end
  in
  from 0

let responder = 1

(** The role of a BEGIN_REQUEST, and whether the connection is to be kept. *)
let read_begin content =
  if String.length content < 8 then Error "a beginning that is too short"
  else Ok (String.get_uint16_be content 0, String.get_uint8 content 2 land 1 = 1)

let begin_content ~keep = Printf.sprintf "\000\001%c\000\000\000\000\000" (if keep then '\001' else '\000')

type protocol_status =
  | Complete
  | Cannot_multiplex
  | Overloaded
  | Unknown_role

let end_content ~status protocol =
  let code = match protocol with Complete -> 0 | Cannot_multiplex -> 1 | Overloaded -> 2 | Unknown_role -> 3 in
  let content = Bytes.make 8 '\000' in
  Bytes.set_int32_be content 0 (Int32.of_int status);
  Bytes.set_uint8 content 4 code;
  Bytes.unsafe_to_string content

(** The program's status and the protocol's, as it is written. *)
let read_end content =
  if String.length content < 8 then Error "an end that is too short"
  else Ok (Int32.to_int (String.get_int32_be content 0), String.get_uint8 content 4)
