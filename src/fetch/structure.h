/* SPDX-License-Identifier: MIT
 * structure.h - a mail's MIME tree as its server tells it (RFC 3501 7.4.2 BODYSTRUCTURE).
 * In: tokens. Out: parts, each before its children. Next: src/fetch/structure.c
 */
#pragma once

#include "slim.h"
#include "tokens.h"

typedef struct {
	char *section;		/* of its content: "1.2"; "" of a multipart that is the whole mail */
	char *header_section;	/* of its header block: "HEADER", "1.2.MIME", "1.2.HEADER" */
	KithPartHead head;	/* boundary stays NULL: it is taken from the header itself */
	uint64_t octets;	/* as it came, encoded */
	int parent;		/* index; -1 of the root */
	guint depth;
	bool is_multipart;	/* its parts follow */
	bool is_message;	/* the message inside follows as one part */
} KithPart;

void kith_part_free(void *part);

/* The parts (KithPart *) of the BODYSTRUCTURE that opens at INDEX, at most KITH_LIMIT_PARTS
 * (then *ret_cut); what lies deeper than KITH_LIMIT_DEPTH is one part. Errors: INVALID. */
GPtrArray *kith_structure_read(const GArray *tokens, guint index, bool *ret_cut, GError **error);
