/* SPDX-License-Identifier: MIT
 * claim.c - does a mail from outside answer something that one of us wrote?
 * In: KithMail. Out: KithClaim. Next: src/store/schema/0002.sql, view gap
 *
 * Only what the mail itself says, so that it does not matter what else is known yet. What it claims is a gap when the
 * mail it answers is in no mailbox of ours: docs/decisions/0005-gaps.md.
 */
#include <string.h>

#include "claim.h"

#define LONGEST_TAIL 40	/* "wrote:" on a line of its own, in any language */

void kith_claim_clear(KithClaim *claim)
{
	g_free(claim->host);
	g_free(claim->subject);
	memset(claim, 0, sizeof(*claim));
}

/* --- to whom of us */

typedef struct {
	const KithUser *user;	/* NULL: nobody's alone */
	const char *address;
	guint count;		/* of us, apart from kith */
	bool in_to;
	bool has_others;	/* readers outside, apart from the author */
} Readers;

static void add_own(const KithConfig *config, const KithParticipant *one, Readers *readers)
{
	const KithUser *user = kith_config_find_user_by_address(config, one->address);
	bool is_same = readers->count > 0 && user == readers->user &&
		       (user != NULL || strcmp(one->address, readers->address) == 0);

	readers->count += is_same ? 0 : 1;
	readers->user = user;
	readers->address = one->address;
	readers->in_to = readers->in_to || strcmp(one->role, "to") == 0;
}

static Readers readers_of(const KithConfig *config, const GPtrArray *participants)
{
	Readers readers = { 0 };
	const char *author = "";

	for (guint i = 0; i < participants->len; i++) {
		const KithParticipant *one = participants->pdata[i];

		if (strcmp(one->role, "author") == 0)
			author = one->address;
		if (strcmp(one->role, "to") != 0 && strcmp(one->role, "cc") != 0)
			continue;
		if (one->nature != KITH_NATURE_OWN)
			readers.has_others = readers.has_others || strcmp(one->address, author) != 0;
		else if (g_strcmp0(one->address, config->address) != 0)
			add_own(config, one, &readers);
	}
	return readers;
}

/* --- whom it quotes */

typedef enum { QUOTES_NOBODY, QUOTES_US, QUOTES_OTHERS } Quoted;

static bool is_address_char(char c)
{
	return g_ascii_isalnum(c) || strchr(".-_+=&'", c) != NULL;
}

/* The first mail address in LINE, normalized; NULL none. */
static char *address_in(const char *line)
{
	for (const char *at = strchr(line, '@'); at != NULL; at = strchr(at + 1, '@')) {
		const char *start = at, *end = at + 1;

		while (start > line && start[-1] != '\0' && is_address_char(start[-1]))
			start--;
		while (*end != '\0' && is_address_char(*end))
			end++;
		g_autofree char *raw = g_strndup(start, (gsize)(end - start));
		char *norm = kith_address_normalize(raw);
		if (norm != NULL)
			return norm;
	}
	return NULL;
}

/* A user whose full name stands in LINE beside a date. */
static const KithUser *user_in(const KithConfig *config, const char *line)
{
	g_autofree char *folded = NULL;

	if (strpbrk(line, "0123456789") == NULL)
		return NULL;
	folded = g_utf8_casefold(line, -1);
	for (guint i = 0; i < config->users->len; i++) {
		const KithUser *user = config->users->pdata[i];
		g_autofree char *name = g_utf8_casefold(user->name, -1);

		if (strchr(name, ' ') != NULL && strstr(folded, name) != NULL)
			return user;
	}
	return NULL;
}

/* "From: Ada Byron <ada@example.com>" above quoted text. */
static bool is_from_line(const char *line)
{
	static const char *const labels[] = {
		"From", "Von", "De", "Da", "Van", "Från", "Fra", "Od", "Lähettäjä", "От",
		"发件人", "差出人", "送信者", "보낸 사람", "Gönderen", "Kimden", NULL
	};

	line += strspn(line, "*");
	for (const char *const *label = labels; *label != NULL; label++) {
		const char *rest = line + strlen(*label);

		if (!g_str_has_prefix(line, *label))
			continue;
		rest += strspn(rest, "* \u00a0");
		if (*rest == ':' || g_str_has_prefix(rest, "："))
			return true;
	}
	return false;
}

static bool introduces(const char *line, const char *next)
{
	return g_str_has_suffix(line, ":") || (g_str_has_suffix(next, ":") && strlen(next) <= LONGEST_TAIL) ||
	       *next == '>' || is_from_line(line);
}

/* The name beside a shared address may tell who of us it was. */
static Quoted judge_line(const KithConfig *config, const char *line, const char *next, const KithUser **ret_user)
{
	g_autofree char *both = g_strconcat(line, " ", next, NULL);
	g_autofree char *address = address_in(line);
	const KithUser *named = user_in(config, both);

	if (address == NULL && named == NULL)
		return QUOTES_NOBODY;
	if (address == NULL || (kith_config_is_own(config, address) &&
				kith_config_find_user_by_address(config, address) == NULL)) {
		*ret_user = named;
		return QUOTES_US;
	}
	*ret_user = kith_config_find_user_by_address(config, address);
	return *ret_user != NULL ? QUOTES_US : QUOTES_OTHERS;
}

