/* SPDX-License-Identifier: MIT
 * address.c - address fields (RFC 5322 3.4), as strict as they must be, as tolerant as they can.
 * In: raw field values. Out: KithAddress. Next: src/parse/address-name.c
 *
 * One pass without recursion. Encoded words are decoded after the field was cut into
 * addresses, so that a comma inside of a name is never taken for a separator. What is opened
 * and never closed ends where the last of its kind closes: no character is looked at twice.
 */
#include <string.h>

#include "address.h"

#define MAX_WORD_BYTES 1000	/* of an encoded word; RFC 2047 2 allows 75 */

typedef struct {
	GPtrArray *addresses;
	const char *last_quote;	/* of the value, or NULL */
	const char *last_close;	/* the last ")" */
	GString *phrase;	/* words as a name: without quotation marks */
	GString *spec;		/* the same as an address: with them, without blanks */
	GString *comment;
	GString *angle;
	GString *pending;	/* "Doe" of an unquoted "Doe, Jane <...>" */
	GString *again;		/* what turned out to be a list of addresses in quotation marks or encoded */
	bool has_angle;
	bool has_at;		/* an @ outside of quotation marks */
	bool is_quoted;		/* some of the phrase was */
	bool all;
} Reading;

/* Copies the quoted string at P (behind its mark) and returns what follows. */
static const char *read_quoted(const char *p, GString *plain, GString *raw)
{
	g_string_append_c(raw, '"');
	for (; *p != '\0' && *p != '"'; p++) {
		if (*p == '\\' && p[1] != '\0') {
			g_string_append_c(raw, *p);
			p++;
		}
		if (plain != NULL)
			g_string_append_c(plain, *p);
		g_string_append_c(raw, *p);
	}
	g_string_append_c(raw, '"');
	return *p == '"' ? p + 1 : p;
}

/* Behind "(": up to the ")" that closes it, or else the last one of all. */
static const char *read_comment(Reading *reading, const char *p)
{
	unsigned depth = 1;

	if (reading->comment->len > 0)
		g_string_append_c(reading->comment, ' ');
	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0' && p + 1 < reading->last_close)
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && (--depth == 0 || p >= reading->last_close))
			return p + 1;
		g_string_append_c(reading->comment, *p);
	}
	return p;
}

static bool is_comment(const Reading *reading, const char *p)
{
	return *p == '(' && p < reading->last_close;
}

/* A quotation mark without a partner is dirt: the last one, when nothing closes it. */
static bool is_quotation(const Reading *reading, const char *p)
{
	return *p == '"' && p < reading->last_quote;
}

/* A route (RFC 5322 4.4: "@relay.example:jane@x.example"), and what is no part of an address. */
static void tidy_angle(GString *angle)
{
	if (angle->str[0] == '@') {
		char *colon = strchr(angle->str, ':');

		if (colon != NULL)
			g_string_erase(angle, 0, colon + 1 - angle->str);
	}
	if (kith_starts_nocase(angle->str, "mailto:"))
		g_string_erase(angle, 0, strlen("mailto:"));
	else if (kith_starts_nocase(angle->str, "smtp:"))
		g_string_erase(angle, 0, strlen("smtp:"));
}

/* Behind "<": up to ">"; where that was lost ("<a@x.example, B <b@y.example>"), up to the comma. */
static const char *read_angle(Reading *reading, const char *p)
{
	GString *angle = reading->angle;
	bool has_at = false;

	g_string_truncate(angle, 0);
	while (*p != '\0' && *p != '>') {
		if ((*p == ',' || *p == ';') && has_at && angle->str[0] != '@')
			break;
		has_at |= *p == '@';
		if (is_quotation(reading, p)) {
			p = read_quoted(p + 1, NULL, angle);
		} else if (is_comment(reading, p)) {
			p = read_comment(reading, p + 1);
		} else if (*p == '[') {	/* a colon in "[IPv6:...]" ends no route */
			for (; *p != '\0' && *p != ']' && *p != '>'; p++)
				g_string_append_c(angle, *p);
		} else if (*p == '<') {
			g_string_truncate(angle, 0);
			has_at = false;
			p++;
		} else {
			if (*p != ' ' && *p != '\t' && *p != '"')
				g_string_append_c(angle, *p);
			p++;
		}
	}
	tidy_angle(angle);
	return *p == '>' ? p + 1 : p;
}

