/* SPDX-License-Identifier: MIT
 * test-date.c - Date fields of good mailers, of odd ones, and of those that lie.
 * In: raw values. Out: a moment, or none. Next: src/parse/date.c
 */
#include <string.h>

#include "src/parse/internal.h"

static const struct { const char *raw, *at; int offset_s; } cases[] = {
	{"Tue, 3 Mar 2026 10:00:00 +0100", "2026-03-03T09:00:00Z", 3600},
	{"3 Mar 2026 10:00 -0330", "2026-03-03T13:30:00Z", -12600},
	{"Tue, 3 Mar 2026 10:00:00 +0100 (CET)", "2026-03-03T09:00:00Z", 3600},
	{"Tue, 3 Mar 2026 10:00:00 GMT", "2026-03-03T10:00:00Z", 0},
	{"Tue, 3 Mar 2026 10:00:00 GMT+0100", "2026-03-03T09:00:00Z", 3600},
	{"Tue, 3 Mar 2026 10:00:00 EST", "2026-03-03T15:00:00Z", -18000},
	{"Tue, 03 Mar 26 10:00:00 +0100", "2026-03-03T09:00:00Z", 3600},
	{"Sun, 20 Nov 79 05:34:27 -0300", "1979-11-20T08:34:27Z", -10800},
	{"20 11 (some (nested) remark) 79 05:34:27 -0300", NULL, 0},
	{"20 Nov (some (nested) remark) 79 05:34:27 -0300", "1979-11-20T08:34:27Z", -10800},
	{"Tue Mar  3 10:00:00 2026", "2026-03-03T10:00:00Z", 0},
	{"Tue Mar  3 10:00:00 MET 2026", "2026-03-03T09:00:00Z", 3600},
	{"2026-03-03T10:00:00+01:00", "2026-03-03T09:00:00Z", 3600},
	{"2026-03-03 10:00:00", "2026-03-03T10:00:00Z", 0},
	{"2026/03/03 10:00:00 +0100", "2026-03-03T09:00:00Z", 3600},
	{"Tue, 3 Mar 2026 10:00:00", "2026-03-03T10:00:00Z", 0},
	{"Tue, 3 Mar 2026", "2026-03-03T00:00:00Z", 0},
	{"Tue, 3 Mar 2026 10:00 PM +0000", "2026-03-03T22:00:00Z", 0},
	{"Tue, 3 Mar 2026 12:05 AM +0000", "2026-03-03T00:05:00Z", 0},
	{"Tue, 3 Mar 2026 24:00:00 +0000", "2026-03-04T00:00:00Z", 0},
	{"Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z", 0},
	{"Tue, 3 Mar 2026 10:00:00 +9900", "2026-03-03T10:00:00Z", 0},
	{"Tue,3Mar2026 10:00:00 +0100", "2026-03-03T09:00:00Z", 3600},
	{"TUE, 3 MARCH 2026 10:00:00 +0100", "2026-03-03T09:00:00Z", 3600},
	{"Thu, 1 Jan 1970 00:00:01 +0000", "1970-01-01T00:00:01Z", 0},
	{"Thu, 01 Jan 103 10:00:00 +0000", "2003-01-01T10:00:00Z", 0},	/* RFC 5322 4.3: three digits, from 1900 */
	{"Mon, 31 Feb 2026 10:00:00 +0100", NULL, 0},
	{"Mon, 32 Jan 2026 10:00:00 +0100", NULL, 0},
	{"Tue, 3 Mar 2026 25:00:00 +0100", NULL, 0},
	{"Tue, 3 Mar 2026 10:61:00 +0100", NULL, 0},
	{"Tue, 3 Mar 1926 10:00:00 +0100", NULL, 0},
	{"Tue, 3 Mar 99999 10:00:00 +0100", NULL, 0},
	{"yesterday", NULL, 0},
	{"(((((", NULL, 0},
	{"", NULL, 0},
};

static void test_dates(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		int64_t at = 0;
		int32_t offset_s = 0;
		bool ok = kith_date_read(cases[i].raw, &at, &offset_s);
		g_autofree char *text = ok ? kith_time_format(at, NULL) : NULL;

		if (g_strcmp0(text, cases[i].at) != 0 || offset_s != cases[i].offset_s) {
			g_test_message("%s: got %s %d, wanted %s %d", cases[i].raw, text != NULL ? text : "none", offset_s,
				       cases[i].at != NULL ? cases[i].at : "none", cases[i].offset_s);
			g_test_fail();
		}
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/date/is-read-or-unknown", test_dates);
	return g_test_run();
}
