/* SPDX-License-Identifier: MIT
 * pool.h - the jailed parse processes of core, several mails in flight in each.
 * In: slim mails. Out: what they say, in no certain order. Next: daemon/fetcher.h
 */
#pragma once

#include "kith/parse.h"

typedef struct KithPool KithPool;

/* Called once per mail. MAIL is the callee's. MAIL NULL: INVALID, the parser died of it twice (quarantine
 * it); TEMPORARY, no parse process can work here. */
typedef void (*KithPoolDone)(KithMail *mail, const GError *failure, void *context, void *item);

/* PROCESSES are started when they are needed. */
KithPool *kith_pool_new(GMainContext *loop, unsigned processes);
void kith_pool_free(KithPool *pool);

void kith_pool_parse(KithPool *pool, GBytes *slim, KithPoolDone done, void *context, void *item);
/* CONTEXT is no longer called; DROP gets each of its items. */
void kith_pool_forget(KithPool *pool, void *context, GDestroyNotify drop);
/* The processes that run now (pid_t); for tests that end one. */
GArray *kith_pool_pids(const KithPool *pool);
