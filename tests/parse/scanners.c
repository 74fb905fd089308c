/* SPDX-License-Identifier: MIT
 * scanners.c - the table of scanners, and the promises that their answers are held against.
 * In: any bytes. Out: an abort when an answer is wrong. Next: tests/fuzz/fuzz-scanners.c, test-linear.c
 */
#include "scanners.h"

#include <string.h>

#include "src/parse/body.h"
#include "src/parse/quote.h"
#include "src/parse/words.h"

/* --- what every answer promises */

/* Valid UTF-8 of at most MAX bytes, on one line, without control characters; or NULL. */
static void check_line(const char *line, size_t max)
{
	if (line == NULL)
		return;
	g_autofree char *clean = kith_text_clean(line, false);

	g_assert_true(g_utf8_validate(line, -1, NULL));
	g_assert_cmpuint(strlen(line), <=, max);
	g_assert_cmpstr(line, ==, clean);
}

static void check_text(const char *text, size_t max)
{
	if (text == NULL)
		return;
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_cmpuint(strlen(text), <=, max);
}

static void check_lines(const GPtrArray *lines, guint max_count, size_t max)
{
	if (lines == NULL)
		return;
	g_assert_cmpuint(lines->len, <=, max_count);
	for (guint i = 0; i < lines->len; i++)
		check_line(lines->pdata[i], max);
}

static void check_address(const KithAddress *address)
{
	g_assert_nonnull(address->address);
	check_line(address->address, KITH_LIMIT_ADDRESS_BYTES);
	check_line(address->name, KITH_LIMIT_NAME_BYTES);
}

static void check_addresses(const GPtrArray *addresses, guint max)
{
	g_assert_cmpuint(addresses->len, <=, max);
	for (guint i = 0; i < addresses->len; i++)
		check_address(addresses->pdata[i]);
}

static void check_zones(const GPtrArray *zones, size_t length)
{
	size_t at = 0;

	g_assert_nonnull(zones);
	g_assert_cmpuint(zones->len, <=, KITH_LIMIT_ZONES);
	for (guint i = 0; i < zones->len; i++) {
		const KithZone *zone = zones->pdata[i];

		g_assert_cmpuint(zone->span.start, ==, at);
		g_assert_cmpuint(zone->span.end, >, at);
		g_assert_nonnull(zone->rule);
		g_assert_true(g_utf8_validate(zone->rule, -1, NULL));
		at = zone->span.end;
	}
	g_assert_cmpuint(at, ==, length);
}

/* The way to core and back says no to whatever breaks a promise of model.h. */
static void check_mail(const KithMail *mail)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GError) error = NULL;

	kith_mail_write(mail, bytes);
	KithReader in = { .at = bytes->data, .end = bytes->data + bytes->len };
	g_autoptr(KithMail) again = kith_mail_read(&in, &error);
	g_assert_no_error(error);
	check_zones(mail->zones, strlen(mail->text));
	check_text(mail->text, KITH_LIMIT_TEXT_BYTES);
	check_text(mail->new_text, KITH_LIMIT_TEXT_BYTES);
	check_line(mail->subject, KITH_LIMIT_SUBJECT_BYTES);
	check_line(mail->message_id, KITH_LIMIT_MESSAGE_ID_BYTES);
	check_lines(mail->references, KITH_LIMIT_REFERENCES, KITH_LIMIT_MESSAGE_ID_BYTES);
	check_lines(mail->defects, KITH_LIMIT_LIST_ITEMS + 8, KITH_LIMIT_SUBJECT_BYTES);
	check_addresses(mail->from, KITH_LIMIT_ADDRESSES);
	check_addresses(mail->to, KITH_LIMIT_ADDRESSES);
	json_t *json = kith_mail_to_json(mail, "scanner");
	g_assert_nonnull(json);
	json_decref(json);
}

/* --- values of header fields */

static void scan_fields(const char *bytes, size_t length)
{
	size_t body = 0;
	g_autoptr(GPtrArray) fields = kith_fields_read(bytes, length, &body);

	g_assert_cmpuint(body, <=, length);
	for (guint i = 0; i < fields->len; i++) {
		const KithField *field = fields->pdata[i];

		g_assert_true(*field->name != '\0' && strpbrk(field->name, " \t\r\n:") == NULL);
		g_assert_null(strchr(field->raw_value, '\n'));
	}
	g_autofree char *subject = kith_fields_text(fields, "Subject", KITH_LIMIT_SUBJECT_BYTES);
	check_line(subject, KITH_LIMIT_SUBJECT_BYTES);
}

