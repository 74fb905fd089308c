/* SPDX-License-Identifier: MIT
 * when.c - a time as people write it -> the moment that is meant.
 * In: an expression, now, a zone, work hours. Out: a KithWhen, or a refusal that says what
 * is understood. Next: src/follow/span.c
 *
 * The expression is read in every language; what has two readings, in one language or in
 * two, is refused. A refusal costs an answer, a wrong date costs a customer.
 */
#include "when.h"

#include <string.h>

#define MINUTES_A_DAY 1440
#define EPOCH_JULIAN 719163	/* GDate's day number of 1970-01-01 */
#define MAX_YEARS_AHEAD 20
#define UNDERSTOOD "understood are times like 3d, 2 weeks, in 3 workdays, friday, next tue 9:00, tomorrow morning, " \
	"5 may, 2027-03-01, end of month, every 2 weeks, if no reply in 1 week, until 5 may"

typedef enum { FOUND, NOTHING, DOUBT, UNKNOWN } Outcome;

typedef struct {
	const WhenPieces *p;
	int64_t now_at;
	GTimeZone *zone;
	const KithWorkHours *hours;
	int64_t today;		/* days since 1970, in the zone */
	int now_min;		/* minutes after its midnight */
	const char *doubt;
} Reckoning;

void kith_when_clear(KithWhen *when)
{
	g_free(when->wall);
	g_free(when->recurrence);
	*when = (KithWhen){ 0 };
}

static Outcome doubt(Reckoning *r, const char *why)
{
	r->doubt = why;
	return DOUBT;
}

/* --- days */

static GDate date_of(int64_t day)
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
	GDate today = date_of(r->today);
	int year = g_date_get_year(&today), month = (int)g_date_get_month(&today);

	if (p->month != 0) {
		*ret_month = p->month;
		*ret_year = p->year != 0 ? p->year : year + (p->month < month);
		if (p->month > 12)
			return doubt(r, "there is no such month");
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
		return doubt(r, "that month has no such day");
	/* Named without a year and gone by this year: the next one. */
	if (*ret_day <= r->today && p->month != 0 && p->year == 0 &&
	    !nth_weekday(year + 1, month, p->weekday_ordinal, p->weekday, ret_day))
		return doubt(r, "that month has no such day");
	return FOUND;
}

static Outcome day_of_month_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	GDate today = date_of(r->today);
	int year = g_date_get_year(&today), month = (int)g_date_get_month(&today);

	if (p->day > 31)
		return doubt(r, "no month has that day");
	if (p->unit == WHEN_MONTH) {
		Outcome outcome = month_of(r, &year, &month);

		if (outcome != FOUND)
			return outcome;
		if (!is_date(year, month, p->day))
			return doubt(r, "that month has no such day");
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
	GDate today = date_of(r->today);
	int year = p->year != 0 ? p->year : g_date_get_year(&today);

	if (p->unit != 0 || p->edge != WHEN_NO_EDGE)
		return UNKNOWN;
	if (p->year != 0) {
		if (!is_date(year, p->month, p->day))
			return doubt(r, "there is no such date");
		*ret_day = day_from(year, p->month, p->day);
		return FOUND;
	}
	for (int i = 0; i <= 8; i++) {	/* 29 February comes every four years, once in eight about 2100 */
		if (!is_date(year + i, p->month, p->day))
			continue;
		int64_t day = day_from(year + i, p->month, p->day);

		if (day == r->today && p->time_min < 0 && p->part == WHEN_NO_PART)
			return doubt(r, "that is today: name a time of day, or the year");
		if (day >= r->today) {
			*ret_day = day;
			return FOUND;
		}
	}
	return doubt(r, "there is no such date");
}

