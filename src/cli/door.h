/* SPDX-License-Identifier: MIT
 * door.h - whatever changes the store: through kithd when it runs, else as the only writer.
 * In: words of a command. Out: what was done. Next: src/cli/door.c
 */
#pragma once

#include "cli.h"

/* Tells WORDS (NULL-ended: "snooze", "k4f2", "friday") and prints what was understood. Returns the
 * exit status: 4 when another process writes to the store and is no kithd. */
int kith_door_tell(KithCli *cli, const char *const *words);

/* When the database is not ours to read: lets kithd answer onto our stdout. False: ask it directly. */
bool kith_door_ask(KithCli *cli, int argc, char **argv, int *ret_status);
