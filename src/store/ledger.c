/* SPDX-License-Identifier: MIT
 * ledger.c - folders and their sightings: every UID the server lists is accounted for.
 * In: what fetch saw. Out: which UIDs are known, and how a look ended. Next: src/store/mail.c
 */
#include "config.h"
#include "internal.h"

KITH_SQL(sql_older_epochs,
	 "UPDATE folder SET is_current = 0 "
	 "WHERE account_id = ?1 AND raw_name = ?2 AND uidvalidity <> ?3 AND is_current = 1");
KITH_SQL(sql_open_folder,
	 "INSERT INTO folder (account_id, name, raw_name, uidvalidity, role, began_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
	 "ON CONFLICT (account_id, raw_name, uidvalidity) DO UPDATE SET name = excluded.name, role = excluded.role, "
	 "turns = CASE WHEN is_current = 1 THEN turns WHEN began_at > ?7 THEN turns + 1 ELSE 1 END, "
	 "began_at = CASE WHEN is_current = 1 OR began_at > ?7 THEN began_at ELSE excluded.began_at END, "
	 "is_current = 1, ended_at = NULL RETURNING folder_id");
KITH_SQL(sql_count_turns,
	 "SELECT coalesce(sum(turns), 0) FROM folder WHERE account_id = ?1 AND raw_name = ?2 AND began_at > ?4 "
	 "AND NOT EXISTS (SELECT 1 FROM folder WHERE account_id = ?1 AND raw_name = ?2 AND uidvalidity = ?3 "
	 "AND is_current = 1)");
KITH_SQL(sql_find_folder,
	 "SELECT folder_id FROM folder WHERE account_id = ?1 AND raw_name = ?2 AND uidvalidity = ?3");
KITH_SQL(sql_listed, "SELECT uid FROM sighting WHERE folder_id = ?1 AND status <> ?2 ORDER BY uid");
KITH_SQL(sql_known,
	 "SELECT uid FROM sighting WHERE folder_id = ?1 AND status <> ?2 "
	 "AND NOT (status = ?3 AND (?6 OR version IS NOT ?4)) AND (since_at IS NULL OR since_at <= ?5) ORDER BY uid");
KITH_SQL(sql_look, "SELECT uidnext, modseq, server_count, is_whole, listed_at FROM folder WHERE folder_id = ?1");
/* What is stored stays stored: a later look that could not read the mail, or does not want it any more, takes nothing
 * away, and one that came back is there again. */
#define UNLESS_STORED(COLUMN, STORED) \
	COLUMN " = CASE WHEN sighting.mail IS NULL THEN excluded." COLUMN " ELSE " STORED " END"
KITH_SQL(sql_skip,
	 "INSERT INTO sighting (folder_id, uid, status, reason, since_at, internal_at, size_bytes, first_seen_at) "
	 "VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6) ON CONFLICT (folder_id, uid) DO UPDATE SET "
	 UNLESS_STORED("status", "?7") ", " UNLESS_STORED("reason", "NULL") ", " UNLESS_STORED("since_at", "NULL") ", "
	 "envelope = NULL, version = NULL, gone_at = NULL");
KITH_SQL(sql_add,
	 "INSERT INTO sighting (folder_id, uid, status, mail, reason, internal_at, size_bytes, first_seen_at, "
	 "envelope, version, gmail_thread) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
	 "ON CONFLICT (folder_id, uid) DO UPDATE SET status = excluded.status, mail = excluded.mail, "
	 "reason = excluded.reason, internal_at = excluded.internal_at, size_bytes = excluded.size_bytes, "
	 "envelope = excluded.envelope, version = excluded.version, gmail_thread = excluded.gmail_thread, "
	 "since_at = NULL, gone_at = NULL WHERE excluded.mail IS NOT NULL OR sighting.mail IS NULL");
KITH_SQL(sql_back,
	 "UPDATE sighting SET status = ?3, gone_at = NULL WHERE folder_id = ?1 AND uid = ?2 AND mail IS NOT NULL "
	 "AND gone_at IS NOT NULL");
KITH_SQL(sql_gone,
	 "UPDATE sighting SET status = ?4, gone_at = ?5 "
	 "WHERE folder_id = ?1 AND uid BETWEEN ?2 AND ?3 AND status <> ?4");
