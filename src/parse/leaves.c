/* SPDX-License-Identifier: MIT
 * leaves.c - the pieces of text of a mail: which branch of an alternative is read, and all of it as one.
 * In: leaves. Out: text, the stretches of attached mails. Next: src/parse/html.c
 */
#include <string.h>

#include "body.h"

#define EXCUSE_WORDS 60		/* of a plain text that only says that there is HTML */
#define SAME_WORDS_MIN 20	/* letters, before two texts are called the same */

static void clear_leaf(void *leaf)
{
	g_free(((KithLeaf *)leaf)->text);
}

void kith_leaves_init(KithLeaves *leaves)
{
	leaves->leaves = g_array_new(FALSE, FALSE, sizeof(KithLeaf));
	g_array_set_clear_func(leaves->leaves, clear_leaf);
	leaves->alternatives = g_array_new(FALSE, FALSE, sizeof(KithAlternative));
	leaves->text_bytes = 0;
}

void kith_leaves_clear(KithLeaves *leaves)
{
	g_array_unref(leaves->leaves);
	g_array_unref(leaves->alternatives);
}

int kith_leaves_alternative(KithLeaves *leaves, int parent, int parent_branch)
{
	KithAlternative made = {.parent = parent, .parent_branch = parent_branch, .plain_branch = -1,
				.rich_branch = -1};

	g_array_append_val(leaves->alternatives, made);
	return (int)leaves->alternatives->len - 1;
}

static size_t count_words(const char *text)
{
	size_t words = 0;
	bool inside = false;

	for (const char *p = text; *p != '\0'; p++) {
		bool word = (unsigned char)*p > ' ';

		words += word && !inside;
		inside = word;
	}
	return words;
}

/* Each alternative around the leaf learns how much there is to read in which branch. */
static void count_leaf(KithLeaves *leaves, const KithLeaf *leaf)
{
	size_t words = count_words(leaf->text);
	bool is_excuse = leaf->kind == KITH_LEAF_PLAIN && words < EXCUSE_WORDS &&
			 kith_find_nocase(leaf->text, "html") != NULL;

	for (int group = leaf->alternative, branch = leaf->branch; group >= 0;) {
		KithAlternative *one = &g_array_index(leaves->alternatives, KithAlternative, group);

		if (leaf->kind == KITH_LEAF_RICH) {
			one->rich_words += words;
			one->rich_branch = branch;
		} else if (one->plain_branch < 0 || one->plain_branch == branch) {
			one->plain_words += words;
			one->plain_branch = branch;
			one->is_excuse |= is_excuse;
		}
		branch = one->parent_branch;
		group = one->parent;
	}
}

void kith_leaves_add(KithLeaves *leaves, KithLeaf leaf)
{
	g_autofree char *raw = leaf.text;

	leaf.text = kith_text_clean(raw, true);
	leaves->text_bytes += strlen(leaf.text);
	g_array_append_val(leaves->leaves, leaf);
	if (leaf.kind == KITH_LEAF_PLAIN || leaf.kind == KITH_LEAF_RICH)
		count_leaf(leaves, &leaf);
}

/* --- which are read */

/* The text as its author wrote it, unless it only says that there is HTML. */
static void choose(KithAlternative *one)
{
	bool is_poor = one->plain_branch < 0 || one->plain_words == 0 || one->plain_words * 4 < one->rich_words ||
		       one->is_excuse;

	one->chosen = is_poor && one->rich_branch >= 0 && one->rich_words > 0 ? one->rich_branch : one->plain_branch;
}

/* An excuse counts only when the other branch, which says the same in an honest mail, does not speak of HTML. */
static void check_excuse(const KithLeaves *leaves, int group)
{
	KithAlternative *one = &g_array_index(leaves->alternatives, KithAlternative, group);

	for (guint i = 0; one->is_excuse && i < leaves->leaves->len; i++) {
		const KithLeaf *leaf = &g_array_index(leaves->leaves, KithLeaf, i);

		if (leaf->alternative == group && leaf->kind == KITH_LEAF_RICH &&
		    kith_find_nocase(leaf->text, "html") != NULL)
			one->is_excuse = false;
	}
}

static bool is_chosen(const KithLeaves *leaves, const KithLeaf *leaf)
{
	int branch = leaf->branch;

	for (int group = leaf->alternative; group >= 0;) {
		const KithAlternative *one = &g_array_index(leaves->alternatives, KithAlternative, group);

		if (one->chosen != branch)
			return false;
		branch = one->parent_branch;
		group = one->parent;
	}
	return true;
}

