/* SPDX-License-Identifier: MIT
 * porter.c - kithd's side of the control socket: who asks, what may they, who answers.
 * In: requests of users on this machine. Out: changes by core, questions to answer processes.
 * Next: daemon/answer.c
 */
#include "porter.h"

#include <errno.h>
#include <glib-unix.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "watch.h"

#define VISITORS 64
#define REQUEST_S 10		/* a whole request */
#define ANSWER_S 300		/* a question: a reader that stays longer keeps the log from shrinking */

struct KithPorter {
	const KithConfig *config;
	KithStore *store;
	KithCore *core;
	GMainContext *loop;
	struct sockaddr_un address;
	int fd;
	GSource *source;
	GPtrArray *visitors;	/* Visitor * */
};

/* One connection, from hello to answer. */
typedef struct {
	KithPorter *porter;
	KithPipe pipe;
	bool has_said_hello;
	uid_t uid;
	int output[2];		/* the asker's stdout and stderr; -1: not given */
	GSource *source, *clock;
	bool is_asked;		/* the request was taken */
	KithChild *child;	/* that answers; NULL */
	KithWatch *watch;
	GHashTable *waits;	/* account title -> results still to come (of a SYNC); NULL */
	GPtrArray *accounts;	/* KithAccount *: of that SYNC; NULL */
	GSource *teller;	/* how far it is, once a second */
	GString *text;		/* what they said */
	KithExit exit;
} Visitor;

static void end_source(GSource **source)
{
	if (*source == NULL)
		return;
	g_source_destroy(*source);
	g_clear_pointer(source, g_source_unref);
}

static void free_visitor(gpointer data)
{
	Visitor *visitor = data;

	end_source(&visitor->source);
	end_source(&visitor->clock);
	end_source(&visitor->teller);
	kith_watch_free(visitor->watch);
	kith_child_free(visitor->child);
	for (size_t i = 0; i < G_N_ELEMENTS(visitor->output); i++) {
		if (visitor->output[i] >= 0)
			close(visitor->output[i]);
	}
	if (visitor->waits != NULL)
		g_hash_table_unref(visitor->waits);
	if (visitor->accounts != NULL)
		g_ptr_array_unref(visitor->accounts);
	g_string_free(visitor->text, TRUE);
	kith_pipe_clear(&visitor->pipe);
	g_free(visitor);
}

static void dismiss(Visitor *visitor)
{
	(void)g_ptr_array_remove_fast(visitor->porter->visitors, visitor);	/* it is in there */
}

/* Says the answer and closes: it is short, so the socket takes it at once or the asker is gone. */
static void answer(Visitor *visitor, KithExit status, const char *text)
{
	g_autoptr(GByteArray) payload = g_byte_array_new();
	g_autofree char *clean = kith_text_clean(text, true);
	const KithDoorAnswer said = { .exit = status, .text = clean };

	kith_door_answer_write(&said, payload);
	if (kith_pipe_put(&visitor->pipe, KITH_DOOR_DONE, payload, NULL))
		(void)kith_pipe_flush(&visitor->pipe, NULL);	/* nobody is left to be told */
	dismiss(visitor);
}

static void answer_error(Visitor *visitor, const GError *error)
{
	answer(visitor, kith_error_exit(error), error->message);
}

/* --- who asks */

static const KithUser *user_of_login(const KithConfig *config, const char *login)
{
	for (guint i = 0; login != NULL && i < config->users->len; i++) {
		const KithUser *user = config->users->pdata[i];

		if (g_strcmp0(user->unix_user, login) == 0)
			return user;
	}
	return NULL;
}

bool kith_porter_who(const KithConfig *config, uid_t uid, uid_t own_uid, const char *login, const char *wanted,
		bool *ret_is_operator, const KithUser **ret_user, GError **error)
{
	bool is_operator = uid == own_uid || uid == 0;
	const KithUser *self = user_of_login(config, login);
	const KithUser *user = wanted != NULL ? kith_config_find_user(config, wanted) : self;

	if (!is_operator && self == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_DENIED,
			    "no user of %s has unix-user = \"%s\": ask whoever runs kith", config->path,
			    login != NULL ? login : "?");
		return false;
	}
	if (!is_operator && user != self) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_DENIED, "you are %s here and may not look as \"%s\"",
			    self->title, wanted);
		return false;
	}
	if (wanted != NULL && user == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "%s has no user \"%s\"", config->path, wanted);
		return false;
	}
	if (user == NULL && config->users->len == 1)
		user = config->users->pdata[0];
	*ret_is_operator = is_operator;
	*ret_user = user;
	return true;
}

