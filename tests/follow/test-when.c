/* SPDX-License-Identifier: MIT
 * test-when.c - times as people write them: six languages, refusals, clock changes.
 */
#include <string.h>

#include "kith/follow.h"

static const KithWorkHours hours = { .days = 0x1f, .from_min = 9 * 60, .until_min = 17 * 60 + 30 };

/* AT, with " D" behind it when only the date was named; or "refused: WHY". */
static char *read_at(const char *expression, const char *now, const char *zone_name, char **ret_rule)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
	g_autoptr(GError) error = NULL;
	KithWhen when = { 0 };
	int64_t now_at;

	g_assert_nonnull(zone);
	g_assert_true(kith_time_parse(now, &now_at, NULL));
	if (!kith_when_parse(expression, now_at, zone, &hours, &when, &error)) {
		g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
		return g_strdup_printf("refused: %s", error->message);
	}
	g_assert_cmpint(when.at, >, now_at);
	g_autofree char *at = kith_time_format(when.at, zone);
	char *text = g_strdup_printf("%s%s%s%s", at, when.date_only ? " D" : "", when.if_no_reply ? " N" : "",
				     when.is_until ? " U" : "");
	if (ret_rule != NULL)
		*ret_rule = g_strdup(when.recurrence);
	kith_when_clear(&when);
	return text;
}

