/* SPDX-License-Identifier: MIT
 * local-folders.c - a local account or an import, told to core folder by folder.
 * In: a job with paths. Out: OPEN, FOLDER, MAIL as from a server. Next: src/fetch/main.c
 *
 * A file's UID is a hash: of the unique name in a Maildir (it stays when flags change), of
 * the mail's bytes elsewhere, so that the same mail is one wherever it stands in the file.
 */
#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "local.h"
#include "slim.h"

#define DELIVERED_MS 200		/* a younger file may still be written, by a program that errs */
#define DELIVERY_TRIES 10
#define MAX_RELISTS 20			/* of one Maildir, for files that were renamed since */

/* A folder while its mails are sent. */
typedef struct {
	KithChannel *channel;
	const KithLocalFolder *folder;
	const KithLocalList *list;
	GMappedFile *map;	/* of the file read last; NULL none */
	const char *mapped;
	struct stat about;
	GHashTable *renamed;	/* uint64_t * -> char *: a Maildir's files, listed anew; NULL not yet */
	guint relists;
	GArray *skipped;	/* uint64_t: older than wanted */
} Sending;

/* --- which folders */

static unsigned kinds_of(const KithFetchJob *job)
{
	if (job->is_import)
		return KITH_LOCAL_MAILDIRS | KITH_LOCAL_MBOXES | KITH_LOCAL_EML;
	return job->source == KITH_SOURCE_MBOX ? KITH_LOCAL_MBOXES :
	       job->source == KITH_SOURCE_EML  ? KITH_LOCAL_EML :
						 KITH_LOCAL_MAILDIRS;
}

/* Inbox and sent first: there is what matters soonest. */
static int compare_places(gconstpointer a, gconstpointer b)
{
	const KithLocalFolder *left = *(KithLocalFolder *const *)a, *right = *(KithLocalFolder *const *)b;
	int places = kith_choice_place(left->role) - kith_choice_place(right->role);

	return places != 0 ? places : strcmp(left->name, right->name);
}

/* The one mbox, or the one Maildir, that an account names is its inbox. */
static void name_inbox(const KithFetchJob *job, const char *path, const GPtrArray *folders)
{
	g_autofree char *root = g_canonicalize_filename(path, NULL);

	for (guint i = 0; i < folders->len; i++) {
		KithLocalFolder *folder = folders->pdata[i];

		if (job->is_import || job->source == KITH_SOURCE_EML || strcmp(folder->path, root) != 0)
			continue;
		if (folder->role == KITH_FOLDER_OTHER)
			folder->role = KITH_FOLDER_INBOX;
		if (folder->role == KITH_FOLDER_INBOX) {
			g_free(folder->name);
			folder->name = g_strdup("INBOX");
		}
	}
}

/* With the roles that they have beside each other. */
static KithFolderCandidate *candidates_of(const GPtrArray *folders)
{
	KithFolderCandidate *candidates = g_new0(KithFolderCandidate, folders->len + 1);

	for (guint i = 0; i < folders->len; i++) {
		const KithLocalFolder *folder = folders->pdata[i];

		candidates[i] = (KithFolderCandidate){.name = folder->name, .delimiter = '/', .role = folder->role};
	}
	kith_choice_settle_roles(candidates, folders->len);
	for (guint i = 0; i < folders->len; i++)
		((KithLocalFolder *)folders->pdata[i])->role = candidates[i].role;
	return candidates;
}

/* A folder of files may come later: what `folders` names and is not there is told, no mistake. */
static void note_unmet(KithChannel *channel, const KithFolderCandidate *candidates, guint count)
{
	const GPtrArray *patterns = channel->job->folders;

	for (guint i = 0; patterns != NULL && i < patterns->len; i++) {
		const char *pattern = patterns->pdata[i];
		bool is_met = strcmp(pattern, "auto") == 0 || *pattern == '!';

		for (guint j = 0; j < count && !is_met; j++)
			is_met = kith_choice_matches(pattern, &candidates[j]);
		if (!is_met)
			g_string_append_printf(channel->notes, "%sthere is no folder \"%s\" (`folders`)",
					       channel->notes->len > 0 ? "; " : "", pattern);
	}
}

/* Takes out what is not wanted, and what is too much. Of an import everything is wanted but drafts, junk and trash
 * in a Maildir; and mboxes and files by any name. */
