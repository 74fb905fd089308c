/* SPDX-License-Identifier: MIT
 * letterhead.c - what a line of a signature can hold: names, contacts, firms, places; or plain prose.
 * In: a line. Out: yes or no. Next: src/parse/sign-off.c, signature.c
 */
#include <string.h>

#include "sign-off.h"

#define MAX_PROSE_LETTERS 85
#define MAX_NAME_BYTES 80

/* --- contacts */

bool kith_line_has_contact(const char *line)
{
	const char *at = line;
	KithPhone phone;

	if (strlen(line) > KITH_SIGNED_LINE_BYTES)
		return false;
	if (kith_find_nocase(line, "www.") != NULL || strstr(line, "://") != NULL || kith_phone_is_extension(line) ||
	    kith_phone_next(line, &at, &phone))
		return true;
	at = strchr(line, '@');
	return at != NULL && at > line && g_ascii_isalnum(at[-1]) && g_ascii_isalnum(at[1]) && strchr(at, '.') != NULL;
}

/* --- names */

/* A letter as names are compared: without marks ("José" and "Jose" are one). */
static char *fold_name(const char *text)
{
	g_autofree char *apart = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	g_autofree char *lower = g_utf8_strdown(apart != NULL ? apart : text, -1);
	GString *out = g_string_new(NULL);

	for (const char *p = lower; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalpha(c) || c == '\'' || c == 0x2019 || c == '-')
			g_string_append_unichar(out, c);
		else if (!g_unichar_ismark(c) && out->len > 0 && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	g_strchomp(out->str);
	return g_string_free(out, FALSE);
}

static char **name_words(const char *text)
{
	g_autofree char *folded = fold_name(text);

	return g_strsplit(folded, " ", 12);
}

static bool is_long_word(const char *word)
{
	return g_utf8_strlen(word, 2) > 1;
}

/* How many words of WORDS stand in NAMES; one letter counts for nothing. */
static unsigned common_words(char *const *words, char *const *names)
{
	unsigned common = 0;

	for (; *words != NULL; words++)
		common += is_long_word(*words) && g_strv_contains((const char *const *)names, *words);
	return common;
}

/* LOCAL ("jdoe", "doej", "janed", "janedoe") is made of the first and last word. */
static bool is_made_of(const char *local, char *const *words, guint count)
{
	const char *first = words[0], *last = words[count - 1];
	size_t f = strlen(first), l = strlen(last), length = strlen(local);

	if (length < 4 || f == 0 || l < 3)
		return false;
	if (local[0] == first[0] && length - 1 >= 4 && length - 1 <= l && strncmp(local + 1, last, length - 1) == 0)
		return true;	/* "jdoe", or shortened */
	if (length - 1 >= 4 && length - 1 <= l && local[length - 1] == first[0] &&
	    strncmp(local, last, length - 1) == 0)
		return true;	/* "doej" */
	if (length == f + l && strncmp(local, first, f) == 0 && strcmp(local + f, last) == 0)
		return true;
	if (f >= 3 && length == f + 1 && strncmp(local, first, f) == 0 && local[f] == last[0])
		return true;	/* "janed" */
	return length == l + f && strncmp(local, last, l) == 0 && strcmp(local + l, first) == 0;
}

/* How much of the name behind an address LINE's words are. */
static unsigned common_with_local(char *const *words, guint count, const char *address)
{
	g_autofree char *local = g_strndup(address, strcspn(address, "@"));
	g_auto(GStrv) parts = name_words(local);
	unsigned common = common_words(words, parts);

	if (common >= 2)
		return 2;
	if (count >= 2 && count <= 4 && *parts != NULL && parts[1] == NULL && is_made_of(parts[0], words, count))
		return 2;
	return common == 1 && count == 1 ? 1 : 0;
}

/* "\u5c71\u7530\u592a\u90ce" and "\u5c71\u7530 \u592a\u90ce" are one name. */
static bool is_wide_name(const char *line, const char *name)
{
	g_auto(GStrv) left = name_words(line);
	g_auto(GStrv) right = name_words(name);
	g_autofree char *a = g_strjoinv("", left);
	g_autofree char *b = g_strjoinv("", right);

	return *a != '\0' && g_unichar_iswide(g_utf8_get_char(a)) && strcmp(a, b) == 0;
}

unsigned kith_line_name(const char *line, const KithAddress *author)
{
	const char *start = kith_line_bare(line);

	/* "Doe Tools Ltd" is the firm of the Does. */
	if (author == NULL || strlen(start) > MAX_NAME_BYTES || strpbrk(start, "@0123456789?!:") != NULL ||
	    kith_line_has_legal_form(start))
		return 0;
	g_auto(GStrv) words = name_words(start);
	guint count = g_strv_length(words);
	if (count == 0)
		return 0;
	if (author->name != NULL && strchr(author->name, '@') == NULL) {
		g_auto(GStrv) names = name_words(author->name);
		unsigned common = common_words(words, names);

		if ((common >= 2 && count <= 7) || is_wide_name(start, author->name))
			return 2;
		if (common == 1 && count == 1)
			return 1;
		if (common == 1 && count <= 3 && g_unichar_isupper(g_utf8_get_char(start)) &&
		    !kith_line_has_phrase(start, kith_phrases("organization")))
			return 2;
	}
	return author->address != NULL ? common_with_local(words, count, author->address) : 0;
}

bool kith_line_is_person(const char *line)
{
	const char *p = kith_line_bare(line);
	unsigned words = 0, capitals = 0;

	if (strlen(p) > MAX_NAME_BYTES || strpbrk(p, "0123456789@:/|&?!()_") != NULL ||
	    kith_line_has_phrase(p, kith_phrases("organization")) || kith_line_has_phrase(p, kith_phrases("title")) ||
	    kith_line_has_phrase(p, kith_phrases("department")) || kith_line_has_legal_form(p) ||
	    kith_phrases_start(kith_phrases("greeting"), p, NULL))
		return false;
	for (bool edge = true; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (edge && g_unichar_isalpha(c)) {
			words++;
			capitals += g_unichar_isupper(c) != 0;
		}
		edge = c == ' ';
	}
	return words >= 2 && words <= 5 && capitals >= 2 && capitals + 2 >= words;
}

/* --- phrases */

static bool is_name_like(const KithPhraseHit *hit, const char *line)
{
	const char *end = hit->at + hit->length;

	if (g_unichar_islower(g_utf8_get_char(hit->at)))
		return false;
	if (hit->at > line && strchr(".@/_", hit->at[-1]) != NULL)
		return false;	/* of an address */
	return *end != '@' && !(*end == '.' && g_ascii_isalnum(end[1]));
}

bool kith_line_has_phrase(const char *line, const KithPhrases *phrases)
{
	KithPhraseHit hit;

	if (strlen(line) > KITH_SIGNED_LINE_BYTES)
		return false;
	for (const char *p = line; kith_phrases_find(phrases, p, &hit); p = hit.at + hit.length) {
		if (is_name_like(&hit, line))
			return true;
	}
	return false;
}

/* "SARL Example": a form in capitals before a name. */
static bool is_form_before_name(const KithPhraseHit *hit)
{
	const char *end = hit->at + hit->length;
	unsigned letters = 0;

	for (const char *p = hit->at; p < end; p = g_utf8_next_char(p), letters++) {
		if (!g_unichar_isupper(g_utf8_get_char(p)))
			return false;
	}
	if (letters < 3 || *end != ' ')
		return false;
	gunichar next = g_utf8_get_char(end + 1);
	return g_unichar_isupper(next) || next == 0x00ab || next == 0x201e || next == '"';
}

/* A short form is believed in capitals ("AS", not "As"), and few without a name before them. */
bool kith_line_has_legal_form(const char *line)
{
	const char *start = kith_line_bare(line);
	KithPhraseHit hit;

	if (strlen(line) > KITH_SIGNED_LINE_BYTES)
		return false;
	for (const char *p = start; kith_phrases_find(kith_phrases("legal-form"), p, &hit); p = hit.at + hit.length) {
		bool is_short = hit.length == 2 && (guchar)*hit.at < 0x80;
		bool is_wide = g_unichar_iswide(g_utf8_get_char(hit.at));

		/* "s.r.o.", "d.o.o.", "inc.", "mbH" are written small. */
		bool is_dotted = hit.length > 3 ? strchr(hit.phrase->text, '.') != NULL
						: hit.length == 3 && strcmp(hit.at + hit.length, ".") == 0;
		bool is_small = is_dotted && hit.at > start && hit.at[-1] == ' ';
		bool is_first = hit.at == start && !is_form_before_name(&hit);
		if (!is_wide && !is_small && (is_first || !is_name_like(&hit, line)))
			continue;
		if (!is_short || g_ascii_isupper(hit.at[1]) || strncmp(hit.at, "Oy", 2) == 0)
			return true;
	}
	return false;
}

/* --- places */

/* Digits of a place's code: 4 to 6 of them between other things. */
static bool has_code(const char *line)
{
	for (const char *p = line; *p != '\0';) {
		size_t digits = strspn(p, "0123456789");

		if (digits >= 4 && digits <= 6 && (p == line || !g_ascii_isalnum(p[-1])) && !g_ascii_isalpha(p[digits]))
			return true;
		p += MAX(digits, 1);
	}
	return false;
}

static bool has_street_word(const char *line)
{
	static const char *const ends[] = {"stra\u00dfe ", "strasse ", "str. ", "weg ", "platz ", "gasse ", "allee ",
					   "straat ", "laan ", "gatan ", "v\u00e4gen ", "vej ", "gade ", "katu "};
	g_autofree char *lower = g_utf8_strdown(line, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		const char *found = strstr(lower, ends[i]);

		if (found != NULL && g_ascii_isdigit(found[strlen(ends[i])]))
			return true;
	}
	return kith_line_has_phrase(line, kith_phrases("street"));
}

bool kith_line_is_postal(const char *line)
{
	const char *start = kith_line_bare(line);

	if (strlen(start) > 120 || strpbrk(start, "0123456789") == NULL || strpbrk(start, "?!@") != NULL)
		return false;
	return has_code(start) || has_street_word(start);
}

/* --- prose */

typedef struct {
	unsigned letters, words, lower, wide, bars;
	gunichar last;
} Measure;

static Measure measure(const char *line)
{
	Measure m = {0};
	gunichar before = ' ';

	for (const char *p = line; *p != '\0' && m.letters <= KITH_SIGNED_LINE_BYTES; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == ' ' && before == ' ')
			continue;	/* columns */
		if (c == '<' && before != ' ' && (g_str_has_prefix(p, "<mailto:") || g_str_has_prefix(p, "<http"))) {
			size_t link = strcspn(p, "> ");	/* where the words before it lead to */

			p += p[link] == '>' ? link : 0;
			continue;
		}
		m.letters++;
		m.wide += g_unichar_iswide(c) != 0;
		m.bars += c == '|' || c == 0x2022 || c == 0x00b7;
		if (before == ' ' && c != ' ') {
			m.words++;
			m.lower += g_unichar_islower(c) != 0;
		}
		before = c;
		if (c != ' ')
			m.last = c;
	}
	return m;
}

