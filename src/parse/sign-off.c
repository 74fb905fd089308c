/* SPDX-License-Identifier: MIT
 * sign-off.c - where among the author's lines the signature and the footers are.
 * In: marked lines. Out: more marks. Next: src/parse/signature.c
 *
 * With a mark ("-- ") it is certain. Without one a signature is a last block of short lines
 * that begins with the author's name or follows a greeting, and holds what letterheads hold.
 */
#include <string.h>

#include "quote.h"

#define MAX_SIGNATURE_LINES 14
#define MAX_MARKED_LINES 25
#define MAX_LINE_CHARS 85
#define MAX_FOOTER_LINES 30

static const char *line_at(const KithMarked *marked, guint i)
{
	return marked->lines->pdata[i];
}

static bool is_own(const KithMarked *marked, guint i)
{
	return marked->zones[i] == KITH_ZONE_NEW && !kith_line_is_blank(line_at(marked, i));
}

/* Behind the last line of the stretch of own (or blank) lines from I on. */
static guint run_end(const KithMarked *marked, guint i)
{
	while (i < marked->lines->len && !kith_zone_is_old(marked->zones[i]))
		i++;
	return i;
}

/* What of these lines is still the author's own. */
static void mark_own(KithMarked *marked, guint from, guint until, KithZoneKind zone, const char *rule)
{
	for (guint i = from; i < until; i++) {
		if (marked->zones[i] == KITH_ZONE_NEW)
			kith_mark(marked, i, i + 1, zone, rule);
	}
}

/* --- footers */

/* A rule or "--" right above belongs to the footer. */
static guint with_divider(const KithMarked *marked, guint i)
{
	guint up = i;

	while (up > 0 && i - up < 2) {
		const char *line = line_at(marked, up - 1);

		if (marked->zones[up - 1] != KITH_ZONE_NEW)
			break;
		if (kith_line_is_divider(line) || strncmp(line, "--", 2) == 0)
			return up - 1;
		if (!kith_line_is_blank(line))
			break;
		up--;
	}
	return i;
}

static bool contains_any(const char *line, const KithWords *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (kith_find_nocase(line, words->words[i]) != NULL)
			return true;
	}
	return false;
}

static bool has_address_below(const KithMarked *marked, guint i, guint end)
{
	if (strlen(line_at(marked, i)) >= 100 || end - i > 12)
		return false;
	for (guint k = i; k < end && k < i + 3; k++) {
		if (strstr(line_at(marked, k), "://") != NULL || strchr(line_at(marked, k), '@') != NULL)
			return true;
	}
	return false;
}

/* A list's footer stands below a rule, or speaks of unsubscribing with an address. The many words are looked for last:
 * it is asked of every line. */
static bool is_list_footer(const KithMarked *marked, guint i, guint end)
{
	return (with_divider(marked, i) < i || has_address_below(marked, i, end)) &&
	       contains_any(line_at(marked, i), &kith_footer_words);
}

static const char *const lawyer_words[] = {
	"intended", "confidential", "privileged", "recipient", "virus", "vertraulich", "confidentiel",
	"confidencial", "riservat", "vertrouwelijk", "opinions", "views", "printing", "property of",
	"liab", "received this",
};

static bool is_disclaimer(const KithMarked *marked, guint i, guint end)
{
	const char *line = line_at(marked, i);
	const char *p = line + strspn(line, " \t*_<>-[(\"'");

	if (!kith_line_starts_with(p, &kith_disclaimer_words))
		return false;
	for (guint k = i; k < end && k < i + 7; k++) {
		for (size_t w = 0; w < G_N_ELEMENTS(lawyer_words); w++) {
			if (kith_find_nocase(line_at(marked, k), lawyer_words[w]) != NULL)
				return true;
		}
	}
	return false;
}

static bool is_mobile_line(const char *line)
{
	const char *p = line + strspn(line, " \t*_-");

	return strlen(p) < 90 && kith_line_starts_with(p, &kith_mobile_starts) &&
	       !g_str_has_suffix(p, "?") && strchr(p, ',') == NULL;
}

static void mark_footers(KithMarked *marked, guint start, guint end)
{
	guint from = end > start + MAX_FOOTER_LINES ? end - MAX_FOOTER_LINES : start;

	for (guint i = start; i < end; i++) {
		if (!is_own(marked, i))
			continue;
		if (is_mobile_line(line_at(marked, i))) {
			guint next = i + 1;

			while (next < end && !is_own(marked, next))
				next++;
			if (next >= end || i + 4 >= end)
				kith_mark(marked, i, i + 1, KITH_ZONE_FOOTER, "mail program");
		} else if (i >= from && is_list_footer(marked, i, end)) {
			mark_own(marked, with_divider(marked, i), end, KITH_ZONE_FOOTER, "list footer");
			return;
		} else if (is_disclaimer(marked, i, end)) {
			mark_own(marked, with_divider(marked, i), end, KITH_ZONE_DISCLAIMER, "disclaimer");
			return;
		}
	}
}

/* --- signatures */

static bool is_mark_line(const char *line)
{
	return strcmp(line, "--") == 0 || strcmp(line, "-- ") == 0 || strcmp(line, "\u2013") == 0 ||
	       strcmp(line, "\u2014") == 0;
}

