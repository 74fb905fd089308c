/* SPDX-License-Identifier: MIT
 * test-secret.c - passwords come from where they stand, only from safe places, and never into an error text.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kith/account.h"
#include "tests/scratch.h"

#define CANARY "canary-1f9e"

static char *write_secret(const char *text, gssize length, int mode)
{
	char *path = g_build_filename(g_get_user_data_dir(), "secret", NULL);

	g_assert_no_errno(g_mkdir_with_parents(g_get_user_data_dir(), 0700));
	g_assert_true(g_file_set_contents(path, text, length, NULL));
	g_assert_no_errno(chmod(path, (mode_t)mode));
	return path;
}

static void assert_refused(const KithSecret *secret, const GError *error, int code, const char *part)
{
	g_assert_null(secret);
	g_assert_error(error, KITH_ERROR, code);
	g_assert_nonnull(strstr(error->message, part));
	g_assert_null(strstr(error->message, CANARY));
}

static void file_gives_its_first_line(void)
{
	static const struct { const char *text, *secret; } cases[] = {
		{ CANARY "\n", CANARY }, { CANARY, CANARY }, { CANARY "\r\nuser: ada\n", CANARY },
		{ " with blanks \n", " with blanks " }, { "p\xc3\xa4ss\xe4\n", "p\xc3\xa4ss\xe4" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = write_secret(cases[i].text, -1, 0600);
		g_autoptr(GError) error = NULL;
		g_autoptr(KithSecret) secret = kith_secret_load(NULL, path, NULL, &error);

		g_assert_no_error(error);
		g_assert_cmpstr(secret->text, ==, cases[i].secret);
		g_assert_cmpuint(secret->length, ==, strlen(cases[i].secret));
	}
}

static void file_with_bad_content_is_refused(void)
{
	static const struct { const char *text; gssize length; const char *part; } cases[] = {
		{ "", 0, "empty" },
		{ "\n" CANARY "\n", -1, "empty" },
		{ CANARY "\tx\n", -1, "control characters" },
		{ CANARY "\0x", sizeof CANARY + 1, "control characters" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = write_secret(cases[i].text, cases[i].length, 0600);
		g_autoptr(GError) error = NULL;
		g_autoptr(KithSecret) secret = kith_secret_load(NULL, path, NULL, &error);

		assert_refused(secret, error, KITH_ERROR_CONFIG, cases[i].part);
	}
	g_autofree char *long_text = g_strnfill(100000, 'x');
	g_autofree char *path = write_secret(long_text, -1, 0600);
	g_autoptr(GError) error = NULL;
	g_autoptr(KithSecret) secret = kith_secret_load(NULL, path, NULL, &error);
	assert_refused(secret, error, KITH_ERROR_CONFIG, "too long");
}

static void file_that_others_can_read_is_refused(void)
{
	static const int modes[] = { 0604, 0602, 0666, 0644, 0777 };

	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++) {
		g_autofree char *path = write_secret(CANARY, -1, modes[i]);
		g_autoptr(GError) error = NULL;
		g_autoptr(KithSecret) secret = kith_secret_load(NULL, path, NULL, &error);

		assert_refused(secret, error, KITH_ERROR_CONFIG, "chmod 600");
	}
}

static void file_of_another_user_is_refused(void)
{
	const struct stat anothers = { .st_mode = S_IFREG | 0600, .st_uid = 4711 };
	const struct stat roots = { .st_mode = S_IFREG | 0640, .st_uid = 0 };
	g_autoptr(GError) error = NULL;

	g_assert_true(kith_secret_may_stand_in(&roots, 1000, "/etc/secret", &error));
	g_assert_no_error(error);
	g_assert_false(kith_secret_may_stand_in(&anothers, 1000, "/etc/secret", &error));
	assert_refused(NULL, error, KITH_ERROR_CONFIG, "belongs to user id 4711");
}

static void what_is_no_file_is_refused(void)
{
	g_autofree char *pipe_path = g_build_filename(g_get_user_data_dir(), "pipe", NULL);
	const char *const paths[] = { "/nowhere/at/all", "/dev/null", "/tmp", pipe_path };

	g_assert_no_errno(g_mkdir_with_parents(g_get_user_data_dir(), 0700));
	g_assert_no_errno(mkfifo(pipe_path, 0600));
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(KithSecret) secret = kith_secret_load(NULL, paths[i], NULL, &error);

		assert_refused(secret, error, KITH_ERROR_CONFIG, paths[i]);
	}
}

static void command_gives_its_first_line(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(KithSecret) secret =
		kith_secret_load("echo " CANARY "; seq 1 100000; head -c 200000 /dev/zero", NULL, NULL, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(secret->text, ==, CANARY);
}

/* gpg leaves its agent behind, with our pipe in its hand. */
static void command_may_leave_a_process_behind(void)
{
	g_autoptr(GError) error = NULL;
	int64_t start = g_get_monotonic_time();
	g_autoptr(KithSecret) secret = kith_secret_load("echo " CANARY "; sleep 5 &", NULL, NULL, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(secret->text, ==, CANARY);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 4 * G_USEC_PER_SEC);
}

