/* SPDX-License-Identifier: MIT
 * address-name.c - what programs put around names and addresses, taken off.
 * In: a name as received. Out: the name. Next: src/parse/author.c
 */
#include <string.h>

#include "address.h"
#include "words.h"

/* --- quotation marks */

static const struct { gunichar open, close; } marks[] = {
	{'\'', '\''}, {'"', '"'}, {'`', '`'}, {'`', '\''}, {0xb4, 0xb4}, {0x2018, 0x2019}, {0x2019, 0x2019},
	{0x201c, 0x201d}, {0x201d, 0x201d}, {0x201e, 0x201c}, {0x201e, 0x201d}, {0x201a, 0x2018}, {0xab, 0xbb},
	{0xbb, 0xab}, {0x2039, 0x203a},
};

static bool is_pair(gunichar open, gunichar close)
{
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		if (marks[i].open == open && marks[i].close == close)
			return true;
	}
	return false;
}

/* Pairs of marks around all of TEXT, however many. */
static char *unquoted(const char *text)
{
	const char *start = text, *end = text + strlen(text);

	for (;;) {
		while (start < end && *start == ' ')
			start++;
		while (end > start && end[-1] == ' ')
			end--;
		const char *last = end > start ? g_utf8_prev_char(end) : start;
		if (last <= start || !is_pair(g_utf8_get_char(start), g_utf8_get_char(last)))
			return g_strndup(start, (gsize)(end - start));
		start = g_utf8_next_char(start);
		end = last;
	}
}

/* Blanks of every kind as one. */
static char *folded(const char *text)
{
	GString *out = g_string_sized_new(strlen(text));
	bool blank = false;

	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		if (g_unichar_isspace(g_utf8_get_char(p))) {
			blank = out->len > 0;
			continue;
		}
		if (blank)
			g_string_append_c(out, ' ');
		blank = false;
		g_string_append_len(out, p, g_utf8_next_char(p) - p);
	}
	return g_string_free(out, FALSE);
}

/* --- addresses */

char *kith_address_tidy(const char *raw_address)
{
	g_autofree char *decoded = kith_header_decode(raw_address, 4 * KITH_LIMIT_ADDRESS_BYTES);
	g_autofree char *bare = unquoted(decoded);
	size_t length = strlen(bare);

	/* A host name does not end in these (the last dot of DNS says nothing here). */
	while (length > 0 && strchr(".,;:'>\\", bare[length - 1]) != NULL && strchr(bare, '@') != NULL)
		bare[--length] = '\0';
	return kith_text_valid(bare, length, KITH_LIMIT_ADDRESS_BYTES);
}

/* --- names */

static bool is_external(const char *start, size_t length)
{
	g_autofree char *words = g_strndup(start, length);

	return kith_phrases_whole(kith_phrases("name-external"), g_strstrip(words), NULL);
}

static char closing(char open)
{
	return open == '[' ? ']' : open == '(' ? ')' : open == '{' ? '}' : open == '*' ? '*' : '\0';
}

/* "[EXTERNAL] Jane Doe", "EXTERN: Jane Doe". */
static const char *skip_external(const char *name)
{
	const char *close = closing(*name) != '\0' ? strchr(name + 1, closing(*name)) : NULL;
	KithPhraseHit hit;

	if (close != NULL && is_external(name + 1, (size_t)(close - name) - 1))
		return close + 1;
	if (kith_phrases_start(kith_phrases("name-external"), name, &hit) && name[hit.length] == ':')
		return name + hit.length + 1;
	return name;
}

/* "Jane Doe (EXT)" */
static void cut_external(char *name)
{
	size_t length = strlen(name);
	const char *open = length > 0 && name[length - 1] == ')' ? strrchr(name, '(')
			 : length > 0 && name[length - 1] == ']' ? strrchr(name, '[') : NULL;

	if (open != NULL && is_external(open + 1, (size_t)(name + length - 1 - open) - 1))
		name[open - name] = '\0';
}

