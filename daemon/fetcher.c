/* SPDX-License-Identifier: MIT
 * fetcher.c - one fetch process, job after job: what it says becomes batches in the store.
 * In: an account. Out: its mails stored, its ledger moved. Next: daemon/core.c
 */
#include "fetcher.h"

#include <string.h>

#include "kith/account.h"
#include "watch.h"

#define SILENCE_US (15 * 60 * G_USEC_PER_SEC)	/* fetch keeps its own, shorter deadlines */

/* The folder that was told last. */
typedef struct {
	KithPlace place;
	char *name, *raw_name;
	uint32_t uidvalidity;
	KithFetchState *before;	/* what core had of it when it was opened */
	KithFolderLook look;	/* of then; from FOLDER on what the source says now */
	KithUidSet *listed;	/* what the source lists; NULL: not told yet */
	KithUidSet *missing;	/* listed, not known: only these may come */
	GHashTable *got;	/* uint64_t *: of the missing, what came */
	bool is_done;
} Folder;

struct KithFetcher {
	KithFetchHost host;
	KithChild *child;	/* NULL: to be started */
	KithWatch *watch;
	GSource *clock;
	int64_t heard_us;
	char *account;		/* NULL: idle */
	int64_t account_id;
	int64_t since_at;	/* of the job */
	bool is_import, list_only;
	unsigned folders;
	Folder *folder;		/* NULL: none told, or done with */
	GPtrArray *batch;	/* KithTaken *: parsed, to be stored */
	size_t batch_bytes;
	unsigned pending;	/* mails that are being parsed */
	size_t pending_bytes;
	KithCounts counts;
	GError *failure;	/* told at the next turn of the loop, by: */
	GSource *teller;
};

static void proceed(KithFetcher *fetcher);

void kith_sync_result_free(KithSyncResult *result)
{
	if (result == NULL)
		return;
	g_free(result->account);
	g_free(result->text);
	g_free(result);
}

static void free_folder(Folder *folder)
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

static void drop_taken(gpointer taken)
{
	kith_taken_free(taken);
}

static size_t slim_bytes(const KithTaken *taken)
{
	return taken->raw->slim != NULL ? g_bytes_get_size(taken->raw->slim) : 0;
}

static bool misbehaved(const KithFetcher *fetcher, const char *how, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "account %s: the fetch process %s", fetcher->account, how);
	return false;
}

/* --- the end of a job */

static void end_child(KithFetcher *fetcher)
{
	g_clear_pointer(&fetcher->watch, kith_watch_free);
	g_clear_pointer(&fetcher->child, kith_child_free);
}

static void forget_job(KithFetcher *fetcher)
{
	kith_pool_forget(fetcher->host.pool, fetcher, drop_taken);
	g_clear_pointer(&fetcher->folder, free_folder);
	g_ptr_array_set_size(fetcher->batch, 0);
	fetcher->batch_bytes = 0;
	fetcher->pending = 0;
	fetcher->pending_bytes = 0;
	g_clear_pointer(&fetcher->account, g_free);
}

static void end_job(KithFetcher *fetcher, const KithFetchResult *said, const GError *failure)
{
	KithSyncResult *result = g_new0(KithSyncResult, 1);
	g_autoptr(GError) late = NULL;

	result->account = g_strdup(fetcher->account);
	result->ok = failure == NULL && said->ok;
	result->code = failure == NULL ? said->code :
		       failure->domain == KITH_ERROR ? (KithError)failure->code : KITH_ERROR_TEMPORARY;
	result->text = kith_text_clean(failure != NULL ? failure->message : said->text, true);
	result->counts = fetcher->counts;
	result->bytes = said != NULL ? said->bytes : 0;
	if (!fetcher->is_import && !fetcher->list_only && fetcher->host.store != NULL &&
	    !kith_ledger_account_synced(fetcher->host.store, fetcher->account_id, result->ok ? NULL : result->text,
					fetcher->host.now(fetcher->host.context), &late))
		g_debug("account %s: its state was not recorded: %s", result->account, late->message);
	forget_job(fetcher);
	fetcher->host.ended(fetcher, result, fetcher->host.context);
}

