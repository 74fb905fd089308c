/* SPDX-License-Identifier: MIT
 * read-search.c - full text search, for a viewer.
 * In: FTS5 expressions per tier, filters. Out: hits, best or newest first. Next: src/view/search.c
 *
 * A tier is a column filter: words of what the viewer may not see match nothing. FTS5's bm25 weighs
 * a word by how many mails hold it, hidden ones too, so the score here is made of the
 * row alone: how often the words stand in it, and where.
 */
#include "internal.h"
#include "tier.h"

/* One branch per tier: the expression only sees that tier's columns. */
#define BRANCH(MATCH, TIER) \
	"SELECT mail_search.rowid AS mail_id, kith_score(mail_search) AS score, " TIER " AS tier FROM mail_search " \
	"WHERE mail_search MATCH " MATCH " AND " KITH_TIER_OF("mail_search.rowid") " = " TIER
#define HIT_COLUMNS \
	"SELECT m.message_id, v.id, coalesce(m.author_name, m.author), CASE WHEN h.tier >= 2 THEN m.subject END, " \
	"CASE WHEN h.tier >= 3 THEN m.snippet END, m.at FROM "
#define ANYBODY(PARAMETER, ROLES) \
	"(" PARAMETER " IS NULL OR EXISTS (SELECT 1 FROM mail_address ma " \
	"JOIN address a ON a.address_id = ma.address_id WHERE ma.mail_id = m.mail_id AND ma.role IN (" ROLES ") " \
	"AND (a.address LIKE " PARAMETER " ESCAPE '\\' OR a.name LIKE " PARAMETER " ESCAPE '\\')))"
#define FILTERS \
	" JOIN mail m ON m.mail_id = h.mail_id JOIN conversation v ON v.conversation_id = m.conversation_id WHERE " \
	ANYBODY("?5", "'author', 'from'") " AND " ANYBODY("?6", "'to', 'cc', 'bcc'") " AND " \
	ANYBODY("?7", "'author', 'from', 'to', 'cc', 'bcc', 'forwarded'") " AND " \
	"(?8 IS NULL OR EXISTS (SELECT 1 FROM mail_address ma JOIN address a ON a.address_id = ma.address_id " \
	"JOIN contact c ON c.contact_id = a.contact_id JOIN organization o ON o.organization_id = c.organization_id " \
	"WHERE ma.mail_id = m.mail_id AND (o.name LIKE ?8 ESCAPE '\\' OR o.domain LIKE ?8 ESCAPE '\\'))) AND " \
	"(?9 IS NULL OR EXISTS (SELECT 1 FROM sighting s JOIN folder f ON f.folder_id = s.folder_id " \
	"JOIN account_user au ON au.account_id = f.account_id AND au.user_id = ?1 " \
	"WHERE s.mail = m.id AND f.name LIKE ?9 ESCAPE '\\')) AND " \
	"(?10 = 0 OR (h.tier >= 3 AND m.attachments <> '')) AND (?11 = 0 OR m.at >= ?11) AND (?12 = 0 OR m.at < ?12) "
/* Best: the words' score, halved for every year of age since the newest hit. */
#define BEST "ORDER BY h.score / (1.0 + (max(?14 - m.at, 0) / 31557600.0)) DESC, m.at DESC, m.id LIMIT ?13"
#define NEWEST "ORDER BY m.at DESC, m.id LIMIT ?13"
#define HITS "(" BRANCH("?2", "3") " UNION ALL " BRANCH("?3", "2") " UNION ALL " BRANCH("?4", "1") ") h"
/* Without words every mail is a candidate. ?2 to ?4 and ?14 stay unused there. */
#define ALL_MAIL "(SELECT every.mail_id, 1.0 AS score, " KITH_TIER_OF("every.mail_id") " AS tier FROM mail every) h"

