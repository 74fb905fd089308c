/* SPDX-License-Identifier: MIT
 * signature.c - what a signature says of its author.
 * In: the text and its zones. Out: KithSignatureFields. Next: src/parse/kind.c
 *
 * Only what stands there is taken, and only from lines that can be nothing else. A firm without a word that
 * says so is known by the domain of an address beside it, or by its place below a name and a title.
 */
#include <string.h>

#include "sign-off.h"

#define MAX_FIELDS 20
#define MAX_PARTS 60
#define MAX_PART_BYTES 90
#define MAX_WORDS 9

typedef enum { PART_OTHER, PART_NAME, PART_TITLE, PART_DEPARTMENT, PART_FIRM } PartKind;

/* A piece of a letterhead's line between commas and bars. */
typedef struct {
	PartKind kind;
	guint line;
	bool is_full_name, is_proper, is_alone;	/* proper: written like a name; alone on its line */
	uint32_t start, end;	/* in the text */
} Part;

typedef struct {
	const char *text;
	const KithAddress *author;
	KithSignatureFields *fields;
	GArray *parts;		/* of Part */
	guint line, last_fact;	/* number of the line, and the last one with a contact or a place */
	bool fax_follows;
} Reader;

/* --- facts */

static void add_fact(Reader *reader, KithFactKind kind, const char *value, const char *at, size_t length)
{
	uint32_t start = (uint32_t)(at - reader->text);

	g_ptr_array_add(reader->fields->places,
			kith_fact_new(kind, value, (KithStretch) { start, start + (uint32_t)length }));
}

static void add_to_list(Reader *reader, GPtrArray *list, KithFactKind kind, const char *value, const char *at,
			size_t length)
{
	for (guint i = 0; i < list->len; i++) {
		if (g_ascii_strcasecmp(list->pdata[i], value) == 0)
			return;
	}
	if (list->len >= MAX_FIELDS || *value == '\0')
		return;
	g_ptr_array_add(list, g_strdup(value));
	add_fact(reader, kind, value, at, length);
}

static char *part_text(const Reader *reader, uint32_t start, uint32_t end)
{
	return kith_text_valid(reader->text + start, end - start, KITH_LIMIT_NAME_BYTES);
}

static void take(Reader *reader, char **field, KithFactKind kind, uint32_t start, uint32_t end)
{
	if (*field != NULL)
		return;
	*field = part_text(reader, start, end);
	add_fact(reader, kind, *field, reader->text + start, end - start);
}

/* --- phones, addresses, links */

static void read_phones(Reader *reader, const char *line, const char *in_text)
{
	const char *at = line;
	KithPhone phone;
	bool is_first = true;

	while (kith_phone_next(line, &at, &phone)) {
		/* "Fax:" may stand in the line above, or the number be broken. */
		if (!phone.is_fax && !(is_first && reader->fax_follows && kith_phone_label(line) == phone.at)) {
			g_autofree char *value = kith_text_valid(phone.at, phone.length, KITH_LIMIT_NAME_BYTES);

			add_to_list(reader, reader->fields->phones, KITH_FACT_PHONE, value, in_text + (phone.at - line),
				    phone.length);
		}
		is_first = false;
	}
	reader->fax_follows = kith_phone_fax_follows(line);
}

/* "www.example.com", "linkedin.com/in/jane": words of a host that a name server would know. */
static bool is_bare_host(const char *word)
{
	static const char *const tops[] = {"com", "org", "net", "edu", "gov", "info", "biz", "example", "app", "dev",
					   "online", "shop", "berlin", "agency", "cloud"};
	size_t length = strcspn(word, "/?#"), dot = length;

	for (size_t i = 0; i < length; i++) {
		if (!g_ascii_islower(word[i]) && !g_ascii_isdigit(word[i]) && strchr(".-", word[i]) == NULL)
			return false;
		dot = word[i] == '.' ? i : dot;
	}
	if (dot < 3 || dot + 2 >= length || strstr(word, "..") != NULL)
		return false;
	g_autofree char *top = g_strndup(word + dot + 1, length - dot - 1);
	for (size_t i = 0; i < G_N_ELEMENTS(tops); i++) {
		if (strcmp(top, tops[i]) == 0)
			return true;
	}
	/* "example.de", "example.co.uk"; "notes.md" is a file. */
	return strlen(top) == 2 && g_ascii_isalpha(top[0]) && g_ascii_isalpha(top[1]) && strcmp(top, "md") != 0 &&
	       strcmp(top, "py") != 0 && strcmp(top, "js") != 0;
}

