/* SPDX-License-Identifier: MIT
 * sections.c - a long mail by its sections: headers and texts, no attachment.
 * In: a UID. Out: a slim mail as slim.c would have made it. Next: src/parse/
 *
 * First BODYSTRUCTURE, then every header block and every part that is kept, up to its
 * limit. Of a part that is left out only its ends are fetched, which tell its decoded size.
 */
#include <string.h>

#include "envelope.h"
#include "imap.h"
#include "structure.h"

#define STRUCTURE_BYTES (2 * 1024 * 1024)
#define PART_HEADER_BYTES (64 * 1024)
#define HEAD_BYTES 128			/* of a left-out part: one line of base64 */
#define TAIL_BYTES 8
#define ENVELOPE_BYTES (16 * 1024)	/* of a header block: what tells people which mail it is */
#define COMMAND_LENGTH 4000		/* RFC 7162 4 counts on 8,192 */
#define COMMAND_ANSWER (8 * 1024 * 1024)

/* What of one part is wanted. */
typedef enum { WANT_NOTHING, WANT_BODY, WANT_ENDS } Want;

typedef struct {
	KithSession *session;
	uint32_t uid;
	GPtrArray *parts;
	Want *wants;		/* one each */
	GHashTable *sections;	/* "1.MIME<0>" -> GBytes */
	GPtrArray *defects;
	GByteArray *out;
} Sections;

/* --- fetching */

/* One UID FETCH; the answers of that UID, as tokens with the bytes they point into. */
typedef void (*EachAnswer)(const GArray *tokens, void *context);

static bool run(KithSession *session, uint32_t uid, const char *what, uint64_t max_bytes,
		EachAnswer each, void *context, GError **error)
{
	g_autofree char *command = g_strdup_printf("UID FETCH %u (UID %s)", uid, what);
	g_autoptr(GPtrArray) answers = kith_session_raw(session, command, max_bytes, error);

	for (guint i = 0; answers != NULL && i < answers->len; i++) {
		gsize length;
		const uint8_t *bytes = g_bytes_get_data(answers->pdata[i], &length);
		g_autoptr(GArray) tokens = kith_tokens_read(bytes, length, NULL);
		guint at;

		if (tokens == NULL || !kith_tokens_find(tokens, "UID", &at))
			continue;	/* other news of the server; what is missed is told below */
		g_autofree char *number = kith_tokens_text(tokens, at, false);
		if (number != NULL && g_ascii_strtoull(number, NULL, 10) == uid)
			each(tokens, context);
	}
	return answers != NULL;
}

typedef struct {
	GPtrArray *parts;
	bool is_cut;
} Structure;

static void take_structure(const GArray *tokens, void *context)
{
	Structure *structure = context;
	guint at;

	if (structure->parts == NULL && kith_tokens_find(tokens, "BODYSTRUCTURE", &at))
		structure->parts = kith_structure_read(tokens, at, &structure->is_cut, NULL);
}

/* Keeps every "BODY[section]<origin>" of an answer. */
static void take_sections(const GArray *tokens, void *context)
{
	Sections *sections = context;

	for (guint at = 3; at + 1 < tokens->len; at = kith_tokens_next(tokens, at + 1)) {
		g_autofree char *name = kith_tokens_text(tokens, at, false);
		const KithToken *value = &g_array_index(tokens, KithToken, at + 1);
		char *close = name != NULL ? strchr(name, ']') : NULL;

		if (close == NULL || g_ascii_strncasecmp(name, "BODY[", 5) != 0 ||
		    value->kind != KITH_TOKEN_TEXT)
			continue;
		*close = '\0';
		char *key = g_strconcat(name + 5, close[1] == '<' ? close + 1 : "<0>", NULL);
		g_autofree char *unescaped =
			value->has_escapes ? kith_tokens_text(tokens, at + 1, false) : NULL;
		g_hash_table_replace(sections->sections, key,
				     unescaped != NULL ? g_bytes_new(unescaped, strlen(unescaped))
						       : g_bytes_new(value->text, value->length));
	}
}

static bool flush(Sections *sections, GString *items, uint64_t *answer_bytes, GError **error)
{
	bool ok = items->len == 0 || run(sections->session, sections->uid, items->str,
					 *answer_bytes + 65536, take_sections, sections, error);

	g_string_truncate(items, 0);
	*answer_bytes = 0;
	return ok;
}

