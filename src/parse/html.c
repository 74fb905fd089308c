/* SPDX-License-Identifier: MIT
 * html.c - HTML -> the text that a reader sees, quotations as "> " lines.
 * In: UTF-8 HTML. Out: text. Next: src/parse/quote.c
 *
 * libxml2's SAX parser, no tree: 200,000 nested elements cost a few milliseconds. Only what
 * is written in the mail itself hides a text; style sheets are not applied.
 */
#include <string.h>

#include <libxml/HTMLparser.h>

#include "internal.h"

#define MAX_TAG_BYTES (8 * 1024)	/* libxml2 compares each attribute with all before it */
#define MAX_QUOTE_DEPTH 20
#define MAX_LINK_BYTES 200

typedef enum { TAG_INLINE, TAG_LINE, TAG_BLOCK, TAG_HIDDEN, TAG_QUOTE, TAG_PRE, TAG_ITEM, TAG_CELL, TAG_LIST,
	       TAG_ORDERED, TAG_BREAK, TAG_RULE, TAG_LINK } TagKind;

static const struct { const char *name; TagKind kind; } tags[] = {
	{"div", TAG_LINE}, {"tr", TAG_LINE}, {"section", TAG_LINE}, {"article", TAG_LINE}, {"header", TAG_LINE},
	{"footer", TAG_LINE}, {"center", TAG_LINE}, {"address", TAG_LINE}, {"dt", TAG_LINE}, {"dd", TAG_LINE},
	{"form", TAG_LINE}, {"fieldset", TAG_LINE}, {"figure", TAG_LINE}, {"main", TAG_LINE}, {"nav", TAG_LINE},
	{"caption", TAG_LINE}, {"body", TAG_LINE},
	{"p", TAG_BLOCK}, {"h1", TAG_BLOCK}, {"h2", TAG_BLOCK}, {"h3", TAG_BLOCK}, {"h4", TAG_BLOCK},
	{"h5", TAG_BLOCK}, {"h6", TAG_BLOCK}, {"table", TAG_LINE}, {"dl", TAG_BLOCK},
	{"head", TAG_HIDDEN}, {"title", TAG_HIDDEN}, {"style", TAG_HIDDEN}, {"script", TAG_HIDDEN},
	{"select", TAG_HIDDEN}, {"template", TAG_HIDDEN}, {"svg", TAG_HIDDEN}, {"object", TAG_HIDDEN},
	{"blockquote", TAG_QUOTE}, {"pre", TAG_PRE}, {"listing", TAG_PRE}, {"li", TAG_ITEM}, {"td", TAG_CELL},
	{"th", TAG_CELL}, {"ul", TAG_LIST}, {"menu", TAG_LIST}, {"ol", TAG_ORDERED}, {"br", TAG_BREAK},
	{"hr", TAG_RULE}, {"a", TAG_LINK},
};

typedef struct {
	TagKind kind;
	bool hidden;
	bool tight;		/* a paragraph without margins */
	unsigned items;		/* of a list */
	char *href;
	gsize text_start;	/* of a link */
} Open;

typedef struct {
	GString *out;
	GArray *open;		/* of Open */
	unsigned hidden, quote, pre;
	unsigned want;		/* line ends before the next text: 0..2 */
	bool blank;		/* a blank before the next text */
	bool saw_nbsp;		/* on a line that has nothing else */
	bool cell_before;
} Writer;

static TagKind tag_kind(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
		if (g_ascii_strcasecmp(name, tags[i].name) == 0)
			return tags[i].kind;
	}
	return TAG_INLINE;
}

static bool at_line_start(const Writer *writer)
{
	return writer->want > 0 || writer->out->len == 0;
}

static void want_lines(Writer *writer, unsigned count)
{
	if (writer->hidden > 0)
		return;
	if (writer->saw_nbsp && at_line_start(writer))
		count = 2;	/* "<p>&nbsp;</p>" is how Outlook writes an empty line */
	writer->saw_nbsp = false;
	writer->want = MAX(writer->want, count);
	writer->blank = false;
}

