/* SPDX-License-Identifier: MIT
 * follow-read.c - what the rules of follow read: mails of a conversation, rhythm, absences.
 * In: a conversation, an address. Out: rows as nouns. Next: src/store/outbox.c
 */
#include "internal.h"

void kith_follow_mail_free(KithFollowMail *mail)
{
	if (mail == NULL)
		return;
	g_free(mail->id);
	g_free(mail->message_id);
	g_free(mail->author);
	g_free(mail->author_name);
	g_free(mail->subject);
	g_free(mail->new_text);
	g_free(mail->language);
	g_array_unref(mail->readers);
	g_ptr_array_unref(mail->people);
	g_free(mail);
}

static void free_person(gpointer data)
{
	KithFollowPerson *person = data;

	g_free(person->address);
	g_free(person->role);
	g_free(person);
}

KITH_SQL(sql_mails, "SELECT * FROM (SELECT m.mail_id, m.at, m.id, m.message_id, m.author, m.author_name, m.subject, "
	"substr(m.new_text, 1, ?2), m.language, m.kind, m.is_automatic, m.direction, m.author_user_id, "
	"a.contact_id, a.nature FROM mail m LEFT JOIN address a ON a.address = m.author "
	"WHERE m.conversation_id = ?1 ORDER BY m.mail_id DESC LIMIT ?3) ORDER BY mail_id");

static KithFollowMail *read_mail(sqlite3_stmt *row)
{
	KithFollowMail *mail = g_new0(KithFollowMail, 1);

	mail->mail_id = kith_sql_int(row, 0);
	mail->at = kith_sql_int(row, 1);
	mail->id = kith_sql_text(row, 2);
	mail->message_id = kith_sql_text(row, 3);
	mail->author = kith_sql_text(row, 4);
	mail->author_name = kith_sql_text(row, 5);
	mail->subject = kith_sql_text(row, 6);
	mail->new_text = kith_sql_text(row, 7);
	mail->language = kith_sql_text(row, 8);
	mail->kind = (KithMailKind)CLAMP(kith_sql_int(row, 9), 0, KITH_KIND_COUNT - 1);
	mail->is_automatic = kith_sql_int(row, 10) != 0;
	mail->direction = (int)kith_sql_int(row, 11);
	mail->author_user_id = kith_sql_int(row, 12);
	mail->author_contact_id = kith_sql_int(row, 13);
	mail->author_nature = (int)kith_sql_int(row, 14);
	mail->readers = g_array_new(false, false, sizeof(int64_t));
	mail->people = g_ptr_array_new_with_free_func(free_person);
	return mail;
}

