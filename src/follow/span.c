/* SPDX-License-Identifier: MIT
 * span.c - lengths of time in a person's work hours.
 * In: a moment, a span, a zone, work hours. Out: another moment. Next: src/follow/engine.c
 *
 * Reckoned in wall minutes, so that a clock change makes no work day longer or shorter.
 */
#include "kith/follow.h"
#include "when.h"

#define MINUTES_A_DAY 1440
#define MAX_COUNT 100000	/* of anything: eleven years of hours */

static int64_t floor_day(int64_t wall)
{
	return wall / MINUTES_A_DAY - (wall % MINUTES_A_DAY < 0);
}

/* Hours that make no day (none set) are all hours of it. */
static KithWorkHours usable(const KithWorkHours *hours)
{
	KithWorkHours h = *hours;

	if ((h.days & 0x7f) == 0)
		h.days = 0x7f;
	if (h.from_min >= h.until_min || h.until_min > MINUTES_A_DAY) {
		h.from_min = 0;
		h.until_min = MINUTES_A_DAY;
	}
	return h;
}

static bool is_workday(int64_t day, const KithWorkHours *h)
{
	return (h->days >> ((day % 7 + 10) % 7) & 1) != 0;	/* 1970-01-01 was a Thursday */
}

static int64_t next_work(int64_t wall, const KithWorkHours *h)
{
	int64_t day = floor_day(wall);

	if (is_workday(day, h) && wall < day * MINUTES_A_DAY + h->until_min)
		return MAX(wall, day * MINUTES_A_DAY + h->from_min);
	do
		day++;
	while (!is_workday(day, h));
	return day * MINUTES_A_DAY + h->from_min;
}

static int64_t add_work_minutes(int64_t wall, int64_t minutes, const KithWorkHours *h)
{
	wall = next_work(wall, h);
	for (;;) {
		int64_t end = floor_day(wall) * MINUTES_A_DAY + h->until_min;

		if (wall + minutes <= end)
			return wall + minutes;
		minutes -= end - wall;
		wall = next_work(end, h);
	}
}

static int64_t take_work_minutes(int64_t wall, int64_t minutes, const KithWorkHours *h)
{
	for (int64_t day = floor_day(wall);; day--) {
		int64_t from = day * MINUTES_A_DAY + h->from_min;
		int64_t until = MIN(wall, day * MINUTES_A_DAY + h->until_min);

		if (!is_workday(day, h) || until <= from)
			continue;
		if (minutes <= until - from)
			return until - minutes;
		minutes -= until - from;
	}
}

static int64_t step_workdays(int64_t wall, int64_t count, int step, const KithWorkHours *h)
{
	while (count > 0) {
		wall += (int64_t)step * MINUTES_A_DAY;
		count -= is_workday(floor_day(wall), h);
	}
	return wall;
}

int64_t kith_work_time_next(int64_t at, GTimeZone *zone, const KithWorkHours *hours)
{
	const KithWorkHours h = usable(hours);
	int64_t wall = when_utc_to_wall(at, zone), next = next_work(wall, &h);

	return next == wall ? at : when_wall_to_utc(next, zone);
}

int64_t kith_work_seconds_after(int64_t at, int64_t seconds, GTimeZone *zone, const KithWorkHours *hours)
{
	const KithWorkHours h = usable(hours);
	int64_t minutes = CLAMP(seconds, 0, (int64_t)MAX_COUNT * 3600) / 60;

	return when_wall_to_utc(add_work_minutes(when_utc_to_wall(at, zone), minutes, &h), zone);
}

int64_t kith_work_seconds_between(int64_t from_at, int64_t until_at, GTimeZone *zone, const KithWorkHours *hours)
{
	const KithWorkHours h = usable(hours);
	int64_t from = when_utc_to_wall(from_at, zone), until = when_utc_to_wall(until_at, zone), sum = 0;

	until = MIN(until, from + (int64_t)MAX_COUNT * 60);
	for (int64_t day = floor_day(from); day <= floor_day(until); day++) {
		int64_t begin = MAX(from, day * MINUTES_A_DAY + h.from_min);
		int64_t end = MIN(until, day * MINUTES_A_DAY + h.until_min);

		if (is_workday(day, &h) && end > begin)
			sum += end - begin;
	}
	return sum * 60;
}

int64_t kith_span_after(int64_t at, const KithSpan *span, GTimeZone *zone, const KithWorkHours *hours)
{
	const KithWorkHours h = usable(hours);
	int64_t count = MIN(span->count, MAX_COUNT), wall = when_utc_to_wall(at, zone);

	switch (span->unit) {
	case KITH_SPAN_HOURS:
		return at + count * 3600;
	case KITH_SPAN_DAYS:
		return when_wall_to_utc(wall + count * MINUTES_A_DAY, zone);
	case KITH_SPAN_WORK_HOURS:
		return when_wall_to_utc(add_work_minutes(wall, count * 60, &h), zone);
	case KITH_SPAN_WORK_DAYS:
		/* What comes on a weekend counts from the next morning of work. */
		return when_wall_to_utc(step_workdays(next_work(wall, &h), count, 1, &h), zone);
	}
	return at;
}

int64_t kith_span_before(int64_t at, const KithSpan *span, GTimeZone *zone, const KithWorkHours *hours)
{
	const KithWorkHours h = usable(hours);
	int64_t count = MIN(span->count, MAX_COUNT), wall = when_utc_to_wall(at, zone);

	switch (span->unit) {
	case KITH_SPAN_HOURS:
		return at - count * 3600;
	case KITH_SPAN_DAYS:
		return when_wall_to_utc(wall - count * MINUTES_A_DAY, zone);
	case KITH_SPAN_WORK_HOURS:
		return when_wall_to_utc(take_work_minutes(wall, count * 60, &h), zone);
	case KITH_SPAN_WORK_DAYS:
		return when_wall_to_utc(step_workdays(wall, count, -1, &h), zone);
	}
	return at;
}
