/* SPDX-License-Identifier: MIT
 * signature.c - what a signature says of its author.
 * In: the signature's lines. Out: KithSignatureFields. Next: src/parse/kind.c
 *
 * Only what stands there is taken, and only from lines that can be nothing else.
 */
#include <string.h>

#include "quote.h"

#define MAX_FIELDS 20

/* --- phones */

static bool is_phone_char(char c)
{
	return g_ascii_isdigit(c) || (c != '\0' && strchr(" ()-./+", c) != NULL);
}

/* "12/10/2026", "77002-1234", "10.0.0.1": numbers that are no phones. */
static bool is_other_number(const char *text, size_t length)
{
	size_t groups = 0, sizes[8] = {0}, dots = 0, slashes = 0;

	for (size_t i = 0; i < length; i++) {
		if (g_ascii_isdigit(text[i])) {
			if (i == 0 || !g_ascii_isdigit(text[i - 1]))
				groups++;
			if (groups > 0 && groups <= G_N_ELEMENTS(sizes))
				sizes[groups - 1]++;
		}
		dots += text[i] == '.';
		slashes += text[i] == '/';
	}
	if (groups == 2 && sizes[0] == 5 && sizes[1] == 4)
		return true;
	if (slashes == 2 && groups == 3 && sizes[0] <= 2 && sizes[1] <= 2)
		return true;
	if (groups == 3 && (sizes[0] == 4 || sizes[2] == 4) && sizes[1] <= 2 && sizes[0] <= 4 &&
	    text[0] != '+' && sizes[0] != 3)
		return sizes[0] <= 2 || sizes[2] <= 2;
	return dots == 3 && groups == 4 && sizes[0] <= 3 && sizes[3] <= 3 && sizes[2] <= 3;
}

/* The next phone in LINE from *AT on; *AT moves behind it. */
static bool next_phone(const char *line, const char **at, const char **ret_start, size_t *ret_length)
{
	for (const char *p = *at; *p != '\0'; p++) {
		if (!(g_ascii_isdigit(*p) || *p == '+' || *p == '(') ||
		    (p > line && (g_ascii_isalnum(p[-1]) || p[-1] == '@' || p[-1] == '#')))
			continue;
		const char *start = p, *end = p;
		unsigned digits = 0, separators = 0;

		for (; is_phone_char(*end); end++) {
			if (end > start && *end == ' ' && end[1] == ' ')
				break;
			if (end > start && *end == '+')
				break;
			if (*end == '/' && end[1] == ' ')
				break;
			digits += g_ascii_isdigit(*end) != 0;
			separators += !g_ascii_isdigit(*end) && *end != ' ';
		}
		while (end > start && !g_ascii_isdigit(end[-1]))
			end--;
		while (separators > 0 && *start == '(' && memchr(start, ')', (size_t)(end - start)) == NULL)
			start++;
		size_t length = (size_t)(end - start);
		bool is_word = g_ascii_isalpha(*end) || *end == '@' || *end == '_';
		if (digits >= 7 && digits <= 15 && !is_word && !is_other_number(start, length) &&
		    (separators > 0 || digits >= 10 || memchr(start, ' ', length) != NULL)) {
			*ret_start = start;
			*ret_length = length;
			*at = end;
			return true;
		}
		p = end > p ? end - 1 : p;
	}
	return false;
}

bool kith_line_has_phone(const char *line)
{
	const char *at = line, *start;
	size_t length;

	return next_phone(line, &at, &start, &length);
}

static bool is_web(const char *word)
{
	return kith_starts_nocase(word, "http://") || kith_starts_nocase(word, "https://") ||
	       kith_starts_nocase(word, "www.");
}

bool kith_line_has_contact(const char *line)
{
	const char *at = strchr(line, '@');

	if (kith_line_has_phone(line) || kith_find_nocase(line, "www.") != NULL || strstr(line, "://") != NULL)
		return true;
	return at != NULL && at > line && g_ascii_isalnum(at[-1]) && g_ascii_isalnum(at[1]) && strchr(at, '.') != NULL;
}

/* --- words */

bool kith_line_starts_with(const char *line, const KithWords *table)
{
	for (size_t i = 0; i < table->count; i++) {
		if (kith_starts_nocase(line, table->words[i]))
			return true;
	}
	return false;
}

static bool is_word_at(const char *line, const char *found, size_t length)
{
	unsigned char after = (unsigned char)found[length];

	return (found == line ||
		!(g_ascii_isalnum(found[-1]) || (unsigned char)found[-1] >= 0x80 ||
		  found[-1] == '.' || found[-1] == '@')) &&
	       !(g_ascii_isalnum((char)after) || after >= 0x80 || after == '@') &&
	       !(after == '.' && g_ascii_isalnum(found[length + 1]));
}

