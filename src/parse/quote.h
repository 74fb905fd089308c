/* SPDX-License-Identifier: MIT
 * quote.h - lines of a mail and whose they are.
 * In: lines. Out: marks. Next: src/parse/quote.c, sign-off.c
 */
#pragma once

#include "internal.h"
#include "quote-words.h"

typedef enum {
	MARK_OWN,
	MARK_OLD,	/* quotation, attribution, quoted header */
	MARK_FOOTER,	/* of lists, mail programs, lawyers */
	MARK_SIGNATURE,
} KithMark;

typedef struct {
	GPtrArray *lines;
	KithMark *marks;	/* of each line */
	const KithAddress *author;
} KithMarked;

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
