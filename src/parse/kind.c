/* SPDX-License-Identifier: MIT
 * kind.c - what a mail is: written by a person, or by which machine.
 * In: headers, text. Out: kind and its reason. Next: src/parse/bounce.c
 *
 * A person's mail taken for a machine's would be forgotten; so words alone never decide:
 * a header, a sender or a part that only machines have must agree.
 */
#include <string.h>

#include "internal.h"
#include "kind-words.h"

typedef struct {
	KithMail *mail;
	const GPtrArray *fields;
	const KithBody *body;
	char *subject;		/* lower case */
	char *local;		/* of From, lower case */
	bool null_path;
} Facts;

static bool decide(Facts *facts, KithMailKind kind, const char *format, ...) G_GNUC_PRINTF(3, 4);

static bool decide(Facts *facts, KithMailKind kind, const char *format, ...)
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

static const char *field(const Facts *facts, const char *name)
{
	return kith_fields_get(facts->fields, name);
}

static bool field_starts(const Facts *facts, const char *name, const char *start)
{
	const char *value = field(facts, name);

	return value != NULL && kith_starts_nocase(value, start);
}

static const char *find_word(const char *text, const KithWords *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (strstr(text, words->words[i]) != NULL)
			return words->words[i];
	}
	return NULL;
}

static const char *find_start(const char *text, const KithWords *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (g_str_has_prefix(text, words->words[i]))
			return words->words[i];
	}
	return NULL;
}

static bool is_word(const char *text, const KithWords *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (strcmp(text, words->words[i]) == 0)
			return true;
	}
	return false;
}

/* --- bounces */

static bool is_delivered_report(const char *report)
{
	return kith_find_nocase(report, "action: failed") == NULL &&
	       kith_find_nocase(report, "action: delayed") == NULL &&
	       kith_find_nocase(report, "action:failed") == NULL &&
	       (kith_find_nocase(report, "action: delivered") != NULL ||
		kith_find_nocase(report, "action: relayed") != NULL ||
		kith_find_nocase(report, "action: expanded") != NULL);
}

static bool is_mailer(const Facts *facts)
{
	const char *name = facts->mail->from->len > 0 ? ((const KithAddress *)facts->mail->from->pdata[0])->name : NULL;

	if (is_word(facts->local, &kith_bounce_senders) || facts->mail->from->len == 0 || *facts->local == '\0')
		return true;
	return name != NULL && (kith_find_nocase(name, "mail delivery") != NULL ||
				kith_find_nocase(name, "mailer-daemon") != NULL ||
				kith_find_nocase(name, "postmaster") != NULL);
}

static bool find_bounce(Facts *facts)
{
	const KithBody *body = facts->body;

	if (body->delivery_status != NULL && kith_find_nocase(body->delivery_status, "recipient:") != NULL) {
		if (is_delivered_report(body->delivery_status))
			return decide(facts, KITH_KIND_REPORT, "delivery-status: delivered");
		return decide(facts, KITH_KIND_BOUNCE, "message/delivery-status");
	}
	if (field(facts, "X-Failed-Recipients") != NULL)
		return decide(facts, KITH_KIND_BOUNCE, "X-Failed-Recipients");
	bool is_list = facts->mail->list_addresses->len > 0;
	const char *subject = find_word(facts->subject, &kith_bounce_subjects);
	bool words = kith_bounce_words(facts->mail->text);
	bool is_reply = g_str_has_prefix(facts->subject, "re:") && facts->mail->in_reply_to->len > 0;
	if (is_mailer(facts) && (subject != NULL || (words && !is_list)) && !is_reply)
		return decide(facts, KITH_KIND_BOUNCE, "From: %s, %s", facts->local,
			      subject != NULL ? subject : "words of a bounce");
	if (facts->null_path && subject != NULL && words && !is_list && !is_reply)
		return decide(facts, KITH_KIND_BOUNCE, "Return-Path: <>, Subject: %s", subject);
	if (body->report_type != NULL && strcmp(body->report_type, "delivery-status") == 0 &&
	    (words || subject != NULL))
		return decide(facts, KITH_KIND_BOUNCE, "multipart/report; delivery-status");
	if (body->returned != NULL && subject != NULL && words && !is_list && !is_reply &&
	    field(facts, "Auto-Submitted") != NULL)
		return decide(facts, KITH_KIND_BOUNCE, "Auto-Submitted, Subject: %s", subject);
	return false;
}

/* --- reports */

