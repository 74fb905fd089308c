/* SPDX-License-Identifier: MIT
 * session.h - a logged-in IMAP session, and one command with its limits.
 * In: a job. Out: a session that changes nothing on the server. Next: src/fetch/session.c
 */
#pragma once

#include "channel.h"
#include "stream.h"

typedef struct {
	KithChannel *channel;	/* hears when the server asks for patience */
	const KithFetchJob *job;
	char *where;		/* "host:port" */
	mailimap *imap;
	bool is_dead;		/* after a failure that is no plain NO: reconnect, never go on */
	bool is_later;		/* the server asked to come later: hopeless for now */
	bool has_qresync;	/* offered, and enabled by us */
	uint32_t raw_tag;	/* of kith_session_raw() */
} KithSession;

/* Connects, begins TLS, logs in. Errors: TEMPORARY, CONFIG, AUTH; no credential is sent
 * before TLS is verified (or the other end is this machine, for a plain source). */
KithSession *kith_session_open(KithChannel *channel, GError **error);
/* Ends the session; politely when it still lives. Adds what was read to *bytes. */
void kith_session_close(KithSession *session, uint64_t *bytes);

/* Sets deadline and budget for the next command. */
void kith_session_begin(KithSession *session, uint64_t max_bytes);

/* Says why WHAT failed with libetpan's CODE, marks the session dead where it must be, and
 * returns false. A server's NO is INVALID, or TEMPORARY when its code says so. */
bool kith_session_failed(KithSession *session, int code, const char *what, GError **error);

/* The server wants to be left in peace, for WAIT_S when it said how long: the session is dead,
 * and core hears of it with the result. */
void kith_session_ask_patience(KithSession *session, uint32_t wait_s);

/* Whether the connection broke; then says why, with the server's goodbye if there was one. */
bool kith_session_broke(KithSession *session, GError **error);

bool kith_session_can(KithSession *session, const char *capability);

/* Sends COMMAND as it is; the answers are in the session's response info. In place of
 * mailimap_custom_command(), whose blank behind the command Cyrus takes for an argument.
 * Gives libetpan's code, MAILIMAP_ERROR_CUSTOM_COMMAND for NO and BAD. */
int kith_session_command(KithSession *session, const char *command);

/* Sends COMMAND as it is and tells, or gathers, the untagged answers as they came, with their
 * literals: for what libetpan's recursive parser must not see. GBytes *, without "* ". A NO
 * is INVALID; a session that asked for patience is_later, and dead. */
typedef void (*KithRawEach)(GBytes *answer, void *context);
bool kith_session_raw_each(KithSession *session, const char *command, uint64_t max_bytes,
			   KithRawEach each, void *context, GError **error);
GPtrArray *kith_session_raw(KithSession *session, const char *command, uint64_t max_bytes,
			    GError **error);
