/* SPDX-License-Identifier: MIT
 * test-ledger.c - folders, their epochs and their sightings; how the syncs of an account go.
 */
#include <sqlite3.h>

#include "kith/store.h"
#include "tests/scratch.h"

#define NOW_AT 1772445600	/* Mon 2 Mar 2026, 10:00 UTC */
#define HOUR_S 3600

typedef struct {
	char *path;
	KithStore *store;
	int64_t ada, ben;	/* accounts */
} Fixture;

static void run(const Fixture *fixture, const char *sql)
{
	sqlite3 *db = NULL;
	char *failure = NULL;

	g_assert_cmpint(sqlite3_open(fixture->path, &db), ==, SQLITE_OK);
	(void)sqlite3_exec(db, sql, NULL, NULL, &failure);	/* the text says whether */
	g_assert_cmpstr(failure, ==, NULL);
	sqlite3_close(db);
}

static int64_t ask(const Fixture *fixture, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;

	g_assert_cmpint(sqlite3_open(fixture->path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
	int64_t value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return value;
}

static void set_up(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_autofree char *folder = scratch_folder();
	g_autoptr(GError) error = NULL;

	fixture->path = g_build_filename(folder, "kith.db", NULL);
	fixture->store = kith_store_open(fixture->path, KITH_STORE_WRITE, &error);
	g_assert_no_error(error);
	run(fixture, "INSERT INTO account (title) VALUES ('ada'), ('ben')");
	fixture->ada = kith_store_find_account(fixture->store, "ada");
	fixture->ben = kith_store_find_account(fixture->store, "ben");
}

static void tear_down(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	kith_store_close(fixture->store);
	g_free(fixture->path);
}

static int64_t open_at(const Fixture *fixture, int64_t account, const char *name, uint32_t uidvalidity, int64_t at)
{
	g_autoptr(GError) error = NULL;
	int64_t folder_id = 0;

	g_assert_true(kith_ledger_open_folder(fixture->store, account, name, name, uidvalidity, KITH_FOLDER_INBOX, at,
					      &folder_id, &error));
	g_assert_no_error(error);
	return folder_id;
}

static void add(const Fixture *fixture, int64_t folder_id, uint64_t uid, KithSightingStatus status, const char *mail)
{
	g_autoptr(GError) error = NULL;
	const KithRawMail raw = {
		.uid = uid, .status = status, .reason = (char *)(mail == NULL ? "unreadable" : NULL),
		.envelope = (char *)"From: Jan Novak <jan@novak.example>",
	};

	g_assert_true(kith_ledger_add(fixture->store, folder_id, &raw, mail, NOW_AT, &error));
	g_assert_no_error(error);
}

static void gone(const Fixture *fixture, int64_t folder_id, uint64_t first, uint64_t last)
{
	g_assert_true(kith_ledger_gone(fixture->store, folder_id, first, last, NOW_AT, NULL));
}

static void end_older(const Fixture *fixture, int64_t folder_id, int64_t at)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(kith_store_begin(fixture->store, false, &error));
	g_assert_true(kith_ledger_end_older_epochs(fixture->store, folder_id, at, &error));
	g_assert_true(kith_store_commit(fixture->store, &error));
	g_assert_no_error(error);
}

static uint64_t count(GArray *pairs)
{
	uint64_t sum = 0;

	g_assert_nonnull(pairs);
	for (guint i = 0; i + 1 < pairs->len; i += 2)
		sum += (uint64_t)(g_array_index(pairs, int64_t, i + 1) - g_array_index(pairs, int64_t, i) + 1);
	g_array_unref(pairs);
	return sum;
}

static uint64_t listed(const Fixture *fixture, int64_t folder_id)
{
	return count(kith_ledger_listed(fixture->store, folder_id, NULL));
}

static uint64_t known(const Fixture *fixture, int64_t folder_id)
{
	return count(kith_ledger_known(fixture->store, folder_id, 0, false, NULL));
}

static void an_older_epoch_ends_alone(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	int64_t old = open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT);
	int64_t other = open_at(fixture, fixture->ada, "Archive", 1, NOW_AT);
	int64_t stranger = open_at(fixture, fixture->ben, "INBOX", 1, NOW_AT);

	for (uint64_t uid = 1; uid <= 3; uid++) {
		add(fixture, old, uid, KITH_SIGHTING_STORED, "m1");
		add(fixture, other, uid, KITH_SIGHTING_STORED, "m1");
		add(fixture, stranger, uid, KITH_SIGHTING_STORED, "m1");
	}
	int64_t fresh = open_at(fixture, fixture->ada, "INBOX", 2, NOW_AT);
	add(fixture, fresh, 1, KITH_SIGHTING_STORED, "m1");
	/* Until the new one was read as a whole the old one stands. */
	g_assert_cmpuint(listed(fixture, old), ==, 3);
	end_older(fixture, fresh, NOW_AT);
	g_assert_cmpuint(listed(fixture, old), ==, 0);
	g_assert_cmpuint(listed(fixture, fresh), ==, 1);
	g_assert_cmpuint(listed(fixture, other), ==, 3);
	g_assert_cmpuint(listed(fixture, stranger), ==, 3);
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE gone_at IS NOT NULL"), ==, 3);
}

