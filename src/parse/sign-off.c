/* SPDX-License-Identifier: MIT
 * sign-off.c - where among the author's lines the signature is.
 * In: marked lines. Out: more marks. Next: src/parse/signature.c
 *
 * With a mark ("-- ") it is certain. Without one a signature is a last block of short lines that begins with
 * the author's name, follows a greeting or holds the author's own address, and has what letterheads have.
 * A greeting and a name alone are the end of a letter, not a signature. What is behind a "P.S." is a text.
 */
#include <string.h>

#include "sign-off.h"

#define MAX_BLOCK_LINES 20
#define MAX_MARKED_LINES 25
#define MAX_RULED_LINES 12
#define MAX_LOOK_LINES 60
#define MAX_GAP 4		/* blank lines inside a signature */

/* What one of the author's last lines is. */
typedef struct {
	guint at, gap;		/* line number, blank lines above */
	unsigned name;		/* as kith_line_name() */
	bool is_titled;		/* the name is followed by more on its line */
	bool stops;		/* cannot be a signature's */
	bool is_greeting, is_postscript, is_file;
	bool contact, words, legal, postal, own, colon;
} Look;

/* No signature goes on across such a line. */
static bool is_old(const KithMarked *marked, guint i)
{
	return kith_zone_is_old(marked->zones[i]) || marked->zones[i] == KITH_ZONE_BANNER ||
	       marked->zones[i] == KITH_ZONE_ARMOUR;
}

/* Behind the last line of the stretch of own (or blank) lines from I on. */
static guint run_end(const KithMarked *marked, guint i)
{
	while (i < marked->lines->len && !is_old(marked, i))
		i++;
	return i;
}

bool kith_line_is_postscript(const char *line)
{
	const char *start = line + strspn(line, " \t*_");
	KithPhraseHit hit;

	if (!kith_phrases_start(kith_phrases("postscript"), start, &hit))
		return false;
	/* "PS" alone is also a name's or a firm's part. */
	return strpbrk(hit.phrase->text, ".:-") != NULL || strchr(":-. ", start[hit.length]) != NULL;
}

/* --- what a line is */

/* "Best regards", "Regards, NJD", "Viele Grüße aus Berlin" */
bool kith_line_is_greeting(const char *line)
{
	const char *start = line + strspn(line, " \t*_~");
	size_t length = strlen(start);
	KithPhraseHit hit;
	unsigned words = 0;

	while (length > 0 && strchr(" ,.!*_-;:~)", start[length - 1]) != NULL)
		length--;
	if (length == 0 || length > 90)
		return false;
	g_autofree char *text = g_strndup(start, length);
	if (g_str_has_suffix(text, "\u3002"))
		text[length - strlen("\u3002")] = '\0';
	if (!kith_phrases_start(kith_phrases("greeting"), text, &hit))
		return false;
	const char *rest = hit.at + hit.length;
	if (*rest == '\0')
		return true;
	for (const char *p = rest; *p != '\0'; p++)
		words += *p != ' ' && p[-1] == ' ';
	if (words > 4 || strpbrk(rest, "@0123456789?") != NULL)
		return false;
	rest += strspn(rest, " ");
	return strchr(",.!-", *rest) != NULL || kith_starts_nocase(rest, "aus ") || kith_starts_nocase(rest, "from ") ||
	       kith_starts_nocase(rest, "for your ") || kith_starts_nocase(rest, "again");
}

/* "<<offer.pdf>>", " - offer.pdf", "(See attached file: offer.pdf)": what mail programs write for files. */
static bool is_file_line(const char *line)
{
	const char *start = line + strspn(line, " \t");
	bool marked = g_str_has_prefix(start, "- ") || g_str_has_prefix(start, "<<") ||
		kith_starts_nocase(start, "(see attached file");
	size_t length = strlen(start), letters = 0;

	while (length > 0 && strchr(" >)", start[length - 1]) != NULL)
		length--;
	while (length > letters && g_ascii_isalnum(start[length - 1 - letters]))
		letters++;
	return marked && letters >= 2 && letters <= 5 && length > letters && start[length - 1 - letters] == '.';
}

