/* SPDX-License-Identifier: MIT
 * name.c - a display name taken apart: titles, given and family name, whatever the script.
 * In: what stands before an address. Out: KithName. Next: src/base/text.c
 *
 * Only what the name itself shows is told: a comma, a family in capitals, a particle, a script whose families
 * come first, families that can be nothing else. Else the first word is given and the last the family.
 */
#include <string.h>

#include "kith/base.h"
#include "name-words.h"

#define MAX_WORDS 20

typedef struct {
	char *word[MAX_WORDS];	/* borrowed from the text that was split */
	int count;
} Words;

void kith_name_free(KithName *name)
{
	if (name == NULL)
		return;
	g_free(name->prefix);
	g_free(name->given);
	g_free(name->middle);
	g_free(name->family);
	g_free(name->suffix);
	g_free(name->nickname);
	g_free(name);
}

/* --- words */

static Words split(char *text)
{
	Words words = {0};

	for (char *p = text; *p != '\0' && words.count < MAX_WORDS;) {
		p += strspn(p, " ");
		if (*p == '\0')
			break;
		words.word[words.count++] = p;
		p += strcspn(p, " ");
		if (*p != '\0')
			*p++ = '\0';
	}
	return words;
}

/* The words from FROM up to UNTIL, or NULL. */
static char *join(const Words *words, int from, int until)
{
	GString *out = g_string_new(NULL);

	for (int i = from; i < until; i++)
		g_string_append_printf(out, "%s%s", i > from ? " " : "", words->word[i]);
	return g_string_free(out, out->len == 0);
}

static void drop_words(Words *words, int from, int count)
{
	for (int i = from; i + count < words->count; i++)
		words->word[i] = words->word[i + count];
	words->count -= count;
}

static void append(char **text, const char *more)
{
	if (more == NULL || *more == '\0')
		return;
	char *both = *text != NULL ? g_strconcat(*text, " ", more, NULL) : g_strdup(more);
	g_free(*text);
	*text = both;
}

static bool is_big(const char *word)
{
	return g_unichar_isupper(g_utf8_get_char(word));
}

/* Two capitals and more, and nothing small: "DUPONT", "O'NEIL"; not "J.R.". */
static bool is_capitals(const char *word)
{
	unsigned letters = 0;

	for (const char *p = word; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '.' || g_unichar_islower(c))
			return false;
		letters += g_unichar_isupper(c) ? 1 : 0;
	}
	return letters > 2 || (letters == 2 && kith_name_word(KITH_NAME_SHORT_FAMILY, word));
}

static bool is_initial(const char *word)
{
	const char *next = g_utf8_next_char(word);

	return is_big(word) && (*next == '\0' || (*next == '.' && next[1] == '\0'));
}

static bool is_particle(const char *word)
{
	return kith_name_word(is_big(word) ? KITH_NAME_BIG_PARTICLE : KITH_NAME_PARTICLE, word);
}

/* --- what is no part of a name */

/* "Jane (Sales) Doe", "Jane "JD" Doe": taken out of TEXT; what stands between two names is a nickname. */
static void take_aside(char *text, KithName *name)
{
	static const char open[] = "(\"[", close[] = ")\"]";

	for (char *p = text; *p != '\0';) {
		const char *kind = strchr(open, *p);
		char *end = kind != NULL ? strchr(p + 1, close[kind - open]) : NULL;

		if (end == NULL) {	/* one that is never closed says nothing */
			p += 1;
			continue;
		}
		if (p > text && strspn(end + 1, " ") < strlen(end + 1) && *p != '[' && name->nickname == NULL &&
		    end > p + 1 && end - p < 30)
			name->nickname = g_strndup(p + 1, (gsize)(end - p) - 1);
		memset(p, ' ', (size_t)(end - p) + 1);
		p = end + 1;
	}
	g_strdelimit(text, "()[]\"", ' ');
}

static bool has_digit(const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		if (g_unichar_isdigit(g_utf8_get_char(p)))
			return true;
	}
	return false;
}

static bool is_no_person(const char *text)
{
	g_autofree char *copy = g_strdup(text);

	if (strpbrk(text, "@/|<>{}=_\\:;!?+*#%$") != NULL || has_digit(text))
		return true;
	g_strdelimit(copy, ",", ' ');
	for (const char *p = copy; *p != '\0';) {
		p += strspn(p, " ");
		size_t length = strcspn(p, " ");
		g_autofree char *word = g_strndup(p, length);

		/* "e.V.", "S.p.A." are one word; "Doe A.G." is none of a company's */
		if (kith_name_word(KITH_NAME_NO_PERSON, word) && !is_initial(word))
			return true;
		p += length;
	}
	return false;
}

