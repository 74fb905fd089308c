/* SPDX-License-Identifier: MIT
 * mail.c - what was understood of a mail, as rows: the mail, who took part, what it names, its words.
 * In: KithMailRow. Out: rows of mail, mail_address, mail_reference, mail_search.
 * Next: src/store/thread.c
 */
#include <string.h>

#include "internal.h"

#define ROWID_SHIFT 16
#define ROWIDS_A_SECOND (INT64_C(1) << ROWID_SHIFT)

KITH_SQL(sql_find,
	 "SELECT m.mail_id, m.conversation_id, m.direction, m.new_text, coalesce(s.rank, '') "
	 "FROM mail m LEFT JOIN slim s ON s.mail = m.id WHERE m.id = ?1");
KITH_SQL(sql_rowid_taken, "SELECT 1 FROM mail WHERE mail_id = ?1");
KITH_SQL(sql_insert,
	 "INSERT INTO mail (mail_id, id, message_id, at, kind, kind_reason, is_automatic, direction, is_direct, "
	 "author, author_name, author_user_id, subject, people, new_text, text, signature, snippet, language, "
	 "attachments, defects, parent, away_until, bounced_id, same_id, conversation_id, forwarded) "
	 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
	 "?21, ?22, ?23, ?24, 0, ?25, ?26)");
KITH_SQL(sql_mark_same_id,
	 "UPDATE mail SET same_id = 1 WHERE message_id = ?1 AND same_id = 0 "
	 "AND (SELECT count(*) FROM mail WHERE message_id = ?1) > 1");
KITH_SQL(sql_insert_search,
	 "INSERT INTO mail_search (rowid, people, subject, new_text, forwarded) VALUES (?1, ?2, ?3, ?4, ?5)");
KITH_SQL(sql_delete_search,
	 "INSERT INTO mail_search (mail_search, rowid, people, subject, new_text, forwarded) "
	 "SELECT 'delete', mail_id, people, subject, new_text, forwarded FROM mail WHERE mail_id = ?1");
KITH_SQL(sql_delete, "DELETE FROM mail WHERE mail_id = ?1");
KITH_SQL(sql_insert_address,
	 "INSERT OR IGNORE INTO mail_address (mail_id, address_id, role) VALUES (?1, ?2, ?3)");
KITH_SQL(sql_insert_reference,
	 "INSERT OR IGNORE INTO mail_reference (message_id, conversation_id, mail_id, position) "
	 "VALUES (?1, ?2, ?3, ?4)");
KITH_SQL(sql_insert_bounce,
	 "INSERT INTO bounce_recipient (mail_id, address, status, permanent, diagnostic) "
	 "VALUES (?1, ?2, ?3, ?4, ?5)");
KITH_SQL(sql_insert_claim,
	 "INSERT INTO claim (mail_id, message_id, host, author, user_id, witness, subject) "
	 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
KITH_SQL(sql_set_users,
	 "INSERT OR IGNORE INTO mail_user (mail_id, user_id) SELECT m.mail_id, au.user_id "
	 "FROM mail m JOIN sighting s ON s.mail = m.id JOIN folder f ON f.folder_id = s.folder_id "
	 "JOIN account_user au ON au.account_id = f.account_id WHERE m.id = ?1 RETURNING user_id");
KITH_SQL(sql_contacts, "SELECT DISTINCT contact_id FROM entry WHERE mail_id = ?1 ORDER BY contact_id");
KITH_SQL(sql_account_title, "SELECT title FROM account WHERE account_id = ?1");
KITH_SQL(sql_clear_search, "INSERT INTO mail_search (mail_search) VALUES ('delete-all')");
KITH_SQL(sql_clear_mail, "DELETE FROM mail");
KITH_SQL(sql_clear_alias, "DELETE FROM conversation_alias");
KITH_SQL(sql_clear_conversation, "DELETE FROM conversation");

void kith_participant_free(KithParticipant *participant)
{
	if (participant == NULL)
		return;
	g_free(participant->address);
	g_free(participant->name);
	g_free(participant);
}

void kith_known_mail_clear(KithKnownMail *known)
{
	g_free(known->new_text);
	g_free(known->rank);
	memset(known, 0, sizeof(*known));
}

bool kith_mail_find(KithStore *store, const char *id, KithKnownMail *ret_known, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_find, error);
	KithKnownMail known = { 0 };

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, id);
	int found = kith_sql_row(store, statement, error);
	if (found < 0)
		return false;
	if (found == 1) {
		known.mail_id = kith_sql_int(statement, 0);
		known.conversation_id = kith_sql_int(statement, 1);
		known.direction = (int)kith_sql_int(statement, 2);
		known.new_text = kith_sql_text(statement, 3);
		known.rank = kith_sql_text(statement, 4);
		kith_sql_reset(statement);
	}
	*ret_known = known;
	return true;
}

