/* SPDX-License-Identifier: MIT
 * pipeline.c - the whole way of a mail, on one page.
 * In: slim mails and what parse made of them; the clock. Out: a true store; mails to send.
 * Next: daemon/core.c
 *
 *   mailbox -> fetch -> parse -> [ relate -> follow ] -> view -> send -> mailbox
 *
 * What stands in brackets is one transaction per batch: a crash before it loses nothing,
 * a crash after it repeats nothing.
 */
#include "kith/pipeline.h"

#include <string.h>

#define DIGEST_CATCH_UP_S (3 * 24 * 3600)

void kith_taken_free(KithTaken *taken)
{
	if (taken == NULL)
		return;
	kith_raw_mail_free(taken->raw);
	kith_mail_free(taken->mail);
	g_free(taken);
}

/* --- mails come in */

typedef struct {
	KithStore *store;
	const KithConfig *config;
	const KithPlace *place;
	int64_t now_at;
	uint8_t token_key[32];
} Pass;

/* Only a sighting: the mail is accounted for, and nobody's timeline shows it. */
static bool skip(const Pass *pass, KithRawMail *raw, const char *reason, GError **error)
{
	KithRelated related = { 0 };

	raw->status = KITH_SIGHTING_SKIPPED;
	g_free(raw->reason);
	raw->reason = g_strdup(reason);
	bool ok = kith_relate_mail(pass->store, pass->config, pass->place, raw, NULL, pass->now_at, &related, error);
	kith_related_clear(&related);
	return ok;
}

/* The follow-up that the token in a mail's address to us is about; NULL when it proves nothing. */
static char *token_subject(const Pass *pass, const KithMail *mail)
{
	g_autofree char *detail = kith_config_detail_in(pass->config, mail->to);
	g_autofree char *norm = mail->author != NULL ? kith_address_normalize(mail->author->address) : NULL;
	const KithUser *user = norm != NULL ? kith_config_find_user_by_address(pass->config, norm) : NULL;
	char *subject = NULL;

	if (detail == NULL || *detail == '\0' || user == NULL)
		return NULL;
	return kith_token_check(pass->token_key, detail, user->title, pass->now_at, &subject) ? subject : NULL;
}

static bool has_outside_recipient(const KithConfig *config, const KithMail *mail)
{
	const GPtrArray *lists[] = { mail->to, mail->cc, mail->bcc };

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		for (guint j = 0; j < lists[i]->len; j++) {
			const KithAddress *to = lists[i]->pdata[j];
			g_autofree char *norm = kith_address_normalize(to->address);

			if (norm != NULL && !kith_config_is_own(config, norm))
				return true;
		}
	}
	return false;
}

/* A mail of one of us to kith: obeyed and confirmed. *ret_taken: it was one. */
static bool take_command(const Pass *pass, const KithMail *mail, const KithRelated *related,
		bool *ret_taken, GError **error)
{
	g_autofree char *about = token_subject(pass, mail);
	KithTold told = { 0 };

	*ret_taken = false;
	if (!pass->config->commands_from_sent)
		return true;
	bool ok = kith_follow_command(pass->store, pass->config, pass->place, mail, related, about, pass->now_at,
				      &told, error);

	*ret_taken = ok && told.text != NULL;
	if (*ret_taken) {
		g_autofree char *norm = kith_address_normalize(mail->author->address);
		const KithUser *user = kith_config_find_user_by_address(pass->config, norm);

		if (kith_config_may_send(pass->config, user))
			ok = kith_outbox_confirmation(pass->store, pass->config, user, mail->message_id,
						      mail->subject, told.text, told.follow_up, pass->now_at, error);
	}
	kith_told_clear(&told);
	return ok;
}

static bool relate_and_follow(const Pass *pass, const KithTaken *taken, KithCounts *counts, GError **error)
{
	KithRelated related = { 0 };
	bool is_command = false;
	bool ok = kith_relate_mail(pass->store, pass->config, pass->place, taken->raw, taken->mail, pass->now_at,
				   &related, error);

	if (ok && related.is_new)
		counts->stored++;
	else if (ok)
		counts->known++;
	if (ok && (related.is_new || related.has_new_user))
		ok = kith_follow_mail(pass->store, pass->config, &related, pass->now_at, error);
	/* A copy to kith beside a customer ("Bcc: kith+3d@"): the mail stays on its timeline. */
	ok = ok && take_command(pass, taken->mail, &related, &is_command, error);
	kith_related_clear(&related);
	return ok;
}

