/* SPDX-License-Identifier: MIT
 * test-relate.c - the same mails in any order make the same conversations, people and timeline.
 */
#include "world.h"

#include "../../src/relate/keep.h"

#include <string.h>

#define DAY 86400
#define START 1700000000

/* --- one mail */

static char *identity(const char *id, const char *from, int64_t date_at, const char *text)
{
	g_autoptr(KithMail) mail = world_mail(id, from, "ada@ours.example", date_at, NULL, text);

	return kith_mail_identity(mail);
}

static void identity_is_id_author_and_date(void)
{
	g_autofree char *one = identity("a@x.example", "Jan@X.example", START, "hello");
	g_autofree char *copy = identity("a@x.example", "jan@x.example", START, "hello, and a footer");
	g_autofree char *forged = identity("a@x.example", "eve@x.example", START, "hello");
	g_autofree char *later = identity("a@x.example", "jan@x.example", START + 1, "hello");
	g_autofree char *no_id = identity(NULL, "jan@x.example", START, "hello");
	g_autofree char *no_id_again = identity(NULL, "jan@x.example", START, "hello");
	g_autofree char *no_id_other = identity(NULL, "jan@x.example", START, "hello you");

	g_assert_cmpint(strlen(one), ==, 26);
	g_assert_cmpstr(one, ==, copy);
	g_assert_cmpstr(one, !=, forged);
	g_assert_cmpstr(one, !=, later);
	g_assert_cmpstr(no_id, ==, no_id_again);
	g_assert_cmpstr(no_id, !=, no_id_other);
}

static void a_mail_in_two_accounts_is_one_mail(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) mail = world_mail("a@x.example", "jan@x.example", "ada@ours.example ben@ours.example", START,
					      NULL, "we would like an offer");
	KithRelated first = world_relate(world, &world->inbox, mail);
	KithRelated second = world_relate(world, &world->other_inbox, mail);
	KithRelated third = world_relate(world, &world->inbox, mail);

	g_assert_true(first.is_new && !first.has_new_user);
	g_assert_true(!second.is_new && second.has_new_user);
	g_assert_true(!third.is_new && !third.has_new_user);
	g_assert_cmpint(first.mail_id, ==, second.mail_id);
	g_assert_cmpint(second.contact_ids->len, ==, 1);
	g_autofree char *users = world_lines(world, "[\"mail_user\"");
	g_assert_nonnull(strstr(users, "\"ada\""));
	g_assert_nonnull(strstr(users, "\"ben\""));
	g_autofree char *entries = world_lines(world, "[\"entry\"");
	g_assert_true(strchr(entries, '\n') == strrchr(entries, '\n'));
	kith_related_clear(&first);
	kith_related_clear(&second);
	kith_related_clear(&third);
}

static void the_sent_copy_wins(void)
{
	g_autoptr(KithMail) list_copy = world_mail("o@ours.example", "ada@ours.example", "jan@x.example", START, NULL,
						   "our offer is attached and here is a footer");
	g_autoptr(KithMail) sent_copy = world_mail("o@ours.example", "ada@ours.example", "jan@x.example", START, NULL,
						   "our offer is attached");
	g_autofree char *dumps[2] = { NULL };

	world_add(sent_copy->bcc, NULL, "kim@y.example");
	for (int i = 0; i < 2; i++) {
		g_autoptr(World) world = world_new();

		world_take(world, i == 0 ? &world->sent : &world->other_inbox, i == 0 ? sent_copy : list_copy);
		world_take(world, i == 0 ? &world->other_inbox : &world->sent, i == 0 ? list_copy : sent_copy);
		dumps[i] = world_dump(world);
	}
	g_assert_cmpstr(dumps[0], ==, dumps[1]);
	g_assert_null(strstr(dumps[0], "footer"));
	g_assert_nonnull(strstr(dumps[0], "kim@y.example"));
	g_free(g_steal_pointer(&dumps[1]));
}

