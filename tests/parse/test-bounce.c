/* SPDX-License-Identifier: MIT
 * test-bounce.c - codes, recipients and reasons of bounces, in the forms that mail servers write.
 * In: texts and reports. Out: recipients. Next: src/parse/bounce.c
 */
#include <string.h>

#include <glib.h>

#include "kith/parse.h"
#include "src/parse/bounce.h"

static const struct { const char *declared, *said; KithBounceEnd end; const char *status, *reply; } codes[] = {
	{NULL, "550 5.1.1 User unknown", KITH_BOUNCE_FINAL, "5.1.1", "550"},
	{"5.0.0", "550 5.1.1 User unknown", KITH_BOUNCE_FINAL, "5.1.1", "550"},
	{"5.1.1", "User unknown", KITH_BOUNCE_FINAL, "5.1.1", ""},
	{"5.0.0", "mailbox full", KITH_BOUNCE_FINAL, "5.0.0", ""},
	{"5.1.1 (bad destination mailbox address)", "", KITH_BOUNCE_FINAL, "5.1.1", ""},
	{NULL, "Postfach ist voll", KITH_BOUNCE_FINAL, "5.2.2", ""},
	{NULL, "Postfach ist voll", KITH_BOUNCE_DELAYED, "4.2.2", ""},
	{NULL, "this makes no sense", KITH_BOUNCE_FINAL, "5.0.0", ""},
	{NULL, "452 try again later", KITH_BOUNCE_FINAL, "4.0.0", "452"},
	{"4.4.7", "554 4.4.7 expired <421 4.4.2 connection timed out>", KITH_BOUNCE_FINAL, "4.4.2", "421"},
	{NULL, "5.1.0 - Unknown address error 550-'5.7.1 denied'", KITH_BOUNCE_FINAL, "5.7.1", "550"},
	{NULL, "550-5.7.26 not authenticated", KITH_BOUNCE_FINAL, "5.7.26", "550"},
	{NULL, "sorry, no mailbox here by that name. (#5.1.1)", KITH_BOUNCE_FINAL, "5.1.1", ""},
	{NULL, "host 192.0.2.5.1.1 of version 5.1.1-rc1 at 12:550, port 5500", KITH_BOUNCE_FINAL, "5.0.0", ""},
	{NULL, "550: no such recipient", KITH_BOUNCE_FINAL, "5.1.1", "550"},
	{NULL, "utilisateur inconnu", KITH_BOUNCE_FINAL, "5.1.1", ""},
};

/* All rows of a table are told, not only the first wrong one. */
static void check(const char *got, const char *wanted, const char *of)
{
	if (g_strcmp0(got, wanted) == 0)
		return;
	g_test_message("\"%s\" instead of \"%s\": %s", got, wanted, of);
	g_test_fail();
}

static void test_codes(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
		KithBounceCode code = kith_bounce_code(codes[i].declared, codes[i].said, codes[i].end);

		check(code.status, codes[i].status, codes[i].said);
		check(code.reply, codes[i].reply, codes[i].said);
	}
}

static void test_end(void)
{
	g_assert_cmpint(kith_bounce_end("Delivery is delayed; the server will retry for 4 days."), ==,
			KITH_BOUNCE_DELAYED);
	g_assert_cmpint(kith_bounce_end("Die Zustellung ist verzögert."), ==, KITH_BOUNCE_DELAYED);
	g_assert_cmpint(kith_bounce_end("I'm giving up; it has been delayed too long."), ==, KITH_BOUNCE_FINAL);
	g_assert_cmpint(kith_bounce_end("User unknown"), ==, KITH_BOUNCE_FINAL);
}

