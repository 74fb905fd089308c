/* SPDX-License-Identifier: MIT
 * slim.c - a whole mail -> slim mail: the text stays as it came, other bodies become a line.
 * In: a mail's bytes. Out: the same bytes without attachments. Next: src/parse/
 *
 * One pass over lines, a stack of open boundaries instead of recursion, and nothing is
 * copied until something is left out: most mails pass as they are. When the structure is
 * broken, text wins: a boundary that never comes leaves a body as it is.
 */
#include <string.h>

#include "slim.h"

/* A multipart that is open, or (boundary NULL) a message inside a part. */
typedef struct {
	char *boundary;
	size_t boundary_length;
	bool is_digest;		/* its parts are messages unless they say otherwise: RFC 2046 5.1.5 */
} Level;

typedef struct {
	const uint8_t *bytes;
	size_t length;
	size_t at;
	GByteArray *out;	/* NULL while nothing was left out */
	size_t copied;		/* the input up to here is in out */
	size_t left_out;	/* bytes of input that are not in the slim mail */
	GArray *levels;		/* of Level */
	guint parts;
	GPtrArray *defects;
} Slim;

/* Where a body ends, and what ends it. */
typedef struct {
	size_t body_end;	/* without the line break that belongs to the delimiter */
	size_t next;		/* behind the delimiter line */
	guint level;		/* of the delimiter; levels->len: the mail's end */
	bool is_final;		/* "--boundary--" */
} End;

#define LEVEL(slim, i) (&g_array_index((slim)->levels, Level, (i)))

static void clear_level(void *level)
{
	g_free(((Level *)level)->boundary);
}

/* Replaces the input from FROM to UNTIL with TEXT. */
static void leave_out(Slim *slim, size_t from, size_t until, const char *text)
{
	if (slim->out == NULL)
		slim->out = g_byte_array_new();
	g_byte_array_append(slim->out, slim->bytes + slim->copied, (guint)(from - slim->copied));
	g_byte_array_append(slim->out, (const guint8 *)text, (guint)strlen(text));
	slim->left_out += until - from;
	slim->copied = until;
}

/* How many bytes from AT on still fit the slim mail. */
static size_t room(const Slim *slim, size_t at)
{
	size_t kept = at - slim->left_out;

	return kept < KITH_LIMIT_SLIM_BYTES ? KITH_LIMIT_SLIM_BYTES - kept : 0;
}

static size_t line_after(const Slim *slim, size_t at)
{
	const uint8_t *newline = memchr(slim->bytes + at, '\n', slim->length - at);

	return newline != NULL ? (size_t)(newline - slim->bytes) + 1 : slim->length;
}

static bool is_blank_line(const Slim *slim, size_t at)
{
	const uint8_t *line = slim->bytes + at;
	size_t left = slim->length - at;

	return (left >= 1 && line[0] == '\n') || (left >= 2 && line[0] == '\r' && line[1] == '\n');
}

/* Whether REST of a line is only blanks. */
static bool is_only_blanks(const uint8_t *rest, const uint8_t *end)
{
	while (rest < end && (*rest == ' ' || *rest == '\t' || *rest == '\r' || *rest == '\n'))
		rest++;
	return rest == end;
}

/* Whether the line at AT delimits a part of any open multipart; the innermost wins. */
static bool is_delimiter(const Slim *slim, size_t at, size_t next, guint *ret_level,
			 bool *ret_final)
{
	const uint8_t *line = slim->bytes + at, *end = slim->bytes + next;

	if (next - at < 3 || line[0] != '-' || line[1] != '-')
		return false;
	for (guint i = slim->levels->len; i-- > 0;) {
		const Level *level = LEVEL(slim, i);
		const uint8_t *rest = line + 2 + level->boundary_length;

		if (level->boundary == NULL || rest > end ||
		    memcmp(line + 2, level->boundary, level->boundary_length) != 0)
			continue;
		bool is_final = end - rest >= 2 && rest[0] == '-' && rest[1] == '-' &&
				is_only_blanks(rest + 2, end);
		if (!is_final && !is_only_blanks(rest, end))
			continue;
		*ret_level = i;
		*ret_final = is_final;
		return true;
	}
	return false;
}

static size_t without_line_break(const Slim *slim, size_t start, size_t end)
{
	if (end > start && slim->bytes[end - 1] == '\n')
		end--;
	if (end > start && slim->bytes[end - 1] == '\r')
		end--;
	return end;
}

static bool has_boundary(const Slim *slim)
{
	for (guint i = 0; i < slim->levels->len; i++)
		if (LEVEL(slim, i)->boundary != NULL)
			return true;
	return false;
}

