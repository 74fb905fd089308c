/* SPDX-License-Identifier: MIT
 * charset.c - text in whatever charset, declared rightly or wrongly -> UTF-8.
 * In: bytes and what the mail says of them. Out: valid UTF-8. Next: src/parse/fields.c
 *
 * What is declared is taken only as a hint: bytes that are UTF-8 are UTF-8, and the narrow
 * names stand for the wide sets that are really sent (WHATWG encoding standard, 4.2).
 */
#include <string.h>

#include "body.h"

/* Letters and digits of a name in a mail, and the converter that is meant by it. */
static const struct { const char *key, *converter; } charsets[] = {
	{"utf8", NULL}, {"unicode11utf8", NULL}, {"cp65001", NULL}, {"utf8mb4", NULL}, {"unicodeutf8", NULL},
	{"usascii", ""}, {"ascii", ""}, {"ansix341968", ""}, {"iso646us", ""}, {"unknown8bit", ""}, {"8bit", ""},
	{"unknown", ""}, {"default", ""}, {"userdefined", ""}, {"none", ""}, {"iso88591", "WINDOWS-1252"},
	{"latin1", "WINDOWS-1252"}, {"l1", "WINDOWS-1252"}, {"88591", "WINDOWS-1252"}, {"isolatin1", "WINDOWS-1252"},
	{"cp819", "WINDOWS-1252"}, {"cp1252", "WINDOWS-1252"}, {"ansi", "WINDOWS-1252"}, {"1252", "WINDOWS-1252"},
	{"iso88592", "ISO-8859-2"}, {"latin2", "ISO-8859-2"}, {"iso88593", "ISO-8859-3"}, {"latin3", "ISO-8859-3"},
	{"iso88594", "ISO-8859-4"}, {"latin4", "ISO-8859-4"}, {"iso88595", "ISO-8859-5"}, {"cyrillic", "ISO-8859-5"},
	{"iso88596", "WINDOWS-1256"}, {"iso88597", "ISO-8859-7"}, {"greek", "ISO-8859-7"},
	{"iso88598", "WINDOWS-1255"}, {"iso88598i", "WINDOWS-1255"}, {"iso88598e", "WINDOWS-1255"},
	{"logical", "WINDOWS-1255"}, {"hebrew", "WINDOWS-1255"}, {"iso88599", "WINDOWS-1254"},
	{"latin5", "WINDOWS-1254"}, {"iso885910", "ISO-8859-10"}, {"iso885911", "WINDOWS-874"},
	{"tis620", "WINDOWS-874"}, {"cp874", "WINDOWS-874"}, {"iso885913", "ISO-8859-13"},
	{"iso885914", "ISO-8859-14"}, {"iso885915", "ISO-8859-15"}, {"latin9", "ISO-8859-15"},
	{"latin0", "ISO-8859-15"}, {"iso885916", "ISO-8859-16"}, {"cp1250", "WINDOWS-1250"},
	{"cp1251", "WINDOWS-1251"}, {"cp1253", "WINDOWS-1253"}, {"cp1254", "WINDOWS-1254"},
	{"cp1255", "WINDOWS-1255"}, {"cp1256", "WINDOWS-1256"}, {"cp1257", "WINDOWS-1257"},
	{"cp1258", "WINDOWS-1258"}, {"koi8r", "KOI8-R"}, {"koi8", "KOI8-R"}, {"koi8u", "KOI8-U"},
	{"koi8ru", "KOI8-U"}, {"cp850", "IBM850"}, {"cp437", "IBM437"}, {"cp852", "IBM852"}, {"cp866", "IBM866"},
	{"cp857", "IBM857"}, {"cp862", "IBM862"}, {"cp858", "IBM850"}, {"macintosh", "MACINTOSH"},
	{"macroman", "MACINTOSH"}, {"mac", "MACINTOSH"}, {"maccyrillic", "MAC-CYRILLIC"},
	{"macce", "MAC-CENTRALEUROPE"}, {"gb2312", "GB18030"}, {"gb231280", "GB18030"}, {"gbk", "GB18030"},
	{"gb18030", "GB18030"}, {"cp936", "GB18030"}, {"euccn", "GB18030"}, {"chinese", "GB18030"},
	{"isoir58", "GB18030"}, {"gb", "GB18030"}, {"xeuccn", "GB18030"}, {"big5", "BIG5-HKSCS"},
	{"big5hkscs", "BIG5-HKSCS"}, {"cnbig5", "BIG5-HKSCS"}, {"cp950", "BIG5-HKSCS"}, {"xxbig5", "BIG5-HKSCS"},
	{"big5tw", "BIG5-HKSCS"}, {"big5hk", "BIG5-HKSCS"}, {"euctw", "EUC-TW"}, {"shiftjis", "CP932"},
	{"sjis", "CP932"}, {"mskanji", "CP932"}, {"cp932", "CP932"}, {"windows31j", "CP932"}, {"cp943", "CP932"},
	{"eucjp", "EUC-JP-MS"}, {"eucjpms", "EUC-JP-MS"}, {"ujis", "EUC-JP-MS"}, {"cp51932", "EUC-JP-MS"},
	{"extendedunixcodepackedformatforjapanese", "EUC-JP-MS"}, {"iso2022jp", "ISO-2022-JP-3"},
	{"iso2022jp1", "ISO-2022-JP-3"}, {"iso2022jp2", "ISO-2022-JP-2"}, {"iso2022jp3", "ISO-2022-JP-3"},
	{"iso2022jp2004", "ISO-2022-JP-3"}, {"iso2022jpms", "ISO-2022-JP-3"}, {"jis", "ISO-2022-JP-3"},
	{"junet", "ISO-2022-JP-3"}, {"cp50220", "ISO-2022-JP-3"}, {"cp50221", "ISO-2022-JP-3"},
	{"cp50222", "ISO-2022-JP-3"}, {"iso2022kr", "ISO-2022-KR"}, {"iso2022cn", "ISO-2022-CN"}, {"euckr", "UHC"},
	{"ksc56011987", "UHC"}, {"ksc5601", "UHC"}, {"ksc56011989", "UHC"}, {"ksx1001", "UHC"}, {"korean", "UHC"},
	{"cp949", "UHC"}, {"uhc", "UHC"}, {"5601", "UHC"}, {"johab", "JOHAB"}, {"cp1361", "JOHAB"},
	{"utf7", "UTF-7"}, {"unicode11utf7", "UTF-7"}, {"unicode20utf7", "UTF-7"}, {"utf16", "UTF-16"},
	{"utf16le", "UTF-16LE"}, {"utf16be", "UTF-16BE"}, {"unicode", "UTF-16"}, {"ucs2", "UTF-16"},
	{"iso10646ucs2", "UTF-16"}, {"cp1200", "UTF-16LE"}, {"cp1201", "UTF-16BE"}, {"utf32", "UTF-32"},
	{"utf32le", "UTF-32LE"}, {"utf32be", "UTF-32BE"}, {"ucs4", "UTF-32"},
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
		if (charsets[i].converter != NULL && *charsets[i].converter != '\0')
			(void)converter_open(charsets[i].converter);	/* a missing one is unknown later */
	}
}