static bool is_list_item(const char *line)
{
	const char *p = line + strspn(line, " \t");

	if (g_str_has_prefix(p, "- ") || g_str_has_prefix(p, "* ") || g_str_has_prefix(p, "\u2022 "))
		return true;
	size_t digits = strspn(p, "0123456789");
	const char *unit = p + digits + strspn(p + digits, " ");
	if (digits > 0 && digits <= 4 && ((*unit == 'x' && unit[1] == ' ') || g_str_has_prefix(unit, "\u00d7")))
		return true;	/* "10 x hammer" */
	return digits > 0 && digits <= 2 && (p[digits] == '.' || p[digits] == ')') && p[digits + 1] == ' ';
}

/* "Tel.:", "E-Mail:", of a table whose cells became lines. */
static bool is_label_only(const char *line)
{
	return strlen(line) <= 20 && (kith_phrases_find(kith_phrases("phone-label"), line, NULL) ||
				      kith_phrases_find(kith_phrases("fax-label"), line, NULL) ||
				      kith_find_nocase(line, "mail") != NULL || kith_find_nocase(line, "web") != NULL);
}

/* The stroke at MARK is one of "Doe A/S", "Doe S/A". */
static bool is_inside_form(const char *line, const char *mark)
{
	return *mark == '/' && mark - line >= 2 && mark[-2] == ' ' && g_ascii_isupper(mark[-1]);
}

/* "Jane Doe, Sales Manager", "Jane Doe | Example GmbH": the name, and more. */
static unsigned titled_name(const char *line, const KithAddress *author)
{
	const char *mark = line;

	/* Not strcspn(): it would cut inside of a letter that shares a byte with a dash. */
	while (*mark != '\0' && (g_utf8_strchr(",|/(\u2022\u2013\u2014", -1, g_utf8_get_char(mark)) == NULL ||
				 is_inside_form(line, mark)))
		mark = g_utf8_next_char(mark);
	size_t length = (size_t)(mark - line);
	const char *dash = strstr(line, " - ");

	if (dash != NULL && (size_t)(dash - line) < length)
		length = (size_t)(dash - line);
	if (line[length] == '\0' || length > 60)
		return 0;
	g_autofree char *head = g_strndup(line, length);
	return kith_line_name(head, author) == 2 ? 2 : 0;
}

static bool has_own_address(const char *line, const KithAddress *author)
{
	if (author == NULL || author->address == NULL || strchr(author->address, '@') == NULL)
		return false;
	g_autofree char *address = g_utf8_strdown(author->address, -1);
	return kith_find_nocase(line, address) != NULL;
}

/* Unless WHOLE, nothing more is found out about a line that stops. */
static Look look_at(const KithMarked *marked, guint i, guint gap, bool whole)
{
	const char *line = kith_line_at(marked, i);
	Look look = {.at = i, .gap = gap};

	look.is_postscript = kith_line_is_postscript(line);
	look.is_greeting = kith_line_is_greeting(line);
	look.is_file = is_file_line(line);
	look.colon = g_str_has_suffix(line, ":");
	look.stops = look.is_postscript || look.is_greeting || look.is_file || g_str_has_suffix(line, "?") ||
		kith_line_is_prose(line);
	if (look.stops && !whole)
		return look;
	look.name = kith_line_name(line, marked->author);
	look.contact = kith_line_has_contact(line);
	look.own = has_own_address(line, marked->author);
	if (look.name == 0) {
		look.name = titled_name(line, marked->author);
		look.is_titled = look.name > 0;
	}
	look.legal = kith_line_has_legal_form(line);
	look.words = look.legal || kith_line_has_phrase(line, kith_phrases("title")) ||
		kith_line_has_phrase(line, kith_phrases("organization")) ||
		kith_line_has_phrase(line, kith_phrases("department"));
	look.postal = kith_line_is_postal(line);
	look.stops |= (is_list_item(line) && look.name == 0 &&
		      (g_ascii_isdigit(*line) || (!look.contact && !look.words))) ||
		(look.colon && !look.contact && !is_label_only(line));
	if (look.stops)
		look.name = 0;
	return look;
}

/* The last own lines of a run, each looked at once. */
static GArray *look_back(const KithMarked *marked, guint start, guint end)
{
	GArray *looks = g_array_new(FALSE, FALSE, sizeof(Look));
	guint first = end, count = 0, gap = 0;

	while (first > start && count < MAX_LOOK_LINES)
		count += kith_own_at(marked, --first);
	for (guint i = first; i < end; i++) {
		if (kith_own_at(marked, i)) {
			Look look = look_at(marked, i, gap, false);

			g_array_append_val(looks, look);
			gap = 0;
		} else {
			gap++;
		}
	}
	return looks;
}

