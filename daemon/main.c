/* SPDX-License-Identifier: MIT
 * main.c - kithd: the daemon.
 * In: a configuration. Out: mailboxes read, reminders sent, questions answered. Next: daemon/core.c
 */
#include "config.h"

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#include "bell.h"
#include "core.h"
#include "porter.h"
#include "process.h"
#include "roles.h"

#define LOOK_S 5			/* whose time has come to be synced */
#define LOOK_FIRST_US (10 * 60 * G_USEC_PER_SEC)	/* to look at every account, before any reminder */

typedef struct {
	char *config_path;
	char *now;
	gboolean is_once, no_send, wants_version;
} Options;

typedef struct {
	Options options;
	KithConfig *config;
	KithStore *store;
	KithCore *core;
	KithPorter *porter;
	KithBell *bell;
	GMainContext *loop;
	int64_t frozen_now_at;
	KithExit exit;
	bool is_over;
	bool has_synced;	/* since the last tick */
	bool has_looked;	/* every account was tried once since the start, or there was time for it */
	int64_t started_us;
	GHashTable *failing;	/* account title -> what it said last, so that it is said once */
} Daemon;

/* --- what is told: journal fields, and no content */

static void say(GLogLevelFlags level, const char *account, const char *text)
{
	if (account != NULL)
		g_log_structured("kithd", level, "ACCOUNT", account, "MESSAGE", "%s", text);
	else
		g_log_structured("kithd", level, "MESSAGE", "%s", text);
}

static void say_result(Daemon *daemon, const KithSyncResult *result)
{
	const KithCounts *counts = &result->counts;
	const char *before = g_hash_table_lookup(daemon->failing, result->account);
	g_autofree char *text = NULL;

	if (!result->ok) {
		if (g_strcmp0(before, result->text) != 0)
			say(G_LOG_LEVEL_WARNING, result->account, result->text);
		g_hash_table_insert(daemon->failing, g_strdup(result->account), g_strdup(result->text));
		return;
	}
	(void)g_hash_table_remove(daemon->failing, result->account);	/* it may not have been there */
	if (before == NULL && counts->stored + counts->known + counts->skipped + counts->quarantined == 0)
		return;
	text = g_strdup_printf("account %s: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT " known, %" G_GUINT64_FORMAT
			       " skipped, %" G_GUINT64_FORMAT " quarantined%s%s", result->account, counts->stored,
			       counts->known, counts->skipped, counts->quarantined, *result->text != '\0' ? "; " : "",
			       result->text);
	say(counts->quarantined > 0 ? G_LOG_LEVEL_WARNING : G_LOG_LEVEL_MESSAGE, result->account, text);
}

static void on_result(const KithSyncResult *result, void *context)
{
	Daemon *daemon = context;

	say_result(daemon, result);
	daemon->has_synced = true;
	if (!result->ok) {
		const GError failure = { .domain = KITH_ERROR, .code = result->code };
		daemon->exit = MAX(daemon->exit, kith_error_exit(&failure));
	}
	if (daemon->porter != NULL)
		kith_porter_result(daemon->porter, result);
}

/* --- the cycle: sync, then the clock, then delivery */

static bool tick(Daemon *daemon)
{
	g_autoptr(GError) failure = NULL;

	if (!kith_core_tick(daemon->core, &failure)) {
		say(G_LOG_LEVEL_WARNING, NULL, failure->message);
		daemon->exit = MAX(daemon->exit, kith_error_exit(failure));
		return false;
	}
	if (!daemon->options.no_send)
		kith_core_deliver(daemon->core);
	return true;
}

static void once(Daemon *daemon)
{
	kith_core_sync_all(daemon->core);
	kith_core_wait(daemon->core);
	if (!daemon->is_over && tick(daemon))
		kith_core_wait(daemon->core);
}

static void on_ring(const KithAccount *account, void *context)
{
	Daemon *daemon = context;

	(void)kith_core_sync(daemon->core, account);	/* nobody waits for its results */
}

static void on_deaf(const KithAccount *account, const char *text, void *context KITH_UNUSED)
{
	say(G_LOG_LEVEL_WARNING, account != NULL ? account->title : NULL, text);
}

static gboolean on_poll(gpointer data)
{
	Daemon *daemon = data;

	kith_core_poll(daemon->core);
	return G_SOURCE_CONTINUE;
}

/* A sync's end: what came in may be due at once, and commands wait for their confirmation. */
static void on_idle(void *context)
{
	Daemon *daemon = context;

	if (daemon->options.is_once)
		return;
	(void)sd_notify(0, "STATUS=waiting for mail");	/* without systemd nobody listens */
	daemon->has_looked = true;
	if (daemon->has_synced) {
		daemon->has_synced = false;
		(void)tick(daemon);	/* it has said what is wrong, and the next minute tries again */
	}
}

static gboolean on_minute(gpointer data)
{
	Daemon *daemon = data;

	kith_bell_refresh(daemon->bell);
	/* What came in while kithd did not run may have settled what looks due, or prove that it was told already. */
	if (daemon->has_looked || g_get_monotonic_time() - daemon->started_us > LOOK_FIRST_US)
		(void)tick(daemon);	/* it has said what is wrong, and the next minute tries again */
	return G_SOURCE_CONTINUE;
}

static gboolean on_watchdog(gpointer data KITH_UNUSED)
{
	(void)sd_notify(0, "WATCHDOG=1");	/* without systemd nobody listens */
	return G_SOURCE_CONTINUE;
}

/* Transactions never span a turn of the loop: between two turns nothing is half done. */
static gboolean on_signal(gpointer data)
{
	Daemon *daemon = data;

	daemon->is_over = true;
	kith_core_stop(daemon->core);
	return G_SOURCE_REMOVE;
}

