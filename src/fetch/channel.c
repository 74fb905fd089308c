/* SPDX-License-Identifier: MIT
 * channel.c - what a source says to core: folder, mails, what is gone.
 * In: nouns. Out: messages on the socket. Next: src/fetch/main.c
 */
#include "channel.h"

static KithUidSet *receive_known(int fd, GError **error)
{
	uint8_t type;
	g_autoptr(GBytes) payload = kith_wire_receive(fd, &type, error);

	if (payload == NULL) {
		if (error != NULL && *error == NULL)
			g_set_error_literal(error, KITH_ERROR, KITH_ERROR_CANCELLED,
					    "core has ended");
		return NULL;
	}
	if (type != KITH_FETCH_KNOWN) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "message %u from core, where the known UIDs were expected", type);
		return NULL;
	}
	gsize length;
	const uint8_t *bytes = g_bytes_get_data(payload, &length);
	KithReader in = {bytes, bytes + length, false};
	g_autoptr(KithUidSet) known = kith_uid_set_read(&in, error);
	if (known == NULL || !kith_wire_finish(&in, error))
		return NULL;
	return g_steal_pointer(&known);
}

bool kith_channel_folder(KithChannel *channel, const KithFetchFolder *folder,
			 KithUidSet **ret_known, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	KithUidSet *known = NULL;

	kith_fetch_folder_write(folder, out);
	if (!kith_wire_send(channel->fd, KITH_FETCH_FOLDER, out, error))
		return false;
	if (!channel->job->list_only) {
		known = receive_known(channel->fd, error);
		if (known == NULL)
			return false;
	}
	*ret_known = known;
	return true;
}

bool kith_channel_mail(KithChannel *channel, const KithRawMail *raw, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();

	kith_raw_mail_write(raw, out);
	return kith_wire_send(channel->fd, KITH_FETCH_MAIL, out, error);
}

bool kith_channel_gone(KithChannel *channel, const KithUidSet *gone, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();

	if (gone->ranges->len == 0)
		return true;
	kith_uid_set_write(gone, out);
	return kith_wire_send(channel->fd, KITH_FETCH_GONE, out, error);
}

bool kith_channel_folder_done(KithChannel *channel, GError **error)
{
	return kith_wire_send(channel->fd, KITH_FETCH_FOLDER_DONE, NULL, error);
}
