/* SPDX-License-Identifier: MIT
 * when-words.h - the words of times in six languages, as data.
 * In: a phrase, folded. Out: what it means. Next: src/follow/when-read.c
 */
#pragma once

#include "kith/base.h"

typedef enum {
	WORD_NUMBER,		/* value: the number */
	WORD_ORDINAL,		/* value: 1, 2, ...; -1 last */
	WORD_UNIT,		/* value: WhenUnit */
	WORD_WEEKDAY,		/* value: Monday 1 */
	WORD_MONTH,		/* value: January 1 */
	WORD_DAY,		/* value: days from today */
	WORD_DAY_OR_MORNING,	/* German "morgen": tomorrow, after a day its morning */
	WORD_PART,		/* value: WhenPart */
	WORD_DAY_PART,		/* value: days from today * 10 + WhenPart */
	WORD_HALF,		/* value: 0 am, 12 pm */
	WORD_OCLOCK,		/* value 1: after "in" also a number of hours */
	WORD_THIS,
	WORD_NEXT,
	WORD_COMING,		/* the first one to come, without doubt */
	WORD_EDGE,		/* value: WhenEdge */
	WORD_EDGE_OF,		/* value: WhenEdge * 10 + WhenUnit */
	WORD_WEEKEND,
	WORD_EVERY,
	WORD_EVERY_UNIT,	/* value: WhenUnit */
	WORD_UNTIL,
	WORD_NO_REPLY,
	WORD_IN,
	WORD_AT,
	WORD_FROM_NOW,
	WORD_FILLER,		/* articles and the like */
} WordClass;

typedef enum {
	WHEN_MINUTE = 1, WHEN_HOUR, WHEN_DAY, WHEN_WORKDAY, WHEN_WEEK, WHEN_MONTH, WHEN_YEAR,
	WHEN_M,			/* a bare "m": minutes after hours, else ambiguous */
} WhenUnit;

typedef enum {
	WHEN_NO_PART, WHEN_MORNING, WHEN_NOON, WHEN_AFTERNOON, WHEN_EVENING, WHEN_NIGHT, WHEN_MIDNIGHT,
} WhenPart;

typedef enum { WHEN_NO_EDGE, WHEN_BEGINNING, WHEN_END } WhenEdge;

/* SPELLINGS: lower case without accents, separated by '|'; may hold blanks. */
typedef struct { WordClass class; int value; const char *spellings; } WhenWord;

typedef struct { const char *code; const WhenWord *words; size_t count; } WhenLanguage;

#define WHEN_LANGUAGES 6
#define WHEN_PHRASE_WORDS 5	/* of the longest spelling */
extern const WhenLanguage when_languages[WHEN_LANGUAGES];

/* The entry of PHRASE (LENGTH bytes); NULL: unknown in that language. */
const WhenWord *when_word_find(const WhenLanguage *language, const char *phrase, size_t length);
