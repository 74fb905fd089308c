/* SPDX-License-Identifier: MIT
 * read-mail.c - conversations and their mails, for a viewer.
 * In: a viewer and a question. Out: rows as far as their tier goes. Next: src/store/read-search.c
 */
#include "internal.h"
#include "tier.h"

#define CONVERSATION_COLUMNS \
	"SELECT v.conversation_id, v.id, (SELECT u.title FROM mail m JOIN mail_user mu ON mu.mail_id = m.mail_id " \
	"JOIN user u ON u.user_id = mu.user_id AND (u.user_id = ?1 OR u.share >= 1) " \
	"WHERE m.conversation_id = v.conversation_id " \
	"ORDER BY mu.user_id = ?1 DESC, m.author_user_id = mu.user_id DESC, m.mail_id DESC LIMIT 1), " \
	"(SELECT max(m.at) FROM mail m WHERE m.conversation_id = v.conversation_id " \
	"AND " KITH_TIER_OF("m.mail_id") " >= 1) " \
	"FROM conversation v "
#define CONVERSATION_SEEN \
	"EXISTS (SELECT 1 FROM mail m WHERE m.conversation_id = v.conversation_id " \
	"AND " KITH_TIER_OF("m.mail_id") " >= 1)"
KITH_SQL(sql_conversations, CONVERSATION_COLUMNS "WHERE " CONVERSATION_SEEN " ORDER BY 4 DESC, v.id");
KITH_SQL(sql_conversations_with,
	 CONVERSATION_COLUMNS "WHERE v.conversation_id IN (SELECT m.conversation_id FROM entry e "
	 "JOIN mail m ON m.mail_id = e.mail_id WHERE e.contact_id = ?2 AND " KITH_TIER_OF("m.mail_id") " >= 1) "
	 "ORDER BY 4 DESC, v.id");
KITH_SQL(sql_conversation_exact,
	 CONVERSATION_COLUMNS "WHERE v.conversation_id = coalesce("
	 "(SELECT conversation_id FROM conversation WHERE id = ?2), "
	 "(SELECT conversation_id FROM conversation_alias WHERE id = ?2)) AND " CONVERSATION_SEEN);
#define MESSAGE_COLUMNS \
	"SELECT mail_id, at, id, message_id, parent, author, author_name, kind, direction, is_automatic, " \
	"same_id, tier, " \
	"CASE WHEN tier >= 2 THEN subject END, CASE WHEN tier >= 3 THEN snippet END, " \
	"CASE WHEN tier >= 2 THEN kind_reason END, " \
	"(SELECT g.answered FROM gap g WHERE g.mail_id = t.mail_id) " \
	"FROM (SELECT m.*, " KITH_TIER_OF("m.mail_id") " AS tier FROM mail m WHERE "
KITH_SQL(sql_messages, MESSAGE_COLUMNS "m.conversation_id = ?2) t WHERE tier >= 1 ORDER BY at, id");
KITH_SQL(sql_message_exact,
	 MESSAGE_COLUMNS "m.id = ?2 OR m.message_id = ?2) t WHERE tier >= 1 ORDER BY id = ?2 DESC, at, id");
KITH_SQL(sql_people,
	 "SELECT c.id, c.name FROM contact c WHERE c.contact_id IN (SELECT e.contact_id FROM entry e "
	 "JOIN mail m ON m.mail_id = e.mail_id WHERE m.conversation_id = ?2 AND " KITH_TIER_OF("m.mail_id") " >= 1) "
	 "AND EXISTS (SELECT 1 FROM address a WHERE a.contact_id = c.contact_id AND a.nature IN (0, 2)) ORDER BY c.id");

/* The viewer's own mail, oldest first: ids of slim mails. */
KITH_SQL(sql_own_mail,
	 "SELECT m.id, m.at, m.author FROM mail m JOIN mail_user mu ON mu.mail_id = m.mail_id AND mu.user_id = ?1 "
	 "WHERE ?2 = 0 OR EXISTS (SELECT 1 FROM entry e WHERE e.mail_id = m.mail_id AND e.contact_id = ?2) "
	 "ORDER BY m.at, m.id");

static bool each_conversation(KithStore *store, sqlite3_stmt *statement, KithConversationEach each, void *context,
		GError **error)
{
	int got;

	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithConversationRow row = {
			.conversation_id = kith_sql_int(statement, 0), .id = kith_sql_borrow(statement, 1),
			.owner = kith_sql_borrow(statement, 2), .last_at = kith_sql_int(statement, 3),
		};

		if (!each(&row, context)) {
			kith_sql_reset(statement);
			return true;
		}
	}
	return got == 0;
}

bool kith_read_conversations(KithStore *store, int64_t viewer_id, int64_t contact_id, KithConversationEach each,
		void *context, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, contact_id != 0 ? &sql_conversations_with : &sql_conversations,
					       error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	if (contact_id != 0)
		kith_sql_bind_int(statement, 2, contact_id);
	return each_conversation(store, statement, each, context, error);
}

bool kith_read_conversation_exact(KithStore *store, int64_t viewer_id, const char *id, KithConversationEach each,
		void *context, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_conversation_exact, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, id);
	return each_conversation(store, statement, each, context, error);
}

static bool each_message(KithStore *store, sqlite3_stmt *statement, KithMessageEach each, void *context, GError **error)
{
	int got;

	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithMessageRow row = {
			.mail_id = kith_sql_int(statement, 0), .at = kith_sql_int(statement, 1),
			.id = kith_sql_borrow(statement, 2), .message_id = kith_sql_borrow(statement, 3),
			.parent = kith_sql_borrow(statement, 4),
			.author = kith_sql_borrow(statement, 5), .author_name = kith_sql_borrow(statement, 6),
			.kind = (KithMailKind)kith_sql_int(statement, 7),
			.direction = (int)kith_sql_int(statement, 8),
			.is_automatic = kith_sql_int(statement, 9) != 0,
			.same_id = kith_sql_int(statement, 10) != 0,
			.tier = (KithTier)kith_sql_int(statement, 11),
			.subject = kith_sql_borrow(statement, 12),
			.snippet = kith_sql_borrow(statement, 13),
			.kind_reason = kith_sql_borrow(statement, 14),
			.unseen_answered = kith_sql_borrow(statement, 15),
		};

		if (!each(&row, context)) {
			kith_sql_reset(statement);
			return true;
		}
	}
	return got == 0;
}

bool kith_read_messages(KithStore *store, int64_t viewer_id, int64_t conversation_id, KithMessageEach each,
		void *context, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_messages, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_int(statement, 2, conversation_id);
	return each_message(store, statement, each, context, error);
}

bool kith_read_message_exact(KithStore *store, int64_t viewer_id, const char *id, KithMessageEach each, void *context,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_message_exact, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, id);
	return each_message(store, statement, each, context, error);
}

bool kith_read_conversation_people(KithStore *store, int64_t viewer_id, int64_t conversation_id, GPtrArray *ids,
		GPtrArray *names, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_people, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_int(statement, 2, conversation_id);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		g_ptr_array_add(ids, kith_sql_text(statement, 0));
		g_ptr_array_add(names, kith_sql_text(statement, 1));
	}
	return got == 0;
}

bool kith_read_own_mail(KithStore *store, int64_t viewer_id, int64_t contact_id, KithOwnMailEach each, void *context,
		GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_own_mail, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_int(statement, 2, contact_id);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		if (!each(kith_sql_borrow(statement, 0), kith_sql_int(statement, 1),
			  kith_sql_borrow(statement, 2), context))
			return true;
	}
	return got == 0;
}
