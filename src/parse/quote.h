/* SPDX-License-Identifier: MIT
 * quote.h - lines of a mail and whose they are.
 * In: lines. Out: zones. Next: src/parse/quote.c, sign-off.c
 */
#pragma once

#include "internal.h"
#include "quote-words.h"

/* The lines of a text, each with what it is and which rule said so. */
typedef struct {
	GPtrArray *lines;	/* char *, without line ends and blanks at the end */
	uint32_t *starts;	/* of each line in the text, and one more: its end */
	KithZoneKind *zones;	/* of each line; NEW until a rule says otherwise */
	const char **rules;	/* interned */
	const KithAddress *author;
} KithMarked;

/* Lines FROM up to UNTIL are ZONE, says RULE (a literal, or interned). */
void kith_mark(KithMarked *marked, guint from, guint until, KithZoneKind zone, const char *rule);
/* Somebody else's words, or what introduces them. */
bool kith_zone_is_old(KithZoneKind zone);

/* quote.c */
bool kith_line_is_divider(const char *line);
/* sign-off.c: marks signature and footers among the author's own lines. */
void kith_mark_signature(KithMarked *marked);
/* signature.c */
bool kith_line_has_phone(const char *line);
bool kith_line_has_contact(const char *line);	/* a phone, address of mail or web */
bool kith_line_is_name(const char *line, const KithAddress *author);
/* Whether the words of TABLE start LINE / stand in it as whole words. */
bool kith_line_starts_with(const char *line, const KithWords *table);
bool kith_line_has_word(const char *line, const KithWords *table);
