/* SPDX-License-Identifier: MIT
 * people.c - contacts as a viewer sees them.
 * In: rows. Out: objects of `kith contacts` and `kith show`. Next: src/view/timeline.c
 */
#include <math.h>
#include <string.h>

#include "json.h"

#define DAY_S 86400.0
#define HALF_LIFE_DAYS 60.0
#define FAMILIAR_MAILS 10.0

/* Strength, 0 to 100: how recent (halved every 60 days without mail), how much (10 mails each way
 * are two thirds of the way), and how mutual (the smaller side against the half). */
static int strength(const KithContactRow *row, int64_t now_at)
{
	double in = (double)row->messages_in, out = (double)row->messages_out;
	double days = (double)MAX(now_at - row->last_at, 0) / DAY_S;

	if (in + out == 0)
		return 0;
	double recent = exp2(-days / HALF_LIFE_DAYS);
	double much = 1.0 - exp(-(in + out) / 2.0 / FAMILIAR_MAILS);
	double mutual = sqrt(2.0 * fmin(in, out) / (in + out));
	return (int)lround(100.0 * recent * much * mutual);
}

/* Tags in force after all `tag` words, in the order told. */
static json_t *tags_of(KithStore *store, int64_t contact_id, GError **error)
{
	g_autoptr(GPtrArray) told = kith_read_tags(store, contact_id, error);
	json_t *tags = told != NULL ? json_array() : NULL;

	for (guint i = 0; told != NULL && i < told->len; i++) {
		g_auto(GStrv) words = g_strsplit(told->pdata[i], " ", -1);

		for (char **word = words; *word != NULL; word++) {
			size_t j;
			json_t *tag;

			if (**word == '\0' || (*word)[1] == '\0')
				continue;
			json_array_foreach(tags, j, tag) {
				if (strcmp(json_string_value(tag), *word + 1) == 0) {
					(void)json_array_remove(tags, j);
					break;
				}
			}
			if (**word == '+')
				(void)json_array_append_new(tags, kith_json_text(*word + 1));
		}
	}
	return tags;
}

json_t *kith_json_contact(KithStore *store, const KithViewer *viewer, const KithContactRow *row, GError **error)
{
	g_autoptr(GPtrArray) addresses = kith_read_addresses(store, row->contact_id, error);
	json_t *tags = addresses != NULL ? tags_of(store, row->contact_id, error) : NULL;

	if (tags == NULL)
		return NULL;
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:n, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:i, s:o, s:o}",
			 "id", row->id, "name", row->name, "addresses", kith_json_texts(addresses),
			 "organization", kith_json_text(row->organization), "owner", kith_json_text(row->owner),
			 "stage", "tags", tags, "first_at", kith_json_time(viewer, row->first_at),
			 "last_at", kith_json_time(viewer, row->last_at),
			 "last_in_at", kith_json_time(viewer, row->last_in_at),
			 "last_out_at", kith_json_time(viewer, row->last_out_at),
			 "messages_in", (json_int_t)row->messages_in, "messages_out", (json_int_t)row->messages_out,
			 "strength", strength(row, viewer->now_at), "next_at", kith_json_time(viewer, row->next_at),
			 "rhythm_s", kith_json_number_or_null(row->rhythm_s));
}

typedef struct {
	KithStore *store;
	const KithViewer *viewer;
	KithViewEach each;
	void *context;
	int64_t contact_id;	/* of the last row */
	unsigned count;
	const char *exact_name;	/* only rows of this name count; NULL: all */
	GError *error;
} Listing;

static bool list_contact(const KithContactRow *row, void *context)
{
	Listing *listing = context;

	if (listing->exact_name != NULL) {
		g_autofree char *a = g_utf8_casefold(row->name, -1);
		g_autofree char *b = g_utf8_casefold(listing->exact_name, -1);

		if (strcmp(a, b) != 0)
			return true;
	}
	listing->count++;
	listing->contact_id = row->contact_id;
	if (listing->each == NULL)
		return true;
	json_t *object = kith_json_contact(listing->store, listing->viewer, row, &listing->error);
	if (object == NULL)
		return false;
	bool more = listing->each(object, listing->context);
	json_decref(object);
	return more;
}

static bool finish(Listing *listing, bool ok, GError **error)
{
	if (listing->error == NULL)
		return ok;
	g_propagate_error(error, listing->error);
	return false;
}