static void choose(KithChannel *channel, GPtrArray *folders)
{
	const KithFetchJob *job = channel->job;
	g_autofree KithFolderCandidate *candidates = candidates_of(folders);

	note_unmet(channel, candidates, folders->len);
	for (guint i = folders->len; i > 0; i--) {
		const KithLocalFolder *folder = folders->pdata[i - 1];

		if (!(job->is_import && folder->files != NULL) && !kith_choice_takes(job->folders, &candidates[i - 1]))
			g_ptr_array_remove_index(folders, i - 1);
	}
	g_ptr_array_sort(folders, compare_places);
	if (folders->len <= KITH_LIMIT_FOLDERS)
		return;
	g_string_append_printf(channel->notes, "%s%u folders are more than kith reads: %u of them were left out",
			       channel->notes->len > 0 ? "; " : "", folders->len, folders->len - KITH_LIMIT_FOLDERS);
	g_ptr_array_set_size(folders, KITH_LIMIT_FOLDERS);
}

static GPtrArray *find_folders(KithChannel *channel, GError **error)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(kith_local_folder_free);
	const KithFetchJob *job = channel->job;

	for (guint i = 0; job->paths != NULL && i < job->paths->len; i++) {
		const char *path = job->paths->pdata[i];

		if (!kith_local_walk(path, kinds_of(job), job->source == KITH_SOURCE_EML && !job->is_import, folders,
				     channel->notes, error))
			return NULL;
		name_inbox(job, path, folders);
	}
	choose(channel, folders);
	return g_steal_pointer(&folders);
}

/* --- one mail */

static int compare_uids(gconstpointer a, gconstpointer b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static KithUidSet *set_of(uint64_t *uids, size_t count)
{
	KithUidSet *set = kith_uid_set_new();

	if (count > 0)
		qsort(uids, count, sizeof *uids, compare_uids);
	for (size_t i = 0; i < count; i++)
		kith_uid_set_add(set, uids[i]);
	return set;
}

static KithUidSet *uids_of(const GArray *mails)
{
	g_autofree uint64_t *uids = g_new(uint64_t, mails->len + 1);

	for (guint i = 0; i < mails->len; i++)
		uids[i] = g_array_index(mails, KithLocalMail, i).uid;
	return set_of(uids, mails->len);
}

static KithRawMail *quarantined(uint64_t uid, const char *reason)
{
	KithRawMail *raw = g_new0(KithRawMail, 1);

	raw->uid = uid;
	raw->status = KITH_SIGHTING_QUARANTINED;
	raw->reason = kith_text_valid(reason, strlen(reason), KITH_LIMIT_SUBJECT_BYTES);
	return raw;
}

/* Of a mail that is larger than wanted only the header. */
static KithRawMail *read_bytes(const KithFetchJob *job, uint64_t uid, int64_t internal_at, const uint8_t *start,
			       size_t length)
{
	if (job->largest_bytes == 0 || length <= job->largest_bytes)
		return kith_local_raw(uid, internal_at, start, length);
	KithRawMail *raw = kith_local_raw(uid, internal_at, start, 0);
	g_bytes_unref(raw->slim);
	raw->slim = kith_slim_header(start, MIN(length, KITH_LIMIT_HEADER_BYTES), length, raw->defects);
	raw->size_bytes = length;
	return raw;
}

static bool send_bytes(const Sending *sending, const KithLocalMail *mail, const uint8_t *start, size_t length,
		       GError **error)
{
	int64_t internal_at = mail->length != SIZE_MAX ? mail->internal_at : sending->about.st_mtime;
	const KithFetchJob *job = sending->channel->job;

	if (job->since_at != 0 && internal_at != 0 && internal_at < job->since_at) {
		g_array_append_val(sending->skipped, mail->uid);
		return true;
	}
	g_autoptr(KithRawMail) raw = read_bytes(job, mail->uid, internal_at, start, length);
	if (kith_local_was_torn())
		return true;	/* cut short in this moment: it waits for the next look */
	return kith_channel_mail(sending->channel, raw, error);
}

/* --- Maildir */

/* Where the mail is now that another program has renamed its file; NULL when it is gone. */
static const char *find_renamed(Sending *sending, uint64_t uid)
{
	const char *path = sending->renamed != NULL ? g_hash_table_lookup(sending->renamed, &uid) : NULL;

	if (path != NULL && g_file_test(path, G_FILE_TEST_EXISTS))
		return path;
	g_autoptr(GPtrArray) files = sending->relists++ < MAX_RELISTS ?
				     kith_local_maildir_files(sending->folder->path, NULL) : NULL;
	if (files == NULL)
		return NULL;
	g_clear_pointer(&sending->renamed, g_hash_table_unref);
	sending->renamed = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	for (guint i = 0; i < files->len; i++) {
		uint64_t found = kith_local_maildir_uid(files->pdata[i]);

		g_hash_table_replace(sending->renamed, g_memdup2(&found, sizeof found), g_strdup(files->pdata[i]));
	}
	return g_hash_table_lookup(sending->renamed, &uid);
}

static GMappedFile *map_delivered(const char *path, struct stat *ret_about, GError **error)
{
	g_autoptr(GMappedFile) map = kith_local_map(path, ret_about, error);

	for (int tries = 0; map != NULL && tries < DELIVERY_TRIES; tries++) {
		int64_t age_ms = kith_local_age_ms(ret_about);
		struct stat before = *ret_about;

		if (age_ms >= DELIVERED_MS)
			break;
		g_usleep((gulong)(DELIVERED_MS - age_ms) * 1000);
		g_clear_pointer(&map, g_mapped_file_unref);
		map = kith_local_map(path, ret_about, error);
		if (map != NULL && before.st_size == ret_about->st_size)
			break;
	}
	return g_steal_pointer(&map);
}

static bool send_delivered(Sending *sending, const KithLocalMail *mail, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) map = map_delivered(mail->path, &sending->about, &cause);

	if (map == NULL && g_error_matches(cause, KITH_ERROR, KITH_ERROR_NOT_FOUND)) {
		const char *renamed = find_renamed(sending, mail->uid);

		g_clear_error(&cause);
		map = renamed != NULL ? map_delivered(renamed, &sending->about, &cause) : NULL;
		if (map == NULL && (cause == NULL || g_error_matches(cause, KITH_ERROR, KITH_ERROR_NOT_FOUND)))
			return true;	/* deleted meanwhile: the next look tells it gone */
	}
	if (map == NULL) {
		g_autoptr(KithRawMail) raw = quarantined(mail->uid, cause->message);

		return kith_channel_mail(sending->channel, raw, error);
	}
	const char *text = g_mapped_file_get_contents(map);
	(void)kith_local_was_torn();	/* of another file */
	return send_bytes(sending, mail, (const uint8_t *)(text != NULL ? text : ""), g_mapped_file_get_length(map),
			  error);
}

