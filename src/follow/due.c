/* SPDX-License-Identifier: MIT
 * due.c - what the clock makes due.
 * In: follow-ups, now. Out: those to remind of now. Next: src/follow/command.c
 */
#include "kith/follow.h"

#define MAX_CATCH_UP 1000	/* occurrences skipped after a long sleep */

/* The first time after now of what repeats, reckoned from time to time so that it does not drift. */
static bool next_time(const KithFollowUp *f, const KithUser *user, int64_t now_at, int64_t *ret_at, GError **error)
{
	int64_t at = f->due_at;

	for (int i = 0; i < MAX_CATCH_UP && at <= now_at; i++) {
		KithWhen when = { 0 };

		if (!kith_when_parse(f->recurrence, at, user->zone, &user->work_hours, &when, error))
			return false;
		at = when.at;
		kith_when_clear(&when);
	}
	*ret_at = at;
	return true;
}

static bool repeat_all(KithStore *store, const GPtrArray *list, const KithUser *user, int64_t now_at, GError **error)
{
	const KithFollowCause cause = { "repeats", NULL, 0 };

	for (guint i = 0; i < list->len; i++) {
		KithFollowUp *f = list->pdata[i];

		if (!next_time(f, user, now_at, &f->due_at, error))
			return false;
		f->status = KITH_FOLLOW_OPEN;
		if (!kith_follow_up_change(store, f, &cause, now_at, error))
			return false;
	}
	return true;
}

static bool repeat(KithStore *store, const KithUser *user, int64_t user_id, int64_t now_at, GError **error)
{
	g_autoptr(GPtrArray) list = kith_follow_up_to_repeat(store, user_id, error);

	if (list == NULL || list->len == 0)
		return list != NULL;
	if (!kith_store_begin(store, false, error))
		return false;
	if (!repeat_all(store, list, user, now_at, error)) {
		kith_store_rollback(store);
		return false;
	}
	return kith_store_commit(store, error);
}

/* What per-day still allows on the user's local day. */
static bool count_left(KithStore *store, const KithConfig *config, const KithUser *user, int64_t user_id,
		int64_t now_at, uint32_t *ret_left, GError **error)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now_at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, user->zone);
	g_autoptr(GDateTime) begin = g_date_time_new(user->zone, g_date_time_get_year(local),
			g_date_time_get_month(local), g_date_time_get_day_of_month(local), 0, 0, 0);
	g_autoptr(GDateTime) end = g_date_time_add_days(begin, 1);
	uint32_t sent = 0;

	if (!kith_follow_up_count_sent(store, user_id, g_date_time_to_unix(begin), g_date_time_to_unix(end), &sent,
				       error))
		return false;
	*ret_left = sent < config->per_day ? config->per_day - sent : 0;
	return true;
}

GArray *kith_follow_due(KithStore *store, const KithConfig *config, const KithUser *user, int64_t now_at,
		GError **error)
{
	int64_t user_id = kith_store_find_user(store, user->title);
	uint32_t left = 0;
	bool is_half_read;

	if (user_id == 0 || !kith_config_may_send(config, user) ||
	    kith_work_time_next(now_at, user->zone, &user->work_hours) != now_at)
		return g_array_new(false, false, sizeof(int64_t));
	if (!repeat(store, user, user_id, now_at, error) ||
	    !count_left(store, config, user, user_id, now_at, &left, error))
		return NULL;
	/* The half that is not read yet may hold the answer; what the user told counts at once. */
	if (!kith_follow_is_half_read(store, user_id, now_at, &is_half_read, error))
		return NULL;
	GArray *due = kith_follow_up_due(store, user_id, now_at, is_half_read, error);
	if (due != NULL && due->len > left)
		g_array_set_size(due, left);
	return due;
}

bool kith_follow_mark_sent(KithStore *store, int64_t follow_up_id, int64_t now_at, GError **error)
{
	const KithFollowCause cause = { "reminder written", NULL, 0 };
	g_autoptr(KithFollowUp) f = NULL;

	if (!kith_follow_up_get(store, follow_up_id, &f, error))
		return false;
	if (f == NULL || !kith_follow_may_change(f->status, KITH_FOLLOW_SENT)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "no follow-up to mark as sent");
		return false;
	}
	f->status = KITH_FOLLOW_SENT;
	f->occurrence++;
	return kith_follow_up_change(store, f, &cause, now_at, error);
}
