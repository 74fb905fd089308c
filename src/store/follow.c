/* SPDX-License-Identifier: MIT
 * follow.c - rows of follow-ups, what was told, and command mails.
 * In: what follow decided. Out: rows. Next: src/store/follow-read.c
 */
#include "internal.h"

#define COLUMNS "follow_up_id, id, cause, kind, user_id, address, conversation, since_at, due_at, due_wall, " \
	"due_zone, recurrence, only_without_reply, status, status_at, occurrence, reason, note, evidence, " \
	"(SELECT c.at FROM follow_up_change c WHERE c.follow_up_id = follow_up.follow_up_id " \
	"AND c.told_id IS NOT NULL ORDER BY c.rowid DESC LIMIT 1)"
/* Statuses in statements: 0 open, 1 snoozed, 2 sent (KithFollowStatus). */
#define ID_LENGTH 4
#define ID_LENGTH_MAX 16

void kith_follow_up_free(KithFollowUp *f)
{
	if (f == NULL)
		return;
	g_free(f->id);
	g_free(f->cause);
	g_free(f->address);
	g_free(f->conversation);
	g_free(f->due_wall);
	g_free(f->due_zone);
	g_free(f->recurrence);
	g_free(f->reason);
	g_free(f->note);
	g_free(f->evidence);
	g_free(f);
}

static KithFollowUp *read_row(sqlite3_stmt *row)
{
	KithFollowUp *f = g_new0(KithFollowUp, 1);

	f->follow_up_id = kith_sql_int(row, 0);
	f->id = kith_sql_text(row, 1);
	f->cause = kith_sql_text(row, 2);
	f->kind = (KithFollowKind)kith_sql_int(row, 3);
	f->user_id = kith_sql_int(row, 4);
	f->address = kith_sql_text(row, 5);
	f->conversation = kith_sql_text(row, 6);
	f->since_at = kith_sql_int(row, 7);
	f->due_at = kith_sql_int(row, 8);
	f->due_wall = kith_sql_text(row, 9);
	f->due_zone = kith_sql_text(row, 10);
	f->recurrence = kith_sql_text(row, 11);
	f->only_without_reply = kith_sql_int(row, 12) != 0;
	f->status = (KithFollowStatus)CLAMP(kith_sql_int(row, 13), 0, KITH_FOLLOW_STATUS_COUNT - 1);
	f->status_at = kith_sql_int(row, 14);
	f->occurrence = kith_sql_int(row, 15);
	f->reason = kith_sql_text(row, 16);
	f->note = kith_sql_text(row, 17);
	f->evidence = kith_sql_text(row, 18);
	f->told_at = kith_sql_int(row, 19);
	return f;
}

static GPtrArray *read_rows(KithStore *store, sqlite3_stmt *statement, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kith_follow_up_free);
	int rc;

	while ((rc = kith_sql_row(store, statement, error)) == 1)
		g_ptr_array_add(list, read_row(statement));
	return rc == 0 ? g_steal_pointer(&list) : NULL;
}

static bool read_one(KithStore *store, sqlite3_stmt *statement, KithFollowUp **ret_follow_up, GError **error)
{
	int rc = kith_sql_row(store, statement, error);

	if (rc < 0)
		return false;
	*ret_follow_up = rc == 1 ? read_row(statement) : NULL;
	kith_sql_reset(statement);
	return true;
}

KITH_SQL(sql_of_conversation, "SELECT " COLUMNS " FROM follow_up WHERE conversation IN "
	"(SELECT id FROM mail WHERE conversation_id = ?1) ORDER BY follow_up_id");

GPtrArray *kith_follow_up_of_conversation(KithStore *store, int64_t conversation_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_of_conversation, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, conversation_id);
	return read_rows(store, statement, error);
}

KITH_SQL(sql_open_for, "SELECT " COLUMNS " FROM follow_up WHERE status IN (0, 1, 2) AND address IN "
	"(SELECT ?1 UNION SELECT b.address FROM address a JOIN address b ON b.contact_id = a.contact_id "
	"WHERE a.address = ?1) ORDER BY follow_up_id");

GPtrArray *kith_follow_up_open_for(KithStore *store, const char *address, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_open_for, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_text(statement, 1, address);
	return read_rows(store, statement, error);
}