bool kith_view_contacts(KithStore *store, const KithViewer *viewer, const char *query, KithViewEach each,
		void *context, GError **error)
{
	Listing listing = { .store = store, .viewer = viewer, .each = each, .context = context };
	bool ok = kith_read_contacts(store, viewer->user_id, query, list_contact, &listing, error);

	return finish(&listing, ok, error);
}

int64_t kith_view_find_contact(KithStore *store, const KithViewer *viewer, const char *text, KithViewEach candidates,
		void *context, GError **error)
{
	Listing exact = { .store = store, .viewer = viewer };
	Listing named = { .store = store, .viewer = viewer, .exact_name = text };
	Listing like = { .store = store, .viewer = viewer };

	if (!kith_read_contact_exact(store, viewer->user_id, text, list_contact, &exact, error))
		return 0;
	if (exact.count == 1)
		return exact.contact_id;
	if (!kith_read_contacts(store, viewer->user_id, text, list_contact, &named, error))
		return 0;
	if (named.count == 1)
		return named.contact_id;
	if (!kith_read_contacts(store, viewer->user_id, text, list_contact, &like, error))
		return 0;
	if (like.count == 1)
		return like.contact_id;
	g_autofree char *clean = kith_text_snippet(text, 60);
	if (like.count > 0 && candidates != NULL) {
		like.each = candidates;
		like.context = context;
		if (!finish(&like, kith_read_contacts(store, viewer->user_id, text, list_contact, &like, error), error))
			return 0;
	}
	g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND,
		    like.count > 1 ? "\"%s\" means more than one person; use an address or id"
				   : "nobody you know is called \"%s\"; "
				     "an address, an id or a part of a name is wanted",
		    clean);
	return 0;
}

/* --- one contact, whole */

typedef struct {
	const KithViewer *viewer;
	json_t *open, *conversations;
	char *viewer_title;
	json_t *contact;
	KithStore *store;
	GError *error;
} Whole;

static bool take_contact(const KithContactRow *row, void *context)
{
	Whole *whole = context;

	whole->contact = kith_json_contact(whole->store, whole->viewer, row, &whole->error);
	if (whole->contact != NULL) {
		(void)json_object_set_new(whole->contact, "is_contact", json_boolean(row->is_contact));
		(void)json_object_set_new(whole->contact, "why", kith_json_text(row->why));
	}
	return false;
}

static bool take_open(const KithDueRow *row, void *context)
{
	Whole *whole = context;

	json_t *due = kith_json_due(whole->store, whole->viewer, row);

	(void)json_object_set_new(due, "owner", kith_json_text(whole->viewer_title));
	(void)json_array_append_new(whole->open, due);
	return true;
}

static bool take_conversation(const KithConversationRow *row, void *context)
{
	Whole *whole = context;

	(void)json_array_append_new(whole->conversations, kith_json_text(row->id));
	return true;
}

json_t *kith_view_contact(KithStore *store, const KithViewer *viewer, const char *contact, KithViewEach candidates,
		void *context, GError **error)
{
	int64_t contact_id = kith_view_find_contact(store, viewer, contact, candidates, context, error);
	const KithDueFilter filter = { .contact_id = contact_id };
	Whole whole = { .store = store, .viewer = viewer };

	if (contact_id == 0)
		return NULL;
	g_autoptr(GPtrArray) addresses = kith_read_addresses(store, contact_id, error);
	if (addresses == NULL || addresses->len == 0)
		return NULL;
	if (!kith_read_contact_exact(store, viewer->user_id, addresses->pdata[0], take_contact, &whole, error))
		return NULL;
	if (whole.contact == NULL) {
		g_propagate_error(error, whole.error);
		return NULL;
	}
	whole.open = json_array();
	whole.conversations = json_array();
	bool ok = kith_read_user_title(store, viewer->user_id, &whole.viewer_title, error) &&
		  kith_read_due(store, viewer->user_id, &filter, take_open, &whole, error) &&
		  kith_read_conversations(store, viewer->user_id, contact_id, take_conversation, &whole, error);
	g_free(whole.viewer_title);
	(void)json_object_set_new(whole.contact, "facts", json_array());
	(void)json_object_set_new(whole.contact, "open", whole.open);
	(void)json_object_set_new(whole.contact, "conversations", whole.conversations);
	(void)json_object_set_new(whole.contact, "topics", json_array());
	if (ok)
		return whole.contact;
	json_decref(whole.contact);
	return NULL;
}
