/* SPDX-License-Identifier: MIT
 * scanners.h - every scanner of foreign bytes in src/parse, and what its answer has to be.
 * In: any bytes. Out: an abort when an answer is wrong. Next: tests/parse/scanners.c
 *
 * Fuzzed by tests/fuzz/fuzz-scanners, timed by tests/parse/test-linear. A new scanner is a line in the table.
 */
#pragma once

#include <stddef.h>

typedef struct {
	const char *name;
	void (*run)(const char *text, size_t length);
	enum {
		SCANNER_OF_CLEAN,	/* the text of a mail: valid UTF-8 without what steers a terminal */
		SCANNER_OF_TEXT,	/* valid UTF-8 without NUL, its end marked by one */
		SCANNER_OF_VALUES,	/* any bytes but NUL, their end marked by one */
		SCANNER_OF_BYTES,
	} takes;
} Scanner;

extern const Scanner scanners[];
extern const size_t scanner_count;

const Scanner *scanner_find(const char *name, size_t length);
/* Gives SCANNER the bytes as it may get them: valid UTF-8, or without NUL, or as they are. */
void scanner_run(const Scanner *scanner, const char *bytes, size_t length);
