/* SPDX-License-Identifier: MIT
 * read-people.c - contacts, organizations and timelines, for a viewer.
 * In: a viewer and a question. Out: rows as far as their tier goes. Next: src/store/read-mail.c
 */
#include "internal.h"
#include "tier.h"

/* A colleague who shares nothing: then counts are made of visible entries, not taken from the contact. */
#define ALL_VISIBLE "NOT EXISTS (SELECT 1 FROM user WHERE user_id <> ?1 AND share = 0)"
#define VISIBLE_ENTRY "(e.user_id = ?1 OR (e.mail_id IS NOT NULL AND " KITH_TIER_OF("e.mail_id") " >= 1))"
#define OF_ENTRIES(WHAT, WHERE) \
	"(SELECT " WHAT " FROM entry e WHERE e.contact_id = c.contact_id AND e.kind = 'mail' " \
	"AND e.direction < 2 " WHERE " AND " VISIBLE_ENTRY ")"
#define COUNTED(COLUMN, WHAT, WHERE) \
	"CASE WHEN " ALL_VISIBLE " THEN c." COLUMN " ELSE " OF_ENTRIES(WHAT, WHERE) " END"
/* The time within which four of five answers came. */
#define RHYTHM \
	"(SELECT seconds FROM (SELECT t.seconds, row_number() OVER (ORDER BY t.seconds) AS place, " \
	"count(*) OVER () AS total FROM answer_time t WHERE t.contact_id = c.contact_id) " \
	"WHERE place * 5 >= total * 4 ORDER BY place LIMIT 1)"
#define NEXT \
	"(SELECT min(f.due_at) FROM follow_up f JOIN address a ON a.address = f.address " \
	"WHERE a.contact_id = c.contact_id AND f.user_id = ?1 AND f.status IN (0, 1))"
#define CONTACT_COLUMNS \
	"SELECT c.contact_id, c.id, c.name, o.name, u.title, c.is_contact, c.why, " \
	COUNTED("first_at", "min(e.at)", "") ", " COUNTED("last_at", "max(e.at)", "") ", " \
	COUNTED("last_in_at", "max(e.at)", "AND e.direction = 0") ", " \
	COUNTED("last_out_at", "max(e.at)", "AND e.direction = 1") ", " \
	COUNTED("messages_in", "count(*)", "AND e.direction = 0") ", " \
	COUNTED("messages_out", "count(*)", "AND e.direction = 1") ", " \
	"CASE WHEN " ALL_VISIBLE " THEN " RHYTHM " END, " NEXT " " \
	"FROM contact c LEFT JOIN organization o ON o.organization_id = c.organization_id " \
	"LEFT JOIN user u ON u.user_id = c.owner_user_id AND (u.user_id = ?1 OR u.share >= 1) "
/* Somebody is known to the viewer by a mail they may know of, or by what the viewer told. */
#define KNOWN \
	"(EXISTS (SELECT 1 FROM entry e WHERE e.contact_id = c.contact_id AND " VISIBLE_ENTRY ") OR " \
	"EXISTS (SELECT 1 FROM told t JOIN address a ON a.address = t.subject " \
	"WHERE a.contact_id = c.contact_id AND t.user_id = ?1 AND t.undone_at IS NULL) OR " \
	"EXISTS (SELECT 1 FROM mail_address ma JOIN address a ON a.address_id = ma.address_id " \
	"WHERE a.contact_id = c.contact_id AND " KITH_TIER_OF("ma.mail_id") " >= 1))"

KITH_SQL(sql_contacts,
	 CONTACT_COLUMNS "WHERE c.is_contact = 1 AND (?2 IS NULL OR c.name LIKE ?2 ESCAPE '\\' "
	 "OR o.name LIKE ?2 ESCAPE '\\' OR EXISTS (SELECT 1 FROM address a WHERE a.contact_id = c.contact_id "
	 "AND (a.address LIKE ?2 ESCAPE '\\' OR a.name LIKE ?2 ESCAPE '\\'))) AND " KNOWN " ORDER BY 9 DESC, c.id");
KITH_SQL(sql_contact_exact,
	 CONTACT_COLUMNS "WHERE (c.id = ?2 OR c.contact_id = (SELECT contact_id FROM address WHERE address = ?2)) "
	 "AND " KNOWN);