static bool is_signature_rule(const KithMarked *marked, guint i, guint end)
{
	const char *line = line_at(marked, i);
	unsigned lines = 0;
	bool contact = false;

	if (!kith_line_is_divider(line) || strlen(line) < 4)
		return false;
	for (guint k = i + 1; k < end; k++) {
		if (!is_own(marked, k))
			continue;
		if (strlen(line_at(marked, k)) > MAX_LINE_CHARS || ++lines > 10)
			return false;
		contact |= kith_line_has_contact(line_at(marked, k));
	}
	return contact && lines >= 2;
}

static guint count_own(const KithMarked *marked, guint from, guint until)
{
	guint count = 0;

	for (guint i = from; i < until; i++)
		count += is_own(marked, i);
	return count;
}

static bool mark_below_rule(KithMarked *marked, guint start, guint end)
{
	for (guint i = start; i < end; i++) {
		if (marked->zones[i] != KITH_ZONE_NEW)
			continue;
		bool is_mark = is_mark_line(line_at(marked, i)) && count_own(marked, i + 1, end) <= MAX_MARKED_LINES;

		if (!is_mark && !(count_own(marked, start, i) > 0 && is_signature_rule(marked, i, end)))
			continue;
		kith_mark(marked, i, i + 1, KITH_ZONE_FOOTER, "signature mark");
		mark_own(marked, i + 1, end, KITH_ZONE_SIGNATURE, is_mark ? "below the signature mark" : "below a rule");
		return true;
	}
	return false;
}

/* Prose: a line that ends like a sentence and has the words for one. */
static bool is_prose(const char *line)
{
	size_t length = strlen(line), words = 1, lower = 0;

	for (const char *p = line; *p != '\0'; p++) {
		if (*p == ' ' && p[1] != ' ' && p[1] != '\0') {
			words++;
			lower += g_ascii_islower(p[1]) != 0;
		}
	}
	if (length > MAX_LINE_CHARS)
		return true;
	if (words >= 5 && length > 0 && strchr(".?!,", line[length - 1]) != NULL && lower * 2 >= words)
		return true;
	return words >= 8 && lower * 3 >= words * 2;
}

static bool is_signoff(const char *line)
{
	const char *p = line + strspn(line, " \t*_");
	size_t length = strlen(p);

	while (length > 0 && strchr(" ,.!*_-;:~)", p[length - 1]) != NULL)
		length--;
	if (length == 0 || length > 45)
		return false;
	for (size_t i = 0; i < kith_signoff_words.count; i++) {
		if (strlen(kith_signoff_words.words[i]) == length && kith_starts_nocase(p, kith_signoff_words.words[i]))
			return true;
	}
	return false;
}

typedef struct {
	guint name, after_signoff;	/* line numbers; UINT_MAX none */
	guint contacts, words, lines;
} Evidence;

/* Walks up from the end over what may be a signature. */
static Evidence gather(const KithMarked *marked, guint start, guint end)
{
	Evidence evidence = {.name = UINT_MAX, .after_signoff = UINT_MAX};
	guint blanks = 0, above = end;

	for (guint i = end; i-- > start && evidence.lines < MAX_SIGNATURE_LINES;) {
		const char *line = line_at(marked, i);

		if (!is_own(marked, i)) {
			if (marked->zones[i] == KITH_ZONE_NEW && ++blanks > 4)
				break;
			continue;
		}
		if (is_signoff(line)) {
			evidence.after_signoff = above;
			break;
		}
		if (is_prose(line))
			break;
		evidence.lines++;
		evidence.contacts += kith_line_has_contact(line);
		evidence.words += kith_line_has_word(line, &kith_title_words) ||
			kith_line_has_word(line, &kith_organization_words);
		above = i;
		if (kith_line_is_name(line, marked->author))
			evidence.name = i;
	}
	return evidence;
}

static void mark_unmarked(KithMarked *marked, guint start, guint end)
{
	Evidence evidence = gather(marked, start, end);
	guint from = evidence.name != UINT_MAX ? evidence.name : evidence.after_signoff;

	if (from == UINT_MAX)
		return;
	if (evidence.after_signoff != UINT_MAX && evidence.after_signoff < from)
		from = evidence.after_signoff;
	guint lines = count_own(marked, from, end);
	bool contact = false, words = false;
	for (guint i = from; i < end; i++) {
		contact |= is_own(marked, i) && kith_line_has_contact(line_at(marked, i));
		words |= is_own(marked, i) && (kith_line_has_word(line_at(marked, i), &kith_title_words) ||
					       kith_line_has_word(line_at(marked, i), &kith_organization_words));
	}
	if (lines >= 2 && (contact || (words && evidence.name != UINT_MAX)))
		mark_own(marked, from, end, KITH_ZONE_SIGNATURE, "last lines with a name or greeting");
}

void kith_mark_signature(KithMarked *marked)
{
	guint last_start = 0, last_end = 0;

	for (guint i = 0; i < marked->lines->len;) {
		if (kith_zone_is_old(marked->zones[i])) {
			i++;
			continue;
		}
		guint end = run_end(marked, i);
		mark_footers(marked, i, end);
		if (!mark_below_rule(marked, i, end) && count_own(marked, i, end) > 0) {
			last_start = i;
			last_end = end;
		} else if (count_own(marked, i, end) > 0) {
			last_end = 0;
		}
		i = end;
	}
	if (last_end > 0)
		mark_unmarked(marked, last_start, last_end);
}
