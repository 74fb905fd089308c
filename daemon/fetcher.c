/* SPDX-License-Identifier: MIT
 * fetcher.c - one fetch process, job after job: what it says becomes batches in the store.
 * In: an account. Out: its mails stored, its ledger moved. Next: daemon/core.c
 */
#include "fetcher.h"

#include <string.h>

#include "folder.h"
#include "jail.h"
#include "watch.h"

#define SILENCE_US (15 * 60 * G_USEC_PER_SEC)	/* fetch keeps its own, shorter deadlines */

struct KithFetcher {
	KithFetchHost host;
	KithChild *child;	/* NULL: to be started */
	char *stamp;		/* of the files it may read */
	KithWatch *watch;
	GSource *clock;
	int64_t heard_us;
	char *account;		/* NULL: idle */
	int64_t account_id;
	int64_t since_at;	/* of the job */
	bool is_import, list_only;
	unsigned folders;
	KithOpenFolder *folder;	/* NULL: none told, or done with */
	GString *troubles;	/* what a person should know although all goes well */
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
	g_free(result->trouble);
	g_free(result);
}

static void add_text(char **text, const char *more)
{
	if (more == NULL || *more == '\0' || (*text != NULL && strstr(*text, more) != NULL))
		return;
	char *both = *text == NULL || **text == '\0' ? g_strdup(more) : g_strdup_printf("%s; %s", *text, more);
	g_free(*text);
	*text = both;
}

void kith_sync_result_merge(KithSyncResult *all, const KithSyncResult *more)
{
	all->counts.stored += more->counts.stored;
	all->counts.known += more->counts.known;
	all->counts.skipped += more->counts.skipped;
	all->counts.quarantined += more->counts.quarantined;
	all->bytes += more->bytes;
	if (!more->ok && all->ok) {
		all->ok = false;
		all->code = more->code;
		g_free(all->text);
		all->text = g_strdup(more->text);
	} else if (more->ok && all->ok) {
		add_text(&all->text, more->text);
	}
	add_text(&all->trouble, more->trouble);
	all->is_throttled = all->is_throttled || more->is_throttled;
	all->retry_after_s = MAX(all->retry_after_s, more->retry_after_s);
}

static void drop_taken(gpointer taken)
{
	kith_taken_free(taken);
}

static size_t slim_bytes(const KithTaken *taken)
{
	return taken->raw->slim != NULL ? g_bytes_get_size(taken->raw->slim) : 0;
}

static int64_t now_at(const KithFetcher *fetcher)
{
	return fetcher->host.now(fetcher->host.context);
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
	g_clear_pointer(&fetcher->folder, kith_open_folder_free);
	g_ptr_array_set_size(fetcher->batch, 0);
	fetcher->batch_bytes = 0;
	fetcher->pending = 0;
	fetcher->pending_bytes = 0;
	g_string_truncate(fetcher->troubles, 0);
	g_clear_pointer(&fetcher->account, g_free);
}

/* What fetch noticed, and what core did. */
static char *all_that_is_said(const KithFetcher *fetcher, const char *said)
{
	const char *troubles = fetcher->troubles->str;
	bool has_both = said != NULL && *said != '\0' && *troubles != '\0';
	g_autofree char *all = g_strconcat(said != NULL ? said : "", has_both ? "; " : "", troubles, NULL);

	return kith_text_clean(all, true);
}

