/* SPDX-License-Identifier: MIT
 * parse.c - `kith parse`: what kith understands of mails, without storing them.
 * In: files. Out: one object or paragraph per mail. Next: daemon/parser.c
 */
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "daemon/parser.h"
#include "kith/fetch.h"

typedef struct {
	KithCli *cli;
	KithParser *parser;
	unsigned count;
	bool explain;
} ParseRun;

/* A mail that killed the parser still gets its line. */
static KithMail *unreadable(const GError *why)
{
	KithMail *mail = kith_mail_new();

	g_free(mail->kind_reason);
	mail->kind_reason = g_strdup("could not be read");
	g_ptr_array_add(mail->defects, g_strdup(why->message));
	return mail;
}

static void add_defects(KithMail *mail, const GPtrArray *more)
{
	for (guint i = 0; more != NULL && i < more->len; i++)
		g_ptr_array_add(mail->defects, g_strdup(more->pdata[i]));
}

static void print_addresses(const char *label, const GPtrArray *addresses)
{
	GString *line = g_string_new(NULL);

	for (guint i = 0; i < addresses->len; i++) {
		const KithAddress *one = addresses->pdata[i];

		g_string_append_printf(line, "%s%s%s%s%s", i > 0 ? ", " : "", one->name != NULL ? one->name : "",
				       one->name != NULL ? " <" : "", one->address, one->name != NULL ? ">" : "");
	}
	kith_print_field(label, line->str);
	g_string_free(line, TRUE);
}

/* Who wrote it, when a list or a gateway put itself into From. */
static void print_author(const KithMail *mail)
{
	const KithAddress *from = mail->from->len > 0 ? mail->from->pdata[0] : NULL;
	g_autoptr(GPtrArray) author = g_ptr_array_new();

	if (mail->author == NULL || (from != NULL && strcmp(from->address, mail->author->address) == 0))
		return;
	g_ptr_array_add(author, mail->author);
	print_addresses("Author:", author);
}

/* As the sender's clock showed it. */
static char *date_text(const KithMail *mail)
{
	if (mail->date_at == 0)
		return NULL;
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(mail->date_offset_s);
	g_autofree char *human = kith_time_format_human(mail->date_at, zone);
	int minutes = ABS(mail->date_offset_s) / 60;
	return g_strdup_printf("%s (%c%02d:%02d)", human, mail->date_offset_s < 0 ? '-' : '+', minutes / 60,
			       minutes % 60);
}

static void print_for_people(const ParseRun *run, const KithMail *mail, const char *source)
{
	g_autofree char *date = date_text(mail);
	g_autofree char *kind = g_strdup_printf("%s (%s)", kith_mail_kind_name(mail->kind), mail->kind_reason);

	kith_print_field("Source:", source);
	print_addresses("From:", mail->from);
	print_author(mail);
	print_addresses("To:", mail->to);
	kith_print_field("Date:", date);
	kith_print_field("Subject:", mail->subject);
	kith_print_field("Kind:", kind);
	for (guint i = 0; i < mail->attachments->len; i++) {
		const KithAttachment *file = mail->attachments->pdata[i];
		g_autofree char *size = g_format_size(file->size_bytes);
		g_autofree char *text = g_strdup_printf("%s (%s, %s)", file->name != NULL ? file->name : "unnamed",
							file->type, size);

		kith_print_field("File:", text);
	}
	for (guint i = 0; i < mail->defects->len; i++)
		kith_print_field("Defect:", mail->defects->pdata[i]);
	if (run->explain) {
		kith_explain(run->cli, mail);
	} else {
		putchar('\n');
		kith_print_clean(mail->new_text);
		putchar('\n');
	}
	puts("--------");
}

static bool parse_one(const char *source, const KithRawMail *raw, void *context, GError **error)
{
	ParseRun *run = context;
	g_autoptr(GError) failure = NULL;
	g_autoptr(KithMail) mail = kith_parser_parse(run->parser, raw->slim, &failure);

	if (mail == NULL && !g_error_matches(failure, KITH_ERROR, KITH_ERROR_INVALID)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (mail == NULL)
		mail = unreadable(failure);
	add_defects(mail, raw->defects);
	run->count++;
	if (run->cli->json) {
		json_t *object = kith_mail_to_json(mail, source);

		(void)kith_print_object(run->cli, object);
		json_decref(object);
	} else {
		print_for_people(run, mail, source);
	}
	(void)fflush(stdout);	/* whoever reads along may act on each line; a broken pipe shows below */
	return !ferror(stdout);
}

int kith_command_parse(KithCli *cli, int argc, char **argv)
{
	ParseRun run = { .cli = cli };
	gboolean explain = FALSE;
	const GOptionEntry entries[] = {
		{ "explain", 0, 0, G_OPTION_ARG_NONE, &explain, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GError) error = NULL;
	int status = KITH_EXIT_DONE;

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	run.explain = explain;
	if (argc < 2)
		return kith_cli_usage(argv[0], "name at least one file, or - for a mail on standard input");
	g_autoptr(KithParser) parser = kith_parser_new(&error);
	if (parser == NULL)
		return kith_cli_fail(error);
	run.parser = parser;
	for (int i = 1; i < argc; i++) {
		if (!kith_local_each(argv[i], parse_one, &run, &error)) {
			status = error != NULL ? kith_cli_fail(error) : KITH_EXIT_REFUSED;
			g_clear_error(&error);
		}
	}
	return status == KITH_EXIT_DONE && run.count == 0 ? KITH_EXIT_NOTHING : status;
}
