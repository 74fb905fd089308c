/* SPDX-License-Identifier: MIT
 * envelope.h - what tells people which mail it is, when it could not be read.
 * In: the beginning of a mail. Out: a few clean lines. Next: src/fetch/imap-fetch.c
 */
#pragma once

#include "kith/base.h"

#define KITH_ENVELOPE_BYTES 1000

/* From, Date, Subject and Message-ID of a header block, each a line "Name: value", in this
 * order, the first of each. Values are unfolded and clean, long ones are cut; encoded words
 * (RFC 2047) stay as they are. At most KITH_ENVELOPE_BYTES; NULL when there is none of them.
 * BYTES may be anything: linear, no state, nothing is believed. */
char *kith_envelope_read(const uint8_t *bytes, size_t length);
