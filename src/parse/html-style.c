/* SPDX-License-Identifier: MIT
 * html-style.c - what the styles in a mail hide from its reader.
 * In: style attributes, style sheets. Out: HtmlStyle. Next: src/parse/html-link.c
 *
 * Not a cascade: of sheets only what simple selectors hide outside of @media. Preheaders, text for
 * programs and the versions for other screens are written so.
 */
#include <string.h>

#include "html.h"

#define MAX_STYLE_BYTES 4096
#define MAX_SHEET_RULES 400
#define MAX_HIDING 64
#define MAX_SELECTOR 80
#define MAX_CLASSES 8
#define FAR_OFF (-500.0)

/* What the declarations of one style say together. */
typedef struct {
	HtmlStyle *style;
	bool cut, absolute, flat, far_off;	/* overflow, position, width or height 0, away from the page */
	char color[24], background[24];
} Reading;

static bool is_zero(const char *value)
{
	char *end;
	double number = g_ascii_strtod(value, &end);

	return end != value && number == 0;
}

/* A length in px; -1 when it is none. */
static double pixels(const char *value)
{
	char *end;
	double number = g_ascii_strtod(value, &end);

	if (end == value || !(number > -1e6 && number < 1e6))
		return -1;
	if (g_str_has_prefix(end, "pt"))
		return number * 4 / 3;
	if (g_str_has_prefix(end, "em") || g_str_has_prefix(end, "rem"))
		return number * 16;
	return *end == '%' ? number == 0 ? 0 : -1 : number;
}

static void keep_color(const char *value, char kept[24])
{
	static const struct { const char *name, *hex; } names[] = {{"white", "#ffffff"}, {"black", "#000000"}};

	g_strlcpy(kept, value, 24);
	if (value[0] == '#' && strlen(value) == 4)
		(void)g_snprintf(kept, 24, "#%c%c%c%c%c%c", value[1], value[1], value[2], value[2], value[3], value[3]);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (strcmp(value, names[i].name) == 0)
			g_strlcpy(kept, names[i].hex, 24);
	}
}

/* "1px solid red" draws a line; "none" and "0" do not. */
static bool draws_line(const char *value)
{
	static const char *const kinds[] = {"solid", "double", "dashed", "dotted", "groove", "ridge", "inset"};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strstr(value, kinds[i]) != NULL)
			return !is_zero(value);
	}
	return false;
}

/* The left one of "margin: TOP RIGHT BOTTOM LEFT". */
static bool is_indent(const char *value)
{
	g_auto(GStrv) sides = g_strsplit_set(value, " ", 5);
	guint count = g_strv_length(sides);

	return count > 1 && !is_zero(sides[count >= 4 ? 3 : 1]) && strcmp(sides[count >= 4 ? 3 : 1], "auto") != 0;
}

static void read_visibility(Reading *reading, const char *name, const char *value)
{
	HtmlStyle *style = reading->style;

	if (strcmp(name, "display") == 0) {
		style->hides = g_str_has_prefix(value, "none");
		style->shows = !style->hides;
	} else if (strcmp(name, "visibility") == 0) {
		style->invisible = strcmp(value, "hidden") == 0 || strcmp(value, "collapse") == 0 ? HTML_YES : HTML_NO;
	} else if (strcmp(name, "mso-hide") == 0) {
		style->hides |= strcmp(value, "all") == 0;
	} else if (strcmp(name, "opacity") == 0) {
		style->hides |= is_zero(value);
	} else if (strcmp(name, "font-size") == 0) {
		double size = pixels(value);

		style->tiny = size >= 0 && size < 2 && strchr(value, 'e') == NULL ? HTML_YES : HTML_NO;
	} else if (strcmp(name, "color") == 0) {
		keep_color(value, reading->color);
	} else if (strcmp(name, "background") == 0 || strcmp(name, "background-color") == 0) {
		keep_color(value, reading->background);
	}
}

