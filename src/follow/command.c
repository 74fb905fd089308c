/* SPDX-License-Identifier: MIT
 * command.c - what users tell: one grammar for the shell and for mail.
 * In: words. Out: told rows, changed follow-ups, a text that says what was understood.
 * Next: src/follow/command-mail.c
 *
 * A user changes only their own follow-ups, whatever their role. Every act is a told row,
 * and the changes name it, so that undo takes back exactly that act.
 */
#include "command.h"

#include <string.h>

#include "when.h"

#define MAX_WHEN_WORDS 12
#define MAX_NAME_WORDS 4
#define UNDO_HINT " To take it back: undo."

typedef enum { VERB_REMIND, VERB_DONE, VERB_SNOOZE, VERB_NEVER, VERB_STOP, VERB_NOTE, VERB_TAG, VERB_MINE, VERB_UNDO,
	       VERB_NONE } Verb;

static const struct { const char *word; Verb verb; } verbs[] = {
	{ "remind", VERB_REMIND }, { "erinnere", VERB_REMIND }, { "done", VERB_DONE }, { "erledigt", VERB_DONE },
	{ "fertig", VERB_DONE }, { "snooze", VERB_SNOOZE }, { "never", VERB_NEVER }, { "nie", VERB_NEVER },
	{ "stop", VERB_STOP }, { "stopp", VERB_STOP }, { "note", VERB_NOTE }, { "notiz", VERB_NOTE },
	{ "tag", VERB_TAG }, { "mine", VERB_MINE }, { "meins", VERB_MINE }, { "undo", VERB_UNDO },
};

void kith_told_clear(KithTold *told)
{
	g_free(told->text);
	g_free(told->follow_up);
	*told = (KithTold){ 0 };
}

static Verb verb_of(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++) {
		if (g_ascii_strcasecmp(verbs[i].word, word) == 0)
			return verbs[i].verb;
	}
	return VERB_NONE;
}

static bool usage(GError **error, const char *expected)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "expected: %s", expected);
	return false;
}

static char *join(const char *const *words, guint count)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < count; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? " " : "", words[i]);
	return g_string_free(text, false);
}

static void tell(KithTold *told, const KithFollowUp *f, char *text)
{
	told->text = text;
	told->follow_up = f != NULL ? g_strdup(f->id) : NULL;
	told->changed = true;
}

/* The person's name, as people say it; else the address, else what was noted. */
static char *about_whom(const Teller *t, const KithFollowUp *f)
{
	char *name = f->address != NULL ? kith_follow_name_of(t->store, f->address) : NULL;

	if (name != NULL)
		return name;
	return g_strdup(f->address != NULL ? f->address : f->note != NULL ? f->note : "you");
}

/* --- whom and what it is about */

static bool refuse_choice(const char *name, const GPtrArray *addresses, const GPtrArray *names, GError **error)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < addresses->len; i++)
		g_string_append_printf(list, "%s%s <%s>", i > 0 ? ", " : "", (const char *)names->pdata[i],
				       (const char *)addresses->pdata[i]);
	g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "%s: %s", name,
		    addresses->len > 0 ? list->str : "no such contact; expected an address, an id or a name");
	g_string_free(list, true);
	return false;
}

/* CONTACT: an address, an id, or a name that only one contact of the user's own mail has. */
static bool find_contact(const Teller *t, const char *text, char **ret_address, GError **error)
{
	g_autofree char *norm = strchr(text, '@') != NULL ? kith_address_normalize(text) : NULL;
	g_autofree char *address = NULL;

	if (norm == NULL && !kith_follow_contact_by_id(t->store, text, &address, error))
		return false;
	if (norm != NULL && kith_config_is_own(t->config, norm)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "%s is one of us, no contact", norm);
		return false;
	}
	if (norm == NULL && address == NULL) {
		g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
		g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

		if (!kith_follow_contacts_by_name(t->store, t->user_id, text, addresses, names, error))
			return false;
		if (addresses->len != 1 || addresses->pdata[0] == NULL)
			return refuse_choice(text, addresses, names, error);
		address = g_strdup(addresses->pdata[0]);
	}
	*ret_address = norm != NULL ? g_steal_pointer(&norm) : g_steal_pointer(&address);
	return true;
}

