/* SPDX-License-Identifier: MIT
 * core.c - the engine that kithd and `kith sync | import | audit` share: the one writer.
 * In: configuration, the writing store, the clock. Out: mail stored, mail sent. Next: daemon/main.c
 */
#include "core.h"

#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "job.h"
#include "patience.h"
#include "postman.h"

#define FETCH_PROCESSES 3
#define POLL_S 60		/* between two syncs of an account */

typedef enum { JOB_SYNC, JOB_IMPORT, JOB_AUDIT } JobKind;
typedef struct {
	const KithAccount *account;
	JobKind kind;
	bool is_wish;		/* somebody asked for it */
	bool is_retry;		/* the account failed last time */
} Job;

/* One job at work, in one fetch process or, a first sync, in several that share its folders (lanes). */
typedef struct {
	Job job;
	int64_t account_id;	/* 0: core has no store */
	KithAccountState before;	/* how the account was */
	KithFetchJob *whole;	/* of which each lane has its share; NULL: all have begun */
	unsigned lanes;
	unsigned lanes_left, uncounted;	/* lanes that have not ended; of them with folders to list */
	KithSyncResult *result;	/* of the lanes that ended; NULL: none did */
} Work;

/* Of each account of the configuration, in its order. */
typedef struct {
	int64_t next_us;	/* not by itself before */
	KithTrack sync;		/* its last */
} Track;

struct KithCore {
	KithCoreSetup setup;
	KithPool *pool;
	KithPostman *postman;
	KithFetcher *fetchers[FETCH_PROCESSES];
	Work *working[FETCH_PROCESSES];	/* what each is at; NULL idle */
	bool has_counted[FETCH_PROCESSES];	/* it has listed all its folders */
	char **paths;		/* that fetch processes may read */
	GQueue queue;		/* Job * */
	GSource *turn;		/* begins what waits, at the next turn of the loop */
	Track *tracks;
	int64_t session_us;	/* when core was idle last */
	GRand *chance;		/* spreads retries; nothing that is stored but when */
	bool is_stopped;
};

int64_t kith_core_now(const KithCore *core)
{
	return core->setup.frozen_now_at != 0 ? core->setup.frozen_now_at : kith_time_now();
}

static int64_t now(void *context)
{
	return kith_core_now(context);
}

bool kith_core_is_busy(const KithCore *core)
{
	for (size_t i = 0; i < FETCH_PROCESSES; i++) {
		if (core->working[i] != NULL)
			return true;
	}
	return !g_queue_is_empty((GQueue *)&core->queue) ||
	       (core->postman != NULL && kith_postman_is_busy(core->postman));
}

static void tell_if_idle(KithCore *core)
{
	if (core->setup.idle != NULL && !core->is_stopped && !kith_core_is_busy(core))
		core->setup.idle(core->setup.context);
}

/* --- how far they are */

static Track *track_of(const KithCore *core, const KithAccount *account)
{
	guint i = 0;

	(void)g_ptr_array_find(core->setup.config->accounts, account, &i);	/* accounts come from there */
	return &core->tracks[i];
}

static size_t place_of(const KithCore *core, const KithFetcher *fetcher)
{
	size_t i = 0;

	while (i < FETCH_PROCESSES - 1 && core->fetchers[i] != fetcher)
		i++;
	return i;
}

static void on_stored(KithFetcher *fetcher, uint64_t mails, uint64_t bytes, void *context)
{
	KithCore *core = context;
	const Work *work = core->working[place_of(core, fetcher)];

	kith_track_stored(&track_of(core, work->job.account)->sync, mails, bytes, g_get_monotonic_time());
}

