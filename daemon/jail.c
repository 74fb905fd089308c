/* SPDX-License-Identifier: MIT
 * jail.c - what a process gives up for ever before it touches foreign bytes.
 * In: a process that has opened all it needs. Out: the same one, locked in. Next: daemon/parser.c
 *
 * The memory limit is an address space: what is mapped at the start (libraries, Unicode tables)
 * is not the mail's doing and comes on top. Sanitizers map terabytes and trace themselves, so
 * under them the memory limit and the system call filter are off.
 */
#include "config.h"

#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool fail(const char *what, int failure, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "a process cannot lock itself in: %s: %s", what,
		    g_strerror(failure));
	return false;
}

static bool limit(int resource, const char *name, rlim_t most, GError **error)
{
	const struct rlimit both = { most, most };

	return setrlimit((__rlimit_resource_t)resource, &both) == 0 || fail(name, errno, error);
}

#ifndef KITH_SANITIZERS

#define MAPPED_BYTES (512ULL * 1024 * 1024)

/* What is mapped now; without /proc (a bare chroot) more than the libraries ever take. */
static uint64_t mapped_bytes(void)
{
	g_autofree char *statm = NULL;

	if (!g_file_get_contents("/proc/self/statm", &statm, NULL, NULL))
		return MAPPED_BYTES;
	return g_ascii_strtoull(statm, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static bool limit_memory(GError **error)
{
	return limit(RLIMIT_AS, "memory", (rlim_t)(mapped_bytes() + KITH_LIMIT_PARSE_MEMORY_BYTES), error);
}

/* Reading and writing open sockets, memory, time, and ending oneself. */
static const int allowed_calls[] = {
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(recvmsg), SCMP_SYS(recvfrom),
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(sendmsg), SCMP_SYS(sendto),
	SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(fstat),
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(getrandom), SCMP_SYS(getrusage), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* Libraries look for data files and terminals, and go on without: they are told "no". */
static const int refused_calls[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(ioctl), SCMP_SYS(uname), SCMP_SYS(fcntl),
};

static int add_rules(scmp_filter_ctx filter)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < G_N_ELEMENTS(allowed_calls); i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_calls[i], 0);
	for (size_t i = 0; rc == 0 && i < G_N_ELEMENTS(refused_calls); i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused_calls[i], 0);
	/* Memory is never made executable. */
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	/* Its own CPU limit is raised mail by mail; nobody else's. */
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2,
				      SCMP_A0(SCMP_CMP_EQ, 0), SCMP_A1(SCMP_CMP_EQ, RLIMIT_CPU));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(setrlimit), 1,
				      SCMP_A0(SCMP_CMP_EQ, RLIMIT_CPU));
	return rc;
}

static bool filter_calls(GError **error)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);

	if (filter == NULL)
		return fail("system calls", ENOMEM, error);
	int rc = add_rules(filter);
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc == 0 || fail("system calls", -rc, error);
}

bool kith_jail_parse(char **ret_note, GError **error)
{
	/* No limit of file size: nothing can be opened, and the log on stderr may be a file. */
	if (!limit(RLIMIT_NPROC, "processes", 0, error) || !limit_memory(error) ||
	    !limit(RLIMIT_NOFILE, "open files", 4, error) || !filter_calls(error))
		return false;
	*ret_note = NULL;
	return true;
}

#else

bool kith_jail_parse(char **ret_note, GError **error)
{
	if (!limit(RLIMIT_NOFILE, "open files", 4, error))
		return false;
	*ret_note = g_strdup("built with sanitizers: no memory limit, no system call filter");
	return true;
}

#endif

void kith_jail_raise_cpu(void)
{
	struct rusage used;

	if (getrusage(RUSAGE_SELF, &used) != 0)
		return;
	rlim_t spent_s = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
	const struct rlimit more = { spent_s + 1 + KITH_LIMIT_PARSE_CPU_S, RLIM_INFINITY };
	/* When it fails the old limit holds, and this process ends a little early: its parent knows how. */
	(void)setrlimit(RLIMIT_CPU, &more);
}

/* --- Landlock: raw system calls, glibc has none */

#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)	/* ABI 3 */
#endif
#define READ_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

static const char *const system_paths[] = {
	"/etc", "/usr", "/lib", "/lib64", "/run/systemd/resolve", "/run/resolvconf",
#ifdef KITH_SANITIZERS
	"/proc",
#endif
};

/* Every right to a file that this kernel knows, so that all not given is refused. */
static uint64_t known_rights(long abi)
{
	uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

	if (abi >= 2)
		rights |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
	return rights;
}

/* A path that does not exist needs no rule. */
static bool allow_reading(int ruleset, const char *path, GError **error)
{
	struct stat about;
	int fd = open(path, O_PATH | O_CLOEXEC);

	if (fd < 0)
		return true;
	bool is_folder = fstat(fd, &about) == 0 && S_ISDIR(about.st_mode);
	const struct landlock_path_beneath_attr rule = {
		.allowed_access = is_folder ? READ_RIGHTS : LANDLOCK_ACCESS_FS_READ_FILE,
		.parent_fd = fd,
	};
	long rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	int failure = errno;

	close(fd);
	return rc == 0 || fail(path, failure, error);
}

static bool allow_all(int ruleset, const char *const *paths, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(system_paths); i++) {
		if (!allow_reading(ruleset, system_paths[i], error))
			return false;
	}
	for (; paths != NULL && *paths != NULL; paths++) {
		if (!allow_reading(ruleset, *paths, error))
			return false;
	}
	return true;
}

char *kith_jail_stamp(const char *const *paths)
{
	g_autoptr(GString) stamp = g_string_new(NULL);

	for (; paths != NULL && *paths != NULL; paths++) {
		struct stat about = { 0 };

		if (stat(*paths, &about) == 0)
			g_string_append_printf(stamp, "%ju:%ju", (uintmax_t)about.st_dev, (uintmax_t)about.st_ino);
		g_string_append_c(stamp, ' ');
	}
	return g_string_free(g_steal_pointer(&stamp), FALSE);
}

bool kith_jail_files(const char *const *paths, char **ret_note, GError **error)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	if (abi < 1) {
		*ret_note = g_strdup("this kernel has no Landlock: files are guarded by their rights only");
		return true;
	}
	const struct landlock_ruleset_attr rights = { .handled_access_fs = known_rights(abi) };
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
	if (ruleset < 0)
		return fail("files", errno, error);
	bool ok = allow_all(ruleset, paths, error);
	if (ok && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		ok = fail("files", errno, error);
	if (ok && syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
		ok = fail("files", errno, error);
	close(ruleset);
	if (ok)
		*ret_note = NULL;
	return ok;
}