/* "march", "end of april", "beginning of 2027". */
static Outcome month_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	GDate today = date_of(r->today);
	int year = p->year, from = p->month, until = p->month;

	if (p->unit != 0 || from > 12)
		return UNKNOWN;
	if (from == 0) {
		from = 1;
		until = 12;
	} else if (year == 0) {
		int now = (int)g_date_get_month(&today);

		if (from == now && p->edge != WHEN_END)
			return doubt(r, "that month has begun: name a day, or the year");
		year = g_date_get_year(&today) + (from < now);
	}
	if (!is_date(year, from, 1))
		return doubt(r, "there is no such year");
	*ret_day = p->edge == WHEN_END ? last_workday(r, last_of_month(year, until)) :
					 first_workday(r, day_from(year, from, 1));
	return FOUND;
}

static Outcome unit_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	bool is_next = p->unit_which == WHEN_NEXT || p->unit_which == WHEN_COMING;
	GDate today = date_of(r->today);
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
		return doubt(r, "that day of this week is past: write it without \"this\"");
	if (p->weekday_which == WHEN_NEXT && coming < next_week)
		return doubt(r, "\"next\" may mean this week's or next week's: write the weekday alone for "
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
	if (p->day != 0)
		outcome = p->month != 0 ? full_date(r, ret_day) : day_of_month_date(r, ret_day);
	else if (p->month != 0 || p->year != 0)
		outcome = month_date(r, ret_day);
	else
		outcome = unit_date(r, ret_day);
	if (outcome == FOUND && p->weekday != 0 && weekday_of(*ret_day) != p->weekday)
		return doubt(r, "that date is another day of the week");
	return outcome;
}

static Outcome weekend_date(Reckoning *r, int64_t *ret_day)
{
	int weekday = weekday_of(r->today);

	if (r->p->edge != WHEN_NO_EDGE)
		return UNKNOWN;
	if (r->p->weekend_which == WHEN_NEXT && weekday < 6)
		return doubt(r, "\"next\" may mean this week's or next week's weekend: write saturday, or "
				"saturday next week");
	if (r->p->weekend_which != WHEN_NEXT && weekday >= 6)
		return doubt(r, "the weekend has begun: write saturday or sunday");
	*ret_day = coming_weekday(r, 6);
	return FOUND;
}

static Outcome span_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	GDate date = date_of(r->today);
	int months = p->months + p->years * 12;

	if (p->years > MAX_YEARS_AHEAD || p->months > MAX_YEARS_AHEAD * 12)
		return doubt(r, "that is too far ahead");
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

/* NOTHING when only a time of day was named. */
static Outcome find_date(Reckoning *r, int64_t *ret_day)
{
	const WhenPieces *p = r->p;
	bool calendar = p->weekday != 0 || p->day != 0 || p->month != 0 || p->year != 0 || p->unit != 0;

	if (p->has_span + calendar + p->weekend + (p->day_offset >= 0) > 1 || (p->edge != WHEN_NO_EDGE && !calendar))
		return UNKNOWN;
	if (p->has_span)
		return span_date(r, ret_day);
	if (calendar)
		return calendar_date(r, ret_day);
	if (p->weekend)
		return weekend_date(r, ret_day);
	if (p->day_offset < 0)
		return NOTHING;
	*ret_day = r->today + p->day_offset;
	return FOUND;
}

/* --- times of day */

static bool fits_part(int hour, WhenPart part)
{
	switch (part) {
	case WHEN_NO_PART:
		return true;
	case WHEN_MORNING:
		return hour < 12;
	case WHEN_AFTERNOON:
		return hour >= 12 && hour < 19;
	case WHEN_EVENING:
		return hour >= 17;
	case WHEN_NIGHT:
		return hour >= 19;
	case WHEN_NOON:
	case WHEN_MIDNIGHT:
		return false;
	}
	return false;
}

