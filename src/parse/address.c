/* SPDX-License-Identifier: MIT
 * address.c - address fields (RFC 5322 3.4), as strict as they must be, as tolerant as they can.
 * In: raw field values. Out: KithAddress. Next: src/parse/date.c
 *
 * One pass without recursion. Encoded words are decoded after the field was cut into
 * addresses, so that a comma inside of a name is never taken for a separator.
 */
#include <string.h>

#include "internal.h"

typedef struct {
	GPtrArray *addresses;
	GString *phrase;	/* words as a name: without quotation marks */
	GString *spec;		/* the same as an address: with them, without blanks */
	GString *comment;
	GString *angle;
	bool has_angle;
	GString *pending;	/* "Doe" of an unquoted "Doe, Jane <...>" */
	bool all;
} Reading;

/* Copies the quoted string at P (behind its mark) and returns what follows. */
static const char *read_quoted(const char *p, GString *plain, GString *raw)
{
	if (raw != NULL)
		g_string_append_c(raw, '"');
	for (; *p != '\0' && *p != '"'; p++) {
		if (*p == '\\' && p[1] != '\0') {
			if (raw != NULL)
				g_string_append_c(raw, *p);
			p++;
		}
		if (plain != NULL)
			g_string_append_c(plain, *p);
		if (raw != NULL)
			g_string_append_c(raw, *p);
	}
	if (raw != NULL)
		g_string_append_c(raw, '"');
	return *p == '"' ? p + 1 : p;
}

static const char *read_comment(const char *p, GString *comment)
{
	unsigned depth = 1;

	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p + 1;
		g_string_append_c(comment, *p);
	}
	return p;
}

/* Behind "<": up to ">"; a route (RFC 5322 4.4) is dropped. */
static const char *read_angle(const char *p, GString *angle)
{
	g_string_truncate(angle, 0);
	for (; *p != '\0' && *p != '>'; p++) {
		if (*p == '"') {
			p = read_quoted(p + 1, NULL, angle) - 1;
		} else if (*p == '[') {
			for (; *p != '\0' && *p != ']' && *p != '>'; p++)
				g_string_append_c(angle, *p);
			p--;
			if (p[1] == ']')
				g_string_append_c(angle, *++p);
		} else if (*p == '<') {
			g_string_truncate(angle, 0);
		} else if (*p != ' ') {
			g_string_append_c(angle, *p);
		}
	}
	if (angle->str[0] == '@') {
		char *colon = strchr(angle->str, ':');

		if (colon != NULL)
			g_string_erase(angle, 0, colon + 1 - angle->str);
	}
	if (kith_starts_nocase(angle->str, "mailto:"))
		g_string_erase(angle, 0, 7);
	return *p == '>' ? p + 1 : p;
}

static char *clean_name(const char *raw)
{
	g_autofree char *name = kith_header_decode(raw, KITH_LIMIT_NAME_BYTES);
	size_t length = strlen(name);

	if (length >= 2 && (name[0] == '\'' || name[0] == '"') && name[length - 1] == name[0]) {
		name[length - 1] = '\0';
		memmove(name, name + 1, length - 1);
	}
	g_strstrip(name);
	return *name != '\0' ? g_steal_pointer(&name) : NULL;
}

static void add(Reading *reading, const char *raw_name, const char *raw_address)
{
	if (reading->addresses->len >= KITH_LIMIT_ADDRESSES) {
		reading->all = false;
		return;
	}
	g_autofree char *decoded = kith_header_decode(raw_address, 4 * KITH_LIMIT_ADDRESS_BYTES);
	g_autofree char *address = kith_text_valid(decoded, strlen(decoded), KITH_LIMIT_ADDRESS_BYTES);
	g_autofree char *name = clean_name(raw_name);

	if (*address != '\0' || name != NULL)
		g_ptr_array_add(reading->addresses, kith_address_new(name, address));
}

/* "Jane Doe jane@example.com": the word with the @ is the address. */
static bool split_bare(const char *phrase, char **ret_name, char **ret_address)
{
	const char *at = strrchr(phrase, '@');
	const char *start = at, *end = at;

	if (at == NULL)
		return false;
	while (start > phrase && start[-1] != ' ')
		start--;
	while (*end != '\0' && *end != ' ')
		end++;
	if (start == at || end == at + 1 || (start == phrase && *end == '\0'))
		return false;
	*ret_address = g_strndup(start, (gsize)(end - start));
	g_autofree char *before = g_strndup(phrase, (gsize)(start - phrase));
	*ret_name = g_strconcat(before, end, NULL);
	return true;
}

static void reset(Reading *reading)
{
	g_string_truncate(reading->phrase, 0);
	g_string_truncate(reading->spec, 0);
	g_string_truncate(reading->comment, 0);
	reading->has_angle = false;
}