/* Asks for LENGTH bytes of SECTION from ORIGIN on, with others in one command. */
static bool want(Sections *sections, GString *items, uint64_t *answer_bytes, const char *section,
		 uint64_t origin, uint64_t length, GError **error)
{
	if ((items->len > COMMAND_LENGTH || *answer_bytes > COMMAND_ANSWER) &&
	    !flush(sections, items, answer_bytes, error))
		return false;
	g_string_append_printf(items,
			       "%sBODY.PEEK[%s]<%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ">",
			       items->len > 0 ? " " : "", section, origin, length);
	*answer_bytes += length + 200;
	return true;
}

static bool fetch_part(Sections *sections, guint i, GString *items, uint64_t *answer_bytes,
		       GError **error)
{
	const KithPart *part = sections->parts->pdata[i];
	uint64_t header_bytes = part->parent < 0 ? KITH_LIMIT_HEADER_BYTES : PART_HEADER_BYTES;

	if (!want(sections, items, answer_bytes, part->header_section, 0, header_bytes, error))
		return false;
	switch (sections->wants[i]) {
	case WANT_NOTHING:
		return true;
	case WANT_BODY:
		return want(sections, items, answer_bytes, part->section, 0, KITH_LIMIT_PART_BYTES,
			    error);
	case WANT_ENDS:
		return want(sections, items, answer_bytes, part->section, 0, HEAD_BYTES, error) &&
		       (part->octets <= HEAD_BYTES ||
			want(sections, items, answer_bytes, part->section,
			     part->octets - TAIL_BYTES, TAIL_BYTES, error));
	}
	return true;
}

static bool fetch_all(Sections *sections, GError **error)
{
	g_autoptr(GString) items = g_string_new(NULL);
	uint64_t answer_bytes = 0;

	for (guint i = 0; i < sections->parts->len; i++)
		if (!fetch_part(sections, i, items, &answer_bytes, error))
			return false;
	return flush(sections, items, &answer_bytes, error);
}

/* Decides for each part, within what a slim mail may be. */
static void decide(Sections *sections)
{
	uint64_t room = KITH_LIMIT_SLIM_BYTES - KITH_LIMIT_HEADER_BYTES;

	for (guint i = 0; i < sections->parts->len; i++) {
		const KithPart *part = sections->parts->pdata[i];
		uint64_t size = MIN(part->octets, (uint64_t)KITH_LIMIT_PART_BYTES);
		bool is_kept = kith_part_head_is_kept(&part->head);

		if (part->is_multipart || part->is_message)
			continue;
		if (is_kept && size <= room) {
			sections->wants[i] = WANT_BODY;
			room -= size;
			continue;
		}
		sections->wants[i] = WANT_ENDS;
		if (is_kept)
			kith_defect_add(sections->defects,
					"a part of %" G_GUINT64_FORMAT " bytes was left out: "
					"the mail is too large",
					part->octets);
	}
}

/* --- putting it together */

static GBytes *section(const Sections *sections, const char *name, uint64_t origin)
{
	g_autofree char *key = g_strdup_printf("%s<%" G_GUINT64_FORMAT ">", name, origin);

	return g_hash_table_lookup(sections->sections, key);
}

static void put(Sections *sections, const void *bytes, size_t length)
{
	g_byte_array_append(sections->out, bytes, (guint)length);
}

static void put_text(Sections *sections, const char *text)
{
	put(sections, text, strlen(text));
}

/* How many bytes a left-out part has when decoded. Base64 is counted from its line length
 * and its end, exact for every encoder that fills its lines alike. */
static uint64_t decoded_size(const Sections *sections, const KithPart *part)
{
	GBytes *head = section(sections, part->section, 0);
	GBytes *tail = section(sections, part->section, part->octets - TAIL_BYTES);
	gsize head_length = 0, tail_length = 0;
	const char *start = head != NULL ? g_bytes_get_data(head, &head_length) : NULL;
	const char *end = tail != NULL ? g_bytes_get_data(tail, &tail_length) : NULL;

	if (part->octets <= HEAD_BYTES)
		return kith_decoded_size(part->head.encoding, (const uint8_t *)start, head_length);
	if (g_strcmp0(part->head.encoding, "base64") != 0)
		return part->octets;
	const char *newline = head_length > 0 ? memchr(start, '\n', head_length) : NULL;
	uint64_t content = part->octets, padding = 0, breaks = 0;
	for (gsize i = tail_length; i > 0 && strchr("=\r\n", end[i - 1]) != NULL; i--) {
		padding += end[i - 1] == '=';
		content -= end[i - 1] != '=';
	}
	if (newline != NULL && content > 0)
		breaks = (content - 1) / ((uint64_t)(newline - start) + 1) *
			 (newline > start && newline[-1] == '\r' ? 2 : 1);
	return (content - breaks - padding) * 3 / 4;
}

