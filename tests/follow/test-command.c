/* SPDX-License-Identifier: MIT
 * test-command.c - what users tell, and which mails are obeyed.
 */
#include <string.h>

#include "world.h"

#define JAN "jan@customer.example"
#define ADA "ada@example.com"
#define KITH "kith@example.com"

static const WorldMail question = { .id = "q1", .at = "2026-03-02T11:00:00+01:00", .from = JAN, .to = ADA,
				    .text = "What does it cost?" };

static World *world_with_question(void)
{
	World *world = world_new();

	world_mail(world, &question);
	world_do(world,
			"INSERT INTO contact (contact_id, id, name) VALUES (7, 'jnvk', 'Jan Novak'), "
			"(8, 'jnsn', 'Jan Svensson'), "
			"(9, 'hidden', 'Eva Hidden');"
			"UPDATE address SET contact_id = 7 WHERE address = '" JAN "';"
			"INSERT INTO address (address, contact_id) VALUES ('jan.svensson@other.example', 8), "
			"('eva@other.example', 9);"
			"INSERT INTO mail_address SELECT mail_id, address_id, 'cc' FROM mail, address "
			"WHERE address.address = 'jan.svensson@other.example'");
	return world;
}

/* Tells LINE (words by blanks; "ID" stands for the open follow-up); the outcome or the error's text. */
static char *tell_as(World *world, const char *title, const char *line, const char *id)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	g_autoptr(GError) error = NULL;
	KithTold told = { 0 };

	for (guint i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], "ID") == 0) {
			g_free(words[i]);
			words[i] = g_strdup(id);
		}
	}
	if (!kith_tell(world->store, world->config, world_user(world, title), (const char *const *)words, world->now_at,
		       &told, &error))
		return g_strdup_printf("error %d: %s", error->code, error->message);
	char *text = g_strdup(told.text);
	kith_told_clear(&told);
	return text;
}

static void the_shell_table(void)
{
	/* one world a case; EXPECT: a part of what is answered; ROWS: the follow-ups afterwards */
	static const struct { const char *who, *line, *expect, *rows; } cases[] = {
		{ "ada", "done ID", "Done: ", "you-owe done ada " JAN },
		{ "ada", "snooze ID 3d", "on Fri 6 Mar 2026, 09:00", "you-owe snoozed ada " JAN },
		{ "ada", "snooze ID friday 14:00", "on Fri 6 Mar 2026, 14:00", "you-owe snoozed ada " JAN },
		{ "ada", "snooze ID yesterday", "not understood", "you-owe open ada " JAN },
		{ "ada", "snooze ID every monday", "remind CONTACT every", "you-owe open ada " JAN },
		{ "ada", "never " JAN, "1 follow-up ended", "you-owe cancelled ada " JAN },
		{ "ada", "never jnvk", "1 follow-up ended", "you-owe cancelled ada " JAN },
		{ "ada", "never Jan Novak", "1 follow-up ended", "you-owe cancelled ada " JAN },
		{ "ada", "never Jan", "Jan Novak <" JAN ">, Jan Svensson", "you-owe open ada " JAN },
		{ "ada", "never Eva", "no such contact", "you-owe open ada " JAN },
		{ "ada", "never ben@example.com", "is one of us", "you-owe open ada " JAN },
		{ "ada", "remind " JAN " 3d", "on Fri 6 Mar 2026, 09:00",
		  "manual open ada " JAN "\nyou-owe open ada " JAN },
		{ "ada", "remind Jan Novak next tue 9:00 call about the offer", "on Tue 10 Mar 2026, 09:00",
		  "manual open ada " JAN "\nyou-owe open ada " JAN },
		{ "ada", "remind " JAN " tomorrow at 5 call", "morning or afternoon", "you-owe open ada " JAN },
		{ "ada", "remind " JAN " whenever", "not understood", "you-owe open ada " JAN },
		{ "ada", "remind " JAN " every first monday", "and again every first monday",
		  "manual open ada " JAN "\nyou-owe open ada " JAN },
		{ "ada", "remind " JAN " if no reply in 1 week", "if no answer comes",
		  "manual open ada " JAN "\nyou-owe open ada " JAN },
		{ "ada", "remind " JAN, "expected: remind", "you-owe open ada " JAN },
		{ "ada", "note " JAN " likes tea", "Noted for " JAN, "you-owe open ada " JAN },
		{ "ada", "note Jan Novak: likes tea", "Noted for " JAN, "you-owe open ada " JAN },
		{ "ada", "tag " JAN " +vip -cold", "+vip -cold", "you-owe open ada " JAN },
		{ "ada", "tag " JAN " vip", "expected: tag", "you-owe open ada " JAN },
		{ "ada", "undo", "nothing to take back", "you-owe open ada " JAN },
		{ "ada", "done zzzz", "no follow-up zzzz", "you-owe open ada " JAN },
		{ "ada", "done", "the id of a follow-up", "you-owe open ada " JAN },
		{ "ada", "stop", "in an answer", "you-owe open ada " JAN },
		{ "ada", "3d", "not understood", "you-owe open ada " JAN },
		{ "ada", "frobnicate", "Understood are", "you-owe open ada " JAN },
		{ "ben", "done ID", "not your follow-up", "you-owe open ada " JAN },
		{ "lea", "done ID", "not your follow-up", "you-owe open ada " JAN },
		{ "lea", "mine ID", "not your follow-up", "you-owe open ada " JAN },
		{ "ben", "never " JAN, "0 follow-ups ended", "you-owe open ada " JAN },
		{ "ben", "mine ID", "Yours: ", "you-owe open ben " JAN },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(World) world = world_with_question();
		g_autofree char *id = world_only(world, "ada");
		g_autofree char *text = tell_as(world, cases[i].who, cases[i].line, id);
		g_autofree char *rows = world_follow_ups(world, false);

		g_test_message("%s: %s -> %s", cases[i].who, cases[i].line, text);
		g_assert_nonnull(strstr(text, cases[i].expect));
		g_assert_cmpstr(rows, ==, cases[i].rows);
	}
}

