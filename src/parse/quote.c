/* SPDX-License-Identifier: MIT
 * quote.c - which lines of a text are its author's own.
 * In: text. Out: new text, signature, zones, forwarded mails. Next: src/parse/quote-marks.c, sign-off.c
 *
 * Answers between quotations stay, in their order; below a header block or an "Original
 * Message" line that quotes without marks, nothing is new. Every scan is linear.
 */
#include <string.h>

#include "quote.h"

#define MAX_LOOK_LINES 60
#define MAX_NAME_BYTES 100
#define MAX_OWN_MARKS 6
#define MAX_OWN_RUN 2

void kith_mark(KithMarked *marked, guint from, guint until, KithZoneKind zone, const char *rule)
{
	for (guint i = from; i < until; i++) {
		marked->zones[i] = zone;
		marked->rules[i] = rule;
	}
}

bool kith_zone_is_old(KithZoneKind zone)
{
	return zone == KITH_ZONE_QUOTE || zone == KITH_ZONE_INTRODUCTION || zone == KITH_ZONE_FORWARD;
}

/* --- below a heading */

/* Whether what follows I is quoted with marks, so that unmarked lines are answers. */
static bool is_marked_quotation(const KithMarked *marked, guint i)
{
	unsigned quoted = 0, plain = 0;

	for (; i < marked->lines->len && quoted + plain < MAX_LOOK_LINES; i++) {
		if (kith_line_is_blank(kith_line_at(marked, i)))
			continue;
		if (marked->quoted[i])
			quoted++;
		else
			plain++;
	}
	return quoted > 0 && quoted >= plain;
}

/* Outlook marks answers inside of an older mail: "[Jane Doe] Yes, please". */
static bool is_comment(const KithMarked *marked, guint i)
{
	const char *line = kith_line_at(marked, i);
	const char *name = marked->author != NULL ? marked->author->name : NULL;
	const char *close = *line == '[' ? memchr(line, ']', strnlen(line, MAX_NAME_BYTES)) : NULL;

	if (name == NULL || close == NULL || *name == '\0')
		return false;
	const char *end = close[-1] == ':' ? close - 1 : close;
	return (size_t)(end - line) == strlen(name) + 1 && kith_starts_nocase(line + 1, name);
}

/* Lines FROM up to UNTIL are older, but for comments under their author's name. */
static void mark_unmarked(KithMarked *marked, guint from, guint until, const char *rule)
{
	bool comment = false;

	for (guint i = from; i < until; i++) {
		if (kith_line_is_blank(kith_line_at(marked, i)) || marked->quoted[i])
			comment = false;
		else if (is_comment(marked, i))
			comment = true;
		if (comment)
			kith_mark(marked, i, i + 1, KITH_ZONE_NEW, "comment under its author's name");
		else
			kith_mark(marked, i, i + 1, KITH_ZONE_QUOTE, rule);
	}
}

/* The line from I on where a mail begins that is attached, or the end. */
static guint next_attached(const KithMarked *marked, guint i)
{
	while (i < marked->lines->len && marked->zones[i] != KITH_ZONE_FORWARD)
		i++;
	return i;
}

static bool is_top(const KithMarked *marked, guint i)
{
	while (i > 0 && kith_line_is_blank(kith_line_at(marked, i - 1)))
		i--;
	return i == 0;
}

/* Marks a heading of old text and says where to go on: behind the heading when the old text
 * has quotation marks, else at its end. */
static guint mark_heading(KithMarked *marked, const KithHeading *heading)
{
	guint first = kith_next_text(marked, heading->end), count = marked->lines->len;
	bool marks_follow = first < count && marked->quoted[first];

	if (heading->kind == KITH_HEADING_REPLY_ABOVE && is_top(marked, heading->start)) {
		kith_mark(marked, heading->start, heading->end, KITH_ZONE_BANNER, heading->rule);
		return heading->end;
	}
	if (heading->kind == KITH_HEADING_ATTRIBUTION && !marks_follow)
		marks_follow = kith_quotes_below(marked, heading->end, heading->is_sure);
	if (!heading->is_sure && !marks_follow)
		return heading->start + 1;
	kith_mark(marked, heading->start, heading->end, KITH_ZONE_INTRODUCTION, heading->rule);
	if (heading->kind == KITH_HEADING_ATTRIBUTION && marks_follow)
		return heading->end;
	/* An older mail that itself begins with unmarked words is quoted without marks. */
	if (is_marked_quotation(marked, heading->end) && (marks_follow || heading->kind == KITH_HEADING_ATTRIBUTION))
		return heading->end;
	guint until = next_attached(marked, heading->end);
	mark_unmarked(marked, heading->end, until, heading->rule);
	return until;
}