/* Now: Tuesday, 3 March 2026, 08:30 in Berlin. */
static const struct { const char *expression, *expect; } meanings[] = {
	/* English */
	{ "3d", "2026-03-06T09:00:00+01:00 D" }, { "in 3 days", "2026-03-06T09:00:00+01:00 D" },
	{ "2 weeks", "2026-03-17T09:00:00+01:00 D" }, { "two weeks from now", "2026-03-17T09:00:00+01:00 D" },
	{ "in a month", "2026-04-03T09:00:00+02:00 D" }, { "1h", "2026-03-03T09:30:00+01:00" },
	{ "in 15h", "2026-03-03T23:30:00+01:00" }, { "1h 30m", "2026-03-03T10:00:00+01:00" },
	{ "friday", "2026-03-06T09:00:00+01:00 D" }, { "Fri.", "2026-03-06T09:00:00+01:00 D" },
	{ "tuesday", "2026-03-10T09:00:00+01:00 D" }, { "next tue 9:00", "2026-03-10T09:00:00+01:00" },
	{ "friday next week", "2026-03-13T09:00:00+01:00 D" }, { "this friday", "2026-03-06T09:00:00+01:00 D" },
	{ "tomorrow morning", "2026-03-04T09:00:00+01:00" }, { "tomorrow", "2026-03-04T09:00:00+01:00 D" },
	{ "today", "2026-03-03T09:00:00+01:00 D" }, { "tonight", "2026-03-03T20:00:00+01:00" },
	{ "day after tomorrow at 14:30", "2026-03-05T14:30:00+01:00" }, { "noon", "2026-03-03T12:00:00+01:00" },
	{ "friday at 5 in the afternoon", "2026-03-06T17:00:00+01:00" }, { "5pm", "2026-03-03T17:00:00+01:00" },
	{ "8am", "2026-03-04T08:00:00+01:00" }, { "3:18am", "2026-03-04T03:18:00+01:00" },
	{ "12am tomorrow", "2026-03-04T00:00:00+01:00" }, { "5 may", "2026-05-05T09:00:00+02:00 D" },
	{ "may 5th", "2026-05-05T09:00:00+02:00 D" }, { "the 5th of May, 2027", "2027-05-05T09:00:00+02:00 D" },
	{ "1 march", "2027-03-01T09:00:00+01:00 D" }, { "29 feb", "2028-02-29T09:00:00+01:00 D" },
	{ "2027-03-01", "2027-03-01T09:00:00+01:00 D" }, { "2027-03-01T15:30", "2027-03-01T15:30:00+01:00" },
	{ "25/12", "2026-12-25T09:00:00+01:00 D" }, { "the 15th", "2026-03-15T09:00:00+01:00 D" },
	{ "the 2nd", "2026-04-02T09:00:00+02:00 D" }, { "end of month", "2026-03-31T09:00:00+02:00 D" },
	{ "end of next week", "2026-03-13T09:00:00+01:00 D" }, { "eow", "2026-03-06T09:00:00+01:00 D" },
	{ "eod", "2026-03-03T17:30:00+01:00" }, { "next week", "2026-03-09T09:00:00+01:00 D" },
	{ "next month", "2026-04-01T09:00:00+02:00 D" }, { "beginning of 2027", "2027-01-01T09:00:00+01:00 D" },
	{ "in august", "2026-08-03T09:00:00+02:00 D" }, { "first monday of june", "2026-06-01T09:00:00+02:00 D" },
	{ "last friday of next month", "2026-04-24T09:00:00+02:00 D" },
	{ "in 3 workdays", "2026-03-06T09:00:00+01:00 D" }, { "in 4 business days", "2026-03-09T09:00:00+01:00 D" },
	{ "this weekend", "2026-03-07T09:00:00+01:00 D" }, { "if no reply in 1 week", "2026-03-10T09:00:00+01:00 D N" },
	{ "friday if no answer", "2026-03-06T09:00:00+01:00 D N" }, { "until 5 may", "2026-05-05T09:00:00+02:00 D U" },
	{ "tomorrow2pm", "2026-03-04T14:00:00+01:00" }, { "tomorrow @ 15:00", "2026-03-04T15:00:00+01:00" },
	/* German */
	{ "in 3 Tagen", "2026-03-06T09:00:00+01:00 D" }, { "in einer Woche", "2026-03-10T09:00:00+01:00 D" },
	{ "kommenden Freitag", "2026-03-06T09:00:00+01:00 D" }, { "am Freitag um 9 Uhr", "2026-03-06T09:00:00+01:00" },
	{ "Freitag 14 Uhr 30", "2026-03-06T14:30:00+01:00" }, { "Freitag um 14.30", "2026-03-06T14:30:00+01:00" },
	{ "n\303\244chsten Dienstag 9:00", "2026-03-10T09:00:00+01:00" },
	{ "heute Abend", "2026-03-03T18:00:00+01:00" },
	{ "morgen", "2026-03-04T09:00:00+01:00 D" }, { "morgen fr\303\274h", "2026-03-04T09:00:00+01:00" },
	{ "heute morgen", "2026-03-03T09:00:00+01:00" }, { "\303\274bermorgen mittag", "2026-03-05T12:00:00+01:00" },
	{ "uebermorgen", "2026-03-05T09:00:00+01:00 D" }, { "5. Mai", "2026-05-05T09:00:00+02:00 D" },
	{ "am 5. M\303\244rz", "2026-03-05T09:00:00+01:00 D" }, { "5.3.2027", "2027-03-05T09:00:00+01:00 D" },
	{ "5.5.", "2026-05-05T09:00:00+02:00 D" }, { "am 15.", "2026-03-15T09:00:00+01:00 D" },
	{ "Ende des Monats", "2026-03-31T09:00:00+02:00 D" }, { "Monatsende", "2026-03-31T09:00:00+02:00 D" },
	{ "Anfang n\303\244chster Woche", "2026-03-09T09:00:00+01:00 D" },
	{ "Dienstag n\303\244chster Woche", "2026-03-10T09:00:00+01:00 D" },
	{ "in 3 Werktagen", "2026-03-06T09:00:00+01:00 D" },
	{ "wenn keine Antwort in 1 Woche", "2026-03-10T09:00:00+01:00 D N" },
	{ "bis 5. Mai", "2026-05-05T09:00:00+02:00 D U" }, { "mittags", "2026-03-03T12:00:00+01:00" },
	/* French */
	{ "dans 3 jours", "2026-03-06T09:00:00+01:00 D" }, { "demain matin", "2026-03-04T09:00:00+01:00" },
	{ "apr\303\250s-demain", "2026-03-05T09:00:00+01:00 D" },
	{ "vendredi \303\240 14h30", "2026-03-06T14:30:00+01:00" },
	{ "vendredi 14h", "2026-03-06T14:00:00+01:00" }, { "la semaine prochaine", "2026-03-09T09:00:00+01:00 D" },
	{ "le 5 mai \303\240 9h", "2026-05-05T09:00:00+02:00" }, { "fin de mois", "2026-03-31T09:00:00+02:00 D" },
	{ "demain midi", "2026-03-04T12:00:00+01:00" }, { "ce soir", "2026-03-03T18:00:00+01:00" },
	/* Spanish */
	{ "en 3 d\303\255as", "2026-03-06T09:00:00+01:00 D" },
	{ "dentro de dos semanas", "2026-03-17T09:00:00+01:00 D" },
	{ "ma\303\261ana", "2026-03-04T09:00:00+01:00 D" },
	{ "ma\303\261ana por la ma\303\261ana", "2026-03-04T09:00:00+01:00" },
	{ "el viernes a las 9:00", "2026-03-06T09:00:00+01:00" },
	{ "5 de mayo de 2027", "2027-05-05T09:00:00+02:00 D" },
	{ "la semana que viene", "2026-03-09T09:00:00+01:00 D" }, { "fin de semana", "2026-03-07T09:00:00+01:00 D" },
	/* Italian */
	{ "tra 3 giorni", "2026-03-06T09:00:00+01:00 D" }, { "domani pomeriggio", "2026-03-04T14:00:00+01:00" },
	{ "venerd\303\254 alle 9:30", "2026-03-06T09:30:00+01:00" },
	{ "la prossima settimana", "2026-03-09T09:00:00+01:00 D" },
	{ "5 maggio", "2026-05-05T09:00:00+02:00 D" }, { "fine mese", "2026-03-31T09:00:00+02:00 D" },
	/* Dutch */
	{ "over 3 dagen", "2026-03-06T09:00:00+01:00 D" }, { "over 2 uur", "2026-03-03T10:30:00+01:00" },
	{ "morgenochtend", "2026-03-04T09:00:00+01:00" }, { "vrijdag om 9 uur", "2026-03-06T09:00:00+01:00" },
	{ "volgende week dinsdag", "2026-03-10T09:00:00+01:00 D" }, { "5 mei", "2026-05-05T09:00:00+02:00 D" },
};

