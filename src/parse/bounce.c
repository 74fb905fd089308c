/* SPDX-License-Identifier: MIT
 * bounce.c - whom a mail did not reach and why: delivery reports (RFC 3464) and free text.
 * In: KithBody. Out: recipients. Next: src/parse/kind.c
 */
#include <string.h>

#include "internal.h"
#include "kind-words.h"

#define MAX_DIAGNOSTIC_BYTES 1000

/* --- codes */

static bool is_code_edge(char c)
{
	return !g_ascii_isalnum(c) && c != '.' && c != '-';
}

/* An enhanced status (RFC 3463) in TEXT: class 2, 4 or 5; NULL when none. */
static char *find_status(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if ((*p != '4' && *p != '5') || p[1] != '.' || !g_ascii_isdigit(p[2]) ||
		    (p > text && !is_code_edge(p[-1]) && p[-1] != '-'))
			continue;
		size_t subject = strspn(p + 2, "0123456789");
		if (subject > 3 || p[2 + subject] != '.' || !g_ascii_isdigit(p[3 + subject]))
			continue;
		size_t detail = strspn(p + 3 + subject, "0123456789");
		size_t length = 3 + subject + detail;
		if (detail <= 3 && (is_code_edge(p[length]) || (p[length] == '.' && !g_ascii_isdigit(p[length + 1]))))
			return g_strndup(p, length);
	}
	return NULL;
}

/* A reply code (RFC 5321 4.2) in TEXT; it stands before words, never in a number. */
static char *find_reply_code(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if ((*p != '4' && *p != '5') || !g_ascii_isdigit(p[1]) || p[1] > '7' || !g_ascii_isdigit(p[2]) ||
		    g_ascii_isalnum(p[3]) || p[3] == '.' || p[3] == '/' || p[3] == ':')
			continue;
		if (p > text &&
		    (g_ascii_isalnum(p[-1]) || p[-1] == '.' || p[-1] == '/' || p[-1] == '+' ||
		     p[-1] == '@'))
			continue;
		if (p[3] == '-' && g_ascii_isdigit(p[4]) && p[5] != '.')
			continue;
		return g_strndup(p, 3);
	}
	return NULL;
}

/* What free text says when it gives no code, as the code that it means. */
static const struct { const char *phrase, *status; } meanings[] = {
	{"user unknown", "5.1.1"}, {"unknown user", "5.1.1"}, {"no such user", "5.1.1"}, {"does not exist", "5.1.1"},
	{"doesn't exist", "5.1.1"}, {"no mailbox here", "5.1.1"}, {"mailbox not found", "5.1.1"},
	{"unrouteable address", "5.1.1"}, {"not listed in", "5.1.1"}, {"recipient unknown", "5.1.1"},
	{"unknown recipient", "5.1.1"}, {"invalid recipient", "5.1.1"}, {"address not found", "5.1.1"},
	{"no such recipient", "5.1.1"}, {"unknown address", "5.1.1"}, {"user not found", "5.1.1"},
	{"host unknown", "5.1.2"}, {"domain not found", "5.1.2"}, {"host not found", "5.1.2"},
	{"unrouteable mail domain", "5.1.2"}, {"couldn't find any host", "5.1.2"}, {"unknown host", "5.1.2"},
	{"mailbox full", "5.2.2"}, {"mailbox is full", "5.2.2"}, {"over quota", "5.2.2"}, {"quota exceeded", "5.2.2"},
	{"exceeded storage", "5.2.2"}, {"account disabled", "5.2.1"}, {"account is disabled", "5.2.1"},
	{"too large", "5.3.4"}, {"too big", "5.3.4"}, {"relaying denied", "5.7.1"}, {"relay access denied", "5.7.1"},
	{"unable to relay", "5.7.1"}, {"timed out", "4.4.1"}, {"connection refused", "4.4.1"},
	{"temporarily", "4.0.0"}, {"will retry", "4.0.0"}, {"delayed", "4.4.7"},
};

