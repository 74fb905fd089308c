/* SPDX-License-Identifier: MIT
 * participants.c - who takes part in a mail, which way it goes, what it names, when it was.
 * In: KithMail. Out: KithParticipant, ids, a time. Next: src/relate/relate.c
 */
#include <string.h>

#include "participants.h"

#define LATE_S (30 * 24 * 3600)	/* a mail may wait this long in queues, or for a moderator */
#define DEAD_CLOCK_AT INT64_C(315705600)	/* 3 January 1980: a dead battery's clock starts at 1970 or 1980 */

typedef struct {
	const KithConfig *config;
	GPtrArray *list;
	GHashTable *seen;	/* "role address" */
} Collect;

static void add(Collect *collect, const char *role, const char *raw_address, const char *name)
{
	g_autofree char *norm = kith_address_normalize(raw_address);

	if (norm == NULL)
		return;
	char *key = g_strdup_printf("%s %s", role, norm);
	if (!g_hash_table_add(collect->seen, key))
		return;
	KithParticipant *one = g_new0(KithParticipant, 1);
	one->role = role;
	one->name = name != NULL && *name != '\0' ? g_strdup(name) : NULL;
	one->nature = kith_config_is_own(collect->config, norm) ? KITH_NATURE_OWN : kith_address_nature(norm);
	one->address = g_steal_pointer(&norm);
	g_ptr_array_add(collect->list, one);
}

static void add_all(Collect *collect, const char *role, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const KithAddress *one = addresses->pdata[i];

		add(collect, role, one->address, one->name);
	}
}

static bool is_to_kith(const KithConfig *config, const KithMail *mail)
{
	const GPtrArray *lists[] = { mail->to, mail->cc, mail->bcc };

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autofree char *detail = kith_config_detail_in(config, lists[i]);

		if (detail != NULL)
			return true;
	}
	return false;
}

/* What one of us forwards to kith belongs to who wrote it. Forwards to others tell nothing of that kind. */
static void add_forwarded(Collect *collect, const KithMail *mail)
{
	g_autofree char *author = mail->author != NULL ? kith_address_normalize(mail->author->address) : NULL;
	g_autofree char *from = kith_config_forwarded_from(collect->config, mail);

	if (from != NULL && author != NULL && kith_config_find_user_by_address(collect->config, author) != NULL &&
	    is_to_kith(collect->config, mail))
		add(collect, "forwarded", from, ((const KithForward *)mail->forwards->pdata[0])->author->name);
}

/* Some lists and senders show no recipient at all. Such mails have this in common, so that answers
 * among them stay together; it joins none of them to a mail that does name its readers. */
static void add_undisclosed(Collect *collect, const KithMail *mail)
{
	if (mail->to->len + mail->cc->len + mail->bcc->len + mail->list_addresses->len > 0)
		return;
	KithParticipant *one = g_new0(KithParticipant, 1);
	one->address = g_strdup("undisclosed@recipients.invalid");
	one->role = "undisclosed";
	one->nature = KITH_NATURE_ROBOT;
	g_ptr_array_add(collect->list, one);
}

GPtrArray *kith_participants(const KithConfig *config, const KithMail *mail)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Collect collect = {
		.config = config,
		.list = g_ptr_array_new_with_free_func((GDestroyNotify)kith_participant_free),
		.seen = seen,
	};

	if (mail->author != NULL)
		add(&collect, "author", mail->author->address, mail->author->name);
	add_all(&collect, "from", mail->from);
	add_all(&collect, "to", mail->to);
	add_all(&collect, "cc", mail->cc);
	add_all(&collect, "bcc", mail->bcc);
	add_all(&collect, "reply-to", mail->reply_to);
	for (guint i = 0; i < mail->list_addresses->len; i++)
		add(&collect, "list", mail->list_addresses->pdata[i], NULL);
	add_forwarded(&collect, mail);
	add_undisclosed(&collect, mail);
	for (guint i = 0; mail->bounce != NULL && i < mail->bounce->len; i++)
		add(&collect, "bounced", ((KithBounceRecipient *)mail->bounce->pdata[i])->address, NULL);
	return collect.list;
}

static bool is_recipient(const KithParticipant *one)
{
	return strcmp(one->role, "to") == 0 || strcmp(one->role, "cc") == 0 || strcmp(one->role, "bcc") == 0;
}

int kith_participants_direction(const GPtrArray *participants)
{
	bool ours = false, outside = false;

	for (guint i = 0; i < participants->len; i++) {
		const KithParticipant *one = participants->pdata[i];

		if (strcmp(one->role, "author") == 0)
			ours = one->nature == KITH_NATURE_OWN;
		else if (is_recipient(one) && one->nature != KITH_NATURE_OWN)
			outside = true;
	}
	return !ours ? 0 : outside ? 1 : 2;
}

bool kith_participants_direct(const GPtrArray *participants)
{
	for (guint i = 0; i < participants->len; i++) {
		const KithParticipant *one = participants->pdata[i];

		if (one->nature == KITH_NATURE_OWN && strcmp(one->role, "to") == 0)
			return true;
	}
	return false;
}

/* "ann@x.example's" is no more an id than "ann@x.example". */
static bool is_known(GHashTable *seen, const char *id)
{
	g_autofree char *owner = g_str_has_suffix(id, "'s") ? g_strndup(id, strlen(id) - 2) : NULL;

	return g_hash_table_contains(seen, id) || (owner != NULL && g_hash_table_contains(seen, owner));
}

static void name_id(GPtrArray *ids, GHashTable *seen, const char *id)
{
	if (id == NULL || *id == '\0' || ids->len > KITH_LIMIT_REFERENCES || is_known(seen, id))
		return;
	g_hash_table_add(seen, (gpointer)id);
	g_ptr_array_add(ids, g_strdup(id));
}

static void add_addresses(GHashTable *set, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const KithAddress *one = addresses->pdata[i];

		if (one->address != NULL)
			g_hash_table_add(set, one->address);
	}
}

/* Old mail programs write `In-Reply-To: ann@x.example's message of "Tue, ..."`: an address is no id,
 * and as one it would join everything that was ever answered to Ann. */
GPtrArray *kith_named_ids(const KithMail *mail)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	g_ptr_array_add(ids, g_strdup(mail->message_id));
	if (mail->message_id != NULL)
		g_hash_table_add(seen, mail->message_id);
	add_addresses(seen, mail->from);
	add_addresses(seen, mail->to);
	add_addresses(seen, mail->cc);
	add_addresses(seen, mail->reply_to);
	for (guint i = 0; i < mail->in_reply_to->len; i++)
		name_id(ids, seen, mail->in_reply_to->pdata[i]);
	for (guint i = mail->references->len; i > 0; i--)
		name_id(ids, seen, mail->references->pdata[i - 1]);
	name_id(ids, seen, mail->bounce_original_id);
	return ids;
}

int64_t kith_mail_at(const KithMail *mail, int64_t arrived_at)
{
	int64_t received_at = mail->received_at > 0 ? MIN(mail->received_at, arrived_at) : arrived_at;

	if (mail->date_at < DEAD_CLOCK_AT)
		return received_at;
	/* Without a Received field (a Sent copy, an archive) nothing says that an old date is wrong. */
	if (mail->received_at > 0 && mail->date_at < received_at - LATE_S)
		return received_at;
	return MIN(mail->date_at, received_at);
}
