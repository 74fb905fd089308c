/* SPDX-License-Identifier: MIT
 * test-store.c - the connection: who may write, what is refused, that every statement prepares.
 */
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "kith/store.h"
#include "tests/scratch.h"

static char *database_path(void)
{
	g_autofree char *folder = scratch_folder();

	return g_build_filename(folder, "kith.db", NULL);
}

static void every_statement_prepares(void)
{
	g_autofree char *path = database_path();
	g_autoptr(GError) error = NULL;
	g_autoptr(KithStore) store = kith_store_open(path, KITH_STORE_WRITE, &error);

	g_assert_no_error(error);
	g_assert_true(kith_store_check_statements(store, &error));
	g_assert_no_error(error);
}

static void the_file_is_for_its_owner_alone(void)
{
	g_autofree char *path = database_path();
	g_autoptr(KithStore) store = kith_store_open(path, KITH_STORE_WRITE, NULL);
	struct stat info;

	g_assert_nonnull(store);
	g_assert_cmpint(stat(path, &info), ==, 0);
	g_assert_cmpint(info.st_mode & 0777, ==, 0600);
}

static void the_first_start_makes_the_folder(void)
{
	g_autofree char *path = database_path();
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *deep = g_build_filename(folder, "share", "kith", "kith.db", NULL);
	g_autofree char *made = g_path_get_dirname(deep);
	g_autoptr(KithStore) store = kith_store_open(deep, KITH_STORE_WRITE, NULL);
	struct stat info;

	g_assert_nonnull(store);
	g_assert_cmpint(stat(made, &info), ==, 0);
	g_assert_cmpint(info.st_mode & 0777, ==, 0700);
}

static void a_second_writer_is_told_who_writes(void)
{
	g_autofree char *path = database_path();
	g_autoptr(GError) error = NULL;
	g_autoptr(KithStore) first = kith_store_open(path, KITH_STORE_WRITE, NULL);
	g_autoptr(KithStore) second = kith_store_open(path, KITH_STORE_WRITE, &error);

	g_assert_nonnull(first);
	g_assert_null(second);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY);
	g_assert_nonnull(strstr(error->message, "(process "));
	g_assert_cmpint(kith_error_exit(error), ==, KITH_EXIT_UNREACHABLE);
}

static void a_reader_cannot_write(void)
{
	g_autofree char *path = database_path();
	g_autoptr(GError) error = NULL;
	g_autoptr(KithStore) writer = kith_store_open(path, KITH_STORE_WRITE, NULL);
	g_autoptr(KithStore) reader = kith_store_open(path, KITH_STORE_READ, &error);
	g_autoptr(GBytes) value = g_bytes_new_static("x", 1);

	g_assert_no_error(error);
	g_assert_nonnull(writer);
	g_assert_false(kith_store_set_setting(reader, "a", value, &error));
	g_assert_nonnull(error);
}

static void a_reader_of_nothing_is_told_what_to_do(void)
{
	g_autofree char *path = database_path();
	g_autoptr(GError) error = NULL;

	g_assert_null(kith_store_open(path, KITH_STORE_READ, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND);
	g_assert_nonnull(strstr(error->message, "kith sync"));
}

static void run(const char *path, const char *sql)
{
	sqlite3 *db = NULL;

	g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
}

static void a_newer_or_foreign_database_is_refused(void)
{
	g_autofree char *newer = database_path();
	g_autofree char *foreign = database_path();
	g_autofree char *rubbish = database_path();
	g_autoptr(GError) error = NULL;

	kith_store_close(kith_store_open(newer, KITH_STORE_WRITE, NULL));
	run(newer, "PRAGMA user_version = 1000");
	g_assert_null(kith_store_open(newer, KITH_STORE_WRITE, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	g_assert_nonnull(strstr(error->message, "newer kith"));
	g_clear_error(&error);

	run(foreign, "CREATE TABLE album (title TEXT)");
	g_assert_null(kith_store_open(foreign, KITH_STORE_WRITE, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	g_assert_nonnull(strstr(error->message, "another program"));
	g_clear_error(&error);

	g_assert_true(g_file_set_contents(rubbish, "this is no database at all, but long enough to look at", -1, NULL));
	g_assert_null(kith_store_open(rubbish, KITH_STORE_WRITE, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_CORRUPT);
}

static void settings_and_the_token_key_last(void)
{
	g_autofree char *path = database_path();
	g_autoptr(GError) error = NULL;
	uint8_t first[32], second[32];

	for (int i = 0; i < 2; i++) {
		g_autoptr(KithStore) store = kith_store_open(path, KITH_STORE_WRITE, &error);

		g_assert_no_error(error);
		g_assert_true(kith_store_token_key(store, i == 0 ? first : second, &error));
	}
	g_assert_cmpmem(first, sizeof first, second, sizeof second);
}

static void a_rolled_back_transaction_leaves_nothing(void)
{
	g_autofree char *path = database_path();
	g_autoptr(GError) error = NULL;
	g_autoptr(KithStore) store = kith_store_open(path, KITH_STORE_WRITE, &error);
	g_autoptr(GBytes) value = g_bytes_new_static("x", 1);

	g_assert_true(kith_store_begin(store, true, &error));
	g_assert_true(kith_store_set_setting(store, "a", value, &error));
	kith_store_rollback(store);
	g_assert_null(kith_store_get_setting(store, "a", &error));
	g_assert_no_error(error);
	g_assert_true(kith_store_begin(store, false, &error));
	g_assert_true(kith_store_set_setting(store, "a", value, &error));
	g_assert_true(kith_store_commit(store, &error));
	g_autoptr(GBytes) kept = kith_store_get_setting(store, "a", &error);
	g_assert_nonnull(kept);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/every statement prepares", every_statement_prepares);
	g_test_add_func("/store/the file is for its owner alone", the_file_is_for_its_owner_alone);
	g_test_add_func("/store/the first start makes the folder", the_first_start_makes_the_folder);
	g_test_add_func("/store/a second writer is told who writes", a_second_writer_is_told_who_writes);
	g_test_add_func("/store/a reader cannot write", a_reader_cannot_write);
	g_test_add_func("/store/a reader of nothing is told what to do", a_reader_of_nothing_is_told_what_to_do);
	g_test_add_func("/store/a newer or foreign database is refused", a_newer_or_foreign_database_is_refused);
	g_test_add_func("/store/settings and the token key last", settings_and_the_token_key_last);
	g_test_add_func("/store/a rolled back transaction leaves nothing", a_rolled_back_transaction_leaves_nothing);
	return g_test_run();
}
