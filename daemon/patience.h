/* SPDX-License-Identifier: MIT
 * patience.h - when an account that failed is tried again, and when it is left in peace.
 * In: how its syncs went. Out: a time. Next: daemon/core.h
 */
#pragma once

#include "kith/store.h"

/* How long to wait after the FAILURES-th failure in a row (1 the first): a minute that doubles up to an hour. A refused
 * login begins at 15 minutes and ends at 6 hours, since wrong passwords lock accounts out; a configuration to mend at
 * 15 minutes; a server that asks for patience at 5 minutes, and is given what it asked for, up to a day.
 * JITTER in [-1, 1] moves it by a quarter, so that not all come back at once. */
typedef struct { KithError code; bool is_throttled; uint32_t failures, retry_after_s; } KithMishap;
int64_t kith_patience_delay_s(const KithMishap *mishap, double jitter);

/* How ACCOUNT's login is configured, files of secrets by their times: another hash, another chance. */
char *kith_patience_fingerprint(const KithAccount *account);

typedef enum { KITH_TRY_NOW, KITH_TRY_LATER, KITH_TRY_THROTTLED } KithTry;
/* Whether ACCOUNT may be tried by itself at NOW_AT. A person's wish (IS_WISH) only heeds the server's. */
KithTry kith_patience_may_try(const KithAccount *account, const KithAccountState *state, bool is_wish, int64_t now_at);
/* "the server asked for patience until 14:32 (in 12 min)" */
char *kith_patience_text(int64_t retry_at, int64_t now_at, GTimeZone *zone);
