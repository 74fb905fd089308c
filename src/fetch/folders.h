/* SPDX-License-Identifier: MIT
 * folders.h - which folders of a server are looked at.
 * In: a session. Out: folders with their roles. Next: src/fetch/folders.c
 */
#pragma once

#include "listing.h"

/* The job's folders (KithServerFolder *): what its patterns take, or INBOX, Sent and every folder
 * that holds conversations; in Gmail All Mail alone, which holds them all. INBOX and Sent come
 * first. A Sent folder that cannot be found, or a pattern that matches nothing, is a note on the
 * channel. Errors: CONFIG (a named one is not there). */
GPtrArray *kith_folders_choose(KithSession *session, KithChannel *channel, GError **error);
