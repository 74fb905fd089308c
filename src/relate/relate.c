/* SPDX-License-Identifier: MIT
 * relate.c - a mail finds its place: is it known, whose is it, which conversation, which people.
 * In: KithMail and where it was seen. Out: rows, and a KithRelated. Next: src/store/thread.c, src/follow/
 */
#include <string.h>

#include "claim.h"
#include "identity.h"
#include "keep.h"
#include "participants.h"
#include "take.h"

#define MAX_VARIANTS 8	/* mails that claim one identity with texts of their own; the rest counts as copies */

void kith_related_clear(KithRelated *related)
{
	g_free(related->id);
	g_clear_pointer(&related->contact_ids, g_array_unref);
	memset(related, 0, sizeof(*related));
}

/* Which mail this is a copy of, or the name of a new one: then KNOWN is empty. */
static char *recognize(KithStore *store, const KithMail *mail, KithKnownMail *known, GError **error)
{
	g_autofree char *identity = kith_mail_identity(mail);

	for (unsigned number = 1;; number++) {
		g_autofree char *id = kith_identity_variant(identity, number);

		if (!kith_mail_find(store, id, known, error))
			return NULL;
		if (known->mail_id == 0 || number == MAX_VARIANTS ||
		    kith_identity_same_text(known->new_text, mail->new_text))
			return g_steal_pointer(&id);
		kith_known_mail_clear(known);
	}
}

static int64_t row_of(KithStore *store, const KithUser *user)
{
	return user != NULL ? kith_store_find_user(store, user->title) : 0;
}

bool kith_take_mail(KithStore *store, const KithConfig *config, const char *id, const KithMail *mail,
		int64_t arrived_at, int64_t conversation_id, KithMailRow *ret_row, GError **error)
{
	g_autoptr(GPtrArray) participants = kith_participants(config, mail);
	g_autoptr(GPtrArray) ids = kith_named_ids(mail);
	g_autofree char *author = mail->author != NULL ? kith_address_normalize(mail->author->address) : NULL;
	const KithUser *answered = NULL;
	KithClaim claim = { 0 };
	KithMailRow row = {
		.id = id,
		.at = kith_mail_at(mail, arrived_at),
		.mail = mail,
		.direction = kith_participants_direction(participants),
		.is_direct = kith_participants_direct(participants),
		.author = author,
		.author_user_id = row_of(store, kith_author_user(config, mail, author)),
		.parent = ids->len > 1 ? ids->pdata[1] : NULL,
		.participants = participants,
		.ids = ids,
	};

	if (kith_claim_find(config, mail, participants, ids, &claim, &answered)) {
		claim.user_id = row_of(store, answered);
		row.claim = &claim;
	}
	bool ok = kith_people_meet(store, &row, error) && kith_thread_place(store, &row, conversation_id, error) &&
		  kith_mail_insert(store, &row, error) && kith_people_count(store, &row, error) &&
		  kith_people_judge_claims(store, &row, error);
	kith_claim_clear(&claim);
	if (!ok)
		return false;
	/* What points into this function's own memory stays here. */
	row.author = row.parent = NULL;
	row.participants = row.ids = NULL;
	row.claim = NULL;
	*ret_row = row;
	return true;
}

/* A copy that is to be kept instead: the mail's rows are made again from it. */
static bool replace(KithStore *store, const KithConfig *config, const char *id, const KithKnownMail *known,
		const KithMail *mail, int64_t arrived_at, KithMailRow *ret_row, GError **error)
{
	g_autoptr(GArray) contacts = kith_people_forget(store, known->mail_id, error);

	return contacts != NULL && kith_mail_delete(store, known->mail_id, error) &&
	       kith_people_recount(store, contacts, error) &&
	       kith_take_mail(store, config, id, mail, arrived_at, known->conversation_id, ret_row, error) &&
	       kith_thread_recount(store, ret_row->conversation_id, error) &&
	       kith_people_drop_unused(store, contacts, error);
}

