/* SPDX-License-Identifier: MIT
 * read-ledger.c - what became of one UID, of one mail's copies, of an id that nobody has seen.
 * In: a viewer. Out: rows. Next: src/view/why.c
 *
 * Sightings are shown to the users of their account only: a folder's name and a UID say whose mail it is.
 */
#include "internal.h"
#include "tier.h"

#define SIGHTING_COLUMNS \
	"SELECT a.title, f.name, s.reason, s.mail, s.envelope, s.version, s.uid, s.size_bytes, s.status, " \
	"s.first_seen_at, s.gone_at, f.is_current FROM sighting s " \
	"JOIN folder f ON f.folder_id = s.folder_id JOIN account a ON a.account_id = f.account_id " \
	"WHERE EXISTS (SELECT 1 FROM account_user au WHERE au.account_id = a.account_id AND au.user_id = ?1) AND "
KITH_SQL(sql_sighting_of_uid,
	 SIGHTING_COLUMNS "a.title = ?2 AND (f.name = ?3 OR f.raw_name = ?3) AND s.uid = ?4 "
	 "ORDER BY f.is_current DESC, f.folder_id DESC");
KITH_SQL(sql_sightings_of_mail, SIGHTING_COLUMNS "s.mail = ?2 ORDER BY f.is_current DESC, a.title, f.name, s.uid");
/* A quarantined mail has no identity; what could be read of it stands in its envelope. */
KITH_SQL(sql_sightings_by_envelope,
	 SIGHTING_COLUMNS "s.status = 2 AND instr(s.envelope, ?2) > 0 ORDER BY a.title, f.name, s.uid");
KITH_SQL(sql_looked_at,
	 "SELECT max(f.looked_at) FROM folder f JOIN account a ON a.account_id = f.account_id "
	 "WHERE EXISTS (SELECT 1 FROM account_user au WHERE au.account_id = a.account_id AND au.user_id = ?1) "
	 "AND a.title = ?2 AND (f.name = ?3 OR f.raw_name = ?3) AND f.is_current = 1");
KITH_SQL(sql_who_names,
	 "SELECT m.message_id, m.author, m.at FROM mail_reference r JOIN mail m ON m.mail_id = r.mail_id "
	 "WHERE r.message_id = ?2 AND r.position > 0 AND " KITH_TIER_OF("m.mail_id") " >= 1 ORDER BY m.at, m.id");
KITH_SQL(sql_outgoing_kind, "SELECT kind, state_at, state FROM outgoing WHERE message_id = ?2 AND user_id = ?1");

static bool each_sighting(KithStore *store, sqlite3_stmt *statement, KithSightingEach each, void *context,
		GError **error)
{
	int got;

	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithSightingRow row = {
			.account = kith_sql_borrow(statement, 0), .folder = kith_sql_borrow(statement, 1),
			.reason = kith_sql_borrow(statement, 2), .mail = kith_sql_borrow(statement, 3),
			.envelope = kith_sql_borrow(statement, 4), .version = kith_sql_borrow(statement, 5),
			.uid = kith_sql_int(statement, 6), .size_bytes = kith_sql_int(statement, 7),
			.status = (KithSightingStatus)kith_sql_int(statement, 8),
			.first_seen_at = kith_sql_int(statement, 9), .gone_at = kith_sql_int(statement, 10),
			.is_current = kith_sql_int(statement, 11) != 0,
		};

		if (!each(&row, context))
			return true;
	}
	return got == 0;
}

bool kith_read_sighting(KithStore *store, int64_t viewer_id, const char *account, const char *folder, int64_t uid,
		KithSightingEach each, void *context, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_sighting_of_uid, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, account);
	kith_sql_bind_text(statement, 3, folder);
	kith_sql_bind_int(statement, 4, uid);
	return each_sighting(store, statement, each, context, error);
}

static bool sightings_with(KithStore *store, const KithSql *sql, int64_t viewer_id, const char *text,
		KithSightingEach each, void *context, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, sql, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, text);
	return each_sighting(store, statement, each, context, error);
}

bool kith_read_sightings(KithStore *store, int64_t viewer_id, const char *mail, KithSightingEach each, void *context,
		GError **error)
{
	return sightings_with(store, &sql_sightings_of_mail, viewer_id, mail, each, context, error);
}

bool kith_read_unread(KithStore *store, int64_t viewer_id, const char *message_id, KithSightingEach each, void *context,
		GError **error)
{
	g_autofree char *written = g_strdup_printf("<%s>", message_id);

	return sightings_with(store, &sql_sightings_by_envelope, viewer_id, written, each, context, error);
}

bool kith_read_looked_at(KithStore *store, int64_t viewer_id, const char *account, const char *folder,
		int64_t *ret_looked_at, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_looked_at, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, account);
	kith_sql_bind_text(statement, 3, folder);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	*ret_looked_at = kith_sql_int(statement, 0);
	return true;
}

bool kith_read_who_names(KithStore *store, int64_t viewer_id, const char *message_id, KithNamedEach each, void *context,
		GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_who_names, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, message_id);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		if (!each(kith_sql_borrow(statement, 0), kith_sql_borrow(statement, 1), kith_sql_int(statement, 2),
			  context))
			return true;
	}
	return got == 0;
}

bool kith_read_outgoing(KithStore *store, int64_t viewer_id, const char *message_id, char **ret_kind, char **ret_state,
		int64_t *ret_at, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_outgoing_kind, error);
	int got;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, viewer_id);
	kith_sql_bind_text(statement, 2, message_id);
	got = kith_sql_row(store, statement, error);
	*ret_kind = got == 1 ? kith_sql_text(statement, 0) : NULL;
	*ret_at = got == 1 ? kith_sql_int(statement, 1) : 0;
	*ret_state = got == 1 ? kith_sql_text(statement, 2) : NULL;
	return got >= 0;
}
