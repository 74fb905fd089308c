/* SPDX-License-Identifier: MIT
 * transfer.c - the bytes of a part as they were before they were packed for the way.
 * In: a body, and the encoding that its head names. Out: decoded bytes. Next: src/parse/charset.c
 *
 * The label is believed unless the bytes say certainly otherwise: text under the label base64 stays
 * text, and text that is base64, or quoted-printable without any label, is decoded. A label "7bit" is
 * believed: every mail program shows such codes as they stand.
 */
#include <string.h>

#include "body.h"

#define WRAPPED_BYTES 40	/* the shortest first line of base64 without a label */
#define SIGNS_NEEDED 3		/* "=20", "=C3", soft line breaks: before it is called quoted-printable */

static size_t line_end(const GByteArray *bytes, size_t at)
{
	const guint8 *newline = at < bytes->len ? memchr(bytes->data + at, '\n', bytes->len - at) : NULL;

	return newline != NULL ? (size_t)(newline - bytes->data) + 1 : bytes->len;
}

static int base64_value(guint8 c)
{
	return g_ascii_isupper(c) ? c - 'A' : g_ascii_islower(c) ? c - 'a' + 26 :
	       g_ascii_isdigit(c) ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
}

gsize kith_base64_decode(const char *text, gsize length, guint8 *out)
{
	guint32 bits = 0;
	unsigned count = 0;
	gsize n = 0;

	for (gsize i = 0; i < length; i++) {
		int value = base64_value((guint8)text[i]);

		if (text[i] == '=') {	/* several encodings, one after the other, each padded */
			count = 0;
			bits = 0;
		}
		if (value < 0)
			continue;
		bits = bits << 6 | (guint32)value;
		count += 6;
		if (count >= 8) {
			count -= 8;
			out[n++] = (guint8)(bits >> count);
			bits &= (1U << count) - 1;
		}
	}
	return n;
}

/* A line of base64 may hold a stray character, but no words. */
static bool is_base64_line(const guint8 *line, size_t length)
{
	size_t wrong = 0, good = 0;

	while (length > 0 && g_ascii_isspace(line[length - 1]))
		length--;
	for (size_t i = 0; i < length; i++) {
		if (i > 0 && g_ascii_isspace(line[i]) && !g_ascii_isspace(line[i - 1]) && length < 76)
			wrong += 10;
		else if (base64_value(line[i]) >= 0 || line[i] == '=')
			good++;
		else if (!g_ascii_isspace(line[i]))
			wrong++;
	}
	return wrong * 10 <= good;
}

/* Where the lines of base64 end. What follows was put there by a list or a scanner. */
static size_t base64_end(const GByteArray *bytes)
{
	size_t at = 0;

	while (at < bytes->len) {
		size_t next = line_end(bytes, at);

		if (!is_base64_line(bytes->data + at, next - at))
			return at;
		at = next;
	}
	return bytes->len;
}

static void decode_base64(GByteArray *bytes, bool is_text)
{
	size_t end = is_text ? base64_end(bytes) : bytes->len;

	if (end == 0 || (end < WRAPPED_BYTES && end < bytes->len))
		return;		/* a word or two look like base64: the label lies */
	gsize count = kith_base64_decode((const char *)bytes->data, end, bytes->data);
	if (end < bytes->len && count > 0 && bytes->data[count - 1] != '\n')
		bytes->data[count++] = '\n';	/* four characters became at most three */
	g_byte_array_remove_range(bytes, (guint)count, (guint)(end - count));
}

static bool is_hex_pair(const guint8 *p, const guint8 *end)
{
	return end - p > 2 && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2]);
}

/* Behind the line break when the '=' at P is a soft one (blanks may have been added), else NULL. */
static const guint8 *soft_break(const guint8 *p, const guint8 *end)
{
	for (p++; p < end && (*p == ' ' || *p == '\t' || *p == '\r'); p++)
		;
	return p == end ? end : *p == '\n' ? p + 1 : NULL;
}

static void decode_quoted_printable(GByteArray *bytes)
{
	guint n = 0;
	const guint8 *p = bytes->data, *end = bytes->data + bytes->len;

	while (p < end) {
		const guint8 *after = *p == '=' && !is_hex_pair(p, end) ? soft_break(p, end) : NULL;

		if (after != NULL) {
			p = after;
		} else if (*p == '=' && is_hex_pair(p, end)) {
			bytes->data[n++] = (guint8)(g_ascii_xdigit_value((gchar)p[1]) << 4 |
						    g_ascii_xdigit_value((gchar)p[2]));
			p += 3;
		} else {
			bytes->data[n++] = *p++;
		}
	}
	g_byte_array_set_size(bytes, n);
}

