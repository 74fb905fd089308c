/* SPDX-License-Identifier: MIT
 * sql.c - prepared statements and SQLite's errors.
 * In: a statement constant. Out: rows, or an error by consequence. Next: src/store/ledger.c
 */
#include "internal.h"

/* The section that KITH_SQL collects into; the linker names its ends. */
extern const KithSql *const __start_kith_sql[];
extern const KithSql *const __stop_kith_sql[];

void kith_sql_set_error(KithStore *store, const char *where, GError **error)
{
	int rc = sqlite3_extended_errcode(store->db);
	KithError code = KITH_ERROR_INVALID;
	const char *advice = "";

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		code = KITH_ERROR_TEMPORARY;
		break;
	case SQLITE_FULL:
		code = KITH_ERROR_LIMIT;
		advice = "; nothing of this step was stored: make room and try again";
		break;
	case SQLITE_IOERR:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
		code = KITH_ERROR_LIMIT;
		advice = "; check the disk and the rights of the database's folder";
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		code = KITH_ERROR_CORRUPT;
		advice = "; restore a backup, or move the file away and sync again";
		break;
	}
	g_set_error(error, KITH_ERROR, code, "%s: %s: %s%s", store->path, where, sqlite3_errmsg(store->db), advice);
}

sqlite3_stmt *kith_sql_get(KithStore *store, const KithSql *sql, GError **error)
{
	sqlite3_stmt *statement = g_hash_table_lookup(store->statements, sql);

	if (statement != NULL)
		return statement;
	if (sqlite3_prepare_v3(store->db, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
		kith_sql_set_error(store, sql->name, error);
		return NULL;
	}
	g_hash_table_insert(store->statements, (gpointer)sql, statement);
	return statement;
}

void kith_sql_reset(sqlite3_stmt *statement)
{
	if (statement == NULL)
		return;
	(void)sqlite3_reset(statement);	/* repeats the error that step told */
	sqlite3_clear_bindings(statement);
}

int kith_sql_row(KithStore *store, sqlite3_stmt *statement, GError **error)
{
	int rc = sqlite3_step(statement);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		kith_sql_set_error(store, "reading", error);
	kith_sql_reset(statement);
	return rc == SQLITE_DONE ? 0 : -1;
}

bool kith_sql_run(KithStore *store, sqlite3_stmt *statement, GError **error)
{
	int rc = sqlite3_step(statement);
	bool ok = rc == SQLITE_DONE || rc == SQLITE_ROW;

	if (!ok)
		kith_sql_set_error(store, "writing", error);
	kith_sql_reset(statement);
	return ok;
}

void kith_sql_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
	(void)sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);	/* step fails on what it lacks */
}

void kith_sql_bind_static(sqlite3_stmt *statement, int index, const char *text)
{
	(void)sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

void kith_sql_bind_int(sqlite3_stmt *statement, int index, int64_t value)
{
	(void)sqlite3_bind_int64(statement, index, value);
}

void kith_sql_bind_int_or_null(sqlite3_stmt *statement, int index, int64_t value)
{
	if (value != 0)
		kith_sql_bind_int(statement, index, value);
	else
		(void)sqlite3_bind_null(statement, index);
}

void kith_sql_bind_bytes(sqlite3_stmt *statement, int index, GBytes *bytes)
{
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);

	(void)sqlite3_bind_blob64(statement, index, data != NULL ? data : "", length, SQLITE_TRANSIENT);
}

char *kith_sql_text(sqlite3_stmt *statement, int column)
{
	return g_strdup((const char *)sqlite3_column_text(statement, column));
}

const char *kith_sql_borrow(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

int64_t kith_sql_int(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_int64(statement, column);
}

bool kith_store_check_statements(KithStore *store, GError **error)
{
	for (const KithSql *const *sql = __start_kith_sql; sql < __stop_kith_sql; sql++) {
		if (kith_sql_get(store, *sql, error) == NULL)
			return false;
	}
	return true;
}
