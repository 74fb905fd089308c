/* SPDX-License-Identifier: MIT
 * fetcher.h - one fetch process, job after job: what it says becomes batches in the store.
 * In: an account. Out: its mails stored, its ledger moved. Next: daemon/core.h
 *
 * Nothing it says is believed that was not asked for: a message of the wrong type or at the wrong time,
 * a UID that the folder does not list or that was sent before, and the process is ended; the account
 * gets an error and is tried again at the next sync. What was stored until then stays.
 */
#pragma once

#include "kith/fetch.h"
#include "kith/pipeline.h"
#include "pool.h"

typedef struct KithFetcher KithFetcher;

/* What one account's sync (or import, or audit) came to. */
typedef struct {
	char *account;
	bool ok;
	KithError code;		/* when not ok */
	char *text;		/* for people; may be "" when ok */
	KithCounts counts;
	uint64_t bytes;		/* read from the network */
	char *trouble;		/* of TEXT, what a person should still know when all else went well; NULL */
	bool is_throttled;	/* the server asked for patience, */
	uint32_t retry_after_s;	/* for so long; 0: it named no time */
} KithSyncResult;
void kith_sync_result_free(KithSyncResult *result);
/* What another process came to with other folders of the account goes into ALL: counts add up, the first failure is
 * the one told. */
void kith_sync_result_merge(KithSyncResult *all, const KithSyncResult *more);

/* What a fetcher needs of core, and where it tells. */
typedef struct {
	const KithConfig *config;
	KithStore *store;	/* writing; NULL: audit only */
	KithPool *pool;
	GMainContext *loop;
	const char *const *paths;	/* that fetch processes may read */
	int64_t (*now)(void *context);
	/* audit; may be NULL */
	void (*folder)(const char *account, const KithFetchFolder *folder, void *context);
	void (*stored)(KithFetcher *fetcher, uint64_t mails, uint64_t bytes, void *context);
	/* so many are missing and will come; IS_LAST: it was the job's last folder */
	void (*found)(KithFetcher *fetcher, uint64_t mails, bool is_last, void *context);
	void (*ended)(KithFetcher *fetcher, KithSyncResult *result, void *context);	/* result is the callee's */
	void *context;
} KithFetchHost;

KithFetcher *kith_fetcher_new(const KithFetchHost *host);
void kith_fetcher_free(KithFetcher *fetcher);
bool kith_fetcher_is_busy(const KithFetcher *fetcher);
/* Begins one job; takes JOB. `ended` is called when it is over, never before this returns. */
void kith_fetcher_start(KithFetcher *fetcher, const KithAccount *account, KithFetchJob *job);
/* The process that works for it now, 0 for none; for tests that end it. */
int kith_fetcher_pid(const KithFetcher *fetcher);
