/* SPDX-License-Identifier: MIT
 * name-words.h - words that tell what the parts of a name are. For src/base/name.c only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
	KITH_NAME_TITLE,	/* "Dr.": stands before a name */
	KITH_NAME_FIRST_TITLE,	/* "Sir": one word behind it is a given name */
	KITH_NAME_LATER_TITLE,	/* "med.": only behind another */
	KITH_NAME_SUFFIX,	/* "Jr.", "PhD" */
	KITH_NAME_LATE_SUFFIX,	/* a suffix behind a comma, else too like a name: "MA" */
	KITH_NAME_PARTICLE,	/* "van", in lower case */
	KITH_NAME_BIG_PARTICLE,	/* one also when it begins with a capital, between two names */
	KITH_NAME_NO_PERSON,	/* "GmbH", "Team": whoever bears it is no person */
	KITH_NAME_SHORT_FAMILY,	/* of two capitals: a family, not initials */
	KITH_NAME_IBERIAN,	/* families of Spain, Portugal and America: a person has two */
	KITH_NAME_HUNGARIAN_FAMILY,
	KITH_NAME_HUNGARIAN_GIVEN,
	KITH_NAME_VIETNAMESE,	/* families, which come first */
	KITH_NAME_CHINESE,	/* families of one character */
	KITH_NAME_TWO_CHARACTERS,	/* Chinese and Korean families of two */
	KITH_NAME_JAPANESE,	/* families of two and more characters */
	KITH_NAME_KOREAN,	/* families of one syllable */
} KithNameList;
#define KITH_NAME_LIST_COUNT 17

/* WORD without its dots and in lower case is on LIST. */
bool kith_name_word(KithNameList list, const char *word);
