/* SPDX-License-Identifier: MIT
 * outbox.c - rows of outgoing mails. The states' meaning is in src/send/outbox.c.
 * In: an outgoing. Out: its row. Next: src/send/outbox.c
 */
#include "internal.h"

/* What an older database forgot is known by its id, which the same occasion always has. */
KITH_SQL(sql_add,
	 "INSERT INTO outgoing (id, kind, occasion, user_id, follow_up_id, recipient, message_id, "
	 "subject, bytes, state, "
	 "created_at, state_at, next_try_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
	 "iif(EXISTS (SELECT 1 FROM proof WHERE id = ?1), 'proved', 'queued'), ?10, ?10, ?10) "
	 "ON CONFLICT (occasion) DO NOTHING RETURNING outgoing_id");
/* What is uncertain is repeated when two things show that it never came: time, and a whole sync of each
 * of the user's mailboxes after it that did not see it (a shared one alone proves nothing). Without a
 * mailbox only time. */
KITH_SQL(sql_next,
	 "SELECT o.outgoing_id, o.recipient, o.bytes, o.tries FROM outgoing o WHERE o.next_try_at <= ?1 "
	 "AND (o.state = 'queued' OR (o.state = 'uncertain' AND ("
	 "(o.state_at + ?2 <= ?1 AND EXISTS (SELECT 1 FROM account_user au WHERE au.user_id = o.user_id) "
	 "AND NOT EXISTS (SELECT 1 FROM account a JOIN account_user au ON au.account_id = a.account_id "
	 "WHERE au.user_id = o.user_id AND coalesce(a.last_sync_at, 0) < o.state_at + ?2)) OR "
	 "(o.state_at + ?3 <= ?1 AND NOT EXISTS (SELECT 1 FROM account_user au WHERE au.user_id = o.user_id))))) "
	 "ORDER BY o.next_try_at, o.outgoing_id LIMIT 1");
KITH_SQL(sql_set_state,
	 "UPDATE outgoing SET state = ?2, state_at = ?3, next_try_at = ?4, last_error = ?5, "
	 "tries = tries + (?2 = 'sending') WHERE outgoing_id = ?1");
KITH_SQL(sql_get, "SELECT tries, created_at, state FROM outgoing WHERE outgoing_id = ?1");
KITH_SQL(sql_recover, "UPDATE outgoing SET state = 'uncertain', state_at = ?1, last_error = 'kith ended while sending' "
	 "WHERE state = 'sending'");
KITH_SQL(sql_is_written, "SELECT 1 FROM outgoing WHERE occasion = ?1");
KITH_SQL(sql_add_proof, "INSERT INTO proof (id, at) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING");
KITH_SQL(sql_find, "SELECT outgoing_id, state FROM outgoing WHERE message_id = ?1 OR id = ?2 LIMIT 1");

bool kith_outgoing_add(KithStore *store, const KithOutgoingRow *row, bool *ret_added, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_add, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, row->id);
	kith_sql_bind_text(statement, 2, row->kind);
	kith_sql_bind_text(statement, 3, row->occasion);
	kith_sql_bind_int(statement, 4, row->user_id);
	kith_sql_bind_int_or_null(statement, 5, row->follow_up_id);
	kith_sql_bind_text(statement, 6, row->recipient);
	kith_sql_bind_text(statement, 7, row->message_id);
	kith_sql_bind_text(statement, 8, row->subject);
	kith_sql_bind_bytes(statement, 9, row->bytes);
	kith_sql_bind_int(statement, 10, row->created_at);
	int got = kith_sql_row(store, statement, error);
	if (got >= 0)
		*ret_added = got == 1;
	return got >= 0;
}

bool kith_outgoing_next(KithStore *store, int64_t now_at, int64_t quiet_s, int64_t quiet_without_mailbox_s,
		bool *ret_found, int64_t *ret_outgoing_id, char **ret_recipient, GBytes **ret_bytes, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_next, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, now_at);
	kith_sql_bind_int(statement, 2, quiet_s);
	kith_sql_bind_int(statement, 3, quiet_without_mailbox_s);
	int got = kith_sql_row(store, statement, error);
	if (got < 0)
		return false;
	*ret_found = got == 1;
	if (got == 0)
		return true;
	*ret_outgoing_id = kith_sql_int(statement, 0);
	*ret_recipient = kith_sql_text(statement, 1);
	*ret_bytes = g_bytes_new(sqlite3_column_blob(statement, 2), (gsize)sqlite3_column_bytes(statement, 2));
	return true;
}

bool kith_outgoing_set_state(KithStore *store, int64_t outgoing_id, const char *state, int64_t at, int64_t next_try_at,
		const char *error_text, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_set_state, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, outgoing_id);
	kith_sql_bind_text(statement, 2, state);
	kith_sql_bind_int(statement, 3, at);
	kith_sql_bind_int(statement, 4, next_try_at);
	kith_sql_bind_text(statement, 5, error_text);
	return kith_sql_run(store, statement, error);
}

bool kith_outgoing_get(KithStore *store, int64_t outgoing_id, int64_t *ret_tries, int64_t *ret_created_at,
		char **ret_state, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_get, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, outgoing_id);
	int got = kith_sql_row(store, statement, error);
	if (got == 0)
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_NOT_FOUND, "there is no such outgoing mail");
	if (got != 1)
		return false;
	*ret_tries = kith_sql_int(statement, 0);
	*ret_created_at = kith_sql_int(statement, 1);
	*ret_state = kith_sql_text(statement, 2);
	return true;
}

bool kith_outgoing_recover(KithStore *store, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_recover, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, now_at);
	return kith_sql_run(store, statement, error);
}

bool kith_outgoing_find(KithStore *store, const char *message_id, const char *id, int64_t *ret_outgoing_id,
		char **ret_state, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_find, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, message_id);
	kith_sql_bind_text(statement, 2, id);
	int got = kith_sql_row(store, statement, error);
	if (got < 0)
		return false;
	*ret_outgoing_id = got == 1 ? kith_sql_int(statement, 0) : 0;
	*ret_state = got == 1 ? kith_sql_text(statement, 1) : NULL;
	return true;
}

bool kith_outgoing_add_proof(KithStore *store, const char *id, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_add_proof, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, id);
	kith_sql_bind_int(statement, 2, now_at);
	return kith_sql_run(store, statement, error);
}

bool kith_outgoing_is_written(KithStore *store, const char *occasion, bool *ret_written, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_is_written, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, occasion);
	int got = kith_sql_row(store, statement, error);
	if (got >= 0)
		*ret_written = got == 1;
	return got >= 0;
}