/* This process has told all it will. Nothing depends on that the database knows it. */
static void note_counted(KithCore *core, size_t place)
{
	Work *work = core->working[place];
	g_autoptr(GError) late = NULL;

	if (core->has_counted[place])
		return;
	core->has_counted[place] = true;
	if (--work->uncounted > 0)
		return;
	track_of(core, work->job.account)->sync.is_counted = true;
	if (work->account_id != 0 && work->job.kind == JOB_SYNC &&
	    !kith_account_counted(core->setup.store, work->account_id, &late))
		g_debug("account %s: its progress was not recorded: %s", work->job.account->title, late->message);
}

/* The others wait until the first one was let in: a wrong password is tried once, not three times. */
static void start_waiting_lanes(KithCore *core, Work *work)
{
	g_autoptr(KithFetchJob) whole = g_steal_pointer(&work->whole);
	uint8_t lane = 1;

	for (size_t i = 0; i < FETCH_PROCESSES && whole != NULL; i++) {
		if (core->working[i] == work && !kith_fetcher_is_busy(core->fetchers[i]))
			kith_fetcher_start(core->fetchers[i], work->job.account,
					   kith_job_lane(whole, lane++, (uint8_t)work->lanes));
	}
}

/* The first one was not let in: the processes that waited for it are free. */
static void release_waiting_lanes(KithCore *core, Work *work)
{
	if (work->whole == NULL)
		return;
	g_clear_pointer(&work->whole, kith_fetch_job_free);
	for (size_t i = 0; i < FETCH_PROCESSES; i++) {
		if (core->working[i] == work && !kith_fetcher_is_busy(core->fetchers[i])) {
			core->working[i] = NULL;
			work->lanes_left--;
		}
	}
}

static void on_found(KithFetcher *fetcher, uint64_t mails, bool is_last, void *context)
{
	KithCore *core = context;
	size_t place = place_of(core, fetcher);
	Work *work = core->working[place];

	track_of(core, work->job.account)->sync.found += mails;
	start_waiting_lanes(core, work);
	if (is_last)
		note_counted(core, place);
}

static bool is_queued(const KithCore *core, const KithAccount *account);

KithProgress kith_core_progress(const KithCore *core, const GPtrArray *accounts)
{
	const GPtrArray *all = core->setup.config->accounts;
	int64_t now_us = g_get_monotonic_time();
	KithProgress sum = { .is_counted = true };

	for (guint i = 0; i < all->len; i++) {
		const KithTrack *track = &core->tracks[i].sync;

		if (accounts != NULL && !g_ptr_array_find((GPtrArray *)accounts, all->pdata[i], NULL))
			continue;
		if (is_queued(core, all->pdata[i]))
			sum.is_counted = false;
		if (track->began_us != 0 && track->began_us >= core->session_us)
			kith_track_add_to(track, &sum, now_us);
	}
	return sum;
}

/* --- how they end */

static void on_folder(const char *account, const KithFetchFolder *folder, void *context)
{
	KithCore *core = context;

	if (core->setup.folder != NULL)
		core->setup.folder(account, folder, core->setup.context);
}

static void tell_result(KithCore *core, const KithSyncResult *result)
{
	if (core->setup.result != NULL)
		core->setup.result(result, core->setup.context);
}

static bool note_failure(KithCore *core, int64_t account_id, const KithAccount *account, uint32_t failures,
		const KithSyncResult *result, GError **error)
{
	const KithMishap mishap = {
		.code = result->code, .is_throttled = result->is_throttled, .failures = failures,
		.retry_after_s = result->retry_after_s,
	};
	int64_t delay_s = kith_patience_delay_s(&mishap, g_rand_double_range(core->chance, -1, 1));
	g_autofree char *with = kith_patience_fingerprint(account);
	const KithAccountFailure failure = {
		.code = result->code, .text = result->text, .tried_with = with,
		.is_throttled = result->is_throttled, .retry_at = kith_core_now(core) + delay_s,
	};

	return kith_account_failed(core->setup.store, account_id, &failure, kith_core_now(core), error);
}

