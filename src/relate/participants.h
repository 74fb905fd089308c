/* SPDX-License-Identifier: MIT
 * participants.h - a mail seen as people and as a place in a conversation. For src/relate/ only.
 */
#pragma once

#include "kith/relate.h"

/* Everybody who takes part in MAIL, once per role. KithParticipant * */
GPtrArray *kith_participants(const KithConfig *config, const KithMail *mail);

/* 0 in, 1 out, 2 among us. PARTICIPANTS of the mail. */
int kith_participants_direction(const GPtrArray *participants);
/* One of us stands in To. */
bool kith_participants_direct(const GPtrArray *participants);

/* The mail's own Message-ID (or NULL), then every id it names, nearest ancestor first. char * */
GPtrArray *kith_named_ids(const KithMail *mail);

/* Date, but never after the mail arrived, and never long before it was received. */
int64_t kith_mail_at(const KithMail *mail, int64_t arrived_at);
