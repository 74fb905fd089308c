/* SPDX-License-Identifier: MIT
 * test-invite.c - calendars as Google, Outlook, Apple and others mail them.
 * In: text/calendar. Out: what, when, who. Next: src/parse/invite.c
 */
#include <string.h>

#include "src/parse/internal.h"
#include "src/parse/zone-names.h"

#define BERLIN "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n" \
	"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n" \
	"BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n" \
	"RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"
#define CALENDAR(method, lines) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:" method "\r\n" lines "END:VCALENDAR\r\n"

/* method|summary|start|end|zone|organizer|attendees as name<address>answer */
static char *told(const char *calendar)
{
	KithInvite *invite = kith_invite_read(calendar);

	if (invite == NULL)
		return g_strdup("none");
	GString *out = g_string_new(NULL);
	const char *const parts[] = {invite->method, invite->summary, invite->start, invite->end, invite->zone,
				     invite->organizer};
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		g_string_append_printf(out, "%s|", parts[i] != NULL ? parts[i] : "");
	for (guint i = 0; i < invite->attendees->len; i++) {
		const KithAttendee *one = invite->attendees->pdata[i];

		g_string_append_printf(out, "%s<%s>%s", one->name != NULL ? one->name : "", one->address,
				       one->answer != NULL ? one->answer : "");
	}
	kith_invite_free(invite);
	return g_string_free(out, FALSE);
}

static const struct { const char *title, *calendar, *told; } cases[] = {
	{"Outlook, winter", CALENDAR("REQUEST", BERLIN EVENT("ORGANIZER;CN=Ada:mailto:ada@x.example\r\n"
		"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=Ben Stone:mailto:ben@y.example\r\nSUMMARY;LANGUAGE=de-DE:Kick-off\r\n"
		"UID:1\r\nDTSTART;TZID=W. Europe Standard Time:20260303T100000\r\nDTEND;TZID=W. Europe Standard Time:20260303T110000\r\n")),
	 "REQUEST|Kick-off|2026-03-03T10:00:00+01:00|2026-03-03T11:00:00+01:00|Europe/Berlin|ada@x.example|"
	 "Ben Stone<ben@y.example>needs-action"},
	{"Outlook, summer", CALENDAR("REQUEST", BERLIN EVENT("UID:1\r\nSUMMARY:S\r\nDTSTART;TZID=\"W. Europe Standard Time\":20260703T100000\r\n"
		"DURATION:PT45M\r\n")),
	 "REQUEST|S|2026-07-03T10:00:00+02:00|2026-07-03T10:45:00+02:00|Europe/Berlin||"},
	{"Google, UTC", CALENDAR("REQUEST", EVENT("UID:2\r\nSUMMARY:Call\\, second try\r\nDTSTART:20260303T090000Z\r\nDTEND:20260303T093000Z\r\n"
		"ATTENDEE;CUTYPE=INDIVIDUAL;CN=ben@y.example;X-NUM-GUESTS=0:mailto:ben@y.example\r\n")),
	 "REQUEST|Call, second try|2026-03-03T09:00:00Z|2026-03-03T09:30:00Z|||<ben@y.example>"},
	{"a zone that is only named", CALENDAR("REQUEST", EVENT("UID:3\r\nSUMMARY:S\r\nDTSTART;TZID=America/New_York:20260303T090000\r\n")),
	 "REQUEST|S|2026-03-03T09:00:00||America/New_York||"},
	{"a zone that nobody knows", CALENDAR("REQUEST", EVENT("UID:3\r\nSUMMARY:S\r\nDTSTART;TZID=Customized Time Zone:20260303T090000\r\n")),
	 "REQUEST|S|2026-03-03T09:00:00||Customized Time Zone||"},
	{"floating", CALENDAR("REQUEST", EVENT("UID:4\r\nSUMMARY:S\r\nDTSTART:20260303T090000\r\n")), "REQUEST|S|2026-03-03T09:00:00||||"},
	{"all day", CALENDAR("REQUEST", EVENT("UID:5\r\nSUMMARY:Fair\r\nDTSTART;VALUE=DATE:20260303\r\nDTEND;VALUE=DATE:20260305\r\n")),
	 "REQUEST|Fair|2026-03-03|2026-03-05|||"},
	{"an answer", CALENDAR("REPLY", EVENT("UID:1\r\nSUMMARY:Accepted: Kick-off\r\nDTSTART:20260303T090000Z\r\n"
		"ATTENDEE;PARTSTAT=ACCEPTED;CN=\"Stone, Ben\":MAILTO:ben@y.example\r\n")),
	 "REPLY|Accepted: Kick-off|2026-03-03T09:00:00Z||||Stone, Ben<ben@y.example>accepted"},
	{"Apple's principals", CALENDAR("REPLY", EVENT("UID:1\r\nSUMMARY:S\r\nATTENDEE;EMAIL=ben@y.example;PARTSTAT=DECLINED:/principals/7/\r\n")),
	 "REPLY|S|||||<ben@y.example>declined"},
	{"called off without a method", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSTATUS:CANCELLED\nSUMMARY:S\nEND:VEVENT\nEND:VCALENDAR\n",
	 "CANCEL|S|||||"},
	{"a series and its exception", CALENDAR("REQUEST",
		EVENT("UID:1\r\nRECURRENCE-ID:20260310T090000Z\r\nSUMMARY:Moved\r\nDTSTART:20260310T100000Z\r\n")
		EVENT("UID:1\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Weekly\r\nDTSTART:20260303T090000Z\r\n")),
	 "REQUEST|Weekly|2026-03-03T09:00:00Z||||"},
	{"folded right and wrong", CALENDAR("REQUEST", EVENT("UID:1\r\nSUMMARY:A long\r\n  talk abo\r\nut it\r\nDTSTART:20260303T\r\n 090000Z\r\n")),
	 "REQUEST|A long talk about it|2026-03-03T09:00:00Z||||"},
	{"impossible times", CALENDAR("REQUEST", EVENT("UID:1\r\nSUMMARY:S\r\nDTSTART:20260231T990000Z\r\n")), "REQUEST|S|||||"},
	{"dirt before it", "\357\273\277\r\nX\r\n" CALENDAR("REQUEST", EVENT("UID:1\r\nSUMMARY:S\r\n")), "REQUEST|S|||||"},
	{"no event", CALENDAR("REQUEST", ""), "none"},
	{"no calendar", "hello", "none"},
	{"empty", "", "none"},
};

