/* SPDX-License-Identifier: MIT
 * kind-bounce.c - whether a mail server wrote that something could not be delivered.
 * In: headers, text. Out: a bounce, or a report that it was delivered. Next: src/parse/bounce.c
 *
 * People write about bounces, forward them and answer them; so words need a sender, a path or a part that only
 * servers have. Behind names like postmaster@ people sit as well: there two signs must agree.
 */
#include <string.h>

#include "bounce.h"
#include "kind.h"
#include "words.h"

#define MAX_HEAD_BYTES 3000

typedef enum { SENDER_ANYBODY, SENDER_DESK, SENDER_SERVER } Sender;

typedef struct {
	Sender sender;
	const char *subject;	/* the words in it, NULL when none */
	bool begins_subject;	/* they are all of it, or stand before a colon */
	bool has_person;	/* behind the sender's name */
	bool words;		/* in the text */
	bool has_code;		/* in the text: of SMTP or of a report */
	bool shape;		/* own text looks like a server's */
	bool is_report;		/* multipart/report; report-type=delivery-status */
} Signs;

static bool has_action(const char *report, const char *action)
{
	static const char name[] = "action:";

	for (const char *at = kith_find_nocase(report, name); at != NULL; at = kith_find_nocase(at + 1, name)) {
		const char *value = at + strlen(name);

		if (kith_starts_nocase(value + strspn(value, " \t"), action))
			return true;
	}
	return false;
}

static bool is_delivered_report(const char *report)
{
	return !has_action(report, "failed") && !has_action(report, "delayed") &&
	       (has_action(report, "delivered") || has_action(report, "relayed") || has_action(report, "expanded"));
}

static Sender sender_of(const KithKindFacts *facts)
{
	const GPtrArray *from = facts->mail->from;
	const char *name = from->len > 0 ? ((const KithAddress *)from->pdata[0])->name : NULL;

	if (from->len == 0 || *facts->local == '\0' ||
	    kith_phrases_whole(kith_phrases("bounce-sender"), facts->local, NULL))
		return SENDER_SERVER;
	if (name != NULL && kith_find_nocase(name, "mailer-daemon") != NULL)
		return SENDER_SERVER;
	if (kith_phrases_whole(kith_phrases("bounce-desk"), facts->local, NULL) ||
	    (name != NULL && kith_phrases_start(kith_phrases("bounce-name"), name, NULL)))
		return SENDER_DESK;
	return SENDER_ANYBODY;
}

/* "Undeliverable: Offer", "Delivery failure" */
static bool begins_subject(const char *subject)
{
	KithPhraseHit hit;

	if (!kith_phrases_start(kith_phrases("bounce-subject"), subject, &hit))
		return false;
	const char *rest = subject + hit.length;
	while (g_unichar_isspace(g_utf8_get_char(rest)))
		rest = g_utf8_next_char(rest);
	return *rest == '\0' || *rest == ':' || *rest == '(';
}

/* "Jan Huber <postmaster@...>" is a person at the desk of the server. */
static bool has_person(const KithKindFacts *facts)
{
	const GPtrArray *from = facts->mail->from;
	const char *name = from->len > 0 ? ((const KithAddress *)from->pdata[0])->name : NULL;

	return name != NULL && strchr(name, ' ') != NULL && strchr(name, '@') == NULL &&
	       !kith_phrases_find(kith_phrases("bounce-name"), name, NULL);
}

static Signs read_signs(const KithKindFacts *facts)
{
	KithPhraseHit hit;
	Signs signs = {.sender = sender_of(facts)};

	if (kith_phrases_find(kith_phrases("bounce-subject"), facts->mail->subject, &hit))
		signs.subject = hit.phrase->text;
	signs.begins_subject = begins_subject(facts->mail->subject);
	signs.has_person = has_person(facts);
	g_autofree char *head = kith_text_head(facts->mail->text, MAX_HEAD_BYTES);
	signs.words = kith_bounce_words(head) || (signs.subject != NULL && kith_bounce_says_why(head));
	signs.has_code = kith_bounce_has_code(head);
	signs.shape = kith_bounce_is_machine_text(facts->is_reply ? facts->mail->new_text : facts->mail->text);
	signs.is_report = g_strcmp0(facts->body->report_type, "delivery-status") == 0;
	return signs;
}

