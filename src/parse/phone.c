/* SPDX-License-Identifier: MIT
 * phone.c - numbers to call in a line, and what is none.
 * In: a line. Out: KithPhone. Next: src/parse/letterhead.c
 */
#include <string.h>

#include "sign-off.h"

#define MIN_DIGITS 6
#define MAX_DIGITS 15		/* E.164 */
#define MAX_GROUPS 8

typedef struct {
	unsigned digits, marks, groups;
	unsigned sizes[MAX_GROUPS];	/* digits of each group */
	unsigned dots, slashes;
	const char *second;		/* where the second group begins */
} Shape;

/* Bytes of the blank or mark at P that numbers have between their digits; 0 when it is none. */
static size_t mark_length(const char *p)
{
	static const char *const wide[] = {"\u00a0", "\u202f", "\u2011", "\u2013"};

	if (*p != '\0' && strchr(" ()-./", *p) != NULL)
		return 1;
	for (size_t i = 0; i < G_N_ELEMENTS(wide); i++) {
		if (g_str_has_prefix(p, wide[i]))
			return strlen(wide[i]);
	}
	return 0;
}

static bool ends_before(const char *p, const Shape *shape)
{
	switch (*p) {
	case ' ':
		return (p[1] == ' ' && shape->digits >= 4) || (p[1] == '-' && p[2] == ' ' && shape->digits >= 7);
	case '/':
		return p[1] == ' ' && shape->digits >= 6;
	case '(':
		return shape->digits >= 7;
	}
	return false;
}

/* Reads digits and marks from START on; the end is behind the last digit. */
static const char *read_shape(const char *start, Shape *ret_shape)
{
	const char *end = start;
	bool in_group = false;

	*ret_shape = (Shape) {0};
	for (const char *p = start + strspn(start, "(+"); *p != '\0';) {
		size_t mark = mark_length(p);

		if (g_ascii_isdigit(*p)) {
			if (!in_group && ret_shape->groups++ == 1)
				ret_shape->second = p;
			if (ret_shape->groups <= MAX_GROUPS)
				ret_shape->sizes[ret_shape->groups - 1]++;
			ret_shape->digits++;
			in_group = true;
			end = ++p;
			continue;
		}
		if (mark == 0 || ends_before(p, ret_shape))
			break;
		in_group = false;
		ret_shape->marks += *p != ' ';
		ret_shape->dots += *p == '.' && g_ascii_isdigit(p[1]);
		ret_shape->slashes += *p == '/';
		p += mark;
	}
	return end;
}

/* "140 - 42124 Reggio Emilia", "12 80331 München": a house, the code of its place, and the place. */
static bool is_house(const char *start, const Shape *shape)
{
	const char *second = shape->second;

	if (shape->groups != 2 || shape->sizes[0] > 4 || *start == '0' || *start == '(' || second == NULL ||
	    second[-1] != ' ')
		return false;
	bool is_dashed = second[-2] == '-' && shape->sizes[1] >= 4 && shape->sizes[1] <= 6;
	const char *behind = second + shape->sizes[1];
	if ((!is_dashed && shape->sizes[1] != 5) || *behind != ' ')
		return false;
	const char *next = g_utf8_next_char(behind + 1);
	return g_unichar_isupper(g_utf8_get_char(behind + 1)) && g_unichar_islower(g_utf8_get_char(next));
}

/* Years, dates, network addresses, codes of places, sums of money. */
static bool is_other_number(const char *start, const Shape *shape)
{
	const unsigned *sizes = shape->sizes;

	if (*start == '+' || start[1] == '+')
		return false;
	if (is_house(start, shape))
		return true;
	if (shape->groups == 2 && sizes[0] == 5 && sizes[1] == 4)
		return true;	/* "77002-1234" */
	if (shape->groups == 2 && sizes[0] == 4 && sizes[1] == 4 && strchr("12", *start) != NULL && shape->marks > 0 &&
	    shape->second != NULL && strchr("12", *shape->second) != NULL)
		return true;	/* "2024-2026" */
	if (shape->groups == 3 && sizes[0] <= 2 && sizes[1] <= 2 && (shape->slashes == 2 || sizes[2] == 4))
		return true;
	if (shape->groups == 3 && sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2)
		return true;
	if (shape->dots >= 1 && shape->dots + 1 == shape->groups && shape->groups >= 3 && sizes[0] <= 2 &&
	    sizes[1] == 3 && sizes[2] == 3 && *start != '0')
		return true;	/* "1.250.000" */
	if (shape->groups == 2 && shape->dots == 1 && shape->marks == 1 && sizes[0] <= 2 && *start != '0')
		return true;	/* "52.520008" */
	return shape->dots == 3 && shape->groups == 4 && sizes[0] <= 3 && sizes[1] <= 3 && sizes[2] <= 3 &&
	       sizes[3] <= 3 && *start != '0';
}

