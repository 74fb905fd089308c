/* SPDX-License-Identifier: MIT
 * test-away.c - when somebody comes back and whom to write to meanwhile, in many languages.
 * In: words of automatic answers. Out: a day, addresses. Next: src/parse/away.c
 */
#include <glib.h>

#include "kith/parse.h"
#include "src/parse/internal.h"

#define SENT_AT 1772445600	/* Monday, 2 March 2026, 10:00 UTC */

/* DAY: NULL when nothing is certain. */
static const struct { const char *text, *day; } days[] = {
	{"I am away until 13 March.", "2026-03-13"},
	{"I am out of the office until Monday, March 9th, 2026.", "2026-03-09"},
	{"I am on vacation and will be back on Monday, 9 March.", "2026-03-09"},
	{"I am on leave from 2 to 9 March.", "2026-03-09"},
	{"I am on leave from 2 March through 13 March 2026.", "2026-03-13"},
	{"I am away. I will return on the 9th.", "2026-03-09"},
	{"I am on parental leave until the end of March.", "2026-03-31"},
	{"I'm out of office and will return to the office on 03/16/2026.", "2026-03-16"},
	{"I am out of the office until 2026-03-09.", "2026-03-09"},
	{"I am away until Friday.", "2026-03-06"},
	{"I am away until tomorrow.", "2026-03-03"},
	{"I am away until 5 January.", "2027-01-05"},
	{"Ich bin bis einschließlich 9.3. nicht im Büro.", "2026-03-09"},
	{"Ich bin bis zum 13.03.2026 im Urlaub.", "2026-03-13"},
	{"Ich bin vom 2. bis 9. März abwesend.", "2026-03-09"},
	{"Ab dem 16. März bin ich wieder erreichbar.", "2026-03-16"},
	{"Ich bin ab Montag, dem 16.3., wieder für Sie da.", "2026-03-16"},
	{"Ich bin bis Ende März in Elternzeit.", "2026-03-31"},
	{"Je suis absent du bureau jusqu'au 9 mars inclus.", "2026-03-09"},
	{"Je suis en congés du 2 au 13 mars 2026.", "2026-03-13"},
	{"Absente, je serai de retour le lundi 9 mars.", "2026-03-09"},
	{"Je suis en congé, mais pas pour vous. Retour le 03/04/2026.", "2026-04-03"},
	{"Estaré fuera de la oficina hasta el lunes 9 de marzo de 2026.", "2026-03-09"},
	{"Estoy de vacaciones del 2 al 9 de marzo.", "2026-03-09"},
	{"Estoy ausente y regreso el 16 de marzo.", "2026-03-16"},
	{"Sono in ferie fino al 9 marzo.", "2026-03-09"},
	{"Sarò assente dal 2 al 13 marzo 2026.", "2026-03-13"},
	{"Sono fuori ufficio e rientrerò il 9 marzo.", "2026-03-09"},
	{"Ik ben afwezig tot en met 9 maart.", "2026-03-09"},
	{"Ik ben op vakantie van 2 tot 13 maart.", "2026-03-13"},
	{"Ik ben op vakantie en vanaf maandag 9 maart ben ik weer bereikbaar.", "2026-03-09"},
	{"Estou ausente até 9 de março.", "2026-03-09"},
	{"Estou de férias de 2 a 9 de março.", "2026-03-09"},
	{"Estou fora do escritório e volto no dia 16 de março de 2026.", "2026-03-16"},
	{"Jestem na urlopie do 9 marca.", "2026-03-09"},
	{"Będę nieobecna od 2 do 13 marca 2026 r.", "2026-03-13"},
	{"Jestem nieobecny, wracam 9 marca.", "2026-03-09"},
	{"Jag är på semester till och med 9 mars.", "2026-03-09"},
	{"Jag är ledig till 9 mars och svarar då.", "2026-03-09"},
	{"Od 2. 3. do 13. 3. 2026 čerpám dovolenou.", "2026-03-13"},
	{"3月9日まで不在にしております。", "2026-03-09"},
	{"我正在休假，直到2026年3月9日。", "2026-03-09"},
	{"Я в отпуске до 9 марта.", "2026-03-09"},
	/* nobody can say */
	{"I am away until further notice.", NULL},
	{"I am out of the office until 03/04/2026.", NULL},
	{"I am away until 5 pm.", NULL},
	{"Ich bin bis 17 Uhr nicht erreichbar.", NULL},
	{"I am away until next Friday.", NULL},
	{"I am away until March 2026.", NULL},
	{"I am away until 31 February 2026.", NULL},
	{"I was away until 20 February.", NULL},
	{"The offer is valid until 31 March.", NULL},
	{"I am away. Version 9.3.1 is out.", NULL},
	{"I am away for two weeks.", NULL},
	{"", NULL},
};