static void undo_takes_back_the_last_act(void)
{
	static const struct { const char *line, *rows; } cases[] = {
		{ "done ID", "you-owe open ada " JAN },
		{ "snooze ID 3d", "you-owe open ada " JAN },
		{ "never " JAN, "you-owe open ada " JAN },
		{ "remind " JAN " 3d", "manual cancelled ada " JAN "\nyou-owe open ada " JAN },
		{ "note " JAN " likes tea", "you-owe open ada " JAN },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(World) world = world_with_question();
		g_autofree char *id = world_only(world, "ada");
		g_autofree char *due = world_value(world, "SELECT due_at FROM follow_up");
		g_autofree char *first = tell_as(world, "ada", cases[i].line, id);
		g_autofree char *text = tell_as(world, "ada", "undo", id);
		g_autofree char *rows = world_follow_ups(world, false);
		g_autofree char *due_after = world_value(world, "SELECT due_at FROM follow_up");
		g_autofree char *entries = world_value(world, "SELECT count(*) FROM entry");

		g_assert_true(g_str_has_prefix(text, "Taken back: "));
		g_assert_cmpstr(rows, ==, cases[i].rows);
		g_assert_cmpstr(due_after, ==, due);
		g_assert_cmpstr(entries, ==, "0");
	}
}

static void what_was_answered_meanwhile_stays_closed(void)
{
	g_autoptr(World) world = world_with_question();
	g_autofree char *id = world_only(world, "ada");
	g_autofree char *first = tell_as(world, "ada", "snooze ID 3d", id);
	const WorldMail answer = { .id = "a1", .at = "2026-03-03T09:00:00+01:00", .from = ADA, .to = JAN,
			.text = "Nine." };

	world_mail(world, &answer);
	g_autofree char *text = tell_as(world, "ada", "undo", id);
	g_autofree char *rows = world_follow_ups(world, false);
	g_assert_cmpstr(rows, ==, "you-owe done ada " JAN);
}

static void an_answer_ends_if_no_reply(void)
{
	g_autoptr(World) world = world_new();
	g_autofree char *first = tell_as(world, "ada", "remind " JAN " if no reply in 1 week", "");
	const WorldMail mail = { .id = "x1", .at = "2026-03-04T09:00:00+01:00", .from = JAN, .to = "lea@example.com",
				 .text = "Here I am, thanks.", .readers = "lea" };

	world_now(world, "2026-03-04T10:00:00+01:00");
	world_mail(world, &mail);
	g_autofree char *rows = world_follow_ups(world, false);
	g_assert_cmpstr(rows, ==, "manual done ada " JAN);
}

