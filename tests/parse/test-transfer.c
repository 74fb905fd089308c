/* SPDX-License-Identifier: MIT
 * test-transfer.c - encoded bodies, rightly and wrongly labelled, and files inside of text.
 * In: bytes and labels. Out: decoded bytes. Next: src/parse/transfer.c, inline-files.c, flowed.c
 */
#include <string.h>

#include <glib.h>

#include "src/parse/body.h"

#define LONG_LINE "Tm9ib2R5IHNhaWQgdGhhdCB0aGlzIGlzIGJhc2U2NCwgYnV0IGl0IGlzLg=="

static const struct { const char *encoding, *bytes, *text; } bodies[] = {
	{"base64", "SGVsbG8=\r\n", "Hello"},
	{"Base64 ", "SGVs\r\nbG8", "Hello"},
	{"base64", "SGVs!bG8gd29ybGQgYW5kIGFsbA==", "Hello world and all"},
	{"base64", "SGVsbG8=SGVsbG8=", "HelloHello"},
	{"base64", "Hello there, this is no base64.\n", "Hello there, this is no base64.\n"},
	{"base64", "Hi\n\nI forgot the encoding.\n", "Hi\n\nI forgot the encoding.\n"},
	{"base64", LONG_LINE "\n\n-- \nThe list's own footer\n", "Nobody said that this is base64, but it is.\n-- \nThe list's own footer\n"},
	{"quoted-printable", "Gr=C3=BC=c3=9fe", "Grüße"},
	{"quoted-printable", "a=\r\nb= \r\nc=\nd", "abcd"},
	{"quoted-printable", "the end=", "the end"},
	{"quoted-printable", "1 = 2 and x=y", "1 = 2 and x=y"},
	{"quoted_printable; x", "a=20b", "a b"},
	{NULL, "Gr=C3=BC=C3=9Fe aus K=C3=B6ln", "Grüße aus Köln"},
	{"8bit", "Gr=C3=BC=C3=9Fe as it is", "Gr=C3=BC=C3=9Fe as it is"},	/* as every mail program shows it */
	{NULL, "one line=\nand more=20=\nof it=2E", "one line=\nand more=20=\nof it=2E"},
	{"7bit", "x=3D and y=C3 are codes, but a=b is none", "x=3D and y=C3 are codes, but a=b is none"},
	{"7bit", "if a=20 and b=30 then c=40", "if a=20 and b=30 then c=40"},
	{NULL, LONG_LINE, "Nobody said that this is base64, but it is."},
	{NULL, "ThisIsOneVeryLongWordWithoutAnyBlankInItAndItIsNoBase64AtAll", NULL},
	{"x-uuencode", "begin 644 a.txt\n%2&5L;&\\ \n`\nend\n", "Hello"},
	{"no-such-encoding", "as it is", "as it is"},
	{"base64", "", ""},
};

static void test_bodies(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();

		g_byte_array_append(bytes, (const guint8 *)bodies[i].bytes, (guint)strlen(bodies[i].bytes));
		kith_transfer_decode(bytes, bodies[i].encoding, true);
		g_autofree char *text = g_strndup(bytes->len > 0 ? (const char *)bytes->data : "", bytes->len);
		g_assert_cmpstr(text, ==, bodies[i].text != NULL ? bodies[i].text : bodies[i].bytes);
	}
}

#define UU_LINE "M5&AI<R!I<R!A(&9I;&4@=&AA=\"!S=&%N9',@:6X@=&AE('1E>'0@86YD(&ET\n"

static const struct { const char *text, *rest, *names; } inline_files[] = {
	{"Hi\nbegin 644 a.txt\n%2&5L;&\\ \n`\nend\nBye\n", "Hi\nBye\n", "a.txt:5 "},
	{"begin 644 a.txt\n%2&5L;&\\ \n`\nend\nbegin 0755 b c.txt\r\n%2&5L;&\\\r\n`\r\nend\r\n", "", "a.txt:5 b c.txt:5 "},
	{"see below\nbegin 644 cut.doc\n" UU_LINE UU_LINE UU_LINE, "see below\n", "cut.doc:135 "},
	{"begin 100 things at once\nand end them\n", "begin 100 things at once\nand end them\n", ""},
	{"begin 644 nothing\nJust words.\nend\n", "begin 644 nothing\nJust words.\nend\n", ""},
	{"=ybegin line=128 size=9 name=x y.bin\nabc\n=yend size=9\nBye", "Bye", "x y.bin:9 "},
	{"=ybegin part=1 line=128 size=90 name=x.bin\n=ypart begin=1 end=9\nabc", "", "x.bin:90 "},
	{"=ybegin is a word\n", "=ybegin is a word\n", ""},
};

static void test_inline_files(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(inline_files); i++) {
		g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)kith_attachment_free);
		g_autofree char *rest = kith_inline_files_cut(inline_files[i].text, files);
		g_autoptr(GString) names = g_string_new(NULL);

		for (guint j = 0; j < files->len; j++) {
			const KithAttachment *one = files->pdata[j];

			g_string_append_printf(names, "%s:%" G_GUINT64_FORMAT " ", one->name, one->size_bytes);
		}
		g_assert_cmpstr(rest, ==, inline_files[i].rest);
		g_assert_cmpstr(names->str, ==, inline_files[i].names);
	}
}

static const struct { const char *text; bool delsp; const char *joined; } flowed[] = {
	{"This is a paragraph that was broken by the mailer \nin two.\n", false,
	 "This is a paragraph that was broken by the mailer in two.\n"},
	{"This is a word that was broken where no blank is: sus \npended.\n", true,
	 "This is a word that was broken where no blank is: suspended.\n"},
	{"Regards, \nEva\n", false, "Regards, \nEva\n"},		/* typed, not broken by the width */
	{">> a line of somebody else that goes on in the next \n>> one\nmine\n", false,
	 ">> a line of somebody else that goes on in the next one\nmine\n"},
	{"the text goes on and on and on up to the very end \n-- \nEva\n", false,
	 "the text goes on and on and on up to the very end \n-- \nEva\n"},
	{" >stuffed\n From me\n", false, ">stuffed\nFrom me\n"},
};

static void test_flowed(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(flowed); i++) {
		g_autofree char *joined = kith_flowed_join(flowed[i].text, flowed[i].delsp);

		g_assert_cmpstr(joined, ==, flowed[i].joined);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/transfer/labels-may-lie", test_bodies);
	g_test_add_func("/parse/transfer/files-in-text-are-named", test_inline_files);
	g_test_add_func("/parse/transfer/flowed-lines-are-joined", test_flowed);
	return g_test_run();
}
