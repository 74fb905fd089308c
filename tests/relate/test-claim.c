/* SPDX-License-Identifier: MIT
 * test-claim.c - what one of us wrote and nobody has seen: known from its answers, and gone when it turns up.
 */
#include "world.h"

#include "../../src/relate/claim.h"

#include <string.h>

#define HOUR 3600
#define DAY 86400
#define START 1700000000

#define ADA "ada@ours.example"
#define BEN "ben@ours.example"
#define JAN "jan@x.example"

/* --- one answer */

/* Jan wrote, then answers something of Ada's; what is NULL or 0 is as in the first, plain case. */
typedef struct {
	const char *what;
	const char *id, *references, *to, *cc, *subject, *text;	/* of the answer */
	KithMailKind kind;
	bool is_automatic, is_listed;
	const char *first_from;			/* who wrote the first mail; "": nobody */
	const char *other_id, *other_from, *other_to;	/* one more mail, between the two; NULL: none */
	const char *want;			/* "user witness"; NULL: no gap */
} Case;

#define QUOTE(WHO) "Fine.\n\nOn Mon, 13 Nov 2023 at 10:00, " WHO " wrote:\n> nine\n"

static const Case cases[] = {
	{ .what = "between the two alone", .want = "ada place" },
	{ .what = "their own host", .references = "k@x.example p@x.example" },
	{ .what = "a host of their company", .references = "k@x.example p@mail.x.example" },
	{ .what = "a host they write with", .other_id = "o@phone.example", .other_from = JAN, .other_to = BEN },
	{ .what = "a list", .kind = KITH_KIND_LIST },
	{ .what = "through a list", .is_listed = true },
	{ .what = "a machine", .is_automatic = true },
	{ .what = "somebody else reads it", .cc = "kim@y.example" },
	{ .what = "two of us", .to = ADA " " BEN },
	{ .what = "a copy", .to = "kim@y.example", .cc = ADA },
	{ .what = "a forward", .subject = "Fwd: An offer" },
	{ .what = "no id", .references = "k@x.example nonsense" },
	{ .what = "nothing before it", .first_from = "" },
	{ .what = "another person before it", .first_from = "kim@y.example" },
	{ .what = "an absence note was answered", .subject = "Re: Out of office: An offer" },
	{ .what = "the Sent copy has another id", .other_id = "o@mx.example", .other_from = ADA, .other_to = JAN },
	{ .what = "a mail of ours to others", .other_id = "o@mx.example", .other_from = ADA,
	  .other_to = "kim@y.example", .want = "ada place" },
	{ .what = "a host of ours", .first_from = "", .other_id = "o@phone.example", .other_from = BEN,
	  .other_to = "kim@y.example", .want = "ada place" },
	{ .what = "a host of everybody", .first_from = "", .other_id = "o@phone.example", .other_from = "kim@y.example",
	  .other_to = BEN },
	{ .what = "our domain", .references = "p@ours.example", .first_from = "", .want = "ada domain" },
	{ .what = "a host in our domain", .references = "p@Laptop.Ours.Example", .first_from = "",
	  .want = "ada domain" },
	{ .what = "a domain that only ends like ours", .references = "p@notours.example", .first_from = "" },
	{ .what = "our domain, two of us", .references = "p@ours.example", .first_from = "", .cc = BEN },
	{ .what = "our domain, a shared address", .references = "p@ours.example", .first_from = "",
	  .to = "sales@ours.example", .want = "null domain" },
	{ .what = "kith reads along", .cc = "kith@ours.example", .want = "ada place" },
	{ .what = "a quotation names one of two", .cc = BEN, .text = QUOTE("Ben Moor <ben@ours.example>"),
	  .want = "ben quote" },
	{ .what = "a quotation with their host", .references = "p@x.example", .first_from = "",
	  .text = QUOTE("Ada Byron <ada@ours.example>"), .want = "ada quote" },
	{ .what = "a quotation by name", .references = "p@x.example", .first_from = "", .text = QUOTE("ADA Byron"),
	  .want = "ada quote" },
	{ .what = "a quotation by name at a shared address", .first_from = "", .to = "sales@ours.example",
	  .text = QUOTE("Ada Byron <sales@ours.example>"), .want = "ada quote" },
	{ .what = "a quotation over two lines", .first_from = "",
	  .text = "Fine.\n\nOn Mon, 13 Nov 2023 at 10:00, Ada Byron <ada@ours.example>\nwrote:\n> nine\n",
	  .want = "ada quote" },
	{ .what = "an old header block", .first_from = "",
	  .text = "Fine.\n\nVon: Ada Byron <ada@ours.example>\nAn: jan@x.example\nBetreff: An offer\n\nnine\n",
	  .want = "ada quote" },
	{ .what = "a signature before the quotation", .first_from = "",
	  .text = "Fine.\n-- \nJan Berg\njan@x.example\n\n"
		  "On Mon, 13 Nov 2023, Ada Byron <ada@ours.example> wrote:\n> nine\n",
	  .want = "ada quote" },
	{ .what = "a quotation of others", .text = QUOTE("Kim Sorel <kim@y.example>") },
	{ .what = "a greeting is no quotation", .first_from = "", .text = "Fine.\nDear Ada Byron:\nnine\n" },
};

