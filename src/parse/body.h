/* SPDX-License-Identifier: MIT
 * body.h - what body.c asks of its neighbours.
 * In: text. Out: text and attachments. Next: src/parse/body.c
 */
#pragma once

#include "internal.h"

/* Adds a defect once, as long as there is room for it. */
void kith_mail_defect(KithMail *mail, const char *defect);

/* TEXT without the files that old mailers put into it (uuencode, yEnc); they become attachments. */
char *kith_inline_files_cut(const char *text, GPtrArray *attachments);
