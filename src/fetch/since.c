/* SPDX-License-Identifier: MIT
 * since.c - which of the missing mails are young enough for `since`.
 * In: UIDs. Out: those to fetch; the others are told as skipped. Next: src/fetch/imap-fetch.c
 *
 * SEARCH SINCE knows days only, and those of the server's time zone (RFC 3501 6.4.4), so it
 * is asked for a day more; what comes too early is left out when its INTERNALDATE is known.
 */
#include "imap.h"

#define MAX_RANGES 100		/* of UIDs in one command */
#define DAY_S (24 * 3600)

/* UIDs of one question. */
typedef struct {
	struct mailimap_set *set;	/* NULL: none yet */
	guint ranges;
	uint64_t count;
} Question;

static struct mailimap_search_key *since_key(int64_t since_at)
{
	g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(since_at - DAY_S);
	int year = 1970, month = 1, number = 1;

	if (day != NULL && since_at > DAY_S)
		g_date_time_get_ymd(day, &year, &month, &number);
	return mailimap_search_key_new_since(mailimap_date_new(number, month, year));
}

static bool ask(KithImap *imap, Question *question, KithUidSet *young, GError **error)
{
	struct mailimap_search_key *both = mailimap_search_key_new_multiple_empty();
	guint count;

	if (question->set == NULL) {
		mailimap_search_key_free(both);
		return true;
	}
	/* both fail without memory only */
	(void)mailimap_search_key_multiple_add(both, mailimap_search_key_new_uid(question->set));
	(void)mailimap_search_key_multiple_add(both, since_key(imap->channel->job->since_at));
	*question = (Question){0};
	return kith_imap_search(imap->session, both, young, &count, error);
}

/* Adds [FIRST, LAST] to the question, and asks when it is long enough. */
static bool add(KithImap *imap, Question *question, const KithUidRange *range, KithUidSet *young,
		GError **error)
{
	for (uint64_t first = range->first; first <= range->last;) {
		uint64_t last = MIN(range->last, first + KITH_LIMIT_UID_WINDOW - question->count - 1);

		if (question->set == NULL)
			question->set = mailimap_set_new_empty();
		/* fails without memory only */
		(void)mailimap_set_add_interval(question->set, (uint32_t)first, (uint32_t)last);
		question->count += last - first + 1;
		first = last + 1;
		if ((++question->ranges >= MAX_RANGES || question->count >= KITH_LIMIT_UID_WINDOW) &&
		    !ask(imap, question, young, error))
			return false;
	}
	return true;
}

KithUidSet *kith_since_wanted(KithImap *imap, const KithUidSet *missing, GError **error)
{
	g_autoptr(KithUidSet) young = kith_uid_set_new();
	Question question = {0};

	for (guint i = 0; i < missing->ranges->len; i++)
		if (!add(imap, &question, &g_array_index(missing->ranges, KithUidRange, i), young, error))
			return NULL;
	if (!ask(imap, &question, young, error))
		return NULL;
	g_autoptr(KithUidSet) old = kith_uid_set_minus(missing, young);
	if (!kith_channel_skipped(imap->channel, old, KITH_SINCE_REASON, error))
		return NULL;
	return kith_uid_set_minus(missing, old);
}
