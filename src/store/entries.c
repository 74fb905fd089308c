/* SPDX-License-Identifier: MIT
 * entries.c - what stands on a person's timeline, and how long they took to answer.
 * In: KithMailRow. Out: rows of entry and answer_time. Next: src/store/dump.c
 */
#include <string.h>

#include "entry-text.h"
#include "internal.h"
#include "people.h"

KITH_SQL(sql_add_entry,
	 "INSERT OR IGNORE INTO entry (contact_id, at, kind, direction, mail_id, user_id, text) "
	 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
KITH_SQL(sql_drop_answers,
	 "DELETE FROM answer_time WHERE mail_id IN (SELECT mail_id FROM mail WHERE parent = ?1 AND author = ?2)");
/* The first personal answer of ?2 to the first mail of ours with the Message-ID ?1. */
KITH_SQL(sql_add_answer,
	 "INSERT OR IGNORE INTO answer_time (contact_id, mail_id, seconds) "
	 "SELECT a.contact_id, r.mail_id, r.at - o.at FROM "
	 "(SELECT at FROM mail WHERE message_id = ?1 AND direction = 1 ORDER BY at, id LIMIT 1) o "
	 "JOIN mail r ON r.parent = ?1 AND r.author = ?2 AND r.direction = 0 AND r.kind = ?3 "
	 "AND r.is_automatic = 0 AND r.at >= o.at "
	 "JOIN address a ON a.address = ?2 AND a.contact_id IS NOT NULL ORDER BY r.at, r.id LIMIT 1");
KITH_SQL(sql_answerers, "SELECT DISTINCT author FROM mail WHERE parent = ?1 AND direction = 0 AND author IS NOT NULL");
KITH_SQL(sql_add_notes,
	 "INSERT INTO entry (contact_id, at, kind, told_id, user_id, text) "
	 "SELECT a.contact_id, t.at, 'note', t.told_id, t.user_id, t.words "
	 "FROM told t JOIN address a ON a.address = t.subject "
	 "WHERE t.verb = 'note' AND t.undone_at IS NULL AND a.contact_id IS NOT NULL "
	 "AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.contact_id = a.contact_id AND e.told_id = t.told_id) "
	 "ORDER BY t.told_id");
KITH_SQL(sql_noted,
	 "SELECT DISTINCT subject FROM told WHERE verb = 'note' AND undone_at IS NULL AND subject "
	 "IS NOT NULL");

static const char *entry_kind(const KithMailRow *row, bool took_part)
{
	if (!took_part)
		return "bounce";
	switch (row->mail->kind) {
	case KITH_KIND_AUTO_REPLY:
		return "away";
	case KITH_KIND_INVITE:
		return "meeting";
	case KITH_KIND_PERSONAL:
	case KITH_KIND_LIST:
	case KITH_KIND_BULK:
	case KITH_KIND_BOUNCE:
	case KITH_KIND_REPORT:
		break;
	}
	return "mail";
}

static bool has_role(const KithMailRow *row, int64_t contact_id, const char *role)
{
	for (guint i = 0; i < row->participants->len; i++) {
		const KithParticipant *one = row->participants->pdata[i];

		if (one->contact_id == contact_id && strcmp(one->role, role) == 0)
			return true;
	}
	return false;
}

/* The words that were forwarded, in one line. */
static char *forward_text(const KithMail *mail)
{
	g_autofree char *words = kith_forward_text(mail->forwards->pdata[0], mail->text);
	g_autofree char *snippet = kith_text_snippet(words, KITH_LIMIT_SNIPPET_CHARS);

	return g_strdup_printf("forwarded to kith: %s", *snippet != '\0' ? snippet : "a mail without words");
}

/* What the mail server said about the contact's address. */
static char *bounce_text(const KithMailRow *row, int64_t contact_id)
{
	for (guint i = 0; i < row->participants->len; i++) {
		const KithParticipant *one = row->participants->pdata[i];

		if (one->contact_id != contact_id || strcmp(one->role, "bounced") != 0)
			continue;
		for (guint j = 0; j < row->mail->bounce->len; j++) {
			const KithBounceRecipient *it = row->mail->bounce->pdata[j];
			g_autofree char *norm = kith_address_normalize(it->address);

			if (g_strcmp0(norm, one->address) == 0)
				return g_strdup_printf("%s: %s %s", one->address, it->permanent ? "failed" : "delayed",
						       it->status != NULL ? it->status : "");
		}
	}
	return NULL;
}

static char *entry_text(const KithMailRow *row, int64_t contact_id, const char *kind)
{
	const KithMail *mail = row->mail;

	if (strcmp(kind, "bounce") == 0) {
		char *text = bounce_text(row, contact_id);

		return text != NULL ? g_strchomp(text) : NULL;
	}
	if (strcmp(kind, "away") == 0)
		return kith_entry_away(mail);
	if (strcmp(kind, "meeting") == 0)
		return kith_entry_meeting(mail);
	return NULL;
}

bool kith_entries_add(KithStore *store, const KithMailRow *row, int64_t contact_id, bool wrote, bool got,
		GError **error)
{
	bool took_part = (wrote && row->direction == 0) || (got && row->direction == 1);
	bool is_forward = !took_part && has_role(row, contact_id, "forwarded");
	bool bounced = row->mail->kind == KITH_KIND_BOUNCE && row->mail->bounce != NULL && !took_part;
	const char *kind = is_forward ? "mail" : entry_kind(row, took_part);
	g_autofree char *text = is_forward ? forward_text(row->mail) : entry_text(row, contact_id, kind);

	/* In Cc of somebody else's mail, or in Reply-To: no entry of their own. */
	if (!took_part && !is_forward && (!bounced || text == NULL))
		return true;
	sqlite3_stmt *statement = kith_sql_get(store, &sql_add_entry, error);
	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, contact_id);
	kith_sql_bind_int(statement, 2, row->at);
	kith_sql_bind_text(statement, 3, kind);
	kith_sql_bind_int(statement, 4, row->direction);
	kith_sql_bind_int(statement, 5, row->mail_id);
	kith_sql_bind_int_or_null(statement, 6, row->author_user_id);
	kith_sql_bind_text(statement, 7, text);
	return kith_sql_run(store, statement, error);
}

