/* SPDX-License-Identifier: MIT
 * world.c - a small team and its mails, as rows, for the tests of follow.
 */
#include "world.h"

#include <string.h>

#include "tests/scratch.h"

static const char conf[] =
	"address = \"kith@example.com\"\n"
	"database = \"%s/kith.db\"\n"
	"timezone = \"Europe/Berlin\"\n"
	"domains = { \"example.com\" }\n"
	"sending = on\n"
	"history = \"10 workdays\"\n"
	"user ada { name = \"Ada Ohm\" addresses = { \"ada@example.com\" } work-hours = \"Mon-Fri 09:00-17:00\" }\n"
	"user ben { name = \"Ben Watt\" addresses = { \"ben@example.com\" } work-hours = \"Mon-Fri 09:00-17:00\" }\n"
	"user lea { name = \"Lea Volt\" addresses = { \"lea@example.com\" } work-hours = \"Mon-Fri 09:00-17:00\"\n"
	"	role = lead }\n"
	"account ada { users = { ada } source = \"maildir:%s/ada\" sending = on }\n"
	"account ben { users = { ben } source = \"maildir:%s/ben\" sending = on }\n"
	"account sales { users = { ada, ben } source = \"maildir:%s/sales\" sending = on }\n"
	"smtp { server = \"smtp://127.0.0.1:2525\" }\n"
	"follow-up { you-owe-after = \"1 workday\" waiting-after = \"3 workdays\" per-day = 3 }\n";

void world_do(const World *world, const char *sql)
{
	char *error = NULL;

	if (sqlite3_exec(world->db, sql, NULL, NULL, &error) != SQLITE_OK)
		g_error("%s: %s", error, sql);
}

World *world_new(void)
{
	World *world = g_new0(World, 1);
	g_autoptr(GError) error = NULL;

	world->folder = scratch_folder();
	g_autofree char *path = g_build_filename(world->folder, "kith.conf", NULL);
	g_autofree char *text = g_strdup_printf(conf, world->folder, world->folder, world->folder, world->folder);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_assert_cmpint(g_chmod(path, 0600), ==, 0);
	world->config = kith_config_load(path, &error);
	g_assert_no_error(error);
	world->store = kith_store_open(world->config->database, KITH_STORE_WRITE, &error);
	g_assert_no_error(error);
	g_assert_true(kith_store_mirror_config(world->store, world->config, &error));
	g_assert_cmpint(sqlite3_open(world->config->database, &world->db), ==, SQLITE_OK);
	sqlite3_busy_timeout(world->db, 2000);
	world_now(world, "2026-03-03T10:00:00+01:00");	/* a Tuesday */
	return world;
}

void world_free(World *world)
{
	sqlite3_close(world->db);
	kith_store_close(world->store);
	kith_config_free(world->config);
	g_free(world->folder);
	g_free(world);
}

void world_now(World *world, const char *time)
{
	g_assert_true(kith_time_parse(time, &world->now_at, NULL));
}

const KithUser *world_user(const World *world, const char *title)
{
	return kith_config_find_user(world->config, title);
}

char *world_value(const World *world, const char *sql)
{
	sqlite3_stmt *row = NULL;
	char *value = NULL;

	if (sqlite3_prepare_v2(world->db, sql, -1, &row, NULL) != SQLITE_OK)
		g_error("%s: %s", sqlite3_errmsg(world->db), sql);
	if (sqlite3_step(row) == SQLITE_ROW)
		value = g_strdup((const char *)sqlite3_column_text(row, 0));
	sqlite3_finalize(row);
	return value;
}

char *world_follow_ups(const World *world, bool active)
{
	g_autofree char *sql = g_strdup_printf(
		"SELECT group_concat(line, char(10)) FROM (SELECT "
		"CASE f.kind WHEN 0 THEN 'you-owe' WHEN 1 THEN 'waiting' ELSE 'manual' END || ' ' || "
		"CASE f.status WHEN 0 THEN 'open' WHEN 1 THEN 'snoozed' WHEN 2 THEN 'sent' WHEN 3 THEN 'done' "
		"ELSE 'cancelled' END || ' ' || u.title || ' ' || coalesce(f.address, '-') AS line "
		"FROM follow_up f JOIN user u USING (user_id) WHERE f.status <= %d ORDER BY line)", active ? 2 : 4);
	char *text = world_value(world, sql);

	return text != NULL ? text : g_strdup("");
}

char *world_only(const World *world, const char *title)
{
	g_autofree char *sql = g_strdup_printf("SELECT f.id FROM follow_up f JOIN user u USING (user_id) "
					       "WHERE f.status <= 2 AND u.title = '%s'", title);
	char *id = world_value(world, sql);

	g_assert_nonnull(id);
	return id;
}

static void add_address(const World *world, const char *address, const char *role, int64_t mail_id)
{
	bool is_own = kith_config_is_own(world->config, address);
	g_autofree char *sql = g_strdup_printf(
		"INSERT OR IGNORE INTO address (address, nature) VALUES ('%s', %d);"
		"INSERT OR IGNORE INTO mail_address SELECT %" G_GINT64_FORMAT ", address_id, '%s' FROM address "
		"WHERE address = '%s'", address, is_own ? 1 : 0, mail_id, role, address);

	world_do(world, sql);
}