static void scan_tame(const char *bytes, size_t length)
{
	g_autoptr(GBytes) slim = g_bytes_new(bytes, length);
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) tame = kith_mail_tame(slim, defects);

	g_assert_cmpuint(g_bytes_get_size(tame), <=, length + 1 + length / KITH_LIMIT_HEADER_FIELD_BYTES);
	check_lines(defects, KITH_LIMIT_LIST_ITEMS, KITH_LIMIT_SUBJECT_BYTES);
}

static void scan_header(const char *value, size_t length)
{
	g_autofree char *text = kith_header_decode(value, KITH_LIMIT_SUBJECT_BYTES);

	(void)length;	/* ends with NUL */
	check_line(text, KITH_LIMIT_SUBJECT_BYTES);
}

static void scan_name(const char *value, size_t length)
{
	g_autofree char *display = kith_header_decode(value, KITH_LIMIT_NAME_BYTES);
	g_autoptr(KithName) name = kith_name_split(display);

	(void)length;	/* ends with NUL */
	g_assert_nonnull(name);
}

static void scan_ids(const char *value, size_t length)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);

	(void)length;	/* ends with NUL */
	(void)kith_header_ids(value, KITH_LIMIT_REFERENCES, ids);	/* more than fit is no mistake */
	check_lines(ids, KITH_LIMIT_REFERENCES, KITH_LIMIT_MESSAGE_ID_BYTES);
}

static void scan_addresses(const char *value, size_t length)
{
	g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);

	(void)length;	/* ends with NUL */
	(void)kith_addresses_read(value, addresses);	/* more than fit is no mistake */
	check_addresses(addresses, KITH_LIMIT_ADDRESSES);
}

static void scan_date(const char *value, size_t length)
{
	int64_t at = 0;
	int32_t offset_s = 0;

	(void)length;	/* ends with NUL */
	if (!kith_date_read(value, &at, &offset_s))
		return;
	g_assert_true(at > -2 * 86400 && at < INT64_C(253402300800) + 2 * 86400);
	g_assert_true(offset_s > -86400 && offset_s < 86400);
}

/* The first line names the charset. */
static void scan_charset(const char *bytes, size_t length)
{
	const char *newline = memchr(bytes, '\n', length);
	g_autofree char *charset = newline != NULL ? g_strndup(bytes, (gsize)(newline - bytes)) : NULL;
	const char *rest = newline != NULL ? newline + 1 : bytes;
	g_autofree char *text = kith_charset_text(rest, length - (size_t)(rest - bytes), charset, KITH_LIMIT_PART_BYTES);

	check_text(text, KITH_LIMIT_PART_BYTES);
}

/* --- texts */

static void scan_flowed(const char *text, size_t length)
{
	g_autofree char *joined = kith_flowed_join(text, false);
	g_autofree char *closed = kith_flowed_join(text, true);

	check_text(joined, 2 * length + 2);
	check_text(closed, 2 * length + 2);
}

static void scan_html(const char *text, size_t length)
{
	g_autofree char *out = kith_html_text(text, length);

	check_text(out, SIZE_MAX);
}

static void scan_inline_files(const char *text, size_t length)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)kith_attachment_free);
	g_autofree char *rest = kith_inline_files_cut(text, files);

	check_text(rest, length);
	g_assert_cmpuint(files->len, <=, KITH_LIMIT_LIST_ITEMS);
	for (guint i = 0; i < files->len; i++) {
		const KithAttachment *file = files->pdata[i];

		check_line(file->name, KITH_LIMIT_NAME_BYTES);
		g_assert_nonnull(file->type);
	}
}

static const KithAddress ada = { (char *)"Ada Byron", (char *)"ada@example.com" };

