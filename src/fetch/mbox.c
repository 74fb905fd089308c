/* SPDX-License-Identifier: MIT
 * mbox.c - mails in an mbox: separators (RFC 4155), their date, ">From " quoting (mboxrd).
 * In: mapped bytes. Out: where the mails are. Next: src/fetch/local.c
 *
 * mboxo and mboxrd differ in what is quoted; reading both alike costs at most one '>'
 * in a line that an mboxo writer had quoted himself.
 */
#include <string.h>

#include "local.h"

#define MAX_SEPARATOR_BYTES 1000
#define MAX_UNQUOTED_BYTES (1024 * 1024 * 1024)	/* a longer mail is no text */

static bool is_digits(const char *p, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!g_ascii_isdigit(p[i]))
			return false;
	return true;
}

/* The date of "From sender Tue Mar  3 09:00:00 2026 [+0100]": asctime order, UTC when no
 * offset. False when LINE is no plausible separator. *ret_at is 0 when only the date is odd. */
static bool read_separator(const char *line, int64_t *ret_at)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *time = NULL, *year = NULL;

	for (const char *p = line; *p != '\0'; p++) {
		if (time == NULL && p[0] == ':' && p >= line + 2 && is_digits(p + 1, 2) &&
		    g_ascii_isdigit(p[-1]))
			time = p;
		if (p > line && p[-1] == ' ' && is_digits(p, 4) && !g_ascii_isdigit(p[4]))
			year = p;
	}
	if (time == NULL || year == NULL)
		return false;
	int hour = 0, minute = 0, second = 0, day = 0, offset = 0;
	char month[4] = "", zone[6] = "";
	const char *start = time;
	while (start > line && start[-1] != ' ')
		start--;
	*ret_at = 0;
	if (sscanf(start, "%2d:%2d:%2d", &hour, &minute, &second) < 2)
		return true;
	for (int words = 0; words < 2 && start > line; words++) {
		while (start > line && start[-1] == ' ')
			start--;
		while (start > line && start[-1] != ' ')
			start--;
	}
	const char *name =
		sscanf(start, "%3s %2d", month, &day) == 2 ? strstr(months, month) : NULL;
	if (name == NULL || strlen(month) != 3 || (name - months) % 3 != 0)
		return true;
	const char *sign = strpbrk(time, "+-");
	if (sign != NULL && is_digits(sign + 1, 4) && sscanf(sign + 1, "%4[0-9]", zone) == 1) {
		int digits = (int)g_ascii_strtoll(zone, NULL, 10);

		offset = (digits / 100 * 60 + digits % 100) * 60 * (*sign == '-' ? -1 : 1);
	}
	g_autoptr(GDateTime) moment = g_date_time_new_utc((int)g_ascii_strtoll(year, NULL, 10),
							  (int)(name - months) / 3 + 1, day, hour,
							  minute, CLAMP(second, 0, 59));
	if (moment != NULL)
		*ret_at = g_date_time_to_unix(moment) - offset;
	return true;
}

static bool is_separator(const uint8_t *at, const uint8_t *end, int64_t *ret_at)
{
	char line[MAX_SEPARATOR_BYTES + 1];

	if (end - at < 5 || memcmp(at, "From ", 5) != 0)
		return false;
	const uint8_t *newline = memchr(at, '\n', (size_t)(end - at));
	size_t length = (size_t)((newline != NULL ? newline : end) - at);
	if (length > MAX_SEPARATOR_BYTES || memchr(at, '\0', length) != NULL)
		return false;
	memcpy(line, at, length);
	line[length] = '\0';
	return read_separator(line + 5, ret_at);
}

bool kith_mbox_is(const uint8_t *bytes, size_t length)
{
	int64_t at;

	return is_separator(bytes, bytes + length, &at);
}

/* The line end at or after AT that START follows; NULL when none. Not memmem(): lines are long, and searching one
 * byte goes many bytes at a time. */
static const uint8_t *next_line(const uint8_t *at, const uint8_t *end, const char *start, size_t length)
{
	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		if ((size_t)(end - at) > length && memcmp(at + 1, start, length) == 0)
			return at;
		at++;
	}
	return NULL;
}

/* The next separator at or after AT that follows a blank line; END when none. */
static const uint8_t *find_separator(const uint8_t *at, const uint8_t *end)
{
	int64_t unused;

	for (;;) {
		const uint8_t *found = next_line(at, end, "From ", 5);

		if (found == NULL)
			return end;
		bool after_blank = found == at || found[-1] == '\n' ||
				   (found[-1] == '\r' && (found - 1 == at || found[-2] == '\n'));
		if (after_blank && is_separator(found + 1, end, &unused))
			return found + 1;
		at = found + 1;
	}
}

static bool ends_blank(const uint8_t *start, const uint8_t *stop)
{
	size_t length = (size_t)(stop - start);

	return (length >= 2 && memcmp(stop - 2, "\n\n", 2) == 0) ||
	       (length >= 3 && memcmp(stop - 3, "\n\r\n", 3) == 0) ||
	       (length == 1 && *start == '\n') || (length == 2 && memcmp(start, "\r\n", 2) == 0);
}

bool kith_mbox_is_ended(const uint8_t *bytes, size_t length)
{
	return ends_blank(bytes, bytes + length);
}

bool kith_mbox_next(const uint8_t *bytes, size_t length, size_t *at, KithMboxMail *ret_mail)
{
	const uint8_t *line = bytes + *at, *end = bytes + length;

	if (*at >= length)
		return false;
	*ret_mail = (KithMboxMail){0};
	(void)is_separator(line, end, &ret_mail->internal_at);	/* it is one; only its date is wanted */
	const uint8_t *newline = memchr(line, '\n', (size_t)(end - line));
	const uint8_t *start = newline != NULL ? newline + 1 : end;
	const uint8_t *next = start < end ? find_separator(start, end) : end;
	const uint8_t *stop = next;
	if (ends_blank(start, stop)) {	/* the blank line behind a mail is the mbox's */
		stop--;
		if (stop > start && stop[-1] == '\r')
			stop--;
	}
	ret_mail->start = (size_t)(start - bytes);
	ret_mail->length = (size_t)(stop - start);
	*at = (size_t)(next - bytes);
	return true;
}

/* Whether a line that begins at AT is ">From ", ">>From ", ... */
static bool is_quoted(const uint8_t *at, const uint8_t *end)
{
	if (at == end || *at != '>')
		return false;
	while (at < end && *at == '>')
		at++;
	return end - at >= 5 && memcmp(at, "From ", 5) == 0;
}

GBytes *kith_mbox_unquote(const uint8_t *bytes, size_t length)
{
	const uint8_t *end = bytes + length, *copied = bytes;
	GByteArray *out = NULL;

	for (const uint8_t *at = bytes; at < end && length <= MAX_UNQUOTED_BYTES;) {
		if (is_quoted(at, end)) {
			if (out == NULL)
				out = g_byte_array_new();
			g_byte_array_append(out, copied, (guint)(at - copied));
			copied = at + 1;
		}
		const uint8_t *quote = next_line(at, end, ">", 1);
		if (quote == NULL)
			break;
		at = quote + 1;
	}
	if (out == NULL)
		return NULL;
	g_byte_array_append(out, copied, (guint)(end - copied));
	return g_byte_array_free_to_bytes(out);
}
