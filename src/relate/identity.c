/* SPDX-License-Identifier: MIT
 * identity.c - when two mails are one: the same Message-ID, the same author, the same Date.
 * In: KithMail. Out: the name it is known by. Next: src/relate/participants.c
 *
 * Message-ID alone tells nothing: a stranger may reuse it. Copies of one mail differ in trace
 * fields, list prefix and footer, Bcc and banners; none of these goes into the identity.
 */
#include <string.h>

#include "identity.h"

#define IDENTITY_LENGTH 26	/* base32: 130 bits */

/* The author's address as it compares; what cannot be an address, as it stands. */
static char *author_of(const KithMail *mail)
{
	const KithAddress *author = mail->author;

	if (author == NULL && mail->from->len > 0)
		author = mail->from->pdata[0];
	if (author == NULL || author->address == NULL)
		return g_strdup("");
	char *norm = kith_address_normalize(author->address);
	return norm != NULL ? norm : g_strdup(author->address);
}

char *kith_mail_identity(const KithMail *mail)
{
	g_autofree char *author = author_of(mail);
	g_autofree char *date = g_strdup_printf("%" G_GINT64_FORMAT, mail->date_at);

	if (mail->message_id != NULL)
		return kith_hash_id(IDENTITY_LENGTH, "mail", mail->message_id, author, date, NULL);
	return kith_hash_id(IDENTITY_LENGTH, "mail without id", author, date, mail->subject, mail->text, NULL);
}

char *kith_identity_variant(const char *identity, unsigned number)
{
	g_autofree char *text = g_strdup_printf("%u", number);

	return number <= 1 ? g_strdup(identity) : kith_hash_id(IDENTITY_LENGTH, "variant", identity, text, NULL);
}

/* --- the words of two texts */

static GHashTable *words_of(const char *text)
{
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const char *start = NULL;

	for (const char *p = text;; p = g_utf8_next_char(p)) {
		bool in_word = *p != '\0' && g_unichar_isalnum(g_utf8_get_char(p));

		if (in_word && start == NULL)
			start = p;
		if (!in_word && start != NULL) {
			g_hash_table_add(words, g_utf8_strdown(start, p - start));
			start = NULL;
		}
		if (*p == '\0')
			return words;
	}
}

bool kith_identity_same_text(const char *first, const char *second)
{
	if (strcmp(first, second) == 0)
		return true;
	g_autoptr(GHashTable) a = words_of(first);
	g_autoptr(GHashTable) b = words_of(second);
	GHashTable *small = g_hash_table_size(a) <= g_hash_table_size(b) ? a : b;
	GHashTable *large = small == a ? b : a;
	GHashTableIter iter;
	gpointer word;
	guint shared = 0;

	g_hash_table_iter_init(&iter, small);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		shared += g_hash_table_contains(large, word) ? 1 : 0;
	/* A copy whose text was not kept or could not be read has no words to compare. */
	return 2 * shared >= g_hash_table_size(small);
}

char *kith_identity_rank(const KithMail *mail, GBytes *slim, bool is_sent_copy)
{
	g_autofree char *hash = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, slim);

	return g_strdup_printf("%d%d%.16s", is_sent_copy, mail->list_addresses->len == 0, hash);
}
