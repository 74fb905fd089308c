/* SPDX-License-Identifier: MIT
 * header-block.c - the few header fields that mail programs copy above an older mail.
 * In: lines. Out: where a block begins and ends, what it says. Next: src/parse/attribution.c
 *
 * Labels are words of everyday life ("From:", "To:", "Date:" of a journey): a block needs enough
 * of them, and something that only mail has: a subject, "Sent:", an address.
 */
#include <string.h>

#include "quote.h"
#include "words.h"

#define MAX_LABEL_BYTES 60
#define MAX_LABELS 24		/* of one block: also what bounds the work for one line */
#define MAX_BLOCK_LINES 260	/* long lists of recipients are folded */
#define MAX_STRANGE_LINES 3
#define MAX_INLINE_LINES 4
#define MAX_INLINE_BYTES 1200
#define MAX_ABOVE_LINES 6

static const KithPhrases *label_list(KithLabel label)
{
	static const char *const names[KITH_LABEL_COUNT] = {
		[KITH_LABEL_FROM] = "label-from", [KITH_LABEL_SENT] = "label-sent", [KITH_LABEL_DATE] = "label-date",
		[KITH_LABEL_TO] = "label-to", [KITH_LABEL_CC] = "label-cc", [KITH_LABEL_SUBJECT] = "label-subject",
		[KITH_LABEL_OTHER] = "label-other",
	};
	static const KithPhrases *lists[KITH_LABEL_COUNT];

	if (lists[label] == NULL)
		lists[label] = kith_phrases(names[label]);
	return lists[label];
}

/* --- labels */

/* Behind the colon (or tab) that ends a label at P, or NULL. */
static const char *skip_colon(const char *p)
{
	bool tab = *p == '\t';

	p = kith_line_skip(p);
	if (*p == ':')
		return kith_line_skip(p + 1);
	if (g_str_has_prefix(p, "\uff1a"))
		return kith_line_skip(p + strlen("\uff1a"));
	return tab && *p != '\0' ? p : NULL;
}

static KithLabel label_start(const char *p, const char **ret_value, const char **ret_language)
{
	for (KithLabel label = KITH_LABEL_FROM; label < KITH_LABEL_COUNT; label++) {
		KithPhraseHit hit;

		if (!kith_phrases_start(label_list(label), p, &hit))
			continue;
		const char *value = skip_colon(p + hit.length);
		if (value == NULL)
			continue;
		if (ret_value != NULL)
			*ret_value = value;
		if (ret_language != NULL)
			*ret_language = hit.phrase->language;
		return label;
	}
	return KITH_LABEL_NONE;
}

static bool has_colon(const char *line)
{
	for (size_t i = 0; i < MAX_LABEL_BYTES && line[i] != '\0'; i++) {
		if (line[i] == ':' || line[i] == '\t' ||
		    ((guchar)line[i] == 0xef && strncmp(line + i, "\uff1a", 3) == 0))
			return true;
	}
	return false;
}

KithLabel kith_label_find(const char *line, const char **ret_value, const char **ret_language)
{
	const char *p = kith_line_skip(line);

	return has_colon(p) ? label_start(p, ret_value, ret_language) : KITH_LABEL_NONE;
}

/* --- what a block holds */

typedef struct {
	unsigned seen[KITH_LABEL_COUNT];
	unsigned labels;
	bool has_address, has_clock;	/* "jane@example.com", "10:12" */
	bool is_odd;			/* a date without a number */
	bool has_head;			/* sender and date above, as Lotus Notes has them */
	const char *language;
} Contents;

static void see(Contents *contents, KithLabel label, const char *language)
{
	contents->seen[label]++;
	contents->labels++;
	/* "To" and "De" are of many languages; how a date or subject is called tells more. */
	if (contents->language == NULL || label == KITH_LABEL_SENT || label == KITH_LABEL_SUBJECT)
		contents->language = language;
}

/* "@" inside of an address, or as Lotus Notes writes "Jane Doe @ EXAMPLE". */
static bool is_address_at(const char *line, const char *p)
{
	return *p == '@' && p > line && (g_ascii_isalnum(p[1]) || p[1] == '[' || (p[-1] == ' ' && p[1] == ' '));
}

static bool has_address(const char *line)
{
	const char *at = strchr(line, '@');

	return at != NULL && is_address_at(line, at);
}

