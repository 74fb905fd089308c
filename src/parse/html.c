/* SPDX-License-Identifier: MIT
 * html.c - HTML -> the text that a reader sees, quotations as "> " lines.
 * In: UTF-8 HTML. Out: text. Next: src/parse/quote.c
 *
 * No tree: each tag changes what is wanted before the next text (line ends, a blank, the mark of an
 * item), and a stack of the open elements tells what ends with them. Linear in the HTML.
 */
#include <string.h>

#include "html.h"

#define MAX_LIST_INDENT 6
#define MAX_HREF_BYTES 4096
#define MAX_ATTRIBUTION_BYTES 500
#define MAX_LINK_TEXT 2000
#define MAX_SIGNATURES 100
#define MAX_INTRODUCTION_LINES 4
#define MAX_LABEL_BYTES 24

typedef enum { TAG_INLINE, TAG_LINE, TAG_BLOCK, TAG_HIDDEN, TAG_QUOTE, TAG_PRE, TAG_ITEM, TAG_CELL, TAG_HEADING_CELL,
	       TAG_ROW, TAG_TABLE, TAG_LIST, TAG_ORDERED, TAG_DEFINITION, TAG_BREAK, TAG_RULE, TAG_LINK, TAG_IMAGE,
	       TAG_SHEET, TAG_VOID } TagKind;

/* Sorted. What is not here is a part of its line. */
static const struct { const char *name; TagKind kind; } tags[] = {
	{"a", TAG_LINK}, {"address", TAG_LINE}, {"area", TAG_VOID}, {"article", TAG_LINE}, {"base", TAG_VOID},
	{"blockquote", TAG_QUOTE}, {"body", TAG_LINE}, {"br", TAG_BREAK}, {"caption", TAG_LINE},
	{"center", TAG_LINE}, {"col", TAG_VOID}, {"dd", TAG_DEFINITION}, {"details", TAG_LINE}, {"dir", TAG_LIST},
	{"div", TAG_LINE}, {"dl", TAG_BLOCK}, {"dt", TAG_LINE}, {"embed", TAG_VOID}, {"fieldset", TAG_LINE},
	{"figcaption", TAG_LINE}, {"figure", TAG_LINE}, {"footer", TAG_LINE}, {"form", TAG_LINE},
	{"frame", TAG_VOID}, {"h1", TAG_BLOCK}, {"h2", TAG_BLOCK}, {"h3", TAG_BLOCK}, {"h4", TAG_BLOCK},
	{"h5", TAG_BLOCK}, {"h6", TAG_BLOCK}, {"header", TAG_LINE}, {"hr", TAG_RULE}, {"html", TAG_LINE},
	{"iframe", TAG_HIDDEN}, {"img", TAG_IMAGE}, {"input", TAG_VOID}, {"legend", TAG_LINE}, {"li", TAG_ITEM},
	{"link", TAG_VOID}, {"listing", TAG_PRE}, {"main", TAG_LINE}, {"menu", TAG_LIST}, {"meta", TAG_VOID},
	{"nav", TAG_LINE}, {"noembed", TAG_HIDDEN}, {"noframes", TAG_HIDDEN}, {"object", TAG_HIDDEN},
	{"ol", TAG_ORDERED}, {"p", TAG_BLOCK}, {"param", TAG_VOID}, {"pre", TAG_PRE}, {"script", TAG_HIDDEN},
	{"section", TAG_LINE}, {"select", TAG_HIDDEN}, {"source", TAG_VOID}, {"style", TAG_SHEET},
	{"summary", TAG_LINE}, {"svg", TAG_HIDDEN}, {"table", TAG_TABLE}, {"tbody", TAG_LINE}, {"td", TAG_CELL},
	{"template", TAG_HIDDEN}, {"tfoot", TAG_LINE}, {"th", TAG_HEADING_CELL}, {"thead", TAG_LINE},
	{"title", TAG_HIDDEN}, {"tr", TAG_ROW}, {"track", TAG_VOID}, {"ul", TAG_LIST}, {"wbr", TAG_VOID},
	{"xml", TAG_HIDDEN}, {"xmp", TAG_PRE},
};

#define KNOWN G_N_ELEMENTS(tags)
#define UNKNOWN 64		/* kinds of names that are not in the table */

