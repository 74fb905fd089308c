/* SPDX-License-Identifier: MIT
 * thread.c - conversations: mails that answer each other, whatever order they come in.
 * In: KithMailRow with its ids and participants. Out: rows of conversation. Next: src/store/people.c
 *
 * Two mails are linked when one names the other's Message-ID, or both name one id (a ghost: a
 * mail nobody here has seen), and somebody takes part in both; so that a stranger who writes a
 * known id joins nothing. A conversation is a connected component of that relation, which does
 * not depend on the order. Per id that a mail names one look tells the conversations touching it.
 */
#include <string.h>

#include "internal.h"

#define SCAN_ADDRESSES 400	/* of an id's mails, before its participants are asked for instead */

KITH_SQL(sql_next_touching,
	 "SELECT conversation_id FROM mail_reference WHERE message_id = ?1 AND conversation_id > ?2 "
	 "ORDER BY conversation_id LIMIT 1");
KITH_SQL(sql_addresses_at_id,
	 "SELECT a.address_id FROM mail_reference r CROSS JOIN mail_address a ON a.mail_id = r.mail_id "
	 "WHERE r.message_id = ?1 AND r.conversation_id = ?2 LIMIT ?3");
KITH_SQL(sql_participant_at_id,
	 "SELECT 1 FROM mail_address a CROSS JOIN mail_reference r ON r.message_id = ?1 "
	 "AND r.conversation_id = ?2 AND r.mail_id = a.mail_id WHERE a.address_id = ?3 LIMIT 1");
KITH_SQL(sql_get, "SELECT id, subject, first_at, last_at, count FROM conversation WHERE conversation_id = ?1");
KITH_SQL(sql_insert,
	 "INSERT INTO conversation (id, subject, first_at, last_at, count) VALUES (?1, ?2, ?3, ?4, ?5) "
	 "RETURNING conversation_id");
KITH_SQL(sql_update,
	 "UPDATE conversation SET id = ?2, subject = ?3, first_at = ?4, last_at = ?5, count = ?6 "
	 "WHERE conversation_id = ?1");
KITH_SQL(sql_remove, "DELETE FROM conversation WHERE conversation_id = ?1");
KITH_SQL(sql_remove_aliases, "DELETE FROM conversation_alias WHERE conversation_id = ?1");
KITH_SQL(sql_add_alias,
	 "INSERT INTO conversation_alias (id, conversation_id) VALUES (?1, ?2) "
	 "ON CONFLICT (id) DO UPDATE SET conversation_id = excluded.conversation_id");
KITH_SQL(sql_move_references,
	 "UPDATE mail_reference SET conversation_id = ?2 "
	 "WHERE mail_id IN (SELECT mail_id FROM mail WHERE conversation_id = ?1)");
KITH_SQL(sql_move_mails, "UPDATE mail SET conversation_id = ?2 WHERE conversation_id = ?1");
KITH_SQL(sql_move_aliases, "UPDATE conversation_alias SET conversation_id = ?2 WHERE conversation_id = ?1");
KITH_SQL(sql_first_mail,
	 "SELECT id, subject, at FROM mail WHERE conversation_id = ?1 ORDER BY at, id LIMIT 1");
KITH_SQL(sql_extent, "SELECT max(at), count(*) FROM mail WHERE conversation_id = ?1");
KITH_SQL(sql_aliases, "SELECT id FROM conversation_alias ORDER BY id");
KITH_SQL(sql_restore_alias,
	 "INSERT OR IGNORE INTO conversation_alias (id, conversation_id) SELECT m.id, m.conversation_id "
	 "FROM mail m JOIN conversation c ON c.conversation_id = m.conversation_id WHERE m.id = ?1 AND c.id <> ?1");

typedef struct {
	int64_t conversation_id;
	char *id;
	char *subject;
	int64_t first_at;
	int64_t last_at;
	int64_t count;
} Conversation;

