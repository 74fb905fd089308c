/* SPDX-License-Identifier: MIT
 * test-slim.c - what of a mail stays and what becomes a line.
 * In: a table of mails. Out: TAP. Next: tests/fetch/test-local.c
 */
#include <string.h>

#include "src/fetch/slim.h"

#define HEAD "From: Ines <ines@example.com>\r\nSubject: x\r\n"
#define MIXED HEAD "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
#define TEXT "Content-Type: text/plain\r\n\r\nHello\r\n"
#define PDF "Content-Type: application/pdf; name=x.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"

static const struct {
	const char *name, *mail, *slim;	/* slim NULL: as it came */
} table[] = {
	{"empty", "", NULL},
	{"no-header", "\r\njust text\r\n", NULL},
	{"plain", HEAD "\r\nHello\r\n", NULL},
	{"plain-lf", "Subject: x\n\nHello\n", NULL},
	{"alternative", HEAD "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n" TEXT
		"--b\r\nContent-Type: text/html\r\n\r\n<p>Hello\r\n--b--\r\n", NULL},
	{"uuencode-stays", HEAD "\r\nbegin 644 x\r\n#0V%T\r\n`\r\nend\r\n", NULL},
	{"attachment", MIXED "--b\r\n" TEXT "--b\r\n" PDF "AAAA\r\nAAAA\r\n--b--\r\n",
		MIXED "--b\r\n" TEXT "--b\r\n" PDF "[kith: 6 bytes left out]\r\n--b--\r\n"},
	{"padding-counts-not", MIXED "--b\r\n" PDF "AAAAAA==\r\n--b--\r\n",
		MIXED "--b\r\n" PDF "[kith: 4 bytes left out]\r\n--b--\r\n"},
	{"quoted-printable", MIXED "--b\r\nContent-Type: image/svg+xml\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\na=3Db=\r\nc\r\n--b--\r\n",
		MIXED "--b\r\nContent-Type: image/svg+xml\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
		"[kith: 4 bytes left out]\r\n--b--\r\n"},
	{"a-line-break-is-one-byte", MIXED "--b\r\nContent-Type: application/pgp-signature\r\n\r\na\r\nb\r\n--b--\r\n",
		MIXED "--b\r\nContent-Type: application/pgp-signature\r\n\r\n[kith: 3 bytes left out]\r\n--b--\r\n"},
	{"text-after-attachment", MIXED "--b\r\n" PDF "AAAA\r\n--b\r\n" TEXT "--b--\r\n",
		MIXED "--b\r\n" PDF "[kith: 3 bytes left out]\r\n--b\r\n" TEXT "--b--\r\n"},
	{"single-image", HEAD "Content-Type: image/png\r\n\r\n12345",
		HEAD "Content-Type: image/png\r\n\r\n[kith: 5 bytes left out]"},
	{"text-file-attached", MIXED "--b\r\nContent-Type: text/csv\r\n"
		"Content-Disposition: attachment; filename*=utf-8''a.csv\r\n\r\n1,2\r\n--b--\r\n",
		MIXED "--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename*=utf-8''a.csv\r\n\r\n"
		"[kith: 3 bytes left out]\r\n--b--\r\n"},
	{"attached-without-name-stays", MIXED "--b\r\nContent-Type: text/plain\r\n"
		"Content-Disposition: attachment\r\n\r\n1,2\r\n--b--\r\n", NULL},
	{"calendar-attached-stays", MIXED "--b\r\nContent-Type: text/calendar\r\n"
		"Content-Disposition: attachment; filename=i.ics\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n", NULL},
	{"tnef-stays", MIXED "--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n\r\n"
		"eJ8+\r\n--b--\r\n", NULL},
	{"tnef-by-its-name-stays", MIXED "--b\r\nContent-Type: application/octet-stream; name=WINMAIL.DAT\r\n\r\n"
		"eJ8+\r\n--b--\r\n", NULL},
	{"signed-smime-stays", HEAD "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n", NULL},
	{"encrypted-smime-goes", HEAD "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\nAAAA",
		HEAD "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\n[kith: 3 bytes left out]"},
	{"report-stays", HEAD "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n" TEXT
		"--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--b--\r\n", NULL},
	{"message-inside-is-slimmed", MIXED "--b\r\nContent-Type: message/rfc822\r\n"
		"Content-Disposition: attachment; filename=m.eml\r\n\r\n"
		"Subject: inner\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n" TEXT
		"--bb\r\n" PDF "AAAA\r\n--bb--\r\n--b\r\n" TEXT "--b--\r\n",
		MIXED "--b\r\nContent-Type: message/rfc822\r\n"
		"Content-Disposition: attachment; filename=m.eml\r\n\r\n"
		"Subject: inner\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n" TEXT
		"--bb\r\n" PDF "[kith: 3 bytes left out]\r\n--bb--\r\n--b\r\n" TEXT "--b--\r\n"},
	{"inner-boundary-never-closed", MIXED "--b\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n"
		"--in\r\n" TEXT "--b\r\n" PDF "AAAA\r\n--b--\r\n",
		MIXED "--b\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n"
		"--in\r\n" TEXT "--b\r\n" PDF "[kith: 3 bytes left out]\r\n--b--\r\n"},
	{"boundary-never-comes", MIXED "some text\r\n--c\r\nmore text\r\n", NULL},
	{"multipart-without-boundary", HEAD "Content-Type: multipart/mixed\r\n\r\n--b\r\n" TEXT "--b--\r\n", NULL},
	{"attachment-never-closed", MIXED "--b\r\n" PDF "AAAA\r\n",
		MIXED "--b\r\n" PDF "[kith: 3 bytes left out]"},
	{"text-behind-base64-stays", MIXED "--b\r\n" PDF "AAAA\r\n_____________\r\na list's footer\r\n",
		MIXED "--b\r\n" PDF "[kith: 3 bytes left out]\r\n_____________\r\na list's footer\r\n"},
	{"delimiter-in-header", MIXED "--b\r\nContent-Type: text/plain\r\n--b\r\n" TEXT "--b--\r\n", NULL},
	{"epilogue-stays", MIXED "--b\r\n" PDF "AAAA\r\n--b--\r\nlast words\r\n",
		MIXED "--b\r\n" PDF "[kith: 3 bytes left out]\r\n--b--\r\nlast words\r\n"},
	{"folded-boundary", HEAD "Content-Type: multipart/mixed;\r\n\tcharset=x;\r\n boundary=\"a \\\"b\"\r\n\r\n"
		"--a \"b\r\n" PDF "AAAA\r\n--a \"b--\r\n",
		HEAD "Content-Type: multipart/mixed;\r\n\tcharset=x;\r\n boundary=\"a \\\"b\"\r\n\r\n"
		"--a \"b\r\n" PDF "[kith: 3 bytes left out]\r\n--a \"b--\r\n"},
	{"boundary-in-pieces", HEAD "Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\r\n\r\n"
		"--ab\r\n" PDF "AAAA\r\n--ab--\r\n",
		HEAD "Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\r\n\r\n"
		"--ab\r\n" PDF "[kith: 3 bytes left out]\r\n--ab--\r\n"},
	{"digest", HEAD "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n"
		"Subject: one\r\nContent-Type: image/png\r\n\r\n123\r\n--b--\r\n",
		HEAD "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n"
		"Subject: one\r\nContent-Type: image/png\r\n\r\n[kith: 3 bytes left out]\r\n--b--\r\n"},
};

