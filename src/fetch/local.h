/* SPDX-License-Identifier: MIT
 * local.h - mail in files: mbox, Maildir, .eml.
 * In: paths. Out: mails, or folders told to core. Next: src/fetch/local.c
 */
#pragma once

#include <sys/stat.h>

#include "channel.h"

/* --- mbox.c */

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
/* Whether the bytes end with the blank line that ends a mail (RFC 4155). */
bool kith_mbox_is_ended(const uint8_t *bytes, size_t length);

/* --- local-id.c */

/* A hash of BYTES as UID: 63 bits, never 0. */
uint64_t kith_local_uid(const void *bytes, size_t length);
/* The same of a whole mail, but for the fields in which mail programs note what was read: a
 * mail in an mbox stays the same mail when it is read. *ret_is_deleted: its program has deleted
 * it, or it is no mail but that program's own data; the bytes go when the mbox is compacted. */
uint64_t kith_local_mail_uid(const uint8_t *bytes, size_t length, bool *ret_is_deleted);
/* "cur/1583.M1P2.host,U=7:2,S" -> the hash of "1583.M1P2.host": flags and mbsync's number come later. */
uint64_t kith_local_maildir_uid(const char *path);

/* --- local.c */

/* A regular file, mapped; NOT_FOUND, DENIED or INVALID name the path. */
GMappedFile *kith_local_map(const char *path, struct stat *ret_about, GError **error);
/* Age of the last change; of a time that is to come: endless. */
int64_t kith_local_age_ms(const struct stat *about);
/* Once in a process that maps files which others may cut short meanwhile: where bytes are missing
 * zeros are read, instead of a death by SIGBUS. */
void kith_local_guard(void);
/* Whether that happened since it was asked last. */
bool kith_local_was_torn(void);

/* Makes the raw mail of whole bytes. */
KithRawMail *kith_local_raw(uint64_t uid, int64_t internal_at, const uint8_t *bytes, size_t length);
/* The mail files of a Maildir's new and cur: full paths in the order of their names. */
GPtrArray *kith_local_maildir_files(const char *path, GError **error);
/* Adds PATH's entries that WANTED takes, as full paths in the order of their names. */
bool kith_local_add_entries(GPtrArray *paths, const char *path, bool (*wanted)(const char *name), GError **error);

/* --- local-walk.c */

typedef enum { KITH_LOCAL_MAILDIRS = 1, KITH_LOCAL_MBOXES = 2, KITH_LOCAL_EML = 4 } KithLocalKinds;	/* bits */

typedef struct {
	char *path;		/* of the Maildir, the mbox, or the folder that the mail files are in; key */
	char *name;		/* UTF-8, for people; parts by "/" */
	KithFolderRole role;
	GPtrArray *files;	/* char *: each one mail, or an mbox; NULL: a Maildir */
	guint left_out;		/* files beside them that are no mail */
} KithLocalFolder;

void kith_local_folder_free(void *folder);
bool kith_local_is_eml(const char *path);	/* by its name */

/* The folders of mail (KithLocalFolder *) at and below PATH, those of the given KINDS: a Maildir
 * with its Maildir++ folders (".Name.Below") and Maildirs in plain folders; mboxes with
 * Thunderbird's ".sbd"; folders of mail files. Adds to FOLDERS; a file joins the folder of its
 * neighbours. With EMPTY also folders without mail files are folders of KITH_LOCAL_EML.
 * Links to folders are not followed. Folders below PATH that may not be read are told in NOTES;
 * without NOTES they are errors. Errors: NOT_FOUND, DENIED, INVALID (none of these there). */
bool kith_local_walk(const char *path, unsigned kinds, bool empty, GPtrArray *folders, GString *notes, GError **error);

/* --- local-list.c */

/* Where one mail is. */
typedef struct {
	uint64_t uid;
	const char *path;	/* of its file; the list's */
	size_t start, length;	/* in an mbox; length SIZE_MAX: all of the file */
	int64_t internal_at;	/* of the separator; 0 none */
} KithLocalMail;

typedef struct {
	GPtrArray *paths;
	GArray *mails;		/* KithLocalMail; the same UID twice: identical copies */
	bool is_whole;		/* not while something is being written: it waits for the next look */
} KithLocalList;

void kith_local_list_free(KithLocalList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithLocalList, kith_local_list_free)

/* A number that is the same as long as nothing changes in FOLDER; 0 when it changed just now. Reads
 * no mail, but waits a moment for files that are being written. */
uint64_t kith_local_proof(const KithLocalFolder *folder);
/* The mails of FOLDER. With IS_LIVE the file grows by other programs: the last mail of a young mbox
 * counts when its end is there. Errors: NOT_FOUND, DENIED. A file that cannot be read is a mail whose
 * bytes are unknown. */
KithLocalList *kith_local_list(const KithLocalFolder *folder, bool is_live, GError **error);

/* --- local-folders.c */

/* The job of a local account or an import. */
bool kith_local_fetch(KithChannel *channel, GError **error);