static void scan_own_text(const char *text, size_t length)
{
	g_autoptr(KithMail) mail = kith_mail_new();
	KithOwnText own = {0};

	g_free(mail->text);
	mail->text = g_strdup(text);
	g_free(mail->subject);
	mail->subject = g_strdup(length % 2 == 0 ? "Fwd: Offer" : "Offer");
	mail->author = kith_address_new(ada.name, ada.address);
	kith_own_text_find(mail, NULL, &own);
	check_text(own.new_text, length + 1);
	check_text(own.signature, length + 1);
	check_zones(own.zones, length);
	g_assert_cmpuint(own.forwards->len, <=, KITH_LIMIT_FORWARDS);
	g_free(own.new_text);
	g_free(own.signature);
	g_ptr_array_unref(own.zones);
	g_ptr_array_unref(own.forwards);
}

static void scan_signature(const char *text, size_t length)
{
	g_autoptr(KithMail) mail = kith_mail_new();
	KithSignatureFields *fields = mail->signature_fields;

	(void)length;	/* ends with NUL */
	kith_signature_read(text, NULL, &ada, fields);
	check_line(fields->name, KITH_LIMIT_SUBJECT_BYTES);
	check_line(fields->title, KITH_LIMIT_SUBJECT_BYTES);
	check_line(fields->organization, KITH_LIMIT_SUBJECT_BYTES);
	check_lines(fields->phones, KITH_LIMIT_LIST_ITEMS, KITH_LIMIT_SUBJECT_BYTES);
	check_lines(fields->urls, KITH_LIMIT_LIST_ITEMS, KITH_LIMIT_TEXT_BYTES);
	check_lines(fields->emails, KITH_LIMIT_LIST_ITEMS, KITH_LIMIT_SUBJECT_BYTES);
}

/* The same text in every place that kind.c and bounce.c look at. */
static void scan_kind(const char *text, size_t length)
{
	g_autoptr(KithMail) mail = kith_mail_new();
	g_autoptr(GPtrArray) fields = kith_fields_read(text, length, NULL);
	KithBody body = { .text = (char *)text, .delivery_status = (char *)text, .returned = (char *)text,
			  .disposition = (char *)text };

	g_free(mail->text);
	mail->text = g_strdup(text);
	g_free(mail->new_text);
	mail->new_text = g_strdup(text);
	g_free(mail->subject);
	mail->subject = kith_text_valid(text, MIN(length, 900), KITH_LIMIT_SUBJECT_BYTES);
	kith_kind_find(mail, fields, &body);
	check_line(mail->kind_reason, KITH_LIMIT_SUBJECT_BYTES);
	g_autoptr(GPtrArray) recipients = kith_bounce_recipients(mail, fields, &body);
	g_assert_true(recipients == NULL || recipients->len <= KITH_LIMIT_LIST_ITEMS);
	for (guint i = 0; recipients != NULL && i < recipients->len; i++) {
		const KithBounceRecipient *one = recipients->pdata[i];

		check_line(one->address, KITH_LIMIT_ADDRESS_BYTES);
		check_line(one->status, 16);
		check_line(one->reply_code, 3);
		check_line(one->diagnostic, 4 * KITH_LIMIT_SUBJECT_BYTES + 3);	/* counted in characters */
	}
}

static void scan_bounce_text(const char *text, size_t length)
{
	KithBody body = { .text = (char *)text };
	g_autoptr(KithMail) mail = kith_mail_new();
	g_autoptr(GPtrArray) fields = g_ptr_array_new();

	(void)length;	/* ends with NUL */
	g_free(mail->text);
	mail->text = g_strdup(text);
	(void)kith_bounce_words(text);	/* that it ends is all */
	g_autoptr(GPtrArray) recipients = kith_bounce_recipients(mail, fields, &body);
	g_assert_true(recipients == NULL || recipients->len <= KITH_LIMIT_LIST_ITEMS);
}

static void scan_away(const char *text, size_t length)
{
	g_autoptr(KithMail) mail = kith_mail_new();

	(void)length;	/* ends with NUL */
	g_free(mail->new_text);
	mail->new_text = g_strdup(text);
	mail->date_at = 1772524800;
	g_autofree char *until = kith_away_until(mail);
	kith_away_instead(mail);
	check_addresses(mail->away_instead, KITH_LIMIT_ADDRESSES);
	g_assert_true(until == NULL || strlen(until) == strlen("2026-03-03"));
}

