/* SPDX-License-Identifier: MIT
 * parse.c - one slim mail -> mail: headers, text, what is new in it, what it is.
 * In: bytes. Out: KithMail. Next: src/parse/fields.c, body.c, quote.c, kind.c
 */
#include <string.h>

#include <gmime/gmime.h>

#include "body.h"

void kith_parse_init(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	g_mime_init();
	kith_charset_init();
}

void kith_mail_defect(KithMail *mail, const char *defect)
{
	if (mail->defects->len >= KITH_LIMIT_LIST_ITEMS)
		return;
	for (guint i = 0; i < mail->defects->len; i++) {
		if (strcmp(mail->defects->pdata[i], defect) == 0)
			return;
	}
	g_ptr_array_add(mail->defects, g_strdup(defect));
}

/* --- who and when */

static void read_addresses(KithMail *mail, const GPtrArray *fields, const char *name, GPtrArray *addresses)
{
	for (guint i = 0; i < fields->len; i++) {
		const KithField *field = fields->pdata[i];

		if (g_ascii_strcasecmp(field->name, name) == 0 && kith_addresses_read(field->raw_value, addresses))
			kith_mail_defect(mail, "more addresses in a field than are read");
	}
}

static guint count_fields(const GPtrArray *fields, const char *name)
{
	guint count = 0;

	for (guint i = 0; i < fields->len; i++)
		count += g_ascii_strcasecmp(((const KithField *)fields->pdata[i])->name, name) == 0;
	return count;
}

static void read_people(KithMail *mail, const GPtrArray *fields)
{
	read_addresses(mail, fields, "From", mail->from);
	read_addresses(mail, fields, "Sender", mail->sender);
	read_addresses(mail, fields, "Reply-To", mail->reply_to);
	read_addresses(mail, fields, "To", mail->to);
	read_addresses(mail, fields, "Cc", mail->cc);
	read_addresses(mail, fields, "Bcc", mail->bcc);
	if (count_fields(fields, "From") > 1)
		kith_mail_defect(mail, "several From fields: the author is unknown");
	else
		mail->author = kith_author_find(mail, fields);
}

static void read_ids(KithMail *mail, const GPtrArray *fields)
{
	const char *own = kith_fields_get(fields, "Message-ID");
	const char *parents = kith_fields_get(fields, "In-Reply-To");
	const char *references = kith_fields_get(fields, "References");
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);

	if (own != NULL) {
		(void)kith_header_ids(own, 1, ids);	/* a second id of one mail means nothing */
		if (ids->len > 0)
			mail->message_id = g_strdup(ids->pdata[0]);
		else
			mail->message_id = kith_header_decode(own, KITH_LIMIT_MESSAGE_ID_BYTES);
		if (*mail->message_id == '\0')
			g_clear_pointer(&mail->message_id, g_free);
	}
	if (parents != NULL && kith_header_ids(parents, KITH_LIMIT_LIST_ITEMS, mail->in_reply_to))
		kith_mail_defect(mail, "more parents than are read");
	if (references != NULL && kith_header_ids(references, KITH_LIMIT_REFERENCES, mail->references))
		kith_mail_defect(mail, "more references than are read");
}

/* The topmost Received: when it came to the reader's server (RFC 5321 4.4). */
static void read_received(KithMail *mail, const GPtrArray *fields)
{
	const char *received = kith_fields_get(fields, "Received");
	const char *date = received != NULL ? strrchr(received, ';') : NULL;
	int32_t offset_s;

	if (date != NULL && !kith_date_read(date + 1, &mail->received_at, &offset_s))
		mail->received_at = 0;
}

static void read_dates(KithMail *mail, const GPtrArray *fields)
{
	const char *date = kith_fields_get(fields, "Date");

	read_received(mail, fields);
	if (date == NULL)
		kith_mail_defect(mail, "no Date field");
	else if (!kith_date_read(date, &mail->date_at, &mail->date_offset_s))
		kith_mail_defect(mail, "the Date field could not be read");
}

/* --- lists */

static void add_list_address(KithMail *mail, const char *start, size_t length)
{
	g_autofree char *raw = g_strndup(start, length);
	g_autofree char *address = kith_header_decode(raw, KITH_LIMIT_ADDRESS_BYTES);

	if (strchr(address, '@') == NULL || strchr(address, ' ') != NULL ||
	    mail->list_addresses->len >= KITH_LIMIT_LIST_ITEMS)
		return;
	for (guint i = 0; i < mail->list_addresses->len; i++) {
		if (g_ascii_strcasecmp(mail->list_addresses->pdata[i], address) == 0)
			return;
	}
	g_ptr_array_add(mail->list_addresses, g_steal_pointer(&address));
}

