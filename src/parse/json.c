/* SPDX-License-Identifier: MIT
 * json.c - a mail as `kith parse --json` shows it (kith-json(5)).
 * In: KithMail. Out: json_t. Next: src/relate/
 */
#include "internal.h"

#include <jansson.h>

static json_t *string_or_null(const char *text)
{
	return text != NULL ? json_string(text) : json_null();
}

static json_t *strings(const GPtrArray *texts)
{
	json_t *array = json_array();

	for (guint i = 0; i < texts->len; i++)
		json_array_append_new(array, json_string(texts->pdata[i]));
	return array;
}

static json_t *addresses(const GPtrArray *list)
{
	json_t *array = json_array();

	for (guint i = 0; i < list->len; i++) {
		const KithAddress *one = list->pdata[i];

		json_array_append_new(array, json_pack("{s:o, s:s}", "name", string_or_null(one->name),
						       "address", one->address));
	}
	return array;
}

static json_t *date(const KithMail *mail)
{
	if (mail->date_at == 0)
		return json_null();
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(mail->date_offset_s);
	g_autofree char *text = kith_time_format(mail->date_at, zone);
	return json_string(text);
}

/* A place in a text, in bytes and in characters: scripts cut strings by characters. */
typedef struct {
	uint32_t bytes;
	json_int_t chars;
} Place;

/* How many characters stand before BYTES; counted on from the place asked for last. */
static json_int_t chars_until(const char *text, uint32_t bytes, Place *last)
{
	if (bytes < last->bytes)
		*last = (Place) {0};
	last->chars += g_utf8_strlen(text + last->bytes, (gssize)(bytes - last->bytes));
	last->bytes = bytes;
	return last->chars;
}

static json_t *places(const KithMail *mail)
{
	json_t *array = json_array();
	const GPtrArray *list = mail->signature_fields->places;
	Place last = {0};

	for (guint i = 0; i < list->len; i++) {
		const KithFact *one = list->pdata[i];
		json_int_t start = chars_until(mail->text, one->span.start, &last);
		json_int_t end = chars_until(mail->text, one->span.end, &last);

		json_array_append_new(array, json_pack("{s:s, s:s, s:I, s:I}", "fact", kith_fact_kind_name(one->kind),
						       "value", one->value, "start", start, "end", end));
	}
	return array;
}

static json_t *signature_fields(const KithMail *mail)
{
	const KithSignatureFields *fields = mail->signature_fields;

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name", string_or_null(fields->name),
			 "title", string_or_null(fields->title),
			 "organization", string_or_null(fields->organization), "phones", strings(fields->phones),
			 "urls", strings(fields->urls), "emails", strings(fields->emails), "places", places(mail));
}

static json_t *zones(const KithMail *mail)
{
	json_t *array = json_array();
	json_int_t at = 0;

	for (guint i = 0; i < mail->zones->len; i++) {
		const KithZone *one = mail->zones->pdata[i];
		json_int_t end = at + g_utf8_strlen(mail->text + one->span.start,
						    (gssize)(one->span.end - one->span.start));

		json_array_append_new(array, json_pack("{s:s, s:I, s:I, s:s}", "zone", kith_zone_kind_name(one->kind),
						       "start", at, "end", end, "rule", one->rule));
		at = end;
	}
	return array;
}

static json_t *address_or_null(const KithAddress *one)
{
	return one == NULL ? json_null()
			   : json_pack("{s:o, s:s}", "name", string_or_null(one->name), "address", one->address);
}

static json_t *forwards(const KithMail *mail)
{
	json_t *array = json_array();

	for (guint i = 0; i < mail->forwards->len; i++) {
		const KithForward *one = mail->forwards->pdata[i];
		g_autofree char *text = kith_forward_text(one, mail->text);

		json_array_append_new(array, json_pack("{s:o, s:o, s:o, s:o, s:s, s:b}",
			"author", address_or_null(one->author), "date", string_or_null(one->date),
			"subject", string_or_null(one->subject), "message_id", string_or_null(one->message_id),
			"text", text, "attached", (int)one->is_attached));
	}
	return array;
}

static json_t *attachments(const GPtrArray *list)
{
	json_t *array = json_array();

	for (guint i = 0; i < list->len; i++) {
		const KithAttachment *one = list->pdata[i];

		json_array_append_new(array, json_pack("{s:o, s:o, s:I, s:b}", "name", string_or_null(one->name),
						       "type", string_or_null(one->type), "bytes",
						       (json_int_t)one->size_bytes, "inline", (int)one->is_inline));
	}
	return array;
}

