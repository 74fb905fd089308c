/* SPDX-License-Identifier: MIT
 * claim.h - who of us wrote, and what answers of theirs say of that. For src/relate/ only.
 */
#pragma once

#include "kith/relate.h"

/* Who of us wrote MAIL: the user of its author address; of an address that nobody owns alone, whom Sender or the
 * display name tell. NULL: nobody of us, or nobody knows. NORM_AUTHOR: NULL unknown. */
const KithUser *kith_author_user(const KithConfig *config, const KithMail *mail, const char *norm_author);

/* Whether MAIL, from outside, seems to answer something that one of us wrote: *RET_CLAIM, without its user_id, and
 * *RET_USER (NULL: somebody at a shared address). A property of the mail alone. IDS: kith_named_ids. */
bool kith_claim_find(const KithConfig *config, const KithMail *mail, const GPtrArray *participants,
		const GPtrArray *ids, KithClaim *ret_claim, const KithUser **ret_user);
void kith_claim_clear(KithClaim *claim);