/* --- answers */

static bool run_answer(KithStore *store, const KithSql *sql, const char *parent, const char *author, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, sql, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, parent);
	kith_sql_bind_text(statement, 2, author);
	if (sqlite3_bind_parameter_count(statement) > 2)
		kith_sql_bind_int(statement, 3, KITH_KIND_PERSONAL);
	return kith_sql_run(store, statement, error);
}

static bool time_answer(KithStore *store, const char *parent, const char *author, GError **error)
{
	return run_answer(store, &sql_drop_answers, parent, author, error) &&
	       run_answer(store, &sql_add_answer, parent, author, error);
}

/* The answers were here before the mail they answer. */
static bool time_known_answers(KithStore *store, const char *message_id, GError **error)
{
	g_autoptr(GPtrArray) authors = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_answerers, error);
	int more;

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, message_id);
	while ((more = kith_sql_row(store, statement, error)) == 1)
		g_ptr_array_add(authors, kith_sql_text(statement, 0));
	for (guint i = 0; more == 0 && i < authors->len; i++) {
		if (!time_answer(store, message_id, authors->pdata[i], error))
			return false;
	}
	return more == 0;
}

bool kith_answers_add(KithStore *store, const KithMailRow *row, GError **error)
{
	if (row->direction == 0 && row->parent != NULL && row->author != NULL)
		return time_answer(store, row->parent, row->author, error);
	if (row->direction == 1 && row->mail->message_id != NULL)
		return time_known_answers(store, row->mail->message_id, error);
	return true;
}

/* --- notes, after a rebuild: what users told stays; a note without its entry gets one */

static bool run_plain(KithStore *store, const KithSql *sql, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, sql, error);

	return statement != NULL && kith_sql_run(store, statement, error);
}

static bool meet_noted(KithStore *store, GError **error)
{
	g_autoptr(GPtrArray) subjects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_noted, error);
	int more;

	if (statement == NULL)
		return false;
	while ((more = kith_sql_row(store, statement, error)) == 1)
		g_ptr_array_add(subjects, kith_sql_text(statement, 0));
	for (guint i = 0; more == 0 && i < subjects->len; i++) {
		g_autofree char *norm = kith_address_normalize(subjects->pdata[i]);

		if (norm != NULL && !kith_people_told(store, norm, error))
			return false;
	}
	return more == 0;
}

bool kith_notes_again(KithStore *store, GError **error)
{
	return meet_noted(store, error) && run_plain(store, &sql_add_notes, error);
}