/* --- blocks of lines that can be a signature */

typedef struct {
	guint from, until;	/* of the looks */
	guint contacts, words, legal, postal, own;
	bool is_last;		/* only files and a P.S. follow */
} Block;

static const Look *look_of(const GArray *looks, guint i)
{
	return &g_array_index(looks, Look, i);
}

static bool is_last(const GArray *looks, guint i)
{
	while (i < looks->len && look_of(looks, i)->is_file)
		i++;
	return i == looks->len || look_of(looks, i)->is_postscript;
}

static Block block_from(const GArray *looks, guint from)
{
	Block block = {.from = from, .until = from};

	for (; block.until < looks->len && block.until - from < MAX_BLOCK_LINES; block.until++) {
		const Look *look = look_of(looks, block.until);

		if (look->stops || (block.until > from && look->gap > MAX_GAP))
			break;
		block.contacts += look->contact;
		block.words += look->words;
		block.legal += look->legal;
		block.postal += look->postal;
		block.own += look->own;
	}
	block.is_last = is_last(looks, block.until);
	return block;
}

static bool is_below_greeting(const GArray *looks, guint i)
{
	return i > 0 && look_of(looks, i - 1)->is_greeting;
}

/* "My address:" announces what the author was asked for. */
static bool is_announced(const GArray *looks, guint i)
{
	return i > 0 && look_of(looks, i - 1)->colon && !look_of(looks, i - 1)->is_greeting;
}

/* Up from the name to the greeting, when only a few short lines stand between; or to the firm right above. */
static guint first_line(const GArray *looks, guint name)
{
	guint from = name;

	while (from > 0 && name - from < 4 && !look_of(looks, from - 1)->stops)
		from--;
	if (is_below_greeting(looks, from))
		return from;
	if (name > 0 && look_of(looks, name)->gap == 0 && look_of(looks, name - 1)->legal &&
	    !look_of(looks, name - 1)->stops && look_of(looks, name - 1)->gap > 0)
		return name - 1;
	return name;
}

static bool begins_with_name(const GArray *looks, guint i, Block *ret_block)
{
	const Look *name = look_of(looks, i);

	if (name->name == 0 || is_announced(looks, i))
		return false;
	Block block = block_from(looks, i);
	guint lines = block.until - block.from, facts = block.contacts + block.words + block.postal + block.own;
	block.from = first_line(looks, i);
	*ret_block = block;
	if (!block.is_last)
		return is_below_greeting(looks, block.from) && lines >= 3 && block.contacts > 0 && facts >= 2;
	if (lines == 1)
		return name->is_titled && (name->contact || name->words);
	if (name->name == 1 && block.from == i && !is_below_greeting(looks, i))
		return block.contacts > 0;
	return facts > 0;
}

static bool follows_greeting(const GArray *looks, guint i, Block *ret_block)
{
	if (!is_below_greeting(looks, i) || look_of(looks, i)->stops)
		return false;
	Block block = block_from(looks, i);
	guint lines = block.until - block.from;
	*ret_block = block;
	if (!block.is_last)
		return block.contacts > 0 && lines >= 3 && block.own > 0;
	if (lines == 1)
		return block.legal > 0 || block.own > 0;
	return block.contacts + block.words + block.own > 0 || (block.postal > 0 && lines >= 3);
}

/* A link or an address below the name in line I speaks of it: "janedoe.example" below "Jane Doe". */
static bool is_linked(const KithMarked *marked, const GArray *looks, const Block *block)
{
	g_autofree char *lower = g_ascii_strdown(kith_line_at(marked, look_of(looks, block->from)->at), -1);
	g_auto(GStrv) words = g_strsplit(lower, " ", 6);

	for (guint i = block->from + 1; i < block->until; i++) {
		const Look *look = look_of(looks, i);

		for (char **word = words; look->contact && *word != NULL; word++) {
			if (strlen(*word) >= 4 && kith_find_nocase(kith_line_at(marked, look->at), *word) != NULL)
				return true;
		}
	}
	return false;
}

