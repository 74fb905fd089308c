/* SPDX-License-Identifier: MIT
 * stream.c - a mailstream_low driver on GnuTLS: deadlines, byte budgets, an end is an error.
 * In: what libetpan asks for. Out: bytes, or a reason. Next: src/fetch/tls.c
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "stream-internal.h"

#define BUFFER_BYTES 16384	/* a TLS record */
#define BURST_US 100000		/* what a limited stream may be behind, and catch up with */

/* --- waiting */

static int64_t now_ms(void)
{
	return g_get_monotonic_time() / 1000;
}

void kith_low_fail(KithLow *low, KithError code, const char *format, ...)
{
	va_list arguments;

	if (low->failure != NULL)
		return;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	low->failure = g_error_new(KITH_ERROR, (gint)code, "%s: %s", low->where, text);
}

static bool is_late(KithLow *low)
{
	if (now_ms() < low->deadline_ms)
		return false;
	low->is_late = true;
	kith_low_fail(low, KITH_ERROR_TEMPORARY,
		      "no complete answer within %d seconds; is the network slow "
		      "or the server busy? kith tries again later",
		      low->allowed_ms / 1000);
	return true;
}

bool kith_low_wait(KithLow *low, short events)
{
	for (;;) {
		struct pollfd polled = {low->fd, events, 0};

		if (is_late(low))
			return false;
		int ready = poll(&polled, 1, (int)(low->deadline_ms - now_ms() + 1));
		if (ready > 0)
			return true;
		if (ready < 0 && errno != EINTR) {
			kith_low_fail(low, KITH_ERROR_TEMPORARY, "cannot wait: %s",
				      g_strerror(errno));
			return false;
		}
	}
}

/* --- the driver */

static ssize_t fail_closed(KithLow *low)
{
	kith_low_fail(low, KITH_ERROR_TEMPORARY, "the server closed the connection");
	return -1;
}

static ssize_t read_plain(KithLow *low, void *bytes, size_t length)
{
	for (;;) {
		ssize_t got = recv(low->fd, bytes, length, 0);

		if (got > 0)
			return got;
		if (got == 0)
			return fail_closed(low);
		if (errno == EAGAIN || errno == EWOULDBLOCK) {
			if (!kith_low_wait(low, POLLIN))
				return -1;
		} else if (errno != EINTR) {
			kith_low_fail(low, KITH_ERROR_TEMPORARY, "the connection broke: %s",
				      g_strerror(errno));
			return -1;
		}
	}
}

static ssize_t write_plain(KithLow *low, const void *bytes, size_t length)
{
	for (;;) {
		ssize_t sent = send(low->fd, bytes, length, MSG_NOSIGNAL);

		if (sent > 0)
			return sent;
		if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			if (!kith_low_wait(low, POLLOUT))
				return -1;
		} else if (sent == 0 || errno != EINTR) {
			kith_low_fail(low, KITH_ERROR_TEMPORARY, "the connection broke: %s",
				      g_strerror(errno));
			return -1;
		}
	}
}

/* False when a TLS call that returned CODE cannot be repeated. */
static bool tls_again(KithLow *low, ssize_t code)
{
	if (code == GNUTLS_E_INTERRUPTED)
		return true;
	if (code == GNUTLS_E_AGAIN)
		return kith_low_wait(low, gnutls_record_get_direction(low->tls) ? POLLOUT : POLLIN);
	if (code == 0 || code == GNUTLS_E_PREMATURE_TERMINATION)
		(void)fail_closed(low);	/* its value is for the driver */
	else if (!gnutls_error_is_fatal((int)code) && code != GNUTLS_E_REHANDSHAKE)
		return true;
	else
		kith_low_fail(low, KITH_ERROR_TEMPORARY, "the connection broke: %s",
			      gnutls_strerror((int)code));
	return false;
}

static ssize_t read_tls(KithLow *low, void *bytes, size_t length)
{
	for (;;) {
		ssize_t got = gnutls_record_recv(low->tls, bytes, length);

		if (got > 0)
			return got;
		if (!tls_again(low, got) || is_late(low))
			return -1;
	}
}

static ssize_t write_tls(KithLow *low, const void *bytes, size_t length)
{
	for (;;) {
		ssize_t sent = gnutls_record_send(low->tls, bytes, length);

		if (sent > 0)
			return sent;
		if (!tls_again(low, sent))
			return -1;
	}
}

/* Waits until what came is paid for. A little may come at once: TLS records are 16 KB. */
static void pay(KithLow *low, size_t got)
{
	int64_t now_us = g_get_monotonic_time();

	if (low->bytes_per_s == 0)
		return;
	low->paid_us = MAX(low->paid_us, now_us - BURST_US) +
		       (int64_t)(got * G_USEC_PER_SEC / low->bytes_per_s);
	if (low->paid_us <= now_us)
		return;
	g_usleep((gulong)(low->paid_us - now_us));
	low->deadline_ms += (g_get_monotonic_time() - now_us) / 1000;
}

/* libetpan gathers a line in memory however long it is. Counted is what came without a line
 * end, so that a literal needs no care here: its limit is announced with the command. */
