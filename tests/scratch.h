/* SPDX-License-Identifier: MIT
 * scratch.h - folders of a test program that are gone when it ends well; one that failed keeps them, to be looked at.
 * In: nothing. Out: an empty folder.
 */
#pragma once

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static GPtrArray *scratch_folders;
static pid_t scratch_owner;

static inline int scratch_remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
	(void)about;
	(void)kind;
	(void)walk;
	(void)remove(path);	/* a leftover in the temporary folder hurts nobody */
	return 0;
}

/* PATH and all that is in it, if it is there. */
static inline void scratch_remove(const char *path)
{
	(void)nftw(path, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS);	/* the same */
}

/* What a child process leaves behind at its end is its parent's. */
static inline void scratch_end(void)
{
	for (guint i = 0; getpid() == scratch_owner && i < scratch_folders->len; i++)
		scratch_remove(scratch_folders->pdata[i]);
}

static inline char *scratch_folder(void)
{
	char *path = g_dir_make_tmp("kith-test-XXXXXX", NULL);

	g_assert_nonnull(path);
	if (scratch_folders == NULL) {
		scratch_folders = g_ptr_array_new();
		scratch_owner = getpid();
		g_assert_cmpint(atexit(scratch_end), ==, 0);
	}
	g_ptr_array_add(scratch_folders, g_strdup(path));
	return path;
}
