/* SPDX-License-Identifier: MIT
 * pipe.h - messages over a non-blocking stream socket, in both directions, with limits.
 * In: bytes of a process that is not believed. Out: whole messages. Next: daemon/process.h
 */
#pragma once

#include "kith/base.h"

typedef struct {
	int fd;			/* owned; non-blocking */
	size_t limit_bytes;	/* the longest message taken from the other side */
	GByteArray *in, *out;
	size_t in_at, out_at;	/* what of them was taken or sent already */
	bool has_ended;		/* the other side closed */
} KithPipe;

/* Takes FD and makes it non-blocking. */
void kith_pipe_init(KithPipe *pipe, int fd, size_t limit_bytes);
void kith_pipe_clear(KithPipe *pipe);	/* wipes what was not sent */

/* Queues one message; kith_pipe_flush sends as much as the socket takes without waiting.
 * Errors: LIMIT (too long), TEMPORARY (the other side is gone). */
bool kith_pipe_put(KithPipe *pipe, uint8_t type, const GByteArray *payload, GError **error);
bool kith_pipe_flush(KithPipe *pipe, GError **error);
bool kith_pipe_has_output(const KithPipe *pipe);

/* Reads what is there without waiting, never more than one longest message ahead. */
bool kith_pipe_fill(KithPipe *pipe, GError **error);
/* Takes the next whole message: 1. None yet: 0. INVALID (it announces too much): -1. */
int kith_pipe_next(KithPipe *pipe, uint8_t *ret_type, GBytes **ret_payload, GError **error);

/* Flushes, fills and takes, waiting until UNTIL_US of the monotonic clock: 1 a message, 0 the other
 * side's orderly end, -1 an error; TEMPORARY when the time is over or the connection broke. */
int kith_pipe_wait(KithPipe *pipe, int64_t until_us, uint8_t *ret_type, GBytes **ret_payload,
		GError **error);
