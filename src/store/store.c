/* SPDX-License-Identifier: MIT
 * store.c - the connection: opening, transactions, settings.
 * In: a path. Out: a KithStore. Next: src/store/ledger.c
 *
 * One process writes and checkpoints, ever: SQLite before 3.51.3 can corrupt a WAL database
 * when two connections do (its "WAL reset" bug). Readers are query_only, never checkpoint,
 * and leave the WAL alone when they close.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"
#include "lock.h"
#include "migrate.h"

#define BUSY_MS 5000

KITH_SQL(sql_begin, "BEGIN IMMEDIATE");
KITH_SQL(sql_commit, "COMMIT");
KITH_SQL(sql_rollback, "ROLLBACK");
KITH_SQL(sql_full, "PRAGMA synchronous = FULL");
KITH_SQL(sql_normal, "PRAGMA synchronous = NORMAL");
KITH_SQL(sql_get_setting, "SELECT value FROM setting WHERE name = ?1");
KITH_SQL(sql_drop_setting, "DELETE FROM setting WHERE name = ?1");
KITH_SQL(sql_set_setting,
	 "INSERT INTO setting (name, value) VALUES (?1, ?2) "
	 "ON CONFLICT (name) DO UPDATE SET value = excluded.value");

static const char writer_pragmas[] =
	"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; "
	"PRAGMA mmap_size = 0; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; "
	"PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF";
static const char reader_pragmas[] =
	"PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; "
	"PRAGMA wal_autocheckpoint = 0; PRAGMA trusted_schema = OFF";

static void finalize(gpointer statement)
{
	(void)sqlite3_finalize(statement);	/* repeats the error of its last step */
}

static KithStore *new_store(const char *path, KithStoreMode mode)
{
	KithStore *store = g_new0(KithStore, 1);

	store->mode = mode;
	store->path = g_strdup(path);
	store->lock_fd = -1;
	store->statements = g_hash_table_new_full(NULL, NULL, NULL, finalize);
	return store;
}

/* The file is made here, so that it is ours alone from its first moment. */
static bool make_file(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "cannot open database %s: %s", path,
			    g_strerror(errno));
		return false;
	}
	close(fd);
	return true;
}

static bool connect_database(KithStore *store, GError **error)
{
	bool writes = store->mode == KITH_STORE_WRITE;
	int flags = writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	int rc = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc != SQLITE_OK) {
		kith_sql_set_error(store, "opening", error);
		return false;
	}
	(void)sqlite3_busy_timeout(store->db, BUSY_MS);
	(void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, writes ? 0 : 1, NULL);
	if (sqlite3_exec(store->db, writes ? writer_pragmas : reader_pragmas, NULL, NULL, NULL) != SQLITE_OK) {
		kith_sql_set_error(store, "opening", error);
		return false;
	}
	return true;
}

/* Which file it is: one that is put in its place is another store, and what is written to a removed one is lost. */
static bool know_file(KithStore *store, GError **error)
{
	struct stat now;

	if (stat(store->path, &now) == 0) {
		store->device = now.st_dev;
		store->inode = now.st_ino;
		return true;
	}
	g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "cannot open database %s: %s", store->path,
		    g_strerror(errno));
	return false;
}

static bool is_still_there(const KithStore *store, GError **error)
{
	struct stat now;

	if (stat(store->path, &now) == 0 && now.st_dev == store->device && now.st_ino == store->inode)
		return true;
	g_set_error(error, KITH_ERROR, KITH_ERROR_CORRUPT,
		    "%s was removed or replaced while %s ran: nothing is stored or sent until it is started again",
		    store->path, g_get_prgname() != NULL ? g_get_prgname() : "kith");
	return false;
}

KithStore *kith_store_open(const char *path, KithStoreMode mode, GError **error)
{
	g_autoptr(KithStore) store = new_store(path, mode);

	if (mode == KITH_STORE_READ) {
		if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND,
				    "there is no database %s yet: run `kith sync` or start kithd", path);
			return NULL;
		}
		if (!connect_database(store, error) || !kith_store_check_version(store, error) ||
		    !kith_search_prepare(store, error))
			return NULL;
		return g_steal_pointer(&store);
	}
	store->lock_fd = kith_lock_take(path, error);
	if (store->lock_fd < 0 || !make_file(path, error) || !know_file(store, error) ||
	    !connect_database(store, error) || !kith_store_migrate(store, error) || !kith_search_prepare(store, error))
		return NULL;
	return g_steal_pointer(&store);
}

void kith_store_close(KithStore *store)
{
	if (store == NULL)
		return;
	if (store->in_transaction)
		kith_store_rollback(store);
	g_hash_table_unref(store->statements);
	if (store->db != NULL && store->mode == KITH_STORE_WRITE)
		(void)sqlite3_exec(store->db, "PRAGMA optimize", NULL, NULL, NULL);	/* only makes it faster */
	(void)sqlite3_close_v2(store->db);
	if (store->lock_fd >= 0)
		close(store->lock_fd);
	g_free(store->path);
	g_free(store);
}

static bool run(KithStore *store, const KithSql *sql, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, sql, error);

	return statement != NULL && kith_sql_run(store, statement, error);
}

bool kith_store_begin(KithStore *store, bool durable, GError **error)
{
	g_return_val_if_fail(!store->in_transaction, false);
	if (!is_still_there(store, error))
		return false;
	/* Inside a transaction the pragma has no effect, so it is set before. */
	if (!run(store, durable ? &sql_full : &sql_normal, error) || !run(store, &sql_begin, error))
		return false;
	store->in_transaction = true;
	return true;
}

bool kith_store_commit(KithStore *store, GError **error)
{
	if (!run(store, &sql_commit, error)) {
		kith_store_rollback(store);
		return false;
	}
	store->in_transaction = false;
	return true;
}

void kith_store_rollback(KithStore *store)
{
	store->in_transaction = false;
	if (!sqlite3_get_autocommit(store->db))
		(void)run(store, &sql_rollback, NULL);	/* the error that led here is the one to tell */
}

GBytes *kith_store_get_setting(KithStore *store, const char *name, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_get_setting, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_text(statement, 1, name);
	if (kith_sql_row(store, statement, error) != 1)
		return NULL;
	return g_bytes_new(sqlite3_column_blob(statement, 0), (gsize)sqlite3_column_bytes(statement, 0));
}

bool kith_store_drop_setting(KithStore *store, const char *name, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_drop_setting, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, name);
	return kith_sql_run(store, statement, error);
}

bool kith_store_set_setting(KithStore *store, const char *name, GBytes *value, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_set_setting, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, name);
	kith_sql_bind_bytes(statement, 2, value);
	return kith_sql_run(store, statement, error);
}

bool kith_store_token_key(KithStore *store, uint8_t ret_key[32], GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GBytes) known = kith_store_get_setting(store, "token-key", &failure);
	uint8_t fresh[32];

	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (known != NULL && g_bytes_get_size(known) == sizeof fresh) {
		memcpy(ret_key, g_bytes_get_data(known, NULL), sizeof fresh);
		return true;
	}
	if (getrandom(fresh, sizeof fresh, 0) != (ssize_t)sizeof fresh) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "no randomness from the kernel");
		return false;
	}
	g_autoptr(GBytes) value = g_bytes_new(fresh, sizeof fresh);
	if (!kith_store_set_setting(store, "token-key", value, error))
		return false;
	memcpy(ret_key, fresh, sizeof fresh);
	return true;
}
