/* SPDX-License-Identifier: MIT
 * kind-words.h - the words by which machines give themselves away.
 * In: nothing. Out: tables. Next: src/parse/kind.c
 */
#pragma once

#include <stddef.h>

typedef struct { const char *const *words; size_t count; } KithWords;

/* All lower case; looked for anywhere unless it says otherwise. */
extern const KithWords kith_bounce_subjects;
extern const KithWords kith_bounce_phrases;
extern const KithWords kith_bounce_senders;	/* local parts, whole */
extern const KithWords kith_auto_reply_subjects;	/* start of subject; no person begins so */
extern const KithWords kith_away_subjects;	/* people write them too: need a second sign */
extern const KithWords kith_away_phrases;
extern const KithWords kith_robot_senders;	/* start of local parts */
extern const KithWords kith_original_marks;	/* in a bounce: the returned mail begins */
extern const KithWords kith_until_words;	/* before the day on which somebody is back */
