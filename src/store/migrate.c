/* SPDX-License-Identifier: MIT
 * migrate.c - schema steps 0001.sql, 0002.sql, ...: a database of any older kith becomes current.
 * In: a locked database. Out: one of KITH_SCHEMA_VERSION, or untouched. Next: src/store/sql.c
 */
#include "migrate.h"

#include <fcntl.h>
#include <unistd.h>

#include "src/store/schema-resource.h"

#define SCHEMA_VERSION 3
#define APPLICATION_ID 0x6b697468	/* "kith" */

/* A pragma's value; pragmas take no parameters, and TEXT is a constant of this file. */
static bool pragma_get(KithStore *store, const char *text, int64_t *ret_value, GError **error)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(store->db, text, -1, &statement, NULL) != SQLITE_OK ||
	    sqlite3_step(statement) != SQLITE_ROW) {
		kith_sql_set_error(store, "opening", error);
		sqlite3_finalize(statement);
		return false;
	}
	*ret_value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return true;
}

static bool execute(KithStore *store, const char *text, GError **error)
{
	if (sqlite3_exec(store->db, text, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	kith_sql_set_error(store, "migrating", error);
	return false;
}

static bool read_version(KithStore *store, int64_t *ret_version, GError **error)
{
	int64_t application, version, objects;

	if (!pragma_get(store, "PRAGMA application_id", &application, error) ||
	    !pragma_get(store, "PRAGMA user_version", &version, error) ||
	    !pragma_get(store, "SELECT count(*) FROM sqlite_schema", &objects, error))
		return false;
	if (application != APPLICATION_ID && objects > 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "%s is a database of another program; `database` must name one of kith's own or a new file",
			    store->path);
		return false;
	}
	if (version > SCHEMA_VERSION) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "%s was written by a newer kith (schema %d, this one knows %d): use that kith, "
			    "or restore a backup", store->path, (int)version, SCHEMA_VERSION);
		return false;
	}
	*ret_version = version;
	return true;
}

static bool backup(KithStore *store, int64_t version, GError **error)
{
	g_autofree char *path = g_strdup_printf("%s.before-schema-%d", store->path, (int)version + 1);
	sqlite3 *copy = NULL;
	/* Made here, so that the mail in it is nobody else's to read. */
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int rc = SQLITE_CANTOPEN;

	if (fd >= 0) {
		close(fd);
		rc = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE, NULL);
	}

	if (rc == SQLITE_OK) {
		sqlite3_backup *job = sqlite3_backup_init(copy, "main", store->db, "main");

		if (job != NULL)
			(void)sqlite3_backup_step(job, -1);	/* finish reports its failure */
		rc = job != NULL ? sqlite3_backup_finish(job) : sqlite3_errcode(copy);
	}
	sqlite3_close(copy);
	if (rc == SQLITE_OK)
		return true;
	g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT, "cannot back up %s to %s before the upgrade: %s",
		    store->path, path, sqlite3_errstr(rc));
	return false;
}

/* The two pragmas of a step, as constants would be written by hand for each. */
static bool stamp(KithStore *store, int64_t version, GError **error)
{
	g_autofree char *text = g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d",
						APPLICATION_ID, (int)version);

	return execute(store, text, error);
}

static bool step(KithStore *store, int64_t version, GError **error)
{
	g_autofree char *name = g_strdup_printf("/kith/schema/%04d.sql", (int)version);
	g_autoptr(GBytes) text = g_resource_lookup_data(kith_schema_get_resource(), name,
							G_RESOURCE_LOOKUP_FLAGS_NONE, error);
	int64_t now;

	if (text == NULL || !execute(store, "BEGIN IMMEDIATE", error))
		return false;
	/* Under the lock once more: another process may have been here first. */
	if (!read_version(store, &now, error))
		goto undo;
	if (now >= version)
		return execute(store, "COMMIT", error);
	if (execute(store, g_bytes_get_data(text, NULL), error) && stamp(store, version, error) &&
	    execute(store, "COMMIT", error))
		return true;
undo:
	(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);	/* the first error is the one to tell */
	return false;
}

bool kith_store_migrate(KithStore *store, GError **error)
{
	int64_t version;

	if (!read_version(store, &version, error))
		return false;
	if (version > 0 && version < SCHEMA_VERSION && !backup(store, version, error))
		return false;
	while (version < SCHEMA_VERSION) {
		if (!step(store, ++version, error))
			return false;
	}
	return true;
}

bool kith_store_check_version(KithStore *store, GError **error)
{
	int64_t version;

	if (!read_version(store, &version, error))
		return false;
	if (version == SCHEMA_VERSION)
		return true;
	g_set_error(error, KITH_ERROR, version == 0 ? KITH_ERROR_NOT_FOUND : KITH_ERROR_INVALID,
		    version == 0 ? "%s is still empty: run `kith sync` or start kithd"
				 : "%s is of an older kith: start kithd, or run `kith sync`, once to upgrade it",
		    store->path);
	return false;
}
