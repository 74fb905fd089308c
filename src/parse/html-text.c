/* SPDX-License-Identifier: MIT
 * html-text.c - the text that HTML becomes: lines, blanks, quotation marks.
 * In: texts and what tags want before them. Out: text. Next: src/parse/html.c
 */
#include <string.h>

#include "html.h"

#define MAX_HEADING_LINES 3
#define RULE "________________________________"

bool kith_html_at_line_start(const HtmlText *text)
{
	return text->want > 0 || text->out->len == 0;
}

bool kith_html_is_unseen(const HtmlText *text)
{
	return text->state.hidden > 0 || text->state.tiny || text->state.invisible ||
	       text->out->len > 2 * KITH_LIMIT_TEXT_BYTES;
}

void kith_html_want(HtmlText *text, unsigned count)
{
	if (text->state.hidden > 0)
		return;
	if (text->saw_nbsp && kith_html_at_line_start(text))
		count = 2;	/* "<p>&nbsp;</p>" is how Outlook writes an empty line */
	if (text->prefix[0] != '\0')
		count = 1;	/* the first paragraph of an item */
	text->saw_nbsp = false;
	text->want = MAX(text->want, count);
	text->blank = false;
}

/* What the line that ends here says about the quotation that it may introduce. */
void kith_html_heading_look(HtmlText *text)
{
	const char *line = text->out->str + text->line_start;

	if (text->heading.box < 0 || text->heading.is_quote || text->heading.is_forward ||
	    text->out->len <= text->heading.start)
		return;
	line += strspn(line, "> ");
	if (g_str_has_prefix(line, "--"))
		text->heading.is_forward = true;
	else if (g_str_has_suffix(line, ":") || g_str_has_suffix(line, "\uff1a") ||
		 ++text->heading.lines >= MAX_HEADING_LINES)
		text->heading.is_quote = true;
}

void kith_html_text_init(HtmlText *text, size_t expected)
{
	*text = (HtmlText) { .out = g_string_sized_new(expected), .scratch = g_string_new(NULL) };
	text->heading.box = -1;
}

void kith_html_text_clear(HtmlText *text)
{
	g_string_free(text->out, TRUE);
	g_string_free(text->scratch, TRUE);
}

unsigned kith_html_depth(const HtmlText *text)
{
	return MIN(text->state.quote + text->heading.is_quote, HTML_MAX_QUOTE_DEPTH);
}

static void append_marks(GString *out, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		g_string_append_c(out, '>');
}

static void begin_line(HtmlText *text)
{
	kith_html_heading_look(text);
	unsigned depth = kith_html_depth(text);
	if (text->out->len > 0)
		g_string_append_c(text->out, '\n');
	if (text->out->len > 0 && text->want > 1) {
		append_marks(text->out, MIN(depth, text->line_depth));
		g_string_append_c(text->out, '\n');
	}
	text->line_start = text->out->len;
	text->line_depth = depth;
	append_marks(text->out, depth);
	if (depth > 0)
		g_string_append_c(text->out, ' ');
	g_string_append(text->out, text->prefix);
	text->prefix[0] = '\0';
	text->below_rule = false;
}

/* Everything before the first character of a text: line ends, quotation marks, a blank. */
static void begin_text(HtmlText *text)
{
	if (kith_html_at_line_start(text))
		begin_line(text);
	else if (text->blank)
		g_string_append_c(text->out, ' ');
	text->want = 0;
	text->blank = false;
	text->saw_nbsp = false;
}

static bool is_wide(char c)
{
	return ((unsigned char)c & 0x80) != 0;
}

/* Joiners stand between letters of other scripts than Latin, or in a face; newsletters fill their
 * preheaders with them. */
void kith_html_letter(HtmlText *text, const char *bytes, size_t length)
{
	if (text->blank || kith_html_at_line_start(text))
		begin_text(text);
	else if (text->joiner != 0 && is_wide(*bytes) && is_wide(text->out->str[text->out->len - 1]))
		g_string_append_unichar(text->out, text->joiner);
	text->joiner = 0;
	g_string_append_len(text->out, bytes, (gssize)length);
}

