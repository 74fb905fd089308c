/* SPDX-License-Identifier: MIT
 * test-words.c - phrases are found as words, whatever their letters; each list once.
 * In: src/parse/words. Out: hits. Next: src/parse/words.c
 */
#include <string.h>

#include <glib.h>

#include "src/parse/words.h"

static void test_whole_words(void)
{
	const KithPhrases *list = kith_phrases("test");
	KithPhraseHit hit;

	g_assert_true(kith_phrases_find(list, "Jan WROTE:", &hit));
	g_assert_cmpstr(hit.phrase->text, ==, "wrote");
	g_assert_cmpstr(hit.phrase->language, ==, "en");
	g_assert_cmpuint(hit.length, ==, 5);
	g_assert_true(g_str_has_prefix(hit.at, "WROTE"));
	g_assert_false(kith_phrases_find(list, "underwrote and wrotes", &hit));
	g_assert_true(kith_phrases_find_part(list, "underwrote", NULL));
}

static void test_start(void)
{
	KithPhraseHit hit;

	g_assert_true(kith_phrases_start(kith_phrases("test"), "am\xc2\xa0Montag schrieb", &hit));
	g_assert_cmpuint(hit.length, ==, strlen("am\xc2\xa0Montag"));
	g_assert_false(kith_phrases_start(kith_phrases("test"), "am Montagabend", &hit));
	g_assert_true(kith_phrases_whole(kith_phrases("test"), "Schrieb", NULL));
	g_assert_false(kith_phrases_whole(kith_phrases("test"), "Schrieb er", NULL));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/words/stand-as-whole-words", test_whole_words);
	g_test_add_func("/parse/words/begin-a-line", test_start);
	return g_test_run();
}