static void add(Reading *reading, const char *raw_name, const char *raw_address)
{
	if (reading->addresses->len >= KITH_LIMIT_ADDRESSES) {
		reading->all = false;
		return;
	}
	g_autofree char *address = kith_address_tidy(raw_address);
	g_autofree char *name = kith_name_tidy(raw_name, address);

	if (*address != '\0' || name != NULL)
		g_ptr_array_add(reading->addresses, kith_address_new(name, address));
}

/* A phrase without an address: one word is a local user ("root"), several are a name. */
static void add_lone(Reading *reading, const char *raw)
{
	g_autofree char *name = kith_header_decode(raw, KITH_LIMIT_NAME_BYTES);

	if (kith_name_is_undisclosed(name))
		return;
	if (strchr(name, ' ') != NULL)
		add(reading, raw, "");
	else
		add(reading, "", raw);
}

static void add_pending(Reading *reading)
{
	if (reading->pending->len > 0)
		add_lone(reading, reading->pending->str);
	g_string_truncate(reading->pending, 0);
}

static void reset(Reading *reading)
{
	g_string_truncate(reading->phrase, 0);
	g_string_truncate(reading->spec, 0);
	g_string_truncate(reading->comment, 0);
	reading->has_angle = reading->has_at = reading->is_quoted = false;
}

/* "Jane Doe jane@example.com", "Jane Doe [mailto:jane@example.com]": the word with the @ is the address. */
static bool split_bare(const char *phrase, char **ret_name, char **ret_address)
{
	const char *at = strrchr(phrase, '@');
	const char *start = at, *end = at;

	if (at == NULL)
		return false;
	while (start > phrase && start[-1] != ' ' && start[-1] != '[')
		start--;
	bool is_bracketed = start > phrase && start[-1] == '[';
	while (*end != '\0' && *end != ' ' && !(is_bracketed && *end == ']'))
		end++;
	if (start == at || end == at + 1 || (start == phrase && *end == '\0'))
		return false;
	is_bracketed &= *end == ']';
	g_autofree char *before = g_strndup(phrase, (gsize)(start - phrase - is_bracketed));
	g_autoptr(GString) address = g_string_new_len(start, end - start);
	tidy_angle(address);
	*ret_address = g_strdup(address->str);
	*ret_name = g_strconcat(before, end + is_bracketed, NULL);
	return true;
}

static bool has_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at != NULL && at > text && at[-1] != ' ' && at[1] != '\0' && at[1] != ' ';
}

/* A whole "Jane Doe <jane@x.example>" in quotation marks or as encoded words. */
static bool is_hidden_list(const Reading *reading, const char *phrase)
{
	if (reading->has_at || reading->has_angle || (!reading->is_quoted && strstr(phrase, "=?") == NULL))
		return false;
	g_autofree char *decoded = kith_header_decode(phrase, KITH_LIMIT_HEADER_FIELD_BYTES);
	return has_address(decoded);
}

static void finish_named(Reading *reading, const char *phrase)
{
	g_autofree char *whole = reading->pending->len > 0 ? g_strconcat(reading->pending->str, ", ", phrase, NULL)
							   : g_strdup(phrase);

	if (strchr(reading->angle->str, '@') != NULL || !kith_name_is_undisclosed(reading->angle->str))
		add(reading, *whole != '\0' ? whole : reading->comment->str, reading->angle->str);
	g_string_truncate(reading->pending, 0);
}

static void finish_bare(Reading *reading, const char *phrase)
{
	g_autofree char *name = NULL, *address = NULL;

	add_pending(reading);
	if (is_hidden_list(reading, phrase)) {
		g_autofree char *decoded = kith_header_decode(phrase, KITH_LIMIT_HEADER_FIELD_BYTES);

		g_string_append_printf(reading->again, "%s%s", reading->again->len > 0 ? "; " : "", decoded);
	} else if (!reading->is_quoted && split_bare(phrase, &name, &address)) {
		add(reading, reading->comment->len > 0 ? reading->comment->str : name, address);
	} else if (reading->has_at || reading->comment->len > 0) {
		add(reading, reading->comment->str, reading->spec->str);
	} else {
		add_lone(reading, phrase);
	}
}

