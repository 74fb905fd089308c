/* SPDX-License-Identifier: MIT
 * test-refusal.c - what servers say when they say no, and what it means.
 * In: codes and texts of real servers. Out: TAP. Next: src/fetch/refusal.c
 */
#include "src/fetch/refusal.h"

typedef struct {
	const char *code, *text;
	KithRefusal refusal;
	uint32_t wait_s;
} Case;

static const Case cases[] = {
	{"THROTTLED", "slow down", KITH_REFUSAL_LATER, 0},
	{NULL, "[UNAVAILABLE] Temporary authentication failure.", KITH_REFUSAL_LATER, 0},
	{NULL, "[INUSE] Mailbox in use", KITH_REFUSAL_LATER, 0},
	{"OVERQUOTA", "Account exceeded command or bandwidth limits. (Failure)", KITH_REFUSAL_LATER, 0},
	{NULL, "[LIMIT] SELECT Rate limit hit.", KITH_REFUSAL_LATER, 0},
	{"ALERT", "Too many simultaneous connections. (Failure)", KITH_REFUSAL_LATER, 0},
	{NULL, "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)", KITH_REFUSAL_LATER, 0},
	{NULL, "User is authenticated but not connected.", KITH_REFUSAL_LATER, 0},
	{NULL, "Request is throttled. Suggested Backoff Time: 299961 milliseconds", KITH_REFUSAL_LATER, 300},
	{NULL, "Request is throttled. Suggested Backoff Time: 1 milliseconds", KITH_REFUSAL_LATER, 1},
	{NULL, "Too many logins, try again in 5 minutes", KITH_REFUSAL_LATER, 300},
	{NULL, "throttled; retry after: 30", KITH_REFUSAL_LATER, 30},
	{NULL, "throttled, wait 99999999999999999999999 hours", KITH_REFUSAL_LATER, 86400},
	{NULL, "Server Unavailable. 15", KITH_REFUSAL_LATER, 0},
	{"AUTHENTICATIONFAILED", "Too many failures, temporarily blocked", KITH_REFUSAL_LOGIN, 0},
	{NULL, "[EXPIRED] the password, try again", KITH_REFUSAL_LOGIN, 0},
	{NULL, "[authorizationfailed] no", KITH_REFUSAL_LOGIN, 0},
	{"SERVERBUG", "Internal error occurred.", KITH_REFUSAL_TROUBLE, 0},
	{NULL, "Temporary failure", KITH_REFUSAL_TROUBLE, 0},
	{NULL, "Invalid credentials", KITH_REFUSAL_PLAIN, 0},
	{"TRYCREATE", "no such mailbox", KITH_REFUSAL_PLAIN, 0},
	{NULL, "[", KITH_REFUSAL_PLAIN, 0},
	{NULL, "wait", KITH_REFUSAL_PLAIN, 0},
	{NULL, NULL, KITH_REFUSAL_PLAIN, 0},
};

static void check_cases(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t wait_s = 12345;

		g_test_message("%s", cases[i].text);
		g_assert_cmpint(kith_refusal_read(cases[i].code, cases[i].text, &wait_s), ==, cases[i].refusal);
		g_assert_cmpuint(wait_s, ==, cases[i].wait_s);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/refusal/what servers say", check_cases);
	return g_test_run();
}