static void epochs_do_not_pile_up(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	for (uint32_t epoch = 1; epoch <= 20; epoch++) {
		int64_t at = NOW_AT + epoch * 24 * HOUR_S;
		int64_t folder_id = open_at(fixture, fixture->ada, "INBOX", epoch, at);

		for (uint64_t uid = 1; uid <= 10; uid++)
			add(fixture, folder_id, uid, KITH_SIGHTING_STORED, "m1");
		end_older(fixture, folder_id, at);
	}
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM folder"), <=, 1 + KITH_LIMIT_EPOCHS + 1);
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting"), <=, 10 * (1 + KITH_LIMIT_EPOCHS));
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE gone_at IS NULL"), ==, 10);
}

static void what_is_nowhere_else_is_kept(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	int64_t first = open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT);

	add(fixture, first, 7, KITH_SIGHTING_STORED, "only here");
	for (uint32_t epoch = 2; epoch <= 10; epoch++) {
		int64_t at = NOW_AT + epoch * 24 * HOUR_S;

		end_older(fixture, open_at(fixture, fixture->ada, "INBOX", epoch, at), at);
	}
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE mail = 'only here'"), ==, 1);
}

static uint32_t turns(const Fixture *fixture, uint32_t uidvalidity, int64_t at)
{
	uint32_t sum = 0;

	g_assert_true(kith_ledger_count_turns(fixture->store, fixture->ada, "INBOX", uidvalidity,
					      at - KITH_LIMIT_EPOCHS_S, &sum, NULL));
	return sum;
}

static void changes_of_uidvalidity_are_counted(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_assert_cmpuint(turns(fixture, 1, NOW_AT), ==, 0);
	(void)open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT);
	(void)open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT + 60);
	g_assert_cmpuint(turns(fixture, 1, NOW_AT + 60), ==, 0);
	g_assert_cmpuint(turns(fixture, 2, NOW_AT + 60), ==, 1);
	/* To and fro between two counts as well. */
	(void)open_at(fixture, fixture->ada, "INBOX", 2, NOW_AT + 120);
	(void)open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT + 180);
	g_assert_cmpuint(turns(fixture, 2, NOW_AT + 180), ==, 3);
	g_assert_cmpuint(turns(fixture, 2, NOW_AT + 25 * HOUR_S), ==, 0);
}

static void what_comes_back_is_there_again(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	int64_t folder_id = open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT);

	for (uint64_t uid = 1; uid <= 3; uid++)
		add(fixture, folder_id, uid, KITH_SIGHTING_STORED, "m1");
	gone(fixture, folder_id, 1, 3);
	g_assert_cmpuint(known(fixture, folder_id), ==, 0);
	/* Read again, unreadable this time, or no longer wanted: what is stored stays stored. */
	add(fixture, folder_id, 1, KITH_SIGHTING_STORED, "m1");
	add(fixture, folder_id, 2, KITH_SIGHTING_QUARANTINED, NULL);
	g_assert_true(kith_ledger_skip(fixture->store, folder_id, 3, 3, "older", NOW_AT, NOW_AT, NULL));
	g_assert_cmpuint(known(fixture, folder_id), ==, 3);
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE status = 0 AND mail = 'm1' AND reason IS NULL "
				     "AND gone_at IS NULL AND since_at IS NULL"), ==, 3);
}

