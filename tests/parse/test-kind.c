/* SPDX-License-Identifier: MIT
 * test-kind.c - what machines write is told from what people write about it.
 * In: small mails. Out: their kind. Next: src/parse/kind.c
 */
#include <string.h>

#include <glib.h>

#include "kith/parse.h"

#define PERSON "From: Eva Muster <eva@example.com>\nTo: tom@example.org\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n"
#define SERVER "From: MAILER-DAEMON@mx.example.com\nTo: tom@example.org\n"
#define DESK "From: postmaster@mx.example.com\nTo: tom@example.org\n"
#define ANSWER "In-Reply-To: <a1@example.org>\n"

static const struct { KithMailKind kind; const char *mail; } mails[] = {
	/* people, about bounces */
	{KITH_KIND_PERSONAL, PERSON "Subject: Undeliverable: can you look?\n\nMy mail was not delivered. User unknown?\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Re: Delivery failed\n" ANSWER "\nYes, it bounced: 550 5.1.1 user unknown.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Fwd: Undelivered Mail Returned to Sender\n\nWhat is this?\n\n"
	 "---------- Forwarded message ---------\nFrom: Mail Delivery System <mailer-daemon@mx.example.com>\n\n"
	 "<ida@example.net>: 550 5.1.1 User unknown\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: WG: Unzustellbar: Angebot\n\nKönnen Sie das prüfen?\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Lieferung fehlgeschlagen\n\nDie Zustellung durch den Paketdienst ging schief.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Pedido devuelto\n\nEl paquete fue devuelto, no se pudo entregar.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Delivery delayed\n\nThe delivery of the chairs is delayed; they could not be "
	 "delivered.\n"},
	{KITH_KIND_PERSONAL, "From: Jan Huber <postmaster@example.com>\nTo: tom@example.org\nSubject: Mail delivery problems\n\n"
	 "Hi Tom, since Friday some mails could not be delivered: 550 5.7.1. I am on it.\nJan\n"},
	{KITH_KIND_PERSONAL, "From: Jan Huber <postmaster@example.com>\nTo: tom@example.org\nSubject: Re: Undeliverable: offer\n"
	 ANSWER "References: <a1@example.org>\n\nThe mailbox was full; it is fixed.\n\n> 550 5.2.2 mailbox full\n"},
	{KITH_KIND_PERSONAL, "From: root <root@example.com>\nTo: tom@example.org\nSubject: new server\n\nIt is up. Have fun!\n"},
	{KITH_KIND_PERSONAL, "From: Support <support@example.com>\nTo: tom@example.org\nSubject: Your bounced mails\n\n"
	 "Hello Tom, the mails were rejected by the other side.\n"},
	{KITH_KIND_LIST, PERSON "Subject: mailer-daemon floods us with delivery failures\nList-Id: <admins.example.com>\n"
	 "List-Post: <mailto:admins@example.com>\n\nUndeliverable mail, user unknown, all day long.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Fwd: bounce\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
	 "Content-Type: text/plain\n\nLook at this.\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mx.example.com\n"
	 "Subject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=c\n\n--c\n\nFailed.\n--c\n"
	 "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ida@example.net\n"
	 "Action: failed\nStatus: 5.1.1\n--c--\n--b--\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Fwd: bounce\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
	 "Content-Type: text/plain\n\nLook at this.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
	 "Final-Recipient: rfc822; ida@example.net\nAction: failed\nStatus: 5.1.1\n--b--\n"},
	/* servers */
	{KITH_KIND_BOUNCE, SERVER "Return-Path: <>\nSubject: Undelivered Mail Returned to Sender\n\n<ida@example.net>: unknown\n"},
	{KITH_KIND_BOUNCE, SERVER "Subject: failure notice\n\nHi. This is the qmail-send program at mx.example.com.\n"
	 "I'm afraid I wasn't able to deliver your message.\n\n<ida@example.net>:\nno mailbox here. (#5.1.1)\n"},
	{KITH_KIND_BOUNCE, DESK "Return-Path: <>\nSubject: Unzustellbar: Angebot\n\nida@example.net\nEmpfänger unbekannt\n"},
	{KITH_KIND_BOUNCE, DESK "Return-Path: <MAILER-DAEMON>\nSubject: Non remis : devis\n\nida@example.net : adresse inconnue\n"},
	{KITH_KIND_BOUNCE, DESK "Subject: Undeliverable Mail\n\nida@example.net\n550 5.1.1 User unknown\n"},
	{KITH_KIND_BOUNCE, DESK "Auto-Submitted: auto-replied\nSubject: Mensaje no entregado\n\nbuzón lleno: ida@example.net\n"},
	{KITH_KIND_BOUNCE, "From: Mail Delivery Subsystem <mailer-daemon@example.com>\nTo: tom@example.org\n"
	 "X-Failed-Recipients: ida@example.net\nSubject: Delivery Status Notification (Failure)\n\nAddress not found\n"},
	{KITH_KIND_BOUNCE, "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>\n"
	 "To: tom@example.org\nSubject: Niedostarczalne: Oferta\n\nNie udało się dostarczyć wiadomości: ida@example.net\n"},
	{KITH_KIND_REPORT, SERVER "Subject: Delivered\nMIME-Version: 1.0\n"
	 "Content-Type: multipart/report; report-type=delivery-status; boundary=c\n\n--c\n\nDelivered.\n--c\n"
	 "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ida@example.net\n"
	 "Action:  delivered\nStatus: 2.0.0\n--c--\n"},
	/* people, about absences */
	{KITH_KIND_PERSONAL, PERSON "Subject: out of office next week\n\nI am out of the office next week, call me on Friday.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Urlaub\n\nIch bin bis 13. März im Urlaub. Meldest du dich vorher?\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Automatische Antwort auf Ihre Anfrage funktioniert nicht\n\nBitte prüfen.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Auto-reply: how do we switch it off?\n\nThe auto-reply annoys customers.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: RE: Automatic reply: Offer\n" ANSWER "\nEnjoy your vacation!\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: AUTO: Angebot für den Dienstwagen\n\nDer Wagen steht bereit.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Re: Offer\n" ANSWER "X-Auto-Response-Suppress: DR, OOF\n\nI am on vacation until "
	 "Monday; the offer is fine.\n"},
	/* machines that answer */
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Automatic reply: Offer\nAuto-Submitted: auto-generated\n\nI am away.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Automatic reply: Offer\n" ANSWER "\nI am away.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Out of Office AutoReply: Offer\nThread-Topic: Offer\n\nI am away.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Réponse automatique : Devis\n" ANSWER "\nJe suis absent.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Respuesta automática: Oferta\n" ANSWER "\nEstoy fuera.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Automatyczna odpowiedź: Oferta\n" ANSWER "\nJestem na urlopie.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Re: Offer\nAuto-Submitted: auto-replied (vacation)\n\nGone fishing.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Re: Offer\nPrecedence: auto_reply\n\nGone fishing.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Re: Offer\nX-Autoreply: yes\n\nGone fishing.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Gone\nX-Autorespond: cPanel\n\nGone fishing.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Offer\nX-MS-Exchange-Generated-Message-Source: Mailbox Assistants OOF Assistant\n"
	 "\nGone fishing.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Re: Angebot\nPrecedence: bulk\n" ANSWER "\nIch bin bis 13.3. nicht im Büro.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: AUTO: Eva Muster is out of the office\nPrecedence: bulk\n\nGone.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: Eva Muster ist außer Haus.\nX-MIMETrack: Serialize by Router\n\n"
	 "Ich bin bis 13.3. abwesend.\n\nHinweis: Dies ist eine automatische Antwort auf Ihre Nachricht \"Angebot\".\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: [Request received] Offer\nX-Mailer: Zendesk Mailer\nAuto-Submitted: auto-generated\n"
	 "\nYour request (1234) has been received.\n"},
	{KITH_KIND_AUTO_REPLY, PERSON "Subject: [example.com #12] AutoReply: Offer\nX-RT-Loop-Prevention: example.com\n"
	 "Precedence: bulk\n" ANSWER "\nThis message has been automatically generated in response to the creation of a "
	 "trouble ticket.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Re: Offer\nX-Mailer: Zendesk Mailer\nAuto-Submitted: auto-generated\n" ANSWER
	 "\nHello Tom, the green one fits better. Shall I send it?\n"},
	/* reports */
	{KITH_KIND_REPORT, "From: noreply-dmarc-support@example.com\nTo: tom@example.org\n"
	 "Subject: Report domain: example.org Submitter: example.com Report-ID: 1\n\n"},
	/* newsletters, and people who want none */
	{KITH_KIND_PERSONAL, PERSON "Subject: newsletter\n\nPlease unsubscribe me. I want to abmelden.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Kurs\n\nWir möchten uns leider abmelden.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: mails\n\nI want to unsubscribe from your list. We no longer wish to receive it.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: mails\n\nBitte Newsletter abbestellen. Comment se désabonner ?\n"},
	{KITH_KIND_BULK, PERSON "Subject: Offres\n\nAchetez.\n\nMentions légales | Se désinscrire <https://example.com/u>\n"},
	{KITH_KIND_BULK, PERSON "Subject: Spring sale\n\nBuy now.\n\nClick here to unsubscribe: https://example.com/u\n"},
	{KITH_KIND_BULK, PERSON "Subject: Angebote\n\nJetzt kaufen.\n\nNewsletter abbestellen | Impressum\n"},
	{KITH_KIND_BULK, "From: no-reply@example.com\nTo: tom@example.org\nSubject: Your code\n\n1234\n"},
	{KITH_KIND_BULK, PERSON "Subject: News\nList-Unsubscribe: <mailto:u@example.com>\n\nNews.\n"},
	{KITH_KIND_PERSONAL, PERSON "Subject: Re: Offer\nX-SG-EID: x\n" ANSWER "\nSounds good.\n"},
	{KITH_KIND_INVITE, PERSON "Subject: Accepted: Urlaub\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n"
	 "Content-Type: text/calendar; method=REPLY; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\n"
	 "SUMMARY:Urlaub\nDTSTART:20260309T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"},
};