KITH_SQL(sql_bounced, "SELECT " COLUMNS " FROM follow_up WHERE status IN (0, 1, 2) AND address IN "
	"(SELECT address FROM bounce_recipient WHERE mail_id = ?1) ORDER BY follow_up_id");

GPtrArray *kith_follow_up_bounced(KithStore *store, int64_t mail_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_bounced, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, mail_id);
	return read_rows(store, statement, error);
}

KITH_SQL(sql_to_repeat, "SELECT " COLUMNS " FROM follow_up WHERE status = 2 AND user_id = ?1 "
	"AND recurrence IS NOT NULL ORDER BY follow_up_id");

GPtrArray *kith_follow_up_to_repeat(KithStore *store, int64_t user_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_to_repeat, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, user_id);
	return read_rows(store, statement, error);
}

KITH_SQL(sql_find, "SELECT " COLUMNS " FROM follow_up WHERE id = ?1");

bool kith_follow_up_find(KithStore *store, const char *id, KithFollowUp **ret_follow_up, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_find, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, id);
	return read_one(store, statement, ret_follow_up, error);
}

KITH_SQL(sql_get, "SELECT " COLUMNS " FROM follow_up WHERE follow_up_id = ?1");

bool kith_follow_up_get(KithStore *store, int64_t follow_up_id, KithFollowUp **ret_follow_up, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_get, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, follow_up_id);
	return read_one(store, statement, ret_follow_up, error);
}

KITH_SQL(sql_add_change, "INSERT INTO follow_up_change (follow_up_id, at, status, due_at, cause, mail, told_id) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

static bool add_change(KithStore *store, const KithFollowUp *f, const KithFollowCause *cause, int64_t now_at,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_add_change, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, f->follow_up_id);
	kith_sql_bind_int(statement, 2, now_at);
	kith_sql_bind_int(statement, 3, f->status);
	kith_sql_bind_int(statement, 4, f->due_at);
	kith_sql_bind_text(statement, 5, cause->words);
	kith_sql_bind_text(statement, 6, cause->mail);
	kith_sql_bind_int_or_null(statement, 7, cause->told_id);
	return kith_sql_run(store, statement, error);
}

/* A short id that nobody has: from the cause, longer while it is taken. NULL with an error. */
static char *free_id(KithStore *store, const char *cause, GError **error)
{
	for (size_t length = ID_LENGTH; length <= ID_LENGTH_MAX; length++) {
		g_autofree char *id = kith_hash_id(length, "follow-up", cause, NULL);
		g_autoptr(KithFollowUp) other = NULL;

		if (!kith_follow_up_find(store, id, &other, error))
			return NULL;
		if (other == NULL)
			return g_steal_pointer(&id);
	}
	g_set_error(error, KITH_ERROR, KITH_ERROR_CORRUPT, "%s: no free id for a follow-up", store->path);
	return NULL;
}

KITH_SQL(sql_cause, "SELECT 1 FROM follow_up WHERE cause = ?1");
KITH_SQL(sql_add, "INSERT INTO follow_up (id, cause, kind, user_id, address, conversation, since_at, due_at, "
	"due_wall, due_zone, recurrence, only_without_reply, status, status_at, occurrence, reason, note, evidence) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, ?15, ?16, ?17)");

static bool insert_row(KithStore *store, const KithFollowUp *f, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_add, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, f->id);
	kith_sql_bind_text(statement, 2, f->cause);
	kith_sql_bind_int(statement, 3, f->kind);
	kith_sql_bind_int(statement, 4, f->user_id);
	kith_sql_bind_text(statement, 5, f->address);
	kith_sql_bind_text(statement, 6, f->conversation);
	kith_sql_bind_int(statement, 7, f->since_at);
	kith_sql_bind_int(statement, 8, f->due_at);
	kith_sql_bind_text(statement, 9, f->due_wall);
	kith_sql_bind_text(statement, 10, f->due_zone);
	kith_sql_bind_text(statement, 11, f->recurrence);
	kith_sql_bind_int(statement, 12, f->only_without_reply);
	kith_sql_bind_int(statement, 13, f->status);
	kith_sql_bind_int(statement, 14, now_at);
	kith_sql_bind_text(statement, 15, f->reason);
	kith_sql_bind_text(statement, 16, f->note);
	kith_sql_bind_text(statement, 17, f->evidence != NULL ? f->evidence : "");
	return kith_sql_run(store, statement, error);
}

