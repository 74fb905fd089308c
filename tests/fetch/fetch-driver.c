/* SPDX-License-Identifier: MIT
 * fetch-driver.c - plays core to a fetch process and prints what it hears.
 * In: a job on the command line. Out: one line for each message. Next: tests/fetch/t-server.tap
 *
 * With --state FILE the UIDs that were told are remembered, and what each folder said when it
 * was listed, so that a second run is incremental.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kith/fetch.h"

static char *source = NULL, *host = NULL, *login = NULL, *password = NULL, *ca = NULL, *state = NULL, *dump = NULL;
static gint port = 0, lane = 0, lanes = 1, descriptors = 0;
static gint64 since = 0, largest = 0, bandwidth = 0;
static gboolean list_only = FALSE, is_import = FALSE;
static gchar **folders = NULL, **paths = NULL;

static const GOptionEntry options[] = {
	{"source", 0, 0, G_OPTION_ARG_STRING, &source, "imaps, starttls, plain or maildir", "S"},
	{"host", 0, 0, G_OPTION_ARG_STRING, &host, "", "H"},
	{"port", 0, 0, G_OPTION_ARG_INT, &port, "", "N"},
	{"login", 0, 0, G_OPTION_ARG_STRING, &login, "", "L"},
	{"password", 0, 0, G_OPTION_ARG_STRING, &password, "", "P"},
	{"ca", 0, 0, G_OPTION_ARG_FILENAME, &ca, "", "F"},
	{"folder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, "", "F"},
	{"path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, "", "F"},
	{"state", 0, 0, G_OPTION_ARG_FILENAME, &state, "what was told before", "F"},
	{"dump", 0, 0, G_OPTION_ARG_FILENAME, &dump, "folder for the slim mails", "D"},
	{"since", 0, 0, G_OPTION_ARG_INT64, &since, "seconds since 1970", "N"},
	{"largest", 0, 0, G_OPTION_ARG_INT64, &largest, "bytes", "N"},
	{"bandwidth", 0, 0, G_OPTION_ARG_INT64, &bandwidth, "bytes a second", "N"},
	{"lane", 0, 0, G_OPTION_ARG_INT, &lane, "", "N"},
	{"lanes", 0, 0, G_OPTION_ARG_INT, &lanes, "", "N"},
	{"descriptors", 0, 0, G_OPTION_ARG_INT, &descriptors, "that are open already", "N"},
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
			    .is_import = is_import, .lane = (uint8_t)lane, .lanes = (uint8_t)lanes,
			    .since_at = since, .largest_bytes = (uint64_t)largest, .bytes_per_s = (uint64_t)bandwidth};
	g_autoptr(GByteArray) out = g_byte_array_new();

	job.folders = strings_of(folders);
	job.paths = strings_of(paths);
	kith_fetch_job_write(&job, out);
	g_assert_true(kith_wire_send(fd, KITH_FETCH_JOB, out, NULL));
	g_clear_pointer(&job.folders, g_ptr_array_unref);
	g_clear_pointer(&job.paths, g_ptr_array_unref);
}

/* The UIDs that were told of the open folder; its listing may be less. */
static void each_uid(void (*each)(uint64_t uid, void *context), void *context)
{
	g_auto(GStrv) keys = g_key_file_get_keys(told, folder_name, NULL, NULL);

	for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
		each(g_ascii_strtoull(keys[i], NULL, 10), context);
}

static void add_uid(uint64_t uid, void *set)
{
	kith_uid_set_add(set, uid);
}

static char *mark_group(void)
{
	return g_strconcat("mark ", folder_name, NULL);
}

static void send_state(int fd)
{
	g_autoptr(KithUidSet) known = kith_uid_set_new();
	g_autofree char *group = mark_group();
	const KithFetchState has = {.listed = known, .known = known,
		.is_whole = g_key_file_get_boolean(told, group, "is_whole", NULL),
		.mark = {g_key_file_get_uint64(told, group, "uidnext", NULL),
			 g_key_file_get_uint64(told, group, "modseq", NULL),
			 g_key_file_get_uint64(told, group, "count", NULL)}};
	g_autoptr(GByteArray) out = g_byte_array_new();

	each_uid(add_uid, known);
	kith_fetch_state_write(&has, out);
	g_assert_true(kith_wire_send(fd, KITH_FETCH_STATE, out, NULL));
}