/* --- files */

static bool map_file(Sending *sending, const char *path, GError **error)
{
	if (sending->mapped == path)
		return true;
	g_clear_pointer(&sending->map, g_mapped_file_unref);
	sending->mapped = NULL;
	sending->map = kith_local_map(path, &sending->about, error);
	sending->mapped = sending->map != NULL ? path : NULL;
	return sending->map != NULL;
}

/* The mail as it was listed; NULL when its file is another one by now. */
static const uint8_t *find_place(const Sending *sending, const KithLocalMail *mail, size_t *ret_length)
{
	const char *text = g_mapped_file_get_contents(sending->map);
	size_t whole = g_mapped_file_get_length(sending->map), length = mail->length != SIZE_MAX ? mail->length : whole;
	bool is_deleted;

	if (mail->start > whole || length > whole - mail->start)
		return NULL;
	const uint8_t *start = (const uint8_t *)(text != NULL ? text : "") + mail->start;
	if (kith_local_mail_uid(start, length, &is_deleted) != mail->uid)
		return NULL;
	*ret_length = length;
	return start;
}

static bool send_place(Sending *sending, const KithLocalMail *mail, GError **error)
{
	g_autoptr(GError) cause = NULL;
	size_t length;

	if (!map_file(sending, mail->path, &cause)) {
		if (g_error_matches(cause, KITH_ERROR, KITH_ERROR_NOT_FOUND))
			return true;	/* deleted meanwhile */
		g_autoptr(KithRawMail) raw = quarantined(mail->uid, cause->message);
		return kith_channel_mail(sending->channel, raw, error);
	}
	(void)kith_local_was_torn();	/* of another file */
	const uint8_t *start = find_place(sending, mail, &length);
	if (start == NULL)
		return true;
	g_autoptr(GBytes) unquoted = mail->length != SIZE_MAX ? kith_mbox_unquote(start, length) : NULL;
	if (unquoted != NULL)
		start = g_bytes_get_data(unquoted, &length);
	return send_bytes(sending, mail, start, length, error);
}

/* --- one folder */

/* Newest first, as far as names and places tell. */
static bool send_all(Sending *sending, const KithUidSet *known, GError **error)
{
	g_autoptr(GHashTable) sent = g_hash_table_new(g_int64_hash, g_int64_equal);
	const GArray *mails = sending->list->mails;

	for (guint i = mails->len; i > 0; i--) {
		KithLocalMail *mail = &g_array_index(mails, KithLocalMail, i - 1);

		if (kith_uid_set_has(known, mail->uid) || !g_hash_table_add(sent, &mail->uid))
			continue;
		if (!(sending->folder->files == NULL ? send_delivered : send_place)(sending, mail, error))
			return false;
	}
	g_autoptr(KithUidSet) skipped =
		set_of((uint64_t *)(void *)sending->skipped->data, sending->skipped->len);
	return kith_channel_skipped(sending->channel, skipped, "older than `since`", error);
}

