/* SPDX-License-Identifier: MIT
 * invite.c - a calendar part (RFC 5545, RFC 5546) -> who is invited to what, and when.
 * In: text/calendar. Out: KithInvite. Next: src/parse/kind.c
 *
 * Zones are taken from the mail itself or left as names: libical must never look for its own on a disk.
 */
#include <string.h>

#include <libical/ical.h>

#include "internal.h"
#include "zone-names.h"

#define MAX_OBSERVANCES 50	/* of one VTIMEZONE; honest ones have two, or two for each law */

static char *clean(const char *text, size_t max)
{
	if (text == NULL || *text == '\0')
		return NULL;
	g_autofree char *valid = kith_text_clean(text, false);

	g_strstrip(valid);
	return *valid != '\0' ? kith_text_valid(valid, strlen(valid), max) : NULL;
}

/* --- lines */

/* "NAME:" or "NAME;": how every line begins that is not folded (RFC 5545 3.1). */
static bool is_content_line(const char *line, size_t length)
{
	size_t name = 0;

	while (name < length && (g_ascii_isalnum(line[name]) || line[name] == '-'))
		name++;
	return name > 0 && name < length && (line[name] == ':' || line[name] == ';');
}

/* Unfolded; what a mailer wrapped without the blank that says so is put back, too. */
static char *mended_lines(const char *calendar)
{
	GString *out = g_string_sized_new(strlen(calendar));

	for (const char *p = calendar; *p != '\0';) {
		size_t length = strcspn(p, "\r\n");
		bool is_folded = *p == ' ' || *p == '\t';

		if (length > 0 && is_folded)
			g_string_append_len(out, p + 1, (gssize)length - 1);
		else if (length > 0 && !is_content_line(p, length))
			g_string_append_len(out, p, (gssize)length);
		else if (length > 0)
			g_string_append_printf(out, "%s%.*s", out->len > 0 ? "\r\n" : "", (int)length, p);
		p += length;
		p += strspn(p, "\r\n");
	}
	g_string_append(out, "\r\n");
	return g_string_free(out, FALSE);
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

/* --- zones */

static bool is_yearly(icalproperty *property)
{
	struct icalrecurrencetype rule = icalproperty_get_rrule(property);

	return rule.freq == ICAL_YEARLY_RECURRENCE && rule.by_hour[0] == ICAL_RECURRENCE_ARRAY_MAX &&
	       rule.by_minute[0] == ICAL_RECURRENCE_ARRAY_MAX && rule.by_second[0] == ICAL_RECURRENCE_ARRAY_MAX;
}

/* A law on clocks changes them twice a year; a rule "every second" would keep libical busy for years. */
static bool is_honest_zone(icalcomponent *zone)
{
	unsigned count = 0;

	for (icalcomponent *one = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT); one != NULL;
	     one = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT)) {
		icalproperty *rule = icalcomponent_get_first_property(one, ICAL_RRULE_PROPERTY);

		if (++count > MAX_OBSERVANCES)
			return false;
		for (; rule != NULL; rule = icalcomponent_get_next_property(one, ICAL_RRULE_PROPERTY)) {
			if (!is_yearly(rule))
				return false;
		}
	}
	return count > 0;
}

static icalcomponent *zone_component(icalcomponent *root, const char *tzid)
{
	for (icalcomponent *one = icalcomponent_get_first_component(root, ICAL_VTIMEZONE_COMPONENT); one != NULL;
	     one = icalcomponent_get_next_component(root, ICAL_VTIMEZONE_COMPONENT)) {
		icalproperty *id = icalcomponent_get_first_property(one, ICAL_TZID_PROPERTY);
		const char *name = id != NULL ? icalproperty_get_tzid(id) : NULL;

		if (name != NULL && strcmp(name, tzid) == 0)
			return is_honest_zone(one) ? one : NULL;
	}
	return NULL;
}

/* Seconds east of UTC of TIME by the mail's own definition of the zone. */
static bool offset_of(icalcomponent *root, const char *tzid, struct icaltimetype time, int *ret_offset_s)
{
	icalcomponent *component = zone_component(root, tzid);
	icaltimezone *zone = component != NULL ? icaltimezone_new() : NULL;

	if (zone == NULL)
		return false;
	icalcomponent *copy = icalcomponent_new_clone(component);
	bool ok = copy != NULL && icaltimezone_set_component(zone, copy) != 0;
	if (ok)
		*ret_offset_s = icaltimezone_get_utc_offset(zone, &time, NULL);
	else if (copy != NULL)
		icalcomponent_free(copy);
	icaltimezone_free(zone, 1);
	return ok && ABS(*ret_offset_s) <= 15 * 3600;
}

