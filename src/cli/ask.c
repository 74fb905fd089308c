/* SPDX-License-Identifier: MIT
 * ask.c - questions: contacts, show, timeline, conversations, search, due, why.
 * In: words. Out: what this viewer may see. Next: src/view/
 */
#include <string.h>

#include "commands.h"

/* The common end of a list: nothing found is said on stderr, and is status 1. */
static int end_list(KithPrinter *printer, bool ok, const GError *error, const char *nothing)
{
	unsigned count = kith_printer_end(printer);

	if (!ok)
		return kith_cli_fail(error);
	if (count > 0)
		return KITH_EXIT_DONE;
	g_printerr("kith: %s\n", nothing);
	return KITH_EXIT_NOTHING;
}

static const KithColumn contact_columns[] = {
	{ "NAME", "name", KITH_COLUMN_NAME, false },
	{ "LAST", "last_at", KITH_COLUMN_AGO, false },
	{ "ADDRESS", "addresses", KITH_COLUMN_TEXT, true },
	{ "ORGANIZATION", "organization", KITH_COLUMN_TEXT, true },
	{ "IN", "messages_in", KITH_COLUMN_NUMBER, false },
	{ "OUT", "messages_out", KITH_COLUMN_NUMBER, false },
	{ NULL, NULL, KITH_COLUMN_TEXT, false }
};

int kith_command_contacts(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *query = argc > 1 ? g_strjoinv(" ", argv + 1) : NULL;

	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	KithPrinter *printer = kith_printer_new(cli, contact_columns);
	bool ok = kith_view_contacts(cli->store, &cli->viewer, query, kith_printer_add, printer, &error);
	return end_list(printer, ok, error, query != NULL ? "no contact is like that" : "there are no contacts yet");
}

/* Whom QUERY names, when it is not one person: printed on stderr for people. */
static bool print_candidate(json_t *object, void *context)
{
	unsigned *count = context;
	const char *name = json_string_value(json_object_get(object, "name"));
	const char *address = json_string_value(json_array_get(json_object_get(object, "addresses"), 0));
	g_autofree char *line = g_strdup_printf("%s <%s>", name != NULL ? name : "", address != NULL ? address : "");
	g_autofree char *clean = kith_text_clean(line, false);

	g_printerr("%s    %s\n", (*count)++ == 0 ? "kith: these are meant perhaps:\n" : "", clean);
	return *count < 10;
}

static const char *text_of(const json_t *object, const char *field)
{
	const char *text = json_string_value(json_object_get(object, field));

	return text != NULL ? text : "";
}

static void print_field(const char *label, const char *text)
{
	g_autofree char *clean = kith_text_clean(text, false);

	if (*clean != '\0')
		printf("%-13s %s\n", label, clean);
}

static void print_moment(KithCli *cli, const char *label, const json_t *object, const char *field)
{
	int64_t at;

	if (!kith_time_parse(text_of(object, field), &at, NULL))
		return;
	g_autofree char *when = kith_time_format_human(at, cli->viewer.zone);
	g_autofree char *ago = kith_print_ago(at, cli->now_at);
	g_autofree char *both = g_strdup_printf("%s (%s)", when, ago);
	print_field(label, both);
}

static void print_rhythm(const json_t *object)
{
	json_int_t seconds = json_integer_value(json_object_get(object, "rhythm_s"));

	if (seconds <= 0)
		return;
	g_autofree char *text = seconds < 7200 ? g_strdup_printf("within %d minutes", (int)(seconds / 60))
			      : seconds < 172800 ? g_strdup_printf("within %d hours", (int)(seconds / 3600))
						 : g_strdup_printf("within %d days", (int)(seconds / 86400));
	print_field("Answers", text);
}

