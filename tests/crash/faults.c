/* SPDX-License-Identifier: MIT
 * faults.c - preloaded into kithd: its Nth commit or its Nth change of a file kills it or fails.
 * In: KITH_FAULT="WHAT:N:ACTION". Out: a process that dies or sees an error at that place. Next: tests/crash/commits.tap
 *
 * WHAT is `commit` or `change`. A commit is the write of a log frame that carries the database's size (SQLite file
 * format, 4.1): its 24 bytes of head, then a page. A change is any call that changes a file of the database. ACTION:
 * `before`, `torn` (between head and page) and `after` kill at a commit, `kill` at a change; an error's name
 * (EIO, ENOSPC) fails that change alone, with a + behind it every one from there on. How many there were is
 * appended to the file KITH_FAULT_COUNT, as "commits changes". Children never see it: their environment is empty.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATABASE "kith.db"
#define FRAME_HEAD 24

static struct {
	bool is_known, of_commits;
	long nth, commits, changes;
	char action[16];
	bool is_torn;		/* a commit's head is written, its page not yet */
	bool is_last;		/* and after that page it ends */
} plan;

static void learn(void)
{
	const char *text = getenv("KITH_FAULT");
	char what[16];

	plan.is_known = true;
	if (text == NULL || sscanf(text, "%15[a-z]:%ld:%15s", what, &plan.nth, plan.action) != 3)
		plan.nth = 0;
	else
		plan.of_commits = strcmp(what, "commit") == 0;
}

__attribute__((destructor)) static void report(void)
{
	const char *path = getenv("KITH_FAULT_COUNT");
	FILE *out = path != NULL ? fopen(path, "a") : NULL;

	if (out == NULL)
		return;
	(void)fprintf(out, "%ld %ld\n", plan.commits, plan.changes);
	(void)fclose(out);
}

static bool is_of_database(const char *path, const char *suffix)
{
	const char *name = strrchr(path, '/');

	name = name != NULL ? name + 1 : path;
	/* Not the lock beside it, and no copy. */
	return strncmp(name, DATABASE, strlen(DATABASE)) == 0 && strcmp(name, DATABASE ".lock") != 0 &&
	       (suffix == NULL || strcmp(name + strlen(DATABASE), suffix) == 0);
}

static bool is_fd_of_database(int fd, const char *suffix)
{
	char link[64], path[512];

	(void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, sizeof path - 1);
	path[length > 0 ? length : 0] = '\0';
	return is_of_database(path, suffix);
}

static void die(void)
{
	(void)kill(getpid(), SIGKILL);
}

/* False: the call fails with errno. */
static bool may_change(void)
{
	if (!plan.is_known)
		learn();
	long now = ++plan.changes;
	if (plan.nth == 0 || plan.of_commits)
		return true;
	bool goes_on = strchr(plan.action, '+') != NULL;
	if (goes_on ? now < plan.nth : now != plan.nth)
		return true;
	if (strcmp(plan.action, "kill") == 0)
		die();
	errno = strncmp(plan.action, "ENOSPC", 6) == 0 ? ENOSPC : EIO;
	return false;
}

static void see_commit_head(void)
{
	if (++plan.commits != plan.nth || !plan.of_commits)
		return;
	if (strcmp(plan.action, "before") == 0)
		die();
	plan.is_last = true;
}

static bool begin_write(int fd, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	if (!is_fd_of_database(fd, NULL))
		return true;
	if (!may_change())
		return false;
	if (size == FRAME_HEAD && (at[4] | at[5] | at[6] | at[7]) != 0 && is_fd_of_database(fd, "-wal")) {
		see_commit_head();
		plan.is_torn = true;
	} else if (plan.is_torn && plan.is_last && strcmp(plan.action, "torn") == 0) {
		die();
	}
	return true;
}

static void end_write(size_t size)
{
	if (!plan.is_torn || size == FRAME_HEAD)
		return;
	plan.is_torn = false;
	if (plan.is_last)
		die();
}

#define REAL(name) \
	static __typeof__(name) *real; \
	if (real == NULL) \
		real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
	REAL(pwrite64);
	if (!begin_write(fd, bytes, size))
		return -1;
	ssize_t written = real(fd, bytes, size, offset);
	end_write(size);
	return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
	REAL(pwrite);
	if (!begin_write(fd, bytes, size))
		return -1;
	ssize_t written = real(fd, bytes, size, offset);
	end_write(size);
	return written;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	REAL(write);
	if (is_fd_of_database(fd, NULL) && !may_change())
		return -1;
	return real(fd, bytes, size);
}

int fsync(int fd)
{
	REAL(fsync);
	return is_fd_of_database(fd, NULL) && !may_change() ? -1 : real(fd);
}

int fdatasync(int fd)
{
	REAL(fdatasync);
	return is_fd_of_database(fd, NULL) && !may_change() ? -1 : real(fd);
}

int ftruncate64(int fd, off64_t size)
{
	REAL(ftruncate64);
	return is_fd_of_database(fd, NULL) && !may_change() ? -1 : real(fd, size);
}

int ftruncate(int fd, off_t size)
{
	REAL(ftruncate);
	return is_fd_of_database(fd, NULL) && !may_change() ? -1 : real(fd, size);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t size)
{
	REAL(fallocate64);
	return is_fd_of_database(fd, NULL) && !may_change() ? -1 : real(fd, mode, offset, size);
}

int unlink(const char *path)
{
	REAL(unlink);
	return is_of_database(path, NULL) && !may_change() ? -1 : real(path);
}
