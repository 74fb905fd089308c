/* SPDX-License-Identifier: MIT
 * folder.h - one look at one folder: what core had of it, what the source lists, what came.
 * In: what a fetch process says. Out: the folder's ledger. Next: daemon/fetcher.h
 */
#pragma once

#include "kith/fetch.h"
#include "kith/relate.h"

typedef struct {
	KithPlace place;
	char *name, *raw_name;
	uint32_t uidvalidity;
	KithFetchState *before;	/* what core had of it when it was opened */
	KithFolderLook look;	/* of then; from FOLDER on what the source says now */
	KithUidSet *listed;	/* what the source lists; NULL: not told yet */
	KithUidSet *missing;	/* listed, not known: only these may come */
	GHashTable *got;	/* uint64_t *: of the missing, what came */
	bool is_done;
} KithOpenFolder;

void kith_open_folder_free(KithOpenFolder *folder);

/* The folder that TOLD opens, and in `before` what the ledger has of it. SINCE_AT: of the job. When its UIDVALIDITY
 * changed too often, `before->is_left_alone` is set, nothing is changed, and why stands in *ret_trouble. */
KithOpenFolder *kith_open_folder_new(KithStore *store, int64_t account_id, const KithFetchFolder *told,
		int64_t since_at, int64_t now_at, char **ret_trouble, GError **error);
/* What it lists; takes TOLD's UIDs. False: it was not opened so. */
bool kith_open_folder_list(KithOpenFolder *folder, KithFetchFolder *told, int64_t now_at);
/* Whether UID may come, which it may once. */
bool kith_open_folder_expect(KithOpenFolder *folder, uint64_t uid);
bool kith_open_folder_expect_all(KithOpenFolder *folder, const KithUidSet *uids);
/* Sightings of what is listed and not wanted, in one transaction. */
bool kith_open_folder_skip(KithStore *store, const KithOpenFolder *folder, const KithFetchSkipped *skipped,
		int64_t since_at, int64_t now_at, GError **error);
/* The look is over, after its last batch: what is gone, older epochs and the counts, in one transaction. */
bool kith_open_folder_close(KithStore *store, const KithOpenFolder *folder, int64_t now_at, GError **error);
