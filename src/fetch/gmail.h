/* SPDX-License-Identifier: MIT
 * gmail.h - what Gmail says of a mail beside IMAP: its thread and its labels.
 * In: a session, UIDs. Out: role and thread of each mail. Next: src/fetch/gmail.c
 */
#pragma once

#include "session.h"

typedef struct {
	KithFolderRole role;	/* DRAFTS, SENT or INBOX when a label says so, else OTHER */
	uint64_t thread;	/* X-GM-THRID; 0 not told */
} KithGmailMail;

/* The server offers Gmail's extensions (X-GM-EXT-1). */
bool kith_gmail_is(KithSession *session);
/* What Gmail says of these mails: UID (GUINT_TO_POINTER) -> KithGmailMail. Errors: INVALID (the
 * server refused), TEMPORARY. */
GHashTable *kith_gmail_ask(KithSession *session, const KithUidSet *uids, GError **error);
