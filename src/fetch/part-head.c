/* SPDX-License-Identifier: MIT
 * part-head.c - the few header fields that decide whether a MIME part is kept.
 * In: a part's header block. Out: KithPartHead. Next: src/fetch/slim.c
 *
 * By hand and linear: this runs over every byte of every header in a process that
 * holds a password.
 */
#include <string.h>

#include "slim.h"

#define MAX_FIELD_BYTES 8192	/* of a field's value that is looked at */
#define MAX_BOUNDARY_BYTES 998	/* RFC 2046 says 70; some mailers don't */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The end of the field that starts at AT: its line and the folded ones behind it. */
static const char *field_end(const char *at, const char *end)
{
	do {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		at = newline != NULL ? newline + 1 : end;
	} while (at < end && (*at == ' ' || *at == '\t'));
	return at;
}

/* The value of the last field NAME, which is the one the parser takes; folded lines
 * joined as they are. NULL when there is none. */
static char *find_field(const uint8_t *bytes, size_t length, const char *name)
{
	const char *at = (const char *)bytes, *end = at + length, *value = NULL;
	size_t name_length = strlen(name), value_length = 0;

	while (at < end) {
		const char *next = field_end(at, end), *colon = at + name_length;

		if ((size_t)(next - at) > name_length &&
		    g_ascii_strncasecmp(at, name, name_length) == 0) {
			while (colon < next && (*colon == ' ' || *colon == '\t'))
				colon++;
			if (colon < next && *colon == ':') {
				value = colon + 1;
				value_length = (size_t)(next - value);
			}
		}
		at = next;
	}
	return value != NULL ? g_strndup(value, MIN(value_length, MAX_FIELD_BYTES)) : NULL;
}

/* The field's first word up to ';' or blank, lower case. */
static char *first_word(const char *value)
{
	while (is_blank(*value))
		value++;
	size_t length = strcspn(value, "; \t\r\n(");
	return g_ascii_strdown(value, (gssize)length);
}

/* Reads one value at *at: quoted string or token; *at ends behind it. */
static char *read_value(const char **at)
{
	GString *value = g_string_new(NULL);
	const char *p = *at;

	while (is_blank(*p))
		p++;
	if (*p == '"') {
		for (p++; *p != '\0' && *p != '"'; p++) {
			if (*p == '\\' && p[1] != '\0')
				p++;
			if (*p != '\r' && *p != '\n')
				g_string_append_c(value, *p);
		}
		if (*p == '"')
			p++;
	} else {
		for (; *p != '\0' && *p != ';' && !is_blank(*p); p++)
			g_string_append_c(value, *p);
	}
	*at = p;
	return g_string_free(value, FALSE);
}

typedef void (*EachParam)(const char *name, const char *value, KithPartHead *head);

static void each_param(const char *field, KithPartHead *head, EachParam each)
{
	const char *p = strchr(field, ';');

	while (p != NULL && *p == ';') {
		for (p++; is_blank(*p) || *p == ';'; p++)
			;
		size_t name_length = strcspn(p, "=; \t\r\n");
		g_autofree char *name = g_ascii_strdown(p, (gssize)name_length);
		for (p += name_length; is_blank(*p); p++)
			;
		if (*p == '=') {
			p++;
			g_autofree char *value = read_value(&p);

			each(name, value, head);
		}
		p = strchr(p, ';');
	}
}

static bool is_param(const char *name, const char *stem)
{
	size_t length = strlen(stem);

	return strncmp(name, stem, length) == 0 && (name[length] == '\0' || name[length] == '*');
}

void kith_part_head_take(const char *name, const char *value, KithPartHead *head)
{
	if (is_param(name, "name") || is_param(name, "filename")) {
		head->has_name = *value != '\0' || head->has_name;
		head->is_tnef = head->is_tnef || g_ascii_strcasecmp(value, "winmail.dat") == 0;
	} else if (strcmp(name, "smime-type") == 0) {
		head->is_sealed = g_ascii_strcasecmp(value, "signed-data") != 0;
	}
}

/* "boundary", and its pieces "boundary*0", "boundary*1" (RFC 2231) in their order. */
static void take_type_param(const char *name, const char *value, KithPartHead *head)
{
	kith_part_head_take(name, value, head);
	if (!is_param(name, "boundary"))
		return;
	if (head->boundary != NULL && name[8] == '\0')
		return;
	g_autofree char *before = g_steal_pointer(&head->boundary);
	head->boundary = g_strconcat(before != NULL ? before : "", value, NULL);
}