static void add_source(const Daemon *daemon, GSource *source, GSourceFunc call)
{
	g_source_set_callback(source, call, (gpointer)daemon, NULL);
	(void)g_source_attach(source, daemon->loop);	/* it lives as long as the loop */
	g_source_unref(source);
}

static void forever(Daemon *daemon)
{
	const KithBellCalls calls = { .ring = on_ring, .say = on_deaf, .context = daemon };
	uint64_t watchdog_us = 0;

	daemon->bell = kith_bell_new(daemon->config, daemon->loop, &calls);
	add_source(daemon, g_timeout_source_new_seconds(LOOK_S), on_poll);
	add_source(daemon, g_timeout_source_new_seconds(60), on_minute);
	if (sd_watchdog_enabled(0, &watchdog_us) > 0)
		add_source(daemon, g_timeout_source_new((guint)(watchdog_us / 3000)), on_watchdog);
	daemon->started_us = g_get_monotonic_time();
	kith_core_poll(daemon->core);
	(void)sd_notify(0, "READY=1\nSTATUS=first sync");	/* without systemd nobody listens */
	say(G_LOG_LEVEL_MESSAGE, NULL, "ready");
	while (!daemon->is_over)
		(void)g_main_context_iteration(daemon->loop, TRUE);	/* whether something ran is no matter */
	(void)sd_notify(0, "STOPPING=1");
}

/* --- start */

static bool parse_options(int argc, char **argv, Options *options, GError **error)
{
	const GOptionEntry entries[] = {
		{ "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config_path, "Read FILE", "FILE" },
		{ "once", 0, 0, G_OPTION_ARG_NONE, &options->is_once, "Do one whole cycle and end", NULL },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &options->now, "Let the clock stand at TIME (RFC 3339)", "TIME" },
		{ "no-send", 0, 0, G_OPTION_ARG_NONE, &options->no_send, "Let no mail leave", NULL },
		{ "version", 0, 0, G_OPTION_ARG_NONE, &options->wants_version, "Say the version", NULL },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);

	g_option_context_set_summary(context, "Reads the team's mailboxes and remembers.");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, error))
		return false;
	if (argc > 1) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "kithd takes no \"%s\"; see kithd --help", argv[1]);
		return false;
	}
	return true;
}

static bool find_clock(Daemon *daemon, GError **error)
{
	const char *now = daemon->options.now != NULL ? daemon->options.now : g_getenv("KITH_NOW");
	g_autoptr(GError) failure = NULL;

	if (now == NULL || kith_time_parse(now, &daemon->frozen_now_at, &failure))
		return true;
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "--now: %s", failure->message);
	return false;
}

static bool open_store(Daemon *daemon, GError **error)
{
	g_autofree char *path = kith_config_find(daemon->options.config_path, error);

	if (path == NULL)
		return false;
	daemon->config = kith_config_load(path, error);
	if (daemon->config == NULL)
		return false;
	daemon->store = kith_store_open(daemon->config->database, KITH_STORE_WRITE, error);
	return daemon->store != NULL && kith_store_mirror_config(daemon->store, daemon->config, error);
}

static bool start(Daemon *daemon, GError **error)
{
	if (!find_clock(daemon, error) || !open_store(daemon, error))
		return false;
	const KithCoreSetup setup = {
		.config = daemon->config, .store = daemon->store, .loop = daemon->loop,
		.frozen_now_at = daemon->frozen_now_at, .result = on_result, .idle = on_idle, .context = daemon,
	};
	daemon->core = kith_core_new(&setup);
	if (!kith_outbox_recover(daemon->store, kith_core_now(daemon->core), error))
		return false;
	daemon->porter = kith_porter_new(daemon->config, daemon->store, daemon->core, daemon->loop, error);
	return daemon->porter != NULL;
}

static void end(Daemon *daemon)
{
	kith_bell_free(daemon->bell);
	kith_porter_free(daemon->porter);
	kith_core_free(daemon->core);
	kith_store_close(daemon->store);
	kith_config_free(daemon->config);
	g_hash_table_unref(daemon->failing);
	g_free(daemon->options.config_path);
	g_free(daemon->options.now);
}

static int run(Daemon *daemon)
{
	g_autoptr(GError) error = NULL;

	if (!start(daemon, &error)) {
		/* A missing file is a matter of configuration for a daemon. */
		KithExit status = kith_error_exit(error);
		g_printerr("kithd: %s\n", error->message);
		return status == KITH_EXIT_NOTHING ? KITH_EXIT_CONFIG : status;
	}
	add_source(daemon, g_unix_signal_source_new(SIGTERM), on_signal);
	add_source(daemon, g_unix_signal_source_new(SIGINT), on_signal);
	if (daemon->options.is_once)
		once(daemon);
	else
		forever(daemon);
	return daemon->options.is_once ? (int)daemon->exit : KITH_EXIT_DONE;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	Daemon daemon = { .loop = g_main_context_default() };
	bool is_child;
	int status = kith_child_main(argc, argv, &is_child);

	if (is_child)
		return status;
	(void)setlocale(LC_ALL, "C.UTF-8");	/* output is the same everywhere; file names are UTF-8 */
	(void)signal(SIGPIPE, SIG_IGN);		/* it exists and can be ignored */
	g_log_writer_default_set_use_stderr(TRUE);
	g_set_prgname("kithd");
	if (!parse_options(argc, argv, &daemon.options, &error)) {
		g_printerr("kithd: %s\n", error->message);
		return KITH_EXIT_USAGE;
	}
	if (daemon.options.wants_version) {
		g_print("kithd %s\n", PACKAGE_VERSION);
		return KITH_EXIT_DONE;
	}
	daemon.failing = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	status = run(&daemon);
	end(&daemon);
	return status;
}
