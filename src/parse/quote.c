/* SPDX-License-Identifier: MIT
 * quote.c - which lines of a text are its author's own.
 * In: text. Out: new text, signature. Next: src/parse/sign-off.c
 *
 * Answers between quotations stay, in their order; below a header block or an "Original
 * Message" line that quotes without marks, nothing is new. Every scan is linear.
 */
#include <string.h>

#include "quote.h"

#define MAX_ATTRIBUTION_LINES 4
#define MAX_ATTRIBUTION_BYTES 500
#define MAX_BLOCK_LINES 14
#define MAX_LOOK_LINES 60

static const char *line_at(const KithMarked *marked, guint i)
{
	return marked->lines->pdata[i];
}

static bool is_quoted(const char *line)
{
	const char *p = line + strspn(line, " \t");
	const char *initials = p;

	if (*p == '>')
		return !g_str_has_prefix(p, ">From ") && strncmp(p, ">>>>>>>", 7) != 0;
	while (g_ascii_isupper(*p) && p - initials < 4)
		p++;
	return p > initials && *p == '>' && (p[1] == ' ' || p[1] == '\0');
}

bool kith_line_is_divider(const char *line)
{
	size_t marks = 0;

	for (const char *p = line; *p != '\0'; p++) {
		if (*p == ' ' || *p == '\t')
			continue;
		if (strchr("-_=*~#+", *p) == NULL)
			return false;
		marks++;
	}
	return marks >= 3;
}

static const char *skip_decoration(const char *line)
{
	return line + strspn(line, " \t*_");
}

/* The next line from I on that is not blank, or the number of lines. */
static guint next_text(const KithMarked *marked, guint i)
{
	while (i < marked->lines->len && kith_line_is_blank(line_at(marked, i)))
		i++;
	return i;
}

/* --- header blocks: "From: ... Sent: ... To: ... Subject: ..." */

static KithLabelKind label_of(const char *line)
{
	const char *start = skip_decoration(line);
	size_t length = strcspn(start, ":：");

	if (start[length] == '\0' || length == 0 || length > 40)
		return LABEL_NONE;
	while (length > 0 && strchr(" *_\t", start[length - 1]) != NULL)
		length--;
	for (size_t i = 0; i < kith_label_count; i++) {
		const char *name = kith_labels[i].name;

		if (kith_starts_nocase(start, name) && strlen(name) == length)
			return kith_labels[i].kind;
	}
	return LABEL_NONE;
}

/* Behind the header block that starts at I, or I when there is none. */
static guint block_end(const KithMarked *marked, guint i)
{
	unsigned seen[LABEL_OTHER + 1] = {0};
	guint end = i, at = i;
	unsigned strange = 0;

	for (; at < marked->lines->len && at < i + MAX_BLOCK_LINES; at++) {
		KithLabelKind kind = label_of(line_at(marked, at));

		if (kind != LABEL_NONE) {
			seen[kind]++;
			strange = 0;
			end = at + 1;
			continue;
		}
		if (at == i)
			return i;
		if (kith_line_is_blank(line_at(marked, at))) {
			guint next = next_text(marked, at);
			if (seen[LABEL_SUBJECT] > 0 || next > at + 1 || next >= marked->lines->len ||
			    label_of(line_at(marked, next)) == LABEL_NONE)
				break;
		} else if (++strange > 3 || seen[LABEL_SUBJECT] > 0) {
			break;		/* long lists of recipients are folded; not longer than that */
		}
	}
	unsigned from = MIN(seen[LABEL_FROM], 1U), date = MIN(seen[LABEL_DATE], 1U), to = MIN(seen[LABEL_TO], 1U),
		 subject = MIN(seen[LABEL_SUBJECT], 1U), cc = MIN(seen[LABEL_CC], 1U);
	bool is_block = from + date + to + subject + cc >= 3 || (from && (date || subject)) ||
		(to && (subject || cc)) ||
			(date && subject);
	return is_block ? end : i;
}

static bool has_date(const char *line)
{
	unsigned digits = 0;
	bool mark = false;

	for (const char *p = line; *p != '\0'; p++) {
		digits += g_ascii_isdigit(*p) != 0;
		mark |= (*p == '/' || *p == ':' || *p == '-' || *p == '.') && g_ascii_isdigit(p[1]) && p > line &&
			g_ascii_isdigit(p[-1]);
	}
	return digits >= 4 && mark;
}

/* Lotus writes sender and date in lines of their own above "To:". */
static guint block_start(const KithMarked *marked, guint i)
{
	guint start = i;
	bool date = false;

	if (label_of(line_at(marked, i)) == LABEL_FROM)
		date = true;	/* the sender is in the block */
	for (guint up = 1; up <= 4 && up <= i; up++) {
		const char *line = line_at(marked, i - up);

		if (marked->zones[i - up] != KITH_ZONE_NEW)
			break;
		if (kith_line_is_divider(line)) {
			start = i - up;
			break;
		}
		if (kith_line_is_blank(line))
			continue;
		if (date)
			break;
		if (has_date(line) && strlen(line) < 120) {
			start = i - up;
			date = strchr(line, '@') != NULL || strstr(line, " on ") != NULL ||
				g_ascii_isalpha(line[strspn(line, " \t")]);
		} else if (strlen(line) < 70 && up <= 3 && start < i) {
			start = i - up;		/* the name above the date */
			break;
		} else {
			break;
		}
	}
	return start;
}