static bool find_report(Facts *facts)
{
	const KithBody *body = facts->body;

	if (body->feedback != NULL || g_strcmp0(body->report_type, "feedback-report") == 0)
		return decide(facts, KITH_KIND_REPORT, "message/feedback-report");
	if (body->disposition != NULL || g_strcmp0(body->report_type, "disposition-notification") == 0)
		return decide(facts, KITH_KIND_REPORT, "message/disposition-notification");
	if (body->has_machine_file)
		return decide(facts, KITH_KIND_REPORT, "attached domain report");
	if (strstr(facts->subject, "report domain:") != NULL && strstr(facts->subject, "submitter:") != NULL)
		return decide(facts, KITH_KIND_REPORT, "Subject: Report Domain");
	return false;
}

/* --- automatic answers */

static bool has_auto_reply_field(Facts *facts)
{
	static const char *const names[] = {"X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder",
		"X-AutoReply-From", "X-Mail-Autoreply", "X-Auto-Reply-From", "X-Autogenerated-Reply", "X-Vacation"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (field(facts, names[i]) != NULL && !field_starts(facts, names[i], "no"))
			return decide(facts, KITH_KIND_AUTO_REPLY, "%s", names[i]);
	}
	if (field_starts(facts, "X-Autogenerated", "reply"))
		return decide(facts, KITH_KIND_AUTO_REPLY, "X-Autogenerated: reply");
	return false;
}

/* A second sign, for words that people write as well. */
static const char *machine_sign(const Facts *facts)
{
	if (field(facts, "Auto-Submitted") != NULL && !field_starts(facts, "Auto-Submitted", "no"))
		return "Auto-Submitted";
	if (field_starts(facts, "Precedence", "bulk") || field_starts(facts, "Precedence", "junk"))
		return "Precedence";
	if (facts->null_path)
		return "Return-Path: <>";
	if (field(facts, "X-Auto-Response-Suppress") != NULL)
		return "X-Auto-Response-Suppress";
	return NULL;
}

static bool find_auto_reply(Facts *facts)
{
	const char *sign = machine_sign(facts);
	bool is_list = facts->mail->list_addresses->len > 0 || field(facts, "List-Unsubscribe") != NULL;

	if (field_starts(facts, "Auto-Submitted", "auto-replied") && !is_list)
		return decide(facts, KITH_KIND_AUTO_REPLY, "Auto-Submitted: auto-replied");
	if (field_starts(facts, "Precedence", "auto_reply") || field_starts(facts, "Precedence", "auto-reply"))
		return decide(facts, KITH_KIND_AUTO_REPLY, "Precedence: auto_reply");
	if (has_auto_reply_field(facts))
		return true;
	const char *strong = find_start(facts->subject, &kith_auto_reply_subjects);
	if (strong != NULL && !is_list)
		return decide(facts, KITH_KIND_AUTO_REPLY, "Subject: %s", strong);
	if (sign == NULL || is_list)
		return false;
	g_autofree char *head = g_utf8_strdown(facts->mail->new_text, -1);
	const char *away = find_word(facts->subject, &kith_away_subjects);
	const char *phrase = find_word(head, &kith_away_phrases);
	if (away != NULL)
		return decide(facts, KITH_KIND_AUTO_REPLY, "%s, Subject: %s", sign, away);
	if (phrase != NULL && (facts->null_path || facts->mail->in_reply_to->len > 0 ||
			       g_str_has_prefix(facts->subject, "re:")))
		return decide(facts, KITH_KIND_AUTO_REPLY, "%s, text: %s", sign, phrase);
	return false;
}

/* --- invitations, lists, bulk */

static bool find_invite(Facts *facts)
{
	const KithInvite *invite = facts->mail->invite;

	if (invite == NULL || !facts->body->is_calendar_mail || invite->method == NULL ||
	    strcmp(invite->method, "PUBLISH") == 0)
		return false;
	return decide(facts, KITH_KIND_INVITE, "text/calendar; method=%s", invite->method);
}

static const char *discussion_field(const Facts *facts)
{
	static const char *const names[] = {"X-BeenThere", "Mailing-List", "X-Mailing-List", "X-Mailman-Version"};
	const char *post = field(facts, "List-Post");

	if (post != NULL && !kith_starts_nocase(post, "no"))
		return "List-Post";
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (field(facts, names[i]) != NULL)
			return names[i];
	}
	if (field_starts(facts, "Precedence", "list"))
		return "Precedence: list";
	return NULL;
}

