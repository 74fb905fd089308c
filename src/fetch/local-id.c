/* SPDX-License-Identifier: MIT
 * local-id.c - UIDs of mails in files, where no server gives any.
 * In: a mail's bytes, or its file's name. Out: a hash. Next: src/fetch/local-folders.c
 *
 * Mail programs write into the header what was read, answered or deleted: mutt, pine and
 * Dovecot in Status fields (and UW-imapd's X-UID, X-IMAP), Thunderbird in X-Mozilla ones. What
 * they write is left out of the hash; a mail without such fields is hashed as it is.
 */
#include <gnutls/crypto.h>
#include <string.h>

#include "local.h"

#define MOZILLA_EXPUNGED 0x0008		/* nsMsgMessageFlags::Expunged */

static uint64_t uid_of_digest(const uint8_t *digest)
{
	uint64_t uid = 0;

	for (int i = 0; i < 8; i++)
		uid = uid << 8 | digest[i];
	uid &= INT64_MAX;
	return uid != 0 ? uid : 1;
}

uint64_t kith_local_uid(const void *bytes, size_t length)
{
	uint8_t digest[32];

	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, length, digest) != 0)
		g_error("SHA-256 does not work here: GnuTLS is damaged");
	return uid_of_digest(digest);
}

/* --- fields that change */

static bool is_named(const uint8_t *line, size_t length, const char *name)
{
	size_t name_length = strlen(name);

	return length > name_length && line[name_length] == ':' &&
	       g_ascii_strncasecmp((const char *)line, name, name_length) == 0;
}

static bool is_changing(const uint8_t *line, size_t length)
{
	static const char *const names[] = {
		"Status", "X-Status", "X-Keywords", "X-UID", "X-IMAP", "X-IMAPbase", "X-Mozilla-Status",
		"X-Mozilla-Status2", "X-Mozilla-Keys", "X-Mozilla-External-Attachment-URL", "Content-Length", "Lines",
	};

	if (length == 0 || strchr("SsXxCcLl", line[0]) == NULL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (is_named(line, length, names[i]))
			return true;
	return false;
}

static bool is_deleted_by(const uint8_t *line, size_t length)
{
	static const char no_mail[] = "Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA";
	static const char field[] = "X-Mozilla-Status";

	if (is_named(line, length, field)) {
		g_autofree char *value = g_strndup((const char *)line + sizeof field, MIN(length - sizeof field, 16));

		return (g_ascii_strtoull(value, NULL, 16) & MOZILLA_EXPUNGED) != 0;
	}
	return length >= sizeof no_mail - 1 && memcmp(line, no_mail, sizeof no_mail - 1) == 0;
}

/* The line from AT on, with its end; the header's end is a blank one. */
static size_t line_length(const uint8_t *at, const uint8_t *end)
{
	const uint8_t *newline = memchr(at, '\n', (size_t)(end - at));

	return (size_t)((newline != NULL ? newline + 1 : end) - at);
}

/* Gives SHA what stands from *pending to UNTIL. */
static void feed(gnutls_hash_hd_t sha, const uint8_t *from, const uint8_t *until)
{
	if (until > from && gnutls_hash(sha, from, (size_t)(until - from)) != 0)
		g_error("SHA-256 does not work here: GnuTLS is damaged");
}

uint64_t kith_local_mail_uid(const uint8_t *bytes, size_t length, bool *ret_is_deleted)
{
	const uint8_t *end = bytes + length, *pending = bytes, *at = bytes;
	gnutls_hash_hd_t sha;
	uint8_t digest[32];
	bool skips = false;

	*ret_is_deleted = false;
	if (gnutls_hash_init(&sha, GNUTLS_DIG_SHA256) != 0)
		g_error("SHA-256 does not work here: GnuTLS is damaged");
	while (at < end && *at != '\n' && *at != '\r' && at - bytes < KITH_LIMIT_HEADER_BYTES) {
		size_t one = line_length(at, end);
		bool continues = *at == ' ' || *at == '\t';
		bool skips_this = continues ? skips : is_changing(at, one);

		if (!continues)
			*ret_is_deleted = *ret_is_deleted || is_deleted_by(at, one);
		if (skips_this)
			feed(sha, pending, at);
		at += one;
		if (skips_this)
			pending = at;
		skips = skips_this;
	}
	feed(sha, pending, end);
	gnutls_hash_deinit(sha, digest);
	return uid_of_digest(digest);
}

/* --- names */

/* Where the flags begin: ":2,S", or as mbsync writes where ':' cannot be, ";2,S" and "!2,S". */
static size_t unique_length(const char *name)
{
	for (const char *p = name; *p != '\0'; p++)
		if (*p == ':' || ((*p == ';' || *p == '!') && p[1] == '2' && p[2] == ','))
			return (size_t)(p - name);
	return strlen(name);
}

uint64_t kith_local_maildir_uid(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	g_autofree char *unique = g_strndup(name, unique_length(name));
	char *number = strstr(unique, ",U=");

	if (number != NULL) {
		const char *behind = number + strlen(",U=");

		while (g_ascii_isdigit(*behind))
			behind++;
		memmove(number, behind, strlen(behind) + 1);
	}
	return kith_local_uid(unique, strlen(unique));
}
