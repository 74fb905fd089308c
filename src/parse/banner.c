/* SPDX-License-Identifier: MIT
 * banner.c - what a gateway wrote above a mail that came from outside.
 * In: marked lines. Out: more marks. Next: src/parse/footer.c
 */
#include <string.h>

#include "sign-off.h"

#define MAX_TOP_LINES 12	/* own lines among which banners stand */
#define MAX_BANNER_LINES 8
#define LONG_LINE 60		/* a sentence in a line as long may go on in the next */

/* "[EXTERNAL]", "*** Externe E-Mail ***" */
static bool is_label(const char *line)
{
	const char *start = kith_line_bare(line);
	size_t length = strlen(start);

	if (length > 60)
		return false;
	while (length > 0 && strchr(" \t*_<>-])\"'|#=~:!.", start[length - 1]) != NULL)
		length--;
	g_autofree char *text = g_strndup(start, length);
	/* Without a bracket, a star or capitals it may be an answer: "External". */
	bool is_marked = start > line || strchr(start + length, ']') != NULL;
	if (!is_marked && strchr(text, ' ') == NULL) {
		g_autofree char *upper = g_utf8_strup(text, -1);

		if (strcmp(upper, text) != 0)
			return false;
	}
	return kith_phrases_whole(kith_phrases("banner-alone"), text, NULL);
}

static bool ends_sentence(const char *line)
{
	size_t length = strlen(line);

	while (length > 0 && strchr(" \t*_>-])\"'|#=~", line[length - 1]) != NULL)
		length--;
	return length > 0 && strchr(".!?:", line[length - 1]) != NULL;
}

/* Two of a banner's words, or the start of another one. */
static bool is_more(const char *line)
{
	const KithPhrases *words = kith_phrases("banner-word");
	KithPhraseHit first, second;

	if (kith_phrases_start(kith_phrases("banner"), kith_line_bare(line), NULL))
		return true;
	return kith_phrases_find(words, line, &first) &&
	       kith_phrases_find(words, first.at + first.length, &second) && second.phrase != first.phrase;
}

/* "[EXTERNAL] This message came from outside Example Ltd.": a label before the sentence. */
static bool is_labelled(const char *line)
{
	const char *start = kith_line_bare(line);
	KithPhraseHit hit;

	if (start == line || g_str_has_suffix(line, "?") ||
	    !kith_phrases_start(kith_phrases("banner-alone"), start, &hit))
		return false;
	const char *behind = hit.at + hit.length, *rest = kith_line_bare(behind + strspn(behind, "]*:!|# \t"));
	return behind[strspn(behind, " ")] != '\0' && strchr("]*|#", behind[strspn(behind, " ")]) != NULL &&
	       *rest != '\0' && is_more(rest);
}

/* "Attention! This email ...": the paragraph has two of a banner's words, or one and a mail's. */
static bool is_warning(const KithMarked *marked, guint i)
{
	static const char *const lists[] = {"banner-word", "banner-mail"};
	const KithPhrase *seen = NULL;
	KithPhraseHit start, hit;

	if (!kith_phrases_start(kith_phrases("banner-maybe"), kith_line_bare(kith_line_at(marked, i)), &start))
		return false;
	const char *rest = start.at + start.length;
	guint found = kith_find_nocase(start.phrase->text, "extern") != NULL;
	for (guint k = i; k < marked->lines->len && k < i + MAX_BANNER_LINES && kith_own_at(marked, k); k++) {
		rest = k == i ? rest : kith_line_at(marked, k);
		for (size_t list = 0; list < G_N_ELEMENTS(lists); list++) {
			if (!kith_phrases_find(kith_phrases(lists[list]), rest, &hit) || hit.phrase == seen)
				continue;
			found += 1 + (list == 0 && is_more(rest));
			seen = hit.phrase;
		}
	}
	return found >= 2;
}

static bool goes_on(const char *above, const char *line)
{
	return strlen(above) >= LONG_LINE && !ends_sentence(above) &&
	       g_unichar_islower(g_utf8_get_char(kith_line_bare(line)));
}

/* Behind the banner whose first line is at I. Text may follow without a blank line. */
static guint banner_end(const KithMarked *marked, guint i)
{
	guint end = i + 1;

	while (end < marked->lines->len && end - i < MAX_BANNER_LINES && kith_own_at(marked, end)) {
		const char *line = kith_line_at(marked, end), *above = kith_line_at(marked, end - 1);

		if (!goes_on(above, line) && !kith_line_is_divider(line) && !is_label(line) && !is_more(line))
			break;
		end++;
	}
	return end;
}

static guint with_rules(const KithMarked *marked, guint end)
{
	guint next = kith_own_next(marked, end, MIN(end + 2, marked->lines->len));

	return next < marked->lines->len && kith_own_at(marked, next) &&
	       kith_line_is_divider(kith_line_at(marked, next)) ? next + 1 : end;
}

void kith_mark_banner(KithMarked *marked)
{
	unsigned own = 0;

	for (guint i = 0; i < marked->lines->len && own < MAX_TOP_LINES && !kith_zone_is_old(marked->zones[i]);) {
		const char *line = kith_line_at(marked, i);
		guint end = i + 1;

		if (!kith_own_at(marked, i)) {
			i++;
			continue;
		}
		own++;
		if (is_label(line) || is_labelled(line) || is_warning(marked, i) ||
		    kith_phrases_start(kith_phrases("banner"), kith_line_bare(line), NULL)) {
			end = with_rules(marked, banner_end(marked, i));
			kith_own_mark(marked, kith_own_divider_above(marked, i), end, KITH_ZONE_BANNER,
				      "security banner");
		}
		i = end;
	}
}