static void fail_job(KithFetcher *fetcher, const GError *failure)
{
	end_child(fetcher);
	end_job(fetcher, NULL, failure);
}

/* --- batches into the store */

/* A mail that the store refuses for what it is: only its sighting remains, with the reason. */
static bool take_alone(KithFetcher *fetcher, KithTaken *taken, GError **error)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	g_autoptr(GError) failure = NULL;
	int64_t now_at = fetcher->host.now(fetcher->host.context);

	g_ptr_array_add(one, taken);
	if (kith_pipeline_take(fetcher->host.store, fetcher->host.config, &fetcher->folder->place, one, now_at,
			       &fetcher->counts, &failure))
		return true;
	if (taken->mail == NULL || !g_error_matches(failure, KITH_ERROR, KITH_ERROR_INVALID)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	g_clear_pointer(&taken->mail, kith_mail_free);
	taken->raw->status = KITH_SIGHTING_QUARANTINED;
	g_free(taken->raw->reason);
	taken->raw->reason = g_strdup(failure->message);
	return kith_pipeline_take(fetcher->host.store, fetcher->host.config, &fetcher->folder->place, one, now_at,
				  &fetcher->counts, error);
}

static bool take_batch(KithFetcher *fetcher, GError **error)
{
	g_autoptr(GError) failure = NULL;
	guint count = fetcher->batch->len;

	if (count == 0)
		return true;
	bool ok = kith_pipeline_take(fetcher->host.store, fetcher->host.config, &fetcher->folder->place, fetcher->batch,
				     fetcher->host.now(fetcher->host.context), &fetcher->counts, &failure);
	if (!ok && g_error_matches(failure, KITH_ERROR, KITH_ERROR_INVALID)) {
		ok = true;
		for (guint i = 0; ok && i < count; i++)
			ok = take_alone(fetcher, fetcher->batch->pdata[i], error);
	} else if (!ok) {
		g_propagate_error(error, g_steal_pointer(&failure));
	}
	if (!ok) {
		g_prefix_error(error, "account %s: %s: ", fetcher->account, fetcher->folder->name);
		return false;
	}
	fetcher->host.stored(count, fetcher->batch_bytes, fetcher->host.context);
	g_ptr_array_set_size(fetcher->batch, 0);
	fetcher->batch_bytes = 0;
	return true;
}

static bool is_batch_full(const KithFetcher *fetcher)
{
	return fetcher->batch->len >= KITH_LIMIT_BATCH_MAILS || fetcher->batch_bytes >= KITH_LIMIT_BATCH_BYTES;
}

/* Ends the sightings of what is listed no more: a mail that was moved has its new sighting by now or gets it soon,
 * and its history stays. */
static bool end_gone(KithFetcher *fetcher, GError **error)
{
	KithStore *store = fetcher->host.store;
	int64_t now_at = fetcher->host.now(fetcher->host.context);
	g_autoptr(KithUidSet) gone = kith_uid_set_minus(fetcher->folder->before->listed, fetcher->folder->listed);

	for (guint i = 0; i < gone->ranges->len; i++) {
		const KithUidRange *range = &g_array_index(gone->ranges, KithUidRange, i);

		if (!kith_ledger_gone(store, fetcher->folder->place.folder_id, range->first, range->last, now_at,
				      error))
			return false;
	}
	return true;
}

static bool note_look(KithFetcher *fetcher, GError **error)
{
	Folder *folder = fetcher->folder;
	uint64_t missing = kith_uid_set_count(folder->missing) - g_hash_table_size(folder->got);
	KithFolderLook look = folder->look;

	if (look.is_whole && !end_gone(fetcher, error))
		return false;
	look.is_whole = look.is_whole && missing == 0;
	return kith_ledger_looked(fetcher->host.store, folder->place.folder_id, &look, missing,
				  fetcher->host.now(fetcher->host.context), error);
}

/* The whole folder was looked at: what is gone and its counts in one transaction, after its last batch. */
static bool close_folder(KithFetcher *fetcher, GError **error)
{
	KithStore *store = fetcher->host.store;

	if (!take_batch(fetcher, error) || !kith_store_begin(store, false, error))
		return false;
	if (!note_look(fetcher, error)) {
		kith_store_rollback(store);
		return false;
	}
	if (!kith_store_commit(store, error))
		return false;
	g_clear_pointer(&fetcher->folder, free_folder);
	return true;
}

