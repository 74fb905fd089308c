/* SPDX-License-Identifier: MIT
 * lock.c - the writer's lock: one process writes to a store, ever.
 * In: the database's path. Out: a locked file that names its holder. Next: src/store/migrate.c
 */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static void say_who_holds(int fd, const char *database, GError **error)
{
	char who[200] = "";
	ssize_t length = pread(fd, who, sizeof who - 1, 0);

	who[length > 0 ? length : 0] = '\0';
	g_autofree char *clean = kith_text_snippet(who, 100);
	g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
		    "%s is being written by %s; try again when it has ended, or ask the running kithd",
		    database, *clean != '\0' ? clean : "another process");
}

static bool sign(int fd, const char *path, GError **error)
{
	g_autofree char *who = g_strdup_printf("%s (process %d)\n",
					       g_get_prgname() != NULL ? g_get_prgname() : "kith", (int)getpid());

	if (ftruncate(fd, 0) == 0 && pwrite(fd, who, strlen(who), 0) == (ssize_t)strlen(who))
		return true;
	g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT, "cannot write %s: %s", path, g_strerror(errno));
	return false;
}

int kith_lock_take(const char *database, GError **error)
{
	g_autofree char *path = g_strconcat(database, ".lock", NULL);
	g_autofree char *folder = g_path_get_dirname(database);

	/* The first start makes its folder, for us alone; what cannot be made is told by open. */
	(void)g_mkdir_with_parents(folder, 0700);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "cannot open %s: %s; the folder must exist and be writable for kith", path,
			    g_strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		say_who_holds(fd, database, error);
		close(fd);
		return -1;
	}
	if (!sign(fd, path, error)) {
		close(fd);
		return -1;
	}
	return fd;
}