static void scan_invite(const char *text, size_t length)
{
	KithInvite *invite = kith_invite_read(text);

	(void)length;	/* ends with NUL */
	if (invite == NULL)
		return;
	check_line(invite->method, KITH_LIMIT_NAME_BYTES);
	check_line(invite->uid, KITH_LIMIT_MESSAGE_ID_BYTES);
	check_line(invite->summary, KITH_LIMIT_SUBJECT_BYTES);
	check_line(invite->zone, KITH_LIMIT_NAME_BYTES);
	check_line(invite->start, 40);
	check_line(invite->end, 40);
	check_line(invite->organizer, KITH_LIMIT_ADDRESS_BYTES);
	g_assert_cmpuint(invite->attendees->len, <=, KITH_LIMIT_LIST_ITEMS);
	for (guint i = 0; i < invite->attendees->len; i++) {
		const KithAttendee *one = invite->attendees->pdata[i];

		check_line(one->address, KITH_LIMIT_ADDRESS_BYTES);
		check_line(one->name, KITH_LIMIT_NAME_BYTES);
		check_line(one->answer, KITH_LIMIT_NAME_BYTES);
	}
	kith_invite_free(invite);
}

static void scan_language(const char *text, size_t length)
{
	const char *language = kith_language_guess(text);

	(void)length;	/* ends with NUL */
	g_assert_true(language == NULL || (strlen(language) >= 2 && strlen(language) <= 5));
}

static void scan_words(const char *text, size_t length)
{
	const KithPhrases *list = kith_phrases("original");
	KithPhraseHit hit;

	if (kith_phrases_find(list, text, &hit) || kith_phrases_find_part(list, text, &hit) ||
	    kith_phrases_start(list, text, &hit))
		g_assert_true(hit.at >= text && hit.at + hit.length <= text + length && hit.length > 0);
}

/* --- bytes of parts */

static void scan_tnef(const char *bytes, size_t length)
{
	g_autoptr(KithTnef) tnef = kith_tnef_read((const guint8 *)bytes, length);

	if (tnef == NULL)
		return;
	check_text(tnef->text, SIZE_MAX);
	check_text(tnef->html, SIZE_MAX);
	check_text(tnef->rtf_html, SIZE_MAX);
	check_text(tnef->rtf_text, SIZE_MAX);
	check_line(tnef->message_class, KITH_LIMIT_SUBJECT_BYTES);
	g_assert_true(tnef->files == NULL || tnef->files->len <= KITH_LIMIT_LIST_ITEMS);
	for (guint i = 0; tnef->files != NULL && i < tnef->files->len; i++)
		check_line(((const KithAttachment *)tnef->files->pdata[i])->name, KITH_LIMIT_NAME_BYTES);
}

static void scan_rtf(const char *bytes, size_t length)
{
	bool is_html = false;
	g_autofree char *text = kith_rtf_text(bytes, length, &is_html);

	check_text(text, SIZE_MAX);
}

static void scan_rtf_packed(const char *bytes, size_t length)
{
	g_autoptr(GByteArray) rtf = kith_rtf_decompress((const guint8 *)bytes, length);

	g_assert_true(rtf == NULL || rtf->len <= 20 * (length + 1));
}

static void scan_cms(const char *bytes, size_t length)
{
	g_autoptr(GByteArray) content = kith_cms_content((const guint8 *)bytes, length);

	g_assert_true(content == NULL || content->len <= length);
}

/* The first line is the label. */
static void scan_transfer(const char *bytes, size_t length)
{
	const char *newline = memchr(bytes, '\n', length);
	g_autofree char *label = newline != NULL ? g_strndup(bytes, (gsize)(newline - bytes)) : NULL;
	const char *rest = newline != NULL ? newline + 1 : bytes;
	g_autoptr(GByteArray) decoded = g_byte_array_new();

	g_byte_array_append(decoded, (const guint8 *)rest, (guint)(length - (size_t)(rest - bytes)));
	kith_transfer_decode(decoded, label, true);
	g_assert_cmpuint(decoded->len, <=, length);
}

static void scan_parameter(const char *value, size_t length)
{
	g_autofree char *name = kith_parameter_read(value, "name", KITH_LIMIT_NAME_BYTES);

	(void)length;	/* ends with NUL */
	check_line(name, KITH_LIMIT_NAME_BYTES);
}

static void scan_charset_guess(const char *bytes, size_t length)
{
	g_assert_nonnull(kith_charset_guess(bytes, length));
	(void)kith_charset_fits(bytes, length, "windows-1251");	/* that it ends is all */
}

