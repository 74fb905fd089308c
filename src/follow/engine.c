/* SPDX-License-Identifier: MIT
 * engine.c - what mails open and end.
 * In: the mails of one conversation. Out: its follow-ups. Next: src/follow/due.c
 *
 * Nothing is remembered from mail to mail: what should be open is reckoned from all rows of the
 * conversation each time, and the stored follow-ups are brought to it. So the order in which
 * mails arrive does not matter, and the same mail twice does nothing. What a user told
 * stands above what is reckoned.
 */
#include "kith/follow.h"

#include <string.h>

#include "asks.h"
#include "rhythm.h"

#define MAX_ADDRESSED 3			/* users in To: one and two colleagues */

enum { NATURE_PERSON, NATURE_OWN, NATURE_ROLE };	/* of address.nature */

typedef struct {
	KithStore *store;
	const KithConfig *config;
	int64_t now_at;
	int64_t conversation_id;
	GPtrArray *mails;	/* KithFollowMail *, oldest first */
	GPtrArray *existing;	/* KithFollowUp * of the conversation */
	GPtrArray *wanted;	/* Wanted * */
} Run;

typedef struct {
	KithFollowUp *follow_up;	/* as it should be */
	int64_t latest_at;		/* the newest mail that asks for it: `history` counts from here */
	bool is_away;			/* its due time was moved by an absence */
	bool is_met;			/* a stored row stands for it */
	char *bounce;			/* the mail that says the address is dead; NULL */
} Wanted;

static void free_wanted(gpointer data)
{
	Wanted *wanted = data;

	kith_follow_up_free(wanted->follow_up);
	g_free(wanted->bounce);
	g_free(wanted);
}

static const KithUser *user_of(const Run *run, int64_t user_id)
{
	for (guint i = 0; i < run->config->users->len; i++) {
		const KithUser *user = run->config->users->pdata[i];

		if (kith_store_find_user(run->store, user->title) == user_id)
			return user;
	}
	return NULL;
}

/* Written by a person for people, as far as can be told. */
static bool is_real(const KithFollowMail *mail)
{
	return !mail->is_automatic && (mail->kind == KITH_KIND_PERSONAL || mail->kind == KITH_KIND_INVITE);
}

/* Of somebody of us, also when nobody knows who (sales@); a machine of ours answers nobody. */
static bool is_ours(const KithFollowMail *mail)
{
	return is_real(mail) && mail->direction == 1 && mail->author != NULL &&
	       (mail->author_user_id != 0 || kith_address_nature(mail->author) != KITH_NATURE_ROBOT);
}

/* It answers a mail of ours that nobody has seen, and which was written after what stood before it. */
static bool proves_answer(const KithFollowMail *mail)
{
	return mail->proves_answer;
}

static bool is_theirs(const KithFollowMail *mail)
{
	return is_real(mail) && mail->author_user_id == 0 && mail->direction == 0 && mail->author != NULL &&
	       (mail->author_nature == NATURE_PERSON || mail->author_nature == NATURE_ROLE);
}

static bool is_active(const KithFollowUp *f)
{
	return f->status == KITH_FOLLOW_OPEN || f->status == KITH_FOLLOW_SNOOZED || f->status == KITH_FOLLOW_SENT;
}

static const char *name_of(const KithFollowMail *mail)
{
	return mail->author_name != NULL && *mail->author_name != '\0' ? mail->author_name : mail->author;
}

/* Up to when a user settled KIND in this conversation with their own word; 0: never. */
static int64_t settled_at(const Run *run, KithFollowKind kind, int64_t user_id)
{
	int64_t at = 0;

	for (guint i = 0; i < run->existing->len; i++) {
		const KithFollowUp *f = run->existing->pdata[i];

		if (f->kind == kind && f->user_id == user_id && !is_active(f))
			at = MAX(at, f->told_at);
	}
	return at;
}