static void a_stranger_with_a_known_id_hides_nothing_and_joins_nothing(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) first = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL, "our prices");
	g_autoptr(KithMail) forged = world_mail("a@x.example", "eve@evil.example", "ben@ours.example", START, NULL, "click");
	g_autoptr(KithMail) intruder = world_mail("z@evil.example", "eve@evil.example", "ben@ours.example", START + 1,
						  "a@x.example", "me too");

	world_take(world, &world->inbox, first);
	world_take(world, &world->other_inbox, forged);
	world_take(world, &world->other_inbox, intruder);
	g_autofree char *mails = world_lines(world, "[\"mail\",");
	g_autofree char *conversations = world_lines(world, "[\"conversation\"");
	g_assert_nonnull(strstr(mails, "our prices"));
	g_assert_nonnull(strstr(mails, "click"));
	g_auto(GStrv) lines = g_strsplit(conversations, "\n", -1);
	g_assert_cmpint(g_strv_length(lines), ==, 3);	/* two, and the empty end */
	g_assert_true(world_together(world, "a@x.example", "a@x.example"));
}

static void another_text_under_the_same_identity_is_a_second_mail(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) first = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL,
					       "please send the offer for forty chairs");
	g_autoptr(KithMail) forged = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL,
						"new bank account below, use it from now");
	g_autoptr(KithMail) banner = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL,
						"external mail! please send the offer for forty chairs");
	KithRelated one = world_relate(world, &world->inbox, first);
	KithRelated two = world_relate(world, &world->inbox, forged);
	KithRelated three = world_relate(world, &world->inbox, banner);
	KithRelated again = world_relate(world, &world->other_inbox, forged);

	g_assert_true(two.is_new);
	g_assert_cmpstr(one.id, ==, three.id);
	g_assert_cmpstr(two.id, ==, again.id);
	kith_related_clear(&one);
	kith_related_clear(&two);
	kith_related_clear(&three);
	kith_related_clear(&again);
}

static void time_is_clamped(void)
{
	static const struct { int64_t date_at, received_at, want_at; } cases[] = {
		{ START, 0, START },
		{ START, START + 60, START },
		{ START + 3600, START + 60, START + 60 },	/* a clock that is ahead */
		{ START - 12 * DAY, START, START - 12 * DAY },	/* waited for a moderator */
		{ 300000000, START, START },			/* 1979 */
		{ INT64_C(253370764800), 0, WORLD_NOW },	/* 9999 */
		{ 0, START, START },
		{ 0, 0, WORLD_NOW },
		{ 1, 0, WORLD_NOW },				/* 1970: a dead clock */
		{ 315532800, 0, WORLD_NOW },			/* 1980: another one */
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(World) world = world_new();
		g_autoptr(KithMail) mail = world_mail("a@x.example", "jan@x.example", "ada@ours.example", cases[i].date_at,
						      NULL, "hello");
		g_autofree char *want = g_strdup_printf(",\"a@x.example\",%" G_GINT64_FORMAT ",", cases[i].want_at);

		mail->received_at = cases[i].received_at;
		world_take(world, &world->inbox, mail);
		g_autofree char *line = world_lines(world, "[\"mail\",");
		g_assert_nonnull(strstr(line, want));
	}
}

/* --- conversations */

static void answers_of_a_mail_nobody_has_seen_belong_together(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) one = world_mail("b@x.example", "jan@x.example", "ada@ours.example", START, "ghost@x.example", "1");
	g_autoptr(KithMail) two = world_mail("c@x.example", "kim@x.example", "ada@ours.example", START + 5, "ghost@x.example", "2");
	g_autoptr(KithMail) far = world_mail("d@x.example", "lou@y.example", "ben@ours.example", START + 9, "ghost@x.example", "3");

	world_take(world, &world->inbox, two);
	world_take(world, &world->inbox, one);
	world_take(world, &world->other_inbox, far);
	g_assert_true(world_together(world, "b@x.example", "c@x.example"));
	g_assert_false(world_together(world, "b@x.example", "d@x.example"));
}

