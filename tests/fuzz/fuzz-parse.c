/* SPDX-License-Identifier: MIT
 * fuzz-parse.c - a slim mail of any bytes: it is read, and what was read is a valid message.
 */
#include "fuzz.h"

#include "kith/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	g_autoptr(GBytes) slim = g_bytes_new(data, size);

	if (!ready)
		kith_parse_init();
	ready = true;
	g_autoptr(KithMail) mail = kith_parse(slim);
	json_t *json = kith_mail_to_json(mail, "fuzz");

	g_assert_nonnull(json);
	json_decref(json);
	return 0;
}