static bool shares_account(const Teller *t, int64_t user_id)
{
	for (guint i = 0; i < t->config->accounts->len; i++) {
		const KithAccount *account = t->config->accounts->pdata[i];

		if (!g_ptr_array_find(account->users, t->user, NULL))
			continue;
		for (guint j = 0; j < account->users->len; j++) {
			const KithUser *user = account->users->pdata[j];

			if (kith_store_find_user(t->store, user->title) == user_id)
				return true;
		}
	}
	return false;
}

/* The follow-up of ID (NULL: the one the answer is about), the user's own; with ANY_SHARED also
 * one of a mailbox that they share. */
static bool find_follow_up(const Teller *t, const char *id, bool any_shared, KithFollowUp **ret_follow_up,
		GError **error)
{
	g_autoptr(KithFollowUp) f = NULL;
	g_autofree char *low = id != NULL ? g_ascii_strdown(id, -1) : g_strdup(t->about);

	if (low == NULL)
		return usage(error, "the id of a follow-up, as `kith due` shows it");
	if (!kith_follow_up_find(t->store, low, &f, error))
		return false;
	if (f == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "no follow-up %s", low);
		return false;
	}
	if (f->user_id != t->user_id && !(any_shared && shares_account(t, f->user_id))) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_DENIED, "%s is not your follow-up", low);
		return false;
	}
	*ret_follow_up = g_steal_pointer(&f);
	return true;
}

/* --- acts */

static bool note_act(const Teller *t, const char *verb, const char *subject, const char *words, int64_t *ret_told_id,
		GError **error)
{
	if (!kith_told_add(t->store, t->now_at, t->user_id, verb, subject, words, t->mail, ret_told_id, error))
		return false;
	/* A human act makes a contact; "never" is none. */
	return subject == NULL || strchr(subject, '@') == NULL || strcmp(verb, "never") == 0 ||
	       kith_people_told(t->store, subject, error);
}

static bool change(const Teller *t, KithFollowUp *f, KithFollowStatus status, const char *words, int64_t told_id,
		GError **error)
{
	const KithFollowCause cause = { words, t->mail, told_id };

	f->status = status;
	return kith_follow_up_change(t->store, f, &cause, t->now_at, error);
}

static bool do_done(const Teller *t, const char *id, KithTold *told, GError **error)
{
	g_autoptr(KithFollowUp) f = NULL;
	int64_t told_id;

	if (!find_follow_up(t, id, false, &f, error))
		return false;
	if (!kith_follow_may_change(f->status, KITH_FOLLOW_DONE)) {
		told->text = g_strdup_printf("%s was %s already; nothing changed.", f->id,
					     kith_follow_status_name(f->status));
		told->follow_up = g_strdup(f->id);
		return true;
	}
	if (!note_act(t, "done", f->id, "", &told_id, error) ||
	    !change(t, f, KITH_FOLLOW_DONE, "you said done", told_id, error))
		return false;
	g_autofree char *whom = about_whom(t, f);
	tell(told, f, g_strdup_printf("Done: %s, %s.%s" UNDO_HINT, f->id, whom,
				      f->recurrence != NULL ? " It will not come again." : ""));
	return true;
}

static bool parse_when(const Teller *t, const char *expression, KithWhen *ret_when, bool *ret_doubtful, GError **error)
{
	g_autoptr(GError) refusal = NULL;

	if (when_parse(expression, t->now_at, t->user->zone, &t->user->work_hours, ret_when, ret_doubtful, &refusal))
		return true;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_USAGE, refusal->message);
	return false;
}

