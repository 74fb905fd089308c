/* SPDX-License-Identifier: MIT
 * bounce.c - whom a mail did not reach and why, from whatever part of a bounce says it.
 * In: KithBody. Out: recipients, id of the mail that came back. Next: src/parse/kind.c
 */
#include <string.h>

#include "bounce.h"
#include "words.h"

#define MAX_DIAGNOSTIC_CHARS 500
#define MAX_ID_LINE_BYTES 1000

/* --- recipients */

bool kith_bounce_is_known(const GPtrArray *recipients, const char *address)
{
	for (guint i = 0; i < recipients->len; i++) {
		if (g_ascii_strcasecmp(((const KithBounceRecipient *)recipients->pdata[i])->address, address) == 0)
			return true;
	}
	return false;
}

void kith_bounce_add(GPtrArray *recipients, const char *address, const char *declared, const char *said,
		     KithBounceEnd end)
{
	const char *text = said != NULL ? said : "";

	if (recipients->len >= KITH_LIMIT_LIST_ITEMS || kith_bounce_is_known(recipients, address))
		return;
	KithBounceRecipient *made = g_new0(KithBounceRecipient, 1);
	KithBounceCode code = kith_bounce_code(declared, text, end);
	g_autofree char *snippet = kith_text_snippet(text, MAX_DIAGNOSTIC_CHARS);
	made->address = g_strdup(address);
	made->status = g_strdup(code.status);
	made->reply_code = *code.reply != '\0' ? g_strdup(code.reply) : NULL;
	made->permanent = *code.status == '5';
	made->diagnostic = *snippet != '\0' ? g_steal_pointer(&snippet) : NULL;
	g_ptr_array_add(recipients, made);
}

static void add_named(const KithMail *mail, const GPtrArray *list, GPtrArray *recipients)
{
	g_autofree char *why = NULL;
	KithBounceEnd end = kith_bounce_end(mail->text);

	for (guint i = 0; i < list->len && recipients->len < KITH_LIMIT_LIST_ITEMS; i++) {
		const KithAddress *one = list->pdata[i];
		g_autofree char *said = kith_bounce_said_of(mail->text, one->address);

		if (said == NULL || !kith_bounce_says_why(said)) {
			g_free(said);
			if (why == NULL)
				why = kith_bounce_why(mail->text);
			said = g_strdup(why);
		}
		kith_bounce_add(recipients, one->address, NULL, said, end);
	}
}

/* Exim and Gmail name them in the header block. */
static void read_failed_field(const KithMail *mail, const GPtrArray *fields, GPtrArray *recipients)
{
	static const char *const names[] = {"X-Failed-Recipients", "X-Actual-Recipients"};
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = kith_fields_get(fields, names[i]);

		if (value != NULL)
			(void)kith_addresses_read(value, list);	/* what is over the limit is not told */
	}
	add_named(mail, list, recipients);
}

/* The mail that came back was sent to one person: that one. */
static void read_returned(const KithMail *mail, const KithBody *body, GPtrArray *recipients)
{
	if (body->returned == NULL)
		return;
	g_autoptr(GPtrArray) fields = kith_fields_read(body->returned, strlen(body->returned), NULL);
	const char *to = kith_fields_get(fields, "To");
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);

	if (to == NULL)
		return;
	(void)kith_addresses_read(to, list);	/* only a single one is used */
	if (list->len == 1)
		add_named(mail, list, recipients);
}

GPtrArray *kith_bounce_recipients(const KithMail *mail, const GPtrArray *fields, const KithBody *body)
{
	GPtrArray *recipients = g_ptr_array_new_with_free_func((GDestroyNotify)kith_bounce_recipient_free);

	if (body->delivery_status != NULL)
		kith_bounce_read_report(body->delivery_status, mail->text, recipients);
	if (recipients->len == 0)
		read_failed_field(mail, fields, recipients);
	if (recipients->len == 0)
		kith_bounce_read_text(mail, recipients);
	if (recipients->len == 0)
		read_returned(mail, body, recipients);
	return recipients;
}

bool kith_bounce_words(const char *text)
{
	return kith_phrases_find(kith_phrases("bounce-phrase"), text, NULL);
}

/* --- the mail that came back */

static char *first_id(const char *value)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);

	(void)kith_header_ids(value, 1, ids);	/* a mail has one */
	return ids->len > 0 ? g_strdup(ids->pdata[0]) : NULL;
}

static char *id_in_fields(const char *block)
{
	g_autoptr(GPtrArray) fields = kith_fields_read(block, strlen(block), NULL);
	const char *id = kith_fields_get(fields, "Message-ID");

	return id != NULL ? first_id(id) : NULL;
}

/* Behind "Message-ID:" at the start of a line, also a quoted or indented one, or in another field's name. */
static char *id_in_text(const char *text)
{
	static const char name[] = "message-id:";

	for (const char *at = kith_find_nocase(text, name); at != NULL; at = kith_find_nocase(at + 1, name)) {
		const char *value = at + strlen(name);

		value += strspn(value, " \t");
		value += *value == '\n' ? 1 : 0;	/* folded */
		g_autofree char *line = kith_text_head(value, MAX_ID_LINE_BYTES);
		line[strcspn(line, "\n")] = '\0';
		char *id = first_id(line);
		if (id != NULL)
			return id;
	}
	return NULL;
}

char *kith_bounce_original_id(const KithMail *mail, const GPtrArray *fields, const KithBody *body)
{
	static const char *const names[] = {"Original-Message-ID", "X-Original-Message-ID", "In-Reply-To"};
	char *id = body->returned != NULL ? id_in_fields(body->returned) : NULL;

	if (id == NULL && body->delivery_status != NULL)
		id = id_in_text(body->delivery_status);
	if (id == NULL)
		id = id_in_text(mail->text);
	for (size_t i = 0; id == NULL && i < G_N_ELEMENTS(names); i++) {
		const char *value = kith_fields_get(fields, names[i]);

		if (value != NULL)
			id = first_id(value);
	}
	return id;
}
