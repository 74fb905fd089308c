/* SPDX-License-Identifier: MIT
 * outbox.c - mails that kith writes, each once: queued, sending, sent, proved; uncertain, failed.
 * In: what a mail is about. Out: a row before, a proof after. Next: src/send/smtp.c
 *
 *   queued -> sending -> sent -> proved       the recipient's own mailbox, which kith reads, proves it
 *                     -> queued (later)       a temporary refusal, or nobody there
 *                     -> failed               a refusal for good, or three days of tries
 *                     -> uncertain            it may have gone out: looked up before it is repeated
 */
#include <string.h>

#include "kith/send.h"

#define TOKEN_LIFE_S (90 * 86400)
#define QUIET_S (15 * 60)
#define QUIET_WITHOUT_MAILBOX_S (6 * 3600)
#define GIVE_UP_S (3 * 86400)

/* --- ids: the same occasion always has the same ids, so that a repetition can be recognised */

static char *hex_of(const uint8_t key[32])
{
	GString *hex = g_string_new(NULL);

	for (size_t i = 0; i < 32; i++)
		g_string_append_printf(hex, "%02x", key[i]);
	return g_string_free(hex, FALSE);
}

/* "ID.MAC": the MAC makes it ours; an id alone could be copied into a stranger's header. */
static char *signed_id(const uint8_t key[32], const char *id)
{
	g_autofree char *secret = hex_of(key);
	g_autofree char *mac = kith_hash_id(26, "kith-id", secret, id, NULL);

	return g_strdup_printf("%s.%s", id, mac);
}

/* The id in X-Kith-Id's VALUE, when its MAC is right. */
static char *id_of(const uint8_t key[32], const char *value)
{
	const char *dot = value != NULL ? strchr(value, '.') : NULL;

	if (dot == NULL)
		return NULL;
	g_autofree char *id = g_strndup(value, (gsize)(dot - value));
	g_autofree char *whole = signed_id(key, id);
	return strcmp(whole, value) == 0 ? g_steal_pointer(&id) : NULL;
}

/* --- writing one */

typedef struct {
	KithStore *store;
	const KithConfig *config;
	const KithUser *user;
	const char *kind, *occasion, *subject, *text;
	const char *about;		/* what an answer to it is about */
	const char *in_reply_to;	/* NULL */
	const GPtrArray *references;	/* NULL */
	int64_t follow_up_id, now_at;
} Draft;

static char *reply_address(const Draft *draft, const uint8_t key[32])
{
	g_autofree char *token = kith_token_make(key, draft->user->title, draft->about, draft->now_at + TOKEN_LIFE_S);
	const char *at = strrchr(draft->config->address, '@');

	return g_strdup_printf("%.*s+%s%s", (int)(at - draft->config->address), draft->config->address, token, at);
}

static bool write_draft(const Draft *draft, GError **error)
{
	uint8_t key[32];

	if (!kith_store_token_key(draft->store, key, error))
		return false;
	g_autofree char *secret = hex_of(key);
	g_autofree char *id = kith_hash_id(26, "outgoing", secret, draft->occasion, NULL);
	g_autofree char *message_id = g_strdup_printf("%s@%s", id, kith_address_domain(draft->config->address));
	g_autofree char *kith_id = signed_id(key, id);
	g_autofree char *reply_to = reply_address(draft, key);
	const char *recipient = draft->user->addresses->pdata[0];
	const KithLetter letter = {
		.from_name = "kith", .from_address = draft->config->address, .to_name = draft->user->name,
		.to_address = recipient, .reply_to = reply_to, .subject = draft->subject, .message_id = message_id,
		.in_reply_to = draft->in_reply_to, .references = draft->references, .kith_id = kith_id,
		.text = draft->text, .date_at = draft->now_at, .zone = draft->user->zone,
	};
	g_autoptr(GBytes) bytes = kith_compose(&letter, error);
	if (bytes == NULL)
		return false;
	const KithOutgoingRow row = {
		.id = id, .kind = draft->kind, .occasion = draft->occasion, .recipient = recipient,
		.message_id = message_id, .subject = draft->subject,
		.user_id = kith_store_find_user(draft->store, draft->user->title),
		.follow_up_id = draft->follow_up_id, .bytes = bytes, .created_at = draft->now_at,
	};
	bool added;
	return kith_outgoing_add(draft->store, &row, &added, error);
}

