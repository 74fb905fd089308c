/* SPDX-License-Identifier: MIT
 * when-date.c - the day that the pieces of an expression mean, and how it repeats.
 * In: pieces, today. Out: a day since 1970. Next: src/follow/when.c
 */
#include "when-date.h"

#define EPOCH_JULIAN 719163	/* GDate's day number of 1970-01-01 */

Outcome when_doubt(Reckoning *r, const char *why)
{
	r->doubt = why;
	return DOUBT;
}

/* --- days */

GDate when_date_of(int64_t day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
	return date;
}

static int64_t day_of(const GDate *date)
{
	return (int64_t)g_date_get_julian(date) - EPOCH_JULIAN;
}

static int weekday_of(int64_t day)
{
	return (int)((day % 7 + 10) % 7) + 1;	/* 1970-01-01 was a Thursday */
}

static bool is_workday(const Reckoning *r, int64_t day)
{
	return r->hours->days == 0 || (r->hours->days >> (weekday_of(day) - 1) & 1) != 0;
}

static int64_t first_workday(const Reckoning *r, int64_t day)
{
	while (!is_workday(r, day))
		day++;
	return day;
}

static int64_t last_workday(const Reckoning *r, int64_t day)
{
	while (!is_workday(r, day))
		day--;
	return day;
}

static int64_t add_workdays(const Reckoning *r, int64_t day, int count)
{
	while (count > 0) {
		day++;
		count -= is_workday(r, day);
	}
	return day;
}

static int64_t day_from(int year, int month, int day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return day_of(&date);
}

static bool is_date(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 && year >= 1 && year <= 9999 &&
	       g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static int64_t last_of_month(int year, int month)
{
	return day_from(year, month, g_date_get_days_in_month((GDateMonth)month, (GDateYear)year));
}

/* The Nth (-1: the last) WEEKDAY of a month; false when it has none. */
static bool nth_weekday(int year, int month, int nth, int weekday, int64_t *ret_day)
{
	int64_t first = day_from(year, month, 1), last = last_of_month(year, month), day;

	if (nth < 0)
		day = last - (weekday_of(last) - weekday + 7) % 7;
	else
		day = first + (weekday - weekday_of(first) + 7) % 7 + (int64_t)(nth - 1) * 7;
	if (day > last)
		return false;
	*ret_day = day;
	return true;
}

static void month_after(int *year, int *month)
{
	*year += *month == 12;
	*month = *month % 12 + 1;
}

/* --- dates */

static int64_t coming_weekday(const Reckoning *r, int weekday)
{
	return r->today + 1 + (weekday - weekday_of(r->today + 1) + 7) % 7;
}

static int64_t week_begin(const Reckoning *r)
{
	return r->today - (weekday_of(r->today) - 1);
}

/* The year of MONTH: as told, else this or the next, so that it lies ahead. */
static Outcome month_of(Reckoning *r, int *ret_year, int *ret_month)
{
	const WhenPieces *p = r->p;
	GDate today = when_date_of(r->today);
	int year = g_date_get_year(&today), month = (int)g_date_get_month(&today);

	if (p->month != 0) {
		*ret_month = p->month;
		*ret_year = p->year != 0 ? p->year : year + (p->month < month);
		if (p->month > 12)
			return when_doubt(r, "there is no such month");
		return FOUND;
	}
	if (p->unit != WHEN_MONTH)
		return UNKNOWN;
	if (p->unit_which == WHEN_NEXT || p->unit_which == WHEN_COMING)
		month_after(&year, &month);
	*ret_year = year;
	*ret_month = month;
	return FOUND;
}

static Outcome nth_weekday_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	int year, month;
	Outcome outcome = month_of(r, &year, &month);

	if (outcome != FOUND || p->day != 0 || p->edge != WHEN_NO_EDGE)
		return outcome == FOUND ? UNKNOWN : outcome;
	if (!is_date(year, month, 1) || !nth_weekday(year, month, p->weekday_ordinal, p->weekday, ret_day))
		return when_doubt(r, "that month has no such day");
	/* Named without a year and gone by this year: the next one. */
	if (*ret_day <= r->today && p->month != 0 && p->year == 0 &&
	    !nth_weekday(year + 1, month, p->weekday_ordinal, p->weekday, ret_day))
		return when_doubt(r, "that month has no such day");
	return FOUND;
}

