/* SPDX-License-Identifier: MIT
 * fetch-driver.c - plays core to a fetch process and prints what it hears.
 * In: a job on the command line. Out: one line for each message. Next: tests/fetch/t-server.tap
 *
 * With --state FILE the UIDs that were told are remembered, so that a second run is incremental.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kith/fetch.h"

static char *source = NULL, *host = NULL, *login = NULL, *password = NULL, *ca = NULL, *state = NULL, *dump = NULL;
static gint port = 0;
static gboolean list_only = FALSE, is_import = FALSE;
static gchar **folders = NULL, **paths = NULL;

static const GOptionEntry options[] = {
	{"source", 0, 0, G_OPTION_ARG_STRING, &source, "imaps, starttls, plain or maildir", "S"},
	{"host", 0, 0, G_OPTION_ARG_STRING, &host, "", "H"},
	{"port", 0, 0, G_OPTION_ARG_INT, &port, "", "N"},
	{"login", 0, 0, G_OPTION_ARG_STRING, &login, "", "L"},
	{"password", 0, 0, G_OPTION_ARG_STRING, &password, "", "P"},
	{"ca", 0, 0, G_OPTION_ARG_FILENAME, &ca, "", "F"},
	{"folder", 0, 0, G_OPTION_ARG_STRING_ARRAY, &folders, "", "F"},
	{"path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, "", "F"},
	{"state", 0, 0, G_OPTION_ARG_FILENAME, &state, "what was told before", "F"},
	{"dump", 0, 0, G_OPTION_ARG_FILENAME, &dump, "folder for the slim mails", "D"},
	{"list-only", 0, 0, G_OPTION_ARG_NONE, &list_only, "", NULL},
	{"import", 0, 0, G_OPTION_ARG_NONE, &is_import, "", NULL},
	{NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
};

static GKeyFile *told;
static char *folder_name;
static guint mails;

static GPtrArray *strings_of(gchar **list)
{
	GPtrArray *strings = list != NULL ? g_ptr_array_new_with_free_func(g_free) : NULL;

	for (; list != NULL && *list != NULL; list++)
		g_ptr_array_add(strings, g_strdup(*list));
	return strings;
}

static KithSourceKind source_kind(void)
{
	if (g_strcmp0(source, "imaps") == 0)
		return KITH_SOURCE_IMAPS;
	if (g_strcmp0(source, "starttls") == 0)
		return KITH_SOURCE_IMAP_STARTTLS;
	return g_strcmp0(source, "plain") == 0 ? KITH_SOURCE_IMAP_PLAIN : KITH_SOURCE_MAILDIR;
}

static void send_job(int fd)
{
	KithFetchJob job = {.source = source_kind(), .account = (char *)"test", .host = host, .port = (uint16_t)port,
			    .login = login, .password = password, .tls_ca = ca, .list_only = list_only,
			    .is_import = is_import, .lanes = 1};
	g_autoptr(GByteArray) out = g_byte_array_new();

	job.folders = strings_of(folders);
	job.paths = strings_of(paths);
	kith_fetch_job_write(&job, out);
	g_assert_true(kith_wire_send(fd, KITH_FETCH_JOB, out, NULL));
	g_clear_pointer(&job.folders, g_ptr_array_unref);
	g_clear_pointer(&job.paths, g_ptr_array_unref);
}

static void send_state(int fd)
{
	g_autoptr(KithUidSet) known = kith_uid_set_new();
	const KithFetchState has = {.listed = known, .known = known};
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_auto(GStrv) keys = g_key_file_get_keys(told, folder_name, NULL, NULL);

	for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
		kith_uid_set_add(known, g_ascii_strtoull(keys[i], NULL, 10));
	kith_fetch_state_write(&has, out);
	g_assert_true(kith_wire_send(fd, KITH_FETCH_STATE, out, NULL));
}

static void hear_open(int fd, KithReader *in)
{
	g_autoptr(KithFetchFolder) folder = kith_fetch_folder_read(in, NULL);

	g_assert_nonnull(folder);
	g_free(folder_name);
	folder_name = g_strdup_printf("%s %u", folder->raw_name, folder->uidvalidity);
	send_state(fd);
}

static void hear_folder(KithReader *in)
{
	g_autoptr(KithFetchFolder) folder = kith_fetch_folder_read(in, NULL);

	g_assert_nonnull(folder);
	if (list_only) {
		g_free(folder_name);
		folder_name = g_strdup_printf("%s %u", folder->raw_name, folder->uidvalidity);
	}
	g_assert_cmpuint(kith_uid_set_count(folder->uids), ==, folder->mark.count);
	g_auto(GStrv) keys = g_key_file_get_keys(told, folder_name, NULL, NULL);
	guint gone = 0;
	for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
		gone += !kith_uid_set_has(folder->uids, g_ascii_strtoull(keys[i], NULL, 10));
	printf("FOLDER %s role=%d count=%" G_GUINT64_FORMAT "\n", folder->name, (int)folder->role,
	       folder->mark.count);
	if (folder->is_whole && gone > 0)
		printf("GONE %u\n", gone);
}

static void hear_mail(KithReader *in)
{
	static const char *const statuses[] = {"stored", "skipped", "quarantined", "gone"};
	g_autoptr(KithRawMail) raw = kith_raw_mail_read(in, NULL);

	g_assert_nonnull(raw);
	g_autofree char *uid = g_strdup_printf("%" G_GUINT64_FORMAT, raw->uid);
	g_assert_false(g_key_file_has_key(told, folder_name, uid, NULL));	/* each once */
	g_key_file_set_boolean(told, folder_name, uid, TRUE);
	gsize length = 0;
	const char *slim = raw->slim != NULL ? g_bytes_get_data(raw->slim, &length) : NULL;
	printf("MAIL %s %s at=%" G_GINT64_FORMAT " size=%" G_GUINT64_FORMAT " slim=%zu %s\n", uid,
	       statuses[raw->status], raw->internal_at, raw->size_bytes, length, raw->reason != NULL ? raw->reason : "");
	for (guint i = 0; raw->defects != NULL && i < raw->defects->len; i++)
		printf("DEFECT %s\n", (char *)raw->defects->pdata[i]);
	if (dump != NULL && slim != NULL) {
		g_autofree char *name = g_strdelimit(g_strdup_printf("%s-%s", folder_name, uid), "/ ", '_');
		g_autofree char *path = g_build_filename(dump, name, NULL);

		g_assert_true(g_file_set_contents(path, slim, (gssize)length, NULL));
	}
	mails++;
}