KITH_SQL(sql_looked,
	 "UPDATE folder SET server_count = ?2, missing_count = ?3, looked_at = ?4, uidnext = ?5, modseq = ?6, "
	 "is_whole = ?7, listed_at = ?8 WHERE folder_id = ?1");
#define OLDER_EPOCHS \
	"SELECT o.folder_id FROM folder f JOIN folder o ON o.account_id = f.account_id AND o.raw_name = f.raw_name " \
	"AND o.folder_id <> f.folder_id WHERE f.folder_id = ?1 "
KITH_SQL(sql_end_epoch_sightings,
	 "UPDATE sighting SET status = ?2, gone_at = ?3 WHERE status <> ?2 "
	 "AND folder_id IN (" OLDER_EPOCHS "AND o.ended_at IS NULL)");
KITH_SQL(sql_end_epochs,
	 "UPDATE folder SET ended_at = ?2 WHERE folder_id IN (" OLDER_EPOCHS "AND o.ended_at IS NULL) RETURNING 1");
KITH_SQL(sql_thin_epochs,
	 "DELETE FROM sighting WHERE folder_id IN (" OLDER_EPOCHS "ORDER BY o.folder_id DESC LIMIT -1 OFFSET ?2) "
	 "AND (mail IS NULL OR EXISTS (SELECT 1 FROM sighting s JOIN folder g ON g.folder_id = s.folder_id "
	 "WHERE s.mail = sighting.mail AND g.is_current = 1 "
	 "AND g.account_id = (SELECT account_id FROM folder WHERE folder_id = ?1)))");
KITH_SQL(sql_drop_epochs,
	 "DELETE FROM folder WHERE folder_id IN (" OLDER_EPOCHS "ORDER BY o.folder_id DESC LIMIT -1 OFFSET ?2) "
	 "AND began_at IS NOT NULL AND began_at < ?3 "
	 "AND NOT EXISTS (SELECT 1 FROM sighting s WHERE s.folder_id = folder.folder_id)");
/* Imports are never whole: what was imported is not expected to be found again. */
#define ABSENT \
	"SELECT folder_id FROM folder WHERE account_id = ?1 AND is_current = 1 AND is_whole = 1 AND looked_at < ?2"
KITH_SQL(sql_end_absent_sightings,
	 "UPDATE sighting SET status = ?3, gone_at = ?4 WHERE status <> ?3 AND folder_id IN (" ABSENT ")");
KITH_SQL(sql_end_absent,
	 "UPDATE folder SET is_current = 0, is_whole = 0, ended_at = ?3 WHERE folder_id IN (" ABSENT ")");
KITH_SQL(sql_first_sync, "SELECT first_sync_at FROM account WHERE account_id = ?1");

static bool close_older_epochs(KithStore *store, int64_t account_id, const char *raw_name, uint32_t uidvalidity,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_older_epochs, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_text(statement, 2, raw_name);
	kith_sql_bind_int(statement, 3, uidvalidity);
	return kith_sql_run(store, statement, error);
}

bool kith_ledger_open_folder(KithStore *store, int64_t account_id, const char *name, const char *raw_name,
		uint32_t uidvalidity, KithFolderRole role, int64_t now_at, int64_t *ret_folder_id, GError **error)
{
	if (!close_older_epochs(store, account_id, raw_name, uidvalidity, error))
		return false;
	sqlite3_stmt *statement = kith_sql_get(store, &sql_open_folder, error);
	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_text(statement, 2, name);
	kith_sql_bind_text(statement, 3, raw_name);
	kith_sql_bind_int(statement, 4, uidvalidity);
	kith_sql_bind_int(statement, 5, role);
	kith_sql_bind_int(statement, 6, now_at);
	kith_sql_bind_int(statement, 7, now_at - KITH_LIMIT_EPOCHS_S);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	*ret_folder_id = kith_sql_int(statement, 0);
	kith_sql_reset(statement);
	return true;
}

bool kith_ledger_count_turns(KithStore *store, int64_t account_id, const char *raw_name, uint32_t uidvalidity,
		int64_t since_at, uint32_t *ret_count, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_count_turns, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_text(statement, 2, raw_name);
	kith_sql_bind_int(statement, 3, uidvalidity);
	kith_sql_bind_int(statement, 4, since_at);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	*ret_count = (uint32_t)kith_sql_int(statement, 0);
	return true;
}

