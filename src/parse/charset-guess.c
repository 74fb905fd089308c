/* SPDX-License-Identifier: MIT
 * charset-guess.c - which charset bytes are in when nobody says it.
 * In: bytes that are no UTF-8. Out: the name of a converter. Next: src/parse/charset.c
 *
 * Each row is one language in one charset. The bytes are read as that charset; a letter that is
 * frequent in the language counts 3, another letter of it 1, a letter of others -3, a sign among letters -2.
 * Western letters stand alone among ASCII ones, those of other scripts stand together; what contradicts it
 * counts -3. The row that explains most per byte wins; the first of equals, so Western Europe is first.
 */
#include <string.h>

#include "body.h"

#define SAMPLE_BYTES 4096
#define ENOUGH 0.5	/* a row that explains less is no better than the usual Windows-1252 */

typedef enum { LATIN, LETTERS, KANA, HANGUL, HAN } Script;

static const struct {
	const char *converter;
	Script script;
	const char *frequent, *others;
} rows[] = {
	{"WINDOWS-1252", LATIN, "äöüß", "ÄÖÜéàè"},				/* German */
	{"WINDOWS-1252", LATIN, "éèàçêùôâîûëï", "ÉÈÀÇÊœŒæÔÎ"},			/* French */
	{"WINDOWS-1252", LATIN, "áéíóúñ", "ÁÉÍÓÚÑü¿¡ºª"},			/* Spanish */
	/* Portuguese */
	{"WINDOWS-1252", LATIN, "ãõçáéíóúâêô",
	 "ÃÕÇÁÉÍÓÚÂÊÔàºª"},
	{"WINDOWS-1252", LATIN, "àèéìòù", "ÀÈÉÌÒÙ"},				/* Italian */
	{"WINDOWS-1252", LATIN, "ëéïöüèê", "ËÉÏÖ"},				/* Dutch */
	{"WINDOWS-1252", LATIN, "åäöéÅÄÖ", "É"},				/* Swedish, Finnish */
	{"WINDOWS-1252", LATIN, "æøåÆØÅé", "òèôó"},				/* Danish, Norwegian */
	{"WINDOWS-1252", LATIN, "áðéíóúýþæö", "ÁÐÉÍÓÚÝÞÆÖ"},			/* Icelandic */
	{"WINDOWS-1250", LATIN, "ąćęłńóśźż", "ĄĆĘŁŃÓŚŹŻ"},			/* Polish */
	/* Czech */
	{"WINDOWS-1250", LATIN, "áčďéěíňóřšťúůýž",
	 "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ"},
	/* Slovak */
	{"WINDOWS-1250", LATIN, "áäčďéíĺľňóôŕšťúýž",
	 "ÁČĎÉÍĽŇÓÔŠŤÚÝŽ"},
	{"WINDOWS-1250", LATIN, "áéíóöőúüű", "ÁÉÍÓÖŐÚÜŰ"},			/* Hungarian */
	{"WINDOWS-1250", LATIN, "ăâîşţ", "ĂÂÎŞŢ"},				/* Romanian */
	{"WINDOWS-1250", LATIN, "čćđšž", "ČĆĐŠŽ"},				/* Croatian, Slovene */
	{"ISO-8859-2", LATIN, "ąćęłńóśźż", "ĄĆĘŁŃÓŚŹŻ"},
	{"ISO-8859-2", LATIN, "áčďéěíňóřšťúůýž", "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ"},
	{"WINDOWS-1254", LATIN, "çğıöşüİ", "ÇĞÖŞÜâîû"},				/* Turkish */
	{"WINDOWS-1257", LATIN, "ąčęėįšųūž", "ĄČĘĖĮŠŲŪŽ"},			/* Lithuanian */
	/* Latvian */
	{"WINDOWS-1257", LATIN, "āčēģīķļņšūž",
	 "ĀČĒĢĪĶĻŅŠŪŽ"},
	/* Russian, Ukrainian, Bulgarian */
	{"WINDOWS-1251", LETTERS, "оеаинтсрвл",
	 "кмдпуяыьгзбчйхжшюцщэфёъіїєґ"},
	{"KOI8-R", LETTERS, "оеаинтсрвл", "кмдпуяыьгзбчйхжшюцщэфёъ"},
	{"KOI8-U", LETTERS, "оаинтевріс", "кмдпуяьгзбчйхжшюцщєїґф"},
	{"IBM866", LETTERS, "оеаинтсрвл", "кмдпуяыьгзбчйхжшюцщэфёъ"},
	{"ISO-8859-5", LETTERS, "оеаинтсрвл", "кмдпуяыьгзбчйхжшюцщэфёъ"},
	/* Greek */
	{"WINDOWS-1253", LETTERS, "αοιετσνηυρς",
	 "άέήίόύώπκμλωδγχθφβξζψϊ"},
	/* Hebrew */
	{"WINDOWS-1255", LETTERS, "יוהלארתבשמ",
	 "נדחעפקגטזסכצםןךףץ"},
	/* Arabic */
	{"WINDOWS-1256", LETTERS, "ايلمنرتوبة",
	 "سعدفهكحقجشطصخغذزثضظأإآىئءؤ"},
	/* Thai */
	{"WINDOWS-874", LETTERS, "านรกอเงมยลตวส",
	 "คดทปพหบชจะแใไโขผถซธณญภศษฟฎฏฐฑฒ"
	 "ฬฮฉฝฆำิีึืุู่้๊๋็์ัๆ"},
	{"EUC-JP-MS", KANA, "のにはをたがでてとしれさいますうか",
	 "日本人大会年社様お願事送信件名用株式"},
	{"CP932", KANA, "のにはをたがでてとしれさいますうか",
	 "日本人大会年社様お願事送信件名用株式"},
	{"GB18030", HAN, "的一是不了在人有我他这中大来上个国们到说为子和你"
	 "地出会时要也您好请公司", ""},
	{"BIG5-HKSCS", HAN, "的一是不了在人有我他這中大來上個國們到說為子和你"
	 "地出會時要也您好請公司", ""},
	{"UHC", HANGUL, "이다는의가에을하고지한도로은기니서사", ""},
};