/* WANTED: "address status reply" of each recipient, one blank between; "-" for no reply code. */
static const struct { const char *name, *text, *wanted; } texts[] = {
	{"qmail", "Hi. This is the qmail-send program at mx.example.net.\n"
	 "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
	 "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
	 "<ida@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
	 "<max@example.org>:\n192.0.2.9 failed after I sent the message.\nRemote host said: 552 5.2.2 over quota\n\n"
	 "--- Below this line is a copy of the message.\n\nReturn-Path: <tom@example.com>\nTo: else@example.org\n",
	 "ida@example.org 5.1.1 - max@example.org 5.2.2 552"},
	{"sendmail", "The original message was received at Mon, 2 Mar 2026 10:00:00 GMT\nfrom mail.example.com [192.0.2.1]\n\n"
	 "   ----- The following addresses had permanent fatal errors -----\n<ida@example.org>\n"
	 "    (reason: 550 5.1.1 <ida@example.org>... User unknown)\n\n   ----- Transcript of session follows -----\n"
	 "... while talking to mx.example.org.:\n>>> DATA\n<<< 550 5.1.1 <ida@example.org>... User unknown\n",
	 "ida@example.org 5.1.1 550"},
	{"exim", "This message was created automatically by mail delivery software.\n\n"
	 "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. "
	 "The following address(es) failed:\n\n  ida@example.org\n    SMTP error from remote mail server after RCPT TO:"
	 "<ida@example.org>:\n    host mx.example.org [192.0.2.7]: 550 Unrouteable address\n\n"
	 "------ This is a copy of the message, including all the headers. ------\n\nTo: else@example.org\n",
	 "ida@example.org 5.1.1 550"},
	{"Exchange 2003, German", "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\n      Betreff:\tAngebot\n"
	 "      Gesendet am:\t02.03.2026 10:00\n\nFolgende Empfänger konnten nicht erreicht werden:\n\n"
	 "      ida@example.org am 02.03.2026 10:01\n            Das E-Mail-Konto ist nicht vorhanden.\n"
	 "            <mx.example.org #5.1.1>\n", "ida@example.org 5.1.1 -"},
	{"Exchange, French", "Échec de la remise à ces destinataires suivants :\n\nida@example.org\n"
	 "L'adresse de courrier n'existe pas : destinataire inconnu.\n", "ida@example.org 5.1.1 -"},
	{"Domino", "Your message\n\n  Subject: Offer\n\nwas not delivered to:\n\n  ida@example.org\n\nbecause:\n\n"
	 "  User ida (ida@example.org) not listed in Domino Directory\n", "ida@example.org 5.1.1 -"},
	{"Gmail", "Delivery to the following recipient failed permanently:\n\n     ida@example.org\n\n"
	 "Technical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected by the server "
	 "for the recipient domain example.org.\nThe error that the other server returned was:\n550 5.1.1 no such user\n\n"
	 "----- Original message -----\n\nTo: else@example.org\n", "ida@example.org 5.1.1 550"},
	{"Yahoo", "Sorry, we were unable to deliver your message to the following address.\n\n<ida@example.org>:\n"
	 "554: delivery error: dd This user doesn't have an account here (ida@example.org) [0]\n\n"
	 "--- Below this line is a copy of the message.\n", "ida@example.org 5.0.0 554"},
	{"OpenSMTPD", "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n"
	 "    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n"
	 "ida@example.org: Mail loop detected\n\n    Below is a copy of the original message:\n", "ida@example.org 5.4.6 -"},
	{"GroupWise", "The message that you sent was undeliverable to the following:\n\tida@example.org (mailbox is full)\n",
	 "ida@example.org 5.2.2 -"},
	{"Courier", "This is a delivery status notification from mx.example.net.\n\n"
	 "UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<ida@example.org>:\n"
	 "    mx.example.org [192.0.2.7]:\n<<< 550 User unknown\n", "ida@example.org 5.1.1 550"},
	{"Web.de", "Diese Nachricht wurde automatisch erstellt.\n\nIhre E-Mail konnte nicht zugestellt werden.\n"
	 "Folgende Adresse war betroffen:\n\nida@example.org\n\nGrund: Postfach ist voll\n\nBei Fragen wenden Sie sich an "
	 "hilfe@example.net.\n", "ida@example.org 5.2.2 -"},
	{"mail.ru", "Это письмо создано автоматически сервером.\n\nНе удалось доставить следующим получателям:\n\n"
	 "ida@example.org\nпользователь не найден\n", "ida@example.org 5.1.1 -"},
	{"delayed", "This is a warning message only. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery delayed to:\n"
	 "<ida@example.org>: connection refused\nWe will retry for 3 days.\n", "ida@example.org 4.4.1 -"},
	{"in a sentence", "There was an error delivering your mail to <ida@example.org>.\n\nmailbox is full\n\n"
	 "Message headers follow.\n\nReceived: from x\nTo: else@example.org\n", "ida@example.org 5.2.2 -"},
	{"twice", "<ida@example.org>: unknown user\n<IDA@example.org>: unknown user\n", "ida@example.org 5.1.1 -"},
	{"help", "Your mail could not be delivered.\nFor assistance contact help@example.net\n\n<ida@example.org>: 550 no\n",
	 "ida@example.org 5.0.0 550"},
	{"nobody", "Your mail could not be delivered. Ask postmaster@example.net.\n", ""},
};