/* Letters and digits only, at most 4 KB. */
static char *squeeze(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p != '\0' && out->len < 4096; p++) {
		if (g_ascii_isalnum(*p) || (unsigned char)*p >= 0x80)
			g_string_append_c(out, g_ascii_tolower(*p));
	}
	return g_string_free(out, FALSE);
}

/* Scripts that send plain text and HTML side by side mean one text (multipart/mixed for alternative). */
static bool is_repeated(const KithLeaf *plain, const KithLeaf *rich)
{
	if (plain->kind != KITH_LEAF_PLAIN || rich->kind != KITH_LEAF_RICH || plain->group != rich->group ||
	    plain->alternative != rich->alternative)
		return false;
	g_autofree char *one = squeeze(plain->text), *other = squeeze(rich->text);
	size_t length = strlen(one);
	return length >= SAME_WORDS_MIN && strcmp(one, other) == 0;
}

static bool has_text(const KithLeaves *leaves)
{
	for (guint i = 0; i < leaves->leaves->len; i++) {
		const KithLeaf *leaf = &g_array_index(leaves->leaves, KithLeaf, i);

		if (leaf->kind <= KITH_LEAF_RICH && !kith_line_is_blank(leaf->text))
			return true;
	}
	return false;
}

/* --- all of it */

static void append(GString *out, const KithLeaf *leaf, KithMail *mail, GArray *attached, int *forward_before)
{
	if (out->len > 0)
		g_string_append(out, out->str[out->len - 1] == '\n' ? "\n" : "\n\n");
	uint32_t start = (uint32_t)out->len;
	g_string_append(out, leaf->text);
	uint32_t end = (uint32_t)out->len;

	if (leaf->forward != -1 && *forward_before != -1 && attached->len > 0) {
		g_array_index(attached, KithStretch, attached->len - 1).end = end;
	} else if (leaf->forward != -1) {
		const KithStretch made = {start, end};

		g_array_append_val(attached, made);
	}
	*forward_before = leaf->forward;
	if (leaf->forward < 0)
		return;
	KithStretch *span = &((KithForward *)mail->forwards->pdata[leaf->forward])->span;
	if (leaf->kind == KITH_LEAF_HEAD)
		*span = (KithStretch) {end, end};
	else
		*span = (KithStretch) {span->start == span->end ? start : span->start, end};
}

static void cut_stretch(KithStretch *stretch, size_t length)
{
	stretch->start = (uint32_t)MIN((size_t)stretch->start, length);
	stretch->end = (uint32_t)MIN((size_t)stretch->end, length);
}

/* The first MAX bytes; what pointed beyond them points at their end. */
static char *cut(GString *whole, KithMail *mail, GArray *attached)
{
	g_autofree char *all = g_string_free(whole, FALSE);
	char *text = kith_text_valid(all, strlen(all), KITH_LIMIT_TEXT_BYTES);
	size_t length = strlen(text);

	if (strlen(all) > KITH_LIMIT_TEXT_BYTES)
		kith_mail_defect(mail, "the text was longer than 256 KB and was cut");
	for (guint i = 0; i < mail->forwards->len; i++)
		cut_stretch(&((KithForward *)mail->forwards->pdata[i])->span, length);
	for (guint i = 0; i < attached->len; i++)
		cut_stretch(&g_array_index(attached, KithStretch, i), length);
	return text;
}

char *kith_leaves_join(KithLeaves *leaves, KithMail *mail, GArray *attached)
{
	GString *out = g_string_new(NULL);
	bool reserves = !has_text(leaves);
	const KithLeaf *before = NULL;
	int forward_before = -1;

	for (guint i = 0; i < leaves->alternatives->len; i++) {
		check_excuse(leaves, (int)i);
		choose(&g_array_index(leaves->alternatives, KithAlternative, i));
	}
	for (guint i = 0; i < leaves->leaves->len; i++) {
		const KithLeaf *leaf = &g_array_index(leaves->leaves, KithLeaf, i);
		bool is_main = leaf->kind <= KITH_LEAF_HEAD;

		if (kith_line_is_blank(leaf->text) || (is_main ? !is_chosen(leaves, leaf) : !reserves) ||
		    (before != NULL && is_repeated(before, leaf)))
			continue;
		append(out, leaf, mail, attached, &forward_before);
		before = leaf;
	}
	return cut(out, mail, attached);
}
