/* SPDX-License-Identifier: MIT
 * internal.h - statements and errors of SQLite, for src/store/ only.
 */
#pragma once

#include <sqlite3.h>
#include <sys/types.h>

#include "kith/store.h"

typedef struct { const char *name; const char *text; } KithSql;

/* A statement beside the function that binds it. All are collected in a section of the
 * program, so that a test can prepare each of them. Used as: KITH_SQL(sql_find, "SELECT ..."); */
#define KITH_SQL(NAME, TEXT) \
	static const KithSql NAME = { #NAME, TEXT }; \
	static const KithSql *const NAME##_entry \
	__attribute__((used, section("kith_sql"))) = &NAME

struct KithStore {
	sqlite3 *db;
	KithStoreMode mode;
	char *path;
	int lock_fd;			/* writer's lock; -1 for readers */
	dev_t device;			/* of a writer: which file it is */
	ino_t inode;
	GHashTable *statements;		/* KithSql * -> sqlite3_stmt *, prepared once */
	bool in_transaction;
};

/* The prepared statement, reset and with its bindings cleared. NULL with an error. */
sqlite3_stmt *kith_sql_get(KithStore *store, const KithSql *sql, GError **error);

/* Steps a statement that returns no row (or whose rows don't matter), then resets it. */
bool kith_sql_run(KithStore *store, sqlite3_stmt *statement, GError **error);

/* One row: 1 there is one (read it, then kith_sql_reset), 0 none, -1 error. Resets on 0 and -1. */
int kith_sql_row(KithStore *store, sqlite3_stmt *statement, GError **error);
void kith_sql_reset(sqlite3_stmt *statement);
typedef sqlite3_stmt KithStatement;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithStatement, kith_sql_reset)

void kith_sql_bind_text(sqlite3_stmt *statement, int index, const char *text);	/* NULL binds NULL; copied */
void kith_sql_bind_static(sqlite3_stmt *statement, int index, const char *text);	/* lives until reset */
void kith_sql_bind_int(sqlite3_stmt *statement, int index, int64_t value);
void kith_sql_bind_int_or_null(sqlite3_stmt *statement, int index, int64_t value);	/* 0 binds NULL */
void kith_sql_bind_bytes(sqlite3_stmt *statement, int index, GBytes *bytes);
char *kith_sql_text(sqlite3_stmt *statement, int column);	/* a copy; NULL for NULL */
const char *kith_sql_borrow(sqlite3_stmt *statement, int column);	/* lives until the next row; NULL for NULL */
int64_t kith_sql_int(sqlite3_stmt *statement, int column);

/* The GError of the connection's last error: BUSY -> TEMPORARY, FULL and IOERR -> LIMIT, CORRUPT, else INVALID. */
void kith_sql_set_error(KithStore *store, const char *where, GError **error);

/* What search needs of a connection before its statements prepare (read-search.c). */
bool kith_search_prepare(KithStore *store, GError **error);
/* A LIKE pattern that finds QUERY anywhere, its own % and _ taken literally (read-people.c). */
char *kith_read_pattern(const char *query);
