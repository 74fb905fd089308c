/* SPDX-License-Identifier: MIT
 * tree.c - the walk over a mail's parts: what is text to read, what is a file, what is a report.
 * In: GMime's tree. Out: leaves, attachments, reports. Next: src/parse/leaves.c
 *
 * The tree is walked with a stack of our own. Mails that GMime cannot see (signed by S/MIME, encoded though
 * RFC 2046 5.2.1 forbids it) are opened and hung in where they stood.
 */
#include <string.h>

#include "body.h"

#define LEFT_OUT "[kith: "
#define NO_FORWARD -1
#define FORWARD_TOO_MANY -2

typedef struct {
	GMimeObject *object;
	int alternative, branch;
	int forward, group;	/* as in KithLeaf */
	unsigned depth;
	bool in_report, in_returned;
	bool in_message;	/* what stands there is about another mail */
} Visit;

typedef struct {
	KithMail *mail;
	KithBody *body;
	KithLeaves *leaves;
	GArray *stack;		/* of Visit */
	GPtrArray *opened;	/* GMimeMessage *: mails that were inside of files */
	size_t opened_bytes;
	unsigned parts;
	int groups;
} Walk;

/* --- what was left out on the way (docs/decisions/0002) */

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

/* Takes TEXT. */
static void add_leaf(Walk *walk, const Visit *visit, char *text, KithLeafKind kind)
{
	if (visit->in_returned || walk->leaves->text_bytes > 2 * KITH_LIMIT_TEXT_BYTES) {
		g_free(text);
		return;
	}
	kith_leaves_add(walk->leaves, (KithLeaf) {text, kind, visit->alternative, visit->branch, visit->forward,
						  visit->group});
}

static void add_attachment(Walk *walk, const char *name, const char *type, uint64_t size, bool is_inline)
{
	if (walk->mail->attachments->len >= KITH_LIMIT_LIST_ITEMS) {
		kith_mail_defect(walk->mail, "more attachments than are listed");
		return;
	}
	g_ptr_array_add(walk->mail->attachments, kith_attachment_new(name, type, size, is_inline));
}

static void add_file(Walk *walk, const Visit *visit, const KithPartInfo *info, uint64_t size)
{
	const char *name = info->name;

	if (name == NULL && strstr(info->type, "ms-tnef") != NULL)
		name = "winmail.dat";
	if (visit->in_returned)
		return;		/* what came back in a bounce is nobody's attachment */
	walk->body->has_machine_file |= kith_report_is_file(name, info->type);
	add_attachment(walk, name, info->type, size, info->has_disposition ? info->is_inline : info->has_id);
}

/* --- text */

static bool is_rich(const char *type)
{
	return strcmp(type, "text/html") == 0 || strcmp(type, "text/enriched") == 0 ||
	       strcmp(type, "text/richtext") == 0 || strcmp(type, "application/xhtml+xml") == 0;
}

static bool is_rtf(const char *type)
{
	return strcmp(type, "text/rtf") == 0 || strcmp(type, "application/rtf") == 0;
}

/* Text that is read by people; cards, styles and pages for watches are files. */
static bool is_readable(const char *type)
{
	static const char *const files[] = {"text/vcard", "text/x-vcard", "text/directory", "text/css",
		"text/javascript", "text/x-amp-html", "text/watch-html"};

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		if (strcmp(type, files[i]) == 0)
			return false;
	}
	return g_str_has_prefix(type, "text/") || is_rich(type) || is_rtf(type);
}

/* What HTML says of itself counts when the head says nothing, or something that is wrong. */
static char *part_text(const KithPartInfo *info, const GByteArray *bytes, bool is_html)
{
	const char *start = (const char *)bytes->data, *charset = info->charset;
	g_autofree char *own = is_html && bytes->len > 0 ? kith_html_charset(start, bytes->len) : NULL;

	if (own != NULL && (charset == NULL || (!kith_charset_fits(start, bytes->len, charset) &&
						kith_charset_fits(start, bytes->len, own))))
		charset = own;
	return kith_charset_text(start, bytes->len, charset, is_html ? KITH_LIMIT_HTML_BYTES : KITH_LIMIT_PART_BYTES);
}

