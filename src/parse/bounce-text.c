/* SPDX-License-Identifier: MIT
 * bounce-text.c - bounces in free text, as mail servers without RFC 3464 write them.
 * In: text. Out: recipients. Next: src/parse/bounce.c
 *
 * An address that begins a line is whom the mail did not reach; one within a sentence counts only when there is no
 * other. The returned mail, the sender and people to ask for help are no recipients.
 */
#include <string.h>

#include "bounce.h"
#include "words.h"

#define MAX_LINE_BYTES 1000
#define MAX_SAID_LINES 12
#define MAX_SAID_BYTES 2000
#define MAX_CANDIDATES (4 * KITH_LIMIT_LIST_ITEMS)

/* --- addresses in a line */

static bool is_address_char(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

/* The first address at or behind FROM; where it stands. NULL when none. */
static char *find_address(const char *from, const char **ret_start, const char **ret_end)
{
	for (const char *at = strchr(from, '@'); at != NULL; at = strchr(at + 1, '@')) {
		const char *start = at, *end = at + 1;

		while (start > from && at - start <= KITH_LIMIT_ADDRESS_BYTES && is_address_char(start[-1]))
			start--;
		while (g_ascii_isalnum(*end) || *end == '-' || *end == '.' || *end == '_')
			end++;
		while (end > at + 1 && (end[-1] == '.' || end[-1] == '-' || end[-1] == '_'))
			end--;
		while (start < at && strchr("'=`.*", *start) != NULL)
			start++;
		if (start == at || memchr(at, '.', (size_t)(end - at)) == NULL ||
		    end - start > KITH_LIMIT_ADDRESS_BYTES)
			continue;
		*ret_start = start;
		*ret_end = end;
		return g_strndup(start, (gsize)(end - start));
	}
	return NULL;
}

/* Only signs and blanks, or the name of a field like "RCPT TO:", stand before the address. */
static bool begins_line(const char *line, const char *start)
{
	static const char *const fields[] = {"to:", "rcpt to:", "recipient:", "recipient address:",
		"final-recipient:", "original-recipient:", "an:", "empfänger:", "destinataire :", "recipients:",
		"destinatario:", "target mail address:", "failed recipient:", ">>> rcpt to:"};
	const char *p = line + strspn(line, " \t*-");

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (kith_starts_nocase(p, fields[i])) {
			p += strlen(fields[i]);
			break;
		}
	}
	p += strspn(p, " \t<([\"'*->:;");
	if (kith_starts_nocase(p, "rfc822;"))
		p += strlen("rfc822;") + strspn(p + strlen("rfc822;"), " <");
	return p >= start;
}

/* --- who has not failed */

static bool is_among(const GPtrArray *addresses, const char *address)
{
	for (guint i = 0; i < addresses->len; i++) {
		if (g_ascii_strcasecmp(((const KithAddress *)addresses->pdata[i])->address, address) == 0)
			return true;
	}
	return false;
}

/* Lines with addresses of whoever sent, relays or helps. */
static bool is_bystander_line(const char *line)
{
	static const char *const starts[] = {"from:", "reply-to:", "return-path:", "sender:", "cc:", "message-id:",
					     "references:", "in-reply-to:", "x-", "mail from", ">>> mail", "subject:",
					     "original-envelope-id:", "envelope-id:", "von:", "de :", "de:", "da:"};
	const char *text = line + strspn(line, " \t>");

	if (kith_starts_nocase(text, "x-failed-recipients:"))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		if (kith_starts_nocase(text, starts[i]))
			return true;
	}
	return kith_find_nocase(line, "message-id") != NULL || kith_find_nocase(line, "envelope-id") != NULL;
}

static bool is_bystander(const KithMail *mail, const char *address)
{
	g_autofree char *local = g_ascii_strdown(address, (gssize)strcspn(address, "@"));

	return strcmp(local, "postmaster") == 0 ||
	       kith_phrases_whole(kith_phrases("bounce-sender"), local, NULL) ||
	       is_among(mail->to, address) || is_among(mail->from, address);
}