static Wanted *want(Run *run, KithFollowKind kind, int64_t user_id, const KithFollowMail *mail, const char *address)
{
	static const char *const prefix[KITH_FOLLOW_KIND_COUNT] = {
		[KITH_FOLLOW_YOU_OWE] = "you-owe", [KITH_FOLLOW_WAITING] = "waiting",
	};
	Wanted *wanted = g_new0(Wanted, 1);
	KithFollowUp *f = g_new0(KithFollowUp, 1);
	const KithUser *user = user_of(run, user_id);

	f->kind = kind;
	f->user_id = user_id;
	f->cause = g_strdup_printf("%s %s %s", prefix[kind], user != NULL ? user->title : "-", mail->id);
	f->address = g_strdup(address);
	f->conversation = g_strdup(mail->id);
	f->since_at = mail->at;
	f->evidence = g_strdup(mail->id);
	f->status = KITH_FOLLOW_OPEN;
	wanted->follow_up = f;
	wanted->latest_at = mail->at;
	g_ptr_array_add(run->wanted, wanted);
	return wanted;
}

/* --- you owe */

static bool holds_id(const GArray *ids, int64_t id)
{
	for (guint i = 0; i < ids->len; i++) {
		if (g_array_index(ids, int64_t, i) == id)
			return true;
	}
	return false;
}

/* Who of us is meant by an address that belongs to nobody alone (sales@): the last of its
 * readers who answered in this conversation, else all of them. */
static void add_shared_readers(const Run *run, const KithFollowMail *mail, GArray *users)
{
	bool has_shared = false;

	for (guint i = 0; i < mail->people->len; i++) {
		const KithFollowPerson *person = mail->people->pdata[i];

		has_shared |= strcmp(person->role, "to") == 0 && person->user_id == 0 &&
			      kith_config_is_own(run->config, person->address) &&
			      strcmp(person->address, run->config->address) != 0;
	}
	if (!has_shared || mail->readers->len > MAX_ADDRESSED)
		return;
	for (guint i = run->mails->len; i > 0; i--) {
		const KithFollowMail *ours = run->mails->pdata[i - 1];

		if (is_ours(ours) && holds_id(mail->readers, ours->author_user_id)) {
			g_array_append_val(users, ours->author_user_id);
			return;
		}
	}
	g_array_append_vals(users, mail->readers->data, mail->readers->len);
}

/* The users that a mail from outside is put to; none when it is put to too many. */
static GArray *addressed_users(const Run *run, const KithFollowMail *mail)
{
	GArray *users = g_array_new(false, false, sizeof(int64_t));

	for (guint i = 0; i < mail->people->len; i++) {
		const KithFollowPerson *person = mail->people->pdata[i];

		if (person->user_id != 0 && strcmp(person->role, "to") == 0 && !holds_id(users, person->user_id))
			g_array_append_val(users, person->user_id);
	}
	if (users->len == 0)
		add_shared_readers(run, mail, users);
	if (users->len > MAX_ADDRESSED)
		g_array_set_size(users, 0);
	return users;
}

static Wanted *find_wanted(const Run *run, KithFollowKind kind, int64_t user_id)
{
	for (guint i = 0; i < run->wanted->len; i++) {
		Wanted *wanted = run->wanted->pdata[i];

		if (wanted->follow_up->kind == kind && wanted->follow_up->user_id == user_id)
			return wanted;
	}
	return NULL;
}

static bool want_you_owe(Run *run, const KithFollowMail *mail, int64_t user_id, GError **error)
{
	const KithUser *user = user_of(run, user_id);
	bool never = false;
	Wanted *before = find_wanted(run, KITH_FOLLOW_YOU_OWE, user_id);

	if (before != NULL)
		before->latest_at = mail->at;
	if (user == NULL || before != NULL || mail->at <= settled_at(run, KITH_FOLLOW_YOU_OWE, user_id))
		return true;
	if (!kith_follow_is_never(run->store, user_id, mail->author, &never, error))
		return false;
	if (never)
		return true;
	Wanted *wanted = want(run, KITH_FOLLOW_YOU_OWE, user_id, mail, mail->author);
	g_autofree char *when = kith_time_format_human(mail->at, user->zone);

	wanted->follow_up->due_at = kith_span_after(mail->at, &run->config->you_owe_after, user->zone,
			&user->work_hours);
	wanted->follow_up->reason = g_strdup_printf("%s wrote to you on %s; nobody of us has answered", name_of(mail),
						    when);
	return true;
}