static char *plain_text(Walk *walk, const KithPartInfo *info, char *text)
{
	g_autofree char *own = text;
	g_autofree char *format = kith_part_parameter(info, "format");
	g_autofree char *delsp = kith_part_parameter(info, "delsp");

	drop_last_left_out(own);
	if (strcmp(format, "flowed") == 0) {
		char *joined = kith_flowed_join(own, strcmp(delsp, "yes") == 0);

		g_free(own);
		own = joined;
	}
	if (g_str_has_prefix(own, "-----BEGIN PGP MESSAGE") || strstr(own, "\n-----BEGIN PGP MESSAGE") != NULL)
		kith_mail_defect(walk->mail, "encrypted with OpenPGP: its text cannot be read");
	return kith_inline_files_cut(own, walk->mail->attachments);
}

/* Labels lie both ways: a page under text/plain, plain lines under text/html. */
static bool looks_rich(const char *text, bool is_labelled)
{
	const char *start = text + strspn(text, " \t\r\n");

	if (is_labelled)
		return strchr(text, '<') != NULL || strchr(text, '&') != NULL;
	return kith_starts_nocase(start, "<!doctype html") || kith_starts_nocase(start, "<html");
}

static void add_text(Walk *walk, const Visit *visit, const KithPartInfo *info, const GByteArray *bytes, bool reserve)
{
	KithLeafKind rich = reserve ? KITH_LEAF_RESERVE : KITH_LEAF_RICH;

	if (visit->in_returned || walk->leaves->text_bytes > 2 * KITH_LIMIT_TEXT_BYTES)
		return;
	if (is_rtf(info->type)) {
		bool is_html;
		g_autofree char *text = kith_rtf_text((const char *)bytes->data, bytes->len, &is_html);

		add_leaf(walk, visit, is_html ? kith_html_text(text, strlen(text)) : g_steal_pointer(&text), rich);
		return;
	}
	bool is_labelled = is_rich(info->type);
	g_autofree char *text = part_text(info, bytes, is_labelled);
	if (looks_rich(text, is_labelled))
		add_leaf(walk, visit, kith_html_text(text, strlen(text)), rich);
	else
		add_leaf(walk, visit, plain_text(walk, info, g_steal_pointer(&text)),
			 reserve ? KITH_LEAF_RESERVE : is_labelled ? KITH_LEAF_RICH : KITH_LEAF_PLAIN);
}

/* --- files that hold text */

static void push(Walk *walk, const Visit *parent, GMimeObject *object)
{
	Visit visit = *parent;

	if (object == NULL)
		return;
	visit.object = object;
	visit.depth++;
	g_array_append_val(walk->stack, visit);
}

/* A mail out of bytes that GMime did not see as one; NULL when that is too much. */
static GMimeMessage *open_mail(Walk *walk, const GByteArray *bytes)
{
	g_autoptr(GBytes) raw = g_bytes_new(bytes->data, bytes->len);

	walk->opened_bytes += bytes->len;
	if (walk->opened_bytes > 2 * KITH_LIMIT_SLIM_BYTES) {
		kith_mail_defect(walk->mail, "mails inside of files: more than are read");
		return NULL;
	}
	g_autoptr(GBytes) tame = kith_mail_tame(raw, walk->mail->defects);
	GMimeMessage *message = kith_tree_construct(tame);
	if (message != NULL)
		g_ptr_array_add(walk->opened, message);
	return message;
}

