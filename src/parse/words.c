/* SPDX-License-Identifier: MIT
 * words.c - the data files read, each list one automaton.
 * In: src/parse/words/NAME.txt. Out: hits in a text. Next: src/parse/quote.c
 */
#include "words.h"

#include <string.h>

#include <gio/gio.h>

#include "src/parse/words-resource.h"

#define ROOT 0

typedef struct {
	gunichar letter;
	guint64 letters;	/* of its children, by their lowest six bits: most that do not go on are seen here */
	guint child, sibling;	/* ROOT: none */
	guint fail;		/* the longest other beginning that ends here */
	guint shorter;		/* the nearest node on the way of FAIL where a phrase ends; ROOT: none */
	gint phrase;		/* that ends here; -1 none */
	guint depth;		/* letters */
} Node;

struct KithPhrases {
	GPtrArray *list;	/* of KithPhrase */
	GArray *nodes;		/* of Node; the first is the root */
	guint first[0x500];	/* children of the root by letter, as far as letters go: Latin, Greek, Cyrillic */
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
	Node made = { .letter = letter, .phrase = -1, .depth = node_at(phrases, parent)->depth + 1 };
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
			g_array_append_val(queue, child);
		}
	}
	phrases->is_ready = true;
}

static KithPhrases *phrases_new(void)
{
	const Node root = { .phrase = -1 };
	KithPhrases *phrases = g_new0(KithPhrases, 1);

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
		phrases = phrases_new();
		g_hash_table_insert(lists, g_strdup(line), phrases);
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
	lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) names = g_resource_enumerate_children(kith_parse_words_get_resource(), "/kith/parse/words/",
							    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	for (char **name = names; name != NULL && *name != NULL; name++)
		read_file(lists, *name);
	return lists;
}

const KithPhrases *kith_phrases(const char *list)
{
	KithPhrases *phrases = g_hash_table_lookup(all_lists(), list);

	if (phrases == NULL)
		g_error("no word list is called \"%s\"", list);
	if (!phrases->is_ready)
		connect(phrases);
	return phrases;
}

guint kith_phrases_count(const KithPhrases *phrases)
{
	return phrases->list->len;
}

const KithPhrase *kith_phrases_at(const KithPhrases *phrases, guint i)
{
	return phrases->list->pdata[i];
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

static bool find(const KithPhrases *phrases, const char *text, bool whole_words, KithPhraseHit *ret_hit)
{
	guint node = ROOT;

	for (const char *p = text; *p != '\0';) {
		node = step(phrases, node, fold(letter_at(p)));
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