/* All rows of a table are told, not only the first wrong one. */
static void check(const char *got, const char *wanted, const char *of)
{
	if (g_strcmp0(got, wanted) == 0)
		return;
	g_test_message("\"%s\" instead of \"%s\": %s", got, wanted, of);
	g_test_fail();
}

static KithMail *answer(const char *text)
{
	KithMail *mail = kith_mail_new();

	mail->date_at = SENT_AT;
	g_free(mail->new_text);
	mail->new_text = g_strdup(text);
	g_ptr_array_add(mail->from, kith_address_new("Eva Muster", "eva@example.com"));
	return mail;
}

static void test_days(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		g_autoptr(KithMail) mail = answer(days[i].text);
		g_autofree char *day = kith_away_until(mail);

		check(day, days[i].day, days[i].text);
	}
}

static void test_subject(void)
{
	g_autoptr(KithMail) mail = answer("Thank you for your mail.");

	g_free(mail->subject);
	mail->subject = g_strdup("AUTO: Eva Muster is out of the office (returning 03/16/2026)");
	g_autofree char *day = kith_away_until(mail);
	g_assert_cmpstr(day, ==, "2026-03-16");
}

static void test_no_date(void)
{
	g_autoptr(KithMail) mail = answer("I am away until 13 March. Back on Monday.");

	mail->date_at = 0;
	g_autofree char *day = kith_away_until(mail);
	g_assert_null(day);
}

/* WANTED: "name <address>" each, "; " between; "-" for no name. */
static const struct { const char *text, *wanted; } people[] = {
	{"In urgent cases please contact Tom Berg (tom@example.com).", "Tom Berg <tom@example.com>"},
	{"If urgent, please contact my colleague Tom van den Berg at tom@example.com or +49 30 123456.",
	 "Tom van den Berg <tom@example.com>"},
	{"For sales, contact Tom Berg <tom@example.com>; for support, contact help@example.com.",
	 "Tom Berg <tom@example.com>; - <help@example.com>"},
	{"In dringenden Fällen wenden Sie sich bitte an Frau Jana Groß, jana@example.com.", "Jana Groß <jana@example.com>"},
	{"Meine Vertretung ist Jana Groß (jana@example.com).", "Jana Groß <jana@example.com>"},
	{"En cas d'urgence, vous pouvez contacter Élodie Martin à l'adresse elodie@example.com.",
	 "Élodie Martin <elodie@example.com>"},
	{"En caso de urgencia, póngase en contacto con Ana Ruiz en ana@example.com.", "Ana Ruiz <ana@example.com>"},
	{"Per urgenze contattare Luca Bianchi all'indirizzo luca@example.com.", "Luca Bianchi <luca@example.com>"},
	{"Neem in dringende gevallen contact op met Jan de Vries via jan@example.com.", "Jan de Vries <jan@example.com>"},
	{"Em caso de urgência, contacte Rui Costa através do e-mail rui@example.com.", "Rui Costa <rui@example.com>"},
	{"W pilnych sprawach proszę o kontakt z Anną Kowalską: anna@example.com.", "Anną Kowalską <anna@example.com>"},
	{"In my absence please contact:\n\nTom Berg - tom@example.com\nJana Groß - jana@example.com",
	 "Tom Berg <tom@example.com>; Jana Groß <jana@example.com>"},
	{"In urgent cases write to eva@example.com or noreply@example.com.", ""},
	{"I am away.\n\nMy new address is eva.new@example.com.", ""},
	{"Please contact tom@example.com. Again: tom@example.com, TOM@example.com", "- <tom@example.com>"},
	{"Please contact @ or a@b or @@@.", ""},
};

static void test_instead(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
		g_autoptr(KithMail) mail = answer(people[i].text);
		g_autoptr(GString) got = g_string_new(NULL);

		kith_away_instead(mail);
		for (guint k = 0; k < mail->away_instead->len; k++) {
			const KithAddress *one = mail->away_instead->pdata[k];

			g_string_append_printf(got, "%s%s <%s>", k > 0 ? "; " : "",
					       one->name != NULL ? one->name : "-", one->address);
		}
		check(got->str, people[i].wanted, people[i].text);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/away/the-day-in-many-words", test_days);
	g_test_add_func("/parse/away/the-day-in-the-subject", test_subject);
	g_test_add_func("/parse/away/no-year-without-a-date", test_no_date);
	g_test_add_func("/parse/away/whom-to-write-to-meanwhile", test_instead);
	return g_test_run();
}
