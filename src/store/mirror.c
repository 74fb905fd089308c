/* SPDX-License-Identifier: MIT
 * mirror.c - users, accounts and own addresses of the configuration as rows, so that SQL can join them.
 * In: KithConfig. Out: user, own_address, account, account_user. Next: src/relate/
 */
#include "internal.h"

KITH_SQL(sql_user,
	 "INSERT INTO user (title, name, share) VALUES (?1, ?2, ?3) "
	 "ON CONFLICT (title) DO UPDATE SET name = excluded.name, share = excluded.share RETURNING user_id");
KITH_SQL(sql_clear_addresses, "DELETE FROM own_address");
KITH_SQL(sql_address,
	 "INSERT INTO own_address (address, user_id) VALUES (?1, ?2) "
	 "ON CONFLICT (address) DO UPDATE SET user_id = excluded.user_id");
KITH_SQL(sql_account,
	 "INSERT INTO account (title) VALUES (?1) "
	 "ON CONFLICT (title) DO UPDATE SET title = excluded.title RETURNING account_id");
KITH_SQL(sql_clear_account_users, "DELETE FROM account_user WHERE account_id = ?1");
KITH_SQL(sql_account_user, "INSERT OR IGNORE INTO account_user (account_id, user_id) VALUES (?1, ?2)");
KITH_SQL(sql_find_user, "SELECT user_id FROM user WHERE title = ?1");
KITH_SQL(sql_find_account, "SELECT account_id FROM account WHERE title = ?1");

/* Runs a bound INSERT ... RETURNING id; 0 with an error. */
static int64_t insert_id(KithStore *store, sqlite3_stmt *statement, GError **error)
{
	int64_t id = 0;

	if (kith_sql_row(store, statement, error) == 1) {
		id = kith_sql_int(statement, 0);
		kith_sql_reset(statement);
	}
	return id;
}

static bool add_address(KithStore *store, const char *address, int64_t user_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_address, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, address);
	kith_sql_bind_int_or_null(statement, 2, user_id);
	return kith_sql_run(store, statement, error);
}

static bool mirror_user(KithStore *store, const KithUser *user, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_user, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, user->title);
	kith_sql_bind_text(statement, 2, user->name);
	kith_sql_bind_int(statement, 3, user->share);
	int64_t user_id = insert_id(store, statement, error);
	if (user_id == 0)
		return false;
	for (guint i = 0; i < user->addresses->len; i++) {
		if (!add_address(store, user->addresses->pdata[i], user_id, error))
			return false;
	}
	return true;
}

static bool mirror_account(KithStore *store, const KithAccount *account, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_account, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, account->title);
	int64_t account_id = insert_id(store, statement, error);
	statement = account_id != 0 ? kith_sql_get(store, &sql_clear_account_users, error) : NULL;
	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, account_id);
	if (!kith_sql_run(store, statement, error))
		return false;
	for (guint i = 0; i < account->users->len; i++) {
		const KithUser *user = account->users->pdata[i];

		statement = kith_sql_get(store, &sql_account_user, error);
		if (statement == NULL)
			return false;
		kith_sql_bind_int(statement, 1, account_id);
		kith_sql_bind_int(statement, 2, kith_store_find_user(store, user->title));
		if (!kith_sql_run(store, statement, error))
			return false;
	}
	return true;
}

static bool mirror_all(KithStore *store, const KithConfig *config, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_clear_addresses, error);

	if (statement == NULL || !kith_sql_run(store, statement, error))
		return false;
	if (config->address != NULL && !add_address(store, config->address, 0, error))
		return false;
	for (guint i = 0; i < config->users->len; i++) {
		if (!mirror_user(store, config->users->pdata[i], error))
			return false;
	}
	for (guint i = 0; i < config->accounts->len; i++) {
		if (!mirror_account(store, config->accounts->pdata[i], error))
			return false;
	}
	return true;
}

bool kith_store_mirror_config(KithStore *store, const KithConfig *config, GError **error)
{
	if (!kith_store_begin(store, false, error))
		return false;
	if (!mirror_all(store, config, error)) {
		kith_store_rollback(store);
		return false;
	}
	return kith_store_commit(store, error);
}

static int64_t find_id(KithStore *store, const KithSql *sql, const char *title)
{
	sqlite3_stmt *statement = kith_sql_get(store, sql, NULL);
	int64_t id = 0;

	if (statement == NULL)
		return 0;
	kith_sql_bind_text(statement, 1, title);
	if (kith_sql_row(store, statement, NULL) == 1) {
		id = kith_sql_int(statement, 0);
		kith_sql_reset(statement);
	}
	return id;
}

int64_t kith_store_find_user(KithStore *store, const char *title)
{
	return find_id(store, &sql_find_user, title);
}

int64_t kith_store_find_account(KithStore *store, const char *title)
{
	return find_id(store, &sql_find_account, title);
}
