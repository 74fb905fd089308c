/* SPDX-License-Identifier: MIT
 * people.c - addresses, contacts and organizations, kept true mail by mail in any order.
 * In: KithMailRow. Out: rows of address, contact, organization. Next: src/store/entries.c
 *
 * Every figure is a sum, a least or a greatest over mails, so that the order they come in does
 * not matter; what a contact is follows from its figures.
 */
#include <string.h>

#include "internal.h"
#include "people.h"

#define CONTACT_ID_LENGTH 12

KITH_SQL(sql_find_address,
	 "SELECT address_id, name, name_rank, name_at, coalesce(contact_id, 0) FROM address WHERE address = ?1");
KITH_SQL(sql_add_address,
	 "INSERT INTO address (address, nature, own_nature) VALUES (?1, ?2, ?2) RETURNING address_id");
KITH_SQL(sql_set_name,
	 "UPDATE address SET name = ?2, name_rank = ?3, name_at = ?4 WHERE address_id = ?1");
/* A list address that mails name, and that never wrote but through its list, is a list. */
KITH_SQL(sql_add_evidence,
	 "UPDATE address SET list_count = list_count + ?2, author_count = author_count + ?3, "
	 "nature = CASE WHEN own_nature IN (1, 4) THEN own_nature "
	 "WHEN list_count + ?2 > 0 AND author_count + ?3 = 0 THEN 3 ELSE own_nature END "
	 "WHERE address_id = ?1");
KITH_SQL(sql_take_evidence,
	 "UPDATE address SET list_count = list_count - e.list, author_count = author_count - e.wrote, "
	 "nature = CASE WHEN own_nature IN (1, 4) THEN own_nature "
	 "WHEN list_count - e.list > 0 AND author_count - e.wrote = 0 THEN 3 ELSE own_nature END "
	 "FROM (SELECT address_id, max(role = 'list') AS list, "
	 "max(role = 'author') AND NOT max(role = 'list') AS wrote "
	 "FROM mail_address WHERE mail_id = ?1 GROUP BY address_id) e WHERE e.address_id = address.address_id");
KITH_SQL(sql_contacts_of_mail,
	 "SELECT DISTINCT a.contact_id FROM mail_address ma JOIN address a ON a.address_id = ma.address_id "
	 "WHERE ma.mail_id = ?1 AND a.contact_id IS NOT NULL");
KITH_SQL(sql_link_contact, "UPDATE address SET contact_id = ?2 WHERE address_id = ?1");
KITH_SQL(sql_add_contact,
	 "INSERT INTO contact (id, name, organization_id) VALUES (?1, ?2, ?3) RETURNING contact_id");
KITH_SQL(sql_find_organization, "SELECT organization_id FROM organization WHERE domain = ?1");
KITH_SQL(sql_add_organization,
	 "INSERT INTO organization (id, domain, name) VALUES (?1, ?2, ?2) RETURNING organization_id");
KITH_SQL(sql_add_tally,
	 "UPDATE contact SET messages_in = messages_in + ?2, messages_out = messages_out + ?3, "
	 "human_in = human_in + ?4, direct_in = direct_in + ?5, personal_out = personal_out + ?6, "
	 "first_at = min(coalesce(first_at, ?7), ?7), last_at = max(coalesce(last_at, ?8), ?8), "
	 "last_in_at = CASE WHEN ?9 IS NULL THEN last_in_at ELSE max(coalesce(last_in_at, ?9), ?9) END, "
	 "last_out_at = CASE WHEN ?10 IS NULL THEN last_out_at ELSE max(coalesce(last_out_at, ?10), ?10) END, "
	 "owner_user_id = CASE WHEN ?11 IS NULL OR (owner_at, coalesce(owner_user_id, 0)) > (?12, ?11) "
	 "THEN owner_user_id ELSE ?11 END, "
	 "owner_at = CASE WHEN ?11 IS NULL THEN owner_at ELSE max(owner_at, ?12) END WHERE contact_id = ?1");
