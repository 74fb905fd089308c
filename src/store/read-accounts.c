/* SPDX-License-Identifier: MIT
 * read-accounts.c - how accounts and their folders are.
 * In: nothing. Out: rows. Next: src/view/status.c
 */
#include "internal.h"

KITH_SQL(sql_accounts,
	 "SELECT a.title, a.last_error, (SELECT group_concat(u.title, ' ') FROM account_user au "
	 "JOIN user u ON u.user_id = au.user_id WHERE au.account_id = a.account_id), "
	 "a.last_sync_at, a.last_try_at, a.first_sync_at, a.retry_at, a.failures, a.is_throttled, "
	 "a.sync_began_at, a.sync_at, a.sync_found, a.sync_done, a.sync_bytes, a.sync_is_over, a.sync_is_counted, "
	 "count(DISTINCT f.folder_id), min(f.listed_at), sum(s.status = 0), sum(s.status = 1), sum(s.status = 2), "
	 "sum(s.status = 3) FROM account a "
	 "LEFT JOIN folder f ON f.account_id = a.account_id AND f.is_current = 1 "
	 "LEFT JOIN sighting s ON s.folder_id = f.folder_id GROUP BY a.account_id ORDER BY a.title");
KITH_SQL(sql_folders,
	 "SELECT a.title, f.name, f.server_count, f.missing_count, f.looked_at, sum(s.status = 0), sum(s.status = 1), "
	 "sum(s.status = 2), sum(s.status = 3), (SELECT count(*) FROM sighting d JOIN mail m ON m.id = d.mail "
	 "WHERE d.folder_id = f.folder_id AND m.same_id = 0 AND EXISTS (SELECT 1 FROM mail o "
	 "WHERE o.message_id = m.message_id AND o.id <> m.id AND o.at = m.at AND o.author IS m.author)) "
	 "FROM folder f JOIN account a ON a.account_id = f.account_id "
	 "LEFT JOIN sighting s ON s.folder_id = f.folder_id WHERE f.is_current = 1 AND (?1 IS NULL OR a.title = ?1) "
	 "GROUP BY f.folder_id ORDER BY a.title, f.role, f.name");

bool kith_read_accounts(KithStore *store, KithAccountEach each, void *context, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_accounts, error);
	int got;

	if (statement == NULL)
		return false;
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithAccountRow row = {
			.account = kith_sql_borrow(statement, 0), .error = kith_sql_borrow(statement, 1),
			.users = kith_sql_borrow(statement, 2), .last_sync_at = kith_sql_int(statement, 3),
			.last_try_at = kith_sql_int(statement, 4), .first_sync_at = kith_sql_int(statement, 5),
			.retry_at = kith_sql_int(statement, 6), .failures = kith_sql_int(statement, 7),
			.is_throttled = kith_sql_int(statement, 8) != 0,
			.began_at = kith_sql_int(statement, 9), .moved_at = kith_sql_int(statement, 10),
			.found = kith_sql_int(statement, 11), .done = kith_sql_int(statement, 12),
			.bytes = kith_sql_int(statement, 13), .is_over = kith_sql_int(statement, 14) != 0,
			.is_counted = kith_sql_int(statement, 15) != 0,
			.folders = kith_sql_int(statement, 16), .listed_at = kith_sql_int(statement, 17),
			.stored = kith_sql_int(statement, 18), .skipped = kith_sql_int(statement, 19),
			.quarantined = kith_sql_int(statement, 20), .gone = kith_sql_int(statement, 21),
		};

		if (!each(&row, context))
			return true;
	}
	return got == 0;
}

bool kith_read_folders(KithStore *store, const char *account, KithFolderEach each, void *context, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_folders, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, account);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithFolderRow row = {
			.account = kith_sql_borrow(statement, 0), .folder = kith_sql_borrow(statement, 1),
			.server = kith_sql_int(statement, 2), .missing = kith_sql_int(statement, 3),
			.looked_at = kith_sql_int(statement, 4), .stored = kith_sql_int(statement, 5),
			.skipped = kith_sql_int(statement, 6), .quarantined = kith_sql_int(statement, 7),
			.gone = kith_sql_int(statement, 8), .duplicates = kith_sql_int(statement, 9),
		};

		if (!each(&row, context))
			return true;
	}
	return got == 0;
}
