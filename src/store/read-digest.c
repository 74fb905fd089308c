/* SPDX-License-Identifier: MIT
 * read-digest.c - what only the digest and the reminder read.
 * In: a viewer and a time. Out: rows and numbers. Next: src/view/digest.c
 */
#include "internal.h"

KITH_SQL(sql_new_people,
	 "SELECT c.name, (SELECT a.address FROM address a WHERE a.contact_id = c.contact_id "
	 "ORDER BY a.address_id LIMIT 1), "
	 "m.subject, m.at FROM contact c JOIN mail m ON m.mail_id = (SELECT e.mail_id FROM entry e "
	 "JOIN mail m2 ON m2.mail_id = e.mail_id JOIN mail_user mu ON mu.mail_id = e.mail_id AND mu.user_id = ?1 "
	 "WHERE e.contact_id = c.contact_id AND e.kind = 'mail' AND e.direction = 0 AND m2.kind = 0 "
	 "ORDER BY e.at LIMIT 1) WHERE c.first_at >= ?2 AND c.first_at < ?3 AND c.direct_in > 0 "
	 "ORDER BY m.at, c.id LIMIT 20");
KITH_SQL(sql_numbers,
	 "SELECT sum(m.direction = 0 AND m.kind IN (0, 6)), sum(m.direction = 1), "
	 "(SELECT count(DISTINCT e.contact_id) FROM entry e JOIN mail_user mu ON mu.mail_id = e.mail_id "
	 "AND mu.user_id = ?1 JOIN contact c ON c.contact_id = e.contact_id AND c.is_contact = 1 "
	 "WHERE e.at >= ?2 AND e.at < ?3), "
	 "(SELECT count(*) FROM follow_up_change h JOIN follow_up f ON f.follow_up_id = h.follow_up_id "
	 "AND f.user_id = ?1 WHERE h.at >= ?2 AND h.at < ?3 AND h.status = 3) "
	 "FROM mail m JOIN mail_user mu ON mu.mail_id = m.mail_id AND mu.user_id = ?1 "
	 "WHERE mu.mail_id >= (?2 << 16) AND mu.mail_id < (?3 << 16) AND m.at >= ?2 AND m.at < ?3");
KITH_SQL(sql_health,
	 "SELECT a.title, a.last_error, a.last_sync_at, (SELECT count(*) FROM sighting s "
	 "JOIN folder f ON f.folder_id = s.folder_id WHERE f.account_id = a.account_id AND f.is_current = 1 "
	 "AND s.status = 2), "
	 "EXISTS (SELECT 1 FROM folder f WHERE f.account_id = a.account_id AND f.is_current = 1 "
	 "AND f.role IN (2, 4)) "
	 "FROM account a JOIN account_user au ON au.account_id = a.account_id AND au.user_id = ?1 ORDER BY a.title");
KITH_SQL(sql_references,
	 "SELECT message_id FROM mail_reference WHERE mail_id = ?1 AND position > 0 ORDER BY position DESC");
KITH_SQL(sql_words, "SELECT new_text FROM mail WHERE mail_id = ?1");

static sqlite3_stmt *span_statement(KithStore *store, const KithSql *sql, int64_t viewer_id, int64_t since_at,
		int64_t until_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, sql, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_int(statement, 2, since_at);
	kith_sql_bind_int(statement, 3, until_at);
	return statement;
}

bool kith_read_new_people(KithStore *store, int64_t viewer_id, int64_t since_at, int64_t until_at, KithPersonEach each,
		void *context, GError **error)
{
	g_autoptr(KithStatement) statement = span_statement(store, &sql_new_people, viewer_id, since_at, until_at,
								 error);
	int got;

	if (statement == NULL)
		return false;
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		if (!each(kith_sql_borrow(statement, 0), kith_sql_borrow(statement, 1), kith_sql_borrow(statement, 2),
			  kith_sql_int(statement, 3),
			  context))
			return true;
	}
	return got == 0;
}

bool kith_read_numbers(KithStore *store, int64_t viewer_id, int64_t since_at, int64_t until_at,
		KithNumbers *ret_numbers, GError **error)
{
	g_autoptr(KithStatement) statement = span_statement(store, &sql_numbers, viewer_id, since_at, until_at, error);

	if (statement == NULL || kith_sql_row(store, statement, error) != 1)
		return false;
	*ret_numbers = (KithNumbers){
		.mails_in = kith_sql_int(statement, 0), .mails_out = kith_sql_int(statement, 1),
		.people = kith_sql_int(statement, 2), .done = kith_sql_int(statement, 3),
	};
	return true;
}

bool kith_read_health(KithStore *store, int64_t viewer_id, KithHealthEach each, void *context, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_health, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithHealthRow row = {
			.account = kith_sql_borrow(statement, 0), .error = kith_sql_borrow(statement, 1),
			.last_sync_at = kith_sql_int(statement, 2), .quarantined = kith_sql_int(statement, 3),
			.has_sent = kith_sql_int(statement, 4) != 0,
		};

		if (!each(&row, context))
			return true;
	}
	return got == 0;
}

GPtrArray *kith_read_references(KithStore *store, int64_t mail_id, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_references, error);
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	int got;

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, mail_id);
	while ((got = kith_sql_row(store, statement, error)) == 1)
		g_ptr_array_add(ids, kith_sql_text(statement, 0));
	return got == 0 ? g_steal_pointer(&ids) : NULL;
}

bool kith_read_words(KithStore *store, int64_t mail_id, char **ret_words, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_words, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, mail_id);
	int got = kith_sql_row(store, statement, error);
	if (got >= 0)
		*ret_words = got == 1 ? kith_sql_text(statement, 0) : NULL;
	return got >= 0;
}
