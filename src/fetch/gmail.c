/* SPDX-License-Identifier: MIT
 * gmail.c - what Gmail says of a mail beside IMAP: its thread and its labels.
 * In: UIDs. Out: role and thread of each mail. Next: src/fetch/imap-fetch.c
 *
 * All Mail holds each mail once, whatever its labels; the labels say what other servers' folders
 * would. (Gmail's IMAP extensions, developers.google.com/workspace/gmail/imap/imap-extensions)
 * Asked for by themselves: libetpan's parser gives up at a label without quotes (\Inbox), and
 * would take the mail's bytes in the same answer with it.
 */
#include "gmail.h"

#include <string.h>

#include "tokens.h"

#define LABEL_BYTES 8192	/* of one mail, at most on average */

bool kith_gmail_is(KithSession *session)
{
	return kith_session_can(session, "X-GM-EXT-1");
}

/* Gmail's own labels begin with a backslash, in every language. */
static KithFolderRole role_of(const char *label)
{
	static const struct {
		const char *label;
		KithFolderRole role;
	} known[] = {
		{"\\Draft", KITH_FOLDER_DRAFTS}, {"\\Drafts", KITH_FOLDER_DRAFTS},
		{"\\Sent", KITH_FOLDER_SENT},	 {"\\Inbox", KITH_FOLDER_INBOX},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (g_ascii_strcasecmp(label, known[i].label) == 0)
			return known[i].role;
	return KITH_FOLDER_OTHER;
}

/* A draft is nothing else; what was sent was sent, also to oneself. */
static int weight_of(KithFolderRole role)
{
	return role == KITH_FOLDER_DRAFTS ? 3 :
	       role == KITH_FOLDER_SENT	  ? 2 :
	       role == KITH_FOLDER_INBOX  ? 1 :
					    0;
}

static KithFolderRole role_of_labels(const GArray *tokens, guint list)
{
	const KithToken *open = &g_array_index(tokens, KithToken, list);
	KithFolderRole role = KITH_FOLDER_OTHER;

	if (open->kind != KITH_TOKEN_OPEN)
		return role;
	for (guint at = list + 1; at < open->other; at = kith_tokens_next(tokens, at)) {
		g_autofree char *label = kith_tokens_text(tokens, at, false);
		KithFolderRole found = label != NULL ? role_of(label) : KITH_FOLDER_OTHER;

		if (weight_of(found) > weight_of(role))
			role = found;
	}
	return role;
}

static bool number_of(const GArray *tokens, const char *name, uint64_t *ret_number)
{
	guint at;

	if (!kith_tokens_find(tokens, name, &at))
		return false;
	g_autofree char *text = kith_tokens_text(tokens, at, false);
	return text != NULL && g_ascii_string_to_unsigned(text, 10, 1, UINT64_MAX, ret_number, NULL);
}

/* An answer that cannot be read is one without labels. */
static void take_answer(GBytes *answer, void *context)
{
	gsize length;
	const uint8_t *bytes = g_bytes_get_data(answer, &length);
	g_autoptr(GArray) tokens = kith_tokens_read(bytes, length, NULL);
	uint64_t uid;
	guint labels;

	if (tokens == NULL || !number_of(tokens, "UID", &uid) || uid > UINT32_MAX)
		return;
	KithGmailMail *mail = g_new0(KithGmailMail, 1);
	(void)number_of(tokens, "X-GM-THRID", &mail->thread);	/* else 0 */
	if (kith_tokens_find(tokens, "X-GM-LABELS", &labels))
		mail->role = role_of_labels(tokens, labels);
	g_hash_table_replace(context, GUINT_TO_POINTER((guint)uid), mail);
}

GHashTable *kith_gmail_ask(KithSession *session, const KithUidSet *uids, GError **error)
{
	g_autoptr(GString) command = g_string_new("UID FETCH ");
	g_autoptr(GHashTable) mails = g_hash_table_new_full(NULL, NULL, NULL, g_free);

	for (guint i = 0; i < uids->ranges->len; i++) {
		const KithUidRange *range = &g_array_index(uids->ranges, KithUidRange, i);

		g_string_append_printf(command, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", range->first);
		if (range->last > range->first)
			g_string_append_printf(command, ":%" G_GUINT64_FORMAT, range->last);
	}
	g_string_append(command, " (UID X-GM-THRID X-GM-LABELS)");
	if (!kith_session_raw_each(session, command->str,
				   65536 + LABEL_BYTES * kith_uid_set_count(uids), take_answer, mails,
				   error))
		return NULL;
	return g_steal_pointer(&mails);
}
