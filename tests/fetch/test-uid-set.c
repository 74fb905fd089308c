/* SPDX-License-Identifier: MIT
 * test-uid-set.c - sets of UIDs, jobs, folders and results on the wire, hostile bytes.
 * In: nothing. Out: TAP. Next: tests/fetch/test-slim.c
 */
#include <string.h>

#include "kith/fetch.h"

static KithUidSet *set_of(const uint64_t *uids, size_t count)
{
	KithUidSet *set = kith_uid_set_new();

	for (size_t i = 0; i < count; i++)
		kith_uid_set_add(set, uids[i]);
	return set;
}

#define SET(...) set_of((const uint64_t[]){__VA_ARGS__}, sizeof((const uint64_t[]){__VA_ARGS__}) / 8)

static char *shown(const KithUidSet *set)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < set->ranges->len; i++) {
		KithUidRange range = g_array_index(set->ranges, KithUidRange, i);

		g_string_append_printf(text, "%s%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
				       i > 0 ? "," : "", range.first, range.last);
	}
	return g_string_free(text, FALSE);
}

static void adds_in_any_order(void)
{
	g_autoptr(KithUidSet) set = SET(5, 7, 6, 1, 3, 2, 9, 5, 100, 99, 98);
	g_autofree char *text = shown(set);

	g_assert_cmpstr(text, ==, "1-3,5-7,9-9,98-100");
	g_assert_cmpuint(kith_uid_set_count(set), ==, 10);
	g_assert_true(kith_uid_set_has(set, 6));
	g_assert_false(kith_uid_set_has(set, 8));
	g_assert_false(kith_uid_set_has(set, 101));
	g_assert_false(kith_uid_set_has(set, 0));
}

static void takes_away(void)
{
	g_autoptr(KithUidSet) all = SET(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 21, 30);
	g_autoptr(KithUidSet) known = SET(1, 4, 5, 10, 11, 15, 20, 21, 40);
	g_autoptr(KithUidSet) missing = kith_uid_set_minus(all, known);
	g_autoptr(KithUidSet) gone = kith_uid_set_minus(known, all);
	g_autofree char *missing_text = shown(missing), *gone_text = shown(gone);

	g_assert_cmpstr(missing_text, ==, "2-3,6-9,30-30");
	g_assert_cmpstr(gone_text, ==, "11-11,15-15,40-40");
}

static void a_million_ascending_are_quick(void)
{
	g_autoptr(KithUidSet) set = kith_uid_set_new();

	for (uint64_t uid = 2; uid < 2000000; uid += 2)
		kith_uid_set_add(set, uid);
	g_assert_cmpuint(kith_uid_set_count(set), ==, 999999);
	g_assert_true(kith_uid_set_has(set, 1000000));
	g_assert_false(kith_uid_set_has(set, 1000001));
}

static KithReader reader(const GByteArray *bytes)
{
	return (KithReader){bytes->data, bytes->data + bytes->len, false};
}

static void set_round_trip(void)
{
	g_autoptr(KithUidSet) set = SET(1, 2, 3, 4294967295, 4294967296, INT64_MAX);
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	kith_uid_set_write(set, bytes);
	KithReader in = reader(bytes);
	g_autoptr(KithUidSet) again = kith_uid_set_read(&in, NULL);
	g_assert_nonnull(again);
	g_autofree char *before = shown(set), *after = shown(again);
	g_assert_cmpstr(before, ==, after);
}

