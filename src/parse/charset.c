/* SPDX-License-Identifier: MIT
 * charset.c - text in whatever charset, declared rightly or wrongly -> UTF-8.
 * In: bytes and what the mail says of them. Out: valid UTF-8. Next: src/parse/fields.c
 *
 * What is declared is taken only as a hint: bytes that are UTF-8 are UTF-8, and the narrow
 * names stand for the wide sets that are really sent (WHATWG encoding standard, 4.2).
 */
#include <string.h>

#include "internal.h"

/* The name in a mail, and the converter that is meant by it. Aliases of one stand together. */
static const struct { const char *name, *converter; } charsets[] = {
	{"utf-8", NULL}, {"utf8", NULL}, {"unicode-1-1-utf-8", NULL}, {"cp65001", NULL},
	{"us-ascii", "WINDOWS-1252"}, {"ascii", "WINDOWS-1252"}, {"ansi_x3.4-1968", "WINDOWS-1252"},
	{"iso-8859-1", "WINDOWS-1252"}, {"iso8859-1", "WINDOWS-1252"}, {"iso_8859-1", "WINDOWS-1252"},
	{"latin1", "WINDOWS-1252"}, {"latin-1", "WINDOWS-1252"}, {"l1", "WINDOWS-1252"},
	{"windows-1252", "WINDOWS-1252"}, {"cp1252", "WINDOWS-1252"}, {"cp-1252", "WINDOWS-1252"},
	{"ansi", "WINDOWS-1252"}, {"x-ansi", "WINDOWS-1252"}, {"default", "WINDOWS-1252"},
	{"iso-8859-2", "ISO-8859-2"}, {"latin2", "ISO-8859-2"}, {"iso-8859-3", "ISO-8859-3"},
	{"iso-8859-4", "ISO-8859-4"}, {"iso-8859-5", "ISO-8859-5"}, {"iso-8859-6", "ISO-8859-6"},
	{"iso-8859-7", "ISO-8859-7"}, {"iso-8859-8", "ISO-8859-8"}, {"iso-8859-8-i", "ISO-8859-8"},
	{"iso-8859-9", "WINDOWS-1254"}, {"latin5", "WINDOWS-1254"}, {"iso-8859-10", "ISO-8859-10"},
	{"iso-8859-11", "WINDOWS-874"}, {"tis-620", "WINDOWS-874"}, {"windows-874", "WINDOWS-874"},
	{"iso-8859-13", "ISO-8859-13"}, {"iso-8859-14", "ISO-8859-14"}, {"iso-8859-15", "ISO-8859-15"},
	{"latin9", "ISO-8859-15"}, {"latin-9", "ISO-8859-15"}, {"iso-8859-16", "ISO-8859-16"},
	{"windows-1250", "WINDOWS-1250"}, {"cp1250", "WINDOWS-1250"}, {"windows-1251", "WINDOWS-1251"},
	{"cp1251", "WINDOWS-1251"}, {"windows-1253", "WINDOWS-1253"}, {"windows-1254", "WINDOWS-1254"},
	{"windows-1255", "WINDOWS-1255"}, {"windows-1256", "WINDOWS-1256"}, {"windows-1257", "WINDOWS-1257"},
	{"windows-1258", "WINDOWS-1258"}, {"koi8-r", "KOI8-R"}, {"koi8r", "KOI8-R"}, {"koi8-u", "KOI8-U"},
	{"ibm850", "IBM850"}, {"cp850", "IBM850"}, {"cp437", "IBM437"}, {"ibm437", "IBM437"},
	{"cp852", "IBM852"}, {"cp866", "IBM866"}, {"macintosh", "MACINTOSH"}, {"x-mac-roman", "MACINTOSH"},
	{"gb2312", "GB18030"}, {"gbk", "GB18030"}, {"gb18030", "GB18030"}, {"x-gbk", "GB18030"},
	{"cp936", "GB18030"}, {"hz-gb-2312", "GB18030"}, {"euc-cn", "GB18030"},
	{"big5", "BIG5-HKSCS"}, {"big5-hkscs", "BIG5-HKSCS"}, {"cp950", "BIG5-HKSCS"},
	{"shift_jis", "CP932"}, {"shift-jis", "CP932"}, {"sjis", "CP932"}, {"x-sjis", "CP932"},
	{"cp932", "CP932"}, {"windows-31j", "CP932"}, {"euc-jp", "EUC-JP-MS"}, {"x-euc-jp", "EUC-JP-MS"},
	{"iso-2022-jp", "ISO-2022-JP-3"}, {"iso-2022-jp-1", "ISO-2022-JP-3"},
	{"iso-2022-jp-2", "ISO-2022-JP-2"}, {"iso-2022-kr", "ISO-2022-KR"}, {"iso-2022-cn", "ISO-2022-CN"},
	{"euc-kr", "UHC"}, {"ks_c_5601-1987", "UHC"}, {"ks_c_5601", "UHC"}, {"cp949", "UHC"},
	{"utf-7", "UTF-7"}, {"unicode-1-1-utf-7", "UTF-7"},
	{"utf-16", "UTF-16"}, {"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"}, {"utf-32", "UTF-32"},
};

static GHashTable *converters;	/* name -> GIConv, open for the process's life */