typedef struct {
	unsigned id;		/* of the name */
	TagKind kind;
	HtmlBox box;
	bool tight;		/* a paragraph without margins */
	bool word_bullet;
	HtmlState outside;
	int same;		/* the open element of that name around this one, -1 none */
	int wall;		/* the table around this one */
	gsize start;		/* in the text */
	char *href;
	unsigned items;		/* of a list */
	char numbers;		/* '1', 'a', 'A', 'i', 'I' */
} Open;

/* A signature: gets its mark when all is read and nothing of the author's stands below it. */
typedef struct {
	gsize start, end;	/* in the text */
	unsigned quote;
} Signature;

typedef struct {
	HtmlText text;
	GArray *open;		/* of Open */
	int last[KNOWN + UNKNOWN];	/* the innermost open element of each name, -1 none */
	int wall;
	GHashTable *sheet;
	HtmlTables tables;
	GArray *signatures;	/* of Signature */
} Writer;

/* --- the stack of open elements */

static TagKind kind_of(const char *name, unsigned *ret_id)
{
	size_t low = 0, high = KNOWN;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, tags[middle].name);

		if (order == 0) {
			*ret_id = (unsigned)middle;
			return tags[middle].kind;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	*ret_id = (unsigned)KNOWN + g_str_hash(name) % UNKNOWN;
	return TAG_INLINE;
}

static int last_open(const Writer *writer, const char *name)
{
	unsigned id;

	(void)kind_of(name, &id);	/* a name of the table */
	return writer->last[id];
}

/* The address behind a link, when its text does not already say it. */
static void end_link(Writer *writer, Open *open)
{
	g_autofree char *href = g_steal_pointer(&open->href);

	if (href == NULL || kith_html_is_unseen(&writer->text) || open->start >= writer->text.out->len ||
	    writer->text.out->len - open->start > MAX_LINK_TEXT)
		return;
	g_autofree char *target = kith_html_link_target(href, writer->text.out->str + open->start);
	if (target != NULL)
		g_string_append_printf(writer->text.out, " <%s>", target);
}

static void end_signature(Writer *writer, const Open *open)
{
	Signature signature = {open->start, writer->text.out->len, open->outside.quote + writer->text.heading.is_quote};

	/* Who has nothing above the signature wrote into it. */
	if (open->start == 0 || writer->text.out->len <= open->start || writer->signatures->len >= MAX_SIGNATURES)
		return;
	g_array_append_val(writer->signatures, signature);
}

/* Word writes the mark of an item as a letter of a symbol font. */
static void end_word_bullet(Writer *writer, const Open *open)
{
	GString *out = writer->text.out;
	gsize start = MAX(open->start, writer->text.line_start);

	if (out->len <= start || out->len - start > 40)
		return;
	gsize at = start + strspn(out->str + start, "\n> ");
	g_autofree char *mark = g_strstrip(g_strdup(out->str + at));
	if (g_utf8_strlen(mark, -1) != 1 || g_ascii_isdigit(*mark))
		return;
	g_string_truncate(out, at);
	g_string_append_c(out, '-');
	writer->text.blank = true;
}

static void end_visible(Writer *writer, Open *open)
{
	switch (open->kind) {
	case TAG_ROW:
		kith_html_row_close(&writer->tables, kith_html_depth(&writer->text) > 0);
		kith_html_want(&writer->text, 1);
		break;
	case TAG_CELL:
	case TAG_HEADING_CELL:
		kith_html_cell_close(&writer->tables);
		break;
	case TAG_TABLE:
		kith_html_table_close(&writer->tables);
		kith_html_want(&writer->text, 1);
		break;
	case TAG_LINE:
	case TAG_ITEM:
	case TAG_DEFINITION:
	case TAG_LIST:
	case TAG_ORDERED:
	case TAG_QUOTE:
		writer->text.prefix[0] = '\0';
		kith_html_want(&writer->text, 1);
		break;
	case TAG_BLOCK:
		kith_html_want(&writer->text, open->tight || writer->text.state.lists > 0 ? 1 : 2);
		break;
	case TAG_PRE:
		kith_html_want(&writer->text, 2);
		break;
	case TAG_LINK:
	case TAG_INLINE:
	case TAG_HIDDEN:
	case TAG_SHEET:
	case TAG_BREAK:
	case TAG_RULE:
	case TAG_IMAGE:
	case TAG_VOID:
		break;
	}
}

