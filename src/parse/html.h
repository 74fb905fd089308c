/* SPDX-License-Identifier: MIT
 * html.h - what the files that read HTML say to each other.
 * In: HTML. Out: tags, styles, boxes. Next: src/parse/html.c
 */
#pragma once

#include "internal.h"

/* A piece of the HTML as it was written; text NULL: none. */
typedef struct {
	const char *text;
	size_t length;
} HtmlSlice;

/* --- html-token.c: HTML in its tags and texts */
typedef enum {
	HTML_ALT, HTML_BORDER, HTML_CITE, HTML_CLASS, HTML_SIGNATURE_WIDGET, HTML_MARKER, HTML_HEIGHT, HTML_HIDDEN,
	HTML_HREF, HTML_ID, HTML_ITEMTYPE, HTML_NAME, HTML_START_AT, HTML_STYLE, HTML_TYPE, HTML_VALUE, HTML_WIDTH,
	HTML_ATTRIBUTE_COUNT,
} HtmlAttribute;

typedef enum { HTML_TEXT, HTML_OPEN, HTML_CLOSE } HtmlTokenKind;

typedef struct {
	HtmlTokenKind kind;
	HtmlSlice text;		/* of a text */
	char name[16];		/* of a tag: lower case, cut */
	bool is_raw;		/* a text without tags and entities: of a style, a script */
	bool closes_itself;	/* "<o:p/>" */
	HtmlSlice attributes[HTML_ATTRIBUTE_COUNT];
} HtmlToken;

typedef struct {
	const char *p, *end;
	bool no_quote, no_apostrophe, no_comment_end;	/* none is left up to the end */
	char raw[16];		/* the element whose text comes next as it is, "" none */
} HtmlReader;

/* The next tag or text; false at the end. All of it is linear in the HTML. */
bool kith_html_next(HtmlReader *reader, HtmlToken *ret_token);
/* Whether the attribute holds one of the words, without regard to case, and without "x_", which
 * Outlook on the web puts before the names in a quoted mail. */
bool kith_html_has_word(HtmlSlice value, const char *word);
bool kith_html_equals(HtmlSlice value, const char *text);
/* A number that an attribute begins with; DEFAULT without one. */
int kith_html_number(HtmlSlice value, int without);

/* --- html-entities.c */
/* Decodes what stands at the '&' that TEXT begins with; how many bytes it has. */
size_t kith_html_entity(const char *text, size_t length, bool in_attribute, GString *out);
/* A value with its entities decoded, of at most MAX bytes. */
char *kith_html_value(HtmlSlice raw, size_t max);

/* --- html-style.c */
typedef enum { HTML_INHERITED, HTML_YES, HTML_NO } HtmlAnswer;

typedef struct {
	bool hides;		/* with all that is in it */
	bool shows;		/* says that it is displayed */
	HtmlAnswer tiny;	/* letters nobody can read; what is in it may be larger */
	HtmlAnswer invisible;	/* likewise */
	HtmlAnswer pre;		/* line ends count */
	bool tight;		/* a paragraph without a margin below or above */
	bool line_left, line_above;	/* a border */
	bool indented;
	bool word_bullet;	/* "mso-list:Ignore": the mark of an item that Word wrote */
	unsigned word_level;	/* of an item that Word wrote, 0 none */
	int width, height;	/* px, -1 not said */
} HtmlStyle;

void kith_html_style_read(HtmlSlice raw, HtmlStyle *ret_style);
/* The simple selectors (".x", "#x", "p", "p.x") of a style sheet that hide: adds them to SHEET, a set of strings. */
void kith_html_sheet_read(HtmlSlice css, GHashTable *sheet);
bool kith_html_sheet_hides(GHashTable *sheet, const HtmlToken *tag);

/* --- html-link.c */
/* What stands behind a link whose text is SHOWN, or NULL when nothing needs to. */
char *kith_html_link_target(const char *href, const char *shown);
/* What a picture says to a reader, or NULL. */
char *kith_html_image_text(const HtmlToken *tag, const HtmlStyle *style);

/* --- html-box.c: what mail programs mean by a box */
typedef enum {
	BOX_NONE,
	BOX_QUOTE,		/* somebody else's words */
	BOX_HEADED_QUOTE,	/* likewise, below a line that introduces them or a forward's heading */
	BOX_SIGNATURE,
	BOX_HEADING,		/* Outlook's From/Sent/To/Subject: a line is drawn above it */
} HtmlBox;

/* BELOW_ATTRIBUTION: the line above introduces a quotation. */
HtmlBox kith_html_box(const HtmlToken *tag, const HtmlStyle *style, bool below_attribution);

/* --- html-text.c: the text so far, and what stands before the next letter */
#define HTML_MAX_QUOTE_DEPTH 20

/* What an element passes on to those in it. */
typedef struct {
	unsigned hidden;	/* elements that hide */
	unsigned quote;
	bool tiny, invisible, pre, in_signature;
	unsigned lists;
} HtmlState;

typedef struct {
	GString *out, *scratch;
	HtmlState state;
	unsigned want;		/* line ends before the next text: 0..2 */
	bool blank;		/* a blank before the next text */
	bool saw_nbsp;		/* on a line that has nothing else */
	bool below_rule;
	gunichar joiner;	/* ZWJ or ZWNJ, written when it joins letters */
	char prefix[40];	/* the mark of an item that has no text yet */
	gsize line_start;	/* of the last line */
	unsigned line_depth;
	/* the box whose first lines introduce a quotation */
	struct { int box; gsize start; unsigned lines; bool is_quote, is_forward; } heading;
} HtmlText;

void kith_html_text_init(HtmlText *text, size_t expected);
void kith_html_text_clear(HtmlText *text);
bool kith_html_at_line_start(const HtmlText *text);
/* Quotation marks of a line that begins now. */
unsigned kith_html_depth(const HtmlText *text);
/* Where the first line that says something begins in TEXT at FROM, which ends a line. */
gsize kith_html_next_line(const GString *text, gsize from);
/* Whether a reader does not see what is written now. */
bool kith_html_is_unseen(const HtmlText *text);
/* At least COUNT line ends before the next text. */
void kith_html_want(HtmlText *text, unsigned count);
void kith_html_break(HtmlText *text);	/* "<br>" */
void kith_html_rule(HtmlText *text);
/* Bytes as they are, as one letter. */
void kith_html_letter(HtmlText *text, const char *bytes, size_t length);
/* A text of the HTML, with entities. */
void kith_html_write(HtmlText *text, HtmlSlice slice);
/* What the last line says about the quotation that it may introduce. */
void kith_html_heading_look(HtmlText *text);

/* --- html-table.c */
typedef struct {
	GString *out;
	GArray *tables, *cells;
} HtmlTables;

void kith_html_tables_init(HtmlTables *tables, GString *out);
void kith_html_tables_clear(HtmlTables *tables);
void kith_html_table_open(HtmlTables *tables, const HtmlToken *tag);
void kith_html_table_close(HtmlTables *tables);
void kith_html_row_open(HtmlTables *tables);
void kith_html_cell_open(HtmlTables *tables, bool is_heading);
void kith_html_cell_close(HtmlTables *tables);
/* Puts the cells of a row, each in its lines so far, on one line when they fit there. */
void kith_html_row_close(HtmlTables *tables, bool is_quoted);