static const KithPlace *place_of(const World *world, const KithMail *mail)
{
	return strcmp(mail->author->address, ADA) == 0 ? &world->sent :
	       strcmp(mail->author->address, BEN) == 0 ? &world->other_inbox : &world->inbox;
}

static void take(World *world, const KithMail *mail)
{
	world_take(world, place_of(world, mail), mail);
}

static void set(char **where, const char *text)
{
	g_free(*where);
	*where = g_strdup(text);
}

static KithMail *answer_of(const Case *one)
{
	KithMail *mail = world_mail(one->id != NULL ? one->id : "x@x.example", JAN, one->to != NULL ? one->to : ADA,
				    START + DAY, one->references != NULL ? one->references :
				    "k@x.example p@phone.example", "Fine.");

	if (one->cc != NULL)
		world_add(mail->cc, NULL, one->cc);
	if (one->subject != NULL)
		set(&mail->subject, one->subject);
	if (one->text != NULL)
		set(&mail->text, one->text);
	if (one->is_listed)
		g_ptr_array_add(mail->list_addresses, g_strdup("talk@w.example"));
	mail->kind = one->kind;
	mail->is_automatic = one->is_automatic;
	return mail;
}

static GPtrArray *mails_of(const Case *one)
{
	GPtrArray *mails = g_ptr_array_new_with_free_func((GDestroyNotify)kith_mail_free);
	const char *from = one->first_from != NULL ? one->first_from : JAN;

	if (*from != '\0')
		g_ptr_array_add(mails, world_mail("k@x.example", from, ADA, START, NULL, "What does it cost?"));
	if (one->other_id != NULL)
		g_ptr_array_add(mails, world_mail(one->other_id, one->other_from, one->other_to, START + HOUR, NULL,
						  "nine"));
	g_ptr_array_add(mails, answer_of(one));
	return mails;
}

/* "user witness" of the only gap; NULL: none. */
static char *gap_of(World *world)
{
	g_autofree char *lines = world_lines(world, "[\"gap\"");
	g_auto(GStrv) fields = g_strsplit(lines, ",", -1);

	if (*lines == '\0')
		return NULL;
	g_assert_cmpint(g_strv_length(fields), ==, 6);
	g_autofree char *text = g_strdup_printf("%s %s", fields[3], fields[5]);
	g_auto(GStrv) bare = g_strsplit_set(text, "\"]\n", -1);
	return g_strjoinv("", bare);
}

static void answers_claim_what_is_ours(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) mails = mails_of(&cases[i]);
		g_autofree char *dumps[2] = { NULL };

		for (int backwards = 0; backwards < 2; backwards++) {
			g_autoptr(World) world = world_new();

			for (guint j = 0; j < mails->len; j++)
				take(world, mails->pdata[backwards ? mails->len - 1 - j : j]);
			g_autofree char *gap = gap_of(world);
			if (g_strcmp0(gap, cases[i].want) != 0)
				g_error("%s: %s, not %s", cases[i].what, gap, cases[i].want);
			dumps[backwards] = world_dump(world);
		}
		g_assert_cmpstr(dumps[0], ==, dumps[1]);
		g_free(g_steal_pointer(&dumps[1]));
	}
}

/* --- and what follows from it */