/* A line that ends like a sentence and has the words for one. */
bool kith_line_is_prose(const char *line)
{
	Measure m = measure(kith_line_bare(line));
	bool ends = m.last == '.' || m.last == '!' || m.last == '?';

	if (m.letters > MAX_PROSE_LETTERS && !(m.bars >= 2 && m.letters < 250))
		return true;
	if (m.bars >= 2)
		return false;
	if (m.wide * 2 > m.letters)
		return m.last == 0x3002 || m.last == 0xff1f || m.last == 0xff01 || m.letters > 40;
	if (m.words >= 5 && (ends || m.last == ',') && m.lower * 2 >= m.words)
		return true;
	if (m.words >= 3 && ends && m.lower + 1 >= m.words)
		return true;
	return m.words >= 8 && m.lower * 3 >= m.words * 2;
}

/* --- domains */

bool kith_line_is_domain(const char *line, const char *domain)
{
	size_t label = strcspn(domain, ".");
	g_autoptr(GString) squeezed = g_string_new(NULL);

	for (const char *p = line; *p != '\0'; p++) {
		if (g_ascii_isalnum(*p))
			g_string_append_c(squeezed, g_ascii_tolower(*p));
	}
	return label >= 4 && squeezed->len <= 3 * label && g_ascii_strncasecmp(squeezed->str, domain, label) == 0;
}