/* Letters and digits only, without what some mailers put before them: "x-sjis", "csISO2022JP", "windows-1252". */
static char *charset_key(const char *charset)
{
	GString *key = g_string_new(NULL);

	for (const char *p = charset; *p != '\0' && key->len < 60; p++) {
		if (g_ascii_isalnum(*p))
			g_string_append_c(key, g_ascii_tolower(*p));
	}
	if (g_str_has_prefix(key->str, "charset"))
		g_string_erase(key, 0, 7);
	if (charset[0] != '\0' && charset[1] == '-' && g_ascii_tolower(*charset) == 'x')
		g_string_erase(key, 0, 1);
	else if (g_str_has_prefix(key->str, "cs") && key->len > 4)
		g_string_erase(key, 0, 2);
	size_t letters = strcspn(key->str, "0123456789");
	static const char *const codepages[] = {"windows", "win", "ibm", "ms", "xcp", "microsoftcp", "oem"};
	for (size_t i = 0; i < G_N_ELEMENTS(codepages); i++) {
		if (letters == strlen(codepages[i]) && letters < key->len && strcmp(key->str, "windows31j") != 0 &&
		    strncmp(key->str, codepages[i], letters) == 0) {
			g_string_erase(key, 0, (gssize)letters);
			g_string_prepend(key, "cp");
			break;
		}
	}
	return g_string_free(key, FALSE);
}

