/* SPDX-License-Identifier: MIT
 * local-walk.c - which folders of mail lie below a path.
 * In: a path. Out: Maildirs, mboxes, folders of mail files. Next: src/fetch/local-folders.c
 *
 * Three layouts of Maildirs are read alike, also mixed: Maildir++ (Dovecot, Courier: all folders
 * in the inbox, ".Work.North"), plain folders (mbsync's Verbatim, offlineimap: "Work/North"),
 * and dots in plain folders (mbsync's Legacy: "Work/.North").
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "local.h"
#include "names.h"

typedef struct {
	unsigned kinds;
	bool empty;
	GPtrArray *folders;	/* KithLocalFolder *, of other paths too */
	GString *notes;		/* NULL */
	GQueue waiting;		/* Place * */
	guint walked;
} Walk;

typedef struct {
	char *path;
	char *name;		/* "" at the top */
} Place;

void kith_local_folder_free(void *data)
{
	KithLocalFolder *folder = data;

	g_free(folder->path);
	g_free(folder->name);
	g_clear_pointer(&folder->files, g_ptr_array_unref);
	g_free(folder);
}

static void free_place(void *data)
{
	Place *place = data;

	g_free(place->path);
	g_free(place->name);
	g_free(place);
}

/* --- names */

static char *name_of_path(const char *path)
{
	g_autofree char *base = g_path_get_basename(path);
	g_autofree char *valid = kith_text_valid(base, strlen(base), KITH_LIMIT_FOLDER_NAME_BYTES);

	return kith_text_clean(valid, false);
}

static char *join(const char *above, char *taken_own)
{
	g_autofree char *own = taken_own;

	return *above != '\0' ? g_strconcat(above, "/", own, NULL) : g_steal_pointer(&own);
}

/* Of a folder that Maildirs lie in: modified UTF-7, as their servers spell it. ".Work.North": "Work/North". */
static char *maildir_name(const char *above, const char *entry)
{
	char *own = kith_folder_name_decode(*entry == '.' ? entry + 1 : entry);

	if (*entry == '.')
		g_strdelimit(own, ".", '/');
	return join(above, own);
}

/* "Archives.sbd" holds what lies below "Archives" (Thunderbird), "Inbox.mbox" the one mbox of "Inbox" (Apple). */
static char *files_name(const char *above, const char *path, const char *ending)
{
	g_autofree char *own = name_of_path(path);

	if (g_str_has_suffix(own, ending) && strlen(own) > strlen(ending))
		own[strlen(own) - strlen(ending)] = '\0';
	return join(above, g_steal_pointer(&own));
}

static KithFolderRole role_of(const char *name)
{
	KithFolderRole role = kith_folder_role_by_name(name, '/');

	/* offlineimap keeps the server's dots in plain folders: "INBOX.Sent" */
	return role != KITH_FOLDER_OTHER ? role : kith_folder_role_by_name(name, '.');
}

static KithLocalFolder *add_folder(GPtrArray *folders, const char *path, const char *name)
{
	KithLocalFolder *folder = g_new0(KithLocalFolder, 1);

	folder->path = g_strdup(path);
	folder->name = g_strdup(name);
	folder->role = role_of(name);
	g_ptr_array_add(folders, folder);
	return folder;
}

static KithLocalFolder *find_files_folder(const GPtrArray *folders, const char *path)
{
	for (guint i = 0; i < folders->len; i++) {
		KithLocalFolder *folder = folders->pdata[i];

		if (folder->files != NULL && strcmp(folder->path, path) == 0)
			return folder;
	}
	return NULL;
}

static KithLocalFolder *add_files_folder(GPtrArray *folders, const char *path, const char *name)
{
	KithLocalFolder *folder = find_files_folder(folders, path);

	if (folder != NULL)
		return folder;
	folder = add_folder(folders, path, name);
	folder->files = g_ptr_array_new_with_free_func(g_free);
	return folder;
}

static void add_file(GPtrArray *folders, const char *path, const char *name, const char *file)
{
	KithLocalFolder *folder = add_files_folder(folders, path, name);

	for (guint i = 0; i < folder->files->len; i++)
		if (strcmp(folder->files->pdata[i], file) == 0)
			return;		/* named twice */
	g_ptr_array_add(folder->files, g_strdup(file));
}

/* --- what a file is */

typedef enum { FILE_OTHER, FILE_EMPTY, FILE_MBOX, FILE_MAIL, FILE_CLOSED } FileKind;

/* By its first line. */
static FileKind look_at(const char *path)
{
	char head[1024];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat about;

	if (fd < 0)
		return errno == EACCES || errno == EPERM ? FILE_CLOSED : FILE_OTHER;
	bool is_file = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
	ssize_t length = is_file ? read(fd, head, sizeof head) : -1, name = 0;
	close(fd);
	if (length <= 0)
		return length == 0 ? FILE_EMPTY : FILE_OTHER;
	if (kith_mbox_is((const uint8_t *)head, (size_t)length))
		return FILE_MBOX;
	while (name < length && head[name] > ' ' && head[name] < 0x7f && head[name] != ':')
		name++;
	return name > 0 && name < length && head[name] == ':' ? FILE_MAIL : FILE_OTHER;
}

