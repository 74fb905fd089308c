/* SPDX-License-Identifier: MIT
 * forward.c - mails that stand in the text of the mail that passes them on.
 * In: a heading. Out: KithForward. Next: src/parse/quote.c
 */
#include <string.h>

#include "quote.h"
#include "words.h"

/* --- "Fwd: ..." */

static bool subject_starts(const char *subject, const char *list)
{
	const char *p = kith_line_skip(subject);
	KithPhraseHit hit;

	while (*p == '[' && strchr(p, ']') != NULL)	/* a list's name, a ticket's number */
		p = kith_line_skip(strchr(p, ']') + 1);
	if (*p == '(')
		p++;
	if (!kith_phrases_start(kith_phrases(list), p, &hit))
		return false;
	p = kith_line_skip(p + hit.length);
	if (*p == '[') {	/* "Fwd[2]:" */
		p += strspn(p, "[0123456789");
		p += *p == ']';
	}
	return *p == ':' || g_str_has_prefix(p, "\uff1a");
}

bool kith_subject_forwards(const char *subject)
{
	return subject_starts(subject, "forward-subject");
}

bool kith_subject_answers(const char *subject)
{
	return subject_starts(subject, "answer-subject");
}

/* --- who wrote it */

static void drop(char *text, const char *what)
{
	for (char *at = strstr(text, what); at != NULL; at = strstr(at, what))
		memset(at, ' ', strlen(what));
}

/* "Jane Doe/Sales/Example" (Lotus Notes): the name. */
static void cut_path(char *name)
{
	char *slash = strchr(name, '/'), *at = strchr(name, '@');

	if (slash != NULL && slash > name && !g_ascii_isspace(slash[-1]))
		*slash = '\0';
	else if (at != NULL)
		*at = '\0';
}

static char *clean_name(const char *raw)
{
	g_autofree char *name = g_strdup(raw);

	g_strdelimit(name, "<>[]\"*", ' ');
	g_strstrip(name);
	size_t length = strlen(name);
	while (length > 0 && strchr(" ,;:('", name[length - 1]) != NULL)
		name[--length] = '\0';
	const char *start = name + strspn(name, " ('");
	g_autofree char *head = kith_text_head(start, KITH_LIMIT_NAME_BYTES);
	return *head != '\0' ? g_steal_pointer(&head) : NULL;
}

/* "Jane Doe <jane@example.com>", "Doe, Jane [mailto:jane@example.com]", "Jane Doe", "jane@example.com". */
static KithAddress *read_author(const char *from)
{
	static const char stops[] = " \t<>[]()\"',;:";
	g_autofree char *text = g_strdup(from);

	drop(text, "mailto:");
	const char *at = strchr(text, '@');
	const char *start = at, *end = at;
	while (start != NULL && start > text && strchr(stops, start[-1]) == NULL)
		start--;
	size_t behind = at != NULL ? strcspn(at + 1, stops) : 0;
	bool is_address = at != NULL && start < at && memchr(at, '.', behind + 1) != NULL &&
			  (size_t)(at - start) + behind < KITH_LIMIT_ADDRESS_BYTES;
	if (!is_address) {
		cut_path(text);
		g_autofree char *name = clean_name(text);
		return name != NULL ? kith_address_new(name, "") : NULL;
	}
	end = at + 1 + behind;
	while (end[-1] == '.')
		end--;
	g_autofree char *address = g_strndup(start, (size_t)(end - start));
	g_autofree char *before = g_strndup(text, (size_t)(start - text));
	g_autofree char *name = clean_name(before);
	return kith_address_new(name, address);
}

/* --- where it ends */

/* Behind the forwarded mail whose words begin at line FROM; *ret_end is where they end. */
static guint find_end(const KithMarked *marked, guint from, guint *ret_end)
{
	guint count = marked->lines->len, depth = 1, last = count;
	guint first = kith_next_text(marked, from);

	if (first < count && marked->quoted[first]) {
		while (first < count && (marked->quoted[first] || kith_line_is_blank(kith_line_at(marked, first))))
			first++;
		return *ret_end = first;
	}
	for (guint i = from; i < count && marked->zones[i] == KITH_ZONE_NEW; i++) {
		if (kith_line_ends_forward(kith_line_at(marked, i))) {
			last = i;
			if (--depth == 0)
				break;
		} else if (kith_line_starts_forward(kith_line_at(marked, i))) {
			depth++;
		}
	}
	*ret_end = last;
	if (last < count)
		return last + 1;
	while (from < count && marked->zones[from] == KITH_ZONE_NEW)
		from++;
	return *ret_end = from;
}

/* --- what it holds */

/* The heading of older text below the words that begin at FROM. */
static bool find_next(const KithMarked *marked, guint from, guint until, KithHeading *ret_heading)
{
	bool words = false;

	for (guint i = from; i < until;) {
		if (marked->quoted[i] || kith_line_is_blank(kith_line_at(marked, i))) {
			i++;
			continue;
		}
		if (!kith_heading_at(marked, i, ret_heading)) {
			words = true;
			i++;
			continue;
		}
		guint next = kith_next_text(marked, ret_heading->end);
		bool above_marks = next < until && marked->quoted[next];
		/* An attribution above marked lines does not end the words, when the answer stands below it. */
		if (above_marks ? words : ret_heading->is_sure && ret_heading->start >= from)
			return true;
		words = true;
		i = MAX(ret_heading->end, i + 1);
	}
	return false;
}

static KithForward *forward_new(const KithMarked *marked, const KithHeading *heading, guint end)
{
	KithForward *forward = g_new0(KithForward, 1);
	g_autofree char *from = NULL;
	guint start = MIN(kith_next_text(marked, heading->end), end);

	if (heading->has_block)
		kith_header_block_read(marked, &heading->block, &from, &forward->date, &forward->subject);
	int32_t offset_s;
	if (forward->date != NULL && !kith_date_read(forward->date, &forward->date_at, &offset_s))
		forward->date_at = 0;
	forward->author = from != NULL ? read_author(from) : NULL;
	if (forward->subject != NULL && strlen(forward->subject) > KITH_LIMIT_SUBJECT_BYTES) {
		char *head = kith_text_head(forward->subject, KITH_LIMIT_SUBJECT_BYTES);

		g_free(forward->subject);
		forward->subject = head;
	}
	while (end > start && kith_line_is_blank(kith_line_at(marked, end - 1)))
		end--;
	forward->span = (KithStretch) {marked->starts[start], marked->starts[end]};
	return forward;
}

guint kith_forward_mark(KithMarked *marked, const KithHeading *heading, GPtrArray *forwards)
{
	KithHeading outer = *heading, inner;
	guint words_end, until = find_end(marked, heading->end, &words_end);
	bool goes_on = true;

	while (goes_on && forwards->len < KITH_LIMIT_FORWARDS) {
		bool found = find_next(marked, outer.end, words_end, &inner);
		KithForward *forward = forward_new(marked, &outer, found ? inner.start : words_end);

		g_ptr_array_add(forwards, forward);
		bool passes_on = forward->subject != NULL && kith_subject_forwards(forward->subject);
		goes_on = found && (inner.kind == KITH_HEADING_FORWARD || (inner.has_block && passes_on));
		outer = inner;
	}
	kith_mark(marked, heading->start, until, KITH_ZONE_FORWARD, heading->rule);
	return until;
}