static void finish(Reading *reading, bool at_comma)
{
	g_autofree char *phrase = g_strstrip(g_strdup(reading->phrase->str));

	if (reading->has_angle) {
		finish_named(reading, phrase);
	} else if (*phrase != '\0') {
		bool is_name = strchr(phrase, '@') == NULL && !is_hidden_list(reading, phrase);

		if (is_name && at_comma && reading->pending->len == 0) {
			g_string_assign(reading->pending, phrase);
			reset(reading);
			return;
		}
		if (is_name && !at_comma && reading->pending->len > 0) {	/* "Doe, Jane;" of Outlook's lists */
			g_autofree char *whole = g_strconcat(reading->pending->str, ", ", phrase, NULL);

			g_string_truncate(reading->pending, 0);
			add_lone(reading, whole);
		} else {
			finish_bare(reading, phrase);
		}
	}
	if (!at_comma)
		add_pending(reading);
	reset(reading);
}

static void read_text(Reading *reading, char c)
{
	if (reading->has_angle && (c == '>' || c == '"'))
		return;
	g_string_append_c(reading->phrase, c);
	if (c != ' ' && !reading->has_angle)
		g_string_append_c(reading->spec, c);
	reading->has_at |= c == '@';
}

/* Behind an encoded word at P (RFC 2047), or NULL. Its commas and brackets are its own. */
static const char *word_end(const char *p)
{
	const char *end = p + MAX_WORD_BYTES;
	unsigned marks = 0;

	if (p[0] != '=' || p[1] != '?')
		return NULL;
	for (p += 2; *p != '\0' && p < end; p++) {
		if (*p == '?' && ++marks >= 3 && p[1] == '=')
			return p + 2;
		if ((*p == ' ' && marks < 2) || (marks == 2 && p[0] == '=' && p[1] == '?' && p[2] != '='))
			return NULL;	/* no word, or its end was lost */
	}
	return NULL;
}

static void read_colon(Reading *reading)
{
	/* a group's name (or "mailto:") ends */
	if (reading->has_angle || strchr(reading->spec->str, '@') != NULL)
		read_text(reading, ':');
	else
		reset(reading);
}

/* A domain literal, or "[mailto:jane@x.example]", "[EXTERNAL]". */
static const char *read_bracket(Reading *reading, const char *p)
{
	while (*p != '\0' && *p != ']' && *p != '<')
		read_text(reading, *p++);
	if (*p == ']')
		read_text(reading, *p++);
	return p;
}

static const char *read_one(Reading *reading, const char *p)
{
	const char *end = word_end(p);

	if (end != NULL) {
		bool has_at = reading->has_at;

		while (p < end)
			read_text(reading, *p++);
		reading->has_at = has_at;
		return end;
	}
	if (is_quotation(reading, p)) {
		reading->is_quoted = true;
		return read_quoted(p + 1, reading->phrase, reading->spec);
	}
	if (is_comment(reading, p))
		return read_comment(reading, p + 1);
	switch (*p) {
	case '"':
		break;
	case '<':
		reading->has_angle = true;
		return read_angle(reading, p + 1);
	case ',':
	case ';':
		finish(reading, *p == ',');
		break;
	case ':':
		read_colon(reading);
		break;
	case '[':
		return read_bracket(reading, p);
	case '\\':	/* of "\"Jane Doe\"", written twice */
		if (p[1] == '"')
			return p + 2;
		read_text(reading, *p);
		break;
	case '\t':
		read_text(reading, ' ');
		break;
	default:
		read_text(reading, *p);
	}
	return p + 1;
}

static void read_all(Reading *reading, const char *p)
{
	reading->last_quote = strrchr(p, '"');
	reading->last_close = strrchr(p, ')');
	while (*p != '\0')
		p = read_one(reading, p);
	finish(reading, false);
}

bool kith_addresses_read(const char *raw_value, GPtrArray *addresses)
{
	Reading reading = {
		.addresses = addresses, .phrase = g_string_new(NULL), .spec = g_string_new(NULL),
		.comment = g_string_new(NULL), .angle = g_string_new(NULL), .pending = g_string_new(NULL),
		.again = g_string_new(NULL), .all = true,
	};

	read_all(&reading, raw_value);
	if (reading.again->len > 0) {
		g_autofree char *again = g_strdup(reading.again->str);

		read_all(&reading, again);	/* what is hidden in that again is left */
	}
	g_string_free(reading.phrase, TRUE);
	g_string_free(reading.spec, TRUE);
	g_string_free(reading.comment, TRUE);
	g_string_free(reading.angle, TRUE);
	g_string_free(reading.pending, TRUE);
	g_string_free(reading.again, TRUE);
	return !reading.all;
}