static void end_teller(KithFetcher *fetcher)
{
	if (fetcher->teller == NULL)
		return;
	g_source_destroy(fetcher->teller);
	g_clear_pointer(&fetcher->teller, g_source_unref);
}

static gboolean tell_failure(gpointer data)
{
	KithFetcher *fetcher = data;
	g_autoptr(GError) failure = g_steal_pointer(&fetcher->failure);

	end_teller(fetcher);
	if (fetcher->account != NULL)
		fail_job(fetcher, failure);
	return G_SOURCE_REMOVE;
}

/* From inside a call that still uses this job: told at the next turn. */
static void fail_later(KithFetcher *fetcher, const GError *failure)
{
	if (fetcher->failure != NULL)
		return;
	fetcher->failure = g_error_copy(failure);
	fetcher->teller = g_idle_source_new();
	g_source_set_callback(fetcher->teller, tell_failure, fetcher, NULL);
	/* the id is not needed: the source is kept */
	(void)g_source_attach(fetcher->teller, fetcher->host.loop);
}

static void add_to_batch(KithFetcher *fetcher, KithTaken *taken)
{
	g_ptr_array_add(fetcher->batch, taken);
	fetcher->batch_bytes += slim_bytes(taken);
}

static void on_parsed(KithMail *mail, const GError *failure, void *context, void *item)
{
	KithFetcher *fetcher = context;
	KithTaken *taken = item;

	fetcher->pending--;
	fetcher->pending_bytes -= slim_bytes(taken);
	if (mail == NULL && !g_error_matches(failure, KITH_ERROR, KITH_ERROR_INVALID)) {
		kith_taken_free(taken);
		fail_later(fetcher, failure);
		return;
	}
	taken->mail = mail;
	if (mail == NULL) {
		taken->raw->status = KITH_SIGHTING_QUARANTINED;
		g_free(taken->raw->reason);
		taken->raw->reason = g_strdup(failure->message);
	}
	add_to_batch(fetcher, taken);
	if (fetcher->failure == NULL)
		proceed(fetcher);
}

/* --- what the process says */

/* Takes PAIRS over. */
static KithUidSet *set_of(GArray *pairs)
{
	KithUidSet *set = kith_uid_set_new();

	for (guint i = 0; i + 1 < pairs->len; i += 2) {
		KithUidRange range = { (uint64_t)g_array_index(pairs, int64_t, i),
				       (uint64_t)g_array_index(pairs, int64_t, i + 1) };

		g_array_append_val(set->ranges, range);
	}
	g_array_unref(pairs);
	return set;
}

/* What core has of the folder. A look that is too old proves nothing: now and then every UID is asked for. */
static KithFetchState *state_of(const KithFetcher *fetcher, int64_t folder_id, KithFolderLook *ret_look,
		GError **error)
{
	KithStore *store = fetcher->host.store;
	GArray *listed = kith_ledger_listed(store, folder_id, error);
	GArray *known = listed != NULL ? kith_ledger_known(store, folder_id, fetcher->since_at, error) : NULL;

	if (known == NULL || !kith_ledger_look(store, folder_id, ret_look, error)) {
		g_clear_pointer(&listed, g_array_unref);
		g_clear_pointer(&known, g_array_unref);
		return NULL;
	}
	KithFetchState *state = g_new0(KithFetchState, 1);
	state->listed = set_of(listed);
	state->known = set_of(known);
	state->is_whole = ret_look->is_whole &&
			  fetcher->host.now(fetcher->host.context) - ret_look->listed_at < KITH_LIMIT_LISTING_AGE_S;
	if (state->is_whole)
		state->mark = (KithFolderMark) { ret_look->uidnext, ret_look->modseq, ret_look->count };
	return state;
}

static bool answer_state(KithFetcher *fetcher, GError **error)
{
	g_autoptr(GByteArray) payload = g_byte_array_new();

	kith_fetch_state_write(fetcher->folder->before, payload);
	return kith_pipe_put(&fetcher->child->pipe, KITH_FETCH_STATE, payload, error) &&
	       kith_pipe_flush(&fetcher->child->pipe, error);
}

