/* SPDX-License-Identifier: MIT
 * clock.c - times as text; the one place that asks for the time.
 * In: UTC seconds, RFC 3339. Out: the other of the two. Next: src/base/text.c
 *
 * Names of days and months are English and come from tables, never from the locale:
 * mail headers need them so (RFC 5322 3.3), and output is the same everywhere.
 */
#include "kith/base.h"

static const char day_names[7][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char month_names[12][4] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

int64_t kith_time_now(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

int64_t kith_time_now_us(void)
{
	return g_get_real_time();
}

static bool is_plain_date(const char *text)
{
	static const char shape[] = "dddd-dd-dd";

	for (size_t i = 0; i < sizeof shape; i++) {
		if (shape[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != shape[i])
			return false;
	}
	return true;
}

bool kith_time_parse(const char *text, int64_t *ret_at, GError **error)
{
	g_autofree char *whole = is_plain_date(text) ? g_strconcat(text, "T00:00:00Z", NULL) : g_strdup(text);
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(whole, NULL);

	if (time == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "\"%.40s\" is no time; expected RFC 3339 with an offset, like "
			    "2026-03-01T09:00:00+01:00", text);
		return false;
	}
	*ret_at = g_date_time_to_unix(time);
	return true;
}

/* The moment in ZONE (NULL: UTC), held to the years that GDateTime knows. */
static GDateTime *moment(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(CLAMP(at, -62135596800, 253402214400));

	return zone != NULL ? g_date_time_to_timezone(utc, zone) : g_steal_pointer(&utc);
}

static char *offset_text(GDateTime *time, const char *separator)
{
	int minutes = (int)(g_date_time_get_utc_offset(time) / G_TIME_SPAN_MINUTE);
	int size = ABS(minutes);

	return g_strdup_printf("%c%02d%s%02d", minutes < 0 ? '-' : '+', size / 60, separator, size % 60);
}

char *kith_time_format(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = moment(at, zone);
	g_autofree char *wall = g_date_time_format(time, "%Y-%m-%dT%H:%M:%S");
	g_autofree char *offset = zone != NULL ? offset_text(time, ":") : g_strdup("Z");

	return g_strconcat(wall, offset, NULL);
}

char *kith_time_format_human(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = moment(at, zone);

	return g_strdup_printf("%s %d %s %d, %02d:%02d", day_names[g_date_time_get_day_of_week(time) - 1],
			       g_date_time_get_day_of_month(time), month_names[g_date_time_get_month(time) - 1],
			       g_date_time_get_year(time), g_date_time_get_hour(time),
			       g_date_time_get_minute(time));
}

char *kith_time_format_mail(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = moment(at, zone);
	g_autofree char *offset = offset_text(time, "");

	return g_strdup_printf("%s, %02d %s %04d %02d:%02d:%02d %s",
			       day_names[g_date_time_get_day_of_week(time) - 1],
			       g_date_time_get_day_of_month(time), month_names[g_date_time_get_month(time) - 1],
			       g_date_time_get_year(time), g_date_time_get_hour(time),
			       g_date_time_get_minute(time), g_date_time_get_second(time), offset);
}