/* 1: CAUSE opened a follow-up before, 0: not, -1: error. */
static int is_known(KithStore *store, const char *cause, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_cause, error);

	if (statement == NULL)
		return -1;
	kith_sql_bind_text(statement, 1, cause);
	int known = kith_sql_row(store, statement, error);
	if (known >= 0)
		kith_sql_reset(statement);
	return known;
}

bool kith_follow_up_add(KithStore *store, KithFollowUp *f, const KithFollowCause *cause, int64_t now_at,
		bool *ret_added, GError **error)
{
	int known = is_known(store, f->cause, error);

	if (known < 0)
		return false;
	if (known == 1) {
		*ret_added = false;
		return true;
	}
	g_free(f->id);
	f->id = free_id(store, f->cause, error);
	if (f->id == NULL || !insert_row(store, f, now_at, error))
		return false;
	f->follow_up_id = sqlite3_last_insert_rowid(store->db);
	*ret_added = true;
	return add_change(store, f, cause, now_at, error);
}

KITH_SQL(sql_take_cause, "UPDATE follow_up SET id = ?2, cause = ?3, address = ?4, conversation = ?5, since_at = ?6 "
	"WHERE follow_up_id = ?1");

bool kith_follow_up_take_cause(KithStore *store, KithFollowUp *f, bool *ret_taken, GError **error)
{
	int known = is_known(store, f->cause, error);

	*ret_taken = known == 0;
	if (known != 0)
		return known == 1;
	g_autofree char *id = free_id(store, f->cause, error);
	sqlite3_stmt *statement = id != NULL ? kith_sql_get(store, &sql_take_cause, error) : NULL;

	if (statement == NULL)
		return false;
	g_free(f->id);
	f->id = g_steal_pointer(&id);
	kith_sql_bind_int(statement, 1, f->follow_up_id);
	kith_sql_bind_text(statement, 2, f->id);
	kith_sql_bind_text(statement, 3, f->cause);
	kith_sql_bind_text(statement, 4, f->address);
	kith_sql_bind_text(statement, 5, f->conversation);
	kith_sql_bind_int(statement, 6, f->since_at);
	return kith_sql_run(store, statement, error);
}

KITH_SQL(sql_change, "UPDATE follow_up SET status = ?2, status_at = ?3, due_at = ?4, due_wall = ?5, due_zone = ?6, "
	"user_id = ?7, reason = ?8, note = ?9, evidence = ?10, occurrence = ?11 WHERE follow_up_id = ?1");

bool kith_follow_up_change(KithStore *store, const KithFollowUp *f, const KithFollowCause *cause, int64_t now_at,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_change, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, f->follow_up_id);
	kith_sql_bind_int(statement, 2, f->status);
	kith_sql_bind_int(statement, 3, now_at);
	kith_sql_bind_int(statement, 4, f->due_at);
	kith_sql_bind_text(statement, 5, f->due_wall);
	kith_sql_bind_text(statement, 6, f->due_zone);
	kith_sql_bind_int(statement, 7, f->user_id);
	kith_sql_bind_text(statement, 8, f->reason);
	kith_sql_bind_text(statement, 9, f->note);
	kith_sql_bind_text(statement, 10, f->evidence != NULL ? f->evidence : "");
	kith_sql_bind_int(statement, 11, f->occurrence);
	return kith_sql_run(store, statement, error) && add_change(store, f, cause, now_at, error);
}

/* The last change of each follow-up that TOLD_ID changed, and the state before it (none: it opened it). */
KITH_SQL(sql_undoable, "SELECT c.follow_up_id, "
	"(SELECT status FROM follow_up_change p WHERE p.follow_up_id = c.follow_up_id AND p.rowid < c.rowid "
	"ORDER BY p.rowid DESC LIMIT 1), "
	"(SELECT due_at FROM follow_up_change p WHERE p.follow_up_id = c.follow_up_id AND p.rowid < c.rowid "
	"ORDER BY p.rowid DESC LIMIT 1) "
	"FROM follow_up_change c WHERE c.told_id = ?1 AND NOT EXISTS "
	"(SELECT 1 FROM follow_up_change l WHERE l.follow_up_id = c.follow_up_id AND l.rowid > c.rowid)");

typedef struct { int64_t follow_up_id, status, due_at; } Before;

