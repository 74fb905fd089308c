/* SPDX-License-Identifier: MIT
 * fuzz-when.c - any text as a time: refused, or a moment that lies ahead.
 */
#include "fuzz.h"

#include "kith/follow.h"

#define NOW_AT 1772523000	/* 2026-03-03 07:30 UTC */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const KithWorkHours hours = { .days = 0x1f, .from_min = 9 * 60, .until_min = 17 * 60 };
	static GTimeZone *zone;
	g_autofree char *text = size > 0 ? g_strndup((const char *)data, size) : g_strdup("");
	g_autoptr(GError) error = NULL;
	KithWhen when = { 0 };

	if (zone == NULL)
		zone = g_time_zone_new_identifier("Australia/Lord_Howe");
	if (kith_when_parse(text, NOW_AT, zone, &hours, &when, &error)) {
		g_assert_cmpint(when.at, >, NOW_AT);
		g_assert_nonnull(when.wall);
	} else {
		g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	}
	kith_when_clear(&when);
	return 0;
}