static void end_job(KithFetcher *fetcher, const KithFetchResult *said, const GError *failure)
{
	KithSyncResult *result = g_new0(KithSyncResult, 1);

	result->account = g_strdup(fetcher->account);
	result->ok = failure == NULL && said->ok;
	result->code = failure == NULL ? said->code :
		       failure->domain == KITH_ERROR ? (KithError)failure->code : KITH_ERROR_TEMPORARY;
	result->text = all_that_is_said(fetcher, failure != NULL ? failure->message : said->text);
	result->trouble = fetcher->troubles->len > 0 ? kith_text_clean(fetcher->troubles->str, true) : NULL;
	result->counts = fetcher->counts;
	if (said != NULL) {
		result->bytes = said->bytes;
		result->is_throttled = !said->ok && said->is_throttled;
		result->retry_after_s = said->retry_after_s;
	}
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

	g_ptr_array_add(one, taken);
	if (kith_pipeline_take(fetcher->host.store, fetcher->host.config, &fetcher->folder->place, one,
			       now_at(fetcher), &fetcher->counts, &failure))
		return true;
	if (taken->mail == NULL || !g_error_matches(failure, KITH_ERROR, KITH_ERROR_INVALID)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	g_clear_pointer(&taken->mail, kith_mail_free);
	taken->raw->status = KITH_SIGHTING_QUARANTINED;
	g_free(taken->raw->reason);
	taken->raw->reason = g_strdup(failure->message);
	return kith_pipeline_take(fetcher->host.store, fetcher->host.config, &fetcher->folder->place, one,
				  now_at(fetcher), &fetcher->counts, error);
}

static bool take_batch(KithFetcher *fetcher, GError **error)
{
	g_autoptr(GError) failure = NULL;
	guint count = fetcher->batch->len;

	if (count == 0)
		return true;
	bool ok = kith_pipeline_take(fetcher->host.store, fetcher->host.config, &fetcher->folder->place, fetcher->batch,
				     now_at(fetcher), &fetcher->counts, &failure);
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
	fetcher->host.stored(fetcher, count, fetcher->batch_bytes, fetcher->host.context);
	g_ptr_array_set_size(fetcher->batch, 0);
	fetcher->batch_bytes = 0;
	return true;
}

static bool is_batch_full(const KithFetcher *fetcher)
{
	return fetcher->batch->len >= KITH_LIMIT_BATCH_MAILS || fetcher->batch_bytes >= KITH_LIMIT_BATCH_BYTES;
}

/* The whole folder was looked at. */
static bool close_folder(KithFetcher *fetcher, GError **error)
{
	if (!take_batch(fetcher, error) ||
	    !kith_open_folder_close(fetcher->host.store, fetcher->folder, now_at(fetcher), error))
		return false;
	g_clear_pointer(&fetcher->folder, kith_open_folder_free);
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
	/* Before the watch, which stays ready without end once the process has hung up. */
	g_source_set_priority(fetcher->teller, G_PRIORITY_HIGH);
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

static void tell_found(KithFetcher *fetcher, const KithFetchFolder *told, uint64_t mails)
{
	fetcher->host.found(fetcher, mails, told->folders_left == 0, fetcher->host.context);
}

static bool answer_state(KithFetcher *fetcher, GError **error)
{
	g_autoptr(GByteArray) payload = g_byte_array_new();

	kith_fetch_state_write(fetcher->folder->before, payload);
	if (!kith_pipe_put(&fetcher->child->pipe, KITH_FETCH_STATE, payload, error))
		return false;
	/* A process that has died meanwhile is noticed when it is read from, which says how it died. */
	(void)kith_pipe_flush(&fetcher->child->pipe, NULL);
	return true;
}

static bool open_folder(KithFetcher *fetcher, const KithFetchFolder *told, GError **error)
{
	g_autofree char *trouble = NULL;

	fetcher->folder = kith_open_folder_new(fetcher->host.store, fetcher->account_id, told, fetcher->since_at,
					       now_at(fetcher), &trouble, error);
	if (fetcher->folder == NULL || !answer_state(fetcher, error))
		return false;
	if (fetcher->folder->before->is_left_alone) {
		g_string_append_printf(fetcher->troubles, "%s%s", fetcher->troubles->len > 0 ? "; " : "", trouble);
		g_clear_pointer(&fetcher->folder, kith_open_folder_free);
		tell_found(fetcher, told, 0);
	}
	return true;
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
	KithOpenFolder *folder = fetcher->folder;

	if (folder == NULL || !kith_open_folder_list(folder, told, now_at(fetcher)))
		return misbehaved(fetcher, "listed a folder that it had not opened", error);
	uint64_t missing = kith_uid_set_count(folder->missing);
	/* Of an import every file that was given is accounted for. */
	if (fetcher->is_import)
		fetcher->counts.known += folder->look.count - missing + told->copies;
	if (missing > 0 &&
	    !kith_account_found(fetcher->host.store, fetcher->account_id, missing, now_at(fetcher), error))
		return false;
	tell_found(fetcher, told, missing);
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
	KithOpenFolder *folder = fetcher->folder;

	if (raw == NULL)
		return false;
	if (folder == NULL || folder->listed == NULL || !kith_open_folder_expect(folder, raw->uid))
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

/* Mails that are listed and not wanted: sightings without a fetch. */
static bool take_skipped(KithFetcher *fetcher, KithReader *in, GError **error)
{
	g_autoptr(KithFetchSkipped) skipped = kith_fetch_skipped_read(in, error);
	KithOpenFolder *folder = fetcher->folder;

	if (skipped == NULL)
		return false;
	if (folder == NULL || folder->listed == NULL)
		return misbehaved(fetcher, "skipped mails out of turn", error);
	if (!kith_open_folder_expect_all(folder, skipped->uids))
		return misbehaved(fetcher, "skipped mails that are known, sent or not listed", error);
	if (!kith_open_folder_skip(fetcher->host.store, folder, skipped, fetcher->since_at, now_at(fetcher), error))
		return false;
	uint64_t count = kith_uid_set_count(skipped->uids);
	fetcher->counts.skipped += count;
	fetcher->host.stored(fetcher, count, 0, fetcher->host.context);
	return true;
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
	fetcher->troubles = g_string_new(NULL);
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
	g_string_free(fetcher->troubles, TRUE);
	g_free(fetcher->stamp);
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
	g_autofree char *stamp = kith_jail_stamp(fetcher->host.paths);

	/* A Maildir that was made again is not the one that the process may read. */
	if (fetcher->child != NULL && (fetcher->child->pipe.has_ended || g_strcmp0(stamp, fetcher->stamp) != 0))
		end_child(fetcher);
	if (fetcher->child == NULL) {
		fetcher->child = kith_child_start(KITH_CHILD_FETCH, fetcher->host.paths, NULL, error);
		if (fetcher->child == NULL)
			return false;
		fetcher->watch = kith_watch_new(fetcher->child, fetcher->host.loop, on_child, fetcher);
		g_free(fetcher->stamp);
		fetcher->stamp = g_steal_pointer(&stamp);
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
