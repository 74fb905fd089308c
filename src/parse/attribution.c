/* SPDX-License-Identifier: MIT
 * attribution.c - "On Monday, Jane Doe <jane@example.com> wrote:" in many languages and orders.
 * In: lines. Out: how many of them introduce a quotation. Next: src/parse/heading.c
 *
 * A verb alone is found in any sentence. An attribution is sure when it also says when and who;
 * else it counts only above a quotation.
 */
#include <string.h>

#include "quote.h"
#include "words.h"

#define MAX_LINES 6
#define MAX_BYTES 600
#define MAX_BEHIND_VERB_BYTES 160
#define MAX_UNPUNCTUATED_BYTES 90

static const KithPhrases *openers(void)
{
	static const KithPhrases *list;

	return list != NULL ? list : (list = kith_phrases("attribution-opener"));
}

static const KithPhrases *verbs(void)
{
	static const KithPhrases *list;

	return list != NULL ? list : (list = kith_phrases("attribution-verb"));
}

static const KithPhrases *pronouns(void)
{
	static const KithPhrases *list;

	return list != NULL ? list : (list = kith_phrases("pronoun"));
}

/* --- dates */

typedef struct {
	bool clock, year, day;	/* 10:12; 2026; 2/3/26 */
	bool address;
	unsigned digits;
} Signs;

static bool is_mark(char c)
{
	return c == '/' || c == '-' || c == '.';
}

/* A number of LENGTH digits at P: what the letters around it make of it. */
static void look_at_number(const char *text, const char *p, size_t length, Signs *signs)
{
	const char *end = p + length;
	bool is_year = length == 4 && (strncmp(p, "19", 2) == 0 || strncmp(p, "20", 2) == 0);

	signs->digits += (unsigned)length;
	signs->year |= is_year;
	if ((*end == ':' || *end == 'h') && length <= 2 && g_ascii_isdigit(end[1]) && g_ascii_isdigit(end[2]))
		signs->clock = true;
	if (is_mark(*end) && g_ascii_isdigit(end[1]) && p - text >= 2 && is_mark(p[-1]) && g_ascii_isdigit(p[-2]) &&
	    p[-1] == *end)
		signs->day = true;
}

static Signs signs_of(const char *text)
{
	Signs signs = {0};

	for (const char *p = text; *p != '\0';) {
		size_t length = strspn(p, "0123456789");

		if (length > 0)
			look_at_number(text, p, length, &signs);
		else
			signs.address |= *p == '@' && p > text && g_ascii_isalnum(p[1]) && !g_ascii_isspace(p[-1]);
		p += MAX(length, 1);
	}
	return signs;
}

static bool has_date(const Signs *signs)
{
	return (signs->clock && signs->digits >= 4) || signs->day || (signs->year && signs->digits >= 5);
}

bool kith_text_has_clock(const char *text)
{
	return signs_of(text).clock;
}

bool kith_text_has_date(const char *text)
{
	Signs signs = signs_of(text);

	return has_date(&signs);
}

/* --- one candidate, its lines joined */

typedef struct {
	const char *language;
	bool opened;		/* begins with a word that attributions begin with */
	bool has_verb;
	bool told;		/* a pronoun does it: "you wrote" */
	bool verb_is_last;
	bool colon;		/* at the end, or dashes around it all */
	Signs signs;
} Reading;

static const char *behind_dashes(const char *text)
{
	size_t dashes = strspn(text, "-");

	return dashes >= 2 ? text + dashes : text;
}

/* Cuts decoration, dashes and the colon from the end of TEXT; true when there was a colon, or dashes on both sides. */
static bool trim_end(char *text, bool dashed)
{
	size_t length = strlen(text);
	bool ended = false;

	for (;;) {
		const char *last = length > 0 ? g_utf8_prev_char(text + length) : text;
		gunichar c = length > 0 ? g_utf8_get_char(last) : 0;
		bool is_end = c == ':' || c == 0xff1a || (c == '-' && dashed);

		bool is_mark = (c >= 0x200b && c <= 0x206f) || c == 0xa0 ||
			       (c < 0x7f && strchr(" \t*_\"'-", (int)c) != NULL);
		if (c == 0 || (!is_end && !is_mark))
			break;
		ended |= is_end;
		length = (size_t)(last - text);
	}
	text[length] = '\0';
	return ended;
}

/* "As I wrote:", "Sie schrieben am Montag:" are sentences. */
static bool is_told(const char *text, const KithPhraseHit *verb)
{
	KithPhraseHit hit;

	if (kith_phrases_start(pronouns(), text, &hit) && strcmp(hit.phrase->language, verb->phrase->language) == 0)
		return true;
	const char *end = verb->at;
	while (end > text && end[-1] == ' ')
		end--;
	const char *start = end;
	while (start > text && start[-1] != ' ')
		start--;
	g_autofree char *before = g_strndup(start, (size_t)(end - start));
	return kith_phrases_whole(pronouns(), before, &hit) &&
	       strcmp(hit.phrase->language, verb->phrase->language) == 0;
}

/* The last verb of TEXT; its sentence may go on with the name or the date. */
static void find_verb(const char *text, Reading *reading)
{
	KithPhraseHit hit, last = {0};

	for (const char *p = text; kith_phrases_find(verbs(), p, &hit); p = hit.at + hit.length)
		last = hit;
	if (last.phrase == NULL || strlen(last.at) > last.length + MAX_BEHIND_VERB_BYTES)
		return;
	reading->told = is_told(text, &last);
	reading->has_verb = !reading->told;
	reading->language = last.phrase->language;
	reading->verb_is_last = last.at[last.length] == '\0';
}

