/* SPDX-License-Identifier: MIT
 * account.c - how the syncs of an account go: how far the one of now is, and when to try again after a failure.
 * In: what core saw. Out: rows that outlive kithd, and that `kith status` reads. Next: src/store/ledger.c
 */
#include "internal.h"

KITH_SQL(sql_state,
	 "SELECT first_sync_at, last_try_at, retry_at, failures, error_code, is_throttled, tried_with FROM account "
	 "WHERE account_id = ?1");
KITH_SQL(sql_began,
	 "UPDATE account SET sync_began_at = ?2, sync_at = ?2, sync_found = 0, sync_done = 0, sync_bytes = 0, "
	 "sync_is_counted = 0, sync_is_over = 0 WHERE account_id = ?1");
/* An import is no sync of the account, and moves nothing. */
KITH_SQL(sql_found,
	 "UPDATE account SET sync_found = sync_found + ?2, sync_at = ?3 WHERE account_id = ?1 AND sync_is_over = 0");
KITH_SQL(sql_counted, "UPDATE account SET sync_is_counted = 1 WHERE account_id = ?1 AND sync_is_over = 0");
KITH_SQL(sql_moved,
	 "UPDATE account SET sync_done = sync_done + ?2, sync_bytes = sync_bytes + ?3, sync_at = ?4 "
	 "WHERE account_id = ?1 AND sync_is_over = 0");
KITH_SQL(sql_synced,
	 "UPDATE account SET last_sync_at = ?2, last_try_at = ?2, last_error = ?3, failures = 0, retry_at = NULL, "
	 "error_code = 0, is_throttled = 0, tried_with = NULL, sync_at = ?2, sync_is_over = 1, sync_is_counted = 1, "
	 "first_sync_at = coalesce(first_sync_at, ?2) WHERE account_id = ?1");
KITH_SQL(sql_failed,
	 "UPDATE account SET last_try_at = ?2, last_error = ?3, failures = failures + 1, retry_at = ?4, "
	 "error_code = ?5, is_throttled = ?6, tried_with = ?7, sync_at = ?2, sync_is_over = 1 WHERE account_id = ?1");

void kith_account_state_clear(KithAccountState *state)
{
	g_clear_pointer(&state->tried_with, g_free);
}

bool kith_account_state(KithStore *store, int64_t account_id, KithAccountState *ret_state, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_state, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	int got = kith_sql_row(store, statement, error);
	if (got == 0)
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "the account is not in the database");
	if (got != 1)
		return false;
	*ret_state = (KithAccountState) {
		.first_sync_at = kith_sql_int(statement, 0), .last_try_at = kith_sql_int(statement, 1),
		.retry_at = kith_sql_int(statement, 2), .failures = (uint32_t)kith_sql_int(statement, 3),
		.code = (KithError)kith_sql_int(statement, 4), .is_throttled = kith_sql_int(statement, 5) != 0,
		.tried_with = kith_sql_text(statement, 6),
	};
	return true;
}

bool kith_account_began(KithStore *store, int64_t account_id, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_began, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_int(statement, 2, now_at);
	return kith_sql_run(store, statement, error);
}

bool kith_account_found(KithStore *store, int64_t account_id, uint64_t mails, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_found, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_int(statement, 2, (int64_t)mails);
	kith_sql_bind_int(statement, 3, now_at);
	return kith_sql_run(store, statement, error);
}

bool kith_account_counted(KithStore *store, int64_t account_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_counted, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	return kith_sql_run(store, statement, error);
}

bool kith_account_moved(KithStore *store, int64_t account_id, uint64_t mails, uint64_t bytes, int64_t now_at,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_moved, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_int(statement, 2, (int64_t)mails);
	kith_sql_bind_int(statement, 3, (int64_t)bytes);
	kith_sql_bind_int(statement, 4, now_at);
	return kith_sql_run(store, statement, error);
}

bool kith_account_synced(KithStore *store, int64_t account_id, const char *trouble, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_synced, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_int(statement, 2, now_at);
	kith_sql_bind_text(statement, 3, trouble);
	return kith_sql_run(store, statement, error);
}

bool kith_account_failed(KithStore *store, int64_t account_id, const KithAccountFailure *failure, int64_t now_at,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_failed, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_int(statement, 2, now_at);
	kith_sql_bind_text(statement, 3, failure->text);
	kith_sql_bind_int(statement, 4, failure->retry_at);
	kith_sql_bind_int(statement, 5, failure->code);
	kith_sql_bind_int(statement, 6, failure->is_throttled);
	kith_sql_bind_text(statement, 7, failure->tried_with);
	return kith_sql_run(store, statement, error);
}