/* An hour of a 12-hour clock takes its half from the part of the day. */
static Outcome clock_time(Reckoning *r, int *ret_min)
{
	const WhenPieces *p = r->p;
	int clock = p->time_min >= 0 ? p->time_min : p->bare_hour * 60;
	bool is_open = p->bare_hour >= 0 ? p->bare_hour <= 12 : p->is_time_doubtful || clock < 12 * 60;

	if (p->part == WHEN_NO_PART) {
		if ((p->bare_hour >= 0 && p->bare_hour <= 12) || (p->time_min >= 0 && p->is_time_doubtful))
			return doubt(r, "morning or afternoon? Write 5pm or 17:00");
	} else if (!fits_part(clock / 60, p->part)) {
		if (!is_open || !fits_part(clock / 60 + 12, p->part) || clock >= 12 * 60)
			return doubt(r, "that hour and that part of the day do not go together");
		clock += 12 * 60;
	}
	*ret_min = clock;
	return FOUND;
}

static int part_time(const Reckoning *r, WhenPart part)
{
	switch (part) {
	case WHEN_NO_PART:
		return r->hours->from_min;
	case WHEN_MORNING:
		return r->hours->from_min < 12 * 60 ? r->hours->from_min : 9 * 60;
	case WHEN_NOON:
		return 12 * 60;
	case WHEN_AFTERNOON:
		return 14 * 60;
	case WHEN_EVENING:
		return 18 * 60;
	case WHEN_NIGHT:
		return 20 * 60;
	case WHEN_MIDNIGHT:
		return 24 * 60;
	}
	return 0;
}

/* Today without a time of day: the start of the work day, else the next full hour of it. */
static Outcome rest_of_today(Reckoning *r, int *ret_min)
{
	int next_hour = (r->now_min / 60 + 1) * 60;

	*ret_min = r->hours->from_min > r->now_min ? r->hours->from_min : next_hour;
	return *ret_min < r->hours->until_min ? FOUND : doubt(r, "today's work hours are over: name a time of day");
}

static Outcome part_only_day(Reckoning *r, int time_min, int64_t *ret_day)
{
	if (time_min > r->now_min) {
		*ret_day = r->today;
		return FOUND;
	}
	if (r->p->part == WHEN_MORNING && r->now_min >= 12 * 60) {
		*ret_day = r->today + 1;
		return FOUND;
	}
	return doubt(r, "that part of today has begun: write today, or tomorrow, with a time");
}

/* *DAY is changed where only a time of day was named. */
static Outcome find_time(Reckoning *r, Outcome date, int64_t *day, int *ret_min, bool *ret_date_only)
{
	const WhenPieces *p = r->p;

	*ret_date_only = false;
	if (p->time_min >= 0 || p->bare_hour >= 0) {
		Outcome outcome = clock_time(r, ret_min);

		if (date == NOTHING)
			*day = r->today + (*ret_min <= r->now_min && !p->part_today);
		return outcome;
	}
	if (p->part != WHEN_NO_PART) {
		*ret_min = part_time(r, p->part);
		if (date == NOTHING)
			return part_only_day(r, *ret_min, day);
		if (p->part == WHEN_MIDNIGHT && p->day_offset != 0)
			return doubt(r, "midnight before or after that day? Write the date and 0:00");
		return FOUND;
	}
	if (p->unit == WHEN_DAY && p->edge == WHEN_END) {
		*ret_min = r->hours->until_min;
		return FOUND;
	}
	*ret_date_only = true;
	*ret_min = r->hours->from_min;
	return *day == r->today && p->day_offset == 0 ? rest_of_today(r, ret_min) : FOUND;
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
		return doubt(r, "no more often than once a day");
	if (p->workdays > 1 || p->weekday != 0 || p->day != 0 || p->month != 0 || p->unit != 0 || p->day_offset >= 0 ||
	    (p->days > 0) + (p->weeks > 0) + (p->months > 0) + (p->years > 0) + (p->workdays > 0) != 1)
		return UNKNOWN;
	Outcome outcome = span_date(r, ret_day);
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
	GDate today = date_of(r->today);
	int year = g_date_get_year(&today), month = (int)g_date_get_month(&today);

	if (p->weekday_ordinal > 4)
		return doubt(r, "not every month has a fifth: write last");
	if (p->unit != 0 && (p->unit != WHEN_MONTH || p->unit_which != WHEN_PLAIN))
		return UNKNOWN;
	while (!nth_weekday(year, month, p->weekday_ordinal, p->weekday, ret_day) || *ret_day <= r->today)
		month_after(&year, &month);
	*ret_rule = g_strdup_printf("FREQ=MONTHLY;BYDAY=%d%s", p->weekday_ordinal, rule_days[p->weekday - 1]);
	return FOUND;
}

