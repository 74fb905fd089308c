/* SPDX-License-Identifier: MIT
 * test-words.c - phrases are found as words, whatever their letters; each list once.
 * In: src/parse/words. Out: hits. Next: src/parse/words.c
 */
#include <string.h>

#include <glib.h>

#include "src/parse/words.h"

static void test_whole_words(void)
{
	const KithPhrases *list = kith_phrases("original");
	KithPhraseHit hit;

	g_assert_true(kith_phrases_find(list, "--- ORIGINAL Message ---", &hit));
	g_assert_cmpstr(hit.phrase->text, ==, "original message");
	g_assert_cmpstr(hit.phrase->language, ==, "en");
	g_assert_cmpuint(hit.length, ==, strlen("original message"));
	g_assert_true(g_str_has_prefix(hit.at, "ORIGINAL"));
	g_assert_false(kith_phrases_find(list, "unoriginal message, original messages", &hit));
	g_assert_true(kith_phrases_find_part(list, "unoriginal messages", NULL));
}

static void test_start(void)
{
	KithPhraseHit hit;

	g_assert_true(kith_phrases_start(kith_phrases("original"), "urspr\xc3\xbcngliche\xc2\xa0Nachricht von", &hit));
	g_assert_cmpuint(hit.length, ==, strlen("urspr\xc3\xbcngliche\xc2\xa0Nachricht"));
	g_assert_cmpstr(hit.phrase->language, ==, "de");
	g_assert_false(kith_phrases_start(kith_phrases("original"), "urspr\xc3\xbcngliche Nachrichten", &hit));
	g_assert_true(kith_phrases_whole(kith_phrases("original"), "Original Message", NULL));
	g_assert_false(kith_phrases_whole(kith_phrases("original"), "Original Message by Jan", NULL));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/words/stand-as-whole-words", test_whole_words);
	g_test_add_func("/parse/words/begin-a-line", test_start);
	return g_test_run();
}
