(** A file that never changes, with everything about its answers made beforehand: conditions (RFC 9110, section 13) and one
    range (section 14). *)

type t = {
  content : Cstruct.t;
  etag : string;  (** with its quotes; a strong one *)
  modified : Ptime.t;  (** to the second *)
  whole : Response.t;
  unchanged : Response.t;
  content_type : string;
  fields : string;
}

(** [make ~content_type ~etag ~modified ~fields content]: [fields] are further lines of each answer, [etag] is without
    quotes. *)
let make ~content_type ~etag ~modified ~fields content =
  let etag = "\"" ^ etag ^ "\"" in
  let modified = Ptime.truncate ~frac_s:0 modified in
  let about = Response.field "ETag" etag ^ Response.field "Last-Modified" (Date.to_string modified) ^ fields in
  let described = Response.field "Content-Type" content_type ^ Response.field "Accept-Ranges" "bytes" ^ about in
  let content = Cstruct.of_string content in
  {
    content;
    etag;
    modified;
    content_type;
    fields = described;
    whole = { status = 200; fields = described; body = Shared content };
    unchanged = { status = 304; fields = about; body = Text "" };
  }

(** Whether a list of entity tags has this one. A weak tag is the same as a strong one only where [weak]. *)
let tags_match ~weak etag values =
  List.exists
    (fun value ->
      String.split_on_char ',' value
      |> List.exists (fun tag ->
             let tag = String.trim tag in
             tag = "*" || tag = etag
             || weak
                && String.length tag > 2
                && String.sub tag 0 2 = "W/"
                && String.sub tag 2 (String.length tag - 2) = etag))
    values

let is_after time text =
  match Date.of_string text with Some limit -> Some (Ptime.is_later time ~than:limit) | None -> None

(** What the conditions of a GET or HEAD come to, in the order of RFC 9110, section 13.2.2. *)
let condition t head =
  let is_refused =
    match Head.all head "if-match" with
    | [] -> (
        match Head.field_of head "if-unmodified-since" with
        | Some date -> is_after t.modified date = Some true
        | None -> false)
    | tags -> not (tags_match ~weak:false t.etag tags)
  in
  if is_refused then `Failed
  else
    let is_same =
      match Head.all head "if-none-match" with
      | [] -> (
          match Head.field_of head "if-modified-since" with
          | Some date -> is_after t.modified date = Some false
          | None -> false)
      | tags -> tags_match ~weak:true t.etag tags
    in
    if is_same then `Unchanged else `Send

let number text = if Framing.is_digits text && String.length text <= 18 then int_of_string_opt ("0u" ^ text) else None

(** One range of bytes, as first and last place; what cannot be understood, or is more than one, counts as none. *)
let range ~length value =
  match String.split_on_char '=' value with
  | [ bytes; range ] when String.lowercase_ascii bytes = "bytes" -> (
      match List.map String.trim (String.split_on_char '-' range) with
      | [ ""; last ] -> (
          match number last with
          | Some n when n > 0 && length > 0 -> `Range (max 0 (length - n), length - 1)
          | Some _ -> `Outside
          | None -> `None)
      | [ first; last ] -> (
          match (number first, if last = "" then Some max_int else number last) with
          | Some first, Some last when first <= last ->
              if first >= length then `Outside else `Range (first, min last (length - 1))
          | _ -> `None)
      | _ -> `None)
  | _ -> `None

(** Whether a range may be given: yes without If-Range, or when it names just this content. *)
let is_same_as_if_range t head =
  match Head.field_of head "if-range" with
  | None -> true
  | Some condition -> condition = t.etag || Date.of_string condition = Some t.modified

let ranged t head value =
  let length = Cstruct.length t.content in
  match if is_same_as_if_range t head then range ~length value else `None with
  | `None -> t.whole
  | `Outside ->
      {
        status = 416;
        fields =
          Response.field "Content-Range" (Printf.sprintf "bytes */%d" length)
          ^ Response.field "Content-Type" "text/plain; charset=utf-8";
        body = Text "This file has no such range.\n";
      }
  | `Range (first, last) ->
      {
        status = 206;
        fields = Response.field "Content-Range" (Printf.sprintf "bytes %d-%d/%d" first last length) ^ t.fields;
        body = Shared (Cstruct.sub t.content first (last - first + 1));
      }

(** The answer to a GET or HEAD. *)
let respond t (head : Head.t) =
  match condition t head with
  | `Failed -> Response.text 412 "text/plain; charset=utf-8" "The file is another one by now.\n"
  | `Unchanged -> t.unchanged
  | `Send -> (
      match Head.field_of head "range" with Some value when head.meth = "GET" -> ranged t head value | _ -> t.whole)