bool kith_local_is_eml(const char *path)
{
	size_t length = strlen(path);

	return length > 4 && g_ascii_strcasecmp(path + length - 4, ".eml") == 0;
}

/* What mail programs keep beside their mboxes, and what Thunderbird has while it compacts one. */
static bool is_beside(const char *path)
{
	static const char *const endings[] = {".msf", ".dat", ".lock", ".tmp", ".html", ".json", ".sqlite"};
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(path, endings[i]))
			return true;
	return slash != NULL && g_str_has_prefix(slash + 1, "nstmp");
}

/* --- one folder of the file system */

static bool is_shown(const char *name)
{
	return name[0] != '.';
}

static bool is_entry(const char *name)
{
	return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static bool is_folder(const char *path, const char *name)
{
	g_autofree char *full = g_build_filename(path, name, NULL);

	return g_file_test(full, G_FILE_TEST_IS_DIR);
}

static bool is_maildir(const char *path)
{
	return is_folder(path, "cur") && is_folder(path, "new");
}

static bool is_part(const char *name)
{
	return strcmp(name, "cur") == 0 || strcmp(name, "new") == 0 || strcmp(name, "tmp") == 0;
}

static void wait_for(Walk *walk, const char *path, char *taken_name)
{
	Place *place = g_new0(Place, 1);

	place->path = g_strdup(path);
	place->name = taken_name;
	g_queue_push_tail(&walk->waiting, place);
}

/* A folder in PLACE. Hidden ones are other programs' own unless they are Maildirs. */
static void take_folder(Walk *walk, const Place *place, bool in_maildir, const char *path)
{
	g_autofree char *entry = g_path_get_basename(path);
	bool of_maildirs = (walk->kinds & KITH_LOCAL_MAILDIRS) != 0;

	if (in_maildir && is_part(entry))
		return;
	if (*entry == '.' && !(of_maildirs && is_maildir(path)))
		return;
	if (of_maildirs && (*entry == '.' || walk->kinds == KITH_LOCAL_MAILDIRS))
		wait_for(walk, path, maildir_name(place->name, entry));
	else
		wait_for(walk, path, files_name(place->name, path, ".sbd"));
}

/* Files that begin like a mail: MH folders and archives name them by number. With one called .eml only those. */
static void take_mails(Walk *walk, const Place *place, const char *name, const GPtrArray *files)
{
	bool has_eml = false;
	guint left_out = 0;

	for (guint i = 0; i < files->len; i++)
		has_eml = has_eml || kith_local_is_eml(files->pdata[i]);
	for (guint i = 0; i < files->len; i++) {
		const char *file = files->pdata[i];
		FileKind kind = has_eml ? FILE_OTHER : look_at(file);

		if (has_eml ? kith_local_is_eml(file) : (kind == FILE_MAIL || kind == FILE_MBOX || kind == FILE_CLOSED))
			add_file(walk->folders, place->path, name, file);
		else
			left_out++;
	}
	if (walk->empty || find_files_folder(walk->folders, place->path) != NULL)
		add_files_folder(walk->folders, place->path, name)->left_out = left_out;
}

/* Adds the mboxes among FILES and takes them out. An empty one is an mbox only where nothing else is looked for. */
static void take_mboxes(Walk *walk, const Place *place, GPtrArray *files)
{
	bool only = walk->kinds == KITH_LOCAL_MBOXES;

	for (guint i = 0; i < files->len;) {
		const char *file = files->pdata[i];
		bool may_be = !is_beside(file) && (only || !kith_local_is_eml(file));
		FileKind kind = may_be ? look_at(file) : FILE_OTHER;

		if (kind != FILE_MBOX && !(only && kind == FILE_EMPTY)) {
			i++;
			continue;
		}
		bool is_apple = g_str_has_suffix(file, ".mbox/mbox");
		g_autofree char *name = is_apple ? files_name("", place->path, ".mbox") :
						   files_name(place->name, file, "");
		add_file(walk->folders, file, name, file);
		g_ptr_array_remove_index(files, i);
	}
}

static bool take_place(Walk *walk, const Place *place, GError **error)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	bool is_one = (walk->kinds & KITH_LOCAL_MAILDIRS) != 0 && is_maildir(place->path);
	bool is_top = *place->name == '\0';
	g_autofree char *name = is_top ? name_of_path(place->path) : g_strdup(place->name);

	if (!kith_local_add_entries(entries, place->path, is_entry, error))
		return false;
	if (is_one) {
		KithLocalFolder *folder = add_folder(walk->folders, place->path, name);

		if (is_top && folder->role == KITH_FOLDER_OTHER)
			folder->role = KITH_FOLDER_INBOX;	/* Maildir++: the root is the inbox */
	}
	for (guint i = 0; i < entries->len; i++) {
		const char *path = entries->pdata[i];
		struct stat about;

		if (lstat(path, &about) == 0 && S_ISDIR(about.st_mode))
			take_folder(walk, place, is_one, path);
		else if (is_shown(strrchr(path, '/') + 1) && !is_one)
			g_ptr_array_add(files, g_strdup(path));
	}
	if ((walk->kinds & KITH_LOCAL_MBOXES) != 0)
		take_mboxes(walk, place, files);
	if ((walk->kinds & KITH_LOCAL_EML) != 0 && !is_one)
		take_mails(walk, place, name, files);
	return true;
}

