/* SPDX-License-Identifier: MIT
 * pool.c - the jailed parse processes of core, several mails in flight in each.
 * In: slim mails. Out: what they say, in no certain order. Next: daemon/fetcher.c
 *
 * A process answers in order, so the mail it died on is the first unanswered one. That one is
 * tried once more, alone in its process; the innocent ones behind it just go to another.
 */
#include "pool.h"

#include <string.h>

#include "watch.h"

#define MAILS_IN_FLIGHT 16
#define BYTES_IN_FLIGHT (512 * 1024)
#define TRY_US (KITH_LIMIT_PARSE_CPU_S * G_USEC_PER_SEC)
#define TRIES 2

typedef struct {
	GBytes *slim;
	KithPoolDone done;	/* NULL: nobody waits for it any more */
	void *context, *item;
	unsigned tries;		/* how often a process died of it */
} Task;

typedef struct {
	KithPool *pool;
	KithChild *child;	/* NULL: not started */
	KithWatch *watch;
	GQueue tasks;		/* in flight, in the order of their answers */
	size_t bytes;
	int64_t until_us;	/* when the first of them must be answered */
} Worker;

struct KithPool {
	GMainContext *loop;
	Worker *workers;
	unsigned count;
	GQueue waiting;
	GSource *clock;
};

static void feed(KithPool *pool);

static void free_task(gpointer data)
{
	Task *task = data;

	g_bytes_unref(task->slim);
	g_free(task);
}

static void finish(Task *task, KithMail *mail, const GError *failure)
{
	if (task->done != NULL)
		task->done(mail, failure, task->context, task->item);
	else
		kith_mail_free(mail);
	free_task(task);
}

static Task *take_first(Worker *worker)
{
	Task *task = g_queue_pop_head(&worker->tasks);

	worker->bytes -= g_bytes_get_size(task->slim);
	worker->until_us = g_get_monotonic_time() + TRY_US;
	return task;
}

/* What was in flight behind the guilty mail goes back to the front of the queue, in its order. */
static void give_back(Worker *worker)
{
	Task *task;

	while ((task = g_queue_pop_tail(&worker->tasks)) != NULL)
		g_queue_push_head(&worker->pool->waiting, task);
	worker->bytes = 0;
}

static void fail_all(KithPool *pool, const GError *failure)
{
	GQueue all = pool->waiting;
	Task *task;

	g_queue_init(&pool->waiting);
	while ((task = g_queue_pop_head(&all)) != NULL)
		finish(task, NULL, failure);
}

static void worker_died(Worker *worker, const char *why)
{
	KithPool *pool = worker->pool;
	bool was_ready = worker->child->is_ready;

	g_clear_pointer(&worker->watch, kith_watch_free);
	g_autofree char *how = kith_child_end(g_steal_pointer(&worker->child));
	const char *what = g_str_has_prefix(why, "it ended") ? how : why + strlen("it ");
	g_debug("parse process: %s; it %s", why, how);
	if (!was_ready) {
		g_autoptr(GError) failure = g_error_new(KITH_ERROR, KITH_ERROR_TEMPORARY,
							"the parse process cannot work here: it %s", how);
		give_back(worker);
		fail_all(pool, failure);
		return;
	}
	Task *guilty = g_queue_is_empty(&worker->tasks) ? NULL : take_first(worker);
	give_back(worker);
	if (guilty != NULL && ++guilty->tries < TRIES) {
		g_queue_push_head(&pool->waiting, guilty);
	} else if (guilty != NULL) {
		g_autoptr(GError) failure = g_error_new(KITH_ERROR, KITH_ERROR_INVALID,
							"the parser gave up on it twice: it %s", what);
		finish(guilty, NULL, failure);
	}
	feed(pool);
}

/* One answer, which only the first mail in flight can have. False: it is nonsense. */
static bool take_answer(Worker *worker, uint8_t type, GBytes *payload)
{
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(payload, &size);
	KithReader in = { .at = bytes, .end = bytes + size };

	if (type != KITH_PARSE_MAIL || g_queue_is_empty(&worker->tasks))
		return false;
	KithMail *mail = kith_mail_read(&in, NULL);
	if (mail == NULL)
		return false;
	finish(take_first(worker), mail, NULL);
	return true;
}

static void on_child(KithChild *child, const GError *failure, void *context)
{
	Worker *worker = context;
	uint8_t type;
	int got = 0;

	while (failure == NULL) {
		g_autoptr(GBytes) payload = NULL;

		got = kith_child_next(child, &type, &payload, NULL);
		if (got != 1)
			break;
		if (!take_answer(worker, type, payload)) {
			worker_died(worker, "it answered nonsense");
			return;
		}
	}
	if (failure != NULL || got < 0 || child->pipe.has_ended)
		worker_died(worker, failure != NULL ? failure->message : "it ended");
	else
		feed(worker->pool);
}