static void a_moved_mail_ends_here_and_begins_there(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	int64_t inbox = open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT);
	int64_t archive = open_at(fixture, fixture->ben, "Archive", 1, NOW_AT);

	add(fixture, inbox, 5, KITH_SIGHTING_STORED, "m1");
	add(fixture, archive, 9, KITH_SIGHTING_STORED, "m1");
	gone(fixture, inbox, 5, 5);
	g_assert_cmpuint(listed(fixture, inbox), ==, 0);
	g_assert_cmpuint(listed(fixture, archive), ==, 1);
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE mail = 'm1'"), ==, 2);
}

static void an_upgrade_tries_the_unreadable_again(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	int64_t folder_id = open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT);

	add(fixture, folder_id, 1, KITH_SIGHTING_QUARANTINED, NULL);
	g_assert_cmpuint(known(fixture, folder_id), ==, 1);
	g_assert_cmpuint(count(kith_ledger_known(fixture->store, folder_id, 0, true, NULL)), ==, 0);
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE envelope LIKE 'From:%' AND version NOT NULL"),
			==, 1);
	run(fixture, "UPDATE sighting SET version = '0.0.1'");
	g_assert_cmpuint(known(fixture, folder_id), ==, 0);
	g_assert_cmpuint(listed(fixture, folder_id), ==, 1);
	add(fixture, folder_id, 1, KITH_SIGHTING_STORED, "m1");
	g_assert_cmpuint(known(fixture, folder_id), ==, 1);
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE status = 0 AND mail = 'm1' AND reason IS NULL "
				     "AND envelope IS NULL AND version IS NULL"), ==, 1);
}

static void what_was_too_old_is_wanted_when_more_is_asked_for(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	int64_t folder_id = open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT);
	KithStore *store = fixture->store;

	g_assert_true(kith_ledger_skip(store, folder_id, 1, 10, "older", NOW_AT, NOW_AT, NULL));
	g_assert_cmpuint(count(kith_ledger_known(store, folder_id, NOW_AT, false, NULL)), ==, 10);
	g_assert_cmpuint(count(kith_ledger_known(store, folder_id, NOW_AT + HOUR_S, false, NULL)), ==, 10);
	g_assert_cmpuint(count(kith_ledger_known(store, folder_id, NOW_AT - HOUR_S, false, NULL)), ==, 0);
	g_assert_cmpuint(count(kith_ledger_known(store, folder_id, 0, false, NULL)), ==, 0);
}

static void failures_add_up_until_one_goes_well(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	const KithAccountFailure failure = {
		.code = KITH_ERROR_AUTH, .text = "refused", .tried_with = "abc", .is_throttled = true,
		.retry_at = NOW_AT + 60,
	};
	KithAccountState state = { 0 };

	for (int i = 0; i < 2; i++)
		g_assert_true(kith_account_failed(fixture->store, fixture->ada, &failure, NOW_AT, NULL));
	g_assert_true(kith_account_state(fixture->store, fixture->ada, &state, NULL));
	g_assert_cmpuint(state.failures, ==, 2);
	g_assert_cmpint(state.retry_at, ==, NOW_AT + 60);
	g_assert_cmpint(state.code, ==, KITH_ERROR_AUTH);
	g_assert_true(state.is_throttled);
	g_assert_cmpstr(state.tried_with, ==, "abc");
	kith_account_state_clear(&state);
	g_assert_true(kith_account_synced(fixture->store, fixture->ada, NULL, NOW_AT, NULL));
	g_assert_true(kith_account_state(fixture->store, fixture->ada, &state, NULL));
	g_assert_cmpuint(state.failures, ==, 0);
	g_assert_cmpint(state.retry_at, ==, 0);
	g_assert_false(state.is_throttled);
	g_assert_cmpint(state.first_sync_at, ==, NOW_AT);
	kith_account_state_clear(&state);
}

