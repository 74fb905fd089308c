/* SPDX-License-Identifier: MIT
 * timeline.c - everything with a contact or an organization, newest first.
 * In: entries. Out: objects of `kith timeline`. Next: src/view/conversations.c
 */
#include "json.h"

typedef struct {
	const KithViewer *viewer;
	KithViewEach each;
	void *context;
} Listing;

/* What a reader sees at the line's start: which way it went, or what it is. */
static const char *mark_of(const KithEntryRow *row)
{
	if (row->direction == 0 && g_strcmp0(row->kind, "mail") == 0)
		return "from";
	if (row->direction == 1 && g_strcmp0(row->kind, "mail") == 0)
		return "to";
	if (row->direction == 2 && g_strcmp0(row->kind, "mail") == 0)
		return "forward";	/* of theirs, to kith */
	return row->kind;
}

static bool list_entry(const KithEntryRow *row, void *context)
{
	static const char *const directions[] = { "in", "out" };
	const Listing *listing = context;
	const char *direction = row->direction == 0 || row->direction == 1 ? directions[row->direction] : NULL;
	const char *words = row->text != NULL ? row->text : row->snippet;
	json_t *object = json_pack("{s:o, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s, s:s, s:s?}",
				   "at", kith_json_time(listing->viewer, row->at), "kind", row->kind,
				   "direction", direction, "owner", row->owner, "conversation", row->conversation,
				   "message_id", row->message_id, "subject", row->subject, "snippet", words,
				   "origin", row->is_typed ? "typed" : "mail", "mark", mark_of(row), "name", row->name);
	bool more = listing->each(object, listing->context);

	json_decref(object);
	return more;
}

bool kith_view_timeline(KithStore *store, const KithViewer *viewer, const char *who, const KithTimelineFilter *filter,
		KithViewEach each, void *context, GError **error)
{
	KithEntryFilter entries = {
		.since_at = filter->since_at, .until_at = filter->until_at, .kind = filter->kind,
		.limit = filter->limit,
	};
	Listing listing = { .viewer = viewer, .each = each, .context = context };
	g_autoptr(GError) failure = NULL;

	entries.contact_id = kith_view_find_contact(store, viewer, who, NULL, NULL, &failure);
	if (entries.contact_id == 0 && !kith_read_organization(store, who, &entries.organization_id, error))
		return false;
	if (entries.contact_id == 0 && entries.organization_id == 0) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	return kith_read_entries(store, viewer->user_id, &entries, list_entry, &listing, error);
}