/* Everything before the first character of a text: line ends, quotation marks, a blank. */
static void begin_text(Writer *writer)
{
	bool starts = at_line_start(writer);

	if (writer->out->len > 0) {
		for (unsigned i = 0; i < writer->want; i++)
			g_string_append_c(writer->out, '\n');
	}
	if (starts) {
		for (unsigned i = 0; i < MIN(writer->quote, MAX_QUOTE_DEPTH); i++)
			g_string_append_c(writer->out, '>');
		if (writer->quote > 0)
			g_string_append_c(writer->out, ' ');
	} else if (writer->blank) {
		g_string_append_c(writer->out, ' ');
	}
	writer->want = 0;
	writer->blank = false;
	writer->saw_nbsp = false;
}

static bool is_full(const Writer *writer)
{
	return writer->out->len > 2 * KITH_LIMIT_TEXT_BYTES;
}

static void write_pre(Writer *writer, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\n') {
			writer->want = MIN(writer->want + 1, 2U);
			continue;
		}
		if (text[i] == '\r')
			continue;
		if (at_line_start(writer))
			begin_text(writer);
		g_string_append_c(writer->out, text[i]);
	}
}

static void write_text(Writer *writer, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool nbsp = (unsigned char)text[i] == 0xc2 && i + 1 < length && (unsigned char)text[i + 1] == 0xa0;

		if (nbsp || g_ascii_isspace(text[i])) {
			writer->blank = true;
			writer->saw_nbsp |= nbsp;
			i += nbsp;
			continue;
		}
		if (writer->blank || at_line_start(writer))
			begin_text(writer);
		g_string_append_c(writer->out, text[i]);
	}
}

/* --- elements */

static const char *attribute(const xmlChar **attributes, const char *name)
{
	for (int i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
		if (g_ascii_strcasecmp((const char *)attributes[i], name) == 0)
			return attributes[i + 1] != NULL ? (const char *)attributes[i + 1] : "";
	}
	return NULL;
}

static char *style_of(const xmlChar **attributes)
{
	const char *style = attribute(attributes, "style");
	GString *out = g_string_new(NULL);

	for (; style != NULL && *style != '\0'; style++) {
		if (!g_ascii_isspace(*style))
			g_string_append_c(out, g_ascii_tolower(*style));
	}
	return g_string_free(out, FALSE);
}

static bool style_is_zero(const char *style, const char *property)
{
	const char *found = strstr(style, property);

	if (found == NULL)
		return false;
	found += strlen(property) + strspn(found + strlen(property), "0");
	return found[-1] == '0' && *found != '.' && !g_ascii_isdigit(*found);
}

/* Preheaders and the like: written to be read by programs, not by people. */
static bool is_hidden(const char *style, const xmlChar **attributes)
{
	return strstr(style, "display:none") != NULL || strstr(style, "visibility:hidden") != NULL ||
	       strstr(style, "mso-hide:all") != NULL || style_is_zero(style, "max-height:") ||
	       style_is_zero(style, ";opacity:") || g_str_has_prefix(style, "opacity:0;") ||
	       attribute(attributes, "hidden") != NULL;
}

static bool is_tight(const char *style, const xmlChar **attributes)
{
	const char *class = attribute(attributes, "class");

	return (class != NULL && g_str_has_prefix(class, "Mso")) || strstr(style, "margin:0") != NULL ||
	       strstr(style, "margin-bottom:0") != NULL || strstr(style, "margin-top:0") != NULL;
}

/* What mail programs put around the signature gets the mark that plain text has for it. */
static bool is_signature(const xmlChar **attributes)
{
	const char *class = attribute(attributes, "class");
	const char *mark = attribute(attributes, "data-smartmail");

	return g_strcmp0(mark, "gmail_signature") == 0 ||
	       (class != NULL && strstr(class, "gmail_signature") != NULL &&
		strstr(class, "gmail_signature_prefix") == NULL);
}

