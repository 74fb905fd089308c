/* SPDX-License-Identifier: MIT
 * footer.c - what mail programs, lists, scanners, companies and their lawyers write below a mail.
 * In: marked lines. Out: more marks. Next: src/parse/sign-off.c
 *
 * Most footers say in their first words what they are. What could be a person's sentence as well is
 * believed only below a rule or beside an address, and only near the end.
 */
#include <string.h>

#include "sign-off.h"

#define MAX_FOOTER_LINES 30
#define MAX_BETWEEN 3		/* paragraphs without lawyers' words inside a disclaimer */
#define MAX_LOOK_LINES 7
#define MAX_GOING_ON 15

/* How long LINE is up to its first link. */
static size_t words_length(const char *line)
{
	const char *link = strstr(line, "://"), *host = kith_find_nocase(line, "www.");

	if (link == NULL || (host != NULL && host < link))
		link = host;
	if (link == NULL)
		return strlen(line);
	while (link > line && (g_ascii_isalpha(link[-1]) || strchr("<([", link[-1]) != NULL))
		link--;
	return (size_t)(link - line);
}

static bool is_link_only(const char *line)
{
	const char *start = line + strspn(line, " \t<([");

	return (kith_starts_nocase(start, "http://") || kith_starts_nocase(start, "https://")) &&
	       strpbrk(start, " \t") == NULL;
}

static bool is_short_phrase(const char *text)
{
	const char *blank = strchr(text, ' ');

	return blank == NULL || strchr(blank + 1, ' ') == NULL;
}

/* --- mail programs */

static bool is_program_line(const char *line, bool is_last)
{
	const char *start = kith_line_bare(line);
	size_t length = words_length(start);
	KithPhraseHit hit;

	if (length > 120 || g_str_has_suffix(start, "?"))
		return false;
	if (kith_phrases_start(kith_phrases("program"), start, &hit))
		return true;
	if (length > 70 || memchr(start, ',', length) != NULL || g_str_has_suffix(start, ":") ||
	    !kith_phrases_start(kith_phrases("program-maybe"), start, &hit))
		return false;
	/* "Sent from" needs the name of a program or a machine behind it; a sentence, one that is known. */
	const char *rest = hit.at + hit.length;
	rest += strspn(rest, " \t");
	/* "Sent via DHL yesterday" is news: what is not known stands last, and is few words. */
	if (kith_phrases_find(kith_phrases("device"), rest, NULL))
		return true;
	return is_last && *rest != '\0' && !g_str_has_suffix(rest, ".") && strpbrk(rest, "0123456789") == NULL &&
	       g_unichar_isupper(g_utf8_get_char(start)) && is_short_phrase(rest);
}

/* The line stands alone: at the end, or with blank lines (or nothing) around it. */
static bool stands_alone(const KithMarked *marked, guint i, guint start, guint end)
{
	return (i == start || !kith_own_at(marked, i - 1) || kith_own_next(marked, i + 1, end) == end) &&
	       (i + 1 == end || !kith_own_at(marked, i + 1) || is_link_only(kith_line_at(marked, i + 1)) ||
		kith_own_paragraph_end(marked, i, MIN(end, i + 4)) <= i + 3);
}

static guint mark_program(KithMarked *marked, guint i, guint end)
{
	guint until = i + 1;

	if (until < end && is_link_only(kith_line_at(marked, until)))
		until++;
	kith_own_mark(marked, kith_own_divider_above(marked, i), until, KITH_ZONE_FOOTER, "mail program");
	return until;
}

/* --- lists, scanners, newsletters */

/* LINE begins like one of the footers of LIST. */
static bool is_footer_line(const char *line, const char *list)
{
	const char *start = kith_line_bare(line);
	KithPhraseHit hit;

	if (!kith_phrases_start(kith_phrases(list), start, &hit) ||
	    (hit.at[hit.length] != '\0' && g_str_has_suffix(start, "?")))
		return false;
	/* One or two words may begin any sentence; alone, or before a link, they are a button. */
	return !is_short_phrase(hit.phrase->text) || words_length(start) <= hit.length + 4;
}

