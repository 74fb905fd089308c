/* SPDX-License-Identifier: MIT
 * wire.c - flat fields in messages between processes: the one writer and reader.
 * In: values, or bytes of a process that is not believed. Out: the other of the two.
 * Next: src/model.c
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kith/base.h"

#define NO_STRING UINT32_MAX

void kith_wire_put_u8(GByteArray *out, uint8_t value)
{
	g_byte_array_append(out, &value, 1);
}

void kith_wire_put_u32(GByteArray *out, uint32_t value)
{
	uint32_t little = GUINT32_TO_LE(value);

	g_byte_array_append(out, (const guint8 *)&little, sizeof little);
}

void kith_wire_put_i64(GByteArray *out, int64_t value)
{
	int64_t little = GINT64_TO_LE(value);

	g_byte_array_append(out, (const guint8 *)&little, sizeof little);
}

void kith_wire_put_bytes(GByteArray *out, const void *bytes, size_t length)
{
	kith_wire_put_u32(out, (uint32_t)length);
	g_byte_array_append(out, bytes, (guint)length);
}

void kith_wire_put_string(GByteArray *out, const char *text)
{
	if (text == NULL)
		kith_wire_put_u32(out, NO_STRING);
	else
		kith_wire_put_bytes(out, text, strlen(text));
}

void kith_wire_put_strings(GByteArray *out, const GPtrArray *texts)
{
	uint32_t count = texts != NULL ? texts->len : 0;

	kith_wire_put_u32(out, count);
	for (uint32_t i = 0; i < count; i++)
		kith_wire_put_string(out, texts->pdata[i]);
}

/* The next LENGTH bytes, or NULL once anything was wrong. */
static const uint8_t *take(KithReader *in, size_t length)
{
	if (in->failed || length > (size_t)(in->end - in->at)) {
		in->failed = true;
		return NULL;
	}
	const uint8_t *start = in->at;
	in->at += length;
	return start;
}

uint8_t kith_wire_get_u8(KithReader *in)
{
	const uint8_t *at = take(in, 1);

	return at != NULL ? *at : 0;
}

uint32_t kith_wire_get_u32(KithReader *in)
{
	uint32_t little = 0;
	const uint8_t *at = take(in, sizeof little);

	if (at != NULL)
		memcpy(&little, at, sizeof little);
	return GUINT32_FROM_LE(little);
}

int64_t kith_wire_get_i64(KithReader *in)
{
	int64_t little = 0;
	const uint8_t *at = take(in, sizeof little);

	if (at != NULL)
		memcpy(&little, at, sizeof little);
	return GINT64_FROM_LE(little);
}

char *kith_wire_get_string(KithReader *in)
{
	uint32_t length = kith_wire_get_u32(in);

	if (in->failed || length == NO_STRING)
		return NULL;
	const char *at = (const char *)take(in, length);
	if (at == NULL)
		return NULL;
	if (!g_utf8_validate_len(at, length, NULL)) {	/* which refuses NUL as well */
		in->failed = true;
		return NULL;
	}
	return g_strndup(at, length);
}

GBytes *kith_wire_get_bytes(KithReader *in)
{
	uint32_t length = kith_wire_get_u32(in);
	const uint8_t *at = take(in, length);

	return at != NULL ? g_bytes_new(at, length) : NULL;
}

GPtrArray *kith_wire_get_strings(KithReader *in, size_t max_count)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	uint32_t count = kith_wire_get_u32(in);

	if (count > max_count)
		in->failed = true;
	for (uint32_t i = 0; i < count && !in->failed; i++) {
		char *text = kith_wire_get_string(in);

		if (text == NULL)
			in->failed = true;
		else
			g_ptr_array_add(texts, text);
	}
	return texts;
}

bool kith_wire_finish(KithReader *in, GError **error)
{
	if (!in->failed && in->at == in->end)
		return true;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_INVALID, "a message between processes is malformed");
	return false;
}

static bool send_all(int fd, const uint8_t *bytes, size_t length, GError **error)
{
	while (length > 0) {
		ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
				    "cannot write to a process: %s", g_strerror(errno));
			return false;
		}
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

bool kith_wire_send(int fd, uint8_t type, const GByteArray *payload, GError **error)
{
	size_t length = payload != NULL ? payload->len : 0;
	uint32_t little = GUINT32_TO_LE((uint32_t)length);
	uint8_t head[5];

	if (length > KITH_LIMIT_MESSAGE_BYTES) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT,
			    "a message of %zu bytes is over the limit of %d", length, KITH_LIMIT_MESSAGE_BYTES);
		return false;
	}
	memcpy(head, &little, sizeof little);
	head[4] = type;
	/* At once: the other side is woken once. */
	struct iovec parts[2] = {{head, sizeof head}, {length > 0 ? payload->data : NULL, length}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
	size_t done = sent > 0 ? (size_t)sent : 0;	/* what went wrong is told below */
	if (done < sizeof head && !send_all(fd, head + done, sizeof head - done, error))
		return false;
	done -= MIN(done, sizeof head);
	return done == length || send_all(fd, payload->data + done, length - done, error);
}

/* 1: LENGTH bytes read; 0: the other side ended before the first; -1: broken. */
static int receive_all(int fd, uint8_t *bytes, size_t length, GError **error)
{
	size_t got = 0;

	while (got < length) {
		ssize_t more = read(fd, bytes + got, length - got);

		if (more < 0 && errno == EINTR)
			continue;
		if (more == 0 && got == 0)
			return 0;
		if (more <= 0) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "a process ended inside a message%s%s",
				    more < 0 ? ": " : "", more < 0 ? g_strerror(errno) : "");
			return -1;
		}
		got += (size_t)more;
	}
	return 1;
}

GBytes *kith_wire_receive(int fd, uint8_t *ret_type, GError **error)
{
	uint8_t head[5];
	uint32_t little;

	if (receive_all(fd, head, sizeof head, error) != 1)
		return NULL;
	memcpy(&little, head, sizeof little);
	uint32_t length = GUINT32_FROM_LE(little);
	if (length > KITH_LIMIT_MESSAGE_BYTES) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "a message announces %u bytes, over the limit of %d", length, KITH_LIMIT_MESSAGE_BYTES);
		return NULL;
	}
	g_autofree uint8_t *payload = g_malloc(length > 0 ? length : 1);
	int got = length > 0 ? receive_all(fd, payload, length, error) : 1;
	if (got == 0)
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "a process ended inside a message");
	if (got != 1)
		return NULL;
	*ret_type = head[4];
	return g_bytes_new_take(g_steal_pointer(&payload), length);
}
