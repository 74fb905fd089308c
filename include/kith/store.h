/* SPDX-License-Identifier: MIT
 * store.h - SQLite: one writing connection, rows <-> nouns. SQL stands in src/store/ only.
 * In: nouns and questions. Out: rows as nouns. Next: src/relate/
 *
 * The writing connection exists once, in the process that holds the writer's lock
 * (DATABASE.lock, flock). Readers are query_only and never checkpoint.
 */
#pragma once

#include "kith/config.h"

typedef struct KithStore KithStore;

typedef enum { KITH_STORE_READ, KITH_STORE_WRITE } KithStoreMode;

/* Opens PATH; WRITE creates it (0600) and migrates it, with a backup first.
 * Errors: TEMPORARY (somebody else holds the writer's lock: the message says who),
 * NOT_FOUND (READ: no database yet), CORRUPT, INVALID (a newer kith's database), LIMIT. */
KithStore *kith_store_open(const char *path, KithStoreMode mode, GError **error);
void kith_store_close(KithStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithStore, kith_store_close)

/* Transactions do not nest. DURABLE: synchronous=FULL, for the outbox. */
bool kith_store_begin(KithStore *store, bool durable, GError **error);
bool kith_store_commit(KithStore *store, GError **error);
void kith_store_rollback(KithStore *store);

/* Users, accounts and own addresses of CONFIG into their tables (one transaction). */
bool kith_store_mirror_config(KithStore *store, const KithConfig *config, GError **error);

/* Row ids of what CONFIG names; 0 when unknown. */
int64_t kith_store_find_user(KithStore *store, const char *title);
int64_t kith_store_find_account(KithStore *store, const char *title);

/* Every statement of the program, for the test that prepares all of them. NULL-ended. */
bool kith_store_check_statements(KithStore *store, GError **error);

/* --- ledger (store/ledger.c): folders and sightings */

/* The row of one epoch of one folder, made if new; older epochs of that name are no longer current. */
bool kith_ledger_open_folder(KithStore *store, int64_t account_id, const char *name, const char *raw_name,
		uint32_t uidvalidity, KithFolderRole role, int64_t *ret_folder_id, GError **error);
/* UIDs with a sighting that is not gone, ascending, as [first, last] pairs of int64_t in a GArray. */
GArray *kith_ledger_known(KithStore *store, int64_t folder_id, GError **error);
bool kith_ledger_add(KithStore *store, int64_t folder_id, const KithRawMail *raw, const char *mail,
		int64_t now_at, GError **error);
/* UIDs [FIRST, LAST] are listed no more. */
bool kith_ledger_gone(KithStore *store, int64_t folder_id, uint64_t first, uint64_t last, int64_t now_at,
		GError **error);
/* A whole look ended: the server lists COUNT mails, MISSING of them have no sighting. */
bool kith_ledger_looked(KithStore *store, int64_t folder_id, uint64_t count, uint64_t missing, int64_t now_at,
		GError **error);
/* The end of an account's sync. ERROR_TEXT NULL: it went well. */
bool kith_ledger_account_synced(KithStore *store, int64_t account_id, const char *error_text, int64_t now_at,
		GError **error);
int64_t kith_ledger_first_sync_at(KithStore *store, int64_t account_id);	/* 0: not yet */

/* --- settings (store/store.c) */
GBytes *kith_store_get_setting(KithStore *store, const char *name, GError **error);	/* NULL: none */
bool kith_store_set_setting(KithStore *store, const char *name, GBytes *value, GError **error);
/* The 32 bytes that sign tokens; made at the first start. */
bool kith_store_token_key(KithStore *store, uint8_t ret_key[32], GError **error);

/* --- store/mail.c, store/people.c, store/thread.c: what relate reads and writes */
/* --- store/follow.c: follow-ups, commands, what was told */
/* --- store/outbox.c: outgoing */
/* --- store/read_*.c: what view reads, always for a viewer */