/* A folder may be missing from one listing by a server's whim: a day must pass before it counts as gone. */
static bool note_success(KithCore *core, int64_t account_id, const KithSyncResult *result, GError **error)
{
	int64_t now_at = kith_core_now(core);

	return kith_account_synced(core->setup.store, account_id, result->trouble, now_at, error) &&
	       kith_ledger_end_absent(core->setup.store, account_id, now_at - KITH_LIMIT_LISTING_AGE_S, now_at, error);
}

/* What came of it, for kith status and for when it is tried again. */
static void note_result(KithCore *core, const Work *work, const KithSyncResult *result)
{
	g_autoptr(GError) late = NULL;
	bool ok;

	if (work->job.kind != JOB_SYNC || work->account_id == 0)
		return;
	if (result->ok)
		ok = note_success(core, work->account_id, result, &late);
	else
		ok = note_failure(core, work->account_id, work->job.account, work->before.failures + 1, result, &late);
	if (!ok)
		g_debug("account %s: its state was not recorded: %s", result->account, late->message);
	/* All that ended together do not begin together for ever. */
	double next_s = POLL_S * g_rand_double_range(core->chance, 0.9, 1.1);
	track_of(core, work->job.account)->next_us = g_get_monotonic_time() + (int64_t)(next_s * G_USEC_PER_SEC);
}

static void free_work(Work *work)
{
	kith_sync_result_free(work->result);
	kith_account_state_clear(&work->before);
	kith_fetch_job_free(work->whole);
	g_free(work);
}

static void plan(KithCore *core);

static void on_ended(KithFetcher *fetcher, KithSyncResult *result, void *context)
{
	KithCore *core = context;
	size_t place = place_of(core, fetcher);
	Work *work = core->working[place];

	note_counted(core, place);
	core->working[place] = NULL;
	release_waiting_lanes(core, work);
	if (work->result == NULL) {
		work->result = result;
	} else {
		kith_sync_result_merge(work->result, result);
		kith_sync_result_free(result);
	}
	if (--work->lanes_left == 0) {
		note_result(core, work, work->result);
		tell_result(core, work->result);
		free_work(work);
	}
	plan(core);
}

/* --- how they begin */

/* The job could not even begin (no secret): an account's failure like any other. */
static void fail(KithCore *core, const Work *work, const GError *failure)
{
	const KithSyncResult result = {
		.account = work->job.account->title,
		.code = failure->domain == KITH_ERROR ? (KithError)failure->code : KITH_ERROR_TEMPORARY,
		.text = failure->message,
	};

	note_result(core, work, &result);
	tell_result(core, &result);
}

/* The server asked for patience: that is told, and not counted as another failure. */
static void refuse(KithCore *core, const Work *work)
{
	int64_t now_at = kith_core_now(core);
	g_autofree char *text = kith_patience_text(work->before.retry_at, now_at, core->setup.config->zone);
	g_autofree char *whole = g_strdup_printf("account %s: %s", work->job.account->title, text);
	const KithSyncResult result = {
		.account = work->job.account->title, .code = KITH_ERROR_TEMPORARY, .text = whole,
	};

	tell_result(core, &result);
}

static bool ensure_fetcher(KithCore *core, size_t i)
{
	const KithFetchHost host = {
		.config = core->setup.config, .store = core->setup.store, .pool = core->pool,
		.loop = core->setup.loop, .paths = (const char *const *)core->paths, .now = now,
		.folder = on_folder, .stored = on_stored, .found = on_found, .ended = on_ended, .context = core,
	};

	if (core->fetchers[i] == NULL)
		core->fetchers[i] = kith_fetcher_new(&host);
	return core->working[i] == NULL;
}

static unsigned count_idle(const KithCore *core)
{
	unsigned count = 0;

	for (size_t i = 0; i < FETCH_PROCESSES; i++)
		count += core->working[i] == NULL;
	return count;
}