static bool do_snooze(const Teller *t, const char *id, const char *expression, KithTold *told, GError **error)
{
	g_autoptr(KithFollowUp) f = NULL;
	KithWhen when = { 0 };
	bool doubtful;
	int64_t told_id;

	if (!find_follow_up(t, id, false, &f, error) || !parse_when(t, expression, &when, &doubtful, error))
		return false;
	g_autofree char *wall = g_steal_pointer(&when.wall), *rule = g_steal_pointer(&when.recurrence);
	if (rule != NULL)
		return usage(error, "one time; for one that repeats: remind CONTACT every ...");
	f->due_at = when.at;
	g_free(f->due_wall);
	g_free(f->due_zone);
	f->due_wall = g_steal_pointer(&wall);
	f->due_zone = g_strdup(t->user->zone_name);
	if (!note_act(t, "snooze", f->id, expression, &told_id, error) ||
	    !change(t, f, KITH_FOLLOW_SNOOZED, "you asked for later", told_id, error))
		return false;
	g_autofree char *date = kith_time_format_human(f->due_at, t->user->zone);
	g_autofree char *whom = about_whom(t, f);
	tell(told, f, g_strdup_printf("Later: %s, on %s (%s)." UNDO_HINT, whom, date, f->id));
	return true;
}

bool command_remind(const Teller *t, const char *address, const char *conversation, const char *expression,
		const char *note, KithTold *told, GError **error)
{
	g_autoptr(KithFollowUp) f = g_new0(KithFollowUp, 1);
	KithWhen when = { 0 };
	bool doubtful, added;
	int64_t told_id;

	if (!parse_when(t, expression, &when, &doubtful, error))
		return false;
	g_autofree char *rule = g_steal_pointer(&when.recurrence);
	f->due_wall = g_steal_pointer(&when.wall);
	g_autofree char *words = g_strdup_printf("%s%s%s", expression, *note != '\0' ? ": " : "", note);
	if (!note_act(t, "remind", address, words, &told_id, error))
		return false;
	f->cause = g_strdup_printf("manual %s %" G_GINT64_FORMAT, t->user->title, told_id);
	f->kind = KITH_FOLLOW_MANUAL;
	f->user_id = t->user_id;
	f->address = g_strdup(address);
	f->conversation = g_strdup(conversation);
	f->since_at = t->now_at;
	f->due_at = when.at;
	f->due_zone = g_strdup(t->user->zone_name);
	f->recurrence = rule != NULL ? g_strdup(expression) : NULL;
	f->only_without_reply = when.if_no_reply;
	f->status = KITH_FOLLOW_OPEN;
	f->note = *note != '\0' ? g_strdup(note) : NULL;
	f->evidence = g_strdup(conversation != NULL ? conversation : "");
	f->reason = g_strdup_printf("you asked to be reminded: %s", words);
	const KithFollowCause cause = { "you asked to be reminded", t->mail, told_id };
	if (!kith_follow_up_add(t->store, f, &cause, t->now_at, &added, error))
		return false;
	g_autofree char *date = kith_time_format_human(f->due_at, t->user->zone);
	g_autofree char *whom = about_whom(t, f);
	tell(told, f, g_strdup_printf("Reminder %s, %s, on %s%s%s." UNDO_HINT, f->id, whom, date,
				      f->recurrence != NULL ? ", and again " : "",
				      f->recurrence != NULL ? f->recurrence : when.if_no_reply ?
				      " if no answer comes" : ""));
	return true;
}

/* The longest run of WORDS that is a time. What is understood but doubtful is refused, never
 * cut shorter: "tomorrow at 5 call" must not become "tomorrow". */
static bool split_when(const Teller *t, const char *const *words, guint count, guint *ret_used, GError **error)
{
	for (guint used = MIN(count, MAX_WHEN_WORDS); used > 0; used--) {
		g_autofree char *text = join(words, used);
		g_autoptr(GError) refusal = NULL;
		KithWhen when = { 0 };
		bool doubtful;

		if (parse_when(t, text, &when, &doubtful, &refusal)) {
			kith_when_clear(&when);
			*ret_used = used;
			return true;
		}
		if (doubtful || used == 1) {
			g_propagate_error(error, g_steal_pointer(&refusal));
			return false;
		}
	}
	return usage(error, "remind CONTACT WHEN [NOTE]");
}

