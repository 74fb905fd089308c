/* SPDX-License-Identifier: MIT
 * people.h - what people.c and entries.c know of each other, for src/store/ only.
 */
#pragma once

#include "kith/store.h"

/* The entry of ROW on the timeline of one of its people, who wrote it, got it, or is told about. */
bool kith_entries_add(KithStore *store, const KithMailRow *row, int64_t contact_id, bool wrote, bool got,
		GError **error);
/* Answer times that ROW gives or changes: as an answer, and as a mail of ours that has answers already. */
bool kith_answers_add(KithStore *store, const KithMailRow *row, GError **error);
/* Entries of notes, from what was told. */
bool kith_notes_again(KithStore *store, GError **error);
