/* SPDX-License-Identifier: MIT
 * test-folder.c - one look at one folder: what core asks for, what it believes, what it writes down.
 */
#include "daemon/folder.h"
#include "tests/scratch.h"

#define NOW_AT 1772445600	/* Mon 2 Mar 2026, 10:00 UTC */
#define HOUR_S 3600

typedef struct {
	char *folder;
	KithConfig *config;
	KithStore *store;
	int64_t account_id;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_autoptr(GError) error = NULL;

	fixture->folder = scratch_folder();
	g_autofree char *path = g_build_filename(fixture->folder, "kith.conf", NULL);
	g_autofree char *text = g_strdup_printf(
		"address = \"kith@example.com\"\ndatabase = \"%s/kith.db\"\ntimezone = \"Europe/Berlin\"\n"
		"domains = { \"example.com\" }\nuser ada {\n\tname = \"Ada Byron\"\n\taddresses = { \"ada@example.com\" }\n}\n"
		"account ada {\n\tusers = { ada }\n\tsource = \"maildir:%s\"\n}\n", fixture->folder, fixture->folder);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	fixture->config = kith_config_load(path, &error);
	g_assert_no_error(error);
	fixture->store = kith_store_open(fixture->config->database, KITH_STORE_WRITE, &error);
	g_assert_no_error(error);
	g_assert_true(kith_store_mirror_config(fixture->store, fixture->config, &error));
	fixture->account_id = kith_store_find_account(fixture->store, "ada");
}

static void tear_down(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	kith_store_close(fixture->store);
	kith_config_free(fixture->config);
	g_free(fixture->folder);
}

static KithUidSet *range(uint64_t first, uint64_t last)
{
	KithUidSet *set = kith_uid_set_new();

	for (uint64_t uid = first; uid <= last; uid++)
		kith_uid_set_add(set, uid);
	return set;
}

static KithFetchFolder told(const char *name, uint32_t uidvalidity, KithUidSet *uids)
{
	return (KithFetchFolder) {
		.name = (char *)name, .raw_name = (char *)name, .role = KITH_FOLDER_INBOX, .uidvalidity = uidvalidity,
		.mark = { .uidnext = 100, .modseq = 7 }, .is_whole = true, .uids = uids,
	};
}

static KithOpenFolder *open_at(const Fixture *fixture, uint32_t uidvalidity, int64_t at, char **ret_trouble)
{
	g_autoptr(GError) error = NULL;
	const KithFetchFolder opened = told("INBOX", uidvalidity, NULL);
	KithOpenFolder *folder = kith_open_folder_new(fixture->store, fixture->account_id, &opened, 0, at, ret_trouble,
						      &error);

	g_assert_no_error(error);
	return folder;
}

static void list(KithOpenFolder *folder, uint64_t first, uint64_t last, int64_t at)
{
	KithFetchFolder listing = told("INBOX", folder->uidvalidity, range(first, last));

	g_assert_true(kith_open_folder_list(folder, &listing, at));
	g_assert_null(listing.uids);
}

static void skip(const Fixture *fixture, KithOpenFolder *folder, uint64_t first, uint64_t last, int64_t at)
{
	g_autoptr(KithUidSet) uids = range(first, last);
	const KithFetchSkipped skipped = { .uids = uids, .reason = (char *)"not wanted" };

	g_assert_true(kith_open_folder_expect_all(folder, uids));
	g_assert_true(kith_open_folder_skip(fixture->store, folder, &skipped, 0, at, NULL));
}

/* A whole look in which all that is missing is skipped; how many that were. */
static uint64_t look(const Fixture *fixture, uint32_t uidvalidity, uint64_t first, uint64_t last, int64_t at)
{
	g_autofree char *trouble = NULL;
	KithOpenFolder *folder = open_at(fixture, uidvalidity, at, &trouble);

	g_assert_cmpstr(trouble, ==, NULL);
	list(folder, first, last, at);
	uint64_t missing = kith_uid_set_count(folder->missing);
	for (guint i = 0; i < folder->missing->ranges->len; i++) {
		const KithUidRange *one = &g_array_index(folder->missing->ranges, KithUidRange, i);

		skip(fixture, folder, one->first, one->last, at);
	}
	g_assert_true(kith_open_folder_close(fixture->store, folder, at, NULL));
	kith_open_folder_free(folder);
	return missing;
}

static bool is_proof(const Fixture *fixture, int64_t at)
{
	g_autofree char *trouble = NULL;
	KithOpenFolder *folder = open_at(fixture, 1, at, &trouble);
	bool is_whole = folder->before->is_whole;

	g_assert_cmpuint(folder->before->mark.modseq, ==, is_whole ? 7 : 0);
	kith_open_folder_free(folder);
	return is_whole;
}