static void pop(Writer *writer)
{
	guint index = writer->open->len - 1;
	Open *open = &g_array_index(writer->open, Open, index);

	if (open->kind == TAG_LINK)
		end_link(writer, open);
	if (open->word_bullet)
		end_word_bullet(writer, open);
	if (writer->text.state.hidden == 0)
		end_visible(writer, open);
	if (open->box == BOX_SIGNATURE)
		end_signature(writer, open);
	if (writer->text.heading.box == (int)index) {
		kith_html_heading_look(&writer->text);
		writer->text.heading.box = -1;
		writer->text.heading.is_quote = writer->text.heading.is_forward = false;
	}
	writer->last[open->id] = open->same;
	writer->wall = open->wall;
	writer->text.state = open->outside;
	g_free(open->href);
	g_array_set_size(writer->open, index);
}

static void pop_until(Writer *writer, int index)
{
	while ((int)writer->open->len > index)
		pop(writer);
}

/* Ends the open NAME that stands behind FLOOR, with all that is in it. */
static void end_open(Writer *writer, const char *name, int floor)
{
	int index = last_open(writer, name);

	if (index > floor)
		pop_until(writer, index);
}

/* What HTML lets a tag end without saying so. */
static void end_implied(Writer *writer, TagKind kind, const char *name)
{
	int wall = writer->wall;

	switch (kind) {
	case TAG_ITEM:
		end_open(writer, "p", MAX(wall, MAX(last_open(writer, "ul"), last_open(writer, "ol"))));
		end_open(writer, "li", MAX(wall, MAX(last_open(writer, "ul"), last_open(writer, "ol"))));
		break;
	case TAG_DEFINITION:
		end_open(writer, "dt", MAX(wall, last_open(writer, "dl")));
		end_open(writer, "dd", MAX(wall, last_open(writer, "dl")));
		break;
	case TAG_ROW:
		end_open(writer, "tr", last_open(writer, "table"));
		break;
	case TAG_CELL:
	case TAG_HEADING_CELL:
		end_open(writer, "td", MAX(last_open(writer, "table"), last_open(writer, "tr")));
		end_open(writer, "th", MAX(last_open(writer, "table"), last_open(writer, "tr")));
		break;
	case TAG_LINE:
		if (strcmp(name, "dt") == 0)
			end_implied(writer, TAG_DEFINITION, name);
		else if (name[0] == 't' && strcmp(name + strlen(name) - 1, "y") != 0)
			end_implied(writer, TAG_ROW, name);
		else
			end_open(writer, "p", wall);
		break;
	case TAG_BLOCK:
	case TAG_QUOTE:
	case TAG_PRE:
	case TAG_TABLE:
	case TAG_LIST:
	case TAG_ORDERED:
	case TAG_RULE:
		end_open(writer, "p", wall);
		break;
	case TAG_LINK:
		if (writer->last[0] > wall)	/* "a" is the first of the table */
			end_link(writer, &g_array_index(writer->open, Open, writer->last[0]));
		break;
	case TAG_INLINE:
	case TAG_HIDDEN:
	case TAG_SHEET:
	case TAG_BREAK:
	case TAG_IMAGE:
	case TAG_VOID:
		break;
	}
}

/* --- opening tags */

static void write_image(Writer *writer, const HtmlToken *tag, const HtmlStyle *style)
{
	g_autofree char *text = kith_html_is_unseen(&writer->text) ? NULL : kith_html_image_text(tag, style);

	if (text != NULL)
		kith_html_letter(&writer->text, text, strlen(text));
}

