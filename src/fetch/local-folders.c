/* SPDX-License-Identifier: MIT
 * local-folders.c - a Maildir account or an import, told to core folder by folder.
 * In: a job with paths. Out: OPEN, FOLDER, MAIL as from a server. Next: src/fetch/main.c
 *
 * A file's UID is a hash: of the unique name in a Maildir (it stays when flags change), of
 * the mail's bytes elsewhere, so that the same mail is one wherever it stands in the file.
 */
#include <stdlib.h>
#include <string.h>

#include "local.h"
#include "names.h"

typedef enum { LOCAL_MBOX, LOCAL_MAILDIR, LOCAL_EML } LocalKind;

typedef struct {
	LocalKind kind;
	char *path;		/* absolute; of an .eml file the folder it is in */
	char *name;
	KithFolderRole role;
	GPtrArray *files;	/* LOCAL_EML: the files; else NULL */
} LocalFolder;

/* Where one mail is: a file, or a place in the mapped mbox. */
typedef struct {
	uint64_t uid;
	char *path;
	KithMboxMail place;
} LocalMail;

static void local_folder_free(void *data)
{
	LocalFolder *folder = data;

	g_free(folder->path);
	g_free(folder->name);
	g_clear_pointer(&folder->files, g_ptr_array_unref);
	g_free(folder);
}

static void clear_mail(void *data)
{
	g_free(((LocalMail *)data)->path);
}

/* --- which folders */

static LocalFolder *add_folder(GPtrArray *folders, LocalKind kind, const char *path,
			       const char *raw_name)
{
	LocalFolder *folder = g_new0(LocalFolder, 1);

	folder->kind = kind;
	folder->path = g_strdup(path);
	folder->name = kith_folder_name_decode(raw_name);
	folder->role = kith_folder_role_by_name(folder->name, '.');
	if (folder->role == KITH_FOLDER_OTHER)
		folder->role = kith_folder_role_by_name(folder->name, '\0');
	g_ptr_array_add(folders, folder);
	return folder;
}

/* Adds an .eml file to its folder, which is the one told last when it is the same. */
static void add_eml(GPtrArray *folders, const char *file)
{
	g_autofree char *path = g_path_get_dirname(file);
	LocalFolder *last = folders->len > 0 ? folders->pdata[folders->len - 1] : NULL;

	if (last == NULL || last->kind != LOCAL_EML || strcmp(last->path, path) != 0) {
		g_autofree char *name = g_path_get_basename(path);

		last = add_folder(folders, LOCAL_EML, path, name);
		last->files = g_ptr_array_new_with_free_func(g_free);
	}
	g_ptr_array_add(last->files, g_strdup(file));
}

static bool add_maildir(GPtrArray *folders, const char *path, GError **error)
{
	g_autoptr(GPtrArray) paths = kith_local_maildir_folders(path, error);

	for (guint i = 0; paths != NULL && i < paths->len; i++) {
		g_autofree char *name = g_path_get_basename(paths->pdata[i]);
		LocalFolder *folder = add_folder(folders, LOCAL_MAILDIR, paths->pdata[i],
						 i > 0 ? name + 1 : name);

		if (i == 0 && folder->role == KITH_FOLDER_OTHER)
			folder->role = KITH_FOLDER_INBOX;	/* Maildir++: the root is the inbox */
	}
	return paths != NULL;
}

static bool add_file(GPtrArray *folders, const char *path, GError **error)
{
	int64_t modified_at;
	g_autoptr(GMappedFile) map = kith_local_map(path, &modified_at, error);

	if (map == NULL)
		return false;
	const uint8_t *bytes = (const uint8_t *)g_mapped_file_get_contents(map);
	if (bytes != NULL && kith_mbox_is(bytes, g_mapped_file_get_length(map))) {
		g_autofree char *name = g_path_get_basename(path);

		add_folder(folders, LOCAL_MBOX, path, name);
	} else {
		add_eml(folders, path);
	}
	return true;
}

static bool add_path(GPtrArray *folders, const char *given, GError **error)
{
	g_autofree char *path = g_canonicalize_filename(given, NULL);

	if (!g_file_test(path, G_FILE_TEST_IS_DIR))
		return add_file(folders, path, error);
	if (kith_local_is_maildir(path))
		return add_maildir(folders, path, error);
	g_autoptr(GPtrArray) files = kith_local_eml_files(path, error);
	if (files != NULL && files->len == 0)
		g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "%s: no Maildir (cur and new) and no mail files in it", path);
	for (guint i = 0; files != NULL && i < files->len; i++)
		add_eml(folders, files->pdata[i]);
	return files != NULL && files->len > 0;
}

