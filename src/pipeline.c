/* SPDX-License-Identifier: MIT
 * pipeline.c - the whole way of a mail, on one page.
 * In: slim mails and what parse made of them; the clock. Out: a true store; mails to send.
 * Next: daemon/core.c
 */
#include "kith/pipeline.h"

void kith_taken_free(KithTaken *taken)
{
	if (taken == NULL)
		return;
	kith_raw_mail_free(taken->raw);
	kith_mail_free(taken->mail);
	g_free(taken);
}