static const char *bulk_field(const Facts *facts)
{
	static const char *const names[] = {"List-Unsubscribe", "List-Id", "Feedback-ID", "X-Campaign", "X-CampaignID",
		"X-Campaign-Id", "X-MC-User", "X-Mailgun-Sid", "X-SG-EID", "X-GitHub-Reason", "X-GitLab-Project",
		"X-JIRA-FingerPrint", "X-Bugzilla-Reason", "X-Facebook", "X-LinkedIn-Class", "X-SFDC-EntityId",
		"X-Mailer-RecptId", "X-EmailType-Id", "X-PVIQ"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (field(facts, names[i]) != NULL)
			return names[i];
	}
	if (field_starts(facts, "Precedence", "bulk") || field_starts(facts, "Precedence", "junk"))
		return "Precedence: bulk";
	if (field(facts, "Auto-Submitted") != NULL && !field_starts(facts, "Auto-Submitted", "no"))
		return "Auto-Submitted";
	return NULL;
}

static bool has_unsubscribe_text(const char *text)
{
	static const char *const words[] = {"unsubscribe", "abmelden", "abbestellen", "désabonner", "désinscrire",
					    "darse de baja", "cancelar suscripci", "disiscriv", "uitschrijven"};
	size_t length = strlen(text);
	g_autofree char *valid = kith_text_valid(text + (length > 3000 ? length - 3000 : 0), MIN(length, 3000), 4000);
	g_autofree char *lower = g_utf8_strdown(valid, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strstr(lower, words[i]) != NULL)
			return true;
	}
	return false;
}

static void find_rest(Facts *facts)
{
	const char *discussion = discussion_field(facts);
	const char *bulk = bulk_field(facts);
	const char *robot = find_start(facts->local, &kith_robot_senders);
	bool is_generated = field_starts(facts, "Auto-Submitted", "auto-generated") ||
		field(facts, "X-GitHub-Reason") != NULL;

	if (discussion != NULL && robot == NULL && !is_generated)
		(void)decide(facts, KITH_KIND_LIST, "%s", discussion);
	else if (bulk != NULL || discussion != NULL)
		(void)decide(facts, KITH_KIND_BULK, "%s", bulk != NULL ? bulk : discussion);
	else if (robot != NULL)
		(void)decide(facts, KITH_KIND_BULK, "From: %s", robot);
	else if (facts->mail->in_reply_to->len == 0 && has_unsubscribe_text(facts->mail->text) &&
		 !g_str_has_prefix(facts->subject, "re:") && !g_str_has_prefix(facts->subject, "fw"))
		(void)decide(facts, KITH_KIND_BULK, "text: unsubscribe");
	else
		(void)decide(facts, KITH_KIND_PERSONAL, "nothing speaks of a machine or a list");
}

static bool is_automatic(const Facts *facts)
{
	static const char *const lists[] = {"List-Id", "List-Post", "List-Unsubscribe", "List-Help"};

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		if (field(facts, lists[i]) != NULL)
			return true;
	}
	return facts->null_path ||
	       (field(facts, "Precedence") != NULL &&
		!field_starts(facts, "Precedence", "normal") &&
				    !field_starts(facts, "Precedence", "first-class")) ||
	       (field(facts, "Auto-Submitted") != NULL && !field_starts(facts, "Auto-Submitted", "no"));
}

static void gather(Facts *facts)
{
	const char *path = field(facts, "Return-Path");
	const KithAddress *from = facts->mail->from->len > 0 ? facts->mail->from->pdata[0] : NULL;

	facts->subject = g_utf8_strdown(facts->mail->subject, -1);
	facts->local = from != NULL ? g_utf8_strdown(from->address, (gssize)strcspn(from->address, "@")) : g_strdup("");
	facts->null_path = path != NULL && g_str_has_prefix(path, "<>");
}

void kith_kind_find(KithMail *mail, const GPtrArray *fields, const KithBody *body)
{
	Facts facts = {.mail = mail, .fields = fields, .body = body};

	gather(&facts);
	if (body->calendar != NULL)
		mail->invite = kith_invite_read(body->calendar);
	if (!find_report(&facts) && !find_bounce(&facts) && !find_auto_reply(&facts) && !find_invite(&facts))
		find_rest(&facts);
	if (mail->kind == KITH_KIND_BOUNCE) {
		mail->bounce = kith_bounce_recipients(mail, fields, body);
		mail->bounce_original_id = kith_bounce_original_id(body);
	}
	if (mail->kind == KITH_KIND_AUTO_REPLY)
		mail->away_until = kith_away_until(mail);
	mail->is_automatic = is_automatic(&facts) || mail->kind == KITH_KIND_BOUNCE ||
			     mail->kind == KITH_KIND_AUTO_REPLY || mail->kind == KITH_KIND_REPORT;
	g_free(facts.subject);
	g_free(facts.local);
}