/* Lines of TEXT that are not the author's own (NEW_TEXT), trimmed, without empty ones, up to the first quoted. */
static GPtrArray *old_lines(const char *text, const char *new_text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_auto(GStrv) own = g_strsplit(new_text, "\n", -1);
	GPtrArray *old = g_ptr_array_new_with_free_func(g_free);
	char **next_own = own;

	for (char **line = lines; *line != NULL; line++) {
		g_strstrip(*line);
		while (*next_own != NULL && *g_strstrip(*next_own) == '\0')
			next_own++;
		if (**line == '\0')
			continue;
		if (*next_own != NULL && strcmp(*line, *next_own) == 0) {
			next_own++;
			continue;
		}
		g_ptr_array_add(old, g_strdup(*line));
		if (**line == '>')
			break;
	}
	return old;
}

/* Who wrote what the mail quotes first. */
static Quoted quoted_in(const KithConfig *config, const KithMail *mail, const KithUser **ret_user)
{
	g_autoptr(GPtrArray) old = old_lines(mail->text, mail->new_text);

	*ret_user = NULL;
	for (guint i = 0; i < old->len; i++) {
		const char *line = old->pdata[i], *next = i + 1 < old->len ? old->pdata[i + 1] : "";

		if (*line == '>')
			return QUOTES_NOBODY;
		Quoted quoted = introduces(line, next) ? judge_line(config, line, next, ret_user) : QUOTES_NOBODY;
		if (quoted != QUOTES_NOBODY)
			return quoted;
	}
	return QUOTES_NOBODY;
}

/* --- what its id looks like */

static char *host_of(const char *id)
{
	const char *at = id != NULL ? strchr(id, '@') : NULL;

	return at != NULL && at[1] != '\0' ? g_ascii_strdown(at + 1, -1) : NULL;
}

static bool is_own_host(const KithConfig *config, const char *host)
{
	size_t length = strlen(host);

	for (guint i = 0; i < config->domains->len; i++) {
		const char *domain = config->domains->pdata[i];
		size_t size = strlen(domain);

		if (length >= size && strcmp(host + length - size, domain) == 0 &&
		    (length == size || host[length - size - 1] == '.'))
			return true;
	}
	return false;
}

/* The host belongs to the organization of somebody outside who takes part. */
static bool is_their_host(const char *host, const GPtrArray *participants)
{
	g_autofree char *as_address = g_strconcat("x@", host, NULL);
	g_autofree char *organization = kith_address_organization(as_address);

	for (guint i = 0; organization != NULL && i < participants->len; i++) {
		const KithParticipant *one = participants->pdata[i];
		g_autofree char *theirs = one->nature != KITH_NATURE_OWN ?
			kith_address_organization(one->address) : NULL;

		if (g_strcmp0(theirs, organization) == 0)
			return true;
	}
	return false;
}

static bool is_forward(const char *subject)
{
	static const char *const starts[] = {
		"fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "doorst:", "vl:", "vb:", "vs:", "i:", "pd:", NULL
	};

	for (const char *const *start = starts; *start != NULL; start++) {
		if (g_ascii_strncasecmp(subject, *start, strlen(*start)) == 0)
			return true;
	}
	return false;
}

/* What speaks for us beside a quotation; NULL: nothing. */
static const char *other_witness(const KithConfig *config, const KithMail *mail, const GPtrArray *participants,
		const Readers *readers, const char *host)
{
	g_autofree char *own_host = host_of(mail->message_id);

	if (readers->count != 1 || !readers->in_to || is_forward(mail->subject))
		return NULL;
	/* People answer their own mails. */
	if (g_strcmp0(own_host, host) == 0)
		return NULL;
	if (is_own_host(config, host))
		return "domain";
	return readers->has_others || is_their_host(host, participants) ? NULL : "place";
}

/* --- */

/* Written from outside by a person, to people. */
static bool is_human(const KithMail *mail, const GPtrArray *participants)
{
	const KithParticipant *author = participants->len > 0 ? participants->pdata[0] : NULL;

	return mail->kind == KITH_KIND_PERSONAL && !mail->is_automatic && mail->list_addresses->len == 0 &&
	       author != NULL && strcmp(author->role, "author") == 0 &&
	       (author->nature == KITH_NATURE_PERSON || author->nature == KITH_NATURE_ROLE);
}

bool kith_claim_find(const KithConfig *config, const KithMail *mail, const GPtrArray *participants,
		const GPtrArray *ids, KithClaim *ret_claim, const KithUser **ret_user)
{
	const char *id = ids->len > 1 ? ids->pdata[1] : NULL;
	g_autofree char *host = host_of(id);

	if (host == NULL || !is_human(mail, participants))
		return false;
	const Readers readers = readers_of(config, participants);
	if (readers.count == 0)
		return false;
	const KithUser *user;
	Quoted quoted = quoted_in(config, mail, &user);
	if (quoted == QUOTES_NOBODY)
		user = readers.user;
	const char *witness = quoted == QUOTES_US ? "quote" : quoted == QUOTES_OTHERS ? NULL :
			      other_witness(config, mail, participants, &readers, host);
	if (witness == NULL)
		return false;
	*ret_claim = (KithClaim){
		.message_id = id, .host = g_steal_pointer(&host), .witness = witness,
		.subject = kith_thread_subject(mail->subject),
	};
	*ret_user = user;
	return true;
}
