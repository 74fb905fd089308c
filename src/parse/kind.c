/* SPDX-License-Identifier: MIT
 * kind.c - what a mail is: written by a person, or by which machine.
 * In: headers, text. Out: kind and its reason. Next: src/parse/kind-bounce.c
 *
 * A person's mail taken for a machine's would be forgotten; so words alone never decide:
 * a header, a sender or a part that only machines have must agree.
 */
#include <string.h>

#include "kind.h"
#include "words.h"

#define UNSUBSCRIBE_BYTES 3000	/* of the end of a mail */

/* --- what the files of kind share */

bool kith_kind_decide(const KithKindFacts *facts, KithMailKind kind, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *reason = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_free(facts->mail->kind_reason);
	facts->mail->kind_reason = kith_text_snippet(reason, KITH_LIMIT_SNIPPET_CHARS);
	facts->mail->kind = kind;
	return true;
}

const char *kith_kind_field(const KithKindFacts *facts, const char *name)
{
	return kith_fields_get(facts->fields, name);
}

bool kith_kind_field_starts(const KithKindFacts *facts, const char *name, const char *start)
{
	const char *value = kith_kind_field(facts, name);

	return value != NULL && kith_starts_nocase(value + strspn(value, " \t"), start);
}

static bool is_submitted_by_machine(const KithKindFacts *facts)
{
	return kith_kind_field(facts, "Auto-Submitted") != NULL &&
	       !kith_kind_field_starts(facts, "Auto-Submitted", "no");
}

static bool is_bulk_precedence(const KithKindFacts *facts)
{
	return kith_kind_field_starts(facts, "Precedence", "bulk") ||
	       kith_kind_field_starts(facts, "Precedence", "junk");
}

const char *kith_kind_machine_sign(const KithKindFacts *facts)
{
	if (is_submitted_by_machine(facts))
		return "Auto-Submitted";
	if (is_bulk_precedence(facts))
		return "Precedence";
	if (facts->null_path)
		return "Return-Path: <>";
	if (kith_kind_field(facts, "X-Auto-Response-Suppress") != NULL &&
	    !kith_kind_field_starts(facts, "X-Auto-Response-Suppress", "none"))
		return "X-Auto-Response-Suppress";
	return NULL;
}

/* --- reports */

/* DMARC and TLS reports are files; people pass them on to each other with a question. */
static bool is_domain_report(const KithKindFacts *facts)
{
	const char *local = facts->local;

	if (facts->is_reply || facts->is_passed_on)
		return false;
	if (kith_find_nocase(facts->mail->subject, "report domain:") != NULL &&
	    kith_find_nocase(facts->mail->subject, "submitter:") != NULL)
		return true;
	return facts->body->has_machine_file &&
	       (kith_kind_machine_sign(facts) != NULL || strstr(local, "dmarc") != NULL ||
		strstr(local, "report") != NULL || strstr(local, "postmaster") != NULL ||
		kith_phrases_start(kith_phrases("robot-sender"), local, NULL) ||
		kith_line_is_blank(facts->mail->new_text));
}

static bool find_report(const KithKindFacts *facts)
{
	const KithBody *body = facts->body;
	bool is_taken_apart = body->report_type == NULL && (facts->is_reply || facts->is_passed_on);

	if ((body->feedback != NULL && !is_taken_apart) || g_strcmp0(body->report_type, "feedback-report") == 0)
		return kith_kind_decide(facts, KITH_KIND_REPORT, "message/feedback-report");
	if ((body->disposition != NULL && !is_taken_apart) ||
	    g_strcmp0(body->report_type, "disposition-notification") == 0)
		return kith_kind_decide(facts, KITH_KIND_REPORT, "message/disposition-notification");
	if (is_domain_report(facts))
		return kith_kind_decide(facts, KITH_KIND_REPORT, body->has_machine_file ? "attached domain report"
									       : "Subject: Report Domain");
	return false;
}

/* --- invitations, lists, bulk */

