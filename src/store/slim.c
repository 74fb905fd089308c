/* SPDX-License-Identifier: MIT
 * slim.c - the slim mail of each mail, compressed: what everything else is computed from.
 * In: bytes. Out: the same bytes. Next: src/store/mail.c
 */
#include <zstd.h>

#include "internal.h"

#define ZSTD_LEVEL 3

KITH_SQL(sql_put_slim,
	 "INSERT INTO slim (mail, bytes, size_bytes, arrived_at, is_sent_copy, rank) "
	 "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (mail) DO UPDATE SET bytes = excluded.bytes, "
	 "size_bytes = excluded.size_bytes, arrived_at = excluded.arrived_at, "
	 "is_sent_copy = excluded.is_sent_copy, rank = excluded.rank");
KITH_SQL(sql_get_slim, "SELECT bytes, size_bytes FROM slim WHERE mail = ?1");
KITH_SQL(sql_slim_names, "SELECT mail, arrived_at FROM slim ORDER BY arrived_at, mail");

static GBytes *compress(GBytes *bytes, GError **error)
{
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	size_t room = ZSTD_compressBound(size);
	g_autofree void *out = g_malloc(room);
	size_t used = ZSTD_compress(out, room, data != NULL ? data : "", size, ZSTD_LEVEL);

	if (ZSTD_isError(used)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT, "compressing a mail: %s", ZSTD_getErrorName(used));
		return NULL;
	}
	return g_bytes_new(out, used);
}

bool kith_slim_put(KithStore *store, const KithSlim *slim, GError **error)
{
	g_autoptr(GBytes) packed = compress(slim->slim, error);
	sqlite3_stmt *statement = packed != NULL ? kith_sql_get(store, &sql_put_slim, error) : NULL;

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, slim->mail);
	kith_sql_bind_bytes(statement, 2, packed);
	kith_sql_bind_int(statement, 3, (int64_t)g_bytes_get_size(slim->slim));
	kith_sql_bind_int(statement, 4, slim->arrived_at);
	kith_sql_bind_int(statement, 5, slim->is_sent_copy);
	kith_sql_bind_text(statement, 6, slim->rank);
	return kith_sql_run(store, statement, error);
}

static GBytes *decompress(const void *data, size_t size, size_t whole, const char *mail, GError **error)
{
	g_autofree void *out = whole <= KITH_LIMIT_MESSAGE_BYTES ? g_malloc(whole + 1) : NULL;

	if (out == NULL || ZSTD_decompress(out, whole + 1, data, size) != whole) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CORRUPT, "the stored mail %s is damaged", mail);
		return NULL;
	}
	return g_bytes_new_take(g_steal_pointer(&out), whole);
}

GBytes *kith_slim_get(KithStore *store, const char *mail, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_get_slim, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_text(statement, 1, mail);
	int found = kith_sql_row(store, statement, error);
	if (found == 0)
		g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "no stored mail %s", mail);
	if (found != 1)
		return NULL;
	return decompress(sqlite3_column_blob(statement, 0), (size_t)sqlite3_column_bytes(statement, 0),
			  (size_t)kith_sql_int(statement, 1), mail, error);
}

static void free_name(gpointer data)
{
	KithSlimName *name = data;

	g_free(name->mail);
	g_free(name);
}

GPtrArray *kith_slim_names(KithStore *store, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_slim_names, error);
	int more;

	if (statement == NULL)
		return NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(free_name);
	while ((more = kith_sql_row(store, statement, error)) == 1) {
		KithSlimName *name = g_new0(KithSlimName, 1);

		name->mail = kith_sql_text(statement, 0);
		name->arrived_at = kith_sql_int(statement, 1);
		g_ptr_array_add(names, name);
	}
	return more == 0 ? g_steal_pointer(&names) : NULL;
}