KITH_SQL(sql_addresses, "SELECT address FROM address WHERE contact_id = ?1 ORDER BY address_id");
KITH_SQL(sql_organization,
	 "SELECT organization_id FROM organization WHERE id = ?1 OR domain = lower(?1) OR lower(name) = lower(?1) "
	 "ORDER BY id = ?1 DESC LIMIT 1");
KITH_SQL(sql_tags,
	 "SELECT t.words FROM told t JOIN address a ON a.address = t.subject "
	 "WHERE a.contact_id = ?1 AND t.verb = 'tag' AND t.undone_at IS NULL ORDER BY t.told_id");

/* ?2 contact, ?3 organization (one of them), ?4 since, ?5 until, ?6 kind, ?7 limit. What a tier
 * hides is NULL: subjects below `subject`, words below `full`. */
#define OWNER_OF_MAIL \
	"(SELECT ow.title FROM mail_user mo JOIN user ow ON ow.user_id = mo.user_id " \
	"AND (ow.user_id = ?1 OR ow.share >= 1) " \
	"WHERE mo.mail_id = m.mail_id ORDER BY mo.user_id = ?1 DESC, mo.user_id LIMIT 1)"
/* Of follow-ups only what happened: reminders that went out, and what users told. What was reckoned
 * and reckoned again while mails came in depends on their order, and stands in `kith why`. */
KITH_SQL(sql_entries,
	 "SELECT at, kind, direction, owner, conversation, message_id, "
	 "CASE WHEN tier >= 2 THEN subject END, CASE WHEN tier >= 3 THEN snippet END, "
	 "CASE WHEN tier >= needed THEN text END, typed, name FROM ("
	 "SELECT e.at AS at, e.kind AS kind, e.direction AS direction, "
	 "CASE WHEN e.user_id IS NOT NULL THEN u.title ELSE " OWNER_OF_MAIL " END AS owner, v.id AS conversation, "
	 "m.message_id AS message_id, m.subject AS subject, m.snippet AS snippet, e.text AS text, "
	 "CASE WHEN e.mail_id IS NOT NULL THEN " KITH_TIER_OF("e.mail_id") " WHEN e.user_id = ?1 THEN 3 "
	 "ELSE coalesce(u.share, 0) END AS tier, "
	 "CASE WHEN e.kind IN ('note', 'mail') THEN 3 WHEN e.kind = 'meeting' THEN 2 ELSE 1 END AS needed, "
	 "e.mail_id IS NULL AS typed, c.name AS name, e.entry_id AS tie "
	 "FROM entry e JOIN contact c ON c.contact_id = e.contact_id LEFT JOIN mail m ON m.mail_id = e.mail_id "
	 "LEFT JOIN conversation v ON v.conversation_id = m.conversation_id LEFT JOIN user u ON u.user_id = e.user_id "
	 "WHERE (?2 <> 0 AND e.contact_id = ?2) OR (?3 <> 0 AND c.organization_id = ?3) "
	 "GROUP BY coalesce(e.mail_id, -e.entry_id), CASE WHEN e.mail_id IS NULL THEN '' ELSE e.kind END "
	 "UNION ALL SELECT h.at, CASE WHEN h.status = 2 THEN 'reminder' ELSE 'follow-up' END, NULL, "
	 "u.title, v.id, NULL, "
	 "NULL, NULL, h.cause, 3, 1, 0, c.name, h.rowid "
	 "FROM follow_up_change h JOIN follow_up f ON f.follow_up_id = h.follow_up_id AND f.user_id = ?1 "
	 "JOIN address a ON a.address = f.address JOIN contact c ON c.contact_id = a.contact_id "
	 "JOIN user u ON u.user_id = f.user_id LEFT JOIN mail fm ON fm.id = f.conversation "
	 "LEFT JOIN conversation v ON v.conversation_id = fm.conversation_id "
	 "WHERE (h.status = 2 OR h.told_id IS NOT NULL) "
	 "AND ((?2 <> 0 AND c.contact_id = ?2) OR (?3 <> 0 AND c.organization_id = ?3))) "
	 "WHERE tier >= 1 AND (?4 = 0 OR at >= ?4) AND (?5 = 0 OR at < ?5) AND (?6 IS NULL OR kind = ?6) "
	 "ORDER BY at DESC, tie DESC LIMIT CASE WHEN ?7 = 0 THEN -1 ELSE ?7 END");