static void read_place(Reading *reading, const char *name, const char *value)
{
	HtmlStyle *style = reading->style;

	if (strcmp(name, "max-height") == 0) {
		style->hides |= is_zero(value);
	} else if (strcmp(name, "max-width") == 0) {
		reading->flat |= is_zero(value);
	} else if (strcmp(name, "height") == 0) {
		style->height = (int)pixels(value);
		reading->flat |= is_zero(value);
	} else if (strcmp(name, "width") == 0) {
		style->width = (int)pixels(value);
		reading->flat |= is_zero(value);
	} else if (g_str_has_prefix(name, "overflow")) {
		reading->cut |= strcmp(value, "hidden") == 0;
	} else if (strcmp(name, "position") == 0) {
		reading->absolute = strcmp(value, "absolute") == 0 || strcmp(value, "fixed") == 0;
	} else if (strcmp(name, "left") == 0 || strcmp(name, "top") == 0) {
		reading->far_off |= g_ascii_strtod(value, NULL) <= FAR_OFF;
	} else if (strcmp(name, "text-indent") == 0) {
		style->hides |= g_ascii_strtod(value, NULL) <= FAR_OFF;
	}
}

static void read_layout(Reading *reading, const char *name, const char *value)
{
	HtmlStyle *style = reading->style;

	if (strcmp(name, "margin") == 0) {
		style->tight |= is_zero(value);
		style->indented |= is_indent(value);
	} else if (strcmp(name, "margin-top") == 0 || strcmp(name, "margin-bottom") == 0) {
		style->tight |= is_zero(value);
	} else if (strcmp(name, "margin-left") == 0 || strcmp(name, "padding-left") == 0) {
		style->indented |= !is_zero(value);
	} else if (strcmp(name, "border-left") == 0 || strcmp(name, "border-left-style") == 0) {
		style->line_left = draws_line(value);
	} else if (strcmp(name, "border-style") == 0) {
		style->line_left |= strstr(value, "none ") != NULL && g_str_has_suffix(value, " solid");
	} else if (strcmp(name, "border-top") == 0) {
		style->line_above = draws_line(value);
	} else if (strcmp(name, "white-space") == 0) {
		style->pre = g_str_has_prefix(value, "pre") || strcmp(value, "break-spaces") == 0 ? HTML_YES : HTML_NO;
	} else if (strcmp(name, "mso-list") == 0) {
		const char *level = strstr(value, "level");

		style->word_bullet |= strcmp(value, "ignore") == 0;
		if (level != NULL)
			style->word_level = (unsigned)CLAMP(g_ascii_strtoull(level + 5, NULL, 10), 1, 9);
	}
}

/* One "name: value" of TEXT, which is in lower case and may be written to. */
static void read_declaration(Reading *reading, char *text)
{
	char *colon = strchr(text, ':');

	if (colon == NULL)
		return;
	*colon = '\0';
	char *value = g_strstrip(colon + 1);
	char *important = strchr(value, '!');
	if (important != NULL)
		*important = '\0';
	char *name = g_strstrip(text);
	g_strchomp(value);
	read_visibility(reading, name, value);
	read_place(reading, name, value);
	read_layout(reading, name, value);
}

/* TEXT may be written to. */
static void read_declarations(char *text, HtmlStyle *ret_style)
{
	Reading reading = {.style = ret_style};

	*ret_style = (HtmlStyle) { .width = -1, .height = -1 };
	for (char *p = text; *p != '\0'; p++)
		*p = g_ascii_isspace(*p) ? ' ' : g_ascii_tolower(*p);
	for (char *next = text; next != NULL;) {
		char *one = next;

		next = strchr(one, ';');
		if (next != NULL)
			*next++ = '\0';
		read_declaration(&reading, one);
	}
	ret_style->hides |= (reading.cut && reading.flat) || (reading.absolute && reading.far_off) ||
		(reading.color[0] != '\0' && strcmp(reading.color, reading.background) == 0);
}

void kith_html_style_read(HtmlSlice raw, HtmlStyle *ret_style)
{
	if (raw.text == NULL) {
		*ret_style = (HtmlStyle) { .width = -1, .height = -1 };
		return;
	}
	g_autofree char *text = kith_html_value(raw, MAX_STYLE_BYTES);
	read_declarations(text, ret_style);
}

/* --- style sheets */

