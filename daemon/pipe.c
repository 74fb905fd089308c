/* SPDX-License-Identifier: MIT
 * pipe.c - messages over a non-blocking stream socket, in both directions, with limits.
 * In: bytes of a process that is not believed. Out: whole messages. Next: daemon/process.c
 */
#include "pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_BYTES 5
#define CHUNK_BYTES (64 * 1024)

void kith_pipe_init(KithPipe *pipe, int fd, size_t limit_bytes)
{
	int flags = fcntl(fd, F_GETFL);

	(void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);	/* cannot fail on an open socket */
	*pipe = (KithPipe) {
		.fd = fd,
		.limit_bytes = limit_bytes,
		.in = g_byte_array_new(),
		.out = g_byte_array_sized_new(CHUNK_BYTES),
	};
}

void kith_pipe_clear(KithPipe *pipe)
{
	if (pipe->in == NULL)
		return;
	explicit_bzero(pipe->out->data, pipe->out->len);
	g_byte_array_unref(pipe->in);
	g_byte_array_unref(pipe->out);
	close(pipe->fd);
	*pipe = (KithPipe) { .fd = -1 };
}

bool kith_pipe_put(KithPipe *pipe, uint8_t type, const GByteArray *payload, GError **error)
{
	uint32_t length = payload != NULL ? payload->len : 0;

	if (length > KITH_LIMIT_MESSAGE_BYTES) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT,
			    "a message of %u bytes is over the limit of %d", length, KITH_LIMIT_MESSAGE_BYTES);
		return false;
	}
	kith_wire_put_u32(pipe->out, length);
	kith_wire_put_u8(pipe->out, type);
	if (length > 0)
		g_byte_array_append(pipe->out, payload->data, length);
	return true;
}

bool kith_pipe_has_output(const KithPipe *pipe)
{
	return pipe->out_at < pipe->out->len;
}

bool kith_pipe_flush(KithPipe *pipe, GError **error)
{
	while (kith_pipe_has_output(pipe)) {
		ssize_t sent = send(pipe->fd, pipe->out->data + pipe->out_at,
				    pipe->out->len - pipe->out_at, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return true;
		if (sent < 0) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "cannot write to a process: %s",
				    g_strerror(errno));
			return false;
		}
		pipe->out_at += (size_t)sent;
	}
	/* Passwords go this way: nothing of them stays behind. */
	if (pipe->out->len > 0)
		explicit_bzero(pipe->out->data, pipe->out->len);
	g_byte_array_set_size(pipe->out, 0);
	pipe->out_at = 0;
	return true;
}

static void compact(KithPipe *pipe)
{
	if (pipe->in_at == pipe->in->len)
		g_byte_array_set_size(pipe->in, 0);
	else if (pipe->in_at >= CHUNK_BYTES)
		g_byte_array_remove_range(pipe->in, 0, (guint)pipe->in_at);
	else
		return;
	pipe->in_at = 0;
}

bool kith_pipe_fill(KithPipe *pipe, GError **error)
{
	compact(pipe);
	while (!pipe->has_ended && pipe->in->len - pipe->in_at < pipe->limit_bytes + HEAD_BYTES) {
		guint before = pipe->in->len;

		g_byte_array_set_size(pipe->in, before + CHUNK_BYTES);
		ssize_t got = read(pipe->fd, pipe->in->data + before, CHUNK_BYTES);
		int failure = errno;
		g_byte_array_set_size(pipe->in, before + (got > 0 ? (guint)got : 0));
		if (got < 0 && failure == EINTR)
			continue;
		if (got < 0 && (failure == EAGAIN || failure == EWOULDBLOCK))
			return true;
		if (got < 0 && failure != ECONNRESET) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "cannot read from a process: %s",
				    g_strerror(failure));
			return false;
		}
		if (got <= 0)
			pipe->has_ended = true;
		else if (got < CHUNK_BYTES)
			return true;
	}
	return true;
}

int kith_pipe_next(KithPipe *pipe, uint8_t *ret_type, GBytes **ret_payload, GError **error)
{
	const uint8_t *at = pipe->in->data + pipe->in_at;
	size_t have = pipe->in->len - pipe->in_at;
	uint32_t little;

	if (have < HEAD_BYTES)
		return 0;
	memcpy(&little, at, sizeof little);
	size_t length = GUINT32_FROM_LE(little);
	if (length > pipe->limit_bytes) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "a message announces %zu bytes, over the limit of %zu", length, pipe->limit_bytes);
		return -1;
	}
	if (have - HEAD_BYTES < length)
		return 0;
	*ret_type = at[4];
	*ret_payload = g_bytes_new(at + HEAD_BYTES, length);
	pipe->in_at += HEAD_BYTES + length;
	return 1;
}

/* The other side closed: orderly between messages, broken inside one. */
static int ended(const KithPipe *pipe, GError **error)
{
	if (pipe->in_at == pipe->in->len)
		return 0;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "a process ended inside a message");
	return -1;
}

int kith_pipe_wait(KithPipe *pipe, int64_t until_us, uint8_t *ret_type, GBytes **ret_payload,
		GError **error)
{
	for (;;) {
		int got = kith_pipe_next(pipe, ret_type, ret_payload, error);

		if (got != 0)
			return got;
		if (pipe->has_ended)
			return ended(pipe, error);
		if (!kith_pipe_flush(pipe, error))
			return -1;
		int64_t left_us = until_us - g_get_monotonic_time();
		if (left_us <= 0) {
			g_set_error_literal(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
					    "a process did not answer in time");
			return -1;
		}
		struct pollfd ready = {
			.fd = pipe->fd,
			.events = (short)(POLLIN | (kith_pipe_has_output(pipe) ? POLLOUT : 0)),
		};
		(void)poll(&ready, 1, (int)(left_us / 1000) + 1);	/* whatever it says, the loop looks itself */
		if ((ready.revents & ~POLLOUT) != 0 && !kith_pipe_fill(pipe, error))
			return -1;
	}
}
