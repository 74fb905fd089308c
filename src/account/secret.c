/* SPDX-License-Identifier: MIT
 * secret.c - passwords: from a command, a file or a systemd credential, into locked memory.
 * In: where it stands. Out: a KithSecret. Next: include/kith/store.h
 *
 * Error texts name neither the secret nor the command: people write `echo PASSWORD` there.
 */
#include "kith/account.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Room for the longest secret with its line end, and as much again for lines that follow it. */
#define ROOM_BYTES ((size_t)KITH_LIMIT_SECRET_BYTES * 2)

static KithSecret *secret_new(GError **error)
{
	char *room = mmap(NULL, ROOM_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (room == MAP_FAILED) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "no memory for a password: %s", g_strerror(errno));
		return NULL;
	}
	/* Beyond RLIMIT_MEMLOCK this fails; the secret is wiped after use all the same. */
	(void)mlock(room, ROOM_BYTES);
	(void)madvise(room, ROOM_BYTES, MADV_DONTDUMP);
	KithSecret *secret = g_new0(KithSecret, 1);
	secret->text = room;
	return secret;
}

void kith_secret_free(KithSecret *secret)
{
	if (secret == NULL)
		return;
	explicit_bzero(secret->text, ROOM_BYTES);
	(void)munmap(secret->text, ROOM_BYTES); /* fails for no mapping of ours */
	g_free(secret);
}

/* Keeps the first line of the LENGTH bytes in SECRET. */
static bool keep_first_line(KithSecret *secret, size_t length, const char *origin, GError **error)
{
	char *end = memchr(secret->text, '\n', length);
	size_t kept = end != NULL ? (size_t)(end - secret->text) : length;
	const char *why = NULL;

	if (kept > 0 && secret->text[kept - 1] == '\r')
		kept--;
	if (kept == 0)
		why = "the first line is empty; expected the password";
	else if (kept > KITH_LIMIT_SECRET_BYTES - 1)
		why = "the first line is too long for a password";
	for (size_t i = 0; i < kept && why == NULL; i++) {
		if (g_ascii_iscntrl(secret->text[i]))
			why = "there are control characters in the password";
	}
	if (why != NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "%s: %s", origin, why);
		return false;
	}
	explicit_bzero(secret->text + kept, ROOM_BYTES - kept);
	secret->length = kept;
	return true;
}

/* --- from a command */

static bool spawn(const char *command, int output, pid_t *ret_pid, GError **error)
{
	const char *const argv[] = { "/bin/sh", "-c", command, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, reset;

	sigemptyset(&none);
	sigemptyset(&reset);
	sigaddset(&reset, SIGPIPE);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &reset);
	/* A group of its own, so that all of it can be ended. */
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int failed = posix_spawn(ret_pid, argv[0], &actions, &attributes, (char **)argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	if (failed != 0)
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "password-command: /bin/sh: %s",
			    g_strerror(failed));
	return failed == 0;
}

/* Reads once. The first line stays; what follows it goes over and over into the rest of the room. */
static bool read_some(int fd, KithSecret *secret, size_t *length)
{
	size_t start = *length < KITH_LIMIT_SECRET_BYTES ? *length : KITH_LIMIT_SECRET_BYTES;
	ssize_t got = read(fd, secret->text + start, ROOM_BYTES - start);

	if (got > 0)
		*length = start + (size_t)got;
	return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* Until the command has ended or the deadline has come; true when it ended. */
static bool drain(int fd, int process, KithSecret *secret, size_t *ret_length, int64_t deadline_us)
{
	struct pollfd waits[] = { { .fd = process, .events = POLLIN }, { .fd = fd, .events = POLLIN } };

	for (;;) {
		int64_t left_us = deadline_us - g_get_monotonic_time();

		if (left_us <= 0)
			return false;
		if (poll(waits, G_N_ELEMENTS(waits), (int)(left_us / 1000) + 1) < 0 && errno != EINTR)
			return false;
		if (waits[1].revents != 0 && !read_some(fd, secret, ret_length))
			waits[1].fd = -1;
		else if (waits[1].revents == 0 && waits[0].revents != 0)
			return true;
		if (waits[1].fd < 0 && waits[0].revents != 0)
			return true;
	}
}

static bool collect(pid_t pid, int fd, int timeout_ms, KithSecret *secret, GError **error)
{
	int64_t deadline_us = g_get_monotonic_time() + (int64_t)timeout_ms * 1000;
	int process = pidfd_open(pid, 0);
	size_t length = 0;
	int status = 0;
	bool ended = process >= 0 && drain(fd, process, secret, &length, deadline_us);

	if (!ended)
		(void)kill(-pid, SIGKILL); /* it may have ended meanwhile */
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (process >= 0)
		(void)close(process);
	if (!ended)
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "password-command gave no password within %d s and was ended", (timeout_ms + 999) / 1000);
	else if (WIFSIGNALED(status))
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "password-command was ended by signal %d",
			    WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "password-command failed with exit status %d",
			    WEXITSTATUS(status));
	else
		return keep_first_line(secret, length, "password-command", error);
	return false;
}