static Outcome day_of_month_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	GDate today = when_date_of(r->today);
	int year = g_date_get_year(&today), month = (int)g_date_get_month(&today);

	if (p->day > 31)
		return when_doubt(r, "no month has that day");
	if (p->unit == WHEN_MONTH) {
		Outcome outcome = month_of(r, &year, &month);

		if (outcome != FOUND)
			return outcome;
		if (!is_date(year, month, p->day))
			return when_doubt(r, "that month has no such day");
		*ret_day = day_from(year, month, p->day);
		return FOUND;
	}
	if (p->unit != 0 || p->year != 0)
		return UNKNOWN;
	while (!is_date(year, month, p->day) || day_from(year, month, p->day) <= r->today)
		month_after(&year, &month);
	*ret_day = day_from(year, month, p->day);
	return FOUND;
}

static Outcome full_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	GDate today = when_date_of(r->today);
	int year = p->year != 0 ? p->year : g_date_get_year(&today);

	if (p->unit != 0 || p->edge != WHEN_NO_EDGE)
		return UNKNOWN;
	if (p->year != 0) {
		if (!is_date(year, p->month, p->day))
			return when_doubt(r, "there is no such date");
		*ret_day = day_from(year, p->month, p->day);
		return FOUND;
	}
	for (int i = 0; i <= 8; i++) {	/* 29 February comes every four years, once in eight about 2100 */
		if (!is_date(year + i, p->month, p->day))
			continue;
		int64_t day = day_from(year + i, p->month, p->day);

		if (day == r->today && p->time_min < 0 && p->part == WHEN_NO_PART)
			return when_doubt(r, "that is today: name a time of day, or the year");
		if (day >= r->today) {
			*ret_day = day;
			return FOUND;
		}
	}
	return when_doubt(r, "there is no such date");
}

/* "march", "end of april", "beginning of 2027". */
static Outcome month_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	GDate today = when_date_of(r->today);
	int year = p->year, from = p->month, until = p->month;

	if (p->unit != 0 || from > 12)
		return UNKNOWN;
	if (from == 0) {
		from = 1;
		until = 12;
	} else if (year == 0) {
		int now = (int)g_date_get_month(&today);

		if (from == now && p->edge != WHEN_END)
			return when_doubt(r, "that month has begun: name a day, or the year");
		year = g_date_get_year(&today) + (from < now);
	}
	if (!is_date(year, from, 1))
		return when_doubt(r, "there is no such year");
	*ret_day = p->edge == WHEN_END ? last_workday(r, last_of_month(year, until)) :
					 first_workday(r, day_from(year, from, 1));
	return FOUND;
}

static Outcome unit_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	bool is_next = p->unit_which == WHEN_NEXT || p->unit_which == WHEN_COMING;
	GDate today = when_date_of(r->today);
	int year = g_date_get_year(&today), month = (int)g_date_get_month(&today);
	int64_t first, last;

	if (p->edge == WHEN_NO_EDGE && !is_next)
		return UNKNOWN;
	if (p->unit == WHEN_WEEK) {
		first = week_begin(r) + (is_next ? 7 : 0);
		last = first + 6;
	} else if (p->unit == WHEN_MONTH) {
		if (is_next)
			month_after(&year, &month);
		first = day_from(year, month, 1);
		last = last_of_month(year, month);
	} else if (p->unit == WHEN_YEAR) {
		first = day_from(year + is_next, 1, 1);
		last = day_from(year + is_next, 12, 31);
	} else if (p->unit == WHEN_DAY && p->edge == WHEN_END && !is_next) {
		*ret_day = r->today;
		return FOUND;
	} else {
		return UNKNOWN;
	}
	*ret_day = p->edge == WHEN_END ? last_workday(r, last) : first_workday(r, first);
	return FOUND;
}