static bool send_missing(KithChannel *channel, const KithLocalFolder *folder, const KithLocalList *list,
			 const KithUidSet *known, GError **error)
{
	Sending sending = {.channel = channel, .folder = folder, .list = list};

	sending.skipped = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	bool ok = send_all(&sending, known, error);
	g_array_unref(sending.skipped);
	g_clear_pointer(&sending.map, g_mapped_file_unref);
	g_clear_pointer(&sending.renamed, g_hash_table_unref);
	return ok;
}

/* The same as at the last look, when core knows it all: nothing is read. */
static bool is_unchanged(const KithFetchState *state, uint64_t proof)
{
	return state->is_whole && proof != 0 && state->mark.modseq == proof &&
	       kith_uid_set_count(state->listed) == kith_uid_set_count(state->known);
}

static bool tell(KithChannel *channel, const KithFetchFolder *told, GError **error)
{
	if (kith_channel_folder(channel, told, error))
		return true;
	g_prefix_error(error, "%s: more mails than kith takes in one folder: ", told->name);
	return false;
}

/* TROUBLE: why the folder could not be listed; what core has of it stays. */
static bool tell_listed(KithChannel *channel, const KithLocalFolder *local, KithFetchFolder *told,
			const KithFetchState *state, GError **trouble, GError **error)
{
	const KithFetchJob *job = channel->job;
	g_autoptr(KithLocalList) list = kith_local_list(local, !job->is_import, trouble);
	g_autoptr(KithUidSet) uids = list != NULL ? uids_of(list->mails) : NULL;

	told->uids = uids != NULL ? uids : state->listed;
	if (list != NULL) {
		bool is_same = told->mark.modseq != 0 && kith_local_proof(local) == told->mark.modseq;

		/* an import adds to what was imported before */
		told->is_whole = list->is_whole && !job->is_import;
		told->mark.modseq = told->is_whole && is_same ? told->mark.modseq : 0;
		told->copies = local->files != NULL ? list->mails->len - kith_uid_set_count(uids) : 0;
		if (job->is_import && !list->is_whole)
			g_string_append_printf(channel->notes, "%s%s is being written: import it again later",
					       channel->notes->len > 0 ? "; " : "", local->name);
	}
	if (!tell(channel, told, error))
		return false;
	if (job->list_only)
		return true;
	if (list != NULL && !send_missing(channel, local, list, state->known, error))
		return false;
	return kith_channel_folder_done(channel, error);
}

static bool sync_folder(KithChannel *channel, const KithLocalFolder *local, guint folders_left, GError **trouble,
			GError **error)
{
	KithFetchFolder told = {.name = local->name, .raw_name = local->path, .role = local->role, .uidvalidity = 1,
				.folders_left = folders_left};
	g_autoptr(KithFetchState) state = kith_channel_open(channel, &told, error);

	if (state == NULL || state->is_left_alone)
		return state != NULL;
	told.mark.modseq = kith_local_proof(local);
	if (!is_unchanged(state, told.mark.modseq))
		return tell_listed(channel, local, &told, state, trouble, error);
	told.uids = state->listed;
	told.is_whole = true;
	return tell(channel, &told, error) && kith_channel_folder_done(channel, error);
}

static void note_left_out(KithChannel *channel, const KithLocalFolder *folder)
{
	if (channel->job->is_import && folder->left_out > 0)
		g_string_append_printf(channel->notes, "%s%s: %u %s no mail and left out",
				       channel->notes->len > 0 ? "; " : "", folder->name, folder->left_out,
				       folder->left_out == 1 ? "file is" : "files are");
}

bool kith_local_fetch(KithChannel *channel, GError **error)
{
	g_autoptr(GPtrArray) folders = find_folders(channel, error);
	const KithFetchJob *job = channel->job;
	g_autoptr(GError) trouble = NULL;

	for (guint i = 0; folders != NULL && i < folders->len; i++) {
		const KithLocalFolder *folder = folders->pdata[i];
		g_autoptr(GError) failure = NULL;

		if (i % job->lanes != job->lane)
			continue;
		note_left_out(channel, folder);
		if (!sync_folder(channel, folder, (folders->len - 1 - i) / job->lanes, &failure, error)) {
			g_prefix_error(error, "%s: ", folder->name);
			return false;
		}
		if (failure != NULL && trouble == NULL)	/* the other folders are read all the same */
			g_propagate_prefixed_error(&trouble, g_steal_pointer(&failure), "%s: ", folder->name);
	}
	if (trouble != NULL)
		g_propagate_error(error, g_steal_pointer(&trouble));
	return folders != NULL && trouble == NULL;
}
