/* SPDX-License-Identifier: MIT
 * rtf.c - Rich Text, compressed or not -> the text or the HTML that it carries.
 * In: RTF of Outlook (MS-OXRTFCP, MS-OXRTFEX) or of anybody. Out: UTF-8. Next: src/parse/html.c
 *
 * One pass with a stack of groups that is only counted beyond its limit. Of formatting nothing is kept.
 */
#include <string.h>

#include "body.h"

#define DICTIONARY_BYTES 4096
#define COMPRESSED 0x75465a4cu		/* "LZFu" */
#define UNCOMPRESSED 0x414c454du	/* "MELA" */
#define MAX_GROUPS 200
#define MAX_WORD 32

/* --- MS-OXRTFCP */

static const char first_dictionary[] =
	"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
	"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
	"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static guint32 number_at(const guint8 *p)
{
	return (guint32)p[0] | (guint32)p[1] << 8 | (guint32)p[2] << 16 | (guint32)p[3] << 24;
}

typedef struct {
	guint8 dictionary[DICTIONARY_BYTES];
	unsigned at;
	GByteArray *out;
} Unpacking;

static void put(Unpacking *unpacking, guint8 byte)
{
	g_byte_array_append(unpacking->out, &byte, 1);
	unpacking->dictionary[unpacking->at] = byte;
	unpacking->at = (unpacking->at + 1) % DICTIONARY_BYTES;
}

static void unpack(Unpacking *unpacking, const guint8 *p, const guint8 *end)
{
	while (p < end) {
		guint8 control = *p++;

		for (unsigned bit = 0; bit < 8 && p < end; bit++, control >>= 1) {
			if (unpacking->out->len >= KITH_LIMIT_RTF_BYTES)
				return;
			if ((control & 1) == 0) {
				put(unpacking, *p++);
				continue;
			}
			if (end - p < 2)
				return;
			unsigned from = (unsigned)p[0] << 4 | p[1] >> 4, count = (p[1] & 0xfu) + 2;
			p += 2;
			if (from == unpacking->at)
				return;		/* the end */
			for (unsigned i = 0; i < count; i++)
				put(unpacking, unpacking->dictionary[(from + i) % DICTIONARY_BYTES]);
		}
	}
}

GByteArray *kith_rtf_decompress(const guint8 *bytes, gsize length)
{
	if (length < 16)
		return NULL;
	guint32 kind = number_at(bytes + 8);
	Unpacking unpacking = {.at = sizeof first_dictionary - 1, .out = g_byte_array_new()};

	memcpy(unpacking.dictionary, first_dictionary, sizeof first_dictionary - 1);
	if (kind == COMPRESSED) {
		unpack(&unpacking, bytes + 16, bytes + length);
	} else if (kind == UNCOMPRESSED) {
		gsize size = MIN((gsize)number_at(bytes + 4), length - 16);

		g_byte_array_append(unpacking.out, bytes + 16, (guint)MIN(size, (gsize)KITH_LIMIT_RTF_BYTES));
	} else {
		g_byte_array_unref(unpacking.out);
		return NULL;
	}
	return unpacking.out;
}

/* --- text */

typedef struct {
	bool is_skipped;	/* fonts, colours, pictures, and whatever is marked as ignorable */
	bool is_tag;		/* {\*\htmltag ...}: HTML as it was */
	bool is_rtf_only;	/* \htmlrtf: made for readers of RTF */
	unsigned after_unicode;	/* \uc: characters behind \u that stand for it */
} Group;

typedef struct {
	const char *at, *end;
	Group groups[MAX_GROUPS];
	unsigned depth;		/* may be more than MAX_GROUPS */
	unsigned to_skip;	/* characters that only repeat a \u */
	bool is_html, is_ignorable;
	char charset[16];
	GByteArray *pending;	/* bytes of the charset that are not yet converted */
	gunichar high;		/* first half of a pair of \u, 0 none */
	GString *out;
} Rtf;

static Group *group(Rtf *rtf)
{
	return &rtf->groups[MIN(rtf->depth, MAX_GROUPS - 1)];
}

static bool is_shown(Rtf *rtf)
{
	const Group *now = group(rtf);

	return rtf->depth < MAX_GROUPS && !now->is_skipped && (now->is_tag || !rtf->is_html || !now->is_rtf_only) &&
	       rtf->out->len < KITH_LIMIT_RTF_BYTES;
}

static void flush(Rtf *rtf)
{
	if (rtf->pending->len == 0)
		return;
	g_autofree char *text = kith_charset_text((const char *)rtf->pending->data, rtf->pending->len, rtf->charset,
						  KITH_LIMIT_RTF_BYTES);
	g_string_append(rtf->out, text);
	g_byte_array_set_size(rtf->pending, 0);
}

static void put_byte(Rtf *rtf, char c)
{
	if (rtf->to_skip > 0) {
		rtf->to_skip--;
		return;
	}
	if (is_shown(rtf))
		g_byte_array_append(rtf->pending, (const guint8 *)&c, 1);
}

static void put_character(Rtf *rtf, gunichar c)
{
	if (!is_shown(rtf))
		return;
	flush(rtf);
	g_string_append_unichar(rtf->out, c);
}