static bool identify(const Visitor *visitor, const char *wanted, bool *ret_is_operator, const KithUser **ret_user,
		GError **error)
{
	const struct passwd *entry = getpwuid(visitor->uid);

	return kith_porter_who(visitor->porter->config, visitor->uid, geteuid(),
			       entry != NULL ? entry->pw_name : NULL, wanted, ret_is_operator, ret_user, error);
}

/* --- what they ask */

static void set_clock(Visitor *visitor, unsigned seconds);

static void tell(Visitor *visitor, const KithDoorRequest *request)
{
	KithPorter *porter = visitor->porter;
	g_autoptr(GError) failure = NULL;
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	const KithUser *user;
	bool is_operator;
	KithTold told = { 0 };

	if (!identify(visitor, request->user, &is_operator, &user, &failure)) {
		answer_error(visitor, failure);
		return;
	}
	if (user == NULL) {
		answer(visitor, KITH_EXIT_USAGE, "say for whom: --as USER");
		return;
	}
	for (guint i = 0; i < request->words->len; i++)
		g_ptr_array_add(words, request->words->pdata[i]);
	g_ptr_array_add(words, NULL);
	int64_t now_at = is_operator && request->now_at != 0 ? request->now_at : kith_core_now(porter->core);
	if (kith_tell(porter->store, porter->config, user, (const char *const *)words->pdata, now_at, &told, &failure))
		answer(visitor, KITH_EXIT_DONE, told.text);
	else
		answer_error(visitor, failure);
	kith_told_clear(&told);
}

static void wait_for(Visitor *visitor, const KithAccount *account)
{
	unsigned results = kith_core_sync(visitor->porter->core, account);

	g_hash_table_insert(visitor->waits, g_strdup(account->title), GUINT_TO_POINTER(results));
	g_ptr_array_add(visitor->accounts, (gpointer)account);
}

/* Whoever does not read misses some of it. */
static gboolean tell_progress(gpointer data)
{
	Visitor *visitor = data;
	g_autoptr(GByteArray) payload = g_byte_array_new();
	const KithProgress progress = kith_core_progress(visitor->porter->core, visitor->accounts);

	if (kith_pipe_has_output(&visitor->pipe))
		return G_SOURCE_CONTINUE;
	kith_progress_write(&progress, payload);
	if (kith_pipe_put(&visitor->pipe, KITH_DOOR_PROGRESS, payload, NULL))
		(void)kith_pipe_flush(&visitor->pipe, NULL);	/* that the visitor left shows in reading */
	return G_SOURCE_CONTINUE;
}

static void begin_telling(Visitor *visitor)
{
	visitor->teller = g_timeout_source_new_seconds(1);
	g_source_set_callback(visitor->teller, tell_progress, visitor, NULL);
	/* the id is not needed: the source is kept */
	(void)g_source_attach(visitor->teller, visitor->porter->loop);
}

/* An account's own users may have it synced now; the operator any. */
static bool may_sync(const KithAccount *account, const KithUser *user, bool is_operator)
{
	return is_operator || g_ptr_array_find(account->users, user, NULL);
}

static void sync_now(Visitor *visitor, const KithDoorRequest *request)
{
	const KithConfig *config = visitor->porter->config;
	g_autoptr(GError) failure = NULL;
	const KithUser *user;
	bool is_operator;

	if (!identify(visitor, request->user, &is_operator, &user, &failure)) {
		answer_error(visitor, failure);
		return;
	}
	visitor->waits = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	visitor->accounts = g_ptr_array_new();
	for (guint i = 0; request->words->len == 0 && i < config->accounts->len; i++) {
		if (may_sync(config->accounts->pdata[i], user, is_operator))
			wait_for(visitor, config->accounts->pdata[i]);
	}
	for (guint i = 0; i < request->words->len; i++) {
		const KithAccount *account = kith_config_find_account(config, request->words->pdata[i]);

		if (account == NULL || !may_sync(account, user, is_operator)) {
			g_autofree char *text = g_strdup_printf("there is no account \"%s\" of yours",
								(const char *)request->words->pdata[i]);
			answer(visitor, KITH_EXIT_USAGE, text);
			return;
		}
		wait_for(visitor, account);
	}
	if (g_hash_table_size(visitor->waits) == 0)
		answer(visitor, KITH_EXIT_NOTHING, "there is no account to sync");
	else
		begin_telling(visitor);
}

static void on_answer(KithChild *child, const GError *broken, void *context)
{
	Visitor *visitor = context;
	g_autoptr(GBytes) payload = NULL;
	uint8_t type;
	int got = broken == NULL ? kith_child_next(child, &type, &payload, NULL) : -1;

	if (got == 0 && !child->pipe.has_ended)
		return;
	if (got == 1 && type == KITH_DOOR_DONE) {
		gsize size;
		const uint8_t *bytes = g_bytes_get_data(payload, &size);
		KithReader in = { .at = bytes, .end = bytes + size };
		g_autoptr(KithDoorAnswer) said = kith_door_answer_read(&in, NULL);

		if (said != NULL) {
			answer(visitor, said->exit, said->text);
			return;
		}
	}
	answer(visitor, KITH_EXIT_REFUSED, "the process that answered has died; kithd goes on");
}

