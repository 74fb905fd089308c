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
#define MAX_TROUBLES 1000		/* bytes of text */

/* --- commands */

/* CONDSTORE asks for HIGHESTMODSEQ, which QRESYNC needs; a server that trips over it is asked without. */
static int examine(KithSession *session, const char *raw_name, uint64_t *ret_modseq)
{
	bool can = kith_session_can(session, "CONDSTORE") || session->has_qresync;
	int code = MAILIMAP_ERROR_EXAMINE;

	*ret_modseq = 0;
	if (can)
		code = mailimap_examine_condstore(session->imap, raw_name, ret_modseq);
	if (can && code == MAILIMAP_NO_ERROR)
		return code;
	*ret_modseq = 0;
	if (can && code != MAILIMAP_ERROR_EXAMINE && code != MAILIMAP_ERROR_EXTENSION)
		return code;
	return mailimap_examine(session->imap, raw_name);
}

/* What a server must tell of a folder before anything of it can be trusted. */
static bool check_folder(const KithSession *session, GError **error)
{
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
	return true;
}

bool kith_imap_examine(KithImap *imap, GError **error)
{
	KithSession *session = imap->session;
	uint64_t modseq;

	kith_session_begin(session, EXAMINE_BYTES);
	int code = examine(session, imap->folder->raw_name, &modseq);
	if (code != MAILIMAP_NO_ERROR)
		return kith_session_failed(session, code, "EXAMINE", error);
	if (!check_folder(session, error))
		return false;
	const struct mailimap_selection_info *info = session->imap->imap_selection_info;
	imap->uidvalidity = info->sel_uidvalidity;
	imap->exists = info->sel_exists;
	imap->mark = (KithFolderMark){info->sel_uidnext, modseq, info->sel_exists};
	return true;
}

/* EXAMINE of a folder that is being looked at. */
static bool examine_again(KithImap *imap, GError **error)
{
	uint32_t uidvalidity = imap->uidvalidity;

	if (!kith_imap_examine(imap, error))
		return false;
	if (imap->uidvalidity == uidvalidity)
		return true;
	g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
		    "%s: the folder was replaced meanwhile (UIDVALIDITY changed)",
		    imap->session->where);
	return false;
}

struct mailimap_set *kith_imap_set(const KithUidSet *uids)
{
	struct mailimap_set *set = mailimap_set_new_empty();

	for (guint i = 0; i < uids->ranges->len; i++) {
		const KithUidRange *range = &g_array_index(uids->ranges, KithUidRange, i);

		(void)mailimap_set_add_interval(set, (uint32_t)range->first,
						(uint32_t)range->last);	/* fails without memory only */
	}
	return set;
}

bool kith_imap_search(KithSession *session, struct mailimap_search_key *key, KithUidSet *set,
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

/* A server that was told of QRESYNC says VANISHED in place of EXPUNGE (RFC 7162 3.2.10). */
static bool is_vanished(const struct mailimap_extension_data *data)
{
	return data->ext_extension == &mailimap_extension_qresync &&
	       data->ext_type == MAILIMAP_QRESYNC_TYPE_VANISHED &&
	       !((const struct mailimap_qresync_vanished *)data->ext_data)->qr_earlier;
}

bool kith_imap_saw_expunge(const KithSession *session)
{
	const struct mailimap_response_info *info = session->imap->imap_response_info;

	if (info == NULL)
		return false;
	for (clistiter *at = info->rsp_extension_list != NULL ? clist_begin(info->rsp_extension_list)
							      : NULL;
	     at != NULL; at = clist_next(at))
		if (is_vanished(clist_content(at)))
			return true;
	return info->rsp_expunged != NULL && clist_count(info->rsp_expunged) > 0;
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

		if (!kith_imap_search(imap->session, mailimap_search_key_new_set(window), uids,
				      &count, error))
			return NULL;
		is_whole = is_whole && count == size && !kith_imap_saw_expunge(imap->session);
		first += size;
	}
	*ret_whole = is_whole && kith_uid_set_count(uids) == imap->exists;
	return g_steal_pointer(&uids);
}

KithUidSet *kith_imap_list(KithImap *imap, const KithFetchState *state, bool *ret_whole,
			   GError **error)
{
	g_autoptr(KithUidSet) uids = NULL;
	bool is_moved = state->is_whole;	/* then the numbers of the EXAMINE may be old */

	if (!kith_changes_list(imap, state, &uids, error))
		return NULL;
	*ret_whole = uids != NULL;
	for (int i = 0; !*ret_whole && i < MAX_LISTINGS; i++) {
		if (is_moved && !examine_again(imap, error))
			return NULL;
		g_clear_pointer(&uids, kith_uid_set_free);
		uids = list_once(imap, ret_whole, error);
		if (uids == NULL)
			return NULL;
		is_moved = true;
	}
	return g_steal_pointer(&uids);
}

bool kith_imap_has(KithImap *imap, uint32_t uid, bool *ret_has, GError **error)
{
	g_autoptr(KithUidSet) found = kith_uid_set_new();
	guint count;

	if (!kith_imap_search(imap->session, mailimap_search_key_new_uid(mailimap_set_new_single(uid)), found,
		    &count, error))
		return false;
	*ret_has = kith_uid_set_has(found, uid);
	return true;
}

bool kith_imap_reconnect(KithImap *imap, GError **error)
{
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
	imap->session = kith_session_open(imap->channel, error);
	return imap->session != NULL && examine_again(imap, error);
}

/* --- a folder */

void kith_imap_note(KithImap *imap, const GError *cause)
{
	if (imap->troubles->len == 0)
		imap->trouble_code = (KithError)cause->code;
	if (imap->troubles->len < MAX_TROUBLES)
		g_string_append_printf(imap->troubles, "%s%s: %s", imap->troubles->len > 0 ? "; " : "",
				       imap->folder->name, cause->message);
}

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
	KithUidSet *uids = kith_imap_list(imap, state, &told->is_whole, &cause);

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
