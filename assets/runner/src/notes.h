/* What is learnt about a machine, kept in its state file, and what follows from it. */
#ifndef NOTES_H
#define NOTES_H

#include "machine.h"

/* Milliseconds since the runner was started. */
long since_start(const struct machine *m);

void save_state(struct machine *m);

/* The guest's first byte: its kernel runs. */
void note_sign(struct machine *m);

/* The guest serves. */
void note_ready(struct machine *m);

/* The first reason counts. */
void kill_qemu(struct machine *m, enum killed why);

#endif
