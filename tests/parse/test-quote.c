/* SPDX-License-Identifier: MIT
 * test-quote.c - old text is told from new text, whatever program and language introduced it.
 * In: texts. Out: new text, forwarded mails. Next: src/parse/quote.c
 */
#include <string.h>

#include <glib.h>

#include "src/parse/internal.h"

typedef struct {
	const char *name, *subject, *text, *new_text;
} Case;

static const Case cases[] = {
	/* attributions */
	{"gmail-de", "Re: x", "Ja.\n\nAm Mo., 2. März 2026 um 10:12 Uhr schrieb Tom Berg <tom@example.org>:\n\n> Gut?\n", "Ja."},
	{"gmail-fr", "Re: x", "Oui.\n\nLe lun. 2 mars 2026 à 10:12, Tom Berg <tom@example.org> a écrit :\n\n> Bon ?\n", "Oui."},
	{"gmail-es-wrapped", "Re: x", "Vale.\n\nEl lun, 2 mar 2026 a las 10:12, Tom Berg (<tom@example.org>)\nescribió:\n\n"
	 "¿Bien?\n", "Vale."},
	{"gmail-it", "Re: x", "Sì.\nIl giorno lun 2 mar 2026 alle ore 10:12 Tom Berg <tom@example.org> ha scritto:\nBene?\n", "Sì."},
	{"gmail-nl", "Re: x", "Ja.\n\nOp ma 2 mrt 2026 om 10:12 schreef Tom Berg <tom@example.org>:\n\n> Goed?\n", "Ja."},
	{"gmail-pl", "Re: x", "Tak.\n\npon., 2 mar 2026 o 10:12 Tom Berg <tom@example.org>\nnapisał(a):\n\nDobrze?\n", "Tak."},
	{"gmail-pt", "Re: x", "Sim.\n\nEm seg., 2 de mar. de 2026 às 10:12, Tom Berg <tom@example.org>\nescreveu:\n\n> Bem?\n", "Sim."},
	{"gmail-sv", "Re: x", "Ja.\n\nDen mån 2 mars 2026 kl 10:12 skrev Tom Berg <tom@example.org>:\n\n> Bra?\n", "Ja."},
	{"gmail-hu", "Re: x", "Jó.\n\nTom Berg <tom@example.org> ezt írta (időpont: 2026. márc. 2., H, 10:12):\n\n> Jó?\n", "Jó."},
	{"gmail-ru", "Re: x", "Да.\n\nпн, 2 мар. 2026 г. в 10:12, Tom Berg <tom@example.org>:\n\nХорошо?\n", "Да."},
	{"gmail-tr", "Re: x", "Evet.\n\nTom Berg <tom@example.org>, 2 Mar 2026 Pzt, 10:12 tarihinde şunu yazdı:\n\n> İyi mi?\n", "Evet."},
	{"gmail-ja", "Re: x", "はい。\n\n2026年3月2日(月) 10:12 Tom Berg <tom@example.org>:\n\n> どう？\n", "はい。"},
	{"gmail-zh", "Re: x", "好。\n\nTom Berg <tom@example.org> 于2026年3月2日周一 10:12写道：\n\n好吗？\n", "好。"},
	{"gmail-ko", "Re: x", "네.\n\n2026년 3월 2일 (월) 오전 10:12, Tom Berg <tom@example.org>님이 작성:\n\n어때요?\n", "네."},
	{"gmail-el", "Re: x", "Ναι.\n\nΣτις Δευ 2 Μαρ 2026 στις 10:12 π.μ., ο χρήστης Tom Berg <tom@example.org> έγραψε:\n\nΚαλά;\n", "Ναι."},
	{"gmx", "Re: x", "Ja.\n\nTom Berg <tom@example.org> schrieb am 02.03.2026 10:12:\n\nGut?\n", "Ja."},
	{"mark-closes-address", "Re: x", "Yes.\n\nOn Mon, Mar 2, 2026 at 10:12 AM Tom Berg <tom@example.org\n> wrote:\n\nFine?\n", "Yes."},
	{"zoho", "Re: x", "Yes.\n\n---- On Mon, 02 Mar 2026 10:12:05 +0100 Tom Berg <tom@example.org> wrote ----\n\nFine?\n", "Yes."},
	{"the-bat", "Re: x", "Yes.\n\nMonday, March 2, 2026, 10:12:05 AM, you wrote:\n\nTB> Fine?\n", "Yes."},
	{"told", "x", "On 2 March 2026 our lawyer wrote:\nWe agree.\n", "On 2 March 2026 our lawyer wrote:\nWe agree."},
	{"bars", "Re: x", "Yes.\n\nTom Berg wrote:\n| Fine?\n| Tom\n\nAnd one more.\n", "Yes.\n\nAnd one more."},
	/* header blocks */
	{"outlook-en", "RE: x", "Yes.\n\n________________________________\nFrom: Tom Berg\nSent: Monday, March 2, 2026 10:12 AM\n"
	 "To: Eva Muster\nSubject: Offer\n\nFine?\n", "Yes."},
	{"outlook-bold", "RE: x", "Yes.\n\n*From:* Tom Berg <tom@example.org>\n*Date:* 2 March 2026\n*To:* Eva\n\nFine?\n", "Yes."},
	{"outlook-cs", "RE: x", "Ano.\n\nOd: Tom Berg <tom@example.org>\nOdesláno: pondělí 2. března 2026 10:12\nKomu: Eva\n"
	 "Předmět: Nabídka\n\nDobře?\n", "Ano."},
	{"outlook-tr", "RE: x", "Evet.\n\nKimden: Tom Berg\nGönderildi: 2 Mart 2026 Pazartesi 10:12\nKime: Eva\nKonu: Teklif\n\nİyi mi?\n",
	 "Evet."},
	{"outlook-zh", "RE: x", "好。\n\n发件人: Tom Berg\n发送时间: 2026年3月2日 10:12\n收件人: Eva\n主题: 报价\n\n好吗？\n", "好。"},
	{"spaced", "RE: x", "Yes.\n\nFrom: Tom Berg\n\nSent: Monday, 2 March 2026 10:12\n\nTo: Eva\n\nSubject: Offer\n\nFine?\n", "Yes."},
	{"one-line", "RE: x", "Yes.\n\nFrom: Tom Berg <tom@example.org> Sent: Monday, 2 March 2026 10:12 To: Eva Subject: Offer\n\n"
	 "Fine?\n", "Yes."},
	{"notes", "Re: x", "Yes.\n\n\tTom Berg/Sales/Example\n\t02.03.2026 10:12\n\n\t\tTo: Eva Muster/Example@Example\n\t\tcc:\n"
	 "\t\tSubject: Offer\n\nFine?\n", "Yes."},
	{"journey", "Quote", "Please quote:\n\nFrom: Berlin\nTo: Paris\nDate: 5 May 2026\nSubject: 14 pallets\n\nThanks!\n",
	 "Please quote:\n\nFrom: Berlin\nTo: Paris\nDate: 5 May 2026\nSubject: 14 pallets\n\nThanks!"},
	{"hours", "Open", "Von: 7:00 Uhr\nBis: 15:30 Uhr\nAn: Feiertagen geschlossen\n\nGut?\n",
	 "Von: 7:00 Uhr\nBis: 15:30 Uhr\nAn: Feiertagen geschlossen\n\nGut?"},
	/* marks */
	{"samsung", "Re: x", "Yes.\n\n-------- Original message --------\nFrom: Tom Berg <tom@example.org>\nDate: 02/03/2026 10:12\n\nFine?\n",
	 "Yes."},
	{"proton", "Re: x", "Yes.\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nTom Berg <tom@example.org>\n\n> Fine?\n", "Yes."},
	{"ticket", "Re: x", "Yes.\n\n##- Please type your reply above this line -##\n\nYour request was received.\n", "Yes."},
	/* answers between, below and inside */
	{"interleaved", "Re: x", "> One?\n\nFirst.\n\n> Two?\n\nSecond.\n", "First.\n\nSecond."},
	{"old-words-first", "Re: x", "Yes.\n\nFrom: Tom Berg <tom@example.org>\nSent: Monday\nSubject: Offer\n\nShort.\n\n> long\n> long\n", "Yes."},
	{"comment", "RE: x", "See below.\n\nFrom: Tom Berg <tom@example.org>\nSent: Monday\nSubject: Offer\n\nWhen?\n\n"
	 "[Eva Muster] On Friday.\n\nWhere?\n", "See below.\n\n[Eva Muster] On Friday."},
	{"conflict", "Re: x", "Look:\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n", "Look:\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b"},
	{"own-marks", "x", "Prices for:\n> 50 pieces\n> 500 pieces\nThank you all.\nEva and Tom\n",
	 "Prices for:\n> 50 pieces\n> 500 pieces\nThank you all.\nEva and Tom"},
	{"forward-ends", "Fwd: x", "See:\n\n----- Forwarded message from Tom Berg <tom@example.org> -----\n\nFine?\n\n"
	 "----- End forwarded message -----\n\nCan you answer?\n", "See:\n\nCan you answer?"},
};