static void put_unicode(Rtf *rtf, int value)
{
	gunichar c = (gunichar)(value < 0 ? value + 65536 : value) & 0xffff;

	rtf->to_skip = 0;
	if (c >= 0xd800 && c < 0xdc00) {
		rtf->high = c;
	} else {
		if (c >= 0xdc00 && c < 0xe000)
			c = rtf->high != 0 ? 0x10000 + ((rtf->high - 0xd800) << 10) + (c - 0xdc00) : 0xfffd;
		if (c != 0)
			put_character(rtf, c);
		rtf->high = 0;
	}
	rtf->to_skip = group(rtf)->after_unicode;
}

static const struct { const char *word; gunichar c; } characters[] = {
	{"par", '\n'}, {"line", '\n'}, {"sect", '\n'}, {"page", '\n'}, {"row", '\n'}, {"tab", '\t'}, {"cell", '\t'},
	{"emdash", 0x2014}, {"endash", 0x2013}, {"bullet", 0x2022}, {"lquote", 0x2018}, {"rquote", 0x2019},
	{"ldblquote", 0x201c}, {"rdblquote", 0x201d}, {"emspace", ' '}, {"enspace", ' '},
};

static const char *const skipped[] = {
	"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl", "headerr",
	"headerf", "footerl", "footerr", "footerf", "footnote", "annotation", "themedata", "datastore", "listtable",
	"listoverridetable", "rsidtbl", "generator", "fldinst", "xmlnstbl", "latentstyles", "pntext", "mmathPr",
};

static void control_word(Rtf *rtf, const char *word, bool has_value, int value)
{
	for (size_t i = 0; i < G_N_ELEMENTS(characters); i++) {
		if (strcmp(word, characters[i].word) == 0) {
			put_character(rtf, characters[i].c);
			return;
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(skipped); i++) {
		if (strcmp(word, skipped[i]) == 0)
			group(rtf)->is_skipped = true;
	}
	if (strcmp(word, "fromhtml") == 0)
		rtf->is_html = true;
	else if (strcmp(word, "htmltag") == 0)
		*group(rtf) = (Group) {.is_tag = true, .after_unicode = group(rtf)->after_unicode};
	else if (strcmp(word, "htmlrtf") == 0)
		group(rtf)->is_rtf_only = !has_value || value != 0;
	else if (strcmp(word, "u") == 0 && has_value)
		put_unicode(rtf, value);
	else if (strcmp(word, "uc") == 0)
		group(rtf)->after_unicode = (unsigned)CLAMP(value, 0, 8);
	else if (strcmp(word, "ansicpg") == 0 && value > 0 && value < 100000)
		g_snprintf(rtf->charset, sizeof rtf->charset, "cp%d", value);
	else if (rtf->is_ignorable)	/* {\*\new ...} that we do not know */
		group(rtf)->is_skipped = true;
	rtf->is_ignorable = false;
}

/* Behind the backslash at rtf->at. */
static void read_control(Rtf *rtf)
{
	char word[MAX_WORD + 1];
	unsigned length = 0;
	const char *p = rtf->at;

	if (p < rtf->end && !g_ascii_isalpha(*p)) {
		rtf->at = p + 1;
		if (*p == '\'' && rtf->end - p > 2 && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])) {
			put_byte(rtf, (char)(g_ascii_xdigit_value(p[1]) << 4 | g_ascii_xdigit_value(p[2])));
			rtf->at = p + 3;
		} else if (*p == '*') {
			rtf->is_ignorable = true;
		} else if (*p == '~') {
			put_character(rtf, 0xa0);
		} else if (*p == '\n' || *p == '\r') {
			put_character(rtf, '\n');
		} else if (*p == '\\' || *p == '{' || *p == '}') {
			put_byte(rtf, *p);
		}
		return;
	}
	for (; p < rtf->end && g_ascii_isalpha(*p); p++) {
		if (length < MAX_WORD)
			word[length++] = *p;
	}
	word[length] = '\0';
	bool negative = p < rtf->end && *p == '-', has_value = false;
	int value = 0;
	for (p += negative; p < rtf->end && g_ascii_isdigit(*p); p++) {
		value = MIN(value * 10 + (*p - '0'), 1000000);
		has_value = true;
	}
	rtf->at = p + (p < rtf->end && *p == ' ');
	control_word(rtf, word, has_value, negative ? -value : value);
}

static void open_group(Rtf *rtf)
{
	Group same = *group(rtf);

	rtf->depth++;
	if (rtf->depth < MAX_GROUPS)
		*group(rtf) = same;
	rtf->is_ignorable = false;
	rtf->to_skip = 0;
}

static void close_group(Rtf *rtf)
{
	flush(rtf);
	rtf->depth -= rtf->depth > 0;
	rtf->is_ignorable = false;
	rtf->to_skip = 0;
}

char *kith_rtf_text(const char *bytes, gsize length, bool *ret_html)
{
	Rtf rtf = {.at = bytes, .end = bytes + length, .charset = "cp1252", .pending = g_byte_array_new(),
		   .out = g_string_new(NULL)};

	rtf.groups[0].after_unicode = 1;
	while (rtf.at < rtf.end) {
		char c = *rtf.at++;

		if (c == '\\')
			read_control(&rtf);
		else if (c == '{')
			open_group(&rtf);
		else if (c == '}')
			close_group(&rtf);
		else if (c != '\r' && c != '\n' && c != '\0')
			put_byte(&rtf, c);
	}
	flush(&rtf);
	g_byte_array_unref(rtf.pending);
	*ret_html = rtf.is_html;
	g_autofree char *whole = g_string_free(rtf.out, FALSE);
	return kith_text_valid(whole, strlen(whole), KITH_LIMIT_RTF_BYTES);
}