static Reading read_text(const char *joined)
{
	Reading reading = {.language = "-"};
	const char *start = kith_line_skip(behind_dashes(kith_line_skip(joined)));
	g_autofree char *text = g_strdup(start + strspn(start, "[("));
	KithPhraseHit hit;

	bool dashed = g_str_has_prefix(kith_line_skip(joined), "--");
	reading.colon = trim_end(text, dashed);
	size_t length = strlen(text);
	if (length > 0 && strchr("])", text[length - 1]) != NULL && strpbrk(joined, "[(") == start)
		text[length - 1] = '\0';	/* "[Jane Doe wrote]" */
	reading.signs = signs_of(text);
	reading.opened = kith_phrases_start(openers(), text, &hit);
	if (reading.opened)
		reading.language = hit.phrase->language;
	find_verb(text, &reading);
	return reading;
}

/* 0: no attribution; 1: above a quotation; 2: by itself. */
static int strength(const char *joined)
{
	Reading reading = read_text(joined);
	const Signs *signs = &reading.signs;
	bool date = has_date(signs);

	if (!reading.colon) {
		bool short_name = strlen(joined) < MAX_UNPUNCTUATED_BYTES &&
				  g_unichar_isupper(g_utf8_get_char(kith_line_skip(joined)));
		/* "2026/3/2 Jane Doe <jane@example.com>" */
		bool bare = signs->address && date && g_ascii_isdigit(*kith_line_skip(joined)) &&
			    strlen(joined) < MAX_UNPUNCTUATED_BYTES && g_str_has_suffix(joined, ">");
		return bare || (reading.verb_is_last && (short_name || (reading.opened && date && signs->address)));
	}
	if (reading.has_verb && date && (signs->address || (reading.opened && reading.verb_is_last && signs->clock)))
		return 2;
	/* "2026-03-01 10:00 GMT+01:00 Jane Doe <jane@example.com>:", "Missatge de Jane Doe <...> del dia ...:" */
	if (signs->address && signs->clock && (signs->year || signs->day) &&
	    (reading.opened || g_str_has_suffix(joined, ">:") || g_str_has_suffix(joined, "):")))
		return 2;
	/* "Monday, 2 March 2026, 10:12, you wrote:" */
	return reading.has_verb || (reading.told && date) || (reading.opened && (date || signs->address)) ||
	       (signs->address && strlen(joined) < 200);
}

/* --- over lines */

static bool has_opener(const char *line)
{
	return kith_phrases_start(openers(), behind_dashes(kith_line_skip(line)), NULL);
}

/* Without an opening word, only a date or an address lets an attribution go on in the next line. */
static bool may_wrap(const char *line)
{
	Signs signs = signs_of(line);

	return has_opener(line) || signs.address || has_date(&signs);
}

/* "<" without ">": the mark that the next line begins with closes an address. */
static bool is_open(const GString *joined)
{
	int open = 0;

	for (const char *p = joined->str; *p != '\0'; p++)
		open += (*p == '<') - (*p == '>');
	return open > 0;
}

/* Whether the candidate may go on with LINE. */
static bool goes_on(const KithMarked *marked, guint i, guint count, const GString *joined)
{
	const char *line = kith_line_at(marked, i + count);

	if (joined->len + strnlen(line, MAX_BYTES) > MAX_BYTES)
		return false;
	if (kith_line_is_blank(line))	/* one, in the middle of an address */
		return i + count + 1 < marked->lines->len && kith_line_at(marked, i + count + 1)[0] == '<' &&
		       has_opener(joined->str);
	if (g_str_has_prefix(kith_line_skip(line), "--"))
		return false;
	return !marked->quoted[i + count] || (is_open(joined) && *line == '>');
}

/* Yahoo's phones set the quotation behind it, in the same line: "...> wrote:   Dear Jane". */
static bool has_quotation_behind(const char *joined)
{
	for (const char *p = strstr(joined, ":  "); p != NULL; p = strstr(p + 1, ":  ")) {
		g_autofree char *head = g_strndup(joined, (size_t)(p + 1 - joined));

		if (p[1] != '\0' && *kith_line_skip(p + 1) != '\0')
			return strength(head) == 2;
	}
	return false;
}

bool kith_attribution_at(const KithMarked *marked, guint i, KithAttribution *ret_attribution)
{
	const char *first = kith_line_at(marked, i);

	if (strnlen(first, MAX_BYTES) == MAX_BYTES)
		return false;
	bool opened = has_opener(first);
	g_autoptr(GString) joined = g_string_new(first);
	guint most = may_wrap(first) ? MAX_LINES : 1;
	for (guint count = 1; count <= most; count++) {
		int found = has_quotation_behind(joined->str) ? 2 : strength(joined->str);

		if (found > 0) {
			*ret_attribution = (KithAttribution) {
				.count = count, .is_sure = found == 2, .language = read_text(joined->str).language,
			};
			return true;
		}
		if (count == most || i + count >= marked->lines->len || !goes_on(marked, i, count, joined))
			return false;
		const char *line = kith_line_at(marked, i + count);
		/* An answer's last line may hold an address, and the attribution begins below it. */
		if (!opened && has_opener(line))
			return false;
		g_string_append_printf(joined, "%s%s", is_open(joined) ? "" : " ", line);
	}
	return false;
}
