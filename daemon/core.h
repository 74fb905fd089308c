/* SPDX-License-Identifier: MIT
 * core.h - the engine that kithd and `kith sync | import | audit` share: the one writer.
 * In: configuration, the writing store, the clock. Out: mail stored, mail sent. Next: daemon/main.c
 *
 * Single-threaded: everything happens in the main loop it was given. No network, no foreign
 * bytes: those are its children's.
 */
#pragma once

#include "fetcher.h"
#include "progress.h"

typedef struct KithCore KithCore;

typedef struct {
	const KithConfig *config;
	KithStore *store;	/* writing, open as long as core; NULL: audit only */
	GMainContext *loop;
	int64_t frozen_now_at;	/* the clock stands still; 0: it runs */
	const char *const *paths;	/* to import; NULL */
	/* One account's sync is over; RESULT is borrowed. May be NULL. */
	void (*result)(const KithSyncResult *result, void *context);
	/* A folder as the server lists it, of an audit. May be NULL. */
	void (*folder)(const char *account, const KithFetchFolder *folder, void *context);
	/* Nothing is left to do. May be NULL. */
	void (*idle)(void *context);
	void *context;
} KithCoreSetup;

KithCore *kith_core_new(const KithCoreSetup *setup);
void kith_core_free(KithCore *core);	/* ends all children; what is committed stays */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithCore, kith_core_free)

int64_t kith_core_now(const KithCore *core);

/* Somebody wants ACCOUNT synced: queues it before all that come by themselves, unless it waits already. It is tried
 * even if it failed a moment ago, unless its server asked for patience: then its result says until when. How many
 * results of it come from now on until that one is over: two when another is running, which may have looked too
 * early. */
unsigned kith_core_sync(KithCore *core, const KithAccount *account);
/* The same of all accounts that neither wait nor run. */
void kith_core_sync_all(KithCore *core);
/* Queues the accounts whose time has come by themselves: a minute or so after their last sync, later after failures. */
void kith_core_poll(KithCore *core);
/* Queues the import of the setup's paths, and a look at the server that stores nothing. */
void kith_core_import(KithCore *core, const KithAccount *account);
void kith_core_audit(KithCore *core, const KithAccount *account);

/* What the clock brings becomes outgoing rows (kith_pipeline_tick). */
bool kith_core_tick(KithCore *core, GError **error);
/* Sends what waits in the outbox, mail after mail, until none is due. */
void kith_core_deliver(KithCore *core);

bool kith_core_is_busy(const KithCore *core);
/* Runs the loop until nothing is left to do or kith_core_stop was called. */
void kith_core_wait(KithCore *core);
void kith_core_stop(KithCore *core);

/* How far the syncs are that began since core was idle last, of ACCOUNTS (KithAccount *) or of all (NULL). */
KithProgress kith_core_progress(const KithCore *core, const GPtrArray *accounts);

/* Processes that run now; for tests that end one. */
GArray *kith_core_pids(const KithCore *core);
