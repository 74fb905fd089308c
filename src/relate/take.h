/* SPDX-License-Identifier: MIT
 * take.h - one mail into the derived tables, for relate.c and rebuild.c.
 */
#pragma once

#include "kith/relate.h"

/* MAIL, not in the derived tables, becomes rows under the name ID. CONVERSATION_ID: one it stays
 * in whatever it names; 0. *RET_ROW: mail_id, conversation_id, direction, at. */
bool kith_take_mail(KithStore *store, const KithConfig *config, const char *id, const KithMail *mail,
		int64_t arrived_at, int64_t conversation_id, KithMailRow *ret_row, GError **error);