/* A LIKE pattern that finds QUERY anywhere, its own % and _ taken literally. */
char *kith_read_pattern(const char *query)
{
	GString *pattern = g_string_new("%");

	for (const char *p = query; *p != '\0'; p++) {
		if (*p == '%' || *p == '_' || *p == '\\')
			g_string_append_c(pattern, '\\');
		g_string_append_c(pattern, *p);
	}
	g_string_append_c(pattern, '%');
	return g_string_free(pattern, FALSE);
}

static bool each_contact(KithStore *store, sqlite3_stmt *statement, KithContactEach each, void *context, GError **error)
{
	int got;

	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithContactRow row = {
			.contact_id = kith_sql_int(statement, 0), .id = kith_sql_borrow(statement, 1),
			.name = kith_sql_borrow(statement, 2),
			.organization = kith_sql_borrow(statement, 3), .owner = kith_sql_borrow(statement, 4),
			.is_contact = kith_sql_int(statement, 5) != 0, .why = kith_sql_borrow(statement, 6),
			.first_at = kith_sql_int(statement, 7), .last_at = kith_sql_int(statement, 8),
			.last_in_at = kith_sql_int(statement, 9), .last_out_at = kith_sql_int(statement, 10),
			.messages_in = kith_sql_int(statement, 11),
			.messages_out = kith_sql_int(statement, 12),
			.rhythm_s = kith_sql_int(statement, 13), .next_at = kith_sql_int(statement, 14),
		};

		if (!each(&row, context)) {
			kith_sql_reset(statement);
			return true;
		}
	}
	return got == 0;
}

bool kith_read_contacts(KithStore *store, int64_t viewer_id, const char *query, KithContactEach each, void *context,
		GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_contacts, error);
	g_autofree char *pattern = query != NULL ? kith_read_pattern(query) : NULL;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, pattern);
	return each_contact(store, statement, each, context, error);
}

bool kith_read_contact_exact(KithStore *store, int64_t viewer_id, const char *id_or_address, KithContactEach each,
		void *context, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_contact_exact, error);
	g_autofree char *norm = kith_address_normalize(id_or_address);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, norm != NULL ? norm : id_or_address);
	return each_contact(store, statement, each, context, error);
}

static GPtrArray *texts_of(KithStore *store, const KithSql *sql, int64_t id, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, sql, error);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	int got;

	if (statement == NULL)
		return NULL;
	kith_sql_bind_int(statement, 1, id);
	while ((got = kith_sql_row(store, statement, error)) == 1)
		g_ptr_array_add(texts, kith_sql_text(statement, 0));
	return got == 0 ? g_steal_pointer(&texts) : NULL;
}

GPtrArray *kith_read_addresses(KithStore *store, int64_t contact_id, GError **error)
{
	return texts_of(store, &sql_addresses, contact_id, error);
}

GPtrArray *kith_read_tags(KithStore *store, int64_t contact_id, GError **error)
{
	return texts_of(store, &sql_tags, contact_id, error);
}

bool kith_read_organization(KithStore *store, const char *name, int64_t *ret_organization_id, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_organization, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, name);
	int got = kith_sql_row(store, statement, error);
	if (got >= 0)
		*ret_organization_id = got == 1 ? kith_sql_int(statement, 0) : 0;
	return got >= 0;
}

bool kith_read_entries(KithStore *store, int64_t viewer_id, const KithEntryFilter *filter, KithEntryEach each,
		void *context, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_entries, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_int(statement, 2, filter->contact_id);
	kith_sql_bind_int(statement, 3, filter->organization_id);
	kith_sql_bind_int(statement, 4, filter->since_at);
	kith_sql_bind_int(statement, 5, filter->until_at);
	kith_sql_bind_text(statement, 6, filter->kind);
	kith_sql_bind_int(statement, 7, filter->limit);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithEntryRow row = {
			.at = kith_sql_int(statement, 0), .kind = kith_sql_borrow(statement, 1),
			.direction = sqlite3_column_type(statement, 2) == SQLITE_NULL ? -1
										      : (int)kith_sql_int(statement, 2),
			.owner = kith_sql_borrow(statement, 3), .conversation = kith_sql_borrow(statement, 4),
			.message_id = kith_sql_borrow(statement, 5),
			.subject = kith_sql_borrow(statement, 6), .snippet = kith_sql_borrow(statement, 7),
			.text = kith_sql_borrow(statement, 8),
			.is_typed = kith_sql_int(statement, 9) != 0, .name = kith_sql_borrow(statement, 10),
		};

		if (!each(&row, context))
			return true;
	}
	return got == 0;
}
