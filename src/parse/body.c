/* SPDX-License-Identifier: MIT
 * body.c - the MIME tree: what is text to read, what is a file, what is a report.
 * In: a tame mail. Out: KithBody, attachments. Next: src/parse/html.c
 *
 * The tree is walked with a stack of our own into a flat list of leaves; which branch of a
 * multipart/alternative is read is decided when all are known.
 */
#include <string.h>

#include <gmime/gmime.h>

#include "body.h"

#define LEFT_OUT "[kith: "

typedef struct {
	int parent, parent_branch;	/* the alternative around this one, -1 none */
	int chosen;			/* branch */
	size_t plain_words, html_words;
	int plain_branch, html_branch;	/* -1 none */
} Alternative;

typedef struct {
	char *text;
	bool is_html;
	int alternative, branch;
} Leaf;

typedef struct {
	GMimeObject *object;
	int alternative, branch;
	unsigned depth;
	bool in_report, in_returned;
} Visit;

typedef struct {
	KithMail *mail;
	KithBody *body;
	GArray *stack;		/* of Visit */
	GArray *leaves;		/* of Leaf */
	GArray *alternatives;	/* of Alternative */
	unsigned parts;
	size_t text_bytes;
} Walk;

void kith_body_free(KithBody *body)
{
	if (body == NULL)
		return;
	g_free(body->text);
	g_free(body->calendar);
	g_free(body->delivery_status);
	g_free(body->disposition);
	g_free(body->feedback);
	g_free(body->returned);
	g_free(body->report_type);
	g_free(body);
}

static char *lower_type(GMimeObject *object)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);

	if (type == NULL)
		return g_strdup("text/plain");
	const char *media = g_mime_content_type_get_media_type(type);
	const char *sub = g_mime_content_type_get_media_subtype(type);
	g_autofree char *whole = g_strdup_printf("%s/%s", media != NULL ? media : "text", sub != NULL ? sub : "plain");
	g_autofree char *valid = kith_text_clean(whole, false);
	return g_ascii_strdown(valid, -1);
}

static char *parameter(GMimeObject *object, const char *name)
{
	const char *value = g_mime_object_get_content_type_parameter(object, name);

	return value != NULL ? kith_text_clean(value, false) : NULL;
}

/* A name without a path: what is behind the last slash, clean. */
static char *file_name(GMimeObject *object)
{
	const char *raw = GMIME_IS_PART(object) ? g_mime_part_get_filename(GMIME_PART(object)) : NULL;

	if (raw == NULL)
		raw = g_mime_object_get_content_type_parameter(object, "name");
	if (raw == NULL)
		return NULL;
	g_autofree char *decoded = kith_header_decode(raw, KITH_LIMIT_NAME_BYTES);
	const char *base = decoded;
	for (const char *p = decoded; *p != '\0'; p++) {
		if (*p == '/' || *p == '\\')
			base = p + 1;
	}
	return *base != '\0' ? g_strdup(base) : NULL;
}

/* --- bytes of a part */

static GByteArray *raw_content(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream(content) : NULL;
	GByteArray *bytes = g_byte_array_new();
	char block[16 * 1024];
	ssize_t count;

	if (stream == NULL || g_mime_stream_reset(stream) != 0)
		return bytes;
	while (bytes->len < 2 * KITH_LIMIT_SLIM_BYTES &&
	       (count = g_mime_stream_read(stream, block, sizeof block)) > 0)
		g_byte_array_append(bytes, (const guint8 *)block, (guint)count);
	return bytes;
}

/* Base64 may be several encodings one after the other, each padded; GMime 3.2.13 stops at
 * the first. */
static void decode_base64(GByteArray *bytes)
{
	guint32 bits = 0;
	unsigned count = 0;
	guint n = 0;

	for (guint i = 0; i < bytes->len; i++) {
		guint8 c = bytes->data[i];
		int value = g_ascii_isupper(c) ? c - 'A' : g_ascii_islower(c) ? c - 'a' + 26 :
			    g_ascii_isdigit(c) ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;

		if (c == '=') {
			count = 0;
			bits = 0;
			continue;
		}
		if (value < 0)
			continue;
		bits = bits << 6 | (guint32)value;
		count += 6;
		if (count >= 8) {
			count -= 8;
			bytes->data[n++] = (guint8)(bits >> count);
			bits &= (1U << count) - 1;
		}
	}
	g_byte_array_set_size(bytes, n);
}

