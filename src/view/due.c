/* SPDX-License-Identifier: MIT
 * due.c - a viewer's own follow-ups.
 * In: rows. Out: objects of `kith due`. Next: src/view/why.c
 */
#include "json.h"

/* Message-IDs of the mails that prove it. */
static json_t *evidence_of(KithStore *store, const char *evidence)
{
	g_auto(GStrv) ids = g_strsplit(evidence != NULL ? evidence : "", " ", -1);
	json_t *list = json_array();

	for (char **id = ids; *id != NULL; id++) {
		g_autofree char *message_id = **id != '\0' ? kith_read_message_id(store, *id) : NULL;

		if (message_id != NULL)
			(void)json_array_append_new(list, kith_json_text(message_id));
	}
	return list;
}

json_t *kith_json_due(KithStore *store, const KithViewer *viewer, const KithDueRow *row)
{
	return json_pack("{s:s, s:s, s:n, s:s?, s:s?, s:o, s:o, s:s, s:s, s:o, s:s?, s:s?, s:s?}",
			 "id", row->id, "kind", kith_follow_kind_name(row->kind), "owner",
			 "contact", row->contact, "conversation", row->conversation,
			 "since", kith_json_time(viewer, row->since_at), "due_at", kith_json_time(viewer, row->due_at),
			 "status", kith_follow_status_name(row->status), "reason", row->reason,
			 "evidence", evidence_of(store, row->evidence), "name", row->name, "address", row->address,
			 "note", row->note);
}

typedef struct {
	KithStore *store;
	const KithViewer *viewer;
	KithViewEach each;
	void *context;
	char *owner;
} Listing;

static bool list_due(const KithDueRow *row, void *context)
{
	const Listing *listing = context;
	json_t *object = kith_json_due(listing->store, listing->viewer, row);

	(void)json_object_set_new(object, "owner", kith_json_text(listing->owner));
	bool more = listing->each(object, listing->context);
	json_decref(object);
	return more;
}

bool kith_view_due(KithStore *store, const KithViewer *viewer, bool all, KithViewEach each, void *context,
		GError **error)
{
	const KithDueFilter filter = { .all = all };
	Listing listing = { .store = store, .viewer = viewer, .each = each, .context = context };

	if (!kith_read_user_title(store, viewer->user_id, &listing.owner, error))
		return false;
	bool ok = kith_read_due(store, viewer->user_id, &filter, list_due, &listing, error);
	g_free(listing.owner);
	return ok;
}
