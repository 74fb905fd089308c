/* SPDX-License-Identifier: MIT
 * model.c - names of the nouns' values; making and freeing them.
 * In: nothing. Out: nouns. Next: src/model-wire.c
 */
#include <string.h>

#include "kith/model.h"

static const char *const kind_names[KITH_KIND_COUNT] = {
	[KITH_KIND_PERSONAL] = "personal", [KITH_KIND_LIST] = "list", [KITH_KIND_BULK] = "bulk",
	[KITH_KIND_AUTO_REPLY] = "auto-reply", [KITH_KIND_BOUNCE] = "bounce",
	[KITH_KIND_REPORT] = "report", [KITH_KIND_INVITE] = "invite",
};
static const char *const follow_kind_names[KITH_FOLLOW_KIND_COUNT] = {
	[KITH_FOLLOW_YOU_OWE] = "you-owe", [KITH_FOLLOW_WAITING] = "waiting",
	[KITH_FOLLOW_CADENCE] = "cadence", [KITH_FOLLOW_MANUAL] = "manual",
	[KITH_FOLLOW_PROMISE] = "promise", [KITH_FOLLOW_MEETING] = "meeting",
};
static const char *const follow_status_names[KITH_FOLLOW_STATUS_COUNT] = {
	[KITH_FOLLOW_OPEN] = "open", [KITH_FOLLOW_SNOOZED] = "snoozed", [KITH_FOLLOW_SENT] = "sent",
	[KITH_FOLLOW_DONE] = "done", [KITH_FOLLOW_CANCELLED] = "cancelled",
};
static const char *const fact_kind_names[KITH_FACT_KIND_COUNT] = {
	[KITH_FACT_NAME] = "name", [KITH_FACT_TITLE] = "title", [KITH_FACT_ORGANIZATION] = "organization",
	[KITH_FACT_PHONE] = "phone", [KITH_FACT_URL] = "url", [KITH_FACT_EMAIL] = "email",
};
static const char *const zone_kind_names[KITH_ZONE_KIND_COUNT] = {
	[KITH_ZONE_NEW] = "new", [KITH_ZONE_INTRODUCTION] = "introduction", [KITH_ZONE_QUOTE] = "quote",
	[KITH_ZONE_FORWARD] = "forward", [KITH_ZONE_SIGNATURE] = "signature", [KITH_ZONE_FOOTER] = "footer",
	[KITH_ZONE_DISCLAIMER] = "disclaimer", [KITH_ZONE_BANNER] = "banner", [KITH_ZONE_ARMOUR] = "armour",
};
static const char *const tier_names[] = {
	[KITH_TIER_NONE] = "none", [KITH_TIER_META] = "meta",
	[KITH_TIER_SUBJECT] = "subject", [KITH_TIER_FULL] = "full",
};

/* The place of NAME among COUNT names, or -1. */
static int name_index(const char *const *names, int count, const char *name)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return -1;
}

const char *kith_mail_kind_name(KithMailKind kind)
{
	return kind_names[kind];
}

bool kith_mail_kind_find(const char *name, KithMailKind *ret_kind)
{
	int index = name_index(kind_names, KITH_KIND_COUNT, name);

	if (index >= 0)
		*ret_kind = (KithMailKind)index;
	return index >= 0;
}

const char *kith_fact_kind_name(KithFactKind kind)
{
	return fact_kind_names[kind];
}

const char *kith_zone_kind_name(KithZoneKind kind)
{
	return zone_kind_names[kind];
}

const char *kith_follow_kind_name(KithFollowKind kind)
{
	return follow_kind_names[kind];
}

bool kith_follow_kind_find(const char *name, KithFollowKind *ret_kind)
{
	int index = name_index(follow_kind_names, KITH_FOLLOW_KIND_COUNT, name);

	if (index >= 0)
		*ret_kind = (KithFollowKind)index;
	return index >= 0;
}

const char *kith_follow_status_name(KithFollowStatus status)
{
	return follow_status_names[status];
}

bool kith_follow_status_find(const char *name, KithFollowStatus *ret_status)
{
	int index = name_index(follow_status_names, KITH_FOLLOW_STATUS_COUNT, name);

	if (index >= 0)
		*ret_status = (KithFollowStatus)index;
	return index >= 0;
}

const char *kith_tier_name(KithTier tier)
{
	return tier_names[tier];
}

void kith_raw_mail_free(KithRawMail *raw)
{
	if (raw == NULL)
		return;
	g_clear_pointer(&raw->slim, g_bytes_unref);
	g_clear_pointer(&raw->defects, g_ptr_array_unref);
	g_free(raw->reason);
	g_free(raw->envelope);
	g_free(raw);
}

KithAddress *kith_address_new(const char *name, const char *address)
{
	KithAddress *made = g_new0(KithAddress, 1);

	made->name = g_strdup(name);
	made->address = g_strdup(address);
	return made;
}

void kith_address_free(KithAddress *address)
{
	if (address == NULL)
		return;
	g_free(address->name);
	g_free(address->address);
	g_free(address);
}

KithAttachment *kith_attachment_new(const char *name, const char *type, uint64_t size_bytes, bool is_inline)
{
	KithAttachment *made = g_new0(KithAttachment, 1);

	made->name = g_strdup(name);
	made->type = g_strdup(type);
	made->size_bytes = size_bytes;
	made->is_inline = is_inline;
	return made;
}

