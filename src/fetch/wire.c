/* SPDX-License-Identifier: MIT
 * wire.c - jobs, folders and results as flat fields, for the way between core and fetch.
 * In: a noun, or bytes of a process that is not believed. Out: the other of the two.
 * Next: src/fetch/main.c
 *
 * Writing and reading stand beside each other, field by field in one order.
 */
#include <string.h>

#include "kith/fetch.h"

#define MAX_PATHS 100000	/* files named for one import */

static uint8_t read_enum(KithReader *in, uint8_t count)
{
	uint8_t value = kith_wire_get_u8(in);

	if (value >= count) {
		in->failed = true;
		return 0;
	}
	return value;
}

static char *read_text(KithReader *in)
{
	char *text = kith_wire_get_string(in);

	if (text == NULL)
		in->failed = true;
	return text;
}

/* --- job */

void kith_fetch_job_free(KithFetchJob *job)
{
	if (job == NULL)
		return;
	if (job->password != NULL)
		explicit_bzero(job->password, strlen(job->password));
	g_free(job->account);
	g_free(job->host);
	g_free(job->login);
	g_free(job->password);
	g_free(job->tls_ca);
	g_clear_pointer(&job->folders, g_ptr_array_unref);
	g_clear_pointer(&job->paths, g_ptr_array_unref);
	g_free(job);
}

void kith_fetch_job_write(const KithFetchJob *job, GByteArray *out)
{
	kith_wire_put_u8(out, (uint8_t)job->source);
	kith_wire_put_string(out, job->account);
	kith_wire_put_string(out, job->host);
	kith_wire_put_u32(out, job->port);
	kith_wire_put_string(out, job->login);
	kith_wire_put_string(out, job->password);
	kith_wire_put_string(out, job->tls_ca);
	kith_wire_put_i64(out, job->since_at);
	kith_wire_put_i64(out, (int64_t)job->largest_bytes);
	kith_wire_put_i64(out, (int64_t)job->bytes_per_s);
	kith_wire_put_u8(out, job->lane);
	kith_wire_put_u8(out, job->lanes);
	kith_wire_put_u8(out, job->folders != NULL);
	kith_wire_put_strings(out, job->folders);
	kith_wire_put_u8(out, job->paths != NULL);
	kith_wire_put_strings(out, job->paths);
	kith_wire_put_u8(out, job->is_import);
	kith_wire_put_u8(out, job->list_only);
}

static GPtrArray *read_optional_strings(KithReader *in, size_t max_count)
{
	bool is_there = kith_wire_get_u8(in) != 0;
	GPtrArray *texts = kith_wire_get_strings(in, max_count);

	if (!is_there)
		g_clear_pointer(&texts, g_ptr_array_unref);
	return texts;
}

KithFetchJob *kith_fetch_job_read(KithReader *in, GError **error)
{
	g_autoptr(KithFetchJob) job = g_new0(KithFetchJob, 1);
	uint32_t port;

	job->source = (KithSourceKind)read_enum(in, KITH_SOURCE_EML + 1);
	job->account = read_text(in);
	job->host = kith_wire_get_string(in);
	port = kith_wire_get_u32(in);
	job->port = (uint16_t)port;
	job->login = kith_wire_get_string(in);
	job->password = kith_wire_get_string(in);
	job->tls_ca = kith_wire_get_string(in);
	job->since_at = kith_wire_get_i64(in);
	job->largest_bytes = (uint64_t)kith_wire_get_i64(in);
	job->bytes_per_s = (uint64_t)kith_wire_get_i64(in);
	job->lane = kith_wire_get_u8(in);
	job->lanes = kith_wire_get_u8(in);
	job->folders = read_optional_strings(in, KITH_LIMIT_FOLDERS);
	job->paths = read_optional_strings(in, MAX_PATHS);
	job->is_import = kith_wire_get_u8(in) != 0;
	job->list_only = kith_wire_get_u8(in) != 0;
	if (port > UINT16_MAX || job->lane >= job->lanes)
		in->failed = true;
	return kith_wire_finish(in, error) ? g_steal_pointer(&job) : NULL;
}

/* --- folder */

static void write_mark(const KithFolderMark *mark, GByteArray *out)
{
	kith_wire_put_i64(out, (int64_t)mark->uidnext);
	kith_wire_put_i64(out, (int64_t)mark->modseq);
	kith_wire_put_i64(out, (int64_t)mark->count);
}

/* RFC 3501 and 7162 keep all three below 2^63; they go into the database as they are. */
static KithFolderMark read_mark(KithReader *in)
{
	int64_t uidnext = kith_wire_get_i64(in), modseq = kith_wire_get_i64(in), count = kith_wire_get_i64(in);

	if (uidnext < 0 || modseq < 0 || count < 0)
		in->failed = true;
	return (KithFolderMark){(uint64_t)uidnext, (uint64_t)modseq, (uint64_t)count};
}

void kith_fetch_folder_free(KithFetchFolder *folder)
{
	if (folder == NULL)
		return;
	g_free(folder->name);
	g_free(folder->raw_name);
	kith_uid_set_free(folder->uids);
	g_free(folder);
}

