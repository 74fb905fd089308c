/* SPDX-License-Identifier: MIT
 * date.c - Date fields as mailers write them: RFC 5322, RFC 822, ctime, ISO 8601.
 * In: a raw value. Out: seconds and offset. Next: src/parse/charset.c
 *
 * Words and numbers are taken by what they can be, in any order; what is impossible is
 * refused, so that a broken date is unknown and not wrong.
 */
#include <string.h>

#include "internal.h"

static const struct { const char *name; int hours; } zones[] = {
	{"ut", 0}, {"utc", 0}, {"gmt", 0}, {"z", 0}, {"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5},
	{"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}, {"bst", 1}, {"wet", 0}, {"west", 1}, {"cet", 1},
	{"cest", 2}, {"met", 1}, {"mest", 2}, {"eet", 2}, {"eest", 3}, {"msk", 3}, {"jst", 9}, {"kst", 9},
	{"hst", -10}, {"akst", -9}, {"akdt", -8}, {"nzst", 12}, {"nzdt", 13}, {"aest", 10}, {"aedt", 11},
};
static const char months[12][4] = {"jan", "feb", "mar", "apr", "may", "jun",
				   "jul", "aug", "sep", "oct", "nov", "dec"};

typedef struct {
	int year, month, day, hour, minute, second;
	bool has_year, has_month, has_day, has_time, has_zone;
	int offset_s;
} Parts;

static int read_number(const char **p, int *ret_digits)
{
	int number = 0, digits = 0;

	for (; g_ascii_isdigit(**p); (*p)++, digits++)
		number = digits < 8 ? number * 10 + (**p - '0') : number;
	*ret_digits = digits;
	return number;
}

static void read_word(const char **p, Parts *parts)
{
	char word[16];
	size_t n = 0;

	for (; g_ascii_isalpha(**p); (*p)++) {
		if (n + 1 < sizeof word)
			word[n++] = g_ascii_tolower(**p);
	}
	word[n] = '\0';
	for (int i = 0; n >= 3 && !parts->has_month && i < 12; i++) {
		if (strncmp(word, months[i], 3) == 0 && strcmp(word, "mart") != 0) {
			parts->month = i + 1;
			parts->has_month = true;
			return;
		}
	}
	if (parts->has_time && strcmp(word, "pm") == 0 && parts->hour < 12)
		parts->hour += 12;
	else if (parts->has_time && strcmp(word, "am") == 0 && parts->hour == 12)
		parts->hour = 0;
	for (size_t i = 0; parts->has_time && !parts->has_zone && i < G_N_ELEMENTS(zones); i++) {
		/* "GMT+0100" (JavaScript): the number tells the zone */
		if ((**p == '+' || **p == '-') && g_ascii_isdigit((*p)[1]))
			return;
		if (strcmp(word, zones[i].name) == 0) {
			parts->offset_s = zones[i].hours * 3600;
			parts->has_zone = true;
		}
	}
}

/* Behind "H" and ":": minutes, seconds, a fraction. */
static void read_clock(const char **p, int hour, Parts *parts)
{
	int digits;

	parts->hour = hour;
	(*p)++;
	parts->minute = read_number(p, &digits);
	if (**p == ':') {
		(*p)++;
		parts->second = read_number(p, &digits);
	}
	if ((**p == '.' || **p == ',') && g_ascii_isdigit((*p)[1])) {
		(*p)++;
		(void)read_number(p, &digits);	/* parts of a second count for nothing */
	}
	parts->has_time = true;
}

/* "+0100", "+01:00", "-5" behind a time. */
static bool read_offset(const char **p, Parts *parts)
{
	int sign = **p == '-' ? -1 : 1, digits, minutes = 0;
	const char *at = *p + 1;
	int number = read_number(&at, &digits);

	if (digits == 0)
		return false;
	if (digits >= 3) {
		minutes = number % 100;
		number /= 100;
	} else if (*at == ':') {
		at++;
		minutes = read_number(&at, &digits);
	}
	if (number > 15 || minutes > 59)	/* nobody lives there; the clock time is still good */
		number = minutes = 0;
	parts->offset_s = sign * (number * 3600 + minutes * 60);
	parts->has_zone = true;
	*p = at;
	return true;
}

static void take_number(int number, int digits, Parts *parts)
{
	if (digits >= 3) {
		if (!parts->has_year)
			parts->year = number + (digits == 3 ? 1900 : 0);
		parts->has_year = true;
	} else if (!parts->has_day) {
		parts->day = number;
		parts->has_day = true;
	} else if (!parts->has_year) {
		parts->year = number + (number < 50 ? 2000 : 1900);	/* RFC 5322 4.3 */
		parts->has_year = true;
	}
}

/* "2026-03-01" and "2026/03/01". */
static bool read_iso_date(const char **p, int year, Parts *parts)
{
	const char *at = *p + 1;
	int digits_month, digits_day;
	int month = read_number(&at, &digits_month);

	if (digits_month == 0 || digits_month > 2 || *at != **p)
		return false;
	at++;
	int day = read_number(&at, &digits_day);
	if (digits_day == 0 || digits_day > 2)
		return false;
	parts->year = year;
	parts->month = month;
	parts->day = day;
	parts->has_year = parts->has_month = parts->has_day = true;
	if (*at == 'T' || *at == 't')
		at++;
	*p = at;
	return true;
}

/* Comments stand inside of comments (RFC 5322 3.2.2); one that is never closed ends the date. */
static void skip_comment(const char **p)
{
	unsigned depth = 0;

	for (; **p != '\0'; (*p)++) {
		if (**p == '\\' && (*p)[1] != '\0')
			(*p)++;
		else if (**p == '(')
			depth++;
		else if (**p == ')' && --depth == 0)
			return;
	}
}

static void read_parts(const char *p, Parts *parts)
{
	while (*p != '\0') {
		if (g_ascii_isdigit(*p)) {
			int digits, number = read_number(&p, &digits);

			if (*p == ':' && !parts->has_time)
				read_clock(&p, number, parts);
			else if (*p == '.' && digits <= 2 && parts->has_day && parts->has_month && !parts->has_time &&
				 g_ascii_isdigit(p[1]) && parts->has_year)
				read_clock(&p, number, parts);	/* "12.30.05" */
			else if (!((*p == '-' || *p == '/') && digits == 4 && read_iso_date(&p, number, parts)))
				take_number(number, digits, parts);
		} else if (g_ascii_isalpha(*p)) {
			read_word(&p, parts);
		} else if (*p == '(') {
			skip_comment(&p);
		} else if (!((*p == '+' || *p == '-') && parts->has_time && !parts->has_zone &&
			     read_offset(&p, parts))) {
			p++;
		}
	}
}

bool kith_date_read(const char *raw_value, int64_t *ret_at, int32_t *ret_offset_s)
{
	Parts parts = {0};

	if (strlen(raw_value) > 200)
		return false;
	read_parts(raw_value, &parts);
	if (!parts.has_year || !parts.has_month || !parts.has_day || parts.year < 1970 || parts.year > 9999 ||
	    parts.hour > 24 || parts.minute > 59 || parts.second > 60)
		return false;
	g_autoptr(GDateTime) time = g_date_time_new_utc(parts.year, parts.month, parts.day, 0, 0, 0);
	if (time == NULL)
		return false;
	*ret_at = g_date_time_to_unix(time) + parts.hour * 3600 + parts.minute * 60 + MIN(parts.second, 59) -
		  parts.offset_s;
	*ret_offset_s = parts.offset_s;
	return true;
}