static void add_addresses(const World *world, const char *list, const char *role, int64_t mail_id)
{
	g_auto(GStrv) parts = g_strsplit(list != NULL ? list : "", " ", -1);

	for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
		add_address(world, parts[i], role, mail_id);
}

static void add_readers(const World *world, const char *list, int64_t mail_id)
{
	g_auto(GStrv) parts = g_strsplit(list != NULL ? list : "ada", " ", -1);

	for (guint i = 0; parts[i] != NULL; i++) {
		g_autofree char *sql = g_strdup_printf("INSERT INTO mail_user VALUES (%" G_GINT64_FORMAT ", %"
				G_GINT64_FORMAT ")", mail_id, kith_store_find_user(world->store, parts[i]));

		world_do(world, sql);
	}
}

static int direction_of(const World *world, const WorldMail *mail)
{
	g_autofree char *all = g_strconcat(mail->to, " ", mail->cc != NULL ? mail->cc : "", NULL);
	g_auto(GStrv) parts = g_strsplit_set(all, " ", -1);

	if (!kith_config_is_own(world->config, mail->from))
		return 0;
	for (guint i = 0; parts[i] != NULL; i++) {
		if (*parts[i] != '\0' && !kith_config_is_own(world->config, parts[i]))
			return 1;
	}
	return 2;
}

static void quoted(GString *sql, const char *text)
{
	char *literal = sqlite3_mprintf("%Q", text);

	g_string_append_printf(sql, ", %s", literal);
	sqlite3_free(literal);
}

static void add_mail_row(World *world, const WorldMail *mail, int64_t mail_id, int64_t at, int64_t conversation_id)
{
	const KithUser *user = kith_config_find_user_by_address(world->config, mail->from);
	GString *sql = g_string_new("INSERT INTO mail (mail_id, at, kind, is_automatic, direction, author_user_id, "
		"conversation_id, id, message_id, author, new_text, away_until, bounced_id, kind_reason, "
		"subject, people, "
		"snippet, attachments, defects, is_direct) VALUES (");

	g_string_append_printf(sql, "%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", %d, %d, %d, nullif(%" G_GINT64_FORMAT
			       ", 0), %" G_GINT64_FORMAT, mail_id, at, mail->kind, mail->kind != KITH_KIND_PERSONAL,
			       direction_of(world, mail), user != NULL ? kith_store_find_user(world->store,
					user->title) : 0,
			       conversation_id);
	quoted(sql, mail->id);
	quoted(sql, mail->id);
	quoted(sql, mail->from);
	quoted(sql, mail->text);
	quoted(sql, mail->away_until);
	quoted(sql, mail->bounced_id);
	g_string_append(sql, ", '', 'a subject', '', '', '', '', 0)");
	world_do(world, sql->str);
	g_string_free(sql, true);
}

void world_mail(World *world, const WorldMail *mail)
{
	const char *conversation = mail->conversation != NULL ? mail->conversation : "c1";
	g_autofree char *open = g_strdup_printf("INSERT OR IGNORE INTO conversation "
						"(id, subject, first_at, last_at, count) "
						"VALUES ('%s', '', 0, 0, 0)", conversation);
	g_autofree char *find = g_strdup_printf("SELECT conversation_id FROM conversation WHERE id = '%s'",
			conversation);
	g_autoptr(GError) error = NULL;
	KithRelated related = { .id = (char *)mail->id, .is_new = true };
	int64_t at;

	g_assert_true(kith_time_parse(mail->at, &at, NULL));
	world_do(world, open);
	g_autofree char *conversation_id = world_value(world, find);
	related.conversation_id = g_ascii_strtoll(conversation_id, NULL, 10);
	related.mail_id = at << 16 | world->serial++;
	add_mail_row(world, mail, related.mail_id, at, related.conversation_id);
	add_address(world, mail->from, "author", related.mail_id);
	add_addresses(world, mail->to, "to", related.mail_id);
	add_addresses(world, mail->cc, "cc", related.mail_id);
	add_readers(world, mail->readers, related.mail_id);
	if (mail->unseen != NULL) {
		g_autofree char *sql = g_strdup_printf("INSERT INTO claim VALUES (%" G_GINT64_FORMAT ", '%s', 'phone.example', "
			"'%s', (SELECT user_id FROM user WHERE title = '%s'), 'quote', 'another subject')", related.mail_id,
			mail->unseen, mail->from, mail->unseen_by != NULL ? mail->unseen_by : "");

		world_do(world, sql);
	}
	if (mail->bounced_address != NULL) {
		g_autofree char *sql = g_strdup_printf("INSERT INTO bounce_recipient VALUES (%" G_GINT64_FORMAT
						       ", '%s', '5.1.1', 1, '')", related.mail_id,
						mail->bounced_address);

		world_do(world, sql);
	}
	g_assert_true(kith_store_begin(world->store, false, &error));
	g_assert_true(kith_follow_mail(world->store, world->config, &related, world->now_at, &error));
	g_assert_no_error(error);
	g_assert_true(kith_store_commit(world->store, &error));
}
