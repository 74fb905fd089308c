/* SPDX-License-Identifier: MIT
 * imap.c - one IMAP account: its folders, what they list, what core lacks of it.
 * In: a job. Out: OPEN, FOLDER, MAIL. Next: src/fetch/imap-fetch.c
 */
#include <string.h>

#include "imap.h"

#define EXAMINE_BYTES (1024 * 1024)
#define SEARCH_BYTES (256 * 1024)	/* 5,000 UIDs of 10 digits are 55 KB */
#define MAX_RECONNECTS 40		/* in one job: a poisoned mail among 100 costs seven */
#define MAX_FRUITLESS 10
#define MAX_LISTINGS 3

/* --- commands */

bool kith_imap_examine(KithImap *imap, GError **error)
{
	KithSession *session = imap->session;

	kith_session_begin(session, EXAMINE_BYTES);
	int code = mailimap_examine(session->imap, imap->folder->raw_name);
	if (code != MAILIMAP_NO_ERROR)
		return kith_session_failed(session, code, "EXAMINE", error);
	const struct mailimap_selection_info *info = session->imap->imap_selection_info;
	if (info == NULL || info->sel_uidvalidity == 0 || !info->sel_has_exists) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the server tells no %s: without it mails "
			    "cannot be told apart, so the folder is left alone",
			    session->where,
			    info == NULL || info->sel_uidvalidity == 0 ? "UIDVALIDITY"
								       : "number of mails");
		return false;
	}
	if (info->sel_exists > KITH_LIMIT_FOLDER_MAILS) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT,
			    "%s: the server tells of %u mails, kith takes %d of one folder; "
			    "choose others with `folders`",
			    session->where, info->sel_exists, KITH_LIMIT_FOLDER_MAILS);
		return false;
	}
	imap->uidvalidity = info->sel_uidvalidity;
	imap->exists = info->sel_exists;
	return true;
}

/* UID SEARCH with KEY (taken over); adds what is found to SET and counts it. */
static bool search(KithSession *session, struct mailimap_search_key *key, KithUidSet *set,
		   guint *ret_count, GError **error)
{
	clist *found = NULL;
	guint count = 0;

	kith_session_begin(session, SEARCH_BYTES);
	int code = mailimap_uid_search(session->imap, NULL, key, &found);
	mailimap_search_key_free(key);
	if (code != MAILIMAP_NO_ERROR)
		return kith_session_failed(session, code, "UID SEARCH", error);
	for (clistiter *at = found != NULL ? clist_begin(found) : NULL; at != NULL;
	     at = clist_next(at)) {
		uint32_t uid = *(uint32_t *)clist_content(at);

		if (uid != 0) {
			kith_uid_set_add(set, uid);
			count++;
		}
	}
	if (found != NULL)
		mailimap_search_result_free(found);
	*ret_count = count;
	return true;
}

static bool saw_expunge(const KithSession *session)
{
	const struct mailimap_response_info *info = session->imap->imap_response_info;

	return info != NULL && info->rsp_expunged != NULL && clist_count(info->rsp_expunged) > 0;
}

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

		if (!search(imap->session, mailimap_search_key_new_set(window), uids, &count,
			    error))
			return NULL;
		is_whole = is_whole && count == size && !saw_expunge(imap->session);
		first += size;
	}
	*ret_whole = is_whole && kith_uid_set_count(uids) == imap->exists;
	return g_steal_pointer(&uids);
}

KithUidSet *kith_imap_list(KithImap *imap, bool *ret_whole, GError **error)
{
	g_autoptr(KithUidSet) uids = NULL;

	for (int i = 0; i < MAX_LISTINGS; i++) {
		if (!kith_imap_examine(imap, error))
			return NULL;
		g_clear_pointer(&uids, kith_uid_set_free);
		uids = list_once(imap, ret_whole, error);
		if (uids == NULL || *ret_whole)
			break;
	}
	return g_steal_pointer(&uids);
}

bool kith_imap_has(KithImap *imap, uint32_t uid, bool *ret_has, GError **error)
{
	g_autoptr(KithUidSet) found = kith_uid_set_new();
	guint count;

	if (!search(imap->session, mailimap_search_key_new_uid(mailimap_set_new_single(uid)), found,
		    &count, error))
		return false;
	*ret_has = kith_uid_set_has(found, uid);
	return true;
}

bool kith_imap_reconnect(KithImap *imap, GError **error)
{
	uint32_t uidvalidity = imap->uidvalidity;

	imap->fruitless = imap->delivered > imap->delivered_before ? 0 : imap->fruitless + 1;
	imap->delivered_before = imap->delivered;
	if (++imap->reconnects > MAX_RECONNECTS || imap->fruitless > MAX_FRUITLESS) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the connection was lost %u times", imap->session->where,
			    imap->reconnects);
		return false;
	}
	imap->session->is_dead = true;
	kith_session_close(imap->session, &imap->channel->bytes);
	imap->session = kith_session_open(imap->channel->job, error);
	if (imap->session == NULL || !kith_imap_examine(imap, error))
		return false;
	if (imap->uidvalidity != uidvalidity) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the folder was replaced meanwhile (UIDVALIDITY changed)",
			    imap->session->where);
		return false;
	}
	return true;
}

/* --- a folder */

static bool sync_folder(KithImap *imap, GError **error)
{
	if (!kith_imap_examine(imap, error))
		return false;
	KithFetchFolder told = {.name = imap->folder->name, .raw_name = imap->folder->raw_name,
				.role = imap->folder->role, .uidvalidity = imap->uidvalidity};
	g_autoptr(KithFetchState) state = kith_channel_open(imap->channel, &told, error);
	if (state == NULL)
		return false;
	g_autoptr(KithUidSet) uids = kith_imap_list(imap, &told.is_whole, error);
	if (uids == NULL)
		return false;
	told.uidvalidity = imap->uidvalidity;
	told.uids = uids;
	told.mark.count = kith_uid_set_count(uids);
	if (!kith_channel_folder(imap->channel, &told, error))
		return false;
	if (imap->channel->job->list_only)
		return true;
	g_autoptr(KithUidSet) missing = kith_uid_set_minus(uids, state->known);
	return kith_imap_fetch_missing(imap, missing, error) &&
	       kith_channel_folder_done(imap->channel, error);
}

static bool sync_folders(KithImap *imap, const GPtrArray *folders, GError **error)
{
	for (guint i = 0; i < folders->len; i++) {
		imap->folder = folders->pdata[i];
		if (!sync_folder(imap, error)) {
			g_prefix_error(error, "%s: ", imap->folder->name);
			return false;
		}
	}
	if (imap->troubles->len == 0)
		return true;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_TEMPORARY, imap->troubles->str);
	return false;
}

bool kith_imap_fetch(KithChannel *channel, GError **error)
{
	KithImap imap = {.channel = channel, .session = kith_session_open(channel->job, error)};
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