/* --- what a number is called */

typedef enum { CALLED_NOTHING, CALLED_PHONE, CALLED_FAX, CALLED_OTHER } Called;

/* The last phrase of PHRASES in TEXT; its end, or NULL. */
static const char *last_hit(const char *text, const char *list, const char **ret_at)
{
	const char *end = NULL;
	KithPhraseHit hit;

	for (const char *p = text; kith_phrases_find(kith_phrases(list), p, &hit); p = end) {
		*ret_at = hit.at;
		end = hit.at + hit.length;
	}
	return end;
}

/* Only marks, capitals and "No." stand between what the number is called and the number. */
static bool is_adjacent(const char *rest)
{
	static const char *const words[] = {"no", "nr", "number", "nummer", "num", "n\u00ba", "n\u00b0", "\u2116"};

	while (*rest != '\0') {
		size_t i = 0;

		while (i < G_N_ELEMENTS(words) && !kith_starts_nocase(rest, words[i]))
			i++;
		if (i < G_N_ELEMENTS(words))
			rest += strlen(words[i]);
		else if (g_ascii_isupper(*rest) || g_ascii_isdigit(*rest) || strchr(" \t:.#-/()", *rest) != NULL)
			rest++;
		else
			return false;
	}
	return true;
}

/* "F: ", "(f) " */
static bool is_letter_f(const char *text)
{
	size_t length = strlen(text);

	while (length > 0 && strchr(" \t:.()", text[length - 1]) != NULL)
		length--;
	return length > 0 && (text[length - 1] == 'F' || text[length - 1] == 'f') &&
	       (length == 1 || strchr(" \t|,;(/", text[length - 2]) != NULL);
}

/* "Tel/Fax": it is both. */
static bool is_joined(const char *text, const char *fax, const char *phone_end)
{
	const char *p = phone_end;

	return phone_end != NULL && fax >= phone_end && fax > text &&
	       strspn(p, " ./&+") == (size_t)(fax - p) && strpbrk(p, "/&+") != NULL && strpbrk(p, "/&+") < fax;
}

static Called called_before(const char *text)
{
	const char *phone_at = NULL, *fax_at = NULL, *other_at = NULL;
	const char *phone = last_hit(text, "phone-label", &phone_at);
	const char *fax = last_hit(text, "fax-label", &fax_at);
	const char *other = last_hit(text, "number-label", &other_at);

	if (fax != NULL && (phone == NULL || fax > phone))
		return is_joined(text, fax_at, phone) ? CALLED_PHONE : CALLED_FAX;
	if (is_letter_f(text))
		return CALLED_FAX;
	if (other != NULL && (phone == NULL || other > phone) && is_adjacent(other))
		return CALLED_OTHER;
	return phone != NULL ? CALLED_PHONE : CALLED_NOTHING;
}

/* "713-555-0100 (fax)", but not "713-555-0100 Fax 713-555-0101" */
static bool is_fax_after(const char *end)
{
	const char *p = end + strspn(end, " \t(-,");
	KithPhraseHit hit;

	if (!kith_phrases_start(kith_phrases("fax-label"), p, &hit))
		return kith_starts_nocase(end, " (f)");
	p = hit.at + hit.length;
	if (*p == ')')
		return true;
	p += strspn(p, " \t:.");
	return !g_ascii_isdigit(*p) && *p != '+' && *p != '(';
}

/* Behind "ext. 12" or "x12" at P, or P. */
static const char *extension_end(const char *p)
{
	const char *q = p + strspn(p, " \t,;(-");
	KithPhraseHit hit;
	unsigned digits = 0;

	if (kith_phrases_start(kith_phrases("extension"), q, &hit))
		q = hit.at + hit.length;
	else if (kith_starts_nocase(q, "ext"))
		q += strlen("ext");
	else if (*q == 'x' || *q == 'X')
		q++;
	else
		return p;
	q += strspn(q, " .:");
	for (; g_ascii_isdigit(*q) || (digits > 0 && *q == '-' && g_ascii_isdigit(q[1])); q++)
		digits++;
	return digits > 0 && digits <= 7 && !g_ascii_isalnum(*q) ? q : p;
}