static Outcome weekday_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	int64_t coming = coming_weekday(r, p->weekday), next_week = week_begin(r) + 7;

	if (p->edge != WHEN_NO_EDGE)
		return UNKNOWN;
	if (p->unit == WHEN_WEEK) {
		if (p->weekday_which != WHEN_PLAIN || p->unit_which == WHEN_PLAIN)
			return UNKNOWN;
		*ret_day = (p->unit_which == WHEN_THIS ? week_begin(r) : next_week) + p->weekday - 1;
		return FOUND;
	}
	if (p->unit != 0)
		return UNKNOWN;
	*ret_day = coming;
	if (p->weekday_which == WHEN_THIS && coming >= next_week)
		return when_doubt(r, "that day of this week is past: write it without \"this\"");
	if (p->weekday_which == WHEN_NEXT && coming < next_week)
		return when_doubt(r, "\"next\" may mean this week's or next week's: write the weekday alone for "
				"the coming one, or \"... next week\"");
	return FOUND;
}

static Outcome calendar_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	Outcome outcome;

	if (p->weekday != 0 && p->weekday_ordinal != 0)
		return nth_weekday_date(r, ret_day);
	if (p->weekday != 0 && p->day == 0)
		return p->month != 0 || p->year != 0 ? UNKNOWN : weekday_date(r, ret_day);
	if (p->weekday != 0 && p->weekday_which != WHEN_PLAIN)
		return UNKNOWN;
	if (p->day != 0 && p->edge != WHEN_NO_EDGE)
		return UNKNOWN;
	if (p->day != 0)
		outcome = p->month != 0 ? full_date(r, ret_day) : day_of_month_date(r, ret_day);
	else if (p->month != 0 || p->year != 0)
		outcome = month_date(r, ret_day);
	else
		outcome = unit_date(r, ret_day);
	if (outcome == FOUND && p->weekday != 0 && weekday_of(*ret_day) != p->weekday)
		return when_doubt(r, "that date is another day of the week");
	return outcome;
}

static Outcome weekend_date(Reckoning *r, int64_t *ret_day)
{
	int weekday = weekday_of(r->today);

	if (r->p->edge != WHEN_NO_EDGE)
		return UNKNOWN;
	if (r->p->weekend_which == WHEN_NEXT && weekday < 6)
		return when_doubt(r, "\"next\" may mean this week's or next week's weekend: write saturday, or "
				"saturday next week");
	if (r->p->weekend_which != WHEN_NEXT && weekday >= 6)
		return when_doubt(r, "the weekend has begun: write saturday or sunday");
	*ret_day = coming_weekday(r, 6);
	return FOUND;
}

Outcome when_span_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	GDate date = when_date_of(r->today);
	int months = p->months + p->years * 12;

	if (p->years > WHEN_MAX_YEARS_AHEAD || p->months > WHEN_MAX_YEARS_AHEAD * 12)
		return when_doubt(r, "that is too far ahead");
	if (months > 0)
		g_date_add_months(&date, (guint)months);
	*ret_day = day_of(&date) + p->days + (int64_t)p->weeks * 7;
	if (p->workdays > 0) {
		if (months > 0 || p->days > 0 || p->weeks > 0)
			return UNKNOWN;
		*ret_day = add_workdays(r, *ret_day, p->workdays);
	}
	return FOUND;
}

Outcome when_find_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	bool calendar = p->weekday != 0 || p->day != 0 || p->month != 0 || p->year != 0 || p->unit != 0;

	if (p->has_span + calendar + p->weekend + (p->day_offset >= 0) > 1 || (p->edge != WHEN_NO_EDGE && !calendar))
		return UNKNOWN;
	if (p->has_span)
		return when_span_date(r, ret_day);
	if (calendar)
		return calendar_date(r, ret_day);
	if (p->weekend)
		return weekend_date(r, ret_day);
	if (p->day_offset < 0)
		return NOTHING;
	*ret_day = r->today + p->day_offset;
	return FOUND;
}