static void clear(Conversation *conversation)
{
	g_free(conversation->id);
	g_free(conversation->subject);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Conversation, clear)

/* Prefixes of an answer or a forward in the languages mail programs speak. */
static size_t prefix_length(const char *subject)
{
	static const char *const prefixes[] = {
		"re", "aw", "sv", "vs", "antw", "antwort", "ref", "rif", "res", "odp", "ynt", "fw", "fwd", "wg", "tr",
		"rv", "enc", "doorst", NULL
	};
	const char *colon = strchr(subject, ':');

	if (colon == NULL)
		return 0;
	g_autofree char *word = g_ascii_strdown(subject, colon - subject);
	word[strcspn(word, "[( ")] = '\0';	/* "Re[2]:", "AW :" */
	if (!g_strv_contains(prefixes, word))
		return 0;
	return (size_t)(colon - subject) + 1;
}

char *kith_thread_subject(const char *subject)
{
	size_t length;

	while (g_ascii_isspace(*subject))
		subject++;
	while ((length = prefix_length(subject)) > 0) {
		subject += length;
		while (g_ascii_isspace(*subject))
			subject++;
	}
	return g_strdup(subject);
}

static bool load(KithStore *store, int64_t conversation_id, Conversation *ret, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_get, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, conversation_id);
	int found = kith_sql_row(store, statement, error);
	if (found == 0)
		g_set_error(error, KITH_ERROR, KITH_ERROR_CORRUPT, "a conversation's row is missing");
	if (found != 1)
		return false;
	*ret = (Conversation){
		.conversation_id = conversation_id,
		.id = kith_sql_text(statement, 0),
		.subject = kith_sql_text(statement, 1),
		.first_at = kith_sql_int(statement, 2),
		.last_at = kith_sql_int(statement, 3),
		.count = kith_sql_int(statement, 4),
	};
	kith_sql_reset(statement);
	return true;
}

static bool save(KithStore *store, const Conversation *conversation, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_update, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, conversation->conversation_id);
	kith_sql_bind_text(statement, 2, conversation->id);
	kith_sql_bind_text(statement, 3, conversation->subject);
	kith_sql_bind_int(statement, 4, conversation->first_at);
	kith_sql_bind_int(statement, 5, conversation->last_at);
	kith_sql_bind_int(statement, 6, conversation->count);
	return kith_sql_run(store, statement, error);
}

static bool run_with(KithStore *store, const KithSql *sql, int64_t first, int64_t second, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, sql, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, first);
	if (second != 0)
		kith_sql_bind_int(statement, 2, second);
	return kith_sql_run(store, statement, error);
}

static bool add_alias(KithStore *store, const char *id, int64_t conversation_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_add_alias, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, id);
	kith_sql_bind_int(statement, 2, conversation_id);
	return kith_sql_run(store, statement, error);
}

static bool is_earlier(int64_t at, const char *id, const Conversation *than)
{
	return at < than->first_at || (at == than->first_at && strcmp(id, than->id) < 0);
}

/* INTO takes the name of the earlier one; the other name is kept as an alias. */
static bool take_name(KithStore *store, Conversation *into, const char *id, const char *subject, int64_t at,
		GError **error)
{
	if (!is_earlier(at, id, into))
		return add_alias(store, id, into->conversation_id, error);
	if (!add_alias(store, into->id, into->conversation_id, error))
		return false;
	g_free(into->id);
	g_free(into->subject);
	into->id = g_strdup(id);
	into->subject = g_strdup(subject);
	into->first_at = at;
	return true;
}