/* The converter for a declared charset: NULL is UTF-8; "" when nobody knows the name. */
static const char *converter_name(const char *charset)
{
	g_autofree char *key = charset_key(charset);

	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
		if (strcmp(charsets[i].key, key) == 0)
			return charsets[i].converter;
	}
	return "";
}

/* Converts what can be converted; a byte that cannot becomes U+FFFD. Linear. */
GString *kith_charset_convert(const char *bytes, size_t length, const char *name, size_t max, size_t *ret_wrong)
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
	char last[64], *to = last;	/* some keep a letter back, a mark may follow that joins it (Windows-1255) */
	gsize to_left = sizeof last;
	if (g_iconv(converter, NULL, NULL, &to, &to_left) != (gsize)-1)
		g_string_append_len(out, last, to - last);
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
		g_autoptr(GString) one = kith_charset_convert(p, 1, "WINDOWS-1252", 8, &bad);
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

/* UTF-16 that does not say which byte comes first (RFC 2781 4.3 is followed by few): the zeros of its
 * blanks and ASCII letters tell. NULL when the bytes are none. */
static const char *wide_order(const char *bytes, size_t length)
{
	size_t zeros[2] = {0, 0};

	if (length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		return bytes[0] == '\xff' ? "UTF-16LE" : "UTF-16BE";
	for (size_t i = 0; i < MIN(length, 4096); i++)
		zeros[i % 2] += bytes[i] == '\0';
	if (zeros[0] + zeros[1] == 0 || zeros[0] == zeros[1])
		return NULL;
	return zeros[1] > zeros[0] ? "UTF-16LE" : "UTF-16BE";
}

static bool is_mostly_wide(const char *bytes, size_t length)
{
	size_t zeros = 0, looked = MIN(length, 4096);

	for (size_t i = 0; i < looked; i++)
		zeros += bytes[i] == '\0';
	return length >= 4 && zeros * 3 > looked && zeros * 3 < looked * 2;
}

/* The byte that Windows-1252 has for C, or -1. Bytes without a character pass as C1 controls. */
static int byte_of(gunichar c)
{
	static const gunichar high[32] = {
		0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
		0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
		0x153, 0x9d, 0x17e, 0x178,
	};

	if (c < 0x100)
		return (int)c;
	for (int i = 0; i < 32; i++) {
		if (high[i] == c)
			return 0x80 + i;
	}
	return -1;
}

/* Whether a letter that could be a first byte stands before a sign that could be a second one. */
static bool may_be_double(const char *text)
{
	for (const char *p = strchr(text, '\xc3'); p != NULL; p = strchr(p + 1, '\xc3')) {
		unsigned char second = (unsigned char)p[1];

		if (second >= 0x82 && second <= 0xb4 && p[2] != '\0' && strchr("\xc2\xc5\xc6\xcb\xe2", p[2]) != NULL)
			return true;
	}
	return false;
}

/* UTF-8 that was taken for Windows-1252 and made UTF-8 once more ("MÃ¼ller"): only when every character
 * beyond ASCII belongs to such a sequence, and what comes out are letters or the marks of typing.
 * NULL when TEXT is as it should be. */
static char *repair_double(const char *text)
{
	GString *out = g_string_new(NULL);
	size_t sequences = 0;
	bool certain = false, is_first_pair = true;

	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		int byte = byte_of(g_utf8_get_char(p));

		if (byte < 0) {
			g_string_free(out, TRUE);
			return NULL;
		}
		g_string_append_c(out, (char)byte);
	}
	if (!g_utf8_validate_len(out->str, out->len, NULL)) {
		g_string_free(out, TRUE);
		return NULL;
	}
	for (const char *p = out->str; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c < 0x80)
			continue;
		bool is_usual = g_unichar_isalpha(c) || (c >= 0x2010 && c <= 0x203a) || c == 0x20ac || c == 0xa0 ||
				c > 0x2e80;
		is_first_pair &= c >= 0xdf && c < 0x100;
		certain = is_usual && (sequences == 0 || certain);
		sequences++;
	}
	if (certain && (sequences > 1 || is_first_pair))
		return g_string_free(out, FALSE);
	g_string_free(out, TRUE);
	return NULL;
}

