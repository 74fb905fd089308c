/* SPDX-License-Identifier: MIT
 * words.c - the data files read, each list one automaton.
 * In: src/parse/words/NAME.txt. Out: hits in a text. Next: src/parse/quote.c
 */
#include "words.h"

#include <string.h>

#include <gio/gio.h>

#include "src/parse/words-resource.h"

#define ROOT 0
#define KNOWN 256		/* lists found before, by where their name stands */

typedef struct {
	gunichar letter;
	guint64 letters;	/* of its children, by their lowest six bits: most that do not go on are seen here */
	guint parent, child, sibling;	/* ROOT: none */
	guint fail;		/* the longest other beginning that ends here */
	guint word_fail;	/* the same of those that may begin with a word here */
	guint shorter;		/* the nearest node on the way of FAIL where a phrase ends; ROOT: none */
	gint phrase;		/* that ends here; -1 none */
	guint depth;		/* letters */
} Node;

struct KithPhrases {
	char *name;
	GPtrArray *list;	/* of KithPhrase */
	GArray *nodes;		/* of Node; the first is the root */
	guint first[0x500];	/* children of the root by letter, as far as letters go: Latin, Greek, Cyrillic */
	bool starts[0x80];	/* by letter before it is folded: whether a phrase begins with it */
	bool is_ready;
};

static Node *node_at(const KithPhrases *phrases, guint i)
{
	return &g_array_index(phrases->nodes, Node, i);
}

/* Letters that mean the same. */
static gunichar fold(gunichar c)
{
	if (c < 0x80)
		return c == '\t' || c == '\n' || c == '\r' ? ' ' : c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	if (c == 0x2018 || c == 0x2019 || c == 0x02bc)
		return '\'';
	if (c == 0x00a0 || c == 0x202f || c == 0x2009 || c == 0x3000)
		return ' ';
	if (c == 0xff1a)
		return ':';
	if (c == 0x2010 || c == 0x2011)
		return '-';
	return g_unichar_tolower(c);
}

/* The letter at P: nearly all are ASCII. */
static gunichar letter_at(const char *p)
{
	return (guchar)*p < 0x80 ? (gunichar)*p : g_utf8_get_char(p);
}

/* Between two letters of one word; of letters that nearly all words are made of. */
static bool is_inner(gunichar before, gunichar after)
{
	return before < 0x80 && after < 0x80 && g_ascii_isalnum((char)before) && g_ascii_isalnum((char)after);
}

static guint child_of(const KithPhrases *phrases, guint node, gunichar letter)
{
	if (node == ROOT && letter < G_N_ELEMENTS(phrases->first))
		return phrases->first[letter];
	if ((node_at(phrases, node)->letters >> (letter & 63) & 1) == 0)
		return ROOT;
	guint child = node_at(phrases, node)->child;
	while (child != ROOT && node_at(phrases, child)->letter != letter)
		child = node_at(phrases, child)->sibling;
	return child;
}

/* --- making an automaton */

static guint grow(KithPhrases *phrases, guint parent, gunichar letter)
{
	Node made = { .letter = letter, .parent = parent, .phrase = -1, .depth = node_at(phrases, parent)->depth + 1 };
	guint number = phrases->nodes->len;

	made.sibling = node_at(phrases, parent)->child;
	g_array_append_val(phrases->nodes, made);
	node_at(phrases, parent)->child = number;
	node_at(phrases, parent)->letters |= G_GUINT64_CONSTANT(1) << (letter & 63);
	if (parent == ROOT && letter < G_N_ELEMENTS(phrases->first))
		phrases->first[letter] = number;
	return number;
}

static void add(KithPhrases *phrases, const char *language, const char *text)
{
	guint node = ROOT;

	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar letter = fold(letter_at(p));
		guint next = child_of(phrases, node, letter);

		node = next != ROOT ? next : grow(phrases, node, letter);
	}
	if (node == ROOT || node_at(phrases, node)->phrase >= 0)
		return;		/* empty, or of another language as well */
	KithPhrase *phrase = g_new0(KithPhrase, 1);
	phrase->text = g_strdup(text);
	phrase->language = g_strdup(language);
	node_at(phrases, node)->phrase = (gint)phrases->list->len;
	g_ptr_array_add(phrases->list, phrase);
}

static guint step(const KithPhrases *phrases, guint node, gunichar letter)
{
	for (;;) {
		guint next = child_of(phrases, node, letter);

		if (next != ROOT || node == ROOT)
			return next;
		node = node_at(phrases, node)->fail;
	}
}