static void print_contact(KithCli *cli, const json_t *contact)
{
	size_t i;
	json_t *item;

	print_field("Name", text_of(contact, "name"));
	json_array_foreach(json_object_get(contact, "addresses"), i, item)
		print_field(i == 0 ? "Address" : "", json_string_value(item));
	print_field("Organization", text_of(contact, "organization"));
	print_field("Known by", text_of(contact, "owner"));
	print_moment(cli, "First mail", contact, "first_at");
	print_moment(cli, "Last mail", contact, "last_at");
	g_autofree char *counts = g_strdup_printf("%d from them, %d from us",
			(int)json_integer_value(json_object_get(contact, "messages_in")),
			(int)json_integer_value(json_object_get(contact, "messages_out")));
	print_field("Mails", counts);
	print_rhythm(contact);
	json_array_foreach(json_object_get(contact, "facts"), i, item) {
		g_autofree char *fact = g_strdup_printf("%s: %s", text_of(item, "kind"), text_of(item, "value"));

		print_field(i == 0 ? "Facts" : "", fact);
	}
	json_array_foreach(json_object_get(contact, "open"), i, item) {
		g_autofree char *line = g_strdup_printf("%s  %s: %s", text_of(item, "id"), text_of(item, "kind"),
							text_of(item, "reason"));

		print_field(i == 0 ? "Open" : "", line);
	}
}

int kith_command_show(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	unsigned candidates = 0;

	if (argc < 2)
		return kith_cli_usage(argv[0], "name a contact: an id, an address, or a name");
	g_autofree char *who = g_strjoinv(" ", argv + 1);
	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	json_t *contact = kith_view_contact(cli->store, &cli->viewer, who, print_candidate, &candidates, &error);
	if (contact == NULL)
		return kith_cli_fail(error);
	if (!kith_print_object(cli, contact))
		print_contact(cli, contact);
	json_decref(contact);
	return KITH_EXIT_DONE;
}

/* A moment given as an option: RFC 3339 or a date. */
static bool option_time(const char *name, const char *value, int64_t *ret_at)
{
	g_autoptr(GError) error = NULL;

	if (value == NULL || kith_time_parse(value, ret_at, &error))
		return true;
	g_printerr("kith: %s: %s\n", name, error->message);
	return false;
}

