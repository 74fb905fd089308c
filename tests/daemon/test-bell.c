/* SPDX-License-Identifier: MIT
 * test-bell.c - what makes the bell ring, and how often.
 * In: folders made here. Out: TAP. Next: tests/daemon/test-core.c
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/bell.h"
#include "tests/scratch.h"

#define PATIENCE_US (10 * G_USEC_PER_SEC)

typedef struct {
	char *root;		/* everything of the test is below */
	KithConfig *config;
	KithBell *bell;
	unsigned rings[2];	/* of each account */
	unsigned said;
} Room;

static void on_ring(const KithAccount *account, void *context)
{
	Room *room = context;

	room->rings[g_strcmp0(account->title, "second") == 0]++;
}

static void on_say(const KithAccount *account, const char *text, void *context)
{
	(void)account;		/* the text names it */
	g_test_message("%s", text);
	((Room *)context)->said++;
}

static char *inside(const Room *room, const char *name)
{
	return g_build_filename(room->root, name, NULL);
}

static void make_folder(const Room *room, const char *name)
{
	g_autofree char *path = inside(room, name);

	g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
}

static void make_maildir(const Room *room, const char *name)
{
	static const char *const parts[] = { "tmp", "new", "cur" };

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *part = g_build_filename(name, parts[i], NULL);

		make_folder(room, part);
	}
}

static void write_file(const Room *room, const char *name)
{
	g_autofree char *path = inside(room, name);
	FILE *file = fopen(path, "a");

	g_assert_nonnull(file);
	g_assert_cmpint(fputs("Subject: a\n\nb\n", file), >=, 0);
	g_assert_cmpint(fclose(file), ==, 0);
}

static void move(const Room *room, const char *from, const char *to)
{
	g_autofree char *before = inside(room, from);
	g_autofree char *after = inside(room, to);

	g_assert_cmpint(g_rename(before, after), ==, 0);
}

static void remove_one(const Room *room, const char *name)
{
	g_autofree char *path = inside(room, name);

	scratch_remove(path);
}

static void add_account(Room *room, const char *title, KithSourceKind source, const char *name)
{
	KithAccount *account = g_new0(KithAccount, 1);

	account->title = g_strdup(title);
	account->source = source;
	account->path = inside(room, name);
	g_ptr_array_add(room->config->accounts, account);
}

static void free_account(gpointer data)
{
	KithAccount *account = data;

	g_free(account->title);
	g_free(account->path);
	g_free(account);
}

static void set_up(Room *room)
{
	*room = (Room) { .root = scratch_folder(), .config = g_new0(KithConfig, 1) };
	g_assert_nonnull(room->root);
	room->config->accounts = g_ptr_array_new_with_free_func(free_account);
}

static void start(Room *room)
{
	const KithBellCalls calls = { .ring = on_ring, .say = on_say, .context = room };

	room->bell = kith_bell_new(room->config, g_main_context_default(), &calls);
}

static void tear_down(Room *room)
{
	kith_bell_free(room->bell);
	scratch_remove(room->root);
	g_ptr_array_unref(room->config->accounts);
	g_free(room->config);
	g_free(room->root);
}

/* Until the first account has rung more often than BEFORE. */
static void wait_for_ring(const Room *room, unsigned before)
{
	int64_t end_us = g_get_monotonic_time() + PATIENCE_US;

	while (room->rings[0] <= before && g_get_monotonic_time() < end_us) {
		if (!g_main_context_iteration(NULL, FALSE))
			g_usleep(1000);
	}
	g_assert_cmpuint(room->rings[0], >, before);
}

/* For as long as a ring would take, and longer. */
static void wait_in_silence(void)
{
	int64_t end_us = g_get_monotonic_time() + 500 * 1000;

	while (g_get_monotonic_time() < end_us) {
		if (!g_main_context_iteration(NULL, FALSE))
			g_usleep(1000);
	}
}

/* Does WHAT and expects a ring of the first account. */
#define RINGS(room, what)				\
	do {						\
		unsigned rung = (room)->rings[0];	\
		what;					\
		wait_for_ring((room), rung);		\
	} while (0)

