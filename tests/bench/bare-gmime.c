/* SPDX-License-Identifier: MIT
 * bare-gmime.c - what GMime alone takes for an mbox: addresses, subject, date, references, decoded texts.
 *
 * usage: bare-gmime MBOX...; what `kith parse` is held against.
 */
#include <stdio.h>
#include <string.h>

#include <gmime/gmime.h>

typedef struct { unsigned long mails, addresses, ids, text_bytes; gint64 dates; } Seen;

static void count_addresses(InternetAddressList *list, Seen *seen)
{
	int count = list != NULL ? internet_address_list_length(list) : 0;

	for (int i = 0; i < count; i++) {
		InternetAddress *one = internet_address_list_get_address(list, i);
		const char *name = internet_address_get_name(one);

		seen->addresses += 1 + (name != NULL && *name == '\0');
	}
}

static void count_references(GMimeMessage *message, const char *field, Seen *seen)
{
	const char *value = g_mime_object_get_header(GMIME_OBJECT(message), field);
	GMimeReferences *ids = value != NULL ? g_mime_references_parse(NULL, value) : NULL;

	if (ids == NULL)
		return;
	seen->ids += (unsigned long)g_mime_references_length(ids);
	g_mime_references_free(ids);
}

static void count_part(GMimeObject *parent, GMimeObject *part, gpointer data)
{
	Seen *seen = data;

	(void)parent;	/* asked for by GMimeObjectForeachFunc */
	if (!GMIME_IS_TEXT_PART(part))
		return;
	g_autofree char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	seen->text_bytes += text != NULL ? strlen(text) : 0;
}

static void count_mail(GMimeMessage *message, Seen *seen)
{
	static const GMimeAddressType types[] = {
		GMIME_ADDRESS_TYPE_FROM, GMIME_ADDRESS_TYPE_SENDER, GMIME_ADDRESS_TYPE_REPLY_TO,
		GMIME_ADDRESS_TYPE_TO, GMIME_ADDRESS_TYPE_CC, GMIME_ADDRESS_TYPE_BCC,
	};
	GDateTime *date = g_mime_message_get_date(message);
	const char *subject = g_mime_message_get_subject(message);

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		count_addresses(g_mime_message_get_addresses(message, types[i]), seen);
	count_references(message, "References", seen);
	count_references(message, "In-Reply-To", seen);
	seen->dates += date != NULL ? g_date_time_to_unix(date) : 0;
	seen->text_bytes += subject != NULL ? strlen(subject) : 0;
	g_mime_message_foreach(message, count_part, seen);
	if (GMIME_IS_TEXT_PART(g_mime_message_get_mime_part(message)))
		count_part(NULL, g_mime_message_get_mime_part(message), seen);
	seen->mails++;
}

static gboolean read_mbox(const char *path, Seen *seen)
{
	GMimeStream *stream = g_mime_stream_file_open(path, "r", NULL);

	if (stream == NULL)
		return FALSE;
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	g_object_unref(stream);
	g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
	while (!g_mime_parser_eos(parser)) {
		GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

		if (message == NULL)
			break;
		count_mail(message, seen);
		g_object_unref(message);
	}
	g_object_unref(parser);
	return TRUE;
}

int main(int argc, char **argv)
{
	Seen seen = {0};

	g_mime_init();
	for (int i = 1; i < argc; i++) {
		if (!read_mbox(argv[i], &seen)) {
			fprintf(stderr, "%s cannot be read\n", argv[i]);
			return 1;
		}
	}
	printf("%lu mails, %lu addresses, %lu ids, %lu bytes of text, dates %" G_GINT64_FORMAT "\n", seen.mails,
	       seen.addresses, seen.ids, seen.text_bytes, seen.dates);
	return seen.mails > 0 ? 0 : 1;
}