static bool open_folder(KithFetcher *fetcher, const KithFetchFolder *told, GError **error)
{
	int64_t folder_id;
	KithFolderLook look;

	if (!kith_ledger_open_folder(fetcher->host.store, fetcher->account_id, told->name, told->raw_name,
				     told->uidvalidity, told->role, &folder_id, error))
		return false;
	KithFetchState *before = state_of(fetcher, folder_id, &look, error);
	if (before == NULL)
		return false;
	Folder *folder = g_new0(Folder, 1);
	folder->place = (KithPlace) {
		.account_id = fetcher->account_id, .folder_id = folder_id, .role = told->role,
	};
	folder->name = g_strdup(told->name);
	folder->raw_name = g_strdup(told->raw_name);
	folder->uidvalidity = told->uidvalidity;
	folder->before = before;
	folder->look = look;
	folder->got = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	fetcher->folder = folder;
	return answer_state(fetcher, error);
}

static bool take_open(KithFetcher *fetcher, KithReader *in, GError **error)
{
	g_autoptr(KithFetchFolder) told = kith_fetch_folder_read(in, error);

	if (told == NULL)
		return false;
	if (fetcher->folder != NULL || fetcher->list_only || ++fetcher->folders > KITH_LIMIT_FOLDERS)
		return misbehaved(fetcher, "opened a folder out of turn", error);
	if (open_folder(fetcher, told, error))
		return true;
	g_prefix_error(error, "account %s: ", fetcher->account);
	return false;
}

static bool list_folder(KithFetcher *fetcher, KithFetchFolder *told, GError **error)
{
	Folder *folder = fetcher->folder;

	if (folder == NULL || folder->listed != NULL || folder->uidvalidity != told->uidvalidity ||
	    strcmp(folder->raw_name, told->raw_name) != 0)
		return misbehaved(fetcher, "listed a folder that it had not opened", error);
	folder->listed = g_steal_pointer(&told->uids);
	folder->missing = kith_uid_set_minus(folder->listed, folder->before->known);
	/* All of it was asked for when core had nothing to compare with. */
	bool is_full = !folder->before->is_whole;
	folder->look = (KithFolderLook) {
		.uidnext = told->mark.uidnext, .modseq = told->mark.modseq,
		.count = kith_uid_set_count(folder->listed), .is_whole = told->is_whole,
		.listed_at = is_full ? fetcher->host.now(fetcher->host.context) : folder->look.listed_at,
	};
	fetcher->host.found(kith_uid_set_count(folder->missing), fetcher->host.context);
	return true;
}

static bool take_folder(KithFetcher *fetcher, KithReader *in, GError **error)
{
	g_autoptr(KithFetchFolder) told = kith_fetch_folder_read(in, error);

	if (told == NULL)
		return false;
	if (!fetcher->list_only)
		return list_folder(fetcher, told, error);
	if (++fetcher->folders > KITH_LIMIT_FOLDERS)
		return misbehaved(fetcher, "told too many folders", error);
	if (fetcher->host.folder != NULL)
		fetcher->host.folder(fetcher->account, told, fetcher->host.context);
	return true;
}

static bool take_mail(KithFetcher *fetcher, KithReader *in, GError **error)
{
	g_autoptr(KithRawMail) raw = kith_raw_mail_read(in, error);
	Folder *folder = fetcher->folder;

	if (raw == NULL)
		return false;
	if (folder == NULL || folder->listed == NULL || !kith_uid_set_has(folder->missing, raw->uid) ||
	    !g_hash_table_add(folder->got, g_memdup2(&raw->uid, sizeof raw->uid)))
		return misbehaved(fetcher, "sent a mail that was not asked for", error);
	if (raw->status == KITH_SIGHTING_GONE || (raw->status == KITH_SIGHTING_STORED && raw->slim == NULL))
		return misbehaved(fetcher, "sent a mail without its text", error);
	KithTaken *taken = g_new0(KithTaken, 1);
	taken->raw = g_steal_pointer(&raw);
	if (taken->raw->status != KITH_SIGHTING_STORED) {
		add_to_batch(fetcher, taken);
		return true;
	}
	fetcher->pending++;
	fetcher->pending_bytes += slim_bytes(taken);
	kith_pool_parse(fetcher->host.pool, taken->raw->slim, on_parsed, fetcher, taken);
	return true;
}

