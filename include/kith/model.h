/* SPDX-License-Identifier: MIT
 * model.h - the nouns. Stages never call each other; they meet in these and in rows.
 * In: bytes of a mailbox. Out: what a person sees. Next: src/pipeline.c, then src/fetch/
 */
#pragma once

#include "kith/base.h"

/* --- where a mail was seen */

typedef enum {
	KITH_FOLDER_OTHER,
	KITH_FOLDER_INBOX,
	KITH_FOLDER_SENT,
	KITH_FOLDER_ARCHIVE,
	KITH_FOLDER_ALL,
	KITH_FOLDER_DRAFTS,
	KITH_FOLDER_JUNK,
	KITH_FOLDER_TRASH,
	KITH_FOLDER_ASIDE,	/* outbox, templates, calendars...: nothing that was sent or got */
} KithFolderRole;

typedef enum {
	KITH_SIGHTING_STORED,
	KITH_SIGHTING_SKIPPED,
	KITH_SIGHTING_QUARANTINED,
	KITH_SIGHTING_GONE,	/* was stored; the server lists it no more */
} KithSightingStatus;

/* One mail as it comes from a source: the slim mail and where it was seen.
 * `slim` is itself a MIME message: the header block as it came, every text, message,
 * calendar and TNEF part as it came, and in place of every other body the one line
 * "[kith: N bytes left out]" (N: decoded size). Signed S/MIME files
 * are kept too: their text is inside. So that parse, store and rebuild read
 * one format, and no attachment is ever stored. */
typedef struct {
	uint64_t uid;		/* IMAP UID; for a Maildir or mbox a hash of what it is */
	int64_t internal_at;	/* INTERNALDATE; 0 unknown */
	uint64_t size_bytes;	/* RFC822.SIZE: a hint */
	GBytes *slim;		/* NULL when it could not be fetched */
	KithSightingStatus status;	/* STORED, or why not: */
	char *reason;		/* of skipped or quarantined, else NULL */
	GPtrArray *defects;	/* char *: what was left out, with its size */
	char *envelope;		/* From, Date, Subject, Message-ID, as far as could be read: a line each; NULL */
	KithFolderRole role;	/* what Gmail's labels say this mail is; OTHER: what its folder is */
	uint64_t gmail_thread;	/* X-GM-THRID; 0 none */
} KithRawMail;

void kith_raw_mail_free(KithRawMail *raw);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithRawMail, kith_raw_mail_free)
void kith_raw_mail_write(const KithRawMail *raw, GByteArray *out);
KithRawMail *kith_raw_mail_read(KithReader *in, GError **error);

/* --- what was understood of it (parse makes it; pure) */

typedef enum {
	KITH_KIND_PERSONAL,
	KITH_KIND_LIST,
	KITH_KIND_BULK,
	KITH_KIND_AUTO_REPLY,
	KITH_KIND_BOUNCE,
	KITH_KIND_REPORT,
	KITH_KIND_INVITE,
} KithMailKind;
#define KITH_KIND_COUNT 7

const char *kith_mail_kind_name(KithMailKind kind);	/* "personal", "auto-reply", ... */
bool kith_mail_kind_find(const char *name, KithMailKind *ret_kind);

typedef struct {
	char *name;	/* display name, clean; NULL when none */
	char *address;	/* as written, clean; may be no valid address */
} KithAddress;

typedef struct {
	char *name;	/* file name, clean; NULL when none */
	char *type;	/* "application/pdf" */
	uint64_t size_bytes;	/* decoded */
	bool is_inline;
} KithAttachment;

typedef struct {
	char *address;
	char *status;		/* "5.1.1" or NULL */
	char *reply_code;	/* "550" or NULL */
	bool permanent;		/* status class 5 */
	char *diagnostic;
} KithBounceRecipient;

typedef struct {
	char *method;		/* "REQUEST", "REPLY", "CANCEL" */
	char *uid;
	char *summary;
	char *start;		/* RFC 3339, or a date, or local time without offset */
	char *end;
	char *zone;		/* IANA name, else the TZID; start may have an offset beside it */
	char *organizer;
	GPtrArray *attendees;	/* KithAttendee * */
} KithInvite;