int kith_command_timeline(KithCli *cli, int argc, char **argv)
{
	static const KithColumn columns[] = {
		{ "WHEN", "at", KITH_COLUMN_AGO, false },
		{ "", "mark", KITH_COLUMN_TEXT, false },
		{ "SUBJECT", "subject", KITH_COLUMN_NAME, false },
		{ "WORDS", "snippet", KITH_COLUMN_TEXT, true },
		{ NULL, NULL, KITH_COLUMN_TEXT, false }
	};
	g_autofree char *since = NULL, *until = NULL, *kind = NULL;
	int limit = 0;
	const GOptionEntry entries[] = {
		{ "since", 0, 0, G_OPTION_ARG_STRING, &since, NULL, NULL },
		{ "until", 0, 0, G_OPTION_ARG_STRING, &until, NULL, NULL },
		{ "kind", 0, 0, G_OPTION_ARG_STRING, &kind, NULL, NULL },
		{ "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GError) error = NULL;
	KithTimelineFilter filter = { 0 };

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (argc < 2)
		return kith_cli_usage(argv[0], "name a contact or an organization");
	if (!option_time("--since", since, &filter.since_at) || !option_time("--until", until, &filter.until_at))
		return KITH_EXIT_USAGE;
	filter.kind = kind;
	filter.limit = limit > 0 ? (uint32_t)limit : 0;
	g_autofree char *who = g_strjoinv(" ", argv + 1);
	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	KithPrinter *printer = kith_printer_new(cli, columns);
	bool ok = kith_view_timeline(cli->store, &cli->viewer, who, &filter, kith_printer_add, printer, &error);
	return end_list(printer, ok, error, "nothing of that is on the timeline");
}

static const char *const conversation_states[] = { "you-owe", "waiting", "closed", "quiet", NULL };

int kith_command_conversations(KithCli *cli, int argc, char **argv)
{
	static const KithColumn columns[] = {
		{ "SUBJECT", "subject", KITH_COLUMN_TEXT, true },
		{ "WITH", "names", KITH_COLUMN_NAME, false },
		{ "STATE", "state", KITH_COLUMN_TEXT, false },
		{ "LAST", "last_at", KITH_COLUMN_AGO, false },
		{ "MAILS", "count", KITH_COLUMN_NUMBER, false },
		{ NULL, NULL, KITH_COLUMN_TEXT, false }
	};
	g_autofree char *contact = NULL, *state = NULL;
	gboolean messages = FALSE;
	const GOptionEntry entries[] = {
		{ "contact", 0, 0, G_OPTION_ARG_STRING, &contact, NULL, NULL },
		{ "state", 0, 0, G_OPTION_ARG_STRING, &state, NULL, NULL },
		{ "messages", 0, 0, G_OPTION_ARG_NONE, &messages, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GError) error = NULL;

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (argc > 1)
		return kith_cli_usage(argv[0], "it takes options only");
	if (state != NULL && !g_strv_contains(conversation_states, state))
		return kith_cli_usage(argv[0], "--state wants you-owe, waiting, closed or quiet");
	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	const KithConversationFilter filter = { .contact = contact, .state = state, .messages = messages };
	KithPrinter *printer = kith_printer_new(cli, columns);
	bool ok = kith_view_conversations(cli->store, &cli->viewer, &filter, kith_printer_add, printer, &error);
	return end_list(printer, ok, error, "there are no such conversations");
}

int kith_command_search(KithCli *cli, int argc, char **argv)
{
	static const KithColumn columns[] = {
		{ "WHEN", "at", KITH_COLUMN_AGO, false },
		{ "FROM", "from", KITH_COLUMN_NAME, false },
		{ "SUBJECT", "subject", KITH_COLUMN_NAME, false },
		{ "WORDS", "snippet", KITH_COLUMN_TEXT, true },
		{ NULL, NULL, KITH_COLUMN_TEXT, false }
	};
	gboolean newest = FALSE;
	int limit = 50;
	const GOptionEntry entries[] = {
		{ "newest", 0, 0, G_OPTION_ARG_NONE, &newest, NULL, NULL },
		{ "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GError) error = NULL;

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (argc < 2)
		return kith_cli_usage(argv[0], "say what to look for");
	if (limit < 1)
		return kith_cli_usage(argv[0], "--limit wants a number from 1");
	g_autofree char *query = g_strjoinv(" ", argv + 1);
	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	KithPrinter *printer = kith_printer_new(cli, columns);
	bool ok = kith_view_search(cli->store, &cli->viewer, query, newest, (uint32_t)limit, kith_printer_add, printer,
				   &error);
	return end_list(printer, ok, error, "no mail that you may see holds that");
}

int kith_command_due(KithCli *cli, int argc, char **argv)
{
	static const KithColumn columns[] = {
		{ "ID", "id", KITH_COLUMN_TEXT, false },
		{ "WITH", "name", KITH_COLUMN_NAME, false },
		{ "DUE", "due_at", KITH_COLUMN_AGO, false },
		{ "KIND", "kind", KITH_COLUMN_TEXT, false },
		{ "WHY", "reason", KITH_COLUMN_TEXT, true },
		{ NULL, NULL, KITH_COLUMN_TEXT, false }
	};
	gboolean all = FALSE;
	const GOptionEntry entries[] = {
		{ "all", 0, 0, G_OPTION_ARG_NONE, &all, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GError) error = NULL;

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (argc > 1)
		return kith_cli_usage(argv[0], "it takes --all only");
	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	KithPrinter *printer = kith_printer_new(cli, columns);
	bool ok = kith_view_due(cli->store, &cli->viewer, all, kith_printer_add, printer, &error);
	return end_list(printer, ok, error, "nothing is due");
}

/* An answer of `why`: each field a line, lists indented. */
static void print_why(const json_t *object)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value) {
		size_t i;
		json_t *item;

		if (json_is_string(value))
			print_field(key, json_string_value(value));
		json_array_foreach(value, i, item)
			print_field(i == 0 ? key : "", json_string_value(item));
	}
}

int kith_command_why(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	if (argc != 2)
		return kith_cli_usage(argv[0], "name one follow-up, mail, address, or ACCOUNT/FOLDER/UID");
	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	json_t *why = kith_view_why(cli->store, &cli->viewer, argv[1], &error);
	if (why == NULL)
		return kith_cli_fail(error);
	if (!kith_print_object(cli, why))
		print_why(why);
	json_decref(why);
	return KITH_EXIT_DONE;
}