static bool join(KithStore *store, Conversation *into, int64_t other_id, GError **error)
{
	g_auto(Conversation) other = { 0 };
	int64_t id = into->conversation_id;

	if (!load(store, other_id, &other, error) ||
	    !run_with(store, &sql_move_references, other_id, id, error) ||
	    !run_with(store, &sql_move_mails, other_id, id, error) ||
	    !run_with(store, &sql_move_aliases, other_id, id, error) ||
	    !run_with(store, &sql_remove, other_id, 0, error))
		return false;
	into->count += other.count;
	into->last_at = MAX(into->last_at, other.last_at);
	return take_name(store, into, other.id, other.subject, other.first_at, error);
}

/* --- which conversations a mail is linked to */

/* 1 a participant of ROW stands in the first mails at this id, 0 none does, 2 there are more mails; -1 error */
static int shares_by_scan(KithStore *store, const char *id, int64_t conversation_id, GHashTable *participants,
		GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_addresses_at_id, error);
	int count = 0, more;

	if (statement == NULL)
		return -1;
	kith_sql_bind_static(statement, 1, id);
	kith_sql_bind_int(statement, 2, conversation_id);
	kith_sql_bind_int(statement, 3, SCAN_ADDRESSES);
	while ((more = kith_sql_row(store, statement, error)) == 1) {
		int64_t address_id = kith_sql_int(statement, 0);

		count++;
		if (g_hash_table_contains(participants, &address_id))
			return 1;
	}
	if (more < 0)
		return -1;
	return count == SCAN_ADDRESSES ? 2 : 0;
}

static int shares_by_participant(KithStore *store, const char *id, int64_t conversation_id, GHashTable *participants,
		GError **error)
{
	GHashTableIter iter;
	gpointer address_id;

	g_hash_table_iter_init(&iter, participants);
	while (g_hash_table_iter_next(&iter, &address_id, NULL)) {
		g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_participant_at_id, error);

		if (statement == NULL)
			return -1;
		kith_sql_bind_static(statement, 1, id);
		kith_sql_bind_int(statement, 2, conversation_id);
		kith_sql_bind_int(statement, 3, *(int64_t *)address_id);
		int found = kith_sql_row(store, statement, error);
		if (found != 0)
			return found;
	}
	return 0;
}

static int shares(KithStore *store, const char *id, int64_t conversation_id, GHashTable *participants, GError **error)
{
	int found = shares_by_scan(store, id, conversation_id, participants, error);

	return found == 2 ? shares_by_participant(store, id, conversation_id, participants, error) : found;
}

/* The first conversation after AFTER that touches ID; 0 none, -1 error. */
static int64_t next_touching(KithStore *store, const char *id, int64_t after, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_next_touching, error);

	if (statement == NULL)
		return -1;
	kith_sql_bind_static(statement, 1, id);
	kith_sql_bind_int(statement, 2, after);
	int found = kith_sql_row(store, statement, error);
	return found == 1 ? kith_sql_int(statement, 0) : found;
}

static bool contains(const GArray *ids, int64_t id)
{
	for (guint i = 0; i < ids->len; i++) {
		if (g_array_index(ids, int64_t, i) == id)
			return true;
	}
	return false;
}

static bool find_linked_by(KithStore *store, const char *id, GHashTable *participants, GArray *found, GError **error)
{
	int64_t conversation_id = 0;

	while ((conversation_id = next_touching(store, id, conversation_id, error)) > 0) {
		if (contains(found, conversation_id))
			continue;
		int linked = shares(store, id, conversation_id, participants, error);
		if (linked < 0)
			return false;
		if (linked > 0)
			g_array_append_val(found, conversation_id);
	}
	return conversation_id == 0;
}

static GHashTable *participant_set(const KithMailRow *row)
{
	GHashTable *set = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (guint i = 0; i < row->participants->len; i++) {
		KithParticipant *one = row->participants->pdata[i];

		g_hash_table_add(set, &one->address_id);
	}
	return set;
}

static bool find_linked(KithStore *store, const KithMailRow *row, GArray *found, GError **error)
{
	g_autoptr(GHashTable) participants = participant_set(row);

	for (guint i = 0; i < row->ids->len; i++) {
		const char *id = row->ids->pdata[i];

		if (id != NULL && !find_linked_by(store, id, participants, found, error))
			return false;
	}
	return true;
}

