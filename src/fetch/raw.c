/* SPDX-License-Identifier: MIT
 * raw.c - a command sent as it is, its answers gathered as they came.
 * In: a command. Out: untagged answers with their literals. Next: src/fetch/structure.c
 */
#include <string.h>

#include "refusal.h"
#include "session.h"

/* The literal announced at the end of a line: "... {123}\r\n"; false when none. */
static bool announces_literal(const char *line, size_t length, uint64_t *ret_size)
{
	size_t end = length;

	while (end > 0 && (line[end - 1] == '\r' || line[end - 1] == '\n'))
		end--;
	if (end < 3 || line[end - 1] != '}')
		return false;
	const char *open = memrchr(line, '{', end);
	if (open == NULL || open + 1 == line + end - 1)
		return false;
	uint64_t size = 0;
	for (const char *p = open + 1; p < line + end - 1; p++) {
		if (!g_ascii_isdigit(*p) || size > KITH_LIMIT_COMMAND_BYTES)
			return false;
		size = size * 10 + (uint64_t)(*p - '0');
	}
	*ret_size = size;
	return true;
}

static bool read_literal(mailstream *stream, GByteArray *into, uint64_t size)
{
	char chunk[8192];

	while (size > 0) {
		ssize_t got = mailstream_read(stream, chunk, MIN(size, sizeof chunk));

		if (got <= 0)
			return false;
		g_byte_array_append(into, (const guint8 *)chunk, (guint)got);
		size -= (uint64_t)got;
	}
	return true;
}

/* One answer: a line, with every literal in it and the rest of the line after each. */
static GByteArray *read_answer(mailstream *stream, MMAPString *line, uint64_t max_bytes)
{
	g_autoptr(GByteArray) answer = g_byte_array_new();
	uint64_t size;

	do {
		mmap_string_set_size(line, 0);
		if (mailstream_read_line_append(stream, line) == NULL || line->len == 0)
			return NULL;
		g_byte_array_append(answer, (const guint8 *)line->str, (guint)line->len);
		if (!announces_literal(line->str, line->len, &size))
			return g_steal_pointer(&answer);
	} while (size <= max_bytes && read_literal(stream, answer, size));
	return NULL;
}

static bool starts_with(const GByteArray *answer, const char *prefix)
{
	size_t length = strlen(prefix);

	return answer->len >= length &&
	       g_ascii_strncasecmp((const char *)answer->data, prefix, length) == 0;
}

/* How long the name is that COMMAND begins with: "LIST", "UID FETCH". */
static int name_length(const char *command)
{
	size_t first = g_str_has_prefix(command, "UID ") ? strlen("UID ") : 0;

	return (int)(first + strcspn(command + first, " "));
}

/* The tagged answer to COMMAND, behind its tag. */
static bool finish(KithSession *session, const char *command, const GByteArray *answer,
		   size_t tag_length, GError **error)
{
	g_autofree char *text = kith_text_valid((const char *)answer->data + tag_length,
						answer->len - tag_length, KITH_LIMIT_SUBJECT_BYTES);
	g_autofree char *clean = kith_text_clean(text, false);

	if (g_ascii_strncasecmp(clean, "OK", 2) == 0)
		return true;
	const char *said = strchr(clean, ' ');
	uint32_t wait_s;
	bool is_later = kith_refusal_read(NULL, said != NULL ? said + 1 : NULL, &wait_s) ==
			KITH_REFUSAL_LATER;
	if (is_later)
		kith_session_ask_patience(session, wait_s);
	g_set_error(error, KITH_ERROR, is_later ? KITH_ERROR_TEMPORARY : KITH_ERROR_INVALID,
		    "%s: the server refused %.*s: %s", session->where, name_length(command), command,
		    clean);
	return false;
}

static bool fail_raw(KithSession *session, GError **error)
{
	session->is_dead = true;
	if (!kith_session_broke(session, error))
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the server's answer could not be understood", session->where);
	return false;
}

static bool hear(KithSession *session, const char *tag, const char *command, uint64_t max_bytes,
		 KithRawEach each, void *context, GError **error)
{
	MMAPString *line = mmap_string_new("");
	bool ok = false;

	for (;;) {
		g_autoptr(GByteArray) answer =
			read_answer(session->imap->imap_stream, line, max_bytes);

		if (answer != NULL && starts_with(answer, tag)) {
			ok = finish(session, command, answer, strlen(tag), error);
			break;
		}
		if (answer == NULL || !starts_with(answer, "* ")) {
			ok = fail_raw(session, error);
			break;
		}
		g_autoptr(GBytes) untagged = g_bytes_new(answer->data + 2, answer->len - 2);
		each(untagged, context);
	}
	mmap_string_free(line);
	return ok;
}

bool kith_session_raw_each(KithSession *session, const char *command, uint64_t max_bytes,
			   KithRawEach each, void *context, GError **error)
{
	mailstream *stream = session->imap->imap_stream;
	g_autofree char *tag = g_strdup_printf("kith%u ", ++session->raw_tag);
	g_autofree char *line = g_strdup_printf("%s%s\r\n", tag, command);

	kith_session_begin(session, max_bytes);
	if (mailstream_write(stream, line, strlen(line)) < 0 || mailstream_flush(stream) < 0)
		return fail_raw(session, error);
	return hear(session, tag, command, max_bytes, each, context, error);
}

static void gather(GBytes *answer, void *context)
{
	g_ptr_array_add(context, g_bytes_ref(answer));
}

GPtrArray *kith_session_raw(KithSession *session, const char *command, uint64_t max_bytes,
			    GError **error)
{
	g_autoptr(GPtrArray) answers =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

	return kith_session_raw_each(session, command, max_bytes, gather, answers, error)
		       ? g_steal_pointer(&answers)
		       : NULL;
}
