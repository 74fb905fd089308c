/* SPDX-License-Identifier: MIT
 * slim.h - what of a mail is kept, for whole mails and for mails fetched by sections.
 * In: headers of a part. Out: keep it or leave it out. Next: src/fetch/slim.c
 */
#pragma once

#include "kith/fetch.h"

/* What the header block of a MIME part says of its body (RFC 2045, RFC 2183). */
typedef struct {
	char *type;		/* "text/plain", lower case; NULL: none given or not readable */
	char *boundary;		/* of a multipart; NULL when none */
	char *encoding;		/* Content-Transfer-Encoding, lower case; NULL */
	bool is_attachment;	/* Content-Disposition: attachment */
	bool has_name;		/* a file name in either field */
	bool is_tnef;		/* the name is winmail.dat, whatever the type says */
	bool is_sealed;		/* S/MIME that is no signed data: no text to be had (RFC 8551 3.2.2) */
} KithPartHead;

void kith_part_head_read(KithPartHead *head, const uint8_t *bytes, size_t length);
void kith_part_head_clear(KithPartHead *head);

/* Takes one parameter of Content-Type or Content-Disposition that is about the file; NAME in lower case. */
void kith_part_head_take(const char *name, const char *value, KithPartHead *head);

/* Whether a leaf part is kept: text, messages, calendars, TNEF, old-style PGP text, and S/MIME files that are
 * signed but not encrypted (the text is inside). */
bool kith_part_head_is_kept(const KithPartHead *head);
/* A message whose bytes are themselves a header block and a body. */
bool kith_part_head_is_message(const KithPartHead *head);

/* How many bytes an encoded body has when decoded; none of it is decoded for this. */
uint64_t kith_decoded_size(const char *encoding, const uint8_t *bytes, size_t length);

/* The line that stands for a body: "[kith: N bytes left out]". */
char *kith_left_out_line(uint64_t size_bytes);

/* Adds a defect unless there are as many as fit the wire. */
void kith_defect_add(GPtrArray *defects, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Of a mail of SIZE_BYTES whose beginning is BYTES only the header block, and a line for all
 * the rest; a defect tells it. */
GBytes *kith_slim_header(const uint8_t *bytes, size_t length, uint64_t size_bytes,
			 GPtrArray *ret_defects);
