/* SPDX-License-Identifier: MIT
 * command-mail.c - a mail to kith as a command.
 * In: a mail seen in a user's own Sent folder. Out: what was done, once. Next: include/kith/view.h
 *
 * The Sent folder is the proof: nobody outside can write there. A mail that only claims to
 * be from a user, wherever else it lies, is no command.
 */
#include <string.h>

#include "command.h"

#define MAX_LINE_CHARS 200
#define TOKEN_CHARS 20		/* a detail of that length without blanks was a token once */

/* The user who alone wrote MAIL; NULL: nobody, or not one alone. */
static const KithUser *writer_of(const KithConfig *config, const KithMail *mail)
{
	if (mail->from->len != 1 || mail->sender->len > 1)
		return NULL;
	const KithAddress *from = mail->from->pdata[0];
	const KithAddress *sender = mail->sender->len == 1 ? mail->sender->pdata[0] : from;
	g_autofree char *norm = kith_address_normalize(from->address);
	g_autofree char *other = kith_address_normalize(sender->address);

	if (norm == NULL || other == NULL || strcmp(norm, other) != 0)
		return NULL;
	return kith_config_find_user_by_address(config, norm);
}

static bool is_own_sent(KithStore *store, const KithConfig *config, const KithPlace *place, const KithUser *user)
{
	if (place->role != KITH_FOLDER_SENT)
		return false;
	for (guint i = 0; i < config->accounts->len; i++) {
		const KithAccount *account = config->accounts->pdata[i];

		if (kith_store_find_account(store, account->title) == place->account_id)
			return g_ptr_array_find(account->users, user, NULL);
	}
	return false;
}

typedef struct {
	char *detail;		/* NULL: not to us */
	char *outside;		/* the first other reader who is none of us; NULL */
	char *forwarded;	/* who wrote the mail that is forwarded to us, from outside; NULL */
} Readers;

static void look_at(const KithConfig *config, const GPtrArray *list, Readers *readers)
{
	for (guint i = 0; i < list->len; i++) {
		const KithAddress *to = list->pdata[i];
		g_autofree char *norm = kith_address_normalize(to->address);
		g_autofree char *detail = norm != NULL ? kith_config_detail(config, norm) : NULL;

		if (detail != NULL) {
			if (readers->detail == NULL || *readers->detail == '\0') {
				g_free(readers->detail);
				readers->detail = g_steal_pointer(&detail);
			}
		} else if (norm != NULL && readers->outside == NULL && !kith_config_is_own(config, norm)) {
			readers->outside = g_steal_pointer(&norm);
		}
	}
}

static void readers_clear(Readers *readers)
{
	g_free(readers->detail);
	g_free(readers->outside);
	g_free(readers->forwarded);
}

/* The words of the first line that is not empty. */
static char **first_line(const char *text, bool *ret_is_long)
{
	g_autofree char *clean = kith_text_clean(text, true);
	g_auto(GStrv) lines = g_strsplit(clean, "\n", -1);
	const char *line = NULL;
	guint filled = 0;

	for (guint i = 0; lines[i] != NULL; i++) {
		const char *trimmed = g_strstrip(lines[i]);

		if (*trimmed == '\0')
			continue;
		if (line == NULL)
			line = trimmed;
		filled++;
	}
	*ret_is_long = filled > 1 || (line != NULL && g_utf8_strlen(line, -1) > MAX_LINE_CHARS);
	if (line == NULL || g_utf8_strlen(line, -1) > MAX_LINE_CHARS)
		return g_new0(char *, 1);
	g_autofree char *copy = g_strdup(line);
	size_t length = strlen(copy);
	while (length > 0 && strchr(".!,;", copy[length - 1]) != NULL)
		copy[--length] = '\0';
	g_auto(GStrv) parts = g_strsplit_set(copy, " \t", -1);
	GPtrArray *words = g_ptr_array_new();
	for (guint i = 0; parts[i] != NULL; i++) {
		if (*parts[i] != '\0')
			g_ptr_array_add(words, g_strdup(parts[i]));
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, false);
}

/* "next-tue-9am" of an address as an expression; a date keeps its hyphens. */
static char *expression_of(const char *detail)
{
	char *text = g_strdup(detail);
	bool is_date = strlen(text) == 10 && g_ascii_isdigit(text[0]) && text[4] == '-' && text[7] == '-';

	for (char *at = text; *at != '\0' && !is_date; at++) {
		if (*at == '-' || *at == '_' || *at == '.')
			*at = ' ';
	}
	return text;
}

/* An error that is an answer to the asker, not trouble of ours. */
static bool is_answer(const GError *error)
{
	return g_error_matches(error, KITH_ERROR, KITH_ERROR_USAGE) ||
	       g_error_matches(error, KITH_ERROR, KITH_ERROR_NOT_FOUND) ||
	       g_error_matches(error, KITH_ERROR, KITH_ERROR_DENIED);
}

