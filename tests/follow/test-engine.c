/* SPDX-License-Identifier: MIT
 * test-engine.c - what mails open and end, in any order.
 */
#include <string.h>

#include "world.h"

#define JAN "jan@customer.example"
#define EVA "eva@customer.example"
#define ADA "ada@example.com"
#define BEN "ben@example.com"

static void expect(World *world, const char *active)
{
	g_autofree char *got = world_follow_ups(world, true);

	g_assert_cmpstr(got, ==, active);
}

static void expect_all(World *world, const char *all)
{
	g_autofree char *got = world_follow_ups(world, false);

	g_assert_cmpstr(got, ==, all);
}

static const WorldMail question = { .id = "q1", .at = "2026-03-02T11:00:00+01:00", .from = JAN, .to = ADA,
				    .text = "What does it cost?" };
static const WorldMail answer = { .id = "a1", .at = "2026-03-02T15:00:00+01:00", .from = ADA, .to = JAN,
				  .text = "It costs nine euros." };
static const WorldMail asking = { .id = "w1", .at = "2026-03-02T16:00:00+01:00", .from = ADA, .to = JAN,
				  .text = "Could you send us the drawing?" };

static void a_question_is_owed_after_a_work_day(void)
{
	g_autoptr(World) world = world_new();

	world_mail(world, &question);
	expect(world, "you-owe open ada " JAN);
	g_autofree char *due = world_value(world, "SELECT datetime(due_at, 'unixepoch') FROM follow_up");
	g_assert_cmpstr(due, ==, "2026-03-03 10:00:00");
}

static void any_colleague_who_answers_ends_it_for_all(void)
{
	g_autoptr(World) world = world_new();
	WorldMail both = question, by_ben = answer;

	both.to = ADA " " BEN;
	by_ben.from = BEN;
	world_mail(world, &both);
	expect(world, "you-owe open ada " JAN "\nyou-owe open ben " JAN);
	world_mail(world, &by_ben);
	expect(world, "");
	expect_all(world, "you-owe done ada " JAN "\nyou-owe done ben " JAN);
}

static void put_to_many_nobody_owes(void)
{
	g_autoptr(World) world = world_new();
	WorldMail many = question;

	many.to = ADA " " BEN " lea@example.com carl@example.com";
	world_do(world, "INSERT INTO user (title, name, share) VALUES ('carl', 'Carl', 0);"
			"INSERT INTO own_address SELECT 'carl@example.com', user_id FROM user WHERE title = 'carl'");
	world_mail(world, &many);
	expect(world, "");
}

static void copies_machines_and_thanks_are_not_owed(void)
{
	g_autoptr(World) world = world_new();
	WorldMail copy = question, machine = question, thanks = question;

	copy.to = EVA;
	copy.cc = ADA;
	copy.conversation = "c-copy";
	machine.id = "m";
	machine.kind = KITH_KIND_AUTO_REPLY;
	machine.conversation = "c-machine";
	thanks.id = "t";
	thanks.text = "Perfect, thank you!\nJan";
	thanks.conversation = "c-thanks";
	world_mail(world, &copy);
	world_mail(world, &machine);
	world_mail(world, &thanks);
	expect(world, "");
}

static void their_thanks_close_it(void)
{
	g_autoptr(World) world = world_new();
	const WorldMail thanks = { .id = "t1", .at = "2026-03-02T17:00:00+01:00", .from = JAN, .to = ADA,
				   .text = "Got it by phone, thanks!" };

	world_mail(world, &question);
	world_mail(world, &thanks);
	expect_all(world, "you-owe done ada " JAN);
}

static void a_shared_mailbox_is_owed_by_its_readers_then_by_who_answered(void)
{
	g_autoptr(World) world = world_new();
	const WorldMail first = { .id = "s1", .at = "2026-03-02T11:00:00+01:00", .from = JAN, .to = "sales@example.com",
				  .text = "A question?", .readers = "ada ben" };
	const WorldMail reply = { .id = "s2", .at = "2026-03-02T12:00:00+01:00", .from = BEN, .to = JAN,
				  .text = "An answer.", .readers = "ada ben" };
	const WorldMail again = { .id = "s3", .at = "2026-03-02T13:00:00+01:00", .from = JAN, .to = "sales@example.com",
				  .text = "Another question?", .readers = "ada ben" };

	world_mail(world, &first);
	expect(world, "you-owe open ada " JAN "\nyou-owe open ben " JAN);
	world_mail(world, &reply);
	expect(world, "");
	world_mail(world, &again);
	expect(world, "you-owe open ben " JAN);
}