static void what_repeats_comes_up_again(void)
{
	g_autoptr(World) world = world_new();
	g_autofree char *first = tell_as(world, "ada", "remind " JAN " every monday 10:00", "");
	const KithUser *ada = world_user(world, "ada");

	for (int week = 0; week < 3; week++) {
		g_autofree char *time = g_strdup_printf("2026-03-%02dT10:30:00+01:00", 9 + week * 7);

		world_now(world, time);
		g_autoptr(GArray) due = kith_follow_due(world->store, world->config, ada, world->now_at, NULL);
		g_assert_cmpuint(due->len, ==, 1);
		g_assert_true(kith_follow_mark_sent(world->store, g_array_index(due, int64_t, 0), world->now_at, NULL));
		g_autoptr(GArray) again = kith_follow_due(world->store, world->config, ada, world->now_at, NULL);
		g_assert_cmpuint(again->len, ==, 0);
	}
	g_autofree char *occurrence = world_value(world, "SELECT occurrence FROM follow_up");
	g_assert_cmpstr(occurrence, ==, "3");
}

/* --- mails */

typedef struct {
	const char *why;
	const char *from, *second_from, *sender, *to, *cc, *bcc, *text;
	const char *account;		/* NULL: ada */
	KithFolderRole role;		/* 0: SENT, for short tables */
	KithMailKind kind;
	bool automatic;
	const char *about;		/* "ID": a valid token for it */
	const char *at;			/* NULL: now */
	const char *expect;		/* part of the outcome; NULL: no command at all */
	const char *rows;		/* NULL: unchanged */
} MailCase;

static void add(GPtrArray *list, const char *address)
{
	if (address != NULL)
		g_ptr_array_add(list, kith_address_new(NULL, address));
}

static char *take(World *world, const MailCase *c, const char *identity, const char *id)
{
	g_autoptr(KithMail) mail = kith_mail_new();
	g_autoptr(GError) error = NULL;
	KithPlace place = { .account_id = kith_store_find_account(world->store, c->account != NULL ?
			c->account : "ada"),
			    .role = c->role == 0 ? KITH_FOLDER_SENT : c->role };
	KithRelated related = { .id = (char *)identity };
	KithTold told = { 0 };
	int64_t at = world->now_at;

	if (c->at != NULL)
		g_assert_true(kith_time_parse(c->at, &at, NULL));
	related.mail_id = at << 16;
	add(mail->from, c->from != NULL ? c->from : ADA);
	add(mail->from, c->second_from);
	add(mail->sender, c->sender);
	add(mail->to, c->to != NULL ? c->to : "kith+token@example.com");
	add(mail->cc, c->cc);
	add(mail->bcc, c->bcc);
	mail->kind = c->kind;
	mail->is_automatic = c->automatic;
	g_free(mail->new_text);
	mail->new_text = g_strdup(c->text);
	g_assert_true(kith_store_begin(world->store, true, NULL));
	bool ok = kith_follow_command(world->store, world->config, &place, mail, &related,
				      c->about != NULL ? id : NULL, world->now_at, &told, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
	g_assert_true(kith_store_commit(world->store, NULL));
	char *text = g_strdup(told.text);
	kith_told_clear(&told);
	return text;
}

static void run_cases(const MailCase *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g_autoptr(World) world = world_with_question();
		g_autofree char *id = world_only(world, "ada");
		g_autofree char *text = take(world, &cases[i], "command-1", id);
		g_autofree char *rows = world_follow_ups(world, false);

		g_test_message("%s -> %s", cases[i].why, text != NULL ? text : "(no command)");
		if (cases[i].expect == NULL)
			g_assert_null(text);
		else
			g_assert_nonnull(strstr(text != NULL ? text : "", cases[i].expect));
		g_assert_cmpstr(rows, ==, cases[i].rows != NULL ? cases[i].rows : "you-owe open ada " JAN);
	}
}