/* A longer text that starts with no command was meant for somebody else. */
static char *misdirected(const Teller *t)
{
	g_autoptr(KithFollowUp) f = NULL;

	if (t->about != NULL && !kith_follow_up_find(t->store, t->about, &f, NULL))
		return NULL;
	return g_strdup_printf("This went to kith, not to %s: nobody else has seen it, and nothing changed. "
			       COMMAND_UNDERSTOOD, f != NULL && f->address != NULL ? f->address : "anybody else");
}

static bool refuse(const Teller *t, const GError *refusal, bool is_long, KithTold *told)
{
	kith_told_clear(told);
	if (is_long && g_error_matches(refusal, KITH_ERROR, KITH_ERROR_USAGE))
		told->text = misdirected(t);
	if (told->text == NULL)
		told->text = g_strdup_printf("Nothing changed: %s", refusal->message);
	return true;
}

static bool obey(const Teller *t, const KithMail *mail, const char *identity, const Readers *readers, char **words,
		bool is_long, KithTold *told, GError **error)
{
	g_autoptr(GError) refusal = NULL;
	bool ok;

	if (t->about == NULL && strlen(readers->detail) >= TOKEN_CHARS && strpbrk(readers->detail, "-_.") == NULL) {
		told->text = g_strdup("Nothing changed: the address of this answer is not valid, or no longer. "
				      "A new mail to kith with \"done ID\" or \"snooze ID 3d\" works always.");
		return true;
	}
	if (t->about == NULL && *readers->detail != '\0') {
		g_autofree char *expression = expression_of(readers->detail);
		const char *whom = readers->outside != NULL ? readers->outside : readers->forwarded;

		ok = command_remind(t, whom, identity, expression, mail->subject, told, &refusal);
	} else {
		ok = command_execute(t, (const char *const *)words, told, &refusal);
	}
	if (ok)
		return true;
	if (is_answer(refusal) && readers->forwarded != NULL && *readers->detail == '\0') {
		kith_told_clear(told);
		told->text = g_strdup_printf("Kept: the mail that you forwarded stands on the timeline of %s.",
					     readers->forwarded);
		return true;
	}
	if (is_answer(refusal))
		return refuse(t, refusal, is_long, told);
	g_propagate_error(error, g_steal_pointer(&refusal));
	return false;
}

static bool obey_once(const Teller *t, const KithMail *mail, const KithRelated *related, const Readers *readers,
		KithTold *told, GError **error)
{
	bool is_long = false;
	g_auto(GStrv) words = first_line(mail->new_text, &is_long);
	g_autofree char *line = g_strjoinv(" ", words);

	return obey(t, mail, related->id, readers, words, is_long, told, error) &&
	       kith_command_add(t->store, related->id, t->now_at, t->user_id,
			*readers->detail != '\0' && t->about == NULL ?
				readers->detail : line, told->text, error);
}

/* Too old to be meant for now: what an old Sent folder holds at its first import. */
static bool is_old(const Teller *t, const KithRelated *related)
{
	return related->mail_id >> 16 < kith_span_before(t->now_at, &t->config->history, t->user->zone,
							  &t->user->work_hours);
}

bool kith_follow_command(KithStore *store, const KithConfig *config, const KithPlace *place, const KithMail *mail,
		const KithRelated *related, const char *about, int64_t now_at, KithTold *ret_told, GError **error)
{
	const KithUser *user = writer_of(config, mail);
	Readers readers = { NULL, NULL, NULL };
	KithTold told = { 0 };
	bool known = false, ok = true;

	*ret_told = (KithTold){ 0 };
	if (user == NULL || mail->is_automatic || mail->kind != KITH_KIND_PERSONAL ||
	    !is_own_sent(store, config, place, user))
		return true;
	look_at(config, mail->to, &readers);
	look_at(config, mail->cc, &readers);
	look_at(config, mail->bcc, &readers);
	readers.forwarded = kith_config_forwarded_from(config, mail);
	const Teller teller = { store, config, user, kith_store_find_user(store, user->title), now_at, related->id,
				about };
	/* Words that a customer reads as well are words to the customer. */
	bool is_command = readers.detail != NULL && !is_old(&teller, related) &&
			  (readers.outside == NULL || (about == NULL && *readers.detail != '\0'));
	if (is_command)
		ok = kith_command_is_known(store, related->id, &known, error);
	if (ok && is_command && !known)
		ok = obey_once(&teller, mail, related, &readers, &told, error);
	readers_clear(&readers);
	if (ok)
		*ret_told = told;
	else
		kith_told_clear(&told);
	return ok;
}
