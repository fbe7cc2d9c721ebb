(* Writes files as a module of OCaml: crunch ROOT=FILE…, where ROOT is the folder that a file's name is told from. Each
   file comes with its digest and the time of its last change, which SOURCE_DATE_EPOCH replaces where builds are to be the
   same (reproducible-builds.org). *)

let read name = In_channel.with_open_bin name In_channel.input_all

let () =
  let epoch = Option.bind (Sys.getenv_opt "SOURCE_DATE_EPOCH") float_of_string_opt in
  print_string "let files = [\n";
  Array.iteri
    (fun i argument ->
      if i > 0 then begin
        let root, name =
          match String.index_opt argument '=' with
          | Some at -> (String.sub argument 0 at, String.sub argument (at + 1) (String.length argument - at - 1))
          | None -> failwith ("crunch: not ROOT=FILE: " ^ argument)
        in
        let file = Filename.concat root name in
        let content = read file in
        let modified = match epoch with Some time -> time | None -> (Unix.stat file).st_mtime in
        Printf.printf "  { Linked_kv.name = %S; modified = %.0f.; digest = %S; content = %S };\n" name modified
          (Sha256.to_bin (Sha256.string content))
          content
      end)
    Sys.argv;
  print_string "]\n"
