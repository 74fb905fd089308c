/* SPDX-License-Identifier: MIT
 * print.c - the one printer behind text and JSON.
 * In: objects of view. Out: NDJSON, a table on a terminal, plain columns in a pipe. Next: src/cli/ask.c
 */
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

struct KithPrinter {
	KithCli *cli;
	const KithColumn *columns;
	struct libscols_table *table;	/* on a terminal */
	size_t width;			/* of the table, in columns */
	unsigned count;
};

#define NARROW_COLUMNS 60
#define NARROW_WIDTH 3

void kith_print_clean(const char *text)
{
	g_autofree char *clean = kith_text_clean(text, true);

	fputs(clean, stdout);
}

void kith_print_field(const char *label, const char *text)
{
	g_autofree char *clean = text != NULL ? kith_text_clean(text, false) : g_strdup("");

	if (*clean != '\0')
		printf("%-13s %s\n", label, clean);
}

static void print_json(const json_t *object)
{
	/* Escaped, so that no control character of a stranger reaches a terminal. */
	char *line = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);

	puts(line);
	free(line);
}

bool kith_print_object(KithCli *cli, const json_t *object)
{
	if (!cli->json)
		return false;
	print_json(object);
	return true;
}

char *kith_print_ago(int64_t at, int64_t now_at)
{
	static const struct { int64_t from_s, unit_s; const char *one, *many; } steps[] = {
		{ 2 * 365 * 86400, 365 * 86400, "year", "years" },
		{ 60 * 86400, 30 * 86400, "month", "months" },
		{ 14 * 86400, 7 * 86400, "week", "weeks" },
		{ 86400, 86400, "day", "days" },
		{ 3600, 3600, "hour", "hours" },
		{ 60, 60, "minute", "minutes" },
	};
	int64_t size = ABS(now_at - at);

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		if (size < steps[i].from_s)
			continue;
		int count = (int)(size / steps[i].unit_s);
		const char *unit = count == 1 ? steps[i].one : steps[i].many;

		return at <= now_at ? g_strdup_printf("%d %s ago", count, unit)
				    : g_strdup_printf("in %d %s", count, unit);
	}
	return g_strdup("just now");
}

static const json_t *field_of(const json_t *object, const char *path)
{
	g_auto(GStrv) steps = g_strsplit(path, ".", -1);
	const json_t *value = object;

	for (char **step = steps; *step != NULL && value != NULL; step++)
		value = json_object_get(value, *step);
	return value;
}

static char *list_text(const json_t *list)
{
	GString *text = g_string_new(NULL);
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item) {
		const char *one = json_is_object(item) ? json_string_value(json_object_get(item, "name"))
						       : json_string_value(item);

		if (one != NULL)
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", one);
	}
	return g_string_free(text, FALSE);
}

static char *time_text(KithCli *cli, const KithColumn *column, const char *value)
{
	int64_t at;

	if (!kith_time_parse(value, &at, NULL))
		return g_strdup(value);
	return column->form == KITH_COLUMN_AGO ? kith_print_ago(at, cli->now_at)
					       : kith_time_format_human(at, cli->viewer.zone);
}

/* What stands in a cell: one line, clean. */
static char *cell_text(KithCli *cli, const KithColumn *column, const json_t *object)
{
	const json_t *value = field_of(object, column->field);
	g_autofree char *text = NULL;

	if (json_is_integer(value))
		text = g_strdup_printf("%lld", (long long)json_integer_value(value));
	else if (json_is_array(value))
		text = list_text(value);
	else if (!json_is_string(value))
		text = g_strdup(json_is_true(value) ? "yes" : "");
	else if (column->form != KITH_COLUMN_AGO && column->form != KITH_COLUMN_TIME)
		text = g_strdup(json_string_value(value));
	else
		text = time_text(cli, column, json_string_value(value));
	return kith_text_clean(text, false);
}

/* A table of people keeps its first columns on a narrow terminal; others are wrapped, but whole. */
static size_t table_width(const KithColumn *columns, unsigned terminal)
{
	bool has_name = false;
	size_t width = 0;

	for (; columns[width].title != NULL; width++)
		has_name = has_name || columns[width].form == KITH_COLUMN_NAME;
	return has_name && terminal < NARROW_COLUMNS ? MIN(width, NARROW_WIDTH) : width;
}

KithPrinter *kith_printer_new(KithCli *cli, const KithColumn *columns)
{
	KithPrinter *printer = g_new0(KithPrinter, 1);

	printer->cli = cli;
	printer->columns = columns;
	if (cli->json || cli->columns == 0)
		return printer;
	printer->table = scols_new_table();
	printer->width = table_width(columns, cli->columns);
	scols_table_set_termwidth(printer->table, cli->columns);
	scols_table_set_termforce(printer->table, SCOLS_TERMFORCE_ALWAYS);
	for (const KithColumn *column = columns; column < columns + printer->width; column++) {
		int flags = column->may_shrink ? SCOLS_FL_TRUNC : 0;

		if (column->form == KITH_COLUMN_NUMBER)
			flags |= SCOLS_FL_RIGHT;
		(void)scols_table_new_column(printer->table, column->title, 0, flags);
	}
	return printer;
}

/* Of a name, as much as a fourth of the terminal holds, so that something is left for the other columns. */
static char *table_text(KithPrinter *printer, const KithColumn *column, const json_t *object)
{
	g_autofree char *text = cell_text(printer->cli, column, object);

	return column->form == KITH_COLUMN_NAME ? kith_text_snippet(text, MAX(printer->cli->columns / 4, 12))
						: g_steal_pointer(&text);
}

static void add_row(KithPrinter *printer, const json_t *object)
{
	struct libscols_line *line = scols_table_new_line(printer->table, NULL);

	for (size_t i = 0; i < printer->width; i++) {
		g_autofree char *text = table_text(printer, &printer->columns[i], object);

		(void)scols_line_set_data(line, i, text);
	}
}

static void print_row(KithPrinter *printer, const json_t *object)
{
	for (size_t i = 0; printer->columns[i].title != NULL; i++) {
		g_autofree char *text = cell_text(printer->cli, &printer->columns[i], object);

		printf("%s%s", i > 0 ? "\t" : "", text);
	}
	putchar('\n');
}

bool kith_printer_add(json_t *object, void *context)
{
	KithPrinter *printer = context;

	printer->count++;
	if (printer->cli->json)
		print_json(object);
	else if (printer->table != NULL)
		add_row(printer, object);
	else
		print_row(printer, object);
	return !ferror(stdout);
}

unsigned kith_printer_end(KithPrinter *printer)
{
	unsigned count = printer->count;

	if (printer->table != NULL) {
		if (count > 0)
			(void)scols_print_table(printer->table);
		scols_unref_table(printer->table);
	}
	g_free(printer);
	return count;
}