static void mails_without_recipients_stay_together(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) one = world_mail("a@x.example", "jan@x.example", NULL, START, NULL, "1");
	g_autoptr(KithMail) two = world_mail("b@y.example", "kim@y.example", NULL, START + 5, "a@x.example", "2");
	g_autoptr(KithMail) far = world_mail("c@z.example", "lou@z.example", "ada@ours.example", START + 9, "a@x.example", "3");

	world_take(world, &world->inbox, two);
	world_take(world, &world->inbox, far);
	world_take(world, &world->inbox, one);
	g_assert_true(world_together(world, "a@x.example", "b@y.example"));
	g_assert_false(world_together(world, "a@x.example", "c@z.example"));
}

static void an_address_is_no_message_id(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) one = world_mail("a@x.example", "kim@y.example", "jan@x.example ada@ours.example", START,
					     "jan@x.example jan@x.example's", "1");
	g_autoptr(KithMail) two = world_mail("b@x.example", "lou@y.example", "jan@x.example ada@ours.example", START + 5,
					     "jan@x.example jan@x.example's", "2");

	world_take(world, &world->inbox, one);
	world_take(world, &world->inbox, two);
	g_assert_false(world_together(world, "a@x.example", "b@x.example"));
}

static void old_names_of_conversations_still_find_them(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) first = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL, "1");
	g_autoptr(KithMail) second = world_mail("b@ours.example", "ada@ours.example", "jan@x.example", START + 5, "a@x.example", "2");
	KithRelated late = world_relate(world, &world->sent, second);
	KithRelated early = world_relate(world, &world->inbox, first);
	g_autoptr(GPtrArray) aliases = kith_thread_aliases(world->store, NULL);

	g_assert_cmpint(aliases->len, ==, 1);
	g_assert_cmpstr(aliases->pdata[0], ==, late.id);
	g_autofree char *line = world_lines(world, "[\"conversation\"");
	g_assert_nonnull(strstr(line, early.id));
	g_assert_nonnull(strstr(line, "\"An offer\""));
	kith_related_clear(&late);
	kith_related_clear(&early);
}

/* --- people */

static void two_way_mail_makes_a_contact(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) in = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL, "an offer please");
	g_autoptr(KithMail) out = world_mail("b@ours.example", "ada@ours.example", "jan@x.example noreply@x.example", START + 60,
					     "a@x.example", "here it is");
	g_autoptr(KithMail) news = world_mail("n@z.example", "ann@z.example", "ada@ours.example", START, NULL, "buy!");
	g_autoptr(KithMail) to_news = world_mail("m@ours.example", "ada@ours.example", "ann@z.example", START + 9, NULL, "no");
	g_autoptr(KithMail) list = world_mail("l@w.example", "lou@w.example", "talk@w.example", START, NULL, "hi all");
	g_autoptr(KithMail) ours = world_mail("q@ours.example", "ben@ours.example", "ada@ours.example", START, NULL, "lunch?");

	news->kind = KITH_KIND_BULK;
	list->kind = KITH_KIND_LIST;
	world_add(in->cc, NULL, "kim@x.example");
	g_ptr_array_add(list->list_addresses, g_strdup("talk@w.example"));
	world_take(world, &world->inbox, in);
	world_take(world, &world->sent, out);
	world_take(world, &world->inbox, news);
	world_take(world, &world->sent, to_news);
	world_take(world, &world->inbox, list);
	world_take(world, &world->inbox, ours);
	g_autofree char *contacts = world_lines(world, "[\"contact\"");
	g_auto(GStrv) lines = g_strsplit(contacts, "\n", -1);
	int count = 0;

	for (char **line = lines; *line != NULL; line++) {
		if (strstr(*line, "\",1,\"") == NULL)
			continue;
		count++;
		g_assert_nonnull(strstr(*line, "\"jan@x.example\",\"x.example\",1,\"wrote to us, and we wrote to them\""));
		g_assert_true(g_str_has_suffix(*line, ",1,1,1,1,1,\"ada\"]"));
	}
	g_assert_cmpint(count, ==, 1);
	g_assert_null(strstr(contacts, "kim@x.example"));
	g_assert_null(strstr(contacts, "noreply"));
	g_assert_null(strstr(contacts, "ben@ours.example"));
	g_autofree char *answer = world_lines(world, "[\"answer_time\"");
	g_assert_cmpstr(answer, ==, "");
}