static char *meant_status(const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++) {
		if (kith_find_nocase(text, meanings[i].phrase) != NULL)
			return g_strdup(meanings[i].status);
	}
	return NULL;
}

static bool is_vague(const char *status)
{
	return status == NULL || g_str_has_suffix(status, ".0.0");
}

static char *clean_diagnostic(const char *text)
{
	g_autofree char *snippet = kith_text_snippet(text, MAX_DIAGNOSTIC_BYTES);

	return *snippet != '\0' ? g_steal_pointer(&snippet) : NULL;
}

/* ADDRESS as reported, STATUS as declared (may be NULL), DIAGNOSTIC what was said. */
static KithBounceRecipient *new_recipient(const char *address, const char *status, const char *diagnostic, bool guess)
{
	KithBounceRecipient *made = g_new0(KithBounceRecipient, 1);
	const char *text = diagnostic != NULL ? diagnostic : "";
	g_autofree char *said = find_status(text);

	made->address = g_strdup(address);
	made->reply_code = find_reply_code(text);
	if (said != NULL && (is_vague(status) || *said != *status))
		made->status = g_steal_pointer(&said);
	else
		made->status = g_strdup(status);
	if (made->status == NULL && made->reply_code != NULL)
		made->status = g_strdup_printf("%c.0.0", made->reply_code[0]);
	if (is_vague(made->status) && guess) {
		char *meant = meant_status(text);

		if (meant != NULL && (made->status == NULL || *meant == *made->status)) {
			g_free(made->status);
			made->status = g_steal_pointer(&meant);
		}
		g_free(meant);
	}
	made->permanent = made->status != NULL && made->status[0] == '5';
	made->diagnostic = clean_diagnostic(text);
	return made;
}

/* --- delivery reports */

/* "rfc822; jane@example.com" -> the address. */
static char *typed_address(const char *value)
{
	if (value == NULL)
		return NULL;
	const char *semicolon = strchr(value, ';');
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);
	(void)kith_addresses_read(semicolon != NULL ? semicolon + 1 : value, list);	/* one is expected */
	if (list->len == 0)
		return NULL;
	const KithAddress *first = list->pdata[0];
	return *first->address != '\0' ? g_strdup(first->address) : NULL;
}

static const char *typed_text(const char *value)
{
	const char *semicolon = value != NULL ? strchr(value, ';') : NULL;

	return semicolon != NULL && semicolon - value < 20 ? semicolon + 1 : value;
}

static void read_block(const GPtrArray *fields, GPtrArray *recipients)
{
	const char *action = kith_fields_get(fields, "Action");
	const char *final = kith_fields_get(fields, "Final-Recipient");
	const char *status = kith_fields_get(fields, "Status");
	g_autofree char *address = typed_address(kith_fields_get(fields, "Original-Recipient"));

	g_autofree char *final_address = typed_address(final);
	if (final_address != NULL &&
	    (address == NULL || strchr(address, '@') == NULL ||
	     strchr(final_address, '@') != NULL)) {
		g_free(address);
		address = g_steal_pointer(&final_address);
	}
	if (address == NULL || recipients->len >= KITH_LIMIT_LIST_ITEMS)
		return;
	if (action != NULL && (kith_starts_nocase(action, "delivered") || kith_starts_nocase(action, "relayed") ||
			       kith_starts_nocase(action, "expanded")))
		return;
	g_autofree char *code = status != NULL ? find_status(status) : NULL;
	const char *diagnostic = typed_text(kith_fields_get(fields, "Diagnostic-Code"));
	g_autofree char *decoded = diagnostic != NULL ? kith_header_decode(diagnostic, MAX_DIAGNOSTIC_BYTES) : NULL;
	g_ptr_array_add(recipients, new_recipient(address, code, decoded, false));
}