static KithMail *read_text(const char *subject, const char *text, KithOwnText *own)
{
	KithMail *mail = kith_mail_new();

	g_free(mail->subject);
	mail->subject = g_strdup(subject);
	g_free(mail->text);
	mail->text = g_strdup(text);
	mail->author = kith_address_new("Eva Muster", "eva@example.com");
	kith_own_text_find(mail, NULL, own);
	return mail;
}

static void clear(KithOwnText *own)
{
	g_free(own->new_text);
	g_free(own->signature);
	g_ptr_array_unref(own->zones);
	g_ptr_array_unref(own->forwards);
}

static void test_new_text(gconstpointer data)
{
	const Case *one = data;
	KithOwnText own = {0};
	g_autoptr(KithMail) mail = read_text(one->subject, one->text, &own);

	g_assert_cmpstr(own.new_text, ==, one->new_text);
	clear(&own);
}

static const struct {
	const char *name, *subject, *text, *author, *address, *about, *words;
} forwards[] = {
	{"gmail", "Fwd: Oven", "FYI\n\n---------- Forwarded message ---------\nFrom: Jan Roth <jan@example.net>\n"
	 "Date: Mon, 2 Mar 2026 at 10:12\nSubject: Oven\nTo: Eva\n\nIt is broken.\n\nJan\n",
	 "Jan Roth", "jan@example.net", "Oven", "It is broken.\n\nJan"},
	{"outlook-de", "WG: Ofen", "Bitte.\n\nVon: Roth, Jan [mailto:jan@example.net]\nGesendet: Montag, 2. März 2026 10:12\n"
	 "An: Eva\nBetreff: Ofen\n\nEr ist kaputt.\n\nVon: Eva\nGesendet: Sonntag, 1. März 2026 10:00\nAn: Jan\nBetreff: Ofen\n\nUnd?\n",
	 "Roth, Jan", "jan@example.net", "Ofen", "Er ist kaputt."},
	{"apple-quoted", "Fwd: Oven", "FYI\n\n> Begin forwarded message:\n> \n> From: Jan Roth <jan@example.net>\n> Subject: Oven\n"
	 "> Date: 2 March 2026\n> To: Eva\n> \n> It is broken.\n\nWhat now?\n", "Jan Roth", "jan@example.net", "Oven", NULL},
	{"notes", "Fw: Oven", "----- Forwarded by Eva Muster/Example on 02.03.2026 10:20 -----\n\nJan Roth/Example\n02.03.2026 10:12\n\n"
	 "To: Eva Muster/Example@Example\ncc:\nSubject: Oven\n\nIt is broken.\n", "Jan Roth", "", "Oven", "It is broken."},
};