/* What the folder said, for the next run; what it lists no more is forgotten. */
static void remember(const KithFetchFolder *folder)
{
	g_autofree char *group = mark_group();
	g_auto(GStrv) keys = g_key_file_get_keys(told, folder_name, NULL, NULL);

	g_key_file_set_boolean(told, group, "is_whole", folder->is_whole);
	g_key_file_set_uint64(told, group, "uidnext", folder->mark.uidnext);
	g_key_file_set_uint64(told, group, "modseq", folder->mark.modseq);
	g_key_file_set_uint64(told, group, "count", folder->mark.count);
	for (gsize i = 0; folder->is_whole && keys != NULL && keys[i] != NULL; i++)
		if (!kith_uid_set_has(folder->uids, g_ascii_strtoull(keys[i], NULL, 10)))
			g_key_file_remove_key(told, folder_name, keys[i], NULL);
}

static void hear_open(int fd, KithReader *in)
{
	g_autoptr(KithFetchFolder) folder = kith_fetch_folder_read(in, NULL);

	g_assert_nonnull(folder);
	g_free(folder_name);
	folder_name = g_strdup_printf("%s %u", folder->raw_name, folder->uidvalidity);
	send_state(fd);
}

struct gone { const KithUidSet *uids; guint count; };

static void count_gone(uint64_t uid, void *context)
{
	struct gone *gone = context;

	gone->count += !kith_uid_set_has(gone->uids, uid);
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
	struct gone gone = {folder->uids, 0};
	each_uid(count_gone, &gone);
	printf("FOLDER %s role=%d count=%" G_GUINT64_FORMAT " whole=%d\n", folder->name, (int)folder->role,
	       folder->mark.count, folder->is_whole);
	if (folder->is_whole && gone.count > 0)
		printf("GONE %u\n", gone.count);
	if (!list_only)
		remember(folder);
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
	if (raw->role != KITH_FOLDER_OTHER)
		printf("ROLE %s %d\n", uid, (int)raw->role);
	if (raw->gmail_thread != 0)
		printf("THREAD %s %" G_GUINT64_FORMAT "\n", uid, raw->gmail_thread);
	for (guint i = 0; raw->defects != NULL && i < raw->defects->len; i++)
		printf("DEFECT %s\n", (char *)raw->defects->pdata[i]);
	g_autofree char *envelope = g_strdelimit(g_strdup(raw->envelope), "\n", '|');
	if (raw->slim == NULL && envelope != NULL)
		printf("ENVELOPE %s\n", envelope);
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
	for (guint i = 0; i < skipped->uids->ranges->len; i++) {
		const KithUidRange *range = &g_array_index(skipped->uids->ranges, KithUidRange, i);

		for (uint64_t uid = range->first; uid <= range->last; uid++) {
			g_autofree char *key = g_strdup_printf("%" G_GUINT64_FORMAT, uid);

			g_assert_false(g_key_file_has_key(told, folder_name, key, NULL));
			g_key_file_set_boolean(told, folder_name, key, TRUE);
		}
	}
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
	printf("DONE ok=%d code=%d mails=%u bytes=%" G_GUINT64_FORMAT " throttled=%d wait=%u %s\n", result->ok,
	       (int)result->code, mails, result->bytes, result->is_throttled, result->retry_after_s,
	       result->text != NULL ? result->text : "");
	return false;
}

/* So that the next descriptor is over what select() can hold. */
static void open_descriptors(void)
{
	struct rlimit limit = {(rlim_t)descriptors + 100, (rlim_t)descriptors + 100};

	if (descriptors == 0)
		return;
	g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &limit), ==, 0);
	while (dup(STDERR_FILENO) < descriptors)
		;
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
		open_descriptors();
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
