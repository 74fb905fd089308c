/* SPDX-License-Identifier: MIT
 * model-wire.c - mails as flat fields, for the way between processes.
 * In: a noun, or bytes of a process that is not believed. Out: the other of the two.
 * Next: src/fetch/
 *
 * Writing and reading stand beside each other, field by field in one order.
 */
#include <string.h>

#include "kith/model.h"

/* An object of a list; NULL when a field was wrong (then the reader has failed). */
typedef void *(*ReadItem)(KithReader *in);

static GPtrArray *read_list(KithReader *in, size_t max_count, ReadItem read, GDestroyNotify free_item)
{
	GPtrArray *items = g_ptr_array_new_with_free_func(free_item);
	uint32_t count = kith_wire_get_u32(in);

	if (count > max_count)
		in->failed = true;
	for (uint32_t i = 0; i < count && !in->failed; i++)
		g_ptr_array_add(items, read(in));
	return items;
}

static uint8_t read_enum(KithReader *in, uint8_t count)
{
	uint8_t value = kith_wire_get_u8(in);

	if (value >= count) {
		in->failed = true;
		return 0;
	}
	return value;
}

static char *read_text(KithReader *in)
{
	char *text = kith_wire_get_string(in);

	if (text == NULL) {
		in->failed = true;
		text = g_strdup("");
	}
	return text;
}

/* --- raw mail */

void kith_raw_mail_write(const KithRawMail *raw, GByteArray *out)
{
	gsize length = 0;
	const void *bytes = raw->slim != NULL ? g_bytes_get_data(raw->slim, &length) : NULL;

	kith_wire_put_i64(out, (int64_t)raw->uid);
	kith_wire_put_i64(out, raw->internal_at);
	kith_wire_put_i64(out, (int64_t)raw->size_bytes);
	kith_wire_put_u8(out, (uint8_t)raw->status);
	kith_wire_put_string(out, raw->reason);
	kith_wire_put_strings(out, raw->defects);
	kith_wire_put_string(out, raw->envelope);
	kith_wire_put_u8(out, (uint8_t)raw->role);
	kith_wire_put_i64(out, (int64_t)raw->gmail_thread);
	kith_wire_put_u8(out, raw->slim != NULL);
	if (raw->slim != NULL)
		kith_wire_put_bytes(out, bytes, length);
}

KithRawMail *kith_raw_mail_read(KithReader *in, GError **error)
{
	g_autoptr(KithRawMail) raw = g_new0(KithRawMail, 1);

	raw->uid = (uint64_t)kith_wire_get_i64(in);
	raw->internal_at = kith_wire_get_i64(in);
	raw->size_bytes = (uint64_t)kith_wire_get_i64(in);
	raw->status = (KithSightingStatus)read_enum(in, KITH_SIGHTING_GONE + 1);
	raw->reason = kith_wire_get_string(in);
	raw->defects = kith_wire_get_strings(in, KITH_LIMIT_LIST_ITEMS);
	raw->envelope = kith_wire_get_string(in);
	raw->role = (KithFolderRole)read_enum(in, KITH_FOLDER_ASIDE + 1);
	raw->gmail_thread = (uint64_t)kith_wire_get_i64(in);
	if (kith_wire_get_u8(in) != 0)
		raw->slim = kith_wire_get_bytes(in);
	if (raw->uid == 0 || raw->uid > INT64_MAX || raw->size_bytes > INT64_MAX)
		in->failed = true;
	return kith_wire_finish(in, error) ? g_steal_pointer(&raw) : NULL;
}

/* --- the parts of a mail */

static void write_address(const KithAddress *address, GByteArray *out)
{
	kith_wire_put_string(out, address->name);
	kith_wire_put_string(out, address->address);
}

static void *read_address(KithReader *in)
{
	KithAddress *address = g_new0(KithAddress, 1);

	address->name = kith_wire_get_string(in);
	address->address = read_text(in);
	return address;
}

static void write_addresses(const GPtrArray *addresses, GByteArray *out)
{
	kith_wire_put_u32(out, addresses->len);
	for (guint i = 0; i < addresses->len; i++)
		write_address(addresses->pdata[i], out);
}

static GPtrArray *read_addresses(KithReader *in)
{
	return read_list(in, KITH_LIMIT_ADDRESSES, read_address, (GDestroyNotify)kith_address_free);
}

