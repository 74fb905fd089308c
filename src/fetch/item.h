/* SPDX-License-Identifier: MIT
 * item.h - one FETCH answer, as far as it is believed.
 * In: libetpan's lists. Out: KithItem. Next: src/fetch/imap-fetch.c
 */
#pragma once

#include <libetpan/libetpan.h>

#include "kith/fetch.h"

typedef struct {
	uint32_t uid;		/* 0: not told */
	int64_t internal_at;	/* 0: not told, or no date */
	uint64_t size_bytes;	/* a hint */
	const uint8_t *bytes;	/* the mail's beginning, borrowed from the answer; NULL: not told */
	size_t length;
	KithFolderRole role;	/* what Gmail's labels say; OTHER */
	uint64_t gmail_thread;	/* 0 none */
} KithItem;

/* What to ask for, so that an item can be read. */
struct mailimap_fetch_type *kith_item_what_to_fetch(void);
void kith_item_read(KithItem *item, const struct mailimap_msg_att *answer);

/* Whether ITEM holds all of its mail. */
bool kith_item_is_whole(const KithItem *item);
/* The mail's size: what came when it is whole, else what the server says. */
uint64_t kith_item_size(const KithItem *item);
