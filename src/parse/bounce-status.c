/* SPDX-License-Identifier: MIT
 * bounce-status.c - codes of bounces: enhanced status (RFC 3463), reply code (RFC 5321), words that mean one.
 * In: what was said of a recipient. Out: KithBounceCode. Next: src/parse/bounce-report.c
 *
 * A mail often holds several codes: the field Status, what the last server said, and what it was told itself.
 * The most exact one tells most: "5.0.0" only that it failed, "4.4.7" only that time ran out.
 */
#include <string.h>

#include "bounce.h"
#include "words.h"

/* The meanings that words may have, the more exact ones first. */
static const struct { const char *list, *detail; } meanings[] = {
	{"means-2.2", "2.2"}, {"means-1.2", "1.2"}, {"means-1.3", "1.3"}, {"means-2.1", "2.1"}, {"means-1.6", "1.6"},
	{"means-1.1", "1.1"}, {"means-3.4", "3.4"}, {"means-4.6", "4.6"}, {"means-4.1", "4.1"}, {"means-7.1", "7.1"},
	{"means-4.7", "4.7"},
};

static bool is_joined(char c)
{
	return g_ascii_isalnum(c) || c == '.';
}

/* The length of the status that P begins with, 0 when none. BEFORE: what stands before it. */
static size_t status_length(char before, const char *p)
{
	if ((*p != '4' && *p != '5') || p[1] != '.' || is_joined(before))
		return 0;
	size_t subject = strspn(p + 2, "0123456789");
	if (subject < 1 || subject > 3 || p[2 + subject] != '.')
		return 0;
	size_t detail = strspn(p + 3 + subject, "0123456789");
	const char *end = p + 3 + subject + detail;
	/* Not a part of an address of the net, of a version or a name. */
	if (detail < 1 || detail > 3 || g_ascii_isalpha(*end) || (*end == '.' && g_ascii_isalnum(end[1])) ||
	    (*end == '-' && g_ascii_isalnum(end[1])))
		return 0;
	return (size_t)(end - p);
}

/* Whether P begins with a reply code: it stands before words, never in a number or a time. */
static bool is_reply_code(char before, const char *p)
{
	if ((*p != '4' && *p != '5') || !g_ascii_isdigit(p[1]) || p[1] > '7' || !g_ascii_isdigit(p[2]) ||
	    g_ascii_isalnum(p[3]) || p[3] == '.' || p[3] == '/' || p[3] == '%' ||
	    (p[3] == ':' && p[4] != ' '))
		return false;
	if (p[3] == '-' && g_ascii_isdigit(p[4]) && p[5] != '.')
		return false;
	return !is_joined(before) && before != '/' && before != '+' && before != '@' && before != '-' &&
	       before != '_' && before != '=';
}

int kith_bounce_rank(const char *status)
{
	if (*status == '\0' || g_str_has_suffix(status, ".0.0"))
		return 0;
	return g_str_has_suffix(status, ".0") || g_str_has_suffix(status, ".4.7") ? 1 : 2;
}

typedef struct {
	KithBounceCode best;	/* the most exact status, with the reply code before it */
	char first[4];		/* reply code */
	char of_class[2][4];	/* the first reply code of class 4 and of class 5 */
} Codes;

static void take_status(Codes *codes, const char *status, size_t length, const char *reply)
{
	KithBounceCode one = {0};

	memcpy(one.status, status, MIN(length, sizeof one.status - 1));
	memcpy(one.reply, reply, 3);
	if (*codes->best.status == '\0' || kith_bounce_rank(one.status) > kith_bounce_rank(codes->best.status))
		codes->best = one;
}

/* All codes in TEXT, in one pass. */
static void read_codes(const char *text, Codes *codes)
{
	char near[4] = "";	/* the reply code that stands right before */
	const char *near_end = text;

	for (const char *p = text; *p != '\0';) {
		char before = p > text ? p[-1] : ' ';
		size_t length = status_length(before, p);

		if (length > 0) {
			if (*near != '\0' && p - near_end > 3)
				*near = '\0';
			take_status(codes, p, length, near);
			p += length;
		} else if (is_reply_code(before, p) && !(before == ':' && p - text > 1 && g_ascii_isdigit(p[-2]))) {
			char *same = codes->of_class[*p - '4'];

			memcpy(near, p, 3);
			near_end = p + 3;
			if (*codes->first == '\0')
				memcpy(codes->first, p, 3);
			if (*same == '\0')
				memcpy(same, p, 3);
			p += 3;
		} else {
			p++;
		}
	}
}

static const char *meaning(const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++) {
		if (kith_phrases_find(kith_phrases(meanings[i].list), text, NULL))
			return meanings[i].detail;
	}
	return NULL;
}

static void set_status(KithBounceCode *code, char class, const char *detail)
{
	(void)g_snprintf(code->status, sizeof code->status, "%c.%s", class, detail);	/* it fits: "5.x.y" */
}

/* The class (RFC 3463 section 3.1) when no code says it. */
static char class_of(const Codes *codes, KithBounceEnd end)
{
	if (*codes->best.status != '\0')
		return *codes->best.status;
	if (*codes->first != '\0')
		return *codes->first;
	return end == KITH_BOUNCE_DELAYED ? '4' : '5';
}

static void choose_status(const Codes *codes, const char *declared, KithBounceCode *code)
{
	int said = kith_bounce_rank(codes->best.status), told = declared != NULL ? kith_bounce_rank(declared) : 0;

	if (declared != NULL && *declared != '\0' && (*codes->best.status == '\0' || told > said ||
	     (told == said && *declared == *codes->best.status && *codes->best.reply == '\0')))
		(void)g_strlcpy(code->status, declared, sizeof code->status);	/* of our own making: it fits */
	else
		(void)g_strlcpy(code->status, codes->best.status, sizeof code->status);
}

static void choose_reply(const Codes *codes, KithBounceCode *code)
{
	char class = *code->status;
	const char *same = class == '4' || class == '5' ? codes->of_class[class - '4'] : "";

	if (*codes->best.reply != '\0' && strcmp(codes->best.status, code->status) == 0)
		memcpy(code->reply, codes->best.reply, sizeof code->reply);
	else
		memcpy(code->reply, *same != '\0' ? same : codes->first, sizeof code->reply);
}

KithBounceCode kith_bounce_code(const char *declared, const char *said, KithBounceEnd end)
{
	KithBounceCode code = {0};
	Codes codes = {0}, field = {0};

	read_codes(said, &codes);
	if (declared != NULL)
		read_codes(declared, &field);
	choose_status(&codes, field.best.status, &code);
	if (*code.status == '\0')
		set_status(&code, class_of(&codes, end), "0.0");
	choose_reply(&codes, &code);
	/* What a report says is left as it says it. */
	if (*field.best.status == '\0' && kith_bounce_rank(code.status) == 0) {
		const char *detail = meaning(said);

		if (detail != NULL)
			set_status(&code, *code.status, detail);
	}
	return code;
}

bool kith_bounce_has_code(const char *text)
{
	Codes codes = {0};

	read_codes(text, &codes);
	return *codes.best.status != '\0' || *codes.first != '\0';
}

bool kith_bounce_says_why(const char *text)
{
	return kith_bounce_has_code(text) || meaning(text) != NULL;
}

KithBounceEnd kith_bounce_end(const char *text)
{
	if (kith_phrases_find(kith_phrases("bounce-delay"), text, NULL) &&
	    !kith_phrases_find(kith_phrases("bounce-final"), text, NULL))
		return KITH_BOUNCE_DELAYED;
	return KITH_BOUNCE_FINAL;
}
