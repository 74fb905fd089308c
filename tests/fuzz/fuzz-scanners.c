/* SPDX-License-Identifier: MIT
 * fuzz-scanners.c - the first line names a scanner of tests/parse/scanners.c; the rest is what it gets.
 */
#include "fuzz.h"

#include <string.h>

#include "tests/parse/scanners.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	const char *newline = size > 0 ? memchr(bytes, '\n', size) : NULL;
	const Scanner *scanner = newline != NULL ? scanner_find(bytes, (size_t)(newline - bytes)) : NULL;

	if (scanner == NULL)
		return -1;	/* of no use as a seed */
	scanner_run(scanner, newline + 1, size - (size_t)(newline + 1 - bytes));
	return 0;
}
