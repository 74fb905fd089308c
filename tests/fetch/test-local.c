/* SPDX-License-Identifier: MIT
 * test-local.c - mbox, Maildir and .eml: what is found, how, and names of folders.
 * In: files made here. Out: TAP. Next: tests/fetch/test-structure.c
 */
#include <string.h>

#include "src/fetch/local.h"
#include "src/fetch/names.h"
#include "tests/scratch.h"

#define SEP "From ines@example.com Tue Mar  3 09:00:00 2026\n"

static const struct {
	const char *name, *mbox;
	guint count;
	const char *mails;	/* all of them, each in <> */
} table[] = {
	{"one", SEP "Subject: a\n\nbody\n", 1, "<Subject: a\n\nbody\n>"},
	{"two", SEP "A: a\n\nb\n\n" SEP "C: c\n\nd\n\n", 2, "<A: a\n\nb\n><C: c\n\nd\n>"},
	{"crlf", "From x@example.com Tue Mar  3 09:00:00 2026\r\nA: a\r\n\r\nb\r\n\r\n"
		 "From x@example.com Tue Mar  3 09:00:00 2026\r\nC: c\r\n\r\nd\r\n", 2,
		 "<A: a\r\n\r\nb\r\n><C: c\r\n\r\nd\r\n>"},
	{"quoted", SEP "A: a\n\n>From here\n>>From there\n> From not\n", 1, "<A: a\n\nFrom here\n>From there\n> From not\n>"},
	{"from-in-text", SEP "A: a\n\nx\n\nFrom here on we go\nFrom 10:00 to 11:00\n", 1,
		"<A: a\n\nx\n\nFrom here on we go\nFrom 10:00 to 11:00\n>"},
	{"from-without-blank-line", SEP "A: a\n\nx\n" SEP "y\n", 1, "<A: a\n\nx\n" SEP "y\n>"},
	{"empty-mail", SEP "\n" SEP "A: a\n\n", 2, "<><A: a\n>"},
	{"separator-only", "From x Tue Mar  3 09:00:00 2026", 1, "<>"},
};

static bool collect(const char *source, const KithRawMail *raw, void *context, GError **error)
{
	GString *all = context;
	gsize length;
	const char *bytes = g_bytes_get_data(raw->slim, &length);

	(void)error;	/* never fails */
	(void)source;
	g_string_append_c(all, '<');
	g_string_append_len(all, bytes != NULL ? bytes : "", (gssize)length);
	g_string_append_c(all, '>');
	return true;
}

static char *write_file(const char *folder, const char *name, const char *text)
{
	char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	return path;
}

static char *temporary(void)
{
	char *path = scratch_folder();

	g_assert_nonnull(path);
	return path;
}

