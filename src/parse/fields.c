/* SPDX-License-Identifier: MIT
 * fields.c - header blocks: read, unfold, decode; a mail made harmless for GMime.
 * In: bytes. Out: fields. Next: src/parse/address.c
 */
#include <string.h>

#include "internal.h"

#define MAX_BOUNDARY_LINES 8000	/* GMime takes about 1.2 KB for each */

static void field_free(gpointer data)
{
	KithField *field = data;

	g_free(field->name);
	g_free(field->raw_value);
	g_free(field);
}

static size_t line_end(const char *bytes, size_t length, size_t at)
{
	const char *newline = memchr(bytes + at, '\n', length - at);

	return newline != NULL ? (size_t)(newline - bytes) + 1 : length;
}

static bool is_blank_line(const char *bytes, size_t from, size_t end)
{
	return from < end && (bytes[from] == '\n' ||
			      (bytes[from] == '\r' && from + 1 < end && bytes[from + 1] == '\n'));
}

/* Behind the field that starts at AT: its line and all that are folded under it. */
static size_t field_end(const char *bytes, size_t length, size_t at)
{
	size_t end = line_end(bytes, length, at);

	while (end < length && (bytes[end] == ' ' || bytes[end] == '\t'))
		end = line_end(bytes, length, end);
	return end;
}

static char *unfold(const char *bytes, size_t length)
{
	GString *out = g_string_sized_new(length);

	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n' || bytes[i] == '\0' ||
		    (bytes[i] == '\r' && i + 1 < length && bytes[i + 1] == '\n'))
			continue;
		g_string_append_c(out, bytes[i] == '\t' || bytes[i] == '\r' ? ' ' : bytes[i]);
	}
	return g_strstrip(g_string_free(out, FALSE));
}

/* The length of a field's name (RFC 5322 2.2) when BYTES start with one, else 0. */
static size_t name_length(const char *bytes, size_t length)
{
	size_t n = 0;

	while (n < length && bytes[n] > ' ' && bytes[n] < 0x7f && bytes[n] != ':')
		n++;
	size_t colon = n;
	while (colon < length && (bytes[colon] == ' ' || bytes[colon] == '\t'))
		colon++;
	return n > 0 && colon < length && bytes[colon] == ':' ? n : 0;
}

GPtrArray *kith_fields_read(const char *bytes, size_t length, size_t *ret_length)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func(field_free);
	size_t at = 0;

	while (at < length && !is_blank_line(bytes, at, length)) {
		size_t end = field_end(bytes, length, at);
		size_t name = name_length(bytes + at, end - at);

		if (name > 0) {
			KithField *field = g_new0(KithField, 1);
			const char *colon = memchr(bytes + at + name, ':', end - at - name);

			field->name = g_strndup(bytes + at, name);
			field->raw_value = unfold(colon + 1, (size_t)(bytes + end - colon) - 1);
			g_ptr_array_add(fields, field);
		}
		at = end;
	}
	if (ret_length != NULL)
		*ret_length = at < length ? line_end(bytes, length, at) : length;
	return fields;
}

const char *kith_fields_get(const GPtrArray *fields, const char *name)
{
	for (guint i = 0; i < fields->len; i++) {
		const KithField *field = fields->pdata[i];

		if (((field->name[0] ^ name[0]) & ~0x20) == 0 && g_ascii_strcasecmp(field->name, name) == 0)
			return field->raw_value;
	}
	return NULL;
}

char *kith_fields_text(const GPtrArray *fields, const char *name, size_t max)
{
	const char *raw = kith_fields_get(fields, name);

	return raw != NULL ? kith_header_decode(raw, max) : NULL;
}

/* --- ids */

static bool add_id(GPtrArray *ids, const char *start, const char *end, size_t max)
{
	GString *id = g_string_new(NULL);

	for (const char *p = start; p < end; p++) {
		if (!g_ascii_isspace(*p))
			g_string_append_c(id, *p);
	}
	g_autofree char *made = g_string_free(id, FALSE);
	g_autofree char *clean = kith_text_clean(made, false);
	if (*clean == '\0')
		return true;
	if (ids->len >= max)
		return false;
	g_ptr_array_add(ids, kith_text_valid(clean, strlen(clean), KITH_LIMIT_MESSAGE_ID_BYTES));
	return true;
}

/* Without angle brackets, whatever has an @ is an id (old mailers). */
static bool bare_ids(const char *value, size_t max, GPtrArray *ids)
{
	bool all = true;

	for (const char *p = value; *p != '\0';) {
		const char *end = p + strcspn(p, " ,;\"()");

		if (end > p && memchr(p, '@', (size_t)(end - p)) != NULL)
			all &= add_id(ids, p, end, max);
		p = *end != '\0' ? end + 1 : end;
	}
	return !all;
}

bool kith_header_ids(const char *raw_value, size_t max, GPtrArray *ids)
{
	const char *p = strchr(raw_value, '<');
	bool all = true;

	if (p == NULL)
		return bare_ids(raw_value, max, ids);
	while (*p == '<') {
		const char *end = p + 1 + strcspn(p + 1, "<>");

		if (*end != '<')	/* else its own end was lost */
			all &= add_id(ids, p + 1, end, max);
		p = end + strcspn(end, "<");
	}
	return !all;
}

/* --- harmless for GMime */

/* GMime recurses over address groups and joins parameters in quadratic time, wherever in the
 * mail it sees such a field; so every line that looks like one is capped. */
