/* SPDX-License-Identifier: MIT
 * when.h - an expression of time, read but not yet reckoned.
 * In: text. Out: pieces, or why not. Next: src/follow/when-read.c, src/follow/when.c
 */
#pragma once

#include "kith/follow.h"
#include "when-words.h"

typedef enum { WHEN_PLAIN, WHEN_THIS, WHEN_COMING, WHEN_NEXT } WhenWhich;

/* What the words named; each at most once. Zero (or -1 where 0 means something) is "not named". */
typedef struct {
	bool has_span;
	int minutes, hours, days, workdays, weeks, months, years;	/* of the span */
	int weekday, weekday_ordinal;	/* Monday 1; 1st, 2nd, ..., -1 last of the month */
	WhenWhich weekday_which;
	int day, month, year;
	int day_offset;			/* from today; -1 */
	WhenUnit unit;			/* "next week", "end of month" */
	WhenWhich unit_which;
	bool weekend;
	WhenWhich weekend_which;
	WhenEdge edge;
	int time_min;			/* minutes after midnight; -1 */
	bool is_time_doubtful;		/* "3:30": half of the day not said */
	int bare_hour;			/* "at 5", to be settled by a part of the day; -1 */
	WhenPart part;
	bool part_today;		/* "this evening" */
	bool is_every, is_until, no_reply;
	const char *doubt;		/* read, but has two readings or none: why; static text */
} WhenPieces;

/* Words and numbers of an expression, before any language is known. */
typedef struct WhenAtoms WhenAtoms;
WhenAtoms *when_atoms_new(const char *expression);	/* NULL: a character that no time has */
void when_atoms_free(WhenAtoms *atoms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WhenAtoms, when_atoms_free)

/* All of ATOMS in LANGUAGE. False: not understood; *ret_unknown (borrowed, may be NULL) the first
 * unknown word, *ret_read how many atoms were known before it. */
bool when_read(WhenAtoms *atoms, const WhenLanguage *language, WhenPieces *ret_pieces,
		const char **ret_unknown, guint *ret_read);

/* The UTC moment of wall minutes (days since 1970 * 1440 + minutes after midnight) in ZONE.
 * A time that a clock change skips is moved behind the gap; of two, the earlier is taken. */
int64_t when_wall_to_utc(int64_t wall_min, GTimeZone *zone);
/* The wall minutes of AT in ZONE, rounded down. */
int64_t when_utc_to_wall(int64_t at, GTimeZone *zone);

/* kith_when_parse, and whether a refusal was understood but has two readings or none (not: unknown words). */
bool when_parse(const char *expression, int64_t now_at, GTimeZone *zone, const KithWorkHours *hours,
		KithWhen *ret_when, bool *ret_doubtful, GError **error);
