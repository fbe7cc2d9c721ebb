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

/* The runtime can load libraries into a running program. Here is none: its dlopen is this, and the linker has nothing to
   warn of. */
void *no_library(const char *file, int mode);
void *no_library(const char *file, int mode)
{
    (void)file, (void)mode;
    return NULL;
}
