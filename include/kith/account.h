/* SPDX-License-Identifier: MIT
 * account.h - secrets of accounts and of the SMTP login.
 * In: where a password stands (command, file, systemd credential). Out: the password, wiped after use.
 * Next: include/kith/store.h
 */
#pragma once

#include <sys/stat.h>

#include "kith/config.h"

/* A secret in locked memory that free wipes. */
typedef struct { char *text; size_t length; } KithSecret;
void kith_secret_free(KithSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithSecret, kith_secret_free)

/* The password of an account or of SMTP: exactly one of COMMAND (run by /bin/sh, first line
 * of its output, 30 s), FILE (owner us or root, no rights for others) and CREDENTIAL
 * ($CREDENTIALS_DIRECTORY/NAME). NULL without error when none is named.
 * Errors: CONFIG (rights, empty, control characters), TEMPORARY (command failed). Never holds the secret. */
KithSecret *kith_secret_load(const char *command, const char *file, const char *credential, GError **error);

/* As kith_secret_load with a command, but with a time of one's own. */
KithSecret *kith_secret_run(const char *command, int timeout_ms, GError **error);

/* Whether the file ABOUT is safe enough for the secret of a process of the user OWN_UID.
 * PATH is for the error: CONFIG. */
bool kith_secret_may_stand_in(const struct stat *about, unsigned own_uid, const char *path, GError **error);
