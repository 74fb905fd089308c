/* SPDX-License-Identifier: MIT
 * refusal.c - what a server means when it says no.
 * In: its response code and text. Out: a kind, and how long to wait. Next: src/fetch/session.c
 *
 * Codes win over words: "[AUTHENTICATIONFAILED] temporarily blocked" is about the login, and
 * trying it again and again is what blocked it.
 */
#include <string.h>

#include "refusal.h"

#define MAX_WAIT_S (24 * 3600)

typedef struct {
	const char *text;
	KithRefusal refusal;
} Sign;

/* RFC 5530, RFC 9051 7.1; THROTTLED is Yahoo's and Microsoft's. */
static const Sign codes[] = {
	{"AUTHENTICATIONFAILED", KITH_REFUSAL_LOGIN},
	{"AUTHORIZATIONFAILED", KITH_REFUSAL_LOGIN},
	{"EXPIRED", KITH_REFUSAL_LOGIN},
	{"PRIVACYREQUIRED", KITH_REFUSAL_LOGIN},
	{"THROTTLED", KITH_REFUSAL_LATER},
	{"UNAVAILABLE", KITH_REFUSAL_LATER},
	{"INUSE", KITH_REFUSAL_LATER},
	{"LIMIT", KITH_REFUSAL_LATER},
	{"OVERQUOTA", KITH_REFUSAL_LATER},
	{"SERVERBUG", KITH_REFUSAL_TROUBLE},
	{"CONTACTADMIN", KITH_REFUSAL_TROUBLE},
	{"CORRUPTION", KITH_REFUSAL_TROUBLE},
};

/* As Microsoft ("User is authenticated but not connected", "Suggested Backoff Time"), Google
 * ("Account exceeded command or bandwidth limits", "Too many simultaneous connections"),
 * Yahoo ("Rate limit hit"), Dovecot ("Maximum number of connections from user+IP exceeded")
 * and Courier ("Too many connections") put it. The first that fits. */
static const Sign words[] = {
	{"throttl", KITH_REFUSAL_LATER},
	{"backoff time", KITH_REFUSAL_LATER},
	{"too many", KITH_REFUSAL_LATER},
	{"maximum number of connections", KITH_REFUSAL_LATER},
	{"rate limit", KITH_REFUSAL_LATER},
	{"bandwidth", KITH_REFUSAL_LATER},
	{"authenticated but not connected", KITH_REFUSAL_LATER},
	{"server busy", KITH_REFUSAL_LATER},
	{"too busy", KITH_REFUSAL_LATER},
	{"server unavailable", KITH_REFUSAL_LATER},
	{"try again", KITH_REFUSAL_TROUBLE},
	{"temporar", KITH_REFUSAL_TROUBLE},
	{"unavailable", KITH_REFUSAL_TROUBLE},
	{"internal error", KITH_REFUSAL_TROUBLE},
	{"server error", KITH_REFUSAL_TROUBLE},
};

static bool find_code(const char *code, size_t length, KithRefusal *ret_refusal)
{
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (strlen(codes[i].text) == length &&
		    g_ascii_strncasecmp(codes[i].text, code, length) == 0) {
			*ret_refusal = codes[i].refusal;
			return true;
		}
	return false;
}

/* The seconds in "299961 milliseconds", "5 min", "30". */
static uint32_t read_time(const char *at)
{
	static const struct { const char *unit; uint64_t ms; } units[] = {
		{"millis", 1}, {"ms", 1}, {"m", 60000}, {"h", 3600000}, {"s", 1000}, {"", 1000},
	};
	char *after;

	while (*at == ':' || g_ascii_isspace(*at))
		at++;
	uint64_t number = MIN(g_ascii_strtoull(at, &after, 10), UINT32_MAX), ms = 0;
	if (!g_ascii_isdigit(*at))
		return 0;
	while (*after == ' ')
		after++;
	for (size_t i = 0; ms == 0 && i < G_N_ELEMENTS(units); i++)
		if (strncmp(after, units[i].unit, strlen(units[i].unit)) == 0)
			ms = units[i].ms;
	return (uint32_t)MIN((number * ms + 999) / 1000, MAX_WAIT_S);
}

static uint32_t find_wait(const char *text)
{
	static const char *const phrases[] = {"backoff time", "retry after", "try again in",
					      "try again after", "wait"};

	for (size_t i = 0; i < G_N_ELEMENTS(phrases); i++) {
		const char *at = strstr(text, phrases[i]);
		uint32_t wait_s = at != NULL ? read_time(at + strlen(phrases[i])) : 0;

		if (wait_s != 0)
			return wait_s;
	}
	return 0;
}

KithRefusal kith_refusal_read(const char *code, const char *text, uint32_t *ret_wait_s)
{
	g_autofree char *said = g_ascii_strdown(text != NULL ? text : "", -1);
	const char *bracket = said[0] == '[' ? said + 1 : NULL;
	KithRefusal refusal = KITH_REFUSAL_PLAIN;

	*ret_wait_s = find_wait(said);
	if (code != NULL && find_code(code, strlen(code), &refusal))
		return refusal;
	if (bracket != NULL && find_code(bracket, strcspn(bracket, "] "), &refusal))
		return refusal;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(said, words[i].text) != NULL)
			return words[i].refusal;
	return KITH_REFUSAL_PLAIN;
}