static void put_left_out(Sections *sections, uint64_t size_bytes)
{
	g_autofree char *line = kith_left_out_line(size_bytes);

	put_text(sections, line);
}

static void put_body(Sections *sections, const KithPart *part)
{
	GBytes *body = section(sections, part->section, 0);
	gsize length = 0;
	const char *bytes = body != NULL ? g_bytes_get_data(body, &length) : NULL;

	if (body == NULL) {
		put_left_out(sections, part->octets);
		kith_defect_add(sections->defects,
				"a part of %" G_GUINT64_FORMAT " bytes was not delivered",
				part->octets);
		return;
	}
	if (length < KITH_LIMIT_PART_BYTES || part->octets <= length) {
		put(sections, bytes, length);
		return;
	}
	const char *newline = memrchr(bytes, '\n', length);
	if (newline != NULL)
		length = (gsize)(newline - bytes) + 1;
	put(sections, bytes, length);
	if (g_strcmp0(part->head.encoding, "base64") != 0)
		put_left_out(sections, part->octets - length);
	kith_defect_add(sections->defects,
			"a part of %" G_GUINT64_FORMAT " bytes was cut: %" G_GUINT64_FORMAT
			" bytes left out",
			part->octets, part->octets - length);
}

/* Puts the header block; gives the boundary it tells, NULL when none. */
static char *put_header(Sections *sections, const KithPart *part)
{
	GBytes *header = section(sections, part->header_section, 0);
	gsize length = 0;
	const uint8_t *bytes = header != NULL ? g_bytes_get_data(header, &length) : NULL;
	KithPartHead head;

	if (length == 0) {
		put_text(sections, "\r\n");
		return NULL;
	}
	put(sections, bytes, length);
	if (length < 2 || memcmp(bytes + length - 2, "\n\n", 2) != 0) {
		bool is_whole = length == 2 ||
				(length >= 4 && memcmp(bytes + length - 4, "\r\n\r\n", 4) == 0);

		if (!is_whole)
			put_text(sections, bytes[length - 1] == '\n' ? "\r\n" : "\r\n\r\n");
	}
	kith_part_head_read(&head, bytes, length);
	char *boundary = g_steal_pointer(&head.boundary);
	kith_part_head_clear(&head);
	return boundary;
}

/* The boundaries of the multiparts that are open; NULL for a message. */
typedef struct {
	int part;
	char *boundary;
} Open;

static void close_until(Sections *sections, GArray *open, int parent)
{
	while (open->len > 0 && g_array_index(open, Open, open->len - 1).part != parent) {
		Open *last = &g_array_index(open, Open, open->len - 1);

		if (last->boundary != NULL) {
			put_text(sections, "--");
			put_text(sections, last->boundary);
			put_text(sections, "--\r\n");
		}
		g_free(last->boundary);
		g_array_set_size(open, open->len - 1);
	}
}

/* False when a multipart's boundary is not to be had: then the tree cannot be told. */
static bool put_part(Sections *sections, guint i, GArray *open)
{
	const KithPart *part = sections->parts->pdata[i];

	close_until(sections, open, part->parent);
	const char *outer =
		open->len > 0 ? g_array_index(open, Open, open->len - 1).boundary : NULL;
	if (outer != NULL) {
		put_text(sections, "--");
		put_text(sections, outer);
		put_text(sections, "\r\n");
	}
	Open opened = {(int)i, put_header(sections, part)};
	if (part->is_multipart && opened.boundary == NULL)
		return false;
	if (part->is_multipart || part->is_message) {
		if (part->is_message)
			g_clear_pointer(&opened.boundary, g_free);
		g_array_append_val(open, opened);
		return true;
	}
	g_free(opened.boundary);
	if (sections->wants[i] == WANT_BODY)
		put_body(sections, part);
	else if (part->octets > 0)
		put_left_out(sections, decoded_size(sections, part));
	if (outer != NULL)	/* the line break before the next delimiter is the delimiter's */
		put_text(sections, "\r\n");
	return true;
}

