/* SPDX-License-Identifier: MIT
 * keep.c - how much of a mail an account keeps: the slim mail, its text, or its header block only.
 * In: a slim mail. Out: a smaller one, again a MIME message. Next: src/relate/relate.c
 */
#include <string.h>

#include "keep.h"

static const char *header_end(const char *bytes, size_t size)
{
	for (const char *p = bytes; p < bytes + size; p++) {
		if (*p != '\n')
			continue;
		if (p + 1 < bytes + size && p[1] == '\n')
			return p + 1;
		if (p + 2 < bytes + size && p[1] == '\r' && p[2] == '\n')
			return p + 1;
	}
	return bytes + size;
}

/* The body changes its shape, so that the fields which described it go. */
static bool describes_body(const char *line, size_t length)
{
	return (length >= 8 && g_ascii_strncasecmp(line, "content-", 8) == 0) ||
	       (length >= 13 && g_ascii_strncasecmp(line, "mime-version:", 13) == 0);
}

static void copy_header(GByteArray *out, const char *bytes, size_t size)
{
	const char *end = header_end(bytes, size);
	bool dropped = false;

	for (const char *line = bytes; line < end;) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *next = newline != NULL ? newline + 1 : end;

		if (*line != ' ' && *line != '\t')
			dropped = describes_body(line, (size_t)(next - line));
		if (!dropped)
			g_byte_array_append(out, (const guint8 *)line, (guint)(next - line));
		line = next;
	}
}

GBytes *kith_keep(KithKeep keep, GBytes *slim, const char *text)
{
	static const char text_fields[] = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
					  "Content-Transfer-Encoding: 8bit\r\n";
	gsize size;
	const char *bytes = g_bytes_get_data(slim, &size);

	if (keep == KITH_KEEP_SLIM)
		return g_bytes_ref(slim);
	GByteArray *out = g_byte_array_new();
	copy_header(out, bytes, size);
	if (out->len > 0 && out->data[out->len - 1] != '\n')
		g_byte_array_append(out, (const guint8 *)"\r\n", 2);
	if (keep == KITH_KEEP_TEXT)
		g_byte_array_append(out, (const guint8 *)text_fields, strlen(text_fields));
	g_byte_array_append(out, (const guint8 *)"\r\n", 2);
	if (keep == KITH_KEEP_TEXT)
		g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
	return g_byte_array_free_to_bytes(out);
}