static void a_person_whose_answer_proves_ours_is_a_contact(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(GPtrArray) mails = mails_of(&cases[0]);
	g_autoptr(KithMail) missing = world_mail("p@phone.example", ADA, JAN, START + HOUR, "k@x.example", "nine");

	take(world, mails->pdata[0]);
	take(world, mails->pdata[1]);
	g_autofree char *contact = world_lines(world, "[\"contact\"");
	g_assert_nonnull(strstr(contact, ",1,\"wrote to us, and answered what we wrote, which is not in Sent\""));
	g_assert_nonnull(strstr(contact, ",2,0,2,2,0,null]"));	/* figures are of mails, and it was not seen */
	g_autofree char *answers = world_lines(world, "[\"answer_time\"");
	g_assert_cmpstr(answers, ==, "");
	g_autofree char *gap = world_lines(world, "[\"gap\"");
	g_assert_nonnull(strstr(gap, "\"p@phone.example\",\"ada\",\"k@x.example\",\"place\"]"));
	take(world, missing);
	g_autofree char *after = world_lines(world, "[\"gap\"");
	g_assert_cmpstr(after, ==, "");
	g_autofree char *known = world_lines(world, "[\"contact\"");
	g_assert_nonnull(strstr(known, ",1,\"wrote to us, and we wrote to them\""));
}

/* Nobody but the answer names Jan: the missing mail went to Kim, who gave it to him. */
static void the_missing_mail_to_somebody_else_takes_the_contact_back(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) answer = world_mail("x@x.example", JAN, ADA, START + DAY, "p@ours.example",
						"Kim gave me this.");
	g_autoptr(KithMail) missing = world_mail("p@ours.example", ADA, "kim@y.example", START, NULL, "nine");

	take(world, answer);
	g_autofree char *before = world_lines(world, "[\"contact\"");
	g_assert_nonnull(strstr(before, "which is not in Sent"));
	take(world, missing);
	g_autofree char *after = world_lines(world, "[\"contact\"");
	g_assert_nonnull(strstr(after, "wrote, we never wrote to them"));
	g_assert_null(strstr(after, "which is not in Sent"));
}

static void rename_id(char **where, size_t number)
{
	g_autofree char *id = g_strdup_printf("%d%s", (int)number, *where);

	set(where, id);
}

/* The cases as one mailbox, where hosts of one speak for or against another. Last: two that are missing at first. */
static GPtrArray *many(void)
{
	GPtrArray *mails = g_ptr_array_new_with_free_func((GDestroyNotify)kith_mail_free);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) some = mails_of(&cases[i]);

		for (guint j = 0; j < some->len; j++) {
			KithMail *mail = some->pdata[j];
			g_autofree char *subject = g_strdup_printf("%s %d", mail->subject, (int)i);

			set(&mail->subject, subject);
			rename_id(&mail->message_id, i);
			mail->date_at += (int64_t)i * 60;
			for (guint k = 0; k < mail->references->len; k++)
				rename_id((char **)&mail->references->pdata[k], i);
		}
		g_ptr_array_extend_and_steal(mails, g_steal_pointer(&some));
	}
	g_ptr_array_add(mails, world_mail("0p@phone.example", ADA, JAN, START + 2 * HOUR, NULL, "nine"));
	g_ptr_array_add(mails, world_mail("16p@phone.example", BEN, "kim@y.example", START + 2 * HOUR, NULL, "nine"));
	return mails;
}

static void any_order_leaves_the_same_gaps(void)
{
	g_autoptr(GPtrArray) mails = many();
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	g_autofree char *want = NULL;

	for (int round = 0; round < 12; round++) {
		g_autoptr(World) world = world_new();

		for (guint i = 0; i < mails->len; i++)
			take(world, mails->pdata[i]);
		g_autofree char *got = world_dump(world);
		if (want == NULL)
			want = g_strdup(got);
		g_assert_cmpstr(got, ==, want);
		for (guint i = mails->len - 1; i > 0; i--) {
			guint j = (guint)g_rand_int_range(rand, 0, (gint32)i + 1);
			gpointer kept = mails->pdata[i];

			mails->pdata[i] = mails->pdata[j];
			mails->pdata[j] = kept;
		}
	}
}

