/* SPDX-License-Identifier: MIT
 * part.c - what the head of a MIME part says, and its bytes.
 * In: a GMime part. Out: KithPartInfo, bytes. Next: src/parse/transfer.c
 *
 * The fields are read by our own scanners: GMime tells a type only when it is well formed.
 */
#include <string.h>

#include "body.h"

void kith_part_info_clear(KithPartInfo *info)
{
	g_free(info->type);
	g_free(info->charset);
	g_free(info->name);
	g_free(info->encoding);
	g_free(info->type_field);
	*info = (KithPartInfo) {0};
}

/* The field's value on one line. Of several the last that USABLE likes, else the last. */
static char *raw_field(GMimeObject *object, const char *name, bool (*usable)(const char *))
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	int count = list != NULL ? g_mime_header_list_get_count(list) : 0;
	char *found = NULL;

	for (int i = 0; i < count; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
		const char *raw = g_mime_header_get_raw_value(header);

		if (g_ascii_strcasecmp(g_mime_header_get_name(header), name) != 0 || raw == NULL ||
		    (found != NULL && usable != NULL && !usable(raw)))
			continue;
		g_free(found);
		found = g_strndup(raw, strnlen(raw, KITH_LIMIT_HEADER_FIELD_BYTES));
		g_strdelimit(found, "\r\n\t", ' ');
		g_strstrip(found);
	}
	return found;
}

static bool names_a_type(const char *raw)
{
	return memchr(raw, '/', strcspn(raw, ";")) != NULL;
}

/* "text/plain" of a field; "text" and "plain" alone are text (RFC 1049, old mailers). */
static char *type_of(const char *field)
{
	g_autofree char *word = g_ascii_strdown(field + strspn(field, " \""), (gssize)strcspn(field, " ;,(\""));
	g_autofree char *clean = kith_text_clean(word, false);
	const char *slash = strchr(clean, '/');

	if (slash != NULL && slash > clean && slash[1] != '\0')
		return kith_text_valid(clean, strlen(clean), KITH_LIMIT_NAME_BYTES);
	if (strcmp(clean, "html") == 0)
		return g_strdup("text/html");
	if (g_str_has_prefix(clean, "text") || strcmp(clean, "plain") == 0 || *clean == '\0')
		return g_strdup("text/plain");
	return g_strdup("application/octet-stream");
}

/* A name without a path: what is behind the last slash. */
static char *without_path(const char *name)
{
	const char *base = name;

	for (const char *p = name; *p != '\0'; p++) {
		if ((*p == '/' || *p == '\\') && p[1] != '\0')
			base = p + 1;
	}
	return g_strdup(base);
}

static void read_disposition(KithPartInfo *info, const char *field)
{
	g_autofree char *word = g_ascii_strdown(field, (gssize)strcspn(field, " ;,("));
	g_autofree char *name = kith_parameter_read(field, "filename", KITH_LIMIT_NAME_BYTES);

	if (name == NULL)
		name = kith_parameter_read(field, "name", KITH_LIMIT_NAME_BYTES);
	info->is_attachment = strcmp(word, "attachment") == 0;
	info->is_inline = strcmp(word, "inline") == 0;
	info->has_disposition = *word != '\0';
	if (name != NULL)
		info->name = without_path(name);
}

void kith_part_info_read(KithPartInfo *info, GMimeObject *object)
{
	g_autofree char *disposition = raw_field(object, "Content-Disposition", NULL);
	g_autofree char *id = raw_field(object, "Content-Id", NULL);
	GMimeContentType *known = g_mime_object_get_content_type(object);

	*info = (KithPartInfo) {0};
	info->type_field = raw_field(object, "Content-Type", names_a_type);
	info->encoding = raw_field(object, "Content-Transfer-Encoding", NULL);
	info->has_id = id != NULL;
	if (disposition != NULL)
		read_disposition(info, disposition);
	if (info->type_field == NULL && known != NULL)
		info->type_field = g_mime_content_type_get_mime_type(known);	/* what a digest's parts are */
	if (info->type_field == NULL)
		info->type_field = g_strdup("text/plain");
	info->type = type_of(info->type_field);
	info->charset = kith_parameter_read(info->type_field, "charset", KITH_LIMIT_NAME_BYTES);
	if (info->name == NULL) {
		g_autofree char *name = kith_parameter_read(info->type_field, "name", KITH_LIMIT_NAME_BYTES);

		info->name = name != NULL ? without_path(name) : NULL;
	}
}

char *kith_part_parameter(const KithPartInfo *info, const char *name)
{
	char *value = kith_parameter_read(info->type_field, name, KITH_LIMIT_NAME_BYTES);

	if (value == NULL)
		return g_strdup("");
	for (char *p = value; *p != '\0'; p++)
		*p = g_ascii_tolower(*p);
	return value;
}

GByteArray *kith_part_bytes(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream(content) : NULL;
	GByteArray *bytes = g_byte_array_new();
	char block[16 * 1024];
	ssize_t count;

	if (stream == NULL || g_mime_stream_reset(stream) != 0)
		return bytes;
	while (bytes->len < 2 * KITH_LIMIT_SLIM_BYTES &&
	       (count = g_mime_stream_read(stream, block, sizeof block)) > 0)
		g_byte_array_append(bytes, (const guint8 *)block, (guint)count);
	return bytes;
}

char *kith_html_charset(const char *bytes, size_t length)
{
	g_autofree char *head = g_strndup(bytes, MIN(length, 4096));
	const char *found = kith_find_nocase(head, "charset=");

	if (found == NULL)
		return NULL;
	found += strlen("charset=") + strspn(found + strlen("charset="), "\"' ");
	return g_strndup(found, strcspn(found, "\"'>; /\r\n"));
}