static bool find_invite(const KithKindFacts *facts)
{
	const KithInvite *invite = facts->mail->invite;

	if (invite == NULL || !facts->body->is_calendar_mail || invite->method == NULL ||
	    strcmp(invite->method, "PUBLISH") == 0)
		return false;
	return kith_kind_decide(facts, KITH_KIND_INVITE, "text/calendar; method=%s", invite->method);
}

static const char *discussion_field(const KithKindFacts *facts)
{
	static const char *const names[] = {"X-BeenThere", "Mailing-List", "X-Mailing-List", "X-Mailman-Version"};
	const char *post = kith_kind_field(facts, "List-Post");

	if (post != NULL && !kith_starts_nocase(post, "no"))
		return "List-Post";
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (kith_kind_field(facts, names[i]) != NULL)
			return names[i];
	}
	if (kith_kind_field_starts(facts, "Precedence", "list"))
		return "Precedence: list";
	return NULL;
}

/* Fields of newsletters, notifications and trackers. */
static const char *bulk_field(const KithKindFacts *facts)
{
	static const char *const names[] = {"List-Unsubscribe", "List-Id", "X-Campaign", "X-CampaignID",
		"X-Campaign-Id", "X-GitHub-Reason", "X-GitLab-Project", "X-JIRA-FingerPrint", "X-Bugzilla-Reason",
		"X-Facebook", "X-LinkedIn-Class", "X-Mailer-RecptId", "X-EmailType-Id", "X-PVIQ", "X-Cron-Env"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (kith_kind_field(facts, names[i]) != NULL)
			return names[i];
	}
	if (is_bulk_precedence(facts))
		return "Precedence: bulk";
	return is_submitted_by_machine(facts) ? "Auto-Submitted" : NULL;
}

/* Fields of services that send for programs; people's answers go through them, too. */
static const char *service_field(const KithKindFacts *facts)
{
	static const char *const names[] = {"Feedback-ID", "X-MC-User", "X-Mailgun-Sid", "X-SG-EID", "X-SFDC-EntityId"};

	if (facts->mail->in_reply_to->len > 0)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (kith_kind_field(facts, names[i]) != NULL)
			return names[i];
	}
	return NULL;
}

/* The words of a link and nothing else; or before its address. */
static bool is_unsubscribe_link(const char *piece)
{
	KithPhraseHit hit;

	if (!kith_phrases_start(kith_phrases("unsubscribe-line"), piece, &hit))
		return false;
	const char *rest = piece + hit.length + strspn(piece + hit.length, " ");
	return *rest == '\0' || *rest == '<' || *rest == '[' ||
	       (*rest == ':' && kith_find_nocase(rest, "http") != NULL);
}

/* How a newsletter ends. "Please unsubscribe me" is what a person writes. */
static bool has_unsubscribe_text(const char *text)
{
	size_t length = strlen(text);
	const char *tail = text + (length > UNSUBSCRIBE_BYTES ? length - UNSUBSCRIBE_BYTES : 0);

	while (((unsigned char)*tail & 0xc0) == 0x80)
		tail++;
	if (kith_phrases_find(kith_phrases("unsubscribe"), tail, NULL))
		return true;
	g_auto(GStrv) pieces = g_strsplit_set(tail, "\n|/", -1);
	for (char **piece = pieces; *piece != NULL; piece++) {
		if (is_unsubscribe_link(g_strstrip(*piece)))
			return true;
	}
	return false;
}

static bool is_robot(const KithKindFacts *facts)
{
	return kith_phrases_start(kith_phrases("robot-sender"), facts->local, NULL);
}