static bool has_address_below(const KithMarked *marked, guint i, guint end)
{
	if (strlen(kith_line_at(marked, i)) >= 100 || end - i > 12)
		return false;
	for (guint k = i; k < end && k < i + 3; k++) {
		if (strstr(kith_line_at(marked, k), "://") != NULL || strchr(kith_line_at(marked, k), '@') != NULL)
			return true;
	}
	return false;
}

/* The author greets or signs below I's paragraph: what stands there is a sentence of his own. Thanks alone are
 * a lawyer's, too. */
static bool mail_goes_on(const KithMarked *marked, guint i, guint end)
{
	guint below = kith_own_paragraph_end(marked, i, MIN(end, i + MAX_FOOTER_LINES));
	guint at = kith_own_next(marked, below, end);

	for (guint lines = 0; at < end && lines < MAX_GOING_ON; lines++) {
		guint next = kith_own_next(marked, at + 1, end);

		if (kith_line_name(kith_line_at(marked, at), marked->author) > 0 ||
		    (next < end && kith_line_is_greeting(kith_line_at(marked, at))))
			return true;
		at = next;
	}
	return false;
}

/* "I wrote to list-unsubscribe@example.com", "bitte nehmen Sie mich aus dem Verteiler": somebody speaks. */
static bool is_spoken(const KithMarked *marked, guint i)
{
	guint from = i, until = i + 1;

	while (from > 0 && i - from < 3 && kith_own_at(marked, from - 1))
		from--;
	while (until < marked->lines->len && until - i < 3 && kith_own_at(marked, until))
		until++;
	for (guint k = from; k < until; k++) {
		if (kith_phrases_find(kith_phrases("speaker"), kith_line_at(marked, k), NULL))
			return true;
	}
	return false;
}

static bool is_list_footer(const KithMarked *marked, guint i, guint end)
{
	const char *line = kith_line_at(marked, i);

	if (g_str_has_suffix(line, "?") || kith_line_is_postscript(line) ||
	    !kith_phrases_find(kith_phrases("footer-word"), line, NULL))
		return false;
	/* "the new privacy policy is at https://..." is a sentence; a footer begins with its words. */
	bool begins = kith_phrases_start(kith_phrases("footer-word"), kith_line_bare(line), NULL) ||
		      kith_phrases_find(kith_phrases("footer-list"), line, NULL);
	return (kith_own_divider_above(marked, i) < i || (begins && has_address_below(marked, i, end))) &&
	       !is_spoken(marked, i) && !mail_goes_on(marked, i, end);
}

/* --- lawyers */

static bool has_lawyer_word(const KithMarked *marked, guint from, guint until)
{
	for (guint i = from; i < until; i++) {
		if (kith_phrases_find_part(kith_phrases("lawyer"), kith_line_at(marked, i), NULL))
			return true;
	}
	return false;
}

/* "... as you asked:" and below it words in quotation marks: the author cites, or proposes, a footer. */
static bool is_cited(const KithMarked *marked, guint i)
{
	static const char *const quotes[] = {"\"", "\u201c", "\u201e", "\u00ab", "\u300c"};
	const char *start = kith_line_at(marked, i) + strspn(kith_line_at(marked, i), " \t");
	guint above = i;

	while (above > 0 && kith_line_is_blank(kith_line_at(marked, above - 1)))
		above--;
	if (above == 0 || !kith_own_at(marked, above - 1) || !g_str_has_suffix(kith_line_at(marked, above - 1), ":"))
		return false;
	for (size_t q = 0; q < G_N_ELEMENTS(quotes); q++) {
		if (g_str_has_prefix(start, quotes[q]))
			return true;
	}
	return false;
}