static bool is_link(const char *word)
{
	if (kith_starts_nocase(word, "http://") || kith_starts_nocase(word, "https://") ||
	    kith_starts_nocase(word, "www."))
		return strchr(word, '.') != NULL;
	return strchr(word, '@') == NULL && is_bare_host(word);
}

/* Where a word's value begins: behind "mailto:", "E-Mail:", "Web:". */
static const char *value_of(const char *word)
{
	const char *colon = strchr(word, ':');

	return colon != NULL && g_str_has_prefix(colon, "://") ? word : colon != NULL ? colon + 1 : word;
}

#define BETWEEN_WORDS " \t<>[](){},;|\"'*"

/* The first word of LINE, from AT on, that is a link or an address; its length goes to *RET_LENGTH. */
static const char *next_word(const char *line, const char *at, size_t *ret_length, bool *ret_is_link)
{
	for (const char *p = at; *p != '\0';) {
		const char *start = p + strspn(p, BETWEEN_WORDS);
		size_t length = strcspn(start, BETWEEN_WORDS);

		p = start + length;
		while (length > 0 && strchr(".:", start[length - 1]) != NULL)
			length--;
		if (length < 4 || length > KITH_SIGNED_LINE_BYTES || memchr(start, '.', length) == NULL)
			continue;
		g_autofree char *word = g_strndup(start, length);
		const char *value = value_of(word);
		*ret_is_link = is_link(value);
		if (*ret_is_link || strchr(value, '@') != NULL) {
			*ret_length = strlen(value);
			return line + (start - line) + (value - word);
		}
	}
	return NULL;
}

/* Reads links and addresses; says where the first of them is, or the line's end. */
static const char *read_words(Reader *reader, const char *line, const char *in_text)
{
	const char *first = line + strlen(line), *end = first;
	size_t length;
	bool link;

	for (const char *word = next_word(line, line, &length, &link); word != NULL;
	     word = next_word(line, word + length, &length, &link)) {
		g_autofree char *value = g_strndup(word, length);
		g_autofree char *norm = link ? NULL : kith_address_normalize(value);

		if (first == end)
			first = word;
		const char *at = in_text + (word - line);
		if (link)
			add_to_list(reader, reader->fields->urls, KITH_FACT_URL, value, at, length);
		else if (norm != NULL && strchr(kith_address_domain(norm), '.') != NULL)
			add_to_list(reader, reader->fields->emails, KITH_FACT_EMAIL, norm, at, length);
	}
	return first;
}

/* --- parts of a line */

static unsigned count_words(const char *text)
{
	unsigned words = 0;

	for (const char *p = text; *p != '\0'; p++)
		words += *p != ' ' && (p == text || p[-1] == ' ');
	return words;
}

/* Every word but the small ones begins like a name's. */
static bool is_proper(const char *text)
{
	static const char *const small[] = {
		"of", "and", "the", "for", "de", "du", "des", "la", "le", "les", "et", "del", "di", "da", "do",
		"dos", "e", "y", "i", "der", "die", "das", "f\u00fcr", "und", "van", "von", "het", "en", "voor", "og",
		"och", "ja", "a", "in", "am", "an", "v.", NULL,
	};
	g_auto(GStrv) words = g_strsplit(text, " ", MAX_WORDS + 1);

	for (char **word = words; *word != NULL; word++) {
		if (g_unichar_islower(g_utf8_get_char(*word)) && !g_strv_contains(small, *word))
			return false;
	}
	return words[0] != NULL && !g_unichar_islower(g_utf8_get_char(words[0]));
}

