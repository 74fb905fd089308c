/* SPDX-License-Identifier: MIT
 * test-text.c - text of strangers becomes fit for a terminal, a comparison, an id.
 */
#include <string.h>

#include "kith/base.h"

static void text_loses_what_steers_a_terminal(void)
{
	static const struct { const char *in; bool lines; const char *out; } cases[] = {
		{ "plain", false, "plain" },
		{ NULL, false, "" },
		{ "a\x1b[31mred", false, "a[31mred" },
		{ "one\r\ntwo\ttab", false, "one two tab" },
		{ "one\r\ntwo\ttab", true, "one\ntwo\ttab" },
		{ "bell\a del\x7f c1\xc2\x9b", false, "bell del c1" },
		{ "right\u202Eto left\u2066", false, "rightto left" },
		{ "zero\u200Bwidth\uFEFF", false, "zerowidth" },
		{ "tag\U000E0041", false, "tag" },
		{ "umlaut \u00e4 stays", false, "umlaut \u00e4 stays" },
		{ "bad \xff byte", false, "bad \uFFFD byte" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = kith_text_clean(cases[i].in, cases[i].lines);

		g_assert_cmpstr(out, ==, cases[i].out);
	}
}

static void snippet_folds_blanks_and_is_cut(void)
{
	static const struct { const char *in; size_t chars; const char *out; } cases[] = {
		{ "  Hello \n\n  world ", 40, "Hello world" },
		{ "Hello world", 5, "Hello\u2026" },
		{ "\u00e4\u00f6\u00fc\u00df", 3, "\u00e4\u00f6\u00fc\u2026" },
		{ "", 10, "" },
		{ "exact", 5, "exact" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = kith_text_snippet(cases[i].in, cases[i].chars);

		g_assert_cmpstr(out, ==, cases[i].out);
	}
}

static void valid_is_valid_whatever_comes(void)
{
	g_autofree char *nul = kith_text_valid("a\0b", 3, 10);
	g_autofree char *cut = kith_text_valid("ab\u00e4", 4, 3);
	g_autofree char *bad = kith_text_valid("\xc3", 1, 10);

	g_assert_cmpstr(nul, ==, "ab");
	g_assert_cmpstr(cut, ==, "ab");
	g_assert_cmpstr(bad, ==, "\uFFFD");
	for (unsigned pair = 0; pair < 65536; pair++) {
		const char bytes[2] = { (char)(pair >> 8), (char)pair };
		g_autofree char *out = kith_text_valid(bytes, 2, 100);
		g_autofree char *clean = kith_text_clean(out, false);

		g_assert_true(g_utf8_validate(out, -1, NULL));
		for (const char *p = clean; *p != '\0'; p++)
			g_assert_false((unsigned char)*p < 0x20 || *p == 0x7f);
	}
}

static void addresses_are_compared_in_one_form(void)
{
	static const struct { const char *in; const char *out; } cases[] = {
		{ "Jan.Novak@Example.ORG", "jan.novak@example.org" },
		{ "  jan@example.org ", "jan@example.org" },
		{ "jan@B\u00fccher.example", "jan@xn--bcher-kva.example" },
		{ "j\u00f6rg@example.org", "j\u00f6rg@example.org" },
		{ "jan+kith@example.org", "jan+kith@example.org" },
		{ "jan", NULL },
		{ "@example.org", NULL },
		{ "jan@", NULL },
		{ ".jan@example.org", NULL },
		{ "ja..n@example.org", NULL },
		{ "\"quoted\"@example.org", NULL },
		{ "jan@example.org\r\nRCPT TO:<eve@example.net>", NULL },
		{ "jan@exa mple.org", NULL },
		{ "jan@example..org", NULL },
		{ "a@b@example.org", NULL },
		{ "jan\x01@example.org", NULL },
		{ "<jan@example.org>", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = kith_address_normalize(cases[i].in);

		g_assert_cmpstr(out, ==, cases[i].out);
	}
	g_autofree char *long_local = g_strnfill(300, 'a');
	g_autofree char *long_address = g_strconcat(long_local, "@example.org", NULL);
	g_assert_null(kith_address_normalize(long_address));
}

static void ids_depend_on_where_a_string_ends(void)
{
	g_autofree char *one = kith_hash_id(26, "ab", "c", NULL);
	g_autofree char *two = kith_hash_id(26, "a", "bc", NULL);

	g_assert_cmpuint(strlen(one), ==, 26);
	g_assert_cmpstr(one, !=, two);
	g_assert_cmpuint(strspn(one, "23456789abcdefghijkmnpqrstuvwxyz"), ==, 26);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text/text loses what steers a terminal", text_loses_what_steers_a_terminal);
	g_test_add_func("/text/a snippet folds blanks and is cut", snippet_folds_blanks_and_is_cut);
	g_test_add_func("/text/valid is valid whatever comes", valid_is_valid_whatever_comes);
	g_test_add_func("/text/addresses are compared in one form", addresses_are_compared_in_one_form);
	g_test_add_func("/text/ids depend on where a string ends", ids_depend_on_where_a_string_ends);
	return g_test_run();
}