static void a_rebuild_keeps_the_gaps(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(GPtrArray) mails = many();
	g_autoptr(GError) error = NULL;
	uint64_t count = 0;

	for (guint i = 0; i + 2 < mails->len; i++)
		take(world, mails->pdata[i]);
	g_autofree char *before = world_dump(world);
	g_assert_nonnull(strstr(before, "[\"gap\""));
	g_assert_true(kith_relate_rebuild(world->store, world->config, world_parse, NULL, WORLD_NOW, &count, &error));
	g_assert_no_error(error);
	g_autofree char *after = world_dump(world);
	g_assert_cmpstr(after, ==, before);
}

/* --- what views read */

static bool note_gap(const KithGapRow *row, void *context)
{
	g_string_append_printf(context, "%s %d/%d\n", row->user, (int)row->missing_count, (int)row->own_count);
	return true;
}

static bool note_sent(const KithSentRow *row, void *context)
{
	g_string_append_printf(context, "%s %d %d%s\n", row->account, (int)row->proven_count,
			       (int)(row->newest_sent_at > 0 ? row->newest_sent_at - START : 0),
			       row->has_sent_folder ? "" : " no folder");
	return true;
}

static void expect_health(World *world, int64_t viewer_id, int64_t limit, const char *gaps, const char *sent)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) got_gaps = g_string_new(NULL);
	g_autoptr(GString) got_sent = g_string_new(NULL);

	g_assert_true(kith_read_gaps(world->store, viewer_id, limit, note_gap, got_gaps, &error));
	g_assert_true(kith_read_sent(world->store, viewer_id, note_sent, got_sent, &error));
	g_assert_cmpstr(got_gaps->str, ==, gaps);
	g_assert_cmpstr(got_sent->str, ==, sent);
}

static void sent_is_proven_and_gaps_are_counted(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(GPtrArray) mails = mails_of(&cases[0]);
	g_autoptr(KithMail) later = world_mail("l@ours.example", ADA, JAN, START + 2 * DAY, "x@x.example", "thanks");
	g_autoptr(KithMail) early = world_mail("e@ours.example", ADA, JAN, START - DAY, NULL, "hello");
	g_autoptr(KithMail) by_phone = world_mail("c@phone.example", ADA, "kim@y.example " BEN, START + 3 * DAY,
						  NULL, "hi");
	int64_t ada = kith_store_find_user(world->store, "ada");

	take(world, mails->pdata[0]);
	take(world, mails->pdata[1]);
	expect_health(world, 0, 40, "ada 0/0\nben 0/0\n", "ada 0 0\nben 0 0 no folder\nsales 0 0 no folder\n");
	take(world, later);
	/* Sent goes back to later than the gap: it may have been cleared. */
	expect_health(world, ada, 40, "ada 0/1\n", "ada 1 172800\nsales 0 0 no folder\n");
	take(world, early);
	expect_health(world, ada, 40, "ada 1/3\n", "ada 2 172800\nsales 0 0 no folder\n");
	expect_health(world, ada, 1, "ada 0/1\n", "ada 2 172800\nsales 0 0 no folder\n");
	/* Only a colleague has it. */
	world_take(world, &world->other_inbox, by_phone);
	expect_health(world, ada, 40, "ada 2/4\n", "ada 2 172800\nsales 0 0 no folder\n");
	expect_health(world, ada, 1, "ada 1/1\n", "ada 2 172800\nsales 0 0 no folder\n");
}

/* --- whose mail it is */

static void from_says_whose_mail_it_is(void)
{
	static const struct { const char *from, *name, *sender, *want; } table[] = {
		{ ADA, NULL, NULL, "ada" },
		{ ADA, NULL, BEN, "ada" },	/* written by an assistant for Ada */
		{ "sales@ours.example", NULL, ADA, "ada" },
		{ "sales@ours.example", "Sales", "Ben@Ours.example", "ben" },
		{ "sales@ours.example", "Ada Byron", NULL, "ada" },
		{ "sales@ours.example", "ada byron on behalf of Sales", NULL, "ada" },
		{ "sales@ours.example", "Ben Moor im Auftrag von Sales", NULL, "ben" },
		{ "sales@ours.example", "Ben Moor (Sales)", NULL, "ben" },
		{ "sales@ours.example", "Sales", NULL, NULL },
		{ "sales@ours.example", "Sales", "robot@ours.example", NULL },
		{ JAN, "Ada Byron", ADA, NULL },	/* anybody can write that */
	};
	g_autoptr(World) world = world_new();

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(KithMail) mail = world_mail("a@x.example", table[i].from, JAN, START, NULL, "hello");
		g_autofree char *norm = kith_address_normalize(table[i].from);

		set(&mail->author->name, table[i].name);
		if (table[i].sender != NULL)
			world_add(mail->sender, NULL, table[i].sender);
		const KithUser *user = kith_author_user(world->config, mail, norm);
		g_assert_cmpstr(user != NULL ? user->title : NULL, ==, table[i].want);
	}
	g_autoptr(KithMail) mail = world_mail("a@x.example", ADA, JAN, START, NULL, "hello");
	g_assert_null(kith_author_user(world->config, mail, NULL));
}

