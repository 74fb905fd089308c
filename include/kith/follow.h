/* SPDX-License-Identifier: MIT
 * follow.h - timeline and clock -> follow-ups; commands -> changes.
 * In: what relate made, what users tell, the time. Out: follow-up rows; what is due.
 * Next: include/kith/view.h
 */
#pragma once

#include "kith/relate.h"

/* --- times as people write them (when.c; `kith when`) */

typedef struct {
	int64_t at;		/* UTC */
	char *wall;		/* wall time in the zone, "2026-03-03T09:00" */
	bool date_only;		/* no time of day was named: the start of the work day is meant */
	bool if_no_reply;	/* "if no reply in 1 week" */
	bool is_until;		/* "until 5 may" */
	char *recurrence;	/* RRULE of "every 2 weeks", else NULL */
} KithWhen;
void kith_when_clear(KithWhen *when);

/* Reads a whole EXPRESSION. A refusal (INVALID) says what is understood; never a wrong date.
 * START_MIN: minutes after midnight for dates without a time of day; DAYS: work days. */
bool kith_when_parse(const char *expression, int64_t now_at, GTimeZone *zone, const KithWorkHours *hours,
		KithWhen *ret_when, GError **error);

/* AT plus SPAN in a user's work hours and zone, and the next moment of work time at or after AT. */
int64_t kith_span_after(int64_t at, const KithSpan *span, GTimeZone *zone, const KithWorkHours *hours);
int64_t kith_span_before(int64_t at, const KithSpan *span, GTimeZone *zone, const KithWorkHours *hours);
int64_t kith_work_time_next(int64_t at, GTimeZone *zone, const KithWorkHours *hours);
/* The same for a number of seconds of work time, to the minute; and how many lie between two moments. */
int64_t kith_work_seconds_after(int64_t at, int64_t seconds, GTimeZone *zone, const KithWorkHours *hours);
int64_t kith_work_seconds_between(int64_t from_at, int64_t until_at, GTimeZone *zone, const KithWorkHours *hours);

/* --- what mails open and end (engine.c) */

/* Follow-ups of the conversation of RELATED, recomputed from its mails: opened, answered,
 * moved or cancelled. Within the caller's transaction; idempotent. Mail from before
 * `history` ago at an account's first sync opens nothing. */
bool kith_follow_mail(KithStore *store, const KithConfig *config, const KithRelated *related,
		int64_t now_at, GError **error);

/* --- commands (command.c): one grammar for the shell and for mail */

typedef struct {
	char *text;		/* what was understood and done, for the asker; may hold lines */
	char *follow_up;	/* short id concerned; NULL */
	bool changed;
} KithTold;
void kith_told_clear(KithTold *told);

/* One command of USER, as words: {"remind", "jan@customer.example", "3d", "call about offer"},
 * {"done", "k4f2"}, {"snooze", "k4f2", "friday"}, {"never", ...}, {"note", ...}, ...
 * In a transaction of its own. Errors: USAGE (with what is understood), NOT_FOUND, DENIED. */
bool kith_tell(KithStore *store, const KithConfig *config, const KithUser *user, const char *const *words,
		int64_t now_at, KithTold *ret_told, GError **error);

/* A mail that may be a command: written by one of our users to kith's address and seen in a
 * Sent folder of their own account (delivery and proof in one). Takes its first new line.
 * *ret_told.text NULL when the mail is no command at all. Within the caller's transaction;
 * the same mail twice does nothing. ABOUT: short id that a valid token in its address is
 * about (kith_token_check, send.h, asked by the caller); NULL: none. */
bool kith_follow_command(KithStore *store, const KithConfig *config, const KithPlace *place,
		const KithMail *mail, const KithRelated *related, const char *about, int64_t now_at,
		KithTold *ret_told, GError **error);

/* Follow-ups that are due for USER and not yet told: ids (int64_t follow_up_id), at most
 * what `per-day` still allows; the rest stand in the digest. None while sending is held or outside
 * work hours. Repeated ones whose last reminder is out come up for their next time (a write of its own). */
GArray *kith_follow_due(KithStore *store, const KithConfig *config, const KithUser *user, int64_t now_at,
		GError **error);

/* The reminder of FOLLOW_UP_ID was queued: its status is sent. Within the caller's transaction. */
bool kith_follow_mark_sent(KithStore *store, int64_t follow_up_id, int64_t now_at, GError **error);

/* Whether a follow-up may go from one state to the other (state.c). */
bool kith_follow_may_change(KithFollowStatus from, KithFollowStatus to);
