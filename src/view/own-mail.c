/* SPDX-License-Identifier: MIT
 * own-mail.c - a viewer's own mails as they are kept, for taking them along.
 * In: a viewer, whom with. Out: slim mails. Next: src/cli/export.c
 */
#include "json.h"

typedef struct {
	KithStore *store;
	KithSlimEach each;
	void *context;
	GError *error;
} Listing;

static bool give(const char *id, int64_t at, const char *author, void *context)
{
	Listing *listing = context;
	g_autoptr(GBytes) slim = kith_slim_get(listing->store, id, &listing->error);

	if (slim == NULL)	/* an account that keeps no text has none: that is no failure */
		return listing->error == NULL;
	return listing->each(slim, at, author, listing->context);
}

bool kith_view_own_mail(KithStore *store, const KithViewer *viewer, const char *who, KithSlimEach each, void *context,
		GError **error)
{
	Listing listing = { .store = store, .each = each, .context = context };
	int64_t contact_id = 0;

	if (who != NULL) {
		contact_id = kith_view_find_contact(store, viewer, who, NULL, NULL, error);
		if (contact_id == 0)
			return false;
	}
	bool ok = kith_read_own_mail(store, viewer->user_id, contact_id, give, &listing, error);
	if (listing.error == NULL)
		return ok;
	g_propagate_error(error, listing.error);
	return false;
}
