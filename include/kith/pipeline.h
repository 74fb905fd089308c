/* SPDX-License-Identifier: MIT
 * pipeline.h - the whole way of a mail, on one page (src/pipeline.c).
 * In: slim mails and what parse made of them; the clock. Out: a true store; mails to send.
 * Next: daemon/core.c
 */
#pragma once

#include "kith/follow.h"
#include "kith/send.h"
#include "kith/view.h"

typedef struct {
	KithRawMail *raw;
	KithMail *mail;		/* NULL: skipped or quarantined */
} KithTaken;
void kith_taken_free(KithTaken *taken);

typedef struct { uint64_t stored, known, skipped, quarantined; } KithCounts;

/* Stores one batch of mails of one folder, and all that follows from them, in one transaction,
 * so that a crash can neither lose nor repeat a mail. BATCH: KithTaken *. *COUNTS is added to.
 * Errors: TEMPORARY (busy), LIMIT (disk full: nothing was stored), CORRUPT. */
bool kith_pipeline_take(KithStore *store, const KithConfig *config, const KithPlace *place,
		GPtrArray *batch, int64_t now_at, KithCounts *counts, GError **error);

/* What the clock brings: due reminders and digests become outgoing rows. */
bool kith_pipeline_tick(KithStore *store, const KithConfig *config, int64_t now_at, GError **error);
