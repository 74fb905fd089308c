/* SPDX-License-Identifier: MIT
 * when.c - `kith when`: how a time in a command is understood.
 * In: an expression, or one per line. Out: the time, or why it is refused. Next: src/follow/when.c
 */
#include "cli.h"
#include "commands.h"

static const KithWorkHours usual_hours = { .days = 0x1f, .from_min = 9 * 60, .until_min = 17 * 60 + 30 };

static json_t *understand(KithCli *cli, const char *expression, GTimeZone *zone, bool *ret_ok)
{
	KithWhen when = { 0 };
	g_autoptr(GError) error = NULL;
	g_autofree char *clean = kith_text_valid(expression, strlen(expression), KITH_LIMIT_QUERY_BYTES);

	*ret_ok = kith_when_parse(clean, cli->now_at, zone, &usual_hours, &when, &error);
	g_autofree char *at = *ret_ok ? kith_time_format(when.at, zone) : NULL;
	g_autofree char *human = *ret_ok ? kith_time_format_human(when.at, zone) : NULL;
	json_t *object = json_pack("{s:s, s:s?, s:b, s:s}", "expression", clean, "at", at,
				   "date_only", *ret_ok && when.date_only,
				   "reason", *ret_ok ? human : error->message);
	kith_when_clear(&when);
	return object;
}

static bool answer(KithCli *cli, const char *expression, GTimeZone *zone)
{
	bool ok;
	json_t *object = understand(cli, expression, zone, &ok);

	if (!kith_print_object(cli, object)) {
		kith_print_clean(json_string_value(json_object_get(object, "reason")));
		putchar('\n');
	}
	json_decref(object);
	return ok;
}

static bool answer_lines(KithCli *cli, GTimeZone *zone)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	bool all = true;

	while ((length = getline(&line, &size, stdin)) >= 0) {
		if (length > 0 && line[length - 1] == '\n')
			line[length - 1] = '\0';
		all = answer(cli, line, zone) && all;
	}
	free(line);
	return all;
}

int kith_command_when(KithCli *cli, int argc, char **argv)
{
	g_autofree char *zone_name = NULL;
	gboolean lines = FALSE;
	const GOptionEntry entries[] = {
		{ "zone", 0, 0, G_OPTION_ARG_STRING, &zone_name, "time zone (IANA name)", "TZ" },
		{ "stdin", 0, 0, G_OPTION_ARG_NONE, &lines, "one expression per line of standard input", NULL },
		G_OPTION_ENTRY_NULL
	};

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	g_autoptr(GTimeZone) zone = zone_name != NULL ? g_time_zone_new_identifier(zone_name) : g_time_zone_new_local();
	if (zone == NULL)
		return kith_cli_usage(argv[0], "--zone wants an IANA name like Europe/Berlin");
	if (lines)
		return answer_lines(cli, zone) ? KITH_EXIT_DONE : KITH_EXIT_NOTHING;
	if (argc < 2)
		return kith_cli_usage(argv[0], "name a time, like \"next tue 9:00\"");
	g_autofree char *expression = g_strjoinv(" ", argv + 1);
	return answer(cli, expression, zone) ? KITH_EXIT_DONE : KITH_EXIT_NOTHING;
}