static void progress_stands_or_falls_with_its_batch(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	KithStore *store = fixture->store;

	g_assert_true(kith_account_began(store, fixture->ada, NOW_AT, NULL));
	g_assert_true(kith_account_found(store, fixture->ada, 900, NOW_AT, NULL));
	g_assert_true(kith_store_begin(store, false, NULL));
	g_assert_true(kith_account_moved(store, fixture->ada, 500, 1000, NOW_AT, NULL));
	kith_store_rollback(store);
	g_assert_cmpint(ask(fixture, "SELECT sync_done FROM account WHERE title = 'ada'"), ==, 0);
	g_assert_true(kith_account_moved(store, fixture->ada, 500, 1000, NOW_AT, NULL));
	g_assert_cmpint(ask(fixture, "SELECT sync_done FROM account WHERE title = 'ada' AND sync_is_over = 0"), ==, 500);
	g_assert_true(kith_account_synced(store, fixture->ada, NULL, NOW_AT, NULL));
	/* An import is no sync. */
	g_assert_true(kith_account_moved(store, fixture->ada, 7, 7, NOW_AT, NULL));
	g_assert_cmpint(ask(fixture, "SELECT sync_done FROM account WHERE title = 'ada' AND sync_is_over = 1"), ==, 500);
}

#define ADD(NAME, FUNCTION) g_test_add("/ledger/" NAME, Fixture, NULL, set_up, FUNCTION, tear_down)

static void a_folder_that_is_not_there_any_more_ends_after_a_day(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	int64_t inbox = open_at(fixture, fixture->ada, "INBOX", 1, NOW_AT), old = open_at(fixture, fixture->ada, "Old", 1, NOW_AT);
	int64_t imported = open_at(fixture, fixture->ada, "/old.mbox", 1, NOW_AT);
	int64_t other = open_at(fixture, fixture->ben, "Old", 1, NOW_AT);
	const int64_t all[] = { inbox, old, imported, other };

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		const KithFolderLook look = { .count = 1, .is_whole = all[i] != imported };

		add(fixture, all[i], 1, KITH_SIGHTING_STORED, "m1");
		g_assert_true(kith_ledger_looked(fixture->store, all[i], &look, 0,
						 all[i] == inbox ? NOW_AT + 30 * HOUR_S : NOW_AT, NULL));
	}
	g_assert_true(kith_ledger_end_absent(fixture->store, fixture->ada, NOW_AT - HOUR_S, NOW_AT + 23 * HOUR_S, NULL));
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE gone_at IS NOT NULL"), ==, 0);
	g_assert_true(kith_ledger_end_absent(fixture->store, fixture->ada, NOW_AT + 6 * HOUR_S, NOW_AT + 30 * HOUR_S, NULL));
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM sighting WHERE gone_at IS NOT NULL"), ==, 1);
	g_assert_cmpint(ask(fixture, "SELECT folder_id FROM sighting WHERE gone_at IS NOT NULL"), ==, old);
	g_assert_cmpint(ask(fixture, "SELECT count(*) FROM folder WHERE is_current = 1"), ==, 3);
	/* it comes back: the same folder, its mails to be fetched again */
	g_assert_cmpint(open_at(fixture, fixture->ada, "Old", 1, NOW_AT + 31 * HOUR_S), ==, old);
	g_autoptr(GArray) listed = kith_ledger_listed(fixture->store, old, NULL);
	g_assert_cmpuint(listed->len, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ADD("an older epoch ends, and no other folder", an_older_epoch_ends_alone);
	ADD("epochs do not pile up", epochs_do_not_pile_up);
	ADD("of an old epoch what is nowhere else is kept", what_is_nowhere_else_is_kept);
	ADD("changes of UIDVALIDITY are counted", changes_of_uidvalidity_are_counted);
	ADD("a folder that is not there any more ends after a day", a_folder_that_is_not_there_any_more_ends_after_a_day);
	ADD("what comes back is there again", what_comes_back_is_there_again);
	ADD("a moved mail ends here and begins there", a_moved_mail_ends_here_and_begins_there);
	ADD("an upgrade tries the unreadable again", an_upgrade_tries_the_unreadable_again);
	ADD("what was too old is wanted when more is asked for", what_was_too_old_is_wanted_when_more_is_asked_for);
	ADD("failures add up until one goes well", failures_add_up_until_one_goes_well);
	ADD("progress stands or falls with its batch", progress_stands_or_falls_with_its_batch);
	return g_test_run();
}