void kith_attachment_free(KithAttachment *attachment)
{
	if (attachment == NULL)
		return;
	g_free(attachment->name);
	g_free(attachment->type);
	g_free(attachment);
}

void kith_bounce_recipient_free(KithBounceRecipient *recipient)
{
	if (recipient == NULL)
		return;
	g_free(recipient->address);
	g_free(recipient->status);
	g_free(recipient->reply_code);
	g_free(recipient->diagnostic);
	g_free(recipient);
}

void kith_invite_free(KithInvite *invite)
{
	if (invite == NULL)
		return;
	g_free(invite->method);
	g_free(invite->uid);
	g_free(invite->summary);
	g_free(invite->start);
	g_free(invite->end);
	g_free(invite->zone);
	g_free(invite->organizer);
	g_clear_pointer(&invite->attendees, g_ptr_array_unref);
	g_free(invite);
}

KithAttendee *kith_attendee_new(const char *address, const char *name, const char *answer)
{
	KithAttendee *made = g_new0(KithAttendee, 1);

	made->address = g_strdup(address);
	made->name = g_strdup(name);
	made->answer = g_strdup(answer);
	return made;
}

void kith_attendee_free(KithAttendee *attendee)
{
	if (attendee == NULL)
		return;
	g_free(attendee->address);
	g_free(attendee->name);
	g_free(attendee->answer);
	g_free(attendee);
}

KithFact *kith_fact_new(KithFactKind kind, const char *value, KithStretch span)
{
	KithFact *made = g_new0(KithFact, 1);

	made->kind = kind;
	made->value = g_strdup(value);
	made->span = span;
	return made;
}

void kith_fact_free(KithFact *fact)
{
	if (fact == NULL)
		return;
	g_free(fact->value);
	g_free(fact);
}

KithZone *kith_zone_new(KithZoneKind kind, KithStretch span, const char *rule)
{
	KithZone *made = g_new0(KithZone, 1);

	made->kind = kind;
	made->span = span;
	made->rule = g_strdup(rule);
	return made;
}

void kith_zone_free(KithZone *zone)
{
	if (zone == NULL)
		return;
	g_free(zone->rule);
	g_free(zone);
}

void kith_forward_free(KithForward *forward)
{
	if (forward == NULL)
		return;
	kith_address_free(forward->author);
	g_free(forward->date);
	g_free(forward->subject);
	g_free(forward->message_id);
	g_free(forward);
}

char *kith_forward_text(const KithForward *forward, const char *text)
{
	if (forward->span.end > strlen(text))
		return g_strdup("");
	return g_strstrip(g_strndup(text + forward->span.start, forward->span.end - forward->span.start));
}

static void signature_fields_free(KithSignatureFields *fields)
{
	if (fields == NULL)
		return;
	g_free(fields->name);
	g_free(fields->title);
	g_free(fields->organization);
	g_clear_pointer(&fields->phones, g_ptr_array_unref);
	g_clear_pointer(&fields->urls, g_ptr_array_unref);
	g_clear_pointer(&fields->emails, g_ptr_array_unref);
	g_clear_pointer(&fields->places, g_ptr_array_unref);
	g_free(fields);
}

static GPtrArray *new_addresses(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);
}

static GPtrArray *new_strings(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

KithMail *kith_mail_new(void)
{
	KithMail *mail = g_new0(KithMail, 1);

	mail->in_reply_to = new_strings();
	mail->references = new_strings();
	mail->from = new_addresses();
	mail->sender = new_addresses();
	mail->reply_to = new_addresses();
	mail->to = new_addresses();
	mail->cc = new_addresses();
	mail->bcc = new_addresses();
	mail->list_addresses = new_strings();
	mail->subject = g_strdup("");
	mail->kind_reason = g_strdup("");
	mail->text = g_strdup("");
	mail->new_text = g_strdup("");
	mail->signature_fields = g_new0(KithSignatureFields, 1);
	mail->signature_fields->phones = new_strings();
	mail->signature_fields->urls = new_strings();
	mail->signature_fields->emails = new_strings();
	mail->signature_fields->places = g_ptr_array_new_with_free_func((GDestroyNotify)kith_fact_free);
	mail->zones = g_ptr_array_new_with_free_func((GDestroyNotify)kith_zone_free);
	mail->forwards = g_ptr_array_new_with_free_func((GDestroyNotify)kith_forward_free);
	mail->away_instead = new_addresses();
	mail->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)kith_attachment_free);
	mail->defects = new_strings();
	return mail;
}

void kith_mail_free(KithMail *mail)
{
	if (mail == NULL)
		return;
	GPtrArray **lists[] = {
		&mail->in_reply_to, &mail->references, &mail->from, &mail->sender, &mail->reply_to, &mail->to,
		&mail->cc, &mail->bcc, &mail->list_addresses, &mail->attachments, &mail->bounce, &mail->defects,
		&mail->zones, &mail->forwards, &mail->away_instead,
	};
	char **texts[] = {
		&mail->message_id, &mail->subject, &mail->kind_reason, &mail->kith_id, &mail->text, &mail->new_text,
		&mail->signature, &mail->bounce_original_id, &mail->away_until, &mail->language,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_clear_pointer(lists[i], g_ptr_array_unref);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_clear_pointer(texts[i], g_free);
	kith_address_free(mail->author);
	signature_fields_free(mail->signature_fields);
	kith_invite_free(mail->invite);
	g_free(mail);
}
