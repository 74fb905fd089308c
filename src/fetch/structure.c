/* SPDX-License-Identifier: MIT
 * structure.c - BODYSTRUCTURE -> parts, without recursion: libetpan's reader overflows the
 * stack at 20,000 levels, which are 20 KB of parentheses.
 * In: tokens. Out: parts with their section numbers. Next: src/fetch/sections.c
 */
#include <string.h>

#include "structure.h"

#define MAX_PARAMS 200	/* names and values; each is looked for from the first on */

#define TOKEN(tokens, i) (&g_array_index((tokens), KithToken, (i)))

/* A multipart or message whose children are still to be read. */
typedef struct {
	int part;
	guint next;		/* token of the next child */
	guint end;		/* token behind the last child */
	guint number;		/* of the next child, from 1 */
} Frame;

typedef struct {
	const GArray *tokens;
	GPtrArray *parts;
	GArray *frames;		/* of Frame */
} Reading;

void kith_part_free(void *data)
{
	KithPart *part = data;

	g_free(part->section);
	g_free(part->header_section);
	kith_part_head_clear(&part->head);
	g_free(part);
}

/* What the parameter list at INDEX says of a file: "name", "filename", "filename*0*", "smime-type". */
static void read_params(const GArray *tokens, guint index, KithPartHead *head)
{
	guint at, value_at;

	for (guint i = 0; i < MAX_PARAMS && kith_tokens_child(tokens, index, i, &at); i += 2) {
		g_autofree char *name = kith_tokens_text(tokens, at, true);
		g_autofree char *value = kith_tokens_child(tokens, index, i + 1, &value_at)
						 ? kith_tokens_text(tokens, value_at, false)
						 : NULL;

		if (name != NULL && value != NULL)
			kith_part_head_take(name, value, head);
	}
}

/* Content-Disposition as BODYSTRUCTURE tells it: ("attachment" ("filename" "x")). */
static void read_disposition(const GArray *tokens, guint index, KithPartHead *head)
{
	guint at;

	if (!kith_tokens_child(tokens, index, 0, &at))
		return;
	g_autofree char *word = kith_tokens_text(tokens, at, true);
	head->is_attachment = g_strcmp0(word, "attachment") == 0;
	if (kith_tokens_child(tokens, index, 1, &at))
		read_params(tokens, at, head);
}

static uint64_t read_number(const GArray *tokens, guint index)
{
	g_autofree char *text = kith_tokens_text(tokens, index, false);

	return text != NULL ? g_ascii_strtoull(text, NULL, 10) : 0;
}

/* type subtype params id description encoding octets, [envelope body lines | lines],
 * then md5 disposition ...; false when it begins otherwise. */
static bool read_leaf(const GArray *tokens, guint index, KithPart *part)
{
	guint type, subtype, at, extension = 7;

	if (!kith_tokens_child(tokens, index, 0, &type) ||
	    !kith_tokens_child(tokens, index, 1, &subtype))
		return false;
	g_autofree char *major = kith_tokens_text(tokens, type, true);
	g_autofree char *minor = kith_tokens_text(tokens, subtype, true);
	if (major == NULL || minor == NULL)
		return false;
	part->head.type = g_strconcat(major, "/", minor, NULL);
	if (kith_tokens_child(tokens, index, 2, &at))
		read_params(tokens, at, &part->head);
	if (kith_tokens_child(tokens, index, 5, &at))
		part->head.encoding = kith_tokens_text(tokens, at, true);
	if (kith_tokens_child(tokens, index, 6, &at))
		part->octets = read_number(tokens, at);
	if (kith_part_head_is_message(&part->head) && kith_tokens_child(tokens, index, 8, &at) &&
	    TOKEN(tokens, at)->kind == KITH_TOKEN_OPEN) {
		part->is_message = true;
		extension = 10;
	} else if (strcmp(major, "text") == 0) {
		extension = 8;
	}
	if (kith_tokens_child(tokens, index, extension + 1, &at))
		read_disposition(tokens, at, &part->head);
	return true;
}

