/* SPDX-License-Identifier: MIT
 * test-sign-off.c - how mails end, in many languages; and a person's words that only look like an end.
 * In: texts. Out: zones. Next: src/parse/sign-off.c, footer.c, banner.c, armour.c
 */
#include <string.h>

#include "src/parse/sign-off.h"

/* The zones of TEXT, one letter for each line that is not blank: n(ew), s(ignature), f(ooter), d(isclaimer),
 * b(anner), a(rmour), q for the rest. */
static char *letters_of(const char *text)
{
	static const char letters[] = "nqqqsfdba";
	g_autoptr(KithMail) mail = kith_mail_new();
	KithOwnText own = {0};
	GString *out = g_string_new(NULL);

	g_free(mail->text);
	mail->text = g_strdup(text);
	mail->author = kith_address_new("Jana Novak", "jana@example.com");
	kith_own_text_find(mail, NULL, &own);
	for (guint i = 0; i < own.zones->len; i++) {
		const KithZone *zone = own.zones->pdata[i];
		g_autofree char *stretch = g_strndup(text + zone->span.start, zone->span.end - zone->span.start);
		g_auto(GStrv) lines = g_strsplit(stretch, "\n", -1);

		for (char **line = lines; *line != NULL; line++) {
			if (!kith_line_is_blank(*line))
				g_string_append_c(out, letters[zone->kind]);
		}
	}
	g_free(own.new_text);
	g_free(own.signature);
	g_ptr_array_unref(own.zones);
	g_ptr_array_unref(own.forwards);
	return g_string_free(out, FALSE);
}

typedef struct { const char *text, *zones; } Case;

static void check(const Case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g_autofree char *zones = letters_of(cases[i].text);

		if (strcmp(zones, cases[i].zones) == 0)
			continue;
		g_test_message("%s: got %s, wanted %s", cases[i].text, zones, cases[i].zones);
		g_test_fail();
	}
}

