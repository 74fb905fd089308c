/* SPDX-License-Identifier: MIT
 * nature.c - what an address by itself looks like: a person's, a role's, a list's, a robot's.
 * In: a normalized address. Out: its nature, its organization's domain. Next: src/store/people.c
 */
#include <libpsl.h>
#include <string.h>

#include "kith/store.h"

/* Whole local parts that several people share (RFC 2142, and what companies use). */
static const char *const role_names[] = {
	"accounting", "accounts", "admin", "administrator", "billing", "bookings", "buchhaltung", "careers",
	"contact", "contacto", "feedback", "finance", "hello", "help", "helpdesk", "hostmaster", "hr", "info",
	"invoice", "invoices", "jobs", "kontakt", "legal", "marketing", "media", "office", "orders", "payments",
	"post", "press", "privacy", "purchasing", "reception", "sales", "security", "service", "shop", "support",
	"team", "ventas", "vertrieb", "webmaster", NULL
};

/* Local parts without blanks, dots and dashes. */
static const char *const robot_names[] = {
	"bounce", "bounces", "daemon", "donotreply", "mailerdaemon", "mailrobot", "nepasrepondre", "noreply",
	"noresponder", "nobody", "postmaster", "root", "unsubscribe", NULL
};

/* Words of a local part, between . - _ + */
static const char *const robot_words[] = {
	"alert", "alerts", "bot", "bounce", "bounces", "gerrit", "jenkins", "mailer", "newsletter", "noreply",
	"notification", "notifications", "notify", "patchwork", "robot", NULL
};

static const char *const list_endings[] = {
	"-announce", "-bounces", "-devel", "-discuss", "-join", "-leave", "-list", "-owner", "-request",
	"-subscribe", "-unsubscribe", "-users", NULL
};

static const char *const list_domains[] = {
	"list.", "lists.", "listserv.", "mailman.", "groups.", NULL
};

/* Domains where everybody has an address: they say nothing about a company. */
static const char *const free_mail[] = {
	"163.com", "126.com", "aol.com", "arcor.de", "bluewin.ch", "btinternet.com", "comcast.net", "fastmail.com",
	"fastmail.fm", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
	"googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net",
	"libero.it", "live.com", "mac.com", "mail.com", "mail.ru", "mailbox.org", "me.com", "msn.com", "naver.com",
	"orange.fr", "outlook.com", "outlook.de", "pm.me", "posteo.de", "posteo.net", "proton.me", "protonmail.com",
	"qq.com", "rediffmail.com", "rocketmail.com", "seznam.cz", "sfr.fr", "t-online.de", "tutanota.com",
	"verizon.net", "virgilio.it", "wanadoo.fr", "web.de", "wp.pl", "ya.ru", "yahoo.co.jp", "yahoo.co.uk",
	"yahoo.com", "yahoo.de", "yahoo.fr", "yandex.ru", "ymail.com", "zoho.com", NULL
};

static char *without_marks(const char *local)
{
	GString *out = g_string_new(NULL);

	for (const char *p = local; *p != '\0'; p++) {
		if (strchr(".-_", *p) == NULL)
			g_string_append_c(out, *p);
	}
	return g_string_free(out, FALSE);
}

static bool is_robot(const char *local)
{
	g_autofree char *plain = without_marks(local);
	g_auto(GStrv) words = g_strsplit_set(local, ".-_+=", -1);

	if (g_strv_contains(robot_names, plain) || g_str_has_prefix(plain, "noreply") ||
	    g_str_has_prefix(plain, "donotreply"))
		return true;
	for (char **word = words; *word != NULL; word++) {
		if (g_strv_contains(robot_words, *word))
			return true;
	}
	return false;
}

static bool is_list(const char *local, const char *domain)
{
	for (const char *const *ending = list_endings; *ending != NULL; ending++) {
		if (g_str_has_suffix(local, *ending))
			return true;
	}
	for (const char *const *start = list_domains; *start != NULL; start++) {
		if (g_str_has_prefix(domain, *start))
			return true;
	}
	return false;
}

KithNature kith_address_nature(const char *norm_address)
{
	const char *domain = kith_address_domain(norm_address);
	g_autofree char *local = g_strndup(norm_address, (gsize)(domain - norm_address - 1));

	/* "team-bounces@lists.example.org" is the list's, whatever its words look like. */
	if (is_list(local, domain))
		return KITH_NATURE_LIST;
	if (is_robot(local))
		return KITH_NATURE_ROBOT;
	return g_strv_contains(role_names, local) ? KITH_NATURE_ROLE : KITH_NATURE_PERSON;
}

char *kith_address_organization(const char *norm_address)
{
	const char *domain = kith_address_domain(norm_address);
	const psl_ctx_t *psl = psl_builtin();
	const char *registrable = psl != NULL ? psl_registrable_domain(psl, domain) : domain;

	if (registrable == NULL || g_strv_contains(free_mail, registrable))
		return NULL;
	return g_strdup(registrable);
}