/* RFC 3501 6.4.5: parts of a multipart are numbered; a message's own body is its part 1
 * unless that is a multipart, which has the message's number. */
static void number_part(const Reading *reading, KithPart *part, guint number)
{
	const KithPart *parent = part->parent >= 0 ? reading->parts->pdata[part->parent] : NULL;
	const char *outer = parent != NULL ? parent->section : "";
	const char *dot = *outer != '\0' ? "." : "";

	if (parent != NULL && parent->is_multipart) {
		part->section = g_strdup_printf("%s%s%u", outer, dot, number);
		part->header_section = g_strconcat(part->section, ".MIME", NULL);
	} else {
		part->section =
			part->is_multipart ? g_strdup(outer) : g_strdup_printf("%s%s1", outer, dot);
		part->header_section = g_strconcat(outer, dot, "HEADER", NULL);
	}
}

static void push_children(Reading *reading, const KithPart *part, guint index)
{
	Frame frame = {(int)reading->parts->len - 1, index + 1,
		       TOKEN(reading->tokens, index)->other, 1};

	if (part->is_message) {
		if (!kith_tokens_child(reading->tokens, index, 8, &frame.next))
			return;
		frame.end = kith_tokens_next(reading->tokens, frame.next);
	}
	g_array_append_val(reading->frames, frame);
}

static bool read_part(Reading *reading, guint index, int parent, guint number)
{
	KithPart *part = g_new0(KithPart, 1);
	guint first;

	part->parent = parent;
	part->depth = parent >= 0 ? ((KithPart *)reading->parts->pdata[parent])->depth + 1 : 0;
	if (!kith_tokens_child(reading->tokens, index, 0, &first)) {
		kith_part_free(part);
		return false;
	}
	if (TOKEN(reading->tokens, first)->kind == KITH_TOKEN_OPEN) {
		part->is_multipart = true;
		part->head.type = g_strdup("multipart/mixed");
	} else if (!read_leaf(reading->tokens, index, part)) {
		kith_part_free(part);
		return false;
	}
	number_part(reading, part, number);
	g_ptr_array_add(reading->parts, part);
	if (part->depth >= KITH_LIMIT_DEPTH)	/* one part from here on, not looked into */
		part->is_multipart = part->is_message = false;
	if (part->is_multipart || part->is_message)
		push_children(reading, part, index);
	return true;
}

/* Reads the next part; *ret_more is false at the end. */
static bool step(Reading *reading, bool *ret_more)
{
	*ret_more = reading->frames->len > 0;
	if (!*ret_more)
		return true;
	Frame *frame = &g_array_index(reading->frames, Frame, reading->frames->len - 1);
	/* a multipart's parts are the lists before its subtype */
	if (frame->next >= frame->end ||
	    TOKEN(reading->tokens, frame->next)->kind != KITH_TOKEN_OPEN) {
		g_array_set_size(reading->frames, reading->frames->len - 1);
		return true;
	}
	guint index = frame->next, number = frame->number++;
	int parent = frame->part;
	frame->next = kith_tokens_next(reading->tokens, index);
	return read_part(reading, index, parent, number);
}

GPtrArray *kith_structure_read(const GArray *tokens, guint index, bool *ret_cut, GError **error)
{
	Reading reading = {tokens, g_ptr_array_new_with_free_func(kith_part_free), NULL};
	bool more = true;

	reading.frames = g_array_new(FALSE, FALSE, sizeof(Frame));
	bool ok = read_part(&reading, index, -1, 1);
	while (ok && more && reading.parts->len < KITH_LIMIT_PARTS)
		ok = step(&reading, &more);
	*ret_cut = ok && more;
	g_array_unref(reading.frames);
	if (ok)
		return reading.parts;
	g_ptr_array_unref(reading.parts);
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "the server's BODYSTRUCTURE cannot be read");
	return NULL;
}