static bool skip_all(KithFetcher *fetcher, const KithFetchSkipped *skipped, GError **error)
{
	KithStore *store = fetcher->host.store;

	for (guint i = 0; i < skipped->uids->ranges->len; i++) {
		const KithUidRange *range = &g_array_index(skipped->uids->ranges, KithUidRange, i);

		for (uint64_t uid = range->first; uid <= range->last; uid++) {
			if (!g_hash_table_add(fetcher->folder->got, g_memdup2(&uid, sizeof uid)))
				return misbehaved(fetcher, "skipped a mail that it had sent", error);
		}
		if (!kith_ledger_skip(store, fetcher->folder->place.folder_id, range->first, range->last,
				      skipped->reason, fetcher->since_at, fetcher->host.now(fetcher->host.context),
				      error))
			return false;
	}
	return true;
}

/* Mails that are listed and not wanted: sightings without a fetch, in one transaction. */
static bool take_skipped(KithFetcher *fetcher, KithReader *in, GError **error)
{
	g_autoptr(KithFetchSkipped) skipped = kith_fetch_skipped_read(in, error);
	Folder *folder = fetcher->folder;

	if (skipped == NULL)
		return false;
	if (folder == NULL || folder->listed == NULL)
		return misbehaved(fetcher, "skipped mails out of turn", error);
	g_autoptr(KithUidSet) invented = kith_uid_set_minus(skipped->uids, folder->missing);
	if (kith_uid_set_count(invented) > 0)
		return misbehaved(fetcher, "skipped mails that are known or not listed", error);
	if (!kith_store_begin(fetcher->host.store, false, error))
		return false;
	if (!skip_all(fetcher, skipped, error)) {
		kith_store_rollback(fetcher->host.store);
		return false;
	}
	uint64_t count = kith_uid_set_count(skipped->uids);
	fetcher->counts.skipped += count;
	fetcher->host.stored(count, 0, fetcher->host.context);
	return kith_store_commit(fetcher->host.store, error);
}

static bool take_done(KithFetcher *fetcher, KithReader *in, GError **error)
{
	g_autoptr(KithFetchResult) said = kith_fetch_result_read(in, error);

	if (said == NULL)
		return false;
	if (said->ok && fetcher->folder != NULL)
		return misbehaved(fetcher, "ended inside a folder", error);
	/* The account failed half-way: what came whole is kept. */
	if (fetcher->folder != NULL && !take_batch(fetcher, error))
		return false;
	/* A source that was not there at its start stays locked out of that process for ever. */
	if (!said->ok)
		end_child(fetcher);
	end_job(fetcher, said, NULL);
	return true;
}

static bool take_message(KithFetcher *fetcher, uint8_t type, GBytes *payload, GError **error)
{
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(payload, &size);
	KithReader in = { .at = bytes, .end = bytes + size };

	fetcher->heard_us = g_get_monotonic_time();
	if (fetcher->account == NULL)
		return false;
	switch (type) {
	case KITH_FETCH_OPEN:
		return take_open(fetcher, &in, error);
	case KITH_FETCH_FOLDER:
		return take_folder(fetcher, &in, error);
	case KITH_FETCH_MAIL:
		return take_mail(fetcher, &in, error);
	case KITH_FETCH_SKIPPED:
		return take_skipped(fetcher, &in, error);
	case KITH_FETCH_FOLDER_DONE:
		if (fetcher->folder == NULL || fetcher->folder->listed == NULL)
			return misbehaved(fetcher, "ended a folder that it had not listed", error);
		fetcher->folder->is_done = true;
		return true;
	case KITH_FETCH_DONE:
		return take_done(fetcher, &in, error);
	default:	/* a number from another process, no enum */
		return misbehaved(fetcher, "sent a message of no known type", error);
	}
}

