/* SPDX-License-Identifier: MIT
 * fuzz-door.c - the control socket's decoders, fed anything.
 */
#include "fuzz.h"

#include "daemon/door.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	KithReader one = { .at = data, .end = data + size };
	KithReader other = one;
	g_autoptr(KithDoorRequest) request = kith_door_request_read(&one, NULL);
	g_autoptr(KithDoorAnswer) answer = kith_door_answer_read(&other, NULL);

	/* What was read can be written, and is the same when read again. */
	if (request != NULL) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();
		kith_door_request_write(request, bytes);
		g_assert_cmpmem(bytes->data, bytes->len, data, size);
	}
	if (answer != NULL) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();
		kith_door_answer_write(answer, bytes);
		g_assert_cmpmem(bytes->data, bytes->len, data, size);
	}
	return 0;
}