static void take_tnef(Walk *walk, const Visit *visit, const GByteArray *bytes)
{
	g_autoptr(KithTnef) tnef = kith_tnef_read(bytes->data, bytes->len);
	g_autofree char *html = tnef->html != NULL ? kith_html_text(tnef->html, strlen(tnef->html)) : NULL;
	const char *text = html != NULL && !kith_line_is_blank(html) ? html : tnef->text;

	if (!tnef->is_valid) {
		kith_mail_defect(walk->mail, "a winmail.dat that could not be read");
		return;
	}
	for (guint i = 0; i < tnef->files->len && !visit->in_returned; i++) {
		const KithAttachment *one = tnef->files->pdata[i];

		add_attachment(walk, one->name, one->type, one->size_bytes, false);
	}
	if (tnef->message_class != NULL && kith_starts_nocase(tnef->message_class, "IPM.Schedule.Meeting"))
		kith_mail_defect(walk->mail, "a meeting of Outlook inside of winmail.dat: its times are not read");
	if (text == NULL && tnef->rtf_html != NULL) {
		g_free(html);
		text = html = kith_html_text(tnef->rtf_html, strlen(tnef->rtf_html));
	}
	if (text == NULL)
		text = tnef->rtf_text;
	if (text != NULL)
		add_leaf(walk, visit, g_strdup(text), KITH_LEAF_RESERVE);
}

static bool is_cms(const char *type)
{
	return strcmp(type, "application/pkcs7-mime") == 0 || strcmp(type, "application/x-pkcs7-mime") == 0;
}

/* RFC 8551 3.2.2: signed or encrypted; without a word on it the bytes tell. */
static void take_cms(Walk *walk, const Visit *visit, const KithPartInfo *info, const GByteArray *bytes)
{
	g_autofree char *smime_type = kith_part_parameter(info, "smime-type");
	g_autoptr(GByteArray) content = bytes != NULL ? kith_cms_content(bytes->data, bytes->len) : NULL;
	GMimeMessage *message = content != NULL ? open_mail(walk, content) : NULL;

	if (message != NULL)
		push(walk, visit, g_mime_message_get_mime_part(message));
	else if (strcmp(smime_type, "certs-only") != 0 && strcmp(smime_type, "signed-data") != 0)
		kith_mail_defect(walk->mail, "encrypted with S/MIME: its text cannot be read");
	else if (strcmp(smime_type, "signed-data") == 0)
		kith_mail_defect(walk->mail, "signed with S/MIME in a form that could not be read");
}

static bool is_tnef(const KithPartInfo *info)
{
	return strstr(info->type, "ms-tnef") != NULL ||
	       (info->name != NULL && g_ascii_strcasecmp(info->name, "winmail.dat") == 0);
}

static void visit_message_inside(Walk *walk, Visit *visit, const KithPartInfo *info, GMimeMessage *message);

/* --- parts */

static void take_left_out(Walk *walk, const Visit *visit, const KithPartInfo *info, GByteArray *bytes, uint64_t size,
			  guint rest)
{
	add_file(walk, visit, info, size);
	if (is_cms(info->type))
		take_cms(walk, visit, info, NULL);
	g_byte_array_remove_range(bytes, 0, rest);
	g_autofree char *after = kith_charset_text((const char *)bytes->data, bytes->len, NULL, KITH_LIMIT_PART_BYTES);
	if (!kith_line_is_blank(after))
		add_leaf(walk, visit, g_steal_pointer(&after), KITH_LEAF_PLAIN);
}

static void take_report(Walk *walk, const Visit *visit, const KithPartInfo *info, const GByteArray *bytes)
{
	if (visit->in_message && !kith_report_is_forwarded(info->type))
		return;
	(void)kith_report_take(walk->body, info->type, part_text(info, bytes, false));	/* known to be one */
	if (strcmp(info->type, "text/calendar") == 0 && !info->is_attachment)
		walk->body->is_calendar_mail = true;
	if (info->name != NULL || strcmp(info->type, "application/ics") == 0)
		add_file(walk, visit, info, bytes->len);
}