KithSecret *kith_secret_run(const char *command, int timeout_ms, GError **error)
{
	g_autoptr(KithSecret) secret = secret_new(error);
	int ends[2];
	pid_t pid;

	if (secret == NULL)
		return NULL;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "password-command: %s", g_strerror(errno));
		return NULL;
	}
	/* The command gets a pipe that blocks, as programs expect. */
	(void)fcntl(ends[1], F_SETFL, 0);
	bool started = spawn(command, ends[1], &pid, error);
	(void)close(ends[1]);
	bool good = started && collect(pid, ends[0], timeout_ms, secret, error);
	(void)close(ends[0]);
	return good ? g_steal_pointer(&secret) : NULL;
}

/* --- from a file */

/* Only its owner may read it; a file of root's may be readable for one group, ours. */
bool kith_secret_may_stand_in(const struct stat *about, unsigned own_uid, const char *path, GError **error)
{
	if (!S_ISREG(about->st_mode)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "%s: is no plain file", path);
		return false;
	}
	if (about->st_uid != own_uid && about->st_uid != 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: belongs to user id %u; expected a file of user id %u or of root", path,
			    (unsigned)about->st_uid, own_uid);
		return false;
	}
	if ((about->st_mode & (about->st_uid == 0 ? 037 : 077)) != 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: others may read it or write to it (mode %04o); mend it with chmod 600", path,
			    (unsigned)about->st_mode & 07777);
		return false;
	}
	return true;
}

static bool has_good_rights(int fd, const char *path, GError **error)
{
	struct stat about = { 0 };	/* of a type that is refused */

	(void)fstat(fd, &about);
	return kith_secret_may_stand_in(&about, geteuid(), path, error);
}

static KithSecret *load_file(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "%s: cannot be read: %s", path, g_strerror(errno));
		return NULL;
	}
	g_autoptr(KithSecret) secret = has_good_rights(fd, path, error) ? secret_new(error) : NULL;
	size_t length = 0;
	bool good = secret != NULL;
	while (good && length < KITH_LIMIT_SECRET_BYTES && read_some(fd, secret, &length))
		continue;
	(void)close(fd);
	if (!good || !keep_first_line(secret, length, path, error))
		return NULL;
	return g_steal_pointer(&secret);
}

static KithSecret *load_credential(const char *name, GError **error)
{
	const char *folder = g_getenv("CREDENTIALS_DIRECTORY");

	if (folder == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "credential %s: there is no CREDENTIALS_DIRECTORY; expected to be started by systemd with "
			    "LoadCredential=%s:FILE",
			    name, name);
		return NULL;
	}
	g_autofree char *path = g_build_filename(folder, name, NULL);
	return load_file(path, error);
}

KithSecret *kith_secret_load(const char *command, const char *file, const char *credential, GError **error)
{
	if (command != NULL)
		return kith_secret_run(command, KITH_LIMIT_SECRET_COMMAND_MS, error);
	if (file != NULL)
		return load_file(file, error);
	if (credential != NULL)
		return load_credential(credential, error);
	return NULL;
}
