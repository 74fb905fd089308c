/* SPDX-License-Identifier: MIT
 * local.c - mail in files, one by one: for `kith parse` and for imports.
 * In: a path. Out: KithRawMail. Next: src/fetch/local-folders.c
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "local.h"
#include "slim.h"

#define FUTURE_MS 2000			/* clocks of file servers go a little wrong; more is no time of now */

/* --- files */

static KithError error_of_errno(int number)
{
	if (number == ENOENT || number == ENOTDIR)
		return KITH_ERROR_NOT_FOUND;
	return number == EACCES || number == EPERM ? KITH_ERROR_DENIED : KITH_ERROR_INVALID;
}

static void set_path_error(GError **error, const char *path, int number)
{
	g_autofree char *shown = g_filename_display_name(path);

	g_set_error(error, KITH_ERROR, error_of_errno(number), "%s: %s", shown, g_strerror(number));
}

GMappedFile *kith_local_map(const char *path, struct stat *ret_about, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat about;

	if (fd < 0 || fstat(fd, &about) != 0) {
		set_path_error(error, path, errno);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	if (!S_ISREG(about.st_mode)) {
		close(fd);
		set_path_error(error, path, S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
		return NULL;
	}
	g_autoptr(GError) cause = NULL;
	GMappedFile *map = g_mapped_file_new_from_fd(fd, FALSE, &cause);
	close(fd);
	if (map == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "%s", cause->message);
		return NULL;
	}
	*ret_about = about;
	return map;
}

int64_t kith_local_age_ms(const struct stat *about)
{
	int64_t changed_us = (int64_t)about->st_mtim.tv_sec * G_USEC_PER_SEC + about->st_mtim.tv_nsec / 1000;

	int64_t age_ms = (kith_time_now_us() - changed_us) / 1000;

	return age_ms < -FUTURE_MS ? G_MAXINT64 : MAX(0, age_ms);
}

/* --- files that are cut short while they are mapped */

static volatile sig_atomic_t is_torn;
static uintptr_t page_bytes;

/* Zeros take the place of the page that is no more; whoever reads them asks afterwards. */
static void on_missing_page(int number, siginfo_t *info, void *context KITH_UNUSED)
{
	void *page = (void *)((uintptr_t)info->si_addr & ~(page_bytes - 1));

	is_torn = 1;
	if (info->si_code == BUS_ADRERR &&
	    mmap(page, page_bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED)
		return;
	(void)signal(number, SIG_DFL);	/* it exists; the instruction is tried again, and ends this process */
}

void kith_local_guard(void)
{
	struct sigaction action = {.sa_sigaction = on_missing_page, .sa_flags = SA_SIGINFO};

	page_bytes = (uintptr_t)sysconf(_SC_PAGESIZE);
	(void)sigemptyset(&action.sa_mask);		/* neither can fail with these arguments */
	(void)sigaction(SIGBUS, &action, NULL);
}

bool kith_local_was_torn(void)
{
	bool was = is_torn != 0;

	is_torn = 0;
	return was;
}

KithRawMail *kith_local_raw(uint64_t uid, int64_t internal_at, const uint8_t *bytes, size_t length)
{
	KithRawMail *raw = g_new0(KithRawMail, 1);

	raw->uid = uid;
	raw->internal_at = internal_at;
	raw->size_bytes = length;
	raw->status = KITH_SIGHTING_STORED;
	raw->defects = g_ptr_array_new_with_free_func(g_free);
	raw->slim = kith_slim_from_bytes(bytes, length, raw->defects);
	return raw;
}

/* --- folders of files */

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_mail_name(const char *name)
{
	return name[0] != '.';
}

bool kith_local_add_entries(GPtrArray *paths, const char *path, bool (*wanted)(const char *name), GError **error)
{
	DIR *folder = opendir(path);
	guint before = paths->len;

	if (folder == NULL) {
		set_path_error(error, path, errno);
		return false;
	}
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		if (wanted(entry->d_name))
			g_ptr_array_add(paths, g_build_filename(path, entry->d_name, NULL));
	closedir(folder);
	if (paths->len > before)	/* an empty array has no address */
		qsort(paths->pdata + before, paths->len - before, sizeof(gpointer), compare_names);
	return true;
}

GPtrArray *kith_local_maildir_files(const char *path, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *unread = g_build_filename(path, "new", NULL);
	g_autofree char *read = g_build_filename(path, "cur", NULL);

	/* new before cur: a mail that is moved meanwhile is seen twice rather than never */
	if (!kith_local_add_entries(files, unread, is_mail_name, error) ||
	    !kith_local_add_entries(files, read, is_mail_name, error))
		return NULL;
	return g_steal_pointer(&files);
}

/* --- each mail of a path */

typedef struct {
	KithLocalEach each;
	void *context;
	bool stopped;
} Walk;

static bool give(Walk *walk, const char *source, int64_t internal_at, const uint8_t *bytes,
		 size_t length, GError **error)
{
	bool is_deleted;
	uint64_t uid = kith_local_mail_uid(bytes, length, &is_deleted);
	g_autoptr(KithRawMail) raw = kith_local_raw(uid, internal_at, bytes, length);
	g_autoptr(GError) inner = NULL;

	walk->stopped = !walk->each(source, raw, walk->context, &inner);
	if (inner == NULL)
		return true;
	g_propagate_error(error, g_steal_pointer(&inner));
	return false;
}

static bool walk_mbox(Walk *walk, const char *path, const uint8_t *bytes, size_t length,
		      GError **error)
{
	size_t at = 0;
	KithMboxMail mail;

	for (guint number = 1; !walk->stopped && kith_mbox_next(bytes, length, &at, &mail);
	     number++) {
		g_autofree char *source = g_strdup_printf("%s#%u", path, number);
		const uint8_t *start = bytes + mail.start;
		g_autoptr(GBytes) unquoted = kith_mbox_unquote(start, mail.length);
		gsize size = mail.length;

		if (unquoted != NULL)
			start = g_bytes_get_data(unquoted, &size);
		if (!give(walk, source, mail.internal_at, start, size, error))
			return false;
	}
	return true;
}

static bool walk_file(Walk *walk, const char *path, GError **error)
{
	struct stat about;
	g_autoptr(GMappedFile) map = kith_local_map(path, &about, error);

	if (map == NULL)
		return false;
	const uint8_t *bytes = (const uint8_t *)g_mapped_file_get_contents(map);
	size_t length = g_mapped_file_get_length(map);
	if (bytes == NULL)	/* an empty file is not mapped */
		bytes = (const uint8_t *)"";
	if (kith_mbox_is(bytes, length))
		return walk_mbox(walk, path, bytes, length, error);
	return give(walk, path, about.st_mtime, bytes, length, error);
}

static bool walk_files(Walk *walk, const GPtrArray *files, GError **error)
{
	for (guint i = 0; i < files->len && !walk->stopped; i++) {
		g_autoptr(GError) inner = NULL;

		if (walk_file(walk, files->pdata[i], &inner))
			continue;
		if (!g_error_matches(inner, KITH_ERROR, KITH_ERROR_NOT_FOUND)) {
			g_propagate_error(error, g_steal_pointer(&inner));
			return false;
		}		/* else it was moved or deleted since the folder was listed */
	}
	return true;
}

static bool walk_folder(Walk *walk, const char *path, GError **error)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(kith_local_folder_free);

	if (!kith_local_walk(path, KITH_LOCAL_MAILDIRS | KITH_LOCAL_MBOXES | KITH_LOCAL_EML, false, folders, NULL,
			     error))
		return false;
	for (guint i = 0; i < folders->len && !walk->stopped; i++) {
		const KithLocalFolder *folder = folders->pdata[i];
		g_autoptr(GPtrArray) files = folder->files != NULL ? g_ptr_array_ref(folder->files) :
								     kith_local_maildir_files(folder->path, error);

		if (files == NULL || !walk_files(walk, files, error))
			return false;
	}
	return true;
}

static GByteArray *read_stdin(GError **error)
{
	g_autoptr(GByteArray) all = g_byte_array_new();
	uint8_t chunk[65536];

	for (;;) {
		ssize_t got = read(STDIN_FILENO, chunk, sizeof chunk);

		if (got == 0)
			return g_steal_pointer(&all);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			set_path_error(error, "-", errno);
			return NULL;
		}
		if (all->len + (size_t)got > KITH_LIMIT_STDIN_BYTES) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT,
				    "-: more than %d bytes on standard input; give a file instead",
				    KITH_LIMIT_STDIN_BYTES);
			return NULL;
		}
		g_byte_array_append(all, chunk, (guint)got);
	}
}

bool kith_local_each(const char *path, KithLocalEach each, void *context, GError **error)
{
	Walk walk = {each, context, false};

	if (strcmp(path, "-") == 0) {
		g_autoptr(GByteArray) all = read_stdin(error);
		const uint8_t *bytes =
			all != NULL && all->data != NULL ? all->data : (const uint8_t *)"";

		return all != NULL && give(&walk, path, 0, bytes, all->len, error);
	}
	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return walk_folder(&walk, path, error);
	return walk_file(&walk, path, error);
}
