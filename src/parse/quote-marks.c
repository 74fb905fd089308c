/* SPDX-License-Identifier: MIT
 * quote-marks.c - which lines bear a quotation mark.
 * In: lines. Out: quoted or not, of each. Next: src/parse/header-block.c
 */
#include <string.h>

#include "quote.h"

#define MAX_INITIALS 4
#define LONG_LINE_BYTES 65	/* what a mailer may have wrapped */
#define MAX_FRAGMENT_BYTES 40

/* Bytes of a mark of writing direction, a blank of another kind, or a blank that stayed quoted-printable. */
static size_t invisible(const char *p)
{
	if (*p == ' ' || *p == '\t')
		return 1;
	if (strncmp(p, "=09", 3) == 0 || strncmp(p, "=20", 3) == 0)
		return 3;
	if ((guchar)*p < 0xc2)
		return 0;
	gunichar c = g_utf8_get_char(p);
	bool is_mark = c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
		       c == 0xfeff || c == 0x200b;
	return is_mark || g_unichar_isspace(c) ? (size_t)(g_utf8_next_char(p) - p) : 0;
}

const char *kith_line_skip(const char *line)
{
	for (;;) {
		size_t bytes = invisible(line);

		if (bytes == 0 && *line != '*' && *line != '_')
			return line;
		line += MAX(bytes, 1);
	}
}

bool kith_line_is_divider(const char *line)
{
	size_t marks = 0;

	for (const char *p = line; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == ' ' || c == '\t' || c == 0xa0)
			continue;
		bool is_rule = (c >= 0x2010 && c <= 0x2015) || c == 0x2500 || c == 0xff3f;
		if (!is_rule && (c >= 0x80 || strchr("-_=*~#+", (int)c) == NULL))
			return false;
		marks++;
	}
	return marks >= 3;
}

guint kith_next_text(const KithMarked *marked, guint i)
{
	while (i < marked->lines->len && kith_line_is_blank(kith_line_at(marked, i)))
		i++;
	return i;
}

/* Bytes of the quotation mark that LINE begins with: ">", a wide one, one that stayed an entity, "JD>". */
static size_t mark_length(const char *line)
{
	const char *p = line;

	if (*p == '>')
		return 1;
	if (g_str_has_prefix(p, "\uff1e"))
		return strlen("\uff1e");
	if (g_str_has_prefix(p, "&gt;"))
		return 4;
	while (g_ascii_isupper(*p) && p - line < MAX_INITIALS)
		p++;
	return p > line && *p == '>' && (p[1] == ' ' || p[1] == '\0' || p[1] == '>') ? (size_t)(p - line) + 1 : 0;
}

static bool has_mark(const char *line)
{
	return mark_length(line + strspn(line, " \t")) > 0;
}

const char *kith_line_unquoted(const char *line)
{
	for (;;) {
		const char *p = line + strspn(line, " \t");
		size_t length = mark_length(p);

		if (length == 0)
			return line;
		line = p + length;
		line += *line == ' ';
	}
}

/* ">From " is what an mbox makes of "From ". */
static bool is_escaped_from(const char *line)
{
	return g_str_has_prefix(line, ">From ");
}

/* ">>>>>>> branch" ends a conflict that "<<<<<<<" began. */
static bool is_conflict(const char *line)
{
	return strncmp(line, ">>>>>>>", 7) == 0 && line[7] != '>';
}

/* The end of a quoted line that a mailer wrapped stands alone between two quoted ones. */
static bool is_fragment(const KithMarked *marked, guint i)
{
	const char *line = kith_line_at(marked, i), *above = kith_line_at(marked, i - 1);
	size_t length = strlen(line), above_length = strlen(above);

	if (length == 0 || length >= MAX_FRAGMENT_BYTES || !marked->quoted[i - 1] ||
	    !has_mark(kith_line_at(marked, i + 1)))
		return false;
	if (line[length - 1] == '<' && strchr(line, '>') == NULL)
		return true;	/* of an attribution: "Jane Doe <" above "jane@example.com> wrote:" */
	return above_length >= LONG_LINE_BYTES && strchr(".?!:", above[above_length - 1]) == NULL &&
	       g_unichar_islower(g_utf8_get_char(line));
}

/* ": Date: ...", ": From: ...": a run of lines with a colon that holds a header block. */
static guint colon_run(KithMarked *marked, guint i)
{
	unsigned labels = 0;
	guint end = i;

	for (; end < marked->lines->len && kith_line_at(marked, end)[0] == ':'; end++)
		labels += kith_label_find(kith_line_at(marked, end) + 1, NULL, NULL) != KITH_LABEL_NONE;
	for (guint k = i; labels >= 2 && k < end; k++)
		marked->quoted[k] = true;
	return MAX(end, i + 1);
}

void kith_quotes_find(KithMarked *marked)
{
	guint count = marked->lines->len;
	bool conflict = false;

	for (guint i = 0; i < count; i++) {
		const char *line = kith_line_at(marked, i);

		conflict |= g_str_has_prefix(line, "<<<<<<<");
		marked->quoted[i] = has_mark(line) && !(conflict && is_conflict(line));
		if (marked->quoted[i] && is_escaped_from(line))
			marked->quoted[i] = i > 0 && marked->quoted[i - 1];
	}
	for (guint i = 1; i + 1 < count; i++) {
		if (!marked->quoted[i] && is_fragment(marked, i))
			marked->quoted[i] = true;
	}
	for (guint i = 0; i < count;)
		i = kith_line_at(marked, i)[0] == ':' ? colon_run(marked, i) : i + 1;
}

/* Bytes by which LINE is set in: a colon, a bar, or four blanks. */
static size_t inset(const char *line)
{
	if ((*line == '|' || *line == ':') && (line[1] == ' ' || line[1] == '\0'))
		return strchr(line + 1, '|') == NULL;	/* two bars are a table */
	if (*line == '\t')
		return 1;
	return strncmp(line, "    ", 4) == 0 ? 4 : 0;
}

bool kith_quotes_below(KithMarked *marked, guint i, bool indented)
{
	guint first = kith_next_text(marked, i), end = first, lines = 0;

	if (first >= marked->lines->len)
		return false;
	if (is_escaped_from(kith_line_at(marked, first)))
		return marked->quoted[first] = true;
	char mark = kith_line_at(marked, first)[0];
	if (inset(kith_line_at(marked, first)) == 0 || (!indented && mark != '|' && mark != ':'))
		return false;
	for (guint at = first; at < marked->lines->len; at++) {
		const char *line = kith_line_at(marked, at);

		if (kith_line_is_blank(line))
			continue;
		if (inset(line) == 0 || line[0] != mark)
			break;
		end = at + 1;
		lines++;
	}
	bool is_certain = lines >= 2 || mark == '|' || mark == ':';
	for (guint at = first; is_certain && at < end; at++)
		marked->quoted[at] = true;
	return is_certain;
}