static char *told(const GPtrArray *recipients)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < recipients->len; i++) {
		const KithBounceRecipient *one = recipients->pdata[i];

		g_string_append_printf(out, "%s%s %s %s", i > 0 ? " " : "", one->address, one->status,
				       one->reply_code != NULL ? one->reply_code : "-");
		g_assert_true(one->permanent == (one->status[0] == '5'));
	}
	return g_string_free(out, FALSE);
}

static void test_texts(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(KithMail) mail = kith_mail_new();
		g_autoptr(GPtrArray) recipients =
			g_ptr_array_new_with_free_func((GDestroyNotify)kith_bounce_recipient_free);

		g_free(mail->text);
		mail->text = g_strdup(texts[i].text);
		kith_bounce_read_text(mail, recipients);
		g_autofree char *got = told(recipients);
		check(got, texts[i].wanted, texts[i].name);
	}
}

static const struct { const char *report, *text, *wanted; } reports[] = {
	{"Reporting-MTA: dns; mx.example.net\n\nOriginal-Recipient: rfc822;info@example.org\n"
	 "Final-Recipient: rfc822;ida@example.org\nAction: failed\nStatus: 5.1.1\n"
	 "Diagnostic-Code: smtp; 550 5.1.1 unknown\n", "", "info@example.org 5.1.1 550"},
	{"Reporting-MTA: dns; x\n\nFinal-Recipient: RFC822; <ida@example.org>\nAction: Delayed\nStatus: 4.4.1\n\n"
	 "Final-Recipient: rfc822; max@example.org\nAction: delivered\nStatus: 2.0.0\n", "", "ida@example.org 4.4.1 -"},
	{"Reporting-MTA: dns; x\n\nFinal-Recipient: x400; /C=de/S=Ida\nX-Actual-Recipient: rfc822; ida@example.org\n"
	 "Action: failed\nStatus: 5.0.0\n", "", "ida@example.org 5.0.0 -"},
	{"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; ida@example.org\nAction: failed\nStatus: 5.0.0\n",
	 "ida@example.org: 550 5.7.25 no reverse name\n", "ida@example.org 5.7.25 550"},
	{"Reporting-MTA: dns; x\n\nAction: failed\nFinal-Recipient: rfc822;ida@example.org\nStatus: 4.4.7\n",
	 "Transcript:\n<<< 421 try later\n", "ida@example.org 4.4.7 421"},
	{"no report at all", "", ""},
	{"", "", ""},
};

static void test_reports(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(reports); i++) {
		g_autoptr(GPtrArray) recipients =
			g_ptr_array_new_with_free_func((GDestroyNotify)kith_bounce_recipient_free);

		kith_bounce_read_report(reports[i].report, reports[i].text, recipients);
		g_autofree char *got = told(recipients);
		check(got, reports[i].wanted, reports[i].report);
	}
}

static void test_long_texts_are_linear(void)
{
	static const char *const units[] = {"@", "a@b.c ", "5.1.1 ", "message-id:", "<a@b.c>: no\n", "550 ", "\n", "final-recipient:"};

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(KithMail) mail = kith_mail_new();
		GString *long_text = g_string_new(NULL);
		g_autoptr(GPtrArray) recipients =
			g_ptr_array_new_with_free_func((GDestroyNotify)kith_bounce_recipient_free);
		int64_t start = g_get_monotonic_time();

		while (long_text->len < KITH_LIMIT_TEXT_BYTES)
			g_string_append(long_text, units[i]);
		g_free(mail->text);
		mail->text = g_string_free(long_text, FALSE);
		kith_bounce_read_text(mail, recipients);
		(void)kith_bounce_is_machine_text(mail->text);	/* only its time is of interest */
		g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/bounce/the-most-exact-code-wins", test_codes);
	g_test_add_func("/parse/bounce/a-delay-is-no-end", test_end);
	g_test_add_func("/parse/bounce/free-text-names-recipients", test_texts);
	g_test_add_func("/parse/bounce/reports-name-recipients", test_reports);
	g_test_add_func("/parse/bounce/long-texts-are-linear", test_long_texts_are_linear);
	return g_test_run();
}
