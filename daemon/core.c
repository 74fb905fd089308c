/* SPDX-License-Identifier: MIT
 * core.c - the engine that kithd and `kith sync | import | audit` share: the one writer.
 * In: configuration, the writing store, the clock. Out: mail stored, mail sent. Next: daemon/main.c
 */
#include "core.h"

#include <sys/types.h>
#include <unistd.h>

#include "postman.h"

#define FETCH_PROCESSES 3

typedef enum { JOB_SYNC, JOB_IMPORT, JOB_AUDIT } JobKind;
typedef struct { const KithAccount *account; JobKind kind; } Job;

struct KithCore {
	KithCoreSetup setup;
	KithPool *pool;
	KithPostman *postman;
	KithFetcher *fetchers[FETCH_PROCESSES];
	const KithAccount *running[FETCH_PROCESSES];	/* what each works on; NULL idle */
	char **paths;		/* that fetch processes may read */
	GQueue queue;		/* Job * */
	GSource *turn;		/* begins what waits, at the next turn of the loop */
	KithProgress progress;
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
		if (core->running[i] != NULL)
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

/* --- syncs */

static void on_stored(uint64_t mails, uint64_t bytes, void *context)
{
	KithCore *core = context;

	core->progress.stored += mails;
	core->progress.bytes += bytes;
}

static void on_found(uint64_t mails, void *context)
{
	KithCore *core = context;

	core->progress.found += mails;
}

static void on_folder(const char *account, const KithFetchFolder *folder, void *context)
{
	KithCore *core = context;

	if (core->setup.folder != NULL)
		core->setup.folder(account, folder, core->setup.context);
}

static void plan(KithCore *core);

static void on_ended(KithFetcher *fetcher, KithSyncResult *result, void *context)
{
	KithCore *core = context;

	for (size_t i = 0; i < FETCH_PROCESSES; i++) {
		if (core->fetchers[i] == fetcher)
			core->running[i] = NULL;
	}
	if (core->setup.result != NULL)
		core->setup.result(result, core->setup.context);
	kith_sync_result_free(result);
	plan(core);
}

/* The job could not even begin (no secret): an account's failure like any other. */
static void fail(KithCore *core, const Job *job, const GError *failure)
{
	KithSyncResult result = {
		.account = job->account->title,
		.code = failure->domain == KITH_ERROR ? (KithError)failure->code : KITH_ERROR_TEMPORARY,
		.text = failure->message,
	};
	g_autoptr(GError) late = NULL;

	if (job->kind == JOB_SYNC &&
	    !kith_ledger_account_synced(core->setup.store,
					kith_store_find_account(core->setup.store, job->account->title),
					failure->message, kith_core_now(core), &late))
		g_debug("account %s: its state was not recorded: %s", job->account->title, late->message);
	if (core->setup.result != NULL)
		core->setup.result(&result, core->setup.context);
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
	return core->running[i] == NULL;
}

static bool is_running(const KithCore *core, const KithAccount *account)
{
	for (size_t i = 0; i < FETCH_PROCESSES; i++) {
		if (core->running[i] == account)
			return true;
	}
	return false;
}

/* The first job whose account is not at work already; NULL when none may begin. */
static Job *take_job(KithCore *core)
{
	for (GList *link = core->queue.head; link != NULL; link = link->next) {
		Job *job = link->data;

		if (!is_running(core, job->account)) {
			g_queue_delete_link(&core->queue, link);
			return job;
		}
	}
	return NULL;
}

static void begin(KithCore *core, size_t i, const Job *job)
{
	g_autoptr(GError) failure = NULL;
	KithFetchJob *fetch = kith_fetcher_job(job->account, job->kind == JOB_IMPORT ? core->setup.paths : NULL,
					       job->kind == JOB_AUDIT, &failure);

	if (fetch == NULL) {
		fail(core, job, failure);
		return;
	}
	core->running[i] = job->account;
	kith_fetcher_start(core->fetchers[i], job->account, fetch);
}

static bool begin_next(KithCore *core)
{
	size_t i = 0;

	while (i < FETCH_PROCESSES && !ensure_fetcher(core, i))
		i++;
	g_autofree Job *job = i < FETCH_PROCESSES ? take_job(core) : NULL;
	if (job == NULL)
		return false;
	begin(core, i, job);
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
	g_source_set_callback(core->turn, begin_waiting, core, NULL);
	(void)g_source_attach(core->turn, core->setup.loop);	/* the id is not needed: the source is kept */
}

static bool is_queued(const KithCore *core, const KithAccount *account)
{
	for (const GList *link = core->queue.head; link != NULL; link = link->next) {
		if (((const Job *)link->data)->account == account)
			return true;
	}
	return false;
}

static void queue(KithCore *core, const KithAccount *account, JobKind kind)
{
	if (is_queued(core, account))
		return;
	if (!kith_core_is_busy(core))
		core->progress = (KithProgress) { .since_us = g_get_monotonic_time() };
	Job *job = g_new0(Job, 1);
	*job = (Job) { .account = account, .kind = kind };
	g_queue_push_tail(&core->queue, job);
	plan(core);
}

unsigned kith_core_sync(KithCore *core, const KithAccount *account)
{
	queue(core, account, JOB_SYNC);
	return is_running(core, account) ? 2 : 1;
}

void kith_core_sync_all(KithCore *core)
{
	for (guint i = 0; i < core->setup.config->accounts->len; i++) {
		const KithAccount *account = core->setup.config->accounts->pdata[i];

		if (!is_running(core, account))
			queue(core, account, JOB_SYNC);
	}
}

void kith_core_import(KithCore *core, const KithAccount *account)
{
	queue(core, account, JOB_IMPORT);
}

void kith_core_audit(KithCore *core, const KithAccount *account)
{
	queue(core, account, JOB_AUDIT);
}

KithProgress kith_core_progress(const KithCore *core)
{
	return core->progress;
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

/* What fetch processes may read besides the system's files: certificates and local sources. */
static char **readable_paths(const KithCoreSetup *setup)
{
	g_autoptr(GStrvBuilder) paths = g_strv_builder_new();

	for (guint i = 0; i < setup->config->accounts->len; i++) {
		const KithAccount *account = setup->config->accounts->pdata[i];

		if (account->tls_ca != NULL)
			g_strv_builder_add(paths, account->tls_ca);
		if (account->path != NULL)
			g_strv_builder_add(paths, account->path);
	}
	for (const char *const *path = setup->paths; path != NULL && *path != NULL; path++)
		g_strv_builder_add(paths, *path);
	return g_strv_builder_end(paths);
}

KithCore *kith_core_new(const KithCoreSetup *setup)
{
	KithCore *core = g_new0(KithCore, 1);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	core->setup = *setup;
	core->paths = readable_paths(setup);
	core->pool = kith_pool_new(setup->loop, (unsigned)CLAMP(processors, 1, 16));
	g_queue_init(&core->queue);
	core->progress.since_us = g_get_monotonic_time();
	return core;
}

void kith_core_free(KithCore *core)
{
	if (core == NULL)
		return;
	core->is_stopped = true;
	for (size_t i = 0; i < FETCH_PROCESSES; i++)
		kith_fetcher_free(core->fetchers[i]);
	kith_pool_free(core->pool);
	kith_postman_free(core->postman);
	if (core->turn != NULL) {
		g_source_destroy(core->turn);
		g_source_unref(core->turn);
	}
	g_queue_clear_full(&core->queue, g_free);
	g_strfreev(core->paths);
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
