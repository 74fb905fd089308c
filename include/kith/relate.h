/* SPDX-License-Identifier: MIT
 * relate.h - mail -> conversation, people, organization, timeline entries.
 * In: KithMail and where it was seen. Out: rows, and a KithRelated for follow.
 * Next: include/kith/follow.h
 */
#pragma once

#include "kith/store.h"

typedef struct {
	int64_t account_id;
	int64_t folder_id;
	KithFolderRole role;
} KithPlace;

/* What relate made of one mail. */
typedef struct {
	char *id;		/* identity of the mail */
	int64_t mail_id;
	int64_t conversation_id;
	bool is_new;		/* not known before: a further sighting else */
	bool has_new_user;	/* known, but seen in this user's account for the first time */
	int direction;		/* 0 in, 1 out, 2 among us */
	GArray *contact_ids;	/* int64_t: people outside who take part */
} KithRelated;
void kith_related_clear(KithRelated *related);

/* The identity of a mail: Message-ID, author address and Date to the second; without
 * Message-ID a hash of From, Date, Subject and text. 26 characters. (DESIGN.md, "One mail") */
char *kith_mail_identity(const KithMail *mail);

/* Stores mail, slim, sighting, conversation, people and entries, within the caller's
 * transaction. The same mails in any order give the same rows but for row ids.
 * A RAW that is skipped or quarantined (MAIL NULL) only gets its sighting. */
bool kith_relate_mail(KithStore *store, const KithConfig *config, const KithPlace *place,
		const KithRawMail *raw, const KithMail *mail, int64_t now_at,
		KithRelated *ret_related, GError **error);

/* Derived tables again from the durable ones: empties them; then PARSE is asked for each slim
 * mail, oldest first. One transaction; readers see the old rows until it ends. */
typedef KithMail *(*KithParseOne)(GBytes *slim, void *context, GError **error);
bool kith_relate_rebuild(KithStore *store, const KithConfig *config, KithParseOne parse, void *context,
		int64_t now_at, uint64_t *ret_count, GError **error);
