/* SPDX-License-Identifier: MIT
 * html-token.c - HTML in its tags and texts.
 * In: UTF-8 HTML. Out: HtmlToken. Next: src/parse/html-style.c
 *
 * As the HTML standard has it (13.2.5), but what would swallow the rest of a mail - a comment or a
 * quotation mark without its end - ends at the next '>'. No byte is looked at more than a few times:
 * libxml2 needed 14 s for 80,000 open elements and as many ends of others.
 */
#include <string.h>

#include "html.h"

#define MAX_SHOWN_TAG 320

static const char *const attribute_names[HTML_ATTRIBUTE_COUNT] = {
	[HTML_ALT] = "alt", [HTML_BORDER] = "border", [HTML_CITE] = "cite", [HTML_CLASS] = "class",
	[HTML_SIGNATURE_WIDGET] = "data-signature-widget", [HTML_MARKER] = "data-marker", [HTML_HEIGHT] = "height",
	[HTML_HIDDEN] = "hidden", [HTML_HREF] = "href", [HTML_ID] = "id", [HTML_ITEMTYPE] = "itemtype",
	[HTML_NAME] = "name", [HTML_START_AT] = "start", [HTML_STYLE] = "style", [HTML_TYPE] = "type",
	[HTML_VALUE] = "value", [HTML_WIDTH] = "width",
};

/* Elements whose text has no tags. */
static const char *const raw_names[] = {"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool same_nocase(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && g_ascii_strncasecmp(text, word, length) == 0;
}

/* --- values */

bool kith_html_equals(HtmlSlice value, const char *text)
{
	if (value.text == NULL)
		return false;
	if (value.length > 2 && (value.text[0] == 'x' || value.text[0] == 'X') && value.text[1] == '_')
		value = (HtmlSlice) { value.text + 2, value.length - 2 };
	return same_nocase(value.text, value.length, text);
}

bool kith_html_has_word(HtmlSlice value, const char *word)
{
	for (size_t i = 0; i < value.length;) {
		size_t end = i;

		while (end < value.length && !is_space(value.text[end]))
			end++;
		if (kith_html_equals((HtmlSlice) { value.text + i, end - i }, word))
			return true;
		i = end + 1;
	}
	return false;
}

int kith_html_number(HtmlSlice value, int without)
{
	int number = 0;
	size_t i = 0;

	while (i < value.length && is_space(value.text[i]))
		i++;
	size_t first = i;
	for (; i < value.length && i < first + 6 && g_ascii_isdigit(value.text[i]); i++)
		number = number * 10 + g_ascii_digit_value(value.text[i]);
	return i > first ? number : without;
}

/* --- tags */

/* Behind the mark that ends a value begun before START; NULL when there is none left. */
static const char *value_end(HtmlReader *reader, const char *start, char mark)
{
	bool *none = mark == '"' ? &reader->no_quote : &reader->no_apostrophe;
	const char *found = *none ? NULL : memchr(start, mark, (size_t)(reader->end - start));

	*none |= found == NULL;
	return found;
}

static void keep_attribute(HtmlToken *token, const char *name, size_t length, HtmlSlice value)
{
	for (size_t i = 0; i < HTML_ATTRIBUTE_COUNT; i++) {
		if (token->attributes[i].text == NULL && same_nocase(name, length, attribute_names[i])) {
			token->attributes[i] = value;
			return;
		}
	}
}

/* The value behind a '=' at P; where to go on. */
static const char *read_value(HtmlReader *reader, const char *p, HtmlSlice *ret_value)
{
	const char *end = reader->end;

	while (p < end && is_space(*p))
		p++;
	if (p < end && (*p == '"' || *p == '\'')) {
		const char *close = value_end(reader, p + 1, *p);

		if (close != NULL) {
			*ret_value = (HtmlSlice) { p + 1, (size_t)(close - p) - 1 };
			return close + 1;
		}
	}
	const char *start = p;
	while (p < end && !is_space(*p) && *p != '>')
		p++;
	*ret_value = (HtmlSlice) { start, (size_t)(p - start) };
	return p;
}

/* Reads attributes from P on; behind the '>' of the tag. */
static const char *read_attributes(HtmlReader *reader, const char *p, HtmlToken *token)
{
	const char *end = reader->end;

	while (p < end && *p != '>') {
		if (is_space(*p) || *p == '/') {
			token->closes_itself = *p == '/' && p + 1 < end && p[1] == '>';
			p++;
			continue;
		}
		const char *name = p;
		HtmlSlice value = {"", 0};
		do {
			p++;
		} while (p < end && !is_space(*p) && *p != '/' && *p != '>' && *p != '=');
		size_t length = (size_t)(p - name);
		while (p < end && is_space(*p))
			p++;
		if (p < end && *p == '=')
			p = read_value(reader, p + 1, &value);
		keep_attribute(token, name, length, value);
	}
	return p < end ? p + 1 : end;
}

