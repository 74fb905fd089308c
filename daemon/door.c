/* SPDX-License-Identifier: MIT
 * door.c - what is said on the control socket: one request, one answer; the asker's side.
 * In: words of a command. Out: what became of it. Next: daemon/porter.c
 */
#include "door.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LATEST_AT 253402300799	/* the end of the year 9999 */

void kith_door_request_free(KithDoorRequest *request)
{
	if (request == NULL)
		return;
	g_free(request->user);
	if (request->words != NULL)
		g_ptr_array_unref(request->words);
	g_free(request);
}

void kith_door_request_write(const KithDoorRequest *request, GByteArray *out)
{
	kith_wire_put_string(out, request->user);
	kith_wire_put_strings(out, request->words);
	kith_wire_put_u8(out, request->is_json);
	kith_wire_put_u32(out, request->columns);
	kith_wire_put_i64(out, request->now_at);
}

KithDoorRequest *kith_door_request_read(KithReader *in, GError **error)
{
	g_autoptr(KithDoorRequest) request = g_new0(KithDoorRequest, 1);

	request->user = kith_wire_get_string(in);
	request->words = kith_wire_get_strings(in, KITH_DOOR_WORDS);
	uint8_t is_json = kith_wire_get_u8(in);
	request->columns = kith_wire_get_u32(in);
	request->now_at = kith_wire_get_i64(in);
	if (is_json > 1 || request->columns > 10000 || request->now_at < 0 || request->now_at > LATEST_AT)
		in->failed = true;
	if (!kith_wire_finish(in, error))
		return NULL;
	request->is_json = is_json;
	return g_steal_pointer(&request);
}

void kith_door_answer_free(KithDoorAnswer *answer)
{
	if (answer == NULL)
		return;
	g_free(answer->text);
	g_free(answer);
}

void kith_door_answer_write(const KithDoorAnswer *answer, GByteArray *out)
{
	kith_wire_put_u8(out, (uint8_t)answer->exit);
	kith_wire_put_string(out, answer->text);
}

KithDoorAnswer *kith_door_answer_read(KithReader *in, GError **error)
{
	g_autoptr(KithDoorAnswer) answer = g_new0(KithDoorAnswer, 1);
	uint8_t status = kith_wire_get_u8(in);

	answer->text = kith_wire_get_string(in);
	if (status > KITH_EXIT_REFUSED || answer->text == NULL)
		in->failed = true;
	if (!kith_wire_finish(in, error))
		return NULL;
	answer->exit = (KithExit)status;
	return g_steal_pointer(&answer);
}

bool kith_door_path(const char *database, char ret_path[108], GError **error)
{
	G_STATIC_ASSERT(sizeof ((struct sockaddr_un *)NULL)->sun_path == 108);
	int length = g_snprintf(ret_path, 108, "%s.sock", database);

	if (length < 108)
		return true;
	g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
		    "%s.sock is too long for a socket (at most 107 bytes): choose a shorter `database`", database);
	return false;
}

/* The connected socket; -1 without error when nobody listens there. */
static int reach(const char *database, GError **error)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (!kith_door_path(database, address.sun_path, error))
		return -1;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	int failure = errno;
	if (fd >= 0)
		close(fd);
	if (failure != ENOENT && failure != ECONNREFUSED)
		g_set_error(error, KITH_ERROR, failure == EACCES ? KITH_ERROR_DENIED : KITH_ERROR_TEMPORARY,
			    "cannot reach kithd at %s: %s", address.sun_path, g_strerror(failure));
	return -1;
}

static bool say_hello(int fd, const int *output, GError **error)
{
	char hello = KITH_DOOR_HELLO;
	union { struct cmsghdr head; char space[CMSG_SPACE(2 * sizeof(int))]; } control = { 0 };
	struct iovec bytes = { .iov_base = &hello, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &bytes, .msg_iovlen = 1 };

	if (output != NULL) {
		message.msg_control = control.space;
		message.msg_controllen = sizeof control.space;
		control.head = (struct cmsghdr) {
			.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(2 * sizeof(int)),
		};
		memcpy(CMSG_DATA(&control.head), output, 2 * sizeof(int));
	}
	if (sendmsg(fd, &message, MSG_NOSIGNAL) == 1)
		return true;
	g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "cannot speak to kithd: %s", g_strerror(errno));
	return false;
}

typedef struct { void (*call)(const KithProgress *progress, void *context); void *context; } Listener;

/* One message into *RET_PAYLOAD; false: kithd is gone. */
static bool receive(int fd, uint8_t *ret_type, GBytes **ret_payload, GError **error)
{
	g_autoptr(GError) failure = NULL;

	*ret_payload = kith_wire_receive(fd, ret_type, &failure);
	if (*ret_payload != NULL && (*ret_type == KITH_DOOR_DONE || *ret_type == KITH_DOOR_PROGRESS))
		return true;
	g_clear_pointer(ret_payload, g_bytes_unref);
	g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "kithd ended before it answered%s%s",
		    failure != NULL ? ": " : "", failure != NULL ? failure->message : "");
	return false;
}

static void tell_progress(const Listener *listener, KithReader *in)
{
	KithProgress progress;

	if (listener->call != NULL && kith_progress_read(in, &progress, NULL))
		listener->call(&progress, listener->context);
}

static KithDoorAnswer *hear(int fd, const Listener *listener, GError **error)
{
	for (;;) {
		g_autoptr(GBytes) payload = NULL;
		uint8_t type = 0;
		gsize size;

		if (!receive(fd, &type, &payload, error))
			return NULL;
		const uint8_t *bytes = g_bytes_get_data(payload, &size);
		KithReader in = { .at = bytes, .end = bytes + size };
		if (type == KITH_DOOR_DONE)
			return kith_door_answer_read(&in, error);
		tell_progress(listener, &in);
	}
}

static KithDoorAnswer *call(const char *database, KithDoorMessage message, const KithDoorRequest *request,
		const int *output, const Listener *listener, bool *ret_nobody, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GByteArray) payload = g_byte_array_new();
	int fd = reach(database, &failure);

	*ret_nobody = fd < 0 && failure == NULL;
	if (fd < 0) {
		if (failure != NULL)
			g_propagate_error(error, g_steal_pointer(&failure));
		return NULL;
	}
	kith_door_request_write(request, payload);
	KithDoorAnswer *answer = NULL;
	if (payload->len > KITH_LIMIT_REQUEST_BYTES)
		g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT, "the command is longer than %d bytes",
			    KITH_LIMIT_REQUEST_BYTES);
	else if (say_hello(fd, output, error) && kith_wire_send(fd, (uint8_t)message, payload, error))
		answer = hear(fd, listener, error);
	close(fd);
	return answer;
}

KithDoorAnswer *kith_door_call(const char *database, KithDoorMessage message, const KithDoorRequest *request,
		const int *output, bool *ret_nobody, GError **error)
{
	const Listener nobody = { NULL, NULL };

	return call(database, message, request, output, &nobody, ret_nobody, error);
}

KithDoorAnswer *kith_door_sync(const char *database, const KithDoorRequest *request,
		void (*progress)(const KithProgress *progress, void *context), void *context, bool *ret_nobody,
		GError **error)
{
	const Listener listener = { progress, context };

	return call(database, KITH_DOOR_SYNC, request, NULL, &listener, ret_nobody, error);
}
