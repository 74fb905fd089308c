/* SPDX-License-Identifier: MIT
 * send.h - templates, composing, outbox, SMTP.
 * In: objects from view. Out: mails to users, each once. Next: src/cli/
 */
#pragma once

#include <jansson.h>

#include "kith/store.h"

/* --- templates (template.c): Mustache; interpolation escaped in .html, plain in .txt */

/* TEMPLATE with the values of DATA: {{name}}, {{{name}}}, {{&name}}, {{#section}}, {{^inverted}},
 * {{!comment}}, {{>partial}}, {{=<% %>=}}, dotted names, per the Mustache specification 1.1.
 * PARTIAL finds partials; NULL: none. Errors: INVALID with line. */
typedef const char *(*KithTemplatePartial)(const char *name, void *context);
char *kith_template_render(const char *template, const json_t *data, bool html,
		KithTemplatePartial partial, void *context, GError **error);

/* NAME ("reminder.txt") from FOLDER (the user's own; may be NULL), else built in. */
char *kith_template_load(const char *folder, const char *name, GError **error);

/* --- tokens (token.c): HMAC-SHA256, 128 bit, base32 lower case, in Reply-To's local part */

/* KEY is the store's 32 bytes. SUBJECT is what an answer is about (a follow-up's short id, "digest"). */
char *kith_token_make(const uint8_t key[32], const char *user, const char *subject, int64_t expires_at);
/* True and *ret_subject when TOKEN is USER's own and not expired; constant time. */
bool kith_token_check(const uint8_t key[32], const char *token, const char *user, int64_t now_at, char **ret_subject);

/* --- composing (compose.c; GMime) */
typedef struct {
	const char *from_name;		/* "kith" */
	const char *from_address;
	const char *to_name, *to_address;
	const char *reply_to;		/* kith+TOKEN@... */
	const char *subject;
	const char *message_id;		/* bare */
	const char *in_reply_to;	/* bare; NULL */
	const GPtrArray *references;	/* char *, bare */
	const char *kith_id;		/* X-Kith-Id */
	const char *text;		/* UTF-8 */
	int64_t date_at;
	GTimeZone *zone;
} KithLetter;
/* The mail with CRLF, 7-bit clean. INVALID when an address or id could smuggle anything. */
GBytes *kith_compose(const KithLetter *letter, GError **error);

/* --- outbox (outbox.c): queued -> sending -> sent -> proved; uncertain is looked up before it is repeated */

/* The three mails of today, each written once per occasion, in the caller's transaction.
 * False without error when the occasion was written before. */
bool kith_outbox_reminder(KithStore *store, const KithConfig *config, const KithUser *user, int64_t follow_up_id,
		const json_t *view, int64_t now_at, GError **error);
bool kith_outbox_digest(KithStore *store, const KithConfig *config, const KithUser *user, const json_t *view,
		int64_t now_at, GError **error);
/* Whether USER's digest of WEEK ("2026-W10") was written; asked before it is computed. */
bool kith_outbox_has_digest(KithStore *store, const KithUser *user, const char *week,
			    bool *ret_written, GError **error);
/* An answer to a command mail IN_REPLY_TO (bare id). */
bool kith_outbox_confirmation(KithStore *store, const KithConfig *config, const KithUser *user, const char *in_reply_to,
		const char *subject, const char *text, const char *follow_up, int64_t now_at, GError **error);

typedef struct { int64_t outgoing_id; char *recipient; GBytes *bytes; } KithOutgoing;
void kith_outgoing_clear(KithOutgoing *outgoing);
/* The next mail to send now; marks it `sending` durably (own transaction). *ret_found false: none.
 * Refuses, as failed, any recipient that is no configured user's address. */
bool kith_outbox_next(KithStore *store, const KithConfig *config, int64_t now_at, bool *ret_found,
		KithOutgoing *ret_outgoing, GError **error);

typedef enum { KITH_SEND_DONE, KITH_SEND_REFUSED, KITH_SEND_LATER, KITH_SEND_UNCERTAIN } KithSendOutcome;
bool kith_outbox_result(KithStore *store, int64_t outgoing_id, KithSendOutcome outcome, const char *text,
		int64_t now_at, GError **error);
/* A mail of ours was seen in a mailbox (Message-ID, References or X-Kith-Id): proof that it arrived. */
bool kith_outbox_prove(KithStore *store, const KithMail *mail, int64_t now_at, bool *ret_is_ours, GError **error);
/* After a start: what was left in `sending` is `uncertain`. */
bool kith_outbox_recover(KithStore *store, int64_t now_at, GError **error);

/* --- the send process (smtp.c; libcurl): JOB is answered by RESULT */
typedef enum { KITH_SEND_JOB = 1, KITH_SEND_RESULT = 2 } KithSendMessage;
typedef struct {
	bool implicit_tls, plain;
	char *host; uint16_t port; char *login, *password, *tls_ca;
	char *sender, *recipient;
	GBytes *bytes;
} KithSendJob;
void kith_send_job_free(KithSendJob *job);	/* wipes the password */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithSendJob, kith_send_job_free)
void kith_send_job_write(const KithSendJob *job, GByteArray *out);
KithSendJob *kith_send_job_read(KithReader *in, GError **error);
typedef struct { KithSendOutcome outcome; char *text; } KithSendResult;
void kith_send_result_free(KithSendResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithSendResult, kith_send_result_free)
void kith_send_result_write(const KithSendResult *result, GByteArray *out);
KithSendResult *kith_send_result_read(KithReader *in, GError **error);
int kith_send_main(int fd);