static void tidy_boundary(KithPartHead *head)
{
	if (head->boundary == NULL)
		return;
	g_strchomp(head->boundary);
	if (*head->boundary == '\0' || strlen(head->boundary) > MAX_BOUNDARY_BYTES)
		g_clear_pointer(&head->boundary, g_free);
}

void kith_part_head_read(KithPartHead *head, const uint8_t *bytes, size_t length)
{
	g_autofree char *type = find_field(bytes, length, "Content-Type");
	g_autofree char *disposition = find_field(bytes, length, "Content-Disposition");
	g_autofree char *encoding = find_field(bytes, length, "Content-Transfer-Encoding");

	*head = (KithPartHead){0};
	if (type != NULL) {
		head->type = first_word(type);
		each_param(type, head, take_type_param);
		tidy_boundary(head);
		if (strchr(head->type, '/') == NULL)
			g_clear_pointer(&head->type, g_free);
	}
	if (disposition != NULL) {
		g_autofree char *word = first_word(disposition);

		head->is_attachment = strcmp(word, "attachment") == 0;
		each_param(disposition, head, kith_part_head_take);
	}
	if (encoding != NULL)
		head->encoding = first_word(encoding);
}

void kith_part_head_clear(KithPartHead *head)
{
	g_free(head->type);
	g_free(head->boundary);
	g_free(head->encoding);
	*head = (KithPartHead){0};
}

bool kith_part_head_is_kept(const KithPartHead *head)
{
	static const char *const kept[] = {"text/calendar", "application/ms-tnef",
		"application/vnd.ms-tnef", "application/ics", "application/pgp"};
	const char *type = head->type;

	if (type == NULL || head->is_tnef || g_str_has_prefix(type, "message/") ||
	    g_str_has_prefix(type, "multipart/"))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		if (strcmp(type, kept[i]) == 0)
			return true;
	if (strcmp(type, "application/pkcs7-mime") == 0 || strcmp(type, "application/x-pkcs7-mime") == 0)
		return !head->is_sealed;
	return g_str_has_prefix(type, "text/") && !(head->is_attachment && head->has_name);
}

bool kith_part_head_is_message(const KithPartHead *head)
{
	bool is_encoded =
		head->encoding != NULL && (strcmp(head->encoding, "base64") == 0 ||
					   strcmp(head->encoding, "quoted-printable") == 0);

	return head->type != NULL && !is_encoded && (strcmp(head->type, "message/rfc822") == 0 ||
						     strcmp(head->type, "message/global") == 0);
}

static uint64_t base64_size(const uint8_t *bytes, size_t length)
{
	uint64_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += g_ascii_isalnum(bytes[i]) || bytes[i] == '+' || bytes[i] == '/';
	return count * 3 / 4;
}

static uint64_t quoted_size(const uint8_t *bytes, size_t length)
{
	uint64_t count = 0;

	for (size_t i = 0; i < length; i++, count++) {
		if (bytes[i] == '\r' && i + 1 < length && bytes[i + 1] == '\n')
			count--;
		if (bytes[i] != '=' || i + 1 >= length)
			continue;
		if (i + 2 < length && g_ascii_isxdigit(bytes[i + 1]) &&
		    g_ascii_isxdigit(bytes[i + 2])) {
			i += 2;
		} else if (bytes[i + 1] == '\n') {
			i += 1;
			count--;
		} else if (i + 2 < length && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
			i += 2;
			count--;
		}
	}
	return count;
}

/* A line break is one byte, so that a mail has the same size from a file and from a server. */
static uint64_t text_size(const uint8_t *bytes, size_t length)
{
	uint64_t count = length;

	for (size_t i = 1; i < length; i++)
		count -= bytes[i] == '\n' && bytes[i - 1] == '\r';
	return count;
}

uint64_t kith_decoded_size(const char *encoding, const uint8_t *bytes, size_t length)
{
	if (encoding != NULL && strcmp(encoding, "base64") == 0)
		return base64_size(bytes, length);
	if (encoding != NULL && strcmp(encoding, "quoted-printable") == 0)
		return quoted_size(bytes, length);
	if (encoding != NULL && strcmp(encoding, "binary") == 0)
		return length;
	return text_size(bytes, length);
}

char *kith_left_out_line(uint64_t size_bytes)
{
	return g_strdup_printf("[kith: %" G_GUINT64_FORMAT " bytes left out]", size_bytes);
}

void kith_defect_add(GPtrArray *defects, const char *format, ...)
{
	va_list arguments;

	if (defects == NULL || defects->len >= KITH_LIMIT_LIST_ITEMS)
		return;
	va_start(arguments, format);
	g_ptr_array_add(defects, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}
