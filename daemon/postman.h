/* SPDX-License-Identifier: MIT
 * postman.h - the outbox, one mail after the other, through one send process.
 * In: outgoing rows. Out: mails sent, and what became of each. Next: daemon/core.h
 */
#pragma once

#include "kith/send.h"

typedef struct KithPostman KithPostman;

typedef struct {
	const KithConfig *config;
	KithStore *store;
	GMainContext *loop;
	int64_t (*now)(void *context);
	void (*ended)(void *context);	/* nothing more is due; never before kith_postman_start returns */
	void *context;
} KithPostHost;

KithPostman *kith_postman_new(const KithPostHost *host);
/* A mail on its way when this is called stays `sending`, which the next start takes for uncertain. */
void kith_postman_free(KithPostman *postman);
bool kith_postman_is_busy(const KithPostman *postman);
/* Delivers until nothing is due; without an smtp section nothing is. */
void kith_postman_start(KithPostman *postman);
