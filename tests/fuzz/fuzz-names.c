/* SPDX-License-Identifier: MIT
 * fuzz-names.c - any bytes as a folder's name and as a pattern: clean text, and it ends.
 */
#include "fuzz.h"

#include <string.h>

#include "src/fetch/choice.h"
#include "src/fetch/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *raw = size > 0 ? g_strndup((const char *)data, MIN(size, 4096)) : g_strdup("");
	g_autofree char *name = kith_folder_name_decode(raw);
	g_autofree char *encoded = kith_folder_name_encode(name);

	g_assert_true(g_utf8_validate(name, -1, NULL));
	g_assert_cmpuint(strlen(name), <=, KITH_LIMIT_FOLDER_NAME_BYTES);
	if (encoded != NULL && strlen(encoded) <= KITH_LIMIT_FOLDER_NAME_BYTES) {
		g_autofree char *again = kith_folder_name_decode(encoded);

		g_assert_cmpstr(again, ==, name);
	}
	char *pattern = strchr(name, '|');
	if (pattern != NULL)
		*pattern++ = '\0';
	KithFolderCandidate candidate = {.name = name, .raw_name = raw, .delimiter = '/'};
	candidate.role = kith_folder_role_by_name(name, '/');
	(void)kith_choice_matches(pattern != NULL ? pattern : name, &candidate);	/* that it ends is all */
	kith_choice_settle_roles(&candidate, 1);
	return 0;
}