/* "<jane@example.com>" and "<https://example.com>" that somebody forgot to write as text. */
static size_t forgotten_text(const char *tag, const char *end)
{
	size_t room = MIN((size_t)(end - tag), (size_t)MAX_SHOWN_TAG), length = 1;
	bool at = false;

	for (; length < room && !is_space(tag[length]) && strchr(">\"=", tag[length]) == NULL; length++)
		at |= tag[length] == '@';
	if (length >= room || tag[length] != '>')
		return 0;
	return at || g_ascii_strncasecmp(tag, "<http://", 8) == 0 || g_ascii_strncasecmp(tag, "<https://", 9) == 0
		       ? length + 1
		       : 0;
}

static void read_tag(HtmlReader *reader, HtmlToken *token)
{
	const char *p = reader->p + 1;
	size_t length = 0;

	token->kind = *p == '/' ? HTML_CLOSE : HTML_OPEN;
	p += *p == '/';
	for (; p < reader->end && !is_space(*p) && *p != '/' && *p != '>'; p++) {
		if (length + 1 < sizeof(token->name))
			token->name[length++] = g_ascii_tolower(*p);
	}
	token->name[length] = '\0';
	reader->p = read_attributes(reader, p, token);
	for (size_t i = 0; token->kind == HTML_OPEN && i < G_N_ELEMENTS(raw_names); i++) {
		if (strcmp(token->name, raw_names[i]) == 0)
			g_strlcpy(reader->raw, token->name, sizeof(reader->raw));
	}
}

/* --- texts */

static const char *behind_next(const char *p, const char *end)
{
	const char *found = p < end ? memchr(p, '>', (size_t)(end - p)) : NULL;

	return found != NULL ? found + 1 : end;
}

/* Behind the comment or the like ("<!doctype html>", "<![if !mso]>", "<?xml ?>") at P. */
static const char *skip_comment(HtmlReader *reader, const char *p)
{
	if (reader->end - p < 4 || strncmp(p, "<!--", 4) != 0)
		return behind_next(p, reader->end);
	if (!reader->no_comment_end) {
		const char *found = g_strstr_len(p + 2, reader->end - p - 2, "-->");

		if (found != NULL)
			return found + 3;
		reader->no_comment_end = true;
	}
	return behind_next(p, reader->end);
}

static bool is_name_start(const char *p, const char *end)
{
	return p < end && g_ascii_isalpha(*p);
}

/* What the '<' at P begins: 't' a tag, 'c' a comment, 0 a text. */
static char tag_kind(const char *p, const char *end)
{
	if (is_name_start(p + 1, end) || (p + 1 < end && p[1] == '/' && is_name_start(p + 2, end)))
		return forgotten_text(p, end) > 0 ? 0 : 't';
	return p + 1 < end && (p[1] == '!' || p[1] == '?' || p[1] == '/') ? 'c' : 0;
}

static bool read_raw(HtmlReader *reader, HtmlToken *token)
{
	size_t length = strlen(reader->raw);
	const char *p = reader->p, *start = p, *end = reader->end;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if ((size_t)(end - p) > length + 2 && p[1] == '/' && !g_ascii_isalnum(p[2 + length]) &&
		    g_ascii_strncasecmp(p + 2, reader->raw, length) == 0)
			break;
		p++;
	}
	reader->p = p != NULL ? p : end;
	reader->raw[0] = '\0';
	*token = (HtmlToken) { .kind = HTML_TEXT, .text = {start, (size_t)(reader->p - start)}, .is_raw = true };
	return true;
}

bool kith_html_next(HtmlReader *reader, HtmlToken *ret_token)
{
	if (reader->raw[0] != '\0')
		return read_raw(reader, ret_token);
	*ret_token = (HtmlToken) { .kind = HTML_TEXT };
	const char *start = reader->p, *p = start;
	while (p < reader->end) {
		const char *tag = memchr(p, '<', (size_t)(reader->end - p));
		char kind = tag != NULL ? tag_kind(tag, reader->end) : 0;

		p = tag != NULL ? tag : reader->end;
		if (kind != 0 && p > start)
			break;
		if (kind == 't') {
			read_tag(reader, ret_token);
			return true;
		}
		if (kind == 'c') {
			reader->p = start = p = skip_comment(reader, p);
			continue;
		}
		p += tag != NULL;
	}
	reader->p = p;
	ret_token->text = (HtmlSlice) { start, (size_t)(p - start) };
	return p > start;
}