static guint after_last(const Run *run, bool (*is)(const KithFollowMail *))
{
	for (guint i = run->mails->len; i > 0; i--) {
		if (is(run->mails->pdata[i - 1]))
			return i;
	}
	return 0;
}

static bool find_you_owe(Run *run, GError **error)
{
	guint last = after_last(run, is_theirs), proof = after_last(run, proves_answer);
	guint from = MAX(after_last(run, is_ours), proof > 0 ? proof - 1 : 0);

	/* "Thanks, all done" closes what stood before it. */
	if (last == 0 || follow_is_thanks(((const KithFollowMail *)run->mails->pdata[last - 1])->new_text))
		return true;
	for (guint i = from; i < run->mails->len; i++) {
		const KithFollowMail *mail = run->mails->pdata[i];

		if (!is_theirs(mail) || mail->kind != KITH_KIND_PERSONAL || follow_is_thanks(mail->new_text))
			continue;
		g_autoptr(GArray) users = addressed_users(run, mail);

		for (guint j = 0; j < users->len; j++) {
			if (!want_you_owe(run, mail, g_array_index(users, int64_t, j), error))
				return false;
		}
	}
	return true;
}

/* --- waiting */

/* The person outside a mail of ours is put to: the first in To. */
static const KithFollowPerson *target_of(const Run *run, const KithFollowMail *mail)
{
	for (guint i = 0; i < mail->people->len; i++) {
		const KithFollowPerson *person = mail->people->pdata[i];

		if (strcmp(person->role, "to") == 0 && person->user_id == 0 &&
		    (person->nature == NATURE_PERSON || person->nature == NATURE_ROLE) &&
		    !kith_config_is_own(run->config, person->address))
			return person;
	}
	return NULL;
}

static bool is_same_person(const KithFollowPerson *person, const KithFollowMail *mail)
{
	return strcmp(person->address, mail->author) == 0 ||
	       (person->contact_id != 0 && person->contact_id == mail->author_contact_id);
}

/* Anybody outside whom MAIL was put to answered it; the mail that did, or NULL. */
static const KithFollowMail *answer_to(const Run *run, guint index)
{
	const KithFollowMail *asked = run->mails->pdata[index];

	for (guint i = index + 1; i < run->mails->len; i++) {
		const KithFollowMail *mail = run->mails->pdata[i];

		for (guint j = 0; is_theirs(mail) && j < asked->people->len; j++) {
			const KithFollowPerson *person = asked->people->pdata[j];

			if (strcmp(person->role, "to") == 0 && is_same_person(person, mail))
				return mail;
		}
	}
	return NULL;
}

/* An absence moves it to the work day after the return. */
static bool move_behind_absence(const Run *run, const KithUser *user, int64_t asked_at, Wanted *wanted, GError **error)
{
	const KithSpan one_day = { 1, KITH_SPAN_WORK_DAYS };
	KithFollowUp *f = wanted->follow_up;
	g_autofree char *until = NULL, *mail = NULL;
	int64_t utc;

	if (!kith_follow_away(run->store, f->address, asked_at, &until, &mail, error))
		return false;
	if (until == NULL || !kith_time_parse(until, &utc, NULL))
		return true;
	/* The date is a day of the wall calendar: its UTC midnight, seen as wall time. */
	g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(utc);
	g_autoptr(GDateTime) local = g_date_time_new(user->zone, g_date_time_get_year(day), g_date_time_get_month(day),
						     g_date_time_get_day_of_month(day), 0, 0, 0);
	int64_t due_at = kith_span_after(g_date_time_to_unix(local), &one_day, user->zone, &user->work_hours);

	if (due_at <= f->due_at)
		return true;
	g_autofree char *reason = f->reason;
	f->due_at = due_at;
	f->reason = g_strdup_printf("%s; away until %s", reason, until);
	g_autofree char *evidence = f->evidence;
	f->evidence = g_strdup_printf("%s %s", evidence, mail);
	wanted->is_away = true;
	return true;
}

