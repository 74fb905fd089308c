/* SPDX-License-Identifier: MIT
 * parser.h - one jailed parse process, used mail by mail (`kith parse`, `kith rebuild`).
 * In: slim mails. Out: what they say. Next: daemon/core.h
 */
#pragma once

#include "kith/parse.h"

typedef struct KithParser KithParser;

KithParser *kith_parser_new(GError **error);
void kith_parser_free(KithParser *parser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithParser, kith_parser_free)

/* Understands one slim mail, at most KITH_LIMIT_PARSE_CPU_S a try. A process that died, hung or
 * answered nonsense is replaced and the mail tried once more; then INVALID: record it, go on.
 * TEMPORARY: no parse process can be started here. */
KithMail *kith_parser_parse(KithParser *parser, GBytes *slim, GError **error);

/* The same with CONTEXT as the parser: a KithParseOne of relate.h. */
KithMail *kith_parser_parse_one(GBytes *slim, void *context, GError **error);
/* Another time for a try than KITH_LIMIT_PARSE_CPU_S; for tests that wait for its end. */
void kith_parser_set_try_s(KithParser *parser, int seconds);

/* The process that works for it now; for tests that end it. */
int kith_parser_pid(const KithParser *parser);
