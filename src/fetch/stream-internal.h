/* SPDX-License-Identifier: MIT
 * stream-internal.h - what the two halves of the stream share.
 * In: nothing. Out: KithLow. Next: src/fetch/stream.c, src/fetch/tls.c
 */
#pragma once

#include <gnutls/gnutls.h>

#include "stream.h"

typedef struct {
	int fd;
	gnutls_session_t tls;	/* NULL: plain */
	gnutls_certificate_credentials_t credentials;
	char *host, *where;	/* where: "host:port" */
	int64_t deadline_ms;	/* monotonic */
	int allowed_ms;
	bool is_late;		/* of the running command: it was behind its deadline */
	uint64_t bytes, bytes_end, allowed_bytes;
	uint64_t line_bytes, line_allowed;	/* read since the last line end */
	uint64_t bytes_per_s;	/* 0 no limit */
	int64_t paid_us;	/* monotonic: when the bytes read so far may have come */
	char tail[512];		/* the last bytes read */
	size_t tail_length;
	GError *failure;	/* the first; the stream is dead then */
} KithLow;

KithLow *kith_low_of(const mailstream *stream);
void kith_low_fail(KithLow *low, KithError code, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Waits for EVENTS until the deadline; false and failed behind it. */
bool kith_low_wait(KithLow *low, short events);