static char *render(const KithConfig *config, const char *name, const json_t *view, GError **error)
{
	g_autofree char *template = kith_template_load(config->templates, name, error);
	char *text = template != NULL ? kith_template_render(template, view, false, NULL, NULL, error) : NULL;

	if (text == NULL)
		g_prefix_error(error, "%s: ", name);
	return text;
}

/* "Re: ..." so that clients which thread by subject keep it in its conversation. */
static char *answer_subject(const char *subject, const char *without)
{
	if (subject == NULL || *subject == '\0')
		return g_strdup(without);
	if (g_ascii_strncasecmp(subject, "Re:", 3) == 0)
		return g_strdup(subject);
	return g_strdup_printf("Re: %s", subject);
}

static const char *text_of(const json_t *view, const char *field)
{
	return json_string_value(json_object_get(view, field));
}

static GPtrArray *texts_of(const json_t *view, const char *field)
{
	GPtrArray *texts = g_ptr_array_new();
	size_t i;
	json_t *item;

	json_array_foreach(json_object_get(view, field), i, item) {
		if (json_is_string(item))
			g_ptr_array_add(texts, (gpointer)json_string_value(item));
	}
	return texts;
}

bool kith_outbox_reminder(KithStore *store, const KithConfig *config, const KithUser *user, int64_t follow_up_id,
		const json_t *view, int64_t now_at, GError **error)
{
	g_autoptr(KithFollowUp) follow_up = NULL;

	if (!kith_follow_up_get(store, follow_up_id, &follow_up, error))
		return false;
	g_autofree char *occasion = g_strdup_printf("reminder %s %" G_GINT64_FORMAT, text_of(view, "id"),
						    follow_up != NULL ? follow_up->occurrence : 0);
	g_autofree char *subject = answer_subject(text_of(view, "subject"), text_of(view, "headline"));
	g_autofree char *text = render(config, "reminder.txt", view, error);
	g_autoptr(GPtrArray) references = texts_of(view, "references");
	const Draft draft = {
		.store = store, .config = config, .user = user, .kind = "reminder", .occasion = occasion,
		.subject = subject, .text = text, .about = text_of(view, "id"),
		.in_reply_to = text_of(view, "message_id"), .references = references, .follow_up_id = follow_up_id,
		.now_at = now_at,
	};

	return text != NULL && write_draft(&draft, error);
}

static char *digest_occasion(const KithUser *user, const char *week)
{
	return g_strdup_printf("digest %s %s", user->title, week);
}

bool kith_outbox_has_digest(KithStore *store, const KithUser *user, const char *week, bool *ret_written, GError **error)
{
	g_autofree char *occasion = digest_occasion(user, week);

	return kith_outgoing_is_written(store, occasion, ret_written, error);
}

bool kith_outbox_digest(KithStore *store, const KithConfig *config, const KithUser *user, const json_t *view,
		int64_t now_at, GError **error)
{
	g_autofree char *occasion = digest_occasion(user, text_of(view, "week"));
	g_autofree char *text = render(config, "digest.txt", view, error);
	size_t owe = json_array_size(json_object_get(view, "owe"));
	g_autofree char *subject = owe > 0 ? g_strdup_printf("%d waiting for you: your week", (int)owe)
					   : g_strdup("Your week with people");
	const Draft draft = {
		.store = store, .config = config, .user = user, .kind = "digest", .occasion = occasion,
		.subject = subject, .text = text, .about = "digest", .now_at = now_at,
	};

	return text != NULL && write_draft(&draft, error);
}

bool kith_outbox_confirmation(KithStore *store, const KithConfig *config, const KithUser *user, const char *in_reply_to,
		const char *subject, const char *text, const char *follow_up, int64_t now_at, GError **error)
{
	g_autofree char *occasion = g_strdup_printf("confirmation %s %s", user->title,
						    in_reply_to != NULL ? in_reply_to : text);
	g_autofree char *answer = answer_subject(subject, "kith");
	json_t *view = json_pack("{s:s}", "text", text);
	g_autofree char *body = render(config, "confirmation.txt", view, error);
	const Draft draft = {
		.store = store, .config = config, .user = user, .kind = "confirmation", .occasion = occasion,
		.subject = answer, .text = body, .about = follow_up != NULL ? follow_up : "confirmation",
		.in_reply_to = in_reply_to, .now_at = now_at,
	};

	json_decref(view);
	return body != NULL && write_draft(&draft, error);
}

/* --- sending */

void kith_outgoing_clear(KithOutgoing *outgoing)
{
	g_clear_pointer(&outgoing->recipient, g_free);
	g_clear_pointer(&outgoing->bytes, g_bytes_unref);
}