static bool is_title(const char *word, bool is_first)
{
	return kith_name_word(KITH_NAME_TITLE, word) ||
	       kith_name_word(is_first ? KITH_NAME_FIRST_TITLE : KITH_NAME_LATER_TITLE, word);
}

/* "Dr. med. Jane Doe"; the last word is none. */
static void take_titles(Words *words, KithName *name)
{
	int count = 0;

	while (count + 1 < words->count && is_title(words->word[count], count == 0))
		count++;
	g_autofree char *titles = join(words, 0, count);
	append(&name->prefix, titles);
	drop_words(words, 0, count);
}

static void take_suffixes(Words *words, KithName *name)
{
	int from = words->count;

	while (from > 1 && kith_name_word(KITH_NAME_SUFFIX, words->word[from - 1]))
		from--;
	g_autofree char *suffixes = join(words, from, words->count);
	append(&name->suffix, suffixes);
	words->count = from;
}

/* --- scripts without capitals */

static bool is_han(gunichar c)
{
	return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3005;
}

static bool is_kana(gunichar c)
{
	return c >= 0x3040 && c <= 0x30ff;
}

static bool is_hangul(gunichar c)
{
	return c >= 0xac00 && c <= 0xd7a3;
}

static bool is_asian(const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c != ' ' && !is_han(c) && !is_kana(c) && !is_hangul(c))
			return false;
	}
	return *text != '\0';
}

static bool starts_with(KithNameList list, const char *word, glong chars)
{
	g_autofree char *start = g_utf8_substring(word, 0, chars);

	return kith_name_word(list, start);
}

/* How many characters of WORD are the family; 0 when that is not sure. */
static glong asian_family(const char *word)
{
	glong length = g_utf8_strlen(word, -1);
	bool hangul = is_hangul(g_utf8_get_char(word));

	if (length < 2 || length > 6)
		return 0;
	for (glong n = 3; !hangul && n >= 2; n--) {
		if (length > n && starts_with(KITH_NAME_JAPANESE, word, n))
			return n;
	}
	if (length >= 3 && length <= 4 && starts_with(KITH_NAME_TWO_CHARACTERS, word, 2))
		return 2;
	if (length > 3)
		return 0;
	return starts_with(hangul ? KITH_NAME_KOREAN : KITH_NAME_CHINESE, word, 1) ? 1 : 0;
}

static void read_asian(const Words *words, KithName *name)
{
	if (words->count == 2) {
		name->family = g_strdup(words->word[0]);
		name->given = g_strdup(words->word[1]);
	} else if (words->count == 1) {
		glong chars = asian_family(words->word[0]);

		if (chars == 0)
			return;
		const char *cut = g_utf8_offset_to_pointer(words->word[0], chars);
		name->family = g_strndup(words->word[0], (gsize)(cut - words->word[0]));
		name->given = g_strdup(cut);
	}
}

/* --- which words are the family */

static void set_names(const Words *words, int given, int family, KithName *name)
{
	name->given = join(words, 0, MIN(given, family));
	name->middle = join(words, MIN(given, family), family);
	name->family = join(words, family, words->count);
}

static void set_family_first(const Words *words, int family, KithName *name)
{
	name->family = join(words, 0, family);
	name->given = family < words->count ? g_strdup(words->word[family]) : NULL;
	name->middle = join(words, family + 1, words->count);
}

/* "DUPONT Jean", "Jean DE LA TOUR": capitals at one end, among words that are not. */
static bool read_capitals(const Words *words, KithName *name)
{
	int first = 0, last = words->count;

	while (first < words->count && is_capitals(words->word[first]))
		first++;
	if (first > 0 && first < words->count) {
		set_family_first(words, first, name);
		return true;
	}
	while (last > 1 && is_capitals(words->word[last - 1]))
		last--;
	if (first > 0 || last == words->count)
		return false;
	while (last > 1 && is_particle(words->word[last - 1]))
		last--;
	set_names(words, 1, last, name);
	return true;
}

/* Where the family begins with its particle: "Jan van der Berg", "José Ortega y Gasset". 0: nowhere. */
static int particle_at(const Words *words)
{
	for (int i = 1; i + 1 < words->count; i++) {
		const char *word = words->word[i];

		if (i > 1 && (strcmp(word, "y") == 0 || strcmp(word, "i") == 0))
			return i - 1;
		if (is_particle(word))
			return i;
	}
	return 0;
}

static bool is_iberian(const char *word)
{
	return g_str_has_suffix(word, "ez") || kith_name_word(KITH_NAME_IBERIAN, word);
}

static bool is_hungarian(const Words *words)
{
	return words->count >= 2 && words->count <= 3 && kith_name_word(KITH_NAME_HUNGARIAN_FAMILY, words->word[0]) &&
	       kith_name_word(KITH_NAME_HUNGARIAN_GIVEN, words->word[1]) &&
	       kith_name_word(KITH_NAME_HUNGARIAN_GIVEN, words->word[words->count - 1]);
}