KITH_SQL(sql_reset_contact,
	 "UPDATE contact SET messages_in = 0, messages_out = 0, human_in = 0, direct_in = 0, personal_out = 0, "
	 "first_at = NULL, last_at = NULL, last_in_at = NULL, last_out_at = NULL, owner_user_id = NULL, owner_at = 0 "
	 "WHERE contact_id = ?1");
KITH_SQL(sql_parts,
	 "SELECT m.at, m.kind, m.is_automatic, m.direction, m.is_direct, coalesce(m.author_user_id, 0), "
	 "max(ma.role = 'author'), max(ma.role IN ('to', 'cc', 'bcc')) "
	 "FROM address a JOIN mail_address ma ON ma.address_id = a.address_id JOIN mail m ON m.mail_id = ma.mail_id "
	 "WHERE a.contact_id = ?1 GROUP BY m.mail_id");
KITH_SQL(sql_judge,
	 "UPDATE contact SET (is_contact, why, name) = (SELECT "
	 "CASE WHEN told > 0 THEN 1 WHEN nature NOT IN (0, 2) OR human_in = 0 THEN 0 "
	 "WHEN messages_out > 0 OR unseen_out THEN 1 ELSE 0 END, "
	 "CASE WHEN told > 0 THEN 'one of us told kith about them' WHEN nature = 3 THEN 'a mailing list' "
	 "WHEN nature = 4 THEN 'a machine' WHEN nature = 1 THEN 'one of us' "
	 "WHEN human_in > 0 AND messages_out > 0 THEN 'wrote to us, and we wrote to them' "
	 "WHEN messages_out > 0 THEN 'we wrote to them, they never wrote' "
	 "WHEN human_in > 0 AND unseen_out THEN 'wrote to us, and answered what we wrote, which is not in Sent' "
	 "WHEN human_in > 0 THEN 'wrote, we never wrote to them' ELSE 'no mail written by a person' END, name "
	 "FROM (SELECT a.nature, coalesce(a.name, a.address) AS name, "
	 "(messages_out = 0 AND human_in > 0 "
	 "AND EXISTS (SELECT 1 FROM gap g WHERE g.author = a.address)) AS unseen_out, "
	 "(SELECT count(*) FROM told t "
	 "WHERE t.subject = a.address AND t.undone_at IS NULL "
	 "AND t.verb IN ('contact', 'note', 'tag', 'stage', 'prefer')) AS told "
	 "FROM address a WHERE a.contact_id = ?1 ORDER BY a.address LIMIT 1)) "
	 "WHERE contact_id = ?1 AND EXISTS (SELECT 1 FROM address a WHERE a.contact_id = ?1)");
KITH_SQL(sql_claims_of_id,
	 "SELECT DISTINCT a.contact_id FROM claim c JOIN address a ON a.address = c.author "
	 "WHERE c.message_id = ?1 AND a.contact_id IS NOT NULL");
#define HOST_OF_PARAMETER "lower(substr(?1, instr(?1, '@') + 1))"
/* Whether there are fewer than two mails with this right-hand side from outside (?2 0, ?3 0) or from us (1, 2). */
KITH_SQL(sql_is_first_of_host,
	 "SELECT count(*) < 2 FROM (SELECT 1 FROM mail WHERE host = " HOST_OF_PARAMETER " "
	 "AND direction BETWEEN ?2 AND ?3 LIMIT 2)");
KITH_SQL(sql_claims_of_host,
	 "SELECT DISTINCT a.contact_id FROM claim c JOIN address a ON a.address = c.author "
	 "WHERE c.host = " HOST_OF_PARAMETER " AND c.witness = 'place' AND a.contact_id IS NOT NULL");
KITH_SQL(sql_clear_contacts,
	 "UPDATE contact SET messages_in = 0, messages_out = 0, human_in = 0, direct_in = 0, personal_out = 0, "
	 "first_at = NULL, last_at = NULL, last_in_at = NULL, last_out_at = NULL, owner_user_id = NULL, owner_at = 0");
