/* SPDX-License-Identifier: MIT
 * stream.h - the connection under libetpan: TLS that is verified, deadlines, byte budgets.
 * In: a host, a port, a CA. Out: a mailstream. Next: src/fetch/stream.c
 *
 * libetpan's own streams verify no certificate, wait with select(), spin for ever at the
 * end of a connection and know no limit (docs/decisions/0004-own-imap-stream.md).
 */
#pragma once

#include <libetpan/libetpan.h>

#include "kith/base.h"

/* Connects, plain. HOST and PORT are named in every later error. The mailstream owns all.
 * Errors: TEMPORARY (refused, unknown, timed out; the text says which). */
mailstream *kith_stream_open(const char *host, uint16_t port, GError **error);

/* TLS 1.2 or better on the open stream: chain and host name are verified against TLS_CA (a
 * PEM file) or, when NULL, what the system trusts. Refused while plain bytes wait unread.
 * Errors: CONFIG (wrong name, unknown authority, no TLS there), TEMPORARY. */
bool kith_stream_start_tls(mailstream *stream, const char *tls_ca, GError **error);

/* Whether the other end is this machine. */
bool kith_stream_is_loopback(const mailstream *stream);

/* Before each command: all of its answer comes within MILLISECONDS and MAX_BYTES. */
void kith_stream_begin(mailstream *stream, int milliseconds, uint64_t max_bytes);

/* Then, when a line of it (or a literal without line ends) must be shorter than all. */
void kith_stream_limit_line(mailstream *stream, uint64_t max_bytes);

/* Reads no faster than BYTES_PER_S (0: no limit), by waiting; the deadline moves along. */
void kith_stream_limit_rate(mailstream *stream, uint64_t bytes_per_s);

/* The running command's deadline moves by US microseconds, in which nobody could read. */
void kith_stream_extend(mailstream *stream, int64_t us);

/* Whether the last command failed because of its deadline. */
bool kith_stream_is_late(const mailstream *stream);

/* Takes over why the stream failed, if it did: then true. TEMPORARY or LIMIT. */
bool kith_stream_failure(mailstream *stream, GError **error);

/* The text of "* BYE text" when that is the last line that came, clean; NULL when not.
 * libetpan forgets it when the connection ends behind it. */
char *kith_stream_goodbye(const mailstream *stream);

/* Read so far, after decryption. */
uint64_t kith_stream_bytes(const mailstream *stream);

/* Overwrites what was written, so that no password stays in a buffer. */
void kith_stream_wipe(mailstream *stream);