/* Outlook defines its zones under names of its own; Lightning and others add the IANA name. */
static const char *iana_of(icalcomponent *root, const char *tzid)
{
	icalcomponent *component = zone_component(root, tzid);
	icalproperty *one = component != NULL ? icalcomponent_get_first_property(component, ICAL_X_PROPERTY) : NULL;
	const char *name = kith_zone_iana(tzid);

	for (; name == NULL && one != NULL; one = icalcomponent_get_next_property(component, ICAL_X_PROPERTY)) {
		if (g_strcmp0(icalproperty_get_x_name(one), "X-LIC-LOCATION") == 0)
			name = kith_zone_iana(icalproperty_get_x(one));
	}
	return name;
}

/* --- times */

static struct icaltimetype time_of(icalproperty *property)
{
	icalvalue *value = property != NULL ? icalproperty_get_value(property) : NULL;
	struct icaltimetype time = icaltime_null_time();

	if (value != NULL && icalvalue_isa(value) == ICAL_DATETIME_VALUE)
		time = icalvalue_get_datetime(value);
	else if (value != NULL && icalvalue_isa(value) == ICAL_DATE_VALUE)
		time = icalvalue_get_date(value);
	if (!g_date_valid_dmy((GDateDay)CLAMP(time.day, 0, 99), (GDateMonth)CLAMP(time.month, 0, 13),
			      (GDateYear)CLAMP(time.year, 0, 10000)) ||
	    time.year > 9999 || time.hour < 0 || time.hour > 23 || time.minute < 0 || time.minute > 59 ||
	    time.second < 0 || time.second > 60)
		return icaltime_null_time();
	time.second = MIN(time.second, 59);
	return time;
}

static const char *tzid_of(icalproperty *property)
{
	return property != NULL ? icalproperty_get_parameter_as_string(property, "TZID") : NULL;
}

/* A date; a time with its offset, where the mail tells it; else a clock time whose zone stands beside it. */
static char *time_text(icalcomponent *root, struct icaltimetype time, const char *tzid)
{
	int offset_s = 0;

	if (icaltime_is_null_time(time))
		return NULL;
	if (time.is_date)
		return g_strdup_printf("%04d-%02d-%02d", time.year, time.month, time.day);
	g_autofree char *local = g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d", time.year, time.month, time.day,
						 time.hour, time.minute, time.second);
	if (icaltime_is_utc(time))
		return g_strconcat(local, "Z", NULL);
	if (tzid == NULL || !offset_of(root, tzid, time, &offset_s))
		return g_steal_pointer(&local);
	int minutes = ABS(offset_s) / 60;
	return g_strdup_printf("%s%c%02d:%02d", local, offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static void read_times(icalcomponent *root, icalcomponent *event, KithInvite *invite)
{
	icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	icalproperty *end = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
	icalproperty *duration = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
	g_autofree char *tzid = clean(tzid_of(start), KITH_LIMIT_NAME_BYTES);
	struct icaltimetype start_time = time_of(start), end_time = time_of(end);
	g_autofree char *end_tzid = clean(tzid_of(end), KITH_LIMIT_NAME_BYTES);

	if (end == NULL && duration != NULL && !icaltime_is_null_time(start_time))
		end_time = icaltime_add(start_time, icalproperty_get_duration(duration));
	invite->start = time_text(root, start_time, tzid);
	invite->end = time_text(root, end_time, end != NULL ? end_tzid : tzid);
	if (tzid == NULL || start_time.is_date)
		return;
	const char *iana = iana_of(root, tzid);
	invite->zone = g_strdup(iana != NULL ? iana : tzid);
}

/* --- people */

static char *address_of(icalproperty *property)
{
	const char *value = icalproperty_get_value_as_string(property);
	const char *parameter = icalproperty_get_parameter_as_string(property, "EMAIL");	/* Apple, RFC 7986 */

	if (value == NULL || strchr(value, '@') == NULL)
		value = parameter;
	if (value == NULL)
		return NULL;
	if (kith_starts_nocase(value, "mailto:"))
		value += strlen("mailto:");
	return strchr(value, '@') != NULL ? clean(value, KITH_LIMIT_ADDRESS_BYTES) : NULL;
}

static char *name_of(icalproperty *property, const char *address)
{
	const char *value = icalproperty_get_parameter_as_string(property, "CN");
	g_autofree char *name = clean(value, KITH_LIMIT_NAME_BYTES);

	if (name == NULL)
		return NULL;
	g_strdelimit(name, "\"", ' ');
	g_strstrip(name);
	return *name != '\0' && g_ascii_strcasecmp(name, address) != 0 ? g_steal_pointer(&name) : NULL;
}

static char *answer_of(icalproperty *property)
{
	const char *value = icalproperty_get_parameter_as_string(property, "PARTSTAT");
	g_autofree char *answer = clean(value, KITH_LIMIT_NAME_BYTES);

	return answer != NULL ? g_ascii_strdown(answer, -1) : NULL;
}

static void read_attendees(icalcomponent *event, GPtrArray *attendees)
{
	icalproperty *one = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);

	for (; one != NULL && attendees->len < KITH_LIMIT_LIST_ITEMS;
	     one = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
		g_autofree char *address = address_of(one);

		if (address == NULL)
			continue;
		g_autofree char *name = name_of(one, address);
		g_autofree char *answer = answer_of(one);
		g_ptr_array_add(attendees, kith_attendee_new(address, name, answer));
	}
}

