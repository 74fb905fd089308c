/* SPDX-License-Identifier: MIT
 * away-date.c - a day in the words of an automatic answer, in many languages.
 * In: text behind "until", "back on". Out: a day, or nothing. Next: src/parse/away-instead.c
 */
#include <string.h>

#include "away.h"
#include "words.h"

#define MAX_TOKENS 12
#define MAX_WORD_BYTES 64
#define MAX_PAST_DAYS 40	/* a day that far back, without a year, was forgotten; it is not the one of next year */

typedef struct {
	int day, month, year, weekday;	/* 0: not said */
	bool is_end;			/* the end of the month */
	bool is_tomorrow, is_next;
	bool is_ordinal;		/* the day cannot be an hour */
} Said;

/* --- words */

static guint number_of(const char *list, guint count, const char *text, gsize *ret_length)
{
	guint found = 0;

	for (guint i = 1; i <= count; i++) {
		g_autofree char *name = g_strdup_printf("%s-%u", list, i);
		KithPhraseHit hit;

		if (kith_phrases_start(kith_phrases(name), text, &hit) && (found == 0 || hit.length > *ret_length)) {
			found = i;
			*ret_length = hit.length;
		}
	}
	return found;
}

static bool starts(const char *list, const char *text, gsize *ret_length)
{
	KithPhraseHit hit;

	if (!kith_phrases_start(kith_phrases(list), text, &hit))
		return false;
	*ret_length = hit.length;
	return true;
}

/* The word right before P in TEXT is an article: "the 9", "le 9". */
static bool is_behind_article(const char *text, const char *p)
{
	const char *end = p;

	while (end > text && end[-1] == ' ')
		end--;
	const char *start = end;
	while (start > text && start[-1] != ' ' && start[-1] != '\n' && end - start < MAX_WORD_BYTES)
		start--;
	g_autofree char *word = g_strndup(start, (gsize)(end - start));
	return *word != '\0' && g_utf8_validate(word, -1, NULL) &&
	       kith_phrases_whole(kith_phrases("away-day"), word, NULL);
}

/* --- numbers */

/* "st", "nd", ".", "er", "º" behind a number: how many bytes. */
static gsize ordinal_length(const char *p)
{
	static const char *const ends[] = {"st", "nd", "rd", "th", "er", "e", "º", "ª", ":e", "de", "ste", "°"};

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		gsize length = strlen(ends[i]);

		if (kith_starts_nocase(p, ends[i]) && !g_unichar_isalpha(g_utf8_get_char(p + length)))
			return length;
	}
	return 0;
}

static bool is_date_sign(char c)
{
	return c == '.' || c == '/' || c == '-';
}

/* "9.3.2026", "2026-03-09", "9. 3.", "09/03": up to three numbers with one sign between; how many. */
static int read_numbers(const char *p, int numbers[3], int digits[3], char *ret_sign, const char **ret_end)
{
	int count = 0;

	*ret_sign = '\0';
	while (count < 3 && g_ascii_isdigit(*p)) {
		digits[count] = (int)strspn(p, "0123456789");
		if (digits[count] > 4)
			return 0;
		numbers[count] = (int)g_ascii_strtoll(p, NULL, 10);
		p += digits[count++];
		*ret_end = p;
		if (!is_date_sign(*p) || (*ret_sign != '\0' && *p != *ret_sign))
			break;
		char sign = *p;
		const char *next = p + 1 + (sign == '.' && p[1] == ' ' ? 1 : 0);

		if (!g_ascii_isdigit(*next)) {
			/* "9.3." and "9.": the point belongs to the number */
			if (sign == '.' && count == 2 && *ret_sign == '.')
				*ret_end = p + 1;
			break;
		}
		/* A dash between days is a span: "2-9 March". */
		if (sign == '-' && count == 1 && digits[0] < 4 && strspn(next, "0123456789") < 3 &&
		    next[strspn(next, "0123456789")] != '-')
			break;
		*ret_sign = sign;
		p = next;
	}
	return count;
}

/* Whether the day stands before the month; *ret_known is false when nobody can say. */
static bool is_day_first(const int numbers[3], char sign, const KithAwayBase *base, bool *ret_known)
{
	bool other_language = base->language != NULL && strcmp(base->language, "en") != 0;

	*ret_known = sign == '.' || numbers[0] > 12 || numbers[1] > 12 || numbers[0] == numbers[1] || other_language;
	return sign == '.' || numbers[0] > 12 || (numbers[1] <= 12 && other_language);
}