static void mark_signature(Writer *writer)
{
	static const char mark[] = "--";
	gsize length = writer->out->len;

	if (writer->hidden > 0 || (length >= 2 && g_str_has_suffix(writer->out->str, mark)))
		return;
	want_lines(writer, 1);
	begin_text(writer);
	g_string_append(writer->out, "-- ");
	want_lines(writer, 1);
}

static void start_item(Writer *writer)
{
	Open *list = NULL;

	want_lines(writer, 1);
	for (guint i = writer->open->len, looked = 0; i-- > 0 && list == NULL && looked < 20; looked++) {
		Open *one = &g_array_index(writer->open, Open, i);

		if (one->kind == TAG_LIST || one->kind == TAG_ORDERED)
			list = one;
	}
	begin_text(writer);
	if (list != NULL && list->kind == TAG_ORDERED)
		g_string_append_printf(writer->out, "%u. ", ++list->items);
	else
		g_string_append(writer->out, "- ");
}

static void start_break(Writer *writer)
{
	if (at_line_start(writer))
		writer->want = 2;
	else
		writer->want = 1;
	writer->blank = false;
	writer->saw_nbsp = false;
}

/* What an opening tag does to the text when it can be seen. */
static void start_visible(Writer *writer, Open *open)
{
	switch (open->kind) {
	case TAG_LINE:
		want_lines(writer, 1);
		writer->cell_before = false;
		break;
	case TAG_BLOCK:
		want_lines(writer, open->tight ? 1 : 2);
		break;
	case TAG_LIST:
	case TAG_ORDERED:
		want_lines(writer, 1);
		break;
	case TAG_QUOTE:
		want_lines(writer, 1);
		writer->quote++;
		break;
	case TAG_PRE:
		want_lines(writer, 2);
		writer->pre++;
		break;
	case TAG_ITEM:
		start_item(writer);
		break;
	case TAG_CELL:
		if (writer->cell_before && !at_line_start(writer))
			g_string_append_c(writer->out, '\t');
		writer->cell_before = true;
		break;
	case TAG_BREAK:
		start_break(writer);
		break;
	case TAG_RULE:
		want_lines(writer, 1);
		begin_text(writer);
		g_string_append(writer->out, "________________________________");
		want_lines(writer, 1);
		break;
	case TAG_LINK:
		open->text_start = writer->out->len;
		break;
	case TAG_INLINE:
	case TAG_HIDDEN:
		break;
	}
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
	Writer *writer = context;
	g_autofree char *style = style_of(attributes);
	Open open = {.kind = tag_kind((const char *)name)};

	open.hidden = open.kind == TAG_HIDDEN || is_hidden(style, attributes);
	open.tight = is_tight(style, attributes);
	writer->hidden += open.hidden;
	if (open.kind == TAG_LINK)
		open.href = g_strdup(attribute(attributes, "href"));
	if (writer->hidden == 0 && !is_full(writer)) {
		if (is_signature(attributes))
			mark_signature(writer);
		start_visible(writer, &open);
	} else if (open.kind == TAG_QUOTE) {
		writer->quote++;
	} else if (open.kind == TAG_PRE) {
		writer->pre++;
	}
	g_array_append_val(writer->open, open);
}

/* The address behind a link, when its text does not already say it. */
static void end_link(Writer *writer, const Open *open)
{
	const char *href = open->href;

	if (href == NULL || writer->hidden > 0 || open->text_start >= writer->out->len ||
	    strlen(href) > MAX_LINK_BYTES || at_line_start(writer))
		return;
	const char *shown = writer->out->str + open->text_start;
	const char *target = kith_starts_nocase(href, "mailto:") ? href + 7 : href;
	const char *bare = strstr(target, "://") != NULL ? strstr(target, "://") + 3 : target;
	size_t length = strlen(bare) - (g_str_has_suffix(bare, "/") ? 1 : 0);

	if (target == href && !kith_starts_nocase(href, "http://") && !kith_starts_nocase(href, "https://"))
		return;
	g_autofree char *without_slash = g_strndup(bare, length);
	if (*bare == '\0' || strstr(shown, without_slash) != NULL || strstr(shown, "://") != NULL ||
	    (target != href && strchr(shown, '@') != NULL))
		return;
	g_string_append_printf(writer->out, " <%s>", target);
}