static json_t *bounce(const KithMail *mail)
{
	if (mail->bounce == NULL)
		return json_null();
	json_t *recipients = json_array();
	for (guint i = 0; i < mail->bounce->len; i++) {
		const KithBounceRecipient *one = mail->bounce->pdata[i];

		json_array_append_new(recipients, json_pack("{s:o, s:o, s:o, s:b, s:o}",
			"address", string_or_null(one->address), "status", string_or_null(one->status),
			"reply_code", string_or_null(one->reply_code), "permanent", (int)one->permanent,
			"diagnostic", string_or_null(one->diagnostic)));
	}
	return json_pack("{s:o, s:o}", "recipients", recipients,
			 "original_message_id", string_or_null(mail->bounce_original_id));
}

static json_t *auto_reply(const KithMail *mail)
{
	if (mail->kind != KITH_KIND_AUTO_REPLY)
		return json_null();
	return json_pack("{s:o, s:o}", "until", string_or_null(mail->away_until),
			 "instead", addresses(mail->away_instead));
}

static json_t *attendees(const GPtrArray *list)
{
	json_t *array = json_array();

	for (guint i = 0; i < list->len; i++)
		json_array_append_new(array, json_string(((const KithAttendee *)list->pdata[i])->address));
	return array;
}

static json_t *answers(const GPtrArray *list)
{
	json_t *array = json_array();

	for (guint i = 0; i < list->len; i++) {
		const KithAttendee *one = list->pdata[i];

		json_array_append_new(array, json_pack("{s:s, s:o, s:o}", "address", one->address,
						       "name", string_or_null(one->name),
						       "answer", string_or_null(one->answer)));
	}
	return array;
}

static json_t *invite(const KithInvite *one)
{
	if (one == NULL)
		return json_null();
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "method", string_or_null(one->method),
			 "uid", string_or_null(one->uid), "summary", string_or_null(one->summary),
			 "start", string_or_null(one->start), "end", string_or_null(one->end),
			 "zone", string_or_null(one->zone), "organizer", string_or_null(one->organizer),
			 "attendees", attendees(one->attendees), "answers", answers(one->attendees));
}

/* With the name taken apart, for whoever greets them. */
static json_t *author(const KithAddress *one)
{
	json_t *object = address_or_null(one);

	if (one == NULL)
		return object;
	g_autoptr(KithName) name = kith_name_split(one->name != NULL ? one->name : "");
	json_object_set_new(object, "given", string_or_null(name->given));
	json_object_set_new(object, "family", string_or_null(name->family));
	return object;
}

static void set_people(json_t *object, const KithMail *mail)
{
	json_object_set_new(object, "from", addresses(mail->from));
	json_object_set_new(object, "sender", addresses(mail->sender));
	json_object_set_new(object, "reply_to", addresses(mail->reply_to));
	json_object_set_new(object, "to", addresses(mail->to));
	json_object_set_new(object, "cc", addresses(mail->cc));
	json_object_set_new(object, "bcc", addresses(mail->bcc));
	json_object_set_new(object, "author", author(mail->author));
}

static void set_text(json_t *object, const KithMail *mail)
{
	json_object_set_new(object, "text", json_string(mail->text));
	json_object_set_new(object, "new_text", json_string(mail->new_text));
	json_object_set_new(object, "signature", string_or_null(mail->signature));
	json_object_set_new(object, "signature_fields", signature_fields(mail));
	json_object_set_new(object, "zones", zones(mail));
	json_object_set_new(object, "forwards", forwards(mail));
	json_object_set_new(object, "language", string_or_null(mail->language));
}

json_t *kith_mail_to_json(const KithMail *mail, const char *source)
{
	json_t *object = json_object();
	g_autofree char *valid = g_utf8_make_valid(source, -1);

	json_object_set_new(object, "source", json_string(valid));
	json_object_set_new(object, "message_id", string_or_null(mail->message_id));
	json_object_set_new(object, "in_reply_to", strings(mail->in_reply_to));
	json_object_set_new(object, "references", strings(mail->references));
	json_object_set_new(object, "date", date(mail));
	set_people(object, mail);
	json_object_set_new(object, "subject", json_string(mail->subject));
	json_object_set_new(object, "kind", json_string(kith_mail_kind_name(mail->kind)));
	json_object_set_new(object, "kind_reason", json_string(mail->kind_reason));
	set_text(object, mail);
	json_object_set_new(object, "attachments", attachments(mail->attachments));
	json_object_set_new(object, "bounce", bounce(mail));
	json_object_set_new(object, "auto_reply", auto_reply(mail));
	json_object_set_new(object, "invite", invite(mail->invite));
	json_object_set_new(object, "defects", strings(mail->defects));
	return object;
}