/* --- where the returned mail begins */

static bool is_rule(const char *text, size_t length)
{
	return length >= 2 && (memchr(text, '-', length) != NULL || memchr(text, '=', length) != NULL ||
			       memchr(text, '*', length) != NULL || memchr(text, '_', length) != NULL);
}

static bool is_original_mark(const char *line)
{
	size_t indent = strspn(line, " \t>|-=*_#"), length = strlen(line);
	KithPhraseHit hit;

	if (!kith_phrases_start(kith_phrases("original-mark"), line + indent, &hit))
		return false;
	return is_rule(line, indent) || line[length - 1] == ':' || line[length - 1] == '.' || line[length - 1] == '-';
}

/* The line where the mail that came back begins, or the number of lines. */
static guint original_start(const GPtrArray *lines)
{
	bool has_address = false;

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (i > 0 && is_original_mark(line))
			return i;
		line += strspn(line, " >|\t");
		if (has_address && kith_phrases_start(kith_phrases("original-field"), line, NULL))
			return i;
		has_address |= strchr(line, '@') != NULL;
	}
	return lines->len;
}

/* --- what was said */

static void append_line(GString *out, const char *line)
{
	g_autofree char *head = kith_text_head(line, MAX_LINE_BYTES);

	g_strstrip(head);
	if (out->len > 0 && *head != '\0')
		g_string_append_c(out, ' ');
	g_string_append(out, head);
}

/* Line AT and those that belong to it: to the next address or the second blank line. */
static char *text_around(const GPtrArray *lines, guint at, guint end, const char *address)
{
	GString *out = g_string_new(NULL);
	unsigned blanks = 0;

	append_line(out, lines->pdata[at]);
	for (guint i = at + 1; i < end && i < at + MAX_SAID_LINES && blanks < 2 && out->len < MAX_SAID_BYTES; i++) {
		g_autofree char *line = kith_text_head(lines->pdata[i], MAX_LINE_BYTES);
		const char *start, *stop;

		if (kith_line_is_blank(line)) {
			blanks++;
			continue;
		}
		g_autofree char *other = find_address(line, &start, &stop);
		if (other != NULL && g_ascii_strcasecmp(other, address) != 0 && begins_line(line, start))
			break;
		append_line(out, line);
	}
	return g_string_free(out, FALSE);
}

/* The first line that gives a reason, with its neighbours; or the first words. */
static char *why_in(const GPtrArray *lines, guint end)
{
	for (guint i = 0; i < MIN(end, 60U); i++) {
		g_autofree char *line = kith_text_head(lines->pdata[i], MAX_LINE_BYTES);

		if (kith_bounce_says_why(line))
			return text_around(lines, i, MIN(end, i + 3), "");
	}
	g_autofree char *head = kith_lines_join((GPtrArray *)lines, 0, MIN(end, 12U));
	return kith_text_head(head, MAX_LINE_BYTES);
}

char *kith_bounce_said_of(const char *text, const char *address)
{
	g_autofree char *lower = g_ascii_strdown(address, -1);
	const char *at = kith_find_nocase(text, lower);

	if (at == NULL)
		return NULL;
	while (at > text && at[-1] != '\n')
		at--;
	g_autofree char *part = kith_text_head(at, MAX_SAID_LINES * MAX_LINE_BYTES);
	g_autoptr(GPtrArray) lines = kith_lines_split(part);
	return lines->len > 0 ? text_around(lines, 0, lines->len, address) : NULL;
}

/* --- all recipients */

typedef struct { char *address; guint line; bool begins; } Candidate;

static void candidate_clear(void *data)
{
	g_free(((Candidate *)data)->address);
}

