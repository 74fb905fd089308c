/* SPDX-License-Identifier: MIT
 * test-clock.c - times as text and back.
 */
#include "kith/base.h"

static void rfc_3339_is_read(void)
{
	static const struct { const char *in; int64_t at; } cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2026-03-01T09:00:00+01:00", 1772352000 },
		{ "2026-03-01T08:00:00Z", 1772352000 },
		{ "2026-03-01", 1772323200 },
		{ "2024-02-29T12:00:00-05:00", 1709226000 },
	};
	static const char *const wrong[] = { "", "yesterday", "2026-02-30", "2026-03-01T09:00:00", "09:00", "2026-3-1" };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		int64_t at = -1;

		g_assert_true(kith_time_parse(cases[i].in, &at, &error));
		g_assert_no_error(error);
		g_assert_cmpint(at, ==, cases[i].at);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		int64_t at = -1;

		g_assert_false(kith_time_parse(wrong[i], &at, &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
		g_assert_cmpint(at, ==, -1);
	}
}

static void times_are_written_in_their_zone(void)
{
	g_autoptr(GTimeZone) berlin = g_time_zone_new_identifier("Europe/Berlin");
	g_autoptr(GTimeZone) kathmandu = g_time_zone_new_identifier("Asia/Kathmandu");
	g_autofree char *utc = kith_time_format(1772352000, NULL);
	g_autofree char *winter = kith_time_format(1772352000, berlin);
	g_autofree char *summer = kith_time_format(1782892800, berlin);
	g_autofree char *odd = kith_time_format(1772352000, kathmandu);
	g_autofree char *human = kith_time_format_human(1772352000, berlin);
	g_autofree char *mail = kith_time_format_mail(1772352000, berlin);
	g_autofree char *far = kith_time_format(INT64_MAX, NULL);

	g_assert_cmpstr(utc, ==, "2026-03-01T08:00:00Z");
	g_assert_cmpstr(winter, ==, "2026-03-01T09:00:00+01:00");
	g_assert_cmpstr(summer, ==, "2026-07-01T10:00:00+02:00");
	g_assert_cmpstr(odd, ==, "2026-03-01T13:45:00+05:45");
	g_assert_cmpstr(human, ==, "Sun 1 Mar 2026, 09:00");
	g_assert_cmpstr(mail, ==, "Sun, 01 Mar 2026 09:00:00 +0100");
	g_assert_cmpstr(far, !=, "");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/clock/RFC 3339 is read, anything else refused", rfc_3339_is_read);
	g_test_add_func("/clock/times are written in their zone", times_are_written_in_their_zone);
	return g_test_run();
}