/* --- whole mails */

static void scan_mail(const char *bytes, size_t length)
{
	g_autoptr(GBytes) slim = g_bytes_new(bytes, length);
	g_autoptr(KithMail) mail = kith_parse(slim);

	check_mail(mail);
}

/* The bytes as the one part of a mail, of the type that its first line names. */
static void scan_part(const char *bytes, size_t length)
{
	static const char head[] = "From: Ada Byron <ada@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: ";
	g_autoptr(GByteArray) mail = g_byte_array_new();
	const char *newline = memchr(bytes, '\n', length);
	size_t first = newline != NULL ? (size_t)(newline - bytes) : 0;

	g_byte_array_append(mail, (const guint8 *)head, sizeof head - 1);
	g_byte_array_append(mail, (const guint8 *)bytes, (guint)first);
	g_byte_array_append(mail, (const guint8 *)"\r\n\r\n", 4);
	if (newline != NULL)
		g_byte_array_append(mail, (const guint8 *)newline + 1, (guint)(length - first - 1));
	scan_mail((const char *)mail->data, mail->len);
}

const Scanner scanners[] = {
	{ "fields", scan_fields, SCANNER_OF_BYTES },
	{ "tame", scan_tame, SCANNER_OF_BYTES },
	{ "header", scan_header, SCANNER_OF_VALUES },
	{ "ids", scan_ids, SCANNER_OF_VALUES },
	{ "addresses", scan_addresses, SCANNER_OF_VALUES },
	{ "name", scan_name, SCANNER_OF_VALUES },
	{ "date", scan_date, SCANNER_OF_VALUES },
	{ "charset", scan_charset, SCANNER_OF_BYTES },
	{ "flowed", scan_flowed, SCANNER_OF_TEXT },
	{ "html", scan_html, SCANNER_OF_TEXT },
	{ "inline-files", scan_inline_files, SCANNER_OF_TEXT },
	{ "own-text", scan_own_text, SCANNER_OF_CLEAN },
	{ "signature", scan_signature, SCANNER_OF_CLEAN },
	{ "kind", scan_kind, SCANNER_OF_CLEAN },
	{ "bounce-text", scan_bounce_text, SCANNER_OF_CLEAN },
	{ "away", scan_away, SCANNER_OF_CLEAN },
	{ "invite", scan_invite, SCANNER_OF_TEXT },
	{ "language", scan_language, SCANNER_OF_CLEAN },
	{ "words", scan_words, SCANNER_OF_CLEAN },
	{ "tnef", scan_tnef, SCANNER_OF_BYTES },
	{ "rtf", scan_rtf, SCANNER_OF_BYTES },
	{ "rtf-packed", scan_rtf_packed, SCANNER_OF_BYTES },
	{ "cms", scan_cms, SCANNER_OF_BYTES },
	{ "transfer", scan_transfer, SCANNER_OF_BYTES },
	{ "parameter", scan_parameter, SCANNER_OF_VALUES },
	{ "charset-guess", scan_charset_guess, SCANNER_OF_BYTES },
	{ "mail", scan_mail, SCANNER_OF_BYTES },
	{ "part", scan_part, SCANNER_OF_BYTES },
};
const size_t scanner_count = G_N_ELEMENTS(scanners);

const Scanner *scanner_find(const char *name, size_t length)
{
	for (size_t i = 0; i < scanner_count; i++) {
		if (strlen(scanners[i].name) == length && memcmp(scanners[i].name, name, length) == 0)
			return &scanners[i];
	}
	return NULL;
}

void scanner_run(const Scanner *scanner, const char *bytes, size_t length)
{
	g_autofree char *text = NULL, *own = NULL;

	kith_parse_init();
	switch (scanner->takes) {
	case SCANNER_OF_BYTES:
		scanner->run(bytes, length);
		return;
	case SCANNER_OF_VALUES:
		own = g_strndup(bytes, length);
		break;
	case SCANNER_OF_CLEAN:
		text = kith_charset_text(bytes, length, "utf-8", KITH_LIMIT_TEXT_BYTES);
		own = kith_text_clean(text, true);
		break;
	case SCANNER_OF_TEXT:
		own = kith_charset_text(bytes, length, "utf-8", KITH_LIMIT_TEXT_BYTES);
		break;
	}
	scanner->run(own, strlen(own));
}