/* Reading stops while two batches are on their way, and after a folder until its last mail is stored. */
static bool must_wait(const KithFetcher *fetcher)
{
	if (fetcher->folder != NULL && fetcher->folder->is_done)
		return true;
	return fetcher->pending + fetcher->batch->len >= 2 * KITH_LIMIT_BATCH_MAILS ||
	       fetcher->pending_bytes + fetcher->batch_bytes >= 2 * KITH_LIMIT_BATCH_BYTES;
}

/* Stores what is ripe; then reads on when there is room. */
static bool store_ripe(KithFetcher *fetcher, GError **error)
{
	if (fetcher->folder == NULL)
		return true;
	if (fetcher->folder->is_done && fetcher->pending == 0)
		return close_folder(fetcher, error);
	return !is_batch_full(fetcher) || take_batch(fetcher, error);
}

static void proceed(KithFetcher *fetcher)
{
	g_autoptr(GError) failure = NULL;

	if (!store_ripe(fetcher, &failure))
		fail_later(fetcher, failure);
	else if (must_wait(fetcher))
		kith_watch_pause(fetcher->watch);
	else
		kith_watch_resume(fetcher->watch);
}

/* The process is gone: what it sent whole is kept, the rest comes at the next sync. */
static void child_died(KithFetcher *fetcher, const char *why)
{
	g_autoptr(GError) failure = NULL;
	bool was_ready = fetcher->child->is_ready;

	g_clear_pointer(&fetcher->watch, kith_watch_free);
	g_autofree char *how = kith_child_end(g_steal_pointer(&fetcher->child));
	if (fetcher->account == NULL)
		return;
	if (fetcher->folder == NULL || take_batch(fetcher, &failure))
		failure = g_error_new(KITH_ERROR, KITH_ERROR_TEMPORARY,
				      was_ready ? "account %s: the fetch process %s: it %s; "
						  "the next sync goes on from here" :
				      "account %s: the fetch process cannot work here (%s): it %s",
				      fetcher->account, why, how);
	fail_job(fetcher, failure);
}

static void on_child(KithChild *child, const GError *broken, void *context)
{
	KithFetcher *fetcher = context;
	g_autoptr(GError) failure = NULL;
	uint8_t type;
	int got = 0;

	while (broken == NULL && fetcher->failure == NULL && !must_wait(fetcher)) {
		g_autoptr(GBytes) payload = NULL;

		got = kith_child_next(child, &type, &payload, &failure);
		if (got != 1)
			break;
		if (!take_message(fetcher, type, payload, &failure)) {
			if (fetcher->account != NULL)
				fail_job(fetcher, failure);
			else
				end_child(fetcher);
			return;
		}
		if (fetcher->account == NULL || fetcher->child != child)
			return;		/* the job is over, perhaps the next has begun */
		if (!store_ripe(fetcher, &failure)) {
			fail_job(fetcher, failure);
			return;
		}
	}
	if (fetcher->failure != NULL)
		return;
	if (broken != NULL || got < 0 || (got == 0 && child->pipe.has_ended && !must_wait(fetcher)))
		child_died(fetcher, broken != NULL ? broken->message : got < 0 ? failure->message : "ended");
	else
		proceed(fetcher);
}

static gboolean on_clock(gpointer data)
{
	KithFetcher *fetcher = data;

	if (fetcher->account == NULL || must_wait(fetcher))
		fetcher->heard_us = g_get_monotonic_time();
	else if (fetcher->child != NULL && g_get_monotonic_time() - fetcher->heard_us > SILENCE_US)
		child_died(fetcher, "was silent for too long");
	return G_SOURCE_CONTINUE;
}

/* --- jobs */

KithFetcher *kith_fetcher_new(const KithFetchHost *host)
{
	KithFetcher *fetcher = g_new0(KithFetcher, 1);

	fetcher->host = *host;
	fetcher->batch = g_ptr_array_new_with_free_func(drop_taken);
	fetcher->clock = g_timeout_source_new_seconds(10);
	g_source_set_callback(fetcher->clock, on_clock, fetcher, NULL);
	(void)g_source_attach(fetcher->clock, host->loop);	/* the id is not needed: the source is kept */
	return fetcher;
}

