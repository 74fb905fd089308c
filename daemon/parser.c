/* SPDX-License-Identifier: MIT
 * parser.c - one jailed parse process, used mail by mail.
 * In: slim mails. Out: what they say. Next: daemon/core.c
 */
#include "parser.h"

#include "process.h"

#define TRY_US (KITH_LIMIT_PARSE_CPU_S * G_USEC_PER_SEC)
#define TRIES 2

struct KithParser {
	KithChild *child;	/* NULL: to be started */
	int64_t try_us;
};

KithParser *kith_parser_new(GError **error)
{
	g_autoptr(KithChild) child = kith_child_start(KITH_CHILD_PARSE, NULL, NULL, error);

	if (child == NULL)
		return NULL;
	KithParser *parser = g_new0(KithParser, 1);
	parser->child = g_steal_pointer(&child);
	parser->try_us = TRY_US;
	return parser;
}

void kith_parser_free(KithParser *parser)
{
	if (parser == NULL)
		return;
	kith_child_free(parser->child);
	g_free(parser);
}

void kith_parser_set_try_s(KithParser *parser, int seconds)
{
	parser->try_us = seconds * G_USEC_PER_SEC;
}

int kith_parser_pid(const KithParser *parser)
{
	return parser->child != NULL ? (int)parser->child->pid : 0;
}

static KithMail *read_mail(uint8_t type, GBytes *payload, GError **error)
{
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(payload, &size);
	KithReader in = { .at = bytes, .end = bytes + size };

	if (type == KITH_PARSE_MAIL)
		return kith_mail_read(&in, error);
	g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "the parse process sent a message of type %u", type);
	return NULL;
}

static KithMail *try_once(KithParser *parser, GBytes *slim, GError **error)
{
	g_autoptr(GByteArray) payload = g_byte_array_new();
	g_autoptr(GBytes) answer = NULL;
	uint8_t type;
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(slim, &size);

	g_byte_array_append(payload, bytes, (guint)size);
	if (!kith_pipe_put(&parser->child->pipe, KITH_PARSE_SLIM, payload, error))
		return NULL;
	int got = kith_child_wait(parser->child, g_get_monotonic_time() + parser->try_us, &type, &answer, error);
	if (got == 0)
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "the parse process ended");
	return got == 1 ? read_mail(type, answer, error) : NULL;
}

static bool ensure_child(KithParser *parser, GError **error)
{
	if (parser->child == NULL)
		parser->child = kith_child_start(KITH_CHILD_PARSE, NULL, NULL, error);
	return parser->child != NULL;
}

KithMail *kith_parser_parse(KithParser *parser, GBytes *slim, GError **error)
{
	g_autofree char *how = NULL;

	if (g_bytes_get_size(slim) > KITH_LIMIT_MESSAGE_BYTES) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_INVALID, "the mail is longer than a message may be");
		return NULL;
	}
	for (int i = 0; i < TRIES; i++) {
		g_autoptr(GError) failure = NULL;

		if (!ensure_child(parser, error))
			return NULL;
		KithMail *mail = try_once(parser, slim, &failure);
		if (mail != NULL)
			return mail;
		bool was_ready = parser->child->is_ready;
		g_free(how);
		how = kith_child_end(g_steal_pointer(&parser->child));
		g_debug("parse: %s; the process %s", failure->message, how);
		if (!was_ready) {	/* the mail had no part in it */
			g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
				    "the parse process cannot work here: it %s",
				    how);
			return NULL;
		}
	}
	g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "the parser gave up on it twice: it %s", how);
	return NULL;
}

KithMail *kith_parser_parse_one(GBytes *slim, void *context, GError **error)
{
	return kith_parser_parse(context, slim, error);
}
