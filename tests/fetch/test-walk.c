/* SPDX-License-Identifier: MIT
 * test-walk.c - which folders of mail lie below a path, and which mails they hold.
 * In: files made here. Out: TAP. Next: tests/fetch/test-local.c
 */
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "src/fetch/local.h"
#include "tests/scratch.h"

#define SEP "From - Tue Mar  3 09:00:00 2026\n"
#define ALL (KITH_LOCAL_MAILDIRS | KITH_LOCAL_MBOXES | KITH_LOCAL_EML)

static char *temporary(void)
{
	char *path = scratch_folder();

	g_assert_nonnull(path);
	return path;
}

/* An old file: nobody is writing it. */
static char *put(const char *folder, const char *name, const char *text)
{
	char *path = g_build_filename(folder, name, NULL);
	g_autofree char *above = g_path_get_dirname(path);
	const struct utimbuf then = {1772528400, 1772528400};

	g_assert_cmpint(g_mkdir_with_parents(above, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_assert_cmpint(utime(path, &then), ==, 0);
	return path;
}

static void put_all(const char *root, const char *names, const char *text)
{
	g_auto(GStrv) each = g_strsplit(names, " ", -1);

	for (char **name = each; *name != NULL; name++)
		g_free(put(root, *name, text));
}

/* "cur" and "new" of each. */
static void make_maildirs(const char *root, const char *names)
{
	static const char *const parts[] = {"cur", "new", "tmp"};
	g_auto(GStrv) each = g_strsplit(names, " ", -1);

	for (char **name = each; *name != NULL; name++)
		for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
			g_autofree char *path = g_build_filename(root, *name, parts[i], NULL);

			g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
		}
}

static int compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "NAME:ROLE:FILES NAME:..." in the order of names; a Maildir has '-' files. The root's name is "root". */
static char *walk(const char *root, unsigned kinds, bool empty)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(kith_local_folder_free);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *base = g_path_get_basename(root);
	g_autoptr(GError) error = NULL;

	if (!kith_local_walk(root, kinds, empty, folders, NULL, &error))
		return g_strdup_printf("error %d", error->code);
	for (guint i = 0; i < folders->len; i++) {
		const KithLocalFolder *folder = folders->pdata[i];
		g_autofree char *files = folder->files != NULL ? g_strdup_printf("%u", folder->files->len) : g_strdup("-");

		g_ptr_array_add(lines, g_strdup_printf("%s:%d:%s", strcmp(folder->name, base) == 0 ? "root" : folder->name,
						       folder->role, files));
	}
	g_ptr_array_sort(lines, compare_texts);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv(" ", (char **)lines->pdata);
}

static void expect(const char *root, unsigned kinds, const char *expected)
{
	g_autofree char *found = walk(root, kinds, false);

	g_assert_cmpstr(found, ==, expected);
}

static void maildirs_lie_in_three_ways(void)
{
	g_autofree char *dots = temporary(), *plain = temporary(), *legacy = temporary();

	make_maildirs(dots, ". .Sent .Work.North .Entw&APw-rfe");
	expect(dots, KITH_LOCAL_MAILDIRS, "Entwürfe:5:- Sent:2:- Work/North:0:- root:1:-");
	make_maildirs(plain, "INBOX Sent Work/North Work/North/East INBOX.Sent");
	put_all(plain, ".notmuch/xapian/x Sent/dovecot.index .mbsyncstate", "x");
	expect(plain, KITH_LOCAL_MAILDIRS, "INBOX.Sent:2:- INBOX:1:- Sent:2:- Work/North/East:0:- Work/North:0:-");
	make_maildirs(legacy, "INBOX Work Work/.North");
	expect(legacy, KITH_LOCAL_MAILDIRS, "INBOX:1:- Work/North:0:- Work:0:-");
	scratch_remove(dots);
	scratch_remove(plain);
	scratch_remove(legacy);
}

static void links_lead_nowhere(void)
{
	g_autofree char *root = temporary();
	g_autofree char *link = g_build_filename(root, "INBOX", "Round", NULL);

	make_maildirs(root, "INBOX");
	g_assert_cmpint(symlink("..", link), ==, 0);
	expect(root, KITH_LOCAL_MAILDIRS, "INBOX:1:-");
	scratch_remove(root);
}

