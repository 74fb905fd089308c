/* SPDX-License-Identifier: MIT
 * envelope.c - what tells people which mail it is, when it could not be read.
 * In: the beginning of a mail. Out: a few clean lines. Next: src/fetch/imap-fetch.c
 */
#include <string.h>

#include "envelope.h"

#define MAX_SCANNED (256 * 1024)	/* a header block is no longer */
#define VALUE_BYTES 230			/* four of them and their names fit */

static const char *const names[] = {"From", "Date", "Subject", "Message-ID"};

/* Which of the names the line at AT begins with, and where its value does; -1: none. */
static int find_name(const char *at, const char *end, const char **ret_value)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		size_t length = strlen(names[i]);
		const char *colon = at + length;

		if ((size_t)(end - at) <= length || g_ascii_strncasecmp(at, names[i], length) != 0)
			continue;
		while (colon < end && (*colon == ' ' || *colon == '\t'))
			colon++;
		if (colon == end || *colon != ':')
			continue;
		*ret_value = colon + 1;
		return (int)i;
	}
	return -1;
}

/* Behind the line at AT. */
static const char *next_line(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline != NULL ? newline + 1 : end;
}

/* Behind the field whose first line holds AT: lines that begin with a blank belong to it. */
static const char *field_end(const char *at, const char *end)
{
	do
		at = next_line(at, end);
	while (at < end && (*at == ' ' || *at == '\t'));
	return at;
}

/* The value on one line: blanks and line breaks become one blank. */
static char *clean_value(const char *at, const char *end)
{
	g_autoptr(GString) value = g_string_new(NULL);
	bool was_blank = true;

	for (; at < end && value->len < 2 * VALUE_BYTES; at++) {
		bool is_blank = *at == '\0' || strchr(" \t\r\n", *at) != NULL;

		if (!is_blank)
			g_string_append_c(value, *at);
		else if (!was_blank)
			g_string_append_c(value, ' ');
		was_blank = is_blank;
	}
	g_autofree char *valid = kith_text_valid(value->str, value->len, 2 * VALUE_BYTES);
	g_autofree char *clean = kith_text_clean(valid, false);
	return g_strchomp(kith_text_valid(clean, strlen(clean), VALUE_BYTES));
}

static char *join(char *const *values)
{
	GString *lines = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (values[i] != NULL && *values[i] != '\0')
			g_string_append_printf(lines, "%s%s: %s", lines->len > 0 ? "\n" : "",
					       names[i], values[i]);
	return g_string_free(lines, lines->len == 0);
}

char *kith_envelope_read(const uint8_t *bytes, size_t length)
{
	char *values[G_N_ELEMENTS(names)] = {NULL};
	const char *at = (const char *)bytes, *value;

	if (length == 0)
		return NULL;
	for (const char *end = at + MIN(length, MAX_SCANNED), *next; at < end; at = next) {
		if (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n'))
			break;
		next = field_end(at, end);
		int which = find_name(at, next, &value);
		if (which >= 0 && values[which] == NULL)
			values[which] = clean_value(value, next);
	}
	char *envelope = join(values);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_free(values[i]);
	return envelope;
}