static bool is_enough(const Contents *contents, bool is_top, bool introduced)
{
	bool from = contents->seen[KITH_LABEL_FROM] > 0, sent = contents->seen[KITH_LABEL_SENT] > 0,
	     date = contents->seen[KITH_LABEL_DATE] > 0, to = contents->seen[KITH_LABEL_TO] > 0,
	     cc = contents->seen[KITH_LABEL_CC] > 0, subject = contents->seen[KITH_LABEL_SUBJECT] > 0,
	     address = contents->has_address, head = contents->has_head;

	/* What a form on a web page sends begins with the labels of its fields. */
	if (contents->is_odd)
		return false;
	if (is_top && !sent && !date && !head)
		return false;
	if (introduced)
		return (from || to) && contents->labels >= 2;
	if (from)
		return sent || (subject && (address || (date && contents->has_clock))) || (address && date);
	if (sent)
		return (to || subject) && (address || contents->has_clock || (to && subject));
	if (to && head)
		return cc || subject;
	if (to && subject)
		return cc || date || address;
	return to && address && (cc || date);
}

/* --- plain blocks */

static bool is_recipients(const char *line, const char *above)
{
	size_t length = strlen(line), above_length = strlen(above);

	if (memchr(line, '@', length) != NULL || memchr(line, ';', length) != NULL)
		return true;
	return above_length > 0 && strchr(",;", above[above_length - 1]) != NULL && length < 200;
}

typedef struct {
	const KithMarked *marked;
	guint first, at, end;
	KithLabel last;		/* the label above */
	unsigned strange;
	bool spaced;		/* blank lines between the fields */
	Contents contents;
} Walk;

static KithLabel label_at(const Walk *walk, guint i)
{
	return i < walk->marked->lines->len && walk->marked->quoted[i] == walk->marked->quoted[walk->first] ?
		(KithLabel)walk->marked->labels[i] : KITH_LABEL_NONE;
}

static const char *text_at(const Walk *walk, guint i)
{
	return kith_line_unquoted(kith_line_at(walk->marked, i));
}

/* Whether the block goes on behind the blank lines at walk->at. */
static bool pass_blank(Walk *walk)
{
	guint next = walk->at;

	while (next < walk->marked->lines->len && next < walk->at + 3 && *kith_line_skip(text_at(walk, next)) == '\0')
		next++;
	KithLabel label = label_at(walk, next);
	if (label == KITH_LABEL_NONE)
		return false;
	if (walk->contents.labels == 1)
		walk->spaced = true;
	bool is_new = walk->contents.seen[label] == 0;
	if (!is_new || (walk->contents.seen[KITH_LABEL_SUBJECT] > 0 && !walk->spaced))
		return false;
	walk->at = next;
	return true;
}

static bool pass_text(Walk *walk)
{
	const char *line = text_at(walk, walk->at);
	bool takes_more = walk->last == KITH_LABEL_TO || walk->last == KITH_LABEL_CC;

	if (takes_more && is_recipients(line, text_at(walk, walk->at - 1))) {
		walk->contents.has_address |= has_address(line);
		walk->end = ++walk->at;
		return true;
	}
	if (++walk->strange > MAX_STRANGE_LINES || walk->contents.seen[KITH_LABEL_SUBJECT] > 0)
		return false;
	walk->contents.has_address |= walk->last == KITH_LABEL_FROM && has_address(line);
	walk->at++;
	return true;
}

static bool pass_label(Walk *walk, KithLabel label)
{
	const char *value = "", *language = NULL;

	if (walk->contents.labels >= MAX_LABELS || (label == KITH_LABEL_FROM && walk->contents.seen[label] > 0))
		return false;
	(void)kith_label_find(text_at(walk, walk->at), &value, &language);	/* it is known which */
	see(&walk->contents, label, language);
	if (label != KITH_LABEL_SUBJECT && label != KITH_LABEL_OTHER)
		walk->contents.has_address |= has_address(value);
	if (label == KITH_LABEL_DATE && *value != '\0' && strpbrk(value, "0123456789") == NULL)
		walk->contents.is_odd = true;
	if (label == KITH_LABEL_FROM || label == KITH_LABEL_DATE || label == KITH_LABEL_SENT)
		walk->contents.has_clock |= kith_text_has_clock(value);
	walk->strange = 0;
	walk->last = label;
	walk->end = ++walk->at;
	return true;
}

