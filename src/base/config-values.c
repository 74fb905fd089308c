/* SPDX-License-Identifier: MIT
 * config-values.c - one value of kith.conf at a time.
 * In: text. Out: spans, hours, days, servers. Next: src/base/config-check.c
 */
#include "config-values.h"

#include <string.h>

/* Digits up to MAX; the rest of TEXT, NULL when it begins with none or is more. */
static const char *scan_number(const char *text, uint32_t max, uint32_t *ret_number)
{
	uint32_t number = 0;
	const char *p = text;

	for (; g_ascii_isdigit(*p); p++) {
		number = number * 10 + (uint32_t)(*p - '0');
		if (number > max)
			return NULL;
	}
	if (p == text)
		return NULL;
	*ret_number = number;
	return p;
}

bool kith_span_parse(const char *text, KithSpan *ret_span, GError **error)
{
	static const struct { const char *word; KithSpanUnit unit; uint32_t factor; } units[] = {
		{ "h", KITH_SPAN_HOURS, 1 }, { "hour", KITH_SPAN_HOURS, 1 },
		{ "d", KITH_SPAN_DAYS, 1 }, { "day", KITH_SPAN_DAYS, 1 },
		{ "w", KITH_SPAN_DAYS, 7 }, { "week", KITH_SPAN_DAYS, 7 },
		{ "y", KITH_SPAN_DAYS, 365 }, { "year", KITH_SPAN_DAYS, 365 },
		{ "workday", KITH_SPAN_WORK_DAYS, 1 }, { "work day", KITH_SPAN_WORK_DAYS, 1 },
		{ "workhour", KITH_SPAN_WORK_HOURS, 1 }, { "work hour", KITH_SPAN_WORK_HOURS, 1 },
	};
	uint32_t count;
	const char *rest = scan_number(text, 10000, &count);

	if (rest != NULL && count > 0) {
		g_autofree char *word = g_ascii_strdown(rest, -1);

		g_strstrip(word);
		for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
			size_t length = strlen(units[i].word);

			if (strncmp(word, units[i].word, length) != 0 ||
			    (word[length] != '\0' && (length < 3 || strcmp(word + length, "s") != 0)))
				continue;
			ret_span->count = count * units[i].factor;
			ret_span->unit = units[i].unit;
			return true;
		}
	}
	g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
		    "\"%s\" is no span; expected one like \"30d\", \"2 weeks\", \"1 workday\", \"4 work hours\"", text);
	return false;
}

bool kith_size_parse(const char *text, bool is_rate, uint64_t *ret_bytes)
{
	static const struct { const char *word; uint64_t factor; } units[] = {
		{ "", 1 }, { "b", 1 }, { "kb", 1000 }, { "mb", 1000 * 1000 }, { "gb", 1000 * 1000 * 1000 },
		{ "kib", 1 << 10 }, { "mib", 1 << 20 }, { "gib", 1 << 30 },
	};
	uint32_t count;
	const char *rest = scan_number(text, 1000 * 1000 * 1000, &count);

	if (rest == NULL || count == 0)
		return false;
	g_autofree char *word = g_ascii_strdown(rest, -1);
	g_strstrip(word);
	if (is_rate && g_str_has_suffix(word, "/s")) {
		word[strlen(word) - 2] = '\0';
		g_strchomp(word);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (strcmp(word, units[i].word) != 0)
			continue;
		*ret_bytes = count * units[i].factor;
		return true;
	}
	return false;
}

/* "2024-01-31" */
bool kith_day_parse(const char *text, GDateTime **ret_day)
{
	uint32_t year, month, day;
	const char *p = scan_number(text, 9999, &year);

	if (p == NULL || p - text != 4 || *p != '-')
		return false;
	p = scan_number(p + 1, 12, &month);
	if (p == NULL || *p != '-')
		return false;
	p = scan_number(p + 1, 31, &day);
	if (p == NULL || *p != '\0')
		return false;
	*ret_day = g_date_time_new_utc((int)year, (int)month, (int)day, 0, 0, 0);
	return *ret_day != NULL;
}

bool kith_weekday_parse(const char *text, uint8_t *ret_day)
{
	static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday" };
	size_t length = strlen(text);

	for (uint8_t i = 0; i < G_N_ELEMENTS(days); i++) {
		if ((length == 3 || length == strlen(days[i])) && g_ascii_strncasecmp(text, days[i], length) == 0) {
			*ret_day = i;
			return true;
		}
	}
	return false;
}