static void finish(Reading *reading, bool at_comma)
{
	g_autofree char *phrase = g_strstrip(g_strdup(reading->phrase->str));
	g_autofree char *name = NULL, *address = NULL;

	if (reading->has_angle) {
		g_autofree char *whole = reading->pending->len > 0
			? g_strconcat(reading->pending->str, ", ", phrase, NULL) : g_strdup(phrase);

		add(reading, *whole != '\0' ? whole : reading->comment->str, reading->angle->str);
		g_string_truncate(reading->pending, 0);
	} else if (*phrase != '\0') {
		if (at_comma && strchr(phrase, '@') == NULL && reading->pending->len == 0) {
			g_string_assign(reading->pending, phrase);
			reset(reading);
			return;
		}
		if (reading->pending->len > 0)
			add(reading, "", reading->pending->str);
		g_string_truncate(reading->pending, 0);
		if (strchr(reading->spec->str, '"') == NULL && split_bare(phrase, &name, &address))
			add(reading, reading->comment->len > 0 ? reading->comment->str : name, address);
		else
			add(reading, reading->comment->str, reading->spec->str);
	}
	if (!at_comma && reading->pending->len > 0) {
		add(reading, "", reading->pending->str);
		g_string_truncate(reading->pending, 0);
	}
	reset(reading);
}

static void read_text(Reading *reading, char c)
{
	if (reading->has_angle && c != ' ') {
		g_string_append_c(reading->phrase, c);
		return;
	}
	g_string_append_c(reading->phrase, c);
	if (c != ' ')
		g_string_append_c(reading->spec, c);
}

static void read_all(Reading *reading, const char *p)
{
	while (*p != '\0') {
		switch (*p) {
		case '"':
			p = read_quoted(p + 1, reading->phrase, reading->spec);
			continue;
		case '(':
			p = read_comment(p + 1, reading->comment);
			continue;
		case '<':
			p = read_angle(p + 1, reading->angle);
			reading->has_angle = true;
			continue;
		case ',':
			finish(reading, true);
			break;
		case ';':
			finish(reading, false);
			break;
		case ':':	/* a group's name (or "mailto:") ends */
			if (reading->has_angle || strchr(reading->spec->str, '@') != NULL)
				read_text(reading, *p);
			else
				reset(reading);
			break;
		case '[':
			while (*p != '\0' && *p != ']')
				read_text(reading, *p++);
			if (*p == '\0')
				continue;
			read_text(reading, *p);
			break;
		default:
			read_text(reading, *p);
		}
		p++;
	}
	finish(reading, false);
}

bool kith_addresses_read(const char *raw_value, GPtrArray *addresses)
{
	Reading reading = {
		.addresses = addresses, .phrase = g_string_new(NULL), .spec = g_string_new(NULL),
		.comment = g_string_new(NULL), .angle = g_string_new(NULL), .pending = g_string_new(NULL),
		.all = true,
	};

	read_all(&reading, raw_value);
	g_string_free(reading.phrase, TRUE);
	g_string_free(reading.spec, TRUE);
	g_string_free(reading.comment, TRUE);
	g_string_free(reading.angle, TRUE);
	g_string_free(reading.pending, TRUE);
	return !reading.all;
}

/* --- who wrote it */

static bool is_list_address(const KithMail *mail, const char *address)
{
	for (guint i = 0; i < mail->list_addresses->len; i++) {
		if (g_ascii_strcasecmp(mail->list_addresses->pdata[i], address) == 0)
			return true;
	}
	return false;
}

/* "Jane Doe" of "Jane Doe via Users" (Mailman, Google Groups); NULL when it is no such name. */
static char *name_before_via(const char *name)
{
	const char *via = name != NULL ? strstr(name, " via ") : NULL;

	if (via == NULL || via == name)
		return NULL;
	char *before = g_strndup(name, (gsize)(via - name));
	size_t length = strlen(before);
	if (length >= 2 && (before[0] == '\'' || before[0] == '"') && before[length - 1] == before[0]) {
		before[length - 1] = '\0';
		memmove(before, before + 1, length - 1);
	}
	return g_strstrip(before);
}

/* The address among LIST that is no list's: the named one, else the only one. */
static const KithAddress *person_in(const KithMail *mail, const GPtrArray *list, const char *name, bool must_match)
{
	const KithAddress *only = NULL;
	guint count = 0;

	for (guint i = 0; i < list->len; i++) {
		const KithAddress *one = list->pdata[i];

		if (is_list_address(mail, one->address) || strchr(one->address, '@') == NULL)
			continue;
		if (name != NULL && one->name != NULL && g_ascii_strcasecmp(one->name, name) == 0)
			return one;
		only = one;
		count++;
	}
	return count == 1 && !must_match ? only : NULL;
}

KithAddress *kith_author_find(const KithMail *mail, const GPtrArray *fields)
{
	const char *original = kith_fields_get(fields, "X-Original-From");
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);

	if (mail->from->len == 0)
		return NULL;
	const KithAddress *from = mail->from->pdata[0];
	g_autofree char *name = name_before_via(from->name);
	bool is_rewritten = is_list_address(mail, from->address) || (name != NULL && mail->list_addresses->len > 0);
	if (!is_rewritten)
		return kith_address_new(from->name, from->address);
	if (original != NULL)
		(void)kith_addresses_read(original, found);	/* more than fit: the first is enough */
	const KithAddress *person = person_in(mail, found, name, false);
	if (person == NULL)
		person = person_in(mail, mail->reply_to, name, false);
	if (person == NULL)
		person = person_in(mail, mail->cc, name, true);
	if (person == NULL)
		return NULL;
	return kith_address_new(person->name != NULL ? person->name : name, person->address);
}