/* CONTACT may be a name of several words: as many as leave a time behind them. */
static bool do_remind(const Teller *t, const char *const *words, guint count, KithTold *told, GError **error)
{
	g_autoptr(GError) first = NULL;
	guint names, used = 0;

	if (count < 2)
		return usage(error, "remind CONTACT WHEN [NOTE]");
	for (names = 1; names <= MAX_NAME_WORDS && names < count; names++) {
		g_autoptr(GError) refusal = NULL;

		if (split_when(t, words + names, count - names, &used, &refusal))
			break;
		if (first == NULL)
			first = g_steal_pointer(&refusal);
		if (strchr(words[0], '@') != NULL)
			names = MAX_NAME_WORDS;
	}
	if (used == 0) {
		g_propagate_error(error, g_steal_pointer(&first));
		return false;
	}
	g_autofree char *contact = join(words, names), *expression = join(words + names, used);
	g_autofree char *note = join(words + names + used, count - names - used), *address = NULL;

	return find_contact(t, contact, &address, error) &&
	       command_remind(t, address, NULL, expression, note, told, error);
}

static bool do_never(const Teller *t, const char *address, KithTold *told, GError **error)
{
	g_autoptr(GPtrArray) list = kith_follow_up_open_for(t->store, address, error);
	int64_t told_id;
	guint ended = 0;

	if (list == NULL || !note_act(t, "never", address, "", &told_id, error))
		return false;
	for (guint i = 0; i < list->len; i++) {
		KithFollowUp *f = list->pdata[i];

		if (f->user_id != t->user_id)
			continue;
		if (!change(t, f, KITH_FOLLOW_CANCELLED, "you said never", told_id, error))
			return false;
		ended++;
	}
	tell(told, NULL, g_strdup_printf("Never again about %s; %u follow-up%s ended." UNDO_HINT, address, ended,
					 ended == 1 ? "" : "s"));
	return true;
}

/* The contact of the follow-up that an answer is about. */
static bool contact_of_answer(const Teller *t, char **ret_address, GError **error)
{
	g_autoptr(KithFollowUp) f = NULL;

	if (!find_follow_up(t, NULL, false, &f, error))
		return false;
	if (f->address == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "%s is about no contact", f->id);
		return false;
	}
	*ret_address = g_strdup(f->address);
	return true;
}

static bool do_note(const Teller *t, const char *address, const char *text, KithTold *told, GError **error)
{
	g_autofree char *clean = kith_text_clean(text, true);
	int64_t told_id;

	if (*clean == '\0' || strlen(clean) > KITH_LIMIT_NOTE_BYTES)
		return usage(error, "note CONTACT TEXT, the text not longer than 16 KB");
	if (!note_act(t, "note", address, clean, &told_id, error) ||
	    !kith_told_entry(t->store, told_id, address, "note", t->now_at, t->user_id, clean, error))
		return false;
	tell(told, NULL, g_strdup_printf("Noted for %s." UNDO_HINT, address));
	return true;
}

/* "note jan@customer.example TEXT", "note Jan Novak: TEXT"; in an answer "note TEXT". */
static bool read_note(const Teller *t, const char *const *words, guint count, KithTold *told, GError **error)
{
	g_autofree char *address = NULL, *contact = NULL, *text = NULL;
	guint names = 0;

	if (count < 1)
		return usage(error, "note CONTACT TEXT");
	for (guint i = 0; i < MIN(count, MAX_NAME_WORDS) && names == 0; i++)
		names = g_str_has_suffix(words[i], ":") ? i + 1 : 0;
	if (t->about != NULL && names == 0 && strchr(words[0], '@') == NULL) {
		text = join(words, count);
		return contact_of_answer(t, &address, error) && do_note(t, address, text, told, error);
	}
	names = MAX(names, 1);
	contact = join(words, names);
	if (g_str_has_suffix(contact, ":"))
		contact[strlen(contact) - 1] = '\0';
	text = join(words + names, count - names);
	return find_contact(t, contact, &address, error) && do_note(t, address, text, told, error);
}

static bool is_tag(const char *word)
{
	if ((*word != '+' && *word != '-') || word[1] == '\0' || strlen(word) > 64)
		return false;
	for (const char *at = word + 1; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (!g_unichar_isalnum(c) && c != '-' && c != '_')
			return false;
	}
	return true;
}

