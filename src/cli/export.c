/* SPDX-License-Identifier: MIT
 * export.c - `kith export`: what a viewer may see, to take along.
 * In: a format, one contact or all. Out: JSON, CSV (RFC 4180), vCard 3.0 (RFC 2426), mbox (mboxrd). Next: src/view/
 */
#include <string.h>

#include "commands.h"

typedef struct {
	KithCli *cli;
} Export;

static bool print_as_json(json_t *object, void *context)
{
	Export *export = context;

	export->cli->json = true;
	(void)kith_print_object(export->cli, object);
	return !ferror(stdout);
}

/* --- CSV */

static void print_cell(const char *text, bool last)
{
	g_autofree char *clean = kith_text_clean(text, false);

	/* A spreadsheet would run what begins like a formula (OWASP: CSV injection). */
	fputs(*clean != '\0' && strchr("=+-@", *clean) != NULL ? "\"'" : "\"", stdout);
	for (const char *p = clean; *p != '\0'; p++) {
		if (*p == '"')
			putchar('"');
		putchar(*p);
	}
	fputs(last ? "\"\r\n" : "\",", stdout);
}

static const char *const csv_fields[] = { "id", "name", "addresses", "organization", "owner", "first_at", "last_at",
					  "messages_in", "messages_out", "strength" };

static char *csv_text(const json_t *value)
{
	GString *text = g_string_new(NULL);
	size_t i;
	json_t *item;

	if (json_is_string(value))
		g_string_append(text, json_string_value(value));
	else if (json_is_integer(value))
		g_string_append_printf(text, "%lld", (long long)json_integer_value(value));
	json_array_foreach(value, i, item)
		g_string_append_printf(text, "%s%s", i > 0 ? "; " : "", json_string_value(item));
	return g_string_free(text, FALSE);
}

static bool print_as_csv(json_t *object, void *context)
{
	(void)context;	/* all is in the object */
	for (size_t i = 0; i < G_N_ELEMENTS(csv_fields); i++) {
		g_autofree char *text = csv_text(json_object_get(object, csv_fields[i]));

		print_cell(text, i + 1 == G_N_ELEMENTS(csv_fields));
	}
	return !ferror(stdout);
}

/* --- vCard */

static void append_escaped(GString *line, const char *value)
{
	g_autofree char *clean = kith_text_clean(value, false);

	for (const char *p = clean; *p != '\0'; p++) {
		if (strchr(",;\\", *p) != NULL)
			g_string_append_c(line, '\\');
		g_string_append_c(line, *p);
	}
}

/* Folded at 70 bytes between characters (RFC 2426 2.6). */
static void print_folded(const char *line)
{
	size_t width = 0;

	for (const char *p = line; *p != '\0'; p = g_utf8_next_char(p)) {
		size_t length = (size_t)(g_utf8_next_char(p) - p);

		if (width + length > 70) {
			fputs("\r\n ", stdout);
			width = 1;
		}
		(void)fwrite(p, 1, length, stdout);
		width += length;
	}
	fputs("\r\n", stdout);
}

/* A value with its separators escaped (RFC 2426 5). */
static void print_property(const char *name, const char *value)
{
	g_autoptr(GString) line = g_string_new(name);

	g_string_append_c(line, ':');
	append_escaped(line, value);
	print_folded(line->str);
}

/* N: family; given; more; before; behind. What cannot be told apart stays whole in the first: address
 * books keep a wrong guess for ever. */
static void print_name(const char *display)
{
	g_autoptr(KithName) name = kith_name_split(display);
	bool is_known = name->given != NULL || name->family != NULL;
	const char *const parts[] = {
		is_known ? name->family : display, name->given, name->middle, name->prefix, name->suffix,
	};
	g_autoptr(GString) line = g_string_new("N:");

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		if (i > 0)
			g_string_append_c(line, ';');
		if (parts[i] != NULL && (is_known || i == 0))
			append_escaped(line, parts[i]);
	}
	print_folded(line->str);
}

