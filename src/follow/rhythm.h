/* SPDX-License-Identifier: MIT
 * rhythm.h - when an answer is late. For src/follow/ only.
 */
#pragma once

#include "kith/follow.h"

/* F, asked at ASKED_AT, is due by the person's rhythm, then their organization's, then the configured time. */
bool kith_rhythm_set_due(KithStore *store, const KithConfig *config, const KithUser *user, int64_t asked_at,
		KithFollowUp *f, GError **error);
