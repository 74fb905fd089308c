/* SPDX-License-Identifier: MIT
 * reminder.c - what a reminder says: who, their last words, how long, why now.
 * In: a follow-up. Out: the object that templates/reminder.txt shows. Next: src/view/digest.c
 *
 * The customer may see it quoted one day: it holds no judgement, no number about him and no
 * colleague's words; only his own words, the subject and times.
 */
#include <string.h>

#include "json.h"

#define SAID_CHARS 280

typedef struct {
	KithStore *store;
	const KithViewer *viewer;
	json_t *object;
	const char *wanted;	/* identity of the mail it is about */
	int64_t mail_id;	/* of the mail to thread under */
	int64_t heard_id;	/* the last of theirs that the viewer may read */
	int64_t heard_at;
	GError *error;
} Reminder;

/* "Jan Novak" or, without a name, his address. */
static const char *who(const KithDueRow *row)
{
	return row->name != NULL && *row->name != '\0' ? row->name : row->address != NULL ? row->address : "somebody";
}

static char *headline(const KithDueRow *row, const char *since)
{
	switch (row->kind) {
	case KITH_FOLLOW_YOU_OWE:
		return g_strdup_printf("%s has been waiting for your answer for %s.", who(row), since);
	case KITH_FOLLOW_WAITING:
		return g_strdup_printf("%s has not answered for %s.", who(row), since);
	case KITH_FOLLOW_MANUAL:
		return g_strdup_printf("You asked to be reminded of %s.", who(row));
	case KITH_FOLLOW_CADENCE:
		return g_strdup_printf("You and %s have not been in touch for %s.", who(row), since);
	case KITH_FOLLOW_PROMISE:
		return g_strdup_printf("You named a date to %s.", who(row));
	case KITH_FOLLOW_MEETING:
		return g_strdup_printf("You meet %s.", who(row));
	}
	return NULL;
}

static bool take_message(const KithMessageRow *row, void *context)
{
	Reminder *reminder = context;

	if (row->direction == 0 && row->tier == KITH_TIER_FULL && row->kind == KITH_KIND_PERSONAL &&
	    !row->is_automatic) {
		reminder->heard_id = row->mail_id;
		reminder->heard_at = row->at;
	}
	/* Under the newest mail, unless the one it is about is known. */
	if (reminder->mail_id == 0 || strcmp(row->id, reminder->wanted) == 0 || row->tier == KITH_TIER_FULL) {
		reminder->mail_id = row->mail_id;
		(void)json_object_set_new(reminder->object, "message_id", kith_json_text(row->message_id));
		(void)json_object_set_new(reminder->object, "subject", kith_json_text(row->subject));
	}
	return true;
}

/* Their last words, and the ids to thread under. */
static bool add_conversation(Reminder *reminder, int64_t conversation_id, GError **error)
{
	g_autofree char *words = NULL;

	if (!kith_read_messages(reminder->store, reminder->viewer->user_id, conversation_id, take_message, reminder,
				error))
		return false;
	if (reminder->heard_id != 0) {
		if (!kith_read_words(reminder->store, reminder->heard_id, &words, error))
			return false;
		g_autofree char *said = kith_text_snippet(words, SAID_CHARS);
		g_autofree char *span = kith_view_span(reminder->heard_at, reminder->viewer->now_at);

		if (*said != '\0') {
			(void)json_object_set_new(reminder->object, "said", kith_json_text(said));
			(void)json_object_set_new(reminder->object, "said_ago", kith_json_text(span));
		}
		(void)json_object_set_new(reminder->object, "said_at",
					  kith_json_time(reminder->viewer, reminder->heard_at));
	}
	g_autoptr(GPtrArray) references = kith_read_references(reminder->store, reminder->mail_id, error);
	if (references == NULL)
		return false;
	(void)json_object_set_new(reminder->object, "references", kith_json_texts(references));
	return true;
}

static bool take_row(const KithDueRow *row, void *context)
{
	Reminder *reminder = context;
	g_auto(GStrv) evidence = g_strsplit(row->evidence, " ", -1);
	g_autofree char *since = kith_view_span(row->since_at, reminder->viewer->now_at);
	g_autofree char *line = headline(row, since);
	guint count = g_strv_length(evidence);

	reminder->object = json_pack("{s:s, s:s, s:s?, s:s, s:s, s:s, s:s, s:s?, s:n, s:n, s:n, s:n, s:n, s:[]}",
				     "id", row->id, "contact", who(row), "address", row->address, "since", since,
				     "kind", kith_follow_kind_name(row->kind), "reason", row->reason,
				     "headline", line, "note", row->note, "subject", "said", "said_at", "said_ago",
				     "message_id", "references");
	reminder->wanted = count > 0 ? evidence[count - 1] : "";
	if (row->conversation_id != 0)
		(void)add_conversation(reminder, row->conversation_id, &reminder->error);
	reminder->wanted = NULL;
	return false;
}

/* A link that opens a new mail to the person, in the words of the conversation (RFC 6068). */
static void add_mailto(json_t *object)
{
	const char *address = json_string_value(json_object_get(object, "address"));
	const char *subject = json_string_value(json_object_get(object, "subject"));

	if (address == NULL)
		return;
	g_autofree char *to = g_uri_escape_string(address, "@", TRUE);
	g_autofree char *words = g_uri_escape_string(subject != NULL ? subject : "", NULL, TRUE);
	bool is_bare = subject == NULL || *subject == '\0' || g_ascii_strncasecmp(subject, "Re:", 3) == 0;
	const char *re = is_bare ? "" : "Re%3A%20";
	g_autofree char *link = g_strdup_printf("mailto:%s%s%s%s", to, *words != '\0' ? "?subject=" : "", re, words);

	(void)json_object_set_new(object, "mailto", kith_json_text(link));
}

json_t *kith_view_reminder(KithStore *store, const KithViewer *viewer, int64_t follow_up_id, GError **error)
{
	const KithDueFilter filter = { .all = true, .follow_up_id = follow_up_id };
	Reminder reminder = { .store = store, .viewer = viewer };
	g_autofree char *title = NULL;

	if (!kith_read_user_title(store, viewer->user_id, &title, error) ||
	    !kith_read_due(store, viewer->user_id, &filter, take_row, &reminder, error))
		return NULL;
	if (reminder.error != NULL || reminder.object == NULL) {
		json_decref(reminder.object);
		if (reminder.error != NULL)
			g_propagate_error(error, reminder.error);
		else
			g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "the follow-up is not this user's");
		return NULL;
	}
	(void)json_object_set_new(reminder.object, "user", kith_json_text(title));
	add_mailto(reminder.object);
	return reminder.object;
}