static void check_mbox(gconstpointer data)
{
	size_t row = GPOINTER_TO_SIZE(data);
	g_autofree char *folder = temporary();
	g_autofree char *path = write_file(folder, "x.mbox", table[row].mbox);
	g_autoptr(GString) all = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(kith_local_each(path, collect, all, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(all->str, ==, table[row].mails);
	scratch_remove(folder);
}

static void separators_tell_the_date(void)
{
	static const struct { const char *line; int64_t at; } rows[] = {
		{"From a@example.com Tue Mar  3 09:00:00 2026\n", 1772528400},
		{"From a@example.com  Tue Mar  3 09:00:00 2026 +0100\n", 1772524800},
		{"From - Tue Mar 03 09:00 2026\n", 1772528400},
		{"From a at example.com Tue Mar  3 10:00:00 2026 remote from x\n", 1772532000},
		{"From a 12:00:00 2026\n", 0},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		size_t at = 0;
		KithMboxMail mail;

		g_assert_true(kith_mbox_is((const uint8_t *)rows[i].line, strlen(rows[i].line)));
		g_assert_true(kith_mbox_next((const uint8_t *)rows[i].line, strlen(rows[i].line), &at, &mail));
		g_assert_cmpint(mail.internal_at, ==, rows[i].at);
	}
}

static bool note_source(const char *source, const KithRawMail *raw, void *context, GError **error)
{
	(void)error;	/* never fails */
	g_assert_cmpuint(raw->uid, >, 0);
	g_assert_cmpuint(raw->uid, <=, INT64_MAX);
	g_ptr_array_add(context, g_path_get_basename(source));
	return ((GPtrArray *)context)->len < 3;
}

static void a_maildir_is_read_new_and_cur_and_stopped(void)
{
	g_autofree char *folder = temporary();
	static const char *const subfolders[] = {"cur", "new", "tmp", ".Sent", ".Sent/cur", ".Sent/new"};
	g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(subfolders); i++) {
		g_autofree char *path = g_build_filename(folder, subfolders[i], NULL);

		g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
	}
	g_free(write_file(folder, "cur/2.b:2,S", "Subject: b\n\n"));
	g_free(write_file(folder, "new/1.a", "Subject: a\n\n"));
	g_free(write_file(folder, "tmp/3.c", "Subject: half\n\n"));
	g_free(write_file(folder, ".Sent/cur/4.d:2,S", "Subject: d\n\n"));
	g_free(write_file(folder, ".Sent/cur/5.e:2,S", "Subject: e\n\n"));
	g_assert_true(kith_local_each(folder, note_source, sources, &error));
	g_assert_no_error(error);
	g_assert_cmpuint(sources->len, ==, 3);
	g_assert_cmpstr(sources->pdata[0], ==, "1.a");
	g_assert_cmpstr(sources->pdata[1], ==, "2.b:2,S");
	g_assert_cmpstr(sources->pdata[2], ==, "4.d:2,S");
	scratch_remove(folder);
}

static void errors_name_the_path(void)
{
	g_autoptr(GString) all = g_string_new(NULL);
	g_autofree char *folder = temporary();
	g_autofree char *nowhere = g_build_filename(folder, "nowhere", NULL);
	g_autoptr(GError) missing = NULL, empty = NULL;

	g_assert_false(kith_local_each(nowhere, collect, all, &missing));
	g_assert_error(missing, KITH_ERROR, KITH_ERROR_NOT_FOUND);
	g_assert_nonnull(strstr(missing->message, "nowhere"));
	g_assert_false(kith_local_each(folder, collect, all, &empty));
	g_assert_error(empty, KITH_ERROR, KITH_ERROR_INVALID);
	scratch_remove(folder);
}

static void names_tell_roles(void)
{
	static const struct { const char *name; char delimiter; KithFolderRole role; } rows[] = {
		{"INBOX", '/', KITH_FOLDER_INBOX}, {"Sent", '/', KITH_FOLDER_SENT},
		{"INBOX.Sent Items", '.', KITH_FOLDER_SENT}, {"[Gmail]/Gesendet", '/', KITH_FOLDER_SENT},
		{"Éléments ENVOYÉS", '/', KITH_FOLDER_SENT}, {"E\xcc\x81le\xcc\x81ments envoye\xcc\x81s", '/', KITH_FOLDER_SENT},
		{"ОТПРАВЛЕННЫЕ", '/', KITH_FOLDER_SENT}, {"送信済み", '/', KITH_FOLDER_SENT},
		{"Sent.mbox", '\0', KITH_FOLDER_SENT}, {"Inbox.mbox", '\0', KITH_FOLDER_INBOX},
		{"Sentinel", '/', KITH_FOLDER_OTHER}, {"Sent/2019", '/', KITH_FOLDER_OTHER},
		{"Entwürfe", '/', KITH_FOLDER_DRAFTS}, {"", '/', KITH_FOLDER_OTHER},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(kith_folder_role_by_name(rows[i].name, rows[i].delimiter), ==, rows[i].role);
	g_assert_cmpint(kith_folder_role_by_attribute("\\Sent"), ==, KITH_FOLDER_SENT);
	g_assert_cmpint(kith_folder_role_by_attribute("SENT"), ==, KITH_FOLDER_SENT);
	g_assert_cmpint(kith_folder_role_by_attribute("HasNoChildren"), ==, KITH_FOLDER_OTHER);
}

static void modified_utf7_is_for_servers_only(void)
{
	static const struct { const char *raw, *name; } rows[] = {
		{"Entw&APw-rfe", "Entwürfe"}, {"a&-b", "a&b"}, {"INBOX", "INBOX"},
		{"&U,BTFw-", "台北"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *decoded = kith_folder_name_decode(rows[i].raw);
		g_autofree char *encoded = kith_folder_name_encode(rows[i].name);

		g_assert_cmpstr(decoded, ==, rows[i].name);
		g_assert_cmpstr(encoded, ==, rows[i].raw);
	}
	g_autofree char *broken = kith_folder_name_decode("a&AP\x01\xff");
	g_assert_true(g_utf8_validate(broken, -1, NULL));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *path = g_strdup_printf("/mbox/%s", table[i].name);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), check_mbox);
	}
	g_test_add_func("/mbox/separators-tell-the-date", separators_tell_the_date);
	g_test_add_func("/local/a-maildir-is-read-new-and-cur-and-stopped", a_maildir_is_read_new_and_cur_and_stopped);
	g_test_add_func("/local/errors-name-the-path", errors_name_the_path);
	g_test_add_func("/names/tell-roles", names_tell_roles);
	g_test_add_func("/names/modified-utf7", modified_utf7_is_for_servers_only);
	return g_test_run();
}
