/* SPDX-License-Identifier: MIT
 * words.h - phrases of mail programs, machines and people, by language.
 * In: src/parse/words/NAME.txt. Out: what of them stands in a text. Next: src/parse/words.c
 *
 * A language is a line in a data file, "LIST LANGUAGE: phrase | phrase"; the code knows only lists.
 * Letters are compared without case, curly apostrophes as straight ones, every kind of blank as a blank.
 * All scans are linear in the text, whatever the number of phrases (Aho and Corasick, 1975).
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

typedef struct KithPhrases KithPhrases;

typedef struct {
	char *text;	/* as in the file */
	char *language;	/* "de"; "-" when it belongs to none */
} KithPhrase;

/* The list of that name, of all data files together; known for the process's life. A list that no file
 * has is a mistake of this program and ends it. */
const KithPhrases *kith_phrases(const char *list);

typedef struct {
	const KithPhrase *phrase;	/* NULL: none */
	const char *at;			/* in the text */
	gsize length;			/* bytes of the text */
} KithPhraseHit;

/* The longest phrase that TEXT begins with and that ends at the end of a word. */
bool kith_phrases_start(const KithPhrases *phrases, const char *text, KithPhraseHit *ret_hit);
/* TEXT is one of them, and nothing else. */
bool kith_phrases_whole(const KithPhrases *phrases, const char *text, KithPhraseHit *ret_hit);
/* One of them stands in TEXT as whole words: that which ends first. RET_HIT may be NULL in all three. */
bool kith_phrases_find(const KithPhrases *phrases, const char *text, KithPhraseHit *ret_hit);
/* The same, but a phrase may be a part of a word ("undeliver" of "undeliverable"). */
bool kith_phrases_find_part(const KithPhrases *phrases, const char *text, KithPhraseHit *ret_hit);
