/* Disks that are made from a template when they are not there yet. */
#ifndef DISKS_H
#define DISKS_H

#include <stdbool.h>

#include "conf.h"

/* All or nothing: what bears the disk's name is whole. False, and a sentence to standard error, when one cannot be made. */
bool make_disks(const struct conf *conf);

/* What was renamed in the folder of this path is on the disk. */
bool sync_folder(const char *path);

#endif