/* Whether the last LETTERS of the way to NODE may begin with a word. */
static bool begins_word(const KithPhrases *phrases, guint node, guint letters)
{
	for (; letters > 1; letters--)
		node = node_at(phrases, node)->parent;
	guint before = node_at(phrases, node)->parent;
	return !is_inner(node_at(phrases, before)->letter, node_at(phrases, node)->letter);
}

static guint word_fail_of(const KithPhrases *phrases, guint node)
{
	guint fail = node_at(phrases, node)->fail;

	while (fail != ROOT && !begins_word(phrases, node, node_at(phrases, fail)->depth))
		fail = node_at(phrases, fail)->fail;
	return fail;
}

/* Level by level: what a node falls back to is known before its children are looked at. */
static void connect(KithPhrases *phrases)
{
	g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint child = node_at(phrases, ROOT)->child; child != ROOT; child = node_at(phrases, child)->sibling)
		g_array_append_val(queue, child);
	for (guint i = 0; i < queue->len; i++) {
		guint number = g_array_index(queue, guint, i);

		for (guint child = node_at(phrases, number)->child; child != ROOT;
		     child = node_at(phrases, child)->sibling) {
			Node *one = node_at(phrases, child);

			one->fail = step(phrases, node_at(phrases, number)->fail, one->letter);
			one->shorter = node_at(phrases, one->fail)->phrase >= 0 ? one->fail
										: node_at(phrases, one->fail)->shorter;
			one->word_fail = word_fail_of(phrases, child);
			g_array_append_val(queue, child);
		}
	}
	for (gunichar c = 1; c < G_N_ELEMENTS(phrases->starts); c++)
		phrases->starts[c] = phrases->first[fold(c)] != ROOT;
	phrases->is_ready = true;
}

static KithPhrases *phrases_new(const char *name)
{
	const Node root = { .phrase = -1 };
	KithPhrases *phrases = g_new0(KithPhrases, 1);

	phrases->name = g_strdup(name);
	phrases->list = g_ptr_array_new();	/* kept for the process's life */
	phrases->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
	g_array_append_val(phrases->nodes, root);
	return phrases;
}

/* --- reading the files */

/* "LIST LANGUAGE: phrase | phrase" */
static void read_line(GHashTable *lists, char *line)
{
	char *colon = strchr(line, ':'), *blank = strchr(line, ' ');

	if (*line == '#' || colon == NULL || blank == NULL || blank > colon)
		return;
	*blank = *colon = '\0';
	KithPhrases *phrases = g_hash_table_lookup(lists, line);
	if (phrases == NULL) {
		phrases = phrases_new(line);
		g_hash_table_insert(lists, phrases->name, phrases);
	}
	g_auto(GStrv) parts = g_strsplit(colon + 1, "|", -1);
	for (char **part = parts; *part != NULL; part++)
		add(phrases, g_strstrip(blank + 1), g_strstrip(*part));
}

