/* SPDX-License-Identifier: MIT
 * tokens.h - an IMAP answer as a flat list of tokens.
 * In: an untagged answer. Out: tokens. Next: src/fetch/tokens.c
 */
#pragma once

#include "kith/base.h"

typedef enum { KITH_TOKEN_OPEN, KITH_TOKEN_CLOSE, KITH_TOKEN_TEXT, KITH_TOKEN_NIL } KithTokenKind;

typedef struct {
	KithTokenKind kind;
	guint other;		/* of OPEN: where its CLOSE is */
	const char *text;	/* of TEXT, borrowed from the answer: string without quotes, literal, atom */
	size_t length;
	bool has_escapes;	/* a quoted string with backslashes in it */
} KithToken;

/* Strings, literals, atoms and parentheses of BYTES, which stay the caller's. Iterative.
 * Errors: INVALID (unbalanced, cut), LIMIT (too many, too deep). */
GArray *kith_tokens_read(const uint8_t *bytes, size_t length, GError **error);

/* The next token beside INDEX: behind its list when it is one. */
guint kith_tokens_next(const GArray *tokens, guint index);
/* The COUNTth child of the list that opens at LIST; false when it has fewer. */
bool kith_tokens_child(const GArray *tokens, guint list, guint count, guint *ret_index);
/* The token's text, lower case on demand; NULL when it is no text. */
char *kith_tokens_text(const GArray *tokens, guint index, bool lower);
/* In "12 FETCH (UID 5 NAME value ...)": the index of NAME's value; false when there is none. */
bool kith_tokens_find(const GArray *tokens, const char *name, guint *ret_index);
