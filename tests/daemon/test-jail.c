/* SPDX-License-Identifier: MIT
 * test-jail.c - what a jailed process tries in vain.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/jail.h"
#include "tests/scratch.h"

/* Runs TRY in a process of its own; its wait status. */
static int in_child(int (*try)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(try());
	g_assert_cmpint(pid, >, 0);
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	return status;
}

#ifndef KITH_SANITIZERS

static void lock_in(void)
{
	g_autofree char *note = NULL;

	if (!kith_jail_parse(&note, NULL) || note != NULL)
		_exit(99);
}

static int open_file(void)
{
	lock_in();
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 ? errno : 98;
}

static int open_socket(void)
{
	lock_in();
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 97 : 98;
}

static int run_program(void)
{
	lock_in();
	execl("/bin/true", "true", (char *)NULL);
	return 98;
}

static int make_process(void)
{
	lock_in();
	return fork() < 0 ? 97 : 98;
}

static int make_code(void)
{
	lock_in();
	(void)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return 98;
}

static int take_memory(void)
{
	lock_in();
	void *much = malloc(2 * KITH_LIMIT_PARSE_MEMORY_BYTES);
	void *some = malloc(KITH_LIMIT_PARSE_MEMORY_BYTES / 4);
	return much == NULL && some != NULL ? 0 : 98;
}

static int burn(void)
{
	static volatile uint64_t count;

	lock_in();
	kith_jail_raise_cpu();
	for (int i = 0; i < 1000000; i++)
		count++;
	kith_jail_raise_cpu();
	return 0;
}

static void assert_killed(int (*try)(void))
{
	int status = in_child(try);

	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
}

static void test_parse(void)
{
	g_assert_cmpint(WEXITSTATUS(in_child(open_file)), ==, EACCES);
	assert_killed(open_socket);
	assert_killed(run_program);
	assert_killed(make_process);
	assert_killed(make_code);
}

static void test_memory(void)
{
	g_assert_cmpint(in_child(take_memory), ==, 0);
}

static void test_cpu(void)
{
	g_assert_cmpint(in_child(burn), ==, 0);
}

#endif

static char *folder;	/* made by the parent, who may take it away again */

static int touch_files(void)
{
	g_autofree char *note = NULL;
	g_autofree char *inside = g_build_filename(folder, "allowed", NULL);
	g_autofree char *outside = g_build_filename(folder, "refused", NULL);
	const char *const paths[] = { inside, "/no/such/path", NULL };

	if (!g_file_set_contents(inside, "a", 1, NULL) || !g_file_set_contents(outside, "b", 1, NULL) ||
	    !kith_jail_files(paths, &note, NULL))
		return 99;
	if (note != NULL)
		return 77;
	if (open(inside, O_RDONLY | O_CLOEXEC) < 0 || open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0)
		return 1;
	if (open(outside, O_RDONLY | O_CLOEXEC) >= 0 || open(inside, O_WRONLY | O_CLOEXEC) >= 0 ||
	    unlink(outside) == 0)
		return 2;
	return 0;
}

static void test_files(void)
{
	folder = scratch_folder();
	int status = in_child(touch_files);
	g_clear_pointer(&folder, g_free);

	if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
		g_test_skip("this kernel has no Landlock");
		return;
	}
	g_assert_cmpint(status, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#ifndef KITH_SANITIZERS
	g_test_add_func("/jail/parse-opens-no-file-and-dies-of-the-rest", test_parse);
	g_test_add_func("/jail/parse-has-its-memory-and-no-more", test_memory);
	g_test_add_func("/jail/parse-may-raise-its-own-cpu-limit", test_cpu);
#endif
	g_test_add_func("/jail/fetch-and-send-read-what-they-were-given-and-write-nothing", test_files);
	return g_test_run();
}
