/* SPDX-License-Identifier: MIT
 * tnef.c - winmail.dat: what Outlook packs into it when it does not trust MIME (MS-OXTNEF).
 * In: the file's bytes. Out: the names of its attachments, and its text. Next: src/parse/rtf.c
 *
 * Every length is held against what is left; whatever does not fit ends the reading, and what was read
 * so far counts. A message inside is a file: nothing is nested.
 */
#include <string.h>

#include "body.h"

#define SIGNATURE 0x223e9f78u
#define MAX_VALUES 1000		/* of one MAPI property; of all properties as many as there are bytes */

enum {
	ATTRIBUTE_CLASS = 0x8008, ATTRIBUTE_BODY = 0x800c, ATTRIBUTE_FILE_DATA = 0x800f, ATTRIBUTE_FILE_NAME = 0x8010,
	ATTRIBUTE_FILE_BEGINS = 0x9002, ATTRIBUTE_MAPI = 0x9003, ATTRIBUTE_FILE_MAPI = 0x9005,
	ATTRIBUTE_CODEPAGE = 0x9007,
};

enum {
	PROPERTY_CLASS = 0x001a, PROPERTY_BODY = 0x1000, PROPERTY_RTF = 0x1009, PROPERTY_HTML = 0x1013,
	PROPERTY_DISPLAY_NAME = 0x3001, PROPERTY_FILE_DATA = 0x3701, PROPERTY_SHORT_NAME = 0x3704,
	PROPERTY_LONG_NAME = 0x3707, PROPERTY_MIME_TYPE = 0x370e, PROPERTY_CODEPAGE = 0x3fde,
};

enum { TYPE_STRING8 = 0x1e, TYPE_UNICODE = 0x1f, TYPE_BINARY = 0x102, TYPE_OBJECT = 0x0d, TYPE_MULTIPLE = 0x1000 };

typedef struct {
	const guint8 *at, *end;
} Input;

typedef struct {
	KithTnef *tnef;
	char charset[16];	/* "cp1252": of strings that are not Unicode */
	char *name, *short_name, *display_name, *mime_type;	/* of the attachment that is open */
	uint64_t size;
	bool is_open;
} Reading;

typedef struct {
	unsigned id, type;
	const guint8 *data;
	gsize length;
} Property;

static bool take(Input *in, gsize count, const guint8 **ret_data)
{
	if ((gsize)(in->end - in->at) < count)
		return false;
	*ret_data = in->at;
	in->at += count;
	return true;
}

static bool take_number(Input *in, unsigned bytes, guint32 *ret_number)
{
	const guint8 *data;

	if (!take(in, bytes, &data))
		return false;
	*ret_number = 0;
	for (unsigned i = bytes; i-- > 0;)
		*ret_number = *ret_number << 8 | data[i];
	return true;
}

/* A value and the bytes that fill it up to a multiple of four. */
static bool take_padded(Input *in, gsize length, const guint8 **ret_data)
{
	if (!take(in, length, ret_data))
		return false;
	in->at += MIN((gsize)(in->end - in->at), (4 - length % 4) % 4);
	return true;
}

/* --- MAPI properties (MS-OXTNEF 2.1.3.4) */

static gsize fixed_size(unsigned type)
{
	switch (type & 0xfff) {
	case 0x05: case 0x06: case 0x07: case 0x14: case 0x40:
		return 8;
	case 0x48:
		return 16;
	default:		/* numbers of the file, no enum of ours */
		return 4;
	}
}

static bool skip_name(Input *in)
{
	const guint8 *guid, *name;
	guint32 kind, length;

	if (!take(in, 16, &guid) || !take_number(in, 4, &kind) || !take_number(in, 4, &length))
		return false;
	return kind == 0 || take_padded(in, length, &name);
}

