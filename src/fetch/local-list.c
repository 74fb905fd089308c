/* SPDX-License-Identifier: MIT
 * local-list.c - which mails a folder of files holds now.
 * In: a folder. Out: its mails with their UIDs. Next: src/fetch/local-folders.c
 *
 * Others write into these files meanwhile, and kith takes part in none of their locks: whoever
 * only reads must not make a delivery wait. So a file is left alone until it is quiet, the end
 * of an mbox counts when it looks like one, and what changed while it was read is read again
 * at the next look. The bytes of a mail are compared with its UID when it is sent.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"

#define QUIET_MS 500			/* a file that did not change for so long is not being written */
#define PATIENCE_MS 3000		/* for files to become quiet */
#define UNENDED_MS 10000		/* an mbox without its last blank line has no more to come */
#define RACY_MS 1000			/* younger: a change might not show in the times of a folder */

void kith_local_list_free(KithLocalList *list)
{
	if (list == NULL)
		return;
	g_ptr_array_unref(list->paths);
	g_array_unref(list->mails);
	g_free(list);
}

/* --- the proof */

static void add_proof(GByteArray *all, const struct stat *about)
{
	const int64_t numbers[] = {
		(int64_t)about->st_dev, (int64_t)about->st_ino, about->st_size, about->st_mtim.tv_sec,
		about->st_mtim.tv_nsec, about->st_ctim.tv_sec, about->st_ctim.tv_nsec,
	};

	g_byte_array_append(all, (const guint8 *)numbers, sizeof numbers);
}

static uint64_t proof_of_maildir(const KithLocalFolder *folder)
{
	static const char *const parts[] = {"new", "cur"};
	g_autoptr(GByteArray) all = g_byte_array_new();

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *path = g_build_filename(folder->path, parts[i], NULL);
		struct stat about;

		if (stat(path, &about) != 0 || kith_local_age_ms(&about) < RACY_MS)
			return 0;
		add_proof(all, &about);
	}
	return kith_local_uid(all->data, all->len);
}

static uint64_t proof_of_files(const KithLocalFolder *folder, int64_t *ret_youngest_ms)
{
	g_autoptr(GByteArray) all = g_byte_array_new();

	*ret_youngest_ms = G_MAXINT64;
	for (guint i = 0; i < folder->files->len; i++) {
		const char *path = folder->files->pdata[i];
		struct stat about = {0};

		if (stat(path, &about) != 0)
			return 0;
		*ret_youngest_ms = MIN(*ret_youngest_ms, kith_local_age_ms(&about));
		g_byte_array_append(all, (const guint8 *)path, (guint)strlen(path) + 1);
		add_proof(all, &about);
	}
	g_byte_array_append(all, (const guint8 *)"files", 5);	/* none is no empty array */
	return kith_local_uid(all->data, all->len);
}

uint64_t kith_local_proof(const KithLocalFolder *folder)
{
	int64_t youngest_ms, waited_ms = 0;

	if (folder->files == NULL)
		return proof_of_maildir(folder);
	for (;;) {
		uint64_t proof = proof_of_files(folder, &youngest_ms);
		int64_t rest_ms = QUIET_MS - youngest_ms;

		if (youngest_ms >= QUIET_MS)
			return proof;
		if (waited_ms + rest_ms > PATIENCE_MS)
			return 0;
		g_usleep((gulong)rest_ms * 1000);
		waited_ms += rest_ms;
	}
}

/* --- Maildir */

static bool list_maildir(KithLocalList *list, const KithLocalFolder *folder, GError **error)
{
	GPtrArray *files = kith_local_maildir_files(folder->path, error);

	if (files == NULL)
		return false;
	g_ptr_array_unref(list->paths);
	list->paths = files;
	for (guint i = 0; i < files->len; i++) {
		const KithLocalMail mail = {
			.uid = kith_local_maildir_uid(files->pdata[i]), .path = files->pdata[i], .length = SIZE_MAX,
		};
		g_array_append_val(list->mails, mail);
	}
	return true;
}

/* --- files */

static void add_unreadable(KithLocalList *list, const char *path)
{
	g_autofree char *name = g_strconcat("unreadable:", path, NULL);
	const KithLocalMail mail = {.uid = kith_local_uid(name, strlen(name)), .path = path, .length = SIZE_MAX};

	g_array_append_val(list->mails, mail);
}

static void add_mail(KithLocalList *list, const char *path, const uint8_t *bytes, size_t length)
{
	bool is_deleted;
	const KithLocalMail mail = {
		.uid = kith_local_mail_uid(bytes, length, &is_deleted), .path = path, .length = SIZE_MAX,
	};

	g_array_append_val(list->mails, mail);
}

static void add_mbox(KithLocalList *list, const char *path, const uint8_t *bytes, size_t length)
{
	KithMboxMail place;

	for (size_t at = 0; kith_mbox_next(bytes, length, &at, &place);) {
		bool is_deleted;
		const KithLocalMail mail = {
			.uid = kith_local_mail_uid(bytes + place.start, place.length, &is_deleted), .path = path,
			.start = place.start, .length = place.length, .internal_at = place.internal_at,
		};

		if (!is_deleted)
			g_array_append_val(list->mails, mail);
	}
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Whether the file still is what was mapped, and nobody was in the middle of a mail. */
static bool is_quiet(const char *path, const struct stat *before)
{
	struct stat now;

	return stat(path, &now) == 0 && is_same(before, &now) && kith_local_age_ms(&now) >= QUIET_MS;
}

static void list_bytes(KithLocalList *list, const char *path, const struct stat *about, GMappedFile *map, bool is_live)
{
	const char *text = g_mapped_file_get_contents(map);
	const uint8_t *bytes = (const uint8_t *)(text != NULL ? text : "");
	size_t length = g_mapped_file_get_length(map);
	guint before = list->mails->len;
	bool is_mbox = kith_mbox_is(bytes, length);

	(void)kith_local_was_torn();	/* of another file */
	if (is_mbox)
		add_mbox(list, path, bytes, length);
	else
		add_mail(list, path, bytes, length);
	bool is_cut = is_mbox && is_live && !kith_mbox_is_ended(bytes, length) && kith_local_age_ms(about) < UNENDED_MS;
	bool is_torn = kith_local_was_torn();
	if (!is_torn && !is_cut && is_quiet(path, about))
		return;
	/* The last mail waits until it is whole; of a file that was cut short meanwhile all do. */
	list->is_whole = false;
	g_array_set_size(list->mails, is_torn ? before : MAX(before, list->mails->len - MIN(1, list->mails->len)));
}

static void list_file(KithLocalList *list, const char *given, bool is_live)
{
	struct stat about;
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) map = kith_local_map(given, &about, &cause);
	char *path = g_strdup(given);

	g_ptr_array_add(list->paths, path);
	if (map != NULL)
		list_bytes(list, path, &about, map, is_live);
	else if (!g_error_matches(cause, KITH_ERROR, KITH_ERROR_NOT_FOUND))
		add_unreadable(list, path);
}

KithLocalList *kith_local_list(const KithLocalFolder *folder, bool is_live, GError **error)
{
	g_autoptr(KithLocalList) list = g_new0(KithLocalList, 1);

	list->is_whole = true;
	list->mails = g_array_new(FALSE, FALSE, sizeof(KithLocalMail));
	list->paths = g_ptr_array_new_with_free_func(g_free);
	if (folder->files == NULL)
		return list_maildir(list, folder, error) ? g_steal_pointer(&list) : NULL;
	for (guint i = 0; i < folder->files->len; i++)
		list_file(list, folder->files->pdata[i], is_live);
	return g_steal_pointer(&list);
}