static bool by_report(const KithKindFacts *facts, const Signs *signs)
{
	const char *report = facts->body->delivery_status;
	const char *sign = kith_kind_machine_sign(facts);

	if (report == NULL || kith_find_nocase(report, "recipient:") == NULL)
		return false;
	/* Some mail programs take a report apart to forward or answer it. */
	if (!signs->is_report && signs->sender == SENDER_ANYBODY && (sign == NULL || facts->is_list))
		return false;
	if (facts->is_reply && signs->sender == SENDER_ANYBODY && sign == NULL)
		return false;
	if (is_delivered_report(report))
		return kith_kind_decide(facts, KITH_KIND_REPORT, "delivery-status: delivered");
	return kith_kind_decide(facts, KITH_KIND_BOUNCE, "message/delivery-status");
}

static bool by_sender(const KithKindFacts *facts, const Signs *signs)
{
	const char *said = signs->subject != NULL ? signs->subject : "words of a bounce";
	bool has_words = signs->subject != NULL || (signs->words && !facts->is_list);
	bool has_sign = facts->null_path || signs->is_report || kith_kind_machine_sign(facts) != NULL ||
			(facts->body->returned != NULL && !signs->has_person);

	if (signs->sender == SENDER_SERVER && has_words && (!facts->is_reply || has_sign || signs->shape))
		return kith_kind_decide(facts, KITH_KIND_BOUNCE, "From: %s, %s",
					*facts->local != '\0' ? facts->local : "nobody", said);
	if (signs->sender != SENDER_DESK || !signs->words || facts->is_list)
		return false;
	bool is_machine = has_sign || (!signs->has_person && (signs->shape || (signs->begins_subject &&
									       signs->has_code)));
	if (facts->is_reply || facts->is_passed_on)
		is_machine = signs->shape && !signs->has_person && facts->mail->references->len == 0;
	return is_machine && kith_kind_decide(facts, KITH_KIND_BOUNCE, "From: %s, %s", facts->local, said);
}

/* A sender, a path, a part or a field that only servers have: without any, the words are not looked at. */
static bool may_be_bounce(const KithKindFacts *facts)
{
	return facts->null_path || facts->body->delivery_status != NULL || facts->body->returned != NULL ||
	       g_strcmp0(facts->body->report_type, "delivery-status") == 0 ||
	       kith_kind_field(facts, "X-Failed-Recipients") != NULL || sender_of(facts) != SENDER_ANYBODY;
}

bool kith_kind_find_bounce(const KithKindFacts *facts)
{
	if (!may_be_bounce(facts))
		return false;
	Signs signs = read_signs(facts);

	if (by_report(facts, &signs))
		return true;
	if (kith_kind_field(facts, "X-Failed-Recipients") != NULL && !facts->is_reply)
		return kith_kind_decide(facts, KITH_KIND_BOUNCE, "X-Failed-Recipients");
	if (by_sender(facts, &signs))
		return true;
	if (signs.is_report && (signs.words || signs.subject != NULL))
		return kith_kind_decide(facts, KITH_KIND_BOUNCE, "multipart/report; delivery-status");
	if (facts->is_list || facts->is_reply || facts->is_passed_on || !signs.words)
		return false;
	if (facts->null_path && (signs.subject != NULL || signs.shape))
		return kith_kind_decide(facts, KITH_KIND_BOUNCE, "Return-Path: <>, %s",
					signs.subject != NULL ? signs.subject : "words of a bounce");
	if (facts->body->returned != NULL && signs.subject != NULL && kith_kind_machine_sign(facts) != NULL)
		return kith_kind_decide(facts, KITH_KIND_BOUNCE, "%s, Subject: %s", kith_kind_machine_sign(facts),
					signs.subject);
	return false;
}
