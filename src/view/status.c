/* SPDX-License-Identifier: MIT
 * status.c - how kith is: accounts, folders, outbox.
 * In: ledgers. Out: objects of `kith status` and `kith audit`. Next: src/view/reminder.c
 */
#include "json.h"

#define INTERRUPTED_S 300	/* a sync that said nothing for so long was killed */

typedef struct {
	const KithViewer *viewer;
	KithViewEach each;
	void *context;
	int64_t waiting, failed;
	json_t *sent, *gaps;	/* by account; by user */
} Listing;

static bool give(const Listing *listing, json_t *object)
{
	bool more = listing->each(object, listing->context);

	json_decref(object);
	return more;
}

/* --- is what is sent really seen? */

static bool take_sent(const KithSentRow *row, void *context)
{
	Listing *listing = context;

	(void)json_object_set_new(listing->sent, row->account, json_pack("{s:b, s:I, s:o}",
			"has_folder", (int)row->has_sent_folder, "proven", (json_int_t)row->proven_count,
			"newest_at", kith_json_time(listing->viewer, row->newest_sent_at)));
	return true;
}

static bool take_gap(const KithGapRow *row, void *context)
{
	Listing *listing = context;

	(void)json_object_set_new(listing->gaps, row->user, json_pack("{s:s, s:I, s:I, s:o}", "user", row->user,
			"missing", (json_int_t)row->missing_count, "of", (json_int_t)row->own_count,
			"newest_at", kith_json_time(listing->viewer, row->newest_missing_at)));
	return true;
}

static json_t *gaps_of(const Listing *listing, const char *users)
{
	g_auto(GStrv) titles = g_strsplit(users != NULL ? users : "", " ", -1);
	json_t *gaps = json_array();

	for (char **title = titles; *title != NULL; title++) {
		json_t *gap = json_object_get(listing->gaps, *title);

		if (gap != NULL)
			(void)json_array_append(gaps, gap);
	}
	return gaps;
}

static void add_note(json_t *notes, const char *text)
{
	(void)json_array_append_new(notes, kith_json_text(text));
}

/* What a user should know though nothing has failed. */
static json_t *notes_of(const KithAccountRow *row, json_t *sent, json_t *gaps)
{
	json_t *notes = json_array(), *gap;
	size_t i;

	if (row->first_sync_at != 0 && sent != NULL && !json_is_true(json_object_get(sent, "has_folder")))
		add_note(notes, "no folder of sent mail is read: what is answered stays unknown");
	else if (row->first_sync_at != 0 && sent != NULL && json_integer_value(json_object_get(sent, "proven")) == 0)
		add_note(notes, "no mail of yours is in Sent: no proof yet that answers are seen");
	json_array_foreach(gaps, i, gap) {
		int64_t missing = json_integer_value(json_object_get(gap, "missing"));

		if (missing == 0)
			continue;
		g_autofree char *text = g_strdup_printf(
			"%d of the last %d mails of %s %s not in Sent (a phone that keeps none?)", (int)missing,
			(int)json_integer_value(json_object_get(gap, "of")),
			json_string_value(json_object_get(gap, "user")), missing == 1 ? "is" : "are");
		add_note(notes, text);
	}
	if (row->quarantined > 0) {
		g_autofree char *text = g_strdup_printf("%d %s could not be read", (int)row->quarantined,
							 row->quarantined == 1 ? "mail" : "mails");

		add_note(notes, text);
	}
	return notes;
}

/* --- how it goes */

static const char *state_of(const Listing *listing, const KithAccountRow *row)
{
	int64_t now_at = listing->viewer->now_at;

	if (!row->is_over)
		return now_at - row->moved_at < INTERRUPTED_S ? "syncing" : "interrupted";
	if (row->last_try_at == 0)
		return "never";
	if (row->failures == 0)
		return "well";
	return row->is_throttled && row->retry_at > now_at ? "throttled" : "failing";
}

/* Of the sync that runs: the rate is of all of it, the time left null until all is counted. */
static json_t *progress_of(const KithAccountRow *row)
{
	int64_t spent_s = row->moved_at - row->began_at;
	double rate = spent_s > 0 ? (double)row->done / (double)spent_s : 0;
	int64_t left = row->found > row->done ? row->found - row->done : 0;

	if (row->is_over || row->began_at == 0)
		return json_null();
	return json_pack("{s:I, s:b, s:I, s:I, s:o, s:o}", "found", (json_int_t)row->found,
			 "is_counted", (int)row->is_counted, "done", (json_int_t)row->done,
			 "bytes", (json_int_t)row->bytes, "per_s", rate > 0 ? json_real(rate) : json_null(),
			 "left_s", rate > 0 && row->is_counted ? json_integer((json_int_t)((double)left / rate)) :
			 json_null());
}

static bool list_account(const KithAccountRow *row, void *context)
{
	const Listing *listing = context;
	json_t *sent = json_object_get(listing->sent, row->account);
	json_t *gaps = gaps_of(listing, row->users);
	json_t *notes = notes_of(row, sent, gaps);

	return give(listing, json_pack("{s:s, s:s, s:o, s:o, s:o, s:I, s:o, s:I, s:o, s:I, s:I, s:I, s:I, s:O?, "
			"s:o, s:o, s:s?, s:I, s:I}", "account", row->account, "state", state_of(listing, row),
			"progress", progress_of(row),
			"last_sync_at", kith_json_time(listing->viewer, row->last_sync_at),
			"last_try_at", kith_json_time(listing->viewer, row->last_try_at),
			"failures", (json_int_t)row->failures,
			"retry_at", kith_json_time(listing->viewer, row->retry_at),
			"folders", (json_int_t)row->folders,
			"listed_at", kith_json_time(listing->viewer, row->listed_at),
			"stored", (json_int_t)row->stored, "skipped", (json_int_t)row->skipped,
			"quarantined", (json_int_t)row->quarantined, "gone", (json_int_t)row->gone,
			"sent", sent, "gaps", gaps, "notes", notes,
			"error", row->error, "outbox_waiting", (json_int_t)listing->waiting,
			"outbox_failed", (json_int_t)listing->failed));
}

bool kith_view_status(KithStore *store, const KithViewer *viewer, KithViewEach each, void *context, GError **error)
{
	Listing listing = {
		.viewer = viewer, .each = each, .context = context,
		.sent = json_object(), .gaps = json_object(),
	};
	bool ok = kith_read_outbox(store, &listing.waiting, &listing.failed, error) &&
		  kith_read_sent(store, viewer->user_id, take_sent, &listing, error) &&
		  kith_read_gaps(store, viewer->user_id, KITH_LIMIT_GAPS_OF, take_gap, &listing, error) &&
		  kith_read_accounts(store, list_account, &listing, error);

	json_decref(listing.sent);
	json_decref(listing.gaps);
	return ok;
}

static bool list_folder(const KithFolderRow *row, void *context)
{
	const Listing *listing = context;

	return give(listing, json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "account", row->account,
			"folder", row->folder, "server", (json_int_t)row->server, "stored", (json_int_t)row->stored,
			"skipped", (json_int_t)row->skipped, "failed", (json_int_t)row->quarantined,
			"missing", (json_int_t)row->missing, "duplicates", (json_int_t)row->duplicates));
}

bool kith_view_audit(KithStore *store, const char *account, KithViewEach each, void *context, GError **error)
{
	Listing listing = { .each = each, .context = context };

	return kith_read_folders(store, account, list_folder, &listing, error);
}