static void a_shared_mailbox_is_of_all_its_users(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) in = world_mail("a@x.example", JAN, "sales@ours.example", START, NULL, "an offer please");
	g_autoptr(KithMail) out = world_mail("b@ours.example", "sales@ours.example", JAN, START + HOUR, "a@x.example",
					     "here");

	world_take(world, &world->shared_inbox, in);
	world_take(world, &world->shared_inbox, out);
	g_autofree char *users = world_lines(world, "[\"mail_user\"");
	g_auto(GStrv) lines = g_strsplit(users, "\n", -1);
	g_assert_cmpint(g_strv_length(lines), ==, 5);	/* two mails, two users, and the empty end */
	g_autofree char *contact = world_lines(world, "[\"contact\"");
	g_assert_nonnull(strstr(contact, ",1,1,1,1,1,null]"));	/* out, and nobody's */
}

static void a_mail_moved_to_another_account_is_one_mail_of_both(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) mail = world_mail("a@x.example", JAN, ADA, START, NULL, "for Ben, I think");
	g_autoptr(GError) error = NULL;
	KithRelated first = world_relate(world, &world->inbox, mail);

	g_assert_true(kith_store_begin(world->store, false, &error));
	g_assert_true(kith_ledger_gone(world->store, world->inbox.folder_id, 1, 1, WORLD_NOW, &error));
	g_assert_true(kith_store_commit(world->store, &error));
	KithRelated second = world_relate(world, &world->other_inbox, mail);
	g_assert_true(!second.is_new && second.has_new_user);
	g_assert_cmpint(first.mail_id, ==, second.mail_id);
	g_autofree char *users = world_lines(world, "[\"mail_user\"");
	g_assert_nonnull(strstr(users, "\"ada\""));
	g_assert_nonnull(strstr(users, "\"ben\""));
	g_autoptr(GArray) here = kith_ledger_listed(world->store, world->inbox.folder_id, &error);
	g_autoptr(GArray) there = kith_ledger_listed(world->store, world->other_inbox.folder_id, &error);
	g_assert_cmpint(here->len, ==, 0);
	g_assert_cmpint(there->len, >, 0);
	/* Moved back: known, and nothing new for anybody. */
	KithRelated third = world_relate(world, &world->inbox, mail);
	g_assert_true(!third.is_new && !third.has_new_user);
	kith_related_clear(&first);
	kith_related_clear(&second);
	kith_related_clear(&third);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/claim/answers-claim-what-is-ours", answers_claim_what_is_ours);
	g_test_add_func("/claim/a-person-whose-answer-proves-ours-is-a-contact",
			a_person_whose_answer_proves_ours_is_a_contact);
	g_test_add_func("/claim/the-missing-mail-to-somebody-else-takes-the-contact-back",
			the_missing_mail_to_somebody_else_takes_the_contact_back);
	g_test_add_func("/claim/any-order-leaves-the-same-gaps", any_order_leaves_the_same_gaps);
	g_test_add_func("/claim/a-rebuild-keeps-the-gaps", a_rebuild_keeps_the_gaps);
	g_test_add_func("/claim/sent-is-proven-and-gaps-are-counted", sent_is_proven_and_gaps_are_counted);
	g_test_add_func("/claim/from-says-whose-mail-it-is", from_says_whose_mail_it_is);
	g_test_add_func("/claim/a-shared-mailbox-is-of-all-its-users", a_shared_mailbox_is_of_all_its_users);
	g_test_add_func("/claim/a-mail-moved-to-another-account-is-one-mail-of-both",
			a_mail_moved_to_another_account_is_one_mail_of_both);
	return g_test_run();
}