static bool ends_with_firm_word(const char *text)
{
	const char *blank = strrchr(text, ' ');

	return blank != NULL && kith_phrases_whole(kith_phrases("organization"), blank + 1, NULL);
}

/* "ENA" behind a title: a firm that is known by its letters. */
static bool is_acronym(const char *text)
{
	static const char *const places[] = {"USA", "EMEA", "DACH", "APAC", "LATAM", "UAE", "NYC", "R&D", "CEE"};
	size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ&");

	if (length < 3 || length > 6 || text[length] != '\0')
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		if (strcmp(text, places[i]) == 0)
			return false;
	}
	return true;
}

static PartKind kind_of(const Reader *reader, const char *text, Part *part, const Part *before)
{
	unsigned name = kith_line_name(text, reader->author);

	part->is_full_name = name == 2;
	part->is_proper = is_proper(text);
	if (name > 0)
		return PART_NAME;
	if (kith_line_has_legal_form(text))
		return PART_FIRM;
	if (kith_line_has_phrase(text, kith_phrases("title")) ||
	    (before != NULL && before->kind == PART_NAME && part->line <= before->line + 1 &&
	     kith_phrases_start(kith_phrases("title"), text, NULL)))
		return PART_TITLE;
	bool firm = part->is_proper && kith_line_has_phrase(text, kith_phrases("organization"));
	if (kith_line_has_phrase(text, kith_phrases("department")))
		return firm && ends_with_firm_word(text) ? PART_FIRM : PART_DEPARTMENT;
	if (before != NULL && before->kind == PART_TITLE && before->line == part->line && is_acronym(text))
		return PART_FIRM;
	return firm ? PART_FIRM : PART_OTHER;
}

#define AROUND_PARTS " \t*_|-,;:/<>(\""

static void add_part(Reader *reader, const char *start, size_t length, bool is_alone)
{
	while (length > 0 && strchr(AROUND_PARTS, start[0]) != NULL) {
		start++;
		length--;
	}
	while (length > 0 && strchr(AROUND_PARTS, start[length - 1]) != NULL)
		length--;
	if (length == 0 || length > MAX_PART_BYTES || reader->parts->len >= MAX_PARTS)
		return;
	Part part = {.line = reader->line, .is_alone = is_alone, .start = (uint32_t)(start - reader->text)};
	g_autofree char *text = g_strndup(start, length);
	guint count = reader->parts->len;

	part.end = part.start + (uint32_t)length;
	if (count_words(text) > MAX_WORDS)
		return;
	part.kind = kind_of(reader, text, &part, count > 0 ? &g_array_index(reader->parts, Part, count - 1) : NULL);
	g_array_append_val(reader->parts, part);
}

/* Bytes of the mark at P that parts a letterhead's line; 0 when it is none. "Example, Inc." is one name. */
static size_t cut_length(const char *p, const char *end)
{
	static const char *const cuts[] = {
		"|", ";", "\t", "\u2022", "\u00b7", " \u2013 ", " \u2014 ", "   ", " // ", " / ",
		" bei ", " at ", " chez ", " @ ",
	};

	if (*p == ',') {
		const char *rest = p + 1 + strspn(p + 1, " ");

		return kith_phrases_start(kith_phrases("legal-form"), rest, NULL) ? 0 : 1;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(cuts); i++) {
		if (g_str_has_prefix(p, cuts[i]))
			return strlen(cuts[i]);
	}
	if (g_str_has_prefix(p, " - ")) {
		g_autofree char *rest = g_strndup(p + 3, (size_t)(end - p - 3));

		return kith_line_has_legal_form(rest) ? 3 : 0;
	}
	return 0;
}

/* A head of a line that can hold names: no question, no sentence. */
static bool is_plain(const char *head)
{
	return strpbrk(head, "?!@") == NULL && !kith_line_is_prose(head);
}

/* More digits than a name has: a street, a code, a number. */
static bool is_numbered(const char *text)
{
	unsigned digits = 0;

	for (const char *p = text; *p != '\0'; p++)
		digits += g_ascii_isdigit(*p) != 0;
	return digits > 2;
}

