/* SPDX-License-Identifier: MIT
 * local.h - mail in files: mbox, Maildir, .eml.
 * In: paths. Out: mails, or folders told to core. Next: src/fetch/local.c
 */
#pragma once

#include "channel.h"

/* One mail in a mapped mbox: where its bytes are, and the separator's date. */
typedef struct {
	size_t start, length;
	int64_t internal_at;	/* 0 when the separator tells none */
} KithMboxMail;

/* Whether BYTES begin with an mbox separator: "From ", and a time and a year in the line. */
bool kith_mbox_is(const uint8_t *bytes, size_t length);
/* Finds the mail that starts at *at (a separator line); moves *at behind it. False at the end. */
bool kith_mbox_next(const uint8_t *bytes, size_t length, size_t *at, KithMboxMail *ret_mail);
/* The mail without mboxrd's ">From " quoting; NULL when there is none to take away. */
GBytes *kith_mbox_unquote(const uint8_t *bytes, size_t length);

/* A regular file, mapped; NOT_FOUND, DENIED or INVALID name the path. */
GMappedFile *kith_local_map(const char *path, int64_t *ret_modified_at, GError **error);
/* A hash of BYTES as UID: 63 bits, never 0. */
uint64_t kith_local_uid(const void *bytes, size_t length);
/* Makes the raw mail of whole bytes. */
KithRawMail *kith_local_raw(uint64_t uid, int64_t internal_at, const uint8_t *bytes, size_t length);

bool kith_local_is_maildir(const char *path);
/* The mail files of a Maildir's new and cur, or the .eml files of a folder: full paths in the order of their names. */
GPtrArray *kith_local_maildir_files(const char *path, GError **error);
GPtrArray *kith_local_eml_files(const char *path, GError **error);
/* A Maildir and its subfolders (Maildir++ ".Name"): full paths, the root first. */
GPtrArray *kith_local_maildir_folders(const char *path, GError **error);

/* The job of a Maildir account or an import. */
bool kith_local_fetch(KithChannel *channel, GError **error);