static void hostile_sets_are_refused(void)
{
	static const struct { const char *bytes; size_t length; } table[] = {
		{"\x00\x00", 2},				/* UID 0 */
		{"\x01", 1},					/* half a range */
		{"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10},	/* over 63 bits */
		{"\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10},	/* ends behind INT64_MAX */
		{"\x80\x80\x80", 3},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();
		g_autoptr(GError) error = NULL;

		kith_wire_put_bytes(bytes, table[i].bytes, table[i].length);
		KithReader in = reader(bytes);
		g_assert_null(kith_uid_set_read(&in, &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	}
}

static KithFetchJob *a_job(void)
{
	KithFetchJob *job = g_new0(KithFetchJob, 1);

	job->source = KITH_SOURCE_IMAP_STARTTLS;
	job->account = g_strdup("ada");
	job->host = g_strdup("imap.example.com");
	job->port = 143;
	job->login = g_strdup("ada@example.com");
	job->password = g_strdup("wordpass");
	job->folders = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(job->folders, g_strdup("Entwürfe"));
	job->list_only = true;
	job->since_at = 1700000000;
	job->largest_bytes = 1 << 20;
	job->lane = 1;
	job->lanes = 3;
	return job;
}

static void job_round_trip(void)
{
	g_autoptr(KithFetchJob) job = a_job();
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	kith_fetch_job_write(job, bytes);
	KithReader in = reader(bytes);
	g_autoptr(KithFetchJob) again = kith_fetch_job_read(&in, NULL);
	g_assert_nonnull(again);
	g_assert_cmpint(again->source, ==, KITH_SOURCE_IMAP_STARTTLS);
	g_assert_cmpstr(again->password, ==, "wordpass");
	g_assert_cmpuint(again->port, ==, 143);
	g_assert_null(again->tls_ca);
	g_assert_null(again->paths);
	g_assert_cmpuint(again->folders->len, ==, 1);
	g_assert_true(again->list_only);
	g_assert_cmpint(again->since_at, ==, 1700000000);
	g_assert_cmpuint(again->largest_bytes, ==, 1 << 20);
	g_assert_cmpuint(again->lane, ==, 1);
	g_assert_cmpuint(again->lanes, ==, 3);
	g_assert_false(again->is_import);
}

static void folder_and_result_round_trip(void)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	KithFetchFolder folder = {.name = (char *)"Sent", .raw_name = (char *)"INBOX.Sent\xff",
				  .role = KITH_FOLDER_SENT, .uidvalidity = 7, .mark = {.uidnext = 9, .modseq = 77, .count = 3},
				  .is_whole = true};
	KithFetchResult result = {.ok = false, .code = KITH_ERROR_AUTH, .text = (char *)"no", .bytes = 12,
				  .is_throttled = true, .retry_after_s = 90};
	g_autoptr(KithUidSet) uids = SET(4, 5, 6);

	folder.uids = uids;
	kith_fetch_folder_write(&folder, bytes);
	KithReader in = reader(bytes);
	g_autoptr(KithFetchFolder) again = kith_fetch_folder_read(&in, NULL);
	g_assert_nonnull(again);
	g_assert_cmpstr(again->raw_name, ==, "INBOX.Sent\xff");
	g_assert_cmpuint(kith_uid_set_count(again->uids), ==, 3);
	g_assert_cmpuint(again->mark.uidnext, ==, 9);
	g_assert_cmpuint(again->mark.modseq, ==, 77);
	g_assert_cmpuint(again->mark.count, ==, 3);
	g_assert_true(again->is_whole);

	g_byte_array_set_size(bytes, 0);
	kith_fetch_result_write(&result, bytes);
	in = reader(bytes);
	g_autoptr(KithFetchResult) told = kith_fetch_result_read(&in, NULL);
	g_assert_nonnull(told);
	g_assert_cmpint(told->code, ==, KITH_ERROR_AUTH);
	g_assert_cmpuint(told->bytes, ==, 12);
	g_assert_true(told->is_throttled);
	g_assert_cmpuint(told->retry_after_s, ==, 90);
}

static void state_and_skipped_round_trip(void)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(KithUidSet) listed = SET(1, 2, 9), known = SET(1);
	const KithFetchState state = {.listed = listed, .known = known, .is_whole = true,
				      .mark = {.uidnext = 10, .modseq = 5, .count = 3}};
	const KithFetchSkipped skipped = {.uids = listed, .reason = (char *)"too old"};

	kith_fetch_state_write(&state, bytes);
	KithReader in = reader(bytes);
	g_autoptr(KithFetchState) again = kith_fetch_state_read(&in, NULL);
	g_assert_nonnull(again);
	g_assert_cmpuint(kith_uid_set_count(again->listed), ==, 3);
	g_assert_cmpuint(kith_uid_set_count(again->known), ==, 1);
	g_assert_true(again->is_whole);
	g_assert_cmpuint(again->mark.uidnext, ==, 10);

	g_byte_array_set_size(bytes, 0);
	kith_fetch_skipped_write(&skipped, bytes);
	in = reader(bytes);
	g_autoptr(KithFetchSkipped) told = kith_fetch_skipped_read(&in, NULL);
	g_assert_nonnull(told);
	g_assert_cmpuint(kith_uid_set_count(told->uids), ==, 3);
	g_assert_cmpstr(told->reason, ==, "too old");
}

/* Every prefix, and every byte changed: refused or read, never a crash. */
static void cut_and_changed_bytes_do_no_harm(void)
{
	g_autoptr(KithFetchJob) job = a_job();
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	kith_fetch_job_write(job, bytes);
	for (guint length = 0; length < bytes->len; length++) {
		KithReader in = {bytes->data, bytes->data + length, false};
		g_autoptr(KithFetchJob) cut = kith_fetch_job_read(&in, NULL);

		g_assert_null(cut);
	}
	for (guint i = 0; i < bytes->len; i++) {
		bytes->data[i] ^= 0xff;
		KithReader in = reader(bytes);
		g_autoptr(KithFetchJob) changed = kith_fetch_job_read(&in, NULL);
		g_autoptr(KithFetchFolder) other = NULL;

		in = reader(bytes);
		other = kith_fetch_folder_read(&in, NULL);
		bytes->data[i] ^= 0xff;
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/uid-set/adds-in-any-order", adds_in_any_order);
	g_test_add_func("/uid-set/takes-away", takes_away);
	g_test_add_func("/uid-set/a-million-ascending-are-quick", a_million_ascending_are_quick);
	g_test_add_func("/uid-set/round-trip", set_round_trip);
	g_test_add_func("/uid-set/hostile-sets-are-refused", hostile_sets_are_refused);
	g_test_add_func("/fetch-wire/job", job_round_trip);
	g_test_add_func("/fetch-wire/folder-and-result", folder_and_result_round_trip);
	g_test_add_func("/fetch-wire/state-and-skipped", state_and_skipped_round_trip);
	g_test_add_func("/fetch-wire/cut-and-changed-bytes-do-no-harm", cut_and_changed_bytes_do_no_harm);
	return g_test_run();
}