static void take_line(const KithMail *mail, const char *line, guint number, GArray *candidates)
{
	const char *start, *end = line;

	if (strchr(line, '@') == NULL || is_bystander_line(line))
		return;
	bool helps = kith_phrases_find(kith_phrases("bounce-help"), line, NULL);
	while (candidates->len < MAX_CANDIDATES) {
		char *address = find_address(end, &start, &end);
		Candidate one = {.address = address, .line = number};

		if (address == NULL)
			return;
		one.begins = begins_line(line, start);
		if (is_bystander(mail, address) || (helps && !one.begins))
			g_free(address);
		else
			g_array_append_val(candidates, one);
	}
}

static GArray *find_candidates(const KithMail *mail, const GPtrArray *lines, guint from, guint end)
{
	GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));

	g_array_set_clear_func(candidates, candidate_clear);
	for (guint i = from; i < end; i++)
		take_line(mail, lines->pdata[i], i, candidates);
	return candidates;
}

static guint list_start(const GPtrArray *lines, guint end)
{
	for (guint i = 0; i < end; i++) {
		if (kith_phrases_find(kith_phrases("bounce-list"), lines->pdata[i], NULL))
			return i;
	}
	return 0;
}

static void add_candidates(const GArray *candidates, const GPtrArray *lines, guint end, KithBounceEnd how,
			   GPtrArray *recipients)
{
	g_autofree char *why = NULL;
	bool any_begins = false;

	for (guint i = 0; i < candidates->len; i++)
		any_begins |= g_array_index(candidates, Candidate, i).begins;
	for (guint i = 0; i < candidates->len && recipients->len < KITH_LIMIT_LIST_ITEMS; i++) {
		const Candidate *one = &g_array_index(candidates, Candidate, i);

		if ((any_begins && !one->begins) || kith_bounce_is_known(recipients, one->address))
			continue;
		g_autofree char *said = text_around(lines, one->line, end, one->address);
		if (!kith_bounce_says_why(said)) {
			g_free(said);
			if (why == NULL)
				why = why_in(lines, end);
			said = g_strdup(why);
		}
		kith_bounce_add(recipients, one->address, NULL, said, how);
	}
}

void kith_bounce_read_text(const KithMail *mail, GPtrArray *recipients)
{
	if (kith_find_nocase(mail->text, "final-recipient:") != NULL) {
		kith_bounce_read_report(mail->text, mail->text, recipients);
		if (recipients->len > 0)
			return;
	}
	g_autoptr(GPtrArray) lines = kith_lines_split(mail->text);
	guint end = original_start(lines), from = list_start(lines, end);
	g_autofree char *said = kith_lines_join(lines, 0, MIN(end, 60U));
	g_autoptr(GArray) candidates = find_candidates(mail, lines, from, end);
	if (candidates->len == 0 && from > 0) {
		g_array_unref(candidates);
		candidates = find_candidates(mail, lines, 0, end);
	}
	add_candidates(candidates, lines, end, kith_bounce_end(said), recipients);
}

char *kith_bounce_transcript(const char *text)
{
	const char *answer = kith_find_nocase(text, "\n<<< ");
	g_autofree char *line = answer != NULL ? g_strndup(answer + 5, strcspn(answer + 5, "\n")) : NULL;
	g_autofree char *head = line != NULL ? kith_text_head(line, MAX_LINE_BYTES) : NULL;

	return head != NULL && kith_bounce_has_code(head) ? g_steal_pointer(&head) : NULL;
}

char *kith_bounce_why(const char *text)
{
	g_autofree char *head = kith_text_head(text, 60 * MAX_LINE_BYTES);
	g_autoptr(GPtrArray) lines = kith_lines_split(head);

	return why_in(lines, original_start(lines));
}

bool kith_bounce_is_machine_text(const char *text)
{
	g_autofree char *head = kith_text_head(text, 60 * MAX_LINE_BYTES);

	if (kith_phrases_find(kith_phrases("bounce-shape"), head, NULL))
		return true;
	g_autoptr(GPtrArray) lines = kith_lines_split(head);
	for (guint i = 1; i < lines->len; i++) {
		if (is_original_mark(lines->pdata[i]))
			return true;
	}
	return false;
}