/* --- numbers */

static bool may_start(const char *line, const char *p)
{
	if (!g_ascii_isdigit(*p) && *p != '+' && *p != '(')
		return false;
	if (p == line)
		return true;
	/* "EB3816", "user@10...", "D-80331", "id=..." */
	if (g_ascii_isalnum(p[-1]) || strchr("@#_=%", p[-1]) != NULL)
		return false;
	return !(strchr("-/", p[-1]) != NULL && p - line >= 2 && g_ascii_isalnum(p[-2]) && *p != '+');
}

static bool is_alone(const char *line, const char *start, const char *end)
{
	return line + strspn(line, " \t") == start && end[strspn(end, " \t")] == '\0';
}

static bool is_phone(const char *line, const char *start, const char *end, const Shape *shape, Called called)
{
	bool leads = *start == '+' || *start == '0' || *start == '(';
	bool is_word = *end != '\0' && (g_ascii_isalpha(*end) || strchr("@_%:", *end) != NULL);

	if (shape->digits > MAX_DIGITS || called == CALLED_OTHER || (is_word && extension_end(end) == end))
		return false;
	if (called != CALLED_NOTHING && shape->digits >= MIN_DIGITS)
		return shape->slashes != 2 || shape->digits > 8;
	if (shape->digits < 7 || is_other_number(start, shape))
		return false;
	if (shape->groups > 1)
		return true;
	return shape->digits >= 9 && (leads || is_alone(line, start, end));
}

bool kith_phone_next(const char *line, const char **at, KithPhone *ret_phone)
{
	const char *seen = *at;		/* what a number is called stands behind the last one */

	for (const char *p = *at; *p != '\0'; p++) {
		Shape shape;

		if (!may_start(line, p))
			continue;
		const char *end = read_shape(p, &shape);
		/* "TX 77002 713-555-0100": the code of a place stands before it. */
		if (shape.digits >= 12 && shape.sizes[0] == 5 && *p != '+' && shape.second != NULL) {
			p = shape.second;
			end = read_shape(p, &shape);
		}
		if (shape.digits < MIN_DIGITS) {
			p = end > p ? end - 1 : p;
			continue;
		}
		g_autofree char *before = g_strndup(seen, (size_t)(p - seen));
		Called called = called_before(before);
		if (is_phone(line, p, end, &shape, called)) {
			p += *p == '(' && memchr(p, ')', (size_t)(end - p)) == NULL;
			*at = extension_end(end);
			*ret_phone = (KithPhone) { .at = p, .length = (size_t)(*at - p),
						   .is_fax = called == CALLED_FAX || is_fax_after(*at) };
			return true;
		}
		seen = end;
		p = end - 1;
	}
	return false;
}

bool kith_phone_fax_follows(const char *line)
{
	const char *at = NULL, *phone_at = NULL;
	const char *end = last_hit(line, "fax-label", &at), *phone = last_hit(line, "phone-label", &phone_at);
	unsigned digits = 0;

	if (end == NULL || (phone != NULL && phone > end) || is_joined(line, at, phone))
		return false;
	for (const char *p = end; *p != '\0'; p++) {
		digits += g_ascii_isdigit(*p) != 0;
		if (g_ascii_isalpha(*p))
			return false;
	}
	return digits <= 5;
}

bool kith_phone_is_extension(const char *line)
{
	const char *start = line + strspn(line, " \t*_|,-("), *end = extension_end(start);

	if (end == start && g_ascii_isdigit(*start) && start[1] == '-' && strlen(start) == 6 &&
	    strspn(start + 2, "0123456789") == 4)
		return true;	/* "5-1234", as said inside a company */
	return end > start && end[strspn(end, " \t)")] == '\0';
}

const char *kith_phone_label(const char *line)
{
	const char *at = line, *label = NULL;
	KithPhone phone;
	KithPhraseHit hit;

	if (!kith_phone_next(line, &at, &phone))
		return line + strlen(line);
	g_autofree char *before = g_strndup(line, (size_t)(phone.at - line));
	static const char *const lists[] = {"phone-label", "fax-label"};
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		if (kith_phrases_find(kith_phrases(lists[i]), before, &hit) && (label == NULL || hit.at < label) &&
		    is_adjacent(hit.at + hit.length))
			label = hit.at;
	}
	return label != NULL ? line + (label - before) : phone.at;
}