static void read_report(const char *report, GPtrArray *recipients)
{
	size_t left = strlen(report);

	while (left > 0 && recipients->len < KITH_LIMIT_LIST_ITEMS) {
		size_t length;
		g_autoptr(GPtrArray) fields = kith_fields_read(report, left, &length);

		read_block(fields, recipients);
		report += length;
		left -= length;
	}
}

/* --- free text */

static bool is_address_char(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

/* The first address in LINE at or behind FROM; NULL when none. */
static char *find_address(const char *line)
{
	for (const char *at = strchr(line, '@'); at != NULL; at = strchr(at + 1, '@')) {
		const char *start = at, *end = at + 1;

		while (start > line && is_address_char(start[-1]))
			start--;
		while (g_ascii_isalnum(*end) || *end == '-' || *end == '.' || *end == '_')
			end++;
		while (end > at + 1 && (end[-1] == '.' || end[-1] == '-'))
			end--;
		while (start < at && strchr("'=`.", *start) != NULL)
			start++;
		if (start == at || memchr(at, '.', (size_t)(end - at)) == NULL ||
		    end - start > KITH_LIMIT_ADDRESS_BYTES)
			continue;
		return g_strndup(start, (gsize)(end - start));
	}
	return NULL;
}

static bool has_any(const char *text, const KithWords *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (kith_find_nocase(text, words->words[i]) != NULL)
			return true;
	}
	return false;
}

static bool is_among(const GPtrArray *addresses, const char *address)
{
	for (guint i = 0; i < addresses->len; i++) {
		if (g_ascii_strcasecmp(((const KithAddress *)addresses->pdata[i])->address, address) == 0)
			return true;
	}
	return false;
}

static const KithBounceRecipient *known_recipient(const GPtrArray *recipients, const char *address)
{
	for (guint i = 0; i < recipients->len; i++) {
		const KithBounceRecipient *one = recipients->pdata[i];

		if (g_ascii_strcasecmp(one->address, address) == 0)
			return one;
	}
	return NULL;
}

/* Addresses that stand in a bounce without having failed: whoever sent, relays, helps. */
static bool is_bystander(const KithMail *mail, const char *line, const char *address)
{
	static const char *const starts[] = {"from:", "reply-to:", "return-path:", "sender:", "cc:", "message-id:",
					     "references:", "in-reply-to:", "x-", "mail from", ">>> mail"};
	const char *text = line + strspn(line, " \t>");
	g_autofree char *local = g_ascii_strdown(address, (gssize)strcspn(address, "@"));

	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		if (kith_starts_nocase(text, starts[i]))
			return true;
	}
	for (size_t i = 0; i < kith_bounce_senders.count; i++) {
		if (strcmp(local, kith_bounce_senders.words[i]) == 0)
			return true;
	}
	return is_among(mail->to, address) || is_among(mail->from, address) ||
	       kith_find_nocase(line, "message-id") != NULL || kith_find_nocase(line, "contact") != NULL;
}

/* Where the returned mail begins in a text, or its end. */
static guint original_start(const GPtrArray *lines)
{
	for (guint i = 1; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		size_t indent = strspn(line, " >|\t");

		for (size_t k = 0; k < kith_original_marks.count; k++) {
			if (kith_starts_nocase(line + indent, kith_original_marks.words[k]))
				return i;
		}
	}
	return lines->len;
}

/* What was said of the address in line AT: from there to the next address or second blank. */
static char *text_around(const GPtrArray *lines, guint at, guint end)
{
	GString *out = g_string_new(lines->pdata[at]);
	unsigned blanks = 0;

	for (guint i = at + 1; i < end && i < at + 12 && blanks < 2; i++) {
		const char *line = lines->pdata[i];
		g_autofree char *other = find_address(line);

		if (kith_line_is_blank(line)) {
			blanks++;
			continue;
		}
		if (other != NULL && strstr(out->str, other) == NULL)
			break;
		g_string_append_printf(out, " %s", line);
	}
	return g_string_free(out, FALSE);
}