void kith_fetch_folder_write(const KithFetchFolder *folder, GByteArray *out)
{
	kith_wire_put_string(out, folder->name);
	kith_wire_put_bytes(out, folder->raw_name, strlen(folder->raw_name));
	kith_wire_put_u8(out, (uint8_t)folder->role);
	kith_wire_put_u32(out, folder->uidvalidity);
	write_mark(&folder->mark, out);
	kith_wire_put_u8(out, folder->is_whole);
	kith_uid_set_write(folder->uids, out);
	kith_wire_put_i64(out, (int64_t)folder->copies);
	kith_wire_put_u32(out, folder->folders_left);
}

/* The spelling of a server or file system: bytes, no more is promised. */
static char *read_raw_name(KithReader *in)
{
	g_autoptr(GBytes) bytes = kith_wire_get_bytes(in);
	gsize length = 0;
	const char *name = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;

	if (length == 0 || memchr(name, '\0', length) != NULL) {
		in->failed = true;
		return NULL;
	}
	return g_strndup(name, length);
}

KithFetchFolder *kith_fetch_folder_read(KithReader *in, GError **error)
{
	g_autoptr(KithFetchFolder) folder = g_new0(KithFetchFolder, 1);

	folder->name = read_text(in);
	folder->raw_name = read_raw_name(in);
	folder->role = (KithFolderRole)read_enum(in, KITH_FOLDER_ASIDE + 1);
	folder->uidvalidity = kith_wire_get_u32(in);
	folder->mark = read_mark(in);
	folder->is_whole = kith_wire_get_u8(in) != 0;
	folder->uids = kith_uid_set_read(in, NULL);
	folder->copies = (uint64_t)kith_wire_get_i64(in);
	folder->folders_left = kith_wire_get_u32(in);
	if (folder->uidvalidity == 0 || folder->copies > INT64_MAX)
		in->failed = true;
	return kith_wire_finish(in, error) ? g_steal_pointer(&folder) : NULL;
}

/* --- what core has of a folder */

void kith_fetch_state_free(KithFetchState *state)
{
	if (state == NULL)
		return;
	kith_uid_set_free(state->listed);
	kith_uid_set_free(state->known);
	g_free(state);
}

/* What is listed but not known is little; both sets of a local folder with its hashes would be much. */
void kith_fetch_state_write(const KithFetchState *state, GByteArray *out)
{
	g_autoptr(KithUidSet) unknown = kith_uid_set_minus(state->listed, state->known);

	kith_uid_set_write(state->listed, out);
	kith_uid_set_write(unknown, out);
	kith_wire_put_u8(out, state->is_whole);
	write_mark(&state->mark, out);
	kith_wire_put_u8(out, state->is_left_alone);
}

KithFetchState *kith_fetch_state_read(KithReader *in, GError **error)
{
	g_autoptr(KithFetchState) state = g_new0(KithFetchState, 1);

	state->listed = kith_uid_set_read(in, NULL);
	g_autoptr(KithUidSet) unknown = kith_uid_set_read(in, NULL);
	if (state->listed != NULL && unknown != NULL)
		state->known = kith_uid_set_minus(state->listed, unknown);
	state->is_whole = kith_wire_get_u8(in) != 0;
	state->mark = read_mark(in);
	state->is_left_alone = kith_wire_get_u8(in) != 0;
	return kith_wire_finish(in, error) ? g_steal_pointer(&state) : NULL;
}

/* --- skipped */

void kith_fetch_skipped_free(KithFetchSkipped *skipped)
{
	if (skipped == NULL)
		return;
	kith_uid_set_free(skipped->uids);
	g_free(skipped->reason);
	g_free(skipped);
}

void kith_fetch_skipped_write(const KithFetchSkipped *skipped, GByteArray *out)
{
	kith_uid_set_write(skipped->uids, out);
	kith_wire_put_string(out, skipped->reason);
}

KithFetchSkipped *kith_fetch_skipped_read(KithReader *in, GError **error)
{
	g_autoptr(KithFetchSkipped) skipped = g_new0(KithFetchSkipped, 1);

	skipped->uids = kith_uid_set_read(in, NULL);
	skipped->reason = read_text(in);
	return kith_wire_finish(in, error) ? g_steal_pointer(&skipped) : NULL;
}

/* --- result */

void kith_fetch_result_free(KithFetchResult *result)
{
	if (result == NULL)
		return;
	g_free(result->text);
	g_free(result);
}

void kith_fetch_result_write(const KithFetchResult *result, GByteArray *out)
{
	kith_wire_put_u8(out, result->ok);
	kith_wire_put_u8(out, (uint8_t)result->code);
	kith_wire_put_string(out, result->text);
	kith_wire_put_i64(out, (int64_t)result->bytes);
	kith_wire_put_u8(out, result->is_throttled);
	kith_wire_put_u32(out, result->retry_after_s);
}

KithFetchResult *kith_fetch_result_read(KithReader *in, GError **error)
{
	g_autoptr(KithFetchResult) result = g_new0(KithFetchResult, 1);

	result->ok = kith_wire_get_u8(in) != 0;
	result->code = (KithError)read_enum(in, KITH_ERROR_USAGE + 1);
	result->text = kith_wire_get_string(in);
	result->bytes = (uint64_t)kith_wire_get_i64(in);
	result->is_throttled = kith_wire_get_u8(in) != 0;
	result->retry_after_s = kith_wire_get_u32(in);
	if (!result->ok && result->text == NULL)
		in->failed = true;
	return kith_wire_finish(in, error) ? g_steal_pointer(&result) : NULL;
}