static Outcome find_rule(Reckoning *r, char **ret_rule, int64_t *ret_day)
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
		return doubt(r, "not every month has that day: name one up to the 28th");
	*ret_rule = g_strdup_printf("FREQ=MONTHLY;BYMONTHDAY=%d", p->day);
	return day_of_month_date(r, ret_day);
}

/* --- all together */

static char *wall_text(int64_t wall_min)
{
	int64_t day = wall_min / MINUTES_A_DAY;
	int minute = (int)(wall_min % MINUTES_A_DAY);
	GDate date = date_of(day);

	return g_strdup_printf("%04d-%02d-%02dT%02d:%02d", g_date_get_year(&date), (int)g_date_get_month(&date),
			       g_date_get_day(&date), minute / 60, minute % 60);
}

/* "in 2 hours": exact, on top of whole days if there are such. */
static Outcome exact_span(Reckoning *r, KithWhen *when)
{
	const WhenPieces *p = r->p;
	int64_t day, wall;

	if (p->workdays > 0 || p->time_min >= 0 || p->bare_hour >= 0 || p->part != WHEN_NO_PART)
		return UNKNOWN;
	Outcome outcome = span_date(r, &day);
	if (outcome != FOUND)
		return outcome;
	when->at = r->now_at;
	if (day != r->today)
		when->at = when_wall_to_utc(day * MINUTES_A_DAY + r->now_min, r->zone) + r->now_at % 60;
	when->at += p->hours * 3600 + p->minutes * 60;
	wall = when_utc_to_wall(when->at, r->zone);
	when->wall = wall_text(wall);
	if (p->day_offset == 0 && wall / MINUTES_A_DAY != r->today)
		return doubt(r, "that is no longer today");
	return FOUND;
}

static Outcome reckon(Reckoning *r, KithWhen *when)
{
	WhenPieces pieces = *r->p;
	const WhenPieces *p = r->p;
	int64_t day = r->today;
	int time_min = 0;
	Outcome date;

	if (p->doubt != NULL)
		return doubt(r, p->doubt);
	if (p->has_span && (p->hours > 0 || p->minutes > 0) && !p->is_every) {
		if (p->day_offset > 0 || p->weekday != 0 || p->day != 0 || p->month != 0 || p->year != 0 ||
		    p->unit != 0 || p->weekend || p->edge != WHEN_NO_EDGE || p->part_today)
			return UNKNOWN;
		return exact_span(r, when);
	}
	if (p->part_today) {
		if (p->day_offset > 0)
			return UNKNOWN;
		pieces.day_offset = 0;
		r->p = p = &pieces;
	}
	date = p->is_every ? find_rule(r, &when->recurrence, &day) : find_date(r, &day);
	if (date == DOUBT || date == UNKNOWN)
		return date;
	if (date == NOTHING && p->time_min < 0 && p->bare_hour < 0 && p->part == WHEN_NO_PART)
		return UNKNOWN;
	Outcome time = find_time(r, date, &day, &time_min, &when->date_only);
	if (time != FOUND)
		return time;
	int64_t wall = day * MINUTES_A_DAY + time_min;
	when->at = when_wall_to_utc(wall, r->zone);
	when->wall = wall_text(wall);
	return FOUND;
}