static bool take_property(Input *in, Property *property)
{
	guint32 type, id, count = 1;

	if (!take_number(in, 2, &type) || !take_number(in, 2, &id) || (id >= 0x8000 && !skip_name(in)))
		return false;
	unsigned single = type & 0xfff;
	bool is_variable = single == TYPE_STRING8 || single == TYPE_UNICODE || single == TYPE_BINARY ||
			   single == TYPE_OBJECT;
	if ((is_variable || (type & TYPE_MULTIPLE) != 0) && (!take_number(in, 4, &count) || count > MAX_VALUES))
		return false;
	*property = (Property) {.id = id, .type = single};
	for (guint32 i = 0; i < count; i++) {
		guint32 length = (guint32)fixed_size(type);

		if ((is_variable && !take_number(in, 4, &length)) || !take_padded(in, length, &property->data))
			return false;
		property->length = length;
	}
	return true;
}

static char *read_string(const Reading *reading, const Property *property, gsize max)
{
	bool is_unicode = property->type == TYPE_UNICODE;

	return kith_charset_text((const char *)property->data, property->length,
				 is_unicode ? "utf-16le" : reading->charset, max);
}

static void read_line(const Reading *reading, const Property *property, char **place)
{
	g_autofree char *text = read_string(reading, property, KITH_LIMIT_NAME_BYTES);
	char *clean = kith_text_clean(text, false);

	g_free(*place);
	*place = g_strstrip(clean);
}

static guint32 read_u32(const Property *property)
{
	guint32 number = 0;

	for (gsize i = MIN(property->length, 4); i-- > 0;)
		number = number << 8 | property->data[i];
	return number;
}

static void keep_text(char **place, char *text)
{
	if (*place == NULL && !kith_line_is_blank(text))
		*place = text;
	else
		g_free(text);
}

/* Compressed RTF holds either the HTML that it was made from, or text. */
static void read_rtf(Reading *reading, const Property *property)
{
	g_autoptr(GByteArray) rtf = kith_rtf_decompress(property->data, property->length);
	bool is_html;

	if (rtf == NULL)
		return;
	char *text = kith_rtf_text((const char *)rtf->data, rtf->len, &is_html);
	if (is_html)
		keep_text(&reading->tnef->rtf_html, text);
	else
		keep_text(&reading->tnef->rtf_text, text);
}

static void read_html(Reading *reading, const Property *property)
{
	g_autofree char *charset = kith_html_charset((const char *)property->data, property->length);

	if (property->type == TYPE_UNICODE || charset == NULL)
		keep_text(&reading->tnef->html, read_string(reading, property, KITH_LIMIT_HTML_BYTES));
	else
		keep_text(&reading->tnef->html, kith_charset_text((const char *)property->data, property->length,
								  charset, KITH_LIMIT_HTML_BYTES));
}

static void use_of_message(Reading *reading, const Property *property)
{
	switch (property->id) {
	case PROPERTY_CLASS:
		read_line(reading, property, &reading->tnef->message_class);
		break;
	case PROPERTY_CODEPAGE:
		g_snprintf(reading->charset, sizeof reading->charset, "cp%u", read_u32(property) % 100000);
		break;
	case PROPERTY_BODY:
		keep_text(&reading->tnef->text, read_string(reading, property, KITH_LIMIT_PART_BYTES));
		break;
	case PROPERTY_HTML:
		read_html(reading, property);
		break;
	case PROPERTY_RTF:
		read_rtf(reading, property);
		break;
	default:		/* thousands of others */
		break;
	}
}

static void use_of_file(Reading *reading, const Property *property)
{
	switch (property->id) {
	case PROPERTY_LONG_NAME:
		read_line(reading, property, &reading->name);
		break;
	case PROPERTY_SHORT_NAME:
		read_line(reading, property, &reading->short_name);
		break;
	case PROPERTY_DISPLAY_NAME:
		read_line(reading, property, &reading->display_name);
		break;
	case PROPERTY_MIME_TYPE:
		read_line(reading, property, &reading->mime_type);
		break;
	case PROPERTY_FILE_DATA:
		reading->size = MAX(reading->size, property->length);
		break;
	default:		/* icons, times */
		break;
	}
}

static void read_properties(Reading *reading, Input in, void (*use)(Reading *, const Property *))
{
	guint32 count;
	Property property;

	if (!take_number(&in, 4, &count))
		return;
	for (guint32 i = 0; i < count && take_property(&in, &property); i++)
		use(reading, &property);
}

