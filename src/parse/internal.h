/* SPDX-License-Identifier: MIT
 * internal.h - what the files of parse say to each other.
 * In: bytes of a mail. Out: pieces of KithMail. Next: src/parse/parse.c
 */
#pragma once

#include "kith/parse.h"

/* --- charset.c */
/* Opens every converter that mail needs and keeps it (the jail cannot load one). */
void kith_charset_init(void);
/* Bytes in the declared CHARSET (NULL: none) as UTF-8 text without NUL; wrong, unknown and
 * missing declarations are repaired. At most MAX bytes come back. */
char *kith_charset_text(const char *bytes, size_t length, const char *charset, size_t max);

/* --- fields.c: header blocks, of mails, of delivery reports, of quoted mails */
typedef struct {
	char *name;
	char *raw_value;	/* unfolded, without line ends; any bytes but NUL */
} KithField;

/* Reads a block up to its blank line; *ret_length (may be NULL) is where the body starts. */
GPtrArray *kith_fields_read(const char *bytes, size_t length, size_t *ret_length);
/* The first field of that name, or NULL; borrowed. */
const char *kith_fields_get(const GPtrArray *fields, const char *name);
/* That field decoded (RFC 2047), clean, one line, at most MAX bytes; NULL when absent. */
char *kith_fields_text(const GPtrArray *fields, const char *name, size_t max);
/* --- encoded-word.c */
/* A received value with encoded words and undeclared 8-bit characters decoded; clean. */
char *kith_header_decode(const char *raw_value, size_t max);
/* --- fields.c */
/* The <ids> of a field, bare, at most MAX, appended to IDS; true when some were left out. */
bool kith_header_ids(const char *raw_value, size_t max, GPtrArray *ids);
/* The bytes made harmless for GMime: header block, address and Content-* fields capped,
 * boundaries counted. What was cut is told in DEFECTS. */
GBytes *kith_mail_tame(GBytes *slim, GPtrArray *defects);

/* --- address.c */
/* Appends the addresses of a raw field; true when some were left out. */
bool kith_addresses_read(const char *raw_value, GPtrArray *addresses);

/* --- author.c */
/* Who wrote it, seen through lists that put their own address into From. */
KithAddress *kith_author_find(const KithMail *mail, const GPtrArray *fields);

/* --- date.c */
bool kith_date_read(const char *raw_value, int64_t *ret_at, int32_t *ret_offset_s);

/* --- body.c: the MIME tree */
typedef struct {
	char *text;		/* readable, UTF-8, lines end with \n */
	char *calendar;		/* the first text/calendar, or NULL */
	char *delivery_status;	/* message/delivery-status, or NULL */
	char *disposition;	/* message/disposition-notification, or NULL */
	char *feedback;		/* message/feedback-report, or NULL */
	char *returned;		/* header block of the mail a report is about, or NULL */
	char *report_type;	/* of multipart/report, lower case, or NULL */
	GArray *attached;	/* of KithStretch: message/rfc822 parts in the text, with their heads, in order, the
				 * outermost only; NULL when none */
	bool is_calendar_mail;	/* the calendar stands beside the text, not as an attachment */
	bool has_machine_file;	/* an attachment that only reports have (DMARC, TLS-RPT) */
} KithBody;

void kith_body_free(KithBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithBody, kith_body_free)
/* Attachments and defects go into MAIL. */
KithBody *kith_body_read(GBytes *tame, KithMail *mail);

/* --- flowed.c (RFC 3676) and html.c */
char *kith_flowed_join(const char *text, bool delsp);
char *kith_html_text(const char *html, size_t length);

/* --- quote.c */
typedef struct {
	char *new_text;
	char *signature;	/* NULL when none */
	GPtrArray *zones;	/* KithZone *: all of the text */
	GPtrArray *forwards;	/* KithForward *: not the attached ones */
} KithOwnText;
/* What of its text MAIL's author wrote, how it was signed, and what all of it is. Author, subject and parents are
 * known by now; ATTACHED (or NULL) is KithBody's. */
void kith_own_text_find(const KithMail *mail, const GArray *attached, KithOwnText *ret_own);

/* --- signature.c */
/* Reads the fields of TEXT's signatures, with their places; nothing is made up. Without ZONES all of TEXT is one. */
void kith_signature_read(const char *text, const GPtrArray *zones, const KithAddress *author,
			 KithSignatureFields *fields);

/* --- kind.c */
void kith_kind_find(KithMail *mail, const GPtrArray *fields, const KithBody *body);

/* --- bounce.c */
/* Recipients that a delivery report or a free-text bounce names; never NULL. */
GPtrArray *kith_bounce_recipients(const KithMail *mail, const GPtrArray *fields, const KithBody *body);
/* Message-ID of the mail that came back; NULL when it is not said. */
char *kith_bounce_original_id(const KithMail *mail, const GPtrArray *fields, const KithBody *body);
/* Whether TEXT reads like the words of an MTA that could not deliver. */
bool kith_bounce_words(const char *text);

/* --- away.c, away-instead.c */
/* The day that an automatic answer gives for the end of an absence, "YYYY-MM-DD"; NULL when none is certain. */
char *kith_away_until(const KithMail *mail);
/* Whom to write to meanwhile: appended to mail->away_instead. */
void kith_away_instead(KithMail *mail);

/* --- invite.c, language.c */
KithInvite *kith_invite_read(const char *calendar);
const char *kith_language_guess(const char *text);

/* --- lines.c: hand scanners */
/* TEXT's lines without line ends; the strings belong to the array. */
GPtrArray *kith_lines_split(const char *text);
/* Where each of COUNT lines starts in TEXT, in bytes; and one more: the end of TEXT. To be freed. */
uint32_t *kith_lines_starts(const char *text, guint count);
char *kith_lines_join(GPtrArray *lines, guint from, guint until);
bool kith_line_is_blank(const char *line);
bool kith_starts_nocase(const char *text, const char *start);	/* ASCII and UTF-8 case */
/* Where NEEDLE (lower case ASCII) stands in TEXT without regard to case, or NULL. */
const char *kith_find_nocase(const char *text, const char *needle);
/* The first MAX bytes of valid UTF-8, or less, so that it stays valid. To be freed. */
char *kith_text_head(const char *text, size_t max);
