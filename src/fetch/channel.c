/* SPDX-License-Identifier: MIT
 * channel.c - what a source says to core: folders, what they list, the mails core lacks.
 * In: nouns. Out: messages on the socket. Next: src/fetch/main.c
 */
#include "channel.h"

static KithFetchState *receive_state(int fd, GError **error)
{
	uint8_t type;
	g_autoptr(GBytes) payload = kith_wire_receive(fd, &type, error);

	if (payload == NULL) {
		if (error != NULL && *error == NULL)
			g_set_error_literal(error, KITH_ERROR, KITH_ERROR_CANCELLED,
					    "core has ended");
		return NULL;
	}
	if (type != KITH_FETCH_STATE) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "message %u from core, where the folder's state was expected", type);
		return NULL;
	}
	gsize length;
	const uint8_t *bytes = g_bytes_get_data(payload, &length);
	KithReader in = {bytes, bytes + length, false};
	return kith_fetch_state_read(&in, error);
}

static KithFetchState *empty_state(void)
{
	KithFetchState *state = g_new0(KithFetchState, 1);

	state->listed = kith_uid_set_new();
	state->known = kith_uid_set_new();
	return state;
}

KithFetchState *kith_channel_open(KithChannel *channel, const KithFetchFolder *folder, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(KithUidSet) none = kith_uid_set_new();
	KithFetchFolder told = *folder;

	if (channel->job->list_only)
		return empty_state();
	told.uids = none;
	kith_fetch_folder_write(&told, out);
	if (!kith_wire_send(channel->fd, KITH_FETCH_OPEN, out, error))
		return NULL;
	return receive_state(channel->fd, error);
}

bool kith_channel_folder(KithChannel *channel, const KithFetchFolder *folder, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();

	kith_fetch_folder_write(folder, out);
	return kith_wire_send(channel->fd, KITH_FETCH_FOLDER, out, error);
}

bool kith_channel_mail(KithChannel *channel, const KithRawMail *raw, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();

	kith_raw_mail_write(raw, out);
	return kith_wire_send(channel->fd, KITH_FETCH_MAIL, out, error);
}

bool kith_channel_skipped(KithChannel *channel, const KithUidSet *uids, const char *reason, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	const KithFetchSkipped skipped = {.uids = (KithUidSet *)uids, .reason = (char *)reason};

	if (uids->ranges->len == 0)
		return true;
	kith_fetch_skipped_write(&skipped, out);
	return kith_wire_send(channel->fd, KITH_FETCH_SKIPPED, out, error);
}

bool kith_channel_folder_done(KithChannel *channel, GError **error)
{
	return kith_wire_send(channel->fd, KITH_FETCH_FOLDER_DONE, NULL, error);
}
