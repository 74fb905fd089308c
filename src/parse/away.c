/* SPDX-License-Identifier: MIT
 * away.c - the day until which an automatic answer says somebody is away.
 * In: an auto-reply. Out: "YYYY-MM-DD" or nothing. Next: src/parse/quote.c
 *
 * Only days that cannot be misread count: ISO, "3 March 2026", "March 3", "03.03.2026".
 * "03/04" is April in one country and March in the other: nothing is said then.
 */
#include <string.h>

#include "internal.h"
#include "kind-words.h"

static const struct { const char *start; int month; } months[] = {
	{"jan", 1}, {"ene", 1}, {"gen", 1}, {"feb", 2}, {"fév", 2}, {"fev", 2}, {"mar", 3},
	{"mär", 3}, {"maa", 3}, {"mrz", 3},
	{"apr", 4}, {"avr", 4}, {"abr", 4}, {"may", 5}, {"mai", 5}, {"mag", 5}, {"mei", 5},
	{"maj", 5}, {"jun", 6}, {"juin", 6},
	{"giu", 6}, {"jul", 7}, {"juil", 7}, {"lug", 7}, {"aug", 8}, {"août", 8}, {"aou", 8},
	{"ago", 8}, {"sep", 9}, {"set", 9},
	{"oct", 10}, {"okt", 10}, {"ott", 10}, {"out", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12},
	{"déc", 12}, {"dic", 12},
};

typedef struct { int numbers[3], digits[3], count, month, month_at; char separator; bool mixed; } Day;

static int month_of(const char *word)
{
	int month = 0;
	size_t longest = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(months); i++) {
		if (kith_starts_nocase(word, months[i].start) && strlen(months[i].start) > longest) {
			month = months[i].month;
			longest = strlen(months[i].start);
		}
	}
	return month;
}

static bool take_number(const char **p, Day *day)
{
	size_t digits = strspn(*p, "0123456789");

	if (day->count == 3 || digits > 4)
		return false;
	day->digits[day->count] = (int)digits;
	day->numbers[day->count++] = (int)g_ascii_strtoll(*p, NULL, 10);
	*p += digits;
	if (**p == '.' || **p == '-' || **p == '/') {
		day->mixed |= day->separator != '\0' && day->separator != **p;
		day->separator = **p;
	}
	return true;
}

/* Reads the few words that follow "until". */
static void read_day(const char *p, Day *day)
{
	for (unsigned words = 0; *p != '\0' && words < 7 && day->count < 3;) {
		if (g_ascii_isdigit(*p)) {
			if (!take_number(&p, day))
				return;
			words++;
			if (kith_starts_nocase(p, "st") || kith_starts_nocase(p, "nd") || kith_starts_nocase(p, "rd") ||
			    kith_starts_nocase(p, "th"))
				p += 2;
			if (*p == ':')
				return;		/* a time of day */
			continue;
		}
		if (g_unichar_isalpha(g_utf8_get_char(p))) {
			int month = month_of(p);

			if (month != 0 && day->month == 0) {
				day->month = month;
				day->month_at = day->count;
			} else if (day->count >= 1 && day->month != 0 &&
				   !kith_starts_nocase(p, "de ") && !kith_starts_nocase(p, "of ")) {
				return;
			}
			while (*p != '\0' && g_unichar_isalpha(g_utf8_get_char(p)))
				p = g_utf8_next_char(p);
			words++;
			continue;
		}
		if (*p == '\n' && day->count > 0)
			return;
		if (*p == ';' || *p == '!' || *p == '(' ||
		    (*p == '.' && p[1] == ' ' && day->month != 0 && day->count >= 2))
			return;
		p = g_utf8_next_char(p);
	}
}

static char *day_text(int year, int month, int day, const KithMail *mail)
{
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return NULL;
	if (year > 0 && year < 100)
		year += 2000;
	if (year == 0) {
		if (mail->date_at == 0)
			return NULL;
		g_autoptr(GDateTime) sent = g_date_time_new_from_unix_utc(mail->date_at);
		if (sent == NULL)
			return NULL;
		year = g_date_time_get_year(sent);
		if (month < g_date_time_get_month(sent) ||
		    (month == g_date_time_get_month(sent) && day < g_date_time_get_day_of_month(sent)))
			year++;
	}
	if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year) || year < 1990)
		return NULL;
	return g_strdup_printf("%04d-%02d-%02d", year, month, day);
}

static char *understand(const Day *day, const KithMail *mail)
{
	if (day->count == 0)
		return NULL;
	if (day->month != 0) {
		int year = day->count > 1 && day->digits[1] == 4 ? day->numbers[1] : 0;

		return day->digits[0] <= 2 ? day_text(year, day->month, day->numbers[0], mail) : NULL;
	}
	if (day->mixed || day->separator == '\0')
		return NULL;
	if (day->count == 3 && day->digits[0] == 4)
		return day_text(day->numbers[0], day->numbers[1], day->numbers[2], mail);
	if (day->separator == '.' && day->count >= 2 && day->digits[0] <= 2 && day->digits[1] <= 2)
		return day_text(day->count == 3 ? day->numbers[2] : 0, day->numbers[1], day->numbers[0], mail);
	if (day->count == 3 && day->numbers[0] > 12)
		return day_text(day->numbers[2], day->numbers[1], day->numbers[0], mail);
	if (day->count == 3 && day->numbers[1] > 12)
		return day_text(day->numbers[2], day->numbers[0], day->numbers[1], mail);
	return NULL;
}

char *kith_away_until(const KithMail *mail)
{
	g_autofree char *lower = g_utf8_strdown(mail->new_text, -1);

	if (strlen(lower) > 8000)
		lower[8000] = '\0';
	g_autofree char *text = g_utf8_make_valid(lower, -1);
	for (size_t i = 0; i < kith_until_words.count; i++) {
		const char *word = kith_until_words.words[i];
		size_t length = strlen(word);

		for (const char *p = strstr(text, word); p != NULL; p = strstr(p + 1, word)) {
			if ((p > text && g_ascii_isalpha(p[-1])) || g_ascii_isalpha(p[length]))
				continue;
			Day day = {0};
			read_day(p + length, &day);
			char *found = understand(&day, mail);
			if (found != NULL)
				return found;
		}
	}
	return NULL;
}
