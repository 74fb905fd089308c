/* SPDX-License-Identifier: MIT
 * channel.h - what a source says to core: folders, what they list, the mails core lacks.
 * In: nouns. Out: messages on the socket. Next: src/fetch/channel.c
 */
#pragma once

#include "kith/fetch.h"

typedef struct {
	int fd;
	const KithFetchJob *job;
	uint64_t bytes;		/* read from the network for this job */
	bool is_throttled;	/* the server asked for patience; told with the result */
	uint32_t retry_after_s;	/* as it said; 0 no time */
	GString *notes;		/* for people, told with the result when all went well; may be empty */
} KithChannel;

/* Opens a folder and hears what core has of it. With list_only nothing is said: an empty state. */
KithFetchState *kith_channel_open(KithChannel *channel, const KithFetchFolder *folder, GError **error);
/* Tells what the opened folder lists. */
bool kith_channel_folder(KithChannel *channel, const KithFetchFolder *folder, GError **error);
bool kith_channel_mail(KithChannel *channel, const KithRawMail *raw, GError **error);
/* UIDs that are listed but not wanted, and why; none is no message. */
bool kith_channel_skipped(KithChannel *channel, const KithUidSet *uids, const char *reason, GError **error);
bool kith_channel_folder_done(KithChannel *channel, GError **error);