KITH_SQL(sql_clear_addresses,
	 "UPDATE address SET name = NULL, name_rank = 0, name_at = 0, list_count = 0, author_count = 0, "
	 "nature = own_nature");
/* A contact needs an entry on its timeline, or somebody who told about it. */
#define UNUSED_ADDRESS \
	"AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.contact_id = address.contact_id) " \
	"AND NOT EXISTS (SELECT 1 FROM told t WHERE t.subject = address.address AND t.undone_at IS NULL)"
#define WITHOUT_ADDRESS "NOT EXISTS (SELECT 1 FROM address a WHERE a.contact_id = contact.contact_id)"
KITH_SQL(sql_unlink_contacts, "UPDATE address SET contact_id = NULL WHERE contact_id IS NOT NULL " UNUSED_ADDRESS);
KITH_SQL(sql_drop_contacts, "DELETE FROM contact WHERE " WITHOUT_ADDRESS);
KITH_SQL(sql_unlink_contact, "UPDATE address SET contact_id = NULL WHERE contact_id = ?1 " UNUSED_ADDRESS);
KITH_SQL(sql_drop_contact, "DELETE FROM contact WHERE contact_id = ?1 AND " WITHOUT_ADDRESS);
KITH_SQL(sql_drop_addresses,
	 "DELETE FROM address WHERE contact_id IS NULL "
	 "AND NOT EXISTS (SELECT 1 FROM mail_address ma WHERE ma.address_id = address.address_id)");
KITH_SQL(sql_drop_organizations,
	 "DELETE FROM organization WHERE NOT EXISTS "
	 "(SELECT 1 FROM contact c WHERE c.organization_id = organization.organization_id)");
KITH_SQL(sql_every_contact, "SELECT contact_id FROM contact");

/* --- rows of addresses */

typedef struct { int64_t address_id, contact_id, name_at; int name_rank; char *name; } AddressRow;

static bool add_address(KithStore *store, const char *address, KithNature nature, AddressRow *row, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_add_address, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, address);
	kith_sql_bind_int(statement, 2, nature);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	*row = (AddressRow){ .address_id = kith_sql_int(statement, 0) };
	return true;
}

static bool get_address(KithStore *store, const char *address, KithNature nature, AddressRow *row, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_find_address, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, address);
	int found = kith_sql_row(store, statement, error);
	if (found <= 0)
		return found == 0 && add_address(store, address, nature, row, error);
	*row = (AddressRow){
		.address_id = kith_sql_int(statement, 0),
		.name = kith_sql_text(statement, 1),
		.name_rank = (int)kith_sql_int(statement, 2),
		.name_at = kith_sql_int(statement, 3),
		.contact_id = kith_sql_int(statement, 4),
	};
	return true;
}

/* "Ann Lee via Widgets" is what a list made of a name. A name that is an address is none. */
static char *clean_name(const char *name)
{
	if (name == NULL || strchr(name, '@') != NULL)
		return NULL;
	const char *via = g_strrstr(name, " via ");
	g_autofree char *own = via != NULL ? g_strndup(name, (gsize)(via - name)) : g_strdup(name);
	g_strstrip(own);
	size_t length = strlen(own);
	if (length > 1 && (*own == '\'' || *own == '"') && own[length - 1] == *own) {
		own[length - 1] = '\0';
		memmove(own, own + 1, length - 1);
	}
	return *own != '\0' ? g_steal_pointer(&own) : NULL;
}

static bool set_name(KithStore *store, const AddressRow *row, const char *name, int rank, int64_t at, GError **error)
{
	bool better = rank != row->name_rank ? rank > row->name_rank :
		      at != row->name_at ? at > row->name_at : g_strcmp0(name, row->name) > 0;
	sqlite3_stmt *statement = better ? kith_sql_get(store, &sql_set_name, error) : NULL;

	if (statement == NULL)
		return !better;
	kith_sql_bind_int(statement, 1, row->address_id);
	kith_sql_bind_text(statement, 2, name);
	kith_sql_bind_int(statement, 3, rank);
	kith_sql_bind_int(statement, 4, at);
	return kith_sql_run(store, statement, error);
}