static void find_rest(const KithKindFacts *facts)
{
	const char *discussion = discussion_field(facts), *bulk = bulk_field(facts), *service = service_field(facts);
	bool is_generated = kith_kind_field_starts(facts, "Auto-Submitted", "auto-generated") ||
			    kith_kind_field(facts, "X-GitHub-Reason") != NULL;

	if (discussion != NULL && !is_robot(facts) && !is_generated)
		(void)kith_kind_decide(facts, KITH_KIND_LIST, "%s", discussion);
	else if (bulk != NULL || discussion != NULL)
		(void)kith_kind_decide(facts, KITH_KIND_BULK, "%s", bulk != NULL ? bulk : discussion);
	else if (service != NULL || is_robot(facts))
		(void)kith_kind_decide(facts, KITH_KIND_BULK, "%s%s", service != NULL ? "" : "From: ",
				       service != NULL ? service : facts->local);
	else if (facts->mail->in_reply_to->len == 0 && !facts->is_reply && !facts->is_passed_on &&
		 has_unsubscribe_text(facts->mail->text))
		(void)kith_kind_decide(facts, KITH_KIND_BULK, "text: unsubscribe");
	else
		(void)kith_kind_decide(facts, KITH_KIND_PERSONAL, "nothing speaks of a machine or a list");
}

/* --- all of it */

/* RFC 3834: what a machine may have sent is never a command. */
static bool is_automatic(const KithKindFacts *facts)
{
	static const char *const lists[] = {"List-Id", "List-Post", "List-Unsubscribe", "List-Help"};
	static const KithMailKind machines[] = {KITH_KIND_BOUNCE, KITH_KIND_AUTO_REPLY, KITH_KIND_REPORT};

	for (size_t i = 0; i < G_N_ELEMENTS(machines); i++) {
		if (facts->mail->kind == machines[i])
			return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		if (kith_kind_field(facts, lists[i]) != NULL)
			return true;
	}
	return facts->null_path || is_submitted_by_machine(facts) ||
	       (kith_kind_field(facts, "Precedence") != NULL &&
		!kith_kind_field_starts(facts, "Precedence", "normal") &&
		!kith_kind_field_starts(facts, "Precedence", "first-class"));
}

/* Some servers name themselves instead of nobody. */
static bool is_null_path(const KithKindFacts *facts)
{
	return kith_kind_field_starts(facts, "Return-Path", "<>") ||
	       kith_kind_field_starts(facts, "Return-Path", "<mailer-daemon") ||
	       kith_kind_field_starts(facts, "Return-Path", "mailer-daemon");
}

static void gather(KithKindFacts *facts)
{
	const KithMail *mail = facts->mail;
	const KithAddress *from = mail->from->len > 0 ? mail->from->pdata[0] : NULL;

	facts->local = from != NULL ? g_utf8_strdown(from->address, (gssize)strcspn(from->address, "@")) : g_strdup("");
	facts->null_path = is_null_path(facts);
	facts->is_list = mail->list_addresses->len > 0 || kith_kind_field(facts, "List-Unsubscribe") != NULL;
	facts->is_reply = kith_phrases_start(kith_phrases("subject-reply"), mail->subject, NULL) &&
			  (mail->in_reply_to->len > 0 || mail->references->len > 0);
	facts->is_passed_on = kith_phrases_start(kith_phrases("subject-forward"), mail->subject, NULL) ||
			      (kith_phrases_start(kith_phrases("subject-reply"), mail->subject, NULL) &&
			       !facts->null_path);
}

void kith_kind_find(KithMail *mail, const GPtrArray *fields, const KithBody *body)
{
	KithKindFacts facts = {.mail = mail, .fields = fields, .body = body};

	gather(&facts);
	if (body->calendar != NULL)
		mail->invite = kith_invite_read(body->calendar);
	if (!find_report(&facts) && !kith_kind_find_bounce(&facts) && !find_invite(&facts) &&
	    !kith_kind_find_auto_reply(&facts) && !kith_kind_find_ticket_answer(&facts))
		find_rest(&facts);
	if (mail->kind == KITH_KIND_BOUNCE) {
		mail->bounce = kith_bounce_recipients(mail, fields, body);
		mail->bounce_original_id = kith_bounce_original_id(mail, fields, body);
	}
	if (mail->kind == KITH_KIND_AUTO_REPLY) {
		mail->away_until = kith_away_until(mail);
		kith_away_instead(mail);
	}
	mail->is_automatic = is_automatic(&facts);
	g_free(facts.local);
}
