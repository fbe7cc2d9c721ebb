/* The C side of an OCaml program whose object holds the runtime: what the runtime's own main does. */
#define CAML_INTERNALS
#include <caml/callback.h>
#include <caml/sys.h>

int main(int argc, char **argv)
{
    (void)argc;
    caml_main(argv);
    caml_do_exit(0);
}