static bool is_risky_field(const char *line, size_t length)
{
	static const char *const names[] = {
		"from", "to", "cc", "bcc", "sender", "reply-to", "resent-from", "resent-to", "resent-cc",
		"resent-bcc", "resent-sender", "resent-reply-to", "content-type", "content-disposition",
		"disposition-notification-to", "return-path", "references", "in-reply-to", "message-id",
		"autocrypt", "autocrypt-gossip",
	};
	size_t name = name_length(line, MIN(length, 64));

	for (size_t i = 0; name > 0 && i < G_N_ELEMENTS(names); i++) {
		if (strlen(names[i]) == name && g_ascii_strncasecmp(line, names[i], name) == 0)
			return true;
	}
	return false;
}

typedef struct {
	const char *bytes;
	size_t length, at;
	GByteArray *out;
	guint boundary_lines;
	bool cut_field;
} Taming;

static bool is_boundary_line(const char *line, size_t left)
{
	static const char word[] = "boundary=";

	return left >= sizeof word && g_ascii_strncasecmp(line, word, sizeof word - 1) == 0;
}

/* "Content-Type: multipart/mixed;" and "boundary=x" in the next line without a blank before it: some gateways fold
 * so. The line is hung on to the one above. */
static void hang_on_boundary(Taming *taming, const char *line, size_t left)
{
	GByteArray *out = taming->out;
	guint end = out->len;

	if (!is_boundary_line(line, left))
		return;
	while (end > 0 && out->len - end < 2 && g_ascii_isspace(out->data[end - 1]))
		end--;
	if (end > 0 && out->data[end - 1] == ';')
		memset(out->data + end, ' ', out->len - end);
}

static void tame_body(Taming *taming)
{
	while (taming->at < taming->length && taming->boundary_lines < MAX_BOUNDARY_LINES) {
		const char *line = taming->bytes + taming->at;
		size_t left = taming->length - taming->at;
		bool risky = left > KITH_LIMIT_HEADER_FIELD_BYTES && is_risky_field(line, left);
		size_t end = risky ? field_end(taming->bytes, taming->length, taming->at)
				   : line_end(taming->bytes, taming->length, taming->at);
		size_t size = end - taming->at;

		hang_on_boundary(taming, line, left);
		if (left > 2 && line[0] == '-' && line[1] == '-')
			taming->boundary_lines++;
		if (risky && size > KITH_LIMIT_HEADER_FIELD_BYTES) {
			g_byte_array_append(taming->out, (const guint8 *)line, KITH_LIMIT_HEADER_FIELD_BYTES);
			g_byte_array_append(taming->out, (const guint8 *)"\n", 1);
			taming->cut_field = true;
		} else {
			g_byte_array_append(taming->out, (const guint8 *)line, (guint)size);
		}
		taming->at = end;
	}
}

/* Where a header block of LENGTH bytes really ends: at the first line that is no field when no field follows it (the
 * blank line was lost, or has a blank in it). LENGTH when it is as it should be; junk between fields is only junk. */
static size_t header_text(const char *bytes, size_t length)
{
	size_t text = length;
	bool any = false, is_junk = false;

	for (size_t at = 0; at < length;) {
		size_t end = line_end(bytes, length, at);
		bool is_folded = bytes[at] == ' ' || bytes[at] == '\t';
		size_t blanks = 0;

		while (at + blanks < end && g_ascii_isspace(bytes[at + blanks]))
			blanks++;
		if (name_length(bytes + at, end - at) > 0) {
			any = true;
			is_junk = false;
			text = length;
		} else if (any && !is_junk && (at + blanks == end || !is_folded) &&
			   strncmp(bytes + at, "From ", MIN(end - at, 5)) != 0 && bytes[at] != '>' &&
			   !is_boundary_line(bytes + at, end - at)) {
			is_junk = true;
			text = at;
		}
		at = end;
	}
	return text;
}

GBytes *kith_mail_tame(GBytes *slim, GPtrArray *defects)
{
	gsize length;
	const char *bytes = g_bytes_get_data(slim, &length);
	Taming taming = {.bytes = bytes, .length = MIN(length, 2 * KITH_LIMIT_SLIM_BYTES), .out = g_byte_array_new()};
	size_t head = 0;

	while (head < taming.length && !is_blank_line(bytes, head, taming.length))
		head = line_end(bytes, taming.length, head);
	if (head > KITH_LIMIT_HEADER_BYTES) {
		const char *newline = memrchr(bytes, '\n', KITH_LIMIT_HEADER_BYTES);
		Taming top = taming;

		top.length = newline != NULL ? (size_t)(newline - bytes) + 1 : KITH_LIMIT_HEADER_BYTES;
		tame_body(&top);
		g_byte_array_append(taming.out, (const guint8 *)"\n", newline != NULL ? 0 : 1);
		taming.at = head;
		g_ptr_array_add(defects, g_strdup_printf("the header block of %zu bytes was cut", head));
	}
	size_t text = taming.at == 0 ? header_text(bytes, head) : head;
	if (text < head) {
		Taming top = taming;

		top.length = text;
		tame_body(&top);
		g_byte_array_append(taming.out, (const guint8 *)"\n", 1);
		taming.at = text;
		taming.boundary_lines = top.boundary_lines;
		taming.cut_field |= top.cut_field;
		g_ptr_array_add(defects, g_strdup("no blank line behind the header fields"));
	}
	tame_body(&taming);
	if (taming.cut_field)
		g_ptr_array_add(defects, g_strdup("a header field was longer than 16 KB and was cut"));
	if (taming.at < length)
		g_ptr_array_add(defects, g_strdup_printf("too many parts or too long: the last %zu bytes were left out",
							 (size_t)length - taming.at));
	return g_byte_array_free_to_bytes(taming.out);
}
