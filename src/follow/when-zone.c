/* SPDX-License-Identifier: MIT
 * when-zone.c - wall time of a zone <-> UTC, with both sides of a clock change.
 * In: wall minutes, a zone. Out: UTC seconds; and back. Next: src/follow/span.c
 */
#include "when.h"

#define DAY_S 86400

static int64_t offset_at(int64_t at, GTimeZone *zone)
{
	return g_time_zone_get_offset(zone, g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at));
}

static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

int64_t when_wall_to_utc(int64_t wall_min, GTimeZone *zone)
{
	int64_t local = wall_min * 60;
	int64_t before = offset_at(local - DAY_S, zone), after = offset_at(local + DAY_S, zone);

	/* With the offset of before: right until the change, and the earlier of two. */
	if (offset_at(local - before, zone) == before)
		return local - before;
	if (offset_at(local - after, zone) == after)
		return local - after;
	/* In the gap: 02:30 of a night without it is 03:30. */
	return local - before;
}

int64_t when_utc_to_wall(int64_t at, GTimeZone *zone)
{
	return floor_div(at + offset_at(at, zone), 60);
}