/* Two characters of GBK may happen to be UTF-8 of two bytes each; what is declared decides. */
static bool is_by_accident(const char *bytes, size_t length, const char *name)
{
	static const char *const double_bytes[] = {"GB18030", "BIG5-HKSCS", "CP932", "EUC-JP-MS", "UHC"};
	size_t high = 0, wrong;
	bool is_wide = false;

	for (size_t i = 0; name != NULL && i < G_N_ELEMENTS(double_bytes); i++)
		is_wide |= strcmp(name, double_bytes[i]) == 0;
	for (size_t i = 0; i < length; i++) {
		high += (unsigned char)bytes[i] >= 0x80;
		if ((unsigned char)bytes[i] >= 0xe0)
			return false;
	}
	if (!is_wide || high > 12)
		return false;
	g_autoptr(GString) text = kith_charset_convert(bytes, length, name, 1000, &wrong);
	return wrong == 0;
}

bool kith_charset_fits(const char *bytes, size_t length, const char *charset)
{
	const char *name = converter_name(charset);
	size_t wrong;

	if (name == NULL)
		return g_utf8_validate_len(bytes, length, NULL);
	if (*name == '\0')
		return false;
	g_autoptr(GString) text = kith_charset_convert(bytes, length, name, 4 * length, &wrong);
	return wrong == 0;
}

static char *converted(const char *bytes, size_t length, const char *name, size_t max)
{
	size_t wrong;
	GString *out = kith_charset_convert(bytes, length, name, max, &wrong);

	if (wrong == length && length > 0 && out->len == 0) {	/* no such converter here */
		g_string_free(out, TRUE);
		out = kith_charset_convert(bytes, length, "WINDOWS-1252", max, &wrong);
	}
	char *text = without_nul(out->str, out->len);
	g_string_free(out, TRUE);
	return text;
}

/* The converter for bytes that are neither ASCII nor UTF-8, and whose label says nothing. */
static const char *guess(const char *bytes, size_t length)
{
	bool has_escape = memmem(bytes, length, "\033$", 2) != NULL || memmem(bytes, length, "\033(", 2) != NULL;

	return has_escape ? "ISO-2022-JP-3" : kith_charset_guess(bytes, length);
}

/* The bytes as the label, and what they are themselves, say. NAME as of converter_name(). */
static char *decode(const char *bytes, size_t length, const char *name, size_t max)
{
	bool is_named = name != NULL && *name != '\0';
	bool is_wide = is_named && g_str_has_prefix(name, "UTF-");
	bool has_escape = memchr(bytes, '\033', length) != NULL;

	if (is_wide && strcmp(name, "UTF-7") != 0 && memchr(bytes, '\0', length) == NULL && is_ascii(bytes, length))
		return g_strndup(bytes, length);	/* converted on the way, the label stayed */
	if (is_wide && strcmp(name, "UTF-16") == 0)
		name = wide_order(bytes, length) != NULL ? wide_order(bytes, length) : "UTF-16BE";
	if (is_wide)
		return converted(bytes, length, name, max);
	if (is_mostly_wide(bytes, length) && wide_order(bytes, length) != NULL)
		return converted(bytes, length, wide_order(bytes, length), max);
	if (is_ascii(bytes, length))
		return without_nul(bytes, length);
	if (g_utf8_validate_len(bytes, length, NULL) && !has_escape && !is_by_accident(bytes, length, name))
		return g_strndup(bytes, length);
	if (!is_named && is_mostly_utf8(bytes, length))
		return repair_utf8(bytes, length, max);
	return converted(bytes, length, is_named ? name : guess(bytes, length), max);
}

char *kith_charset_text(const char *bytes, size_t length, const char *charset, size_t max)
{
	const char *name = charset != NULL ? converter_name(charset) : "";
	g_autofree char *text = length > 0 ? decode(bytes, length, name, max) : g_strdup("");
	const char *start = g_str_has_prefix(text, "\uFEFF") ? text + 3 : text;
	char *valid = kith_text_valid(start, strlen(start), max);
	char *repaired = may_be_double(valid) ? repair_double(valid) : NULL;

	if (repaired == NULL)
		return valid;
	g_free(valid);
	return repaired;
}