static void the_first_answer_is_timed_whichever_comes_first(void)
{
	g_autoptr(KithMail) ours = world_mail("o@ours.example", "ada@ours.example", "jan@x.example", START, NULL, "well?");
	g_autoptr(KithMail) away = world_mail("x@x.example", "jan@x.example", "ada@ours.example", START + 5, "o@ours.example", "away");
	g_autoptr(KithMail) first = world_mail("y@x.example", "jan@x.example", "ada@ours.example", START + 900, "o@ours.example", "yes");
	g_autoptr(KithMail) later = world_mail("z@x.example", "jan@x.example", "ada@ours.example", START + 950, "o@ours.example", "and");
	KithMail *mails[] = { ours, away, first, later };
	static const int orders[][4] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 2, 0, 3, 1 }, { 3, 0, 1, 2 } };

	away->kind = KITH_KIND_AUTO_REPLY;
	away->is_automatic = true;
	for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
		g_autoptr(World) world = world_new();

		for (int j = 0; j < 4; j++)
			world_take(world, orders[i][j] == 0 ? &world->sent : &world->inbox, mails[orders[i][j]]);
		g_autofree char *answer = world_lines(world, "[\"answer_time\"");
		g_assert_true(g_str_has_suffix(answer, ",900]\n"));
		g_assert_true(strchr(answer, '\n') == strrchr(answer, '\n'));
		g_autofree char *entries = world_lines(world, "[\"entry\"");
		g_assert_nonnull(strstr(entries, "\"away\""));
	}
}

static void a_bounce_stands_on_the_timeline_of_whom_it_is_about(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) ours = world_mail("o@ours.example", "ada@ours.example", "jan@x.example", START, NULL, "well?");
	g_autoptr(KithMail) bounce = world_mail("p@x.example", "mailer-daemon@x.example", "ada@ours.example", START + 5, NULL, "failed");
	KithBounceRecipient *recipient = g_new0(KithBounceRecipient, 1);

	recipient->address = g_strdup("Jan@x.example");
	recipient->status = g_strdup("5.1.1");
	recipient->permanent = true;
	bounce->kind = KITH_KIND_BOUNCE;
	bounce->bounce_original_id = g_strdup("o@ours.example");
	bounce->bounce = g_ptr_array_new_with_free_func((GDestroyNotify)kith_bounce_recipient_free);
	g_ptr_array_add(bounce->bounce, recipient);
	world_take(world, &world->inbox, bounce);
	world_take(world, &world->sent, ours);
	g_autofree char *entries = world_lines(world, "[\"entry\"");
	g_assert_nonnull(strstr(entries, "\"bounce\",0"));
	g_assert_nonnull(strstr(entries, "jan@x.example: failed 5.1.1"));
	g_assert_true(world_together(world, "o@ours.example", "p@x.example"));
	g_autofree char *contacts = world_lines(world, "[\"contact\"");
	g_assert_null(strstr(contacts, "mailer-daemon"));
}

static void who_writes_to_a_list_is_a_person_and_a_list_is_none(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) post = world_mail("a@w.example", "lou@w.example", "talk@w.example", START, NULL, "hi");
	g_autoptr(KithMail) munged = world_mail("b@w.example", "talk@w.example", "talk@w.example", START, NULL, "hi");
	g_autoptr(KithMail) poisoned = world_mail("c@evil.example", "eve@evil.example", "ada@ours.example", START, NULL, "x");
	g_autoptr(KithMail) out = world_mail("d@ours.example", "ada@ours.example", "talk@w.example", START, NULL, "hello list");

	g_ptr_array_add(post->list_addresses, g_strdup("talk@w.example"));
	g_ptr_array_add(munged->list_addresses, g_strdup("talk@w.example"));
	g_ptr_array_add(poisoned->list_addresses, g_strdup("lou@w.example"));
	post->kind = munged->kind = KITH_KIND_LIST;
	world_take(world, &world->inbox, out);
	world_take(world, &world->inbox, poisoned);
	world_take(world, &world->inbox, munged);
	world_take(world, &world->inbox, post);
	g_autofree char *addresses = world_lines(world, "[\"address\"");
	g_assert_nonnull(strstr(addresses, "\"talk@w.example\",null,3"));
	g_assert_nonnull(strstr(addresses, "\"lou@w.example\",null,0"));
	g_autofree char *contacts = world_lines(world, "[\"contact\"");
	g_assert_nonnull(strstr(contacts, "\"talk@w.example\",\"w.example\",0,\"a mailing list\""));
}

