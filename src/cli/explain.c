/* SPDX-License-Identifier: MIT
 * explain.c - `kith parse --explain`: a mail's text with its zones, and which rule marked each.
 * In: KithMail. Out: text for whoever mends a rule. Next: src/parse/quote.c
 */
#include <unistd.h>

#include "commands.h"

/* SGR parameters (ECMA-48 8.3.117) that can be told apart on dark and light terminals. */
static const char *const zone_colours[KITH_ZONE_KIND_COUNT] = {
	[KITH_ZONE_NEW] = "1", [KITH_ZONE_INTRODUCTION] = "35", [KITH_ZONE_QUOTE] = "90",
	[KITH_ZONE_FORWARD] = "36", [KITH_ZONE_SIGNATURE] = "34", [KITH_ZONE_FOOTER] = "33",
	[KITH_ZONE_DISCLAIMER] = "33", [KITH_ZONE_BANNER] = "31", [KITH_ZONE_ARMOUR] = "32",
};

/* NO_COLOR: no-color.org */
static bool has_colours(const KithCli *cli)
{
	const char *no = g_getenv("NO_COLOR");

	return cli->columns > 0 && (no == NULL || *no == '\0') && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
}

static void print_coloured(bool colours, const char *colour, const char *text)
{
	g_autofree char *clean = kith_text_clean(text, false);

	if (colours)
		printf("\033[%sm%s\033[0m", colour, clean);
	else
		fputs(clean, stdout);
}

/* "   3 | Thursday works for us." */
static void print_zone(const KithMail *mail, const KithZone *zone, unsigned *line_number, bool colours)
{
	const char *colour = zone_colours[zone->kind];
	g_autofree char *text = g_strndup(mail->text + zone->span.start, zone->span.end - zone->span.start);
	g_autofree char *head = g_strdup_printf("%s: %s", kith_zone_kind_name(zone->kind), zone->rule);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint count = g_strv_length(lines);

	if (count > 0 && *lines[count - 1] == '\0')
		count--;	/* behind the last line's end */
	print_coloured(colours, colour, head);
	putchar('\n');
	for (guint i = 0; i < count; i++) {
		printf("%5u | ", ++*line_number);
		print_coloured(colours, colour, lines[i]);
		putchar('\n');
	}
}

static unsigned line_of(const char *text, uint32_t at)
{
	unsigned line = 1;

	for (uint32_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

static void print_fact(const char *label, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void print_fact(const char *label, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	kith_print_field(label, text);
}

static char *address_text(const KithAddress *one)
{
	if (one == NULL)
		return g_strdup("unknown");
	if (one->name == NULL)
		return g_strdup(one->address);
	return *one->address != '\0' ? g_strdup_printf("%s <%s>", one->name, one->address) : g_strdup(one->name);
}

static void print_signature(const KithMail *mail)
{
	for (guint i = 0; i < mail->signature_fields->places->len; i++) {
		const KithFact *fact = mail->signature_fields->places->pdata[i];
		g_autofree char *label = g_strdup_printf("%s:", kith_fact_kind_name(fact->kind));

		*label = g_ascii_toupper(*label);
		print_fact(label, "%s (line %u)", fact->value, line_of(mail->text, fact->span.start));
	}
}

static void print_forwards(const KithMail *mail)
{
	for (guint i = 0; i < mail->forwards->len; i++) {
		const KithForward *one = mail->forwards->pdata[i];
		g_autofree char *author = address_text(one->author);

		print_fact("Forwarded:", "%s%s%s%s%s%s, line %u", author, one->date != NULL ? ", " : "",
			   one->date != NULL ? one->date : "", one->subject != NULL ? ": " : "",
			   one->subject != NULL ? one->subject : "", one->is_attached ? " (attached)" : "",
			   line_of(mail->text, one->span.start));
	}
}

static void print_machine(const KithMail *mail)
{
	for (guint i = 0; mail->bounce != NULL && i < mail->bounce->len; i++) {
		const KithBounceRecipient *one = mail->bounce->pdata[i];

		print_fact("Not reached:", "%s, %s%s", one->address, one->status != NULL ? one->status : "no status",
			   one->permanent ? ", permanent" : "");
	}
	kith_print_field("Away until:", mail->away_until);
	for (guint i = 0; i < mail->away_instead->len; i++) {
		g_autofree char *instead = address_text(mail->away_instead->pdata[i]);

		print_fact("Instead:", "%s", instead);
	}
	if (mail->invite != NULL)
		print_fact("Invitation:", "%s, %s", mail->invite->summary != NULL ? mail->invite->summary : "",
			   mail->invite->start != NULL ? mail->invite->start : "");
}

void kith_explain(const KithCli *cli, const KithMail *mail)
{
	bool colours = has_colours(cli);
	unsigned line_number = 0;

	kith_print_field("Language:", mail->language);
	print_machine(mail);
	print_forwards(mail);
	print_signature(mail);
	putchar('\n');
	for (guint i = 0; i < mail->zones->len; i++)
		print_zone(mail, mail->zones->pdata[i], &line_number, colours);
}