static bool start_answer(Visitor *visitor, const KithDoorRequest *asked, GError **error)
{
	KithPorter *porter = visitor->porter;
	g_autoptr(GByteArray) payload = g_byte_array_new();

	visitor->child = kith_child_start(KITH_CHILD_ANSWER, NULL, visitor->output, error);
	if (visitor->child == NULL)
		return false;
	visitor->watch = kith_watch_new(visitor->child, porter->loop, on_answer, visitor);
	kith_wire_put_string(payload, porter->config->path);
	kith_door_request_write(asked, payload);
	return kith_pipe_put(&visitor->child->pipe, KITH_DOOR_ASK, payload, error) &&
	       kith_pipe_flush(&visitor->child->pipe, error);
}

static void ask(Visitor *visitor, KithDoorRequest *request)
{
	g_autoptr(GError) failure = NULL;
	const KithUser *user;
	bool is_operator;

	if (visitor->output[0] < 0 || visitor->output[1] < 0) {
		answer(visitor, KITH_EXIT_USAGE, "a question needs somewhere to answer it to");
		return;
	}
	if (!identify(visitor, request->user, &is_operator, &user, &failure)) {
		answer_error(visitor, failure);
		return;
	}
	g_free(request->user);
	request->user = user != NULL ? g_strdup(user->title) : NULL;
	if (!is_operator || request->now_at == 0)
		request->now_at = kith_core_now(visitor->porter->core);
	set_clock(visitor, ANSWER_S);
	if (!start_answer(visitor, request, &failure))
		answer_error(visitor, failure);
}

static void take_request(Visitor *visitor, uint8_t type, GBytes *payload)
{
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(payload, &size);
	KithReader in = { .at = bytes, .end = bytes + size };
	g_autoptr(KithDoorRequest) request = kith_door_request_read(&in, NULL);

	visitor->is_asked = true;
	if (request == NULL || (type != KITH_DOOR_SYNC && request->words->len == 0))
		dismiss(visitor);
	else if (type == KITH_DOOR_TELL)
		tell(visitor, request);
	else if (type == KITH_DOOR_ASK)
		ask(visitor, request);
	else if (type == KITH_DOOR_SYNC)
		sync_now(visitor, request);
	else
		dismiss(visitor);
}

void kith_porter_result(KithPorter *porter, const KithSyncResult *result)
{
	for (guint i = porter->visitors->len; i > 0; i--) {
		Visitor *visitor = porter->visitors->pdata[i - 1];
		gpointer count;

		if (visitor->waits == NULL ||
		    !g_hash_table_lookup_extended(visitor->waits, result->account, NULL, &count))
			continue;
		if (GPOINTER_TO_UINT(count) > 1) {
			g_hash_table_insert(visitor->waits, g_strdup(result->account),
					    GUINT_TO_POINTER(GPOINTER_TO_UINT(count) - 1));
			continue;
		}
		(void)g_hash_table_remove(visitor->waits, result->account);	/* it was just found there */
		if (!result->ok) {
			const GError failure = { .domain = KITH_ERROR, .code = result->code };
			visitor->exit = MAX(visitor->exit, kith_error_exit(&failure));
		}
		if (*result->text != '\0')
			g_string_append_printf(visitor->text, "%s%s", visitor->text->len > 0 ? "\n" : "",
					       result->text);
		if (g_hash_table_size(visitor->waits) == 0)
			answer(visitor, visitor->exit, visitor->text->str);
	}
}

/* --- connections */

/* The first byte, with the fds that came with it. */
static bool hear_hello(Visitor *visitor)
{
	char hello;
	union { struct cmsghdr head; char space[CMSG_SPACE(2 * sizeof(int))]; } control;
	struct iovec bytes = { .iov_base = &hello, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &bytes, .msg_iovlen = 1,
		.msg_control = control.space, .msg_controllen = sizeof control.space,
	};
	ssize_t got = recvmsg(visitor->pipe.fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	const struct cmsghdr *head = got == 1 ? CMSG_FIRSTHDR(&message) : NULL;

	if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
		size_t count = MIN((head->cmsg_len - CMSG_LEN(0)) / sizeof(int), G_N_ELEMENTS(visitor->output));

		memcpy(visitor->output, CMSG_DATA(head), count * sizeof(int));
	}
	visitor->has_said_hello = got == 1;
	return got == 1 && hello == KITH_DOOR_HELLO;
}