/* Without comments, and without the marks that hid sheets from browsers of old. */
static char *without_comments(HtmlSlice css)
{
	GString *out = g_string_sized_new(css.length);
	const char *p = css.text, *end = css.text + css.length;

	while (p < end) {
		if (end - p >= 4 && strncmp(p, "<!--", 4) == 0) {
			p += 4;
		} else if (end - p >= 3 && strncmp(p, "-->", 3) == 0) {
			p += 3;
		} else if (end - p >= 2 && p[0] == '/' && p[1] == '*') {
			const char *close = g_strstr_len(p + 2, end - p - 2, "*/");
			p = close != NULL ? close + 2 : end;
		} else {
			g_string_append_c(out, *p++);
		}
	}
	return g_string_free(out, FALSE);
}

static bool is_simple(const char *selector)
{
	size_t length = strlen(selector);

	if (length == 0 || length > MAX_SELECTOR)
		return false;
	for (const char *p = selector; *p != '\0'; p++) {
		if (!g_ascii_isalnum(*p) && strchr("-_.#", *p) == NULL)
			return false;
	}
	return strchr(selector + 1, '.') == NULL || g_ascii_isalpha(*selector);
}

/* One rule: of the same selector the last one counts. */
static void apply_rule(GHashTable *sheet, const char *selectors, char *declarations)
{
	HtmlStyle style;

	read_declarations(declarations, &style);
	if (!style.hides && !style.shows)
		return;
	g_auto(GStrv) all = g_strsplit(selectors, ",", 20);
	for (guint i = 0; all[i] != NULL; i++) {
		g_autofree char *one = g_ascii_strdown(g_strstrip(all[i]), -1);

		if (!is_simple(one))
			continue;
		if (!style.hides)
			g_hash_table_remove(sheet, one);
		else if (g_hash_table_size(sheet) < MAX_HIDING)
			g_hash_table_add(sheet, g_steal_pointer(&one));
	}
}

/* Behind the block that opens at P, with the blocks in it. */
static char *behind_block(char *p)
{
	unsigned depth = 0;

	for (; *p != '\0'; p++) {
		depth += *p == '{';
		if (*p == '}' && --depth == 0)
			return p + 1;
	}
	return p;
}

void kith_html_sheet_read(HtmlSlice css, GHashTable *sheet)
{
	g_autofree char *text = without_comments(css);
	char *p = text;

	for (unsigned rules = 0; rules < MAX_SHEET_RULES; rules++) {
		p += strspn(p, " \t\r\n\f;}");
		size_t head = strcspn(p, "{;");
		if (p[head] == '\0')
			return;
		if (*p == '@') {
			p = p[head] == '{' ? behind_block(p + head) : p + head + 1;
			continue;
		}
		if (p[head] == ';') {
			p += head + 1;
			continue;
		}
		char *body = p + head + 1;
		size_t length = strcspn(body, "}");
		bool is_last = body[length] == '\0';
		p[head] = body[length] = '\0';
		if (head < 2000 && length < MAX_STYLE_BYTES)
			apply_rule(sheet, p, body);
		if (is_last)
			return;
		p = body + length + 1;
	}
}

static bool hides_name(GHashTable *sheet, const char *element, char mark, const char *name, size_t length)
{
	char selector[MAX_SELECTOR + 1];

	if (length == 0 || length + strlen(element) + 2 > sizeof(selector))
		return false;
	(void)g_snprintf(selector, sizeof(selector), "%s%c%.*s", element, mark, (int)length, name);
	for (char *p = selector; *p != '\0'; p++)
		*p = g_ascii_tolower(*p);
	return g_hash_table_contains(sheet, selector) ||
	       (*element != '\0' && g_hash_table_contains(sheet, selector + strlen(element)));
}

bool kith_html_sheet_hides(GHashTable *sheet, const HtmlToken *tag)
{
	HtmlSlice classes = tag->attributes[HTML_CLASS], id = tag->attributes[HTML_ID];

	if (g_hash_table_size(sheet) == 0)
		return false;
	if (g_hash_table_contains(sheet, tag->name) || hides_name(sheet, tag->name, '#', id.text, id.length))
		return true;
	size_t i = 0;
	for (unsigned count = 0; count < MAX_CLASSES && i < classes.length; count++) {
		while (i < classes.length && g_ascii_isspace(classes.text[i]))
			i++;
		size_t first = i;
		while (i < classes.length && !g_ascii_isspace(classes.text[i]))
			i++;
		if (hides_name(sheet, tag->name, '.', classes.text + first, i - first))
			return true;
	}
	return false;
}