static bool is_line_too_long(KithLow *low, const uint8_t *bytes, size_t length)
{
	const uint8_t *newline = memrchr(bytes, '\n', length);

	low->line_bytes = newline != NULL ? (uint64_t)(bytes + length - newline - 1)
					  : low->line_bytes + length;
	if (low->line_bytes <= low->line_allowed)
		return false;
	kith_low_fail(low, KITH_ERROR_TEMPORARY,
		      "a line of the answer was longer than the %" G_GUINT64_FORMAT
		      " bytes expected of it",
		      low->line_allowed);
	return true;
}

/* The last bytes that came: a goodbye is among them. */
static void keep_tail(KithLow *low, const char *bytes, size_t length)
{
	size_t more = MIN(length, sizeof low->tail), kept = MIN(low->tail_length, sizeof low->tail - more);

	memmove(low->tail, low->tail + low->tail_length - kept, kept);
	memcpy(low->tail + kept, bytes + length - more, more);
	low->tail_length = kept + more;
}

static ssize_t driver_read(mailstream_low *stream, void *bytes, size_t length)
{
	KithLow *low = stream->data;

	if (low->failure != NULL || is_late(low))
		return -1;
	ssize_t got =
		low->tls != NULL ? read_tls(low, bytes, length) : read_plain(low, bytes, length);
	if (got <= 0)
		return -1;
	low->bytes += (uint64_t)got;
	if (low->bytes > low->bytes_end) {
		kith_low_fail(low, KITH_ERROR_TEMPORARY,
			      "the answer to one command was longer than the %" G_GUINT64_FORMAT
			      " bytes expected of it",
			      low->allowed_bytes);
		return -1;
	}
	if (is_line_too_long(low, bytes, (size_t)got))
		return -1;
	keep_tail(low, bytes, (size_t)got);
	pay(low, (size_t)got);
	return got;
}

static ssize_t driver_write(mailstream_low *stream, const void *bytes, size_t length)
{
	KithLow *low = stream->data;

	if (low->failure != NULL)
		return -1;
	return low->tls != NULL ? write_tls(low, bytes, length) : write_plain(low, bytes, length);
}

static int driver_close(mailstream_low *stream)
{
	KithLow *low = stream->data;

	if (low->tls != NULL) {
		(void)gnutls_bye(low->tls, GNUTLS_SHUT_WR);	/* a courtesy; the socket goes now */
		gnutls_deinit(low->tls);
		gnutls_certificate_free_credentials(low->credentials);
		low->tls = NULL;
	}
	if (low->fd >= 0)
		close(low->fd);
	low->fd = -1;
	return 0;
}

static int driver_get_fd(mailstream_low *stream)
{
	return ((KithLow *)stream->data)->fd;
}

static void driver_free(mailstream_low *stream)
{
	KithLow *low = stream->data;

	(void)driver_close(stream);	/* returns 0 */
	g_clear_error(&low->failure);
	g_free(low->where);
	g_free(low->host);
	g_free(low);
	free(stream);	/* from mailstream_low_new(): malloc */
}

static void driver_cancel(mailstream_low *stream)
{
	(void)stream;	/* one thread: nobody cancels */
}

static mailstream_low_driver driver = {
	.mailstream_read = driver_read,
	.mailstream_write = driver_write,
	.mailstream_close = driver_close,
	.mailstream_get_fd = driver_get_fd,
	.mailstream_free = driver_free,
	.mailstream_cancel = driver_cancel,
};

/* --- connecting */

/* Connects to one address by DEADLINE; -1 with errno when not. */
static int connect_address(const struct addrinfo *address, int64_t deadline_ms)
{
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int cause = 0;
	socklen_t size = sizeof cause;

	if (fd < 0)
		return -1;
	if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
		return fd;
	cause = errno;
	while (cause == EINPROGRESS || cause == EINTR) {
		struct pollfd polled = {fd, POLLOUT, 0};
		int64_t left = deadline_ms - now_ms();
		int ready = left > 0 ? poll(&polled, 1, (int)left) : 0;

		if (ready == 0)
			cause = ETIMEDOUT;
		else if (ready > 0 && getsockopt(fd, SOL_SOCKET, SO_ERROR, &cause, &size) == 0 &&
			 cause == 0)
			return fd;
	}
	close(fd);
	errno = cause;
	return -1;
}

/* Tries all addresses; each gets its share of the time that is left. */
static int connect_any(const struct addrinfo *addresses)
{
	int64_t end_ms = now_ms() + KITH_LIMIT_CONNECT_MS;
	int left = 0, fd = -1;

	for (const struct addrinfo *at = addresses; at != NULL; at = at->ai_next)
		left++;
	for (const struct addrinfo *at = addresses; at != NULL && fd < 0; at = at->ai_next, left--)
		fd = connect_address(at, now_ms() + (end_ms - now_ms()) / left);
	return fd;
}

