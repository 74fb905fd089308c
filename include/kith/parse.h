/* SPDX-License-Identifier: MIT
 * parse.h - slim mail -> mail. Pure: no I/O, no clock. GMime lives here (and in compose).
 * In: the bytes of a slim mail. Out: KithMail. Next: include/kith/relate.h
 */
#pragma once

#include <jansson.h>

#include "kith/model.h"

/* Once per process, before kith_parse and before the jail: GMime's start, and the iconv
 * converters that mail needs (they are loaded from files). */
void kith_parse_init(void);

/* Understands one slim mail. Never fails: what could not be read is in `defects`. */
KithMail *kith_parse(GBytes *slim);

/* Messages of the parse process: SLIM (the bytes) is answered by MAIL (kith_mail_write). */
typedef enum { KITH_PARSE_SLIM = 1, KITH_PARSE_MAIL = 2 } KithParseMessage;

/* The parse process after it was jailed: serves FD until its end. AFTER_EACH is called
 * before every mail (the jail raises the CPU limit there); NULL is allowed. */
int kith_parse_main(int fd, void (*before_each)(void));

/* The object of `kith parse --json` (kith-json(5)); SOURCE names where the mail came from. */
json_t *kith_mail_to_json(const KithMail *mail, const char *source);