/* "begin 644 name" ... "end" (POSIX uuencode); only the first file. */
static void decode_uuencode(GByteArray *bytes)
{
	size_t at = 0, n = 0;

	while (at < bytes->len && (bytes->len - at < 6 || memcmp(bytes->data + at, "begin ", 6) != 0))
		at = line_end(bytes, at);
	if (at >= bytes->len)
		return;
	for (at = line_end(bytes, at); at < bytes->len;) {
		size_t next = line_end(bytes, at);
		size_t left = (size_t)((bytes->data[at] - ' ') & 63);
		guint8 four[4];

		if (next - at >= 3 && memcmp(bytes->data + at, "end", 3) == 0)
			break;
		for (size_t i = at + 1; left > 0 && i + 3 < next; i += 4) {
			for (size_t j = 0; j < 4; j++)
				four[j] = (guint8)((bytes->data[i + j] - ' ') & 63);
			guint8 three[] = {(guint8)(four[0] << 2 | four[1] >> 4), (guint8)(four[1] << 4 | four[2] >> 2),
					  (guint8)(four[2] << 6 | four[3])};
			size_t taken = MIN(left, 3);
			memcpy(bytes->data + n, three, taken);
			n += taken;
			left -= taken;
		}
		at = next;
	}
	g_byte_array_set_size(bytes, (guint)n);
}

/* --- without a label */

/* ASCII in which every '=' begins a code in capitals or breaks a line, of which there are some, and letters among
 * them: blanks and line breaks alone leave a text that can be read, and its lines are as somebody kept them. */
static bool is_unlabelled_quoted(const GByteArray *bytes)
{
	const guint8 *p = bytes->data, *end = p + bytes->len;
	size_t codes = 0, breaks = 0, wide = 0;

	for (; p < end; p++) {
		if (*p >= 0x80 || *p == '\0')
			return false;
		if (*p != '=')
			continue;
		if (is_hex_pair(p, end) && !g_ascii_islower(p[1]) && !g_ascii_islower(p[2])) {
			codes++;
			wide += p[1] >= '8';
		} else if (end - p > 1 && (p[1] == '\n' || (end - p > 2 && p[1] == '\r' && p[2] == '\n'))) {
			breaks++;
		} else {
			return false;
		}
	}
	return codes + breaks >= SIGNS_NEEDED && wide > 0;
}

static bool is_readable(const guint8 *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		if (bytes[i] < ' ' && !g_ascii_isspace(bytes[i]))
			return false;
	}
	return g_utf8_validate_len((const char *)bytes, length, NULL);
}

/* Nothing but lines of one length, the last may be shorter, that decode to readable text. */
static void decode_unlabelled_base64(GByteArray *bytes)
{
	size_t width = 0, content = 0;

	for (size_t at = 0; at < bytes->len;) {
		size_t next = line_end(bytes, at), length = next - at;

		while (length > 0 && (bytes->data[at + length - 1] == '\n' || bytes->data[at + length - 1] == '\r'))
			length--;
		for (size_t i = at; i < at + length; i++) {
			if (base64_value(bytes->data[i]) < 0 && (bytes->data[i] != '=' || next < bytes->len - 4))
				return;
		}
		if (content > 0 && length > 0 && content % width != 0)
			return;		/* the line above was shorter: no last line */
		width = width == 0 ? length : width;
		if (length > width || (content == 0 && length < WRAPPED_BYTES))
			return;
		content += length;
		at = next;
	}
	if (content == 0 || content % 4 != 0)
		return;
	g_autofree guint8 *decoded = g_malloc(bytes->len);
	gsize count = kith_base64_decode((const char *)bytes->data, bytes->len, decoded);
	if (!is_readable(decoded, count))
		return;
	g_byte_array_set_size(bytes, 0);
	g_byte_array_append(bytes, decoded, (guint)count);
}

/* "Base64", "quoted-printable;", "quoted_printable", "x-uue" as letters only. */
static char *encoding_key(const char *encoding)
{
	GString *key = g_string_new(NULL);

	for (const char *p = encoding != NULL ? encoding : ""; *p != '\0' && *p != ';' && *p != '('; p++) {
		if (g_ascii_isalnum(*p))
			g_string_append_c(key, g_ascii_tolower(*p));
	}
	return g_string_free(key, FALSE);
}

void kith_transfer_decode(GByteArray *bytes, const char *encoding, bool is_text)
{
	g_autofree char *key = encoding_key(encoding);

	if (bytes->len == 0)
		return;
	if (strcmp(key, "base64") == 0)
		decode_base64(bytes, is_text);
	else if (strcmp(key, "quotedprintable") == 0)
		decode_quoted_printable(bytes);
	else if (strstr(key, "uue") != NULL)
		decode_uuencode(bytes);
	else if (is_text && *key == '\0' && is_unlabelled_quoted(bytes))
		decode_quoted_printable(bytes);
	else if (is_text && bytes->len > WRAPPED_BYTES)
		decode_unlabelled_base64(bytes);
}
