/* SPDX-License-Identifier: MIT
 * names.h - names of folders: what they mean, how servers spell them.
 * In: a name. Out: a role, or the other spelling. Next: src/fetch/names.c
 */
#pragma once

#include "kith/fetch.h"

typedef struct {
	KithFolderRole role;
	bool is_office;		/* one of Exchange's lists, or a person's folder: several together tell */
} KithNameMeaning;

/* The role that a folder's name tells, in the usual languages; OTHER when none. NAME is
 * UTF-8; only its last part (after DELIMITER; '\0': none) counts, and an ending ".mbox" does not.
 */
KithFolderRole kith_folder_role_by_name(const char *name, char delimiter);
KithNameMeaning kith_folder_name_meaning(const char *name, char delimiter);
/* The role that an attribute tells (RFC 6154, XLIST), with or without its backslash; OTHER when
 * none. Views over other folders (\Flagged, \Important) are ASIDE. */
KithFolderRole kith_folder_role_by_attribute(const char *attribute);

/* Modified UTF-7 (RFC 3501 5.1.3) -> clean UTF-8 for people; never fails. */
char *kith_folder_name_decode(const char *raw_name);
/* UTF-8 -> modified UTF-7; NULL when it cannot be. */
char *kith_folder_name_encode(const char *name);