static KithMail *parse(const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	return kith_parse(bytes);
}

static void test_kinds(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(KithMail) mail = parse(mails[i].mail);

		if (mail->kind == mails[i].kind)
			continue;
		g_test_message("%s (%s) instead of %s: %s", kith_mail_kind_name(mail->kind), mail->kind_reason,
			       kith_mail_kind_name(mails[i].kind), mails[i].mail);
		g_test_fail();
	}
}

static const struct { bool is_automatic; const char *mail; } senders[] = {
	{false, PERSON "Subject: x\n\nx\n"},
	{false, PERSON "Subject: x\nAuto-Submitted: no\nPrecedence: normal\n\nx\n"},
	{true, PERSON "Subject: x\nAuto-Submitted: auto-generated\n\nx\n"},
	{true, PERSON "Subject: x\nPrecedence: list\n\nx\n"},
	{true, PERSON "Subject: x\nReturn-Path: <>\n\nx\n"},
	{true, PERSON "Subject: x\nList-Id: <x.example.com>\n\nx\n"},
	{true, PERSON "Subject: Automatic reply: x\n" ANSWER "\nI am away.\n"},
	{true, PERSON "Subject: Re: Offer\nX-Mailer: Zendesk Mailer\nAuto-Submitted: auto-generated\n" ANSWER "\nThe green one.\n"},
};

