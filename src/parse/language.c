/* SPDX-License-Identifier: MIT
 * language.c - a guess at the language, by scripts, commonest words and rare letters.
 * In: text. Out: "en", "de", ... Next: src/parse/signature.c
 *
 * A word that several languages share counts less for each of them. What looks like an address, a path or
 * program text is not counted. In doubt there is no guess: a template in the wrong language is worse than none.
 */
#include <string.h>

#include <gio/gio.h>

#include "internal.h"
#include "src/parse/words-resource.h"

#define MAX_LANGUAGES 32
#define MAX_TOKENS 600
#define MAX_TOKEN_BYTES 60
#define WEIGHT 60		/* of a word that only one language has */
#define MIN_SCORE (2 * WEIGHT)
#define MAX_LETTER_HITS 3	/* of one rare letter */

typedef struct {
	char *names[MAX_LANGUAGES];
	guint count;
	GHashTable *words;	/* word -> GUINT of the languages that have it, a bit each */
	GHashTable *letters;
} Table;

/* --- the data */

static guint language_number(Table *table, const char *name)
{
	guint i = 0;

	while (i < table->count && strcmp(table->names[i], name) != 0)
		i++;
	if (i < table->count)
		return i;
	if (table->count == MAX_LANGUAGES)
		g_error("language.txt has more than %d languages", MAX_LANGUAGES);
	table->names[table->count] = g_strdup(name);
	return table->count++;
}

/* "language en: the | and" */
static void read_line(Table *table, char *line)
{
	char *colon = strchr(line, ':'), *blank = strchr(line, ' ');

	if (*line == '#' || colon == NULL || blank == NULL || blank > colon)
		return;
	*blank = *colon = '\0';
	GHashTable *set = strcmp(line, "letters") == 0 ? table->letters : table->words;
	guint bit = 1U << language_number(table, blank + 1);
	g_auto(GStrv) parts = g_strsplit(colon + 1, "|", -1);
	for (char **part = parts; *part != NULL; part++) {
		const char *word = g_strstrip(*part);
		guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(set, word));

		g_hash_table_insert(set, g_strdup(word), GUINT_TO_POINTER(bits | bit));
	}
}

static const Table *table_get(void)
{
	static Table table;	/* read once; the process has one thread */

	if (table.words != NULL)
		return &table;
	table.words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	table.letters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GBytes) text = g_resource_lookup_data(kith_parse_words_get_resource(),
							"/kith/parse/words/language.txt",
							G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	g_auto(GStrv) lines = g_strsplit(g_bytes_get_data(text, NULL), "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		read_line(&table, *line);
	return &table;
}

/* --- scripts that only one large language of mail uses */

static const struct { gunichar first, last; const char *language; } scripts[] = {
	{0x0370, 0x03ff, "el"}, {0x0590, 0x05ff, "he"}, {0x0e00, 0x0e7f, "th"}, {0x0900, 0x097f, "hi"},
	{0x10a0, 0x10ff, "ka"}, {0x0530, 0x058f, "hy"}, {0xac00, 0xd7a3, "ko"}, {0x4e00, 0x9fff, "zh"},
};

static const char *by_script(const char *text)
{
	unsigned counts[G_N_ELEMENTS(scripts)] = {0}, kana = 0, letters = 0;

	for (const char *p = text; *p != '\0' && letters < 2000; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_isalpha(c))
			continue;
		letters++;
		kana += c >= 0x3040 && c <= 0x30ff ? 1 : 0;
		for (size_t i = 0; c >= 0x370 && i < G_N_ELEMENTS(scripts); i++)
			counts[i] += c >= scripts[i].first && c <= scripts[i].last ? 1 : 0;
	}
	unsigned han = counts[G_N_ELEMENTS(scripts) - 1];
	if (kana > 2 && (kana + han) * 2 > letters)
		return "ja";
	for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
		if (counts[i] > 2 && counts[i] * 2 > letters)
			return scripts[i].language;
	}
	return NULL;
}

/* --- words */

typedef struct {
	const Table *table;
	GHashTable *seen;	/* words and letters: how often */
	unsigned scores[MAX_LANGUAGES];
	unsigned words[MAX_LANGUAGES];	/* different ones */
} Count;

static unsigned bits_in(guint bits)
{
	unsigned count = 0;

	for (; bits != 0; bits &= bits - 1)
		count++;
	return count;
}

/* A word that comes again and again says little more than the first time. */
static void count_in(Count *count, GHashTable *set, const char *key, guint max, unsigned weight, bool is_word)
{
	guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(set, key));

	if (bits == 0)
		return;
	guint times = GPOINTER_TO_UINT(g_hash_table_lookup(count->seen, key));
	if (times >= max)
		return;
	g_hash_table_insert(count->seen, g_strdup(key), GUINT_TO_POINTER(times + 1));
	for (guint i = 0; i < count->table->count; i++) {
		if ((bits & 1U << i) == 0)
			continue;
		count->scores[i] += weight / bits_in(bits);
		count->words[i] += is_word && times == 0 ? 1 : 0;
	}
}

/* LENGTH bytes between two blanks; what has signs in it that words don't have is an address or program text. */
static void count_token(Count *count, const char *token, size_t length)
{
	if (length > MAX_TOKEN_BYTES)
		return;
	for (size_t i = 0; i < length; i++) {
		if (g_ascii_isdigit(token[i]) || strchr("@/\\_={}<>#$|~^`*&%+[]", token[i]) != NULL)
			return;
	}
	g_autofree char *lower = g_utf8_strdown(token, (gssize)length);
	for (char *p = lower; *p != '\0';) {
		char *start = p;

		while (*p != '\0' && (g_unichar_isalpha(g_utf8_get_char(p)) || (*p == '-' && p > start)))
			p = g_utf8_next_char(p);
		if (p > start) {
			g_autofree char *word = g_strndup(start, (gsize)(p - start));

			count_in(count, count->table->words, word, 2, WEIGHT, true);
		} else {
			p = g_utf8_next_char(p);
		}
	}
	for (const char *p = lower; *p != '\0'; p = g_utf8_next_char(p)) {
		char letter[8] = "";

		if ((unsigned char)*p < 0x80)
			continue;
		memcpy(letter, p, (size_t)(g_utf8_next_char(p) - p));
		count_in(count, count->table->letters, letter, MAX_LETTER_HITS, WEIGHT / 2, false);
	}
}

static void count_text(Count *count, const char *text)
{
	unsigned tokens = 0;

	for (const char *p = text; *p != '\0' && tokens < MAX_TOKENS; tokens++) {
		p += strspn(p, " \t\r\n");
		size_t length = strcspn(p, " \t\r\n");

		count_token(count, p, length);
		p += length;
	}
}

/* The best, if it has two words of its own and stands well above the next. */
static const char *winner(const Count *count)
{
	guint best = 0;
	unsigned next = 0;

	for (guint i = 1; i < count->table->count; i++) {
		if (count->scores[i] > count->scores[best])
			best = i;
	}
	for (guint i = 0; i < count->table->count; i++) {
		if (i != best)
			next = MAX(next, count->scores[i]);
	}
	bool is_clear = count->scores[best] >= MIN_SCORE ? count->scores[best] * 10 >= next * 11 :
			count->scores[best] >= WEIGHT && count->scores[best] >= next * 2;
	return count->words[best] >= 2 && is_clear ? count->table->names[best] : NULL;
}

const char *kith_language_guess(const char *text)
{
	const char *script = by_script(text);

	if (script != NULL)
		return script;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Count count = { .table = table_get(), .seen = seen };
	count_text(&count, text);
	return winner(&count);
}