static void check_row(gconstpointer data)
{
	const char *mail = table[GPOINTER_TO_SIZE(data)].mail, *wanted = table[GPOINTER_TO_SIZE(data)].slim;
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) slim = kith_slim_from_bytes((const uint8_t *)mail, strlen(mail), defects);
	gsize length;
	const char *bytes = g_bytes_get_data(slim, &length);
	g_autofree char *got = g_strndup(bytes != NULL ? bytes : "", length);

	g_assert_cmpstr(got, ==, wanted != NULL ? wanted : mail);
	g_assert_cmpuint(defects->len, ==, 0);
}

/* A line may be longer than the few bytes it stands for, no more. */
static void slim_hardly_ever_grows(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		const char *mail = table[i].mail;
		g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
		g_autoptr(GBytes) once = kith_slim_from_bytes((const uint8_t *)mail, strlen(mail), defects);

		g_assert_cmpuint(g_bytes_get_size(once), <=, strlen(mail) + 64);
	}
}

static GBytes *slim_of(GString *mail, GPtrArray *defects)
{
	return kith_slim_from_bytes((const uint8_t *)mail->str, mail->len, defects);
}

static void a_long_text_is_cut_with_a_defect(void)
{
	g_autoptr(GString) mail = g_string_new(HEAD "\r\n");
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);

	while (mail->len < 2 * KITH_LIMIT_PART_BYTES)
		g_string_append(mail, "a line of text\r\n");
	g_autoptr(GBytes) slim = slim_of(mail, defects);
	g_assert_cmpuint(g_bytes_get_size(slim), <, KITH_LIMIT_PART_BYTES + 200);
	g_assert_cmpuint(g_bytes_get_size(slim), >, KITH_LIMIT_PART_BYTES - 200);
	g_assert_cmpuint(defects->len, ==, 1);
}

