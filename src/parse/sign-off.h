/* SPDX-License-Identifier: MIT
 * sign-off.h - what the files that know the ends of mails say to each other.
 * In: lines. Out: what they hold. Next: src/parse/sign-off.c
 */
#pragma once

#include "quote.h"
#include "words.h"

#define KITH_SIGNED_LINE_BYTES 1000	/* longer lines are no letterhead's */

/* --- own-lines.c: the author's lines among the marked ones */
bool kith_own_at(const KithMarked *marked, guint i);	/* still the author's, and not blank */
/* The next own line from I on, or END. */
guint kith_own_next(const KithMarked *marked, guint i, guint end);
/* Behind the last line of I's paragraph. */
guint kith_own_paragraph_end(const KithMarked *marked, guint i, guint end);
void kith_own_mark(KithMarked *marked, guint from, guint until, KithZoneKind zone, const char *rule);
/* I, or the rule or "--" right above it. */
guint kith_own_divider_above(const KithMarked *marked, guint i);
/* LINE behind what decorates it. */
const char *kith_line_bare(const char *line);

/* --- sign-off.c: "Best regards", "Viele Grüße aus Berlin" */
bool kith_line_is_greeting(const char *line);
bool kith_line_is_postscript(const char *line);	/* "P.S. ..." */

/* --- armour.c, banner.c, footer.c */
void kith_mark_armour(KithMarked *marked);
void kith_mark_banner(KithMarked *marked);
void kith_mark_footers(KithMarked *marked, guint start, guint end);

/* --- phone.c */
typedef struct {
	const char *at;		/* in the line */
	size_t length;		/* with its extension */
	bool is_fax;
} KithPhone;

/* The next number to call in LINE from *AT on; *AT moves behind it. */
bool kith_phone_next(const char *line, const char **at, KithPhone *ret_phone);
/* LINE ends by saying that a fax number follows. */
bool kith_phone_fax_follows(const char *line);
/* "x1234", "ext. 12": an extension and nothing else. */
bool kith_phone_is_extension(const char *line);
/* Where in LINE what calls a number, or the number itself, begins; its end when there is none. */
const char *kith_phone_label(const char *line);

/* --- letterhead.c */
bool kith_line_has_contact(const char *line);	/* a phone, address of mail or web */
/* How much of the AUTHOR's name LINE is, and nothing else: 0 none, 1 a part, 2 first and last name. */
unsigned kith_line_name(const char *line, const KithAddress *author);
/* Words that could be anybody's name. */
bool kith_line_is_person(const char *line);
/* A phrase of PHRASES stands in LINE as a name would: as whole words with a capital. */
bool kith_line_has_phrase(const char *line, const KithPhrases *phrases);
bool kith_line_has_legal_form(const char *line);
bool kith_line_is_postal(const char *line);	/* streets, places with their code */
bool kith_line_is_prose(const char *line);
/* LINE is the name behind DOMAIN, but for what is often left out: "Example Tools" of example.com. */
bool kith_line_is_domain(const char *line, const char *domain);