/* "Anna Kerr" in From, and a name in Cyrillic or Greek letters below the text. */
static bool is_in_other_letters(const char *line, const char *name)
{
	gunichar first = g_utf8_get_char(kith_line_bare(line));
	GUnicodeScript script = g_unichar_get_script(first);

	for (const char *p = name; *p != '\0'; p = g_utf8_next_char(p)) {
		if (g_unichar_isalpha(g_utf8_get_char(p)) && g_unichar_get_script(g_utf8_get_char(p)) == script)
			return false;
	}
	return g_unichar_isalpha(first);
}

/* Neither name nor greeting: only the author's own address, or a whole letterhead of somebody whose name
 * the mail does not say. */
static bool is_letterhead(const KithMarked *marked, const GArray *looks, guint i, Block *ret_block)
{
	const KithAddress *author = marked->author;

	if (i == 0 || look_of(looks, i)->gap == 0 || is_announced(looks, i) || look_of(looks, i)->stops)
		return false;
	Block block = block_from(looks, i);
	guint lines = block.until - block.from;
	*ret_block = block;
	if (!block.is_last || lines < 2)
		return false;
	if (block.own > 0 && block.contacts + block.words + block.postal >= 2)
		return true;
	const char *line = kith_line_at(marked, look_of(looks, i)->at);
	if ((author != NULL && author->name != NULL && !is_in_other_letters(line, author->name)) ||
	    !kith_line_is_person(line))
		return false;
	return block.contacts > 0 && ((block.words > 0 && lines >= 3) || is_linked(marked, looks, &block));
}

/* Lotus Notes sets the firm's name alone below the text, with tabs. */
static bool is_lone_firm(const KithMarked *marked, const GArray *looks, guint i, Block *ret_block)
{
	const Look *look = look_of(looks, i);

	*ret_block = (Block) {.from = i, .until = i + 1};
	if (i + 1 < looks->len || i == 0 || look->gap == 0 || look->stops || is_announced(looks, i))
		return false;
	const char *line = kith_line_at(marked, look->at);
	return look->legal && line[0] == '\t' && strpbrk(line, "0123456789") == NULL;
}

/* The lowest block that is one. */
static bool find_block(const KithMarked *marked, const GArray *looks, Block *ret_block)
{
	for (guint i = looks->len; i-- > 0;) {
		if (begins_with_name(looks, i, ret_block) || follows_greeting(looks, i, ret_block))
			return true;
	}
	for (guint i = looks->len; i-- > 0;) {
		if (is_letterhead(marked, looks, i, ret_block) || is_lone_firm(marked, looks, i, ret_block))
			return true;
		if (!is_last(looks, i) && look_of(looks, i)->stops)
			return false;
	}
	return false;
}

static bool mark_unmarked(KithMarked *marked, guint start, guint end)
{
	g_autoptr(GArray) looks = look_back(marked, start, end);
	Block block;

	if (!find_block(marked, looks, &block))
		return false;
	guint from = look_of(looks, block.from)->at, until = look_of(looks, block.until - 1)->at + 1;
	bool greeted = is_below_greeting(looks, block.from);
	kith_own_mark(marked, from, until, KITH_ZONE_SIGNATURE,
		      greeted ? "letterhead below a greeting" : "letterhead of the author");
	return true;
}

/* --- marks */

/* "-- " is a signature mark (RFC 3676); without its blank, or with other dashes, it may be a rule. */
static bool is_mark_line(const char *line)
{
	return strcmp(line, "--") == 0 || strcmp(line, "-- ") == 0 || strcmp(line, "\u2013") == 0 ||
	       strcmp(line, "\u2014") == 0 || strcmp(line, "--\u00a0") == 0;
}

typedef struct {
	guint lines, prose, contacts, words, names, rules;
} Below;

static Below look_below(const KithMarked *marked, guint from, guint end, guint max)
{
	Below below = {0};

	for (guint i = kith_own_next(marked, from, end); i < end && below.lines <= max;
	     i = kith_own_next(marked, i + 1, end)) {
		Look look = look_at(marked, i, 0, true);

		if (look.is_postscript)
			break;
		below.lines++;
		below.rules += is_mark_line(kith_line_at(marked, i)) || kith_line_is_divider(kith_line_at(marked, i));
		below.prose += (kith_line_is_prose(kith_line_at(marked, i)) && !look.contact) ||
			g_str_has_suffix(kith_line_at(marked, i), "?");
		below.contacts += look.contact;
		below.words += look.words;
		below.names += look.name > 0;
	}
	return below;
}

