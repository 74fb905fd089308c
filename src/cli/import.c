/* SPDX-License-Identifier: MIT
 * import.c - `kith import` and `kith rebuild`: history in, derived tables again.
 * In: mbox, Maildir, .eml; or the slim mails of the store. Out: mail stored. Next: src/cli/engine.c
 */
#include "commands.h"
#include "daemon/parser.h"
#include "engine.h"

#include <unistd.h>

/* Absolute, so that fetch may read exactly them. Errors: NOT_FOUND. */
static char **find_paths(int argc, char **argv, GError **error)
{
	g_autoptr(GStrvBuilder) paths = g_strv_builder_new();

	for (int i = 1; i < argc; i++) {
		g_autofree char *path = g_canonicalize_filename(argv[i], NULL);

		if (access(path, R_OK) != 0) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "cannot read %s", argv[i]);
			return NULL;
		}
		g_strv_builder_add(paths, path);
	}
	return g_strv_builder_end(paths);
}

/* --- --dry-run: counted and parsed, stored nowhere */

typedef struct {
	KithParser *parser;
	uint64_t mails, unreadable, skipped;
} DryRun;

static bool look_at(const char *source KITH_UNUSED, const KithRawMail *raw, void *context, GError **error)
{
	DryRun *run = context;
	g_autoptr(GError) failure = NULL;

	if (raw->slim == NULL) {
		run->skipped++;
		return true;
	}
	g_autoptr(KithMail) mail = kith_parser_parse(run->parser, raw->slim, &failure);
	if (mail != NULL) {
		run->mails++;
		return true;
	}
	if (g_error_matches(failure, KITH_ERROR, KITH_ERROR_INVALID)) {
		run->unreadable++;
		return true;
	}
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

static int import_dry(KithCli *cli, const char *account, char **paths)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(KithParser) parser = kith_parser_new(&error);
	DryRun run = { .parser = parser };

	if (parser == NULL)
		return kith_cli_fail(error);
	for (char **path = paths; *path != NULL; path++) {
		if (!kith_local_each(*path, look_at, &run, &error))
			return kith_cli_fail(error);
	}
	json_t *object = json_pack("{s:s, s:I, s:I, s:I}", "account", account, "mails", (json_int_t)run.mails,
				   "skipped", (json_int_t)run.skipped, "quarantined", (json_int_t)run.unreadable);
	if (!kith_print_object(cli, object))
		printf("%" G_GUINT64_FORMAT " mails would be taken, %" G_GUINT64_FORMAT " skipped, %" G_GUINT64_FORMAT
		       " cannot be read; nothing was stored\n", run.mails, run.skipped, run.unreadable);
	json_decref(object);
	return run.mails > 0 ? KITH_EXIT_DONE : KITH_EXIT_NOTHING;
}

static int import_paths(KithCli *cli, const KithAccount *account, char **paths)
{
	g_autoptr(GError) error = NULL;
	KithEngine engine;
	int status;

	if (kith_engine_init(&engine, cli, true, (const char *const *)paths, NULL, &error)) {
		kith_core_import(engine.core, account);
		kith_engine_run(&engine);
		status = kith_engine_print(&engine);
	} else {
		status = kith_cli_fail(error);
	}
	kith_engine_clear(&engine);
	return status;
}

int kith_command_import(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *title = NULL;
	gboolean is_dry = FALSE;
	const GOptionEntry entries[] = {
		{ "account", 0, 0, G_OPTION_ARG_STRING, &title, "Whose mail it is", "NAME" },
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &is_dry, "Say what would be taken, store nothing", NULL },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (title == NULL || argc < 2)
		return kith_cli_usage("import", title == NULL ? "name the account: --account NAME" :
				      "name a file or folder");
	g_auto(GStrv) paths = find_paths(argc, argv, &error);
	if (paths == NULL || !kith_cli_need_config(cli, &error))
		return kith_cli_fail(error);
	const KithAccount *account = kith_config_find_account(cli->config, title);
	if (account == NULL) {
		g_set_error(&error, KITH_ERROR, KITH_ERROR_USAGE, "%s has no account \"%s\"", cli->config->path, title);
		return kith_cli_fail(error);
	}
	return is_dry ? import_dry(cli, title, paths) : import_paths(cli, account, paths);
}

