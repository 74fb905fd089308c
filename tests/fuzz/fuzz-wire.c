/* SPDX-License-Identifier: MIT
 * fuzz-wire.c - what core reads from its children, fed anything. The first byte chooses the decoder.
 */
#include "fuzz.h"

#include "kith/fetch.h"
#include "kith/send.h"

static void read_one(uint8_t which, KithReader *in)
{
	switch (which % 9) {
	case 0:
		kith_mail_free(kith_mail_read(in, NULL));
		return;
	case 1:
		kith_raw_mail_free(kith_raw_mail_read(in, NULL));
		return;
	case 2:
		kith_uid_set_free(kith_uid_set_read(in, NULL));
		return;
	case 3:
		kith_fetch_folder_free(kith_fetch_folder_read(in, NULL));
		return;
	case 4:
		kith_fetch_result_free(kith_fetch_result_read(in, NULL));
		return;
	case 5:
		kith_fetch_job_free(kith_fetch_job_read(in, NULL));
		return;
	case 6:
		kith_send_result_free(kith_send_result_read(in, NULL));
		return;
	case 7:
		kith_fetch_state_free(kith_fetch_state_read(in, NULL));
		return;
	case 8:
		kith_fetch_skipped_free(kith_fetch_skipped_read(in, NULL));
		return;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	KithReader in = { .at = data + 1, .end = data + size };
	read_one(data[0], &in);
	return 0;
}