/* --- placing a mail */

static bool create(KithStore *store, KithMailRow *row, const char *subject, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_insert, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, row->id);
	kith_sql_bind_text(statement, 2, subject);
	kith_sql_bind_int(statement, 3, row->at);
	kith_sql_bind_int(statement, 4, row->at);
	kith_sql_bind_int(statement, 5, 1);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	row->conversation_id = kith_sql_int(statement, 0);
	return true;
}

/* The largest of FOUND, so that the fewest rows move. */
static bool load_largest(KithStore *store, const GArray *found, Conversation *ret, GError **error)
{
	for (guint i = 0; i < found->len; i++) {
		Conversation one = { 0 };

		if (!load(store, g_array_index(found, int64_t, i), &one, error))
			return false;
		if (i == 0 || one.count > ret->count) {
			clear(ret);
			*ret = one;
		} else {
			clear(&one);
		}
	}
	return true;
}

bool kith_thread_place(KithStore *store, KithMailRow *row, int64_t previous, GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_auto(Conversation) into = { 0 };
	g_autofree char *subject = kith_thread_subject(row->mail->subject);

	if (previous != 0)
		g_array_append_val(found, previous);
	if (!find_linked(store, row, found, error))
		return false;
	if (found->len == 0)
		return create(store, row, subject, error);
	if (!load_largest(store, found, &into, error))
		return false;
	for (guint i = 0; i < found->len; i++) {
		int64_t other_id = g_array_index(found, int64_t, i);

		if (other_id != into.conversation_id && !join(store, &into, other_id, error))
			return false;
	}
	if (is_earlier(row->at, row->id, &into) && !take_name(store, &into, row->id, subject, row->at, error))
		return false;
	into.count++;
	into.last_at = MAX(into.last_at, row->at);
	row->conversation_id = into.conversation_id;
	return save(store, &into, error);
}

static bool remove_empty(KithStore *store, int64_t conversation_id, GError **error)
{
	return run_with(store, &sql_remove_aliases, conversation_id, 0, error) &&
	       run_with(store, &sql_remove, conversation_id, 0, error);
}

bool kith_thread_recount(KithStore *store, int64_t conversation_id, GError **error)
{
	g_auto(Conversation) now = { .conversation_id = conversation_id };
	g_autoptr(KithStatement) first = kith_sql_get(store, &sql_first_mail, error);

	if (first == NULL)
		return false;
	kith_sql_bind_int(first, 1, conversation_id);
	int found = kith_sql_row(store, first, error);
	if (found <= 0)
		return found == 0 && remove_empty(store, conversation_id, error);
	now.id = kith_sql_text(first, 0);
	now.subject = kith_thread_subject((const char *)sqlite3_column_text(first, 1));
	now.first_at = kith_sql_int(first, 2);
	g_autoptr(KithStatement) extent = kith_sql_get(store, &sql_extent, error);
	if (extent == NULL)
		return false;
	kith_sql_bind_int(extent, 1, conversation_id);
	if (kith_sql_row(store, extent, error) != 1)
		return false;
	now.last_at = kith_sql_int(extent, 0);
	now.count = kith_sql_int(extent, 1);
	return save(store, &now, error);
}

/* --- names that conversations once had, over a rebuild */

GPtrArray *kith_thread_aliases(KithStore *store, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_aliases, error);
	int more;

	if (statement == NULL)
		return NULL;
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	while ((more = kith_sql_row(store, statement, error)) == 1)
		g_ptr_array_add(ids, kith_sql_text(statement, 0));
	return more == 0 ? g_steal_pointer(&ids) : NULL;
}

bool kith_thread_restore_alias(KithStore *store, const char *id, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_restore_alias, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, id);
	return kith_sql_run(store, statement, error);
}
