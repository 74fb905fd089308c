/* SPDX-License-Identifier: MIT
 * fetch.h - sources (IMAP, Maildir, mbox, .eml) -> slim mails, in a process of their own.
 * In: an account and what is known of its folders. Out: KithRawMail, folder by folder.
 * Next: include/kith/parse.h
 *
 * The process knows no database. It opens the source's folders one after another (OPEN), is
 * told what core has of each (STATE), tells what the source lists (FOLDER: always all of it,
 * however cheaply that was found out), and sends what core lacks: MAIL, also for quarantined
 * ones, and SKIPPED, so that every UID the server lists gets a sighting. What is listed no
 * more core sees by itself. It never changes a mailbox: EXAMINE and BODY.PEEK only.
 */
#pragma once

#include "kith/config.h"

/* Messages between core and a fetch process; payloads by the read/write functions below. */
typedef enum {
	/* core -> fetch */
	KITH_FETCH_JOB = 1,		/* KithFetchJob */
	KITH_FETCH_STATE = 2,		/* answer to OPEN: KithFetchState */
	/* fetch -> core */
	KITH_FETCH_OPEN = 15,		/* KithFetchFolder without UIDs; waits for STATE. Not when list_only */
	KITH_FETCH_FOLDER = 16,		/* KithFetchFolder with all its UIDs */
	KITH_FETCH_MAIL = 17,		/* KithRawMail of the folder told last */
	KITH_FETCH_SKIPPED = 18,	/* KithFetchSkipped: listed, but not wanted */
	KITH_FETCH_FOLDER_DONE = 19,	/* the folder told last was looked at as a whole */
	KITH_FETCH_DONE = 20,		/* KithFetchResult; the process waits for the next job */
} KithFetchMessage;

typedef struct {
	KithSourceKind source;
	char *account;		/* title, for messages */
	char *host;
	uint16_t port;
	char *login;
	char *password;		/* wiped at the job's end: a lost connection logs in again */
	char *tls_ca;
	GPtrArray *folders;	/* names and patterns; NULL: auto */
	int64_t since_at;	/* older mails (by INTERNALDATE) are skipped; 0 all */
	uint64_t largest_bytes;	/* of longer mails only the header block is read; 0 no limit */
	uint64_t bytes_per_s;	/* read from the network at most; 0 no limit */
	uint8_t lane, lanes;	/* this process takes the folders whose place modulo lanes is lane; lanes >= 1 */
	GPtrArray *paths;	/* Maildir path of the account, or files to import */
	bool is_import;		/* paths are mbox, Maildir, .eml or folders of .eml */
	bool list_only;		/* audit: tell folders and their UIDs, fetch nothing */
} KithFetchJob;

/* UIDs as sorted, disjoint ranges [first, last]. */
typedef struct { uint64_t first, last; } KithUidRange;
typedef struct { GArray *ranges; } KithUidSet;	/* of KithUidRange */

/* What the source said of a folder before it was listed: the same again means the same UIDs. */
typedef struct {
	uint64_t uidnext;	/* 0 unknown */
	uint64_t modseq;	/* HIGHESTMODSEQ (RFC 7162); 0 none. A local source puts its own proof here */
	uint64_t count;		/* mails */
} KithFolderMark;

typedef struct {
	char *name;		/* UTF-8, for people */
	char *raw_name;		/* as the server spells it; key */
	KithFolderRole role;
	uint32_t uidvalidity;
	KithFolderMark mark;
	bool is_whole;		/* UIDS is certainly all there is: what core has besides is gone */
	KithUidSet *uids;	/* all that it lists; none in OPEN */
	uint32_t folders_left;	/* that this job opens after it */
	uint64_t copies;	/* files with the very bytes of another of them: one UID */
} KithFetchFolder;

