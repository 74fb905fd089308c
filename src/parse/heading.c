/* SPDX-License-Identifier: MIT
 * heading.c - whatever introduces a mail inside of a mail.
 * In: lines. Out: headings. Next: src/parse/forward.c
 */
#include <string.h>

#include "quote.h"
#include "words.h"

#define MAX_MARK_BYTES 250
#define MAX_LOTUS_LINES 10

typedef enum { MARK_ORIGINAL, MARK_FORWARD, MARK_FORWARD_BY, MARK_FORWARD_END, MARK_REPLY_ABOVE, MARK_NONE } Mark;

static const char *const list_names[MARK_NONE] = {
	"original", "forward", "forward-by", "forward-end", "reply-above",
};

static const KithPhrases *list_of(Mark mark)
{
	static const KithPhrases *lists[MARK_NONE];

	if (lists[mark] == NULL)
		lists[mark] = kith_phrases(list_names[mark]);
	return lists[mark];
}

/* Behind the marks of a rule; *ret_count is how many there were. */
static const char *skip_rule(const char *p, unsigned *ret_count)
{
	*ret_count = 0;
	for (; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		bool is_dash = (c >= 0x2010 && c <= 0x2015) || c == 0x2500 ||
			       (c < 0x80 && strchr("-=#~_", (int)c) != NULL);

		if (!is_dash && !(c < 0x80 && strchr(" \t*<>+[", (int)c) != NULL))
			break;
		*ret_count += is_dash;
	}
	return p;
}

typedef struct {
	Mark mark;
	unsigned before, behind;	/* marks of a rule */
	bool whole;			/* nothing else in the line */
	bool colon;
	const char *language;
} Found;

static Found find_mark(const char *line)
{
	Found found = {.mark = MARK_NONE};
	const char *p = skip_rule(kith_line_skip(line), &found.before);
	KithPhraseHit hit = {0};
	size_t longest = 0;

	if (*p == '\0' || strnlen(line, MAX_MARK_BYTES) == MAX_MARK_BYTES)
		return found;
	for (Mark mark = MARK_ORIGINAL; mark < MARK_NONE; mark++) {
		if (!kith_phrases_start(list_of(mark), p, &hit) || hit.length <= longest)
			continue;
		longest = hit.length;
		found.mark = mark;
		found.language = hit.phrase->language;
	}
	if (found.mark == MARK_NONE)
		return found;
	const char *rest = p + longest + strspn(p + longest, " \t*_.");
	while (*rest == ':' || g_unichar_isspace(g_utf8_get_char(rest)) || g_str_has_prefix(rest, "\uff1a")) {
		found.colon |= !g_unichar_isspace(g_utf8_get_char(rest));
		rest = g_utf8_next_char(rest);
	}
	rest = skip_rule(rest, &found.behind);
	found.whole = *rest == '\0' || strcmp(rest, "]") == 0;
	size_t length = strlen(line);
	if (!found.whole && length > 2 && strcmp(line + length - 2, "--") == 0)
		found.behind = 2;
	return found;
}

bool kith_line_ends_forward(const char *line)
{
	Found found = find_mark(line);

	return found.mark == MARK_FORWARD_END && found.whole && found.before >= 2;
}

bool kith_line_starts_forward(const char *line)
{
	Found found = find_mark(line);

	return (found.mark == MARK_FORWARD && found.whole && found.before >= 2) ||
	       (found.mark == MARK_FORWARD_BY && found.before >= 2);
}

/* "---- Forwarded by Jane Doe on 2 March 2026" / "10:12 -----": the rule was wrapped. */
static bool ends_rule_below(const KithMarked *marked, guint i)
{
	if (i + 1 >= marked->lines->len)
		return false;
	const char *line = kith_line_at(marked, i + 1);
	size_t length = strlen(line);

	return length >= 4 && length < 120 && strcmp(line + length - 3, "---") == 0;
}

/* A line without a rule means it when a header block follows. */
static bool is_certain(const KithMarked *marked, guint i, const Found *found)
{
	guint next = kith_next_text(marked, i + 1);

	switch (found->mark) {
	case MARK_FORWARD_BY:
		return found->before >= 2;
	case MARK_REPLY_ABOVE:
		return found->whole;
	case MARK_ORIGINAL:
	case MARK_FORWARD:
		if (found->before >= 2 && (found->whole || found->behind >= 2))
			return true;
		if (found->mark == MARK_FORWARD && found->whole && found->colon)
			return true;	/* "Begin forwarded message:" */
		return found->whole && next < marked->lines->len && marked->labels[next] != KITH_LABEL_NONE;
	case MARK_FORWARD_END:
	case MARK_NONE:
		break;
	}
	return false;
}

/* The header block below a mark; Lotus Notes has the sender's name and the date above its first label. */
static void find_block(const KithMarked *marked, KithHeading *heading)
{
	guint first = heading->end;

	while (first < marked->lines->len && *kith_line_skip(kith_line_unquoted(kith_line_at(marked, first))) == '\0')
		first++;
	for (guint i = first; i < marked->lines->len && i < first + MAX_LOTUS_LINES; i++) {
		if (marked->labels[i] == KITH_LABEL_NONE)
			continue;
		if (!kith_header_block_at(marked, i, true, &heading->block))
			return;
		heading->has_block = i == first || heading->block.start <= first;
		if (heading->has_block) {
			heading->block.start = first;
			heading->end = heading->block.end;
		}
		return;
	}
}

static const char *rule_name(const char *what, const char *language)
{
	if (language == NULL || strcmp(language, "-") == 0)
		return g_intern_string(what);
	g_autofree char *name = g_strdup_printf("%s, %s", what, language);
	return g_intern_string(name);
}

static bool mark_at(const KithMarked *marked, guint i, KithHeading *heading)
{
	Found found = find_mark(kith_line_at(marked, i));

	if (found.mark == MARK_NONE || !is_certain(marked, i, &found))
		return false;
	heading->start = i;
	heading->end = i + 1;
	heading->is_sure = true;
	if (found.mark == MARK_FORWARD_BY && found.behind < 2 && ends_rule_below(marked, i))
		heading->end++;
	if (found.mark == MARK_REPLY_ABOVE) {
		heading->kind = KITH_HEADING_REPLY_ABOVE;
		heading->rule = rule_name("reply above this line", found.language);
		return true;
	}
	heading->kind = found.mark == MARK_ORIGINAL ? KITH_HEADING_ORIGINAL : KITH_HEADING_FORWARD;
	heading->rule = rule_name(found.mark == MARK_ORIGINAL ? "original message" : "forwarded message",
				  found.language);
	find_block(marked, heading);
	return true;
}

bool kith_heading_at(const KithMarked *marked, guint i, KithHeading *ret_heading)
{
	KithHeading heading = {0};
	KithAttribution attribution;

	if (mark_at(marked, i, &heading)) {
		*ret_heading = heading;
		return true;
	}
	if (kith_header_block_at(marked, i, false, &heading.block)) {
		*ret_heading = (KithHeading) {
			.kind = KITH_HEADING_BLOCK, .start = heading.block.start, .end = heading.block.end,
			.is_sure = true, .has_block = true, .block = heading.block,
			.rule = rule_name("quoted header", heading.block.language),
		};
		return true;
	}
	if (!kith_attribution_at(marked, i, &attribution))
		return false;
	*ret_heading = (KithHeading) {
		.kind = KITH_HEADING_ATTRIBUTION, .start = i, .end = i + attribution.count,
		.is_sure = attribution.is_sure, .rule = rule_name("attribution", attribution.language),
	};
	return true;
}
