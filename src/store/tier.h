/* SPDX-License-Identifier: MIT
 * tier.h - how much of a mail a viewer may see: the one place of the rule, as SQL.
 * In: ?1, the viewer's user_id, and a mail_id. Out: a KithTier. Next: src/store/read-people.c
 *
 * Own mail is seen in full; a colleague's as far as they share it; what is in several mailboxes,
 * by the widest of their tiers. No row in mail_user: nobody's, seen by nobody.
 */
#pragma once

/* MAIL_ID is qualified, "m.mail_id": a bare mail_id would mean the subquery's own, and be everybody's mail. */
#define KITH_TIER_OF(MAIL_ID) \
	"(SELECT coalesce(max(CASE WHEN mu.user_id = ?1 THEN 3 ELSE us.share END), 0) " \
	"FROM mail_user mu JOIN user us ON us.user_id = mu.user_id WHERE mu.mail_id = " MAIL_ID ")"
