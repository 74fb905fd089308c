/* SPDX-License-Identifier: MIT
 * test-patience.c - when an account is tried again; how far a sync says it is.
 */
#include <string.h>

#include "daemon/patience.h"
#include "daemon/progress.h"
#include "tests/scratch.h"

#define NOW_AT 1772445600	/* Mon 2 Mar 2026, 10:00 UTC */
#define HOUR_S 3600

static int64_t delay(KithError code, bool is_throttled, uint32_t failures, uint32_t retry_after_s, double jitter)
{
	const KithMishap mishap = {
		.code = code, .is_throttled = is_throttled, .failures = failures, .retry_after_s = retry_after_s,
	};

	return kith_patience_delay_s(&mishap, jitter);
}

static void delays_double_and_end(void)
{
	const struct { KithError code; bool is_throttled; int64_t first_s, last_s; } kinds[] = {
		{ KITH_ERROR_TEMPORARY, false, 60, HOUR_S },
		{ KITH_ERROR_INVALID, false, 60, HOUR_S },
		{ KITH_ERROR_TEMPORARY, true, 300, HOUR_S },
		{ KITH_ERROR_AUTH, false, 900, 6 * HOUR_S },
		{ KITH_ERROR_CONFIG, false, 900, HOUR_S },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_assert_cmpint(delay(kinds[i].code, kinds[i].is_throttled, 1, 0, 0), ==, kinds[i].first_s);
		g_assert_cmpint(delay(kinds[i].code, kinds[i].is_throttled, 2, 0, 0), ==, 2 * kinds[i].first_s);
		g_assert_cmpint(delay(kinds[i].code, kinds[i].is_throttled, 1000000, 0, 0), ==, kinds[i].last_s);
		g_assert_cmpint(delay(kinds[i].code, kinds[i].is_throttled, 1, 0, 1), ==, kinds[i].first_s * 5 / 4);
		g_assert_cmpint(delay(kinds[i].code, kinds[i].is_throttled, 1, 0, -1), ==, kinds[i].first_s * 3 / 4);
	}
}

static void a_server_gets_the_time_it_asked_for(void)
{
	for (double jitter = -1; jitter <= 1; jitter += 0.5) {
		g_assert_cmpint(delay(KITH_ERROR_TEMPORARY, true, 1, 1200, jitter), >=, 1200);
		g_assert_cmpint(delay(KITH_ERROR_TEMPORARY, true, 9, 1200, jitter), <=, 1200 + 120);
	}
	g_assert_cmpint(delay(KITH_ERROR_TEMPORARY, true, 1, UINT32_MAX, 1), <=, KITH_LIMIT_RETRY_AFTER_S + 120);
}

/* A day of an account that never works: TRUST.md allows 40 tries. */
static void a_day_of_failures_is_a_few_tries(void)
{
	GRand *chance = g_rand_new_with_seed(1);
	int64_t spent_s = 0;
	uint32_t tries = 0;

	while (spent_s < 24 * HOUR_S)
		spent_s += delay(KITH_ERROR_TEMPORARY, true, ++tries, 0, g_rand_double_range(chance, -1, 1));
	g_assert_cmpuint(tries, <=, 40);
	g_rand_free(chance);
}

static void who_may_try(void)
{
	KithAccount account = { .title = (char *)"ada", .host = (char *)"mail.example", .login = (char *)"ada" };
	KithAccountState state = { .failures = 1, .retry_at = NOW_AT + 60, .code = KITH_ERROR_AUTH };

	state.tried_with = kith_patience_fingerprint(&account);
	g_assert_cmpint(kith_patience_may_try(&account, &state, false, NOW_AT), ==, KITH_TRY_LATER);
	g_assert_cmpint(kith_patience_may_try(&account, &state, true, NOW_AT), ==, KITH_TRY_NOW);
	g_assert_cmpint(kith_patience_may_try(&account, &state, false, NOW_AT + 60), ==, KITH_TRY_NOW);
	account.login = (char *)"ada@example.com";
	g_assert_cmpint(kith_patience_may_try(&account, &state, false, NOW_AT), ==, KITH_TRY_NOW);
	state.is_throttled = true;
	g_assert_cmpint(kith_patience_may_try(&account, &state, true, NOW_AT), ==, KITH_TRY_THROTTLED);
	/* A clock that was far ahead makes nobody wait for years. */
	state.retry_at = NOW_AT + 1000 * 24 * HOUR_S;
	g_assert_cmpint(kith_patience_may_try(&account, &state, false, NOW_AT), ==, KITH_TRY_NOW);
	kith_account_state_clear(&state);
}