/* A text without a name is part of the mail; one with a name is a file, but a mail that has nothing else
 * to say says this. */
static void take_text(Walk *walk, const Visit *visit, const KithPartInfo *info, const GByteArray *bytes)
{
	bool is_body = !info->is_attachment && (info->name == NULL || walk->parts == 1 || visit->alternative >= 0);

	if (is_body || (info->is_attachment && info->name == NULL && walk->leaves->leaves->len == 0)) {
		add_text(walk, visit, info, bytes, false);
		return;
	}
	add_file(walk, visit, info, bytes->len);
	if (!is_rtf(info->type))
		add_text(walk, visit, info, bytes, true);
}

static void visit_part(Walk *walk, Visit *visit)
{
	g_autoptr(GByteArray) bytes = kith_part_bytes(GMIME_PART(visit->object));
	g_auto(KithPartInfo) info = {0};
	uint64_t size;
	guint rest;

	kith_part_info_read(&info, visit->object);
	if (is_left_out(bytes, &size, &rest)) {
		take_left_out(walk, visit, &info, bytes, size, rest);
		return;
	}
	bool is_text = is_readable(info.type);
	kith_transfer_decode(bytes, info.encoding, is_text || kith_report_is_type(info.type));
	if (kith_report_is_type(info.type)) {
		take_report(walk, visit, &info, bytes);
	} else if (strcmp(info.type, "message/rfc822") == 0) {
		visit_message_inside(walk, visit, &info, open_mail(walk, bytes));
	} else if (is_text) {
		take_text(walk, visit, &info, bytes);
	} else {
		add_file(walk, visit, &info, bytes->len);
		if (is_tnef(&info))
			take_tnef(walk, visit, bytes);
		else if (is_cms(info.type))
			take_cms(walk, visit, &info, bytes);
	}
}

static void add_margin(Walk *walk, const Visit *visit, const char *raw)
{
	char *text = raw != NULL ? kith_charset_text(raw, strlen(raw), NULL, KITH_LIMIT_PART_BYTES) : NULL;

	if (text != NULL)
		add_leaf(walk, visit, text, KITH_LEAF_MARGIN);
}

static void visit_multipart(Walk *walk, Visit *visit)
{
	GMimeMultipart *multipart = GMIME_MULTIPART(visit->object);
	g_auto(KithPartInfo) info = {0};
	int count = g_mime_multipart_get_count(multipart);

	kith_part_info_read(&info, visit->object);
	if (strcmp(info.type, "multipart/encrypted") == 0 && !visit->in_returned)
		kith_mail_defect(walk->mail, "encrypted with OpenPGP: its text cannot be read");
	if (strcmp(info.type, "multipart/report") == 0 && !visit->in_message) {
		visit->in_report = true;
		if (walk->body->report_type == NULL)
			walk->body->report_type = kith_part_parameter(&info, "report-type");
	}
	visit->group = ++walk->groups;
	if (count == 0)		/* the boundary never came */
		add_margin(walk, visit, g_mime_multipart_get_prologue(multipart));
	add_margin(walk, visit, g_mime_multipart_get_epilogue(multipart));
	bool is_alternative = strcmp(info.type, "multipart/alternative") == 0;
	if (is_alternative)
		visit->alternative = kith_leaves_alternative(walk->leaves, visit->alternative, visit->branch);
	for (int i = MIN(count, KITH_LIMIT_PARTS); i-- > 0;) {
		visit->branch = is_alternative ? i : visit->branch;
		push(walk, visit, g_mime_multipart_get_part(multipart, i));
	}
}

/* --- mails inside the mail */

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
static char *forward_head(const GPtrArray *fields)
{
	static const char *const shown[] = {"From", "Date", "Subject", "To", "Cc"};
	GString *out = g_string_new("---------- Forwarded message ----------\n");

	for (size_t i = 0; i < G_N_ELEMENTS(shown); i++) {
		g_autofree char *value = kith_fields_text(fields, shown[i], KITH_LIMIT_SUBJECT_BYTES);

		if (value != NULL)
			g_string_append_printf(out, "%s: %s\n", shown[i], value);
	}
	return g_string_free(out, FALSE);
}