/* How many different lawyers' words LINES hold, up to two. */
static guint count_lawyer_words(const KithMarked *marked, guint from, guint until)
{
	const KithPhrase *first = NULL;
	KithPhraseHit hit;

	for (guint i = from; i < until; i++) {
		for (const char *p = kith_line_at(marked, i); kith_phrases_find_part(kith_phrases("lawyer"), p, &hit);
		     p = hit.at + hit.length) {
			if (first != NULL && hit.phrase != first)
				return 2;
			first = hit.phrase;
		}
	}
	return first != NULL;
}

/* A rule, the author's name or a greeting is above I: what follows may be a footer. */
static bool is_below_end(const KithMarked *marked, guint i)
{
	if (kith_own_divider_above(marked, i) < i)
		return true;
	for (guint up = i, lines = 0; up > 0 && lines < MAX_FOOTER_LINES; up--) {
		const char *line = kith_line_at(marked, up - 1);

		if (!kith_own_at(marked, up - 1))
			continue;
		if (kith_line_name(line, marked->author) > 0 || kith_line_is_greeting(line))
			return true;
		lines++;
	}
	return false;
}

/* "This document is confidential" is what a person may write; below the mail's end a lawyer did. */
static bool is_disclaimer_line(const KithMarked *marked, guint i, guint end)
{
	if (!kith_phrases_start(kith_phrases("disclaimer"), kith_line_bare(kith_line_at(marked, i)), NULL))
		return false;
	guint words = count_lawyer_words(marked, i, MIN(end, i + MAX_LOOK_LINES)) +
		kith_phrases_find(kith_phrases("lawyer-start"), kith_line_at(marked, i), NULL);
	return words >= 2 || (words == 1 && end - i <= 2 * MAX_FOOTER_LINES && is_below_end(marked, i));
}

/* Lines of a paragraph are wrapped anywhere: the phrase may go on in the next. */
static bool is_misdirected(const KithMarked *marked, guint from, guint until)
{
	g_autoptr(GString) joined = g_string_new(NULL);

	for (guint i = from; i < until; i++) {
		g_string_append(joined, kith_line_at(marked, i));
		g_string_append_c(joined, ' ');
	}
	/* "Wir haben zwei Paletten irrtümlich erhalten" is trade. */
	return kith_phrases_find(kith_phrases("misdirected"), joined->str, NULL) &&
	       count_lawyer_words(marked, from, until) >= 2;
}

static bool is_thanks(const KithMarked *marked, guint from, guint until)
{
	const char *line = kith_line_at(marked, from);

	return until == from + 1 && strlen(line) < 40 &&
	       kith_phrases_start(kith_phrases("greeting"), kith_line_bare(line), NULL);
}

/* Behind the disclaimer that begins at I. Above a text, only what speaks of lawyers' things is one;
 * below a text, also what stands between such paragraphs. */
static guint disclaimer_end(const KithMarked *marked, guint i, guint end, bool text_above)
{
	guint last = kith_own_paragraph_end(marked, i, end), between = 0;

	/* A heading alone: what it heads belongs to it. */
	if (last == i + 1 && strlen(kith_line_at(marked, i)) < 60)
		last = kith_own_paragraph_end(marked, kith_own_next(marked, last, end), end);
	for (guint from = kith_own_next(marked, last, end); from < end && between <= MAX_BETWEEN;) {
		guint until = kith_own_paragraph_end(marked, from, end);

		if (has_lawyer_word(marked, from, until) || is_footer_line(kith_line_at(marked, from), "footer") ||
		    (kith_own_next(marked, until, end) == end && between == 0 && is_thanks(marked, from, until))) {
			last = until;
			between = 0;
		} else if (!text_above) {
			break;
		} else {
			between++;
		}
		from = kith_own_next(marked, until, end);
	}
	return last;
}

/* --- what the law makes companies write: "Sitz der Gesellschaft: ... HRB 12345" */