static void write_blank(HtmlText *text, bool is_nbsp)
{
	text->blank = true;
	text->saw_nbsp |= is_nbsp;
	text->joiner = 0;
}

typedef enum { LETTER, BLANK, NBSP, NOTHING, JOINER } CharKind;

static CharKind char_kind(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isspace((char)c) ? BLANK : LETTER;
	if (c == 0xa0 || c == 0x2007 || c == 0x202f)
		return NBSP;
	if ((c >= 0x2000 && c <= 0x200a) || c == 0x205f || c == 0x3000 || c == 0x2028 || c == 0x2029)
		return BLANK;
	if (c == 0x200c || c == 0x200d)
		return JOINER;
	if (c == 0xad || c == 0x34f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c == 0x180e ||
	    c == 0x200b || (c >= 0x2060 && c <= 0x2064) || c == 0x2800 || c == 0x3164 || c == 0xfeff || c == 0xffa0)
		return NOTHING;
	return LETTER;
}

/* Bytes of the word of plain letters that BYTES begins with. */
static size_t plain_run(const char *bytes, size_t length)
{
	size_t run = 0;

	while (run < length && !is_wide(bytes[run]) && !g_ascii_isspace(bytes[run]))
		run++;
	return run;
}

static void write_flow(HtmlText *text, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t run = plain_run(bytes + i, length - i);
		if (run > 0) {
			kith_html_letter(text, bytes + i, run);
			i += run;
			continue;
		}
		size_t size = is_wide(bytes[i]) ? (size_t)g_utf8_skip[(guchar)bytes[i]] : 1;
		size = MIN(size, length - i);
		gunichar c = size == 1 ? (guchar)bytes[i] : g_utf8_get_char_validated(bytes + i, (gssize)size);

		switch (char_kind(c)) {
		case LETTER:
			kith_html_letter(text, bytes + i, size);
			break;
		case BLANK:
			write_blank(text, false);
			break;
		case NBSP:
			write_blank(text, true);
			break;
		case JOINER:
			text->joiner = c;
			break;
		case NOTHING:
			break;
		}
		i += size;
	}
}

static void write_pre(HtmlText *text, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n') {
			text->want = MIN(text->want + 1, 2U);
			continue;
		}
		if (bytes[i] == '\r')
			continue;
		if (text->blank || kith_html_at_line_start(text))
			begin_text(text);
		g_string_append_c(text->out, bytes[i]);
	}
}

static void write_some(HtmlText *text, const char *bytes, size_t length)
{
	if (text->state.pre)
		write_pre(text, bytes, length);
	else
		write_flow(text, bytes, length);
}

void kith_html_write(HtmlText *text, HtmlSlice slice)
{
	for (size_t i = 0; i < slice.length && !kith_html_is_unseen(text);) {
		const char *p = slice.text + i;
		const char *mark = memchr(p, '&', slice.length - i);
		size_t length = mark != NULL ? (size_t)(mark - p) : slice.length - i;

		write_some(text, p, length);
		i += length;
		if (mark == NULL)
			break;
		g_string_truncate(text->scratch, 0);
		i += kith_html_entity(mark, slice.length - i, false, text->scratch);
		write_some(text, text->scratch->str, text->scratch->len);
	}
}

gsize kith_html_next_line(const GString *text, gsize from)
{
	gsize line = from + strspn(text->str + from, "\n");

	for (gsize marks = strspn(text->str + line, ">"); marks > 0 && text->str[line + marks] == '\n';) {
		line += marks + 1;
		marks = strspn(text->str + line, ">");
	}
	return line;
}

void kith_html_rule(HtmlText *text)
{
	kith_html_want(text, 1);
	if (text->below_rule || kith_html_is_unseen(text))
		return;
	begin_text(text);
	g_string_append(text->out, RULE);
	kith_html_want(text, 1);
	text->below_rule = true;
}

void kith_html_break(HtmlText *text)
{
	text->want = kith_html_at_line_start(text) && text->prefix[0] == '\0' ? 2 : 1;
	text->blank = false;
	text->saw_nbsp = false;
}
