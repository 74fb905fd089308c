/* SPDX-License-Identifier: MIT
 * world.h - a store with a small team, and mails built in code, for the tests of relate.
 */
#pragma once

#include "kith/relate.h"

typedef struct {
	KithConfig *config;
	KithStore *store;
	KithPlace inbox, sent;		/* ada's account */
	KithPlace other_inbox;		/* ben's account */
	KithPlace shared_inbox;		/* of the account sales, of both */
	uint64_t next_uid;
} World;

#define WORLD_NOW 1800000000

World *world_new(void);
void world_free(World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(World, world_free)

/* A personal mail. FROM, TO: addresses, TO blank-separated or NULL; REFERENCES: ids, blank-separated, or NULL. */
KithMail *world_mail(const char *id, const char *from, const char *to, int64_t date_at, const char *references,
		const char *text);
void world_add(GPtrArray *addresses, const char *name, const char *address);

/* Relates MAIL as seen at PLACE, in a transaction of its own. */
KithRelated world_relate(World *world, const KithPlace *place, const KithMail *mail);
/* The same, and forgets what came out. */
void world_take(World *world, const KithPlace *place, const KithMail *mail);

char *world_dump(World *world);
/* The lines of the dump that begin like START, without order. */
char *world_lines(World *world, const char *start);
/* The conversation's public id of the mail with this Message-ID. */
bool world_together(World *world, const char *first_id, const char *second_id);

/* The slim mail of the tests is the wire form of KithMail, so that a rebuild needs no parser. */
KithMail *world_parse(GBytes *slim, void *context, GError **error);