static void test_machines_give_no_commands(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(senders); i++) {
		g_autoptr(KithMail) mail = parse(senders[i].mail);

		if (mail->is_automatic == senders[i].is_automatic)
			continue;
		g_test_message("wrong: %s", senders[i].mail);
		g_test_fail();
	}
}

static const struct { const char *mail, *id; } originals[] = {
	{SERVER "Return-Path: <>\nSubject: Undelivered Mail\n\n<ida@example.net>: unknown\n\n--- Below this line is a copy of the "
	 "message.\n\nReturn-Path: <tom@example.org>\nMessage-ID: <o1@example.org>\n", "o1@example.org"},
	{SERVER "Return-Path: <>\nSubject: Undelivered Mail\n\n> Message-Id:\n> <o2@example.org>\n<ida@example.net>: unknown\n",
	 "o2@example.org"},
	{SERVER "Return-Path: <>\nSubject: Undelivered Mail\nIn-Reply-To: <o3@example.org>\n\n<ida@example.net>: unknown\n",
	 "o3@example.org"},
	{SERVER "Return-Path: <>\nSubject: Undelivered Mail\n\n<ida@example.net>: unknown\n", NULL},
};

static void test_what_came_back(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(originals); i++) {
		g_autoptr(KithMail) mail = parse(originals[i].mail);

		g_assert_cmpint(mail->kind, ==, KITH_KIND_BOUNCE);
		g_assert_cmpstr(mail->bounce_original_id, ==, originals[i].id);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/kind/people-are-told-from-machines", test_kinds);
	g_test_add_func("/parse/kind/machines-give-no-commands", test_machines_give_no_commands);
	g_test_add_func("/parse/kind/the-mail-that-came-back", test_what_came_back);
	return g_test_run();
}