/* The codepage first: strings may stand before it. */
static void use_codepage(Reading *reading, const Property *property)
{
	if (property->id == PROPERTY_CODEPAGE)
		use_of_message(reading, property);
}

/* --- attachments */

static void close_file(Reading *reading)
{
	const char *name = reading->name != NULL && *reading->name != '\0' ? reading->name :
			   reading->short_name != NULL && *reading->short_name != '\0' ? reading->short_name :
			   reading->display_name;

	if (reading->is_open && reading->tnef->files->len < KITH_LIMIT_LIST_ITEMS) {
		const char *type = reading->mime_type != NULL && strchr(reading->mime_type, '/') != NULL ?
				   reading->mime_type : "application/octet-stream";

		g_ptr_array_add(reading->tnef->files, kith_attachment_new(name, type, reading->size, false));
	}
	g_clear_pointer(&reading->name, g_free);
	g_clear_pointer(&reading->short_name, g_free);
	g_clear_pointer(&reading->display_name, g_free);
	g_clear_pointer(&reading->mime_type, g_free);
	reading->size = 0;
	reading->is_open = false;
}

static void use_attribute(Reading *reading, unsigned tag, Input data)
{
	Property whole = {.type = TYPE_STRING8, .data = data.at, .length = (gsize)(data.end - data.at)};

	switch (tag) {
	case ATTRIBUTE_CODEPAGE:
		g_snprintf(reading->charset, sizeof reading->charset, "cp%u", read_u32(&whole) % 100000);
		break;
	case ATTRIBUTE_CLASS:
		read_line(reading, &whole, &reading->tnef->message_class);
		break;
	case ATTRIBUTE_BODY:
		keep_text(&reading->tnef->text, read_string(reading, &whole, KITH_LIMIT_PART_BYTES));
		break;
	case ATTRIBUTE_MAPI:
		read_properties(reading, data, use_codepage);
		read_properties(reading, data, use_of_message);
		break;
	case ATTRIBUTE_FILE_BEGINS:
		close_file(reading);
		reading->is_open = true;
		break;
	case ATTRIBUTE_FILE_NAME:
		read_line(reading, &whole, &reading->short_name);
		break;
	case ATTRIBUTE_FILE_DATA:
		reading->size = whole.length;
		break;
	case ATTRIBUTE_FILE_MAPI:
		read_properties(reading, data, use_of_file);
		break;
	default:		/* senders, dates: the mail's own header has them */
		break;
	}
}

KithTnef *kith_tnef_read(const guint8 *bytes, gsize length)
{
	Input in = {bytes, bytes + length};
	KithTnef *tnef = g_new0(KithTnef, 1);
	Reading reading = {.tnef = tnef, .charset = "cp1252"};
	guint32 signature, key, level, tag, type, size, checksum;

	tnef->files = g_ptr_array_new_with_free_func((GDestroyNotify)kith_attachment_free);
	tnef->is_valid = take_number(&in, 4, &signature) && signature == SIGNATURE && take_number(&in, 2, &key);
	while (tnef->is_valid && take_number(&in, 1, &level) && take_number(&in, 2, &tag) &&
	       take_number(&in, 2, &type) && take_number(&in, 4, &size)) {
		Input data = {in.at, in.end};
		bool is_whole = size <= (gsize)(in.end - in.at);

		if (is_whole)
			data.end = in.at + size;
		use_attribute(&reading, tag, data);
		in.at = data.end;
		if (!is_whole || !take_number(&in, 2, &checksum))
			break;		/* cut off: what there was is used */
	}
	close_file(&reading);
	return tnef;
}

void kith_tnef_free(KithTnef *tnef)
{
	if (tnef == NULL)
		return;
	g_free(tnef->text);
	g_free(tnef->html);
	g_free(tnef->rtf_text);
	g_free(tnef->rtf_html);
	g_free(tnef->message_class);
	g_ptr_array_unref(tnef->files);
	g_free(tnef);
}