bool kith_line_has_word(const char *line, const KithWords *table)
{
	if (!g_unichar_isupper(g_utf8_get_char(line + strspn(line, " \t*_-|\"'"))))
		return false;
	for (size_t i = 0; i < table->count; i++) {
		size_t length = strlen(table->words[i]);

		for (const char *found = kith_find_nocase(line, table->words[i]); found != NULL;
		     found = kith_find_nocase(found + 1, table->words[i])) {
			if (is_word_at(line, found, length) &&
			    (g_ascii_isupper(*found) || (unsigned char)*found >= 0x80))
				return true;
		}
	}
	return false;
}

/* The words of TEXT in lower case; one-letter words are initials and count for nothing. */
static char **name_words(const char *text)
{
	GString *out = g_string_new(NULL);
	g_autofree char *lower = g_utf8_strdown(text, -1);

	for (const char *p = lower; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalpha(c) || c == '\'' || c == 0x2019 || c == '-')
			g_string_append_unichar(out, c);
		else if (out->len > 0 && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	char **words = g_strsplit(g_strstrip(out->str), " ", 12);
	g_string_free(out, TRUE);
	return words;
}

bool kith_line_is_name(const char *line, const KithAddress *author)
{
	size_t length = strlen(line);
	unsigned common = 0, count = 0, own = 0;

	if (author == NULL || author->name == NULL || length > 60 || length < 2 || strchr(line, '@') != NULL ||
	    strpbrk(line, "0123456789?!") != NULL)
		return false;
	g_auto(GStrv) words = name_words(line);
	g_auto(GStrv) names = name_words(author->name);
	for (; words[count] != NULL; count++) {
		for (size_t i = 0; names[i] != NULL; i++)
			common += strlen(words[count]) > 1 && strcmp(words[count], names[i]) == 0;
	}
	while (names[own] != NULL)
		own++;
	if (common >= 2)
		return count <= 7;
	return common == 1 && (count == 1 || (count <= 3 && own <= 2 && g_ascii_isupper(line[strspn(line, " \t*_-")])));
}

/* --- fields */

static void add_once(GPtrArray *list, char *text)
{
	for (guint i = 0; i < list->len; i++) {
		if (g_ascii_strcasecmp(list->pdata[i], text) == 0) {
			g_free(text);
			return;
		}
	}
	if (list->len < MAX_FIELDS && *text != '\0')
		g_ptr_array_add(list, text);
	else
		g_free(text);
}

/* Whether what stands before a number calls it a fax (and nothing else came between). */
static bool is_fax(const char *line, const char *number)
{
	g_autofree char *before = g_ascii_strdown(line, number - line);
	const char *fax = g_strrstr(before, "fax");
	const char *other = NULL;
	static const char *const labels[] = {"tel", "phone", "mobile", "cell", "office", "direct", "voice"};

	if (fax == NULL) {
		size_t length = strlen(before);
		const char *p = before + strspn(before, " \t*|");

		return (strcmp(p, "f: ") == 0 || strcmp(p, "f ") == 0 || strcmp(p, "f:") == 0 ||
			(length > 4 && strcmp(before + length - 4, " f: ") == 0));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
		const char *label = g_strrstr(before, labels[i]);

		if (label != NULL && label > fax)
			other = label;
	}
	return other == NULL && strpbrk(fax, "0123456789") == NULL;
}

/* "713-555-0100 (fax)" */
static bool is_fax_after(const char *end)
{
	return kith_starts_nocase(end + strspn(end, " \t(-,"), "fax");
}

static void read_phones(const char *line, GPtrArray *phones)
{
	const char *at = line, *start;
	size_t length;

	while (next_phone(line, &at, &start, &length)) {
		if (!is_fax(line, start) && !is_fax_after(start + length))
			add_once(phones, g_strndup(start, length));
	}
}

static void read_words(const char *line, KithSignatureFields *fields)
{
	for (const char *p = line; *p != '\0';) {
		const char *start = p + strspn(p, " \t<>[](),;|\"'*");
		size_t length = strcspn(start, " \t<>[](),;|\"'*");
		g_autofree char *word = g_strndup(start, length);
		char *value = kith_starts_nocase(word, "mailto:") ? word + 7 : word;

		while (*value != '\0' && strchr(".:", value[strlen(value) - 1]) != NULL)
			value[strlen(value) - 1] = '\0';
		if (is_web(value) && strchr(value, '.') != NULL) {
			add_once(fields->urls, g_strdup(value));
		} else {
			const char *colon = strchr(value, ':');
			g_autofree char *norm = kith_address_normalize(colon != NULL ? colon + 1 : value);

			if (norm != NULL && strchr(kith_address_domain(norm), '.') != NULL)
				add_once(fields->emails, g_steal_pointer(&norm));
		}
		p = start + length;
	}
}

static char *trimmed(const char *text, size_t length)
{
	g_autofree char *copy = g_strndup(text, length);
	char *start = copy + strspn(copy, " \t*_|-,;:/");
	size_t left = strlen(start);

	while (left > 0 && strchr(" \t*_|-,;:/", start[left - 1]) != NULL)
		start[--left] = '\0';
	return kith_text_valid(start, left, KITH_LIMIT_NAME_BYTES);
}

static unsigned count_words(const char *text)
{
	unsigned words = 0;

	for (const char *p = text; *p != '\0'; p++)
		words += *p != ' ' && (p == text || p[-1] == ' ');
	return words;
}

/* A line of words that can be a title or an organization: short, no contact in it. */
static bool is_plain_words(const char *line)
{
	unsigned digits = 0;

	for (const char *p = line; *p != '\0'; p++)
		digits += g_ascii_isdigit(*p) != 0;
	return digits <= 2 && strchr(line, '@') == NULL && strstr(line, "://") == NULL &&
	       kith_find_nocase(line, "www.") == NULL &&
	       count_words(line) <= 10 && strlen(line) <= 90 && !g_str_has_suffix(line, ":") &&
	       strpbrk(line, "?!") == NULL;
}

static void take_segment(const char *segment, const KithAddress *author, KithSignatureFields *fields)
{
	if (*segment == '\0' || count_words(segment) > 9)
		return;
	bool organization = kith_line_has_word(segment, &kith_organization_words);
	bool title = kith_line_has_word(segment, &kith_title_words);

	if (fields->name == NULL && kith_line_is_name(segment, author))
		fields->name = g_strdup(segment);
	else if (title && fields->title == NULL && (!organization || strchr(segment, ',') == NULL))
		fields->title = g_strdup(segment);
	else if (organization && fields->organization == NULL)
		fields->organization = g_strdup(segment);
}

/* "Sales Manager, Example GmbH | Berlin": cut where letterheads are cut. */
static void read_plain_line(const char *line, const KithAddress *author, KithSignatureFields *fields)
{
	for (const char *p = line; *p != '\0';) {
		size_t length = strcspn(p, "|,;\t\u2022\u00b7");

		/* "Example, Inc." is one name. */
		if (p[length] == ',' &&
		    (kith_starts_nocase(p + length, ", inc") ||
		     kith_starts_nocase(p + length, ", ll") ||
					 kith_starts_nocase(p + length, ", ltd") ||
					 kith_starts_nocase(p + length, ", l.")))
			length += 1 + strcspn(p + length + 1, "|,;\t");
		g_autofree char *segment = trimmed(p, length);
		take_segment(segment, author, fields);
		p += length;
		p += strspn(p, "|,;\t\u2022\u00b7");
	}
}

/* The organization by the sender's own domain: "Example" of jane@example.com. */
static bool is_domain_line(const char *line, const KithAddress *author)
{
	g_autofree char *norm = author != NULL ? kith_address_normalize(author->address) : NULL;

	if (norm == NULL)
		return false;
	const char *domain = kith_address_domain(norm);
	g_autofree char *label = g_strndup(domain, strcspn(domain, "."));
	g_autoptr(GString) squeezed = g_string_new(NULL);
	for (const char *p = line; *p != '\0'; p++) {
		if (g_ascii_isalnum(*p))
			g_string_append_c(squeezed, g_ascii_tolower(*p));
	}
	return strlen(label) >= 4 && g_str_has_prefix(squeezed->str, label) && squeezed->len <= 3 * strlen(label);
}

void kith_signature_read(const char *signature, const KithAddress *author, KithSignatureFields *fields)
{
	g_autoptr(GPtrArray) lines = kith_lines_split(signature);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		read_phones(line, fields->phones);
		read_words(line, fields);
		if (is_plain_words(line))
			read_plain_line(line, author, fields);
	}
	for (guint i = 0; fields->organization == NULL && i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (is_plain_words(line) && is_domain_line(line, author) && !kith_line_is_name(line, author))
			fields->organization = trimmed(line, strlen(line));
	}
}
