/* SPDX-License-Identifier: MIT
 * read-health.c - whether Sent holds what users write: proof, and what is missing from it.
 * In: a viewer. Out: rows. Next: src/view/status.c
 */
#include "internal.h"

#define ANSWER_WITHIN_S (30 * 24 * 3600)	/* an answer comes within this time, when nothing tells it better */

/* Roles: 2 Sent, 4 everything (Gmail), of which the mails that Gmail calls sent. */
KITH_SQL(sql_sent,
	 "SELECT a.title, EXISTS (SELECT 1 FROM folder f WHERE f.account_id = a.account_id AND f.is_current = 1 "
	 "AND f.role IN (2, 4)), count(DISTINCT m.mail_id), max(m.at) FROM account a "
	 "LEFT JOIN folder f ON f.account_id = a.account_id AND f.role IN (2, 4) "
	 "LEFT JOIN sighting s ON s.folder_id = f.folder_id AND s.mail IS NOT NULL "
	 "LEFT JOIN mail m ON m.id = s.mail AND m.author_user_id IN "
	 "(SELECT user_id FROM account_user au WHERE au.account_id = a.account_id) "
	 "AND (f.role = 2 OR EXISTS (SELECT 1 FROM slim l WHERE l.mail = m.id AND l.is_sent_copy = 1)) "
	 "WHERE ?1 = 0 OR EXISTS (SELECT 1 FROM account_user au "
	 "WHERE au.account_id = a.account_id AND au.user_id = ?1) "
	 "GROUP BY a.account_id ORDER BY a.title");

bool kith_read_sent(KithStore *store, int64_t viewer_id, KithSentEach each, void *context, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_sent, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithSentRow row = {
			.account = kith_sql_borrow(statement, 0), .has_sent_folder = kith_sql_int(statement, 1) != 0,
			.proven_count = kith_sql_int(statement, 2), .newest_sent_at = kith_sql_int(statement, 3),
		};

		if (!each(&row, context))
			return true;
	}
	return got == 0;
}

/* --- gaps: what Sent goes back to, the newest mails, those of them that are missing */

KITH_SQL(sql_users,
	 "SELECT u.user_id, u.title, (SELECT m.mail_id FROM mail m JOIN slim l ON l.mail = m.id AND l.is_sent_copy = 1 "
	 "WHERE m.author_user_id = u.user_id ORDER BY m.mail_id LIMIT 1) FROM user u "
	 "WHERE (?1 = 0 OR u.user_id = ?1) AND EXISTS (SELECT 1 FROM account_user au WHERE au.user_id = u.user_id) "
	 "ORDER BY u.title");
/* Seen, but only by a colleague: missing too. What could not be read (its envelope is kept) is there. A missing mail is
 * older than its answer and newer than what it answered. */
KITH_SQL(sql_missing,
	 "SELECT count(*), sum(is_missing), max(CASE WHEN is_missing THEN mail_id >> 16 END) FROM ("
	 "SELECT mail_id, is_missing FROM (SELECT m.mail_id, NOT EXISTS (SELECT 1 FROM mail_user mu "
	 "WHERE mu.mail_id = m.mail_id AND mu.user_id = ?1) AS is_missing FROM mail m "
	 "WHERE m.author_user_id = ?1 AND m.direction = 1 AND m.mail_id >= ?2 ORDER BY m.mail_id DESC LIMIT ?3) "
	 "UNION ALL SELECT mail_id, 1 FROM (SELECT max(g.mail_id) AS mail_id FROM gap g WHERE g.user_id = ?1 "
	 "AND coalesce(g.answered_mail_id, g.mail_id - (?4 << 16)) >= ?2 "
	 "AND NOT EXISTS (SELECT 1 FROM sighting s "
	 "WHERE s.envelope IS NOT NULL AND instr(s.envelope, g.message_id) > 0) "
	 "GROUP BY g.message_id ORDER BY 1 DESC LIMIT ?3) "
	 "ORDER BY mail_id DESC LIMIT ?3)");

typedef struct { int64_t user_id, oldest_sent; char *title; } User;

static void user_clear(void *data)
{
	g_free(((User *)data)->title);
}

static GArray *list_users(KithStore *store, int64_t viewer_id, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_users, error);
	g_autoptr(GArray) users = g_array_new(FALSE, FALSE, sizeof(User));
	int got;

	if (statement == NULL)
		return NULL;
	g_array_set_clear_func(users, user_clear);
	kith_sql_bind_int(statement, 1, viewer_id);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const User user = {
			kith_sql_int(statement, 0), kith_sql_int(statement, 2), kith_sql_text(statement, 1),
		};

		g_array_append_val(users, user);
	}
	return got == 0 ? g_steal_pointer(&users) : NULL;
}

static bool read_missing(KithStore *store, const User *user, int64_t limit, KithGapRow *row, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_missing, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, user->user_id);
	kith_sql_bind_int(statement, 2, user->oldest_sent);
	kith_sql_bind_int(statement, 3, limit);
	kith_sql_bind_int(statement, 4, ANSWER_WITHIN_S);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	row->own_count = kith_sql_int(statement, 0);
	row->missing_count = kith_sql_int(statement, 1);
	row->newest_missing_at = kith_sql_int(statement, 2);
	return true;
}

bool kith_read_gaps(KithStore *store, int64_t viewer_id, int64_t limit, KithGapEach each, void *context,
		GError **error)
{
	g_autoptr(GArray) users = list_users(store, viewer_id, error);

	for (guint i = 0; users != NULL && i < users->len; i++) {
		const User *user = &g_array_index(users, User, i);
		KithGapRow row = { .user = user->title };

		/* Nothing is proven to be in Sent: that is told, and nothing is missing from it. */
		if (user->oldest_sent != 0 && !read_missing(store, user, limit, &row, error))
			return false;
		if (!each(&row, context))
			return true;
	}
	return users != NULL;
}
