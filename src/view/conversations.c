/* SPDX-License-Identifier: MIT
 * conversations.c - mails that answer each other, who answered when, whose turn it is.
 * In: rows. Out: objects of `kith conversations`. Next: src/view/search.c
 */
#include <string.h>

#include "json.h"

/* A mail of the conversation, kept while its answers are looked for. */
typedef struct {
	json_t *object;
	char *message_id, *parent;
	char *unseen_answered;	/* a mail that this one proves to be answered; NULL */
	int64_t at;
	int direction;
	bool answers;	/* a person wrote it */
} Message;

typedef struct {
	KithStore *store;
	const KithViewer *viewer;
	const KithConversationFilter *filter;
	KithViewEach each;
	void *context;
	GArray *messages;	/* of the conversation at hand */
	char *subject;
	const char *state;
	GError *error;
} Listing;

static void message_clear(void *data)
{
	Message *message = data;

	json_decref(message->object);
	g_free(message->message_id);
	g_free(message->parent);
	g_free(message->unseen_answered);
}

static const char *direction_name(int direction)
{
	return direction == 0 ? "in" : direction == 1 ? "out" : NULL;
}

static bool take_message(const KithMessageRow *row, void *context)
{
	Listing *listing = context;
	Message message = {
		.message_id = g_strdup(row->message_id), .parent = g_strdup(row->parent), .at = row->at,
		.unseen_answered = g_strdup(row->unseen_answered),
		.direction = row->direction,
		.answers = row->kind != KITH_KIND_AUTO_REPLY && row->kind != KITH_KIND_BOUNCE &&
			   row->kind != KITH_KIND_REPORT && row->kind != KITH_KIND_BULK,
	};

	message.object = json_pack("{s:s?, s:s?, s:o, s:s?, s:s?, s:s, s:n}", "message_id", row->message_id,
				   "parent", row->parent, "at", kith_json_time(listing->viewer, row->at),
				   "direction", direction_name(row->direction), "from", row->author,
				   "kind", kith_mail_kind_name(row->kind), "answered_at");
	g_array_append_val(listing->messages, message);
	if (listing->subject == NULL && row->subject != NULL)
		listing->subject = g_strdup(row->subject);
	return true;
}

/* The first mail of the other side that names a mail as what it answers, or proves that an unseen one did: then it was
 * no later. One pass: mails come oldest first, and the earliest answer of each Message-ID is kept. */
static void find_answers(Listing *listing)
{
	/* By direction of the answer, by the Message-ID that is answered. */
	g_autoptr(GHashTable) by_them = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) by_us = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTable *const answered[2] = { by_them, by_us };

	for (guint i = 0; i < listing->messages->len; i++) {
		Message *message = &g_array_index(listing->messages, Message, i);

		if (message->answers && message->parent != NULL && message->direction <= 1 &&
		    !g_hash_table_contains(answered[message->direction], message->parent))
			g_hash_table_insert(answered[message->direction], message->parent, message);
		if (message->unseen_answered != NULL && !g_hash_table_contains(by_us, message->unseen_answered))
			g_hash_table_insert(by_us, message->unseen_answered, message);
	}
	for (guint i = 0; i < listing->messages->len; i++) {
		Message *message = &g_array_index(listing->messages, Message, i);
		const Message *answer = message->message_id != NULL && message->direction <= 1 ?
			g_hash_table_lookup(answered[1 - message->direction], message->message_id) : NULL;

		if (answer != NULL)
			(void)json_object_set_new(message->object, "answered_at",
						  kith_json_time(listing->viewer, answer->at));
	}
}

static bool take_state(const KithDueRow *row, void *context)
{
	Listing *listing = context;

	if (row->kind == KITH_FOLLOW_YOU_OWE)
		listing->state = "you-owe";
	else if (row->kind == KITH_FOLLOW_WAITING && strcmp(listing->state, "you-owe") != 0)
		listing->state = "waiting";
	return true;
}

/* Without anything open: closed when both sides have spoken, quiet when only one has. */
static const char *resting_state(const Listing *listing)
{
	bool in = false, out = false;

	for (guint i = 0; i < listing->messages->len; i++) {
		const Message *message = &g_array_index(listing->messages, Message, i);

		in = in || message->direction == 0;
		out = out || message->direction == 1 || message->unseen_answered != NULL;
	}
	return in && out ? "closed" : "quiet";
}

static json_t *conversation_object(Listing *listing, const KithConversationRow *row)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	if (!kith_read_conversation_people(listing->store, listing->viewer->user_id, row->conversation_id, ids, names,
					   &listing->error))
		return NULL;
	json_t *object = json_pack("{s:s, s:s?, s:o, s:o, s:s?, s:s, s:o, s:i}", "id", row->id,
				   "subject", listing->subject, "contacts", kith_json_texts(ids),
				   "names", kith_json_texts(names), "owner", row->owner, "state", listing->state,
				   "last_at", kith_json_time(listing->viewer, row->last_at),
				   "count", (int)listing->messages->len);
	if (listing->filter->messages) {
		json_t *messages = json_array();

		for (guint i = 0; i < listing->messages->len; i++)
			(void)json_array_append(messages, g_array_index(listing->messages, Message, i).object);
		(void)json_object_set_new(object, "messages", messages);
	}
	return object;
}

static bool read_whole(Listing *listing, const KithConversationRow *row)
{
	const KithDueFilter open = { .conversation_id = row->conversation_id };

	g_array_set_size(listing->messages, 0);
	g_clear_pointer(&listing->subject, g_free);
	listing->state = "";
	if (!kith_read_messages(listing->store, listing->viewer->user_id, row->conversation_id, take_message, listing,
				&listing->error) ||
	    !kith_read_due(listing->store, listing->viewer->user_id, &open, take_state, listing, &listing->error))
		return false;
	if (*listing->state == '\0')
		listing->state = resting_state(listing);
	find_answers(listing);
	return true;
}

static bool list_conversation(const KithConversationRow *row, void *context)
{
	Listing *listing = context;

	if (!read_whole(listing, row))
		return false;
	if (listing->filter->state != NULL && strcmp(listing->filter->state, listing->state) != 0)
		return true;
	json_t *object = conversation_object(listing, row);
	if (object == NULL)
		return false;
	bool more = listing->each(object, listing->context);
	json_decref(object);
	return more;
}

bool kith_view_conversations(KithStore *store, const KithViewer *viewer, const KithConversationFilter *filter,
		KithViewEach each, void *context, GError **error)
{
	g_autoptr(GArray) messages = g_array_new(FALSE, FALSE, sizeof(Message));
	Listing listing = {
		.store = store, .viewer = viewer, .filter = filter, .each = each, .context = context,
		.messages = messages,
	};
	int64_t contact_id = 0;

	g_array_set_clear_func(messages, message_clear);
	if (filter->contact != NULL) {
		contact_id = kith_view_find_contact(store, viewer, filter->contact, NULL, NULL, error);
		if (contact_id == 0)
			return false;
	}
	bool ok = kith_read_conversations(store, viewer->user_id, contact_id, list_conversation, &listing, error);
	g_free(listing.subject);
	if (listing.error != NULL) {
		g_propagate_error(error, listing.error);
		return false;
	}
	return ok;
}