static void decode_quoted_printable(GByteArray *bytes)
{
	guint n = 0;
	const guint8 *p = bytes->data, *end = bytes->data + bytes->len;

	while (p < end) {
		if (*p != '=') {
			bytes->data[n++] = *p++;
			continue;
		}
		if (end - p > 2 && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])) {
			int high = g_ascii_xdigit_value((gchar)p[1]), low = g_ascii_xdigit_value((gchar)p[2]);

			bytes->data[n++] = (guint8)(high << 4 | low);
			p += 3;
			continue;
		}
		const guint8 *q = p + 1;
		while (q < end && (*q == ' ' || *q == '\t' || *q == '\r'))
			q++;
		if (q < end && *q == '\n')
			p = q + 1;	/* a soft line break */
		else if (q == end)
			p = end;
		else
			bytes->data[n++] = *p++;
	}
	g_byte_array_set_size(bytes, n);
}

static void decode(GMimePart *part, GByteArray *bytes)
{
	GMimeContentEncoding encoding = g_mime_part_get_content_encoding(part);

	if (encoding == GMIME_CONTENT_ENCODING_BASE64)
		decode_base64(bytes);
	else if (encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
		decode_quoted_printable(bytes);
}

/* The N of "[kith: N bytes left out]" at the start of BYTES; *ret_rest is what follows it. */
static bool is_left_out(const GByteArray *bytes, uint64_t *ret_size, guint *ret_rest)
{
	g_autofree char *line = g_strndup(bytes->len > 0 ? (const char *)bytes->data : "", MIN(bytes->len, 100));
	const char *start = line + strspn(line, "\r\n");
	char *after;

	if (!g_str_has_prefix(start, LEFT_OUT))
		return false;
	*ret_size = g_ascii_strtoull(start + strlen(LEFT_OUT), &after, 10);
	if (!g_str_has_prefix(after, " bytes left out]"))
		return false;
	*ret_rest = (guint)(after - line) + (guint)strlen(" bytes left out]");
	return true;
}

/* A text that was cut ends with such a line too; a reader does not want it. */
static void drop_last_left_out(char *text)
{
	char *last = g_strrstr(text, "\n" LEFT_OUT);

	if (last != NULL && strchr(last + 1, '\n') == NULL && g_str_has_suffix(last, " bytes left out]"))
		*last = '\0';
}

/* --- leaves */

static size_t count_words(const char *text)
{
	size_t words = 0;
	bool inside = false;

	for (const char *p = text; *p != '\0'; p++) {
		bool word = (unsigned char)*p > ' ';

		words += word && !inside;
		inside = word;
	}
	return words;
}

/* Takes TEXT. */
static void add_leaf(Walk *walk, const Visit *visit, char *text, bool is_html)
{
	Leaf leaf = {text, is_html, visit->alternative, visit->branch};

	walk->text_bytes += strlen(text);
	g_array_append_val(walk->leaves, leaf);
	for (int group = visit->alternative, branch = visit->branch; group >= 0;) {
		Alternative *one = &g_array_index(walk->alternatives, Alternative, group);

		if (is_html) {
			one->html_words += count_words(text);
			one->html_branch = branch;
		} else if (one->plain_branch < 0 || one->plain_branch == branch) {
			one->plain_words += count_words(text);
			one->plain_branch = branch;
		}
		branch = one->parent_branch;
		group = one->parent;
	}
}

static void add_attachment(Walk *walk, const char *name, const char *type, uint64_t size, bool is_inline)
{
	if (walk->mail->attachments->len >= KITH_LIMIT_LIST_ITEMS) {
		if (walk->mail->attachments->len == KITH_LIMIT_LIST_ITEMS)
			kith_mail_defect(walk->mail, "more attachments than are listed");
		return;
	}
	g_ptr_array_add(walk->mail->attachments, kith_attachment_new(name, type, size, is_inline));
}

/* Machine reports come as files: RFC 7489 7.2.1.1, RFC 8460 3. */
static bool is_machine_file(const char *name, const char *type)
{
	if (g_strcmp0(type, "application/tlsrpt+gzip") == 0 || g_strcmp0(type, "application/tlsrpt+json") == 0)
		return true;
	if (name == NULL || strchr(name, '!') == NULL)
		return false;
	const char *second = strchr(strchr(name, '!') + 1, '!');
	return second != NULL && (g_str_has_suffix(name, ".zip") || g_str_has_suffix(name, ".gz") ||
				  g_str_has_suffix(name, ".xml"));
}

static void add_file(Walk *walk, const Visit *visit, const char *type, const char *name, uint64_t size)
{
	GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(visit->object);
	const char *value = disposition != NULL ? g_mime_content_disposition_get_disposition(disposition) : NULL;
	bool is_inline = value != NULL ? g_ascii_strcasecmp(value, "inline") == 0
				       : g_mime_object_get_content_id(visit->object) != NULL;

	if (name == NULL && strstr(type, "ms-tnef") != NULL)
		name = "winmail.dat";
	if (visit->in_returned)
		return;		/* what came back in a bounce is nobody's attachment */
	walk->body->has_machine_file |= is_machine_file(name, type);
	add_attachment(walk, name, type, size, is_inline);
}

static char *charset_in_html(const GByteArray *bytes)
{
	g_autofree char *head = g_strndup(bytes->len > 0 ? (const char *)bytes->data : "", MIN(bytes->len, 2048));
	const char *found = kith_find_nocase(head, "charset=");

	if (found == NULL)
		return NULL;
	found += strlen("charset=") + strspn(found + strlen("charset="), "\"' ");
	return g_strndup(found, strcspn(found, "\"'>; /\r\n"));
}

static char *part_text(GMimeObject *object, const GByteArray *bytes, bool is_html)
{
	g_autofree char *charset = parameter(object, "charset");

	if (charset == NULL && is_html)
		charset = charset_in_html(bytes);
	return kith_charset_text((const char *)bytes->data, bytes->len, charset,
				 is_html ? KITH_LIMIT_HTML_BYTES : KITH_LIMIT_PART_BYTES);
}

static void add_plain(Walk *walk, const Visit *visit, char *text)
{
	g_autofree char *format = parameter(visit->object, "format");
	g_autofree char *delsp = parameter(visit->object, "delsp");
	g_autofree char *own = text;

	drop_last_left_out(own);
	if (format != NULL && g_ascii_strcasecmp(format, "flowed") == 0) {
		char *joined = kith_flowed_join(own, delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0);

		g_free(own);
		own = joined;
	}
	char *rest = kith_inline_files_cut(own, walk->mail->attachments);
	add_leaf(walk, visit, rest, false);
}

static void add_text(Walk *walk, const Visit *visit, const char *type, const GByteArray *bytes)
{
	bool is_html = strcmp(type, "text/html") == 0 || strcmp(type, "text/enriched") == 0 ||
		       strcmp(type, "text/richtext") == 0;
	char *text = part_text(visit->object, bytes, is_html);

	if (visit->in_returned || walk->text_bytes > 2 * KITH_LIMIT_TEXT_BYTES) {
		g_free(text);
		return;
	}
	if (!is_html) {
		add_plain(walk, visit, text);
		return;
	}
	add_leaf(walk, visit, kith_html_text(text, strlen(text)), true);
	g_free(text);
}

/* Takes TEXT; the first of a kind counts. */
static void keep_first(char **place, char *text)
{
	if (*place == NULL)
		*place = text;
	else
		g_free(text);
}

/* Parts that machines read. */
static bool take_report(Walk *walk, const Visit *visit, const char *type, const GByteArray *bytes)
{
	KithBody *body = walk->body;
	char **place = NULL;

	if (strcmp(type, "message/delivery-status") == 0 || strcmp(type, "message/global-delivery-status") == 0)
		place = &body->delivery_status;
	else if (strcmp(type, "message/disposition-notification") == 0)
		place = &body->disposition;
	else if (strcmp(type, "message/feedback-report") == 0)
		place = &body->feedback;
	else if (strcmp(type, "text/rfc822-headers") == 0 || strcmp(type, "message/rfc822-headers") == 0 ||
		 strcmp(type, "message/global-headers") == 0)
		place = &body->returned;
	else if (strcmp(type, "text/calendar") == 0 || strcmp(type, "application/ics") == 0)
		place = &body->calendar;
	if (place == NULL)
		return false;
	keep_first(place, part_text(visit->object, bytes, false));
	return true;
}

static bool is_attached(GMimeObject *object)
{
	GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(object);
	const char *value = disposition != NULL ? g_mime_content_disposition_get_disposition(disposition) : NULL;

	return value != NULL && g_ascii_strcasecmp(value, "attachment") == 0;
}

static void visit_part(Walk *walk, const Visit *visit)
{
	g_autoptr(GByteArray) bytes = raw_content(GMIME_PART(visit->object));
	g_autofree char *type = lower_type(visit->object);
	g_autofree char *name = file_name(visit->object);
	bool is_text = g_str_has_prefix(type, "text/") && strcmp(type, "text/rtf") != 0;
	uint64_t size;
	guint rest;

	if (is_left_out(bytes, &size, &rest)) {
		add_file(walk, visit, type, name, size);
		g_byte_array_remove_range(bytes, 0, rest);
		g_autofree char *after = kith_charset_text((const char *)bytes->data, bytes->len,
							   NULL, KITH_LIMIT_PART_BYTES);
		if (!kith_line_is_blank(after) && !visit->in_returned)
			add_leaf(walk, visit, g_steal_pointer(&after), false);
		return;
	}
	decode(GMIME_PART(visit->object), bytes);
	bool attached = is_attached(visit->object);
	if (take_report(walk, visit, type, bytes)) {
		if (walk->body->calendar != NULL && strcmp(type, "text/calendar") == 0 && !attached)
			walk->body->is_calendar_mail = true;
		if (name != NULL || strcmp(type, "application/ics") == 0)
			add_file(walk, visit, type, name, bytes->len);
		return;
	}
	if (is_text && !attached && (name == NULL || walk->parts == 1))
		add_text(walk, visit, type, bytes);
	else if (is_text && attached && name == NULL && walk->leaves->len == 0)
		add_text(walk, visit, type, bytes);
	else
		add_file(walk, visit, type, name, bytes->len);
}

/* --- the tree */

static void push(Walk *walk, const Visit *parent, GMimeObject *object, int alternative, int branch)
{
	Visit visit = *parent;

	if (object == NULL)
		return;
	visit.object = object;
	visit.alternative = alternative;
	visit.branch = branch;
	visit.depth++;
	g_array_append_val(walk->stack, visit);
}

static int open_alternative(Walk *walk, const Visit *visit)
{
	Alternative made = {.parent = visit->alternative, .parent_branch = visit->branch,
			    .plain_branch = -1, .html_branch = -1};

	g_array_append_val(walk->alternatives, made);
	return (int)walk->alternatives->len - 1;
}

static void visit_multipart(Walk *walk, Visit *visit)
{
	GMimeMultipart *multipart = GMIME_MULTIPART(visit->object);
	g_autofree char *type = lower_type(visit->object);
	bool is_alternative = strcmp(type, "multipart/alternative") == 0;
	int alternative = is_alternative ? open_alternative(walk, visit) : visit->alternative;

	if (strcmp(type, "multipart/report") == 0 && !visit->in_returned) {
		char *report = parameter(visit->object, "report-type");

		visit->in_report = true;
		keep_first(&walk->body->report_type, report != NULL ? g_ascii_strdown(report, -1) : g_strdup(""));
		g_free(report);
	}
	int count = g_mime_multipart_get_count(multipart);
	for (int i = MIN(count, KITH_LIMIT_PARTS); i-- > 0;)
		push(walk, visit, g_mime_multipart_get_part(multipart, i), alternative,
		     is_alternative ? i : visit->branch);
}

static char *message_headers(GMimeMessage *message)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
	GString *out = g_string_new(NULL);
	int count = g_mime_header_list_get_count(list);

	for (int i = 0; i < count && out->len < KITH_LIMIT_HEADER_BYTES; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
		const char *raw = g_mime_header_get_raw_value(header);

		g_string_append_printf(out, "%s:%s", g_mime_header_get_name(header), raw != NULL ? raw : "");
		if (out->str[out->len - 1] != '\n')
			g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

/* A mail inside the mail is shown as its author would have forwarded it by hand. */
static char *forward_head(const char *headers)
{
	static const char *const shown[] = {"From", "Date", "Subject", "To", "Cc"};
	g_autoptr(GPtrArray) fields = kith_fields_read(headers, strlen(headers), NULL);
	GString *out = g_string_new("---------- Forwarded message ----------\n");

	for (size_t i = 0; i < G_N_ELEMENTS(shown); i++) {
		g_autofree char *value = kith_fields_text(fields, shown[i], KITH_LIMIT_SUBJECT_BYTES);

		if (value != NULL)
			g_string_append_printf(out, "%s: %s\n", shown[i], value);
	}
	return g_string_free(out, FALSE);
}

static void visit_message(Walk *walk, Visit *visit)
{
	GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(visit->object));

	if (message == NULL)
		return;
	char *headers = message_headers(message);
	if (visit->in_report)
		visit->in_returned = true;
	else if (!visit->in_returned)
		add_leaf(walk, visit, forward_head(headers), false);
	keep_first(&walk->body->returned, headers);
	push(walk, visit, g_mime_message_get_mime_part(message), visit->alternative, visit->branch);
}

static void visit_all(Walk *walk)
{
	while (walk->stack->len > 0) {
		Visit visit = g_array_index(walk->stack, Visit, walk->stack->len - 1);

		g_array_set_size(walk->stack, walk->stack->len - 1);
		if (++walk->parts > KITH_LIMIT_PARTS) {
			kith_mail_defect(walk->mail, "more parts than are read");
			return;
		}
		if (visit.depth > 2 * KITH_LIMIT_DEPTH)
			kith_mail_defect(walk->mail, "parts nested too deep were left out");
		else if (GMIME_IS_MULTIPART(visit.object))
			visit_multipart(walk, &visit);
		else if (GMIME_IS_MESSAGE_PART(visit.object))
			visit_message(walk, &visit);
		else if (GMIME_IS_PART(visit.object))
			visit_part(walk, &visit);
	}
}

/* --- the text */

/* The text as its author wrote it, unless it only says that there is HTML. */
static void choose(Alternative *one)
{
	bool is_poor = one->plain_branch < 0 || one->plain_words == 0 || one->plain_words * 4 < one->html_words;

	one->chosen = is_poor && one->html_branch >= 0 && one->html_words > 0 ? one->html_branch : one->plain_branch;
}

static bool is_read(const Walk *walk, const Leaf *leaf)
{
	int branch = leaf->branch;

	for (int group = leaf->alternative; group >= 0;) {
		const Alternative *one = &g_array_index(walk->alternatives, Alternative, group);

		if (one->chosen != branch)
			return false;
		branch = one->parent_branch;
		group = one->parent;
	}
	return true;
}

static char *join_leaves(Walk *walk)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < walk->alternatives->len; i++)
		choose(&g_array_index(walk->alternatives, Alternative, i));
	for (guint i = 0; i < walk->leaves->len; i++) {
		const Leaf *leaf = &g_array_index(walk->leaves, Leaf, i);

		if (!is_read(walk, leaf) || kith_line_is_blank(leaf->text))
			continue;
		if (out->len > 0)
			g_string_append(out, out->str[out->len - 1] == '\n' ? "\n" : "\n\n");
		g_string_append(out, leaf->text);
	}
	g_autofree char *clean = kith_text_clean(out->str, true);
	if (strlen(clean) > KITH_LIMIT_TEXT_BYTES)
		kith_mail_defect(walk->mail, "the text was longer than 256 KB and was cut");
	g_string_free(out, TRUE);
	return kith_text_valid(clean, strlen(clean), KITH_LIMIT_TEXT_BYTES);
}