static gboolean on_visitor(gint fd KITH_UNUSED, GIOCondition condition KITH_UNUSED, gpointer data)
{
	Visitor *visitor = data;
	g_autoptr(GBytes) payload = NULL;
	uint8_t type;

	if (!visitor->has_said_hello && !hear_hello(visitor)) {
		dismiss(visitor);
		return G_SOURCE_REMOVE;
	}
	bool ok = kith_pipe_fill(&visitor->pipe, NULL);
	/* After its request a visitor has nothing to say but good-bye. */
	if (!ok || visitor->is_asked || (visitor->pipe.has_ended && visitor->pipe.in->len == 0)) {
		dismiss(visitor);
		return G_SOURCE_REMOVE;
	}
	int got = kith_pipe_next(&visitor->pipe, &type, &payload, NULL);
	if (got < 0 || (got == 0 && visitor->pipe.has_ended)) {
		dismiss(visitor);
		return G_SOURCE_REMOVE;
	}
	if (got == 1)
		take_request(visitor, type, payload);
	return G_SOURCE_CONTINUE;
}

static gboolean on_clock(gpointer data)
{
	Visitor *visitor = data;

	/* A sync takes as long as it takes. */
	if (visitor->waits != NULL)
		return G_SOURCE_CONTINUE;
	if (!visitor->is_asked)
		dismiss(visitor);
	else
		answer(visitor, KITH_EXIT_REFUSED, "the question took too long");
	return G_SOURCE_REMOVE;
}

static void set_clock(Visitor *visitor, unsigned seconds)
{
	end_source(&visitor->clock);
	visitor->clock = g_timeout_source_new_seconds(seconds);
	g_source_set_callback(visitor->clock, on_clock, visitor, NULL);
	/* the id is not needed: the source is kept */
	(void)g_source_attach(visitor->clock, visitor->porter->loop);
}

static void welcome(KithPorter *porter, int fd, uid_t uid)
{
	Visitor *visitor = g_new0(Visitor, 1);

	visitor->porter = porter;
	visitor->uid = uid;
	visitor->output[0] = visitor->output[1] = -1;
	visitor->text = g_string_new(NULL);
	kith_pipe_init(&visitor->pipe, fd, KITH_LIMIT_REQUEST_BYTES);
	visitor->source = g_unix_fd_source_new(fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
	g_source_set_callback(visitor->source, G_SOURCE_FUNC(on_visitor), visitor, NULL);
	(void)g_source_attach(visitor->source, porter->loop);	/* the id is not needed: the source is kept */
	set_clock(visitor, REQUEST_S);
	g_ptr_array_add(porter->visitors, visitor);
}

static gboolean on_knock(gint listening, GIOCondition condition KITH_UNUSED, gpointer data)
{
	KithPorter *porter = data;
	struct ucred who;
	socklen_t length = sizeof who;
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return G_SOURCE_CONTINUE;
	if (porter->visitors->len >= VISITORS ||
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &length) != 0)
		close(fd);
	else
		welcome(porter, fd, who.uid);
	return G_SOURCE_CONTINUE;
}

static int listen_at(const struct sockaddr_un *address, GError **error)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	(void)unlink(address->sun_path);	/* what is left of a daemon that was killed; else none is there */
	if (fd >= 0 && bind(fd, (const struct sockaddr *)address, sizeof *address) == 0 && listen(fd, VISITORS) == 0)
		return fd;
	int failure = errno;
	if (fd >= 0)
		close(fd);
	g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "cannot listen at %s: %s", address->sun_path,
		    g_strerror(failure));
	return -1;
}

KithPorter *kith_porter_new(const KithConfig *config, KithStore *store, KithCore *core, GMainContext *loop,
		GError **error)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (!kith_door_path(config->database, address.sun_path, error))
		return NULL;
	int fd = listen_at(&address, error);
	if (fd < 0)
		return NULL;
	KithPorter *porter = g_new0(KithPorter, 1);
	*porter = (KithPorter) {
		.config = config, .store = store, .core = core, .loop = loop, .address = address, .fd = fd,
		.visitors = g_ptr_array_new_with_free_func(free_visitor),
		.source = g_unix_fd_source_new(fd, G_IO_IN),
	};
	g_source_set_callback(porter->source, G_SOURCE_FUNC(on_knock), porter, NULL);
	(void)g_source_attach(porter->source, loop);	/* the id is not needed: the source is kept */
	return porter;
}

void kith_porter_free(KithPorter *porter)
{
	if (porter == NULL)
		return;
	g_ptr_array_unref(porter->visitors);
	end_source(&porter->source);
	close(porter->fd);
	(void)unlink(porter->address.sun_path);	/* if it is gone already, good */
	g_free(porter);
}
