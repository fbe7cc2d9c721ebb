(** What a file is, by the end of its name. *)

(** Apache adds the character set to plain text and to HTML alone; the site's other files are UTF-8 by their own rules. *)
let of_name name =
  match String.rindex_opt name '.' with
  | None -> "application/octet-stream"
  | Some dot -> (
      match String.lowercase_ascii (String.sub name (dot + 1) (String.length name - dot - 1)) with
      | "html" -> "text/html; charset=utf-8"
      | "txt" -> "text/plain; charset=utf-8"
      | "css" -> "text/css"
      | "js" -> "text/javascript"
      | "json" -> "application/json"
      | "svg" -> "image/svg+xml"
      | "png" -> "image/png"
      | "jpg" | "jpeg" -> "image/jpeg"
      | "ico" -> "image/vnd.microsoft.icon"
      | "woff2" -> "font/woff2"
      | _ -> "application/octet-stream")