static void write_attachments(const GPtrArray *attachments, GByteArray *out)
{
	kith_wire_put_u32(out, attachments->len);
	for (guint i = 0; i < attachments->len; i++) {
		const KithAttachment *attachment = attachments->pdata[i];

		kith_wire_put_string(out, attachment->name);
		kith_wire_put_string(out, attachment->type);
		kith_wire_put_i64(out, (int64_t)attachment->size_bytes);
		kith_wire_put_u8(out, attachment->is_inline);
	}
}

static void *read_attachment(KithReader *in)
{
	KithAttachment *attachment = g_new0(KithAttachment, 1);

	attachment->name = kith_wire_get_string(in);
	attachment->type = read_text(in);
	attachment->size_bytes = (uint64_t)kith_wire_get_i64(in);
	attachment->is_inline = kith_wire_get_u8(in) != 0;
	return attachment;
}

static void write_bounce(const GPtrArray *recipients, GByteArray *out)
{
	kith_wire_put_u8(out, recipients != NULL);
	if (recipients == NULL)
		return;
	kith_wire_put_u32(out, recipients->len);
	for (guint i = 0; i < recipients->len; i++) {
		const KithBounceRecipient *recipient = recipients->pdata[i];

		kith_wire_put_string(out, recipient->address);
		kith_wire_put_string(out, recipient->status);
		kith_wire_put_string(out, recipient->reply_code);
		kith_wire_put_u8(out, recipient->permanent);
		kith_wire_put_string(out, recipient->diagnostic);
	}
}

static void *read_recipient(KithReader *in)
{
	KithBounceRecipient *recipient = g_new0(KithBounceRecipient, 1);

	recipient->address = kith_wire_get_string(in);
	recipient->status = kith_wire_get_string(in);
	recipient->reply_code = kith_wire_get_string(in);
	recipient->permanent = kith_wire_get_u8(in) != 0;
	recipient->diagnostic = kith_wire_get_string(in);
	return recipient;
}

static void write_attendees(const GPtrArray *attendees, GByteArray *out)
{
	kith_wire_put_u32(out, attendees->len);
	for (guint i = 0; i < attendees->len; i++) {
		const KithAttendee *attendee = attendees->pdata[i];

		kith_wire_put_string(out, attendee->address);
		kith_wire_put_string(out, attendee->name);
		kith_wire_put_string(out, attendee->answer);
	}
}

static void *read_attendee(KithReader *in)
{
	KithAttendee *attendee = g_new0(KithAttendee, 1);

	attendee->address = read_text(in);
	attendee->name = kith_wire_get_string(in);
	attendee->answer = kith_wire_get_string(in);
	return attendee;
}

static void write_invite(const KithInvite *invite, GByteArray *out)
{
	kith_wire_put_u8(out, invite != NULL);
	if (invite == NULL)
		return;
	kith_wire_put_string(out, invite->method);
	kith_wire_put_string(out, invite->uid);
	kith_wire_put_string(out, invite->summary);
	kith_wire_put_string(out, invite->start);
	kith_wire_put_string(out, invite->end);
	kith_wire_put_string(out, invite->zone);
	kith_wire_put_string(out, invite->organizer);
	write_attendees(invite->attendees, out);
}

static KithInvite *read_invite(KithReader *in)
{
	if (kith_wire_get_u8(in) == 0)
		return NULL;
	KithInvite *invite = g_new0(KithInvite, 1);

	invite->method = kith_wire_get_string(in);
	invite->uid = kith_wire_get_string(in);
	invite->summary = kith_wire_get_string(in);
	invite->start = kith_wire_get_string(in);
	invite->end = kith_wire_get_string(in);
	invite->zone = kith_wire_get_string(in);
	invite->organizer = kith_wire_get_string(in);
	invite->attendees = read_list(in, KITH_LIMIT_ADDRESSES, read_attendee, (GDestroyNotify)kith_attendee_free);
	return invite;
}

/* A span of a mail's text: what was read is held against the text at the end. */
static void write_span(KithStretch span, GByteArray *out)
{
	kith_wire_put_u32(out, span.start);
	kith_wire_put_u32(out, span.end);
}

static KithStretch read_span(KithReader *in)
{
	KithStretch span = { .start = kith_wire_get_u32(in) };

	span.end = kith_wire_get_u32(in);
	return span;
}

static void write_places(const GPtrArray *places, GByteArray *out)
{
	kith_wire_put_u32(out, places->len);
	for (guint i = 0; i < places->len; i++) {
		const KithFact *fact = places->pdata[i];

		kith_wire_put_u8(out, (uint8_t)fact->kind);
		kith_wire_put_string(out, fact->value);
		write_span(fact->span, out);
	}
}