/* --- what is kept */

static void told(World *world, const char *verb, const char *subject, const char *words)
{
	g_autoptr(GError) error = NULL;
	int64_t told_id;

	g_assert_true(kith_store_begin(world->store, false, &error));
	g_assert_true(kith_told_add(world->store, WORLD_NOW, 0, verb, subject, words, NULL, &told_id, &error));
	g_assert_true(kith_people_told(world->store, subject, &error));
	g_assert_true(kith_store_commit(world->store, &error));
	g_assert_no_error(error);
}

static void what_was_told_survives_a_rebuild(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) in = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL, "hello");
	g_autoptr(GError) error = NULL;
	uint64_t count;

	world_take(world, &world->inbox, in);
	told(world, "note", "jan@x.example", "met at the fair");
	told(world, "note", "new@q.example", "nobody has written yet");
	for (int round = 0; round < 2; round++) {
		g_assert_true(kith_relate_rebuild(world->store, world->config, world_parse, NULL, WORLD_NOW, &count, &error));
		g_autofree char *contacts = world_lines(world, "[\"contact\"");
		g_assert_nonnull(strstr(contacts, "\"jan@x.example\",\"x.example\",1,\"one of us told kith about them\""));
		g_assert_nonnull(strstr(contacts, "\"new@q.example\""));
		g_autofree char *entries = world_lines(world, "[\"entry\"");
		g_assert_nonnull(strstr(entries, "met at the fair"));
		g_auto(GStrv) lines = g_strsplit(entries, "\n", -1);
		g_assert_cmpint(g_strv_length(lines), ==, 4);	/* mail, two notes, the empty end */
	}
}

static void an_account_may_keep_less(void)
{
	static const char slim[] = "From: jan@x.example\r\nContent-Type: text/html;\r\n charset=utf-8\r\n"
				   "Subject: x\r\n\r\n<b>secret</b>";
	g_autoptr(GBytes) whole = g_bytes_new_static(slim, sizeof(slim) - 1);
	g_autoptr(GBytes) same = kith_keep(KITH_KEEP_SLIM, whole, "secret");
	g_autoptr(GBytes) text = kith_keep(KITH_KEEP_TEXT, whole, "secret");
	g_autoptr(GBytes) meta = kith_keep(KITH_KEEP_META, whole, "secret");
	static const char want_text[] = "From: jan@x.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
					"Content-Type: text/plain; charset=utf-8\r\n"
					"Content-Transfer-Encoding: 8bit\r\n\r\nsecret";
	static const char want_meta[] = "From: jan@x.example\r\nSubject: x\r\n\r\n";

	g_assert_true(g_bytes_equal(same, whole));
	g_assert_cmpmem(g_bytes_get_data(text, NULL), g_bytes_get_size(text), want_text, sizeof(want_text) - 1);
	g_assert_cmpmem(g_bytes_get_data(meta, NULL), g_bytes_get_size(meta), want_meta, sizeof(want_meta) - 1);
}

