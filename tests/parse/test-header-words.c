/* SPDX-License-Identifier: MIT
 * test-header-words.c - encoded words and parameters as mailers really write them.
 * In: raw field values. Out: clean text. Next: src/parse/encoded-word.c, parameter.c
 */
#include <string.h>

#include <glib.h>

#include "src/parse/body.h"

static const struct { const char *raw, *text; } words[] = {
	{"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"},
	{"=?UTF-8?B?R3LDvMOfZQ==?= aus =?utf-8?q?K=C3=B6ln?=", "Grüße aus Köln"},
	{"=?utf-8?B?R3LDvMOfZQ=?=", "Grüße"},					/* padding lost */
	{"=?none?B?UHJvYmU?=", "Probe"},
	{"=?utf-8?Q?K=C3?= =?utf-8?Q?=B6ln?=", "Köln"},				/* a character split */
	{"=?utf-8?B?w7w=?=\t=?utf-8?B?w7w=?=", "üü"},
	{"=?iso-8859-1?Q?=FC?= =?utf-8?Q?=C3=BC?=", "üü"},			/* two charsets side by side */
	{"=?utf-8?Q?hello world?=", "hello world"},				/* blanks inside */
	{"=?utf-8?Q?hello", "hello"},						/* cut off */
	{"=?utf-8?Q?hello?", "hello"},
	{"=?utf-8?B?aGVsbG8", "hello"},
	{"=?utf-8?Q?one =?utf-8?Q?_two?=", "one two"},				/* one end lost */
	{"=?utf-8?Q?What?=20now=3F?=", "What? now?"},
	{"=?utf-8*de?Q?Stra=C3=9Fe?=", "Straße"},
	{"=?us-ascii?Q?na=EFve?=", "naïve"},
	{"=?utf-8?Q?na=EFve?=", "naïve"},					/* wrong charset */
	{"=?iso-8859-1?Q?Z=C3=BCrich?=", "Zürich"},
	{"=?utf-8?Q?Z\xc3\xbcrich=20?=ok", "Zürich ok"},			/* bare 8-bit inside */
	{"\"=?utf-8?Q?M=C3=BCller,_Eva?=\"", "\"Müller, Eva\""},
	{"Re: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "Re: 日本"},
	{"=?GB2312?B?xOO6ww==?=", "你好"},
	{"=??Q?plain?=", "plain"},
	{"=?utf-8?Q?=3D=3Futf-8=3FQ=3FK=3DC3=3DB6ln=3F=3D?=", "Köln"},		/* encoded twice */
	{"a =? b ?= c", "a =? b ?= c"},
	{"=?x", "=?x"},
	{"1 =?= 2?", "1 =?= 2?"},
	{"K\xf6ln", "Köln"},
	{"\xcf\xf0\xe8\xe2\xe5\xf2 \xe2\xf1\xe5\xec", "Привет всем"},
};

static void test_words(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autofree char *text = kith_header_decode(words[i].raw, 1000);

		g_assert_cmpstr(text, ==, words[i].text);
	}
}

static const struct { const char *field, *name, *value; } parameters[] = {
	{"attachment; filename=report.pdf", "filename", "report.pdf"},
	{"attachment; filename=My report 2.pdf; size=3", "filename", "My report 2.pdf"},
	{"attachment; filename=\"a \\\"b\\\".pdf\"", "filename", "a \"b\".pdf"},
	{"attachment; filename=\"C:\\Users\\eva\\offer.doc\"", "filename", "C:\\Users\\eva\\offer.doc"},
	{"attachment; filename*=UTF-8''%e2%82%ac%20rates.pdf", "filename", "€ rates.pdf"},
	{"attachment; filename*=iso-8859-1'en'%A3%20rates.pdf; filename=x.pdf", "filename", "£ rates.pdf"},
	{"attachment; filename*1=\"end.pdf\"; filename*0=\"begin \"", "filename", "begin end.pdf"},
	{"attachment; filename*0*=UTF-8''K%C3; filename*1*=%B6ln; filename*2=.pdf", "filename", "Köln.pdf"},
	{"attachment; filename*0=\"=?utf-8?Q?K=C3\"; filename*1=\"=B6ln.pdf?=\"", "filename", "Köln.pdf"},
	{"attachment; filename=\"=?utf-8?B?S8O2bG4ucGRm?=\"", "filename", "Köln.pdf"},
	{"attachment; filename==?utf-8?B?S8O2bG4ucGRm?=", "filename", "Köln.pdf"},
	{"attachment; filename=\"K%C3%B6ln.pdf\"", "filename", "Köln.pdf"},
	{"attachment; filename=\"100%25.pdf\"", "filename", "100%25.pdf"},
	{"attachment; filename=K\xf6ln.pdf", "filename", "Köln.pdf"},
	{"attachment; filename*=utf-8''", "filename", NULL},
	{"attachment; FileName = \"x.pdf\" ;", "filename", "x.pdf"},
	{"attachment; filename", "filename", NULL},
	{"attachment; filename=\"never closed.pdf", "filename", "never closed.pdf"},
	{"text/plain; charset", "charset", NULL},
	{"text/plain; charset=\"utf-8\"; format=flowed", "format", "flowed"},
	{"text/plain;;; charset = utf-8", "charset", "utf-8"},
	{"text/plain", "charset", NULL},
};

static void test_parameters(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++) {
		g_autofree char *value = kith_parameter_read(parameters[i].field, parameters[i].name, 200);

		g_assert_cmpstr(value, ==, parameters[i].value);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	kith_charset_init();
	g_test_add_func("/parse/header-words/encoded-words-are-read-as-meant", test_words);
	g_test_add_func("/parse/header-words/parameters-are-read-as-meant", test_parameters);
	return g_test_run();
}