static void thunderbirds_folders_are_mboxes(void)
{
	g_autofree char *root = temporary();

	put_all(root, "Inbox Sent Archives.sbd/2025 Archives.sbd/2025.sbd/North", SEP "A: a\n\nb\n\n");
	put_all(root, "Trash Archives", "");
	put_all(root, "Inbox.msf msgFilterRules.dat Sent.lock", "// <!-- <mdb:mork:z v=\"1.4\"/> -->");
	put_all(root, "nstmp notes.txt", SEP "half of it");
	g_autofree char *notes = put(root, "notes.txt", "Dear me\n");
	expect(root, KITH_LOCAL_MBOXES, "Archives/2025/North:0:1 Archives/2025:0:1 Archives:3:1 Inbox:1:1 Sent:2:1 Trash:7:1");
	scratch_remove(root);
}

static void apples_mboxes_have_the_name_of_their_folder(void)
{
	g_autofree char *root = temporary();

	put_all(root, "Sent.mbox/mbox Sent.mbox/table_of_contents", SEP "A: a\n\nb\n\n");
	g_autofree char *contents = put(root, "Sent.mbox/table_of_contents", "\1\2");
	expect(root, KITH_LOCAL_MBOXES, "Sent:2:1");
	scratch_remove(root);
}

static void folders_of_files_are_folders(void)
{
	g_autofree char *root = temporary();

	put_all(root, "a.eml north/b.EML north/c.eml", "Subject: a\n\nb\n");
	put_all(root, "north/readme.txt", "Subject: no mail\n\n");
	put_all(root, "mh/1 mh/2", "Subject: a\n\nb\n");
	put_all(root, "mh/.mh_sequences mh/picture", "\x89PNG");
	expect(root, KITH_LOCAL_EML, "mh:0:2 north:0:2 root:0:1");
	g_autofree char *file = g_build_filename(root, "a.eml", NULL);
	expect(file, KITH_LOCAL_EML, "error 3");
	g_assert_cmpint(g_unlink(file), ==, 0);
	g_autofree char *found = walk(root, KITH_LOCAL_EML, true);
	g_assert_cmpstr(found, ==, "mh:0:2 north:0:2 root:0:0");
	scratch_remove(root);
}

static void an_import_takes_all_of_them(void)
{
	g_autofree char *root = temporary();

	put_all(root, "old/Sent old/Inbox", SEP "A: a\n\nb\n\n");
	put_all(root, "files/1.eml files/2.eml", SEP "A: a\n\nb\n\n");	/* saved by mutt: one mail each all the same */
	make_maildirs(root, "mail mail/.Sent");
	expect(root, ALL, "files:0:2 mail/Sent:2:- mail:0:- old/Inbox:1:1 old/Sent:2:1");
	scratch_remove(root);
}

static void where_no_mail_is_something_else_was_expected(void)
{
	static const struct {
		unsigned kinds;
		const char *expected;
	} rows[] = {
		{KITH_LOCAL_MAILDIRS, "cur, new and tmp"}, {KITH_LOCAL_MBOXES, "\"From \""},
		{KITH_LOCAL_EML, "folder of mail files"}, {ALL, "mail file"},
	};
	g_autofree char *root = temporary();
	g_autofree char *picture = put(root, "picture", "\x89PNG");
	g_autofree char *nowhere = g_build_filename(root, "nowhere", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(kith_local_folder_free);
		g_autoptr(GError) missing = NULL, empty = NULL;

		g_assert_false(kith_local_walk(nowhere, rows[i].kinds, false, folders, NULL, &missing));
		g_assert_error(missing, KITH_ERROR, KITH_ERROR_NOT_FOUND);
		g_assert_false(kith_local_walk(root, rows[i].kinds, false, folders, NULL, &empty));
		g_assert_error(empty, KITH_ERROR, KITH_ERROR_INVALID);
		g_assert_nonnull(strstr(empty->message, root));
		g_assert_nonnull(strstr(empty->message, rows[i].expected));
	}
	expect(picture, KITH_LOCAL_MBOXES, "error 3");
	scratch_remove(root);
}

/* --- UIDs */