static void walk_block(Walk *walk)
{
	bool goes_on = true;

	while (goes_on && walk->at < walk->marked->lines->len && walk->at < walk->first + MAX_BLOCK_LINES) {
		KithLabel label = label_at(walk, walk->at);

		if (walk->marked->quoted[walk->at] != walk->marked->quoted[walk->first])
			return;
		if (label != KITH_LABEL_NONE)
			goes_on = pass_label(walk, label);
		else if (*kith_line_skip(text_at(walk, walk->at)) == '\0')
			goes_on = pass_blank(walk);
		else
			goes_on = pass_text(walk);
	}
}

/* --- all fields in one line, maybe wrapped: "From: Jane Sent: Monday To: Tom Subject: Offer" */

/* Finds the labels inside of LINES' text. Returns the number of lines up to the last label; 0 when it is no block. */
static guint inline_block(const KithMarked *marked, guint i, Contents *contents)
{
	size_t bytes = 0;
	guint last = 0;
	unsigned first = 0;	/* labels in the first line */

	for (guint k = i; k < marked->lines->len && k < i + MAX_INLINE_LINES; k++) {
		const char *line = kith_line_unquoted(kith_line_at(marked, k));

		if (kith_line_is_blank(line) || marked->quoted[k] != marked->quoted[i])
			break;
		for (const char *p = line; *p != '\0' && bytes < MAX_INLINE_BYTES; p++, bytes++) {
			const char *language = NULL;
			bool is_start = p == line || p[-1] == ' ' || p[-1] == '\t' || p[-1] == '*';
			KithLabel label = is_start ? kith_label_find(p, NULL, &language) : KITH_LABEL_NONE;

			contents->has_address |= is_address_at(line, p);
			if (label == KITH_LABEL_NONE)
				continue;
			see(contents, label, language);
			last = k + 1 - i;
			first += k == i;
		}
	}
	if (first < 2)
		return 0;
	bool is_block = contents->seen[KITH_LABEL_FROM] == 1 && contents->seen[KITH_LABEL_SUBJECT] == 1 &&
			(contents->seen[KITH_LABEL_SENT] == 1 || contents->seen[KITH_LABEL_DATE] == 1);
	return is_block ? last : 0;
}

/* --- Lotus Notes: sender and date above "To:" */

static bool is_respond(const char *line)
{
	static const KithPhrases *list;

	if (list == NULL)
		list = kith_phrases("respond");
	return kith_phrases_start(list, kith_line_skip(line), NULL);
}

static bool starts_like_name(const char *line)
{
	const char *p = kith_line_skip(line);

	p += strspn(p, "\"'( ");
	return *p == '<' || g_unichar_isupper(g_utf8_get_char(p)) || strchr(p, '@') != NULL;
}

/* Where the head above line I begins; I when there is none. */
static guint head_above(const KithMarked *marked, guint i)
{
	guint start = i, lines = 0;
	bool date = false;

	for (guint up = i; up-- > 0 && lines < MAX_ABOVE_LINES && i - up < 2 * MAX_ABOVE_LINES;) {
		const char *line = kith_line_at(marked, up);
		const char *text = kith_line_skip(line);

		if (marked->zones[up] != KITH_ZONE_NEW || marked->quoted[up] != marked->quoted[i])
			break;
		if (*text == '\0')
			continue;
		lines++;
		if (is_respond(line)) {
			start = date ? up : start;
		} else if (!date && kith_text_has_date(text) && strlen(text) < 120) {
			start = up;
			date = true;
			if (!g_ascii_isdigit(*text) && starts_like_name(line))
				break;		/* "Jane Doe on 2 March 2026 10:12" */
		} else {
			if (date && strlen(text) < 90 && starts_like_name(line) && start - up <= 2)
				start = up;	/* the name above the date */
			break;
		}
	}
	return date ? start : i;
}

/* A line that only parts the block from what is above. */
static guint with_divider(const KithMarked *marked, guint start)
{
	for (guint up = start; up-- > 0 && start - up <= 2;) {
		if (marked->zones[up] != KITH_ZONE_NEW)
			break;
		if (kith_line_is_divider(kith_line_at(marked, up)))
			return up;
		if (!kith_line_is_blank(kith_line_at(marked, up)))
			break;
	}
	return start;
}

