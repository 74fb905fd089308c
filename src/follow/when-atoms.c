/* SPDX-License-Identifier: MIT
 * when-atoms.c - an expression cut into words, numbers, clock times and dates.
 * In: text. Out: atoms; nothing when it holds what no time holds. Next: src/follow/when-read.c
 */
#include "when-atoms.h"

#include <string.h>

#define MAX_CHARS 200

void when_atoms_free(WhenAtoms *atoms)
{
	if (atoms == NULL)
		return;
	g_free(atoms->folded);
	g_free(atoms->shown);
	g_free(atoms);
}

/* Lower case, accents off, typographic apostrophes plain. NULL: too long or not UTF-8. */
static char *fold(const char *text)
{
	if (!g_utf8_validate(text, -1, NULL) || strlen(text) > MAX_CHARS)
		return NULL;
	g_autofree char *lower = g_utf8_strdown(text, -1);
	g_autofree char *apart = g_utf8_normalize(lower, -1, G_NORMALIZE_NFD);
	GString *out = g_string_new(NULL);

	for (const char *at = apart; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (c == 0x2019)
			g_string_append_c(out, '\'');
		else if (c == 0xdf)
			g_string_append(out, "ss");
		else if (c == 0xa0)
			g_string_append_c(out, ' ');
		else if (!g_unichar_ismark(c))
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, false);
}

static size_t digits_at(const char *at)
{
	return strspn(at, "0123456789");
}

static int number_at(const char *at, size_t digits)
{
	int value = 0;

	for (size_t i = 0; i < digits; i++)
		value = value * 10 + (at[i] - '0');
	return value;
}

static bool is_letter(const char *at)
{
	return (unsigned char)*at >= 0x80 || g_ascii_isalpha(*at);
}

/* yyyy-mm-dd or yyyy/mm/dd, then perhaps "T" before a clock. */
static size_t read_iso(const char *at, Atom *atom)
{
	if (digits_at(at) != 4 || (at[4] != '-' && at[4] != '/') || digits_at(at + 5) != 2 || at[7] != at[4] ||
	    digits_at(at + 8) != 2)
		return 0;
	*atom = (Atom){ .type = ATOM_DATE, .a = number_at(at, 4), .b = number_at(at + 5, 2),
			.c = number_at(at + 8, 2) };
	return at[10] == 't' && g_ascii_isdigit(at[11]) ? 11 : 10;
}

/* 5.3.2027 and 5.3. are day and month; 5/3 may be either; 9.30 is a clock when something says so. */
static size_t read_pair(const char *at, size_t first, Atom *atom)
{
	char mark = at[first];
	size_t second = digits_at(at + first + 1), size = first + 1 + second, third = 0;

	if ((mark != '.' && mark != '/') || first > 2 || second < 1 || second > 2)
		return 0;
	if (at[size] == mark)
		third = digits_at(at + size + 1);
	if (third != 0 && third != 4)
		return 0;
	int a = number_at(at, first), b = number_at(at + first + 1, second);
	int year = third != 0 ? number_at(at + size + 1, third) : 0;

	if (mark == '/') {
		if (at[size] == '/' && third == 0)
			return 0;
		*atom = (Atom){ .type = ATOM_SLASH, .a = year, .b = a, .c = b };
	} else if (at[size] == '.') {
		*atom = (Atom){ .type = ATOM_DATE, .a = year, .b = b, .c = a };
		return third != 0 ? size + 1 + third : size + 1;
	} else {
		if (second != 2)
			return 0;
		*atom = (Atom){ .type = ATOM_DOTTED, .a = a, .b = b };
	}
	return third != 0 ? size + 1 + third : size;
}

static size_t read_clock(const char *at, size_t first, Atom *atom)
{
	bool h = at[first] == 'h';

	if (first > 2 || (at[first] != ':' && !h) || digits_at(at + first + 1) != 2 || at[first + 3] == ':')
		return 0;
	*atom = (Atom){ .type = h ? ATOM_H_CLOCK : ATOM_CLOCK, .a = number_at(at, first),
			.b = number_at(at + first + 1, 2), .digits = (int)first };
	return first + 3;
}

static size_t read_ordinal_end(const char *at)
{
	static const char *const ends[] = { "st", "nd", "rd", "th", "er", "º", "°" };

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		size_t length = strlen(ends[i]);

		if (strncmp(at, ends[i], length) == 0 && !is_letter(at + length))
			return length;
	}
	return *at == '.' ? 1 : 0;
}

static size_t read_number(const char *at, Atom *atom)
{
	size_t digits = digits_at(at), used = read_iso(at, atom);

	if (used == 0)
		used = read_clock(at, digits, atom);
	if (used == 0)
		used = read_pair(at, digits, atom);
	if (used != 0 && at[used - 1] == 't')
		return used;
	if (used != 0)
		return g_ascii_isdigit(at[used]) || strchr("-/:", at[used] != '\0' ? at[used] : ' ') != NULL ? 0 : used;
	if (digits > 4 || strchr("-/:", at[digits] != '\0' ? at[digits] : ' ') != NULL)
		return 0;
	size_t end = read_ordinal_end(at + digits);
	*atom = (Atom){ .type = end != 0 ? ATOM_ORDINAL : ATOM_NUMBER, .a = number_at(at, digits),
			.digits = (int)digits };
	if (end == 1 && g_ascii_isdigit(at[digits + 1]))
		return 0;
	return digits + end;
}

static size_t read_word(const char *at, Atom *atom)
{
	size_t length = 0;

	while (is_letter(at + length) || at[length] == '\'' ||
	       (length > 0 && (at[length] == '-' || (at[length] == '.' && length == 1)) && is_letter(at + length + 1)))
		length++;
	if (length == 0 && *at == '@')
		length = 1;
	*atom = (Atom){ .type = ATOM_WORD, .text = at, .length = length };
	return length + (length > 0 && at[length] == '.');
}

WhenAtoms *when_atoms_new(const char *expression)
{
	g_autoptr(WhenAtoms) atoms = g_new0(WhenAtoms, 1);

	atoms->folded = fold(expression);
	if (atoms->folded == NULL)
		return NULL;
	for (const char *at = atoms->folded; *at != '\0';) {
		if (*at == ' ' || *at == '\t' || *at == ',') {
			at++;
			continue;
		}
		if (atoms->count == WHEN_MAX_ATOMS)
			return NULL;
		Atom *atom = &atoms->list[atoms->count];
		size_t used = g_ascii_isdigit(*at) ? read_number(at, atom) : read_word(at, atom);

		if (used == 0)
			return NULL;
		at += used;
		atoms->count++;
	}
	return atoms->count > 0 ? g_steal_pointer(&atoms) : NULL;
}
