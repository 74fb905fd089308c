/* SPDX-License-Identifier: MIT
 * inline-files.c - files inside of text: uuencode (POSIX) and yEnc.
 * In: text. Out: text without them, their names and sizes. Next: src/parse/html.c
 */
#include <string.h>

#include "body.h"

#define MAX_TRIES 50		/* each may look at the whole rest */
#define MIN_LINES_CUT_OFF 3	/* of a uuencoded file whose end is missing, to be certain */

static const char *next_line(const char *p)
{
	const char *newline = strchr(p, '\n');

	return newline != NULL ? newline + 1 : p + strlen(p);
}

static char *line_rest(const char *p)
{
	g_autofree char *rest = g_strndup(p, strcspn(p, "\r\n"));
	g_autofree char *clean = kith_text_clean(rest, false);

	g_strstrip(clean);
	return kith_text_valid(clean, strlen(clean), KITH_LIMIT_NAME_BYTES);
}

static bool is_end(const char *line, const char *word)
{
	size_t length = strlen(word);

	return strncmp(line, word, length) == 0 && strchr(" \r\n", line[length]) != NULL;
}

/* The bytes that a line of uuencode says it holds, and it holds as many; 0: none, -1: no such line. A mailer may
 * have cut the blanks at its end. */
static int line_size(const char *line)
{
	size_t length = strcspn(line, "\r\n");
	int size = (*line - ' ') & 63;

	if (*line < ' ' || *line > '`')
		return length == 0 ? 0 : -1;
	size_t full = 1 + ((size_t)size + 2) / 3 * 4;
	for (size_t i = 1; i < length; i++) {
		if (line[i] < ' ' || line[i] > '`')
			return -1;
	}
	return length <= full + 2 && (length + 2 >= full || size <= 45) ? size : -1;
}

/* "begin 644 name" ... "end"; NULL when P is none. Without an end it is one when enough full lines follow. */
static const char *uuencoded(const char *p, char **ret_name, uint64_t *ret_size)
{
	uint64_t size = 0;
	unsigned full_lines = 0;
	size_t digits = strncmp(p, "begin ", 6) == 0 ? strspn(p + 6, "01234567") : 0;
	const char *name = p + 6 + digits, *line;

	if (digits < 3 || digits > 6 || *name != ' ')
		return NULL;
	for (line = next_line(p); *line != '\0' && !is_end(line, "end"); line = next_line(line)) {
		int count = line_size(line);

		if (count < 0)
			break;
		full_lines += *line == 'M' && strcspn(line, "\r\n") >= 61;
		size += (uint64_t)count;
	}
	bool is_whole = is_end(line, "end") && *line != '\0';
	if (!is_whole && full_lines < MIN_LINES_CUT_OFF)
		return NULL;	/* text that happens to start so */
	*ret_name = line_rest(name);
	*ret_size = size;
	return is_whole ? next_line(line) : line;
}

/* "=ybegin line=128 size=9 name=x" ... "=yend". A part of a file ("=ypart") stands for itself; what has no
 * end goes to the end of the text. */
static const char *yencoded(const char *p, char **ret_name, uint64_t *ret_size)
{
	if (strncmp(p, "=ybegin ", 8) != 0)
		return NULL;
	g_autofree char *head = line_rest(p);
	const char *size = strstr(head, " size="), *name = strstr(head, " name=");
	if (size == NULL || name == NULL || strstr(head, " line=") == NULL)
		return NULL;
	const char *end = strstr(p, "\n=yend");
	*ret_size = g_ascii_strtoull(size + 6, NULL, 10);
	*ret_name = g_strdup(name + 6);
	return end != NULL ? next_line(end + 1) : p + strlen(p);
}

char *kith_inline_files_cut(const char *text, GPtrArray *attachments)
{
	GString *out = g_string_sized_new(strlen(text));
	unsigned tries = 0;

	for (const char *p = text; *p != '\0';) {
		char *name = NULL;
		uint64_t size = 0;
		const char *after = NULL;

		if ((*p == 'b' || *p == '=') && attachments->len < KITH_LIMIT_LIST_ITEMS && tries < MAX_TRIES) {
			after = *p == 'b' ? uuencoded(p, &name, &size) : yencoded(p, &name, &size);
			tries += strncmp(p, "begin ", 6) == 0 || strncmp(p, "=ybegin ", 8) == 0;
		}
		if (after != NULL) {
			g_ptr_array_add(attachments, kith_attachment_new(*name != '\0' ? name : NULL,
									 "application/octet-stream", size, false));
			g_free(name);
			p = after;
			continue;
		}
		const char *next = next_line(p);
		g_string_append_len(out, p, next - p);
		p = next;
	}
	return g_string_free(out, FALSE);
}
