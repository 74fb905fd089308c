/* SPDX-License-Identifier: MIT
 * process.c - child processes of one binary, each with a socket to its parent and little else.
 * In: a role. Out: a running child of which nothing is believed. Next: daemon/jail.c
 */
#include "config.h"

#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_FD 3
#define FREE_FD 10		/* where fds wait while 0 to 3 are put in order */
#define END_TRIES 40		/* of 5 ms */

static char *program_path;

static const char *const role_names[] = {
	[KITH_CHILD_FETCH] = "fetch",
	[KITH_CHILD_PARSE] = "parse",
	[KITH_CHILD_SEND] = "send",
	[KITH_CHILD_ANSWER] = "answer",
};

/* What a child's environment may hold: nothing that says where to find code or secrets. */
static const char *const kept_variables[] = {
	"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "GCOV_PREFIX", "GCOV_PREFIX_STRIP", "NO_COLOR", "TERM",
};

const char *kith_child_role_name(KithChildRole role)
{
	return role_names[role];
}

bool kith_child_role_find(const char *name, KithChildRole *ret_role)
{
	for (size_t i = 0; i < G_N_ELEMENTS(role_names); i++) {
		if (strcmp(name, role_names[i]) == 0) {
			*ret_role = (KithChildRole)i;
			return true;
		}
	}
	return false;
}

void kith_process_remember(const char *program)
{
	g_free(program_path);
	program_path = g_find_program_in_path(program);
}

static char **make_environment(void)
{
	g_autoptr(GStrvBuilder) environment = g_strv_builder_new();

	g_strv_builder_add(environment, "LC_ALL=C.UTF-8");
	for (size_t i = 0; i < G_N_ELEMENTS(kept_variables); i++) {
		const char *value = g_getenv(kept_variables[i]);
		g_autofree char *line = g_strconcat(kept_variables[i], "=", value, NULL);

		if (value != NULL)
			g_strv_builder_add(environment, line);
	}
	return g_strv_builder_end(environment);
}

static char **make_arguments(KithChildRole role, const char *const *paths)
{
	g_autoptr(GStrvBuilder) arguments = g_strv_builder_new();
	g_autofree char *option = g_strconcat("--child=", role_names[role], NULL);

	g_strv_builder_add(arguments, g_get_prgname() != NULL ? g_get_prgname() : "kith");
	g_strv_builder_add(arguments, option);
	for (; paths != NULL && *paths != NULL; paths++)
		g_strv_builder_add(arguments, *paths);
	return g_strv_builder_end(arguments);
}

/* Between fork and exec: only what signal-safety(7) allows. */
static G_NORETURN void become_child(int socket_fd, const int *output, char **arguments, char **environment)
{
	sigset_t none;
	int nothing = open("/dev/null", O_RDWR);
	int moved = fcntl(socket_fd, F_DUPFD, FREE_FD);
	int out = fcntl(output != NULL ? output[0] : nothing, F_DUPFD, FREE_FD);
	int err = fcntl(output != NULL ? output[1] : STDERR_FILENO, F_DUPFD, FREE_FD);

	if (nothing < 0 || moved < 0 || out < 0 || dup2(nothing, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(err >= 0 ? err : nothing, 2) < 0 || dup2(moved, CHILD_FD) < 0 ||
	    close_range(CHILD_FD + 1, ~0U, 0) != 0)
		_exit(127);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);	/* a valid set cannot fail */
	execve("/proc/self/exe", arguments, environment);
	if (program_path != NULL)
		execve(program_path, arguments, environment);
	_exit(127);
}

