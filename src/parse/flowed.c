/* SPDX-License-Identifier: MIT
 * flowed.c - format=flowed text (RFC 3676) with its lines joined again.
 * In: text. Out: text. Next: src/parse/html.c
 */
#include <string.h>

#include "internal.h"

static unsigned quote_depth(const char *line)
{
	unsigned depth = 0;

	while (line[depth] == '>')
		depth++;
	return depth;
}

#define NARROWEST 50	/* columns; nobody breaks lines earlier than that */

/* Whether the first word of the next line would have fitted: then a person ended the line, and left a blank. */
static bool is_typed_end(size_t width, const char *next)
{
	next += quote_depth(next);
	next += *next == ' ';
	return width + strcspn(next, " \r\n") < NARROWEST;
}

/* RFC 3676 4: a line that ends with a blank goes on in the next one of the same depth;
 * the signature mark "-- " never does. */
char *kith_flowed_join(const char *text, bool delsp)
{
	GString *out = g_string_sized_new(strlen(text));
	unsigned depth_before = 0;
	bool goes_on = false;

	for (const char *p = text; *p != '\0';) {
		const char *newline = strchr(p, '\n');
		size_t length = newline != NULL ? (size_t)(newline - p) : strlen(p);
		size_t content = length > 0 && p[length - 1] == '\r' ? length - 1 : length;
		unsigned depth = quote_depth(p);
		const char *start = p + depth;

		if (*start == ' ')
			start++;	/* space-stuffing */
		size_t left = start < p + content ? (size_t)(p + content - start) : 0;
		bool is_mark = left == 3 && strncmp(start, "-- ", 3) == 0;
		if (goes_on && (depth != depth_before || is_mark)) {
			g_string_append_c(out, '\n');
			goes_on = false;
		}
		if (!goes_on && depth > 0) {
			for (unsigned i = 0; i < depth; i++)
				g_string_append_c(out, '>');
			g_string_append_c(out, ' ');
		}
		const char *next = p + length + (newline != NULL);
		bool flows = !is_mark && left > 0 && start[left - 1] == ' ' && (delsp || !is_typed_end(left, next));
		g_string_append_len(out, start, (gssize)(left - (flows && delsp ? 1 : 0)));
		if (!flows)
			g_string_append_c(out, '\n');
		goes_on = flows;
		depth_before = depth;
		p = next;
	}
	return g_string_free(out, FALSE);
}