/* --- rebuild */

typedef struct {
	KithParser *parser;
	uint64_t mails, unreadable;
	int64_t shown_us;
} Rebuild;

static void show_rebuild(Rebuild *run)
{
	int64_t now_us = g_get_monotonic_time();

	if (!isatty(STDERR_FILENO) || now_us - run->shown_us < G_USEC_PER_SEC)
		return;
	if (run->shown_us != 0)
		fprintf(stderr, "\r\033[K%" G_GUINT64_FORMAT " mails", run->mails);
	run->shown_us = now_us;
}

/* A stored mail that can no longer be read stands in for itself, empty: it must not keep all others
 * from being understood anew. */
static KithMail *parse_stored(GBytes *slim, void *context, GError **error)
{
	Rebuild *run = context;
	g_autoptr(GError) failure = NULL;
	KithMail *mail = kith_parser_parse(run->parser, slim, &failure);

	run->mails++;
	show_rebuild(run);
	if (mail != NULL)
		return mail;
	if (!g_error_matches(failure, KITH_ERROR, KITH_ERROR_INVALID)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return NULL;
	}
	run->unreadable++;
	mail = kith_mail_new();
	g_free(mail->kind_reason);
	mail->kind_reason = g_strdup("could not be read");
	g_ptr_array_add(mail->defects, g_strdup(failure->message));
	return mail;
}

/* Only parses: what would change stays to be seen. */
static bool rebuild_dry(KithCli *cli, Rebuild *run, GError **error)
{
	if (!kith_cli_need_store(cli, error))
		return false;
	g_autoptr(GPtrArray) names = kith_slim_names(cli->store, error);
	for (guint i = 0; names != NULL && i < names->len; i++) {
		const KithSlimName *name = names->pdata[i];
		g_autoptr(GBytes) slim = kith_slim_get(cli->store, name->mail, error);
		g_autoptr(KithMail) mail = slim != NULL ? parse_stored(slim, run, error) : NULL;

		if (mail == NULL)
			return false;
	}
	return names != NULL;
}

static bool rebuild_really(KithCli *cli, Rebuild *run, GError **error)
{
	g_autoptr(KithStore) store = kith_engine_store(cli, error);
	uint64_t count;

	return store != NULL && kith_relate_rebuild(store, cli->config, parse_stored, run, cli->now_at, &count, error);
}

static int say_rebuilt(KithCli *cli, const Rebuild *run, bool is_dry)
{
	json_t *object = json_pack("{s:I, s:I, s:b}", "mails", (json_int_t)run->mails, "unreadable",
				   (json_int_t)run->unreadable, "dry_run", (int)is_dry);

	if (!kith_print_object(cli, object))
		printf("%" G_GUINT64_FORMAT " mails %s, %" G_GUINT64_FORMAT " of them cannot be read\n", run->mails,
		       is_dry ? "would be understood anew" : "understood anew", run->unreadable);
	json_decref(object);
	return run->unreadable == 0 ? KITH_EXIT_DONE : KITH_EXIT_NOTHING;
}

int kith_command_rebuild(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	gboolean is_dry = FALSE;
	const GOptionEntry entries[] = {
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &is_dry, "Only try to read every stored mail", NULL },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (argc != 1)
		return kith_cli_usage("rebuild", "it takes no arguments");
	g_autoptr(KithParser) parser = kith_parser_new(&error);
	Rebuild run = { .parser = parser };
	bool ok = parser != NULL && (is_dry ? rebuild_dry(cli, &run, &error) : rebuild_really(cli, &run, &error));
	if (run.shown_us != 0)
		fputs("\r\033[K", stderr);
	return ok ? say_rebuilt(cli, &run, is_dry) : kith_cli_fail(error);
}