static bool take_numeric(const int numbers[3], const int digits[3], int count, char sign, const KithAwayBase *base,
			 Said *said)
{
	bool known;

	if (count == 3 && digits[0] == 4) {
		*said = (Said) {.year = numbers[0], .month = numbers[1], .day = numbers[2]};
		return true;
	}
	if (count < 2 || digits[0] > 2 || digits[1] > 2 || (count == 2 && sign == '-'))
		return false;
	bool day_first = is_day_first(numbers, sign, base, &known);
	if (!known || (count == 3 && digits[2] != 2 && digits[2] != 4))
		return false;
	*said = (Said) {.day = day_first ? numbers[0] : numbers[1], .month = day_first ? numbers[1] : numbers[0],
			.year = count == 3 ? numbers[2] : 0};
	return true;
}

/* "2026年3月9日", "3월 9일" */
static const char *read_east_asian(const char *p, Said *said)
{
	static const struct { const char *chinese, *korean; } units[] = {
		{"年", "년"}, {"月", "월"}, {"日", "일"},
	};
	int *const places[] = {&said->year, &said->month, &said->day};
	const char *end = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		gsize digits = strspn(p, "0123456789");
		const char *unit = p + digits;

		if (digits == 0 || digits > 4 || (!g_str_has_prefix(unit, units[i].chinese) &&
						  !g_str_has_prefix(unit, units[i].korean)))
			continue;
		*places[i] = (int)g_ascii_strtoll(p, NULL, 10);
		p = end = g_utf8_next_char(unit);
		p += strspn(p, " ");
	}
	return said->month != 0 && said->day != 0 ? end : NULL;
}

/* --- the tokens of a day */

typedef struct {
	const char *text, *p, *end;	/* END: behind the last token that belongs to the day */
	const KithAwayBase *base;
	Said said;
	bool is_done;
} Scan;

/* A number that is no day, no year, no date ends the scan. */
static bool take_number(Scan *scan)
{
	int numbers[3] = {0}, digits[3] = {0};
	char sign;
	const char *end = scan->p;
	Said east = {0};
	const char *east_end = read_east_asian(scan->p, &east);

	if (east_end != NULL) {
		scan->said = east;
		scan->end = east_end;
		scan->is_done = true;
		return true;
	}
	int count = read_numbers(scan->p, numbers, digits, &sign, &end);
	if (count == 0)
		return false;
	if (count > 1) {
		scan->is_done = true;
		if (scan->said.day != 0 || scan->said.month != 0 ||
		    !take_numeric(numbers, digits, count, sign, scan->base, &scan->said))
			return false;
		scan->end = end;
		return true;
	}
	gsize ordinal = ordinal_length(end), clock;
	const char *behind = end + ordinal;
	if (digits[0] == 4) {
		if (scan->said.month == 0 || scan->said.year != 0)
			return false;
		scan->said.year = numbers[0];
	} else {
		const char *next = behind + strspn(behind, " ");

		if (digits[0] > 2 || scan->said.day != 0 || *behind == ':' || g_ascii_isalnum(*behind) ||
		    starts("away-clock", next, &clock))
			return false;
		scan->said.is_ordinal = ordinal > 0 || *behind == '.' || is_behind_article(scan->text, scan->p);
		scan->said.day = numbers[0];
	}
	scan->p = scan->end = behind + (*behind == '.' && digits[0] <= 2 ? 1 : 0);
	return true;
}

static bool take_word(Scan *scan)
{
	gsize length = 0;
	guint number;

	if (scan->said.month == 0 && (number = number_of("month", 12, scan->p, &length)) != 0) {
		scan->said.month = (int)number;
	} else if (scan->said.weekday == 0 && scan->said.day == 0 &&
		   (number = number_of("weekday", 7, scan->p, &length)) != 0) {
		scan->said.weekday = (int)number;
	} else if (scan->said.day == 0 && starts("away-end", scan->p, &length)) {
		scan->said.is_end = true;
	} else if (starts("away-tomorrow", scan->p, &length)) {
		scan->said.is_tomorrow = scan->said.month == 0 && scan->said.day == 0;
		scan->is_done = true;
	} else if (starts("away-next", scan->p, &length)) {
		scan->said.is_next = true;
	} else if (starts("away-filler", scan->p, &length)) {
		scan->p += length;
		return true;
	} else {
		return false;
	}
	scan->p += length;
	scan->p += *scan->p == '.' ? 1 : 0;	/* "Mon.", "Sept." */
	scan->end = scan->p;
	return true;
}

static bool is_whole(const Said *said)
{
	return said->day != 0 && said->month != 0 && said->year != 0;
}