static void clear_leaf(void *leaf)
{
	g_free(((Leaf *)leaf)->text);
}

/* A multipart whose parts cannot be told apart: all that is there is text. */
static char *whole_body(GBytes *tame)
{
	gsize length;
	size_t start;
	const char *bytes = g_bytes_get_data(tame, &length);
	g_autoptr(GPtrArray) fields = kith_fields_read(bytes, length, &start);
	g_autofree char *text = kith_charset_text(bytes + start, length - start, NULL, KITH_LIMIT_TEXT_BYTES);

	return kith_text_clean(text, true);
}

static GMimeMessage *construct(GBytes *tame)
{
	gsize length;
	const char *bytes = g_bytes_get_data(tame, &length);
	/* Of an empty mail GBytes gives NULL, which GMime takes for a mistake. */
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes != NULL ? bytes : "", length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);

	g_mime_parser_set_persist_stream(parser, FALSE);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

KithBody *kith_body_read(GBytes *tame, KithMail *mail)
{
	Walk walk = {.mail = mail, .body = g_new0(KithBody, 1)};
	GMimeMessage *message = construct(tame);
	const Visit root = {.alternative = -1};

	walk.stack = g_array_new(FALSE, FALSE, sizeof(Visit));
	walk.leaves = g_array_new(FALSE, FALSE, sizeof(Leaf));
	g_array_set_clear_func(walk.leaves, clear_leaf);
	walk.alternatives = g_array_new(FALSE, FALSE, sizeof(Alternative));
	if (message != NULL) {
		push(&walk, &root, g_mime_message_get_mime_part(message), -1, 0);
		visit_all(&walk);
	}
	if (walk.leaves->len == 0 && mail->attachments->len == 0 && walk.body->calendar == NULL &&
	    walk.body->delivery_status == NULL && walk.parts <= 1)
		walk.body->text = whole_body(tame);
	else
		walk.body->text = join_leaves(&walk);
	g_array_unref(walk.stack);
	g_array_unref(walk.leaves);
	g_array_unref(walk.alternatives);
	g_clear_object(&message);
	return walk.body;
}
