/* SPDX-License-Identifier: MIT
 * imap.c - one IMAP account: its folders, what they list, what core lacks of it.
 * In: a job. Out: OPEN, FOLDER, MAIL. Next: src/fetch/imap-folder.c
 */
#include "imap.h"

#define MAX_LISTINGS 3

/* --- what a folder lists */

/* One listing, by windows of sequence numbers: so a window never holds more than its size,
 * however the UIDs are spread, and no UIDNEXT is needed. False in *ret_whole when an
 * EXPUNGE moved the numbers or the counts don't agree. */
static KithUidSet *list_once(KithImap *imap, bool *ret_whole, GError **error)
{
	g_autoptr(KithUidSet) uids = kith_uid_set_new();
	bool is_whole = true;

	for (uint32_t first = 1; first != 0 && first <= imap->exists;) {
		uint32_t size = MIN(KITH_LIMIT_UID_WINDOW, imap->exists - first + 1);
		struct mailimap_set *window = mailimap_set_new_interval(first, first + size - 1);
		guint count;

		if (!kith_imap_search(imap->session, mailimap_search_key_new_set(window), uids,
				      &count, error))
			return NULL;
		is_whole = is_whole && count == size && !kith_imap_saw_expunge(imap->session);
		first += size;
	}
	*ret_whole = is_whole && kith_uid_set_count(uids) == imap->exists;
	return g_steal_pointer(&uids);
}

static KithUidSet *list_all(KithImap *imap, const KithFetchState *state, bool *ret_whole,
			   GError **error)
{
	g_autoptr(KithUidSet) uids = NULL;
	bool is_moved = state->is_whole;	/* then the numbers of the EXAMINE may be old */

	if (!kith_changes_list(imap, state, &uids, error))
		return NULL;
	*ret_whole = uids != NULL;
	for (int i = 0; !*ret_whole && i < MAX_LISTINGS; i++) {
		if (is_moved && !kith_imap_examine_again(imap, error))
			return NULL;
		g_clear_pointer(&uids, kith_uid_set_free);
		uids = list_once(imap, ret_whole, error);
		if (uids == NULL)
			return NULL;
		is_moved = true;
	}
	return g_steal_pointer(&uids);
}

/* --- a folder */

/* A folder that cannot be looked at now costs itself only, while the session lives. */
static bool leave_alone(KithImap *imap, GError *cause, GError **error)
{
	if (imap->session != NULL && !imap->session->is_dead) {
		kith_imap_note(imap, cause);
		g_error_free(cause);
		return true;
	}
	g_propagate_error(error, cause);
	return false;
}

/* The folder's listing; NULL without an error: it was left as it was. */
static KithUidSet *list_folder(KithImap *imap, const KithFetchState *state, KithFetchFolder *told,
			       GError **error)
{
	GError *cause = NULL;
	KithUidSet *uids = list_all(imap, state, &told->is_whole, &cause);

	if (uids == NULL && !leave_alone(imap, cause, error))
		return NULL;
	told->uids = uids != NULL ? uids : state->listed;
	told->is_whole = told->is_whole && uids != NULL;
	told->mark = imap->mark;
	told->mark.count = kith_uid_set_count(told->uids);
	bool ok = kith_channel_folder(imap->channel, told, error);
	if (ok && uids == NULL)
		(void)kith_channel_folder_done(imap->channel, error);	/* NULL with its error, or none */
	if (!ok)
		g_clear_pointer(&uids, kith_uid_set_free);
	return uids;
}

static bool sync_folder(KithImap *imap, GError **error)
{
	GError *cause = NULL;

	if (!kith_imap_examine(imap, &cause))
		return leave_alone(imap, cause, error);
	KithFetchFolder told = {.name = imap->folder->name, .raw_name = imap->folder->raw_name,
				.role = imap->folder->role, .uidvalidity = imap->uidvalidity,
				.mark = imap->mark, .folders_left = imap->folders_left};
	g_autoptr(KithFetchState) state = kith_channel_open(imap->channel, &told, error);
	if (state == NULL || state->is_left_alone)
		return state != NULL;
	GError *failure = NULL;
	g_autoptr(KithUidSet) uids = list_folder(imap, state, &told, &failure);
	if (failure != NULL) {
		g_propagate_error(error, failure);
		return false;
	}
	if (uids == NULL || imap->channel->job->list_only)
		return true;
	g_autoptr(KithUidSet) missing = kith_uid_set_minus(uids, state->known);
	g_autoptr(KithUidSet) wanted = imap->channel->job->since_at != 0
					       ? kith_since_wanted(imap, missing, error)
					       : g_steal_pointer(&missing);
	return wanted != NULL && kith_imap_fetch_missing(imap, wanted, error) &&
	       kith_channel_folder_done(imap->channel, error);
}

static bool sync_folders(KithImap *imap, const GPtrArray *folders, GError **error)
{
	const KithFetchJob *job = imap->channel->job;

	for (guint i = 0; i < folders->len; i++) {
		if (job->lanes > 1 && i % job->lanes != job->lane)
			continue;
		imap->folder = folders->pdata[i];
		imap->folders_left = (folders->len - 1 - i) / job->lanes;
		if (!sync_folder(imap, error)) {
			g_prefix_error(error, "%s: ", imap->folder->name);
			return false;
		}
	}
	if (imap->troubles->len == 0)
		return true;
	g_set_error_literal(error, KITH_ERROR, (gint)imap->trouble_code, imap->troubles->str);
	return false;
}

bool kith_imap_fetch(KithChannel *channel, GError **error)
{
	KithImap imap = {.channel = channel, .session = kith_session_open(channel, error)};
	bool ok = false;

	if (imap.session == NULL)
		return false;
	imap.troubles = g_string_new(NULL);
	g_autoptr(GPtrArray) folders = kith_folders_choose(imap.session, channel, error);
	if (folders != NULL)
		ok = sync_folders(&imap, folders, error);
	kith_session_close(imap.session, &channel->bytes);
	g_string_free(imap.troubles, TRUE);
	return ok;
}
