/* SPDX-License-Identifier: MIT
 * text.c - text that strangers wrote, made fit for a terminal, a mail, a comparison.
 * In: bytes. Out: clean, valid UTF-8. Next: src/base/wire.c
 */
#include <string.h>

#include "kith/base.h"

#include <idn2.h>

/* Characters that steer a terminal, turn the reading direction or cannot be seen
 * (Unicode TR 36, "Trojan Source"); what is left of a name is what a reader sees. */
static bool is_harmful(gunichar c, bool keep_lines)
{
	if (c == '\n' || c == '\t')
		return !keep_lines;
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x00ad || c == 0x061c || c == 0x180e ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

char *kith_text_clean(const char *text, bool keep_lines)
{
	if (text == NULL)
		return g_strdup("");
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_sized_new(strlen(valid));

	for (const char *p = valid; *p != '\0';) {
		const char *start = p;

		while (*p >= ' ' && *p < 0x7f)	/* nearly all of it */
			p++;
		g_string_append_len(out, start, p - start);
		if (*p == '\0')
			break;
		gunichar c = g_utf8_get_char(p);
		const char *next = g_utf8_next_char(p);
		if (!is_harmful(c, keep_lines))
			g_string_append_len(out, p, next - p);
		else if (c == '\n' || c == '\t' || (c == '\r' && p[1] != '\n'))
			g_string_append_c(out, ' ');
		p = next;
	}
	return g_string_free(out, FALSE);
}

char *kith_text_snippet(const char *text, size_t chars)
{
	g_autofree char *clean = kith_text_clean(text, false);
	GString *out = g_string_new(NULL);
	size_t count = 0;
	bool blank = false;

	for (const char *p = clean; *p != '\0'; p = g_utf8_next_char(p)) {
		if (g_unichar_isspace(g_utf8_get_char(p))) {
			blank = count > 0;
			continue;
		}
		if (count + (blank ? 1 : 0) >= chars) {
			g_string_append(out, "\u2026");
			break;
		}
		if (blank) {
			g_string_append_c(out, ' ');
			count++;
			blank = false;
		}
		g_string_append_len(out, p, g_utf8_next_char(p) - p);
		count++;
	}
	return g_string_free(out, FALSE);
}

/* The longest start of TEXT of at most MAX bytes that ends between two characters. */
static size_t cut_at_character(const char *text, size_t length, size_t max)
{
	if (length <= max)
		return length;
	while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80)
		max--;
	return max;
}

char *kith_text_valid(const char *bytes, size_t length, size_t max)
{
	/* Four bytes of slack: a character that straddles MAX is judged whole, then cut off. */
	size_t taken = MIN(length, max + 4);
	GString *out = g_string_sized_new(taken);
	const char *p = bytes;
	const char *end = bytes + taken;

	while (p < end) {
		const char *wrong;

		if (g_utf8_validate_len(p, (gsize)(end - p), &wrong)) {
			g_string_append_len(out, p, end - p);
			break;
		}
		g_string_append_len(out, p, wrong - p);
		if (*wrong != '\0')
			g_string_append(out, "\uFFFD");
		p = wrong + 1;
	}
	g_string_truncate(out, cut_at_character(out->str, out->len, max));
	return g_string_free(out, FALSE);
}

/* RFC 5322 3.2.3 atext, and UTF-8 beyond ASCII (RFC 6531 3.3). */
static bool is_atext(unsigned char c)
{
	return g_ascii_isalnum(c) || c >= 0x80 || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool is_dot_string(const char *start, const char *end)
{
	if (start == end || *start == '.' || end[-1] == '.')
		return false;
	for (const char *p = start; p < end; p++) {
		if (*p == '.' ? p[1] == '.' : !is_atext((unsigned char)*p))
			return false;
	}
	return true;
}

/* The domain as A-labels in lower case; NULL when it is no host name. */
static char *normal_domain(const char *domain)
{
	g_autofree char *lower = g_utf8_strdown(domain, -1);
	bool ascii = true;

	for (const char *p = lower; *p != '\0'; p++) {
		if ((unsigned char)*p >= 0x80)
			ascii = false;
		else if (!g_ascii_isalnum(*p) && *p != '-' && *p != '.' && *p != '_')
			return NULL;
	}
	if (*lower == '.' || *lower == '\0' || strstr(lower, "..") != NULL || g_str_has_suffix(lower, "."))
		return NULL;
	if (ascii)
		return g_steal_pointer(&lower);
	char *encoded = NULL;
	if (idn2_to_ascii_8z(lower, &encoded, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK)
		return NULL;
	char *copy = g_strdup(encoded);
	idn2_free(encoded);
	return copy;
}

char *kith_address_normalize(const char *raw_address)
{
	if (raw_address == NULL || !g_utf8_validate(raw_address, -1, NULL))
		return NULL;
	g_autofree char *address = g_strstrip(g_strdup(raw_address));
	const char *at = strrchr(address, '@');

	if (at == NULL || !is_dot_string(address, at))
		return NULL;
	g_autofree char *domain = normal_domain(at + 1);
	if (domain == NULL)
		return NULL;
	g_autofree char *local = g_utf8_strdown(address, at - address);
	g_autofree char *whole = g_strconcat(local, "@", domain, NULL);
	return strlen(whole) <= KITH_LIMIT_ADDRESS_BYTES ? g_steal_pointer(&whole) : NULL;
}

const char *kith_address_domain(const char *norm_address)
{
	const char *at = strrchr(norm_address, '@');

	return at != NULL ? at + 1 : "";
}

char *kith_hash_id(size_t length, const char *first, ...)
{
	/* 32 signs, none of which looks like another; RFC 4648's alphabet has l and o. */
	static const char signs[] = "23456789abcdefghijkmnpqrstuvwxyz";
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize digest_length = sizeof digest;
	va_list rest;

	va_start(rest, first);
	for (const char *text = first; text != NULL; text = va_arg(rest, const char *)) {
		uint32_t size = GUINT32_TO_LE((uint32_t)strlen(text));

		g_checksum_update(sum, (const guchar *)&size, sizeof size);
		g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text));
	}
	va_end(rest);
	g_checksum_get_digest(sum, digest, &digest_length);

	length = MIN(length, sizeof digest * 8 / 5);
	char *id = g_malloc(length + 1);
	for (size_t i = 0; i < length; i++) {
		size_t bit = i * 5;
		unsigned next = bit / 8 + 1 < sizeof digest ? digest[bit / 8 + 1] : 0;
		unsigned pair = (unsigned)digest[bit / 8] << 8 | next;

		id[i] = signs[pair >> (11 - bit % 8) & 31];
	}
	id[length] = '\0';
	return id;
}
