/* SPDX-License-Identifier: MIT
 * status.c - how kith is: accounts, folders, outbox.
 * In: ledgers. Out: objects of `kith status` and `kith audit`. Next: src/view/reminder.c
 */
#include "json.h"

typedef struct {
	const KithViewer *viewer;
	KithViewEach each;
	void *context;
	int64_t waiting, failed;
} Listing;

static bool give(const Listing *listing, json_t *object)
{
	bool more = listing->each(object, listing->context);

	json_decref(object);
	return more;
}

static bool list_account(const KithFolderRow *row, void *context)
{
	const Listing *listing = context;

	return give(listing, json_pack("{s:s, s:o, s:o, s:I, s:I, s:I, s:I, s:s?, s:I, s:I}", "account", row->account,
			"last_sync_at", kith_json_time(listing->viewer, row->last_sync_at),
			"last_try_at", kith_json_time(listing->viewer, row->last_try_at),
			"stored", (json_int_t)row->stored, "skipped", (json_int_t)row->skipped,
			"quarantined", (json_int_t)row->quarantined, "gone", (json_int_t)row->gone,
			"error", row->error, "outbox_waiting", (json_int_t)listing->waiting,
			"outbox_failed", (json_int_t)listing->failed));
}

bool kith_view_status(KithStore *store, const KithViewer *viewer, KithViewEach each, void *context, GError **error)
{
	Listing listing = { .viewer = viewer, .each = each, .context = context };

	return kith_read_outbox(store, &listing.waiting, &listing.failed, error) &&
	       kith_read_accounts(store, list_account, &listing, error);
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