static bool is_listed(const GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++)
		if (g_ascii_strcasecmp(names->pdata[i], name) == 0)
			return true;
	return false;
}

/* An import takes what was named but drafts, junk and trash; an account its list, else
 * inbox and sent as from a server. */
static bool is_wanted(const KithFetchJob *job, const LocalFolder *folder)
{
	if (job->folders != NULL)
		return is_listed(job->folders, folder->name) ||
		       (folder->role == KITH_FOLDER_INBOX && is_listed(job->folders, "INBOX"));
	if (job->is_import && folder->kind != LOCAL_MAILDIR)
		return true;
	bool is_main = folder->role == KITH_FOLDER_INBOX || folder->role == KITH_FOLDER_SENT;
	return is_main || (job->is_import && (folder->role == KITH_FOLDER_OTHER ||
					      folder->role == KITH_FOLDER_ARCHIVE ||
					      folder->role == KITH_FOLDER_ALL));
}

/* --- the mails of a folder */

/* "cur/1583.M1P2.host:2,S" -> "1583.M1P2.host" */
static uint64_t uid_of_file(const char *path)
{
	g_autofree char *name = g_path_get_basename(path);

	return kith_local_uid(name, strcspn(name, ":"));
}

static void list_maildir(const GPtrArray *files, GArray *mails)
{
	for (guint i = 0; i < files->len; i++) {
		LocalMail mail = {uid_of_file(files->pdata[i]), g_strdup(files->pdata[i]), {0}};

		g_array_append_val(mails, mail);
	}
}

static bool list_eml(const GPtrArray *files, GArray *mails, GError **error)
{
	for (guint i = 0; i < files->len; i++) {
		int64_t modified_at;
		g_autoptr(GMappedFile) map = kith_local_map(files->pdata[i], &modified_at, error);

		if (map == NULL)
			return false;
		const char *bytes = g_mapped_file_get_contents(map);
		LocalMail mail = {
			kith_local_uid(bytes != NULL ? bytes : "", g_mapped_file_get_length(map)),
			g_strdup(files->pdata[i]),
			{0}};
		g_array_append_val(mails, mail);
	}
	return true;
}

static void list_mbox(const uint8_t *bytes, size_t length, GArray *mails)
{
	LocalMail mail = {0};

	for (size_t at = 0; kith_mbox_next(bytes, length, &at, &mail.place);) {
		mail.uid = kith_local_uid(bytes + mail.place.start, mail.place.length);
		g_array_append_val(mails, mail);
	}
}

static int compare_uids(gconstpointer a, gconstpointer b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static KithUidSet *uids_of(const GArray *mails)
{
	g_autofree uint64_t *uids = g_new(uint64_t, mails->len + 1);
	KithUidSet *set = kith_uid_set_new();

	for (guint i = 0; i < mails->len; i++)
		uids[i] = g_array_index(mails, LocalMail, i).uid;
	qsort(uids, mails->len, sizeof *uids, compare_uids);
	for (guint i = 0; i < mails->len; i++)
		kith_uid_set_add(set, uids[i]);
	return set;
}

/* A Maildir file that another program has renamed since it was listed; NULL when gone. */
static char *find_renamed(const LocalFolder *folder, uint64_t uid)
{
	g_autoptr(GPtrArray) files = kith_local_maildir_files(folder->path, NULL);

	for (guint i = 0; files != NULL && i < files->len; i++)
		if (uid_of_file(files->pdata[i]) == uid)
			return g_strdup(files->pdata[i]);
	return NULL;
}

static KithRawMail *quarantined(uint64_t uid, const char *reason)
{
	KithRawMail *raw = g_new0(KithRawMail, 1);

	raw->uid = uid;
	raw->status = KITH_SIGHTING_QUARANTINED;
	raw->reason = kith_text_valid(reason, strlen(reason), KITH_LIMIT_SUBJECT_BYTES);
	return raw;
}

static bool send_file(KithChannel *channel, const LocalFolder *folder, const LocalMail *mail,
		      GError **error)
{
	int64_t modified_at;
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) map = kith_local_map(mail->path, &modified_at, &cause);
	g_autofree char *renamed = NULL;

	if (map == NULL && folder->kind == LOCAL_MAILDIR &&
	    g_error_matches(cause, KITH_ERROR, KITH_ERROR_NOT_FOUND)) {
		renamed = find_renamed(folder, mail->uid);
		if (renamed == NULL)
			return true;	/* deleted meanwhile: the next sync tells it gone */
		g_clear_error(&cause);
		map = kith_local_map(renamed, &modified_at, &cause);
	}
	g_autoptr(KithRawMail) raw = NULL;
	if (map == NULL) {
		raw = quarantined(mail->uid, cause->message);
	} else {
		const uint8_t *bytes = (const uint8_t *)g_mapped_file_get_contents(map);

		raw = kith_local_raw(mail->uid, modified_at,
				     bytes != NULL ? bytes : (const uint8_t *)"",
				     g_mapped_file_get_length(map));
	}
	return kith_channel_mail(channel, raw, error);
}

