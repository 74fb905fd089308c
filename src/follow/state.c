/* SPDX-License-Identifier: MIT
 * state.c - the states of a follow-up and the ways between them.
 * In: two states. Out: whether one may follow the other. Next: src/follow/engine.c
 */
#include "kith/follow.h"

/* open -> snoozed (told), sent (due), done (answered, told), cancelled (bounce, never)
 * sent -> snoozed, done, cancelled; open again when an out-of-office moves it, or it repeats
 * done, cancelled -> open or snoozed only by undo or by what a user tells */
static const bool ways[KITH_FOLLOW_STATUS_COUNT][KITH_FOLLOW_STATUS_COUNT] = {
	[KITH_FOLLOW_OPEN] = { [KITH_FOLLOW_OPEN] = true, [KITH_FOLLOW_SNOOZED] = true, [KITH_FOLLOW_SENT] = true,
			       [KITH_FOLLOW_DONE] = true, [KITH_FOLLOW_CANCELLED] = true },
	[KITH_FOLLOW_SNOOZED] = { [KITH_FOLLOW_OPEN] = true, [KITH_FOLLOW_SNOOZED] = true, [KITH_FOLLOW_SENT] = true,
				  [KITH_FOLLOW_DONE] = true, [KITH_FOLLOW_CANCELLED] = true },
	[KITH_FOLLOW_SENT] = { [KITH_FOLLOW_OPEN] = true, [KITH_FOLLOW_SNOOZED] = true, [KITH_FOLLOW_SENT] = true,
			       [KITH_FOLLOW_DONE] = true, [KITH_FOLLOW_CANCELLED] = true },
	[KITH_FOLLOW_DONE] = { [KITH_FOLLOW_OPEN] = true, [KITH_FOLLOW_SNOOZED] = true, [KITH_FOLLOW_SENT] = true },
	[KITH_FOLLOW_CANCELLED] = { [KITH_FOLLOW_OPEN] = true, [KITH_FOLLOW_SNOOZED] = true,
			[KITH_FOLLOW_SENT] = true },
};

bool kith_follow_may_change(KithFollowStatus from, KithFollowStatus to)
{
	return ways[from][to];
}