/* The mail of MAIL_ID in LIST (ascending); NULL: beyond its limit. */
static KithFollowMail *mail_in(const GPtrArray *list, int64_t mail_id)
{
	guint low = 0, high = list->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		KithFollowMail *mail = list->pdata[middle];

		if (mail->mail_id == mail_id)
			return mail;
		if (mail->mail_id < mail_id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

KITH_SQL(sql_people, "SELECT ma.mail_id, a.address, ma.role, o.user_id, a.contact_id, a.nature "
	"FROM mail m JOIN mail_address ma USING (mail_id) JOIN address a USING (address_id) "
	"LEFT JOIN own_address o ON o.address = a.address "
	"WHERE m.conversation_id = ?1 AND ma.role IN ('to', 'cc') ORDER BY ma.mail_id, ma.role DESC, a.address");

/* Calls TAKE for each row of SQL about a mail of the conversation that is in MAILS; mail_id is its first column. */
typedef void (*TakeRow)(KithFollowMail *mail, sqlite3_stmt *row);
static bool read_rows(KithStore *store, const KithSql *sql, int64_t conversation_id, const GPtrArray *mails,
		TakeRow take, GError **error)
{
	sqlite3_stmt *row = kith_sql_get(store, sql, error);
	int rc;

	if (row == NULL)
		return false;
	kith_sql_bind_int(row, 1, conversation_id);
	while ((rc = kith_sql_row(store, row, error)) == 1) {
		KithFollowMail *mail = mail_in(mails, kith_sql_int(row, 0));

		if (mail != NULL)
			take(mail, row);
	}
	return rc == 0;
}

static void take_person(KithFollowMail *mail, sqlite3_stmt *row)
{
	if (mail->people->len >= KITH_LIMIT_ADDRESSES)
		return;
	KithFollowPerson *person = g_new0(KithFollowPerson, 1);
	person->address = kith_sql_text(row, 1);
	person->role = kith_sql_text(row, 2);
	person->user_id = kith_sql_int(row, 3);
	person->contact_id = kith_sql_int(row, 4);
	person->nature = (int)kith_sql_int(row, 5);
	g_ptr_array_add(mail->people, person);
}

KITH_SQL(sql_readers, "SELECT u.mail_id, u.user_id FROM mail m JOIN mail_user u USING (mail_id) "
	"WHERE m.conversation_id = ?1 ORDER BY u.mail_id, u.user_id");

static void take_reader(KithFollowMail *mail, sqlite3_stmt *row)
{
	int64_t user_id = kith_sql_int(row, 1);

	g_array_append_val(mail->readers, user_id);
}

KITH_SQL(sql_gaps, "SELECT g.mail_id, g.user_id FROM mail m JOIN gap g ON g.mail_id = m.mail_id "
	"WHERE m.conversation_id = ?1 AND m.direction = 0");

static void take_gap(KithFollowMail *mail, sqlite3_stmt *row)
{
	mail->proves_answer = true;
	mail->unseen_user_id = kith_sql_int(row, 1);
}

GPtrArray *kith_follow_mails(KithStore *store, int64_t conversation_id, GError **error)
{
	g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func((GDestroyNotify)kith_follow_mail_free);
	sqlite3_stmt *row = kith_sql_get(store, &sql_mails, error);
	int rc;

	if (row == NULL)
		return NULL;
	kith_sql_bind_int(row, 1, conversation_id);
	kith_sql_bind_int(row, 2, KITH_LIMIT_FOLLOW_TEXT_CHARS);
	kith_sql_bind_int(row, 3, KITH_LIMIT_FOLLOW_MAILS);
	while ((rc = kith_sql_row(store, row, error)) == 1)
		g_ptr_array_add(mails, read_mail(row));
	if (rc < 0 || !read_rows(store, &sql_people, conversation_id, mails, take_person, error) ||
	    !read_rows(store, &sql_readers, conversation_id, mails, take_reader, error) ||
	    !read_rows(store, &sql_gaps, conversation_id, mails, take_gap, error))
		return NULL;
	return g_steal_pointer(&mails);
}

KITH_SQL(sql_conversation_of, "SELECT conversation_id FROM mail WHERE id = ?1");

int64_t kith_follow_conversation_of(KithStore *store, const char *mail_identity)
{
	sqlite3_stmt *row = kith_sql_get(store, &sql_conversation_of, NULL);
	int64_t id = 0;

	if (row == NULL)
		return 0;
	kith_sql_bind_text(row, 1, mail_identity);
	if (kith_sql_row(store, row, NULL) == 1)
		id = kith_sql_int(row, 0);
	kith_sql_reset(row);
	return id;
}

KITH_SQL(sql_answers_of_person, "SELECT t.mail_id >> 16, t.seconds FROM answer_time t "
	"JOIN address a ON a.contact_id = t.contact_id WHERE a.address = ?1 ORDER BY t.mail_id DESC LIMIT 50");
KITH_SQL(sql_answers_of_organization, "SELECT t.mail_id >> 16, t.seconds FROM address a "
	"JOIN contact me ON me.contact_id = a.contact_id JOIN contact c ON c.organization_id = me.organization_id "
	"JOIN answer_time t ON t.contact_id = c.contact_id WHERE a.address = ?1 ORDER BY t.mail_id DESC LIMIT 50");

GArray *kith_follow_answer_times(KithStore *store, const char *address, bool of_organization, GError **error)
{
	g_autoptr(GArray) list = g_array_new(false, false, sizeof(KithAnswerTime));
	sqlite3_stmt *row = kith_sql_get(store, of_organization ? &sql_answers_of_organization :
							      &sql_answers_of_person, error);
	int rc;

	if (row == NULL)
		return NULL;
	kith_sql_bind_text(row, 1, address);
	while ((rc = kith_sql_row(store, row, error)) == 1) {
		KithAnswerTime time = { kith_sql_int(row, 0), kith_sql_int(row, 1) };

		g_array_append_val(list, time);
	}
	return rc == 0 ? g_steal_pointer(&list) : NULL;
}

/* Of the person, not only the address: an absence counts for all of them. Kind 3: KITH_KIND_AUTO_REPLY. */
KITH_SQL(sql_away, "SELECT m.away_until, m.id FROM mail_address ma JOIN mail m USING (mail_id) "
	"WHERE ma.address_id IN (SELECT address_id FROM address WHERE address = ?1 UNION "
	"SELECT b.address_id FROM address a JOIN address b ON b.contact_id = a.contact_id WHERE a.address = ?1) "
	"AND ma.role = 'author' AND ma.mail_id >= ?2 << 16 AND m.kind = 3 AND m.away_until IS NOT NULL "
	"ORDER BY m.mail_id DESC LIMIT 1");

bool kith_follow_away(KithStore *store, const char *address, int64_t since_at, char **ret_until, char **ret_mail,
		GError **error)
{
	sqlite3_stmt *row = kith_sql_get(store, &sql_away, error);

	if (row == NULL)
		return false;
	kith_sql_bind_text(row, 1, address);
	kith_sql_bind_int(row, 2, since_at);
	int rc = kith_sql_row(store, row, error);
	if (rc < 0)
		return false;
	*ret_until = rc == 1 ? kith_sql_text(row, 0) : NULL;
	*ret_mail = rc == 1 ? kith_sql_text(row, 1) : NULL;
	kith_sql_reset(row);
	return true;
}

/* A report that does not name its mail counts for what was sent in the five days before it. */
KITH_SQL(sql_bounce, "SELECT m.id FROM bounce_recipient b JOIN mail m USING (mail_id) "
	"WHERE b.address = ?1 AND b.permanent = 1 AND m.at >= ?3 AND "
	"(m.bounced_id = ?2 OR (m.bounced_id IS NULL AND m.at < ?3 + 432000)) ORDER BY m.mail_id LIMIT 1");

bool kith_follow_bounce(KithStore *store, const char *address, const char *message_id, int64_t sent_at,
		char **ret_mail, GError **error)
{
	sqlite3_stmt *row = kith_sql_get(store, &sql_bounce, error);

	if (row == NULL)
		return false;
	kith_sql_bind_text(row, 1, address);
	kith_sql_bind_text(row, 2, message_id);
	kith_sql_bind_int(row, 3, sent_at);
	int rc = kith_sql_row(store, row, error);
	if (rc < 0)
		return false;
	*ret_mail = rc == 1 ? kith_sql_text(row, 0) : NULL;
	kith_sql_reset(row);
	return true;
}

KITH_SQL(sql_never, "SELECT 1 FROM told WHERE verb = 'never' AND undone_at IS NULL AND user_id = ?1 AND subject IN "
	"(SELECT ?2 UNION SELECT b.address FROM address a JOIN address b ON b.contact_id = a.contact_id "
	"WHERE a.address = ?2) LIMIT 1");

bool kith_follow_is_never(KithStore *store, int64_t user_id, const char *address, bool *ret_never, GError **error)
{
	sqlite3_stmt *row = kith_sql_get(store, &sql_never, error);

	if (row == NULL)
		return false;
	kith_sql_bind_int(row, 1, user_id);
	kith_sql_bind_text(row, 2, address);
	int rc = kith_sql_row(store, row, error);
	if (rc < 0)
		return false;
	*ret_never = rc == 1;
	kith_sql_reset(row);
	return true;
}

KITH_SQL(sql_contact_by_id, "SELECT a.address FROM contact c JOIN address a USING (contact_id) WHERE c.id = ?1 "
	"ORDER BY a.address_id LIMIT 1");

bool kith_follow_contact_by_id(KithStore *store, const char *id, char **ret_address, GError **error)
{
	sqlite3_stmt *row = kith_sql_get(store, &sql_contact_by_id, error);

	if (row == NULL)
		return false;
	kith_sql_bind_text(row, 1, id);
	int rc = kith_sql_row(store, row, error);
	if (rc < 0)
		return false;
	*ret_address = rc == 1 ? kith_sql_text(row, 0) : NULL;
	kith_sql_reset(row);
	return true;
}

/* Only people of the asker's own mail: a name must not tell what is in a colleague's. */
KITH_SQL(sql_contact_by_name, "SELECT c.name, (SELECT address FROM address a WHERE a.contact_id = c.contact_id "
	"ORDER BY a.address_id LIMIT 1) FROM contact c WHERE instr(lower(c.name), lower(?2)) > 0 AND EXISTS "
	"(SELECT 1 FROM address a JOIN mail_address ma USING (address_id) JOIN mail_user u USING (mail_id) "
	"WHERE a.contact_id = c.contact_id AND u.user_id = ?1) ORDER BY c.name, c.id LIMIT 6");

bool kith_follow_contacts_by_name(KithStore *store, int64_t user_id, const char *name, GPtrArray *addresses,
		GPtrArray *names, GError **error)
{
	sqlite3_stmt *row = kith_sql_get(store, &sql_contact_by_name, error);
	int rc;

	if (row == NULL)
		return false;
	kith_sql_bind_int(row, 1, user_id);
	kith_sql_bind_text(row, 2, name);
	while ((rc = kith_sql_row(store, row, error)) == 1) {
		g_ptr_array_add(names, kith_sql_text(row, 0));
		g_ptr_array_add(addresses, kith_sql_text(row, 1));
	}
	return rc == 0;
}

KITH_SQL(sql_last_cause,
	 "SELECT cause FROM follow_up_change WHERE follow_up_id = ?1 ORDER BY at DESC, rowid DESC LIMIT 1");

char *kith_follow_up_last_cause(KithStore *store, int64_t follow_up_id)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_last_cause, NULL);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, follow_up_id);
	return kith_sql_row(store, statement, NULL) == 1 ? kith_sql_text(statement, 0) : NULL;
}

KITH_SQL(sql_name_of,
	 "SELECT coalesce(nullif(c.name, ''), a.name) FROM address a LEFT JOIN contact c ON "
	 "c.contact_id = a.contact_id "
	 "WHERE a.address = ?1");

char *kith_follow_name_of(KithStore *store, const char *norm_address)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_name_of, NULL);

	if (statement == NULL)
		return NULL;
	kith_sql_bind_text(statement, 1, norm_address);
	return kith_sql_row(store, statement, NULL) == 1 ? kith_sql_text(statement, 0) : NULL;
}
