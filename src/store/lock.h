/* SPDX-License-Identifier: MIT
 * lock.h - the writer's lock: one process writes to a store, ever.
 */
#pragma once

#include "kith/base.h"

/* Takes DATABASE.lock (flock, freed by the kernel when the process ends) and writes who
 * we are into it. The lock's fd, or -1 with TEMPORARY: the message says who holds it. */
int kith_lock_take(const char *database, GError **error);
