/* SPDX-License-Identifier: MIT
 * test-compose.c - a mail of kith is clean on the wire, whatever a stranger wrote into its parts.
 * In: src/send/compose.c. Out: TAP. Next: src/send/compose.c
 */
#include <string.h>

#include "kith/send.h"

#define HOSTILE "Offer\r\nBcc: eve@example.net\r\n\r\n\033[31m\xe2\x80\xae" "body"

static const KithLetter plain = {
	.from_name = "kith", .from_address = "kith@example.com", .to_name = "Ada Ohm", .to_address = "ada@example.com",
	.reply_to = "kith+abc@example.com", .subject = "Re: Offer", .message_id = "m1@example.com",
	.kith_id = "abc.def", .text = "Done.\n", .date_at = 1772442000,
};

static char *compose(const KithLetter *from)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GError) error = NULL;
	KithLetter letter = *from;

	letter.zone = zone;
	g_autoptr(GBytes) bytes = kith_compose(&letter, &error);
	g_assert_no_error(error);
	return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static void assert_clean_lines(const char *mail)
{
	size_t length = 0;

	for (const char *p = mail; *p != '\0'; p++) {
		g_assert_cmpint((unsigned char)*p, <, 0x80);
		g_assert_cmpint(*p, !=, '\033');
		if (*p == '\r')
			g_assert_cmpint(p[1], ==, '\n');
		if (*p == '\n')
			g_assert_true(p > mail && p[-1] == '\r');
		length = *p == '\n' ? 0 : length + 1;
		g_assert_cmpint(length, <=, 998 + 1);	/* with its CR */
	}
	g_assert_true(g_str_has_suffix(mail, "\r\n"));
}

static guint count_header(const char *mail, const char *name)
{
	g_auto(GStrv) lines = g_strsplit(mail, "\r\n", -1);
	g_autofree char *start = g_strdup_printf("%s:", name);
	guint count = 0;

	for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
		count += g_ascii_strncasecmp(lines[i], start, strlen(start)) == 0;
	return count;
}

static void assert_headers(const char *mail)
{
	static const char *const once[] = { "From", "To", "Reply-To", "Subject", "Message-ID", "Date", "X-Kith-Id" };

	for (size_t i = 0; i < G_N_ELEMENTS(once); i++)
		g_assert_cmpint(count_header(mail, once[i]), ==, 1);
	g_assert_cmpint(count_header(mail, "Bcc"), ==, 0);
}

static void every_header_once_and_clean_lines(void)
{
	g_autofree char *mail = compose(&plain);

	assert_clean_lines(mail);
	assert_headers(mail);
}

static void a_long_foreign_text_is_7_bit(void)
{
	g_autofree char *many = g_strnfill(5000, 'x');
	g_autofree char *text = g_strdup_printf("Gr\xc3\xbc\xc3\x9f" "e\rbare\r\n.\r\nFrom me\n%s", many);
	KithLetter letter = plain;

	letter.text = text;
	letter.subject = "Gr\xc3\xbc\xc3\x9f" "e";
	g_autofree char *mail = compose(&letter);
	assert_clean_lines(mail);
	assert_headers(mail);
}

static void hostile_names_and_subjects_add_no_header(void)
{
	KithLetter letter = plain;

	letter.subject = letter.to_name = letter.from_name = HOSTILE;
	g_autofree char *mail = compose(&letter);
	assert_clean_lines(mail);
	assert_headers(mail);
	g_assert_null(strstr(mail, "\xe2\x80\xae"));
	g_assert_null(strstr(mail, "=E2=80=AE"));
}

static void assert_refused(const KithLetter *letter)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(kith_compose(letter, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void what_could_smuggle_is_refused(void)
{
	KithLetter to = plain, from = plain, reply = plain, blank = plain, lines = plain;

	to.to_address = "ada@example.com\r\nBcc: eve@example.net";
	from.from_address = "kith@example.com\r\nBcc: eve@example.net";
	reply.reply_to = "kith@example.com\r\nBcc: eve@example.net";
	blank.message_id = "m 1@example.com";
	lines.message_id = "m1@example.com>\r\nBcc: eve@example.net";
	assert_refused(&to);
	assert_refused(&from);
	assert_refused(&reply);
	assert_refused(&blank);
	assert_refused(&lines);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/compose/headers", every_header_once_and_clean_lines);
	g_test_add_func("/compose/long", a_long_foreign_text_is_7_bit);
	g_test_add_func("/compose/hostile", hostile_names_and_subjects_add_no_header);
	g_test_add_func("/compose/refused", what_could_smuggle_is_refused);
	return g_test_run();
}
