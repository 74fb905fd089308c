/* SPDX-License-Identifier: MIT
 * compose.c - a letter becomes a mail: 7-bit, CRLF, nothing smuggled.
 * In: a KithLetter. Out: bytes for SMTP. Next: src/send/outbox.c
 */
#include <gmime/gmime.h>
#include <string.h>

#include "kith/send.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeTextPart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFilter, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFormatOptions, g_mime_format_options_free)

/* RFC 5322 3.6.4, without comments and quoted forms: what stands between the angle brackets. */
static bool is_message_id(const char *id)
{
	const char *at = strchr(id, '@');

	if (at == NULL || at == id || at[1] == '\0' || strlen(id) > KITH_LIMIT_MESSAGE_ID_BYTES)
		return false;
	for (const char *p = id; *p != '\0'; p++) {
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f || *p == '<' || *p == '>')
			return false;
	}
	return true;
}

static bool check(const char *what, const char *value, bool ok, GError **error)
{
	if (ok)
		return true;
	g_autofree char *clean = kith_text_snippet(value, 60);
	g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "\"%s\" is no %s to write a mail with", clean, what);
	return false;
}

/* Only what kith_address_normalize leaves unchanged goes into a header or an envelope. */
static bool is_address(const char *address)
{
	g_autofree char *norm = kith_address_normalize(address);

	return norm != NULL;
}

static bool check_letter(const KithLetter *letter, GError **error)
{
	return check("address", letter->from_address, is_address(letter->from_address), error) &&
	       check("address", letter->to_address, is_address(letter->to_address), error) &&
	       check("address", letter->reply_to, is_address(letter->reply_to), error) &&
	       check("Message-ID", letter->message_id, is_message_id(letter->message_id), error);
}

static void add_address(GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
	g_autofree char *clean = kith_text_clean(name, false);

	g_mime_message_add_mailbox(message, type, *clean != '\0' ? clean : NULL, address);
}

/* The ids of an older mail that may stand in ours: others are left out, threading survives that. */
static void set_references(GMimeMessage *message, const KithLetter *letter)
{
	g_autoptr(GString) references = g_string_new(NULL);
	guint count = letter->references != NULL ? letter->references->len : 0;

	/* The first and the last twenty: enough for every client, and a short line. */
	for (guint i = 0; i < count; i++) {
		const char *id = letter->references->pdata[i];

		if ((i == 0 || i + 20 >= count) && is_message_id(id) && g_strcmp0(id, letter->in_reply_to) != 0)
			g_string_append_printf(references, "%s<%s>", references->len > 0 ? " " : "", id);
	}
	if (letter->in_reply_to != NULL && is_message_id(letter->in_reply_to)) {
		g_autofree char *answered = g_strdup_printf("<%s>", letter->in_reply_to);

		g_string_append_printf(references, "%s%s", references->len > 0 ? " " : "", answered);
		g_mime_object_set_header(GMIME_OBJECT(message), "In-Reply-To", answered, NULL);
	}
	if (references->len > 0)
		g_mime_object_set_header(GMIME_OBJECT(message), "References", references->str, NULL);
}

static void set_body(GMimeMessage *message, const char *text)
{
	g_autofree char *clean = kith_text_clean(text, true);
	g_autoptr(GMimeTextPart) part = g_mime_text_part_new_with_subtype("plain");

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, clean);
	g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_mime_message_set_mime_part(message, GMIME_OBJECT(part));
}

static GBytes *to_bytes(GMimeMessage *message)
{
	g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();
	g_autoptr(GMimeStream) filtered = g_mime_stream_filter_new(memory);
	g_autoptr(GMimeFilter) crlf = g_mime_filter_unix2dos_new(FALSE);
	g_autoptr(GMimeFormatOptions) format = g_mime_format_options_clone(NULL);

	(void)g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered), crlf);
	(void)g_mime_object_write_to_stream(GMIME_OBJECT(message), format, filtered);	/* memory does not fail */
	(void)g_mime_stream_flush(filtered);
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
	return g_bytes_new(array->data, array->len);
}

GBytes *kith_compose(const KithLetter *letter, GError **error)
{
	static gsize started;

	if (!check_letter(letter, error))
		return NULL;
	if (g_once_init_enter(&started)) {
		g_mime_init();
		g_once_init_leave(&started, 1);
	}
	g_autoptr(GMimeMessage) message = g_mime_message_new(TRUE);
	g_autofree char *subject = kith_text_clean(letter->subject, false);
	g_autofree char *date = kith_time_format_mail(letter->date_at, letter->zone);
	g_autofree char *id = g_strdup_printf("<%s>", letter->message_id);

	add_address(message, GMIME_ADDRESS_TYPE_FROM, letter->from_name, letter->from_address);
	add_address(message, GMIME_ADDRESS_TYPE_TO, letter->to_name, letter->to_address);
	add_address(message, GMIME_ADDRESS_TYPE_REPLY_TO, letter->from_name, letter->reply_to);
	g_mime_message_set_subject(message, subject, "utf-8");
	g_mime_object_set_header(GMIME_OBJECT(message), "Date", date, NULL);
	g_mime_object_set_header(GMIME_OBJECT(message), "Message-ID", id, NULL);
	set_references(message, letter);
	/* RFC 3834 5 */
	g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
	g_mime_object_set_header(GMIME_OBJECT(message), "X-Auto-Response-Suppress", "All", NULL);
	g_mime_object_set_header(GMIME_OBJECT(message), "X-Kith-Id", letter->kith_id, NULL);
	g_mime_object_set_header(GMIME_OBJECT(message), "MIME-Version", "1.0", NULL);
	set_body(message, letter->text);
	return to_bytes(message);
}