static void command_that_fails_is_tried_later(void)
{
	static const struct { const char *command; int code; const char *part; } cases[] = {
		{ "echo " CANARY "; exit 3", KITH_ERROR_TEMPORARY, "exit status 3" },
		{ "echo " CANARY "; kill -9 $$", KITH_ERROR_TEMPORARY, "signal 9" },
		{ "/nowhere/" CANARY " 2>/dev/null", KITH_ERROR_TEMPORARY, "exit status 127" },
		{ "true " CANARY, KITH_ERROR_CONFIG, "empty" },
		{ "head -c 100000 /dev/zero | tr '\\0' x", KITH_ERROR_CONFIG, "too long" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(KithSecret) secret = kith_secret_load(cases[i].command, NULL, NULL, &error);

		assert_refused(secret, error, cases[i].code, cases[i].part);
	}
}

static void command_that_hangs_is_ended(void)
{
	g_autoptr(GError) error = NULL;
	int64_t start = g_get_monotonic_time();
	g_autoptr(KithSecret) secret = kith_secret_run("echo " CANARY "; sleep 60; true", 200, &error);

	assert_refused(secret, error, KITH_ERROR_TEMPORARY, "within 1 s");
	g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
}

static void credential_comes_from_systemds_folder(void)
{
	g_autofree char *path = write_secret(CANARY "\n", -1, 0400);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(GError) error = NULL;
	g_autoptr(GError) outside = NULL;

	g_unsetenv("CREDENTIALS_DIRECTORY");
	g_autoptr(KithSecret) none = kith_secret_load(NULL, NULL, "secret", &outside);
	assert_refused(none, outside, KITH_ERROR_CONFIG, "LoadCredential=secret");
	g_setenv("CREDENTIALS_DIRECTORY", folder, TRUE);
	g_autoptr(KithSecret) secret = kith_secret_load(NULL, NULL, "secret", &error);
	g_assert_no_error(error);
	g_assert_cmpstr(secret->text, ==, CANARY);
	g_unsetenv("CREDENTIALS_DIRECTORY");
}

static void nothing_named_is_no_secret(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(kith_secret_load(NULL, NULL, NULL, &error));
	g_assert_no_error(error);
}

int main(int argc, char **argv)
{
	/* G_TEST_OPTION_ISOLATE_DIRS would leak (LeakSanitizer). */
	g_autofree char *home = scratch_folder();
	g_setenv("XDG_DATA_HOME", home, TRUE);
	g_setenv("XDG_CONFIG_HOME", home, TRUE);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/secret/file_gives_its_first_line", file_gives_its_first_line);
	g_test_add_func("/secret/file_with_bad_content_is_refused", file_with_bad_content_is_refused);
	g_test_add_func("/secret/file_that_others_can_read_is_refused", file_that_others_can_read_is_refused);
	g_test_add_func("/secret/file_of_another_user_is_refused", file_of_another_user_is_refused);
	g_test_add_func("/secret/what_is_no_file_is_refused", what_is_no_file_is_refused);
	g_test_add_func("/secret/command_gives_its_first_line", command_gives_its_first_line);
	g_test_add_func("/secret/command_may_leave_a_process_behind", command_may_leave_a_process_behind);
	g_test_add_func("/secret/command_that_fails_is_tried_later", command_that_fails_is_tried_later);
	g_test_add_func("/secret/command_that_hangs_is_ended", command_that_hangs_is_ended);
	g_test_add_func("/secret/credential_comes_from_systemds_folder", credential_comes_from_systemds_folder);
	g_test_add_func("/secret/nothing_named_is_no_secret", nothing_named_is_no_secret);
	return g_test_run();
}