static End find_end(const Slim *slim)
{
	End end = {slim->length, slim->length, slim->levels->len, false};
	size_t at = has_boundary(slim) ? slim->at : slim->length;

	while (at < slim->length) {
		size_t next = line_after(slim, at);

		if (is_delimiter(slim, at, next, &end.level, &end.is_final)) {
			end.body_end = without_line_break(slim, slim->at, at);
			end.next = next;
			break;
		}
		at = next;
	}
	return end;
}

/* --- bodies */

/* Keeps a body as it came, up to its limit; what is over it becomes a line (in base64,
 * where a line would become bytes, only a defect). */
static void keep_body(Slim *slim, const KithPartHead *head, size_t end)
{
	size_t start = slim->at, allowed = MIN((size_t)KITH_LIMIT_PART_BYTES, room(slim, start));
	bool is_base64 = head->encoding != NULL && strcmp(head->encoding, "base64") == 0;

	if (end - start <= allowed)
		return;
	size_t cut = start + allowed;
	const uint8_t *newline = memrchr(slim->bytes + start, '\n', cut - start);
	if (newline != NULL)
		cut = (size_t)(newline - slim->bytes) + 1;
	g_autofree char *line = kith_left_out_line(end - cut);
	leave_out(slim, cut, end, is_base64 && cut > start ? "" : line);
	kith_defect_add(slim->defects, "a part of %zu bytes was cut: %zu bytes left out",
			end - start, end - cut);
}

/* The end of the lines from AT on that can be base64. */
static size_t base64_end(const Slim *slim, size_t at, size_t end)
{
	while (at < end) {
		size_t next = MIN(line_after(slim, at), end);

		for (size_t i = at; i < next; i++) {
			uint8_t c = slim->bytes[i];

			if (!g_ascii_isalnum(c) && c != '+' && c != '/' && c != '=' &&
			    c != '\r' && c != '\n' && c != ' ' && c != '\t')
				return at;
		}
		at = next;
	}
	return end;
}

/* Puts the line in place of a body. Text that stands behind the base64 of an attachment
 * (a list's footer, a boundary that was lost) is no part of it and stays. */
static void drop_body(Slim *slim, const KithPartHead *head, size_t end)
{
	bool is_base64 = head->encoding != NULL && strcmp(head->encoding, "base64") == 0;
	size_t start = slim->at, stop = is_base64 ? base64_end(slim, start, end) : end;

	if (stop == start && is_base64 && end > start)
		stop = end;	/* not base64 at all: the label lies, the type decides */
	else if (stop < end)
		stop = without_line_break(slim, start, stop);
	if (stop > start) {
		uint64_t size =
			kith_decoded_size(head->encoding, slim->bytes + start, stop - start);
		g_autofree char *line = kith_left_out_line(size);

		leave_out(slim, start, stop, line);
	}
	if (stop < end) {
		slim->at = stop;
		keep_body(slim, &(KithPartHead){0}, end);
	}
}

/* --- structure */

static void push_level(Slim *slim, const KithPartHead *head)
{
	Level level = {0};

	if (head->boundary != NULL) {
		level.boundary = g_strdup(head->boundary);
		level.boundary_length = strlen(level.boundary);
		level.is_digest = g_strcmp0(head->type, "multipart/digest") == 0;
	}
	g_array_append_val(slim->levels, level);
}

/* The end of the header block at slim->at, behind its blank line; a delimiter ends it too. */
static size_t header_end(const Slim *slim)
{
	size_t at = slim->at;
	guint level;
	bool is_final;

	while (at < slim->length && !is_blank_line(slim, at)) {
		size_t next = line_after(slim, at);

		if (is_delimiter(slim, at, next, &level, &is_final))
			return at;
		at = next;
	}
	return at < slim->length ? line_after(slim, at) : at;
}

static void read_header(Slim *slim, KithPartHead *head)
{
	size_t start = slim->at, end = header_end(slim);
	size_t allowed = MIN((size_t)KITH_LIMIT_HEADER_BYTES, room(slim, start));

	slim->at = end;
	if (end - start > allowed) {
		const uint8_t *newline = memrchr(slim->bytes + start, '\n', allowed);
		size_t cut =
			newline != NULL ? (size_t)(newline - slim->bytes) + 1 : start + allowed;

		leave_out(slim, cut, end, newline != NULL ? "\n" : "\n\n");
		kith_defect_add(slim->defects,
				"a header block of %zu bytes was cut: %zu bytes left out",
				end - start, end - cut);
	}
	kith_part_head_read(head, slim->bytes + start, end - start);
	guint depth = slim->levels->len;
	if (head->type == NULL && depth > 0 && LEVEL(slim, depth - 1)->is_digest)
		head->type = g_strdup("message/rfc822");
}