static bool is_vietnamese(const Words *words)
{
	return words->count >= 3 && words->count <= 4 && kith_name_word(KITH_NAME_VIETNAMESE, words->word[0]);
}

/* Given names up to the initials, "J. R. R. Tolkien", then the last word, or the last two of Spain. */
static void read_western(const Words *words, KithName *name)
{
	int family = particle_at(words), last = words->count - 1;

	if (family == 0)
		family = words->count >= 3 && is_iberian(words->word[last]) && is_iberian(words->word[last - 1])
			? last - 1 : last;
	set_names(words, 1, family, name);
}

static void read_lone(const Words *words, KithName *name)
{
	bool is_given = name->prefix == NULL ? name->suffix == NULL
					     : kith_name_word(KITH_NAME_FIRST_TITLE, name->prefix);

	if (is_given)
		name->given = g_strdup(words->word[0]);
	else	/* "Mr. Smith", "Smith, M.D." */
		name->family = g_strdup(words->word[0]);
}

static void read_words(const Words *words, KithName *name)
{
	if (words->count == 0)
		return;
	if (words->count == 1)
		read_lone(words, name);
	else if (is_particle(words->word[0]) && !is_big(words->word[0]))
		name->family = join(words, 0, words->count);	/* "van der Berg" */
	else if (is_hungarian(words) || is_vietnamese(words))
		set_family_first(words, 1, name);
	else if (!read_capitals(words, name))
		read_western(words, name);
}

/* --- commas */

/* Two initials: "Smith, J.R." is no junior. */
static bool is_late_suffix(const char *word)
{
	return strcmp(word, "J.R.") != 0 &&
	       (kith_name_word(KITH_NAME_SUFFIX, word) || kith_name_word(KITH_NAME_LATE_SUFFIX, word));
}

static bool all_suffixes(const char *text)
{
	g_autofree char *copy = g_strdup(text);
	Words words = split(copy);

	for (int i = 0; i < words.count; i++) {
		if (!is_late_suffix(words.word[i]))
			return false;
	}
	return words.count > 0;
}

/* "Jane Doe, CLU": letters of a trade behind a whole name. */
static bool is_trade(const char *before, const char *after)
{
	return strchr(before, ' ') != NULL && !is_capitals(before) && strlen(after) <= 5 &&
	       strchr(after, ' ') == NULL && is_capitals(after);
}

/* "Doe, Jane", "van der Berg, Jan", "Doe Jr., Dr. Jane". */
static void read_inverted(char *before, char *after, KithName *name)
{
	Words family = split(before), given = split(after);

	take_titles(&given, name);
	take_suffixes(&given, name);
	take_titles(&family, name);
	take_suffixes(&family, name);
	if (given.count > 0 && kith_name_word(KITH_NAME_TITLE, given.word[0])) {	/* "Doe, Dr." */
		append(&name->prefix, given.word[0]);
		drop_words(&given, 0, 1);
	}
	int until = given.count;
	while (until > 1 && is_particle(given.word[until - 1]) && !is_big(given.word[until - 1]))
		until--;		/* "Berg, Jan van der" */
	g_autofree char *particle = join(&given, until, given.count);
	append(&name->family, particle);
	g_autofree char *rest = join(&family, 0, family.count);
	append(&name->family, rest);
	name->given = join(&given, 0, MIN(until, 1));
	name->middle = join(&given, 1, until);
}

static void read_straight(char *text, KithName *name)
{
	Words words = split(text);

	take_titles(&words, name);
	take_suffixes(&words, name);
	read_words(&words, name);
}

static void read_name(char *text, KithName *name)
{
	g_auto(GStrv) parts = g_strsplit(text, ",", 4);
	char *names[4] = {0};
	int count = 0;

	for (char **part = parts; *part != NULL; part++) {
		g_strstrip(*part);
		if (count > 0 && (all_suffixes(*part) || is_trade(names[0], *part)))
			append(&name->suffix, *part);
		else if (**part != '\0')
			names[count++] = *part;
	}
	if (count >= 2)
		read_inverted(names[0], names[1], name);
	else if (count == 1)
		read_straight(names[0], name);
}

KithName *kith_name_split(const char *display)
{
	KithName *name = g_new0(KithName, 1);
	g_autofree char *clean = kith_text_snippet(display, KITH_LIMIT_NAME_BYTES);

	take_aside(clean, name);
	g_strstrip(clean);
	if (*clean == '\0' || is_no_person(clean)) {
		g_clear_pointer(&name->nickname, g_free);
		return name;
	}
	name->is_person = true;
	if (is_asian(clean)) {
		Words words = split(clean);

		read_asian(&words, name);
	} else {
		read_name(clean, name);
	}
	return name;
}