/* --- "-----Original Message-----" and forwarded mail */

static bool is_original_mark(const char *line)
{
	const char *p = line + strspn(line, " \t");
	size_t dashes = strspn(p, "-_ *=");

	if (dashes < 2)
		return false;
	for (size_t i = 0; i < kith_original_words.count; i++) {
		if (kith_starts_nocase(p + dashes, kith_original_words.words[i]))
			return true;
	}
	for (size_t i = 0; i < kith_forward_words.count; i++) {
		if (kith_starts_nocase(p + dashes, kith_forward_words.words[i]))
			return true;
	}
	return false;
}

static bool is_forward_line(const char *line)
{
	const char *p = skip_decoration(line);
	size_t length = strlen(p);

	if (length == 0 || length > 80 || strchr(p, ':') == NULL)
		return false;
	for (size_t i = 0; i < kith_forward_words.count; i++) {
		const char *words = kith_forward_words.words[i];

		if (kith_starts_nocase(p, words) && (g_str_has_prefix(words, "begin ") || length < strlen(words) + 20))
			return true;
	}
	return false;
}

/* --- attributions: "On Monday, Jane Doe <jane@example.com> wrote:" */

static bool ends_like_attribution(const char *text)
{
	size_t length = strlen(text);

	while (length > 0 && strchr(" \t*_\"'", text[length - 1]) != NULL)
		length--;
	return length > 0 && text[length - 1] == ':';
}

/* How sure it is that TEXT introduces a quotation: 0 not, 1 when one follows, 2 by itself. */
static int attribution_strength(const char *text)
{
	const char *p = skip_decoration(text);
	size_t length = strlen(p);
	bool at = strchr(p, '@') != NULL, date = has_date(p) || kith_find_nocase(p, "20") != NULL;

	if (!ends_like_attribution(p) || length < 8)
		return 0;
	for (size_t i = 0; i < kith_attribution_count; i++) {
		const KithAttribution *one = &kith_attributions[i];
		const char *verb = strstr(p, one->verb);

		if (verb == NULL || strlen(verb) > strlen(one->verb) + 80)
			continue;
		if (kith_starts_nocase(p, one->start) && (date || at))
			return 2;
		if (at && date)
			return 2;
		if (verb[strlen(one->verb)] == ':' || kith_starts_nocase(p, one->start) || at)
			return 1;
	}
	if (g_ascii_isdigit(*p) && at && g_str_has_suffix(p, ">:"))
		return 2;	/* "2026-03-01 10:00 GMT+01:00 Jane Doe <jane@example.com>:" */
	return kith_starts_nocase(p, "quoting ") || at ? 1 : 0;
}

static bool has_opener(const char *line)
{
	const char *p = skip_decoration(line);

	for (size_t i = 0; i < kith_attribution_count; i++) {
		if (kith_starts_nocase(p, kith_attributions[i].start))
			return true;
	}
	return false;
}

/* Without an opening word, only a date or an address lets an attribution go on in the next line. */
static bool may_start_attribution(const char *line)
{
	const char *p = skip_decoration(line);

	return has_opener(line) || strchr(p, '@') != NULL || (g_ascii_isdigit(*p) && has_date(p));
}

/* Number of lines of the attribution at I; 0 when there is none. */
static guint attribution_at(const KithMarked *marked, guint i, int *ret_strength)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	bool opened = has_opener(line_at(marked, i));
	bool may_wrap = may_start_attribution(line_at(marked, i));

	for (guint count = 1; count <= MAX_ATTRIBUTION_LINES && i + count <= marked->lines->len; count++) {
		const char *line = line_at(marked, i + count - 1);

		if (kith_line_is_blank(line) || is_quoted(line) || joined->len + strlen(line) > MAX_ATTRIBUTION_BYTES ||
		    (count > 1 && !may_wrap))
			return 0;
		/* An answer's last line may hold an address, and the attribution begins below it. */
		if (count > 1 && !opened && has_opener(line))
			return 0;
		g_string_append_printf(joined, "%s%s", count > 1 ? " " : "", line);
		*ret_strength = attribution_strength(joined->str);
		if (*ret_strength > 0)
			return count;
	}
	return 0;
}

/* --- marking */

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