/* --- what we wrote and nobody has seen */

static const WorldMail proof = { .id = "q2", .at = "2026-03-02T16:00:00+01:00", .from = JAN, .to = ADA,
				 .text = "Nine euros is fine. Can you deliver on Friday?", .unseen = "p1", .unseen_by = "ada" };

static void expect_last_cause(const World *world, const char *cause)
{
	g_autofree char *got = world_value(world, "SELECT c.cause || ' ' || c.mail FROM follow_up_change c "
						  "ORDER BY c.rowid DESC LIMIT 1");

	g_assert_cmpstr(got, ==, cause);
}

static void what_an_unseen_mail_answered_is_owed_no_more(void)
{
	for (int backwards = 0; backwards < 2; backwards++) {
		g_autoptr(World) world = world_new();

		world_mail(world, backwards ? &proof : &question);
		world_mail(world, backwards ? &question : &proof);
		/* The proof is itself owed an answer. */
		expect(world, "you-owe open ada " JAN);
		g_autofree char *evidence = world_value(world, "SELECT evidence FROM follow_up WHERE status = 0");
		g_assert_cmpstr(evidence, ==, "q2");
	}
}

static void it_is_said_who_answered_and_later_what_turned_up(void)
{
	static const struct { const char *by, *words; } cases[] = {
		{ "ada", "you answered it; that mail is not in Sent (a phone?) q2" },
		{ "ben", "one of us answered it; that mail is not in Sent (a phone?) q2" },
		{ NULL, "one of us answered it; that mail is not in Sent (a phone?) q2" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(World) world = world_new();
		WorldMail thanks = proof, missing = answer;

		thanks.text = "Great, thank you!";
		thanks.unseen_by = cases[i].by;
		missing.id = "p1";
		world_mail(world, &question);
		world_mail(world, &thanks);
		expect_all(world, "you-owe done ada " JAN);
		expect_last_cause(world, cases[i].words);
		world_mail(world, &missing);
		expect_all(world, "you-owe done ada " JAN);
		expect_last_cause(world, "answered by " ADA " p1");
	}
}

static void an_answer_from_an_address_of_nobody_alone_ends_it(void)
{
	g_autoptr(World) world = world_new();
	WorldMail shared = answer, machine = answer;

	machine.id = "m1";
	machine.from = "noreply@example.com";
	shared.from = "sales@example.com";
	world_mail(world, &question);
	world_mail(world, &machine);
	expect(world, "you-owe open ada " JAN);
	world_mail(world, &shared);
	expect_all(world, "you-owe done ada " JAN);
}

static void a_question_of_ours_waits(void)
{
	g_autoptr(World) world = world_new();
	const WorldMail told = { .id = "w0", .at = "2026-03-02T16:00:00+01:00", .from = ADA, .to = EVA,
				 .text = "We are closed on Friday.", .conversation = "c2" };

	world_mail(world, &asking);
	world_mail(world, &told);
	expect(world, "waiting open ada " JAN);
	g_autofree char *due = world_value(world, "SELECT datetime(due_at, 'unixepoch') FROM follow_up");
	g_assert_cmpstr(due, ==, "2026-03-05 15:00:00");
}

static void the_rhythm_of_the_person_says_when(void)
{
	g_autoptr(World) world = world_new();

	world->config->waiting_by_rhythm = true;
	world_do(world, "INSERT INTO contact (contact_id, id, name) VALUES (7, 'jan', 'Jan Novak');"
			"INSERT INTO address (address, contact_id) VALUES ('" JAN "', 7);"
			"INSERT INTO conversation VALUES (99, 'old', '', 0, 0, 0)");
	for (int day = 2; day <= 6; day++) {
		g_autofree char *sql = g_strdup_printf(
			"INSERT INTO mail (mail_id, id, at, kind, kind_reason, is_automatic, direction, subject, people, "
			"new_text, "
			"snippet, attachments, defects, is_direct, conversation_id) SELECT t.at << 16, 'r%d', t.at, 0, '', "
			"0, 0, '', '', '', "
			"'', '', '', 0, 99 FROM (SELECT unixepoch('2026-02-0%d 15:00:00') AS at) t;"
			"INSERT INTO answer_time SELECT 7, mail_id, 6 * 3600 FROM mail WHERE id = 'r%d'", day, day,
			day);
		world_do(world, sql);
	}
	world_mail(world, &asking);
	g_autofree char *due = world_value(world, "SELECT datetime(due_at, 'unixepoch') FROM follow_up");
	/* Six work hours after Monday 16:00: one that day, five on Tuesday. */
	g_assert_cmpstr(due, ==, "2026-03-03 13:00:00");
	g_autofree char *reason = world_value(world, "SELECT reason FROM follow_up");
	g_assert_nonnull(strstr(reason, "within 6 work hours (5 answers)"));
}

static void an_answer_ends_waiting_and_a_machine_does_not(void)
{
	g_autoptr(World) world = world_new();
	const WorldMail machine = { .id = "m1", .at = "2026-03-02T16:05:00+01:00", .from = JAN, .to = ADA,
				    .text = "I am away.", .kind = KITH_KIND_AUTO_REPLY };
	const WorldMail real = { .id = "r1", .at = "2026-03-03T09:30:00+01:00", .from = JAN, .to = ADA,
				 .text = "Here it is, thanks!" };

	world_mail(world, &asking);
	world_mail(world, &machine);
	expect(world, "waiting open ada " JAN);
	world_mail(world, &real);
	expect_all(world, "waiting done ada " JAN);
}

static void an_absence_moves_it_behind_the_return(void)
{
	g_autoptr(World) world = world_new();
	const WorldMail away = { .id = "m1", .at = "2026-03-02T16:05:00+01:00", .from = JAN, .to = ADA,
				 .text = "I am away until 13 March.", .kind = KITH_KIND_AUTO_REPLY,
						.away_until = "2026-03-13",
				 .conversation = "c-elsewhere" };

	world_mail(world, &asking);
	world_mail(world, &away);
	g_autofree char *due = world_value(world, "SELECT datetime(due_at, 'unixepoch') FROM follow_up");
	g_assert_cmpstr(due, ==, "2026-03-16 08:00:00");	/* Monday 09:00 in Berlin */
}

static void a_bounce_says_that_the_address_is_dead(void)
{
	g_autoptr(World) world = world_new();
	const WorldMail bounce = { .id = "b1", .at = "2026-03-02T16:01:00+01:00", .from = "mailer-daemon@mx.example",
				   .to = ADA, .text = "", .kind = KITH_KIND_BOUNCE, .bounced_id = "w1",
				   .bounced_address = JAN, .conversation = "c-bounce" };

	world_mail(world, &asking);
	world_mail(world, &bounce);
	expect_all(world, "waiting cancelled ada " JAN);
	g_autofree char *cause = world_value(world, "SELECT cause FROM follow_up_change ORDER BY rowid DESC");
	g_assert_cmpstr(cause, ==, "this address is dead");
}

static void a_colleague_who_asks_takes_over(void)
{
	g_autoptr(World) world = world_new();
	const WorldMail ben = { .id = "w2", .at = "2026-03-02T17:00:00+01:00", .from = BEN, .to = JAN,
				.text = "May I ask again?" };

	world_mail(world, &asking);
	world_mail(world, &ben);
	expect_all(world, "waiting cancelled ada " JAN "\nwaiting open ben " JAN);
}

static void history_opens_nothing(void)
{
	g_autoptr(World) world = world_new();
	WorldMail old = question;

	old.at = "2026-02-10T11:00:00+01:00";
	world_mail(world, &old);
	expect_all(world, "");
}

static void one_who_asks_again_is_no_history_in_any_order(void)
{
	WorldMail old = question, again = question;
	const WorldMail *mails[] = { &old, &again };

	old.at = "2026-02-10T11:00:00+01:00";
	again.id = "q2";
	for (unsigned first = 0; first < 2; first++) {
		g_autoptr(World) world = world_new();

		world_mail(world, mails[first]);
		world_mail(world, mails[!first]);
		expect_all(world, "you-owe open ada " JAN);
	}
}

static void the_same_mails_in_any_order_leave_the_same_open(void)
{
	const WorldMail more = { .id = "q2", .at = "2026-03-03T09:00:00+01:00", .from = JAN, .to = ADA,
				 .text = "And the delivery time?" };
	const WorldMail away = { .id = "m1", .at = "2026-03-02T16:05:00+01:00", .from = JAN, .to = ADA, .text = "Away.",
				 .kind = KITH_KIND_AUTO_REPLY, .away_until = "2026-03-02" };
	const WorldMail *mails[] = { &question, &answer, &asking, &away, &more };

	for (unsigned code = 0; code < 120; code++) {
		g_autoptr(World) world = world_new();
		unsigned rest = code;
		const WorldMail *left[5];

		memcpy(left, mails, sizeof mails);
		for (unsigned n = 5; n > 0; n--) {
			unsigned pick = rest % n;

			rest /= n;
			world_mail(world, left[pick]);
			left[pick] = left[n - 1];
		}
		expect(world, "you-owe open ada " JAN);
	}
}

static void of_several_who_wait_the_first_names_it_in_any_order(void)
{
	const WorldMail by_eva = { .id = "q0", .at = "2026-03-02T10:00:00+01:00", .from = EVA, .to = ADA,
				   .text = "Is it in stock?" };
	const WorldMail *mails[] = { &question, &by_eva };

	for (unsigned first = 0; first < 2; first++) {
		g_autoptr(World) world = world_new();

		world_mail(world, mails[first]);
		world_mail(world, mails[!first]);
		expect_all(world, "you-owe open ada " EVA);
		g_autofree char *row = world_value(world, "SELECT id || ' ' || cause || ' ' || conversation || ' ' || "
			"datetime(since_at, 'unixepoch') || ' ' || evidence || ' ' || reason FROM follow_up");
		g_autofree char *id = kith_hash_id(4, "follow-up", "you-owe ada q0", NULL);
		g_autofree char *is = g_strconcat(id, " you-owe ada q0 q0 2026-03-02 09:00:00 q0 " EVA
			" wrote to you on Mon 2 Mar 2026, 10:00; nobody of us has answered", NULL);
		g_assert_cmpstr(row, ==, is);
	}
}

static void what_a_user_told_wins_over_reckoning(void)
{
	g_autoptr(World) world = world_new();
	const WorldMail more = { .id = "q2", .at = "2026-03-02T12:00:00+01:00", .from = JAN, .to = ADA,
				 .text = "Did you see my question?" };
	const WorldMail later = { .id = "q3", .at = "2026-03-04T12:00:00+01:00", .from = JAN, .to = ADA,
				  .text = "A new question?" };
	KithTold told = { 0 };

	world_mail(world, &question);
	g_autofree char *id = world_only(world, "ada");
	const char *const words[] = { "done", id, NULL };
	g_assert_true(kith_tell(world->store, world->config, world_user(world, "ada"), words, world->now_at, &told,
			NULL));
	kith_told_clear(&told);
	world_mail(world, &more);
	expect(world, "");
	world_now(world, "2026-03-04T13:00:00+01:00");
	world_mail(world, &later);
	expect_all(world, "you-owe done ada " JAN "\nyou-owe open ada " JAN);
}

static void reminders_are_due_in_work_hours_up_to_the_limit(void)
{
	g_autoptr(World) world = world_new();
	const KithUser *ada = world_user(world, "ada");

	for (int i = 0; i < 5; i++) {
		g_autofree char *id = g_strdup_printf("q%d", i), *conversation = g_strdup_printf("c%d", i);
		WorldMail mail = question;

		mail.id = id;
		mail.conversation = conversation;
		world_mail(world, &mail);
	}
	world_do(world, "UPDATE account SET first_sync_at = 1");	/* nothing is half read */
	const struct { const char *now; guint count; } cases[] = {
		{ "2026-03-03T10:59:00+01:00", 0 }, { "2026-03-03T11:00:00+01:00", 3 },
		{ "2026-03-03T18:00:00+01:00", 0 },
		{ "2026-03-07T12:00:00+01:00", 0 }, { "2026-03-04T09:00:00+01:00", 3 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		world_now(world, cases[i].now);
		g_autoptr(GArray) due = kith_follow_due(world->store, world->config, ada, world->now_at, NULL);

		g_assert_cmpuint(due->len, ==, cases[i].count);
	}
	for (int i = 0; i < 4; i++) {
		g_autoptr(GArray) due = kith_follow_due(world->store, world->config, ada, world->now_at, NULL);

		g_assert_cmpuint(due->len, ==, i < 3 ? 3 - i : 0);
		if (due->len > 0)
			g_assert_true(kith_follow_mark_sent(world->store, g_array_index(due, int64_t, 0),
					world->now_at, NULL));
	}
	world_now(world, "2026-03-05T09:00:00+01:00");
	g_autoptr(GArray) rest = kith_follow_due(world->store, world->config, ada, world->now_at, NULL);
	g_assert_cmpuint(rest->len, ==, 2);
}

static void nothing_is_due_while_sending_is_held(void)
{
	g_autoptr(World) world = world_new();

	world_mail(world, &question);
	world_now(world, "2026-03-03T12:00:00+01:00");
	for (guint i = 0; i < world->config->accounts->len; i++)
		((KithAccount *)world->config->accounts->pdata[i])->sending = false;
	g_autoptr(GArray) due = kith_follow_due(world->store, world->config, world_user(world, "ada"), world->now_at,
			NULL);
	g_assert_cmpuint(due->len, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/follow/engine/a question is owed after a work day", a_question_is_owed_after_a_work_day);
	g_test_add_func("/follow/engine/any colleague who answers ends it for all",
			any_colleague_who_answers_ends_it_for_all);
	g_test_add_func("/follow/engine/put to many nobody owes", put_to_many_nobody_owes);
	g_test_add_func("/follow/engine/copies, machines and thanks are not owed",
			copies_machines_and_thanks_are_not_owed);
	g_test_add_func("/follow/engine/their thanks close it", their_thanks_close_it);
	g_test_add_func("/follow/engine/a shared mailbox is owed by its readers, then by who answered",
			a_shared_mailbox_is_owed_by_its_readers_then_by_who_answered);
	g_test_add_func("/follow/engine/what an unseen mail answered is owed no more",
			what_an_unseen_mail_answered_is_owed_no_more);
	g_test_add_func("/follow/engine/it is said who answered, and later what turned up",
			it_is_said_who_answered_and_later_what_turned_up);
	g_test_add_func("/follow/engine/an answer from an address of nobody alone ends it",
			an_answer_from_an_address_of_nobody_alone_ends_it);
	g_test_add_func("/follow/engine/a question of ours waits", a_question_of_ours_waits);
	g_test_add_func("/follow/engine/the rhythm of the person says when", the_rhythm_of_the_person_says_when);
	g_test_add_func("/follow/engine/an answer ends waiting and a machine does not",
			an_answer_ends_waiting_and_a_machine_does_not);
	g_test_add_func("/follow/engine/an absence moves it behind the return", an_absence_moves_it_behind_the_return);
	g_test_add_func("/follow/engine/a bounce says that the address is dead",
			a_bounce_says_that_the_address_is_dead);
	g_test_add_func("/follow/engine/a colleague who asks takes over", a_colleague_who_asks_takes_over);
	g_test_add_func("/follow/engine/history opens nothing", history_opens_nothing);
	g_test_add_func("/follow/engine/one who asks again is no history, in any order",
			one_who_asks_again_is_no_history_in_any_order);
	g_test_add_func("/follow/engine/the same mails in any order leave the same open",
			the_same_mails_in_any_order_leave_the_same_open);
	g_test_add_func("/follow/engine/of several who wait the first names it, in any order",
			of_several_who_wait_the_first_names_it_in_any_order);
	g_test_add_func("/follow/engine/what a user told wins over reckoning", what_a_user_told_wins_over_reckoning);
	g_test_add_func("/follow/engine/reminders are due in work hours, up to the limit",
			reminders_are_due_in_work_hours_up_to_the_limit);
	g_test_add_func("/follow/engine/nothing is due while sending is held", nothing_is_due_while_sending_is_held);
	return g_test_run();
}