typedef struct {
	char *address;
	char *name;	/* CN; NULL when none */
	char *answer;	/* PARTSTAT in lower case: "accepted", "needs-action", ...; NULL when none */
} KithAttendee;

/* A stretch of a mail's text: bytes from START up to END. */
typedef struct { uint32_t start, end; } KithStretch;

typedef enum {
	KITH_FACT_NAME,
	KITH_FACT_TITLE,
	KITH_FACT_ORGANIZATION,
	KITH_FACT_PHONE,
	KITH_FACT_URL,
	KITH_FACT_EMAIL,
} KithFactKind;
#define KITH_FACT_KIND_COUNT 6

/* Where in the mail's text a fact of the signature stands. */
typedef struct {
	KithFactKind kind;
	char *value;	/* as in the fields below */
	KithStretch span;
} KithFact;

const char *kith_fact_kind_name(KithFactKind kind);	/* "name", "title", "phone", ... */

typedef struct {
	char *name, *title, *organization;	/* NULL when not found */
	GPtrArray *phones, *urls, *emails;	/* char * */
	GPtrArray *places;			/* KithFact *, in the order of the text; never NULL */
} KithSignatureFields;

/* What a stretch of a mail's text is. Only NEW is the author's own words to this reader; the rest is
 * kept aside, never thrown away. */
typedef enum {
	KITH_ZONE_NEW,
	KITH_ZONE_INTRODUCTION,	/* of older text: "On ... wrote:", a quoted header block, "Original Message" */
	KITH_ZONE_QUOTE,	/* older text */
	KITH_ZONE_FORWARD,	/* a forwarded mail, with the lines that introduce it */
	KITH_ZONE_SIGNATURE,
	KITH_ZONE_FOOTER,	/* of lists, mail programs, virus scanners, newsletters */
	KITH_ZONE_DISCLAIMER,
	KITH_ZONE_BANNER,	/* what a gateway wrote above: "External mail" */
	KITH_ZONE_ARMOUR,	/* OpenPGP and S/MIME lines that are no words */
} KithZoneKind;
#define KITH_ZONE_KIND_COUNT 9

typedef struct {
	KithZoneKind kind;
	KithStretch span;	/* whole lines of `text` */
	char *rule;	/* what decided, in words: "attribution, de", "signature mark" */
} KithZone;

const char *kith_zone_kind_name(KithZoneKind kind);	/* "new", "introduction", "quote", ... */

/* A mail that stands in this one, by hand or by message/rfc822. */
typedef struct {
	KithAddress *author;	/* of the original; NULL: not said. Its address is "" when only the name is */
	char *date;		/* as it stands there; NULL */
	int64_t date_at;	/* 0 when it could not be read */
	char *subject;		/* NULL */
	char *message_id;	/* of an attached mail; NULL */
	KithStretch span;		/* its own words in `text`, without the lines that introduce them */
	bool is_attached;	/* message/rfc822 */
} KithForward;