static char *roman(unsigned number, bool is_upper)
{
	static const struct { unsigned value; const char *text; } digits[] = {
		{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"},
		{10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"},
	};
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(digits); i++) {
		for (; number >= digits[i].value; number -= digits[i].value)
			g_string_append(out, digits[i].text);
	}
	return is_upper ? g_ascii_strup(out->str, -1) : g_strdup(out->str);
}

static char *item_number(unsigned number, char type)
{
	if ((type == 'a' || type == 'A') && number >= 1 && number <= 26)
		return g_strdup_printf("%c", type + (char)(number - 1));
	if ((type == 'i' || type == 'I') && number >= 1 && number < 100)
		return roman(number, type == 'I');
	return g_strdup_printf("%u", number);
}

static void start_item(Writer *writer, const HtmlToken *tag)
{
	int list = MAX(MAX(last_open(writer, "ul"), last_open(writer, "ol")), last_open(writer, "menu"));
	Open *open = list >= 0 ? &g_array_index(writer->open, Open, list) : NULL;
	int indent = 2 * (int)CLAMP(writer->text.state.lists, 1, MAX_LIST_INDENT) - 2;

	writer->text.prefix[0] = '\0';
	kith_html_want(&writer->text, 1);
	if (open != NULL && open->kind == TAG_ORDERED) {
		open->items = (unsigned)kith_html_number(tag->attributes[HTML_VALUE], (int)open->items + 1);
		g_autofree char *number = item_number(open->items, open->numbers);
		(void)g_snprintf(writer->text.prefix, sizeof(writer->text.prefix), "%*s%s. ", indent, "", number);
	} else {
		(void)g_snprintf(writer->text.prefix, sizeof(writer->text.prefix), "%*s- ", indent, "");
	}
}

static void start_list(Writer *writer, const HtmlToken *tag, Open *open)
{
	HtmlSlice type = tag->attributes[HTML_TYPE];

	writer->text.prefix[0] = '\0';
	kith_html_want(&writer->text, 1);
	writer->text.state.lists++;
	open->numbers = type.length == 1 ? *type.text : '1';
	open->items = (unsigned)MAX(kith_html_number(tag->attributes[HTML_START_AT], 1), 1) - 1;
}

/* What an opening tag does to the text when it can be seen. */
static void start_visible(Writer *writer, const HtmlToken *tag, const HtmlStyle *style, Open *open)
{
	switch (open->kind) {
	case TAG_TABLE:
		kith_html_table_open(&writer->tables, tag);
		kith_html_want(&writer->text, 1);
		break;
	case TAG_ROW:
		kith_html_want(&writer->text, 1);
		kith_html_row_open(&writer->tables);
		break;
	case TAG_CELL:
	case TAG_HEADING_CELL:
		kith_html_want(&writer->text, 1);
		kith_html_cell_open(&writer->tables, open->kind == TAG_HEADING_CELL);
		break;
	case TAG_LINE:
	case TAG_QUOTE:
		kith_html_want(&writer->text, 1);
		break;
	case TAG_BLOCK:
		kith_html_want(&writer->text, open->tight || writer->text.state.lists > 0 ? 1 : 2);
		break;
	case TAG_LIST:
	case TAG_ORDERED:
		start_list(writer, tag, open);
		break;
	case TAG_PRE:
		kith_html_want(&writer->text, 2);
		writer->text.state.pre = true;
		break;
	case TAG_ITEM:
		start_item(writer, tag);
		break;
	case TAG_DEFINITION:
		kith_html_want(&writer->text, 1);
		g_strlcpy(writer->text.prefix, "  ", sizeof(writer->text.prefix));
		break;
	case TAG_BREAK:
		kith_html_break(&writer->text);
		break;
	case TAG_RULE:
		kith_html_rule(&writer->text);
		break;
	case TAG_IMAGE:
		write_image(writer, tag, style);
		break;
	case TAG_INLINE:
	case TAG_LINK:
	case TAG_HIDDEN:
	case TAG_SHEET:
	case TAG_VOID:
		break;
	}
}

/* "Jane Doe wrote 2026-03-01:", "Am 2.3.2026 schrieb jane@example.com:" */
static bool is_below_attribution(const Writer *writer)
{
	const char *line = writer->text.out->str + writer->text.line_start;

	return writer->text.out->len - writer->text.line_start <= MAX_ATTRIBUTION_BYTES &&
	       (g_str_has_suffix(line, ":") || g_str_has_suffix(line, "\uff1a")) &&
	       (strchr(line, '@') != NULL || strpbrk(line, "0123456789") != NULL);
}

static void start_box(Writer *writer, Open *open)
{
	switch (open->box) {
	case BOX_QUOTE:
		writer->text.state.quote++;
		break;
	case BOX_HEADED_QUOTE:
		if (writer->text.heading.box >= 0) {
			writer->text.state.quote++;
			break;
		}
		writer->text.heading.box = (int)writer->open->len;
		writer->text.heading.start = writer->text.out->len;
		writer->text.heading.lines = 0;
		break;
	case BOX_SIGNATURE:
		if (writer->text.state.in_signature || kith_html_is_unseen(&writer->text)) {
			open->box = BOX_NONE;
			break;
		}
		kith_html_want(&writer->text, 1);
		writer->text.state.in_signature = true;
		break;
	case BOX_HEADING:
		kith_html_rule(&writer->text);
		break;
	case BOX_NONE:
		break;
	}
}

static void inherit_style(Writer *writer, const HtmlToken *tag, const HtmlStyle *style, TagKind kind)
{
	bool hides = kind == TAG_HIDDEN || kind == TAG_SHEET || style->hides ||
		tag->attributes[HTML_HIDDEN].text != NULL ||
		(!style->shows && kith_html_sheet_hides(writer->sheet, tag));

	writer->text.state.hidden += hides;
	if (style->tiny != HTML_INHERITED)
		writer->text.state.tiny = style->tiny == HTML_YES;
	if (style->invisible != HTML_INHERITED)
		writer->text.state.invisible = style->invisible == HTML_YES;
	if (style->pre != HTML_INHERITED)
		writer->text.state.pre = style->pre == HTML_YES;
}

static bool is_tight(const HtmlToken *tag, const HtmlStyle *style)
{
	HtmlSlice class = tag->attributes[HTML_CLASS];

	return style->tight || (class.length >= 3 && strncmp(class.text, "Mso", 3) == 0) ||
	       (class.length >= 5 && strncmp(class.text, "x_Mso", 5) == 0);
}

static void push(Writer *writer, Open *open)
{
	int index = (int)writer->open->len;

	open->same = writer->last[open->id];
	open->wall = writer->wall;
	writer->last[open->id] = index;
	if (open->kind == TAG_TABLE || open->kind == TAG_CELL || open->kind == TAG_HEADING_CELL)
		writer->wall = index;
	g_array_append_val(writer->open, *open);
}

static bool has_content(TagKind kind)
{
	return kind != TAG_BREAK && kind != TAG_RULE && kind != TAG_IMAGE && kind != TAG_VOID;
}

static void start_element(Writer *writer, const HtmlToken *tag)
{
	Open open = {0};
	HtmlStyle style;

	open.kind = kind_of(tag->name, &open.id);
	end_implied(writer, open.kind, tag->name);
	open.outside = writer->text.state;
	kith_html_style_read(tag->attributes[HTML_STYLE], &style);
	open.tight = is_tight(tag, &style);
	inherit_style(writer, tag, &style, open.kind);
	if (writer->text.state.hidden == 0)
		open.box = kith_html_box(tag, &style, open.kind == TAG_QUOTE && is_below_attribution(writer));
	if (open.box == BOX_QUOTE || open.box == BOX_HEADED_QUOTE)
		kith_html_want(&writer->text, 1);
	if (writer->text.state.hidden == 0)
		start_visible(writer, tag, &style, &open);
	start_box(writer, &open);
	open.start = writer->text.out->len;
	if (style.word_level > 1 && kith_html_at_line_start(&writer->text))
		(void)g_snprintf(writer->text.prefix, sizeof(writer->text.prefix), "%*s",
				 2 * (int)style.word_level - 2, "");
	open.word_bullet = style.word_bullet;
	if (open.kind == TAG_LINK && tag->attributes[HTML_HREF].text != NULL)
		open.href = kith_html_value(tag->attributes[HTML_HREF], MAX_HREF_BYTES);
	if (has_content(open.kind) && !(tag->closes_itself && strchr(tag->name, ':') != NULL))
		push(writer, &open);
	else
		writer->text.state = open.outside;
}

static void end_element(Writer *writer, const HtmlToken *tag)
{
	unsigned id;
	TagKind kind = kind_of(tag->name, &id);
	int floor = writer->wall;

	if (strcmp(tag->name, "body") == 0 || strcmp(tag->name, "html") == 0)
		return;		/* the footers of lists come behind */
	if (kind == TAG_TABLE)
		floor = -1;
	else if (kind == TAG_ROW || kind == TAG_CELL || kind == TAG_HEADING_CELL ||
		 (kind == TAG_LINE && tag->name[0] == 't'))
		floor = last_open(writer, "table");
	if (kind == TAG_BREAK || (kind == TAG_BLOCK && writer->last[id] <= floor && strcmp(tag->name, "p") == 0)) {
		if (writer->text.state.hidden == 0)
			kith_html_break(&writer->text);	/* "</br>" and "</p>" without a start */
		return;
	}
	if (writer->last[id] > floor)
		pop_until(writer, writer->last[id]);
}

static void take(Writer *writer, const HtmlToken *token)
{
	int sheet = last_open(writer, "style");

	if (token->kind == HTML_OPEN)
		start_element(writer, token);
	else if (token->kind == HTML_CLOSE)
		end_element(writer, token);
	else if (token->is_raw && sheet >= 0 && sheet == (int)writer->open->len - 1)
		kith_html_sheet_read(token->text, writer->sheet);
	else
		kith_html_write(&writer->text, token->text);
}

/* --- signatures */

/* "From: Jane", "De : Jane": the header of an older mail */
static bool is_header_line(const char *line, size_t length)
{
	const char *colon = memchr(line, ':', MIN(length, MAX_LABEL_BYTES));

	return colon != NULL && colon + 1 < line + length && colon[1] == ' ';
}

/* Whether the author's own text goes on below SIGNATURE, up to an older mail: then it is no signature
 * to which all below belongs, and what follows must not be lost. */
static bool is_followed(const Writer *writer, const Signature *signature)
{
	const char *p = writer->text.out->str + signature->end;
	bool introduces = true;

	for (unsigned lines = 0; lines < MAX_INTRODUCTION_LINES; lines++) {
		p += strspn(p, "\n \t");
		size_t length = strcspn(p, "\n");
		if (*p == '>' || *p == '_' || g_str_has_prefix(p, "--"))
			return !introduces;
		if (length == 0)
			return lines > 0;
		if (lines == 0 && is_header_line(p, length))
			return false;
		introduces = p[length - 1] == ':';
		p += length;
	}
	return true;
}

/* "-- ", unless the program wrote it itself. */
static bool is_marked(const Writer *writer, gsize line)
{
	const char *text = writer->text.out->str, *p = text + line;
	gsize above = line;

	p += strspn(p, "> ");
	if (g_str_has_prefix(p, "--") || g_str_has_prefix(p, "\u2014") || g_str_has_prefix(p, "__"))
		return true;
	while (above > 0 && strchr("\n >", text[above - 1]) != NULL)
		above--;
	return above >= 3 && strncmp(text + above - 3, "\n--", 3) == 0;
}

static char *with_marks(Writer *writer)
{
	g_autoptr(GString) out = g_string_sized_new(writer->text.out->len + 16);
	const char *text = writer->text.out->str;
	gsize done = 0;

	for (guint i = 0; i < writer->signatures->len; i++) {
		const Signature *one = &g_array_index(writer->signatures, Signature, i);
		gsize line = kith_html_next_line(writer->text.out, MIN(one->start, writer->text.out->len));

		if (line < done || line >= writer->text.out->len || is_marked(writer, line) ||
		    (one->quote == 0 && is_followed(writer, one)))
			continue;
		g_string_append_len(out, text + done, (gssize)(line - done));
		for (unsigned k = 0; k < MIN(one->quote, HTML_MAX_QUOTE_DEPTH); k++)
			g_string_append_c(out, '>');
		g_string_append(out, one->quote > 0 ? " -- \n" : "-- \n");
		done = line;
	}
	g_string_append(out, text + done);
	if (out->len > 0)
		g_string_append_c(out, '\n');
	return g_strdup(out->str);
}

char *kith_html_text(const char *html, size_t length)
{
	HtmlReader reader = {.p = html, .end = html + MIN(length, (size_t)KITH_LIMIT_HTML_BYTES)};
	Writer writer = {.open = g_array_new(FALSE, TRUE, sizeof(Open)), .wall = -1,
			 .signatures = g_array_new(FALSE, FALSE, sizeof(Signature)),
			 .sheet = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
	HtmlToken token;

	kith_html_text_init(&writer.text, length / 4 + 16);
	kith_html_tables_init(&writer.tables, writer.text.out);
	for (size_t i = 0; i < G_N_ELEMENTS(writer.last); i++)
		writer.last[i] = -1;
	while (kith_html_next(&reader, &token))
		take(&writer, &token);
	pop_until(&writer, 0);
	char *text = with_marks(&writer);
	g_array_unref(writer.open);
	g_array_unref(writer.signatures);
	g_hash_table_unref(writer.sheet);
	kith_html_tables_clear(&writer.tables);
	kith_html_text_clear(&writer.text);
	return text;
}
