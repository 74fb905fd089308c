/* SPDX-License-Identifier: MIT
 * author.c - who wrote a mail, seen through lists and services that put themselves into From.
 * In: the mail's people, its fields. Out: KithAddress. Next: src/parse/date.c
 *
 * DMARC (RFC 7489) makes them do it: Mailman's from_is_list, Google Groups, Sympa, LISTSERV, groups.io. Each keeps
 * the author elsewhere; a person is taken only from where that program keeps one. In doubt nobody wrote it:
 * words under a wrong name are worse than words under none.
 */
#include <string.h>

#include "address.h"

typedef struct {
	const KithMail *mail;
	const GPtrArray *fields;
	const KithAddress *from;
	char *name;		/* "Jane Doe" of "Jane Doe via Users"; NULL */
	bool is_list;		/* From is an address of the list */
} Asked;

static bool is_list_address(const KithMail *mail, const char *address)
{
	for (guint i = 0; i < mail->list_addresses->len; i++) {
		if (g_ascii_strcasecmp(mail->list_addresses->pdata[i], address) == 0)
			return true;
	}
	return false;
}

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at != NULL ? at + 1 : "";
}

static bool is_list_domain(const KithMail *mail, const char *address)
{
	for (guint i = 0; i < mail->list_addresses->len; i++) {
		if (g_ascii_strcasecmp(domain_of(mail->list_addresses->pdata[i]), domain_of(address)) == 0)
			return true;
	}
	return false;
}

/* Addresses that a program reads: of tickets, of bounces (VERP), of nobody. */
static bool is_machine(const char *address)
{
	static const char *const starts[] = {
		"reply", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "incoming", "bounce",
		"notification", "mailer-daemon", "postmaster",
	};
	size_t local = strcspn(address, "@");

	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		if (kith_starts_nocase(address, starts[i]))
			return true;
	}
	const char *plus = memchr(address, '+', local);
	if (plus != NULL && local - (size_t)(plus - address) > 16)
		return true;
	const char *bounce = kith_find_nocase(address, "bounce");
	return (bounce != NULL && bounce < address + local) || kith_find_nocase(address, "-request@") != NULL;
}

static bool is_person(const Asked *asked, const char *address)
{
	g_autofree char *norm = kith_address_normalize(address);

	return norm != NULL && !is_machine(norm) && !is_list_address(asked->mail, norm) &&
	       g_ascii_strcasecmp(asked->from->address, norm) != 0;
}

static bool is_named(const Asked *asked, const KithAddress *one)
{
	return asked->name != NULL && one->name != NULL && kith_names_agree(asked->name, one->name);
}

/* The one person of LIST, if only one can be meant. MUST_AGREE: only under the name that From shows. */
static const KithAddress *person_in(const Asked *asked, const GPtrArray *list, bool must_agree)
{
	const KithAddress *only = NULL, *named = NULL;
	guint count = 0, named_count = 0;

	for (guint i = 0; i < list->len; i++) {
		const KithAddress *one = list->pdata[i];

		if (!is_person(asked, one->address))
			continue;
		only = one;
		count++;
		if (is_named(asked, one)) {
			named = one;
			named_count++;
		}
	}
	if (named_count > 0)
		return named_count == 1 ? named : NULL;
	if (count != 1 || must_agree)
		return NULL;
	/* Another name than the one in From: somebody else's address (a moderator, a help desk). */
	return asked->name == NULL || only->name == NULL ? only : NULL;
}

static KithAddress *made_of(const Asked *asked, const KithAddress *person)
{
	return kith_address_new(person->name != NULL ? person->name : asked->name, person->address);
}

static KithAddress *from_field(const Asked *asked, const char *field, bool must_agree)
{
	const char *value = kith_fields_get(asked->fields, field);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);

	if (value == NULL)
		return NULL;
	(void)kith_addresses_read(value, found);	/* more than fit: the first are enough */
	const KithAddress *person = person_in(asked, found, must_agree);
	return person != NULL ? made_of(asked, person) : NULL;
}

