/* SPDX-License-Identifier: MIT
 * channel.h - what a source says to core: folder, mails, what is gone.
 * In: nouns. Out: messages on the socket. Next: src/fetch/channel.c
 */
#pragma once

#include "kith/fetch.h"

typedef struct {
	int fd;
	const KithFetchJob *job;
	uint64_t bytes;		/* read from the network for this job */
	GString *notes;		/* for people, told with the result when all went well; may be empty */
} KithChannel;

/* Tells core of a folder and hears which UIDs it has. With list_only nothing is waited for
 * and *ret_known is NULL: the folder needs nothing more. */
bool kith_channel_folder(KithChannel *channel, const KithFetchFolder *folder,
			 KithUidSet **ret_known, GError **error);
bool kith_channel_mail(KithChannel *channel, const KithRawMail *raw, GError **error);
/* Known UIDs that are listed no more; none is no message. */
bool kith_channel_gone(KithChannel *channel, const KithUidSet *gone, GError **error);
bool kith_channel_folder_done(KithChannel *channel, GError **error);
