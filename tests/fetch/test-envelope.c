/* SPDX-License-Identifier: MIT
 * test-envelope.c - the few lines that tell which mail it is, from anything.
 * In: header blocks, good and bad. Out: TAP. Next: src/fetch/envelope.c
 */
#include <string.h>

#include "src/fetch/envelope.h"

typedef struct {
	const char *text, *expected;
} Case;

static const Case cases[] = {
	{"Received: x\r\nMessage-ID: <1@example.com>\r\nSubject: An\r\n offer\r\nFROM : Ines <ines@example.com>\r\n"
	 "Date: Tue, 3 Mar 2026 09:00:00 +0100\r\n\r\nFrom: nobody\r\n",
	 "From: Ines <ines@example.com>\nDate: Tue, 3 Mar 2026 09:00:00 +0100\nSubject: An offer\nMessage-ID: <1@example.com>"},
	{"Subject: one\nSubject: two\n", "Subject: one"},
	{"Subject:   a \t\t b  \n", "Subject: a b"},
	{"Subject: =?utf-8?Q?gr=C3=BC=C3=9Fe?=\n", "Subject: =?utf-8?Q?gr=C3=BC=C3=9Fe?="},
	{"Subject: evil\x1b[31m\xff\n", "Subject: evil[31m\xef\xbf\xbd"},
	{"Subjects: none\nX-From: none\nDate\n", NULL},
	{"Subject:\r\n\r\n", NULL},
	{"\r\nSubject: in the body\r\n", NULL},
	{"From", NULL},
	{"", NULL},
};

static void check_cases(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *envelope =
			kith_envelope_read((const uint8_t *)cases[i].text, strlen(cases[i].text));

		g_assert_cmpstr(envelope, ==, cases[i].expected);
	}
}

/* Long values are cut, so that all four fit. */
static void check_long(void)
{
	g_autoptr(GString) text = g_string_new("From: ");

	for (int i = 0; i < 2000; i++)
		g_string_append(text, "\xc3\xbc");
	g_string_append(text, "\r\nDate: ");
	for (int i = 0; i < 2000; i++)
		g_string_append(text, "\xc3\xbc ");
	g_autofree char *more = g_strdup_printf("%s\r\nSubject%s\r\nMessage-ID%s", text->str, text->str + 4, text->str + 4);
	g_autofree char *envelope = kith_envelope_read((const uint8_t *)more, strlen(more));
	g_assert_cmpuint(strlen(envelope), <=, KITH_ENVELOPE_BYTES);
	g_assert_nonnull(strstr(envelope, "\nMessage-ID: "));
	g_assert_true(g_utf8_validate(envelope, -1, NULL));
}

/* Whatever the bytes: a limit is kept, the text is clean, each line is one of four. */
static void check_anything(void)
{
	static const char alphabet[] = "FromDateSubject:Message-ID \t\r\n\n\n\0\x80\xff\xc3<@>";

	for (guint32 seed = 0; seed < 3000; seed++) {
		g_autoptr(GRand) random = g_rand_new_with_seed(seed);
		uint8_t bytes[400];
		size_t length = (size_t)g_rand_int_range(random, 0, sizeof bytes);

		for (size_t i = 0; i < length; i++)
			bytes[i] = (uint8_t)alphabet[g_rand_int_range(random, 0, sizeof alphabet - 1)];
		if (length > 9 && seed % 2 == 0)
			memcpy(bytes + g_rand_int_range(random, 0, (gint32)length - 8), "\nSubject", 8);
		g_autofree uint8_t *exact = g_memdup2(bytes, length);
		g_autofree char *envelope = kith_envelope_read(exact, length);
		if (envelope == NULL)
			continue;
		g_assert_cmpuint(strlen(envelope), <=, KITH_ENVELOPE_BYTES);
		g_assert_true(g_utf8_validate(envelope, -1, NULL));
		g_auto(GStrv) lines = g_strsplit(envelope, "\n", -1);
		g_assert_cmpuint(g_strv_length(lines), <=, 4);
		for (char **line = lines; *line != NULL; line++)
			g_assert_nonnull(strstr(*line, ": "));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/envelope/cases", check_cases);
	g_test_add_func("/envelope/long values are cut", check_long);
	g_test_add_func("/envelope/any bytes", check_anything);
	return g_test_run();
}