static void read_text(const KithMail *mail, const char *text, GPtrArray *recipients)
{
	g_autoptr(GPtrArray) lines = kith_lines_split(text);
	guint end = original_start(lines);
	g_autofree char *head = kith_lines_join(lines, 0, MIN(end, 60U));

	for (guint i = 0; i < end && recipients->len < KITH_LIMIT_LIST_ITEMS; i++) {
		g_autofree char *address = find_address(lines->pdata[i]);

		if (address == NULL || known_recipient(recipients, address) != NULL ||
		    is_bystander(mail, lines->pdata[i], address))
			continue;
		g_autofree char *said = text_around(lines, i, end);
		g_autofree char *status = find_status(said), *code = find_reply_code(said), *meant = meant_status(said);
		g_ptr_array_add(recipients, new_recipient(address, NULL,
			status != NULL || code != NULL || meant != NULL ? said : head, true));
	}
}

static void read_failed_field(const GPtrArray *fields, const char *text, GPtrArray *recipients)
{
	static const char *const names[] = {"X-Failed-Recipients", "X-Actual-Recipients"};
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = kith_fields_get(fields, names[i]);

		if (value != NULL)
			(void)kith_addresses_read(value, list);	/* what is over the limit is not told */
	}
	for (guint i = 0; i < list->len && recipients->len < KITH_LIMIT_LIST_ITEMS; i++) {
		const KithAddress *one = list->pdata[i];
		const char *said = kith_find_nocase(text, one->address);

		if (known_recipient(recipients, one->address) == NULL) {
			g_autofree char *part = g_strndup(said != NULL ? said : text, MAX_DIAGNOSTIC_BYTES);
			g_ptr_array_add(recipients, new_recipient(one->address, NULL, part, true));
		}
	}
}

/* The mail that came back was sent to one person: that one. */
static void read_returned(const KithBody *body, const char *text, GPtrArray *recipients)
{
	if (body->returned == NULL)
		return;
	g_autoptr(GPtrArray) fields = kith_fields_read(body->returned, strlen(body->returned), NULL);
	const char *to = kith_fields_get(fields, "To");
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);

	if (to == NULL)
		return;
	(void)kith_addresses_read(to, list);	/* only a single one is used */
	if (list->len == 1) {
		g_autofree char *part = g_strndup(text, MAX_DIAGNOSTIC_BYTES);
		g_ptr_array_add(recipients,
				new_recipient(((const KithAddress *)list->pdata[0])->address, NULL,
					      part, true));
	}
}

GPtrArray *kith_bounce_recipients(const KithMail *mail, const GPtrArray *fields, const KithBody *body)
{
	GPtrArray *recipients = g_ptr_array_new_with_free_func((GDestroyNotify)kith_bounce_recipient_free);

	if (body->delivery_status != NULL)
		read_report(body->delivery_status, recipients);
	if (recipients->len == 0)
		read_failed_field(fields, mail->text, recipients);
	if (recipients->len == 0)
		read_text(mail, mail->text, recipients);
	if (recipients->len == 0)
		read_returned(body, mail->text, recipients);
	return recipients;
}

bool kith_bounce_words(const char *text)
{
	g_autofree char *head = g_strndup(text, 3000);

	return has_any(head, &kith_bounce_phrases);
}

/* --- the mail that came back */

static char *id_in_fields(const char *block)
{
	g_autoptr(GPtrArray) fields = kith_fields_read(block, strlen(block), NULL);
	const char *id = kith_fields_get(fields, "Message-ID");
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);

	if (id == NULL)
		return NULL;
	(void)kith_header_ids(id, 1, ids);	/* a mail has one */
	return ids->len > 0 ? g_strdup(ids->pdata[0]) : NULL;
}

char *kith_bounce_original_id(const KithBody *body)
{
	if (body->returned != NULL) {
		char *id = id_in_fields(body->returned);

		if (id != NULL)
			return id;
	}
	const char *line = body->text != NULL ? kith_find_nocase(body->text, "\nmessage-id:") : NULL;
	return line != NULL ? id_in_fields(line + 1) : NULL;
}