/* "-- then count": a comment of SQL, Lua or Haskell; an empty one above it looks like the mark. */
static bool is_comment_at(const KithMarked *marked, guint i, guint end)
{
	return i < end && g_str_has_prefix(kith_line_at(marked, i), "-- ") && kith_line_at(marked, i)[3] != '\0';
}

/* The same rule stands above I already, and no signature began there: the author parts topics with it. */
static bool is_own_divider(const KithMarked *marked, guint first, guint i)
{
	for (guint k = first; k < i; k++) {
		if (kith_own_at(marked, k) && strcmp(kith_line_at(marked, k), kith_line_at(marked, i)) == 0)
			return true;
	}
	return false;
}

static const char *mark_rule(const KithMarked *marked, guint first_own, guint i, guint end)
{
	const char *line = kith_line_at(marked, i);

	if (strcmp(line, "-- ") == 0)
		return !is_comment_at(marked, i + 1, end) &&
		       look_below(marked, i + 1, end, MAX_MARKED_LINES).lines <= MAX_MARKED_LINES
			? "below the signature mark" : NULL;
	bool is_mark = is_mark_line(line);
	if (!is_mark && (!kith_line_is_divider(line) || strlen(line) < 3))
		return NULL;
	if (is_comment_at(marked, i + 1, end) || is_own_divider(marked, first_own, i))
		return NULL;
	Below below = look_below(marked, i + 1, end, MAX_RULED_LINES);
	if (below.lines == 0 || below.lines > MAX_RULED_LINES)
		return NULL;
	/* Rules with sentences below them are an author's own. */
	guint first = kith_own_next(marked, i + 1, end);
	if ((below.rules > 0 && below.prose > 0) || kith_line_is_prose(kith_line_at(marked, first)))
		return NULL;
	guint facts = below.names + below.contacts;
	if (is_mark && (facts > 0 || below.lines <= 4) && below.prose * 2 <= below.lines + 1)
		return "below a mark like a signature's";
	if (below.prose > 0 || below.lines < 2 || below.contacts == 0 || facts + below.words < 2)
		return NULL;
	return "below a rule";
}

/* What is behind a P.S. below the mark stays the author's words. */
static guint postscript_at(const KithMarked *marked, guint from, guint end)
{
	while (from < end && !(kith_own_at(marked, from) && kith_line_is_postscript(kith_line_at(marked, from))))
		from++;
	return from;
}

/* Marks what is below the first signature mark near the end; *RET_AT is its line. */
static bool mark_below_rule(KithMarked *marked, guint start, guint end, guint *ret_at)
{
	guint first = end;

	for (guint own = 0; first > start && own <= MAX_MARKED_LINES + 1; first--)
		own += kith_own_at(marked, first - 1);
	for (guint i = first; i < end; i++) {
		const char *rule = marked->zones[i] == KITH_ZONE_NEW ? mark_rule(marked, first, i, end) : NULL;

		if (rule == NULL || kith_own_next(marked, i + 1, end) == end)
			continue;
		*ret_at = i;
		kith_mark(marked, i, i + 1, KITH_ZONE_FOOTER, "signature mark");
		kith_own_mark(marked, i + 1, postscript_at(marked, i + 1, end), KITH_ZONE_SIGNATURE, rule);
		return true;
	}
	return false;
}

/* Below a mark there is sometimes only a motto, or the firm, and the author's name is above it. */
static void mark_run(KithMarked *marked, guint start, guint end)
{
	guint mark = end;
	bool named = false;

	if (mark_below_rule(marked, start, end, &mark)) {
		for (guint i = mark + 1; i < end; i++)
			named |= marked->zones[i] == KITH_ZONE_SIGNATURE &&
				 kith_line_name(kith_line_at(marked, i), marked->author) > 0;
	}
	if (!named)
		(void)mark_unmarked(marked, start, mark);	/* many mails have no signature */
}

void kith_mark_signature(KithMarked *marked)
{
	kith_mark_armour(marked);
	kith_mark_banner(marked);
	for (guint i = 0; i < marked->lines->len;) {
		guint end = run_end(marked, i);

		if (is_old(marked, i)) {
			i++;
			continue;
		}
		kith_mark_footers(marked, i, end);
		mark_run(marked, i, end);
		i = end;
	}
}
