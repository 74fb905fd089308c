/* SPDX-License-Identifier: MIT
 * when.c - a time as people write it -> the moment that is meant.
 * In: an expression, now, a zone, work hours. Out: a KithWhen, or a refusal that says what
 * is understood. Next: src/follow/span.c
 *
 * The expression is read in every language; what has two readings, in one language or in
 * two, is refused. A refusal costs an answer, a wrong date costs a customer.
 */
#include "when-date.h"

#define UNDERSTOOD "understood are times like 3d, 2 weeks, in 3 workdays, friday, next tue 9:00, tomorrow morning, " \
	"5 may, 2027-03-01, end of month, every 2 weeks, if no reply in 1 week, until 5 may"

void kith_when_clear(KithWhen *when)
{
	g_free(when->wall);
	g_free(when->recurrence);
	*when = (KithWhen){ 0 };
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
			return when_doubt(r, "morning or afternoon? Write 5pm or 17:00");
	} else if (!fits_part(clock / 60, p->part)) {
		if (!is_open || !fits_part(clock / 60 + 12, p->part) || clock >= 12 * 60)
			return when_doubt(r, "that hour and that part of the day do not go together");
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
	if (*ret_min < r->hours->until_min)
		return FOUND;
	return when_doubt(r, "today's work hours are over: name a time of day");
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
	return when_doubt(r, "that part of today has begun: write today, or tomorrow, with a time");
}

/* A week, month or year as a whole: a time of day in it means nothing. */
static bool is_vague(const WhenPieces *p)
{
	return p->day == 0 && p->weekday == 0 && p->edge == WHEN_NO_EDGE &&
	       (p->month != 0 || p->year != 0 || p->unit != 0 || p->weekend);
}

/* *DAY is changed where only a time of day was named. */
static Outcome find_time(Reckoning *r, Outcome date, int64_t *day, int *ret_min, bool *ret_date_only)
{
	const WhenPieces *p = r->p;

	*ret_date_only = false;
	if ((p->time_min >= 0 || p->bare_hour >= 0 || p->part != WHEN_NO_PART) && is_vague(p))
		return when_doubt(r, "on which day of it? Name the day as well");
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
			return when_doubt(r, "midnight before or after that day? Write the date and 0:00");
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

/* --- all together */

static char *wall_text(int64_t wall_min)
{
	int64_t day = wall_min / WHEN_MINUTES_A_DAY;
	int minute = (int)(wall_min % WHEN_MINUTES_A_DAY);
	GDate date = when_date_of(day);

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
	Outcome outcome = when_span_date(r, &day);
	if (outcome != FOUND)
		return outcome;
	when->at = r->now_at;
	if (day != r->today)
		when->at = when_wall_to_utc(day * WHEN_MINUTES_A_DAY + r->now_min, r->zone) + r->now_at % 60;
	when->at += p->hours * 3600 + p->minutes * 60;
	wall = when_utc_to_wall(when->at, r->zone);
	when->wall = wall_text(wall);
	if (p->day_offset == 0 && wall / WHEN_MINUTES_A_DAY != r->today)
		return when_doubt(r, "that is no longer today");
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
		return when_doubt(r, p->doubt);
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
	date = p->is_every ? when_find_rule(r, &when->recurrence, &day) : when_find_date(r, &day);
	if (date == DOUBT || date == UNKNOWN)
		return date;
	if (date == NOTHING && p->time_min < 0 && p->bare_hour < 0 && p->part == WHEN_NO_PART)
		return UNKNOWN;
	Outcome time = find_time(r, date, &day, &time_min, &when->date_only);
	if (time != FOUND)
		return time;
	int64_t wall = day * WHEN_MINUTES_A_DAY + time_min;
	when->at = when_wall_to_utc(wall, r->zone);
	when->wall = wall_text(wall);
	return FOUND;
}

static Outcome check_range(Reckoning *r, const KithWhen *when)
{
	if (when->at <= r->now_at)
		return when_doubt(r, "that is past");
	if (when->at > r->now_at + (int64_t)WHEN_MAX_YEARS_AHEAD * 366 * 86400)
		return when_doubt(r, "that is too far ahead");
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
		.today = now_wall / WHEN_MINUTES_A_DAY, .now_min = (int)(now_wall % WHEN_MINUTES_A_DAY),
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
