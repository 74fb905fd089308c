/* SPDX-License-Identifier: MIT
 * test-signature.c - what a signature says is read with its place; what is no phone stays out.
 * In: signatures. Out: fields. Next: src/parse/signature.c, phone.c, letterhead.c
 */
#include <string.h>

#include "src/parse/sign-off.h"

static char *phones_of(const char *text)
{
	g_autoptr(KithMail) mail = kith_mail_new();

	kith_signature_read(text, NULL, NULL, mail->signature_fields);
	g_ptr_array_add(mail->signature_fields->phones, NULL);
	return g_strjoinv(" & ", (char **)mail->signature_fields->phones->pdata);
}

static void test_phones(void)
{
	static const struct { const char *text, *phones; } cases[] = {
		{"+49 (0)30 1234-567", "+49 (0)30 1234-567"},
		{"Tel.: 0049 30 1234567", "0049 30 1234567"},
		{"T: +44 20 7946 0958 | M: +44 7700 900123", "+44 20 7946 0958 & +44 7700 900123"},
		{"Telefon 030 / 123456-78", "030 / 123456-78"},
		{"(030) 123 456", "(030) 123 456"},
		{"1-800-555-0199 ext. 12", "1-800-555-0199 ext. 12"},
		{"Office: 415.555.0134 x77", "415.555.0134 x77"},
		{"T\u00e9l : 01 23 45 67 89 - Portable : 06 12 34 56 78", "01 23 45 67 89 & 06 12 34 56 78"},
		{"M\u00f3vil: 600 123 456", "600 123 456"},
		{"Tel: 555-0100 Fax: 555-0101", "555-0100"},
		{"555-010-0100 (fax)", ""},
		{"555-010-0100 (phone)", "555-010-0100"},
		{"F +49 30 1234568", ""},
		{"Tel/Fax: +48 22 123 45 67", "+48 22 123 45 67"},
		{"Fax:\n+49 30 1234568", ""},
		{"Telefax +41 44 555 01 99, Telefon +41 44 555 01 00", "+41 44 555 01 00"},
		{"\u0422\u0435\u043b. +7 (495) 123-45-67", "+7 (495) 123-45-67"},
		{"Springfield, IL 62701 217-555-0134", "217-555-0134"},
		{"IBAN: NL91 ABNA 0417 1643 00", ""},
		{"IBAN DE89 3704 0044 0532 0130 00", ""},
		{"USt-IdNr.: DE 123 456 789", ""},
		{"Amtsgericht Musterstadt HRB 1234567", ""},
		{"SIRET 123 456 789 00012", ""},
		{"Order No. 4500123456", ""},
		{"12/10/2026", ""},
		{"2024-2026", ""},
		{"2026-03-31", ""},
		{"10.20.30.40", ""},
		{"77002-1234", ""},
		{"D-80331 M\u00fcnchen", ""},
		{"52.520008, 13.404954", ""},
		{"EUR 1.250.000", ""},
		{"https://example.com/1234567890", ""},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *phones = phones_of(cases[i].text);

		if (strcmp(phones, cases[i].phones) == 0)
			continue;
		g_test_message("%s: got %s, wanted %s", cases[i].text, phones, cases[i].phones);
		g_test_fail();
	}
}