static KithForward *read_forward(const GPtrArray *fields)
{
	KithForward *forward = g_new0(KithForward, 1);
	g_autoptr(GPtrArray) authors = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	const char *from = kith_fields_get(fields, "From"), *id = kith_fields_get(fields, "Message-ID");
	const char *date = kith_fields_get(fields, "Date");
	int32_t offset_s;

	if (from != NULL)
		(void)kith_addresses_read(from, authors);	/* the first is enough */
	if (authors->len > 0) {
		const KithAddress *first = authors->pdata[0];

		forward->author = kith_address_new(first->name, first->address);
	}
	if (id != NULL)
		(void)kith_header_ids(id, 1, ids);	/* a second id of one mail means nothing */
	if (ids->len > 0)
		forward->message_id = g_strdup(ids->pdata[0]);
	forward->date = kith_fields_text(fields, "Date", KITH_LIMIT_NAME_BYTES);
	if (date != NULL && !kith_date_read(date, &forward->date_at, &offset_s))
		forward->date_at = 0;
	forward->subject = kith_fields_text(fields, "Subject", KITH_LIMIT_SUBJECT_BYTES);
	forward->is_attached = true;
	return forward;
}

static void begin_forward(Walk *walk, Visit *visit, const char *headers)
{
	g_autoptr(GPtrArray) fields = kith_fields_read(headers, strlen(headers), NULL);

	visit->forward = FORWARD_TOO_MANY;
	if (walk->mail->forwards->len < KITH_LIMIT_FORWARDS) {
		visit->forward = (int)walk->mail->forwards->len;
		g_ptr_array_add(walk->mail->forwards, read_forward(fields));
	}
	add_leaf(walk, visit, forward_head(fields), KITH_LEAF_HEAD);
}

static void visit_message_inside(Walk *walk, Visit *visit, const KithPartInfo *info, GMimeMessage *message)
{
	if (message == NULL)
		return;
	char *headers = message_headers(message);
	if (visit->in_report)
		visit->in_returned = true;
	else if (!visit->in_returned)
		begin_forward(walk, visit, headers);
	visit->in_message = true;
	if (info->name != NULL || info->is_attachment) {
		GMimeStream *counter = g_mime_stream_null_new();
		gssize size = g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, counter);

		g_object_unref(counter);

		add_file(walk, visit, info, size > 0 ? (uint64_t)size : 0);
	}
	if (walk->body->returned == NULL)
		walk->body->returned = g_steal_pointer(&headers);
	g_free(headers);
	push(walk, visit, g_mime_message_get_mime_part(message));
}

static void visit_message(Walk *walk, Visit *visit)
{
	g_auto(KithPartInfo) info = {0};

	kith_part_info_read(&info, visit->object);
	visit_message_inside(walk, visit, &info, g_mime_message_part_get_message(GMIME_MESSAGE_PART(visit->object)));
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

GMimeMessage *kith_tree_construct(GBytes *tame)
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

unsigned kith_tree_walk(GMimeMessage *message, KithMail *mail, KithBody *body, KithLeaves *leaves)
{
	Walk walk = {.mail = mail, .body = body, .leaves = leaves};
	const Visit root = {.alternative = -1, .forward = NO_FORWARD};

	walk.stack = g_array_new(FALSE, FALSE, sizeof(Visit));
	walk.opened = g_ptr_array_new_with_free_func(g_object_unref);
	push(&walk, &root, g_mime_message_get_mime_part(message));
	visit_all(&walk);
	g_array_unref(walk.stack);
	g_ptr_array_unref(walk.opened);
	return walk.parts;
}