/* --- all lines */

typedef struct {
	bool forwards;		/* says the subject */
	bool has_old;		/* older text was met */
	bool has_heading;	/* and something that introduces it */
	GPtrArray *found;	/* KithForward * */
} Way;

/* "---------- Forwarded message ----------" with neither a header nor marked lines below it, inside of a text that
 * passes nothing on: somebody writes of such a line. */
static bool is_mark_alone(const KithMarked *marked, const KithHeading *heading, const Way *way)
{
	guint above = heading->start, next = kith_next_text(marked, heading->end);

	while (above > 0 && kith_line_is_blank(kith_line_at(marked, above - 1)))
		above--;
	return heading->kind == KITH_HEADING_FORWARD && !heading->has_block && !way->forwards && above > 0 &&
	       marked->zones[above - 1] == KITH_ZONE_NEW && g_str_has_suffix(kith_line_at(marked, above - 1), ":") &&
	       (next == marked->lines->len || !marked->quoted[next]);
}

static guint mark_one(KithMarked *marked, guint i, Way *way)
{
	KithHeading heading;

	if (marked->zones[i] != KITH_ZONE_NEW || kith_line_is_blank(kith_line_at(marked, i)))
		return i + 1;
	if (marked->quoted[i] && way->forwards && !way->has_old && kith_heading_at(marked, i, &heading) &&
	    heading.kind == KITH_HEADING_FORWARD)
		return kith_forward_mark(marked, &heading, way->found);
	if (marked->quoted[i]) {
		kith_mark(marked, i, i + 1, KITH_ZONE_QUOTE, "quotation mark");
		way->has_old = true;
		return i + 1;
	}
	if (!kith_heading_at(marked, i, &heading) || is_mark_alone(marked, &heading, way))
		return i + 1;
	bool is_forward = heading.kind == KITH_HEADING_FORWARD ||
			  (way->forwards && !way->has_old && heading.has_block);
	way->has_old |= heading.is_sure && heading.kind != KITH_HEADING_REPLY_ABOVE;
	way->has_heading = true;
	if (is_forward)
		return kith_forward_mark(marked, &heading, way->found);
	return MAX(mark_heading(marked, &heading), i + 1);
}

/* A mail that answers nothing and introduces nothing may use the mark for itself: "> 500 pieces: ?", a shell's
 * prompt. */
static void keep_own_marks(KithMarked *marked)
{
	guint quoted = 0, run = 0, plain = 0;
	bool listed = false;	/* below "still open:" a list may be longer */

	for (guint i = 0; i < marked->lines->len && quoted <= MAX_OWN_MARKS; i++) {
		bool is_quote = marked->zones[i] == KITH_ZONE_QUOTE;

		run = is_quote ? run + 1 : 0;
		quoted += is_quote;
		if (run > MAX_OWN_RUN && !listed)
			return;
		if (is_quote || kith_line_is_blank(kith_line_at(marked, i)))
			continue;
		plain++;
		listed = g_str_has_suffix(kith_line_at(marked, i), ":");
	}
	if (quoted > MAX_OWN_MARKS || quoted >= plain)
		return;
	for (guint i = 0; i < marked->lines->len; i++) {
		if (marked->zones[i] == KITH_ZONE_QUOTE)
			kith_mark(marked, i, i + 1, KITH_ZONE_NEW, "marks of its own: the mail answers nothing");
	}
}

static void mark_attached(KithMarked *marked, const GArray *attached)
{
	guint i = 0;

	for (guint k = 0; attached != NULL && k < attached->len; k++) {
		KithStretch one = g_array_index(attached, KithStretch, k);

		while (i < marked->lines->len && marked->starts[i] < one.start)
			i++;
		for (; i < marked->lines->len && marked->starts[i] < one.end; i++)
			kith_mark(marked, i, i + 1, KITH_ZONE_FORWARD, "attached mail");
	}
}

