/* SPDX-License-Identifier: MIT
 * language.c - a guess at the language by its commonest words.
 * In: text. Out: "en", "de", ... Next: src/parse/signature.c
 */
#include <string.h>

#include "internal.h"

#define MIN_HITS 3
#define MAX_WORDS 500

static const struct { const char *language, *words; } tables[] = {
	{"en", " the and you for that with this have are not from your will would please thanks is of to "},
	{"de", " der die das und ist nicht mit ich wir sie ein eine den für auf von zu bitte danke auch dass "},
	{"fr", " le la les des est pas vous nous pour que qui dans avec une sur merci bonjour je et votre "},
	{"es", " el los las que para con una por está pero gracias usted como más del muy y en su hola "},
	{"it", " il che di per non una con sono della grazie gli questo più anche ciao alla nel mi ho "},
	{"pt", " não uma com para que obrigado você mais dos das ao está por em os seu muito foi bom "},
	{"nl", " het een van niet dat voor met ik je wij zijn op aan bedankt ook maar wel naar graag hebben "},
	{"sv", " och att det som är inte för på jag med har till en av vi tack den om kan "},
	{"pl", " nie się jest na że do to proszę dziękuję jak ale czy dla od jestem już tak pan pani "},
};

/* Scripts that only one large language of mail uses. */
static const char *by_script(const char *text)
{
	unsigned kana = 0, han = 0, hangul = 0, cyrillic = 0, greek = 0, letters = 0;

	for (const char *p = text; *p != '\0' && letters < 2000; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_isalpha(c))
			continue;
		letters++;
		kana += c >= 0x3040 && c <= 0x30ff;
		han += c >= 0x4e00 && c <= 0x9fff;
		hangul += c >= 0xac00 && c <= 0xd7a3;
		cyrillic += c >= 0x400 && c <= 0x4ff;
		greek += c >= 0x370 && c <= 0x3ff;
	}
	if (kana > 2 && (kana + han) * 2 > letters)
		return "ja";
	if (han * 2 > letters)
		return "zh";
	if (hangul * 2 > letters)
		return "ko";
	if (cyrillic * 2 > letters)
		return "ru";
	return greek * 2 > letters && letters > 0 ? "el" : NULL;
}

static void count_word(const char *word, unsigned *hits)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		hits[i] += strstr(tables[i].words, word) != NULL;
}

const char *kith_language_guess(const char *text)
{
	const char *script = by_script(text);
	unsigned hits[G_N_ELEMENTS(tables)] = {0}, words = 0;
	size_t best = 0, second = 1;

	if (script != NULL)
		return script;
	for (const char *p = text; *p != '\0' && words < MAX_WORDS;) {
		const char *start = p;

		while (*p != '\0' && g_unichar_isalpha(g_utf8_get_char(p)))
			p = g_utf8_next_char(p);
		if (p > start && p - start < 40) {
			g_autofree char *lower = g_utf8_strdown(start, p - start);
			g_autofree char *word = g_strconcat(" ", lower, " ", NULL);

			count_word(word, hits);
			words++;
		}
		if (*p != '\0')
			p = p == start ? g_utf8_next_char(p) : p;
	}
	for (size_t i = 1; i < G_N_ELEMENTS(tables); i++) {
		if (hits[i] > hits[best])
			best = i;
	}
	second = best == 0 ? 1 : 0;
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		if (i != best && hits[i] > hits[second])
			second = i;
	}
	return hits[best] >= MIN_HITS && hits[best] > hits[second] ? tables[best].language : NULL;
}
