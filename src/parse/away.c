/* SPDX-License-Identifier: MIT
 * away.c - the day that an automatic answer gives for the end of an absence.
 * In: an auto-reply. Out: "YYYY-MM-DD" or nothing. Next: src/parse/away-date.c
 *
 * It is the day as it stands there: the last one away ("until 13 March") or that of the return ("back on 16 March");
 * people mix both. An answer that names both gives the last day away. Whoever reckons with it waits until the work day
 * behind it.
 */
#include <string.h>

#include "away.h"
#include "words.h"

#define MAX_TEXT_BYTES 8000
#define MAX_BEHIND_BYTES 60	/* of "3月9日まで" that are read backwards */

typedef struct {
	const char *text;
	KithAwayBase base;
} Reading;

/* The paragraph around AT holds one of the list: so "until" is about an absence. */
static bool paragraph_has(const Reading *reading, const char *at, const char *list)
{
	const char *start = at, *end = strstr(at, "\n\n");

	while (start > reading->text && !(start[0] == '\n' && start[-1] == '\n'))
		start--;
	g_autofree char *paragraph = end != NULL ? g_strndup(start, (gsize)(end - start)) : g_strdup(start);
	return kith_phrases_find(kith_phrases(list), paragraph, NULL);
}

/* Short words like "do" and "til" mean other things in other languages. */
static bool is_foreign(const Reading *reading, const KithPhraseHit *hit)
{
	static const char *const known[] = {"en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv"};
	const char *language = reading->base.language;

	if (language == NULL || strlen(hit->phrase->text) > 4 ||
	    strcmp(hit->phrase->language, "-") == 0 || strcmp(hit->phrase->language, language) == 0)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		if (strcmp(known[i], language) == 0)
			return true;
	}
	return false;
}

typedef bool (*Look)(const Reading *reading, const KithPhraseHit *hit, GDate *day);

/* The first hit of LIST behind which LOOK finds a day. NEEDED (may be NULL): a list that the paragraph must hold. */
static bool look_for(const Reading *reading, const char *list, const char *needed, Look look, GDate *day)
{
	KithPhraseHit hit;

	for (const char *p = reading->text; kith_phrases_find(kith_phrases(list), p, &hit);) {
		/* "till och med" rather than "till" */
		(void)kith_phrases_start(kith_phrases(list), hit.at, &hit);	/* at least the one found */
		if (!is_foreign(reading, &hit) && look(reading, &hit, day) &&
		    (needed == NULL || paragraph_has(reading, hit.at, needed)))
			return true;
		p = hit.at + hit.length;
	}
	return false;
}

static bool day_behind(const Reading *reading, const KithPhraseHit *hit, GDate *day)
{
	return kith_away_date(hit->at + hit->length, &reading->base, day, NULL);
}

/* "3月9日まで": the day stands before the word. */
static bool day_before(const Reading *reading, const KithPhraseHit *hit, GDate *day)
{
	const char *start = hit->at;

	while (start > reading->text && hit->at - start < MAX_BEHIND_BYTES && start[-1] != '\n')
		start--;
	while (((unsigned char)*start & 0xc0) == 0x80)
		start++;
	for (const char *p = start; p < hit->at; p = g_utf8_next_char(p)) {
		const char *end;
		bool begins = p == start || (!g_ascii_isdigit(p[-1]) && (g_ascii_isdigit(*p) || p[-1] == ' '));

		if (begins && kith_away_date(p, &reading->base, day, &end) && end <= hit->at)
			return true;
	}
	return false;
}

/* "from 2 to 9 March": the first day may lack its month. */
static bool day_of_span(const Reading *reading, const KithPhraseHit *hit, GDate *day)
{
	const char *p = kith_away_day_end(hit->at + hit->length);
	KithPhraseHit joint;

	if (p == NULL)
		return false;
	p += strspn(p, " ,\n");
	return kith_phrases_start(kith_phrases("away-span"), p, &joint) &&
	       kith_away_date(p + joint.length, &reading->base, day, NULL);
}

static bool find_day(const Reading *reading, bool is_subject, GDate *day)
{
	const char *needed = is_subject ? NULL : "away-word";

	return look_for(reading, "away-until", needed, day_behind, day) ||
	       look_for(reading, "away-until-behind", needed, day_before, day) ||
	       look_for(reading, "away-from", needed, day_of_span, day) ||
	       look_for(reading, "away-back", NULL, day_behind, day) ||
	       look_for(reading, "away-again", "away-return", day_behind, day);
}

static Reading reading_of(const KithMail *mail, const char *text)
{
	Reading reading = {.text = text, .base = {.language = kith_language_guess(text)}};

	g_date_clear(&reading.base.sent, 1);
	if (mail->date_at == 0)
		return reading;
	g_autoptr(GDateTime) sent = g_date_time_new_from_unix_utc(mail->date_at + mail->date_offset_s);
	if (sent != NULL && g_date_time_get_year(sent) >= 1970)
		g_date_set_dmy(&reading.base.sent, (GDateDay)g_date_time_get_day_of_month(sent),
			       (GDateMonth)g_date_time_get_month(sent), (GDateYear)g_date_time_get_year(sent));
	return reading;
}

char *kith_away_until(const KithMail *mail)
{
	g_autofree char *text = kith_text_head(mail->new_text, MAX_TEXT_BYTES);
	Reading body = reading_of(mail, text), subject = reading_of(mail, mail->subject);
	GDate day;

	g_date_clear(&day, 1);
	if (subject.base.language == NULL)
		subject.base.language = body.base.language;
	if (!find_day(&body, false, &day) && !find_day(&subject, true, &day))
		return NULL;
	return g_strdup_printf("%04d-%02d-%02d", g_date_get_year(&day), g_date_get_month(&day), g_date_get_day(&day));
}