static bool is_running(const KithCore *core, const KithAccount *account)
{
	for (size_t i = 0; i < FETCH_PROCESSES; i++) {
		if (core->working[i] != NULL && core->working[i]->job.account == account)
			return true;
	}
	return false;
}

/* Accounts that fail may hang until a deadline: one process is always left for those that work. */
static bool has_room(const KithCore *core, const Job *job)
{
	unsigned retries = 0;

	for (size_t i = 0; i < FETCH_PROCESSES; i++)
		retries += core->working[i] != NULL && core->working[i]->job.is_retry;
	return !job->is_retry || job->is_wish || retries < FETCH_PROCESSES - 1;
}

/* The first job that may begin; NULL: none. */
static Job *take_job(KithCore *core)
{
	for (GList *link = core->queue.head; link != NULL; link = link->next) {
		Job *job = link->data;

		if (!is_running(core, job->account) && has_room(core, job)) {
			g_queue_delete_link(&core->queue, link);
			return job;
		}
	}
	return NULL;
}

/* A first sync uses several connections when processes are idle that nobody waits for; where there are other accounts,
 * one process stays free for them. After a failure it is one: perhaps they were too many. */
static unsigned lanes_for(const KithCore *core, const Work *work)
{
	const KithAccount *account = work->job.account;
	unsigned idle = count_idle(core), waiting = g_queue_get_length((GQueue *)&core->queue);
	unsigned most = core->setup.config->accounts->len > 1 ? FETCH_PROCESSES - 1 : FETCH_PROCESSES;

	if (work->job.kind != JOB_SYNC || work->account_id == 0 || work->before.first_sync_at != 0 ||
	    work->before.failures > 0 || account->host == NULL || idle <= waiting)
		return 1;
	return CLAMP(MIN(idle - waiting, most), 1, MAX(account->connections, 1));
}

/* Takes as many processes as it has lanes, and begins the first of them. */
static void start_lanes(KithCore *core, Work *work, KithFetchJob *taken_whole)
{
	unsigned taken = 0;

	work->lanes = work->lanes_left = work->uncounted = lanes_for(core, work);
	work->whole = taken_whole;
	kith_track_begin(&track_of(core, work->job.account)->sync, g_get_monotonic_time());
	for (size_t i = 0; i < FETCH_PROCESSES && taken < work->lanes; i++) {
		if (!ensure_fetcher(core, i))
			continue;
		core->working[i] = work;
		core->has_counted[i] = false;
		if (taken++ == 0)
			kith_fetcher_start(core->fetchers[i], work->job.account,
					   kith_job_lane(work->whole, 0, (uint8_t)work->lanes));
	}
	if (work->lanes == 1)
		g_clear_pointer(&work->whole, kith_fetch_job_free);
}

static bool know_account(const KithCore *core, Work *work, GError **error)
{
	if (core->setup.store == NULL)
		return true;
	work->account_id = kith_store_find_account(core->setup.store, work->job.account->title);
	return kith_account_state(core->setup.store, work->account_id, &work->before, error) &&
	       (work->job.kind != JOB_SYNC ||
		kith_account_began(core->setup.store, work->account_id, kith_core_now(core), error));
}

static bool is_throttled(const KithCore *core, const Work *work)
{
	return work->job.kind == JOB_SYNC && kith_patience_may_try(work->job.account, &work->before, true,
								   kith_core_now(core)) == KITH_TRY_THROTTLED;
}

static void begin(KithCore *core, const Job *job)
{
	Work *work = g_new0(Work, 1);
	g_autoptr(GError) failure = NULL;
	g_autoptr(KithFetchJob) whole = NULL;

	work->job = *job;
	bool ok = know_account(core, work, &failure);
	if (ok && is_throttled(core, work)) {
		refuse(core, work);
		free_work(work);
		return;
	}
	if (ok)
		whole = kith_job_new(job->account, job->kind == JOB_IMPORT ? core->setup.paths : NULL,
				     job->kind == JOB_AUDIT, kith_core_now(core), &failure);
	if (whole == NULL) {
		fail(core, work, failure);
		free_work(work);
		return;
	}
	start_lanes(core, work, g_steal_pointer(&whole));
}