/* --- recurrence (RFC 5545 3.3.10) */

static const char *const rule_days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static char *workday_rule(const Reckoning *r)
{
	GString *rule = g_string_new("FREQ=WEEKLY;BYDAY=");
	const char *comma = "";

	for (int i = 0; i < 7; i++) {
		if (r->hours->days != 0 && (r->hours->days >> i & 1) == 0)
			continue;
		g_string_append_printf(rule, "%s%s", comma, rule_days[i]);
		comma = ",";
	}
	return g_string_free(rule, false);
}

static Outcome span_rule(Reckoning *r, char **ret_rule, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	const struct { int count; const char *name; } units[] = {
		{ p->days, "DAILY" }, { p->weeks, "WEEKLY" }, { p->months, "MONTHLY" }, { p->years, "YEARLY" },
	};

	if (p->hours > 0 || p->minutes > 0)
		return when_doubt(r, "no more often than once a day");
	if (p->workdays > 1 || p->weekday != 0 || p->day != 0 || p->month != 0 || p->unit != 0 || p->day_offset >= 0 ||
	    (p->days > 0) + (p->weeks > 0) + (p->months > 0) + (p->years > 0) + (p->workdays > 0) != 1)
		return UNKNOWN;
	Outcome outcome = when_span_date(r, ret_day);
	if (outcome != FOUND)
		return outcome;
	if (p->workdays == 1)
		*ret_rule = workday_rule(r);
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (units[i].count == 1)
			*ret_rule = g_strdup_printf("FREQ=%s", units[i].name);
		else if (units[i].count > 1)
			*ret_rule = g_strdup_printf("FREQ=%s;INTERVAL=%d", units[i].name, units[i].count);
	}
	return FOUND;
}

static Outcome monthly_weekday_rule(Reckoning *r, char **ret_rule, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	GDate today = when_date_of(r->today);
	int year = g_date_get_year(&today), month = (int)g_date_get_month(&today);

	if (p->weekday_ordinal > 4)
		return when_doubt(r, "not every month has a fifth: write last");
	if (p->unit != 0 && (p->unit != WHEN_MONTH || p->unit_which != WHEN_PLAIN))
		return UNKNOWN;
	while (!nth_weekday(year, month, p->weekday_ordinal, p->weekday, ret_day) || *ret_day <= r->today)
		month_after(&year, &month);
	*ret_rule = g_strdup_printf("FREQ=MONTHLY;BYDAY=%d%s", p->weekday_ordinal, rule_days[p->weekday - 1]);
	return FOUND;
}

Outcome when_find_rule(Reckoning *r, char **ret_rule, int64_t *ret_day)
{
	const WhenPieces *p = r->p;

	if (p->is_until || p->weekend || p->edge != WHEN_NO_EDGE || p->part_today || p->no_reply)
		return UNKNOWN;
	if (p->has_span)
		return span_rule(r, ret_rule, ret_day);
	if (p->month != 0 || p->year != 0 || p->day_offset >= 0 || (p->weekday != 0) == (p->day != 0))
		return UNKNOWN;
	if (p->weekday_ordinal != 0)
		return monthly_weekday_rule(r, ret_rule, ret_day);
	if (p->unit != 0 || p->weekday_which != WHEN_PLAIN)
		return UNKNOWN;
	if (p->weekday != 0) {
		*ret_day = coming_weekday(r, p->weekday);
		*ret_rule = g_strdup_printf("FREQ=WEEKLY;BYDAY=%s", rule_days[p->weekday - 1]);
		return FOUND;
	}
	if (p->day > 28)
		return when_doubt(r, "not every month has that day: name one up to the 28th");
	*ret_rule = g_strdup_printf("FREQ=MONTHLY;BYMONTHDAY=%d", p->day);
	return day_of_month_date(r, ret_day);
}