static void read_file(GHashTable *lists, const char *name)
{
	g_autofree char *path = g_strconcat("/kith/parse/words/", name, NULL);
	g_autoptr(GBytes) text = g_resource_lookup_data(kith_parse_words_get_resource(), path,
							G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	g_auto(GStrv) lines = g_strsplit(g_bytes_get_data(text, NULL), "\n", -1);

	for (char **line = lines; *line != NULL; line++)
		read_line(lists, *line);
}

static GHashTable *all_lists(void)
{
	static GHashTable *lists;	/* read once; the process has one thread */

	if (lists != NULL)
		return lists;
	lists = g_hash_table_new(g_str_hash, g_str_equal);
	g_auto(GStrv) names = g_resource_enumerate_children(kith_parse_words_get_resource(), "/kith/parse/words/",
							    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	for (char **name = names; name != NULL && *name != NULL; name++)
		read_file(lists, *name);
	return lists;
}

static const KithPhrases *look_up(const char *list)
{
	KithPhrases *phrases = g_hash_table_lookup(all_lists(), list);

	if (phrases == NULL)
		g_error("no word list is called \"%s\"", list);
	if (!phrases->is_ready)
		connect(phrases);
	return phrases;
}

/* Asked for every line of a mail, mostly with the same literals: what stood at that place before is tried first. */
const KithPhrases *kith_phrases(const char *list)
{
	static const KithPhrases *known[KNOWN];
	guintptr place = ((guintptr)list >> 2 ^ (guintptr)list >> 10) % KNOWN;

	if (known[place] == NULL || strcmp(known[place]->name, list) != 0)
		known[place] = look_up(list);
	return known[place];
}

/* --- looking */

static bool is_word(gunichar c)
{
	return g_unichar_isalnum(c);
}

/* Whether a word ends between two letters. Scripts without blanks have no words to speak of. */
static bool is_edge(gunichar before, gunichar after)
{
	return !is_word(before) || !is_word(after) || g_unichar_iswide(before) || g_unichar_iswide(after);
}

static bool is_edge_at(const char *text, const char *at)
{
	if (at == text || *at == '\0')
		return true;
	return is_edge(g_utf8_get_char(g_utf8_prev_char(at)), g_utf8_get_char(at));
}

static bool tell(const KithPhrases *phrases, guint node, const char *at, const char *end, KithPhraseHit *ret_hit)
{
	if (ret_hit != NULL)
		*ret_hit = (KithPhraseHit) {
			.phrase = phrases->list->pdata[node_at(phrases, node)->phrase],
			.at = at, .length = (gsize)(end - at),
		};
	return true;
}

/* The node of the longest phrase that TEXT begins with and that ends with a word, or ROOT. */
static guint longest(const KithPhrases *phrases, const char *text, const char **ret_end)
{
	guint node = ROOT, found = ROOT;

	for (const char *p = text; *p != '\0';) {
		node = child_of(phrases, node, fold(letter_at(p)));
		if (node == ROOT)
			break;
		p = g_utf8_next_char(p);
		if (node_at(phrases, node)->phrase >= 0 && is_edge_at(text, p)) {
			found = node;
			*ret_end = p;
		}
	}
	return found;
}

bool kith_phrases_start(const KithPhrases *phrases, const char *text, KithPhraseHit *ret_hit)
{
	const char *end = text;
	guint node = longest(phrases, text, &end);

	return node != ROOT && tell(phrases, node, text, end, ret_hit);
}

bool kith_phrases_whole(const KithPhrases *phrases, const char *text, KithPhraseHit *ret_hit)
{
	const char *end = text;
	guint node = longest(phrases, text, &end);

	return node != ROOT && *end == '\0' && tell(phrases, node, text, end, ret_hit);
}

static const char *back(const char *p, guint letters)
{
	for (; letters > 0; letters--)
		p = g_utf8_prev_char(p);
	return p;
}

/* Whether P, behind TEXT's first letter, is inside of a word. */
static bool is_inside(const char *text, const char *p)
{
	return p > text && is_inner((guchar)p[-1], (guchar)*p);
}

/* Where from P on a phrase may begin with a word: most letters of a text are passed here. */
static const char *next_start(const KithPhrases *phrases, const char *text, const char *p)
{
	bool inside = p > text && g_ascii_isalnum(p[-1]);

	for (; *p != '\0' && (guchar)*p < 0x80; p++) {
		bool is_letter = g_ascii_isalnum(*p);

		if (phrases->starts[(guchar)*p] && !(inside && is_letter))
			break;
		inside = is_letter;
	}
	return p;
}

/* As step(); a phrase that would begin inside of a word is not begun. */
static guint word_step(const KithPhrases *phrases, guint node, gunichar letter, bool inside)
{
	while (node != ROOT) {
		guint next = child_of(phrases, node, letter);

		if (next != ROOT)
			return next;
		node = node_at(phrases, node)->word_fail;
	}
	return inside ? ROOT : child_of(phrases, ROOT, letter);
}

static bool find(const KithPhrases *phrases, const char *text, bool whole_words, KithPhraseHit *ret_hit)
{
	guint node = ROOT;

	for (const char *p = text; *p != '\0';) {
		if (node == ROOT && whole_words && *(p = next_start(phrases, text, p)) == '\0')
			break;
		gunichar letter = fold(letter_at(p));
		node = whole_words ? word_step(phrases, node, letter, is_inside(text, p)) : step(phrases, node, letter);
		p = g_utf8_next_char(p);
		if (node == ROOT)
			continue;
		guint hit = node_at(phrases, node)->phrase >= 0 ? node : node_at(phrases, node)->shorter;
		for (; hit != ROOT; hit = node_at(phrases, hit)->shorter) {
			const char *at = back(p, node_at(phrases, hit)->depth);

			if (!whole_words || (is_edge_at(text, at) && is_edge_at(text, p)))
				return tell(phrases, hit, at, p, ret_hit);
		}
	}
	return false;
}

bool kith_phrases_find(const KithPhrases *phrases, const char *text, KithPhraseHit *ret_hit)
{
	return find(phrases, text, true, ret_hit);
}

bool kith_phrases_find_part(const KithPhrases *phrases, const char *text, KithPhraseHit *ret_hit)
{
	return find(phrases, text, false, ret_hit);
}