static gboolean on_clock(gpointer data)
{
	KithPool *pool = data;
	int64_t now_us = g_get_monotonic_time();

	for (unsigned i = 0; i < pool->count; i++) {
		Worker *worker = &pool->workers[i];

		if (worker->child != NULL && !g_queue_is_empty(&worker->tasks) && now_us > worker->until_us)
			worker_died(worker, "it took too long");
	}
	return G_SOURCE_CONTINUE;
}

static bool ensure_child(Worker *worker, GError **error)
{
	if (worker->child != NULL)
		return true;
	worker->child = kith_child_start(KITH_CHILD_PARSE, NULL, NULL, error);
	if (worker->child == NULL)
		return false;
	worker->watch = kith_watch_new(worker->child, worker->pool->loop, on_child, worker);
	return true;
}

static bool send_task(Worker *worker, Task *task, GError **error)
{
	g_autoptr(GByteArray) payload = g_byte_array_new();
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(task->slim, &size);

	g_byte_array_append(payload, bytes, (guint)size);
	if (!ensure_child(worker, error) ||
	    !kith_pipe_put(&worker->child->pipe, KITH_PARSE_SLIM, payload, error))
		return false;
	if (g_queue_is_empty(&worker->tasks))
		worker->until_us = g_get_monotonic_time() + TRY_US;
	g_queue_push_tail(&worker->tasks, task);
	worker->bytes += size;
	/* A broken pipe shows when it is read: by then it is known which mail was the last one answered. */
	(void)kith_pipe_flush(&worker->child->pipe, NULL);
	return true;
}

/* Whether WORKER may take TASK now: a suspect is alone, before and behind. */
static bool may_take(const Worker *worker, const Task *task)
{
	const Task *first = g_queue_peek_head((GQueue *)&worker->tasks);

	if (first == NULL)
		return true;
	return first->tries == 0 && task->tries == 0 && worker->tasks.length < MAILS_IN_FLIGHT &&
	       worker->bytes < BYTES_IN_FLIGHT;
}

static Worker *choose(KithPool *pool, const Task *task)
{
	Worker *best = NULL;

	for (unsigned i = 0; i < pool->count; i++) {
		Worker *worker = &pool->workers[i];

		if (may_take(worker, task) && (best == NULL || worker->tasks.length < best->tasks.length))
			best = worker;
	}
	return best;
}

static void feed(KithPool *pool)
{
	Task *task;

	while ((task = g_queue_peek_head(&pool->waiting)) != NULL) {
		g_autoptr(GError) failure = NULL;
		Worker *worker = choose(pool, task);

		if (worker == NULL)
			return;
		(void)g_queue_pop_head(&pool->waiting);	/* the task just looked at */
		if (!send_task(worker, task, &failure))
			finish(task, NULL, failure);
	}
}

KithPool *kith_pool_new(GMainContext *loop, unsigned processes)
{
	KithPool *pool = g_new0(KithPool, 1);

	pool->loop = loop;
	pool->count = MAX(processes, 1);
	pool->workers = g_new0(Worker, pool->count);
	for (unsigned i = 0; i < pool->count; i++) {
		pool->workers[i].pool = pool;
		g_queue_init(&pool->workers[i].tasks);
	}
	g_queue_init(&pool->waiting);
	pool->clock = g_timeout_source_new(1000);
	g_source_set_callback(pool->clock, on_clock, pool, NULL);
	(void)g_source_attach(pool->clock, loop);	/* the id is not needed: the source is kept */
	return pool;
}

void kith_pool_free(KithPool *pool)
{
	if (pool == NULL)
		return;
	g_source_destroy(pool->clock);
	g_source_unref(pool->clock);
	for (unsigned i = 0; i < pool->count; i++) {
		kith_watch_free(pool->workers[i].watch);
		kith_child_free(pool->workers[i].child);
		g_queue_clear_full(&pool->workers[i].tasks, free_task);
	}
	g_queue_clear_full(&pool->waiting, free_task);
	g_free(pool->workers);
	g_free(pool);
}

void kith_pool_parse(KithPool *pool, GBytes *slim, KithPoolDone done, void *context, void *item)
{
	Task *task = g_new0(Task, 1);

	*task = (Task) { .slim = g_bytes_ref(slim), .done = done, .context = context, .item = item };
	g_queue_push_tail(&pool->waiting, task);
	feed(pool);
}

static void forget_in(GQueue *tasks, const void *context, GDestroyNotify drop)
{
	for (GList *link = tasks->head; link != NULL; link = link->next) {
		Task *task = link->data;

		if (task->done != NULL && task->context == context) {
			task->done = NULL;
			drop(task->item);
		}
	}
}

void kith_pool_forget(KithPool *pool, void *context, GDestroyNotify drop)
{
	forget_in(&pool->waiting, context, drop);
	for (unsigned i = 0; i < pool->count; i++)
		forget_in(&pool->workers[i].tasks, context, drop);
}

GArray *kith_pool_pids(const KithPool *pool)
{
	GArray *pids = g_array_new(FALSE, FALSE, sizeof(pid_t));

	for (unsigned i = 0; i < pool->count; i++) {
		if (pool->workers[i].child != NULL)
			g_array_append_val(pids, pool->workers[i].child->pid);
	}
	return pids;
}
