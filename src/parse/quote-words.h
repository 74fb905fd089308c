/* SPDX-License-Identifier: MIT
 * quote-words.h - how mail programs and people introduce what is not theirs, by language.
 * In: nothing. Out: tables. Next: src/parse/quote.c
 */
#pragma once

#include <stddef.h>

#include "kind-words.h"

typedef struct {
	const char *start;	/* "On " */
	const char *verb;	/* "wrote" */
} KithAttribution;

extern const KithAttribution kith_attributions[];
extern const size_t kith_attribution_count;

typedef enum { LABEL_NONE, LABEL_FROM, LABEL_DATE, LABEL_TO, LABEL_CC, LABEL_SUBJECT, LABEL_OTHER } KithLabelKind;
typedef struct { const char *name; KithLabelKind kind; } KithLabel;

extern const KithLabel kith_labels[];
extern const size_t kith_label_count;

extern const KithWords kith_original_words;	/* between dashes */
extern const KithWords kith_forward_words;	/* between dashes, or a line of their own */
extern const KithWords kith_mobile_starts;	/* "Sent from my ..." */
extern const KithWords kith_disclaimer_words;
extern const KithWords kith_footer_words;	/* lists' footers */
extern const KithWords kith_signoff_words;
extern const KithWords kith_title_words;
extern const KithWords kith_organization_words;
