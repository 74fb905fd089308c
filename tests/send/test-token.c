/* SPDX-License-Identifier: MIT
 * test-token.c - a token holds for its user, its time and its subject, and for nothing else.
 * In: src/send/token.c. Out: TAP. Next: src/send/token.c
 */
#include <string.h>

#include "kith/send.h"

#define DAY_S 86400

static const uint8_t key[32] = { 1, 2, 3 }, other_key[32] = { 1, 2, 4 };

static bool holds(const uint8_t with[32], const char *token, const char *user, int64_t now_at)
{
	g_autofree char *subject = NULL;
	bool is_good = kith_token_check(with, token, user, now_at, &subject);

	g_assert_cmpstr(subject, ==, is_good ? "f7k2" : NULL);
	return is_good;
}

static void test_own(void)
{
	g_autofree char *token = kith_token_make(key, "jo", "f7k2", 100 * DAY_S);
	g_autofree char *upper = g_ascii_strup(token, -1);

	g_assert_true(holds(key, token, "jo", 0));
	g_assert_true(holds(key, upper, "jo", 100 * DAY_S));
	g_assert_false(holds(key, token, "jo", 101 * DAY_S));
	g_assert_false(holds(key, token, "al", 0));
	g_assert_false(holds(other_key, token, "jo", 0));
}

static void test_tampered(void)
{
	g_autofree char *token = kith_token_make(key, "jo", "f7k2", 100 * DAY_S);
	static const char *const wrong[] = { "", ".", "..", "f7k2", "f7k2.100", "f7k2.100.", "f7k2.-1.a", "a.b.c.d" };

	for (size_t i = 0; i < strlen(token); i++) {
		g_autofree char *changed = g_strdup(token);
		g_autofree char *cut = g_strndup(token, i);

		changed[i] = changed[i] == '3' ? '4' : '3';
		g_assert_false(holds(key, changed, "jo", 0));
		g_assert_false(holds(key, cut, "jo", 0));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		g_assert_false(holds(key, wrong[i], "jo", 0));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/token/own", test_own);
	g_test_add_func("/token/tampered", test_tampered);
	return g_test_run();
}