/* A mail to kith alone is talk with the machine: obeyed, and on nobody's timeline. */
static bool take_talk(const Pass *pass, const KithTaken *taken, KithCounts *counts, GError **error)
{
	/* Stored nowhere, so it has no mail_id but the time in it. */
	int64_t at = taken->mail->date_at > 0 ? taken->mail->date_at : taken->raw->internal_at;
	KithRelated related = { .id = kith_mail_identity(taken->mail), .mail_id = at << 16 };
	bool is_command;
	bool ok = take_command(pass, taken->mail, &related, &is_command, error) &&
		  skip(pass, taken->raw, "a mail to kith", error);

	kith_related_clear(&related);
	counts->skipped++;
	return ok;
}

static bool is_talk(const Pass *pass, const KithMail *mail)
{
	const GPtrArray *lists[] = { mail->to, mail->cc, mail->bcc };

	if (has_outside_recipient(pass->config, mail))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autofree char *detail = kith_config_detail_in(pass->config, lists[i]);

		if (detail != NULL)
			return true;
	}
	return false;
}

/* What a user forwards to kith is on the timeline of who wrote it; the Sent folder proves that it was the user. */
static bool is_told_by_forward(const Pass *pass, const KithMail *mail)
{
	g_autofree char *from = kith_config_forwarded_from(pass->config, mail);

	return from != NULL && pass->place->role == KITH_FOLDER_SENT;
}

static bool take_one(const Pass *pass, const KithTaken *taken, KithCounts *counts, GError **error)
{
	bool is_ours = false;

	if (taken->mail == NULL) {
		KithRelated related = { 0 };
		bool ok = kith_relate_mail(pass->store, pass->config, pass->place, taken->raw, NULL, pass->now_at,
					   &related, error);

		kith_related_clear(&related);
		*(taken->raw->status == KITH_SIGHTING_SKIPPED ? &counts->skipped : &counts->quarantined) += 1;
		return ok;
	}
	if (!kith_outbox_prove(pass->store, taken->mail, pass->now_at, &is_ours, error))
		return false;
	if (is_ours) {
		counts->skipped++;
		return skip(pass, taken->raw, "a mail that kith wrote", error);
	}
	if (is_talk(pass, taken->mail) && !is_told_by_forward(pass, taken->mail))
		return take_talk(pass, taken, counts, error);
	return relate_and_follow(pass, taken, counts, error);
}

static bool take_all(Pass *pass, GPtrArray *batch, KithCounts *counts, GError **error)
{
	const KithPlace *folder = pass->place;

	if (!kith_store_token_key(pass->store, pass->token_key, error))
		return false;
	for (guint i = 0; i < batch->len; i++) {
		const KithTaken *taken = batch->pdata[i];
		KithPlace place = *folder;

		/* In Gmail's All Mail each mail's labels say what it is. */
		if (taken->raw->role != KITH_FOLDER_OTHER)
			place.role = taken->raw->role;
		pass->place = &place;
		if (!take_one(pass, taken, counts, error)) {
			g_prefix_error(error, "uid %" G_GUINT64_FORMAT ": ", taken->raw->uid);
			return false;
		}
	}
	pass->place = folder;
	return true;
}

/* How far the account's sync is moves with what it stored. */
static bool note_progress(const Pass *pass, const GPtrArray *batch, GError **error)
{
	uint64_t bytes = 0;

	for (guint i = 0; i < batch->len; i++) {
		const KithTaken *taken = batch->pdata[i];

		bytes += taken->raw->slim != NULL ? g_bytes_get_size(taken->raw->slim) : 0;
	}
	return kith_account_moved(pass->store, pass->place->account_id, batch->len, bytes, pass->now_at, error);
}