static bool begin_next(KithCore *core)
{
	g_autofree Job *job = count_idle(core) > 0 ? take_job(core) : NULL;

	if (job == NULL)
		return false;
	begin(core, job);
	return true;
}

static gboolean begin_waiting(gpointer data)
{
	KithCore *core = data;

	g_source_destroy(core->turn);
	g_clear_pointer(&core->turn, g_source_unref);
	while (begin_next(core))
		;
	tell_if_idle(core);
	return G_SOURCE_REMOVE;
}

static void plan(KithCore *core)
{
	if (core->turn != NULL || core->is_stopped)
		return;
	core->turn = g_idle_source_new();
	g_source_set_priority(core->turn, G_PRIORITY_DEFAULT);	/* a busy fetch process keeps nobody waiting */
	g_source_set_callback(core->turn, begin_waiting, core, NULL);
	(void)g_source_attach(core->turn, core->setup.loop);	/* the id is not needed: the source is kept */
}

/* --- what is to be done */

static Job *find_job(const KithCore *core, const KithAccount *account)
{
	for (const GList *link = core->queue.head; link != NULL; link = link->next) {
		if (((const Job *)link->data)->account == account)
			return link->data;
	}
	return NULL;
}

static bool is_queued(const KithCore *core, const KithAccount *account)
{
	return find_job(core, account) != NULL;
}

/* Wishes first, in their order; then what comes by itself. */
static void push(KithCore *core, Job *job)
{
	guint wishes = 0;

	while (job->is_wish && wishes < g_queue_get_length(&core->queue) &&
	       ((const Job *)g_queue_peek_nth(&core->queue, wishes))->is_wish)
		wishes++;
	if (job->is_wish)
		g_queue_push_nth(&core->queue, job, (gint)wishes);
	else
		g_queue_push_tail(&core->queue, job);
}

static void queue(KithCore *core, const Job *wanted)
{
	Job *job = find_job(core, wanted->account);

	if (job != NULL && (job->is_wish || !wanted->is_wish))
		return;
	if (job != NULL) {
		(void)g_queue_remove(&core->queue, job);	/* it was found there */
		job->is_wish = true;
		push(core, job);
		return;
	}
	if (!kith_core_is_busy(core))
		core->session_us = g_get_monotonic_time();
	push(core, g_memdup2(wanted, sizeof *wanted));
	plan(core);
}

static void wish(KithCore *core, const KithAccount *account, JobKind kind)
{
	const Job job = { .account = account, .kind = kind, .is_wish = true };

	queue(core, &job);
}

unsigned kith_core_sync(KithCore *core, const KithAccount *account)
{
	wish(core, account, JOB_SYNC);
	return is_running(core, account) ? 2 : 1;
}

void kith_core_sync_all(KithCore *core)
{
	for (guint i = 0; i < core->setup.config->accounts->len; i++) {
		const KithAccount *account = core->setup.config->accounts->pdata[i];

		if (!is_running(core, account))
			wish(core, account, JOB_SYNC);
	}
}

/* Whether ACCOUNT's time has come. *ret_is_retry: it failed last time. */
static bool is_due(const KithCore *core, const KithAccount *account, bool *ret_is_retry)
{
	KithAccountState state = { 0 };
	g_autoptr(GError) unread = NULL;

	if (is_running(core, account) || g_get_monotonic_time() < track_of(core, account)->next_us)
		return false;
	/* What cannot be read now shows when it begins. */
	if (!kith_account_state(core->setup.store, kith_store_find_account(core->setup.store, account->title), &state,
				&unread))
		return true;
	bool may = kith_patience_may_try(account, &state, false, kith_core_now(core)) == KITH_TRY_NOW;
	*ret_is_retry = state.failures > 0;
	kith_account_state_clear(&state);
	return may;
}