static void test_calendars(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = told(cases[i].calendar);

		if (strcmp(got, cases[i].told) != 0) {
			g_test_message("%s: got %s, wanted %s", cases[i].title, got, cases[i].told);
			g_test_fail();
		}
	}
}

/* A zone whose clocks change every second is not believed, and costs nothing. */
static void test_hostile_zone(void)
{
	gint64 start = g_get_monotonic_time();
	g_autofree char *got = told(CALENDAR("REQUEST",
		"BEGIN:VTIMEZONE\r\nTZID:Evil\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n"
		"RRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
		EVENT("UID:1\r\nSUMMARY:S\r\nDTSTART;TZID=Evil:20260303T100000\r\n")));

	g_assert_cmpstr(got, ==, "REQUEST|S|2026-03-03T10:00:00||Evil||");
	g_assert_cmpint(g_get_monotonic_time() - start, <, 2 * G_USEC_PER_SEC);
}

/* Half a megabyte of one thing takes a moment. */
static void test_hostile_lines(void)
{
	static const char *const bits[] = {"\r", "\n", " ", "A:\r\n", "BEGIN:VEVENT\r\n", ";", ":", "\r\n ", "ATTENDEE:mailto:a@b\r\n", "\xff"};

	for (size_t i = 0; i < G_N_ELEMENTS(bits); i++) {
		g_autoptr(GString) text = g_string_new("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n");
		gint64 start = g_get_monotonic_time();

		while (text->len < KITH_LIMIT_PART_BYTES)
			g_string_append(text, bits[i]);
		g_autofree char *got = told(text->str);
		g_test_message("%s: %" G_GINT64_FORMAT " us", bits[i], g_get_monotonic_time() - start);
		g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
	}
}

static void test_zone_names(void)
{
	static const struct { const char *tzid, *iana; } zones[] = {
		{"Europe/Berlin", "Europe/Berlin"}, {"/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"},
		{"/citadel.org/20070227_1/America/New_York", "America/New_York"}, {"Tokyo Standard Time", "Asia/Tokyo"},
		{"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"},
		{"America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"}, {"tzone://Microsoft/Utc", "Etc/UTC"},
		{"Europe/", NULL}, {"Europe/../../etc", NULL}, {"Home", NULL}, {"", NULL},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(zones); i++)
		g_assert_cmpstr(kith_zone_iana(zones[i].tzid), ==, zones[i].iana);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/invite/calendars-of-many-programs", test_calendars);
	g_test_add_func("/parse/invite/a-hostile-zone-is-not-believed", test_hostile_zone);
	g_test_add_func("/parse/invite/hostile-lines-end-soon", test_hostile_lines);
	g_test_add_func("/parse/invite/zones-by-any-name", test_zone_names);
	return g_test_run();
}