static void a_delivery_into_a_maildir_rings(void)
{
	Room room;

	set_up(&room);
	make_maildir(&room, "mail");
	make_maildir(&room, "mail/.Sent");
	add_account(&room, "first", KITH_SOURCE_MAILDIR, "mail");
	start(&room);
	write_file(&room, "mail/tmp/1.a");
	write_file(&room, "mail/index.log");
	wait_in_silence();
	g_assert_cmpuint(room.rings[0], ==, 0);		/* neither is a delivery */
	RINGS(&room, move(&room, "mail/tmp/1.a", "mail/new/1.a"));
	RINGS(&room, move(&room, "mail/new/1.a", "mail/cur/1.a:2,S"));
	RINGS(&room, remove_one(&room, "mail/cur/1.a:2,S"));
	write_file(&room, "mail/.Sent/tmp/2.a");
	RINGS(&room, move(&room, "mail/.Sent/tmp/2.a", "mail/.Sent/cur/2.a:2,S"));
	g_assert_cmpuint(room.said, ==, 0);
	tear_down(&room);
}

static void a_new_folder_is_watched_at_once(void)
{
	Room room;

	set_up(&room);
	make_maildir(&room, "mail/INBOX");
	add_account(&room, "first", KITH_SOURCE_MAILDIR, "mail");
	start(&room);
	RINGS(&room, make_maildir(&room, "mail/Projects/North"));
	write_file(&room, "mail/Projects/North/tmp/1.a");
	RINGS(&room, move(&room, "mail/Projects/North/tmp/1.a", "mail/Projects/North/new/1.a"));
	RINGS(&room, make_maildir(&room, "mail/INBOX/.Late"));
	RINGS(&room, write_file(&room, "mail/INBOX/.Late/new/2.a"));
	RINGS(&room, remove_one(&room, "mail/Projects"));
	tear_down(&room);
}

static void a_source_may_come_late_and_come_back(void)
{
	Room room;

	set_up(&room);
	add_account(&room, "first", KITH_SOURCE_MAILDIR, "some/where/mail");
	start(&room);
	RINGS(&room, make_maildir(&room, "some/where/mail"));
	RINGS(&room, write_file(&room, "some/where/mail/new/1.a"));
	RINGS(&room, remove_one(&room, "some/where/mail"));
	RINGS(&room, make_maildir(&room, "some/where/mail"));
	RINGS(&room, write_file(&room, "some/where/mail/new/2.a"));
	RINGS(&room, move(&room, "some/where/mail", "some/where/old"));
	make_maildir(&room, "some/where/mail.new");
	RINGS(&room, move(&room, "some/where/mail.new", "some/where/mail"));
	RINGS(&room, write_file(&room, "some/where/mail/new/3.a"));
	wait_in_silence();
	unsigned before = room.rings[0];
	write_file(&room, "some/where/old/new/4.a");
	wait_in_silence();
	g_assert_cmpuint(room.rings[0], ==, before);	/* it is no source any more */
	tear_down(&room);
}

static void mboxes_and_files_ring_for_themselves(void)
{
	Room room;

	set_up(&room);
	make_folder(&room, "spool");
	write_file(&room, "spool/ada");
	add_account(&room, "first", KITH_SOURCE_MBOX, "spool/ada");
	add_account(&room, "second", KITH_SOURCE_EML, "files");
	make_folder(&room, "files");
	start(&room);
	RINGS(&room, write_file(&room, "spool/ada"));
	g_assert_cmpuint(room.rings[1], ==, 0);
	unsigned before = room.rings[0];
	write_file(&room, "spool/ben");
	write_file(&room, "spool/ada.lock");
	make_folder(&room, "files/2026");
	wait_in_silence();
	g_assert_cmpuint(room.rings[0], ==, before);
	g_assert_cmpuint(room.rings[1], ==, 1);
	write_file(&room, "files/2026/1.eml");
	write_file(&room, "files/2026/index.msf");
	wait_in_silence();
	g_assert_cmpuint(room.rings[1], ==, 2);
	write_file(&room, "spool/ada.new");
	RINGS(&room, move(&room, "spool/ada.new", "spool/ada"));
	RINGS(&room, write_file(&room, "spool/ada"));
	tear_down(&room);
}

