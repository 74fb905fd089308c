/* SPDX-License-Identifier: MIT
 * answer.h - the answer process: one question, a read-only database, out.
 * In: a question from core. Out: the answer on the asker's stdout. Next: src/cli/answer.c
 */
#pragma once

#include "door.h"

/* Takes one question from FD, answers it onto stdout, says the exit status; returns its own. */
int kith_answer_main(int fd);

/* The command of REQUEST, run as on a shell but as its user and reading only (src/cli/answer.c). */
KithExit kith_cli_answer(const char *config_path, const KithDoorRequest *request);
