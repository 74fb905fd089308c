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
		return kith_cli_usage("import", title == NULL ? "name the account: --account NAME" : "name a file or folder");
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

int kith_command_rebuild(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	uint64_t count = 0;

	if (argc != 1)
		return kith_cli_usage(argv[0], "it takes no arguments");
	g_autoptr(KithStore) store = kith_engine_store(cli, &error);
	g_autoptr(KithParser) parser = store != NULL ? kith_parser_new(&error) : NULL;
	if (parser == NULL || !kith_relate_rebuild(store, cli->config, kith_parser_parse_one, parser, cli->now_at, &count,
						   &error))
		return kith_cli_fail(error);
	json_t *object = json_pack("{s:I}", "mails", (json_int_t)count);
	if (!kith_print_object(cli, object))
		printf("%" G_GUINT64_FORMAT " mails related again\n", count);
	json_decref(object);
	return KITH_EXIT_DONE;
}
