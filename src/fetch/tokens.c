/* SPDX-License-Identifier: MIT
 * tokens.c - an IMAP answer as a flat list of tokens; depth is a number here, not a stack.
 * In: an untagged answer. Out: tokens. Next: src/fetch/structure.c
 */
#include <string.h>

#include "tokens.h"

#define MAX_TOKENS 200000	/* 1,000 parts have about 40,000 */
#define MAX_NESTING 500

#define TOKEN(tokens, i) (&g_array_index((tokens), KithToken, (i)))

typedef struct {
	const char *at, *end;
	GArray *tokens;		/* of KithToken */
	GArray *open;		/* of guint: lists not yet closed */
} Scan;

static void add(Scan *scan, KithTokenKind kind, const char *text, size_t length, bool has_escapes)
{
	KithToken token = {kind, 0, text, length, has_escapes};

	g_array_append_val(scan->tokens, token);
}

static bool scan_quoted(Scan *scan)
{
	const char *start = ++scan->at;
	bool has_escapes = false;

	for (; scan->at < scan->end && *scan->at != '"'; scan->at++)
		if (*scan->at == '\\') {
			has_escapes = true;
			if (++scan->at == scan->end)
				return false;
		}
	if (scan->at == scan->end)
		return false;
	add(scan, KITH_TOKEN_TEXT, start, (size_t)(scan->at - start), has_escapes);
	scan->at++;
	return true;
}

static bool scan_literal(Scan *scan)
{
	uint64_t size = 0;

	for (scan->at++; scan->at < scan->end && g_ascii_isdigit(*scan->at); scan->at++) {
		size = size * 10 + (uint64_t)(*scan->at - '0');
		if (size > (uint64_t)(scan->end - scan->at))
			return false;
	}
	if (scan->end - scan->at < 2 || *scan->at++ != '}')
		return false;
	if (*scan->at == '\r')
		scan->at++;
	if (scan->at == scan->end || *scan->at++ != '\n' || size > (uint64_t)(scan->end - scan->at))
		return false;
	add(scan, KITH_TOKEN_TEXT, scan->at, size, false);
	scan->at += size;
	/* RFC 3501 9 (msg-att): a blank or a bracket follows. Else the literal was not as long as it was said to be. */
	return scan->at == scan->end || memchr(" )\r\n", *scan->at, 4) != NULL;
}

/* A flag, number, NIL, or name such as BODY[1.MIME]<0>. */
static bool scan_atom(Scan *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end && strchr(" ()\"\r\n", *scan->at) == NULL)
		scan->at++;
	size_t length = (size_t)(scan->at - start);
	if (length == 0)	/* a NUL, which strchr() finds */
		return false;
	bool is_nil = length == 3 && g_ascii_strncasecmp(start, "NIL", 3) == 0;
	add(scan, is_nil ? KITH_TOKEN_NIL : KITH_TOKEN_TEXT, start, length, false);
	return true;
}

static bool scan_open(Scan *scan)
{
	guint index = scan->tokens->len;

	if (scan->open->len >= MAX_NESTING)
		return false;
	g_array_append_val(scan->open, index);
	add(scan, KITH_TOKEN_OPEN, NULL, 0, false);
	scan->at++;
	return true;
}

static bool scan_close(Scan *scan)
{
	if (scan->open->len == 0)
		return false;
	guint opened = g_array_index(scan->open, guint, scan->open->len - 1);
	g_array_set_size(scan->open, scan->open->len - 1);
	TOKEN(scan->tokens, opened)->other = scan->tokens->len;
	add(scan, KITH_TOKEN_CLOSE, NULL, 0, false);
	scan->at++;
	return true;
}

static bool scan_one(Scan *scan)
{
	switch (*scan->at) {
	case ' ':
	case '\t':
	case '\r':
	case '\n':
		scan->at++;
		return true;
	case '(':
		return scan_open(scan);
	case ')':
		return scan_close(scan);
	case '"':
		return scan_quoted(scan);
	case '{':
		return scan_literal(scan);
	default:
		return scan_atom(scan);
	}
}

GArray *kith_tokens_read(const uint8_t *bytes, size_t length, GError **error)
{
	Scan scan = {(const char *)bytes, (const char *)bytes + length, NULL, NULL};
	bool ok = true;

	scan.tokens = g_array_new(FALSE, FALSE, sizeof(KithToken));
	scan.open = g_array_new(FALSE, FALSE, sizeof(guint));
	while (ok && scan.at < scan.end)
		ok = scan.tokens->len < MAX_TOKENS && scan_one(&scan);
	ok = ok && scan.open->len == 0;
	g_array_unref(scan.open);
	if (ok)
		return scan.tokens;
	g_array_unref(scan.tokens);
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "the server's answer is cut, unbalanced or nested too deep");
	return NULL;
}

guint kith_tokens_next(const GArray *tokens, guint index)
{
	const KithToken *token = TOKEN(tokens, index);

	return (token->kind == KITH_TOKEN_OPEN ? token->other : index) + 1;
}

bool kith_tokens_child(const GArray *tokens, guint list, guint count, guint *ret_index)
{
	if (TOKEN(tokens, list)->kind != KITH_TOKEN_OPEN)
		return false;
	guint at = list + 1, end = TOKEN(tokens, list)->other;
	for (; at < end && count > 0; count--)
		at = kith_tokens_next(tokens, at);
	if (at >= end)
		return false;
	*ret_index = at;
	return true;
}

char *kith_tokens_text(const GArray *tokens, guint index, bool lower)
{
	const KithToken *token = TOKEN(tokens, index);

	if (token->kind != KITH_TOKEN_TEXT)
		return NULL;
	GString *text = g_string_sized_new(token->length);
	for (size_t i = 0; i < token->length; i++) {
		char c = token->text[i];

		if (token->has_escapes && c == '\\' && i + 1 < token->length)
			c = token->text[++i];
		if (c != '\0')
			g_string_append_c(text, lower ? g_ascii_tolower(c) : c);
	}
	return g_string_free(text, FALSE);
}

static bool is_name(const KithToken *token, const char *name)
{
	size_t length = strlen(name);

	return token->kind == KITH_TOKEN_TEXT && token->length == length &&
	       g_ascii_strncasecmp(token->text, name, length) == 0;
}

bool kith_tokens_find(const GArray *tokens, const char *name, guint *ret_index)
{
	if (tokens->len < 4 || !is_name(TOKEN(tokens, 1), "FETCH") ||
	    TOKEN(tokens, 2)->kind != KITH_TOKEN_OPEN)
		return false;
	guint end = TOKEN(tokens, 2)->other;
	for (guint at = 3; at + 1 < end; at = kith_tokens_next(tokens, at + 1)) {
		if (!is_name(TOKEN(tokens, at), name))
			continue;
		*ret_index = at + 1;
		return true;
	}
	return false;
}