/* "Example GmbH, Hauptstr. 12, 80331 München": of a line with a place, only what a legal form makes a firm. */
static void keep_firms(Reader *reader, guint first)
{
	for (guint i = reader->parts->len; i-- > first;) {
		const Part *part = &g_array_index(reader->parts, Part, i);
		g_autofree char *text = part_text(reader, part->start, part->end);

		if (part->kind != PART_FIRM || is_numbered(text) || !kith_line_has_legal_form(text))
			g_array_remove_index(reader->parts, i);
	}
}

static void read_parts(Reader *reader, const char *head, const char *in_text)
{
	const char *end = head + strlen(head), *start = head;
	guint first = reader->parts->len;

	if (!is_plain(head) || g_str_has_suffix(head, ":"))
		return;
	for (const char *p = head; p < end;) {
		size_t cut = cut_length(p, end);

		if (cut > 0) {
			add_part(reader, in_text + (start - head), (size_t)(p - start), false);
			start = p + cut;
		}
		p += MAX(cut, 1);
	}
	add_part(reader, in_text + (start - head), (size_t)(end - start), start == head);
	if (is_numbered(head))
		keep_firms(reader, first);
	if (reader->parts->len == first + 1)
		g_array_index(reader->parts, Part, first).is_alone = true;
}

static void read_line(Reader *reader, const char *line, const char *in_text)
{
	if (strlen(line) > KITH_SIGNED_LINE_BYTES)
		return;
	guint facts = reader->fields->places->len;
	read_phones(reader, line, in_text);
	const char *word = read_words(reader, line, in_text), *label = kith_phone_label(line);
	g_autofree char *head = g_strndup(line, (size_t)(MIN(word, label) - line));
	if (reader->fields->places->len > facts || kith_line_is_postal(line))
		reader->last_fact = reader->line;
	read_parts(reader, head, in_text);
	reader->line++;
}

/* --- what the parts are */

static const Part *part_at(const Reader *reader, guint i)
{
	return &g_array_index(reader->parts, Part, i);
}

static guint find_part(const Reader *reader, PartKind kind)
{
	for (guint i = 0; i < reader->parts->len; i++) {
		if (part_at(reader, i)->kind == kind)
			return i;
	}
	return reader->parts->len;
}

/* The full name rather than "Jane"; without one in From, a name in the first line, above title or firm. */
static void choose_name(Reader *reader)
{
	guint count = reader->parts->len, found = find_part(reader, PART_NAME);

	for (guint i = found; i < count; i++) {
		if (part_at(reader, i)->is_full_name) {
			found = i;
			break;
		}
	}
	if (found < count) {
		take(reader, &reader->fields->name, KITH_FACT_NAME, part_at(reader, found)->start,
		     part_at(reader, found)->end);
		return;
	}
	if (count < 2 || part_at(reader, 0)->kind != PART_OTHER || part_at(reader, 1)->kind == PART_OTHER ||
	    (reader->author != NULL && reader->author->name != NULL))
		return;
	g_autofree char *text = part_text(reader, part_at(reader, 0)->start, part_at(reader, 0)->end);
	if (kith_line_is_person(text))
		take(reader, &reader->fields->name, KITH_FACT_NAME, part_at(reader, 0)->start, part_at(reader, 0)->end);
}

/* "Director, Client Relations": one title, up to what is none. */
static void choose_title(Reader *reader)
{
	guint count = reader->parts->len, first = find_part(reader, PART_TITLE);

	if (first == count)
		first = find_part(reader, PART_DEPARTMENT);
	if (first == count)
		return;
	const Part *start = part_at(reader, first), *end = start;
	for (guint i = first + 1; i < count && part_at(reader, i)->line == start->line &&
	     (part_at(reader, i)->kind == PART_TITLE || part_at(reader, i)->kind == PART_DEPARTMENT); i++) {
		const char *between = reader->text + end->end;

		if (memchr(between, ',', part_at(reader, i)->start - end->end) == NULL)
			break;
		end = part_at(reader, i);
	}
	take(reader, &reader->fields->title, KITH_FACT_TITLE, start->start, end->end);
}

