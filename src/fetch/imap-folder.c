/* SPDX-License-Identifier: MIT
 * imap-folder.c - one folder of a server while it is looked at: the questions that can be asked of it.
 * In: an opened session. Out: UIDs, and whether they can be trusted. Next: src/fetch/changes.c
 */
#include <string.h>

#include "imap.h"

#define EXAMINE_BYTES (1024 * 1024)
#define SEARCH_BYTES (256 * 1024)	/* 5,000 UIDs of 10 digits are 55 KB */
#define MAX_RECONNECTS 40		/* in one job: a poisoned mail among 100 costs seven */
#define MAX_FRUITLESS 10
#define MAX_TROUBLES 1000		/* bytes of text */

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

bool kith_imap_examine_again(KithImap *imap, GError **error)
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
	return imap->session != NULL && kith_imap_examine_again(imap, error);
}

void kith_imap_note(KithImap *imap, const GError *cause)
{
	if (imap->troubles->len == 0)
		imap->trouble_code = (KithError)cause->code;
	if (imap->troubles->len < MAX_TROUBLES)
		g_string_append_printf(imap->troubles, "%s%s: %s", imap->troubles->len > 0 ? "; " : "",
				       imap->folder->name, cause->message);
}
