/* SPDX-License-Identifier: MIT
 * test-parser.c - a real jailed parse process, ended under the parser's feet.
 */
#include <signal.h>
#include <string.h>

#include "daemon/parser.h"
#include "daemon/roles.h"

static const char mail_text[] =
	"From: Jan Novak <jan@customer.example>\r\n"
	"To: ada@example.com\r\n"
	"Subject: Offer\r\n"
	"Message-ID: <m1@customer.example>\r\n"
	"Date: Mon, 02 Mar 2026 10:00:00 +0100\r\n"
	"\r\n"
	"Could you send it today?\r\n";

static void assert_understood(KithParser *parser)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) slim = g_bytes_new_static(mail_text, strlen(mail_text));
	g_autoptr(KithMail) mail = kith_parser_parse(parser, slim, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(mail->message_id, ==, "m1@customer.example");
	g_assert_cmpstr(mail->subject, ==, "Offer");
}

static void test_mails(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(KithParser) parser = kith_parser_new(&error);

	g_assert_no_error(error);
	assert_understood(parser);
	int pid = kith_parser_pid(parser);
	assert_understood(parser);
	g_assert_cmpint(kith_parser_pid(parser), ==, pid);
}

static void test_death(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(KithParser) parser = kith_parser_new(&error);

	g_assert_no_error(error);
	assert_understood(parser);
	int pid = kith_parser_pid(parser);
	g_assert_cmpint(kill(pid, SIGKILL), ==, 0);
	assert_understood(parser);
	g_assert_cmpint(kith_parser_pid(parser), !=, pid);
}

/* Stopped it neither dies nor answers: only the deadline helps. */
static void test_hang(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(KithParser) parser = kith_parser_new(&error);

	assert_understood(parser);
	kith_parser_set_try_s(parser, 2);
	g_assert_cmpint(kill(kith_parser_pid(parser), SIGSTOP), ==, 0);
	assert_understood(parser);
}

int main(int argc, char **argv)
{
	bool is_child;
	int status = kith_child_main(argc, argv, &is_child);

	if (is_child)
		return status;
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parser/one-process-serves-many-mails", test_mails);
	g_test_add_func("/parser/a-dead-process-is-replaced-and-the-mail-tried-again", test_death);
	g_test_add_func("/parser/a-hung-process-is-ended-and-the-mail-tried-again", test_hang);
	return g_test_run();
}