static Outcome check_range(Reckoning *r, const KithWhen *when)
{
	if (when->at <= r->now_at)
		return doubt(r, "that is past");
	if (when->at > r->now_at + (int64_t)MAX_YEARS_AHEAD * 366 * 86400)
		return doubt(r, "that is too far ahead");
	return FOUND;
}

static bool is_same(const KithWhen *a, const KithWhen *b)
{
	return a->at == b->at && a->date_only == b->date_only && a->if_no_reply == b->if_no_reply &&
	       a->is_until == b->is_until && g_strcmp0(a->recurrence, b->recurrence) == 0;
}

/* One language's reading of ATOMS. */
static Outcome read_in(Reckoning r, WhenAtoms *atoms, const WhenLanguage *language, KithWhen *when,
		const char **ret_doubt, char **unknown, guint *unknown_at)
{
	WhenPieces pieces;
	const char *word = NULL;
	guint read = 0;

	if (!when_read(atoms, language, &pieces, &word, &read)) {
		/* The language that knew most words names the first it did not know. */
		if (*unknown_at == 0 || read > *unknown_at) {
			g_free(*unknown);
			*unknown = g_strdup(word);
			*unknown_at = read;
		}
		return UNKNOWN;
	}
	r.p = &pieces;
	Outcome outcome = reckon(&r, when);
	if (outcome == FOUND)
		outcome = check_range(&r, when);
	when->if_no_reply = pieces.no_reply;
	when->is_until = pieces.is_until;
	*ret_doubt = r.doubt;
	return outcome;
}

static Outcome read_all(const Reckoning *r, WhenAtoms *atoms, KithWhen *when, const char **ret_doubt,
		char **unknown)
{
	guint unknown_at = 0;
	Outcome all = UNKNOWN;

	for (size_t i = 0; i < WHEN_LANGUAGES; i++) {
		KithWhen other = { 0 };
		const char *why = NULL;
		Outcome one = read_in(*r, atoms, &when_languages[i], &other, &why, unknown, &unknown_at);

		if (one == FOUND && all == FOUND && !is_same(&other, when)) {
			one = DOUBT;
			why = "it means different times in two languages";
		}
		if (one == FOUND && all == UNKNOWN) {
			*when = other;
			all = FOUND;
			continue;
		}
		kith_when_clear(&other);
		if (one == DOUBT) {
			*ret_doubt = why;
			all = DOUBT;
			break;
		}
	}
	if (all != FOUND)
		kith_when_clear(when);
	return all;
}

bool when_parse(const char *expression, int64_t now_at, GTimeZone *zone, const KithWorkHours *hours,
		KithWhen *ret_when, bool *ret_doubtful, GError **error)
{
	int64_t now_wall = when_utc_to_wall(now_at, zone);
	const Reckoning r = {
		.now_at = now_at, .zone = zone, .hours = hours,
		.today = now_wall / MINUTES_A_DAY, .now_min = (int)(now_wall % MINUTES_A_DAY),
	};
	g_autoptr(WhenAtoms) atoms = when_atoms_new(expression);
	g_autofree char *unknown = NULL, *shown = kith_text_snippet(expression, 60);
	const char *why = NULL;
	KithWhen when = { 0 };
	Outcome outcome = atoms != NULL ? read_all(&r, atoms, &when, &why, &unknown) : UNKNOWN;

	*ret_doubtful = outcome == DOUBT;
	if (outcome == FOUND) {
		*ret_when = when;
		return true;
	}
	if (why != NULL)
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "\"%s\": %s", shown, why);
	else if (unknown != NULL)
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "\"%s\": \"%s\" is not understood; " UNDERSTOOD,
			    shown, unknown);
	else
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "\"%s\" is not understood; " UNDERSTOOD, shown);
	return false;
}

bool kith_when_parse(const char *expression, int64_t now_at, GTimeZone *zone, const KithWorkHours *hours,
		KithWhen *ret_when, GError **error)
{
	bool doubtful;

	return when_parse(expression, now_at, zone, hours, ret_when, &doubtful, error);
}
