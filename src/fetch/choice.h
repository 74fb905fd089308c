/* SPDX-License-Identifier: MIT
 * choice.h - which of the folders there are an account reads.
 * In: folders with their roles, `folders` of kith.conf. Out: yes or no for each. Next: src/fetch/choice.c
 */
#pragma once

#include "kith/fetch.h"

/* One folder of a server, or of files. */
typedef struct {
	const char *name;	/* UTF-8, for people */
	const char *raw_name;	/* as the source spells it; NULL: as NAME */
	const char *prefix;	/* of the user's own folders ("INBOX."), which people need not write; NULL none */
	char delimiter;		/* between the parts of NAME; '\0' none */
	KithFolderRole role;
	bool is_view;		/* of mails that stand in other folders too (\All): not in auto */
	bool is_foreign;	/* other users' or shared: not in auto */
} KithFolderCandidate;

/* What stands below a folder aside (Trash/2023) is aside as well, what stands below Sent was sent. Names that only
 * Exchange's own lists together would tell (Calendar, Tasks) are a person's folders where they are few. Changes the
 * roles of COUNT CANDIDATES, whose roles by name or by the server's word are set. */
void kith_choice_settle_roles(KithFolderCandidate *candidates, size_t count);

/* Whether PATTERNS (char *; NULL: auto) take the folder. A pattern is a folder's name, with * for anything and % for
 * anything in one part; "auto"; or one of these behind a "!" for all but that. "/" stands for the source's delimiter
 * too. Without a pattern that takes, auto is meant. auto and patterns with * or % never take Drafts, Junk, Trash and
 * what is aside. */
bool kith_choice_takes(const GPtrArray *patterns, const KithFolderCandidate *candidate);

/* Whether PATTERN, without its "!", is for this folder: for telling the ones that match nothing. */
bool kith_choice_matches(const char *pattern, const KithFolderCandidate *candidate);
bool kith_choice_has_wildcard(const char *pattern);

/* INBOX, Sent, archives, then the others: for sorting by what matters soonest. */
int kith_choice_place(KithFolderRole role);