static bool do_tag(const Teller *t, const char *const *words, guint count, KithTold *told, GError **error)
{
	g_autofree char *contact = NULL, *address = NULL, *tags = NULL;
	guint first = count;
	int64_t told_id;

	while (first > 0 && is_tag(words[first - 1]))
		first--;
	if (first == count || (first == 0 && t->about == NULL))
		return usage(error, "tag CONTACT +a -b");
	contact = join(words, first);
	tags = join(words + first, count - first);
	if (!(first == 0 ? contact_of_answer(t, &address, error) : find_contact(t, contact, &address, error)) ||
	    !note_act(t, "tag", address, tags, &told_id, error))
		return false;
	tell(told, NULL, g_strdup_printf("Tagged %s: %s." UNDO_HINT, address, tags));
	return true;
}

/* The same thing in the hands of others who read the shared mailbox ends there. */
static bool release_others(const Teller *t, const KithFollowUp *mine, int64_t told_id, GError **error)
{
	int64_t conversation = mine->conversation != NULL ?
		kith_follow_conversation_of(t->store, mine->conversation) : 0;
	g_autoptr(GPtrArray) list = kith_follow_up_of_conversation(t->store, conversation, error);
	g_autofree char *words = g_strdup_printf("%s took it", t->user->name);

	for (guint i = 0; list != NULL && i < list->len; i++) {
		KithFollowUp *f = list->pdata[i];

		if (f->follow_up_id == mine->follow_up_id || f->kind != mine->kind || f->user_id == t->user_id ||
		    !kith_follow_may_change(f->status, KITH_FOLLOW_CANCELLED) || !shares_account(t, f->user_id))
			continue;
		if (!change(t, f, KITH_FOLLOW_CANCELLED, words, told_id, error))
			return false;
	}
	return list != NULL;
}

static const char *title_of(const Teller *t, int64_t user_id)
{
	for (guint i = 0; i < t->config->users->len; i++) {
		const KithUser *user = t->config->users->pdata[i];

		if (kith_store_find_user(t->store, user->title) == user_id)
			return user->title;
	}
	return "";
}

static bool do_mine(const Teller *t, const char *id, KithTold *told, GError **error)
{
	g_autoptr(KithFollowUp) f = NULL;
	int64_t told_id;

	if (!find_follow_up(t, id, true, &f, error) ||
	    !note_act(t, "mine", f->id, title_of(t, f->user_id), &told_id, error))
		return false;
	f->user_id = t->user_id;
	if (!change(t, f, f->status, "taken over", told_id, error) || !release_others(t, f, told_id, error))
		return false;
	g_autofree char *whom = about_whom(t, f);
	tell(told, f, g_strdup_printf("Yours: %s, %s." UNDO_HINT, f->id, whom));
	return true;
}

/* `mine` moved a follow-up from one user to another: back to them. */
static bool give_back(const Teller *t, const KithToldRow *row, GError **error)
{
	g_autoptr(KithFollowUp) f = NULL;
	const KithFollowCause cause = { "taken back by undo", t->mail, 0 };
	int64_t user_id = kith_store_find_user(t->store, row->words);

	if (strcmp(row->verb, "mine") != 0 || user_id == 0 || user_id == t->user_id)
		return true;
	if (!kith_follow_up_find(t->store, row->subject, &f, error))
		return false;
	if (f == NULL)
		return true;
	f->user_id = user_id;
	return kith_follow_up_change(t->store, f, &cause, t->now_at, error);
}

static bool undo_row(const Teller *t, const KithToldRow *row, KithTold *told, GError **error)
{
	uint32_t count = 0;

	if (!kith_follow_up_undo(t->store, row->told_id, t->now_at, &count, error) || !give_back(t, row, error) ||
	    !kith_told_undo(t->store, row->told_id, t->now_at, error))
		return false;
	if (row->subject != NULL && strchr(row->subject, '@') != NULL && strcmp(row->verb, "never") != 0 &&
	    !kith_people_told(t->store, row->subject, error))
		return false;
	tell(told, NULL, g_strdup_printf("Taken back: %s %s.", row->verb, row->subject != NULL ? row->subject : ""));
	return true;
}

static bool do_undo(const Teller *t, KithTold *told, GError **error)
{
	KithToldRow row = { 0 };

	if (!kith_told_last(t->store, t->user_id, &row, error))
		return false;
	if (row.told_id == 0) {
		told->text = g_strdup("There is nothing to take back.");
		return true;
	}
	bool ok = undo_row(t, &row, told, error);
	kith_told_row_clear(&row);
	return ok;
}