static bool run_two(KithStore *store, const KithSql *sql, int64_t first, int64_t second, int64_t third, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, sql, error);
	int count = statement != NULL ? sqlite3_bind_parameter_count(statement) : 0;

	if (statement == NULL)
		return false;
	if (count > 0)
		kith_sql_bind_int(statement, 1, first);
	if (count > 1)
		kith_sql_bind_int(statement, 2, second);
	if (count > 2)
		kith_sql_bind_int(statement, 3, third);
	return kith_sql_run(store, statement, error);
}

/* --- rows of contacts and organizations */

/* The id of a one-column row of SQL bound to one or two texts; 0 none, -1 error. */
static int64_t id_of(KithStore *store, const KithSql *sql, const char *first, const char *second, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, sql, error);

	if (statement == NULL)
		return -1;
	kith_sql_bind_text(statement, 1, first);
	if (second != NULL)
		kith_sql_bind_text(statement, 2, second);
	int found = kith_sql_row(store, statement, error);
	return found == 1 ? kith_sql_int(statement, 0) : found;
}

static bool get_organization(KithStore *store, const char *address, int64_t *ret_id, GError **error)
{
	g_autofree char *domain = kith_address_organization(address);
	int64_t id = domain != NULL ? id_of(store, &sql_find_organization, domain, NULL, error) : 0;

	if (domain != NULL && id == 0) {
		g_autofree char *public_id = kith_hash_id(CONTACT_ID_LENGTH, "organization", domain, NULL);

		id = id_of(store, &sql_add_organization, public_id, domain, error);
	}
	*ret_id = id;
	return id >= 0;
}

static bool add_contact(KithStore *store, const char *address, AddressRow *row, GError **error)
{
	g_autofree char *id = kith_hash_id(CONTACT_ID_LENGTH, "contact", address, NULL);
	int64_t organization_id;

	if (!get_organization(store, address, &organization_id, error))
		return false;
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_add_contact, error);
	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, id);
	kith_sql_bind_text(statement, 2, address);
	kith_sql_bind_int_or_null(statement, 3, organization_id);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	row->contact_id = kith_sql_int(statement, 0);
	return run_two(store, &sql_link_contact, row->address_id, row->contact_id, 0, error);
}

static bool judge(KithStore *store, int64_t contact_id, GError **error)
{
	return run_two(store, &sql_judge, contact_id, 0, 0, error);
}

/* --- a mail's people */

/* A row as contact: who wrote from outside, whom we wrote to, whose mail bounced; never a machine. */
static bool needs_contact(const KithMailRow *row, const KithParticipant *one)
{
	if (one->nature == KITH_NATURE_OWN || one->nature == KITH_NATURE_ROBOT)
		return false;
	if (strcmp(one->role, "author") == 0)
		return row->direction == 0;
	if (strcmp(one->role, "to") == 0 || strcmp(one->role, "cc") == 0 || strcmp(one->role, "bcc") == 0)
		return row->direction == 1;
	return strcmp(one->role, "bounced") == 0 || strcmp(one->role, "forwarded") == 0;
}

static bool is_list_of(const KithMailRow *row, const char *address)
{
	for (guint i = 0; i < row->participants->len; i++) {
		const KithParticipant *one = row->participants->pdata[i];

		if (strcmp(one->role, "list") == 0 && strcmp(one->address, address) == 0)
			return true;
	}
	return false;
}