/* Whether what follows I is quoted with marks, so that unmarked lines are answers. */
static bool is_marked_quotation(const KithMarked *marked, guint i)
{
	unsigned quoted = 0, plain = 0;

	for (; i < marked->lines->len && quoted + plain < MAX_LOOK_LINES; i++) {
		if (kith_line_is_blank(line_at(marked, i)))
			continue;
		if (is_quoted(line_at(marked, i)))
			quoted++;
		else
			plain++;
	}
	return quoted > 0 && quoted >= plain;
}

/* A quoted line that a mailer broke: its end stands alone between two quoted ones. */
static bool is_broken_quotation(const KithMarked *marked, guint i)
{
	return i > 0 && i + 1 < marked->lines->len && is_quoted(line_at(marked, i - 1)) &&
	       strlen(line_at(marked, i - 1)) >= 65 && is_quoted(line_at(marked, i + 1)) &&
	       strlen(line_at(marked, i)) < 40 && g_ascii_islower(line_at(marked, i)[0]);
}

/* Marks a heading of old text and says where to go on: behind the heading when the old text
 * has quotation marks, else at the end. */
static guint mark_heading(KithMarked *marked, guint from, guint until, const char *rule)
{
	guint end = is_marked_quotation(marked, until) ? until : marked->lines->len;

	kith_mark(marked, from, until, KITH_ZONE_INTRODUCTION, rule);
	kith_mark(marked, until, end, KITH_ZONE_QUOTE, rule);
	return end;
}

static guint mark_one(KithMarked *marked, guint i)
{
	const char *line = line_at(marked, i);
	int strength = 0;

	if (is_quoted(line) || is_broken_quotation(marked, i)) {
		kith_mark(marked, i, i + 1, KITH_ZONE_QUOTE, is_quoted(line) ? "quotation mark" : "broken quotation");
		return i + 1;
	}
	if (kith_line_is_blank(line))
		return i + 1;
	guint end = block_end(marked, i);
	if (end > i)
		return mark_heading(marked, block_start(marked, i), end, "quoted header");
	if (is_original_mark(line) || is_forward_line(line)) {
		guint head = next_text(marked, i + 1);

		return mark_heading(marked, i, head < marked->lines->len ? MAX(i + 1, block_end(marked, head)) : i + 1,
				    "original message");
	}
	guint count = attribution_at(marked, i, &strength);
	if (count == 0)
		return i + 1;
	guint next = next_text(marked, i + count);
	if (next < marked->lines->len && is_quoted(line_at(marked, next))) {
		kith_mark(marked, i, next, KITH_ZONE_INTRODUCTION, "attribution");
		return next;
	}
	return strength == 2 ? mark_heading(marked, i, i + count, "attribution") : i + 1;
}

/* Lines of one kind, without blank lines at both ends and never two blank lines in a row. */
static char *join_marked(const KithMarked *marked, KithZoneKind what)
{
	GString *out = g_string_new(NULL);
	bool blank = false;

	for (guint i = 0; i < marked->lines->len; i++) {
		const char *line = line_at(marked, i);

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

/* A rule that only parted the old text from the new one says nothing. */
static void drop_dividers(KithMarked *marked)
{
	bool edge = true;

	for (guint i = marked->lines->len; i-- > 0;) {
		const char *line = line_at(marked, i);

		if (marked->zones[i] != KITH_ZONE_NEW)
			edge = true;
		else if (edge && kith_line_is_divider(line))
			kith_mark(marked, i, i + 1, KITH_ZONE_FOOTER, "dividing line");
		else if (!kith_line_is_blank(line))
			edge = false;
	}
}

/* The zones of the text: stretches of lines with one zone and one rule. Blank lines belong to what is above. */
static void tell_zones(const KithMarked *marked, GPtrArray *zones)
{
	guint count = marked->lines->len, from = 0;

	for (guint i = 1; i <= count; i++) {
		bool goes_on = i < count && (kith_line_is_blank(line_at(marked, i)) ||
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

void kith_own_text_find(const char *text, const KithAddress *author, KithOwnText *ret_own)
{
	KithMarked marked = {.lines = kith_lines_split(text), .author = author};
	guint count = marked.lines->len;

	marked.starts = kith_lines_starts(text, count);
	marked.zones = g_new0(KithZoneKind, count + 1);
	marked.rules = g_new(const char *, count + 1);
	kith_mark(&marked, 0, count, KITH_ZONE_NEW, "nothing says otherwise");
	for (guint i = 0; i < count;)
		i = mark_one(&marked, i);
	kith_mark_signature(&marked);
	drop_dividers(&marked);
	ret_own->new_text = join_marked(&marked, KITH_ZONE_NEW);
	ret_own->signature = join_marked(&marked, KITH_ZONE_SIGNATURE);
	if (*ret_own->signature == '\0')
		g_clear_pointer(&ret_own->signature, g_free);
	ret_own->zones = g_ptr_array_new_with_free_func((GDestroyNotify)kith_zone_free);
	tell_zones(&marked, ret_own->zones);
	g_ptr_array_unref(marked.lines);
	g_free(marked.starts);
	g_free(marked.zones);
	g_free(marked.rules);
}
