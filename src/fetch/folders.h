/* SPDX-License-Identifier: MIT
 * folders.h - which folders of a server are looked at.
 * In: a session. Out: folders with their roles. Next: src/fetch/folders.c
 */
#pragma once

#include "session.h"

typedef struct {
	char *raw_name;		/* modified UTF-7, as the server spells it */
	char *name;		/* UTF-8, for people */
	KithFolderRole role;
} KithServerFolder;

void kith_server_folder_free(void *folder);

/* The job's folders (KithServerFolder *): its list, or INBOX and Sent. A Sent folder that
 * cannot be found is a note on the channel. Errors: CONFIG (a named one is not there). */
GPtrArray *kith_folders_choose(KithSession *session, KithChannel *channel, GError **error);
