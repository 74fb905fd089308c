/* SPDX-License-Identifier: MIT
 * listing.h - the folders of a server, as it lists them.
 * In: a session. Out: folders with what server and name tell of them. Next: src/fetch/listing.c
 */
#pragma once

#include "session.h"

typedef struct {
	char *raw_name;		/* modified UTF-7, as the server spells it */
	char *name;		/* UTF-8, for people */
	char delimiter;		/* '\0': none */
	KithFolderRole role;
	bool is_view;		/* of mails that stand in other folders too */
	bool is_foreign;	/* other users' or shared (RFC 2342) */
	bool is_closed;		/* \Noselect: only others lie below it */
} KithServerFolder;

void kith_server_folder_free(void *folder);

typedef struct {
	GPtrArray *folders;	/* KithServerFolder *, each once, also what cannot be opened */
	GHashTable *seen;	/* their raw names */
	GPtrArray *personal;	/* char *: prefixes of the user's own folders (RFC 2342) */
	GPtrArray *foreign;	/* char *: of everybody else's */
	guint unread;		/* answers that made no sense, or whose names cannot be sent back */
} KithListing;

void kith_listing_init(KithListing *listing);
void kith_listing_clear(KithListing *listing);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KithListing, kith_listing_clear)

/* NAMESPACE, then LIST, asked as well as the server can. Errors: INVALID (refused), TEMPORARY. */
bool kith_listing_ask(KithSession *session, KithListing *listing, GError **error);
/* LIST of what begins with NAME (UTF-8), or of NAME alone: servers need not list other users' folders
 * unasked. A refusal is no error. Errors: TEMPORARY. */
bool kith_listing_ask_for(KithSession *session, KithListing *listing, const char *name, bool is_beginning,
			  GError **error);
/* The personal prefix that RAW_NAME begins with; NULL none. */
const char *kith_listing_prefix(const KithListing *listing, const char *raw_name);
