/* SPDX-License-Identifier: MIT
 * entry-text.h - the line that a mail is on a timeline. For src/store/ only.
 */
#pragma once

#include "kith/model.h"

/* "Kick-off, Tue 3 Mar 2026 10:00-11:00 (Europe/Berlin)", "Ben Stone accepted: Kick-off, ..."; NULL when MAIL
 * holds no invitation. */
char *kith_entry_meeting(const KithMail *mail);
/* "away until 2026-12-03, instead: Ben Stone <ben@x.example>"; NULL when it tells neither. */
char *kith_entry_away(const KithMail *mail);