static void end_visible(Writer *writer, const Open *open)
{
	switch (open->kind) {
	case TAG_LINE:
	case TAG_ITEM:
	case TAG_LIST:
	case TAG_ORDERED:
	case TAG_QUOTE:
		want_lines(writer, 1);
		break;
	case TAG_BLOCK:
		want_lines(writer, open->tight ? 1 : 2);
		break;
	case TAG_PRE:
		want_lines(writer, 2);
		break;
	case TAG_LINK:
		end_link(writer, open);
		break;
	case TAG_INLINE:
	case TAG_HIDDEN:
	case TAG_CELL:
	case TAG_BREAK:
	case TAG_RULE:
		break;
	}
}

static void end_element(void *context, const xmlChar *name KITH_UNUSED)
{
	Writer *writer = context;

	if (writer->open->len == 0)
		return;
	Open open = g_array_index(writer->open, Open, writer->open->len - 1);
	g_array_set_size(writer->open, writer->open->len - 1);
	if (writer->hidden == 0)
		end_visible(writer, &open);
	if (open.kind == TAG_QUOTE && writer->quote > 0)
		writer->quote--;
	if (open.kind == TAG_PRE && writer->pre > 0)
		writer->pre--;
	writer->hidden -= open.hidden;
	g_free(open.href);
}

static void characters(void *context, const xmlChar *text, int length)
{
	Writer *writer = context;

	if (writer->hidden > 0 || is_full(writer))
		return;
	if (writer->pre > 0)
		write_pre(writer, (const char *)text, (size_t)length);
	else
		write_text(writer, (const char *)text, (size_t)length);
}

/* HTML without tags that are longer than any honest one but an embedded picture. */
static GString *without_giant_tags(const char *html, size_t length)
{
	GString *out = g_string_sized_new(length);
	const char *p = html, *end = html + length;

	while (p < end) {
		const char *tag = memchr(p, '<', (size_t)(end - p));

		if (tag == NULL)
			tag = end;
		g_string_append_len(out, p, tag - p);
		if (tag == end)
			break;
		const char *close = memchr(tag, '>', (size_t)(end - tag));
		size_t size = close != NULL ? (size_t)(close - tag) + 1 : (size_t)(end - tag);
		bool is_comment = size >= 4 && strncmp(tag, "<!--", 4) == 0;
		if (is_comment || size <= MAX_TAG_BYTES)
			g_string_append_len(out, tag, (gssize)size);
		p = tag + size;
	}
	return out;
}

char *kith_html_text(const char *html, size_t length)
{
	static const htmlSAXHandler handler = {
		.startElement = start_element, .endElement = end_element, .characters = characters,
		.ignorableWhitespace = characters,
	};
	htmlSAXHandler own = handler;
	Writer writer = {.out = g_string_sized_new(length / 2 + 16), .open = g_array_new(FALSE, FALSE, sizeof(Open))};
	g_autoptr(GString) input = without_giant_tags(html, MIN(length, (size_t)KITH_LIMIT_HTML_BYTES));
	htmlParserCtxtPtr context = htmlCreatePushParserCtxt(&own, &writer, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

	if (context != NULL) {
		htmlCtxtUseOptions(context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
						    HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
		/* what could be read was written */
		(void)htmlParseChunk(context, input->str, (int)input->len, 0);
		(void)htmlParseChunk(context, NULL, 0, 1);
		if (context->myDoc != NULL)
			xmlFreeDoc(context->myDoc);
		context->myDoc = NULL;
		htmlFreeParserCtxt(context);
	}
	for (guint i = 0; i < writer.open->len; i++)
		g_free(g_array_index(writer.open, Open, i).href);
	g_array_unref(writer.open);
	if (writer.out->len > 0)
		g_string_append_c(writer.out, '\n');
	return g_string_free(writer.out, FALSE);
}
