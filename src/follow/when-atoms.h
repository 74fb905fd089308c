/* SPDX-License-Identifier: MIT
 * when-atoms.h - words and numbers of an expression, before any language is known.
 * In: text. Out: atoms. Next: src/follow/when-atoms.c
 */
#pragma once

#include "when.h"

#define WHEN_MAX_ATOMS 24

typedef enum {
	ATOM_WORD, ATOM_NUMBER, ATOM_ORDINAL, ATOM_CLOCK, ATOM_DOTTED, ATOM_H_CLOCK, ATOM_DATE, ATOM_SLASH,
} AtomType;

typedef struct {
	AtomType type;
	const char *text;	/* ATOM_WORD: within `folded` */
	size_t length;
	int a, b, c;		/* number; hour, minute; year, month, day (year 0: not named) */
	int digits;		/* of a number, as written */
} Atom;

struct WhenAtoms {
	char *folded;
	char *shown;		/* the unknown word, NUL-terminated */
	Atom list[WHEN_MAX_ATOMS];
	guint count;
};