typedef struct {
	char *message_id;		/* bare; NULL when none */
	GPtrArray *in_reply_to;		/* char *, bare */
	GPtrArray *references;		/* char *, bare, oldest first */
	int64_t date_at;		/* the Date field; 0 when none could be read */
	int32_t date_offset_s;		/* its offset from UTC */
	int64_t received_at;		/* topmost Received; 0 when none */
	GPtrArray *from, *sender, *reply_to, *to, *cc, *bcc;	/* KithAddress *, never NULL */
	KithAddress *author;		/* who wrote: From, or the person behind a list that
					 * rewrote From (Reply-To, X-Original-From); NULL when unknown */
	GPtrArray *list_addresses;	/* char *: List-Id, List-Post, Mailing-List, X-BeenThere addresses */
	char *subject;			/* decoded, clean; "" when none */
	KithMailKind kind;
	char *kind_reason;		/* names the header or pattern that decided */
	bool is_automatic;		/* Auto-Submitted, Precedence, List-*, null path: never a command */
	char *kith_id;			/* X-Kith-Id: ours, when its token holds; else data */
	char *text;			/* readable body, UTF-8 */
	char *new_text;			/* what its author wrote here */
	GPtrArray *zones;		/* KithZone *: all of `text`, in order, without gaps */
	GPtrArray *forwards;		/* KithForward *: the outermost first */
	char *signature;		/* NULL when none */
	KithSignatureFields *signature_fields;	/* never NULL */
	GPtrArray *attachments;		/* KithAttachment * */
	GPtrArray *bounce;		/* KithBounceRecipient *; NULL when no bounce */
	char *bounce_original_id;	/* Message-ID of the mail that bounced; NULL */
	char *away_until;		/* auto-reply: "YYYY-MM-DD"; NULL */
	GPtrArray *away_instead;	/* KithAddress *: whom to write to meanwhile */
	KithInvite *invite;		/* NULL when none */
	char *language;			/* "en", "de", ... or NULL */
	GPtrArray *defects;		/* char * */
} KithMail;

KithMail *kith_mail_new(void);	/* all lists empty, strings NULL but subject, text, new_text "" */
void kith_mail_free(KithMail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithMail, kith_mail_free)
KithAddress *kith_address_new(const char *name, const char *address);
void kith_address_free(KithAddress *address);
KithAttachment *kith_attachment_new(const char *name, const char *type, uint64_t size_bytes, bool is_inline);
void kith_attachment_free(KithAttachment *attachment);
void kith_bounce_recipient_free(KithBounceRecipient *recipient);
void kith_invite_free(KithInvite *invite);
KithAttendee *kith_attendee_new(const char *address, const char *name, const char *answer);
void kith_attendee_free(KithAttendee *attendee);
KithFact *kith_fact_new(KithFactKind kind, const char *value, KithStretch span);
void kith_fact_free(KithFact *fact);
KithZone *kith_zone_new(KithZoneKind kind, KithStretch span, const char *rule);
void kith_zone_free(KithZone *zone);
void kith_forward_free(KithForward *forward);
/* The forwarded words as they stand in TEXT, trimmed; "" when they were not kept. To be freed. */
char *kith_forward_text(const KithForward *forward, const char *text);

/* Flat fields for the way from the parse process to core. Reading checks every
 * length, count and enum; INVALID on anything wrong. */
void kith_mail_write(const KithMail *mail, GByteArray *out);
KithMail *kith_mail_read(KithReader *in, GError **error);

/* --- what is due */

typedef enum {
	KITH_FOLLOW_YOU_OWE,
	KITH_FOLLOW_WAITING,
	KITH_FOLLOW_CADENCE,
	KITH_FOLLOW_MANUAL,
	KITH_FOLLOW_PROMISE,
	KITH_FOLLOW_MEETING,
} KithFollowKind;
#define KITH_FOLLOW_KIND_COUNT 6

typedef enum {
	KITH_FOLLOW_OPEN,	/* not yet due, or due and not told */
	KITH_FOLLOW_SNOOZED,
	KITH_FOLLOW_SENT,	/* the reminder is out */
	KITH_FOLLOW_DONE,
	KITH_FOLLOW_CANCELLED,
} KithFollowStatus;
#define KITH_FOLLOW_STATUS_COUNT 5

const char *kith_follow_kind_name(KithFollowKind kind);
bool kith_follow_kind_find(const char *name, KithFollowKind *ret_kind);
const char *kith_follow_status_name(KithFollowStatus status);
bool kith_follow_status_find(const char *name, KithFollowStatus *ret_status);

/* --- how much of a mail a colleague may see */

typedef enum {
	KITH_TIER_NONE,
	KITH_TIER_META,		/* that there was a mail: who, when, which way */
	KITH_TIER_SUBJECT,
	KITH_TIER_FULL,
} KithTier;

const char *kith_tier_name(KithTier tier);