/* 1 taken, 0 free, -1 error */
static int rowid_taken(KithStore *store, int64_t mail_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_rowid_taken, error);

	if (statement == NULL)
		return -1;
	kith_sql_bind_int(statement, 1, mail_id);
	int taken = kith_sql_row(store, statement, error);
	kith_sql_reset(statement);
	return taken;
}

/* Time first, then 16 bits of the identity; the next free one of that second when taken. */
static bool choose_rowid(KithStore *store, KithMailRow *row, GError **error)
{
	int64_t start = g_str_hash(row->id) % ROWIDS_A_SECOND;

	for (int64_t step = 0; step < ROWIDS_A_SECOND; step++) {
		int64_t mail_id = row->at * ROWIDS_A_SECOND + (start + step) % ROWIDS_A_SECOND;
		int taken = rowid_taken(store, mail_id, error);

		if (taken < 0)
			return false;
		if (taken == 0) {
			row->mail_id = mail_id;
			return true;
		}
	}
	g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT, "more than %d mails in one second", (int)ROWIDS_A_SECOND);
	return false;
}

static char *people_of(const KithMailRow *row)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < row->participants->len; i++) {
		const KithParticipant *one = row->participants->pdata[i];
		if (strcmp(one->role, "undisclosed") == 0)
			continue;
		char *words = one->name != NULL ?
			g_strdup_printf("%s %s", one->name, one->address) : g_strdup(one->address);

		if (g_hash_table_contains(seen, words)) {
			g_free(words);
			continue;
		}
		g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", words);
		g_hash_table_add(seen, words);
	}
	return g_string_free(out, FALSE);
}

static char *attachments_of(const KithMail *mail)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < mail->attachments->len; i++) {
		const KithAttachment *one = mail->attachments->pdata[i];

		g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "",
				       one->name != NULL ? one->name : one->type);
	}
	return g_string_free(out, FALSE);
}

static char *lines_of(const GPtrArray *texts)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", (const char *)texts->pdata[i]);
	return g_string_free(out, FALSE);
}

static char *forwarded_of(const KithMail *mail)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < mail->forwards->len && out->len < KITH_LIMIT_TEXT_BYTES; i++) {
		g_autofree char *words = kith_forward_text(mail->forwards->pdata[i], mail->text);

		if (*words != '\0')
			g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", words);
	}
	return g_string_free(out, FALSE);
}