static void test_facts(void)
{
	static const struct { const char *text, *name, *title, *organization; } cases[] = {
		{"Jana Novak\nSales Manager\nExample Tools Ltd", "Jana Novak", "Sales Manager", "Example Tools Ltd"},
		{"Jana Novak | Leiterin Einkauf | Beispiel GmbH & Co. KG", "Jana Novak", "Leiterin Einkauf",
		 "Beispiel GmbH & Co. KG"},
		{"Jana\n\nJana Novak, Director, Client Relations\nExample, Inc.", "Jana Novak", "Director, Client Relations",
		 "Example, Inc."},
		{"Jana Novak\nDirectrice commerciale\nNordlicht & Fils\n12 rue de la Paix\n01 23 45 67 89", "Jana Novak",
		 "Directrice commerciale", "Nordlicht & Fils"},
		{"Jana Novak\nNordlicht Tools\nwww.nordlicht.example", "Jana Novak", NULL, "Nordlicht Tools"},
		{"Novak Tools Ltd\nJana Novak", "Jana Novak", NULL, "Novak Tools Ltd"},
		{"Jana Novak\nSenior Counsel, NLT", "Jana Novak", "Senior Counsel", "NLT"},
		{"Jana Novak\nGerente de ventas\nFerreter\u00eda Norte, S.L.\nC.P. 28001 Madrid", "Jana Novak",
		 "Gerente de ventas", "Ferreter\u00eda Norte, S.L."},
		{"Jana Novak\nThe company of my president is great and we like it.", "Jana Novak", NULL, NULL},
		{"Jana Novak\nSpringfield", "Jana Novak", NULL, NULL},
		{"As discussed", NULL, NULL, NULL},
	};
	const KithAddress author = {.name = (char *)"Jana Novak", .address = (char *)"jana@mail.example"};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(KithMail) mail = kith_mail_new();
		const KithSignatureFields *fields = mail->signature_fields;

		kith_signature_read(cases[i].text, NULL, &author, mail->signature_fields);
		if (g_strcmp0(fields->name, cases[i].name) == 0 && g_strcmp0(fields->title, cases[i].title) == 0 &&
		    g_strcmp0(fields->organization, cases[i].organization) == 0)
			continue;
		g_test_message("%s: got %s, %s, %s", cases[i].text, fields->name, fields->title, fields->organization);
		g_test_fail();
	}
}

/* Every fact stands in the text where it says, in the order of the text. */
static void test_places(void)
{
	static const char text[] = "Jana Novak\nCEO, Example Ltd\nTel. +44 20 7946 0958, jana@Example.com\n"
				   "linkedin.com/in/jana\nnotes.md";
	const KithAddress author = {.name = (char *)"Novak, Jana", .address = (char *)"jana@example.com"};
	g_autoptr(KithMail) mail = kith_mail_new();
	const GPtrArray *places = mail->signature_fields->places;
	uint32_t before = 0;

	kith_signature_read(text, NULL, &author, mail->signature_fields);
	g_assert_cmpuint(places->len, ==, 6);
	for (guint i = 0; i < places->len; i++) {
		const KithFact *fact = places->pdata[i];
		g_autofree char *there = g_strndup(text + fact->span.start, fact->span.end - fact->span.start);

		g_assert_cmpuint(fact->span.start, >=, before);
		g_assert_cmpint(g_ascii_strcasecmp(there, fact->value), ==, 0);
		before = fact->span.end;
	}
	g_assert_cmpstr(mail->signature_fields->urls->pdata[0], ==, "linkedin.com/in/jana");
	g_assert_cmpuint(mail->signature_fields->urls->len, ==, 1);
}

static void test_names(void)
{
	static const struct { const char *line, *name, *address; unsigned found; } cases[] = {
		{"Jana Novak", "Jana Novak", "x@example.com", 2},
		{"Jana", "Jana Novak", "x@example.com", 1},
		{"Jose Perez", "Jos\u00e9 P\u00e9rez", "x@example.com", 2},
		{"Jana Novak", NULL, "jana.novak@example.com", 2},
		{"Jana Novak", NULL, "jnovak@example.com", 2},
		{"Jana Novak", NULL, "novakj@example.com", 2},
		{"\u5c71\u7530 \u592a\u90ce", "\u5c71\u7530\u592a\u90ce", "x@example.com", 2},
		{"Peter Klein", "Jana Novak", "x@example.com", 0},
		{"Novak Tools Ltd", "Jana Novak", "x@example.com", 0},
		{"Jana, can you call me?", "Jana Novak", "x@example.com", 0},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const KithAddress author = {.name = (char *)cases[i].name, .address = (char *)cases[i].address};

		unsigned found = kith_line_name(cases[i].line, &author);
		if (found == cases[i].found)
			continue;
		g_test_message("%s: got %u", cases[i].line, found);
		g_test_fail();
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/signature/phones", test_phones);
	g_test_add_func("/parse/signature/facts", test_facts);
	g_test_add_func("/parse/signature/places", test_places);
	g_test_add_func("/parse/signature/names", test_names);
	return g_test_run();
}