static void test_forwards(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(forwards); i++) {
		KithOwnText own = {0};
		g_autoptr(KithMail) mail = read_text(forwards[i].subject, forwards[i].text, &own);

		g_test_message("%s", forwards[i].name);
		g_assert_cmpuint(own.forwards->len, ==, 1);
		const KithForward *forward = own.forwards->pdata[0];
		g_assert_nonnull(forward->author);
		g_assert_cmpstr(forward->author->name, ==, forwards[i].author);
		g_assert_cmpstr(forward->author->address, ==, forwards[i].address);
		g_assert_cmpstr(forward->subject, ==, forwards[i].about);
		g_assert_nonnull(forward->date);
		g_autofree char *words = kith_forward_text(forward, mail->text);
		if (forwards[i].words != NULL)
			g_assert_cmpstr(words, ==, forwards[i].words);
		clear(&own);
	}
}

/* A forwarded mail that was itself forwarded: the outermost first. */
static void test_chain(void)
{
	KithOwnText own = {0};
	g_autoptr(KithMail) mail = read_text("Fwd: Fwd: Oven", "---------- Forwarded message ---------\nFrom: Jan Roth <jan@example.net>\n"
		"Date: 2 March 2026\nSubject: Fwd: Oven\n\nSee below.\n\n---------- Forwarded message ---------\n"
		"From: Ida Lund <ida@example.net>\nDate: 1 March 2026\nSubject: Oven\n\nIt is broken.\n", &own);

	g_assert_cmpuint(own.forwards->len, ==, 2);
	g_assert_cmpstr(((KithForward *)own.forwards->pdata[0])->author->address, ==, "jan@example.net");
	g_assert_cmpstr(((KithForward *)own.forwards->pdata[1])->author->address, ==, "ida@example.net");
	g_assert_cmpstr(own.new_text, ==, "");
	clear(&own);
}

/* What stands behind an attached mail is the author's again. */
static void test_attached(void)
{
	static const char text[] = "See:\n---------- Forwarded message ----------\nFrom: a@example.net\n\nWords.\n\nAnd mine.\n";
	g_autoptr(KithMail) mail = kith_mail_new();
	g_autoptr(GArray) attached = g_array_new(FALSE, FALSE, sizeof(KithStretch));
	KithStretch one = {5, (uint32_t)(strstr(text, "And") - text)};
	KithOwnText own = {0};

	g_array_append_val(attached, one);
	g_free(mail->text);
	mail->text = g_strdup(text);
	kith_own_text_find(mail, attached, &own);
	g_assert_cmpstr(own.new_text, ==, "See:\n\nAnd mine.");
	g_assert_cmpuint(own.forwards->len, ==, 0);
	clear(&own);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strconcat("/parse/quote/", cases[i].name, NULL);

		g_test_add_data_func(path, &cases[i], test_new_text);
	}
	g_test_add_func("/parse/quote/forwards-have-author-subject-and-words", test_forwards);
	g_test_add_func("/parse/quote/a-chain-of-forwards", test_chain);
	g_test_add_func("/parse/quote/words-behind-an-attached-mail-are-new", test_attached);
	return g_test_run();
}