/* --- a path */

static const char *expected(unsigned kinds)
{
	if (kinds == KITH_LOCAL_MAILDIRS)
		return "a Maildir (a folder with cur, new and tmp), or a folder of Maildirs";
	if (kinds == KITH_LOCAL_MBOXES)
		return "an mbox (its first line begins with \"From \" and ends with a date), or a folder of such files";
	if (kinds == KITH_LOCAL_EML)
		return "a folder of mail files";
	return "a Maildir (a folder with cur and new), an mbox, a mail file, or a folder of these";
}

static bool has_not(const char *path, unsigned kinds, GError **error)
{
	g_autofree char *shown = g_filename_display_name(path);

	g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "%s: there is no mail; expected %s", shown, expected(kinds));
	return false;
}

/* The path itself is a file. */
static bool take_file(unsigned kinds, const char *path, GPtrArray *folders, GError **error)
{
	FileKind kind = look_at(path);
	g_autofree char *name = name_of_path(path);
	g_autofree char *above = g_path_get_dirname(path);
	g_autofree char *above_name = name_of_path(above);
	struct stat about;

	if (kind == FILE_CLOSED && kinds != (KITH_LOCAL_MAILDIRS | KITH_LOCAL_MBOXES | KITH_LOCAL_EML)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_DENIED, "%s: %s", path, g_strerror(EACCES));
		return false;
	}
	if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
		return has_not(path, kinds, error);
	if ((kinds & KITH_LOCAL_MBOXES) != 0 && (kind == FILE_MBOX || kinds == KITH_LOCAL_MBOXES)) {
		if (kind != FILE_MBOX && kind != FILE_EMPTY)
			return has_not(path, kinds, error);
		add_file(folders, path, name, path);
		return true;
	}
	if ((kinds & KITH_LOCAL_EML) == 0 || kinds == KITH_LOCAL_EML)
		return has_not(path, kinds, error);
	add_file(folders, above, above_name, path);
	return true;
}

static bool take_all(Walk *walk, GError **error)
{
	bool is_top = true;

	while (!g_queue_is_empty(&walk->waiting)) {
		Place *place = g_queue_pop_head(&walk->waiting);
		g_autoptr(GError) failure = NULL;
		bool ok = ++walk->walked <= KITH_LIMIT_WATCHES ? take_place(walk, place, &failure) : true;

		free_place(place);
		bool is_gone = g_error_matches(failure, KITH_ERROR, KITH_ERROR_NOT_FOUND);
		if (!ok && (is_top || (walk->notes == NULL && !is_gone))) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return false;
		}
		if (!ok && !is_gone)
			g_string_append_printf(walk->notes, "%s%s", walk->notes->len > 0 ? "; " : "", failure->message);
		is_top = false;
	}
	return true;
}

static guint count_of(const GPtrArray *folders)
{
	guint count = folders->len;

	for (guint i = 0; i < folders->len; i++) {
		const KithLocalFolder *folder = folders->pdata[i];

		count += folder->files != NULL ? folder->files->len : 0;
	}
	return count;
}

bool kith_local_walk(const char *given, unsigned kinds, bool empty, GPtrArray *folders, GString *notes, GError **error)
{
	g_autofree char *path = g_canonicalize_filename(given, NULL);
	Walk walk = {.kinds = kinds, .empty = empty, .folders = folders, .notes = notes, .waiting = G_QUEUE_INIT};
	guint before = count_of(folders);
	struct stat about;

	if (stat(path, &about) != 0) {
		g_autofree char *shown = g_filename_display_name(path);

		g_set_error(error, KITH_ERROR, errno == EACCES ? KITH_ERROR_DENIED : KITH_ERROR_NOT_FOUND, "%s: %s",
			    shown, g_strerror(errno));
		return false;
	}
	if (!g_file_test(path, G_FILE_TEST_IS_DIR))
		return take_file(kinds, path, folders, error);
	wait_for(&walk, path, g_strdup(""));
	bool ok = take_all(&walk, error);
	g_queue_clear_full(&walk.waiting, free_place);
	if (ok && count_of(folders) == before)
		return has_not(path, kinds, error);
	return ok;
}
