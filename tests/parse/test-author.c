/* SPDX-License-Identifier: MIT
 * test-author.c - who wrote what lists and services sent under their own address.
 * In: header blocks. Out: an author, or nobody. Next: src/parse/author.c
 */
#include <string.h>

#include "kith/parse.h"

#define LIST "List-Id: Users <users.lists.example.org>\nList-Post: <mailto:users@lists.example.org>\n"

static const struct { const char *title, *fields, *author; } cases[] = {
	{"a person", "From: Jane Doe <jane@x.example>\n", "Jane Doe|jane@x.example"},
	{"a person on a list", "From: Jane Doe <jane@x.example>\nReply-To: users@lists.example.org\n" LIST, "Jane Doe|jane@x.example"},
	{"Mailman, from_is_list", "From: Jane Doe via Users <users@lists.example.org>\nReply-To: Jane Doe <jane@x.example>\n" LIST,
	 "Jane Doe|jane@x.example"},
	{"Mailman, answers to the list, author in Cc", "From: Jane Doe via Users <users@lists.example.org>\n"
	 "Reply-To: Users <users@lists.example.org>\nCc: Bo <bo@y.example>, Jane Doe <jane@x.example>\n" LIST,
	 "Jane Doe|jane@x.example"},
	{"Mailman, an author without name", "From: jane at x.example via Users <users@lists.example.org>\n" LIST, "-|jane@x.example"},
	{"Mailman 3, only the envelope is left", "From: Jane Doe via Users <users@lists.example.org>\nX-MailFrom: jane@x.example\n" LIST,
	 "Jane Doe|jane@x.example"},
	{"Mailman 3, an envelope that is no person's", "From: Jane Doe via Users <users@lists.example.org>\n"
	 "X-MailFrom: bounce-77@y.example\n" LIST, NULL},
	{"Google Groups", "From: \"'Jane Doe' via Sales\" <sales@example.org>\nX-Original-Sender: jane@x.example\n"
	 "X-Original-From: Jane Doe <jane@x.example>\nReply-To: Jane Doe <jane@x.example>\n"
	 "Mailing-list: list sales@example.org; contact sales+owners@example.org\nList-ID: <sales.example.org>\n",
	 "Jane Doe|jane@x.example"},
	{"Google Groups, only the sender is kept", "From: 'Jane Doe' via Sales <sales@example.org>\n"
	 "X-Original-Sender: jane@x.example\nMailing-list: list sales@example.org; contact sales+owners@example.org\n",
	 "Jane Doe|jane@x.example"},
	{"Sympa", "From: \"Jane Doe\" (via users Mailing List) <users@lists.example.org>\nX-Original-From: Jane Doe <jane@x.example>\n" LIST,
	 "Jane Doe|jane@x.example"},
	{"Sympa, address in the name", "From: \"jane@x.example via users Mailing List\" <users@lists.example.org>\n" LIST,
	 "-|jane@x.example"},
	{"LISTSERV", "From: Jane Doe <0000012ab34c-dmarc-request@lists.example.org>\nReply-To: Jane Doe <jane@x.example>\n" LIST,
	 "Jane Doe|jane@x.example"},
	{"LISTSERV that names nobody", "From: Jane Doe <0000012ab34c-dmarc-request@lists.example.org>\n"
	 "Reply-To: Users <users@lists.example.org>\n" LIST, NULL},
	{"ezmlm", "From: Jane Doe <users@lists.example.org>\nReply-To: Jane Doe <jane@x.example>\n"
	 "Mailing-List: list users@lists.example.org; run by ezmlm\n", "Jane Doe|jane@x.example"},
	{"groups.io", "From: \"Jane Doe via groups.io\" <jane=x.example@groups.example>\n"
	 "List-Id: <club.groups.example>\nList-Post: <mailto:club@groups.example>\n", "Jane Doe|jane@x.example"},
	{"RFC 9057", "From: Jane Doe via Users <users@lists.example.org>\nAuthor: Jane Doe <jane@x.example>\n" LIST,
	 "Jane Doe|jane@x.example"},
	{"Original-From", "From: Users <users@lists.example.org>\nOriginal-From: Jane Doe <jane@x.example>\n" LIST,
	 "Jane Doe|jane@x.example"},
	{"a moderator in Reply-To is not the author", "From: Jane Doe via Users <users@lists.example.org>\n"
	 "Reply-To: Max Moderator <max@y.example>\n" LIST, NULL},
	{"a robot in Reply-To is not the author", "From: Jane Doe via Forum <forum@lists.example.org>\n"
	 "Reply-To: reply+0123456789abcdef0123@lists.example.org\nList-Id: <forum.lists.example.org>\n", NULL},
	{"nobody is left", "From: Users <users@lists.example.org>\nReply-To: users@lists.example.org\n" LIST, NULL},
	{"a document shared", "From: \"Jane Doe (via Docs)\" <no-reply@docs.example>\nReply-To: Jane Doe <jane@x.example>\n",
	 "Jane Doe|jane@x.example"},
	{"a document shared, the other language", "From: \"Jane Doe \303\274ber Docs\" <no-reply@docs.example>\n"
	 "Reply-To: Jane Doe <jane@x.example>\n", "Jane Doe|jane@x.example"},
	{"a help desk", "From: Jane Doe via Support <support@desk.example>\nReply-To: Support <support+id77@desk.example>\n",
	 "Jane Doe via Support|support@desk.example"},
	{"a tracker", "From: \"Jane Doe (Tracker)\" <tracker@y.example>\n", "Jane Doe (Tracker)|tracker@y.example"},
	{"on behalf of", "From: Jane Doe on behalf of Sales <sales@y.example>\n", "Jane Doe on behalf of Sales|sales@y.example"},
	{"a street", "From: Hotel Via Roma <hotel@y.example>\n", "Hotel Via Roma|hotel@y.example"},
	{"nobody at all", "Subject: x\n", NULL},
};

static void test_authors(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *mail_text = g_strconcat(cases[i].fields, "\nHello.\n", NULL);
		g_autoptr(GBytes) bytes = g_bytes_new(mail_text, strlen(mail_text));
		g_autoptr(KithMail) mail = kith_parse(bytes);
		const KithAddress *author = mail->author;
		g_autofree char *got = author == NULL ? NULL : g_strdup_printf("%s|%s",
			author->name != NULL ? author->name : "-", author->address);

		if (g_strcmp0(got, cases[i].author) != 0) {
			g_test_message("%s: got %s, wanted %s", cases[i].title, got != NULL ? got : "nobody",
				       cases[i].author != NULL ? cases[i].author : "nobody");
			g_test_fail();
		}
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/author/is-the-person-behind-the-list", test_authors);
	return g_test_run();
}
