/* SPDX-License-Identifier: MIT
 * cms.c - the mail inside an S/MIME file that is signed but not encrypted (RFC 5652, RFC 8551 3.5.2).
 * In: BER or DER bytes. Out: a MIME entity. Next: src/parse/tree.c
 *
 * Only the way to the content is walked: the signature is not checked and nothing is said about it.
 * Lengths may be indefinite, the content may come in pieces; nesting is counted, not recursed.
 */
#include <string.h>

#include "body.h"

#define TAG_INTEGER 0x02
#define TAG_OCTETS 0x04
#define TAG_OID 0x06
#define TAG_SEQUENCE 0x30
#define TAG_SET 0x31
#define TAG_EXPLICIT 0xa0
#define CONSTRUCTED 0x20
#define MAX_NESTING 16

/* 1.2.840.113549.1.7.2 (signed data) and .1 (data) */
static const guint8 oid_signed[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
static const guint8 oid_data[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01};

typedef struct {
	const guint8 *at, *end;
} Input;

typedef struct {
	unsigned tag;
	Input content;
	bool is_indefinite;	/* ends with two zeros, somewhere before content.end */
} Element;

/* The next element; IN goes on behind it, or behind its head when its end is not known. */
static bool take(Input *in, Element *element)
{
	if (in->end - in->at < 2 || (in->at[0] & 0x1f) == 0x1f)
		return false;
	element->tag = *in->at++;
	guint8 first = *in->at++;
	gsize length = first;
	element->is_indefinite = first == 0x80;
	if (first > 0x80) {
		unsigned count = first & 0x7f;

		if (count > 4 || in->end - in->at < (ptrdiff_t)count)
			return false;
		for (length = 0; count > 0; count--)
			length = length << 8 | *in->at++;
	}
	gsize left = (gsize)(in->end - in->at);
	/* A file that was cut off: what there is of it. */
	length = element->is_indefinite ? left : MIN(length, left);
	element->content = (Input) {in->at, in->at + length};
	if (!element->is_indefinite)
		in->at += length;
	return true;
}

static bool enter(Input *in, unsigned tag)
{
	Element element;

	if (!take(in, &element) || element.tag != tag)
		return false;
	*in = element.content;
	return true;
}

static bool skip(Input *in, unsigned tag)
{
	Element element;

	return take(in, &element) && element.tag == tag && !element.is_indefinite;
}

static bool is_oid(Input *in, const guint8 *oid, gsize length)
{
	Element element;

	return take(in, &element) && element.tag == TAG_OID &&
	       (gsize)(element.content.end - element.content.at) == length &&
	       memcmp(element.content.at, oid, length) == 0;
}

/* Octets in one piece, or in pieces within pieces, one after the other. */
static void append_octets(Input in, GByteArray *out)
{
	unsigned depth = 0;
	Element element;

	while (in.end - in.at >= 2) {
		if (in.at[0] == 0 && in.at[1] == 0) {	/* the end of an indefinite one */
			in.at += 2;
			if (depth-- <= 1)
				return;
			continue;
		}
		if (!take(&in, &element) || (element.tag & ~(unsigned)CONSTRUCTED) != TAG_OCTETS)
			return;
		if ((element.tag & CONSTRUCTED) == 0) {
			g_byte_array_append(out, element.content.at,
					    (guint)(element.content.end - element.content.at));
			if (depth == 0)
				return;
			continue;
		}
		if (++depth > MAX_NESTING)
			return;
		in.at = element.content.at;	/* into it; of a definite one the end needs no look */
		if (!element.is_indefinite && depth == 1)
			in.end = element.content.end;
	}
}

GByteArray *kith_cms_content(const guint8 *bytes, gsize length)
{
	Input in = {bytes, bytes + length};

	if (!enter(&in, TAG_SEQUENCE) || !is_oid(&in, oid_signed, sizeof oid_signed) || !enter(&in, TAG_EXPLICIT) ||
	    !enter(&in, TAG_SEQUENCE) || !skip(&in, TAG_INTEGER) || !skip(&in, TAG_SET) || !enter(&in, TAG_SEQUENCE) ||
	    !is_oid(&in, oid_data, sizeof oid_data) || !enter(&in, TAG_EXPLICIT))
		return NULL;
	GByteArray *content = g_byte_array_new();
	append_octets(in, content);
	if (content->len > 0)
		return content;
	g_byte_array_unref(content);
	return NULL;
}
