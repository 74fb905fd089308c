/* SPDX-License-Identifier: MIT
 * token.c - what proves that an answer is a user's own: a signed word in the Reply-To address.
 * In: the store's key, a user, what it is about. Out: a local part's detail, or its meaning. Next: src/send/compose.c
 *
 * TOKEN = SUBJECT "." EXPIRY "." MAC; EXPIRY is the day (UTC, since 1970), MAC the first 128 bits
 * of HMAC-SHA256 over "kith-token", user, subject and day. All in letters that survive a mail program
 * which changes their case.
 */
#include <string.h>

#include "kith/send.h"

#define KEY_BYTES 32
#define MAC_BYTES 16
#define MAC_SIGNS 26		/* 128 bits in base 32 */
#define DAY_S 86400

static const char signs[] = "abcdefghijklmnopqrstuvwxyz234567";	/* RFC 4648, lower case */

static void encode(const uint8_t *bytes, size_t length, char *out)
{
	size_t count = (length * 8 + 4) / 5;

	for (size_t i = 0; i < count; i++) {
		size_t bit = i * 5;
		unsigned next = bit / 8 + 1 < length ? bytes[bit / 8 + 1] : 0;
		unsigned pair = (unsigned)bytes[bit / 8] << 8 | next;

		out[i] = signs[pair >> (11 - bit % 8) & 31];
	}
	out[count] = '\0';
}

static void mac_of(const uint8_t key[KEY_BYTES], const char *user, const char *subject, int64_t day,
		char ret_mac[MAC_SIGNS + 1])
{
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, key, KEY_BYTES);
	g_autofree char *day_text = g_strdup_printf("%" G_GINT64_FORMAT, day);
	const char *const parts[] = { "kith-token", user, subject, day_text };
	uint8_t digest[32];
	gsize length = sizeof digest;

	/* With its NUL, so that nothing moves from one part into the next. */
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		g_hmac_update(hmac, (const guchar *)parts[i], (gssize)strlen(parts[i]) + 1);
	g_hmac_get_digest(hmac, digest, &length);
	encode(digest, MAC_BYTES, ret_mac);
}

char *kith_token_make(const uint8_t key[KEY_BYTES], const char *user, const char *subject, int64_t expires_at)
{
	int64_t day = expires_at / DAY_S;
	char mac[MAC_SIGNS + 1];

	mac_of(key, user, subject, day, mac);
	return g_strdup_printf("%s.%" G_GINT64_FORMAT ".%s", subject, day, mac);
}

/* Both are MAC_SIGNS long; the time does not tell where they differ. */
static bool is_same(const char *a, const char *b)
{
	unsigned difference = 0;

	for (size_t i = 0; i < MAC_SIGNS; i++)
		difference |= (unsigned)(a[i] ^ b[i]);
	return difference == 0;
}

static bool is_day(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length <= 9 && strspn(text, "0123456789") == length;
}

bool kith_token_check(const uint8_t key[KEY_BYTES], const char *token, const char *user, int64_t now_at,
		char **ret_subject)
{
	g_autofree char *lower = g_ascii_strdown(token, -1);
	g_auto(GStrv) parts = g_strsplit(lower, ".", 4);
	char mac[MAC_SIGNS + 1];

	if (g_strv_length(parts) != 3 || *parts[0] == '\0' || !is_day(parts[1]) || strlen(parts[2]) != MAC_SIGNS)
		return false;
	int64_t day = g_ascii_strtoll(parts[1], NULL, 10);
	mac_of(key, user, parts[0], day, mac);
	if (!is_same(mac, parts[2]) || now_at / DAY_S > day)
		return false;
	*ret_subject = g_strdup(parts[0]);
	return true;
}