static void genuine_mails_are_obeyed(void)
{
	static const MailCase cases[] = {
		{ .why = "done", .text = "done", .about = "ID", .expect = "Done: ", .rows = "you-owe done ada " JAN },
		{ .why = "capital and full stop", .text = "Done.\n", .about = "ID", .expect = "Done: ",
		  .rows = "you-owe done ada " JAN },
		{ .why = "blank lines first, sign-off behind", .text = "\n\n done\n\nBest, Ada", .about = "ID",
		  .expect = "Done: ",
		  .rows = "you-owe done ada " JAN },
		{ .why = "German", .text = "erledigt", .about = "ID", .expect = "Done: ",
		  .rows = "you-owe done ada " JAN },
		{ .why = "3d", .text = "3d", .about = "ID", .expect = "Fri 6 Mar 2026, 09:00",
		  .rows = "you-owe snoozed ada " JAN },
		{ .why = "Friday", .text = "Friday", .about = "ID", .expect = "Fri 6 Mar 2026, 09:00",
		  .rows = "you-owe snoozed ada " JAN },
		{ .why = "next tue 9:00", .text = "next tue 9:00", .about = "ID", .expect = "Tue 10 Mar 2026, 09:00",
		  .rows = "you-owe snoozed ada " JAN },
		{ .why = "snooze with time only", .text = "snooze tomorrow morning", .about = "ID",
		  .expect = "Wed 4 Mar 2026, 09:00",
		  .rows = "you-owe snoozed ada " JAN },
		{ .why = "stop", .text = "stop", .about = "ID", .expect = "Never again",
		  .rows = "you-owe cancelled ada " JAN },
		{ .why = "never", .text = "never", .about = "ID", .expect = "Never again",
		  .rows = "you-owe cancelled ada " JAN },
		{ .why = "note", .text = "note called, call again in May", .about = "ID", .expect = "Noted for " JAN },
		{ .why = "mine", .text = "mine", .about = "ID", .expect = "Yours" },
		{ .why = "a new mail to the bare address", .to = KITH, .text = "remind " JAN " 3d",
		  .expect = "Reminder ",
		  .rows = "manual open ada " JAN "\nyou-owe open ada " JAN },
		{ .why = "from the shared account's Sent folder", .account = "sales", .text = "done", .about = "ID",
		  .expect = "Done: ", .rows = "you-owe done ada " JAN },
		{ .why = "Bcc with a time, mail to a customer", .to = "eva@other.example", .bcc = "kith+3d@example.com",
		  .text = "Dear Eva, here is the offer.", .expect = "Fri 6 Mar 2026",
		  .rows = "manual open ada eva@other.example\nyou-owe open ada " JAN },
		{ .why = "address with hyphens", .to = "kith+next-tue-9am@example.com", .text = "",
		  .expect = "Tue 10 Mar 2026, 09:00",
		  .rows = "manual open ada -\nyou-owe open ada " JAN },
	};

	run_cases(cases, G_N_ELEMENTS(cases));
}