static void a_read_mail_stays_the_same(void)
{
	static const struct {
		const char *mail;
		bool is_deleted;
	} same[] = {
		{"From: a@example.com\nSubject: b\n\nStatus: c\n", false},
		{"From: a@example.com\nStatus: RO\nSubject: b\n\nStatus: c\n", false},
		{"X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\nFrom: a@example.com\nSubject: b\n\nStatus: c\n", false},
		{"X-Mozilla-Status: 0009\nFrom: a@example.com\nSubject: b\n\nStatus: c\n", true},
		{"From: a@example.com\nX-Keywords: one\n two\nSubject: b\nContent-Length: 10\n\nStatus: c\n", false},
	};
	static const char *const others[] = {
		"From: a@example.com\nSubject: c\n\nStatus: c\n", "From: a@example.com\nSubject: b\n\nStatus: d\n",
		"From: a@example.com\nSubject: b\nX-Statuses: x\n\nStatus: c\n", "", "\n", "Status",
	};
	bool is_deleted;
	uint64_t uid = kith_local_uid(same[0].mail, strlen(same[0].mail));

	for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
		g_assert_cmpuint(kith_local_mail_uid((const uint8_t *)same[i].mail, strlen(same[i].mail), &is_deleted), ==, uid);
		g_assert_true(is_deleted == same[i].is_deleted);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		uint64_t other = kith_local_mail_uid((const uint8_t *)others[i], strlen(others[i]), &is_deleted);

		g_assert_cmpuint(other, ==, kith_local_uid(others[i], strlen(others[i])));
		g_assert_cmpuint(other, !=, uid);
	}
}

static void a_renamed_file_stays_the_same(void)
{
	static const char *const same[] = {
		"new/1583.M1P2.host", "/x/cur/1583.M1P2.host:2,S", "1583.M1P2.host,U=7:2,FS", "1583.M1P2.host;2,S",
		"1583.M1P2.host!2,", "1583.M1P2.host,U=812",
	};
	static const char *const others[] = {"1583.M1P2.host,S=7:2,", "1583.M1P2", "cur/1583.M1P2.host2:2,S"};
	uint64_t uid = kith_local_uid("1583.M1P2.host", 14);

	for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
		g_assert_cmpuint(kith_local_maildir_uid(same[i]), ==, uid);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		g_assert_cmpuint(kith_local_maildir_uid(others[i]), !=, uid);
}

/* --- lists */

static KithLocalList *list_one(const char *path, unsigned kinds, bool is_live, uint64_t *ret_proof)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(kith_local_folder_free);
	g_autoptr(GError) error = NULL;

	g_assert_true(kith_local_walk(path, kinds, false, folders, NULL, &error));
	g_assert_cmpuint(folders->len, ==, 1);
	*ret_proof = kith_local_proof(folders->pdata[0]);
	KithLocalList *list = kith_local_list(folders->pdata[0], is_live, &error);
	g_assert_no_error(error);
	return list;
}

static void append(const char *path, const char *text)
{
	FILE *file = fopen(path, "a");

	g_assert_nonnull(file);
	g_assert_cmpint(fputs(text, file), >=, 0);
	g_assert_cmpint(fclose(file), ==, 0);
}

static void half_a_mail_waits(void)
{
	g_autofree char *root = temporary();
	g_autofree char *path = put(root, "spool", SEP "A: a\n\nb\n\n" SEP "C: c\n\nd");	/* old, with no blank line */
	uint64_t old, young, whole, again;
	g_autoptr(KithLocalList) first = list_one(path, KITH_LOCAL_MBOXES, true, &old);

	g_assert_true(first->is_whole && first->mails->len == 2 && old != 0);
	append(path, " and more");
	g_autoptr(KithLocalList) half = list_one(path, KITH_LOCAL_MBOXES, true, &young);
	g_assert_true(!half->is_whole && half->mails->len == 1 && young != old);
	g_autoptr(KithLocalList) import = list_one(path, KITH_LOCAL_MBOXES, false, &young);
	g_assert_true(import->is_whole && import->mails->len == 2);	/* nobody comes back to it */
	append(path, "\n\n");
	g_autoptr(KithLocalList) all = list_one(path, KITH_LOCAL_MBOXES, true, &whole);
	g_assert_true(all->is_whole && all->mails->len == 2 && whole != young && whole != 0);
	g_autoptr(KithLocalList) same = list_one(path, KITH_LOCAL_MBOXES, true, &again);
	g_assert_cmpuint(again, ==, whole);
	scratch_remove(root);
}