/* --- grammar */

static bool read_never(const Teller *t, const char *const *words, guint count, KithTold *told, GError **error)
{
	g_autofree char *contact = join(words, count), *address = NULL;

	if (count == 0 && t->about == NULL)
		return usage(error, "never CONTACT");
	return (count == 0 ? contact_of_answer(t, &address, error) : find_contact(t, contact, &address, error)) &&
	       do_never(t, address, told, error);
}

static bool read_snooze(const Teller *t, const char *const *words, guint count, KithTold *told, GError **error)
{
	guint from = t->about != NULL && count == 1 ? 0 : 1;

	if (count <= from)
		return usage(error, "snooze ID WHEN");
	g_autofree char *expression = join(words + from, count - from);
	if (t->about != NULL && from == 1) {
		/* In an answer the id may be left out: "snooze next friday". */
		g_autofree char *whole = join(words, count);
		KithWhen when = { 0 };
		bool doubtful;

		if (parse_when(t, whole, &when, &doubtful, NULL) || doubtful) {
			kith_when_clear(&when);
			return do_snooze(t, NULL, whole, told, error);
		}
	}
	return do_snooze(t, from == 1 ? words[0] : NULL, expression, told, error);
}

/* Words that start with no verb: in an answer to a reminder, when to come again. */
static bool read_bare(const Teller *t, const char *const *words, guint count, KithTold *told, GError **error)
{
	g_autofree char *text = join(words, count);
	g_autoptr(GError) refusal = NULL;
	KithWhen when = { 0 };
	bool doubtful = false;

	if (t->about != NULL && parse_when(t, text, &when, &doubtful, &refusal)) {
		kith_when_clear(&when);
		return do_snooze(t, NULL, text, told, error);
	}
	if (doubtful) {
		g_propagate_error(error, g_steal_pointer(&refusal));
		return false;
	}
	g_autofree char *shown = kith_text_snippet(text, 60);
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "\"%s\" is not understood. " COMMAND_UNDERSTOOD, shown);
	return false;
}

bool command_execute(const Teller *t, const char *const *words, KithTold *told, GError **error)
{
	guint count = g_strv_length((char **)words);
	Verb verb = count > 0 ? verb_of(words[0]) : VERB_NONE;
	const char *const *rest = words + (verb != VERB_NONE);
	guint left = count - (verb != VERB_NONE);

	switch (verb) {
	case VERB_REMIND:
		return do_remind(t, rest, left, told, error);
	case VERB_DONE:
		return left <= 1 ? do_done(t, left == 1 ? rest[0] : NULL, told, error) : usage(error, "done ID");
	case VERB_SNOOZE:
		return read_snooze(t, rest, left, told, error);
	case VERB_NEVER:
		return read_never(t, rest, left, told, error);
	case VERB_STOP:
		return left == 0 && t->about != NULL ? read_never(t, rest, left, told, error) :
						       usage(error, "stop alone, in an answer to a reminder");
	case VERB_NOTE:
		return read_note(t, rest, left, told, error);
	case VERB_TAG:
		return do_tag(t, rest, left, told, error);
	case VERB_MINE:
		return left <= 1 ? do_mine(t, left == 1 ? rest[0] : NULL, told, error) : usage(error, "mine ID");
	case VERB_UNDO:
		return left == 0 ? do_undo(t, told, error) : usage(error, "undo");
	case VERB_NONE:
		break;
	}
	return read_bare(t, words, count, told, error);
}

bool kith_tell(KithStore *store, const KithConfig *config, const KithUser *user, const char *const *words,
		int64_t now_at, KithTold *ret_told, GError **error)
{
	const Teller teller = { store, config, user, kith_store_find_user(store, user->title), now_at, NULL, NULL };
	KithTold told = { 0 };

	if (!kith_store_begin(store, true, error))
		return false;
	if (!command_execute(&teller, words, &told, error)) {
		kith_store_rollback(store);
		kith_told_clear(&told);
		return false;
	}
	if (!kith_store_commit(store, error)) {
		kith_told_clear(&told);
		return false;
	}
	*ret_told = told;
	return true;
}