/* Fields in which programs keep the author that they took out of From. */
static KithAddress *from_kept(const Asked *asked)
{
	static const char *const kept[] = {
		"X-Original-From",	/* Google Groups, Sympa */
		"Original-From",	/* IMAP gateways, Mimecast */
		"Author",		/* RFC 9057 */
		"X-Original-Sender",	/* Google Groups */
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
		KithAddress *author = from_field(asked, kept[i], false);

		if (author != NULL)
			return author;
	}
	return NULL;
}

/* An address that the program wrote into the name or into its own address. */
static KithAddress *from_itself(const Asked *asked)
{
	g_autofree char *address = asked->name != NULL ? kith_name_as_address(asked->name) : NULL;

	if (address != NULL && is_person(asked, address))
		return kith_address_new(NULL, address);
	/* groups.io: jane=example.com@groups.io */
	const char *from = asked->from->address;
	size_t local = strcspn(from, "@");
	if (asked->name == NULL || memchr(from, '=', local) == NULL || !is_list_domain(asked->mail, from))
		return NULL;
	g_autofree char *written = g_strndup(from, local);
	*strrchr(written, '=') = '@';
	return is_person(asked, written) ? kith_address_new(asked->name, written) : NULL;
}

/* The envelope's sender is mostly the author, but may be a program's: its words must look like the name. */
static KithAddress *from_envelope(const Asked *asked)
{
	const char *value = kith_fields_get(asked->fields, "X-MailFrom");
	g_autofree char *address = value != NULL ? kith_address_tidy(value) : NULL;

	if (address == NULL || asked->name == NULL || !is_person(asked, address))
		return NULL;
	g_autofree char *local = g_strndup(address, strcspn(address, "@"));
	return kith_names_agree(asked->name, local) ? kith_address_new(asked->name, address) : NULL;
}

static KithAddress *author_behind(const Asked *asked)
{
	const KithMail *mail = asked->mail;
	KithAddress *author = from_kept(asked);
	const KithAddress *person;

	if (author == NULL)
		author = from_itself(asked);
	if (author == NULL && (person = person_in(asked, mail->reply_to, false)) != NULL)
		author = made_of(asked, person);
	if (author == NULL && (person = person_in(asked, mail->cc, true)) != NULL)
		author = made_of(asked, person);
	return author != NULL ? author : from_envelope(asked);
}

/* LISTSERV: "0000012ab34c-dmarc-request@lists.example.com" stands for a person it does not name. */
static bool is_dmarc_stand_in(const char *address)
{
	return kith_find_nocase(address, "-dmarc-request@") != NULL;
}

static bool is_rewritten(const Asked *asked)
{
	const KithMail *mail = asked->mail;
	const char *address = asked->from->address;

	if (asked->is_list || is_dmarc_stand_in(address))
		return true;
	if (mail->list_addresses->len == 0)
		return false;
	return asked->name != NULL ||
	       (kith_fields_get(asked->fields, "X-Original-From") != NULL && is_list_domain(mail, address));
}

KithAddress *kith_author_find(const KithMail *mail, const GPtrArray *fields)
{
	if (mail->from->len == 0)
		return NULL;
	const KithAddress *from = mail->from->pdata[0];
	g_autofree char *name = kith_name_before_via(from->name);
	Asked asked = {
		.mail = mail, .fields = fields, .from = from, .name = name,
		.is_list = is_list_address(mail, from->address),
	};
	if (is_rewritten(&asked)) {
		if (asked.name == NULL && from->name != NULL && !asked.is_list)
			asked.name = name = g_strdup(from->name);	/* LISTSERV leaves the name alone */
		return author_behind(&asked);
	}
	/* "Jane Doe (via Docs)" of a service that is no list: she is the author if she is whom to answer. */
	const KithAddress *person = name != NULL ? person_in(&asked, mail->reply_to, true) : NULL;
	return person != NULL ? made_of(&asked, person) : kith_address_new(from->name, from->address);
}
