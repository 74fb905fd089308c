/* SPDX-License-Identifier: MIT
 * folder.c - one look at one folder: what core had of it, what the source lists, what came.
 * In: what a fetch process says. Out: the folder's ledger. Next: daemon/fetcher.c
 */
#include "folder.h"

#include <string.h>

void kith_open_folder_free(KithOpenFolder *folder)
{
	if (folder == NULL)
		return;
	kith_fetch_state_free(folder->before);
	kith_uid_set_free(folder->listed);
	kith_uid_set_free(folder->missing);
	g_hash_table_unref(folder->got);
	g_free(folder->name);
	g_free(folder->raw_name);
	g_free(folder);
}

/* What core has of the folder. A look that is too old proves nothing: now and then every UID is asked for, and what
 * could not be had or read then: it may have been the server's or the network's bad day. */
static KithFetchState *state_of(KithStore *store, int64_t folder_id, int64_t since_at, int64_t now_at,
		KithFolderLook *ret_look, GError **error)
{
	if (!kith_ledger_look(store, folder_id, ret_look, error))
		return NULL;
	int64_t age_s = now_at - ret_look->listed_at;
	bool is_old = age_s < 0 || age_s >= KITH_LIMIT_LISTING_AGE_S;
	GArray *listed = kith_ledger_listed(store, folder_id, error);
	GArray *known = listed != NULL ? kith_ledger_known(store, folder_id, since_at, is_old, error) : NULL;

	if (known == NULL) {
		g_clear_pointer(&listed, g_array_unref);
		return NULL;
	}
	KithFetchState *state = g_new0(KithFetchState, 1);
	state->listed = kith_uid_set_from_pairs(listed);
	state->known = kith_uid_set_from_pairs(known);
	state->is_whole = ret_look->is_whole && !is_old;
	if (state->is_whole)
		state->mark = (KithFolderMark) { ret_look->uidnext, ret_look->modseq, ret_look->count };
	return state;
}

static KithFetchState *state_of_none(void)
{
	KithFetchState *state = g_new0(KithFetchState, 1);

	state->listed = kith_uid_set_new();
	state->known = kith_uid_set_new();
	state->is_left_alone = true;
	return state;
}

static KithOpenFolder *new_folder(int64_t account_id, const KithFetchFolder *told)
{
	KithOpenFolder *folder = g_new0(KithOpenFolder, 1);

	folder->place = (KithPlace) { .account_id = account_id, .role = told->role };
	folder->name = g_strdup(told->name);
	folder->raw_name = g_strdup(told->raw_name);
	folder->uidvalidity = told->uidvalidity;
	folder->got = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return folder;
}

KithOpenFolder *kith_open_folder_new(KithStore *store, int64_t account_id, const KithFetchFolder *told,
		int64_t since_at, int64_t now_at, char **ret_trouble, GError **error)
{
	uint32_t turns;

	if (!kith_ledger_count_turns(store, account_id, told->raw_name, told->uidvalidity,
				     now_at - KITH_LIMIT_EPOCHS_S, &turns, error))
		return NULL;
	KithOpenFolder *folder = new_folder(account_id, told);
	if (turns >= KITH_LIMIT_EPOCHS) {
		folder->before = state_of_none();
		*ret_trouble = g_strdup_printf(
			"%s is left alone for now: its server made a new folder of it %u times within a day "
			"(UIDVALIDITY changes), and each time every mail would have to be read again; "
			"ask whoever runs the server",
			told->name, turns);
		return folder;
	}
	if (kith_ledger_open_folder(store, account_id, told->name, told->raw_name, told->uidvalidity, told->role,
				    now_at, &folder->place.folder_id, error))
		folder->before = state_of(store, folder->place.folder_id, since_at, now_at, &folder->look, error);
	if (folder->before != NULL)
		return folder;
	kith_open_folder_free(folder);
	return NULL;
}

