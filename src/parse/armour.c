/* SPDX-License-Identifier: MIT
 * armour.c - the lines by which OpenPGP and S/MIME wrap a text.
 * In: marked lines. Out: more marks, and signed lines without their escapes. Next: src/parse/banner.c
 *
 * RFC 9580, 6.2 and 7.2. A signed text is a text to be read; only what wraps it is armour.
 */
#include <string.h>

#include "sign-off.h"

#define MAX_HEADERS 8

/* "Hash: SHA512", "Version: GnuPG v2" */
static bool is_header(const char *line)
{
	static const char *const names[] = {
		"Hash: ", "Version: ", "Comment: ", "Charset: ", "MessageID: ", "NotDashEscaped: ",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (g_str_has_prefix(line, names[i]))
			return true;
	}
	return false;
}

static guint behind_headers(const KithMarked *marked, guint i)
{
	guint end = i;

	while (end < marked->lines->len && end - i < MAX_HEADERS && is_header(kith_line_at(marked, end)))
		end++;
	return end;
}

/* A line of base64, or the checksum below it. */
static bool is_radix64(const char *line)
{
	size_t length = strlen(line);

	return length > 0 && length <= 80 &&
	       strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") == length;
}

/* Behind a block whose first line is at I: behind its END line, or where no armour goes on. */
static guint block_end(const KithMarked *marked, guint i)
{
	guint at = behind_headers(marked, i + 1);

	for (; at < marked->lines->len; at++) {
		const char *line = kith_line_at(marked, at);

		if (g_str_has_prefix(line, "-----END "))
			return at + 1;
		if (!kith_line_is_blank(line) && !is_radix64(line))
			break;
	}
	return at;
}

static void unescape(char *line)
{
	if (g_str_has_prefix(line, "- -") || g_str_has_prefix(line, "- From "))
		memmove(line, line + 2, strlen(line + 2) + 1);
}

void kith_mark_armour(KithMarked *marked)
{
	bool is_signed = false;

	for (guint i = 0; i < marked->lines->len;) {
		char *line = marked->lines->pdata[i];
		guint end = i + 1;

		if (g_str_has_prefix(line, "-----BEGIN PGP SIGNED MESSAGE-----")) {
			is_signed = true;
			end = behind_headers(marked, end);
			kith_own_mark(marked, i, end, KITH_ZONE_ARMOUR, "signed with OpenPGP");
		} else if (g_str_has_prefix(line, "-----BEGIN PGP SIGNATURE-----")) {
			is_signed = false;
			end = block_end(marked, i);
			kith_own_mark(marked, i, end, KITH_ZONE_ARMOUR, "OpenPGP signature");
		} else if (g_str_has_prefix(line, "-----BEGIN PGP ")) {
			end = block_end(marked, i);
			kith_own_mark(marked, i, end, KITH_ZONE_ARMOUR, "OpenPGP block");
		} else if (g_str_has_prefix(line, "-----BEGIN PKCS7-----") ||
			   g_str_has_prefix(line, "-----BEGIN CMS-----")) {
			end = block_end(marked, i);
			kith_own_mark(marked, i, end, KITH_ZONE_ARMOUR, "S/MIME block");
		} else if (is_signed && marked->zones[i] == KITH_ZONE_NEW) {
			unescape(line);
		}
		i = end;
	}
}