/* Bytes around the first one beyond ASCII, from the beginning of its line. */
static void find_sample(const char **bytes, size_t *length)
{
	size_t at = 0, start;

	while (at < *length && (unsigned char)(*bytes)[at] < 0x80)
		at++;
	for (start = at; start > 0 && at - start < 200 && (*bytes)[start - 1] != '\n'; start--)
		;
	*bytes += start;
	*length = MIN(*length - start, SAMPLE_BYTES);
}

static bool is_han(gunichar c)
{
	return c >= 0x4e00 && c <= 0x9fff;
}

static bool is_kana(gunichar c)
{
	return c >= 0x3041 && c <= 0x30fc;
}

static bool is_hangul(gunichar c)
{
	return c >= 0xac00 && c <= 0xd7a3;
}

/* Points of a letter that is not in the row's lists. */
static double points_of_other(Script script, gunichar c)
{
	switch (script) {
	case LATIN:
	case LETTERS:
		return g_unichar_isupper(c) && script == LETTERS ? 0 : -3;
	case KANA:
		return is_kana(c) ? 2 : is_han(c) ? 0.8 : -3;
	case HANGUL:
		return is_hangul(c) ? 1.5 : is_han(c) ? -1 : -3;
	case HAN:
		return is_han(c) ? 0.7 : is_kana(c) ? -1 : -3;
	}
	return 0;
}

static double points_of(size_t row, gunichar c, gunichar before, gunichar after)
{
	bool ascii_before = before < 0x80 && g_ascii_isalpha((char)before);
	bool ascii_after = after < 0x80 && g_ascii_isalpha((char)after);
	Script script = rows[row].script;
	char letter[8] = "";

	if (c == 0xfffd)
		return -6;
	if (!g_unichar_isalpha(c) && !g_unichar_ismark(c) && c != 0xbf && c != 0xa1)
		return ascii_before && ascii_after && c != 0x2019 ? -2 : 0;
	letter[g_unichar_to_utf8(c, letter)] = '\0';
	bool is_frequent = strstr(rows[row].frequent, letter) != NULL;
	double points = is_frequent ? 3 : strstr(rows[row].others, letter) != NULL ? 1 : points_of_other(script, c);
	if (script == LETTERS && (ascii_before || ascii_after))
		points = -3;
	if (script == LETTERS && g_unichar_isupper(c) && g_unichar_islower(before))
		points = -3;
	if (script == LATIN && before >= 0x80 && after >= 0x80 && g_unichar_isalpha(before) && g_unichar_isalpha(after))
		points = -3;
	return points;
}

static double score(size_t row, const char *bytes, size_t length)
{
	size_t wrong;
	g_autoptr(GString) text = kith_charset_convert(bytes, length, rows[row].converter, 4 * SAMPLE_BYTES, &wrong);
	gunichar before = ' ';
	double points = 0;
	size_t count = 0;

	if (text->len == 0 || !g_utf8_validate_len(text->str, text->len, NULL))
		return -1;
	for (const char *p = text->str, *end = p + text->len; p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p), after = g_utf8_get_char(g_utf8_next_char(p));

		if (c >= 0x80) {
			points += points_of(row, c, before, after);
			count++;
		}
		before = c;
	}
	return count > 0 ? points / (double)count : -1;
}

const char *kith_charset_guess(const char *bytes, size_t length)
{
	const char *best = "WINDOWS-1252";
	double best_score = ENOUGH;

	find_sample(&bytes, &length);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		double one = score(i, bytes, length);

		if (one > best_score + 0.01) {
			best = rows[i].converter;
			best_score = one;
		}
	}
	return best;
}
