/* SPDX-License-Identifier: MIT
 * kind.h - what the files that tell kinds apart say to each other.
 * In: headers, text. Out: a kind and its reason. Next: src/parse/kind.c
 */
#pragma once

#include "internal.h"

typedef struct {
	KithMail *mail;
	const GPtrArray *fields;
	const KithBody *body;
	char *local;		/* of From, lower case; "" when none */
	bool null_path;		/* Return-Path: <> */
	bool is_list;		/* came by way of a list, discussion or newsletter */
	bool is_reply;		/* says of itself that it answers, by subject and by reference */
	bool is_passed_on;	/* subject says forwarded */
} KithKindFacts;

/* Sets kind and reason; true, so that a caller can return it. */
bool kith_kind_decide(const KithKindFacts *facts, KithMailKind kind, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* The first field of that name, NULL when none. */
const char *kith_kind_field(const KithKindFacts *facts, const char *name);
bool kith_kind_field_starts(const KithKindFacts *facts, const char *name, const char *start);
/* A field that mails of machines have, whatever their words; NULL when none. */
const char *kith_kind_machine_sign(const KithKindFacts *facts);

/* --- kind-bounce.c, kind-auto.c: true when decided */
bool kith_kind_find_bounce(const KithKindFacts *facts);
bool kith_kind_find_auto_reply(const KithKindFacts *facts);
/* A person's answer that was sent by a ticket system. */
bool kith_kind_find_ticket_answer(const KithKindFacts *facts);
