/* SPDX-License-Identifier: MIT
 * sync.c - `kith sync` and `kith audit`: the mailboxes, now.
 * In: names of accounts. Out: mail stored; or what the server has and the ledger lacks. Next: src/cli/engine.c
 */
#include <unistd.h>

#include "commands.h"
#include "daemon/door.h"
#include "engine.h"

/* The accounts named in ARGV, or all. NULL: an unknown one was named. */
static GPtrArray *choose(KithCli *cli, int argc, char **argv, GError **error)
{
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();

	for (guint i = 0; argc == 1 && i < cli->config->accounts->len; i++)
		g_ptr_array_add(chosen, cli->config->accounts->pdata[i]);
	for (int i = 1; i < argc; i++) {
		const KithAccount *account = kith_config_find_account(cli->config, argv[i]);

		if (account == NULL) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "%s has no account \"%s\"", cli->config->path,
				    argv[i]);
			return NULL;
		}
		g_ptr_array_add(chosen, (gpointer)account);
	}
	return g_steal_pointer(&chosen);
}

static void on_progress(const KithProgress *progress, void *context)
{
	if (isatty(STDERR_FILENO))
		kith_line_show(progress, context);
}

/* Through kithd, which says when it is over. *ret_nobody: there is none. */
static int sync_by_daemon(KithCli *cli, int argc, char **argv, bool *ret_nobody)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	const KithDoorRequest request = { .user = cli->as_user, .words = words };
	bool has_line = false;

	for (int i = 1; i < argc; i++)
		g_ptr_array_add(words, argv[i]);
	g_autoptr(KithDoorAnswer) answer = kith_door_sync(cli->config->database, &request, on_progress, &has_line,
							  ret_nobody, &error);
	kith_line_clear(&has_line);
	if (*ret_nobody)
		return KITH_EXIT_DONE;
	if (answer == NULL)
		return kith_cli_fail(error);
	if (*answer->text != '\0')
		fprintf(stderr, "kith: %s\n", answer->text);
	return (int)answer->exit;
}

int kith_command_sync(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	KithEngine engine;
	bool nobody = false;

	if (!kith_cli_need_config(cli, &error))
		return kith_cli_fail(error);
	g_autoptr(GPtrArray) accounts = choose(cli, argc, argv, &error);
	if (accounts == NULL)
		return kith_cli_fail(error);
	int status = sync_by_daemon(cli, argc, argv, &nobody);
	if (!nobody)
		return status;
	if (!kith_engine_init(&engine, cli, true, NULL, NULL, &error)) {
		kith_engine_clear(&engine);
		return kith_cli_fail(error);
	}
	for (guint i = 0; i < accounts->len; i++)
		(void)kith_core_sync(engine.core, accounts->pdata[i]);	/* one result each: nothing ran before */
	kith_engine_run(&engine);
	status = kith_engine_print(&engine);
	kith_engine_clear(&engine);
	return status;
}

/* --- audit */

static const KithColumn audit_columns[] = {
	{ "ACCOUNT", "account", KITH_COLUMN_TEXT, false },
	{ "FOLDER", "folder", KITH_COLUMN_TEXT, true },
	{ "SERVER", "server", KITH_COLUMN_NUMBER, false },
	{ "STORED", "stored", KITH_COLUMN_NUMBER, false },
	{ "SKIPPED", "skipped", KITH_COLUMN_NUMBER, false },
	{ "FAILED", "failed", KITH_COLUMN_NUMBER, false },
	{ "MISSING", "missing", KITH_COLUMN_NUMBER, false },
	{ "DUPLICATES", "duplicates", KITH_COLUMN_NUMBER, false },
	{ NULL, NULL, KITH_COLUMN_TEXT, false },
};

typedef struct {
	KithEngine engine;	/* first: core's callback is given its address */
	KithStore *store;	/* reading */
	GPtrArray *known;	/* json_t *: what the ledger says, folder by folder */
	KithPrinter *printer;
	bool is_missing;
	GError *failure;
} Audit;

static bool remember(json_t *object, void *context)
{
	g_ptr_array_add(context, json_incref(object));
	return true;
}