/* How many of a line's words name a company's data, and how many of them are followed by it. */
static void count_company_words(const char *line, guint *words, guint *data)
{
	KithPhraseHit hit;

	for (const char *p = line; kith_phrases_find(kith_phrases("company"), p, &hit); p = hit.at + hit.length) {
		const char *after = hit.at + hit.length;

		after += strspn(after, " .");
		(*words)++;
		*data += *after == ':' || g_ascii_isdigit(*after) || after[-1] == ':' ||
			 g_str_has_prefix(after, "Nr") || g_str_has_prefix(after, "DE") ||
			 g_str_has_prefix(after, "No");
	}
}

static bool is_company_data(const KithMarked *marked, guint i, guint end)
{
	guint words = 0, data = 0, until = kith_own_paragraph_end(marked, i, end);

	if (i > 0 && g_str_has_suffix(kith_line_at(marked, i - 1), ":"))
		return false;	/* asked for, and told */
	count_company_words(kith_line_at(marked, i), &words, &data);
	if (words == 0 || data == 0)
		return false;
	for (guint k = i + 1; k < until && k < i + MAX_LOOK_LINES; k++)
		count_company_words(kith_line_at(marked, k), &words, &data);
	return data >= 2 && words >= 2;
}

/* Behind the company's data: how to call the author may stand below them without a blank line. */
static guint company_data_end(const KithMarked *marked, guint i, guint end)
{
	for (i++; i < end && kith_own_at(marked, i); i++) {
		const char *line = kith_line_at(marked, i);

		if ((strchr("+(", *line) != NULL ||
		     kith_phrases_start(kith_phrases("phone-label"), kith_line_bare(line), NULL)) &&
		    kith_line_has_contact(line))
			break;
	}
	return i;
}

/* --- all of them */

static guint mark_paragraph(KithMarked *marked, guint i, guint until, KithZoneKind zone, const char *rule)
{
	kith_own_mark(marked, kith_own_divider_above(marked, i), until, zone, rule);
	return until;
}

/* Marks the footer at I, if there is one, and says where to go on. */
static guint mark_one(KithMarked *marked, guint i, guint start, guint end, bool text_above)
{
	const char *line = kith_line_at(marked, i);
	bool is_near_end = end - i <= MAX_FOOTER_LINES;
	bool opens = i == start || !kith_own_at(marked, i - 1);	/* a paragraph */

	if (is_program_line(line, text_above && kith_own_next(marked, i + 1, end) == end) &&
	    stands_alone(marked, i, start, end))
		return mark_program(marked, i, end);
	bool may_be_footer = text_above && (is_near_end || opens);
	if ((may_be_footer && is_footer_line(line, "footer") && !mail_goes_on(marked, i, end)) ||
	    is_footer_line(line, "preheader"))
		return mark_paragraph(marked, i, kith_own_paragraph_end(marked, i, end), KITH_ZONE_FOOTER, "footer");
	if (is_near_end && is_list_footer(marked, i, end))
		return mark_paragraph(marked, i, end, KITH_ZONE_FOOTER, "list footer");
	if (opens && text_above && is_cited(marked, i))
		return kith_own_paragraph_end(marked, i, end);
	if ((is_disclaimer_line(marked, i, end) && !(text_above && mail_goes_on(marked, i, end))) ||
	    (opens && is_misdirected(marked, i, kith_own_paragraph_end(marked, i, MIN(end, i + MAX_FOOTER_LINES)))))
		return mark_paragraph(marked, i, disclaimer_end(marked, i, end, text_above),
				      KITH_ZONE_DISCLAIMER, "disclaimer");
	if (is_near_end && text_above && is_company_data(marked, i, end))
		return mark_paragraph(marked, i, company_data_end(marked, i, end), KITH_ZONE_DISCLAIMER,
				      "company data");
	return i + 1;
}

void kith_mark_footers(KithMarked *marked, guint start, guint end)
{
	bool text_above = false;

	for (guint i = start; i < end;) {
		guint at = i;

		i = kith_own_at(marked, i) ? mark_one(marked, i, start, end, text_above) : i + 1;
		text_above = text_above || kith_own_at(marked, at);
	}
}