static void test_signatures(void)
{
	static const Case cases[] = {
		{"Hello.\n\n-- \nJana Novak\nExample Ltd", "nfss"},
		{"Hello.\n\n--\nJana Novak\nExample Ltd", "nfss"},
		{"Hello.\n\n-- \nJana Novak\n\nP.S. Call me.", "nfsn"},
		{"Hello.\n\nBest regards,\nJana", "nnn"},
		{"Hello.\n\nBest regards,\nJana Novak\nSales Manager\nExample Ltd", "nnsss"},
		{"Bonjour.\n\nCordialement,\n\nJana Novak\nDirectrice commerciale\nT\u00e9l. 01 23 45 67 89", "nnsss"},
		{"Dzie\u0144 dobry.\n\nZ powa\u017caniem\nJana Novak\nKierownik\ntel. 22 123 45 67", "nnsss"},
		{"\u0421\u043f\u0430\u0441\u0438\u0431\u043e.\n\n\u0421 \u0443\u0432\u0430\u0436\u0435\u043d\u0438\u0435\u043c,\n"
		 "Jana Novak\n\u041e\u041e\u041e \u00ab\u041f\u0440\u0438\u043c\u0435\u0440\u00bb\n+7 495 123-45-67", "nnsss"},
		{"Fine.\n\nJana Novak\nExample Ltd\n+44 20 7946 0958\n\nP.S. Bring the key.", "nsssn"},
		{"Gern.\n\nJana Novak\nBeispiel GmbH\n\n - Angebot.pdf", "nssn"},
		{"Ship it to:\n\nJana Novak\n12 Elm Street\nSpringfield, IL 62701\n+1 217 555 0134", "nnnnn"},
		{"I met them:\n- Peter Klein, Example Ltd\n- Tom Berg, Example Inc.", "nnn"},
		{"Thanks\n\nItems:\n10 x Example Ltd hammer\n12 x drill, 030 123456", "nnnn"},
		{"Thanks\n1. Example Ltd, 030 123456\n2. Beispiel GmbH, 030 123457", "nnn"},
		{"Hi.\n\n--\nFirst, we need the key of the door.\n--\nThen we need a hammer and nails.\n\nJana", "nnnnnn"},
		{"Could you call me?\n\nThanks\n\nDo you have the list of them?", "nnn"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_footers(void)
{
	static const Case cases[] = {
		{"Ok.\n\nSent from my iPhone", "nf"},
		{"Ok.\n\nSent from my office we could see it, it was blue.", "nn"},
		{"Ok.\n\nVon meinem iPhone gesendet", "nf"},
		{"Ok.\n\nGesendet mit der Telekom Mail App", "nf"},
		{"Ok.\n\nEnvoy\u00e9 de mon t\u00e9l\u00e9phone", "nf"},
		{"Ok.\n\nGet Outlook for iOS<https://aka.example/o0ukef>", "nf"},
		{"Ok.\n\niPhone\u304b\u3089\u9001\u4fe1", "nf"},
		{"Ok.\n_______________________________________________\nUsers mailing list\nUsers@lists.example\n"
		 "https://lists.example/listinfo/users", "nffff"},
		{"Ok.\n\n-- \nYou received this message because you are subscribed to the Google Groups \"x\" group.\n"
		 "To unsubscribe from this group, send an email to x+unsubscribe@groups.example.", "nfff"},
		{"Ok.\n\nDo you Yahoo!?\nThe best mail.", "nff"},
		{"Ok.\n\nVirenfrei. www.avast.example", "nf"},
		{"Ok.\n\nPlease consider the environment before printing this e-mail.", "nf"},
		{"Hi.\n\nThis email is confidential until Friday.\n\nThe rest is easy.\n\nRegards\nJana", "nnnnn"},
		{"Why did you unsubscribe from this list?", "n"},
		{"You received this email because we need your help. Please call.", "n"},
		{"Ok.\n\nThis email and any attachments are confidential.\nIf you are not the intended recipient, delete it.",
		 "ndd"},
		{"This message is confidential and intended only for the addressee.\n\nHello Tom,\n\nhere is our offer.",
		 "dnn"},
		{"Gut.\n\nDiese E-Mail enth\u00e4lt vertrauliche Informationen.", "nd"},
		{"Bien.\n\nCe message et ses pi\u00e8ces jointes sont confidentiels.", "nd"},
		{"Bien.\n\nEste mensaje y sus archivos van dirigidos exclusivamente a su destinatario.", "nd"},
		{"Goed.\n\nDit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.", "nd"},
		{"Gut.\n\nSitz der Gesellschaft: Musterstadt, HRB 12345\nGesch\u00e4ftsf\u00fchrer: Max Muster", "ndd"},
		{"Unsere Daten:\nHRB 12345, USt-IdNr: DE123456789", "nn"},
		{"The information in this table is from March. Which one do you need?", "n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_banners_and_armour(void)
{
	static const Case cases[] = {
		{"[EXTERNAL]\n\nHello Tom.", "bn"},
		{"CAUTION: This email originated from outside of the organization. Do not click links or open attachments\n"
		 "unless you recognize the sender and know the content is safe.\n\nHello Tom.", "bbn"},
		{"Externe E-Mail: Bitte klicken Sie nicht auf Links.\nHallo Tom,\nhier das Angebot.", "bnn"},
		{"[EXTERNAL] This email is from somebody else.\n\nHello Tom.", "bn"},
		{"*** Courriel externe ***\nBonjour,", "bn"},
		{"External email does not work here, can you help?", "n"},
		{"External", "n"},
		{"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nHello.\n- -- \nJana Novak\n"
		 "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCgAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n\nBye.", "aanfsaaaan"},
		{"See this.\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n-----END PGP MESSAGE-----", "naaa"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/sign-off/signatures", test_signatures);
	g_test_add_func("/parse/sign-off/footers", test_footers);
	g_test_add_func("/parse/sign-off/banners-and-armour", test_banners_and_armour);
	return g_test_run();
}
