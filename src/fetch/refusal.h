/* SPDX-License-Identifier: MIT
 * refusal.h - what a server means when it says no.
 * In: its response code and text. Out: a kind, and how long to wait. Next: src/fetch/session.c
 */
#pragma once

#include "kith/base.h"

typedef enum {
	KITH_REFUSAL_PLAIN,	/* this command, for a reason of its own */
	KITH_REFUSAL_TROUBLE,	/* something is wrong there; it may be this command's fault */
	KITH_REFUSAL_LATER,	/* too much or too soon: nothing more may be asked for now */
	KITH_REFUSAL_LOGIN,	/* who we are is the reason: waiting mends nothing */
} KithRefusal;

/* CODE is the response code without brackets (RFC 5530 and what providers add), NULL when
 * none; a code in brackets may also begin TEXT, which is NULL when nothing was said.
 * *ret_wait_s is the time that TEXT names, at most a day; 0 when it names none. */
KithRefusal kith_refusal_read(const char *code, const char *text, uint32_t *ret_wait_s);
