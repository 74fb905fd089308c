/* SPDX-License-Identifier: MIT
 * asks.c - whether words ask or offer something, or only say thanks.
 * In: the new text of a mail. Out: yes or no. Next: src/follow/engine.c
 *
 * Tables of phrases in six languages; a question mark decides alone. Without evidence the
 * answer is no: a reminder about nothing is worse than none.
 */
#include "asks.h"

#include <glib.h>
#include <string.h>

#define THANKS_MAX_WORDS 12

static const char *const asking[] = {
	"let me know", "could you", "would you", "can you", "please confirm", "please send", "please advise",
	"looking forward to your", "look forward to hearing", "get back to me", "your thoughts", "what do you think",
	"our offer", "my offer", "our quote", "the quote", "our proposal", "the proposal", "our quotation",
	"k\u00f6nnten sie", "k\u00f6nnen sie", "k\u00f6nntest du", "kannst du", "w\u00fcrden sie", "bitte um",
	"bitte senden",
	"bitte schicken", "bitte best\u00e4tigen", "bescheid", "r\u00fcckmeldung", "freue mich auf ihre",
	"freuen uns auf ihre",
	"unser angebot", "das angebot", "mein angebot", "angebot im anhang", "was meinen sie",
	"pourriez-vous", "pouvez-vous", "peux-tu", "merci de", "dans l'attente", "notre offre", "notre devis",
	"le devis",
	"tenez-moi au courant",
	"podr\u00eda", "puede usted", "quedo a la espera", "nuestra oferta", "el presupuesto", "nuestro presupuesto",
	"av\u00edseme", "me confirma",
	"potrebbe", "pu\u00f2 inviarmi", "in attesa di", "la nostra offerta", "il preventivo", "mi faccia sapere",
	"kunt u", "kun je", "zou u", "laat me weten", "laat het me weten", "graag uw reactie", "onze offerte",
	"de offerte", "hoor graag",
};

static const char *const thanking[] = {
	"thanks", "thank you", "thx", "danke", "dankesch\u00f6n", "vielen dank", "besten dank", "merci", "gracias",
	"grazie",
	"bedankt", "dank je", "dank u", "perfect", "perfekt", "parfait", "perfecto", "perfetto", "great", "super",
	"ok", "okay", "noted", "alles klar", "passt", "all done",
};

static bool is_word_char(gunichar c)
{
	return g_unichar_isalnum(c);
}

/* PHRASE in TEXT as whole words. */
static bool holds_phrase(const char *text, const char *phrase)
{
	size_t length = strlen(phrase);

	for (const char *at = strstr(text, phrase); at != NULL; at = strstr(at + 1, phrase)) {
		const char *before = g_utf8_find_prev_char(text, at);
		gunichar after = g_utf8_get_char(at + length);

		if ((before == NULL || !is_word_char(g_utf8_get_char(before))) && (after == 0 || !is_word_char(after)))
			return true;
	}
	return false;
}

static bool holds_any(const char *text, const char *const *phrases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (holds_phrase(text, phrases[i]))
			return true;
	}
	return false;
}

/* A question mark that ends a word; the one inside an address of the web asks nothing. */
static bool holds_question_mark(const char *text)
{
	for (const char *at = text; (at = strchr(at, '?')) != NULL; at++) {
		if (at[1] == '\0' || strchr(" \t\n?!.)\"'", at[1]) != NULL || (unsigned char)at[1] >= 0x80)
			return true;
	}
	return strstr(text, "\u00bf") != NULL || strstr(text, "\uff1f") != NULL;
}

static char *folded(const char *text)
{
	g_autofree char *lower = g_utf8_strdown(text, -1);

	return g_utf8_normalize(lower, -1, G_NORMALIZE_NFC);
}

bool follow_asks(const char *new_text)
{
	g_autofree char *text = folded(new_text);

	return holds_question_mark(text) || holds_any(text, asking, G_N_ELEMENTS(asking));
}

static unsigned count_words(const char *text)
{
	unsigned count = 0;
	bool inside = false;

	for (; *text != '\0' && count <= THANKS_MAX_WORDS; text = g_utf8_next_char(text)) {
		bool is_char = is_word_char(g_utf8_get_char(text));

		count += is_char && !inside;
		inside = is_char;
	}
	return count;
}

bool follow_is_thanks(const char *new_text)
{
	g_autofree char *text = folded(new_text);

	return count_words(text) <= THANKS_MAX_WORDS && !holds_question_mark(text) &&
	       holds_any(text, thanking, G_N_ELEMENTS(thanking)) && !holds_any(text, asking, G_N_ELEMENTS(asking));
}