/* "Jane Doe (jane@x.example)": the address is known. */
static void cut_address(char *name, const char *address)
{
	size_t length = strlen(name), size = strlen(address);

	if (size == 0 || length < size + 2 || strchr(">)]", name[length - 1]) == NULL ||
	    strchr("<([", name[length - size - 2]) == NULL ||
	    g_ascii_strncasecmp(name + length - size - 1, address, size) != 0)
		return;
	name[length - size - 2] = '\0';
}

static bool says_something(const char *name)
{
	for (const char *p = name; *p != '\0'; p++) {
		if ((unsigned char)*p >= 0x80 || g_ascii_isalnum(*p))
			return true;
	}
	return false;
}

char *kith_name_tidy(const char *raw_name, const char *address)
{
	g_autofree char *decoded = kith_header_decode(raw_name, KITH_LIMIT_NAME_BYTES);
	g_autofree char *bare = unquoted(decoded);

	cut_external(bare);
	cut_address(bare, address);
	g_autofree char *inner = unquoted(skip_external(bare));
	g_autofree char *name = folded(inner);
	if (!says_something(name) || g_ascii_strcasecmp(name, address) == 0)
		return NULL;
	if (kith_starts_nocase(name, "mailto:") && g_ascii_strcasecmp(name + 7, address) == 0)
		return NULL;
	return g_steal_pointer(&name);
}

bool kith_name_is_undisclosed(const char *name)
{
	g_autofree char *bare = unquoted(name);
	size_t length = strlen(bare);

	while (length > 0 && strchr(" :;,", bare[length - 1]) != NULL)
		bare[--length] = '\0';
	return kith_phrases_whole(kith_phrases("name-undisclosed"), bare, NULL);
}

/* --- names that lists and services rewrote */

char *kith_name_before_via(const char *name)
{
	KithPhraseHit hit;

	if (name == NULL || !kith_phrases_find(kith_phrases("name-via"), name, &hit) || hit.at == name ||
	    (hit.at[-1] != ' ' && hit.at[-1] != '(') || hit.at[hit.length] != ' ')
		return NULL;
	g_autofree char *before = g_strndup(name, (gsize)(hit.at - name));
	size_t length = strlen(before);
	while (length > 0 && strchr(" (", before[length - 1]) != NULL)
		before[--length] = '\0';
	char *bare = unquoted(before);
	if (*bare == '\0')
		g_clear_pointer(&bare, g_free);
	return bare;
}

char *kith_name_as_address(const char *name)
{
	KithPhraseHit hit;
	g_autofree char *written = NULL;

	if (strchr(name, '@') != NULL) {
		written = g_strdup(name);
	} else if (kith_phrases_find(kith_phrases("name-at"), name, &hit) && hit.at > name + 1) {
		g_autofree char *local = g_strndup(name, (gsize)(hit.at - name));

		written = g_strconcat(g_strstrip(local), "@", hit.at + hit.length + strspn(hit.at + hit.length, " "),
				      NULL);
	}
	if (written == NULL || strchr(written, ' ') != NULL)
		return NULL;
	g_autofree char *norm = kith_address_normalize(written);
	return norm != NULL && strchr(kith_address_domain(norm), '.') != NULL ? g_steal_pointer(&written) : NULL;
}

/* The words of a name in lower case; what is shorter than two letters is no word. */
static GHashTable *words_of(const char *name)
{
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *lower = g_utf8_casefold(name, -1);

	for (const char *p = lower; *p != '\0';) {
		const char *start = p;
		unsigned letters = 0;

		for (; *p != '\0' && g_unichar_isalnum(g_utf8_get_char(p)); p = g_utf8_next_char(p))
			letters++;
		if (letters >= 2)
			g_hash_table_add(words, g_strndup(start, (gsize)(p - start)));
		if (p == start)
			p = g_utf8_next_char(p);
	}
	return words;
}

bool kith_names_agree(const char *one, const char *other)
{
	g_autoptr(GHashTable) words = words_of(one);
	g_autoptr(GHashTable) more = words_of(other);
	GHashTableIter iter;
	gpointer word;

	g_hash_table_iter_init(&iter, more);
	while (g_hash_table_iter_next(&iter, &word, NULL)) {
		if (g_hash_table_contains(words, word))
			return true;
	}
	return false;
}