static void a_storm_is_few_rings(void)
{
	Room room;

	set_up(&room);
	make_maildir(&room, "mail");
	write_file(&room, "mail/cur/1.a:2,");
	add_account(&room, "first", KITH_SOURCE_MAILDIR, "mail");
	start(&room);
	for (int i = 0; i < 5000; i++) {
		move(&room, "mail/cur/1.a:2,", "mail/cur/1.a:2,S");
		move(&room, "mail/cur/1.a:2,S", "mail/cur/1.a:2,");
		(void)g_main_context_iteration(NULL, FALSE);	/* whether something ran is no matter */
	}
	wait_for_ring(&room, 0);
	wait_in_silence();
	g_test_message("%u rings for 10,000 renames", room.rings[0]);
	g_assert_cmpuint(room.rings[0], <, 20);
	tear_down(&room);
}

static void a_lost_event_rings(void)
{
	Room room;
	g_autofree char *most = NULL;

	if (!g_file_get_contents("/proc/sys/fs/inotify/max_queued_events", &most, NULL, NULL) ||
	    g_ascii_strtoull(most, NULL, 10) > 100000) {
		g_test_message("the queue is endless here");
		return;
	}
	set_up(&room);
	make_maildir(&room, "mail");
	write_file(&room, "mail/cur/1.a:2,");
	add_account(&room, "first", KITH_SOURCE_MAILDIR, "mail");
	start(&room);
	for (guint64 i = 0; i < g_ascii_strtoull(most, NULL, 10); i++) {	/* nobody reads meanwhile */
		move(&room, "mail/cur/1.a:2,", "mail/cur/1.a:2,S");
		move(&room, "mail/cur/1.a:2,S", "mail/cur/1.a:2,");
	}
	wait_for_ring(&room, 0);
	wait_in_silence();
	RINGS(&room, write_file(&room, "mail/new/2.a"));
	tear_down(&room);
}

static void replaced_links_are_seen_at_the_poll(void)
{
	Room room;

	set_up(&room);
	make_maildir(&room, "a");
	make_maildir(&room, "b");
	g_autofree char *path = inside(&room, "mail");
	g_assert_cmpint(symlink("a", path), ==, 0);
	add_account(&room, "first", KITH_SOURCE_MAILDIR, "mail");
	start(&room);
	g_assert_cmpuint(kith_bell_count(room.bell), ==, 3);
	g_assert_cmpint(g_unlink(path), ==, 0);
	g_assert_cmpint(symlink("b", path), ==, 0);
	kith_bell_refresh(room.bell);
	g_assert_cmpuint(kith_bell_count(room.bell), ==, 3);
	RINGS(&room, write_file(&room, "b/new/1.a"));
	wait_in_silence();
	unsigned before = room.rings[0];
	write_file(&room, "a/new/1.a");
	wait_in_silence();
	g_assert_cmpuint(room.rings[0], ==, before);
	tear_down(&room);
}

static void what_cannot_be_watched_is_said_once(void)
{
	Room room;

	if (geteuid() == 0) {
		g_test_message("root may read everything");
		return;
	}
	set_up(&room);
	make_maildir(&room, "mail/INBOX");
	make_maildir(&room, "mail/Locked");
	g_autofree char *locked = inside(&room, "mail/Locked");
	add_account(&room, "first", KITH_SOURCE_MAILDIR, "mail");
	g_assert_cmpint(g_chmod(locked, 0), ==, 0);
	start(&room);
	kith_bell_refresh(room.bell);
	g_assert_cmpuint(room.said, ==, 1);
	RINGS(&room, write_file(&room, "mail/INBOX/new/1.a"));
	g_assert_cmpint(g_chmod(locked, 0700), ==, 0);
	kith_bell_refresh(room.bell);
	RINGS(&room, write_file(&room, "mail/Locked/new/1.a"));
	tear_down(&room);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/bell/a-delivery-into-a-maildir-rings", a_delivery_into_a_maildir_rings);
	g_test_add_func("/bell/a-new-folder-is-watched-at-once", a_new_folder_is_watched_at_once);
	g_test_add_func("/bell/a-source-may-come-late-and-come-back", a_source_may_come_late_and_come_back);
	g_test_add_func("/bell/mboxes-and-files-ring-for-themselves", mboxes_and_files_ring_for_themselves);
	g_test_add_func("/bell/a-storm-is-few-rings", a_storm_is_few_rings);
	g_test_add_func("/bell/a-lost-event-rings", a_lost_event_rings);
	g_test_add_func("/bell/replaced-links-are-seen-at-the-poll", replaced_links_are_seen_at_the_poll);
	g_test_add_func("/bell/what-cannot-be-watched-is-said-once", what_cannot_be_watched_is_said_once);
	return g_test_run();
}