/* "Users <users.lists.example.com>": by RFC 2919 the id of users@lists.example.com. */
static void add_list_id(KithMail *mail, const char *value)
{
	const char *start = strrchr(value, '<');

	start = start != NULL ? start + 1 : value;
	size_t length = strcspn(start, "> ");
	g_autofree char *id = g_strndup(start, length);
	char *dot = strchr(id, '.');
	if (strchr(id, '@') == NULL && dot != NULL)
		*dot = '@';
	add_list_address(mail, id, strlen(id));
}

/* Every word with an @ in VALUE. */
static void add_list_words(KithMail *mail, const char *value)
{
	for (const char *p = value; *p != '\0';) {
		const char *start = p + strspn(p, " <>;,()");
		size_t length = strcspn(start, " <>;,()?");

		if (kith_starts_nocase(start, "mailto:"))
			add_list_address(mail, start + 7, length - 7);
		else if (memchr(start, '@', length) != NULL && memchr(start, '/', length) == NULL)
			add_list_address(mail, start, length);
		p = start + length;
		if (*p == '?')
			p += strcspn(p, ">");
	}
}

static void read_lists(KithMail *mail, const GPtrArray *fields)
{
	static const char *const names[] = {"List-Post", "X-BeenThere", "X-Mailing-List"};
	const char *id = kith_fields_get(fields, "List-Id");
	const char *ezmlm = kith_fields_get(fields, "Mailing-List");

	if (id != NULL)
		add_list_id(mail, id);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = kith_fields_get(fields, names[i]);

		if (value != NULL)
			add_list_words(mail, value);
	}
	if (ezmlm != NULL && kith_starts_nocase(ezmlm, "list "))
		add_list_address(mail, ezmlm + 5, strcspn(ezmlm + 5, "; "));
}

/* --- all of it */

static void read_headers(KithMail *mail, const GPtrArray *fields)
{
	g_autofree char *subject = kith_fields_text(fields, "Subject", KITH_LIMIT_SUBJECT_BYTES);

	if (subject != NULL) {
		g_free(mail->subject);
		mail->subject = g_steal_pointer(&subject);
	}
	mail->kith_id = kith_fields_text(fields, "X-Kith-Id", KITH_LIMIT_SUBJECT_BYTES);
	read_lists(mail, fields);
	read_people(mail, fields);
	read_ids(mail, fields);
	read_dates(mail, fields);
}

static gint compare_forwards(gconstpointer a, gconstpointer b)
{
	const KithForward *one = *(KithForward *const *)a, *other = *(KithForward *const *)b;

	return (one->span.start > other->span.start) - (one->span.start < other->span.start);
}

/* Those in the text beside the attached ones, in the order of the text. */
static void add_forwards(KithMail *mail, GPtrArray *forwards)
{
	while (forwards->len > 0 && mail->forwards->len < KITH_LIMIT_FORWARDS)
		g_ptr_array_add(mail->forwards, g_ptr_array_steal_index(forwards, 0));
	g_ptr_array_sort(mail->forwards, compare_forwards);
	g_ptr_array_unref(forwards);
}

static void read_own_text(KithMail *mail, const KithBody *body)
{
	KithOwnText own = {0};

	kith_own_text_find(mail, body->attached, &own);
	g_free(mail->new_text);
	mail->new_text = own.new_text;
	mail->signature = own.signature;
	g_ptr_array_unref(mail->zones);
	mail->zones = own.zones;
	add_forwards(mail, own.forwards);
	if (mail->signature != NULL)
		kith_signature_read(mail->text, mail->zones, mail->author, mail->signature_fields);
}

KithMail *kith_parse(GBytes *slim)
{
	KithMail *mail = kith_mail_new();
	gsize length;

	kith_parse_init();
	g_autoptr(GBytes) tame = kith_mail_tame(slim, mail->defects);
	const char *bytes = g_bytes_get_data(tame, &length);
	g_autoptr(GPtrArray) fields = kith_fields_read(bytes, length, NULL);
	read_headers(mail, fields);
	g_autoptr(KithBody) body = kith_body_read(tame, mail);
	g_free(mail->text);
	mail->text = g_steal_pointer(&body->text);
	read_own_text(mail, body);
	kith_kind_find(mail, fields, body);
	mail->language = g_strdup(kith_language_guess(mail->new_text));
	return mail;
}