static GArray *states_before(KithStore *store, int64_t told_id, GError **error)
{
	g_autoptr(GArray) list = g_array_new(false, false, sizeof(Before));
	sqlite3_stmt *statement = kith_sql_get(store, &sql_undoable, error);
	int rc;

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, told_id);
	while ((rc = kith_sql_row(store, statement, error)) == 1) {
		bool is_new = sqlite3_column_type(statement, 1) == SQLITE_NULL;
		Before before = { kith_sql_int(statement, 0), is_new ? KITH_FOLLOW_CANCELLED : kith_sql_int(statement,
				1),
				  is_new ? -1 : kith_sql_int(statement, 2) };

		g_array_append_val(list, before);
	}
	return rc == 0 ? g_steal_pointer(&list) : NULL;
}

bool kith_follow_up_undo(KithStore *store, int64_t told_id, int64_t now_at, uint32_t *ret_count, GError **error)
{
	g_autoptr(GArray) list = states_before(store, told_id, error);
	const KithFollowCause cause = { "taken back by undo", NULL, 0 };

	for (guint i = 0; list != NULL && i < list->len; i++) {
		const Before *before = &g_array_index(list, Before, i);
		g_autoptr(KithFollowUp) f = NULL;

		if (!kith_follow_up_get(store, before->follow_up_id, &f, error))
			return false;
		f->status = (KithFollowStatus)before->status;
		if (before->due_at >= 0 && before->due_at != f->due_at) {
			f->due_at = before->due_at;
			g_clear_pointer(&f->due_wall, g_free);
			g_clear_pointer(&f->due_zone, g_free);
		}
		if (!kith_follow_up_change(store, f, &cause, now_at, error))
			return false;
	}
	if (list == NULL)
		return false;
	*ret_count = list->len;
	return true;
}

#define HALF_READ_S (3 * 86400)

KITH_SQL(sql_half_read, "SELECT 1 FROM account a JOIN account_user u USING (account_id) "
	"WHERE u.user_id = ?1 AND a.first_sync_at IS NULL AND NOT EXISTS "
	"(SELECT 1 FROM folder f JOIN sighting s USING (folder_id) WHERE f.account_id = a.account_id "
	"AND s.first_seen_at < ?2) AND (EXISTS "
	"(SELECT 1 FROM folder f JOIN sighting s USING (folder_id) WHERE f.account_id = a.account_id) OR NOT EXISTS "
	"(SELECT 1 FROM account b JOIN account_user v USING (account_id) WHERE v.user_id = ?1 "
	"AND b.first_sync_at IS NOT NULL)) LIMIT 1");

bool kith_follow_is_half_read(KithStore *store, int64_t user_id, int64_t now_at, bool *ret_half_read, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_half_read, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, user_id);
	kith_sql_bind_int(statement, 2, now_at - HALF_READ_S);
	int got = kith_sql_row(store, statement, error);
	if (got >= 0)
		*ret_half_read = got == 1;
	return got >= 0;
}

KITH_SQL(sql_due, "SELECT follow_up_id FROM follow_up WHERE status IN (0, 1) AND due_at <= ?2 AND user_id = ?1 "
	"AND (?3 = 0 OR kind = ?4) ORDER BY due_at, cause");

GArray *kith_follow_up_due(KithStore *store, int64_t user_id, int64_t now_at, bool only_told, GError **error)
{
	g_autoptr(GArray) list = g_array_new(false, false, sizeof(int64_t));
	sqlite3_stmt *statement = kith_sql_get(store, &sql_due, error);
	int rc;

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, user_id);
	kith_sql_bind_int(statement, 2, now_at);
	kith_sql_bind_int(statement, 3, only_told);
	kith_sql_bind_int(statement, 4, KITH_FOLLOW_MANUAL);
	while ((rc = kith_sql_row(store, statement, error)) == 1) {
		int64_t id = kith_sql_int(statement, 0);

		g_array_append_val(list, id);
	}
	return rc == 0 ? g_steal_pointer(&list) : NULL;
}

KITH_SQL(sql_count_sent, "SELECT count(*) FROM follow_up_change c JOIN follow_up f USING (follow_up_id) "
	"WHERE f.user_id = ?1 AND c.status = 2 AND c.at >= ?2 AND c.at < ?3");