bool kith_ledger_find_folder(KithStore *store, int64_t account_id, const char *raw_name, uint32_t uidvalidity,
		int64_t *ret_folder_id, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_find_folder, &failure);
	int rows = -1;

	if (statement != NULL) {
		kith_sql_bind_int(statement, 1, account_id);
		kith_sql_bind_text(statement, 2, raw_name);
		kith_sql_bind_int(statement, 3, uidvalidity);
		rows = kith_sql_row(store, statement, &failure);
	}
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	*ret_folder_id = rows == 1 ? sqlite3_column_int64(statement, 0) : 0;
	return true;
}

static void add_to_ranges(GArray *ranges, int64_t uid)
{
	if (ranges->len > 0 && g_array_index(ranges, int64_t, ranges->len - 1) == uid - 1) {
		g_array_index(ranges, int64_t, ranges->len - 1) = uid;
		return;
	}
	g_array_append_val(ranges, uid);
	g_array_append_val(ranges, uid);
}

static GArray *ranges_of(KithStore *store, sqlite3_stmt *statement, GError **error)
{
	g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(int64_t));
	int more;

	while ((more = kith_sql_row(store, statement, error)) == 1)
		add_to_ranges(ranges, kith_sql_int(statement, 0));
	return more == 0 ? g_steal_pointer(&ranges) : NULL;
}

GArray *kith_ledger_listed(KithStore *store, int64_t folder_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_listed, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, KITH_SIGHTING_GONE);
	return ranges_of(store, statement, error);
}

GArray *kith_ledger_known(KithStore *store, int64_t folder_id, int64_t since_at, bool again, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_known, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, KITH_SIGHTING_GONE);
	kith_sql_bind_int(statement, 3, KITH_SIGHTING_QUARANTINED);
	kith_sql_bind_text(statement, 4, PACKAGE_VERSION);
	kith_sql_bind_int(statement, 5, since_at);
	kith_sql_bind_int(statement, 6, again);
	return ranges_of(store, statement, error);
}

bool kith_ledger_look(KithStore *store, int64_t folder_id, KithFolderLook *ret_look, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_look, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	*ret_look = (KithFolderLook) {
		.uidnext = (uint64_t)kith_sql_int(statement, 0), .modseq = (uint64_t)kith_sql_int(statement, 1),
		.count = (uint64_t)kith_sql_int(statement, 2), .is_whole = kith_sql_int(statement, 3) != 0,
		.listed_at = kith_sql_int(statement, 4),
	};
	return true;
}

/* A mail that is stored and was gone is listed again, though it could not be read this time. */
static bool bring_back(KithStore *store, int64_t folder_id, uint64_t uid, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_back, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, (int64_t)uid);
	kith_sql_bind_int(statement, 3, KITH_SIGHTING_STORED);
	return kith_sql_run(store, statement, error);
}

bool kith_ledger_add(KithStore *store, int64_t folder_id, const KithRawMail *raw, const char *mail,
		int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_add, error);
	bool is_quarantined = raw->status == KITH_SIGHTING_QUARANTINED;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, (int64_t)raw->uid);
	kith_sql_bind_int(statement, 3, raw->status);
	kith_sql_bind_text(statement, 4, mail);
	kith_sql_bind_text(statement, 5, raw->reason);
	kith_sql_bind_int(statement, 6, raw->internal_at);
	kith_sql_bind_int(statement, 7, (int64_t)raw->size_bytes);
	kith_sql_bind_int(statement, 8, now_at);
	kith_sql_bind_text(statement, 9, is_quarantined ? raw->envelope : NULL);
	kith_sql_bind_text(statement, 10, is_quarantined ? PACKAGE_VERSION : NULL);
	if (raw->gmail_thread != 0)
		kith_sql_bind_int(statement, 11, (int64_t)raw->gmail_thread);
	return kith_sql_run(store, statement, error) &&
	       (mail != NULL || bring_back(store, folder_id, raw->uid, error));
}

bool kith_ledger_skip(KithStore *store, int64_t folder_id, uint64_t first, uint64_t last, const char *reason,
		int64_t since_at, int64_t now_at, GError **error)
{
	for (uint64_t uid = first; uid <= last; uid++) {
		sqlite3_stmt *statement = kith_sql_get(store, &sql_skip, error);

		if (statement == NULL)
			return false;
		kith_sql_bind_int(statement, 1, folder_id);
		kith_sql_bind_int(statement, 2, (int64_t)uid);
		kith_sql_bind_int(statement, 3, KITH_SIGHTING_SKIPPED);
		kith_sql_bind_text(statement, 4, reason);
		if (since_at != 0)
			kith_sql_bind_int(statement, 5, since_at);
		kith_sql_bind_int(statement, 6, now_at);
		kith_sql_bind_int(statement, 7, KITH_SIGHTING_STORED);
		if (!kith_sql_run(store, statement, error))
			return false;
	}
	return true;
}