/* What core has of the folder that was opened. */
typedef struct {
	KithUidSet *listed;	/* every UID with a sighting that has not ended */
	KithUidSet *known;	/* of those: what need not be sent (again) */
	bool is_whole;		/* LISTED is what the source listed when it told MARK */
	KithFolderMark mark;	/* of that look; all 0 when not is_whole */
	bool is_left_alone;	/* go on with the next folder: this one is not read now */
} KithFetchState;

typedef struct {
	KithUidSet *uids;
	char *reason;		/* for people */
} KithFetchSkipped;

typedef struct {
	bool ok;
	KithError code;		/* when not ok */
	char *text;		/* for people: where, what was expected, how to mend it */
	uint64_t bytes;		/* read from the network */
	bool is_throttled;	/* the server asked for patience */
	uint32_t retry_after_s;	/* as it said; 0 when it named no time */
} KithFetchResult;

KithUidSet *kith_uid_set_new(void);
/* From the ledger: PAIRS of int64_t, first and last, ascending and disjoint; taken over. */
KithUidSet *kith_uid_set_from_pairs(GArray *pairs);
void kith_uid_set_free(KithUidSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithUidSet, kith_uid_set_free)
void kith_uid_set_add(KithUidSet *set, uint64_t uid);	/* any order; kept sorted and joined */
bool kith_uid_set_has(const KithUidSet *set, uint64_t uid);
uint64_t kith_uid_set_count(const KithUidSet *set);
KithUidSet *kith_uid_set_minus(const KithUidSet *a, const KithUidSet *b);
void kith_uid_set_write(const KithUidSet *set, GByteArray *out);
KithUidSet *kith_uid_set_read(KithReader *in, GError **error);

void kith_fetch_job_free(KithFetchJob *job);	/* wipes the password */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithFetchJob, kith_fetch_job_free)
void kith_fetch_job_write(const KithFetchJob *job, GByteArray *out);
KithFetchJob *kith_fetch_job_read(KithReader *in, GError **error);
void kith_fetch_folder_free(KithFetchFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithFetchFolder, kith_fetch_folder_free)
void kith_fetch_folder_write(const KithFetchFolder *folder, GByteArray *out);
KithFetchFolder *kith_fetch_folder_read(KithReader *in, GError **error);
void kith_fetch_state_free(KithFetchState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithFetchState, kith_fetch_state_free)
void kith_fetch_state_write(const KithFetchState *state, GByteArray *out);
KithFetchState *kith_fetch_state_read(KithReader *in, GError **error);
void kith_fetch_skipped_free(KithFetchSkipped *skipped);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithFetchSkipped, kith_fetch_skipped_free)
void kith_fetch_skipped_write(const KithFetchSkipped *skipped, GByteArray *out);
KithFetchSkipped *kith_fetch_skipped_read(KithReader *in, GError **error);
void kith_fetch_result_free(KithFetchResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithFetchResult, kith_fetch_result_free)
void kith_fetch_result_write(const KithFetchResult *result, GByteArray *out);
KithFetchResult *kith_fetch_result_read(KithReader *in, GError **error);

/* The fetch process: serves jobs on FD until its end; returns the exit status. */
int kith_fetch_main(int fd);

/* Local mail for `kith parse`: calls EACH for every mail of PATH (.eml file, mbox, Maildir,
 * folder of .eml; "-" is one mail on stdin) in order. SOURCE is "PATH" or "PATH#N" (mbox, N from 1).
 * EACH returns false to stop. Errors: NOT_FOUND, INVALID, LIMIT. */
typedef bool (*KithLocalEach)(const char *source, const KithRawMail *raw, void *context, GError **error);
bool kith_local_each(const char *path, KithLocalEach each, void *context, GError **error);

/* A whole mail's bytes -> slim mail. Iterative, constant depth, never fails: what cannot be
 * kept becomes a line in *ret_defects (char *). */
GBytes *kith_slim_from_bytes(const uint8_t *bytes, size_t length, GPtrArray *ret_defects);