static void *read_place(KithReader *in)
{
	KithFact *fact = g_new0(KithFact, 1);

	fact->kind = (KithFactKind)read_enum(in, KITH_FACT_KIND_COUNT);
	fact->value = read_text(in);
	fact->span = read_span(in);
	return fact;
}

static void write_zones(const GPtrArray *zones, GByteArray *out)
{
	kith_wire_put_u32(out, zones->len);
	for (guint i = 0; i < zones->len; i++) {
		const KithZone *zone = zones->pdata[i];

		kith_wire_put_u8(out, (uint8_t)zone->kind);
		write_span(zone->span, out);
		kith_wire_put_string(out, zone->rule);
	}
}

static void *read_zone(KithReader *in)
{
	KithZone *zone = g_new0(KithZone, 1);

	zone->kind = (KithZoneKind)read_enum(in, KITH_ZONE_KIND_COUNT);
	zone->span = read_span(in);
	zone->rule = read_text(in);
	return zone;
}

static void write_forwards(const GPtrArray *forwards, GByteArray *out)
{
	kith_wire_put_u32(out, forwards->len);
	for (guint i = 0; i < forwards->len; i++) {
		const KithForward *forward = forwards->pdata[i];

		kith_wire_put_u8(out, forward->author != NULL);
		if (forward->author != NULL)
			write_address(forward->author, out);
		kith_wire_put_string(out, forward->date);
		kith_wire_put_i64(out, forward->date_at);
		kith_wire_put_string(out, forward->subject);
		kith_wire_put_string(out, forward->message_id);
		write_span(forward->span, out);
		kith_wire_put_u8(out, forward->is_attached);
	}
}

static void *read_forward(KithReader *in)
{
	KithForward *forward = g_new0(KithForward, 1);

	if (kith_wire_get_u8(in) != 0)
		forward->author = read_address(in);
	forward->date = kith_wire_get_string(in);
	forward->date_at = kith_wire_get_i64(in);
	forward->subject = kith_wire_get_string(in);
	forward->message_id = kith_wire_get_string(in);
	forward->span = read_span(in);
	forward->is_attached = kith_wire_get_u8(in) != 0;
	return forward;
}

static bool is_within(KithStretch span, size_t length)
{
	return span.start <= span.end && span.end <= length;
}

/* Spans name bytes of the text; zones cover all of it in order. */
static void check_spans(const KithMail *mail, KithReader *in)
{
	size_t length = mail->text != NULL ? strlen(mail->text) : 0, at = 0;

	for (guint i = 0; !in->failed && i < mail->zones->len; i++) {
		const KithZone *zone = mail->zones->pdata[i];

		in->failed |= zone->span.start != at || !is_within(zone->span, length);
		at = zone->span.end;
	}
	in->failed |= mail->zones->len > 0 && at != length;
	for (guint i = 0; !in->failed && i < mail->forwards->len; i++)
		in->failed |= !is_within(((const KithForward *)mail->forwards->pdata[i])->span, length);
	for (guint i = 0; !in->failed && i < mail->signature_fields->places->len; i++)
		in->failed |= !is_within(((const KithFact *)mail->signature_fields->places->pdata[i])->span, length);
}

static void write_signature_fields(const KithSignatureFields *fields, GByteArray *out)
{
	kith_wire_put_string(out, fields->name);
	kith_wire_put_string(out, fields->title);
	kith_wire_put_string(out, fields->organization);
	kith_wire_put_strings(out, fields->phones);
	kith_wire_put_strings(out, fields->urls);
	kith_wire_put_strings(out, fields->emails);
	write_places(fields->places, out);
}

static KithSignatureFields *read_signature_fields(KithReader *in)
{
	KithSignatureFields *fields = g_new0(KithSignatureFields, 1);

	fields->name = kith_wire_get_string(in);
	fields->title = kith_wire_get_string(in);
	fields->organization = kith_wire_get_string(in);
	fields->phones = kith_wire_get_strings(in, KITH_LIMIT_LIST_ITEMS);
	fields->urls = kith_wire_get_strings(in, KITH_LIMIT_LIST_ITEMS);
	fields->emails = kith_wire_get_strings(in, KITH_LIMIT_LIST_ITEMS);
	fields->places = read_list(in, KITH_LIMIT_LIST_ITEMS, read_place, (GDestroyNotify)kith_fact_free);
	return fields;
}

/* --- the mail */

