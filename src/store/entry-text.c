/* SPDX-License-Identifier: MIT
 * entry-text.c - what a meeting or an absence looks like on a timeline.
 * In: KithMail. Out: a line. Next: src/store/entries.c
 *
 * All is taken from the mail as it stands, without clock or zone of the machine: a rebuild tells the same.
 */
#include <string.h>

#include "kith/base.h"
#include "entry-text.h"

#define MAX_INSTEAD 3

/* --- when */

typedef struct {
	GDate date;
	char clock[6];		/* "10:00"; "" for a whole day */
	const char *offset;	/* "+01:00", "Z" or "" */
} Moment;

/* A time as parse writes it: "2026-03-03", "2026-03-03T10:00:00", "...Z", "...+01:00". */
static bool read_moment(const char *text, Moment *moment)
{
	unsigned year, month, day;

	if (text == NULL || sscanf(text, "%4u-%2u-%2u", &year, &month, &day) != 3 ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return false;
	g_date_clear(&moment->date, 1);
	g_date_set_dmy(&moment->date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	bool has_clock = strlen(text) >= 19 && text[10] == 'T';
	g_strlcpy(moment->clock, has_clock ? text + 11 : "", sizeof moment->clock);
	moment->offset = has_clock ? text + 19 : "";
	return true;
}

static char *day_text(const GDate *date)
{
	static const char *const days[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
					      "Nov", "Dec" };

	return g_strdup_printf("%s %u %s %u", days[g_date_get_weekday(date)], g_date_get_day(date),
			       months[g_date_get_month(date)], g_date_get_year(date));
}

/* The end of whole days is the day after the last (RFC 5545 3.6.1). */
static char *days_text(const Moment *start, const char *end_text)
{
	g_autofree char *first = day_text(&start->date);
	Moment end;

	if (!read_moment(end_text, &end))
		return g_steal_pointer(&first);
	g_date_subtract_days(&end.date, 1);
	if (g_date_compare(&end.date, &start->date) <= 0)
		return g_steal_pointer(&first);
	g_autofree char *last = day_text(&end.date);
	return g_strdup_printf("%s - %s", first, last);
}

static char *end_text(const Moment *start, const char *text)
{
	Moment end;

	/* It ends where clocks differ: a flight. Its length would be read wrong. */
	if (!read_moment(text, &end) || *end.clock == '\0' || strcmp(end.offset, start->offset) != 0)
		return g_strdup("");
	if (g_date_compare(&end.date, &start->date) == 0)
		return g_strdup_printf("-%s", end.clock);
	g_autofree char *day = day_text(&end.date);
	return g_strdup_printf(" - %s %s", day, end.clock);
}

static char *when_text(const KithInvite *invite)
{
	Moment start;

	if (!read_moment(invite->start, &start))
		return NULL;
	if (*start.clock == '\0')
		return days_text(&start, invite->end);
	const char *zone = invite->zone != NULL ? invite->zone : strcmp(start.offset, "Z") == 0 ? "UTC" : start.offset;
	g_autofree char *day = day_text(&start.date);
	g_autofree char *end = end_text(&start, invite->end);
	return g_strdup_printf("%s %s%s%s%s%s", day, start.clock, end, *zone != '\0' ? " (" : "", zone,
			       *zone != '\0' ? ")" : "");
}

/* --- what */

/* Programs put the answer in front of the summary of what is answered. */
static const char *bare_summary(const char *summary)
{
	static const char *const answers[] = {
		"Accepted: ", "Declined: ", "Tentative: ", "Tentatively Accepted: ", "Canceled: ", "Cancelled: ",
		"Zugesagt: ", "Abgelehnt: ", "Mit Vorbehalt: ", "Abgesagt: ", "Accepté : ", "Refusé : ", "Annulé : ",
		"Aceptada: ", "Aceptado: ", "Rechazada: ", "Rechazado: ", "Cancelado: ", "Accettato: ", "Rifiutato: ",
		"Annullato: ", "Geaccepteerd: ", "Afgewezen: ", "Geannuleerd: ", "Aceito: ", "Recusado: ",
		"Zaakceptowane: ", "Odrzucone: ", "Odwołane: ",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(answers); i++) {
		size_t length = strlen(answers[i]);

		if (strncmp(summary, answers[i], length) == 0 && summary[length] != '\0')
			return summary + length;
	}
	return summary;
}

static char *what_text(const KithInvite *invite, bool is_bare)
{
	const char *summary = invite->summary != NULL ? invite->summary : "a meeting";
	g_autofree char *when = when_text(invite);

	return g_strdup_printf("%s%s%s", is_bare ? bare_summary(summary) : summary, when != NULL ? ", " : "",
			       when != NULL ? when : "");
}

/* --- who */

static const char *name_or_address(const char *name, const char *address)
{
	return name != NULL && *name != '\0' ? name : address;
}

/* The one who answers: the only attendee of an answer (RFC 5546 3.2.3), else who wrote the mail. */
static const char *who(const KithMail *mail)
{
	const KithAttendee *one = mail->invite->attendees->len > 0 ? mail->invite->attendees->pdata[0] : NULL;

	if (one != NULL)
		return name_or_address(one->name, one->address);
	return mail->author != NULL ? name_or_address(mail->author->name, mail->author->address) : "somebody";
}

static const char *answered(const KithInvite *invite)
{
	static const struct { const char *answer, *words; } answers[] = {
		{ "accepted", "accepted" }, { "declined", "declined" }, { "tentative", "may come" },
		{ "delegated", "sends somebody else" },
	};
	const KithAttendee *one = invite->attendees->len > 0 ? invite->attendees->pdata[0] : NULL;

	for (size_t i = 0; one != NULL && one->answer != NULL && i < G_N_ELEMENTS(answers); i++) {
		if (strcmp(one->answer, answers[i].answer) == 0)
			return answers[i].words;
	}
	return "answered";
}

char *kith_entry_meeting(const KithMail *mail)
{
	const KithInvite *invite = mail->invite;

	if (invite == NULL)
		return NULL;
	const char *method = invite->method != NULL ? invite->method : "";
	bool is_cancel = strcmp(method, "CANCEL") == 0, is_reply = strcmp(method, "REPLY") == 0;
	bool is_counter = strcmp(method, "COUNTER") == 0;
	g_autofree char *what = what_text(invite, is_cancel || is_reply || is_counter);

	if (is_cancel)
		return g_strdup_printf("called off: %s", what);
	if (is_reply)
		return g_strdup_printf("%s %s: %s", who(mail), answered(invite), what);
	if (is_counter)
		return g_strdup_printf("%s wants another time: %s", who(mail), what);
	return g_steal_pointer(&what);
}

/* --- absences */

char *kith_entry_away(const KithMail *mail)
{
	GString *text = g_string_new("away");

	if (mail->away_until == NULL && mail->away_instead->len == 0)
		return g_string_free(text, TRUE);
	if (mail->away_until != NULL)
		g_string_append_printf(text, " until %s", mail->away_until);
	for (guint i = 0; i < MIN(mail->away_instead->len, MAX_INSTEAD); i++) {
		const KithAddress *one = mail->away_instead->pdata[i];

		g_string_append(text, i == 0 ? ", instead: " : ", ");
		if (one->name != NULL)
			g_string_append_printf(text, "%s <%s>", one->name, one->address);
		else
			g_string_append(text, one->address);
	}
	return g_string_free(text, FALSE);
}
