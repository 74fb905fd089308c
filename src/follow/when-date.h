/* SPDX-License-Identifier: MIT
 * when-date.h - the day that the pieces of an expression mean.
 * In: pieces, today. Out: a day since 1970. Next: src/follow/when-date.c
 */
#pragma once

#include "when.h"

#define WHEN_MINUTES_A_DAY 1440
#define WHEN_MAX_YEARS_AHEAD 20

/* DOUBT: understood, but with two readings or none; `doubt` says why. UNKNOWN: not understood. */
typedef enum { FOUND, NOTHING, DOUBT, UNKNOWN } Outcome;

typedef struct {
	const WhenPieces *p;
	int64_t now_at;
	GTimeZone *zone;
	const KithWorkHours *hours;
	int64_t today;		/* days since 1970, in the zone */
	int now_min;		/* minutes after its midnight */
	const char *doubt;
} Reckoning;

Outcome when_doubt(Reckoning *r, const char *why);
GDate when_date_of(int64_t day);
/* The day; NOTHING when only a time of day was named. */
Outcome when_find_date(Reckoning *r, int64_t *ret_day);
/* The day that a span leads to, its hours and minutes left aside. */
Outcome when_span_date(Reckoning *r, int64_t *ret_day);
/* The first day and the rule (RFC 5545 3.3.10) of what repeats. */
Outcome when_find_rule(Reckoning *r, char **ret_rule, int64_t *ret_day);
