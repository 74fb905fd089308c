/* SPDX-License-Identifier: MIT
 * test-pipe.c - messages arrive whole, and nonsense is refused.
 */
#include "daemon/pipe.h"

#include <sys/socket.h>
#include <unistd.h>

static void make_pair(KithPipe *ours, int *ret_theirs, size_t limit_bytes)
{
	int pair[2];

	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
	kith_pipe_init(ours, pair[0], limit_bytes);
	*ret_theirs = pair[1];
}

static int64_t soon(void)
{
	return g_get_monotonic_time() + 2 * G_USEC_PER_SEC;
}

static void test_whole(void)
{
	KithPipe ours;
	int theirs;
	uint8_t type;
	g_autoptr(GBytes) payload = NULL;
	g_autoptr(GBytes) second = NULL;
	g_autoptr(GError) error = NULL;

	make_pair(&ours, &theirs, 100);
	g_assert_cmpint(write(theirs, "\3\0\0\0\7a", 6), ==, 6);
	g_assert_true(kith_pipe_fill(&ours, &error));
	g_assert_cmpint(kith_pipe_next(&ours, &type, &payload, &error), ==, 0);
	g_assert_cmpint(write(theirs, "bc\0\0\0\0\10", 7), ==, 7);
	g_assert_cmpint(kith_pipe_wait(&ours, soon(), &type, &payload, &error), ==, 1);
	g_assert_cmpint(type, ==, 7);
	g_assert_cmpmem(g_bytes_get_data(payload, NULL), g_bytes_get_size(payload), "abc", 3);
	g_assert_cmpint(kith_pipe_wait(&ours, soon(), &type, &second, &error), ==, 1);
	g_assert_cmpint(type, ==, 8);
	g_assert_cmpuint(g_bytes_get_size(second), ==, 0);
	close(theirs);
	g_assert_cmpint(kith_pipe_wait(&ours, soon(), &type, &second, &error), ==, 0);
	g_assert_no_error(error);
	kith_pipe_clear(&ours);
}

static void test_too_long(void)
{
	KithPipe ours;
	int theirs;
	uint8_t type;
	g_autoptr(GBytes) payload = NULL;
	g_autoptr(GError) error = NULL;

	make_pair(&ours, &theirs, 100);
	g_assert_cmpint(write(theirs, "\377\377\377\377\1", 5), ==, 5);
	g_assert_cmpint(kith_pipe_wait(&ours, soon(), &type, &payload, &error), ==, -1);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	close(theirs);
	kith_pipe_clear(&ours);
}

static void test_broken(void)
{
	KithPipe ours;
	int theirs;
	uint8_t type;
	g_autoptr(GBytes) payload = NULL;
	g_autoptr(GError) error = NULL;

	make_pair(&ours, &theirs, 100);
	g_assert_cmpint(write(theirs, "\5\0\0\0\1ab", 7), ==, 7);
	close(theirs);
	g_assert_cmpint(kith_pipe_wait(&ours, soon(), &type, &payload, &error), ==, -1);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY);
	kith_pipe_clear(&ours);
}

static void test_deadline(void)
{
	KithPipe ours;
	int theirs;
	uint8_t type;
	g_autoptr(GBytes) payload = NULL;
	g_autoptr(GError) error = NULL;

	make_pair(&ours, &theirs, 100);
	g_assert_cmpint(kith_pipe_wait(&ours, g_get_monotonic_time() + 20000, &type, &payload, &error), ==, -1);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY);
	close(theirs);
	kith_pipe_clear(&ours);
}

static void test_full_socket(void)
{
	KithPipe ours;
	int theirs;
	uint8_t type;
	g_autoptr(GByteArray) big = g_byte_array_new();
	g_autoptr(GBytes) payload = NULL;
	g_autoptr(GError) error = NULL;

	make_pair(&ours, &theirs, 100);
	g_byte_array_set_size(big, 2 * 1024 * 1024);
	memset(big->data, 'x', big->len);
	g_assert_true(kith_pipe_put(&ours, 9, big, &error));
	g_assert_true(kith_pipe_flush(&ours, &error));
	g_assert_true(kith_pipe_has_output(&ours));	/* the socket takes less, and nobody waited */
	KithPipe reader;
	kith_pipe_init(&reader, theirs, KITH_LIMIT_MESSAGE_BYTES);
	while (kith_pipe_next(&reader, &type, &payload, &error) == 0) {
		g_assert_true(kith_pipe_flush(&ours, &error));
		g_assert_true(kith_pipe_fill(&reader, &error));
	}
	g_assert_cmpuint(g_bytes_get_size(payload), ==, big->len);
	g_assert_false(kith_pipe_has_output(&ours));
	kith_pipe_clear(&reader);
	kith_pipe_clear(&ours);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pipe/messages-arrive-whole-however-they-are-cut", test_whole);
	g_test_add_func("/pipe/an-announced-length-over-the-limit-is-refused", test_too_long);
	g_test_add_func("/pipe/an-end-inside-a-message-is-an-error", test_broken);
	g_test_add_func("/pipe/silence-ends-with-the-deadline", test_deadline);
	g_test_add_func("/pipe/a-full-socket-makes-nobody-wait", test_full_socket);
	return g_test_run();
}