static void another_password_is_another_chance(void)
{
	g_autofree char *folder = scratch_folder();
	g_autofree char *path = g_build_filename(folder, "password", NULL);
	KithAccount account = { .title = (char *)"ada" };

	g_assert_true(g_file_set_contents(path, "", 0, NULL));
	account.password_file = path;
	g_autofree char *before = kith_patience_fingerprint(&account);
	g_autofree char *same = kith_patience_fingerprint(&account);
	g_assert_true(g_file_set_contents(path, "mended\n", -1, NULL));
	g_autofree char *after = kith_patience_fingerprint(&account);
	g_assert_cmpstr(before, ==, same);
	g_assert_cmpstr(before, !=, after);
}

static void patience_is_told_with_the_time(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	g_autofree char *text = kith_patience_text(NOW_AT + 12 * 60, NOW_AT, zone);

	g_assert_cmpstr(text, ==, "the server asked for patience until 11:12 (in 12 min)");
}

static void a_line_says_what_is_known(void)
{
	KithProgress progress = { .found = 9000, .stored = 1200, .bytes = 12000000, .spent_s = 0 };

	g_assert_null(kith_progress_line(&progress));
	progress.spent_s = 2;
	progress.per_minute = 18000;
	g_autofree char *early = kith_progress_line(&progress);
	g_assert_nonnull(g_str_has_prefix(early, "1,200 of at least 9,000 mails, 12.0") ? early : NULL);
	g_assert_null(strstr(early, "second"));
	progress.spent_s = 30;
	g_autofree char *uncounted = kith_progress_line(&progress);
	g_assert_true(g_str_has_suffix(uncounted, ", 300 a second"));
	progress.is_counted = true;
	g_autofree char *whole = kith_progress_line(&progress);
	g_assert_true(g_str_has_suffix(whole, ", 300 a second, 26 s left"));
	g_assert_null(strstr(whole, "at least"));
	progress.per_minute = 20;
	g_autofree char *slow = kith_progress_line(&progress);
	g_assert_true(g_str_has_suffix(slow, ", 20 a minute, 6.5 h left"));
}

static void the_rate_is_of_the_last_seconds(void)
{
	const int64_t second = G_USEC_PER_SEC;
	KithRate rate;

	kith_rate_begin(&rate, 100 * second);
	for (int64_t at = 100; at < 160; at++)
		kith_rate_add(&rate, 100, at * second);
	g_assert_cmpuint(kith_rate_per_minute(&rate, 160 * second), ==, 6000);
	/* Nothing came for a while: it says so. */
	g_assert_cmpuint(kith_rate_per_minute(&rate, 165 * second), ==, 3000);
	g_assert_cmpuint(kith_rate_per_minute(&rate, 300 * second), ==, 0);
}

static void progress_survives_the_wire(void)
{
	const KithProgress said = { .found = 9, .stored = 4, .bytes = 77, .is_counted = true, .spent_s = 3, .per_minute = 5 };
	g_autoptr(GByteArray) out = g_byte_array_new();
	KithProgress heard = { 0 };

	kith_progress_write(&said, out);
	KithReader in = { .at = out->data, .end = out->data + out->len };
	g_assert_true(kith_progress_read(&in, &heard, NULL));
	g_assert_cmpuint(heard.found, ==, 9);
	g_assert_cmpuint(heard.per_minute, ==, 5);
	KithReader cut = { .at = out->data, .end = out->data + out->len - 1 };
	g_assert_false(kith_progress_read(&cut, &heard, NULL));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/patience/delays double and end", delays_double_and_end);
	g_test_add_func("/patience/a server gets the time it asked for", a_server_gets_the_time_it_asked_for);
	g_test_add_func("/patience/a day of failures is a few tries", a_day_of_failures_is_a_few_tries);
	g_test_add_func("/patience/who may try", who_may_try);
	g_test_add_func("/patience/another password is another chance", another_password_is_another_chance);
	g_test_add_func("/patience/it is told with the time", patience_is_told_with_the_time);
	g_test_add_func("/progress/a line says what is known", a_line_says_what_is_known);
	g_test_add_func("/progress/the rate is of the last seconds", the_rate_is_of_the_last_seconds);
	g_test_add_func("/progress/it survives the wire", progress_survives_the_wire);
	return g_test_run();
}