static void meanings_of_one_morning(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++) {
		g_autofree char *got = read_at(meanings[i].expression, "2026-03-03T08:30:00+01:00", "Europe/Berlin",
				NULL);

		g_test_message("%s", meanings[i].expression);
		g_assert_cmpstr(got, ==, meanings[i].expect);
	}
}

static void refusals_say_why(void)
{
	static const struct { const char *expression, *expect; } cases[] = {
		{ "", "understood are times like" }, { "soon", "\"soon\" is not understood" },
		{ "friday maybe", "\"maybe\" is not understood" }, { "yesterday", "not understood" },
		{ "3 days ago", "not understood" }, { "last friday", "not understood" }, { "11", "not understood" },
		{ "2012", "not understood" }, { "3 30", "not understood" }, { "friday monday", "not understood" },
		{ "3d 3d", "not understood" }, { "+3d", "not understood" }, { "4-5-6", "not understood" },
		{ "25:12", "not understood" }, { "14pm", "not understood" }, { "8:75", "not understood" },
		{ "9:00:00", "not understood" }, { "at friday", "not understood" },
		{ "tomorrow tomorrow", "not understood" },
		{ "in", "not understood" }, { "every", "not understood" }, { "0d", "not understood" },
		{ "1000 days", "not understood" }, { "next friday", "this week's or next week's" },
		{ "n\303\244chsten Freitag", "this week's or next week's" },
		{ "vendredi prochain", "this week's or next week's" },
		{ "next weekend", "this week's or next week's" }, { "3/4", "either way round" },
		{ "3/4/2027", "either way round" }, { "1m", "minutes or months" },
		{ "15h", "a time of day or a number" },
		{ "tomorrow at 5", "morning or afternoon" }, { "3:30", "morning or afternoon" },
		{ "um 5 Uhr", "morning or afternoon" }, { "31 april", "no such date" },
		{ "29 february 2027", "no such date" },
		{ "2026-02-30", "no such date" }, { "15/28/2027", "no such" }, { "2026-03-01", "that is past" },
		{ "this monday", "past" }, { "today 8:00", "that is past" }, { "3 march", "that is today" },
		{ "march", "has begun" }, { "thursday 5 may 2026", "another day of the week" },
		{ "mar", "has begun" }, { "morning at 3pm", "do not go together" },
		{ "friday midnight", "before or after" },
		{ "every 2 hours", "no more often" }, { "april 9:00", "on which day" }, { "next week noon", "on which day" },
		{ "friday in", "not understood" }, { "end of the 5th", "not understood" }, { "every 31st", "not every month" }, { "2070-01-01", "too far" },
		{ "friday 9:00 PST", "\"pst\" is not understood" }, { "5 may or 6 may", "\"or\" is not understood" },
		{ "the mountain may not move", "not understood" }, { "\377", "not understood" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = read_at(cases[i].expression, "2026-03-03T08:30:00+01:00", "Europe/Berlin", NULL);

		g_test_message("%s -> %s", cases[i].expression, got);
		g_assert_true(g_str_has_prefix(got, "refused: "));
		g_assert_nonnull(strstr(got, cases[i].expect));
	}
}

static void what_repeats_has_a_rule(void)
{
	static const struct { const char *expression, *at, *rule; } cases[] = {
		{ "every day", "2026-03-04T09:00:00+01:00 D", "FREQ=DAILY" },
		{ "every workday", "2026-03-04T09:00:00+01:00 D", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
		{ "every 2 weeks", "2026-03-17T09:00:00+01:00 D", "FREQ=WEEKLY;INTERVAL=2" },
		{ "every monday 10:00", "2026-03-09T10:00:00+01:00", "FREQ=WEEKLY;BYDAY=MO" },
		{ "every first monday", "2026-04-06T09:00:00+02:00 D", "FREQ=MONTHLY;BYDAY=1MO" },
		{ "every last friday", "2026-03-27T09:00:00+01:00 D", "FREQ=MONTHLY;BYDAY=-1FR" },
		{ "every 15th", "2026-03-15T09:00:00+01:00 D", "FREQ=MONTHLY;BYMONTHDAY=15" },
		{ "monthly", "2026-04-03T09:00:00+02:00 D", "FREQ=MONTHLY" },
		{ "jeden ersten Montag im Monat", "2026-04-06T09:00:00+02:00 D", "FREQ=MONTHLY;BYDAY=1MO" },
		{ "alle 2 Wochen", "2026-03-17T09:00:00+01:00 D", "FREQ=WEEKLY;INTERVAL=2" },
		{ "tous les lundis", "2026-03-09T09:00:00+01:00 D", "FREQ=WEEKLY;BYDAY=MO" },
		{ "elke maandag", "2026-03-09T09:00:00+01:00 D", "FREQ=WEEKLY;BYDAY=MO" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *rule = NULL;
		g_autofree char *got = read_at(cases[i].expression, "2026-03-03T08:30:00+01:00", "Europe/Berlin",
				&rule);

		g_assert_cmpstr(got, ==, cases[i].at);
		g_assert_cmpstr(rule, ==, cases[i].rule);
	}
}

static void clocks_change(void)
{
	static const struct { const char *zone, *now, *expression, *expect; } cases[] = {
		/* the night without 02:30: behind the gap */
		{ "Europe/Berlin", "2026-03-27T12:00:00+01:00", "29 march 02:30", "2026-03-29T03:30:00+02:00" },
		{ "Europe/Berlin", "2026-03-27T12:00:00+01:00", "29 march 03:00", "2026-03-29T03:00:00+02:00" },
		/* the night with two: the earlier */
		{ "Europe/Berlin", "2026-10-23T12:00:00+02:00", "25 october 02:30", "2026-10-25T02:30:00+02:00" },
		{ "Europe/Berlin", "2026-10-23T12:00:00+02:00", "3d", "2026-10-26T09:00:00+01:00 D" },
		{ "Europe/Berlin", "2026-03-28T12:00:00+01:00", "in 24h", "2026-03-29T13:00:00+02:00" },
		{ "Europe/Berlin", "2026-03-28T12:00:00+01:00", "tomorrow 12:00", "2026-03-29T12:00:00+02:00" },
		{ "America/New_York", "2026-03-06T12:00:00-05:00", "8 march 02:30", "2026-03-08T03:30:00-04:00" },
		{ "America/New_York", "2026-10-30T12:00:00-04:00", "1 november 01:30", "2026-11-01T01:30:00-04:00" },
		{ "America/New_York", "2026-10-30T12:00:00-04:00", "monday 9:00", "2026-11-02T09:00:00-05:00" },
		/* half an hour of change */
		{ "Australia/Lord_Howe", "2026-10-02T12:00:00+10:30", "4 october 02:15", "2026-10-04T02:45:00+11:00" },
		{ "Australia/Lord_Howe", "2026-04-03T12:00:00+11:00", "5 april 01:45", "2026-04-05T01:45:00+11:00" },
		{ "Australia/Lord_Howe", "2026-04-03T12:00:00+11:00", "6 april", "2026-04-06T09:00:00+10:30 D" },
		/* an odd offset, no change */
		{ "Asia/Kathmandu", "2026-03-03T08:30:00+05:45", "tomorrow 9:15", "2026-03-04T09:15:00+05:45" },
		{ "Asia/Kathmandu", "2026-03-03T23:59:00+05:45", "tomorrow", "2026-03-04T09:00:00+05:45 D" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = read_at(cases[i].expression, cases[i].now, cases[i].zone, NULL);

		g_test_message("%s: %s", cases[i].zone, cases[i].expression);
		g_assert_cmpstr(got, ==, cases[i].expect);
	}
}

static void every_hour_of_two_years_tomorrow_is_the_next_day(void)
{
	static const char *const zones[] = { "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
			"Asia/Kathmandu" };

	for (size_t i = 0; i < G_N_ELEMENTS(zones); i++) {
		g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zones[i]);

		for (int64_t now_at = 1767222000; now_at < 1767222000 + 730 * 86400; now_at += 7 * 3600) {
			KithWhen when = { 0 };
			g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now_at);
			g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
			g_autoptr(GDateTime) next = g_date_time_add_days(local, 1);

			g_assert_true(kith_when_parse("tomorrow 12:00", now_at, zone, &hours, &when, NULL));
			g_autoptr(GDateTime) found = g_date_time_new_from_unix_utc(when.at);
			g_autoptr(GDateTime) there = g_date_time_to_timezone(found, zone);
			g_assert_cmpint(g_date_time_get_day_of_year(there), ==, g_date_time_get_day_of_year(next));
			g_assert_cmpint(g_date_time_get_hour(there), ==, 12);
			kith_when_clear(&when);
		}
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/follow/when/meanings of one morning", meanings_of_one_morning);
	g_test_add_func("/follow/when/refusals say why", refusals_say_why);
	g_test_add_func("/follow/when/what repeats has a rule", what_repeats_has_a_rule);
	g_test_add_func("/follow/when/clocks change", clocks_change);
	g_test_add_func("/follow/when/in every hour of two years tomorrow is the next day",
			every_hour_of_two_years_tomorrow_is_the_next_day);
	return g_test_run();
}