/* --- the event */

static char *value_of(icalcomponent *component, icalproperty_kind kind, size_t max)
{
	icalproperty *property = icalcomponent_get_first_property(component, kind);

	return property != NULL ? clean(icalproperty_get_value_as_string(property), max) : NULL;
}

/* RFC 5546 wants a METHOD; an event that is only called off says so by its status. */
static char *method_of(icalcomponent *root, icalcomponent *event)
{
	g_autofree char *method = value_of(root, ICAL_METHOD_PROPERTY, KITH_LIMIT_NAME_BYTES);
	g_autofree char *status = value_of(event, ICAL_STATUS_PROPERTY, KITH_LIMIT_NAME_BYTES);

	if (method == NULL && status != NULL && g_ascii_strcasecmp(status, "CANCELLED") == 0)
		return g_strdup("CANCEL");
	return method != NULL ? g_ascii_strup(method, -1) : NULL;
}

/* Of a series and its exceptions the series, else the first. */
static icalcomponent *main_event(icalcomponent *root)
{
	icalcomponent *first = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);

	for (icalcomponent *one = first; one != NULL;
	     one = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
		if (icalcomponent_get_first_property(one, ICAL_RECURRENCEID_PROPERTY) == NULL)
			return one;
	}
	return first;
}

static KithInvite *read_event(icalcomponent *root, icalcomponent *event)
{
	KithInvite *invite = g_new0(KithInvite, 1);
	icalproperty *organizer = icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);

	invite->method = method_of(root, event);
	invite->uid = value_of(event, ICAL_UID_PROPERTY, KITH_LIMIT_MESSAGE_ID_BYTES);
	invite->summary = clean(icalcomponent_get_summary(event), KITH_LIMIT_SUBJECT_BYTES);
	read_times(root, event, invite);
	invite->organizer = organizer != NULL ? address_of(organizer) : NULL;
	invite->attendees = g_ptr_array_new_with_free_func((GDestroyNotify)kith_attendee_free);
	read_attendees(event, invite->attendees);
	return invite;
}

KithInvite *kith_invite_read(const char *calendar)
{
	const char *start = kith_find_nocase(calendar, "begin:vcalendar");
	KithInvite *invite = NULL;

	if (start == NULL)	/* libical would complain on stderr */
		return NULL;
	g_autofree char *lines = mended_lines(start);
	if (is_deep(lines))
		return NULL;
	icalcomponent *root = icalparser_parse_string(lines);
	if (root == NULL)
		return NULL;
	icalcomponent *event = main_event(root);
	if (event != NULL)
		invite = read_event(root, event);
	icalcomponent_free(root);
	icalmemory_free_ring();
	return invite;
}
