/* SPDX-License-Identifier: MIT
 * local.c - mail in files, one by one: for `kith parse` and for imports.
 * In: a path. Out: KithRawMail. Next: src/fetch/local-folders.c
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "local.h"
#include "slim.h"

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

GMappedFile *kith_local_map(const char *path, int64_t *ret_modified_at, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;

	if (fd < 0 || fstat(fd, &status) != 0) {
		set_path_error(error, path, errno);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	if (!S_ISREG(status.st_mode)) {
		close(fd);
		set_path_error(error, path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
		return NULL;
	}
	g_autoptr(GError) cause = NULL;
	GMappedFile *map = g_mapped_file_new_from_fd(fd, FALSE, &cause);
	close(fd);
	if (map == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "%s", cause->message);
		return NULL;
	}
	*ret_modified_at = status.st_mtime;
	return map;
}

uint64_t kith_local_uid(const void *bytes, size_t length)
{
	uint8_t digest[32];
	uint64_t uid = 0;

	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, length, digest) != 0)
		g_error("SHA-256 does not work here: GnuTLS is damaged");
	for (int i = 0; i < 8; i++)
		uid = uid << 8 | digest[i];
	uid &= INT64_MAX;
	return uid != 0 ? uid : 1;
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

static bool is_eml_name(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > 4 && g_ascii_strcasecmp(name + length - 4, ".eml") == 0;
}

static bool is_subfolder_name(const char *name)
{
	return name[0] == '.' && name[1] != '\0' && strcmp(name, "..") != 0;
}

/* Adds PATH's entries that WANTED takes, as full paths in the order of their names. */
static bool add_entries(GPtrArray *paths, const char *path, bool (*wanted)(const char *),
			GError **error)
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

static bool is_folder(const char *path, const char *name)
{
	g_autofree char *full = g_build_filename(path, name, NULL);

	return g_file_test(full, G_FILE_TEST_IS_DIR);
}

bool kith_local_is_maildir(const char *path)
{
	return is_folder(path, "cur") && is_folder(path, "new");
}

GPtrArray *kith_local_maildir_files(const char *path, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *unread = g_build_filename(path, "new", NULL);
	g_autofree char *read = g_build_filename(path, "cur", NULL);

	/* new before cur: a mail that is moved meanwhile is seen twice rather than never */
	if (!add_entries(files, unread, is_mail_name, error) ||
	    !add_entries(files, read, is_mail_name, error))
		return NULL;
	return g_steal_pointer(&files);
}

/* Begins with a header field (RFC 5322 2.2) or an mbox separator. */
static bool begins_like_mail(const char *path)
{
	char head[128];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t length = fd >= 0 ? read(fd, head, sizeof head) : -1;
	ssize_t name = 0;

	if (fd >= 0)
		close(fd);
	while (name < length && head[name] > ' ' && head[name] < 0x7f && head[name] != ':')
		name++;
	return (name > 0 && name < length && head[name] == ':') || (length > 5 && memcmp(head, "From ", 5) == 0);
}

/* Adds the mail files of one folder. Without one called .eml, every file that begins like a mail: MH folders and
 * archives name them by number. */
static bool add_mail_files(GPtrArray *files, const char *path, GError **error)
{
	guint before = files->len;

	if (!add_entries(files, path, is_eml_name, error))
		return false;
	if (files->len > before)
		return true;
	if (!add_entries(files, path, is_mail_name, error))
		return false;
	for (guint i = files->len; i > before; i--) {
		if (!begins_like_mail(files->pdata[i - 1]))
			g_ptr_array_remove_index(files, i - 1);
	}
	return true;
}

/* Adds PATH's folders, but no links: they could lead round in a circle. */
static bool add_folders(GPtrArray *folders, const char *path, GError **error)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);

	if (!add_entries(entries, path, is_mail_name, error))
		return false;
	for (guint i = 0; i < entries->len && folders->len < KITH_LIMIT_FOLDERS; i++) {
		struct stat about;

		if (lstat(entries->pdata[i], &about) == 0 && S_ISDIR(about.st_mode))
			g_ptr_array_add(folders, g_strdup(entries->pdata[i]));
	}
	return true;
}

GPtrArray *kith_local_eml_files(const char *path, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(folders, g_strdup(path));
	for (guint i = 0; i < folders->len; i++) {
		if (!add_mail_files(files, folders->pdata[i], error) || !add_folders(folders, folders->pdata[i], error))
			return NULL;
	}
	return g_steal_pointer(&files);
}

GPtrArray *kith_local_maildir_folders(const char *path, GError **error)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(folders, g_strdup(path));
	if (!add_entries(entries, path, is_subfolder_name, error))
		return NULL;
	for (guint i = 0; i < entries->len; i++)
		if (kith_local_is_maildir(entries->pdata[i]))
			g_ptr_array_add(folders, g_strdup(entries->pdata[i]));
	return g_steal_pointer(&folders);
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
	g_autoptr(KithRawMail) raw =
		kith_local_raw(kith_local_uid(bytes, length), internal_at, bytes, length);
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
	int64_t modified_at;
	g_autoptr(GMappedFile) map = kith_local_map(path, &modified_at, error);

	if (map == NULL)
		return false;
	const uint8_t *bytes = (const uint8_t *)g_mapped_file_get_contents(map);
	size_t length = g_mapped_file_get_length(map);
	if (bytes == NULL)	/* an empty file is not mapped */
		bytes = (const uint8_t *)"";
	if (kith_mbox_is(bytes, length))
		return walk_mbox(walk, path, bytes, length, error);
	return give(walk, path, modified_at, bytes, length, error);
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
	if (!kith_local_is_maildir(path)) {
		g_autoptr(GPtrArray) files = kith_local_eml_files(path, error);

		if (files != NULL && files->len == 0)
			g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
				    "%s: no Maildir (cur and new) and no mail files in it", path);
		return files != NULL && files->len > 0 && walk_files(walk, files, error);
	}
	g_autoptr(GPtrArray) folders = kith_local_maildir_folders(path, error);
	for (guint i = 0; folders != NULL && i < folders->len && !walk->stopped; i++) {
		g_autoptr(GPtrArray) files = kith_local_maildir_files(folders->pdata[i], error);

		if (files == NULL || !walk_files(walk, files, error))
			return false;
	}
	return folders != NULL;
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