/* The first mail of the same row of asking: same author, same person, none answered. */
static const KithFollowMail *first_asking(const Run *run, guint index)
{
	const KithFollowMail *latest = run->mails->pdata[index], *first = latest;
	const KithFollowPerson *target = target_of(run, latest);
	int64_t settled = settled_at(run, KITH_FOLLOW_WAITING, latest->author_user_id);

	for (guint i = index; i > 0; i--) {
		const KithFollowMail *mail = run->mails->pdata[i - 1];
		const KithFollowPerson *other = is_ours(mail) ? target_of(run, mail) : NULL;

		if (is_theirs(mail) && is_same_person(target, mail))
			break;
		if (other != NULL && mail->author_user_id == latest->author_user_id && mail->at > settled &&
		    strcmp(other->address, target->address) == 0 && follow_asks(mail->new_text) &&
		    answer_to(run, i - 1) == NULL)
			first = mail;
	}
	return first;
}

static bool want_waiting(Run *run, guint index, GError **error)
{
	const KithFollowMail *latest = run->mails->pdata[index];
	const KithFollowMail *first = first_asking(run, index);
	const KithFollowPerson *target = target_of(run, latest);
	const KithUser *user = user_of(run, latest->author_user_id);
	bool never = false;

	if (user == NULL || latest->at <= settled_at(run, KITH_FOLLOW_WAITING, latest->author_user_id))
		return true;
	if (!kith_follow_is_never(run->store, latest->author_user_id, target->address, &never, error))
		return false;
	if (never)
		return true;
	Wanted *wanted = want(run, KITH_FOLLOW_WAITING, latest->author_user_id, first, target->address);

	wanted->latest_at = latest->at;
	return kith_rhythm_set_due(run->store, run->config, user, latest->at, wanted->follow_up, error) &&
	       move_behind_absence(run, user, latest->at, wanted, error) &&
	       kith_follow_bounce(run->store, target->address, latest->message_id, latest->at, &wanted->bounce, error);
}

/* One a conversation: the last question of ours that nobody answered. */
static bool find_waiting(Run *run, GError **error)
{
	for (guint i = run->mails->len; i > 0; i--) {
		const KithFollowMail *mail = run->mails->pdata[i - 1];

		if (is_ours(mail) && target_of(run, mail) != NULL && follow_asks(mail->new_text))
			return answer_to(run, i - 1) != NULL || want_waiting(run, i - 1, error);
	}
	return true;
}

/* --- what is stored is brought to what is wanted */

static bool change_to(Run *run, KithFollowUp *f, KithFollowStatus status, const char *words, const char *mail,
		GError **error)
{
	const KithFollowCause cause = { words, mail, 0 };

	if (!kith_follow_may_change(f->status, status))
		return true;
	f->status = status;
	return kith_follow_up_change(run->store, f, &cause, run->now_at, error);
}

/* The row that stands for WANTED: opened by the same mail, or by a later one of the same row of mails. */
static KithFollowUp *row_for(const Run *run, const Wanted *wanted)
{
	const KithFollowUp *w = wanted->follow_up;
	KithFollowUp *found = NULL;

	for (guint i = 0; i < run->existing->len; i++) {
		KithFollowUp *f = run->existing->pdata[i];

		if (strcmp(f->cause, w->cause) == 0)
			return f;
		if (f->kind == w->kind && f->user_id == w->user_id && is_active(f) && f->since_at >= w->since_at &&
		    found == NULL)
			found = f;
	}
	return found;
}