bool kith_pipeline_take(KithStore *store, const KithConfig *config, const KithPlace *place,
		GPtrArray *batch, int64_t now_at, KithCounts *counts, GError **error)
{
	Pass pass = { .store = store, .config = config, .place = place, .now_at = now_at };
	KithCounts more = { 0 };

	/* Durable: an outgoing confirmation and the sighting of the command stand or fall together. */
	if (!kith_store_begin(store, true, error))
		return false;
	if (!take_all(&pass, batch, &more, error) || !note_progress(&pass, batch, error)) {
		kith_store_rollback(store);
		return false;
	}
	if (!kith_store_commit(store, error))
		return false;
	counts->stored += more.stored;
	counts->known += more.known;
	counts->skipped += more.skipped;
	counts->quarantined += more.quarantined;
	return true;
}

/* --- the clock moves on */

/* A due follow-up becomes a reminder: its row, its mail and its new state in one transaction. */
static bool remind(KithStore *store, const KithConfig *config, const KithUser *user, const KithViewer *viewer,
		int64_t follow_up_id, GError **error)
{
	json_t *view = kith_view_reminder(store, viewer, follow_up_id, error);

	if (view == NULL)
		return false;
	bool ok = kith_outbox_reminder(store, config, user, follow_up_id, view, viewer->now_at, error);
	json_decref(view);
	return ok && kith_follow_mark_sent(store, follow_up_id, viewer->now_at, error);
}

static bool remind_user(KithStore *store, const KithConfig *config, const KithUser *user,
		const KithViewer *viewer, GError **error)
{
	g_autoptr(GArray) due = kith_follow_due(store, config, user, viewer->now_at, error);

	if (due == NULL)
		return false;
	for (guint i = 0; i < due->len; i++) {
		if (!kith_store_begin(store, true, error))
			return false;
		if (!remind(store, config, user, viewer, g_array_index(due, int64_t, i), error)) {
			kith_store_rollback(store);
			return false;
		}
		if (!kith_store_commit(store, error))
			return false;
	}
	return true;
}

/* The moment of this week's digest in the user's zone: the last one that is not after now. */
static int64_t digest_moment(const KithConfig *config, const KithUser *user, int64_t now_at)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now_at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, user->zone);
	int back = (g_date_time_get_day_of_week(local) - 1 - config->digest_day + 7) % 7;
	g_autoptr(GDateTime) day = g_date_time_add_days(local, -back);
	g_autoptr(GDateTime) moment = g_date_time_new(user->zone, g_date_time_get_year(day),
			g_date_time_get_month(day), g_date_time_get_day_of_month(day),
			config->digest_min / 60, config->digest_min % 60, 0);
	int64_t at = g_date_time_to_unix(moment);

	if (at <= now_at)
		return at;
	g_autoptr(GDateTime) before = g_date_time_add_days(moment, -7);
	return g_date_time_to_unix(before);
}

static bool digest_user(KithStore *store, const KithConfig *config, const KithUser *user,
		const KithViewer *viewer, GError **error)
{
	if (!kith_config_may_send(config, user) ||
	    viewer->now_at - digest_moment(config, user, viewer->now_at) > DIGEST_CATCH_UP_S)
		return true;
	g_autofree char *week = kith_view_week(viewer);
	bool written, is_half_read;
	if (!kith_follow_is_half_read(store, viewer->user_id, viewer->now_at, &is_half_read, error))
		return false;
	if (is_half_read)
		return true;
	if (!kith_outbox_has_digest(store, user, week, &written, error))
		return false;
	if (written)
		return true;
	json_t *view = kith_view_digest(store, viewer, error);
	if (view == NULL)
		return false;
	bool ok = true;
	if (!json_is_true(json_object_get(view, "empty"))) {
		ok = kith_store_begin(store, true, error);
		if (ok && !kith_outbox_digest(store, config, user, view, viewer->now_at, error)) {
			kith_store_rollback(store);
			ok = false;
		}
		ok = ok && kith_store_commit(store, error);
	}
	json_decref(view);
	return ok;
}

bool kith_pipeline_tick(KithStore *store, const KithConfig *config, int64_t now_at, GError **error)
{
	for (guint i = 0; i < config->users->len; i++) {
		const KithUser *user = config->users->pdata[i];
		const KithViewer viewer = {
			.user_id = kith_store_find_user(store, user->title),
			.zone = user->zone,
			.now_at = now_at,
		};

		if (!remind_user(store, config, user, &viewer, error) ||
		    !digest_user(store, config, user, &viewer, error)) {
			g_prefix_error(error, "user %s: ", user->title);
			return false;
		}
	}
	return true;
}