void kith_mail_write(const KithMail *mail, GByteArray *out)
{
	kith_wire_put_string(out, mail->message_id);
	kith_wire_put_strings(out, mail->in_reply_to);
	kith_wire_put_strings(out, mail->references);
	kith_wire_put_i64(out, mail->date_at);
	kith_wire_put_i64(out, mail->date_offset_s);
	kith_wire_put_i64(out, mail->received_at);
	write_addresses(mail->from, out);
	write_addresses(mail->sender, out);
	write_addresses(mail->reply_to, out);
	write_addresses(mail->to, out);
	write_addresses(mail->cc, out);
	write_addresses(mail->bcc, out);
	kith_wire_put_u8(out, mail->author != NULL);
	if (mail->author != NULL)
		write_address(mail->author, out);
	kith_wire_put_strings(out, mail->list_addresses);
	kith_wire_put_string(out, mail->subject);
	kith_wire_put_u8(out, (uint8_t)mail->kind);
	kith_wire_put_string(out, mail->kind_reason);
	kith_wire_put_u8(out, mail->is_automatic);
	kith_wire_put_string(out, mail->kith_id);
	kith_wire_put_string(out, mail->text);
	kith_wire_put_string(out, mail->new_text);
	write_zones(mail->zones, out);
	write_forwards(mail->forwards, out);
	kith_wire_put_string(out, mail->signature);
	write_signature_fields(mail->signature_fields, out);
	write_attachments(mail->attachments, out);
	write_bounce(mail->bounce, out);
	kith_wire_put_string(out, mail->bounce_original_id);
	kith_wire_put_string(out, mail->away_until);
	write_addresses(mail->away_instead, out);
	write_invite(mail->invite, out);
	kith_wire_put_string(out, mail->language);
	kith_wire_put_strings(out, mail->defects);
}

/* A mail whose lists and texts are still all NULL, so that reading fills each once. */
static void read_fields(KithMail *mail, KithReader *in)
{
	mail->message_id = kith_wire_get_string(in);
	mail->in_reply_to = kith_wire_get_strings(in, KITH_LIMIT_REFERENCES);
	mail->references = kith_wire_get_strings(in, KITH_LIMIT_REFERENCES);
	mail->date_at = kith_wire_get_i64(in);
	mail->date_offset_s = (int32_t)kith_wire_get_i64(in);
	mail->received_at = kith_wire_get_i64(in);
	mail->from = read_addresses(in);
	mail->sender = read_addresses(in);
	mail->reply_to = read_addresses(in);
	mail->to = read_addresses(in);
	mail->cc = read_addresses(in);
	mail->bcc = read_addresses(in);
	if (kith_wire_get_u8(in) != 0)
		mail->author = read_address(in);
	mail->list_addresses = kith_wire_get_strings(in, KITH_LIMIT_LIST_ITEMS);
	mail->subject = read_text(in);
	mail->kind = (KithMailKind)read_enum(in, KITH_KIND_COUNT);
	mail->kind_reason = read_text(in);
	mail->is_automatic = kith_wire_get_u8(in) != 0;
	mail->kith_id = kith_wire_get_string(in);
	mail->text = read_text(in);
	mail->new_text = read_text(in);
	mail->zones = read_list(in, KITH_LIMIT_ZONES, read_zone, (GDestroyNotify)kith_zone_free);
	mail->forwards = read_list(in, KITH_LIMIT_FORWARDS, read_forward, (GDestroyNotify)kith_forward_free);
	mail->signature = kith_wire_get_string(in);
	mail->signature_fields = read_signature_fields(in);
	mail->attachments = read_list(in, KITH_LIMIT_LIST_ITEMS, read_attachment,
				      (GDestroyNotify)kith_attachment_free);
	if (kith_wire_get_u8(in) != 0)
		mail->bounce = read_list(in, KITH_LIMIT_LIST_ITEMS, read_recipient,
					 (GDestroyNotify)kith_bounce_recipient_free);
	mail->bounce_original_id = kith_wire_get_string(in);
	mail->away_until = kith_wire_get_string(in);
	mail->away_instead = read_addresses(in);
	mail->invite = read_invite(in);
	mail->language = kith_wire_get_string(in);
	mail->defects = kith_wire_get_strings(in, KITH_LIMIT_LIST_ITEMS);
	check_spans(mail, in);
}

KithMail *kith_mail_read(KithReader *in, GError **error)
{
	g_autoptr(KithMail) mail = g_new0(KithMail, 1);

	read_fields(mail, in);
	return kith_wire_finish(in, error) ? g_steal_pointer(&mail) : NULL;
}
