/* SPDX-License-Identifier: MIT
 * invite.c - a calendar part (RFC 5545, RFC 5546) -> who is invited to what, and when.
 * In: text/calendar. Out: KithInvite. Next: src/parse/kind.c
 */
#include <string.h>

#include <libical/ical.h>

#include "internal.h"

static char *clean(const char *text, size_t max)
{
	if (text == NULL || *text == '\0')
		return NULL;
	g_autofree char *valid = kith_text_clean(text, false);

	g_strstrip(valid);
	return kith_text_valid(valid, strlen(valid), max);
}

static char *person(const char *value)
{
	if (value == NULL)
		return NULL;
	if (kith_starts_nocase(value, "mailto:"))
		value += strlen("mailto:");
	return strchr(value, '@') != NULL ? clean(value, KITH_LIMIT_ADDRESS_BYTES) : NULL;
}

/* A date, a time in UTC, or a clock time whose zone stands beside it. */
static char *time_text(struct icaltimetype time)
{
	if (icaltime_is_null_time(time))
		return NULL;
	if (time.is_date)
		return g_strdup_printf("%04d-%02d-%02d", time.year, time.month, time.day);
	return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d%s", time.year, time.month, time.day, time.hour,
			       time.minute, time.second, icaltime_is_utc(time) ? "Z" : "");
}

static char *time_of(icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);
	icalvalue *value = property != NULL ? icalproperty_get_value(property) : NULL;
	struct icaltimetype time = icaltime_null_time();

	if (value != NULL && icalvalue_isa(value) == ICAL_DATETIME_VALUE)
		time = icalvalue_get_datetime(value);
	else if (value != NULL && icalvalue_isa(value) == ICAL_DATE_VALUE)
		time = icalvalue_get_date(value);
	return time_text(time);
}

static char *zone_of(icalcomponent *event)
{
	icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	const char *zone = start != NULL ? icalproperty_get_parameter_as_string(start, "TZID") : NULL;

	return clean(zone, KITH_LIMIT_NAME_BYTES);
}

static const char *value_of(icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);

	return property != NULL ? icalproperty_get_value_as_string(property) : NULL;
}

static void read_attendees(icalcomponent *event, GPtrArray *attendees)
{
	icalproperty *one = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);

	for (; one != NULL && attendees->len < KITH_LIMIT_LIST_ITEMS;
	     one = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
		char *address = person(icalproperty_get_value_as_string(one));

		if (address != NULL)
			g_ptr_array_add(attendees, kith_attendee_new(address, NULL, NULL));
		g_free(address);
	}
}

static KithInvite *read_event(icalcomponent *root, icalcomponent *event)
{
	KithInvite *invite = g_new0(KithInvite, 1);
	const char *method = value_of(root, ICAL_METHOD_PROPERTY);

	invite->method = method != NULL ? g_ascii_strup(method, -1) : NULL;
	if (invite->method != NULL) {
		char *clean_method = clean(invite->method, KITH_LIMIT_NAME_BYTES);

		g_free(invite->method);
		invite->method = clean_method;
	}
	invite->uid = clean(value_of(event, ICAL_UID_PROPERTY), KITH_LIMIT_MESSAGE_ID_BYTES);
	invite->summary = clean(icalcomponent_get_summary(event), KITH_LIMIT_SUBJECT_BYTES);
	invite->start = time_of(event, ICAL_DTSTART_PROPERTY);
	invite->end = time_of(event, ICAL_DTEND_PROPERTY);
	invite->zone = zone_of(event);
	invite->organizer = person(value_of(event, ICAL_ORGANIZER_PROPERTY));
	invite->attendees = g_ptr_array_new_with_free_func((GDestroyNotify)kith_attendee_free);
	read_attendees(event, invite->attendees);
	return invite;
}

/* libical recurses over components inside of components: no honest event has more than a few. */
static bool is_deep(const char *calendar)
{
	int depth = 0;

	for (const char *p = calendar; p != NULL && *p != '\0'; p = strchr(p, '\n')) {
		if (*p == '\n')
			p++;
		depth += kith_starts_nocase(p, "BEGIN:") ? 1 : kith_starts_nocase(p, "END:") ? -1 : 0;
		if (depth > KITH_LIMIT_DEPTH)
			return true;
	}
	return false;
}

KithInvite *kith_invite_read(const char *calendar)
{
	KithInvite *invite = NULL;

	if (is_deep(calendar))
		return NULL;
	icalcomponent *root = icalparser_parse_string(calendar);
	if (root == NULL)
		return NULL;
	icalcomponent *event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);
	if (event != NULL)
		invite = read_event(root, event);
	icalcomponent_free(root);
	icalmemory_free_ring();
	return invite;
}
