/* SPDX-License-Identifier: MIT
 * config-file.h - kith.conf as text: which section says what in which line.
 * In: bytes. Out: sections of settings, and mistakes of form. Next: src/base/config-check.c
 */
#pragma once

#include "kith/config.h"

typedef struct {
	guint line;
	GPtrArray *values;	/* char *; more than one only for lists */
} KithSetting;

typedef struct {
	char *kind;		/* "user", ...; "" for the top level */
	char *title;		/* of user and account, else NULL */
	guint line;		/* where it ends; 0 for the top level */
	GHashTable *settings;	/* name -> KithSetting */
} KithSection;

typedef struct {
	guint line;		/* 0: about the file as a whole */
	char *text;
} KithMistake;

typedef struct {
	char *path;
	GPtrArray *sections;	/* KithSection *, in order of the file; the first is the top level */
	GPtrArray *mistakes;	/* KithMistake * */
	bool is_whole;		/* false after a syntax error or an unknown name */
} KithConfigFile;

/* Reads the text; mistakes of form are in the result. NULL with NOT_FOUND or CONFIG
 * when the file cannot be read at all. */
KithConfigFile *kith_config_file_read(const char *path, GError **error);
void kith_config_file_free(KithConfigFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithConfigFile, kith_config_file_free)

void kith_mistake(KithConfigFile *file, guint line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The candidate that WORD was probably meant to be; NULL when none is near. */
const char *kith_config_nearest(const char *word, const char *const *candidates, size_t count);

/* An empty configuration that came from PATH. */
KithConfig *kith_config_new(const char *path);

/* Makes the configuration of what stands in FILE; adds a mistake for everything that is wrong. */
KithConfig *kith_config_check(KithConfigFile *file);