static void set_text(char **slot, const char *text)
{
	g_free(*slot);
	*slot = g_strdup(text);
}

/* F was opened by a mail that was read before an older one which asks for it: it becomes what it would have been,
 * as long as nobody has heard of it. */
static bool take_cause(Run *run, KithFollowUp *f, const KithFollowUp *w, bool *ret_taken, GError **error)
{
	*ret_taken = false;
	if (strcmp(f->cause, w->cause) == 0 || f->status != KITH_FOLLOW_OPEN || f->occurrence > 0 || f->told_at > 0)
		return true;
	set_text(&f->cause, w->cause);
	set_text(&f->address, w->address);
	set_text(&f->conversation, w->conversation);
	f->since_at = w->since_at;
	return kith_follow_up_take_cause(run->store, f, ret_taken, error);
}

static bool renew(Run *run, KithFollowUp *f, const Wanted *wanted, GError **error)
{
	const KithFollowUp *w = wanted->follow_up;
	bool moves = f->due_at != w->due_at, is_other;

	if (!is_active(f))
		return true;
	if (wanted->bounce != NULL) {
		set_text(&f->reason, "this address is dead: mail to it came back");
		return change_to(run, f, KITH_FOLLOW_CANCELLED, "this address is dead", wanted->bounce, error);
	}
	if (!take_cause(run, f, w, &is_other, error))
		return false;
	if ((!moves && !is_other) || (f->status == KITH_FOLLOW_SENT && !(wanted->is_away && w->due_at > run->now_at)) ||
	    f->status == KITH_FOLLOW_SNOOZED)
		return true;
	f->due_at = w->due_at;
	set_text(&f->reason, w->reason);
	set_text(&f->evidence, w->evidence);
	return change_to(run, f, KITH_FOLLOW_OPEN, wanted->is_away ? "away: moved behind the return" : "reckoned again",
			 NULL, error);
}

/* From when on mails open follow-ups for USER: `history` before the first sync of their newest account. */
static int64_t history_begin(const Run *run, const KithUser *user)
{
	int64_t base = 0;

	for (guint i = 0; i < run->config->accounts->len; i++) {
		const KithAccount *account = run->config->accounts->pdata[i];
		int64_t at;

		if (!g_ptr_array_find(account->users, user, NULL))
			continue;
		at = kith_ledger_first_sync_at(run->store, kith_store_find_account(run->store, account->title));
		base = MAX(base, at != 0 ? at : run->now_at);
	}
	return kith_span_before(base != 0 ? base : run->now_at, &run->config->history, user->zone, &user->work_hours);
}

static bool open_wanted(Run *run, Wanted *wanted, GError **error)
{
	const KithUser *user = user_of(run, wanted->follow_up->user_id);
	const KithFollowCause cause = { wanted->follow_up->reason, wanted->follow_up->conversation, 0 };
	bool added;

	if (wanted->bounce != NULL || wanted->latest_at < history_begin(run, user))
		return true;
	return kith_follow_up_add(run->store, wanted->follow_up, &cause, run->now_at, &added, error);
}

static const KithFollowMail *last_ours_after(const Run *run, int64_t at)
{
	guint last = after_last(run, is_ours);
	const KithFollowMail *mail = last > 0 ? run->mails->pdata[last - 1] : NULL;

	return mail != NULL && mail->at >= at ? mail : NULL;
}

static const KithFollowMail *last_theirs_after(const Run *run, int64_t at)
{
	guint last = after_last(run, is_theirs);
	const KithFollowMail *mail = last > 0 ? run->mails->pdata[last - 1] : NULL;

	return mail != NULL && mail->at >= at ? mail : NULL;
}

