/* SPDX-License-Identifier: MIT
 * json.c - small helpers for objects.
 * In: values of rows. Out: JSON values. Next: src/view/people.c
 */
#include "json.h"

json_t *kith_json_text(const char *text)
{
	json_t *value = text != NULL ? json_string(text) : NULL;

	return value != NULL ? value : json_null();
}

json_t *kith_json_time(const KithViewer *viewer, int64_t at)
{
	if (at == 0)
		return json_null();
	g_autofree char *text = kith_time_format(at, viewer->zone);
	return json_string(text);
}

json_t *kith_json_number_or_null(int64_t value)
{
	return value != 0 ? json_integer(value) : json_null();
}

json_t *kith_json_texts(const GPtrArray *texts)
{
	json_t *list = json_array();

	for (guint i = 0; i < texts->len; i++)
		(void)json_array_append_new(list, kith_json_text(texts->pdata[i]));
	return list;
}

char *kith_view_span(int64_t from_at, int64_t until_at)
{
	int64_t seconds = MAX(until_at - from_at, 0);
	int64_t days = seconds / 86400, hours = seconds / 3600;

	if (days >= 60)
		return g_strdup_printf("%d months", (int)(days / 30));
	if (days >= 14)
		return g_strdup_printf("%d weeks", (int)(days / 7));
	if (days >= 2)
		return g_strdup_printf("%d days", (int)days);
	if (hours >= 2)
		return g_strdup_printf("%d hours", (int)hours);
	return g_strdup(hours == 1 ? "an hour" : "less than an hour");
}