static void read_said(Scan *scan)
{
	for (unsigned tokens = 0; tokens < MAX_TOKENS && !scan->is_done && !is_whole(&scan->said); tokens++) {
		unsigned lines = 0;

		while (*scan->p != '\0' && (*scan->p == ' ' || *scan->p == ',' || *scan->p == '\n' || *scan->p == '(' ||
					    *scan->p == ':' || g_str_has_prefix(scan->p, "\xc2\xa0"))) {
			lines += *scan->p == '\n';
			scan->p = g_utf8_next_char(scan->p);
		}
		if (lines > 1 || *scan->p == '\0')
			return;
		if (g_ascii_isdigit(*scan->p) ? !take_number(scan) : !take_word(scan))
			return;
	}
}

/* --- the day meant */

static bool set_day(GDate *day, int year, int month, int number)
{
	if (year > 0 && year < 100)
		year += 2000;
	if (year < 1990 || month < 1 || month > 12 || number < 1 ||
	    !g_date_valid_dmy((GDateDay)number, (GDateMonth)month, (GDateYear)MIN(year, 9999)))
		return false;
	g_date_set_dmy(day, (GDateDay)number, (GDateMonth)month, (GDateYear)MIN(year, 9999));
	return true;
}

/* The first such day that is not before the day of sending. */
static bool set_next(GDate *day, int month, int number, const KithAwayBase *base)
{
	GDate last;

	if (!g_date_valid(&base->sent))
		return false;
	int year = g_date_get_year(&base->sent);
	if (!set_day(day, year, month, number))
		return false;
	if (g_date_compare(day, &base->sent) >= 0)
		return true;
	last = *day;
	if (g_date_days_between(&last, &base->sent) <= MAX_PAST_DAYS)
		return false;
	return set_day(day, year + 1, month, number);
}

static bool set_day_of_month(GDate *day, int number, const KithAwayBase *base)
{
	if (!g_date_valid(&base->sent) || number < 1)
		return false;
	int year = g_date_get_year(&base->sent), month = g_date_get_month(&base->sent);
	if (number <= g_date_get_day(&base->sent) && ++month > 12) {
		month = 1;
		year++;
	}
	return set_day(day, year, month, number);
}

/* "Monday" is the next one; on a Monday nobody knows. "Next Friday" is clear only when this week's is over. */
static bool set_weekday(GDate *day, const Said *said, const KithAwayBase *base)
{
	if (!g_date_valid(&base->sent))
		return false;
	int sent = g_date_get_weekday(&base->sent), ahead = (said->weekday - sent + 7) % 7;
	if (ahead == 0 || (said->is_next && said->weekday > sent))
		return false;
	*day = base->sent;
	g_date_add_days(day, (guint)ahead);
	return true;
}

static bool set_end_of_month(GDate *day, const Said *said, const KithAwayBase *base)
{
	GDate first;

	g_date_clear(&first, 1);
	if (said->year != 0 ? !set_day(&first, said->year, said->month, 28) : !set_next(&first, said->month, 28, base))
		return false;
	int year = g_date_get_year(&first);
	return set_day(day, year, said->month, g_date_get_days_in_month((GDateMonth)said->month, (GDateYear)year));
}

static bool understand(const Said *said, const KithAwayBase *base, GDate *day)
{
	if (said->is_tomorrow) {
		if (!g_date_valid(&base->sent))
			return false;
		*day = base->sent;
		g_date_add_days(day, 1);
		return true;
	}
	if (said->month != 0 && said->day != 0)
		return said->year != 0 ? set_day(day, said->year, said->month, said->day)
				       : set_next(day, said->month, said->day, base);
	if (said->month != 0)
		return said->is_end && set_end_of_month(day, said, base);
	if (said->is_end)
		return false;
	if (said->day != 0)
		return (said->is_ordinal || said->weekday != 0) && set_day_of_month(day, said->day, base);
	return said->weekday != 0 && set_weekday(day, said, base);
}

bool kith_away_date(const char *text, const KithAwayBase *base, GDate *ret_day, const char **ret_end)
{
	Scan scan = {.text = text, .p = text, .end = text, .base = base};
	GDate day;

	g_date_clear(&day, 1);
	read_said(&scan);
	if (!understand(&scan.said, base, &day))
		return false;
	*ret_day = day;
	if (ret_end != NULL)
		*ret_end = scan.end;
	return true;
}

const char *kith_away_day_end(const char *text)
{
	const KithAwayBase nothing = {0};
	Scan scan = {.text = text, .p = text, .end = text, .base = &nothing};

	read_said(&scan);
	return scan.said.day != 0 ? scan.end : NULL;
}
