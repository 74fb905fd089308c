/* SPDX-License-Identifier: MIT
 * imap.h - one account's folders, from the server to core.
 * In: a job. Out: OPEN, FOLDER, MAIL. Next: src/fetch/imap.c
 */
#pragma once

#include "folders.h"

/* A folder while it is looked at. */
typedef struct {
	KithChannel *channel;
	KithSession *session;	/* replaced by kith_imap_reconnect() */
	const KithServerFolder *folder;
	uint32_t folders_left;	/* that this lane opens after it */
	uint32_t uidvalidity;
	uint32_t exists;
	KithFolderMark mark;	/* what the last EXAMINE said, before anything was listed */
	uint64_t delivered;	/* mails that came in this job */
	guint reconnects, fruitless;	/* fruitless: one after another without a mail between them */
	uint64_t delivered_before;
	guint late;		/* batches that were cut by the deadline: two end the job for now */
	GString *troubles;	/* mails and folders that could not be had now, for people */
	KithError trouble_code;	/* of the first */
} KithImap;

/* The job of an IMAP account. */
bool kith_imap_fetch(KithChannel *channel, GError **error);

/* --- imap-folder.c */

/* EXAMINE; fills uidvalidity, exists and mark. */
bool kith_imap_examine(KithImap *imap, GError **error);
/* EXAMINE of a folder that is being looked at; TEMPORARY when it was replaced. */
bool kith_imap_examine_again(KithImap *imap, GError **error);
/* UIDS as libetpan wants them; its functions take it over, or mailimap_set_free(). */
struct mailimap_set *kith_imap_set(const KithUidSet *uids);
/* UID SEARCH with KEY, which is taken over; adds what is found to SET and counts it. */
bool kith_imap_search(KithSession *session, struct mailimap_search_key *key, KithUidSet *set,
		      guint *ret_count, GError **error);
/* Whether the last command's answers moved the sequence numbers. */
bool kith_imap_saw_expunge(const KithSession *session);
/* Whether the server lists UID now. */
bool kith_imap_has(KithImap *imap, uint32_t uid, bool *ret_has, GError **error);
/* A new session in the same folder; TEMPORARY when that fails, or too often. */
bool kith_imap_reconnect(KithImap *imap, GError **error);
/* Notes what could not be had of the folder now; told with the result. */
void kith_imap_note(KithImap *imap, const GError *cause);

/* --- what is asked of it, one file each */

/* Every UID the server lists, from what was listed before, in a few questions (changes.c). *ret_uids
 * is NULL when that proves nothing: then all must be listed, after a new EXAMINE. */
bool kith_changes_list(KithImap *imap, const KithFetchState *state, KithUidSet **ret_uids,
		       GError **error);
/* Fetches MISSING, newest first, and sends each to core. */
bool kith_imap_fetch_missing(KithImap *imap, const KithUidSet *missing, GError **error);

/* A mail longer than the first fetch, by its sections: the slim mail. Errors: INVALID (the
 * server refused), TEMPORARY (connection). */
GBytes *kith_sections_fetch(KithSession *session, uint32_t uid, uint64_t size_bytes,
			    GPtrArray *defects, GError **error);

/* The envelope of a mail that could not be read, see envelope.h; NULL when that fails, too. */
char *kith_sections_envelope(KithSession *session, uint32_t uid);

/* Of MISSING those that may be young enough for the job's since_at; the others are told as
 * skipped (src/fetch/since.c). */
#define KITH_SINCE_REASON "older than `since`"
KithUidSet *kith_since_wanted(KithImap *imap, const KithUidSet *missing, GError **error);