bool kith_ledger_gone(KithStore *store, int64_t folder_id, uint64_t first, uint64_t last, int64_t now_at,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_gone, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, (int64_t)first);
	kith_sql_bind_int(statement, 3, (int64_t)last);
	kith_sql_bind_int(statement, 4, KITH_SIGHTING_GONE);
	kith_sql_bind_int(statement, 5, now_at);
	return kith_sql_run(store, statement, error);
}

bool kith_ledger_looked(KithStore *store, int64_t folder_id, const KithFolderLook *look, uint64_t missing,
		int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_looked, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, (int64_t)look->count);
	kith_sql_bind_int(statement, 3, (int64_t)missing);
	kith_sql_bind_int(statement, 4, now_at);
	kith_sql_bind_int(statement, 5, (int64_t)look->uidnext);
	kith_sql_bind_int(statement, 6, (int64_t)look->modseq);
	kith_sql_bind_int(statement, 7, look->is_whole);
	if (look->listed_at != 0)
		kith_sql_bind_int(statement, 8, look->listed_at);
	return kith_sql_run(store, statement, error);
}

static bool end_epoch_sightings(KithStore *store, int64_t folder_id, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_end_epoch_sightings, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, KITH_SIGHTING_GONE);
	kith_sql_bind_int(statement, 3, now_at);
	return kith_sql_run(store, statement, error);
}

/* *RET_ANY: an epoch ended just now. */
static bool end_epochs(KithStore *store, int64_t folder_id, int64_t now_at, bool *ret_any, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_end_epochs, error);
	bool any = false;
	int more;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, now_at);
	while ((more = kith_sql_row(store, statement, error)) == 1)
		any = true;
	*ret_any = any;
	return more == 0;
}

static bool thin_epochs(KithStore *store, int64_t folder_id, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_thin_epochs, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, KITH_LIMIT_EPOCHS);
	if (!kith_sql_run(store, statement, error))
		return false;
	statement = kith_sql_get(store, &sql_drop_epochs, error);
	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, folder_id);
	kith_sql_bind_int(statement, 2, KITH_LIMIT_EPOCHS);
	kith_sql_bind_int(statement, 3, now_at - KITH_LIMIT_EPOCHS_S);
	return kith_sql_run(store, statement, error);
}

bool kith_ledger_end_older_epochs(KithStore *store, int64_t folder_id, int64_t now_at, GError **error)
{
	bool any;

	return end_epoch_sightings(store, folder_id, now_at, error) &&
	       end_epochs(store, folder_id, now_at, &any, error) &&
	       (!any || thin_epochs(store, folder_id, now_at, error));
}

static bool end_absent(KithStore *store, int64_t account_id, int64_t before_at, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_end_absent_sightings, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_int(statement, 2, before_at);
	kith_sql_bind_int(statement, 3, KITH_SIGHTING_GONE);
	kith_sql_bind_int(statement, 4, now_at);
	if (!kith_sql_run(store, statement, error))
		return false;
	statement = kith_sql_get(store, &sql_end_absent, error);
	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	kith_sql_bind_int(statement, 2, before_at);
	kith_sql_bind_int(statement, 3, now_at);
	return kith_sql_run(store, statement, error);
}

bool kith_ledger_end_absent(KithStore *store, int64_t account_id, int64_t before_at, int64_t now_at, GError **error)
{
	if (!kith_store_begin(store, false, error))
		return false;
	if (!end_absent(store, account_id, before_at, now_at, error)) {
		kith_store_rollback(store);
		return false;
	}
	return kith_store_commit(store, error);
}

int64_t kith_ledger_first_sync_at(KithStore *store, int64_t account_id)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_first_sync, NULL);
	int64_t at = 0;

	if (statement == NULL)
		return 0;
	kith_sql_bind_int(statement, 1, account_id);
	if (kith_sql_row(store, statement, NULL) == 1) {
		at = kith_sql_int(statement, 0);
		kith_sql_reset(statement);
	}
	return at;
}
