/* SPDX-License-Identifier: MIT
 * folders.h - which folders of a server are looked at.
 * In: a session. Out: folders with their roles. Next: src/fetch/folders.c
 */
#pragma once

#include "session.h"

typedef struct {
	char *raw_name;		/* modified UTF-7, as the server spells it */
	char *name;		/* UTF-8, for people */
	char delimiter;		/* '\0': none */
	KithFolderRole role;
	bool is_view;		/* of mails that stand in other folders too */
	bool is_foreign;	/* other users' or shared (RFC 2342) */
	bool is_closed;		/* \Noselect: only others lie below it */
} KithServerFolder;

void kith_server_folder_free(void *folder);

/* The job's folders (KithServerFolder *): what its patterns take, or INBOX, Sent and every folder
 * that holds conversations; in Gmail All Mail alone, which holds them all. INBOX and Sent come
 * first. A Sent folder that cannot be found, or a pattern that matches nothing, is a note on the
 * channel. Errors: CONFIG (a named one is not there). */
GPtrArray *kith_folders_choose(KithSession *session, KithChannel *channel, GError **error);
