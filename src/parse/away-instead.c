/* SPDX-License-Identifier: MIT
 * away-instead.c - whom an automatic answer says to write to meanwhile.
 * In: an auto-reply. Out: names and addresses. Next: src/parse/invite.c
 *
 * An address counts in a paragraph that says so ("in urgent cases", "wenden Sie sich an"), or in the list right below.
 * A name is what stands before it, from one capital letter to the next.
 */
#include <string.h>

#include "internal.h"
#include "words.h"

#define MAX_TEXT_BYTES 8000
#define MAX_INSTEAD 10
#define MAX_NAME_WORDS 4

/* --- addresses */

static bool is_address_char(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_{|}~.", c) != NULL);
}

/* The address around AT, a place of '@' in TEXT; NULL when it is none. */
static char *address_at(const char *text, const char *at, const char **ret_start, const char **ret_end)
{
	const char *start = at, *end = at + 1;

	while (start > text && at - start <= KITH_LIMIT_ADDRESS_BYTES && is_address_char(start[-1]))
		start--;
	while (g_ascii_isalnum(*end) || *end == '-' || *end == '.')
		end++;
	while (end > at + 1 && (end[-1] == '.' || end[-1] == '-'))
		end--;
	while (start < at && strchr("'*.", *start) != NULL)
		start++;
	if (start == at || memchr(at, '.', (size_t)(end - at)) == NULL || end - start > KITH_LIMIT_ADDRESS_BYTES)
		return NULL;
	*ret_start = start;
	*ret_end = end;
	return g_strndup(start, (gsize)(end - start));
}

static bool is_among(const GPtrArray *addresses, const char *address)
{
	for (guint i = 0; i < addresses->len; i++) {
		if (g_ascii_strcasecmp(((const KithAddress *)addresses->pdata[i])->address, address) == 0)
			return true;
	}
	return false;
}

/* The one who is away, the reader, a machine: nobody to write to instead. */
static bool is_out_of_question(const KithMail *mail, const char *address)
{
	g_autofree char *local = g_ascii_strdown(address, (gssize)strcspn(address, "@"));

	return is_among(mail->from, address) || is_among(mail->sender, address) || is_among(mail->reply_to, address) ||
	       is_among(mail->to, address) || is_among(mail->away_instead, address) ||
	       (mail->author != NULL && g_ascii_strcasecmp(mail->author->address, address) == 0) ||
	       kith_phrases_start(kith_phrases("robot-sender"), local, NULL);
}

/* --- the name before an address */

static bool is_name_char(gunichar c)
{
	return g_unichar_isalpha(c) || c == '-' || c == '\'' || c == 0x2019 || c == '.';
}

static bool is_small_joint(const char *word)
{
	static const char *const joints[] = {"von", "van", "de", "der", "den", "da", "di", "la", "le",
					     "du", "dos", "del", "zu", "ter"};

	for (size_t i = 0; i < G_N_ELEMENTS(joints); i++) {
		if (strcmp(word, joints[i]) == 0)
			return true;
	}
	return false;
}

static bool begins_upper(const char *word)
{
	return g_unichar_isupper(g_utf8_get_char(word));
}

/* The word that ends at *END, which is moved before it; NULL when there is none. */
static char *word_before(const char *from, const char **end)
{
	const char *start = *end;

	while (start > from && is_name_char(g_utf8_get_char(g_utf8_prev_char(start))))
		start = g_utf8_prev_char(start);
	if (start == *end)
		return NULL;
	char *word = g_strndup(start, (gsize)(*end - start));
	*end = start;
	return word;
}

/* Over blanks and the signs between a name and its address. */
static const char *skip_back(const char *from, const char *p, const char *signs)
{
	while (p > from && strchr(signs, p[-1]) != NULL)
		p--;
	return p;
}

/* Over "at", "by email", "unter", "à l'adresse". */
static const char *skip_joints(const char *from, const char *p)
{
	for (unsigned i = 0; i < 4; i++) {
		p = skip_back(from, p, " \n\t<>()[]\"',:;|-");
		const char *before = p;
		g_autofree char *word = word_before(from, &before);

		if (word == NULL || (begins_upper(word) && !kith_starts_nocase(word, "e-mail") &&
				     !kith_starts_nocase(word, "email") && !kith_starts_nocase(word, "mail")) ||
		    !kith_phrases_whole(kith_phrases("away-joint"), word, NULL))
			break;
		p = before;
	}
	return p;
}

/* "Tom van den Berg": at most four words, capital at both ends. NULL when fewer than two letters are left. */
static char *name_before(const char *from, const char *address)
{
	GQueue words = G_QUEUE_INIT;
	const char *p = skip_joints(from, skip_back(from, address, " \n\t<>()[]\"',:;|-"));
	/* Over "mailto:" of a link and a phone number no name is sought. */
	unsigned count = 0;

	while (count < MAX_NAME_WORDS) {
		char *word = word_before(from, &p);

		if (word == NULL || (!begins_upper(word) && !(count > 0 && is_small_joint(word))) ||
		    (count > 0 && word[strlen(word) - 1] == '.' && strlen(word) > 3) ||
		    kith_phrases_whole(kith_phrases("away-title"), word, NULL) ||
		    kith_phrases_whole(kith_phrases("away-instead"), word, NULL)) {
			g_free(word);
			break;
		}
		g_queue_push_head(&words, word);
		count++;
		if (p == from || p[-1] != ' ')
			break;
		p--;
	}
	/* A joint cannot begin a name, nor a word that begins the sentence. */
	while (!g_queue_is_empty(&words) && !begins_upper(g_queue_peek_head(&words)))
		g_free(g_queue_pop_head(&words));
	GString *name = g_string_new(NULL);
	for (GList *at = words.head; at != NULL; at = at->next)
		g_string_append_printf(name, "%s%s", name->len > 0 ? " " : "", (const char *)at->data);
	g_queue_clear_full(&words, g_free);
	while (name->len > 0 && name->str[name->len - 1] == '.')
		g_string_truncate(name, name->len - 1);
	return g_string_free(name, name->len < 2);
}

/* --- paragraphs */

static void read_paragraph(KithMail *mail, const char *paragraph)
{
	const char *from = paragraph;

	for (const char *at = strchr(paragraph, '@'); at != NULL && mail->away_instead->len < MAX_INSTEAD;) {
		const char *start, *end;
		g_autofree char *address = address_at(from, at, &start, &end);

		if (address == NULL) {
			at = strchr(at + 1, '@');
			continue;
		}
		if (!is_out_of_question(mail, address)) {
			g_autofree char *name = name_before(from, start);

			g_ptr_array_add(mail->away_instead, kith_address_new(name, address));
		}
		from = end;
		at = strchr(end, '@');
	}
}

void kith_away_instead(KithMail *mail)
{
	g_autofree char *text = kith_text_head(mail->new_text, MAX_TEXT_BYTES);
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n\n", -1);
	bool was_said = false;

	for (char **one = paragraphs; *one != NULL; one++) {
		bool says = kith_phrases_find(kith_phrases("away-instead"), *one, NULL);

		if (says || was_said)
			read_paragraph(mail, *one);
		/* The list of people may stand in the paragraph below. */
		was_said = says && strchr(*one, '@') == NULL;
	}
}