static void slim_mails_come_back_as_they_went(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) in = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL, "hello");
	g_autoptr(GError) error = NULL;
	KithRelated related = world_relate(world, &world->inbox, in);
	g_autoptr(GBytes) slim = kith_slim_get(world->store, related.id, &error);
	g_autoptr(KithMail) again = world_parse(slim, NULL, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(again->new_text, ==, "hello");
	g_assert_null(kith_slim_get(world->store, "nothing", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND);
	kith_related_clear(&related);
}

/* --- the ledger */

static void known_uids_are_ranges_without_what_is_gone(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) mail = world_mail("a@x.example", "jan@x.example", "ada@ours.example", START, NULL, "hello");
	static const int64_t want[] = { 1, 2, 4, 5, 9, 9 };
	g_autoptr(GError) error = NULL;

	world_take(world, &world->inbox, mail);
	world_take(world, &world->inbox, mail);
	world->next_uid = 3;
	world_take(world, &world->inbox, mail);
	world_take(world, &world->inbox, mail);
	world_take(world, &world->inbox, mail);
	world->next_uid = 9;
	world_take(world, &world->inbox, mail);
	g_assert_true(kith_ledger_gone(world->store, world->inbox.folder_id, 3, 3, WORLD_NOW, &error));
	g_autoptr(GArray) known = kith_ledger_listed(world->store, world->inbox.folder_id, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(known->data, known->len * sizeof(int64_t), want, sizeof(want));
}

static void what_could_not_be_read_has_a_sighting_and_no_mail(void)
{
	g_autoptr(World) world = world_new();
	const KithRawMail raw = { .uid = 7, .status = KITH_SIGHTING_QUARANTINED, .reason = (char *)"too deep" };
	g_autoptr(GError) error = NULL;
	KithRelated related = { 0 };

	g_assert_true(kith_relate_mail(world->store, world->config, &world->inbox, &raw, NULL, WORLD_NOW, &related, &error));
	g_assert_cmpint(related.mail_id, ==, 0);
	g_assert_cmpint(related.contact_ids->len, ==, 0);
	g_autoptr(GArray) known = kith_ledger_listed(world->store, world->inbox.folder_id, &error);
	g_assert_cmpint(known->len, ==, 2);
	kith_related_clear(&related);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/relate/identity-is-id-author-and-date", identity_is_id_author_and_date);
	g_test_add_func("/relate/a-mail-in-two-accounts-is-one-mail", a_mail_in_two_accounts_is_one_mail);
	g_test_add_func("/relate/the-sent-copy-wins", the_sent_copy_wins);
	g_test_add_func("/relate/a-stranger-with-a-known-id-hides-nothing-and-joins-nothing",
			a_stranger_with_a_known_id_hides_nothing_and_joins_nothing);
	g_test_add_func("/relate/another-text-under-the-same-identity-is-a-second-mail",
			another_text_under_the_same_identity_is_a_second_mail);
	g_test_add_func("/relate/time-is-clamped", time_is_clamped);
	g_test_add_func("/relate/answers-of-a-mail-nobody-has-seen-belong-together",
			answers_of_a_mail_nobody_has_seen_belong_together);
	g_test_add_func("/relate/mails-without-recipients-stay-together", mails_without_recipients_stay_together);
	g_test_add_func("/relate/an-address-is-no-message-id", an_address_is_no_message_id);
	g_test_add_func("/relate/old-names-of-conversations-still-find-them", old_names_of_conversations_still_find_them);
	g_test_add_func("/relate/two-way-mail-makes-a-contact", two_way_mail_makes_a_contact);
	g_test_add_func("/relate/the-first-answer-is-timed-whichever-comes-first",
			the_first_answer_is_timed_whichever_comes_first);
	g_test_add_func("/relate/a-bounce-stands-on-the-timeline-of-whom-it-is-about",
			a_bounce_stands_on_the_timeline_of_whom_it_is_about);
	g_test_add_func("/relate/who-writes-to-a-list-is-a-person-and-a-list-is-none",
			who_writes_to_a_list_is_a_person_and_a_list_is_none);
	g_test_add_func("/relate/what-was-told-survives-a-rebuild", what_was_told_survives_a_rebuild);
	g_test_add_func("/relate/an-account-may-keep-less", an_account_may_keep_less);
	g_test_add_func("/relate/slim-mails-come-back-as-they-went", slim_mails_come_back_as_they_went);
	g_test_add_func("/relate/known-uids-are-ranges-without-what-is-gone", known_uids_are_ranges_without_what_is_gone);
	g_test_add_func("/relate/what-could-not-be-read-has-a-sighting-and-no-mail",
			what_could_not_be_read_has_a_sighting_and_no_mail);
	return g_test_run();
}
