/* SPDX-License-Identifier: MIT
 * reports.c - parts that machines write for machines: status, receipts, calendars.
 * In: a part's type and text. Out: KithBody. Next: src/parse/bounce.c
 */
#include <string.h>

#include "body.h"

static char **place_of(KithBody *body, const char *type)
{
	if (strcmp(type, "message/delivery-status") == 0 || strcmp(type, "message/global-delivery-status") == 0)
		return &body->delivery_status;
	if (strcmp(type, "message/disposition-notification") == 0 ||
	    strcmp(type, "message/global-disposition-notification") == 0)
		return &body->disposition;
	if (strcmp(type, "message/feedback-report") == 0)
		return &body->feedback;
	if (strcmp(type, "text/rfc822-headers") == 0 || strcmp(type, "message/rfc822-headers") == 0 ||
	    strcmp(type, "message/global-headers") == 0)
		return &body->returned;
	if (strcmp(type, "text/calendar") == 0 || strcmp(type, "application/ics") == 0)
		return &body->calendar;
	return NULL;
}

bool kith_report_is_type(const char *type)
{
	KithBody nobody;

	return place_of(&nobody, type) != NULL;
}

bool kith_report_is_forwarded(const char *type)
{
	KithBody nobody;
	char **place = place_of(&nobody, type);

	return place == &nobody.returned || place == &nobody.calendar;
}

/* Takes TEXT; the first of a kind counts. */
bool kith_report_take(KithBody *body, const char *type, char *text)
{
	char **place = place_of(body, type);

	if (place != NULL && *place == NULL)
		*place = g_steal_pointer(&text);
	g_free(text);
	return place != NULL;
}

bool kith_report_is_file(const char *name, const char *type)
{
	if (g_strcmp0(type, "application/tlsrpt+gzip") == 0 || g_strcmp0(type, "application/tlsrpt+json") == 0)
		return true;
	if (name == NULL || strchr(name, '!') == NULL)
		return false;
	const char *second = strchr(strchr(name, '!') + 1, '!');
	return second != NULL && (g_str_has_suffix(name, ".zip") || g_str_has_suffix(name, ".gz") ||
				  g_str_has_suffix(name, ".xml"));
}