KithChild *kith_child_start(KithChildRole role, const char *const *paths, const int *output, GError **error)
{
	g_auto(GStrv) arguments = make_arguments(role, paths);
	g_auto(GStrv) environment = make_environment();
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "cannot make a socket for the %s process: %s",
			    role_names[role], g_strerror(errno));
		return NULL;
	}
	pid_t pid = fork();
	if (pid == 0)
		become_child(pair[1], output, arguments, environment);
	int failure = errno;
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "cannot start the %s process: %s",
			    role_names[role], g_strerror(failure));
		return NULL;
	}
	KithChild *child = g_new0(KithChild, 1);
	child->role = role;
	child->pid = pid;
	kith_pipe_init(&child->pipe, pair[0], KITH_LIMIT_MESSAGE_BYTES);
	return child;
}

/* The first message has to be READY; its text is for whoever debugs. */
static bool take_ready(KithChild *child, uint8_t type, GBytes *payload, GError **error)
{
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(payload, &size);
	KithReader in = { .at = bytes, .end = bytes + size };
	g_autofree char *note = type == KITH_CHILD_READY ? kith_wire_get_string(&in) : NULL;

	if (type != KITH_CHILD_READY || !kith_wire_finish(&in, error)) {
		if (error != NULL && *error == NULL)
			g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
				    "the %s process spoke before it was ready", role_names[child->role]);
		return false;
	}
	child->is_ready = true;
	g_debug("%s process %d is ready%s%s", role_names[child->role], (int)child->pid,
		note != NULL ? ": " : "", note != NULL ? note : "");
	return true;
}

int kith_child_next(KithChild *child, uint8_t *ret_type, GBytes **ret_payload, GError **error)
{
	int got = kith_pipe_next(&child->pipe, ret_type, ret_payload, error);

	if (got != 1 || child->is_ready)
		return got;
	bool ok = take_ready(child, *ret_type, *ret_payload, error);
	g_clear_pointer(ret_payload, g_bytes_unref);
	return ok ? kith_pipe_next(&child->pipe, ret_type, ret_payload, error) : -1;
}

int kith_child_wait(KithChild *child, int64_t until_us, uint8_t *ret_type, GBytes **ret_payload, GError **error)
{
	int got = kith_pipe_wait(&child->pipe, until_us, ret_type, ret_payload, error);

	if (got != 1 || child->is_ready)
		return got;
	bool ok = take_ready(child, *ret_type, *ret_payload, error);
	g_clear_pointer(ret_payload, g_bytes_unref);
	return ok ? kith_pipe_wait(&child->pipe, until_us, ret_type, ret_payload, error) : -1;
}

static char *describe(int status)
{
	if (WIFSIGNALED(status))
		return g_strdup_printf("was killed by signal %d (%s)", WTERMSIG(status),
				       g_strsignal(WTERMSIG(status)));
	return g_strdup_printf("exited with status %d", WEXITSTATUS(status));
}

char *kith_child_end(KithChild *child)
{
	bool closed = child->pipe.has_ended;
	int status = 0;
	pid_t done = 0;

	kith_pipe_clear(&child->pipe);
	for (int i = 0; closed && done == 0 && i < END_TRIES; i++) {
		done = waitpid(child->pid, &status, WNOHANG);
		if (done == 0)
			g_usleep(5000);
	}
	if (done == 0) {
		(void)kill(child->pid, SIGKILL);	/* ours and not yet waited for: it exists */
		while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	g_free(child);
	return describe(status);
}

void kith_child_free(KithChild *child)
{
	if (child != NULL)
		g_free(kith_child_end(child));
}

bool kith_process_harden(GError **error)
{
	const struct rlimit none = { 0, 0 };
	const char *what = NULL;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		what = "give up new rights";
	else if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		what = "end with its parent";
	else if (setrlimit(RLIMIT_CORE, &none) != 0)
		what = "give up core files";
#ifndef KITH_SANITIZERS			/* the leak checker traces its own process */
	else if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		what = "hide its memory";
#endif
	if (what != NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "a process cannot %s: %s", what,
			    g_strerror(errno));
		return false;
	}
	(void)signal(SIGPIPE, SIG_IGN);		/* both signals exist and can be ignored */
	(void)signal(SIGINT, SIG_IGN);		/* Ctrl-C is for the parent, which ends its children */
	return true;
}