static void hear_skipped(KithReader *in)
{
	g_autoptr(KithFetchSkipped) skipped = kith_fetch_skipped_read(in, NULL);

	g_assert_nonnull(skipped);
	printf("SKIPPED %" G_GUINT64_FORMAT " %s\n", kith_uid_set_count(skipped->uids), skipped->reason);
}

/* False when the job is done. */
static bool hear(int fd)
{
	uint8_t type = 0;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) payload = kith_wire_receive(fd, &type, &error);
	gsize length;

	if (payload == NULL) {
		printf("DIED %s\n", error != NULL ? error->message : "");
		return false;
	}
	const uint8_t *bytes = g_bytes_get_data(payload, &length);
	KithReader in = {bytes, bytes + length, false};
	if (type == KITH_FETCH_FOLDER)
		hear_folder(&in);
	else if (type == KITH_FETCH_OPEN)
		hear_open(fd, &in);
	else if (type == KITH_FETCH_MAIL)
		hear_mail(&in);
	else if (type == KITH_FETCH_SKIPPED)
		hear_skipped(&in);
	else if (type == KITH_FETCH_FOLDER_DONE)
		printf("FOLDER_DONE\n");
	if (type != KITH_FETCH_DONE)
		return true;
	g_autoptr(KithFetchResult) result = kith_fetch_result_read(&in, NULL);
	g_assert_nonnull(result);
	printf("DONE ok=%d code=%d mails=%u bytes=%" G_GUINT64_FORMAT " %s\n", result->ok, (int)result->code, mails,
	       result->bytes, result->text != NULL ? result->text : "");
	return false;
}

int main(int argc, char **argv)
{
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	int ends[2], status = 0;

	g_option_context_add_main_entries(context, options, NULL);
	g_assert_true(g_option_context_parse(context, &argc, &argv, NULL));
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
	told = g_key_file_new();
	if (state != NULL)
		(void)g_key_file_load_from_file(told, state, 0, NULL);	/* the first run has none */
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		_exit(kith_fetch_main(ends[1]));
	}
	close(ends[1]);
	send_job(ends[0]);
	while (hear(ends[0]))
		;
	close(ends[0]);
	struct rusage usage;
	g_assert_cmpint(wait4(child, &status, 0, &usage), ==, child);
	printf("EXIT %d cpu_ms=%ld rss_kb=%ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
	       usage.ru_utime.tv_sec * 1000 + usage.ru_utime.tv_usec / 1000, usage.ru_maxrss);
	if (state != NULL)
		g_assert_true(g_key_file_save_to_file(told, state, NULL));
	return 0;
}
