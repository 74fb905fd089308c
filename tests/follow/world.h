/* SPDX-License-Identifier: MIT
 * world.h - a small team and its mails, as rows, for the tests of follow.
 */
#pragma once

#include <sqlite3.h>

#include "kith/follow.h"

/* Ada and Ben at example.com (Berlin, Mon-Fri 09:00-17:00), each with an account, and sales@ that both read;
 * Lea leads. kith@example.com is kith. */
typedef struct {
	char *folder;
	KithConfig *config;
	KithStore *store;
	sqlite3 *db;		/* a second connection, for rows that relate makes */
	int64_t now_at;
	int serial;
} World;

World *world_new(void);
void world_free(World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(World, world_free)

typedef struct {
	const char *id;			/* identity, also the Message-ID */
	const char *at;			/* RFC 3339 */
	const char *from;		/* "ada@example.com" */
	const char *to;			/* blank-separated */
	const char *cc;			/* NULL: nobody */
	const char *text;
	const char *conversation;	/* NULL: "c1" */
	const char *readers;		/* titles of users, blank-separated; NULL: ada */
	KithMailKind kind;
	const char *away_until;		/* of an auto-reply */
	const char *bounced_id, *bounced_address;
	const char *unseen, *unseen_by;	/* it quotes a mail of that user (NULL: of sales@) that nobody has */
} WorldMail;

/* The rows of MAIL, as relate makes them; then follow takes it. */
void world_mail(World *world, const WorldMail *mail);
void world_now(World *world, const char *time);
const KithUser *world_user(const World *world, const char *title);

/* "kind status user address" of all follow-ups, sorted, one a line; ACTIVE: only open, snoozed and sent. */
char *world_follow_ups(const World *world, bool active);
/* One value of a query. */
char *world_value(const World *world, const char *sql);
/* The short id of the only active follow-up of a user. */
char *world_only(const World *world, const char *title);
void world_do(const World *world, const char *sql);
