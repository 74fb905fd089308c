/* SPDX-License-Identifier: MIT
 * jail.h - what a process gives up for ever before it touches foreign bytes.
 * In: a process that has opened all it needs. Out: the same one, locked in. Next: daemon/parser.h
 */
#pragma once

#include "kith/base.h"

/* Parse: memory, files and processes limited, every system call but a short list ends the
 * process; looking for files is refused (libraries do it and live with "no"). *ret_note says
 * in words what the kernel or the build did not allow; NULL: all of it holds. */
bool kith_jail_parse(char **ret_note, GError **error);
/* Before every mail: from now on KITH_LIMIT_PARSE_CPU_S more seconds of CPU time. */
void kith_jail_raise_cpu(void);

/* Fetch and send: no file can be written, and only PATHS and the system's own be read
 * (Landlock). Without Landlock in the kernel *ret_note says so. */
bool kith_jail_files(const char *const *paths, char **ret_note, GError **error);
/* Which files PATHS name now. Another text later: they were made again, and a process that was
 * locked in before may not read them. */
char *kith_jail_stamp(const char *const *paths);