bool kith_open_folder_list(KithOpenFolder *folder, KithFetchFolder *told, int64_t now_at)
{
	if (folder->listed != NULL || folder->uidvalidity != told->uidvalidity ||
	    strcmp(folder->raw_name, told->raw_name) != 0)
		return false;
	folder->listed = g_steal_pointer(&told->uids);
	folder->missing = kith_uid_set_minus(folder->listed, folder->before->known);
	/* All of it was asked for when core had nothing to compare with. */
	bool is_full = !folder->before->is_whole;
	folder->look = (KithFolderLook) {
		.uidnext = told->mark.uidnext, .modseq = told->mark.modseq,
		.count = kith_uid_set_count(folder->listed), .is_whole = told->is_whole,
		.listed_at = is_full ? now_at : folder->look.listed_at,
	};
	return true;
}

bool kith_open_folder_expect(KithOpenFolder *folder, uint64_t uid)
{
	return kith_uid_set_has(folder->missing, uid) && g_hash_table_add(folder->got, g_memdup2(&uid, sizeof uid));
}

bool kith_open_folder_expect_all(KithOpenFolder *folder, const KithUidSet *uids)
{
	g_autoptr(KithUidSet) invented = kith_uid_set_minus(uids, folder->missing);

	/* First this: a range that nobody listed may be longer than all memory. */
	if (kith_uid_set_count(invented) > 0)
		return false;
	for (guint i = 0; i < uids->ranges->len; i++) {
		const KithUidRange *range = &g_array_index(uids->ranges, KithUidRange, i);

		for (uint64_t uid = range->first; uid <= range->last; uid++) {
			if (!g_hash_table_add(folder->got, g_memdup2(&uid, sizeof uid)))
				return false;
		}
	}
	return true;
}

static bool skip_all(KithStore *store, const KithOpenFolder *folder, const KithFetchSkipped *skipped, int64_t since_at,
		int64_t now_at, GError **error)
{
	for (guint i = 0; i < skipped->uids->ranges->len; i++) {
		const KithUidRange *range = &g_array_index(skipped->uids->ranges, KithUidRange, i);

		if (!kith_ledger_skip(store, folder->place.folder_id, range->first, range->last, skipped->reason,
				      since_at, now_at, error))
			return false;
	}
	return kith_account_moved(store, folder->place.account_id, kith_uid_set_count(skipped->uids), 0, now_at, error);
}

static bool end_transaction(KithStore *store, bool ok, GError **error)
{
	if (ok)
		return kith_store_commit(store, error);
	kith_store_rollback(store);
	return false;
}

bool kith_open_folder_skip(KithStore *store, const KithOpenFolder *folder, const KithFetchSkipped *skipped,
		int64_t since_at, int64_t now_at, GError **error)
{
	return kith_store_begin(store, false, error) &&
	       end_transaction(store, skip_all(store, folder, skipped, since_at, now_at, error), error);
}

/* Ends the sightings of what is listed no more: a mail that was moved has its new sighting by now or gets it soon,
 * and its history stays. */
static bool end_gone(KithStore *store, const KithOpenFolder *folder, int64_t now_at, GError **error)
{
	g_autoptr(KithUidSet) gone = kith_uid_set_minus(folder->before->listed, folder->listed);

	for (guint i = 0; i < gone->ranges->len; i++) {
		const KithUidRange *range = &g_array_index(gone->ranges, KithUidRange, i);

		if (!kith_ledger_gone(store, folder->place.folder_id, range->first, range->last, now_at, error))
			return false;
	}
	return true;
}

static bool note_look(KithStore *store, const KithOpenFolder *folder, int64_t now_at, GError **error)
{
	uint64_t missing = kith_uid_set_count(folder->missing) - g_hash_table_size(folder->got);
	KithFolderLook look = folder->look;

	if (look.is_whole && !end_gone(store, folder, now_at, error))
		return false;
	look.is_whole = look.is_whole && missing == 0;
	if (look.is_whole && !kith_ledger_end_older_epochs(store, folder->place.folder_id, now_at, error))
		return false;
	return kith_ledger_looked(store, folder->place.folder_id, &look, missing, now_at, error);
}

bool kith_open_folder_close(KithStore *store, const KithOpenFolder *folder, int64_t now_at, GError **error)
{
	return kith_store_begin(store, false, error) &&
	       end_transaction(store, note_look(store, folder, now_at, error), error);
}