static bool keep_slim(KithStore *store, const KithConfig *config, const KithPlace *place, const KithRawMail *raw,
		const KithMail *mail, const KithSlim *slim, KithKeep *ret_keep, GError **error)
{
	g_autofree char *title = kith_account_title(store, place->account_id, error);
	const KithAccount *account = title != NULL ? kith_config_find_account(config, title) : NULL;
	KithKeep keep = account != NULL ? account->keep : KITH_KEEP_SLIM;
	KithSlim kept = *slim;

	if (title == NULL)
		return false;
	g_autoptr(GBytes) bytes = kith_keep(keep, raw->slim, mail->text);
	kept.slim = bytes;
	*ret_keep = keep;
	return kith_slim_put(store, &kept, error);
}

/* New, or a better copy of a known one. */
static bool take(KithStore *store, const KithConfig *config, const KithPlace *place, const KithRawMail *raw,
		const KithMail *mail, int64_t now_at, const KithKnownMail *known, const char *rank,
		KithRelated *related, GError **error)
{
	const KithSlim slim = {
		.mail = related->id,
		.arrived_at = raw->internal_at > 0 ? raw->internal_at : now_at,
		.is_sent_copy = place->role == KITH_FOLDER_SENT,
		.rank = rank,
	};
	KithMail shown = *mail;
	KithKeep keep;
	KithMailRow row;

	if (!keep_slim(store, config, place, raw, mail, &slim, &keep, error))
		return false;
	if (keep == KITH_KEEP_META) {
		shown.text = shown.new_text = (char *)"";
		shown.signature = NULL;
	}
	bool ok = known->mail_id == 0 ?
		kith_take_mail(store, config, related->id, &shown, slim.arrived_at, 0, &row, error) :
		replace(store, config, related->id, known, &shown, slim.arrived_at, &row, error);
	if (!ok)
		return false;
	related->mail_id = row.mail_id;
	related->conversation_id = row.conversation_id;
	related->direction = row.direction;
	return true;
}

static bool relate(KithStore *store, const KithConfig *config, const KithPlace *place, const KithRawMail *raw,
		const KithMail *mail, int64_t now_at, KithRelated *related, GError **error)
{
	KithKnownMail known = { 0 };
	g_autofree char *rank = kith_identity_rank(mail, raw->slim, place->role == KITH_FOLDER_SENT);
	bool ok;

	related->id = recognize(store, mail, &known, error);
	if (related->id == NULL)
		return false;
	related->is_new = known.mail_id == 0;
	related->mail_id = known.mail_id;
	related->conversation_id = known.conversation_id;
	related->direction = known.direction;
	ok = kith_ledger_add(store, place->folder_id, raw, related->id, now_at, error);
	if (ok && (related->is_new || strcmp(rank, known.rank) > 0))
		ok = take(store, config, place, raw, mail, now_at, &known, rank, related, error);
	kith_known_mail_clear(&known);
	ok = ok && kith_mail_set_users(store, related->id, &related->has_new_user, error);
	if (!ok)
		return false;
	if (related->is_new)
		related->has_new_user = false;
	related->contact_ids = kith_mail_contacts(store, related->mail_id, error);
	return related->contact_ids != NULL;
}

bool kith_relate_mail(KithStore *store, const KithConfig *config, const KithPlace *place,
		const KithRawMail *raw, const KithMail *mail, int64_t now_at,
		KithRelated *ret_related, GError **error)
{
	KithRelated related = { 0 };

	if (mail == NULL || raw->slim == NULL || raw->status != KITH_SIGHTING_STORED) {
		if (!kith_ledger_add(store, place->folder_id, raw, NULL, now_at, error))
			return false;
		related.contact_ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	} else if (!relate(store, config, place, raw, mail, now_at, &related, error)) {
		kith_related_clear(&related);
		return false;
	}
	*ret_related = related;
	return true;
}
