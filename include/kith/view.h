/* SPDX-License-Identifier: MIT
 * view.h - everything a person or a program gets to see, through the viewer's tier.
 * In: rows. Out: JSON objects (fields of kith-json(5)); text and mails are made from them.
 * Next: include/kith/send.h
 *
 * Own mail is seen in full; a colleague's as far as that colleague shares it. A mail that is in
 * mailboxes of several users is seen by the widest of their tiers. What a tier hides is
 * null in the object, and is not searched, counted in snippets or ranked.
 */
#pragma once

#include <jansson.h>

#include "kith/store.h"

typedef struct {
	int64_t user_id;	/* who looks */
	GTimeZone *zone;	/* for times in objects */
	int64_t now_at;
} KithViewer;

/* Called once per object, in order; returns false to stop. The object is borrowed. */
typedef bool (*KithViewEach)(json_t *object, void *context);

bool kith_view_contacts(KithStore *store, const KithViewer *viewer, const char *query, KithViewEach each,
		void *context, GError **error);
/* CONTACT is an id, an address, or a name that is unique; else NOT_FOUND, and CANDIDATES get the choice. */
json_t *kith_view_contact(KithStore *store, const KithViewer *viewer, const char *contact,
		KithViewEach candidates, void *context, GError **error);

/* 0 and NULL: all. */
typedef struct {
	int64_t since_at, until_at;
	const char *kind;
	uint32_t limit;
} KithTimelineFilter;
bool kith_view_timeline(KithStore *store, const KithViewer *viewer, const char *who, const KithTimelineFilter *filter,
		KithViewEach each, void *context, GError **error);

typedef struct { const char *contact; const char *state; bool messages; } KithConversationFilter;
bool kith_view_conversations(KithStore *store, const KithViewer *viewer, const KithConversationFilter *filter,
		KithViewEach each, void *context, GError **error);

bool kith_view_search(KithStore *store, const KithViewer *viewer, const char *query, bool newest, uint32_t limit,
		KithViewEach each, void *context, GError **error);
bool kith_view_due(KithStore *store, const KithViewer *viewer, bool all, KithViewEach each, void *context,
		GError **error);
json_t *kith_view_why(KithStore *store, const KithViewer *viewer, const char *id, GError **error);
bool kith_view_status(KithStore *store, const KithViewer *viewer, KithViewEach each, void *context, GError **error);
bool kith_view_audit(KithStore *store, const char *account, KithViewEach each, void *context, GError **error);

/* What a reminder says: {"user","contact","address","subject","said" (their last words),"said_at",
 * "said_ago","since" ("5 days"),"kind","headline" (who waits for whom, one sentence),"reason","note",
 * "mailto" (a link that answers),"id","message_id" (mail to thread under),"references":[...]}. */
json_t *kith_view_reminder(KithStore *store, const KithViewer *viewer, int64_t follow_up_id, GError **error);
/* ISO 8601 week of the viewer's local day: "2026-W10". */
char *kith_view_week(const KithViewer *viewer);
/* What the weekly digest says of the seven days before now: {"user","week","owe":[...],"waiting":[...],
 * "coming":[...],"new_people":[...],"numbers":{...},"health":[...]}; "empty": true when there is nothing to say. */
json_t *kith_view_digest(KithStore *store, const KithViewer *viewer, GError **error);

/* The viewer's own mails as they are kept (slim), oldest first, with WHO or (NULL) with everybody. */
typedef bool (*KithSlimEach)(GBytes *slim, int64_t at, const char *author, void *context);
bool kith_view_own_mail(KithStore *store, const KithViewer *viewer, const char *who, KithSlimEach each, void *context,
		GError **error);