static bool is_named_by(const Reader *reader, const char *text)
{
	g_autofree char *own = reader->author != NULL ? kith_address_normalize(reader->author->address) : NULL;

	if (own != NULL && kith_line_is_domain(text, kith_address_domain(own)))
		return true;
	for (guint i = 0; i < reader->fields->emails->len; i++) {
		if (kith_line_is_domain(text, kith_address_domain(reader->fields->emails->pdata[i])))
			return true;
	}
	for (guint i = 0; i < reader->fields->urls->len; i++) {
		const char *url = reader->fields->urls->pdata[i], *host = strstr(url, "://");

		host = host != NULL ? host + 3 : url;
		host += kith_starts_nocase(host, "www.") ? 4 : 0;
		if (kith_line_is_domain(text, host))
			return true;
	}
	return false;
}

/* A line of its own, right below the title or between name and title, above contacts or a place. */
static bool is_in_firms_place(const Reader *reader, guint i)
{
	const Part *part = part_at(reader, i);
	const Part *before = i > 0 ? part_at(reader, i - 1) : NULL;
	const Part *after = i + 1 < reader->parts->len ? part_at(reader, i + 1) : NULL;

	if (!part->is_alone || !part->is_proper || before == NULL || before->line + 1 != part->line)
		return false;
	if (before->kind == PART_TITLE)
		return reader->last_fact > part->line;
	return before->kind == PART_NAME && after != NULL && after->kind == PART_TITLE &&
	       after->line == part->line + 1;
}

static void choose_firm(Reader *reader)
{
	guint count = reader->parts->len, found = find_part(reader, PART_FIRM);

	for (guint i = 0; i < count && found == count; i++) {
		const Part *part = part_at(reader, i);
		g_autofree char *text = part_text(reader, part->start, part->end);

		if (part->kind == PART_OTHER && is_named_by(reader, text))
			found = i;
	}
	for (guint i = 0; i < count && found == count; i++) {
		g_autofree char *text = part_text(reader, part_at(reader, i)->start, part_at(reader, i)->end);

		if (part_at(reader, i)->kind == PART_OTHER && is_in_firms_place(reader, i) && count_words(text) <= 6)
			found = i;
	}
	if (found < count)
		take(reader, &reader->fields->organization, KITH_FACT_ORGANIZATION, part_at(reader, found)->start,
		     part_at(reader, found)->end);
}

static int by_start(gconstpointer a, gconstpointer b)
{
	const KithFact *left = *(KithFact *const *)a, *right = *(KithFact *const *)b;

	return left->span.start < right->span.start ? -1 : left->span.start > right->span.start;
}

static void read_stretch(Reader *reader, uint32_t start, uint32_t end)
{
	const char *stop = reader->text + end;

	for (const char *p = reader->text + start; p < stop;) {
		const char *newline = memchr(p, '\n', (size_t)(stop - p));
		size_t length = (size_t)((newline != NULL ? newline : stop) - p);
		g_autofree char *line = g_strchomp(g_strndup(p, length));

		if (*line != '\0')
			read_line(reader, line, p);
		p += length + 1;
	}
}

void kith_signature_read(const char *text, const GPtrArray *zones, const KithAddress *author,
			 KithSignatureFields *fields)
{
	g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
	Reader reader = {.text = text, .author = author, .fields = fields, .parts = parts};

	if (zones == NULL)
		read_stretch(&reader, 0, (uint32_t)strlen(text));
	for (guint i = 0; zones != NULL && i < zones->len; i++) {
		const KithZone *zone = zones->pdata[i];

		if (zone->kind == KITH_ZONE_SIGNATURE)
			read_stretch(&reader, zone->span.start, zone->span.end);
	}
	choose_name(&reader);
	choose_title(&reader);
	choose_firm(&reader);
	g_ptr_array_sort(fields->places, by_start);
}