static bool send_place(KithChannel *channel, const LocalMail *mail, const uint8_t *bytes,
		       GError **error)
{
	const uint8_t *start = bytes + mail->place.start;
	gsize length = mail->place.length;
	g_autoptr(GBytes) unquoted = kith_mbox_unquote(start, length);

	if (unquoted != NULL)
		start = g_bytes_get_data(unquoted, &length);
	g_autoptr(KithRawMail) raw =
		kith_local_raw(mail->uid, mail->place.internal_at, start, length);
	return kith_channel_mail(channel, raw, error);
}

static bool send_missing(KithChannel *channel, const LocalFolder *folder, const GArray *mails,
			 const KithUidSet *known, const uint8_t *bytes, GError **error)
{
	g_autoptr(GHashTable) sent = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (guint i = 0; i < mails->len; i++) {
		LocalMail *mail = &g_array_index(mails, LocalMail, i);

		if (kith_uid_set_has(known, mail->uid) || !g_hash_table_add(sent, &mail->uid))
			continue;
		bool ok = folder->kind == LOCAL_MBOX ? send_place(channel, mail, bytes, error)
						     : send_file(channel, folder, mail, error);
		if (!ok)
			return false;
	}
	return true;
}

/* --- the protocol */

/* Tells core of FOLDER with MAILS in it, and what core lacks of them. */
static bool tell(KithChannel *channel, const LocalFolder *local, const GArray *mails,
		 const uint8_t *bytes, GError **error)
{
	KithFetchFolder folder = {.name = local->name, .raw_name = local->path, .role = local->role,
				  .uidvalidity = 1};
	g_autoptr(KithUidSet) uids = uids_of(mails);
	g_autoptr(KithFetchState) state = kith_channel_open(channel, &folder, error);

	if (state == NULL)
		return false;
	folder.uids = uids;
	folder.mark.count = kith_uid_set_count(uids);
	folder.is_whole = !channel->job->is_import;	/* an import adds to what was imported before */
	if (!kith_channel_folder(channel, &folder, error))
		return false;
	if (channel->job->list_only)
		return true;
	return send_missing(channel, local, mails, state->known, bytes, error) &&
	       kith_channel_folder_done(channel, error);
}

static bool sync_folder(KithChannel *channel, const LocalFolder *folder, GError **error)
{
	g_autoptr(GArray) mails = g_array_new(FALSE, FALSE, sizeof(LocalMail));
	g_autoptr(GMappedFile) map = NULL;
	const uint8_t *bytes = NULL;
	int64_t modified_at;

	g_array_set_clear_func(mails, clear_mail);
	if (folder->kind == LOCAL_MBOX) {
		map = kith_local_map(folder->path, &modified_at, error);
		if (map == NULL)
			return false;
		bytes = (const uint8_t *)g_mapped_file_get_contents(map);
		list_mbox(bytes, bytes != NULL ? g_mapped_file_get_length(map) : 0, mails);
	} else if (folder->kind == LOCAL_MAILDIR) {
		g_autoptr(GPtrArray) files = kith_local_maildir_files(folder->path, error);

		if (files == NULL)
			return false;
		list_maildir(files, mails);
	} else if (!list_eml(folder->files, mails, error)) {
		return false;
	}
	return tell(channel, folder, mails, bytes, error);
}

bool kith_local_fetch(KithChannel *channel, GError **error)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(local_folder_free);
	const KithFetchJob *job = channel->job;

	for (guint i = 0; job->paths != NULL && i < job->paths->len; i++) {
		const char *path = job->paths->pdata[i];

		if (!add_path(folders, path, error))
			return false;
		if (!job->is_import && !kith_local_is_maildir(path)) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
				    "%s: no Maildir; a folder with cur, new and tmp was expected",
				    path);
			return false;
		}
	}
	for (guint i = 0; i < folders->len; i++) {
		const LocalFolder *folder = folders->pdata[i];

		if (is_wanted(job, folder) && !sync_folder(channel, folder, error)) {
			g_prefix_error(error, "%s: ", folder->name);
			return false;
		}
	}
	return true;
}