KITH_SQL(sql_best, HIT_COLUMNS HITS FILTERS BEST);
KITH_SQL(sql_newest, HIT_COLUMNS HITS FILTERS NEWEST);
KITH_SQL(sql_filtered, HIT_COLUMNS ALL_MAIL FILTERS "AND h.tier >= 1 " NEWEST);

KITH_SQL(sql_api, "SELECT fts5(?1)");

/* kith_score: how often the phrases stand in the row; people and subject count more; each
 * further time counts less (2 - 1/n), so that a long mail does not win by length. */
static void score(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int count,
		sqlite3_value **values)
{
	static const double weights[] = { 2.0, 3.0, 1.0, 0.5 };
	int instances = 0, phrases = api->xPhraseCount(fts);
	double sum = 0;
	g_autofree int *seen = g_new0(int, (gsize)MAX(phrases, 1));

	(void)count;	/* no arguments */
	(void)values;
	if (api->xInstCount(fts, &instances) != SQLITE_OK)
		instances = 0;
	for (int i = 0; i < instances; i++) {
		int phrase, column, offset;

		if (api->xInst(fts, i, &phrase, &column, &offset) != SQLITE_OK ||
		    column >= (int)G_N_ELEMENTS(weights) || phrase >= phrases)
			continue;
		seen[phrase]++;
		sum += weights[column] / (double)(seen[phrase] * seen[phrase]);
	}
	sqlite3_result_double(context, sum);
}

static bool register_score(KithStore *store, GError **error)
{
	fts5_api *api = NULL;
	sqlite3_stmt *statement = kith_sql_get(store, &sql_api, error);

	if (statement == NULL)
		return false;
	(void)sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
	bool ok = kith_sql_run(store, statement, error);
	if (ok && (api == NULL || api->xCreateFunction(api, "kith_score", NULL, score, NULL) != SQLITE_OK)) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_INVALID, "this SQLite has no FTS5");
		return false;
	}
	return ok;
}

bool kith_search_prepare(KithStore *store, GError **error)
{
	return register_score(store, error);
}

static void bind(sqlite3_stmt *statement, int64_t viewer_id, const KithSearchQuery *query, bool has_words)
{
	kith_sql_bind_int(statement, 1, viewer_id);
	if (has_words) {
		kith_sql_bind_text(statement, 2, query->full);
		kith_sql_bind_text(statement, 3, query->subject);
		kith_sql_bind_text(statement, 4, query->meta);
	}
	kith_sql_bind_text(statement, 5, query->from);
	kith_sql_bind_text(statement, 6, query->to);
	kith_sql_bind_text(statement, 7, query->with);
	kith_sql_bind_text(statement, 8, query->org);
	kith_sql_bind_text(statement, 9, query->folder);
	kith_sql_bind_int(statement, 10, query->has_attachment);
	kith_sql_bind_int(statement, 11, query->after_at);
	kith_sql_bind_int(statement, 12, query->before_at);
	kith_sql_bind_int(statement, 13, query->limit);
}

bool kith_read_search(KithStore *store, int64_t viewer_id, const KithSearchQuery *query, KithHitEach each,
		void *context, GError **error)
{
	bool has_words = query->full != NULL;
	bool best = has_words && !query->newest;
	g_autoptr(KithStatement) statement =
		kith_sql_get(store, !has_words ? &sql_filtered : best ? &sql_best : &sql_newest, error);
	int got;

	if (statement == NULL)
		return false;
	bind(statement, viewer_id, query, has_words);
	if (best)
		kith_sql_bind_int(statement, 14, query->now_at);
	while ((got = kith_sql_row(store, statement, error)) == 1) {
		const KithHitRow row = {
			.message_id = kith_sql_borrow(statement, 0),
			.conversation = kith_sql_borrow(statement, 1),
			.from = kith_sql_borrow(statement, 2),
			.subject = kith_sql_borrow(statement, 3), .snippet = kith_sql_borrow(statement, 4),
			.at = kith_sql_int(statement, 5),
		};

		if (!each(&row, context))
			return true;
	}
	return got == 0;
}
