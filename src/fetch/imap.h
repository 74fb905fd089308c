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
	uint32_t uidvalidity;
	uint32_t exists;
	uint64_t delivered;	/* mails that came in this job */
	guint reconnects, fruitless;	/* fruitless: one after another without a mail between them */
	uint64_t delivered_before;
	guint late;		/* batches that were cut by the deadline: two end the job for now */
	GString *troubles;	/* mails that could not be fetched now, for people */
} KithImap;

/* The job of an IMAP account. */
bool kith_imap_fetch(KithChannel *channel, GError **error);

/* EXAMINE; fills uidvalidity and exists. */
bool kith_imap_examine(KithImap *imap, GError **error);
/* Every UID the server lists. *ret_whole is false when the server's own numbers don't agree
 * (then nothing may be called gone). */
KithUidSet *kith_imap_list(KithImap *imap, bool *ret_whole, GError **error);
/* Whether the server lists UID now. */
bool kith_imap_has(KithImap *imap, uint32_t uid, bool *ret_has, GError **error);
/* A new session in the same folder; TEMPORARY when that fails, or too often. */
bool kith_imap_reconnect(KithImap *imap, GError **error);

/* Fetches MISSING, newest first, and sends each to core. */
bool kith_imap_fetch_missing(KithImap *imap, const KithUidSet *missing, GError **error);

/* A mail longer than the first fetch, by its sections: the slim mail. Errors: INVALID (the
 * server refused), TEMPORARY (connection). */
GBytes *kith_sections_fetch(KithSession *session, uint32_t uid, uint64_t size_bytes,
			    GPtrArray *defects, GError **error);