static GBytes *assemble(Sections *sections)
{
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(Open));
	bool ok = section(sections, "HEADER", 0) != NULL;

	sections->out = g_byte_array_new();
	for (guint i = 0; ok && i < sections->parts->len; i++)
		ok = put_part(sections, i, open);
	close_until(sections, open, -1);
	if (ok && sections->out->len <= KITH_LIMIT_MESSAGE_BYTES - 256 * 1024)
		return g_byte_array_free_to_bytes(sections->out);
	g_byte_array_unref(sections->out);
	return NULL;
}

/* --- whole */

/* The bytes of BODY[] or BODY[HEADER]. */
static void take_first(const GArray *tokens, void *context)
{
	for (guint at = 3; at + 1 < tokens->len; at = kith_tokens_next(tokens, at + 1)) {
		const KithToken *name = &g_array_index(tokens, KithToken, at), *value = name + 1;

		if (name->kind == KITH_TOKEN_TEXT && name->length >= 6 &&
		    value->kind == KITH_TOKEN_TEXT &&
		    (g_ascii_strncasecmp(name->text, "BODY[]", 6) == 0 ||
		     (name->length >= 12 &&
		      g_ascii_strncasecmp(name->text, "BODY[HEADER]", 12) == 0)))
			g_byte_array_append(context, (const guint8 *)value->text,
					    (guint)value->length);
	}
}

/* When the structure cannot be had: as much of the mail from its beginning as a slim mail may be. */
static GBytes *fetch_beginning(KithSession *session, uint32_t uid, uint64_t size_bytes,
			       GPtrArray *defects, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autofree char *what = g_strdup_printf("BODY.PEEK[]<0.%d>", KITH_LIMIT_SLIM_BYTES);

	if (!run(session, uid, what, KITH_LIMIT_SLIM_BYTES + 65536, take_first, bytes, error))
		return NULL;
	if (bytes->len == 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "%s: the server lists this mail but does not deliver it",
			    session->where);
		return NULL;
	}
	if (bytes->len < size_bytes)
		kith_defect_add(defects,
				"the server tells no structure: %" G_GUINT64_FORMAT
				" bytes were not fetched",
				size_bytes - bytes->len);
	return kith_slim_from_bytes(bytes->data, bytes->len, defects);
}

GBytes *kith_sections_fetch(KithSession *session, uint32_t uid, uint64_t size_bytes,
			    GPtrArray *defects, GError **error)
{
	Structure structure = {0};
	Sections sections = {.session = session, .uid = uid, .defects = defects};
	g_autoptr(GBytes) slim = NULL;
	g_autoptr(GError) refused = NULL;

	if (!run(session, uid, "BODYSTRUCTURE", STRUCTURE_BYTES, take_structure, &structure,
		 &refused) &&
	    session->is_dead) {
		g_propagate_error(error, g_steal_pointer(&refused));
		return NULL;
	}
	if (structure.parts == NULL)
		return fetch_beginning(session, uid, size_bytes, defects, error);
	sections.parts = structure.parts;
	sections.wants = g_new0(Want, structure.parts->len);
	sections.sections = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						  (GDestroyNotify)g_bytes_unref);
	if (structure.is_cut)
		kith_defect_add(defects, "more than %d parts: the rest was left out",
				KITH_LIMIT_PARTS);
	decide(&sections);
	g_clear_error(&refused);
	bool ok = fetch_all(&sections, &refused);
	if (ok)
		slim = assemble(&sections);
	g_hash_table_unref(sections.sections);
	g_free(sections.wants);
	g_ptr_array_unref(structure.parts);
	if (slim != NULL)
		return g_steal_pointer(&slim);
	if (!ok && session->is_dead) {
		g_propagate_error(error, g_steal_pointer(&refused));
		return NULL;
	}
	return fetch_beginning(session, uid, size_bytes, defects, error);
}

char *kith_sections_envelope(KithSession *session, uint32_t uid)
{
	g_autoptr(GByteArray) header = g_byte_array_new();
	g_autofree char *what = g_strdup_printf("BODY.PEEK[HEADER]<0.%d>", ENVELOPE_BYTES);

	if (!run(session, uid, what, 2 * ENVELOPE_BYTES + 65536, take_first, header, NULL))
		return NULL;
	return kith_envelope_read(header->data, header->len);
}