static void bombs_stay_small(void)
{
	static const struct { const char *once, *again; guint times; } bombs[] = {
		{"Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n", 400000},
		{"", "Content-Type: message/rfc822\r\n\r\n", 100000},
		{"", "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n", 100000},
		{"Subject: ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 400000},
		{"", "X-A: b\r\n", 1000000},
		{"Content-Type: text/plain; ", "a*1*=x; ", 500000},
		{"Content-Type: multipart/mixed; boundary=\"", "\\\\\\", 500000},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(bombs); i++) {
		g_autoptr(GString) mail = g_string_new(bombs[i].once);
		g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);

		for (guint n = 0; n < bombs[i].times; n++)
			g_string_append(mail, bombs[i].again);
		g_autoptr(GBytes) slim = slim_of(mail, defects);
		g_assert_cmpuint(g_bytes_get_size(slim), <=, KITH_LIMIT_SLIM_BYTES + 100000);
		g_assert_cmpuint(defects->len, >, 0);
		g_assert_cmpuint(defects->len, <=, KITH_LIMIT_LIST_ITEMS);
	}
}

static void a_larger_mail_is_its_header_block(void)
{
	static const struct { const char *bytes, *slim; } cases[] = {
		{"Subject: a\r\n\r\nbody", "Subject: a\r\n\r\n[kith: 986 bytes left out]\r\n"},
		{"Subject: a\n\nbody", "Subject: a\n\n[kith: 988 bytes left out]\r\n"},
		{"Subject: a\r\nTo: cut in the mid", "Subject: a\r\n\r\n[kith: 988 bytes left out]\r\n"},
		{"no line at all", "\r\n[kith: 1000 bytes left out]\r\n"},
		{"\r\nbody", "\r\n[kith: 998 bytes left out]\r\n"},
		{"", "\r\n[kith: 1000 bytes left out]\r\n"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
		g_autoptr(GBytes) slim = kith_slim_header((const uint8_t *)cases[i].bytes,
							  strlen(cases[i].bytes), 1000, defects);
		gsize length;
		const char *bytes = g_bytes_get_data(slim, &length);
		g_autofree char *text = g_strndup(bytes, length);

		g_assert_cmpstr(text, ==, cases[i].slim);
		g_assert_cmpuint(defects->len, ==, 1);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *path = g_strdup_printf("/slim/%s", table[i].name);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), check_row);
	}
	g_test_add_func("/slim/hardly-ever-grows", slim_hardly_ever_grows);
	g_test_add_func("/slim/a-long-text-is-cut-with-a-defect", a_long_text_is_cut_with_a_defect);
	g_test_add_func("/slim/bombs-stay-small", bombs_stay_small);
	g_test_add_func("/slim/a-larger-mail-is-its-header-block", a_larger_mail_is_its_header_block);
	return g_test_run();
}