static bool meet_one(KithStore *store, const KithMailRow *row, KithParticipant *one, GError **error)
{
	AddressRow known = { 0 };
	bool wrote = strcmp(one->role, "author") == 0;
	bool is_list = strcmp(one->role, "list") == 0;
	g_autofree char *name = is_list ? NULL : clean_name(one->name);

	if (!get_address(store, one->address, one->nature, &known, error))
		return false;
	bool ok = name == NULL || set_name(store, &known, name, wrote ? 2 : 1, row->at, error);
	if (ok && (is_list || (wrote && !is_list_of(row, one->address))))
		ok = run_two(store, &sql_add_evidence, known.address_id, is_list, wrote, error);
	if (ok && known.contact_id == 0 && needs_contact(row, one))
		ok = add_contact(store, one->address, &known, error);
	one->address_id = known.address_id;
	one->contact_id = known.contact_id;
	g_free(known.name);
	return ok;
}

bool kith_people_meet(KithStore *store, KithMailRow *row, GError **error)
{
	for (guint i = 0; i < row->participants->len; i++) {
		if (!meet_one(store, row, row->participants->pdata[i], error))
			return false;
	}
	return true;
}

/* --- what mails add to a contact's figures */

typedef struct {
	int64_t in, out, human_in, direct_in, personal_out;
	int64_t first_at, last_at, last_in_at, last_out_at;	/* 0: none */
	int64_t owner_user_id, owner_at;
} Tally;

/* One mail as one of its people sees it. */
typedef struct {
	int64_t at;
	KithMailKind kind;
	bool is_automatic;
	int direction;
	bool is_direct;
	int64_t author_user_id;
	bool wrote, got;
} Part;

static void add_in(Tally *tally, const Part *part)
{
	bool is_human = part->kind == KITH_KIND_PERSONAL || part->kind == KITH_KIND_LIST ||
			part->kind == KITH_KIND_INVITE;

	tally->in++;
	tally->human_in += is_human;
	tally->direct_in += part->kind == KITH_KIND_PERSONAL && part->is_direct;
	tally->last_in_at = MAX(tally->last_in_at, part->at);
}

static void add_out(Tally *tally, const Part *part)
{
	tally->out++;
	tally->personal_out += part->kind == KITH_KIND_PERSONAL;
	tally->last_out_at = MAX(tally->last_out_at, part->at);
	if (part->author_user_id != 0 && (part->at > tally->owner_at ||
	    (part->at == tally->owner_at && part->author_user_id > tally->owner_user_id))) {
		tally->owner_user_id = part->author_user_id;
		tally->owner_at = part->at;
	}
}

/* Bounces, receipts and absence notes are written by machines in a person's name. */
static void add_part(Tally *tally, const Part *part)
{
	bool by_machine = part->kind == KITH_KIND_BOUNCE || part->kind == KITH_KIND_REPORT ||
			  part->kind == KITH_KIND_AUTO_REPLY;

	if (by_machine || !((part->wrote && part->direction == 0) || (part->got && part->direction == 1)))
		return;
	if (part->direction == 0)
		add_in(tally, part);
	else
		add_out(tally, part);
	tally->first_at = tally->first_at == 0 ? part->at : MIN(tally->first_at, part->at);
	tally->last_at = MAX(tally->last_at, part->at);
}

static bool save_tally(KithStore *store, int64_t contact_id, const Tally *tally, GError **error)
{
	sqlite3_stmt *statement = kith_sql_get(store, &sql_add_tally, error);

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, contact_id);
	kith_sql_bind_int(statement, 2, tally->in);
	kith_sql_bind_int(statement, 3, tally->out);
	kith_sql_bind_int(statement, 4, tally->human_in);
	kith_sql_bind_int(statement, 5, tally->direct_in);
	kith_sql_bind_int(statement, 6, tally->personal_out);
	kith_sql_bind_int(statement, 7, tally->first_at);
	kith_sql_bind_int(statement, 8, tally->last_at);
	kith_sql_bind_int_or_null(statement, 9, tally->last_in_at);
	kith_sql_bind_int_or_null(statement, 10, tally->last_out_at);
	kith_sql_bind_int_or_null(statement, 11, tally->owner_user_id);
	kith_sql_bind_int(statement, 12, tally->owner_at);
	return kith_sql_run(store, statement, error);
}