void kith_core_poll(KithCore *core)
{
	g_autoptr(GPtrArray) retries = g_ptr_array_new();

	for (guint i = 0; i < core->setup.config->accounts->len; i++) {
		const Job job = { .account = core->setup.config->accounts->pdata[i], .kind = JOB_SYNC };
		bool is_retry = false;

		if (!is_due(core, job.account, &is_retry))
			continue;
		if (is_retry)
			g_ptr_array_add(retries, (gpointer)job.account);
		else
			queue(core, &job);
	}
	for (guint i = 0; i < retries->len; i++) {
		const Job job = { .account = retries->pdata[i], .kind = JOB_SYNC, .is_retry = true };

		queue(core, &job);
	}
}

void kith_core_import(KithCore *core, const KithAccount *account)
{
	wish(core, account, JOB_IMPORT);
}

void kith_core_audit(KithCore *core, const KithAccount *account)
{
	wish(core, account, JOB_AUDIT);
}

/* --- clock and delivery */

bool kith_core_tick(KithCore *core, GError **error)
{
	return kith_pipeline_tick(core->setup.store, core->setup.config, kith_core_now(core), error);
}

static void on_delivered(void *context)
{
	tell_if_idle(context);
}

void kith_core_deliver(KithCore *core)
{
	const KithPostHost host = {
		.config = core->setup.config, .store = core->setup.store, .loop = core->setup.loop,
		.now = now, .ended = on_delivered, .context = core,
	};

	if (core->postman == NULL)
		core->postman = kith_postman_new(&host);
	kith_postman_start(core->postman);
}

/* --- life */

void kith_core_wait(KithCore *core)
{
	while (kith_core_is_busy(core) && !core->is_stopped)
		(void)g_main_context_iteration(core->setup.loop, TRUE);	/* whether something ran is no matter */
}

void kith_core_stop(KithCore *core)
{
	core->is_stopped = true;
	g_main_context_wakeup(core->setup.loop);
}

KithCore *kith_core_new(const KithCoreSetup *setup)
{
	KithCore *core = g_new0(KithCore, 1);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	core->setup = *setup;
	core->paths = kith_job_paths(setup->config, setup->paths);
	core->pool = kith_pool_new(setup->loop, (unsigned)CLAMP(processors, 1, 16));
	g_queue_init(&core->queue);
	core->tracks = g_new0(Track, setup->config->accounts->len);
	core->session_us = g_get_monotonic_time();
	core->chance = g_rand_new();
	return core;
}

void kith_core_free(KithCore *core)
{
	if (core == NULL)
		return;
	core->is_stopped = true;
	for (size_t i = 0; i < FETCH_PROCESSES; i++)
		kith_fetcher_free(core->fetchers[i]);
	for (size_t i = 0; i < FETCH_PROCESSES; i++) {
		Work *work = core->working[i];

		if (work != NULL && --work->lanes_left == 0)
			free_work(work);
	}
	kith_pool_free(core->pool);
	kith_postman_free(core->postman);
	if (core->turn != NULL) {
		g_source_destroy(core->turn);
		g_source_unref(core->turn);
	}
	g_queue_clear_full(&core->queue, g_free);
	g_strfreev(core->paths);
	g_rand_free(core->chance);
	g_free(core->tracks);
	g_free(core);
}

GArray *kith_core_pids(const KithCore *core)
{
	GArray *pids = kith_pool_pids(core->pool);

	for (size_t i = 0; i < FETCH_PROCESSES; i++) {
		pid_t pid = core->fetchers[i] != NULL ? (pid_t)kith_fetcher_pid(core->fetchers[i]) : 0;

		if (pid != 0)
			g_array_append_val(pids, pid);
	}
	return pids;
}