void kith_fetcher_free(KithFetcher *fetcher)
{
	if (fetcher == NULL)
		return;
	end_child(fetcher);
	forget_job(fetcher);
	g_source_destroy(fetcher->clock);
	g_source_unref(fetcher->clock);
	end_teller(fetcher);
	g_clear_error(&fetcher->failure);
	g_ptr_array_unref(fetcher->batch);
	g_free(fetcher);
}

bool kith_fetcher_is_busy(const KithFetcher *fetcher)
{
	return fetcher->account != NULL;
}

int kith_fetcher_pid(const KithFetcher *fetcher)
{
	return fetcher->child != NULL ? (int)fetcher->child->pid : 0;
}

static bool send_job(KithFetcher *fetcher, const KithFetchJob *job, GError **error)
{
	/* Large enough that it never moves: a moved copy of the password could not be wiped. */
	g_autoptr(GByteArray) payload = g_byte_array_sized_new(KITH_LIMIT_REQUEST_BYTES);

	kith_fetch_job_write(job, payload);
	bool ok = kith_pipe_put(&fetcher->child->pipe, KITH_FETCH_JOB, payload, error);
	explicit_bzero(payload->data, payload->len);
	return ok && kith_pipe_flush(&fetcher->child->pipe, error);
}

static bool begin(KithFetcher *fetcher, const KithFetchJob *job, GError **error)
{
	if (fetcher->child != NULL && fetcher->child->pipe.has_ended)
		end_child(fetcher);
	if (fetcher->child == NULL) {
		fetcher->child = kith_child_start(KITH_CHILD_FETCH, fetcher->host.paths, NULL, error);
		if (fetcher->child == NULL)
			return false;
		fetcher->watch = kith_watch_new(fetcher->child, fetcher->host.loop, on_child, fetcher);
	}
	return send_job(fetcher, job, error);
}

void kith_fetcher_start(KithFetcher *fetcher, const KithAccount *account, KithFetchJob *taken_job)
{
	g_autoptr(KithFetchJob) job = taken_job;
	g_autoptr(GError) failure = NULL;

	fetcher->account = g_strdup(account->title);
	fetcher->is_import = job->is_import;
	fetcher->since_at = job->since_at;
	fetcher->list_only = job->list_only;
	fetcher->account_id = fetcher->host.store != NULL ?
			      kith_store_find_account(fetcher->host.store, account->title) : 0;
	fetcher->folders = 0;
	fetcher->counts = (KithCounts) { 0 };
	fetcher->heard_us = g_get_monotonic_time();
	if (!begin(fetcher, job, &failure))
		fail_later(fetcher, failure);
}

static GPtrArray *copy_strings(const GPtrArray *texts)
{
	if (texts == NULL)
		return NULL;
	GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < texts->len; i++)
		g_ptr_array_add(copy, g_strdup(texts->pdata[i]));
	return copy;
}

KithFetchJob *kith_fetcher_job(const KithAccount *account, const char *const *paths, bool list_only, GError **error)
{
	g_autoptr(KithFetchJob) job = g_new0(KithFetchJob, 1);

	job->account = g_strdup(account->title);
	job->source = account->source;
	job->is_import = paths != NULL;
	job->list_only = list_only;
	job->lanes = 1;
	job->paths = g_ptr_array_new_with_free_func(g_free);
	for (; paths != NULL && *paths != NULL; paths++)
		g_ptr_array_add(job->paths, g_strdup(*paths));
	if (job->is_import)
		return g_steal_pointer(&job);
	if (account->path != NULL)
		g_ptr_array_add(job->paths, g_strdup(account->path));
	job->host = g_strdup(account->host);
	job->port = account->port;
	job->login = g_strdup(account->login);
	job->tls_ca = g_strdup(account->tls_ca);
	job->folders = copy_strings(account->folders);
	g_autoptr(GError) failure = NULL;
	g_autoptr(KithSecret) secret = kith_secret_load(account->password_command, account->password_file,
							account->credential, &failure);
	if (failure != NULL) {
		g_propagate_prefixed_error(error, g_steal_pointer(&failure), "account %s: ", account->title);
		return NULL;
	}
	if (secret != NULL)
		job->password = g_strdup(secret->text);
	return g_steal_pointer(&job);
}
