/* SPDX-License-Identifier: MIT
 * lines.c - scanners over lines; all of them linear.
 * In: text. Out: lines, places. Next: src/parse/quote.c
 */
#include <string.h>

#include "internal.h"

GPtrArray *kith_lines_split(const char *text)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (const char *p = text; *p != '\0';) {
		const char *newline = strchr(p, '\n');
		size_t length = newline != NULL ? (size_t)(newline - p) : strlen(p);
		size_t kept = length;

		while (kept > 0 && (p[kept - 1] == '\r' || p[kept - 1] == ' ' || p[kept - 1] == '\t')) {
			if (p[kept - 1] == ' ' && kept == 3 && strncmp(p, "--", 2) == 0)
				break;	/* the signature mark */
			kept--;
		}
		g_ptr_array_add(lines, g_strndup(p, kept));
		p += length + (newline != NULL);
	}
	return lines;
}

uint32_t *kith_lines_starts(const char *text, guint count)
{
	uint32_t *starts = g_new(uint32_t, count + 1);
	const char *p = text;

	for (guint i = 0; i < count; i++) {
		const char *newline = strchr(p, '\n');

		starts[i] = (uint32_t)(p - text);
		p = newline != NULL ? newline + 1 : p + strlen(p);
	}
	starts[count] = (uint32_t)(p - text);
	return starts;
}

char *kith_lines_join(GPtrArray *lines, guint from, guint until)
{
	GString *out = g_string_new(NULL);

	for (guint i = from; i < until; i++) {
		if (i > from)
			g_string_append_c(out, '\n');
		g_string_append(out, lines->pdata[i]);
	}
	return g_string_free(out, FALSE);
}

bool kith_line_is_blank(const char *line)
{
	for (; *line != '\0'; line = g_utf8_next_char(line)) {
		if ((guchar)*line < 0x80 ? !g_ascii_isspace(*line) : !g_unichar_isspace(g_utf8_get_char(line)))
			return false;
	}
	return true;
}

static bool is_ascii(char c)
{
	return (guchar)c < 0x80;
}

bool kith_starts_nocase(const char *text, const char *start)
{
	for (; *start != '\0' && is_ascii(*start) && is_ascii(*text); text++, start++) {
		if (g_ascii_tolower(*text) != g_ascii_tolower(*start))
			return false;
	}
	while (*start != '\0') {
		if (*text == '\0')
			return false;
		if (g_unichar_tolower(g_utf8_get_char(text)) != g_unichar_tolower(g_utf8_get_char(start)))
			return false;
		text = g_utf8_next_char(text);
		start = g_utf8_next_char(start);
	}
	return true;
}

/* Not strcasestr(): it prepares its search anew for each short line, which was a third of what parsing costs, and asks
 * the locale what letters are. */
const char *kith_find_nocase(const char *text, const char *needle)
{
	char lower = g_ascii_tolower(*needle), upper = g_ascii_toupper(*needle);
	size_t length = strlen(needle);

	for (const char *p = text; *p != '\0'; p++) {
		if ((*p == lower || *p == upper) && g_ascii_strncasecmp(p, needle, length) == 0)
			return p;
	}
	return length == 0 ? text : NULL;
}

char *kith_text_head(const char *text, size_t max)
{
	size_t length = strnlen(text, max + 1);

	if (length <= max)
		return g_strdup(text);
	for (length = max; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80;)
		length--;
	return g_strndup(text, length);
}
