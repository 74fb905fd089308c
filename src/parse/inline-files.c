/* SPDX-License-Identifier: MIT
 * inline-files.c - files inside of text: uuencode (POSIX) and yEnc.
 * In: text. Out: text without them, their names and sizes. Next: src/parse/html.c
 */
#include <string.h>

#include "body.h"

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

/* "begin 644 name" ... "end"; NULL when P is none. */
static const char *uuencoded(const char *p, char **ret_name, uint64_t *ret_size)
{
	uint64_t size = 0;

	if (strncmp(p, "begin ", 6) != 0 || strspn(p + 6, "01234567") < 3)
		return NULL;
	const char *name = p + 6 + strspn(p + 6, "01234567");
	if (*name != ' ')
		return NULL;
	for (const char *line = next_line(p); *line != '\0'; line = next_line(line)) {
		if (strncmp(line, "end", 3) == 0 && (line[3] == '\0' || line[3] == '\r' || line[3] == '\n')) {
			*ret_name = line_rest(name);
			*ret_size = size;
			return next_line(line);
		}
		if (*line < ' ' || *line > '`')
			return NULL;	/* text that happens to start so */
		size += (uint64_t)((*line - ' ') & 63);
	}
	return NULL;
}

/* "=ybegin line=128 size=9 name=x" ... "=yend". */
static const char *yencoded(const char *p, char **ret_name, uint64_t *ret_size)
{
	if (strncmp(p, "=ybegin ", 8) != 0)
		return NULL;
	g_autofree char *head = line_rest(p);
	const char *size = strstr(head, " size="), *name = strstr(head, " name=");
	const char *end = strstr(p, "\n=yend");
	if (size == NULL || name == NULL || end == NULL)
		return NULL;
	*ret_size = g_ascii_strtoull(size + 6, NULL, 10);
	*ret_name = g_strdup(name + 6);
	return next_line(end + 1);
}

char *kith_inline_files_cut(const char *text, GPtrArray *attachments)
{
	GString *out = g_string_sized_new(strlen(text));
	unsigned tries = 0;

	for (const char *p = text; *p != '\0';) {
		char *name = NULL;
		uint64_t size = 0;
		const char *after = NULL;

		/* Each try may look at the whole rest, so there are only a few of them. */
		if ((*p == 'b' || *p == '=') && attachments->len < KITH_LIMIT_LIST_ITEMS && tries < 50) {
			after = *p == 'b' ? uuencoded(p, &name, &size) : yencoded(p, &name, &size);
			tries += strncmp(p, "begin ", 6) == 0 || strncmp(p, "=ybegin ", 8) == 0;
		}
		if (after != NULL) {
			g_ptr_array_add(attachments,
					kith_attachment_new(name, "application/octet-stream", size,
							    false));
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
