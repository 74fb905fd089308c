/* SPDX-License-Identifier: MIT
 * quote.h - lines of a mail and whose they are.
 * In: lines. Out: zones. Next: src/parse/quote.c, header-block.c, attribution.c, forward.c, sign-off.c
 */
#pragma once

#include "internal.h"

typedef enum {
	KITH_LABEL_NONE,
	KITH_LABEL_FROM,
	KITH_LABEL_SENT,	/* "Sent:": says by itself that a mail is meant; "Date:" does not */
	KITH_LABEL_DATE,
	KITH_LABEL_TO,
	KITH_LABEL_CC,
	KITH_LABEL_SUBJECT,
	KITH_LABEL_OTHER,
} KithLabel;
#define KITH_LABEL_COUNT 8

/* The lines of a text, each with what it is and which rule said so. */
typedef struct {
	GPtrArray *lines;	/* char *, without line ends and blanks at the end */
	uint32_t *starts;	/* of each line in the text, and one more: its end */
	KithZoneKind *zones;	/* of each line; NEW until a rule says otherwise */
	const char **rules;	/* interned */
	bool *quoted;		/* whether it bears a quotation mark */
	bool answers;		/* the mail answers another, or passes it on */
	uint8_t *labels;	/* KithLabel that it begins with, behind its quotation marks */
	const KithAddress *author;
} KithMarked;

static inline const char *kith_line_at(const KithMarked *marked, guint i)
{
	return marked->lines->pdata[i];
}

/* Lines FROM up to UNTIL are ZONE, says RULE (a literal, or interned). */
void kith_mark(KithMarked *marked, guint from, guint until, KithZoneKind zone, const char *rule);
/* Somebody else's words, or what introduces them. */
bool kith_zone_is_old(KithZoneKind zone);

/* --- quote-marks.c: single lines */
bool kith_line_is_divider(const char *line);
/* Behind blanks, stars and underscores, marks of writing direction, and blanks that stayed quoted-printable. */
const char *kith_line_skip(const char *line);
/* LINE without its quotation marks. */
const char *kith_line_unquoted(const char *line);
/* The next line from I on that is not blank, or the number of lines. */
guint kith_next_text(const KithMarked *marked, guint i);
/* Fills `quoted`. */
void kith_quotes_find(KithMarked *marked);
/* Below an attribution, a run of lines from I on that begin with ":" or "|", or (INDENTED) are set in, is quoted.
 * Returns whether there is one. */
bool kith_quotes_below(KithMarked *marked, guint i, bool indented);

/* --- header-block.c: "From: ... Sent: ... To: ... Subject: ..." */
typedef struct {
	guint start, end;	/* lines */
	const char *language;	/* of its labels */
} KithHeaderBlock;

KithLabel kith_label_find(const char *line, const char **ret_value, const char **ret_language);
/* The block whose first label is in line I; it may begin above, as Lotus Notes writes it. INTRODUCED: a line above
 * says that a mail follows, so that less is asked of it. */
bool kith_header_block_at(const KithMarked *marked, guint i, bool introduced, KithHeaderBlock *ret_block);
/* What stands in it; NULL where nothing does. */
void kith_header_block_read(const KithMarked *marked, const KithHeaderBlock *block, char **ret_from, char **ret_date,
			    char **ret_subject);

/* --- attribution.c: "On Monday, Jane Doe <jane@example.com> wrote:" */
typedef struct {
	guint count;	/* lines */
	bool is_sure;	/* by itself; else only above a quotation */
	const char *language;
} KithAttribution;

bool kith_attribution_at(const KithMarked *marked, guint i, KithAttribution *ret_attribution);
/* A date or a time of day stands in TEXT; a time of day does. */
bool kith_text_has_date(const char *text);
bool kith_text_has_clock(const char *text);

/* --- heading.c: whatever introduces a mail inside of a mail */
typedef enum {
	KITH_HEADING_BLOCK,
	KITH_HEADING_ORIGINAL,	/* "-----Original Message-----" */
	KITH_HEADING_FORWARD,	/* "---------- Forwarded message ---------" */
	KITH_HEADING_ATTRIBUTION,
	KITH_HEADING_REPLY_ABOVE,	/* "Please type your reply above this line" */
} KithHeadingKind;

typedef struct {
	KithHeadingKind kind;
	guint start, end;	/* lines */
	bool is_sure;		/* else only above a quotation */
	bool has_block;
	KithHeaderBlock block;
	const char *rule;
} KithHeading;

bool kith_heading_at(const KithMarked *marked, guint i, KithHeading *ret_heading);
/* "----- Forwarded message -----", "----- End of forwarded message -----". */
bool kith_line_starts_forward(const char *line);
bool kith_line_ends_forward(const char *line);

/* --- forward.c */
bool kith_subject_forwards(const char *subject);
bool kith_subject_answers(const char *subject);
/* Marks the mail that HEADING introduces, and those inside of it; adds them to FORWARDS.
 * Returns the line where its forwarder may go on. */
guint kith_forward_mark(KithMarked *marked, const KithHeading *heading, GPtrArray *forwards);

/* sign-off.c: marks signature and footers among the author's own lines. */
void kith_mark_signature(KithMarked *marked);