/* A durable transaction around one change of state. */
static bool change(KithStore *store, int64_t outgoing_id, const char *state, int64_t now_at, int64_t next_try_at,
		const char *text, GError **error)
{
	if (!kith_store_begin(store, true, error))
		return false;
	if (!kith_outgoing_set_state(store, outgoing_id, state, now_at, next_try_at, text, error)) {
		kith_store_rollback(store);
		return false;
	}
	return kith_store_commit(store, error);
}

/* A configured user, and no one else, whatever stands in the row. */
static bool is_recipient(const KithConfig *config, const char *recipient)
{
	const KithUser *user = kith_config_find_user_by_address(config, recipient);

	return user != NULL && strcmp(user->addresses->pdata[0], recipient) == 0;
}

bool kith_outbox_next(KithStore *store, const KithConfig *config, int64_t now_at, bool *ret_found,
		KithOutgoing *ret_outgoing, GError **error)
{
	for (;;) {
		KithOutgoing next = { 0 };
		bool found;

		if (!kith_outgoing_next(store, now_at, QUIET_S, QUIET_WITHOUT_MAILBOX_S, &found, &next.outgoing_id,
					&next.recipient, &next.bytes, error))
			return false;
		*ret_found = found;
		if (!found)
			return true;
		bool allowed = is_recipient(config, next.recipient);
		bool ok = change(store, next.outgoing_id, allowed ? "sending" : "failed", now_at, now_at,
				 allowed ? NULL : "the recipient is no user of this configuration", error);
		if (ok && allowed) {
			*ret_outgoing = next;
			return true;
		}
		kith_outgoing_clear(&next);
		if (!ok)
			return false;
	}
}

/* 1 min, 5 min, 30 min, then every 2 hours. */
static int64_t pause_after(int64_t tries)
{
	static const int64_t pauses[] = { 60, 300, 1800 };

	return tries >= 1 && tries <= (int64_t)G_N_ELEMENTS(pauses) ? pauses[tries - 1] : 7200;
}

bool kith_outbox_result(KithStore *store, int64_t outgoing_id, KithSendOutcome outcome, const char *text,
		int64_t now_at, GError **error)
{
	int64_t tries, created_at;
	g_autofree char *state = NULL;

	if (!kith_outgoing_get(store, outgoing_id, &tries, &created_at, &state, error))
		return false;
	if (strcmp(state, "sending") != 0)
		return true;	/* proved while the answer was on its way */
	switch (outcome) {
	case KITH_SEND_DONE:
		return change(store, outgoing_id, "sent", now_at, now_at, NULL, error);
	case KITH_SEND_REFUSED:
		return change(store, outgoing_id, "failed", now_at, now_at, text, error);
	case KITH_SEND_UNCERTAIN:
		return change(store, outgoing_id, "uncertain", now_at, now_at, text, error);
	case KITH_SEND_LATER:
		break;
	}
	if (now_at - created_at > GIVE_UP_S)
		return change(store, outgoing_id, "failed", now_at, now_at, text, error);
	return change(store, outgoing_id, "queued", now_at, now_at + pause_after(tries), text, error);
}

bool kith_outbox_prove(KithStore *store, const KithMail *mail, int64_t now_at, bool *ret_is_ours, GError **error)
{
	uint8_t key[32];
	int64_t outgoing_id = 0;
	g_autofree char *state = NULL;

	*ret_is_ours = false;
	if (mail->kith_id == NULL)
		return true;
	if (!kith_store_token_key(store, key, error))
		return false;
	g_autofree char *id = id_of(key, mail->kith_id);
	*ret_is_ours = id != NULL;
	/* Some servers write Message-IDs anew (SES, Outlook); our signed id is what holds. */
	if (id == NULL || !kith_outgoing_find(store, mail->message_id, id, &outgoing_id, &state, error))
		return id == NULL;
	/* An older database was put back: the row is gone, and its mail must not be written again. */
	if (outgoing_id == 0)
		return kith_outgoing_add_proof(store, id, now_at, error);
	if (strcmp(state, "proved") == 0)
		return true;
	return kith_outgoing_set_state(store, outgoing_id, "proved", now_at, now_at, NULL, error);
}

bool kith_outbox_recover(KithStore *store, int64_t now_at, GError **error)
{
	if (!kith_store_begin(store, true, error))
		return false;
	if (!kith_outgoing_recover(store, now_at, error)) {
		kith_store_rollback(store);
		return false;
	}
	return kith_store_commit(store, error);
}