static bool apply(KithStore *store, int64_t contact_id, const Tally *tally, GError **error)
{
	if (tally->in + tally->out > 0 && !save_tally(store, contact_id, tally, error))
		return false;
	return judge(store, contact_id, error);
}

static void note_role(Part *part, const char *role)
{
	part->wrote = part->wrote || strcmp(role, "author") == 0;
	part->got = part->got || strcmp(role, "to") == 0 || strcmp(role, "cc") == 0 || strcmp(role, "bcc") == 0;
}

/* Everything that ROW is to CONTACT_ID. */
static Part part_of(const KithMailRow *row, int64_t contact_id)
{
	Part part = {
		.at = row->at,
		.kind = row->mail->kind,
		.is_automatic = row->mail->is_automatic,
		.direction = row->direction,
		.is_direct = row->is_direct,
		.author_user_id = row->author_user_id,
	};

	for (guint i = 0; i < row->participants->len; i++) {
		const KithParticipant *one = row->participants->pdata[i];

		if (one->contact_id == contact_id)
			note_role(&part, one->role);
	}
	return part;
}

static bool count_contact(KithStore *store, const KithMailRow *row, int64_t contact_id, GError **error)
{
	Part part = part_of(row, contact_id);
	Tally tally = { 0 };

	add_part(&tally, &part);
	return apply(store, contact_id, &tally, error) &&
	       kith_entries_add(store, row, contact_id, part.wrote, part.got, error);
}

bool kith_people_count(KithStore *store, const KithMailRow *row, GError **error)
{
	g_autoptr(GHashTable) done = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (guint i = 0; i < row->participants->len; i++) {
		KithParticipant *one = row->participants->pdata[i];

		if (one->contact_id == 0 || !g_hash_table_add(done, &one->contact_id))
			continue;
		if (!count_contact(store, row, one->contact_id, error))
			return false;
	}
	return kith_answers_add(store, row, error);
}

static bool tally_all(KithStore *store, int64_t contact_id, Tally *tally, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_parts, error);
	int more;

	if (statement == NULL)
		return false;
	kith_sql_bind_int(statement, 1, contact_id);
	while ((more = kith_sql_row(store, statement, error)) == 1) {
		const Part part = {
			.at = kith_sql_int(statement, 0),
			.kind = (KithMailKind)kith_sql_int(statement, 1),
			.is_automatic = kith_sql_int(statement, 2) != 0,
			.direction = (int)kith_sql_int(statement, 3),
			.is_direct = kith_sql_int(statement, 4) != 0,
			.author_user_id = kith_sql_int(statement, 5),
			.wrote = kith_sql_int(statement, 6) != 0,
			.got = kith_sql_int(statement, 7) != 0,
		};

		add_part(tally, &part);
	}
	return more == 0;
}

bool kith_people_recount(KithStore *store, const GArray *contact_ids, GError **error)
{
	for (guint i = 0; i < contact_ids->len; i++) {
		int64_t contact_id = g_array_index(contact_ids, int64_t, i);
		Tally tally = { 0 };

		if (!tally_all(store, contact_id, &tally, error) ||
		    !run_two(store, &sql_reset_contact, contact_id, 0, 0, error) ||
		    !apply(store, contact_id, &tally, error))
			return false;
	}
	return true;
}

bool kith_people_drop_unused(KithStore *store, const GArray *contact_ids, GError **error)
{
	for (guint i = 0; i < contact_ids->len; i++) {
		int64_t contact_id = g_array_index(contact_ids, int64_t, i);

		if (!run_two(store, &sql_unlink_contact, contact_id, 0, 0, error) ||
		    !run_two(store, &sql_drop_contact, contact_id, 0, 0, error))
			return false;
	}
	return true;
}