bool kith_follow_up_count_sent(KithStore *store, int64_t user_id, int64_t from_at, int64_t until_at,
		uint32_t *ret_count, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_count_sent, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, user_id);
	kith_sql_bind_int(statement, 2, from_at);
	kith_sql_bind_int(statement, 3, until_at);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	*ret_count = (uint32_t)kith_sql_int(statement, 0);
	kith_sql_reset(statement);
	return true;
}

/* --- what was told */

void kith_told_row_clear(KithToldRow *row)
{
	g_free(row->verb);
	g_free(row->subject);
	g_free(row->words);
	*row = (KithToldRow){ 0 };
}

KITH_SQL(sql_told, "INSERT INTO told (at, user_id, verb, subject, words, mail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

bool kith_told_add(KithStore *store, int64_t at, int64_t user_id, const char *verb, const char *subject,
		const char *words, const char *mail, int64_t *ret_told_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_told, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, at);
	kith_sql_bind_int_or_null(statement, 2, user_id);
	kith_sql_bind_text(statement, 3, verb);
	kith_sql_bind_text(statement, 4, subject);
	kith_sql_bind_text(statement, 5, words);
	kith_sql_bind_text(statement, 6, mail);
	if (!kith_sql_run(store, statement, error))
		return false;
	*ret_told_id = sqlite3_last_insert_rowid(store->db);
	return true;
}

KITH_SQL(sql_told_last, "SELECT told_id, verb, subject, words FROM told WHERE user_id = ?1 AND undone_at IS NULL "
	"ORDER BY told_id DESC LIMIT 1");

bool kith_told_last(KithStore *store, int64_t user_id, KithToldRow *ret_row, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_told_last, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, user_id);
	int rc = kith_sql_row(store, statement, error);
	if (rc < 0)
		return false;
	*ret_row = (KithToldRow){ 0 };
	if (rc == 1)
		*ret_row = (KithToldRow){ kith_sql_int(statement, 0), kith_sql_text(statement, 1),
					  kith_sql_text(statement, 2), kith_sql_text(statement, 3) };
	kith_sql_reset(statement);
	return true;
}

KITH_SQL(sql_told_undo, "UPDATE told SET undone_at = ?2 WHERE told_id = ?1");
KITH_SQL(sql_drop_line, "DELETE FROM entry WHERE told_id = ?1");

bool kith_told_undo(KithStore *store, int64_t told_id, int64_t now_at, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_told_undo, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, told_id);
	kith_sql_bind_int(statement, 2, now_at);
	if (!kith_sql_run(store, statement, error))
		return false;
	statement = kith_sql_get(store, &sql_drop_line, error);
	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, told_id);
	return kith_sql_run(store, statement, error);
}

KITH_SQL(sql_put_line, "INSERT INTO entry (contact_id, at, kind, told_id, user_id, text) "
	"SELECT contact_id, ?2, ?3, ?4, ?5, ?6 FROM address WHERE address = ?1 AND contact_id IS NOT NULL");

bool kith_told_entry(KithStore *store, int64_t told_id, const char *address, const char *kind, int64_t at,
		int64_t user_id, const char *text, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_put_line, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, address);
	kith_sql_bind_int(statement, 2, at);
	kith_sql_bind_text(statement, 3, kind);
	kith_sql_bind_int(statement, 4, told_id);
	kith_sql_bind_int_or_null(statement, 5, user_id);
	kith_sql_bind_text(statement, 6, text);
	return kith_sql_run(store, statement, error);
}

/* --- command mails */

KITH_SQL(sql_command_known, "SELECT 1 FROM command WHERE mail = ?1");

bool kith_command_is_known(KithStore *store, const char *mail, bool *ret_known, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_command_known, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, mail);
	int rc = kith_sql_row(store, statement, error);
	if (rc < 0)
		return false;
	*ret_known = rc == 1;
	kith_sql_reset(statement);
	return true;
}

KITH_SQL(sql_command_add, "INSERT INTO command (mail, at, user_id, words, outcome) VALUES (?1, ?2, ?3, ?4, ?5)");

bool kith_command_add(KithStore *store, const char *mail, int64_t at, int64_t user_id, const char *words,
		const char *outcome, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_command_add, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, mail);
	kith_sql_bind_int(statement, 2, at);
	kith_sql_bind_int(statement, 3, user_id);
	kith_sql_bind_text(statement, 4, words);
	kith_sql_bind_text(statement, 5, outcome);
	return kith_sql_run(store, statement, error);
}