static void set_connect_error(GError **error, const char *where, int cause)
{
	if (cause == ECONNREFUSED)
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: connection refused: no server listens there; check host and port "
			    "of `source` "
			    "and that the server runs",
			    where);
	else if (cause == ETIMEDOUT)
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: no connection within %d seconds; check host and port of `source`, "
			    "the network and firewalls", where, KITH_LIMIT_CONNECT_MS / 1000);
	else
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: cannot connect: %s; check host and port "
			    "of `source` and the network",
			    where, g_strerror(cause));
}

static int connect_host(const char *host, uint16_t port, const char *where, GError **error)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
				 .ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV};
	struct addrinfo *addresses = NULL;
	char service[8];
	int on = 1;

	(void)snprintf(service, sizeof service, "%u", port);	/* 5 digits fit */
	int failed = getaddrinfo(host, service, &hints, &addresses);
	if (failed != 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the name of the host was not found (%s); check `source` and the "
			    "name service",
			    where, gai_strerror(failed));
		return -1;
	}
	int fd = connect_any(addresses);
	if (fd < 0)
		set_connect_error(error, where, errno);
	freeaddrinfo(addresses);
	if (fd >= 0)
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);	/* only speed */
	return fd;
}

mailstream *kith_stream_open(const char *host, uint16_t port, GError **error)
{
	g_autofree char *where = strchr(host, ':') != NULL ? g_strdup_printf("[%s]:%u", host, port)
							   : g_strdup_printf("%s:%u", host, port);
	int fd = connect_host(host, port, where, error);

	if (fd < 0)
		return NULL;
	KithLow *low = g_new0(KithLow, 1);
	low->fd = fd;
	low->where = g_steal_pointer(&where);
	low->host = g_strdup(host);
	mailstream *stream = mailstream_new(mailstream_low_new(low, &driver), BUFFER_BYTES);
	if (stream == NULL)
		g_error("out of memory");
	kith_stream_begin(stream, KITH_LIMIT_CONNECT_MS, KITH_LIMIT_REQUEST_BYTES);
	return stream;
}

KithLow *kith_low_of(const mailstream *stream)
{
	return stream->low->data;
}

bool kith_stream_is_loopback(const mailstream *stream)
{
	struct sockaddr_storage peer;
	socklen_t size = sizeof peer;

	if (getpeername(kith_low_of(stream)->fd, (struct sockaddr *)&peer, &size) != 0)
		return false;
	if (peer.ss_family == AF_INET)
		return (ntohl(((struct sockaddr_in *)&peer)->sin_addr.s_addr) >> 24) == 127;
	const struct in6_addr *six = &((struct sockaddr_in6 *)&peer)->sin6_addr;
	return peer.ss_family == AF_INET6 &&
	       (IN6_IS_ADDR_LOOPBACK(six) ||
		(IN6_IS_ADDR_V4MAPPED(six) && six->s6_addr[12] == 127));
}

void kith_stream_begin(mailstream *stream, int milliseconds, uint64_t max_bytes)
{
	KithLow *low = kith_low_of(stream);

	low->allowed_ms = milliseconds;
	low->deadline_ms = now_ms() + milliseconds;
	low->allowed_bytes = max_bytes;
	low->bytes_end = low->bytes + max_bytes;
	low->line_allowed = max_bytes;
	low->line_bytes = 0;
	low->is_late = false;
}

void kith_stream_limit_line(mailstream *stream, uint64_t max_bytes)
{
	kith_low_of(stream)->line_allowed = max_bytes;
}

void kith_stream_limit_rate(mailstream *stream, uint64_t bytes_per_s)
{
	kith_low_of(stream)->bytes_per_s = bytes_per_s;
}

void kith_stream_extend(mailstream *stream, int64_t us)
{
	kith_low_of(stream)->deadline_ms += us / 1000;
}

bool kith_stream_is_late(const mailstream *stream)
{
	return kith_low_of(stream)->is_late;
}

bool kith_stream_failure(mailstream *stream, GError **error)
{
	KithLow *low = kith_low_of(stream);

	if (low->failure == NULL)
		return false;
	g_propagate_error(error, g_error_copy(low->failure));
	return true;
}

char *kith_stream_goodbye(const mailstream *stream)
{
	const KithLow *low = kith_low_of(stream);
	size_t end = low->tail_length;

	while (end > 0 && (low->tail[end - 1] == '\n' || low->tail[end - 1] == '\r'))
		end--;
	const char *newline = end > 0 ? memrchr(low->tail, '\n', end) : NULL;
	const char *line = newline != NULL ? newline + 1 : low->tail;
	size_t length = (size_t)(low->tail + end - line);
	if (end == low->tail_length || length < 6 || g_ascii_strncasecmp(line, "* BYE ", 6) != 0)
		return NULL;
	g_autofree char *text = kith_text_valid(line + 6, length - 6, sizeof low->tail);
	return kith_text_clean(text, false);
}

uint64_t kith_stream_bytes(const mailstream *stream)
{
	return kith_low_of(stream)->bytes;
}

void kith_stream_wipe(mailstream *stream)
{
	explicit_bzero(stream->write_buffer, stream->buffer_max_size);
}