static GIConv converter_open(const char *name)
{
	gpointer known;

	if (converters == NULL)
		converters = g_hash_table_new(g_str_hash, g_str_equal);
	if (g_hash_table_lookup_extended(converters, name, NULL, &known))
		return known;
	GIConv opened = g_iconv_open("UTF-8", name);
	g_hash_table_insert(converters, (gpointer)name, opened);
	return opened;
}

void kith_charset_init(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
		if (charsets[i].converter != NULL)
			(void)converter_open(charsets[i].converter);	/* a missing one is unknown later */
	}
}

/* The converter for a declared charset: NULL is UTF-8; "" when nobody knows the name. */
static const char *converter_name(const char *charset)
{
	g_autofree char *lower = g_ascii_strdown(charset, -1);

	g_strstrip(lower);
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
		if (strcmp(charsets[i].name, lower) == 0)
			return charsets[i].converter;
	}
	return "";
}

/* Converts what can be converted; a byte that cannot becomes U+FFFD. Linear. */
static GString *convert(const char *bytes, size_t length, const char *name, size_t max, size_t *ret_wrong)
{
	GIConv converter = converter_open(name);
	char *in = (char *)bytes;
	gsize in_left = length;
	GString *out = g_string_sized_new(MIN(length, max) + 16);

	*ret_wrong = 0;
	if (converter == (GIConv)-1) {
		*ret_wrong = length;
		return out;
	}
	g_iconv(converter, NULL, NULL, NULL, NULL);
	while (in_left > 0 && out->len < max) {
		char block[4096];
		char *to = block;
		gsize to_left = sizeof block, before = in_left;
		gsize result = g_iconv(converter, &in, &in_left, &to, &to_left);

		g_string_append_len(out, block, to - block);
		if (result != (gsize)-1 || (to_left < 64 && before != in_left))
			continue;
		if (in_left == 0)
			break;
		g_string_append(out, "\uFFFD");
		in++;
		in_left--;
		(*ret_wrong)++;
	}
	return out;
}

static bool is_ascii(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)bytes[i] >= 0x80 || bytes[i] == '\033')
			return false;
	}
	return true;
}

/* UTF-8 with a few wrong bytes: they are Windows-1252 characters pasted in between. */
static char *repair_utf8(const char *bytes, size_t length, size_t max)
{
	GString *out = g_string_sized_new(MIN(length, max) + 16);
	const char *p = bytes, *end = bytes + length;

	while (p < end && out->len < max) {
		const char *wrong;
		bool valid = g_utf8_validate_len(p, (gsize)(end - p), &wrong);

		g_string_append_len(out, p, wrong - p);
		p = wrong;
		if (valid)
			break;
		size_t bad;
		g_autoptr(GString) one = convert(p, 1, "WINDOWS-1252", 8, &bad);
		if (*p != '\0')
			g_string_append(out, bad == 0 ? one->str : "\uFFFD");
		p++;
	}
	return g_string_free(out, FALSE);
}

/* Whether so much of it is UTF-8 sequences that the rest are accidents. */
static bool is_mostly_utf8(const char *bytes, size_t length)
{
	size_t good = 0, bad = 0;
	const char *p = bytes, *end = bytes + length;

	while (p < end) {
		gunichar c = (unsigned char)*p < 0x80 ? (gunichar)*p : g_utf8_get_char_validated(p, end - p);

		if (c == (gunichar)-1 || c == (gunichar)-2) {
			bad++;
			p++;
			continue;
		}
		good += (unsigned char)*p >= 0x80;
		p = g_utf8_next_char(p);
	}
	return good > 4 * bad;
}

static char *without_nul(const char *bytes, size_t length)
{
	char *copy = g_malloc(length + 1);
	size_t n = 0;

	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != '\0')
			copy[n++] = bytes[i];
	}
	copy[n] = '\0';
	return copy;
}

char *kith_charset_text(const char *bytes, size_t length, const char *charset, size_t max)
{
	const char *name = charset != NULL ? converter_name(charset) : "";
	bool is_wide = name != NULL && g_str_has_prefix(name, "UTF-");
	g_autofree char *text = NULL;

	if (!is_wide && is_ascii(bytes, length)) {
		text = without_nul(bytes, length);
	} else if (!is_wide && g_utf8_validate_len(bytes, length, NULL) && memchr(bytes, '\033', length) == NULL) {
		text = g_strndup(bytes, length);
	} else if (name == NULL || (*name == '\0' && is_mostly_utf8(bytes, length))) {
		text = is_mostly_utf8(bytes, length) ? repair_utf8(bytes, length, max) : NULL;
	}
	if (text == NULL) {
		size_t wrong;
		bool is_japanese = memchr(bytes, '\033', length) != NULL && memmem(bytes, length, "\033$", 2) != NULL;
		const char *used = name == NULL || *name == '\0' ?
			(is_japanese ? "ISO-2022-JP-3" : "WINDOWS-1252") : name;

		GString *out = convert(bytes, length, used, max, &wrong);
		if (wrong == length && length > 0 && out->len == 0) {	/* no such converter here */
			g_string_free(out, TRUE);
			out = convert(bytes, length, "WINDOWS-1252", max, &wrong);
		}
		text = without_nul(out->str, out->len);
		g_string_free(out, TRUE);
	}
	const char *start = g_str_has_prefix(text, "\uFEFF") ? text + 3 : text;
	return kith_text_valid(start, strlen(start), max);
}
