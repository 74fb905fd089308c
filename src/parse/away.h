/* SPDX-License-Identifier: MIT
 * away.h - what the files that read absences say to each other.
 * In: words of an automatic answer. Out: a day. Next: src/parse/away.c
 */
#pragma once

#include "internal.h"

/* --- away-date.c */
typedef struct {
	GDate sent;		/* when the answer was written, where it was written; invalid when not known */
	const char *language;	/* of the words around; NULL when not known */
} KithAwayBase;

/* The day that TEXT begins with, after words like "Monday, the": *ret_day and *ret_end (may be NULL). Only what cannot
 * be misread: "03/04/2026" is a day only where LANGUAGE says in which order it stands, "the 9th" and "Monday" are the
 * next ones after the day of sending. */
bool kith_away_date(const char *text, const KithAwayBase *base, GDate *ret_day, const char **ret_end);
/* Only the day of the month and the word for it, as in "from 2 to 9 March": where it ends, NULL when there is none. */
const char *kith_away_day_end(const char *text);
