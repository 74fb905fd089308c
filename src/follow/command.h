/* SPDX-License-Identifier: MIT
 * command.h - one command, understood and done.
 * In: words, who tells them, what an answer is about. Out: changes, and a text for the asker.
 * Next: src/follow/command.c
 */
#pragma once

#include "kith/follow.h"

typedef struct {
	KithStore *store;
	const KithConfig *config;
	const KithUser *user;
	int64_t user_id;
	int64_t now_at;
	const char *mail;		/* the mail that tells it; NULL: the shell */
	const char *about;		/* short id that an answer is about; NULL */
} Teller;

/* Within the caller's transaction. Errors as kith_tell. */
bool command_execute(const Teller *teller, const char *const *words, KithTold *ret_told, GError **error);
/* A reminder at WHEN about ADDRESS (NULL: nobody) and the conversation of a mail (NULL: none). */
bool command_remind(const Teller *teller, const char *address, const char *conversation, const char *expression,
		const char *note, KithTold *ret_told, GError **error);

#define COMMAND_UNDERSTOOD "Understood are: done, 3d, friday, next tue 9:00, stop, note TEXT, mine, undo " \
	"in an answer to a reminder; remind CONTACT WHEN [NOTE], done ID, snooze ID WHEN, never CONTACT, " \
	"note CONTACT TEXT, tag CONTACT +a -b, mine ID, undo anywhere."
