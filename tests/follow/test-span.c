/* SPDX-License-Identifier: MIT
 * test-span.c - lengths of time in work hours.
 */
#include "kith/follow.h"

static const KithWorkHours hours = { .days = 0x1f, .from_min = 9 * 60, .until_min = 17 * 60 };

static const struct { const char *zone, *at; KithSpan span; const char *after, *before; } cases[] = {
	{ "Europe/Berlin", "2026-03-03T10:00:00+01:00", { 1, KITH_SPAN_WORK_DAYS }, "2026-03-04T10:00:00+01:00",
	  "2026-03-02T10:00:00+01:00" },
	{ "Europe/Berlin", "2026-03-06T16:00:00+01:00", { 1, KITH_SPAN_WORK_DAYS }, "2026-03-09T16:00:00+01:00",
	  "2026-03-05T16:00:00+01:00" },
	{ "Europe/Berlin", "2026-03-07T12:00:00+01:00", { 1, KITH_SPAN_WORK_DAYS }, "2026-03-10T09:00:00+01:00",
	  "2026-03-06T12:00:00+01:00" },
	{ "Europe/Berlin", "2026-03-03T16:00:00+01:00", { 4, KITH_SPAN_WORK_HOURS }, "2026-03-04T12:00:00+01:00",
	  "2026-03-03T12:00:00+01:00" },
	{ "Europe/Berlin", "2026-03-06T16:00:00+01:00", { 16, KITH_SPAN_WORK_HOURS }, "2026-03-10T16:00:00+01:00",
	  "2026-03-04T16:00:00+01:00" },
	{ "Europe/Berlin", "2026-03-06T20:00:00+01:00", { 1, KITH_SPAN_WORK_HOURS }, "2026-03-09T10:00:00+01:00",
	  "2026-03-06T16:00:00+01:00" },
	{ "Europe/Berlin", "2026-03-28T12:00:00+01:00", { 1, KITH_SPAN_DAYS }, "2026-03-29T12:00:00+02:00",
	  "2026-03-27T12:00:00+01:00" },
	{ "Europe/Berlin", "2026-03-28T12:00:00+01:00", { 24, KITH_SPAN_HOURS }, "2026-03-29T13:00:00+02:00",
	  "2026-03-27T12:00:00+01:00" },
	{ "Europe/Berlin", "2026-03-27T16:00:00+01:00", { 2, KITH_SPAN_WORK_HOURS }, "2026-03-30T10:00:00+02:00",
	  "2026-03-27T14:00:00+01:00" },
	{ "Asia/Kathmandu", "2026-03-03T16:30:00+05:45", { 1, KITH_SPAN_WORK_HOURS }, "2026-03-04T09:30:00+05:45",
	  "2026-03-03T15:30:00+05:45" },
};

static int64_t at_of(const char *text)
{
	int64_t at;

	g_assert_true(kith_time_parse(text, &at, NULL));
	return at;
}

static void spans_go_forth_and_back(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(cases[i].zone);
		g_autofree char *after = kith_time_format(kith_span_after(at_of(cases[i].at), &cases[i].span, zone,
				&hours), zone);
		g_autofree char *before = kith_time_format(kith_span_before(at_of(cases[i].at), &cases[i].span, zone,
				&hours), zone);

		g_test_message("case %zu", i);
		g_assert_cmpstr(after, ==, cases[i].after);
		g_assert_cmpstr(before, ==, cases[i].before);
	}
}

static void the_next_work_time(void)
{
	static const struct { const char *at, *next; } times[] = {
		{ "2026-03-03T10:00:30+01:00", "2026-03-03T10:00:30+01:00" },
		{ "2026-03-03T08:59:59+01:00", "2026-03-03T09:00:00+01:00" },
		{ "2026-03-03T17:00:00+01:00", "2026-03-04T09:00:00+01:00" },
		{ "2026-03-06T18:00:00+01:00", "2026-03-09T09:00:00+01:00" },
		{ "2026-03-28T10:00:00+01:00", "2026-03-30T09:00:00+02:00" },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");

	for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
		g_autofree char *next = kith_time_format(kith_work_time_next(at_of(times[i].at), zone, &hours), zone);

		g_assert_cmpstr(next, ==, times[i].next);
	}
}

static void seconds_between_are_those_that_lead_there(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("America/New_York");
	int64_t from = at_of("2026-03-05T15:20:00-05:00");

	for (int64_t seconds = 0; seconds < 80 * 3600; seconds += 1740) {
		int64_t until = kith_work_seconds_after(from, seconds, zone, &hours);

		g_assert_cmpint(kith_work_seconds_between(from, until, zone, &hours), ==, seconds);
	}
}

static void hours_that_make_no_day_are_all_hours(void)
{
	const KithWorkHours none = { 0, 0, 0 };
	const KithSpan span = { 30, KITH_SPAN_WORK_HOURS };
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("UTC");

	g_assert_cmpint(kith_span_after(0, &span, zone, &none), ==, 30 * 3600);
	g_assert_cmpint(kith_work_time_next(12345, zone, &none), ==, 12345);
}

static void states_and_their_ways(void)
{
	g_assert_true(kith_follow_may_change(KITH_FOLLOW_OPEN, KITH_FOLLOW_SENT));
	g_assert_true(kith_follow_may_change(KITH_FOLLOW_SENT, KITH_FOLLOW_DONE));
	g_assert_true(kith_follow_may_change(KITH_FOLLOW_DONE, KITH_FOLLOW_OPEN));
	g_assert_false(kith_follow_may_change(KITH_FOLLOW_DONE, KITH_FOLLOW_CANCELLED));
	g_assert_false(kith_follow_may_change(KITH_FOLLOW_CANCELLED, KITH_FOLLOW_DONE));
	g_assert_false(kith_follow_may_change(KITH_FOLLOW_DONE, KITH_FOLLOW_DONE));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/follow/span/spans go forth and back", spans_go_forth_and_back);
	g_test_add_func("/follow/span/the next work time", the_next_work_time);
	g_test_add_func("/follow/span/seconds between are those that lead there",
			seconds_between_are_those_that_lead_there);
	g_test_add_func("/follow/span/hours that make no day are all hours", hours_that_make_no_day_are_all_hours);
	g_test_add_func("/follow/state/states and their ways", states_and_their_ways);
	return g_test_run();
}
