/* SPDX-License-Identifier: MIT
 * base.h - what every room of the house uses: errors, time, text, wire.
 * In: nothing of kith. Out: helpers without state. Next: include/kith/model.h
 *
 * Library code does not log above debug; programs do.
 */
#pragma once

#include <gio/gio.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "kith/limits.h"

/* --- errors by consequence (src/base/error.c) */

typedef enum {
	KITH_ERROR_TEMPORARY,	/* try again later: network, busy */
	KITH_ERROR_AUTH,	/* the server refused who we are */
	KITH_ERROR_CONFIG,	/* the configuration must be mended */
	KITH_ERROR_INVALID,	/* bad input: record it, skip it, go on */
	KITH_ERROR_NOT_FOUND,
	KITH_ERROR_LIMIT,	/* too much of something, or the disk is full */
	KITH_ERROR_UNCERTAIN,	/* it may have happened */
	KITH_ERROR_CORRUPT,	/* stored data is damaged */
	KITH_ERROR_CANCELLED,
	KITH_ERROR_DENIED,	/* the asker may not */
	KITH_ERROR_USAGE,	/* a command typed wrongly */
} KithError;

#define KITH_ERROR (kith_error_quark())
GQuark kith_error_quark(void);

/* Exit statuses of kith and kithd (kith(1)). */
typedef enum {
	KITH_EXIT_DONE = 0,
	KITH_EXIT_NOTHING = 1,
	KITH_EXIT_USAGE = 2,
	KITH_EXIT_CONFIG = 3,
	KITH_EXIT_UNREACHABLE = 4,
	KITH_EXIT_REFUSED = 5,
} KithExit;

/* The exit status that an error means; errors of other domains are KITH_EXIT_REFUSED. */
KithExit kith_error_exit(const GError *error);

/* --- time (src/base/clock.c): UTC seconds since 1970 as int64_t, named `_at` */

/* RFC 3339 ("2026-03-01T09:00:00+01:00", "...Z", also a plain date = midnight UTC).
 * False with INVALID when it is not. */
bool kith_time_parse(const char *text, int64_t *ret_at, GError **error);

/* RFC 3339 with the offset that ZONE has at that moment; ZONE NULL is UTC. */
char *kith_time_format(int64_t at, GTimeZone *zone);

/* For people: "Tue 3 Mar 2026, 09:00". English, independent of the locale. */
char *kith_time_format_human(int64_t at, GTimeZone *zone);

/* RFC 5322 date: "Tue, 03 Mar 2026 09:00:00 +0100". */
char *kith_time_format_mail(int64_t at, GTimeZone *zone);

/* The clock's time now; the only place that asks it. Everything else takes `now_at`. */
int64_t kith_time_now(void);
/* In microseconds: for the ages of files, which are of the same clock. */
int64_t kith_time_now_us(void);

/* --- text (src/base/text.c) */

/* TEXT without what could steer a terminal or fool a reader: C0 (but \n \t when
 * KEEP_LINES), DEL, C1, bidi controls, zero-width, U+2028/9, tags; invalid UTF-8
 * becomes U+FFFD. NULL gives "". */
char *kith_text_clean(const char *text, bool keep_lines);

/* The first LENGTH characters of TEXT, blanks folded to one, "..." (U+2026) when cut. */
char *kith_text_snippet(const char *text, size_t chars);

/* Always valid UTF-8 without NUL, at most MAX bytes and never cut inside a character. */
char *kith_text_valid(const char *bytes, size_t length, size_t max);

/* An address for comparing: lower case, domain in its A-label form, no blanks.
 * NULL when it cannot be an address for sending (no @, control characters, too long):
 * local part is an RFC 5321 dot-string, UTF-8 allowed (RFC 6531); no quoted local parts. */
char *kith_address_normalize(const char *raw_address);

/* The part after the @ of a normalized address; borrowed from it. */
const char *kith_address_domain(const char *norm_address);

/* --- names of people (src/base/name.c) */

/* What a display name holds; NULL: not there, or not sure. "Dr. Jan van der Berg Jr.": prefix "Dr.", given
 * "Jan", family "van der Berg", suffix "Jr.". */
typedef struct {
	bool is_person;		/* false: an organization, a robot, an address, nothing; then all is NULL */
	char *prefix, *given, *middle, *family, *suffix, *nickname;
} KithName;

/* DISPLAY taken apart by what it shows itself: titles, commas, capitals, particles, scripts. Never fails. */
KithName *kith_name_split(const char *display);
void kith_name_free(KithName *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithName, kith_name_free)

/* HASH of any number of strings (NULL-terminated list of them), as LENGTH lower-case base32
 * letters and digits without 0 1 l o (SHA-256 of the length-prefixed strings). */
char *kith_hash_id(size_t length, const char *first, ...) G_GNUC_NULL_TERMINATED;

/* --- wire (src/base/wire.c): flat fields in a message between processes
 *
 * A message is u32 length, u8 type, payload; little endian. Writing appends to a
 * GByteArray; reading never goes past the end: after the first wrong field, `failed`
 * is set and every further read gives zero or NULL. Strings are checked for UTF-8. */

typedef struct {
	const uint8_t *at;
	const uint8_t *end;
	bool failed;
} KithReader;

void kith_wire_put_u8(GByteArray *out, uint8_t value);
void kith_wire_put_u32(GByteArray *out, uint32_t value);
void kith_wire_put_i64(GByteArray *out, int64_t value);
void kith_wire_put_string(GByteArray *out, const char *text);		/* NULL is kept as NULL */
void kith_wire_put_bytes(GByteArray *out, const void *bytes, size_t length);
void kith_wire_put_strings(GByteArray *out, const GPtrArray *texts);	/* of char * */

uint8_t kith_wire_get_u8(KithReader *in);
uint32_t kith_wire_get_u32(KithReader *in);
int64_t kith_wire_get_i64(KithReader *in);
char *kith_wire_get_string(KithReader *in);		/* NULL when NULL was put */
GBytes *kith_wire_get_bytes(KithReader *in);
GPtrArray *kith_wire_get_strings(KithReader *in, size_t max_count);
/* True when everything was read and nothing failed. */
bool kith_wire_finish(KithReader *in, GError **error);

/* One whole message over a blocking stream socket. Receiving: NULL without error is the
 * other side's end. Errors: TEMPORARY (broken), INVALID (too long, unknown length). */
bool kith_wire_send(int fd, uint8_t type, const GByteArray *payload, GError **error);
GBytes *kith_wire_receive(int fd, uint8_t *ret_type, GError **error);

/* --- small things */
#define KITH_UNUSED __attribute__((unused))