/* A rule that only parted the old text from the new one says nothing. */
static void drop_dividers(KithMarked *marked)
{
	bool edge = true;

	for (guint i = marked->lines->len; i-- > 0;) {
		const char *line = kith_line_at(marked, i);

		if (marked->zones[i] != KITH_ZONE_NEW)
			edge = true;
		else if (edge && kith_line_is_divider(line))
			kith_mark(marked, i, i + 1, KITH_ZONE_FOOTER, "dividing line");
		else if (!kith_line_is_blank(line))
			edge = false;
	}
}

/* --- telling it */

/* Lines of one kind, without blank lines at both ends and never two blank lines in a row. */
static char *join_marked(const KithMarked *marked, KithZoneKind what)
{
	GString *out = g_string_new(NULL);
	bool blank = false;

	for (guint i = 0; i < marked->lines->len; i++) {
		const char *line = kith_line_at(marked, i);

		if (marked->zones[i] != what || kith_line_is_blank(line)) {
			blank = true;
			continue;
		}
		if (out->len > 0)
			g_string_append(out, blank ? "\n\n" : "\n");
		g_string_append(out, line);
		blank = false;
	}
	return g_string_free(out, FALSE);
}

/* The zones of the text: stretches of lines with one zone and one rule. Blank lines belong to what is above. */
static void tell_zones(const KithMarked *marked, GPtrArray *zones)
{
	guint count = marked->lines->len, from = 0;

	for (guint i = 1; i <= count; i++) {
		bool goes_on = i < count && (kith_line_is_blank(kith_line_at(marked, i)) ||
					     (marked->zones[i] == marked->zones[from] &&
					      marked->rules[i] == marked->rules[from]));

		if (goes_on || (i < count && zones->len + 1 == KITH_LIMIT_ZONES))
			continue;
		g_ptr_array_add(zones, kith_zone_new(marked->zones[from],
						     (KithStretch) { marked->starts[from], marked->starts[i] },
						     marked->rules[from]));
		from = i;
	}
}

static void marked_init(KithMarked *marked, const KithMail *mail)
{
	marked->author = mail->author;
	marked->answers = mail->in_reply_to->len > 0 || mail->references->len > 0 ||
			  kith_subject_forwards(mail->subject) || kith_subject_answers(mail->subject);
	marked->lines = kith_lines_split(mail->text);
	guint count = marked->lines->len;
	marked->starts = kith_lines_starts(mail->text, count);
	marked->zones = g_new0(KithZoneKind, count + 1);
	marked->rules = g_new(const char *, count + 1);
	marked->quoted = g_new0(bool, count + 1);
	marked->labels = g_new0(uint8_t, count + 1);
	kith_mark(marked, 0, count, KITH_ZONE_NEW, "nothing says otherwise");
	kith_quotes_find(marked);
	for (guint i = 0; i < count; i++)
		marked->labels[i] = (uint8_t)kith_label_find(kith_line_unquoted(kith_line_at(marked, i)), NULL, NULL);
}

static void marked_clear(KithMarked *marked)
{
	g_ptr_array_unref(marked->lines);
	g_free(marked->starts);
	g_free(marked->zones);
	g_free(marked->rules);
	g_free(marked->quoted);
	g_free(marked->labels);
}

void kith_own_text_find(const KithMail *mail, const GArray *attached, KithOwnText *ret_own)
{
	KithMarked marked = {0};
	Way way = {.forwards = kith_subject_forwards(mail->subject)};

	marked_init(&marked, mail);
	way.found = ret_own->forwards = g_ptr_array_new_with_free_func((GDestroyNotify)kith_forward_free);
	mark_attached(&marked, attached);
	for (guint i = 0; i < marked.lines->len;)
		i = mark_one(&marked, i, &way);
	if (!marked.answers && !way.has_heading)
		keep_own_marks(&marked);
	kith_mark_signature(&marked);
	drop_dividers(&marked);
	ret_own->new_text = join_marked(&marked, KITH_ZONE_NEW);
	ret_own->signature = join_marked(&marked, KITH_ZONE_SIGNATURE);
	if (*ret_own->signature == '\0')
		g_clear_pointer(&ret_own->signature, g_free);
	ret_own->zones = g_ptr_array_new_with_free_func((GDestroyNotify)kith_zone_free);
	tell_zones(&marked, ret_own->zones);
	marked_clear(&marked);
}
