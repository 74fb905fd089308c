/* SPDX-License-Identifier: MIT
 * identity.h - copies of one mail, and others that only claim to be. For src/relate/ only.
 */
#pragma once

#include "kith/relate.h"

/* The name of the NUMBER-th mail (from 1) that claims IDENTITY with a text of its own. */
char *kith_identity_variant(const char *identity, unsigned number);

/* Whether two new texts share half the words of the shorter one: then they are copies. */
bool kith_identity_same_text(const char *first, const char *second);

/* Of copies the one with the greatest rank is kept: Sent, then one that came over no list, then
 * any, always the same. */
char *kith_identity_rank(const KithMail *mail, GBytes *slim, bool is_sent_copy);
