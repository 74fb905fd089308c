/* SPDX-License-Identifier: MIT
 * digest.c - what the weekly digest says.
 * In: a viewer, a time. Out: the object that templates/digest.txt shows. Next: src/send/
 */
#include "json.h"

#define WEEK_S (7 * 86400)
#define STALE_S (2 * 86400)

typedef struct {
	const KithViewer *viewer;
	json_t *owe, *waiting, *coming, *new_people, *health;
} Digest;

static bool take_due(const KithDueRow *row, void *context)
{
	Digest *digest = context;
	int64_t now_at = digest->viewer->now_at;
	g_autofree char *since = kith_view_span(row->since_at, now_at);
	g_autofree char *due = kith_time_format_human(row->due_at, digest->viewer->zone);
	json_t *item = json_pack("{s:s, s:s?, s:s, s:s, s:s?, s:s}", "name", row->name != NULL ? row->name : "",
				 "address", row->address, "since", since, "due", due, "note", row->note, "id", row->id);
	json_t *list = row->kind == KITH_FOLLOW_YOU_OWE ? digest->owe
		     : row->due_at > now_at		? digest->coming
							: digest->waiting;

	(void)json_object_set_new(item, "reason", kith_json_text(row->reason));
	if (row->due_at > now_at + WEEK_S)
		json_decref(item);
	else
		(void)json_array_append_new(list, item);
	return true;
}

static bool take_person(const char *name, const char *address, const char *subject, int64_t at, void *context)
{
	Digest *digest = context;
	g_autofree char *since = kith_view_span(at, digest->viewer->now_at);

	(void)json_array_append_new(digest->new_people,
				    json_pack("{s:s?, s:s?, s:s?, s:s}", "name", name, "address", address, "subject",
					      subject, "since", since));
	return true;
}

static void say(Digest *digest, char *text)
{
	(void)json_array_append_new(digest->health, json_pack("{s:o}", "text", kith_json_text(text)));
	g_free(text);
}

static bool take_health(const KithHealthRow *row, void *context)
{
	Digest *digest = context;

	if (row->error != NULL)
		say(digest, g_strdup_printf("%s could not be read: %s", row->account, row->error));
	else if (row->last_sync_at != 0 && digest->viewer->now_at - row->last_sync_at > STALE_S) {
		g_autofree char *span = kith_view_span(row->last_sync_at, digest->viewer->now_at);

		say(digest, g_strdup_printf("%s was not read for %s.", row->account, span));
	}
	if (row->quarantined > 0)
		say(digest, g_strdup_printf("%d %s of %s could not be read; kith why ACCOUNT/FOLDER/UID says why.",
					    (int)row->quarantined, row->quarantined == 1 ? "mail" : "mails",
					    row->account));
	if (row->last_sync_at != 0 && !row->has_sent)
		say(digest, g_strdup_printf("No Sent folder was found for %s: your own mails are unknown to kith.",
					    row->account));
	return true;
}

static bool take_gap(const KithGapRow *row, void *context)
{
	if (row->missing_count > 0)
		say(context, g_strdup_printf("%d of your last %d mails %s not in Sent (a phone that keeps none?), "
					     "and known to kith from answers only.", (int)row->missing_count,
					     (int)row->own_count, row->missing_count == 1 ? "is" : "are"));
	return true;
}

static bool fill(KithStore *store, Digest *digest, KithNumbers *numbers, GError **error)
{
	const KithDueFilter open = { 0 };
	int64_t now_at = digest->viewer->now_at, user_id = digest->viewer->user_id;

	return kith_read_due(store, user_id, &open, take_due, digest, error) &&
	       kith_read_new_people(store, user_id, now_at - WEEK_S, now_at, take_person, digest, error) &&
	       kith_read_numbers(store, user_id, now_at - WEEK_S, now_at, numbers, error) &&
	       kith_read_health(store, user_id, take_health, digest, error) &&
	       kith_read_gaps(store, user_id, KITH_LIMIT_GAPS_OF, take_gap, digest, error);
}

char *kith_view_week(const KithViewer *viewer)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(viewer->now_at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, viewer->zone);

	return g_strdup_printf("%04d-W%02d", g_date_time_get_week_numbering_year(local),
			       g_date_time_get_week_of_year(local));
}

/* "1 mail", "3 mails". */
static char *count_of(int64_t count, const char *one, const char *many)
{
	return g_strdup_printf("%d %s", (int)count, count == 1 ? one : many);
}

/* The week in one sentence. */
static json_t *sentence(const KithNumbers *numbers)
{
	g_autofree char *in = count_of(numbers->mails_in, "mail from a person", "mails from people");
	g_autofree char *out = count_of(numbers->mails_out, "mail from you", "mails from you");
	g_autofree char *people = count_of(numbers->people, "contact", "contacts");
	g_autofree char *done = count_of(numbers->done, "follow-up settled", "follow-ups settled");

	return json_sprintf("%s, %s.\n%s in touch, %s.", in, out, people, done);
}

json_t *kith_view_digest(KithStore *store, const KithViewer *viewer, GError **error)
{
	Digest digest = {
		.viewer = viewer, .owe = json_array(), .waiting = json_array(), .coming = json_array(),
		.new_people = json_array(), .health = json_array(),
	};
	KithNumbers numbers = { 0 };
	g_autofree char *title = NULL, *week = kith_view_week(viewer);
	bool ok = kith_read_user_title(store, viewer->user_id, &title, error) && fill(store, &digest, &numbers, error);
	bool empty = json_array_size(digest.owe) + json_array_size(digest.waiting) + json_array_size(digest.coming) +
		     json_array_size(digest.new_people) + json_array_size(digest.health) == 0;
	/* has_*: a heading stands once, over a list that is not empty. */
	json_t *object = json_pack("{s:s?, s:s, s:b, s:b, s:b, s:b, s:b, s:b, "
			"s:{s:I, s:I, s:I, s:I}, s:o, s:o, s:o, s:o, s:o, s:o}",
			"user", title, "week", week, "empty", empty,
			"has_owe", json_array_size(digest.owe) > 0, "has_waiting", json_array_size(digest.waiting) > 0,
			"has_coming", json_array_size(digest.coming) > 0,
			"has_new_people", json_array_size(digest.new_people) > 0,
			"has_health", json_array_size(digest.health) > 0,
			"numbers", "mails_in", (json_int_t)numbers.mails_in, "mails_out", (json_int_t)numbers.mails_out,
			"people", (json_int_t)numbers.people, "done", (json_int_t)numbers.done,
			"summary", sentence(&numbers),
			"owe", digest.owe, "waiting", digest.waiting, "coming", digest.coming,
			"new_people", digest.new_people, "health", digest.health);

	if (ok)
		return object;
	json_decref(object);
	return NULL;
}