static bool insert_row(KithStore *store, const KithMailRow *row, const char *people, const char *forwarded,
		GError **error)
{
	const KithMail *mail = row->mail;
	sqlite3_stmt *statement = kith_sql_get(store, &sql_insert, error);
	g_autofree char *snippet = kith_text_snippet(mail->new_text, KITH_LIMIT_SNIPPET_CHARS);
	g_autofree char *attachments = attachments_of(mail);
	g_autofree char *defects = lines_of(mail->defects);
	bool same_text = mail->text == NULL || strcmp(mail->text, mail->new_text) == 0;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, row->mail_id);
	kith_sql_bind_static(statement, 2, row->id);
	kith_sql_bind_static(statement, 3, mail->message_id);
	kith_sql_bind_int(statement, 4, row->at);
	kith_sql_bind_int(statement, 5, mail->kind);
	kith_sql_bind_static(statement, 6, mail->kind_reason != NULL ? mail->kind_reason : "");
	kith_sql_bind_int(statement, 7, mail->is_automatic);
	kith_sql_bind_int(statement, 8, row->direction);
	kith_sql_bind_int(statement, 9, row->is_direct);
	kith_sql_bind_static(statement, 10, row->author);
	kith_sql_bind_static(statement, 11, mail->author != NULL ? mail->author->name : NULL);
	kith_sql_bind_int_or_null(statement, 12, row->author_user_id);
	kith_sql_bind_static(statement, 13, mail->subject);
	kith_sql_bind_static(statement, 14, people);
	kith_sql_bind_static(statement, 15, mail->new_text);
	kith_sql_bind_static(statement, 16, same_text ? NULL : mail->text);
	kith_sql_bind_static(statement, 17, mail->signature);
	kith_sql_bind_static(statement, 18, snippet);
	kith_sql_bind_static(statement, 19, mail->language);
	kith_sql_bind_static(statement, 20, attachments);
	kith_sql_bind_static(statement, 21, defects);
	kith_sql_bind_static(statement, 22, row->parent);
	kith_sql_bind_static(statement, 23, mail->away_until);
	kith_sql_bind_static(statement, 24, mail->bounce_original_id);
	kith_sql_bind_int(statement, 25, row->conversation_id);
	kith_sql_bind_static(statement, 26, forwarded);
	return kith_sql_run(store, statement, error);
}

static bool insert_search(KithStore *store, const KithMailRow *row, const char *people, const char *forwarded,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_insert_search, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, row->mail_id);
	kith_sql_bind_static(statement, 2, people);
	kith_sql_bind_static(statement, 3, row->mail->subject);
	kith_sql_bind_static(statement, 4, row->mail->new_text);
	kith_sql_bind_static(statement, 5, forwarded);
	return kith_sql_run(store, statement, error);
}

static bool mark_same_id(KithStore *store, const char *message_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_mark_same_id, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_static(statement, 1, message_id);
	return kith_sql_run(store, statement, error);
}

static bool insert_participants(KithStore *store, const KithMailRow *row, GError **error)
{
	for (guint i = 0; i < row->participants->len; i++) {
		const KithParticipant *one = row->participants->pdata[i];
		sqlite3_stmt *statement = kith_sql_get(store, &sql_insert_address, error);

		if (statement == NULL)
			return false;
		kith_sql_bind_int(statement, 1, row->mail_id);
		kith_sql_bind_int(statement, 2, one->address_id);
		kith_sql_bind_static(statement, 3, one->role);
		if (!kith_sql_run(store, statement, error))
			return false;
	}
	return true;
}

static bool insert_references(KithStore *store, const KithMailRow *row, GError **error)
{
	for (guint i = 0; i < row->ids->len; i++) {
		sqlite3_stmt *statement;

		if (row->ids->pdata[i] == NULL)
			continue;
		statement = kith_sql_get(store, &sql_insert_reference, error);
		if (statement == NULL)
			return false;
		kith_sql_bind_static(statement, 1, row->ids->pdata[i]);
		kith_sql_bind_int(statement, 2, row->conversation_id);
		kith_sql_bind_int(statement, 3, row->mail_id);
		kith_sql_bind_int(statement, 4, i);
		if (!kith_sql_run(store, statement, error))
			return false;
	}
	return true;
}

static bool insert_bounce(KithStore *store, const KithMailRow *row, GError **error)
{
	for (guint i = 0; row->mail->bounce != NULL && i < row->mail->bounce->len; i++) {
		const KithBounceRecipient *one = row->mail->bounce->pdata[i];
		g_autofree char *norm = kith_address_normalize(one->address);
		sqlite3_stmt *statement = kith_sql_get(store, &sql_insert_bounce, error);

		if (statement == NULL)
			return false;
		kith_sql_bind_int(statement, 1, row->mail_id);
		kith_sql_bind_text(statement, 2, norm != NULL ? norm : one->address != NULL ? one->address : "");
		kith_sql_bind_text(statement, 3, one->status);
		kith_sql_bind_int(statement, 4, one->permanent);
		kith_sql_bind_text(statement, 5, one->diagnostic);
		if (!kith_sql_run(store, statement, error))
			return false;
	}
	return true;
}

