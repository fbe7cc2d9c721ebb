/* base.h for OCaml. Buffers of Cstructs lie outside OCaml's heap and never move; nothing here allocates or waits with the
   runtime locked out, since there is one thread and one domain. */
#include <caml/alloc.h>
#include <caml/bigarray.h>
#include <caml/mlvalues.h>

#include "base.h"

static uint8_t *bytes_at(value buffer, value offset) { return (uint8_t *)Caml_ba_data_val(buffer) + Long_val(offset); }

int64_t machine_monotonic(value unit) { (void)unit; return base_monotonic(); }
value machine_monotonic_boxed(value unit) { return caml_copy_int64(machine_monotonic(unit)); }

int64_t machine_wall(value unit) { (void)unit; return base_wall(); }
value machine_wall_boxed(value unit) { return caml_copy_int64(machine_wall(unit)); }

value machine_wake(int64_t wall) { base_wake(wall); return Val_unit; }
value machine_wake_boxed(value wall) { return machine_wake(Int64_val(wall)); }

value machine_poll(value events, int64_t deadline) { return Val_long(base_poll((unsigned)Long_val(events), deadline)); }
value machine_poll_boxed(value events, value deadline) { return machine_poll(events, Int64_val(deadline)); }

value machine_random(value bytes)
{
    return Val_long(base_random(Bytes_val(bytes), caml_string_length(bytes)));
}

value machine_config(value bytes)
{
    return Val_long(base_config((char *)Bytes_val(bytes), caml_string_length(bytes)));
}

value machine_control_read(value bytes)
{
    return Val_long(base_control_read(Bytes_val(bytes), caml_string_length(bytes)));
}

value machine_control_write(value text)
{
    base_control_write(String_val(text), caml_string_length(text));
    return Val_unit;
}

value machine_net_mac(value bytes)
{
    return caml_string_length(bytes) < 6 ? Val_long(BASE_INVALID) : Val_long(base_net_mac(Bytes_val(bytes)));
}

value machine_net_read(value buffer, value offset, value length)
{
    return Val_long(base_net_read(bytes_at(buffer, offset), (size_t)Long_val(length)));
}

value machine_net_write(value buffer, value offset, value length)
{
    return Val_long(base_net_write(bytes_at(buffer, offset), (size_t)Long_val(length)));
}