static bool print_as_vcard(json_t *object, void *context)
{
	const char *organization = json_string_value(json_object_get(object, "organization"));
	const char *name = json_string_value(json_object_get(object, "name"));
	size_t i;
	json_t *address;

	(void)context;	/* all is in the object */
	fputs("BEGIN:VCARD\r\nVERSION:3.0\r\n", stdout);
	print_property("FN", name != NULL ? name : "");
	print_name(name != NULL ? name : "");
	json_array_foreach(json_object_get(object, "addresses"), i, address)
		print_property("EMAIL", json_string_value(address));
	if (organization != NULL)
		print_property("ORG", organization);
	print_property("UID", json_string_value(json_object_get(object, "id")));
	fputs("END:VCARD\r\n", stdout);
	return !ferror(stdout);
}

/* --- mbox */

/* mboxrd: a line that begins with any number of > and "From " gets one more >. */
static void print_body_line(const char *line, size_t length)
{
	size_t quotes = 0;

	while (quotes < length && line[quotes] == '>')
		quotes++;
	if (length - quotes >= 5 && memcmp(line + quotes, "From ", 5) == 0)
		putchar('>');
	if (length > 0 && line[length - 1] == '\r')
		length--;
	(void)fwrite(line, 1, length, stdout);
	putchar('\n');
}

static bool print_as_mbox(GBytes *slim, int64_t at, const char *author, void *context)
{
	gsize length;
	const char *bytes = g_bytes_get_data(slim, &length);
	const char *end = bytes + length;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at);
	g_autofree char *date = g_date_time_format(time, "%a %b %e %H:%M:%S %Y");

	(void)context;	/* all is in the mail */
	printf("From %s %s\n", author != NULL ? author : "MAILER-DAEMON", date);
	for (const char *p = bytes; p < end; ) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *stop = newline != NULL ? newline : end;

		print_body_line(p, (size_t)(stop - p));
		p = stop + 1;
	}
	putchar('\n');
	return !ferror(stdout);
}

/* --- */

static bool export_contacts(Export *export, const char *contact, KithViewEach each, GError **error)
{
	KithCli *cli = export->cli;

	if (contact == NULL)
		return kith_view_contacts(cli->store, &cli->viewer, NULL, each, export, error);
	json_t *one = kith_view_contact(cli->store, &cli->viewer, contact, NULL, NULL, error);
	if (one == NULL)
		return false;
	(void)each(one, export);
	json_decref(one);
	return true;
}

static bool export_json(Export *export, const char *contact, GError **error)
{
	const KithConversationFilter filter = { .contact = contact, .messages = true };

	return export_contacts(export, contact, print_as_json, error) &&
	       kith_view_conversations(export->cli->store, &export->cli->viewer, &filter, print_as_json, export, error);
}

static bool export_csv(Export *export, const char *contact, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(csv_fields); i++)
		print_cell(csv_fields[i], i + 1 == G_N_ELEMENTS(csv_fields));
	return export_contacts(export, contact, print_as_csv, error);
}

int kith_command_export(KithCli *cli, int argc, char **argv)
{
	g_autofree char *contact = NULL, *format = NULL;
	const GOptionEntry entries[] = {
		{ "contact", 0, 0, G_OPTION_ARG_STRING, &contact, NULL, NULL },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &format, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GError) error = NULL;
	Export export = { .cli = cli };
	bool ok;

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (argc > 1 || format == NULL)
		return kith_cli_usage(argv[0], "--format wants json, csv, vcard or mbox");
	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	if (strcmp(format, "json") == 0)
		ok = export_json(&export, contact, &error);
	else if (strcmp(format, "csv") == 0)
		ok = export_csv(&export, contact, &error);
	else if (strcmp(format, "vcard") == 0)
		ok = export_contacts(&export, contact, print_as_vcard, &error);
	else if (strcmp(format, "mbox") == 0)
		ok = kith_view_own_mail(cli->store, &cli->viewer, contact, print_as_mbox, cli, &error);
	else
		return kith_cli_usage(argv[0], "--format wants json, csv, vcard or mbox");
	return ok ? KITH_EXIT_DONE : kith_cli_fail(error);
}