static void copies_have_one_uid(void)
{
	g_autofree char *root = temporary();
	uint64_t proof;

	put_all(root, "1.eml 2.eml 3.eml", "Subject: a\n\nb\n");
	g_free(put(root, "4.eml", "Subject: c\n\nd\n"));
	g_autoptr(KithLocalList) list = list_one(root, KITH_LOCAL_EML, true, &proof);
	g_autoptr(KithUidSet) uids = kith_uid_set_new();
	for (guint i = 0; i < list->mails->len; i++)
		kith_uid_set_add(uids, g_array_index(list->mails, KithLocalMail, i).uid);
	g_assert_cmpuint(list->mails->len, ==, 4);
	g_assert_cmpuint(kith_uid_set_count(uids), ==, 2);
	scratch_remove(root);
}

static void a_maildir_proves_itself_when_it_is_quiet(void)
{
	g_autofree char *root = temporary();
	uint64_t proof, again;
	const struct utimbuf then = {1772528400, 1772528400};
	static const char *const parts[] = {"cur", "new"};

	make_maildirs(root, ".");
	g_free(put(root, "new/1.a", "Subject: a\n\nb\n"));
	g_autoptr(KithLocalList) young = list_one(root, KITH_LOCAL_MAILDIRS, true, &proof);
	g_assert_true(young->is_whole && young->mails->len == 1 && proof == 0);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *part = g_build_filename(root, parts[i], NULL);

		g_assert_cmpint(utime(part, &then), ==, 0);
	}
	g_autoptr(KithLocalList) old = list_one(root, KITH_LOCAL_MAILDIRS, true, &proof);
	g_autoptr(KithLocalList) same = list_one(root, KITH_LOCAL_MAILDIRS, true, &again);
	g_assert_true(proof != 0 && proof == again);
	g_assert_cmpuint(g_array_index(old->mails, KithLocalMail, 0).uid, ==, g_array_index(same->mails, KithLocalMail, 0).uid);
	scratch_remove(root);
}

static void a_file_cut_short_reads_as_zeros(void)
{
	g_autofree char *root = temporary();
	g_autofree char *text = g_strnfill(100000, 'x');
	g_autofree char *path = put(root, "x", text);
	struct stat about;
	g_autoptr(GError) error = NULL;
	g_autoptr(GMappedFile) map = kith_local_map(path, &about, &error);

	g_assert_no_error(error);
	kith_local_guard();
	g_assert_false(kith_local_was_torn());
	g_assert_cmpint(truncate(path, 10), ==, 0);
	g_assert_cmpint(g_mapped_file_get_contents(map)[90000], ==, 0);
	g_assert_true(kith_local_was_torn());
	g_assert_false(kith_local_was_torn());
	(void)signal(SIGBUS, SIG_DFL);	/* it exists */
	scratch_remove(root);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/walk/maildirs-lie-in-three-ways", maildirs_lie_in_three_ways);
	g_test_add_func("/walk/links-lead-nowhere", links_lead_nowhere);
	g_test_add_func("/walk/thunderbirds-folders-are-mboxes", thunderbirds_folders_are_mboxes);
	g_test_add_func("/walk/apples-mboxes-have-the-name-of-their-folder", apples_mboxes_have_the_name_of_their_folder);
	g_test_add_func("/walk/folders-of-files-are-folders", folders_of_files_are_folders);
	g_test_add_func("/walk/an-import-takes-all-of-them", an_import_takes_all_of_them);
	g_test_add_func("/walk/where-no-mail-is-something-else-was-expected", where_no_mail_is_something_else_was_expected);
	g_test_add_func("/uid/a-read-mail-stays-the-same", a_read_mail_stays_the_same);
	g_test_add_func("/uid/a-renamed-file-stays-the-same", a_renamed_file_stays_the_same);
	g_test_add_func("/list/half-a-mail-waits", half_a_mail_waits);
	g_test_add_func("/list/copies-have-one-uid", copies_have_one_uid);
	g_test_add_func("/list/a-maildir-proves-itself-when-it-is-quiet", a_maildir_proves_itself_when_it_is_quiet);
	g_test_add_func("/list/a-file-cut-short-reads-as-zeros", a_file_cut_short_reads_as_zeros);
	return g_test_run();
}
