/* SPDX-License-Identifier: MIT
 * watch.c - a child in the main loop.
 * In: a running child. Out: a call whenever it said something or ended. Next: daemon/pool.c
 */
#include "watch.h"

struct KithWatch {
	GSource source;		/* first: GLib allocates it */
	KithChild *child;
	gpointer tag;		/* of the fd while something is wanted of it, else NULL */
	GIOCondition wanted;	/* of TAG */
	KithWatchCall call;
	void *context;
	bool is_paused;
	bool is_kicked;		/* messages may have been read already */
};

/* An fd of which nothing is wanted is not polled: its hang-up would wake the loop without end.
 * What is wanted is told only when it is something else: telling wakes the loop too. */
static gboolean prepare(GSource *source, gint *timeout)
{
	KithWatch *watch = (KithWatch *)source;
	GIOCondition wanted = (watch->is_paused ? 0 : G_IO_IN) |
			      (kith_pipe_has_output(&watch->child->pipe) ? G_IO_OUT : 0);

	if (wanted == 0 && watch->tag != NULL)
		g_source_remove_unix_fd(source, g_steal_pointer(&watch->tag));
	else if (wanted != 0 && watch->tag == NULL)
		watch->tag = g_source_add_unix_fd(source, watch->child->pipe.fd, wanted);
	else if (wanted != 0 && wanted != watch->wanted)
		g_source_modify_unix_fd(source, watch->tag, wanted);
	watch->wanted = wanted;
	*timeout = -1;
	return watch->is_kicked && !watch->is_paused;
}

static gboolean check(GSource *source)
{
	KithWatch *watch = (KithWatch *)source;

	return watch->tag != NULL && g_source_query_unix_fd(source, watch->tag) != 0;
}

static gboolean dispatch(GSource *source, GSourceFunc callback KITH_UNUSED, gpointer data KITH_UNUSED)
{
	KithWatch *watch = (KithWatch *)source;
	g_autoptr(GError) failure = NULL;

	watch->is_kicked = false;
	if (kith_pipe_flush(&watch->child->pipe, &failure) && !watch->is_paused)
		(void)kith_pipe_fill(&watch->child->pipe, &failure);	/* its failure is told below */
	if (failure != NULL || !watch->is_paused)
		watch->call(watch->child, failure, watch->context);
	return G_SOURCE_CONTINUE;
}

static GSourceFuncs functions = { .prepare = prepare, .check = check, .dispatch = dispatch };

KithWatch *kith_watch_new(KithChild *child, GMainContext *loop, KithWatchCall call, void *context)
{
	KithWatch *watch = (KithWatch *)g_source_new(&functions, sizeof *watch);

	watch->child = child;
	watch->call = call;
	watch->context = context;
	(void)g_source_attach(&watch->source, loop);	/* the id is not needed: the source is kept */
	return watch;
}

void kith_watch_free(KithWatch *watch)
{
	if (watch == NULL)
		return;
	g_source_destroy(&watch->source);
	g_source_unref(&watch->source);
}

void kith_watch_pause(KithWatch *watch)
{
	watch->is_paused = true;
}

void kith_watch_resume(KithWatch *watch)
{
	watch->is_kicked = watch->is_kicked || watch->is_paused;
	watch->is_paused = false;
}
