/* SPDX-License-Identifier: MIT
 * test-entry-text.c - meetings and absences read well on a timeline.
 */
#include <string.h>

#include "src/store/entry-text.h"

static const struct {
	const char *method, *summary, *start, *end, *zone, *attendee, *answer, *text;
} meetings[] = {
	{ "REQUEST", "Kick-off", "2026-03-03T10:00:00+01:00", "2026-03-03T11:00:00+01:00", "Europe/Berlin", NULL, NULL,
	  "Kick-off, Tue 3 Mar 2026 10:00-11:00 (Europe/Berlin)" },
	{ "REQUEST", "Kick-off", "2026-03-03T09:00:00Z", NULL, NULL, NULL, NULL, "Kick-off, Tue 3 Mar 2026 09:00 (UTC)" },
	{ "REQUEST", "Night", "2026-03-03T22:00:00-05:00", "2026-03-04T02:00:00-05:00", NULL, NULL, NULL,
	  "Night, Tue 3 Mar 2026 22:00 - Wed 4 Mar 2026 02:00 (-05:00)" },
	{ "REQUEST", "Flight", "2026-03-03T10:00:00+01:00", "2026-03-03T10:30:00Z", NULL, NULL, NULL,
	  "Flight, Tue 3 Mar 2026 10:00 (+01:00)" },
	{ "REQUEST", "Lunch", "2026-03-03T12:00:00", "2026-03-03T13:00:00", NULL, NULL, NULL,
	  "Lunch, Tue 3 Mar 2026 12:00-13:00" },
	{ NULL, "Fair", "2026-03-03", "2026-03-06", NULL, NULL, NULL, "Fair, Tue 3 Mar 2026 - Thu 5 Mar 2026" },
	{ NULL, "Fair", "2026-03-03", "2026-03-04", NULL, NULL, NULL, "Fair, Tue 3 Mar 2026" },
	{ "REPLY", "Accepted: Kick-off", "2026-03-03T09:00:00Z", NULL, NULL, "Ben Stone", "accepted",
	  "Ben Stone accepted: Kick-off, Tue 3 Mar 2026 09:00 (UTC)" },
	{ "REPLY", "Zugesagt: Auftakt", NULL, NULL, NULL, "Ben Stone", "tentative", "Ben Stone may come: Auftakt" },
	{ "REPLY", "Kick-off", NULL, NULL, NULL, NULL, NULL, "Jane Doe answered: Kick-off" },
	{ "COUNTER", "Kick-off", NULL, NULL, NULL, "Ben Stone", "tentative", "Ben Stone wants another time: Kick-off" },
	{ "CANCEL", "Canceled: Kick-off", NULL, NULL, NULL, NULL, NULL, "called off: Kick-off" },
	{ "REQUEST", NULL, NULL, NULL, NULL, NULL, NULL, "a meeting" },
	{ "REQUEST", "Odd", "2026-99-03T10:00:00", NULL, NULL, NULL, NULL, "Odd" },
};

static void meetings_say_what_when_and_who(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(meetings); i++) {
		g_autoptr(KithMail) mail = kith_mail_new();

		mail->author = kith_address_new("Jane Doe", "jane@x.example");
		mail->invite = g_new0(KithInvite, 1);
		mail->invite->method = g_strdup(meetings[i].method);
		mail->invite->summary = g_strdup(meetings[i].summary);
		mail->invite->start = g_strdup(meetings[i].start);
		mail->invite->end = g_strdup(meetings[i].end);
		mail->invite->zone = g_strdup(meetings[i].zone);
		mail->invite->attendees = g_ptr_array_new_with_free_func((GDestroyNotify)kith_attendee_free);
		if (meetings[i].attendee != NULL)
			g_ptr_array_add(mail->invite->attendees,
					kith_attendee_new("ben@y.example", meetings[i].attendee, meetings[i].answer));
		g_autofree char *text = kith_entry_meeting(mail);
		g_assert_cmpstr(text, ==, meetings[i].text);
	}
}

static void absences_say_until_when_and_whom_to_write(void)
{
	g_autoptr(KithMail) mail = kith_mail_new();
	g_autofree char *none = kith_entry_away(mail);

	mail->away_until = g_strdup("2026-12-03");
	g_autofree char *until = kith_entry_away(mail);
	g_ptr_array_add(mail->away_instead, kith_address_new("Ben Stone", "ben@x.example"));
	g_ptr_array_add(mail->away_instead, kith_address_new(NULL, "ada@x.example"));
	g_autofree char *both = kith_entry_away(mail);
	g_assert_cmpstr(none, ==, NULL);
	g_assert_cmpstr(until, ==, "away until 2026-12-03");
	g_assert_cmpstr(both, ==, "away until 2026-12-03, instead: Ben Stone <ben@x.example>, ada@x.example");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/entry-text/meetings", meetings_say_what_when_and_who);
	g_test_add_func("/store/entry-text/absences", absences_say_until_when_and_whom_to_write);
	return g_test_run();
}