static json_t *find_known(const Audit *audit, const char *account, const char *folder)
{
	for (guint i = 0; i < audit->known->len; i++) {
		json_t *object = audit->known->pdata[i];

		if (g_strcmp0(json_string_value(json_object_get(object, "account")), account) == 0 &&
		    g_strcmp0(json_string_value(json_object_get(object, "folder")), folder) == 0)
			return json_incref(object);
	}
	return json_pack("{s:s, s:s, s:n, s:i, s:i, s:i, s:n, s:i}", "account", account, "folder", folder, "server",
			 "stored", 0, "skipped", 0, "failed", 0, "missing", "duplicates", 0);
}

/* How many of what the server lists have no sighting. */
static bool count_missing(Audit *audit, const char *account, const KithFetchFolder *told, uint64_t *ret_count)
{
	int64_t folder_id = 0;

	if (!kith_ledger_find_folder(audit->store, kith_store_find_account(audit->store, account), told->raw_name,
				     told->uidvalidity, &folder_id, &audit->failure))
		return false;
	/* of a folder that is not in the ledger, folder_id 0, nothing is listed */
	GArray *pairs = kith_ledger_listed(audit->store, folder_id, &audit->failure);
	if (pairs == NULL)
		return false;
	g_autoptr(KithUidSet) known = kith_uid_set_from_pairs(pairs);
	g_autoptr(KithUidSet) lacking = kith_uid_set_minus(told->uids, known);
	*ret_count = kith_uid_set_count(lacking);
	return true;
}

static void on_folder(const char *account, const KithFetchFolder *told, void *context)
{
	Audit *audit = context;
	uint64_t missing = 0;

	if (audit->failure != NULL || !count_missing(audit, account, told, &missing))
		return;
	json_t *object = find_known(audit, account, told->name);
	(void)json_object_set_new(object, "server", json_integer((json_int_t)kith_uid_set_count(told->uids)));
	(void)json_object_set_new(object, "missing", json_integer((json_int_t)missing));
	/* Sightings of one mail in one folder, and files whose bytes are the same: those are one sighting. */
	json_int_t copies = json_integer_value(json_object_get(object, "duplicates")) + (json_int_t)told->copies;
	(void)json_object_set_new(object, "duplicates", json_integer(copies));
	(void)kith_printer_add(object, audit->printer);	/* a full list is no failure */
	audit->is_missing = audit->is_missing || missing > 0;
	json_decref(object);
}

static void free_object(gpointer object)
{
	json_decref(object);
}

static int run_audit(Audit *audit, const GPtrArray *accounts)
{
	for (guint i = 0; i < accounts->len; i++)
		kith_core_audit(audit->engine.core, accounts->pdata[i]);
	kith_engine_run(&audit->engine);
	(void)kith_printer_end(audit->printer);	/* whether a folder was told is no matter: errors are */
	if (audit->failure != NULL)
		return kith_cli_fail(audit->failure);
	if (audit->engine.exit != KITH_EXIT_DONE)
		return (int)audit->engine.exit;
	return audit->is_missing ? KITH_EXIT_NOTHING : KITH_EXIT_DONE;
}

int kith_command_audit(KithCli *cli, int argc, char **argv)
{
	Audit audit = { .known = g_ptr_array_new_with_free_func(free_object) };
	g_autoptr(GError) error = NULL;
	int status;

	g_autoptr(GPtrArray) accounts = kith_cli_need_config(cli, &error) ? choose(cli, argc, argv, &error) : NULL;
	if (accounts == NULL || !kith_cli_need_store(cli, &error) ||
	    !kith_view_audit(cli->store, argc == 2 ? argv[1] : NULL, remember, audit.known, &error) ||
	    !kith_engine_init(&audit.engine, cli, false, NULL, on_folder, &error)) {
		status = kith_cli_fail(error);
	} else {
		audit.store = cli->store;
		audit.printer = kith_printer_new(cli, audit_columns);
		status = run_audit(&audit, accounts);
	}
	kith_engine_clear(&audit.engine);
	g_ptr_array_unref(audit.known);
	g_clear_error(&audit.failure);
	return status;
}
