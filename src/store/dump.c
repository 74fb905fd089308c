/* SPDX-License-Identifier: MIT
 * dump.c - what the derived tables say, in natural keys only: equal dumps are equal stores.
 * In: rows. Out: one JSON array per row, in a fixed order. Next: src/store/read_*.c
 */
#include "internal.h"

KITH_SQL(sql_dump_mail,
	 "SELECT json_array('mail', m.id, m.message_id, m.at, m.kind, m.is_automatic, m.direction, m.is_direct, "
	 "m.author, m.author_name, u.title, m.subject, m.people, m.new_text, m.forwarded, m.text, m.signature, "
	 "m.snippet, m.language, m.attachments, m.defects, m.parent, m.away_until, m.bounced_id, m.same_id, c.id) "
	 "FROM mail m JOIN conversation c USING (conversation_id) LEFT JOIN user u ON u.user_id = m.author_user_id "
	 "ORDER BY m.id");
KITH_SQL(sql_dump_mail_user,
	 "SELECT json_array('mail_user', m.id, u.title) FROM mail_user JOIN mail m USING (mail_id) "
	 "JOIN user u USING (user_id) ORDER BY m.id, u.title");
KITH_SQL(sql_dump_mail_address,
	 "SELECT json_array('mail_address', m.id, a.address, ma.role) FROM mail_address ma JOIN mail m USING (mail_id) "
	 "JOIN address a USING (address_id) ORDER BY m.id, a.address, ma.role");
KITH_SQL(sql_dump_reference,
	 "SELECT json_array('mail_reference', m.id, r.message_id, r.position, c.id) FROM mail_reference r "
	 "JOIN mail m USING (mail_id) JOIN conversation c ON c.conversation_id = r.conversation_id "
	 "ORDER BY m.id, r.position");
KITH_SQL(sql_dump_bounce,
	 "SELECT json_array('bounce_recipient', m.id, b.address, b.status, b.permanent, b.diagnostic) "
	 "FROM bounce_recipient b JOIN mail m USING (mail_id) ORDER BY m.id, b.address, b.status, b.diagnostic");
KITH_SQL(sql_dump_conversation,
	 "SELECT json_array('conversation', id, subject, first_at, last_at, count) FROM conversation ORDER BY id");
KITH_SQL(sql_dump_address,
	 "SELECT json_array('address', a.address, a.name, a.nature, c.id) FROM address a "
	 "LEFT JOIN contact c USING (contact_id) WHERE c.id IS NOT NULL "
	 "OR EXISTS (SELECT 1 FROM mail_address ma WHERE ma.address_id = a.address_id) ORDER BY a.address");
KITH_SQL(sql_dump_organization,
	 "SELECT json_array('organization', id, domain, name) FROM organization ORDER BY id");
KITH_SQL(sql_dump_contact,
	 "SELECT json_array('contact', c.id, c.name, o.domain, c.is_contact, c.why, c.first_at, "
	 "c.last_at, c.last_in_at, "
	 "c.last_out_at, c.messages_in, c.messages_out, c.human_in, c.direct_in, c.personal_out, u.title) "
	 "FROM contact c LEFT JOIN organization o USING (organization_id) "
	 "LEFT JOIN user u ON u.user_id = c.owner_user_id ORDER BY c.id");
KITH_SQL(sql_dump_answer,
	 "SELECT json_array('answer_time', c.id, m.id, t.seconds) FROM answer_time t JOIN contact c USING (contact_id) "
	 "JOIN mail m USING (mail_id) ORDER BY c.id, m.id");
KITH_SQL(sql_dump_entry,
	 "SELECT json_array('entry', c.id, e.at, e.kind, e.direction, m.id, e.told_id, u.title, e.text) "
	 "FROM entry e JOIN contact c USING (contact_id) LEFT JOIN mail m ON m.mail_id = e.mail_id "
	 "LEFT JOIN user u ON u.user_id = e.user_id ORDER BY c.id, e.at, e.kind, m.id, e.told_id, e.text");
KITH_SQL(sql_dump_gap,
	 "SELECT json_array('gap', m.id, g.message_id, u.title, g.answered, g.witness) FROM gap g "
	 "JOIN mail m ON m.mail_id = g.mail_id LEFT JOIN user u ON u.user_id = g.user_id ORDER BY m.id");

static bool dump_one(KithStore *store, const KithSql *sql, FILE *out, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, sql, error);
	int more;

	if (statement == NULL)
		return false;
	while ((more = kith_sql_row(store, statement, error)) == 1)
		/* asked for below */
		(void)fprintf(out, "%s\n", (const char *)sqlite3_column_text(statement, 0));
	return more == 0;
}

bool kith_store_dump(KithStore *store, FILE *out, GError **error)
{
	static const KithSql *const all[] = {
		&sql_dump_mail, &sql_dump_mail_user, &sql_dump_mail_address, &sql_dump_reference, &sql_dump_bounce,
		&sql_dump_conversation, &sql_dump_address, &sql_dump_organization, &sql_dump_contact, &sql_dump_answer,
		&sql_dump_entry, &sql_dump_gap,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		if (!dump_one(store, all[i], out, error))
			return false;
	}
	if (ferror(out)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT, "writing the dump failed");
		return false;
	}
	return true;
}

uint64_t kith_store_steps(KithStore *store)
{
	uint64_t steps = 0;
	GHashTableIter iter;
	gpointer statement;

	g_hash_table_iter_init(&iter, store->statements);
	while (g_hash_table_iter_next(&iter, NULL, &statement))
		steps += (uint64_t)sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
	return steps;
}