static bool is_top(const KithMarked *marked, guint i)
{
	while (i > 0 && kith_line_is_blank(kith_line_at(marked, i - 1)))
		i--;
	return i == 0;
}

/* What is left of a block that was not enough, its first lines cut off. */
static bool is_rest(const KithMarked *marked, guint i, const Contents *contents)
{
	return contents->seen[KITH_LABEL_FROM] == 0 && i > 0 && marked->labels[i - 1] != KITH_LABEL_NONE &&
	       marked->labels[i - 1] != KITH_LABEL_OTHER;
}

bool kith_header_block_at(const KithMarked *marked, guint i, bool introduced, KithHeaderBlock *ret_block)
{
	Walk walk = {.marked = marked, .first = i, .at = i, .end = i};

	if (marked->labels[i] == KITH_LABEL_NONE || is_respond(kith_line_at(marked, i)))
		return false;
	walk_block(&walk);
	guint start = walk.contents.seen[KITH_LABEL_FROM] > 0 || walk.contents.seen[KITH_LABEL_TO] == 0 ? i
		: head_above(marked, i);
	walk.contents.has_head = start < i;
	if (is_rest(marked, i, &walk.contents) || !is_enough(&walk.contents, is_top(marked, start), introduced)) {
		Contents contents = {0};
		guint lines = marked->labels[i] == KITH_LABEL_FROM ? inline_block(marked, i, &contents) : 0;

		if (lines == 0)
			return false;
		walk.end = i + lines;
		walk.contents = contents;
	}
	*ret_block = (KithHeaderBlock) {
		.start = with_divider(marked, start), .end = walk.end, .language = walk.contents.language,
	};
	return true;
}

/* --- reading it */

static void keep(char **value, const char *start, const char *end)
{
	if (value == NULL || *value != NULL || start >= end)
		return;
	g_autofree char *raw = g_strndup(start, (size_t)(end - start));
	g_autofree char *clean = kith_text_clean(raw, false);
	g_strstrip(clean);
	if (*clean != '\0')
		*value = g_steal_pointer(&clean);
}

/* The fields in one line: of a label at P up to the next one. */
static void read_line(const char *line, char **values[KITH_LABEL_COUNT], KithLabel *last)
{
	const char *value = line;
	size_t bytes = 0;

	for (const char *p = line; *p != '\0' && bytes < MAX_INLINE_BYTES; p++, bytes++) {
		const char *next = NULL;
		bool is_start = p == line || p[-1] == ' ' || p[-1] == '\t';
		KithLabel label = is_start ? kith_label_find(p, &next, NULL) : KITH_LABEL_NONE;
		if (label == KITH_LABEL_NONE || label == KITH_LABEL_OTHER ||
		    (p > line && *last == KITH_LABEL_SUBJECT))
			continue;	/* "Subject: Re: ..." is one field */
		keep(values[*last], value, p);
		*last = label;
		value = next;
		if (*value == '\0' || value <= p)
			return;
		p = value - 1;
	}
	keep(values[*last], value, value + strlen(value));
	if (values[*last] != NULL && *values[*last] != NULL)
		*last = KITH_LABEL_NONE;	/* has its value */
}

void kith_header_block_read(const KithMarked *marked, const KithHeaderBlock *block, char **ret_from, char **ret_date,
			    char **ret_subject)
{
	char **values[KITH_LABEL_COUNT] = {
		[KITH_LABEL_FROM] = ret_from, [KITH_LABEL_SENT] = ret_date, [KITH_LABEL_DATE] = ret_date,
		[KITH_LABEL_SUBJECT] = ret_subject,
	};
	KithLabel last = KITH_LABEL_NONE;
	guint until = MIN(block->end, block->start + MAX_BLOCK_LINES);

	for (guint i = block->start; i < until; i++) {
		const char *line = kith_line_unquoted(kith_line_at(marked, i));

		if (kith_line_is_blank(line) || kith_line_is_divider(line))
			continue;
		if (marked->labels[i] == KITH_LABEL_NONE && last == KITH_LABEL_NONE) {
			/* above "To:" stand the sender and the date */
			bool date = kith_text_has_date(line);

			if (date && *ret_date == NULL)
				keep(ret_date, line, line + strlen(line));
			else if (!date && *ret_from == NULL && i + 3 < until)
				keep(ret_from, line, line + strlen(line));
			continue;
		}
		read_line(kith_line_skip(line), values, &last);
	}
}
