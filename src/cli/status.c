/* SPDX-License-Identifier: MIT
 * status.c - `kith status`: how the accounts are, in a table and in words.
 * In: objects of view. Out: rows; on a terminal, what is not well below them. Next: src/cli/table.c
 */
#include <string.h>

#include "commands.h"

typedef struct {
	KithCli *cli;
	KithPrinter *printer;
	GPtrArray *troubles;	/* char *, for below the table */
} StatusList;

/* "well"; "syncing, 42 %, 26 s left"; "failing, again in 12 min" */
static json_t *how_it_goes(const json_t *object, int64_t now_at)
{
	const char *state = json_string_value(json_object_get(object, "state"));
	const json_t *progress = json_object_get(object, "progress");
	const char *retry = json_string_value(json_object_get(object, "retry_at"));
	int64_t retry_at = 0;

	if (json_is_object(progress)) {
		json_int_t found = json_integer_value(json_object_get(progress, "found"));
		json_int_t done = json_integer_value(json_object_get(progress, "done"));
		const json_t *left = json_object_get(progress, "left_s");

		if (!json_is_integer(left) || found == 0)
			return json_sprintf("%s, %lld mails so far", state, (long long)done);
		return json_sprintf("%s, %d %%, %lld s left", state, (int)(done * 100 / found),
				    (long long)json_integer_value(left));
	}
	if (retry != NULL && kith_time_parse(retry, &retry_at, NULL) && retry_at > now_at)
		return json_sprintf("%s, again in %d min", state, (int)((retry_at - now_at + 59) / 60));
	return json_string(state);
}

/* The error and the notes, as one text; "" when all is well. */
static char *not_well(const json_t *object)
{
	const char *error = json_string_value(json_object_get(object, "error"));
	GString *text = g_string_new(error);
	json_t *note;
	size_t i;

	json_array_foreach(json_object_get(object, "notes"), i, note)
		g_string_append_printf(text, "%s%s", text->len > 0 ? "; " : "", json_string_value(note));
	return g_string_free(text, FALSE);
}

/* Whether mails leave is a matter of the configuration, not of the store. */
static bool add_status(json_t *object, void *context)
{
	StatusList *list = context;
	const char *title = json_string_value(json_object_get(object, "account"));
	const KithAccount *account = kith_config_find_account(list->cli->config, title);
	bool is_on = account != NULL ? account->sending : list->cli->config->sending;
	g_autofree char *trouble = not_well(object);

	(void)json_object_set_new(object, "sending", json_string(is_on ? "on" : "hold"));
	if (!list->cli->json) {
		(void)json_object_set_new(object, "how", how_it_goes(object, list->cli->viewer.now_at));
		(void)json_object_set_new(object, "not_well", *trouble != '\0' ? json_string(trouble) : json_null());
	}
	if (*trouble != '\0')
		g_ptr_array_add(list->troubles, g_strdup_printf("%s: %s", title, trouble));
	return kith_printer_add(object, list->printer);
}

/* A column would cut them off where they begin to tell something. */
static void print_troubles(const StatusList *list)
{
	if (list->troubles->len > 0)
		(void)putchar('\n');
	for (guint i = 0; i < list->troubles->len; i++) {
		g_autofree char *clean = kith_text_clean(list->troubles->pdata[i], false);

		puts(clean);
	}
}

#define TABLE_COLUMNS 6	/* on a terminal what is not well stands below */
static const KithColumn columns[] = {
	{ "ACCOUNT", "account", KITH_COLUMN_TEXT, true },
	{ "STATE", "how", KITH_COLUMN_TEXT, false },
	{ "LAST SYNC", "last_sync_at", KITH_COLUMN_AGO, false },
	{ "MAILS", "stored", KITH_COLUMN_NUMBER, false },
	{ "UNREAD BY KITH", "quarantined", KITH_COLUMN_NUMBER, false },
	{ "SENDING", "sending", KITH_COLUMN_TEXT, false },
	{ "NOT WELL", "not_well", KITH_COLUMN_TEXT, false },
	{ NULL, NULL, KITH_COLUMN_TEXT, false }
};

/* The operator looks at all accounts, in the team's time; a user sees the mail of their own accounts counted. */
static bool find_viewer(KithCli *cli, GError **error)
{
	if (cli->as_user != NULL)
		return kith_cli_need_viewer(cli, error);
	if (!kith_cli_need_store(cli, error))
		return false;
	cli->viewer = (KithViewer) { .zone = cli->config->zone, .now_at = cli->now_at };
	return true;
}

int kith_command_status(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) troubles = g_ptr_array_new_with_free_func(g_free);

	if (argc > 1)
		return kith_cli_usage(argv[0], "it takes no arguments");
	if (!find_viewer(cli, &error))
		return kith_cli_fail(error);
	bool is_table = !cli->json && cli->columns > 0;
	KithColumn shown[TABLE_COLUMNS + 1] = { 0 };
	memcpy(shown, columns, TABLE_COLUMNS * sizeof *columns);
	KithPrinter *printer = kith_printer_new(cli, is_table ? shown : columns);
	StatusList list = { .cli = cli, .printer = printer, .troubles = troubles };
	bool ok = kith_view_status(cli->store, &cli->viewer, add_status, &list, &error);
	unsigned count = kith_printer_end(printer);
	if (!ok)
		return kith_cli_fail(error);
	if (count == 0) {
		g_printerr("kith: no account was ever synced\n");
		return KITH_EXIT_NOTHING;
	}
	if (is_table)
		print_troubles(&list);
	return KITH_EXIT_DONE;
}
