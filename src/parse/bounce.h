/* SPDX-License-Identifier: MIT
 * bounce.h - what the files that read bounces say to each other.
 * In: a report or a text. Out: recipients with codes. Next: src/parse/bounce.c
 */
#pragma once

#include "internal.h"

#define KITH_BOUNCE_STATUS_SIZE 12	/* "5.123.123" */

/* --- bounce-status.c */
typedef struct {
	char status[KITH_BOUNCE_STATUS_SIZE];	/* RFC 3463; "" when nothing was said */
	char reply[4];				/* RFC 5321 4.2; "" when none was said */
} KithBounceCode;

typedef enum {
	KITH_BOUNCE_UNTOLD,
	KITH_BOUNCE_FINAL,	/* given up */
	KITH_BOUNCE_DELAYED,	/* the server goes on trying */
} KithBounceEnd;

/* The codes in the words SAID of one recipient, with the DECLARED status of a report (NULL: none). The most
 * exact one wins; words count where codes are vague or missing, END where they leave the class open. */
KithBounceCode kith_bounce_code(const char *declared, const char *said, KithBounceEnd end);
bool kith_bounce_has_code(const char *text);
/* Whether TEXT holds a code or words with a meaning. */
bool kith_bounce_says_why(const char *text);
/* Whether the server that wrote TEXT has given up; free text rarely says so: FINAL unless it speaks of a delay. */
KithBounceEnd kith_bounce_end(const char *text);
/* How telling a status is: 0 none or "5.0.0"; 1 only the subject, or that time ran out; 2 exact. */
int kith_bounce_rank(const char *status);

/* --- bounce.c */
bool kith_bounce_is_known(const GPtrArray *recipients, const char *address);
/* SAID and DECLARED may be NULL; what is over the limit of recipients is left out. */
void kith_bounce_add(GPtrArray *recipients, const char *address, const char *declared, const char *said,
		     KithBounceEnd end);

/* --- bounce-report.c */
/* The recipients of a delivery report (RFC 3464); TEXT is what stands beside it for people. */
void kith_bounce_read_report(const char *report, const char *text, GPtrArray *recipients);

/* --- bounce-text.c */
/* The recipients that free text names. */
void kith_bounce_read_text(const KithMail *mail, GPtrArray *recipients);
/* What TEXT says of ADDRESS: its line and the lines that belong to it; NULL when it does not stand there. */
char *kith_bounce_said_of(const char *text, const char *address);
/* What a server answered in a transcript of sendmail ("<<< 550 ..."); NULL when there is none. To be freed. */
char *kith_bounce_transcript(const char *text);
/* Why the mail came back, when nothing is said of one recipient. To be freed. */
char *kith_bounce_why(const char *text);
/* Whether TEXT looks like a server's: an SMTP dialogue, fields of a report, a returned mail. */
bool kith_bounce_is_machine_text(const char *text);