static void forged_and_accidental_mails_are_not_obeyed(void)
{
	static const MailCase cases[] = {
		{ .why = "in the INBOX: anybody can write there", .role = KITH_FOLDER_INBOX, .text = "done",
		  .about = "ID" },
		{ .why = "in Archive", .role = KITH_FOLDER_ARCHIVE, .text = "done", .about = "ID" },
		{ .why = "in All Mail: holds received mail too", .role = KITH_FOLDER_ALL, .text = "done",
		  .about = "ID" },
		{ .why = "in Junk", .role = KITH_FOLDER_JUNK, .text = "done", .about = "ID" },
		{ .why = "in Drafts: not sent", .role = KITH_FOLDER_DRAFTS, .text = "done", .about = "ID" },
		{ .why = "in Trash", .role = KITH_FOLDER_TRASH, .text = "done", .about = "ID" },
		{ .why = "in a colleague's Sent folder", .account = "ben", .text = "done", .about = "ID" },
		{ .why = "from outside", .from = JAN, .text = "done", .about = "ID" },
		{ .why = "from a name like ours elsewhere", .from = "ada@example.com.attacker.example", .text = "done",
		  .about = "ID" },
		{ .why = "homograph", .from = "\320\260da@example.com", .text = "done", .about = "ID" },
		{ .why = "two From", .second_from = JAN, .text = "done", .about = "ID" },
		{ .why = "two From, both ours", .second_from = "ben@example.com", .text = "done", .about = "ID" },
		{ .why = "another Sender", .sender = JAN, .text = "done", .about = "ID" },
		{ .why = "a colleague as Sender", .sender = "ben@example.com", .text = "done", .about = "ID" },
		{ .why = "From is no address", .from = "ada", .text = "done", .about = "ID" },
		{ .why = "From is kith itself", .from = KITH, .text = "done", .about = "ID" },
		{ .why = "an address of our domain that is no user", .from = "carl@example.com", .text = "done",
		  .about = "ID" },
		{ .why = "automatic", .automatic = true, .text = "done", .about = "ID" },
		{ .why = "an out-of-office", .kind = KITH_KIND_AUTO_REPLY, .automatic = true, .text = "done",
		  .about = "ID" },
		{ .why = "a bounce", .kind = KITH_KIND_BOUNCE, .text = "done", .about = "ID" },
		{ .why = "a list", .kind = KITH_KIND_LIST, .text = "done", .about = "ID" },
		{ .why = "a report", .kind = KITH_KIND_REPORT, .text = "done", .about = "ID" },
		{ .why = "not to kith", .to = JAN, .text = "done", .about = "ID" },
		{ .why = "to a name that begins like kith's", .to = "kithandkin@example.com", .text = "done",
		  .about = "ID" },
		{ .why = "to kith of another domain", .to = "kith@example.org", .text = "done", .about = "ID" },
		{ .why = "a customer reads it too", .cc = JAN, .text = "done", .about = "ID" },
		{ .why = "a customer reads it, kith in copy", .to = JAN, .cc = KITH, .text = "done" },
		{ .why = "older than history", .at = "2026-02-10T10:00:00+01:00", .text = "done", .about = "ID" },
		{ .why = "the token is another user's, or expired", .to = "kith+abcdefghij234567abcdefghij@example.com",
		  .text = "done", .expect = "not valid, or no longer" },
		{ .why = "the detail is no time", .text = "done", .expect = "not understood" },
		{ .why = "another user's follow-up", .from = "ben@example.com", .account = "ben", .text = "done",
		  .about = "ID",
		  .expect = "not your follow-up" },
		{ .why = "a colleague's snooze", .from = "ben@example.com", .account = "ben",
		  .text = "snooze 3d", .about = "ID", .expect = "not your follow-up" },
		{ .why = "nothing new in it, only quotation", .text = "", .about = "ID", .expect = "not understood" },
		{ .why = "an answer meant for the customer", .text = "Dear Jan,\n\nit costs nine euros.\n\nAda",
		  .about = "ID",
		  .expect = "This went to kith, not to " JAN },
		{ .why = "the command is not the first line", .text = "Hello,\ndone", .about = "ID",
		  .expect = "This went to kith" },
		{ .why = "a sentence that begins like a command", .text = "done is better than perfect", .about = "ID",
		  .expect = "expected: done ID" },
		{ .why = "stop in a sentence", .text = "stop by on friday", .about = "ID", .expect = "stop alone" },
		{ .why = "doubtful time", .text = "next friday", .about = "ID", .expect = "may mean" },
		{ .why = "past time", .text = "1 march 2026", .about = "ID", .expect = "past" },
	};

	run_cases(cases, G_N_ELEMENTS(cases));
}

static void a_command_mail_is_obeyed_once(void)
{
	g_autoptr(World) world = world_with_question();
	g_autofree char *id = world_only(world, "ada");
	const MailCase mail = { .text = "3d", .about = "ID" };
	g_autofree char *first = take(world, &mail, "command-1", id);

	world_now(world, "2026-03-05T10:00:00+01:00");
	g_autofree char *again = take(world, &mail, "command-1", id);
	g_autofree char *due = world_value(world, "SELECT datetime(due_at, 'unixepoch') FROM follow_up");
	g_autofree char *count = world_value(world, "SELECT count(*) FROM told");

	g_assert_nonnull(first);
	g_assert_null(again);
	g_assert_cmpstr(due, ==, "2026-03-06 08:00:00");
	g_assert_cmpstr(count, ==, "1");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/follow/command/the shell's table", the_shell_table);
	g_test_add_func("/follow/command/undo takes back the last act", undo_takes_back_the_last_act);
	g_test_add_func("/follow/command/what was answered meanwhile stays closed",
			what_was_answered_meanwhile_stays_closed);
	g_test_add_func("/follow/command/an answer ends 'if no reply'", an_answer_ends_if_no_reply);
	g_test_add_func("/follow/command/what repeats comes up again", what_repeats_comes_up_again);
	g_test_add_func("/follow/command/genuine mails are obeyed", genuine_mails_are_obeyed);
	g_test_add_func("/follow/command/forged and accidental mails are not obeyed",
			forged_and_accidental_mails_are_not_obeyed);
	g_test_add_func("/follow/command/a command mail is obeyed once", a_command_mail_is_obeyed_once);
	return g_test_run();
}