/* The first mail that proves an answer of ours, which is in no mailbox, after AT; NULL none. */
static const KithFollowMail *proof_after(const Run *run, int64_t at)
{
	for (guint i = 0; i < run->mails->len; i++) {
		const KithFollowMail *mail = run->mails->pdata[i];

		if (mail->proves_answer && mail->at > at)
			return mail;
	}
	return NULL;
}

static const char you_unseen[] = "you answered it; that mail is not in Sent (a phone?)";
static const char one_unseen[] = "one of us answered it; that mail is not in Sent (a phone?)";

/* F is wanted no more: says by what. */
static bool end(Run *run, KithFollowUp *f, GError **error)
{
	const KithFollowMail *mail = f->kind == KITH_FOLLOW_YOU_OWE ? last_ours_after(run, f->since_at) :
								      last_theirs_after(run, f->since_at);
	g_autofree char *words = NULL;

	if (mail != NULL) {
		words = g_strdup_printf("answered by %s", name_of(mail));
		return change_to(run, f, KITH_FOLLOW_DONE, words, mail->id, error);
	}
	mail = f->kind == KITH_FOLLOW_YOU_OWE ? proof_after(run, f->since_at) : NULL;
	if (mail != NULL)
		return change_to(run, f, KITH_FOLLOW_DONE, mail->unseen_user_id == f->user_id ? you_unseen : one_unseen,
				 mail->id, error);
	mail = f->kind == KITH_FOLLOW_YOU_OWE ? last_theirs_after(run, f->since_at) : last_ours_after(run, f->since_at);
	if (mail != NULL && f->kind == KITH_FOLLOW_YOU_OWE && follow_is_thanks(mail->new_text))
		return change_to(run, f, KITH_FOLLOW_DONE, "closed by their thanks", mail->id, error);
	if (mail != NULL && f->kind == KITH_FOLLOW_WAITING && mail->author_user_id != f->user_id) {
		words = g_strdup_printf("%s took over", name_of(mail));
		return change_to(run, f, KITH_FOLLOW_CANCELLED, words, mail->id, error);
	}
	return change_to(run, f, KITH_FOLLOW_CANCELLED, "no longer stands after all mails of the conversation", NULL,
			 error);
}

/* The mail that was not in Sent when F ended has turned up: it ended F. */
static bool end_truly(Run *run, const KithFollowUp *f, GError **error)
{
	const KithFollowMail *mail = f->kind == KITH_FOLLOW_YOU_OWE && f->status == KITH_FOLLOW_DONE ?
		last_ours_after(run, f->since_at) : NULL;
	g_autofree char *cause = mail != NULL ? kith_follow_up_last_cause(run->store, f->follow_up_id) : NULL;

	if (g_strcmp0(cause, you_unseen) != 0 && g_strcmp0(cause, one_unseen) != 0)
		return true;
	g_autofree char *words = g_strdup_printf("answered by %s", name_of(mail));
	const KithFollowCause answered = { words, mail->id, 0 };
	return kith_follow_up_change(run->store, f, &answered, run->now_at, error);
}

static bool bring_about(Run *run, GError **error)
{
	g_autoptr(GHashTable) kept = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < run->wanted->len; i++) {
		Wanted *wanted = run->wanted->pdata[i];
		KithFollowUp *f = row_for(run, wanted);

		if (f != NULL)
			g_hash_table_add(kept, f);
		if (f != NULL ? !renew(run, f, wanted, error) : !open_wanted(run, wanted, error))
			return false;
	}
	for (guint i = 0; i < run->existing->len; i++) {
		KithFollowUp *f = run->existing->pdata[i];

		if ((f->kind == KITH_FOLLOW_YOU_OWE || f->kind == KITH_FOLLOW_WAITING) && is_active(f) &&
		    !g_hash_table_contains(kept, f) && !end(run, f, error))
			return false;
		if (!end_truly(run, f, error))
			return false;
	}
	return true;
}

/* --- one mail */