bool kith_people_told(KithStore *store, const char *norm_address, GError **error)
{
	AddressRow row = { 0 };
	bool ok = get_address(store, norm_address, kith_address_nature(norm_address), &row, error);

	ok = ok && (row.contact_id != 0 || add_contact(store, norm_address, &row, error));
	g_free(row.name);
	return ok && judge(store, row.contact_id, error);
}

/* --- a rebuild keeps the rows and their numbers, and counts again from nothing */

bool kith_people_clear(KithStore *store, GError **error)
{
	return run_two(store, &sql_clear_contacts, 0, 0, 0, error) &&
	       run_two(store, &sql_clear_addresses, 0, 0, 0, error);
}

/* The int64_t that SQL lists for ID; NULL on errors. */
static GArray *list_ids(KithStore *store, const KithSql *sql, int64_t id, GError **error)
{
	g_autoptr(KithStatement) statement = kith_sql_get(store, sql, error);
	int more;

	if (statement == NULL)
		return NULL;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	if (id != 0)
		kith_sql_bind_int(statement, 1, id);
	while ((more = kith_sql_row(store, statement, error)) == 1) {
		int64_t one = kith_sql_int(statement, 0);

		g_array_append_val(ids, one);
	}
	return more == 0 ? g_steal_pointer(&ids) : NULL;
}

GArray *kith_people_forget(KithStore *store, int64_t mail_id, GError **error)
{
	g_autoptr(GArray) contacts = list_ids(store, &sql_contacts_of_mail, mail_id, error);

	if (contacts == NULL || !run_two(store, &sql_take_evidence, mail_id, 0, 0, error))
		return NULL;
	return g_steal_pointer(&contacts);
}

/* The contacts that SQL lists for MESSAGE_ID are judged again. */
static bool judge_by_id(KithStore *store, const KithSql *sql, const char *message_id, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(KithStatement) statement = kith_sql_get(store, sql, error);
	int more;

	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, message_id);
	while ((more = kith_sql_row(store, statement, error)) == 1) {
		int64_t one = kith_sql_int(statement, 0);

		g_array_append_val(ids, one);
	}
	for (guint i = 0; more == 0 && i < ids->len; i++) {
		if (!judge(store, g_array_index(ids, int64_t, i), error))
			return false;
	}
	return more == 0;
}

bool kith_people_judge_claims(KithStore *store, const KithMailRow *row, GError **error)
{
	const char *id = row->mail->message_id;

	if (id == NULL)
		return true;
	g_autoptr(KithStatement) statement = kith_sql_get(store, &sql_is_first_of_host, error);
	if (statement == NULL)
		return false;
	kith_sql_bind_text(statement, 1, id);
	kith_sql_bind_int(statement, 2, row->direction == 0 ? 0 : 1);
	kith_sql_bind_int(statement, 3, row->direction == 0 ? 0 : 2);
	if (kith_sql_row(store, statement, error) != 1)
		return false;
	bool is_first = kith_sql_int(statement, 0) != 0;
	return judge_by_id(store, &sql_claims_of_id, id, error) &&
	       (!is_first || judge_by_id(store, &sql_claims_of_host, id, error));
}

static bool judge_all(KithStore *store, GError **error)
{
	g_autoptr(GArray) ids = list_ids(store, &sql_every_contact, 0, error);

	if (ids == NULL)
		return false;
	for (guint i = 0; i < ids->len; i++) {
		if (!judge(store, g_array_index(ids, int64_t, i), error))
			return false;
	}
	return true;
}

bool kith_people_finish(KithStore *store, GError **error)
{
	static const KithSql *const steps[] = {
		&sql_unlink_contacts, &sql_drop_contacts, &sql_drop_addresses, &sql_drop_organizations
	};

	if (!kith_notes_again(store, error))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		if (!run_two(store, steps[i], 0, 0, 0, error))
			return false;
	}
	return judge_all(store, error);
}