bool kith_clock_parse(const char *text, uint16_t *ret_minutes)
{
	uint32_t hours, minutes;
	const char *p = scan_number(text, 24, &hours);

	if (p == NULL || *p != ':' || strlen(p) != 3)
		return false;
	p = scan_number(p + 1, 59, &minutes);
	if (p == NULL || *p != '\0' || hours * 60 + minutes > 24 * 60)
		return false;
	*ret_minutes = (uint16_t)(hours * 60 + minutes);
	return true;
}

/* "Mon-Fri" or "Mon": the days from the first to the last, over Sunday too. */
static bool add_days(char *range, uint8_t *days)
{
	uint8_t from, until;
	char *dash = strchr(range, '-');

	if (dash != NULL)
		*dash = '\0';
	if (!kith_weekday_parse(range, &from) || !kith_weekday_parse(dash != NULL ? dash + 1 : range, &until))
		return false;
	for (uint8_t day = from;; day = (uint8_t)((day + 1) % 7)) {
		*days |= (uint8_t)(1 << day);
		if (day == until)
			return true;
	}
}

bool kith_work_hours_parse(const char *text, KithWorkHours *ret_hours)
{
	g_auto(GStrv) halves = g_strsplit(text, " ", 2);
	KithWorkHours hours = { 0 };

	if (g_strv_length(halves) != 2)
		return false;
	g_auto(GStrv) ranges = g_strsplit(halves[0], ",", 8);
	for (char **range = ranges; *range != NULL; range++) {
		if (!add_days(*range, &hours.days))
			return false;
	}
	g_auto(GStrv) times = g_strsplit(g_strstrip(halves[1]), "-", 2);
	if (g_strv_length(times) != 2 || !kith_clock_parse(g_strstrip(times[0]), &hours.from_min) ||
	    !kith_clock_parse(g_strstrip(times[1]), &hours.until_min) || hours.from_min >= hours.until_min)
		return false;
	*ret_hours = hours;
	return true;
}

bool kith_word_parse(const char *text, const char *type, guint *ret_index)
{
	g_auto(GStrv) words = g_strsplit(type, " | ", -1);

	for (guint i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], text) == 0) {
			*ret_index = i;
			return true;
		}
	}
	return false;
}

void kith_server_clear(KithServer *server)
{
	g_clear_pointer(&server->scheme, g_free);
	g_clear_pointer(&server->host, g_free);
}

static bool is_host(const char *host, bool bracketed)
{
	if (*host == '\0' || strlen(host) > 253)
		return false;
	if (bracketed)
		return g_hostname_is_ip_address(host) && strchr(host, ':') != NULL;
	for (const char *p = host; *p != '\0'; p++) {
		if (!g_ascii_isalnum(*p) && *p != '.' && *p != '-' && *p != '_' && (unsigned char)*p < 0x80)
			return false;
	}
	return true;
}

bool kith_server_parse(const char *text, KithServer *ret_server)
{
	g_auto(KithServer) server = { 0 };
	const char *rest = strstr(text, "://");

	if (rest == NULL)
		return false;
	server.scheme = g_strndup(text, (gsize)(rest - text));
	rest += 3;
	bool bracketed = *rest == '[';
	const char *end = bracketed ? strchr(rest, ']') : rest + strcspn(rest, ":/");
	if (end == NULL)
		return false;
	server.host = g_strndup(rest + bracketed, (gsize)(end - rest) - bracketed);
	end += bracketed;
	if (*end == ':') {
		uint32_t port;

		end = scan_number(end + 1, 65535, &port);
		if (end == NULL || port == 0)
			return false;
		server.port = (uint16_t)port;
	}
	if (strcmp(end, "/") != 0 && *end != '\0')
		return false;
	if (!is_host(server.host, bracketed))
		return false;
	*ret_server = server;
	server = (KithServer){ 0 };
	return true;
}

bool kith_host_is_loopback(const char *host)
{
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);

	if (address == NULL)
		return g_ascii_strcasecmp(host, "localhost") == 0;
	return g_inet_address_get_is_loopback(address);
}