static bool insert_claim(KithStore *store, const KithMailRow *row, GError **error)
{
	const KithClaim *claim = row->claim;
	sqlite3_stmt *statement = claim != NULL ? kith_sql_get(store, &sql_insert_claim, error) : NULL;

	if (statement == NULL)
		return claim == NULL;
	kith_sql_bind_int(statement, 1, row->mail_id);
	kith_sql_bind_static(statement, 2, claim->message_id);
	kith_sql_bind_static(statement, 3, claim->host);
	kith_sql_bind_static(statement, 4, row->author);
	kith_sql_bind_int_or_null(statement, 5, claim->user_id);
	kith_sql_bind_static(statement, 6, claim->witness);
	kith_sql_bind_static(statement, 7, claim->subject);
	return kith_sql_run(store, statement, error);
}

bool kith_mail_insert(KithStore *store, KithMailRow *row, GError **error)
{
	g_autofree char *people = people_of(row), *forwarded = forwarded_of(row->mail);

	return choose_rowid(store, row, error) && insert_row(store, row, people, forwarded, error) &&
	       insert_search(store, row, people, forwarded, error) &&
	       (row->mail->message_id == NULL || mark_same_id(store, row->mail->message_id, error)) &&
	       insert_participants(store, row, error) && insert_references(store, row, error) &&
	       insert_bounce(store, row, error) && insert_claim(store, row, error);
}

static bool run_for(KithStore *store, const KithSql *sql, int64_t id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, sql, error);

	if (statement == NULL)
		return false;
	if (sqlite3_bind_parameter_count(statement) > 0)
		kith_sql_bind_int(statement, 1, id);
	return kith_sql_run(store, statement, error);
}

bool kith_mail_delete(KithStore *store, int64_t mail_id, GError **error)
{
	return run_for(store, &sql_delete_search, mail_id, error) && run_for(store, &sql_delete, mail_id, error);
}

bool kith_mail_clear_all(KithStore *store, GError **error)
{
	return run_for(store, &sql_clear_search, 0, error) && run_for(store, &sql_clear_mail, 0, error) &&
	       run_for(store, &sql_clear_alias, 0, error) && run_for(store, &sql_clear_conversation, 0, error);
}

bool kith_mail_set_users(KithStore *store, const char *id, bool *ret_has_new, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_set_users, error);
	bool has_new = false;
	int more;

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, id);
	while ((more = kith_sql_row(store, statement, error)) == 1)
		has_new = true;
	if (more < 0)
		return false;
	*ret_has_new = has_new;
	return true;
}

GArray *kith_mail_contacts(KithStore *store, int64_t mail_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_contacts, error);
	int more;

	if (statement == NULL)
		return NULL;
	g_autoptr(GArray) contacts = g_array_new(FALSE, FALSE, sizeof(int64_t));
	kith_sql_bind_int(statement, 1, mail_id);
	while ((more = kith_sql_row(store, statement, error)) == 1) {
		int64_t contact_id = kith_sql_int(statement, 0);

		g_array_append_val(contacts, contact_id);
	}
	return more == 0 ? g_steal_pointer(&contacts) : NULL;
}

char *kith_account_title(KithStore *store, int64_t account_id, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_account_title, error);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, account_id);
	int found = kith_sql_row(store, statement, error);
	if (found == 0)
		g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND,
			    "no account with the row %" G_GINT64_FORMAT, account_id);
	if (found != 1)
		return NULL;
	char *title = kith_sql_text(statement, 0);
	kith_sql_reset(statement);
	return title;
}
