/* SPDX-License-Identifier: MIT
 * author.c - who of us wrote a mail that bears a shared address.
 * In: KithMail. Out: a user. Next: src/relate/claim.c
 *
 * From says whose mail it is, also when an assistant sent it (RFC 5322 3.6.2: Sender is who transmits, From who
 * writes): it speaks for the person in From, and that person's customers answer it. Only where From names no person
 * of ours (sales@) do Sender and the display name tell who it was.
 */
#include <string.h>

#include "claim.h"

/* "Ada Byron on behalf of Sales", in the languages Outlook speaks most. */
static const char *const behalf_words[] = {
	" on behalf of ", " im auftrag von ", " de la part de ", " en nombre de ", " per conto di ", " namens ",
	" em nome de ", " w imieniu ", " via ", NULL
};

static const KithUser *user_by_address(const KithConfig *config, const KithAddress *address)
{
	g_autofree char *norm = address != NULL ? kith_address_normalize(address->address) : NULL;

	return norm != NULL ? kith_config_find_user_by_address(config, norm) : NULL;
}

/* NAME up to "on behalf of", folded; what stands in brackets is a department. */
static char *person_in(const char *name)
{
	char *folded = g_utf8_casefold(name, -1);

	for (const char *const *words = behalf_words; *words != NULL; words++) {
		char *at = strstr(folded, *words);

		if (at != NULL)
			*at = '\0';
	}
	folded[strcspn(folded, "(|[,/")] = '\0';
	return g_strstrip(folded);
}

static const KithUser *user_by_name(const KithConfig *config, const char *name)
{
	const KithUser *found = NULL;

	if (name == NULL)
		return NULL;
	g_autofree char *person = person_in(name);
	for (guint i = 0; i < config->users->len; i++) {
		const KithUser *user = config->users->pdata[i];
		g_autofree char *folded = g_utf8_casefold(user->name, -1);

		if (strcmp(folded, person) != 0)
			continue;
		if (found != NULL)
			return NULL;	/* namesakes */
		found = user;
	}
	return found;
}

const KithUser *kith_author_user(const KithConfig *config, const KithMail *mail, const char *norm_author)
{
	const KithUser *user = norm_author != NULL ? kith_config_find_user_by_address(config, norm_author) : NULL;

	if (user != NULL || norm_author == NULL || !kith_config_is_own(config, norm_author))
		return user;
	user = mail->sender->len == 1 ? user_by_address(config, mail->sender->pdata[0]) : NULL;
	return user != NULL ? user : user_by_name(config, mail->author->name);
}
