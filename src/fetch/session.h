/* SPDX-License-Identifier: MIT
 * session.h - a logged-in IMAP session, and one command with its limits.
 * In: a job. Out: a session that changes nothing on the server. Next: src/fetch/session.c
 */
#pragma once

#include "channel.h"
#include "stream.h"

typedef struct {
	const KithFetchJob *job;
	char *where;		/* "host:port" */
	mailimap *imap;
	bool is_dead;		/* after a failure that is no plain NO: reconnect, never go on */
	bool is_later;		/* the server asked to come later: hopeless for now */
	uint32_t raw_tag;	/* of kith_session_raw() */
} KithSession;

/* Connects, begins TLS, logs in. Errors: TEMPORARY, CONFIG, AUTH; no credential is sent
 * before TLS is verified (or the other end is this machine, for a plain source). */
KithSession *kith_session_open(const KithFetchJob *job, GError **error);
/* Ends the session; politely when it still lives. Adds what was read to *bytes. */
void kith_session_close(KithSession *session, uint64_t *bytes);

/* Sets deadline and budget for the next command. */
void kith_session_begin(KithSession *session, uint64_t max_bytes);

/* Says why WHAT failed with libetpan's CODE, marks the session dead where it must be, and
 * returns false. A server's NO is INVALID, or TEMPORARY when its code says so. */
bool kith_session_failed(KithSession *session, int code, const char *what, GError **error);

bool kith_session_can(KithSession *session, const char *capability);

/* Sends COMMAND as it is and gathers the untagged answers as they came, with their
 * literals: for what libetpan's recursive parser must not see. GBytes *, without "* ". */
GPtrArray *kith_session_raw(KithSession *session, const char *command, uint64_t max_bytes,
			    GError **error);
