/* SPDX-License-Identifier: MIT
 * rhythm.c - when an answer is late: by the time the person usually takes.
 * In: answer times. Out: a due time and its reason. Next: src/follow/engine.c
 */
#include "rhythm.h"

#define RHYTHM_SAMPLES 3
#define RHYTHM_LEAST_S (4 * 3600)	/* of work: who answers in minutes may be at lunch */
#define RHYTHM_MOST_S (20 * 8 * 3600)

static int compare_seconds(gconstpointer a, gconstpointer b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* The time in work hours within which four of five answers came; 0: too few are known. */
static bool find_rhythm(KithStore *store, const KithUser *user, const char *address, bool of_organization,
		int64_t *ret_seconds, guint *ret_samples, GError **error)
{
	g_autoptr(GArray) times = kith_follow_answer_times(store, address, of_organization, error);
	g_autoptr(GArray) seconds = g_array_new(false, false, sizeof(int64_t));

	*ret_seconds = 0;
	if (times == NULL)
		return false;
	for (guint i = 0; i < times->len; i++) {
		const KithAnswerTime *time = &g_array_index(times, KithAnswerTime, i);
		int64_t work = kith_work_seconds_between(time->answer_at - time->seconds, time->answer_at, user->zone,
							 &user->work_hours);

		g_array_append_val(seconds, work);
	}
	*ret_samples = seconds->len;
	if (seconds->len < RHYTHM_SAMPLES)
		return true;
	g_array_sort(seconds, compare_seconds);
	*ret_seconds = CLAMP(g_array_index(seconds, int64_t, (seconds->len * 4 + 4) / 5 - 1), RHYTHM_LEAST_S,
			     RHYTHM_MOST_S);
	return true;
}

static char *hours_text(int64_t seconds)
{
	int64_t hours = (seconds + 3599) / 3600;

	return g_strdup_printf("%d work hour%s", (int)hours, hours == 1 ? "" : "s");
}

bool kith_rhythm_set_due(KithStore *store, const KithConfig *config, const KithUser *user, int64_t asked_at,
		KithFollowUp *f, GError **error)
{
	g_autofree char *when = kith_time_format_human(asked_at, user->zone);
	int64_t seconds = 0;
	guint samples = 0;
	bool of_organization = false;

	if (config->waiting_by_rhythm) {
		if (!find_rhythm(store, user, f->address, false, &seconds, &samples, error))
			return false;
		of_organization = seconds == 0;
		if (of_organization && !find_rhythm(store, user, f->address, true, &seconds, &samples, error))
			return false;
	}
	if (seconds == 0) {
		f->due_at = kith_span_after(asked_at, &config->waiting_after, user->zone, &user->work_hours);
		f->reason = g_strdup_printf("You asked on %s; no answer so far", when);
		return true;
	}
	g_autofree char *usual = hours_text(seconds);
	f->due_at = kith_work_seconds_after(asked_at, seconds, user->zone, &user->work_hours);
	f->reason = g_strdup_printf("You asked on %s; %s within %s (%u answers)", when,
				    of_organization ? "people there usually answer" : "they usually answer", usual,
				    samples);
	return true;
}
