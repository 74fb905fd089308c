/* SPDX-License-Identifier: MIT
 * html-table.c - tables that a person can read as text.
 * In: rows whose cells stand on lines of their own. Out: "cell | cell". Next: src/parse/html-box.c
 *
 * Most tables in mail are there for the layout: their cells stay on lines of their own. A row of
 * short cells, each of one line, is put on one line. Only short rows are looked at again, so that
 * tables in tables cost no more than their text.
 */
#include <string.h>

#include "html.h"

#define MAX_ROW_BYTES 400
#define MAX_ROW_CHARS 120
#define MAX_CELLS 40

typedef struct {
	guint first_cell;	/* of the row that is open */
	bool is_data;		/* an empty cell keeps its place */
} Table;

typedef struct {
	gsize start, end;	/* in the text */
} Cell;

void kith_html_tables_init(HtmlTables *tables, GString *out)
{
	tables->out = out;
	tables->tables = g_array_new(FALSE, FALSE, sizeof(Table));
	tables->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
}

void kith_html_tables_clear(HtmlTables *tables)
{
	g_array_unref(tables->tables);
	g_array_unref(tables->cells);
}

static Table *innermost(const HtmlTables *tables)
{
	guint count = tables->tables->len;

	return count > 0 ? &g_array_index(tables->tables, Table, count - 1) : NULL;
}

void kith_html_table_open(HtmlTables *tables, const HtmlToken *tag)
{
	Table table = {.first_cell = tables->cells->len};

	table.is_data = kith_html_number(tag->attributes[HTML_BORDER], 0) > 0 ||
		kith_html_has_word(tag->attributes[HTML_CLASS], "MsoTableGrid");
	g_array_append_val(tables->tables, table);
}

void kith_html_table_close(HtmlTables *tables)
{
	Table *table = innermost(tables);

	if (table == NULL)
		return;
	g_array_set_size(tables->cells, table->first_cell);
	g_array_set_size(tables->tables, tables->tables->len - 1);
}

void kith_html_row_open(HtmlTables *tables)
{
	Table *table = innermost(tables);

	if (table != NULL)
		g_array_set_size(tables->cells, table->first_cell);
}

void kith_html_cell_open(HtmlTables *tables, bool is_heading)
{
	Table *table = innermost(tables);
	Cell cell = {tables->out->len, tables->out->len};

	if (table == NULL)
		return;
	table->is_data |= is_heading;
	g_array_append_val(tables->cells, cell);
}

void kith_html_cell_close(HtmlTables *tables)
{
	Table *table = innermost(tables);

	if (table != NULL && tables->cells->len > table->first_cell)
		g_array_index(tables->cells, Cell, tables->cells->len - 1).end = tables->out->len;
}

/* Where the text of CELL begins: behind the line ends and quotation marks before it. */
static gsize text_start(const HtmlTables *tables, const Cell *cell, bool is_quoted)
{
	gsize start = kith_html_next_line(tables->out, cell->start);

	if (is_quoted && (start > cell->start || start == 0)) {
		start += strspn(tables->out->str + start, ">");
		start += tables->out->str[start] == ' ';
	}
	return start;
}

/* What CELL says; NULL: more than one line. */
static char *cell_text(const HtmlTables *tables, const Cell *cell, bool is_quoted)
{
	gsize start = MIN(text_start(tables, cell, is_quoted), cell->end);
	const char *p = tables->out->str + start;
	size_t length = cell->end - start;

	return memchr(p, '\n', length) == NULL ? g_strstrip(g_strndup(p, length)) : NULL;
}

/* "•", "-", "1.": what newsletters put beside an item in place of a list. */
static bool is_bullet(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (digits > 0)
		return digits <= 2 && (strcmp(text + digits, ".") == 0 || strcmp(text + digits, ")") == 0);
	return *text != '\0' && g_utf8_strlen(text, -1) == 1 && !g_unichar_isalnum(g_utf8_get_char(text));
}

static const char *separator_behind(const char *text)
{
	if (text == NULL)
		return "";
	return g_str_has_suffix(text, ":") || g_str_has_suffix(text, "\uff1a") || is_bullet(text) ? " " : " | ";
}

static char *join_cells(const HtmlTables *tables, guint first, bool is_quoted, guint *ret_filled)
{
	g_autoptr(GString) row = g_string_new(NULL);
	g_autofree char *before = NULL;
	bool keep_empty = innermost(tables)->is_data;

	for (guint i = first; i < tables->cells->len; i++) {
		g_autofree char *text = cell_text(tables, &g_array_index(tables->cells, Cell, i), is_quoted);

		if (text == NULL)
			return NULL;
		*ret_filled += *text != '\0';
		if (*text == '\0' && !keep_empty)
			continue;
		g_string_append(row, separator_behind(before));
		g_string_append(row, text);
		g_free(before);
		before = g_steal_pointer(&text);
	}
	return g_strdup(g_strchomp(row->str));
}

void kith_html_row_close(HtmlTables *tables, bool is_quoted)
{
	Table *table = innermost(tables);
	guint filled = 0;

	if (table == NULL || tables->cells->len < table->first_cell + 2)
		return;
	guint first = table->first_cell, count = tables->cells->len - first;
	const Cell *cell = &g_array_index(tables->cells, Cell, first);
	GString *out = tables->out;
	gsize start = cell->start;
	if (count > MAX_CELLS || out->len < start || out->len - start > MAX_ROW_BYTES)
		return;
	g_autofree char *row = join_cells(tables, first, is_quoted, &filled);
	if (row == NULL || filled < 2 || g_utf8_strlen(row, -1) > MAX_ROW_CHARS)
		return;
	g_string_truncate(out, text_start(tables, cell, is_quoted));
	g_string_append(out, row);
	g_array_set_size(tables->cells, first);
}