static bool reckon_conversation(KithStore *store, const KithConfig *config, int64_t conversation_id, int64_t now_at,
		GPtrArray *mails, GPtrArray *existing, GError **error)
{
	g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func(free_wanted);
	Run run = { store, config, now_at, conversation_id, mails, existing, wanted };

	return find_you_owe(&run, error) && find_waiting(&run, error) && bring_about(&run, error);
}

static bool reckon_other(KithStore *store, const KithConfig *config, int64_t conversation_id, int64_t now_at,
		GError **error)
{
	g_autoptr(GPtrArray) mails = kith_follow_mails(store, conversation_id, error);
	g_autoptr(GPtrArray) existing = mails != NULL ?
		kith_follow_up_of_conversation(store, conversation_id, error) : NULL;

	return existing != NULL && reckon_conversation(store, config, conversation_id, now_at, mails, existing, error);
}

/* Follow-ups outside this conversation that MAIL moves or ends: "if no reply", absences, bounces. */
static bool touch_others(KithStore *store, const KithConfig *config, const KithFollowMail *mail,
		int64_t conversation_id, int64_t now_at, GError **error)
{
	g_autoptr(GPtrArray) list = mail->kind == KITH_KIND_BOUNCE ?
		kith_follow_up_bounced(store, mail->mail_id, error) :
		kith_follow_up_open_for(store, mail->author, error);
	const KithFollowCause answered = { "answered", mail->id, 0 };

	for (guint i = 0; list != NULL && i < list->len; i++) {
		KithFollowUp *f = list->pdata[i];
		int64_t other = f->conversation != NULL ? kith_follow_conversation_of(store, f->conversation) : 0;

		if (f->only_without_reply && is_theirs(mail) && mail->at > f->since_at) {
			f->status = KITH_FOLLOW_DONE;
			if (!kith_follow_up_change(store, f, &answered, now_at, error))
				return false;
		} else if (!is_theirs(mail) && other != 0 && other != conversation_id &&
			   !reckon_other(store, config, other, now_at, error)) {
			return false;
		}
	}
	return list != NULL;
}

static const KithFollowMail *find_mail(const GPtrArray *mails, int64_t mail_id)
{
	for (guint i = mails->len; i > 0; i--) {
		const KithFollowMail *mail = mails->pdata[i - 1];

		if (mail->mail_id == mail_id)
			return mail;
	}
	return NULL;
}

/* Older than anything that could open a follow-up, for every user. */
static bool is_history(KithStore *store, const KithConfig *config, int64_t at, int64_t now_at)
{
	const Run run = { .store = store, .config = config, .now_at = now_at };

	for (guint i = 0; i < config->users->len; i++) {
		if (at >= history_begin(&run, config->users->pdata[i]))
			return false;
	}
	return true;
}

bool kith_follow_mail(KithStore *store, const KithConfig *config, const KithRelated *related, int64_t now_at,
		GError **error)
{
	if (!related->is_new && !related->has_new_user)
		return true;
	g_autoptr(GPtrArray) existing = kith_follow_up_of_conversation(store, related->conversation_id, error);
	if (existing == NULL)
		return false;
	g_autoptr(GPtrArray) mails = kith_follow_mails(store, related->conversation_id, error);
	if (mails == NULL)
		return false;
	/* Most conversations of a first sync end here. Their newest mail counts, whichever came last. */
	const KithFollowMail *newest = mails->len > 0 ? mails->pdata[mails->len - 1] : NULL;
	if (existing->len == 0 && (newest == NULL || is_history(store, config, newest->at, now_at)))
		return true;
	const KithFollowMail *mail = find_mail(mails, related->mail_id);

	if (mail != NULL && mail->author_user_id == 0 && (mail->author != NULL || mail->kind == KITH_KIND_BOUNCE) &&
	    !touch_others(store, config, mail, related->conversation_id, now_at, error))
		return false;
	return reckon_conversation(store, config, related->conversation_id, now_at, mails, existing, error);
}
