(** Packets over a flow: three bytes of length, one that counts them within an exchange, then the content. *)

module Make (Flow : Mirage_flow.S) (Time : Io.Time.S) = struct
  module Deadline = Io.Deadline.Make (Time)
  module Inlet = Io.Inlet.Make (Flow) (Time)
  module Outlet = Io.Outlet.Make (Flow) (Time)

  let ( let* ) = Lwt.bind

  type t = {
    inlet : Inlet.t;
    outlet : Outlet.t;
    deadline : Deadline.t;
    mutable answer_ns : int;  (** how long the next packet may take *)
    mutable sequence : int;
  }

  (** [create ~most ~answer_ns flow]: a packet has at most [most] bytes, below 16 MiB, where packets would be split;
      [answer_ns] is how long the next one may take. *)
  let create ~most ~answer_ns flow =
    let deadline = Deadline.create () in
    {
      deadline;
      answer_ns;
      sequence = 0;
      inlet = Inlet.create ~most:(min most 0xfffffe + 4) flow deadline;
      outlet = Outlet.create ~patience:answer_ns flow deadline;
    }

  let failed failure = Lwt.fail (Failure.Failed failure)

  (* What the layers below say, in this protocol's words. *)
  let translate f =
    Lwt.catch f (function
      | Io.Deadline.Expired -> failed Timed_out
      | Io.Inlet.Ended | Io.Outlet.Closed -> failed Lost
      | Io.Inlet.Full -> failed Too_large
      | e -> Lwt.fail e)

  (** The next packet. *)
  let receive t =
    translate (fun () ->
        let inlet = t.inlet in
        Deadline.set t.deadline t.answer_ns;
        let* () = Inlet.need inlet 4 in
        let at = inlet.first in
        let length = Bytes.get_uint16_le inlet.bytes at lor (Bytes.get_uint8 inlet.bytes (at + 2) lsl 16) in
        if Bytes.get_uint8 inlet.bytes (at + 3) <> t.sequence land 255 then failed (Malformed "a packet out of order")
        else if length + 4 > inlet.most then failed Too_large
        else begin
          t.sequence <- t.sequence + 1;
          let* () = Inlet.need inlet (length + 4) in
          let packet = Bytes.sub_string inlet.bytes (inlet.first + 4) length in
          Inlet.advance inlet (length + 4);
          Deadline.never t.deadline;
          Lwt.return packet
        end)

  (** Gathers a packet; {!flush} sends it. *)
  let add t content =
    let length = String.length content in
    if length + 4 > t.inlet.most then failed Too_large
    else begin
      let head = Bytes.create 4 in
      Bytes.set_uint16_le head 0 (length land 0xffff);
      Bytes.set_uint8 head 2 (length lsr 16);
      Bytes.set_uint8 head 3 (t.sequence land 255);
      t.sequence <- t.sequence + 1;
      translate (fun () ->
          let* () = Outlet.string t.outlet (Bytes.unsafe_to_string head) in
          Outlet.string t.outlet content)
    end

  let flush t =
    translate (fun () ->
        let* () = Outlet.flush t.outlet in
        Outlet.rest t.outlet;
        Lwt.return_unit)

  (** A command begins an exchange. *)
  let add_command t content =
    t.sequence <- 0;
    add t content

  (** Before the flow is closed. *)
  let stop t =
    Deadline.stop t.deadline;
    Outlet.release t.outlet
end
