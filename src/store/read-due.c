/* SPDX-License-Identifier: MIT
 * read-due.c - a viewer's own follow-ups, and how the outbox is.
 * In: a viewer. Out: rows. Next: src/view/
 */
#include "internal.h"

/* A follow-up is its user's alone. ?2 all, ?3 conversation, ?4 contact, ?5 row id, ?6 short id. */
KITH_SQL(sql_due,
	 "SELECT f.id, coalesce(c.name, f.address), f.address, v.id, f.reason, f.note, f.evidence, c.id, f.kind, "
	 "f.status, f.follow_up_id, f.since_at, f.due_at, v.conversation_id FROM follow_up f "
	 "LEFT JOIN address a ON a.address = f.address LEFT JOIN contact c ON c.contact_id = a.contact_id "
	 "LEFT JOIN mail m ON m.id = f.conversation LEFT JOIN conversation v ON v.conversation_id = m.conversation_id "
	 "WHERE f.user_id = ?1 AND (?2 <> 0 OR f.status IN (0, 1, 2)) AND (?3 = 0 OR v.conversation_id = ?3) "
	 "AND (?4 = 0 OR c.contact_id = ?4) AND (?5 = 0 OR f.follow_up_id = ?5) AND (?6 IS NULL OR f.id = ?6) "
	 "ORDER BY f.status > 2, f.kind <> 0, f.due_at, f.id");
KITH_SQL(sql_outbox, "SELECT sum(state IN ('queued', 'sending', 'uncertain')), sum(state = 'failed') FROM outgoing");

KITH_SQL(sql_message_id, "SELECT coalesce(message_id, id) FROM mail WHERE id = ?1");
KITH_SQL(sql_user_title, "SELECT title FROM user WHERE user_id = ?1");
KITH_SQL(sql_changes, "SELECT at, status, cause FROM follow_up_change WHERE follow_up_id = ?1 ORDER BY at, rowid");

bool kith_read_due(KithStore *store, int64_t viewer_id, const KithDueFilter *filter, KithDueEach each, void *context,
		GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_due, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_int(statement, 2, filter->all);
	kith_sql_bind_int(statement, 3, filter->conversation_id);
	kith_sql_bind_int(statement, 4, filter->contact_id);
	kith_sql_bind_int(statement, 5, filter->follow_up_id);
	kith_sql_bind_text(statement, 6, filter->id);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithDueRow row = {
			.id = kith_sql_borrow(statement, 0), .name = kith_sql_borrow(statement, 1),
			.address = kith_sql_borrow(statement, 2),
			.conversation = kith_sql_borrow(statement, 3),
			.reason = kith_sql_borrow(statement, 4), .note = kith_sql_borrow(statement, 5),
			.evidence = kith_sql_borrow(statement, 6), .contact = kith_sql_borrow(statement, 7),
			.kind = (KithFollowKind)kith_sql_int(statement, 8),
			.status = (KithFollowStatus)kith_sql_int(statement, 9),
			.follow_up_id = kith_sql_int(statement, 10), .since_at = kith_sql_int(statement, 11),
			.due_at = kith_sql_int(statement, 12), .conversation_id = kith_sql_int(statement, 13),
		};

		if (!each(&row, context))
			return true;
	}
	return got == 0;
}

bool kith_read_outbox(KithStore *store, int64_t *ret_waiting, int64_t *ret_failed, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_outbox, error);

	if (statement == NULL || kith_sql_row(store, statement, error) != 1)
		return false;
	*ret_waiting = kith_sql_int(statement, 0);
	*ret_failed = kith_sql_int(statement, 1);
	return true;
}

bool kith_read_user_title(KithStore *store, int64_t user_id, char **ret_title, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_user_title, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, user_id);
	int got = kith_sql_row(store, statement, error);
	if (got >= 0)
		*ret_title = got == 1 ? kith_sql_text(statement, 0) : NULL;
	return got >= 0;
}

bool kith_read_changes(KithStore *store, int64_t follow_up_id, KithChangeEach each, void *context, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_changes, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, follow_up_id);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		if (!each(kith_sql_int(statement, 0), (KithFollowStatus)kith_sql_int(statement, 1),
			  kith_sql_borrow(statement, 2),
			  context))
			return true;
	}
	return got == 0;
}

char *kith_read_message_id(KithStore *store, const char *mail)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_message_id, NULL);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_text(statement, 1, mail);
	return kith_sql_row(store, statement, NULL) == 1 ? kith_sql_text(statement, 0) : NULL;
}
