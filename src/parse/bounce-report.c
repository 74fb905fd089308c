/* SPDX-License-Identifier: MIT
 * bounce-report.c - delivery reports (RFC 3464): one block of fields for each recipient.
 * In: message/delivery-status. Out: recipients. Next: src/parse/bounce-text.c
 */
#include <string.h>

#include "bounce.h"

#define MAX_FIELD_BYTES 1000

/* "rfc822; jane@example.com" -> the address; NULL for other kinds of names (x400, unknown). */
static char *typed_address(const char *value)
{
	if (value == NULL)
		return NULL;
	const char *semicolon = strchr(value, ';');
	const char *raw = semicolon != NULL ? semicolon + 1 : value;
	size_t length = strlen(raw);
	g_autofree char *capped = g_strndup(raw, MIN(length, MAX_FIELD_BYTES));
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);
	(void)kith_addresses_read(capped, list);	/* one is expected */
	if (list->len == 0)
		return NULL;
	const KithAddress *first = list->pdata[0];
	return *first->address != '\0' ? g_strdup(first->address) : NULL;
}

/* "smtp; 550 unknown" -> "550 unknown" */
static const char *typed_text(const char *value)
{
	const char *semicolon = strchr(value, ';');

	return semicolon != NULL && semicolon - value < 20 &&
	       strcspn(value, " ") >= (size_t)(semicolon - value) ? semicolon + 1 : value;
}

/* Whom the sender wrote to, before aliases: that one is known to the reader. */
static char *block_address(const GPtrArray *fields)
{
	static const char *const names[] = {"Original-Recipient", "Final-Recipient", "X-Actual-Recipient",
					    "X-Original-Recipient"};
	char *any = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *address = typed_address(kith_fields_get(fields, names[i]));

		if (address != NULL && strchr(address, '@') != NULL) {
			g_free(any);
			return g_steal_pointer(&address);
		}
		if (any == NULL && i < 2)
			any = g_steal_pointer(&address);
	}
	return any;
}

static bool starts_any(const char *action, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (kith_starts_nocase(action, *words))
			return true;
	}
	return false;
}

/* What was said of ADDRESS: in the report, or beside it where the report says less. */
static char *block_words(const GPtrArray *fields, const char *address, const char *declared, const char *text)
{
	const char *raw = kith_fields_get(fields, "Diagnostic-Code");
	g_autofree char *said = NULL;

	if (raw != NULL)
		said = kith_header_decode(typed_text(raw), MAX_FIELD_BYTES);
	if (said != NULL && kith_bounce_says_why(said))
		return g_steal_pointer(&said);
	g_autofree char *beside = kith_bounce_said_of(text, address);
	if (beside != NULL && kith_bounce_says_why(beside) &&
	    (said == NULL || kith_bounce_rank(kith_bounce_code(declared, "", KITH_BOUNCE_UNTOLD).status) == 0))
		return g_steal_pointer(&beside);
	/* "<<< 421 try later": what the last server said stands in the transcript. */
	if (said == NULL || !kith_bounce_has_code(said)) {
		g_autofree char *why = kith_bounce_transcript(text);

		if (why != NULL) {
			g_free(said);
			said = g_steal_pointer(&why);
		}
	}
	return g_steal_pointer(&said);
}

static void read_block(const GPtrArray *fields, const char *text, GPtrArray *recipients)
{
	static const char *const arrived[] = {"delivered", "relayed", "expanded", NULL};
	const char *action = kith_fields_get(fields, "Action");
	const char *declared = kith_fields_get(fields, "Status");
	g_autofree char *address = block_address(fields);

	if (address == NULL || (action != NULL && starts_any(action, arrived)))
		return;
	KithBounceEnd end = action != NULL && kith_starts_nocase(action, "delayed") ? KITH_BOUNCE_DELAYED
										 : KITH_BOUNCE_FINAL;
	g_autofree char *said = block_words(fields, address, declared, text);
	kith_bounce_add(recipients, address, declared, said, end);
}

void kith_bounce_read_report(const char *report, const char *text, GPtrArray *recipients)
{
	size_t left = strlen(report);

	while (left > 0 && recipients->len < KITH_LIMIT_LIST_ITEMS) {
		size_t length;
		g_autoptr(GPtrArray) fields = kith_fields_read(report, left, &length);

		read_block(fields, text, recipients);
		report += length;
		left -= length;
	}
}