static void a_look_proves_something_for_a_day(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_assert_false(is_proof(fixture, NOW_AT));
	g_assert_cmpuint(look(fixture, 1, 1, 10, NOW_AT), ==, 10);
	g_assert_true(is_proof(fixture, NOW_AT + HOUR_S));
	g_assert_cmpuint(look(fixture, 1, 1, 11, NOW_AT + 23 * HOUR_S), ==, 1);
	/* What was found by changes only does not make the listing younger. */
	g_assert_false(is_proof(fixture, NOW_AT + 25 * HOUR_S));
	g_assert_cmpuint(look(fixture, 1, 1, 11, NOW_AT + 25 * HOUR_S), ==, 0);
	g_assert_true(is_proof(fixture, NOW_AT + 26 * HOUR_S));
	/* Nor does a clock that was set back. */
	g_assert_false(is_proof(fixture, NOW_AT));
}

static void a_look_that_lacks_a_mail_proves_nothing(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_autofree char *trouble = NULL;
	KithOpenFolder *folder = open_at(fixture, 1, NOW_AT, &trouble);

	list(folder, 1, 3, NOW_AT);
	skip(fixture, folder, 1, 2, NOW_AT);
	g_assert_true(kith_open_folder_close(fixture->store, folder, NOW_AT, NULL));
	kith_open_folder_free(folder);
	g_assert_false(is_proof(fixture, NOW_AT + 60));
	g_assert_cmpuint(look(fixture, 1, 1, 3, NOW_AT + 60), ==, 1);
	g_assert_true(is_proof(fixture, NOW_AT + 120));
}

static void what_is_listed_no_more_ends_and_may_come_back(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_autofree char *trouble = NULL;

	g_assert_cmpuint(look(fixture, 1, 1, 10, NOW_AT), ==, 10);
	g_assert_cmpuint(look(fixture, 1, 4, 10, NOW_AT + 60), ==, 0);
	KithOpenFolder *folder = open_at(fixture, 1, NOW_AT + 120, &trouble);
	g_assert_cmpuint(kith_uid_set_count(folder->before->listed), ==, 7);
	kith_open_folder_free(folder);
	g_assert_cmpuint(look(fixture, 1, 1, 10, NOW_AT + 120), ==, 3);
}

static void only_what_is_missing_may_come_and_once(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_autofree char *trouble = NULL;
	g_autoptr(KithUidSet) all = kith_uid_set_new();
	KithUidRange endless = { 1, UINT64_MAX - 1 };

	g_assert_cmpuint(look(fixture, 1, 1, 3, NOW_AT), ==, 3);
	KithOpenFolder *folder = open_at(fixture, 1, NOW_AT, &trouble);
	list(folder, 1, 5, NOW_AT);
	g_assert_false(kith_open_folder_expect(folder, 3));
	g_assert_false(kith_open_folder_expect(folder, 6));
	g_assert_true(kith_open_folder_expect(folder, 4));
	g_assert_false(kith_open_folder_expect(folder, 4));
	g_array_append_val(all->ranges, endless);
	g_assert_false(kith_open_folder_expect_all(folder, all));
	KithFetchFolder again = told("INBOX", 1, range(1, 9));
	g_assert_false(kith_open_folder_list(folder, &again, NOW_AT));
	kith_uid_set_free(again.uids);
	kith_open_folder_free(folder);
}

static void a_folder_that_is_always_new_is_left_alone(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_autofree char *trouble = NULL;

	for (uint32_t epoch = 1; epoch <= KITH_LIMIT_EPOCHS; epoch++)
		g_assert_cmpuint(look(fixture, epoch, 1, 10, NOW_AT + epoch), ==, 10);
	KithOpenFolder *folder = open_at(fixture, 99, NOW_AT + 60, &trouble);
	g_assert_true(folder->before->is_left_alone);
	g_assert_nonnull(trouble);
	kith_open_folder_free(folder);
	g_assert_cmpuint(look(fixture, KITH_LIMIT_EPOCHS, 1, 10, NOW_AT + 90), ==, 0);
	g_assert_cmpuint(look(fixture, 99, 1, 10, NOW_AT + 25 * HOUR_S), ==, 10);
}

#define ADD(NAME, FUNCTION) g_test_add("/folder/" NAME, Fixture, NULL, set_up, FUNCTION, tear_down)

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ADD("a look proves something for a day", a_look_proves_something_for_a_day);
	ADD("a look that lacks a mail proves nothing", a_look_that_lacks_a_mail_proves_nothing);
	ADD("what is listed no more ends and may come back", what_is_listed_no_more_ends_and_may_come_back);
	ADD("only what is missing may come, and once", only_what_is_missing_may_come_and_once);
	ADD("a folder that is always new is left alone", a_folder_that_is_always_new_is_left_alone);
	return g_test_run();
}