/* Walks over the body of one part to the next part's header; false at the mail's end. */
static bool walk_body(Slim *slim, const KithPartHead *head, bool is_kept)
{
	static const KithPartHead nobody;	/* whose text it is that follows the last part */

	for (;;) {
		End end = find_end(slim);

		if (is_kept)
			keep_body(slim, head, end.body_end);
		else
			drop_body(slim, head, end.body_end);
		slim->at = end.next;
		if (end.level == slim->levels->len)
			return false;
		g_array_set_size(slim->levels, end.level + (end.is_final ? 0 : 1));
		if (!end.is_final)
			return true;
		head = &nobody;
		is_kept = true;
	}
}

static bool walk_part(Slim *slim)
{
	KithPartHead head;
	bool goes_on, is_deep = slim->levels->len >= KITH_LIMIT_DEPTH;

	read_header(slim, &head);
	bool is_multipart = head.type != NULL && g_str_has_prefix(head.type, "multipart/");
	if (!is_multipart)
		g_clear_pointer(&head.boundary, g_free);
	if (kith_part_head_is_message(&head) && !is_deep) {
		push_level(slim, &head);
		goes_on = slim->at < slim->length;
	} else {
		if (is_multipart && head.boundary != NULL && !is_deep)
			push_level(slim, &head);
		else if (is_multipart && is_deep)
			kith_defect_add(slim->defects, "nested deeper than %d: not looked into",
					KITH_LIMIT_DEPTH);
		goes_on = walk_body(slim, &head, kith_part_head_is_kept(&head));
	}
	kith_part_head_clear(&head);
	return goes_on;
}

static void walk(Slim *slim)
{
	while (slim->at < slim->length && walk_part(slim)) {
		if (++slim->parts < KITH_LIMIT_PARTS && room(slim, slim->at) > 0)
			continue;
		size_t left = slim->length - slim->at;
		g_autofree char *line = kith_left_out_line(left);
		leave_out(slim, slim->at, slim->length, line);
		kith_defect_add(slim->defects, "more than %d parts or %d bytes: %zu bytes left out",
				KITH_LIMIT_PARTS, KITH_LIMIT_SLIM_BYTES, left);
		return;
	}
}

GBytes *kith_slim_from_bytes(const uint8_t *bytes, size_t length, GPtrArray *ret_defects)
{
	Slim slim = {.bytes = bytes, .length = length, .defects = ret_defects};

	slim.levels = g_array_new(FALSE, FALSE, sizeof(Level));
	g_array_set_clear_func(slim.levels, clear_level);
	walk(&slim);
	g_array_unref(slim.levels);
	if (slim.out == NULL)
		return g_bytes_new(bytes, length);
	g_byte_array_append(slim.out, bytes + slim.copied, (guint)(length - slim.copied));
	return g_byte_array_free_to_bytes(slim.out);
}

GBytes *kith_slim_header(const uint8_t *bytes, size_t length, uint64_t size_bytes,
			 GPtrArray *ret_defects)
{
	Slim slim = {.bytes = bytes, .length = length};
	GByteArray *out = g_byte_array_new();
	size_t end;

	slim.levels = g_array_new(FALSE, FALSE, sizeof(Level));
	end = header_end(&slim);
	g_array_unref(slim.levels);
	if (end > KITH_LIMIT_HEADER_BYTES)
		end = KITH_LIMIT_HEADER_BYTES;
	bool is_cut = end == length || end == KITH_LIMIT_HEADER_BYTES;
	if (is_cut)	/* the block did not end: only whole lines of it */
		while (end > 0 && bytes[end - 1] != '\n')
			end--;
	g_byte_array_append(out, bytes, (guint)end);
	if (is_cut)
		g_byte_array_append(out, (const guint8 *)"\r\n", 2);
	uint64_t left = size_bytes > end ? size_bytes - end : 0;
	g_autofree char *line = kith_left_out_line(left);
	g_byte_array_append(out, (const guint8 *)line, (guint)strlen(line));
	g_byte_array_append(out, (const guint8 *)"\r\n", 2);
	kith_defect_add(ret_defects, "%" G_GUINT64_FORMAT " bytes left out: larger than `largest`", left);
	return g_byte_array_free_to_bytes(out);
}
