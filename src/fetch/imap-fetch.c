/* SPDX-License-Identifier: MIT
 * imap-fetch.c - the mails core lacks, newest first, in batches; what goes wrong with one
 * mail costs that mail only.
 * In: UIDs. Out: MAIL for each of them. Next: src/fetch/sections.c
 *
 * A server's OK does not mean that it delivered: only mails that were asked for count, each
 * once, and what did not come is asked for again alone. An answer that cannot be parsed
 * costs the connection: the batch is halved until the mail stands alone.
 */
#include <string.h>

#include "envelope.h"
#include "gmail.h"
#include "imap.h"
#include "item.h"
#include "slim.h"

#define FIRST_BATCH 50
#define MAX_BATCH 400
#define MIN_BATCH 5
#define FAST_US (1 * G_USEC_PER_SEC)
#define SLOW_US (4 * G_USEC_PER_SEC)
#define ITEM_BYTES (KITH_LIMIT_FIRST_FETCH_BYTES + 4096)
#define MAX_ALONE 3		/* times a mail is asked for alone before it is called undeliverable */
#define MAX_SUSPECTS 3		/* undeliverable mails when nothing at all was delivered */
#define MAX_IN_A_ROW 20		/* undeliverable mails before the server itself is looked at */

/* UIDs still to be fetched, together. */
typedef struct {
	GArray *uids;		/* of uint32_t */
	guint attempts;		/* when alone */
} Batch;

/* A mail that is listed but cannot be had; quarantined when the folder is through. */
typedef struct {
	uint32_t uid;
	char *reason;
} Suspect;

typedef struct {
	KithImap *imap;
	GHashTable *waiting;	/* UIDs of the running batch that have not come */
	GHashTable *labels;	/* UID -> KithGmailMail of the running batch; NULL: no Gmail */
	GArray *longer;		/* of KithItem, without bytes: second round */
	GQueue batches;		/* of Batch *, next first */
	GArray *suspects;	/* of Suspect */
	guint batch_size;
	uint32_t good_uid;	/* one that was delivered; 0 none yet */
	GError *failure;	/* core could not be told */
} Fetching;

static Batch *batch_new(const uint32_t *uids, guint count)
{
	Batch *batch = g_new0(Batch, 1);

	batch->uids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_array_append_vals(batch->uids, uids, count);
	return batch;
}

static void batch_free(void *data)
{
	Batch *batch = data;

	g_array_unref(batch->uids);
	g_free(batch);
}

/* --- one mail as it comes */

/* Tells core of one mail; the time that core takes is not the server's. */
static void send_mail(Fetching *fetching, const KithItem *item, GBytes *slim, GPtrArray *defects,
		      const char *skipped)
{
	KithImap *imap = fetching->imap;
	mailstream *stream = imap->session->imap->imap_stream;
	int64_t started_us = g_get_monotonic_time();
	KithRawMail raw = {.uid = item->uid, .internal_at = item->internal_at,
			   .size_bytes = item->size_bytes, .slim = slim, .defects = defects,
			   .status = skipped != NULL ? KITH_SIGHTING_SKIPPED : KITH_SIGHTING_STORED,
			   .reason = (char *)skipped, .role = item->role,
			   .gmail_thread = item->gmail_thread};
	gsize length = 0;
	const uint8_t *bytes = slim != NULL ? g_bytes_get_data(slim, &length) : NULL;
	g_autofree char *envelope = kith_envelope_read(bytes, length);

	raw.envelope = envelope;
	if (kith_channel_mail(imap->channel, &raw, &fetching->failure))
		imap->delivered++;
	fetching->good_uid = item->uid;
	if (stream != NULL)
		kith_stream_extend(stream, g_get_monotonic_time() - started_us);
}

static void send_old(Fetching *fetching, const KithItem *item)
{
	g_autoptr(KithUidSet) one = kith_uid_set_new();

	kith_uid_set_add(one, item->uid);
	(void)kith_channel_skipped(fetching->imap->channel, one, KITH_SINCE_REASON,
				   &fetching->failure);	/* looked at behind the command */
}

static void send_item(Fetching *fetching, const KithItem *item)
{
	const KithFetchJob *job = fetching->imap->channel->job;
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) slim = NULL;

	if (job->since_at != 0 && item->internal_at != 0 && item->internal_at < job->since_at) {
		send_old(fetching, item);
	} else if (item->role == KITH_FOLDER_DRAFTS) {
		send_mail(fetching, item, NULL, NULL, "a draft");
	} else if (job->largest_bytes != 0 && kith_item_size(item) > job->largest_bytes) {
		slim = kith_slim_header(item->bytes, item->length, kith_item_size(item), defects);
		send_mail(fetching, item, slim, defects, NULL);
	} else if (kith_item_is_whole(item)) {
		slim = kith_slim_from_bytes(item->bytes, item->length, defects);
		send_mail(fetching, item, slim, defects, NULL);
	} else {
		KithItem longer = *item;

		longer.bytes = NULL;
		g_array_append_val(fetching->longer, longer);
	}
}

static void read_labels(const Fetching *fetching, KithItem *item)
{
	const KithGmailMail *mail =
		fetching->labels != NULL
			? g_hash_table_lookup(fetching->labels, GUINT_TO_POINTER(item->uid))
			: NULL;

	if (mail == NULL)
		return;
	item->role = mail->role;
	item->gmail_thread = mail->thread;
}

/* Called by libetpan for each FETCH answer; what was not asked for, or comes again, is ignored. */
static void take_answer(struct mailimap_msg_att *answer, void *context)
{
	Fetching *fetching = context;
	KithItem item;

	kith_item_read(&item, answer);
	read_labels(fetching, &item);
	if (item.uid != 0 && item.bytes != NULL && fetching->failure == NULL &&
	    g_hash_table_remove(fetching->waiting, GUINT_TO_POINTER(item.uid)))
		send_item(fetching, &item);
}

/* libetpan calls no handler unless somebody asks for progress too. */
static void ignore_progress(size_t current, size_t maximum, void *context)
{
	(void)current;
	(void)maximum;
	(void)context;
}

/* --- the command */

static KithUidSet *uids_of(const Batch *batch)
{
	KithUidSet *uids = kith_uid_set_new();

	for (guint i = 0; i < batch->uids->len; i++)
		kith_uid_set_add(uids, g_array_index(batch->uids, uint32_t, i));
	return uids;
}

/* Without labels a mail is what its folder is: a refusal costs no more than that. */
static bool ask_labels(Fetching *fetching, const Batch *batch, GError **error)
{
	KithSession *session = fetching->imap->session;
	g_autoptr(GError) cause = NULL;

	g_clear_pointer(&fetching->labels, g_hash_table_unref);
	if (!kith_gmail_is(session))
		return true;
	g_autoptr(KithUidSet) uids = uids_of(batch);
	fetching->labels = kith_gmail_ask(session, uids, &cause);
	if (fetching->labels != NULL || !session->is_dead)
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

static bool ask(Fetching *fetching, const Batch *batch, GError **error)
{
	KithSession *session = fetching->imap->session;
	clist *rest = NULL;

	g_hash_table_remove_all(fetching->waiting);
	for (guint i = 0; i < batch->uids->len; i++)
		g_hash_table_add(fetching->waiting,
				 GUINT_TO_POINTER(g_array_index(batch->uids, uint32_t, i)));
	if (!ask_labels(fetching, batch, error))
		return false;
	g_autoptr(KithUidSet) uids = uids_of(batch);
	struct mailimap_set *set = kith_imap_set(uids);
	struct mailimap_fetch_type *type = kith_item_what_to_fetch();
	mailimap_set_progress_callback(session->imap, ignore_progress, ignore_progress, NULL);
	mailimap_set_msg_att_handler(session->imap, take_answer, fetching);
	/* twice what is expected: some servers send every answer twice */
	kith_session_begin(session, 65536 + 2ULL * ITEM_BYTES * batch->uids->len);
	kith_stream_limit_line(session->imap->imap_stream, 2 * ITEM_BYTES);
	int code = mailimap_uid_fetch(session->imap, set, type, &rest);
	mailimap_set_msg_att_handler(session->imap, NULL, NULL);
	mailimap_fetch_type_free(type);
	mailimap_set_free(set);
	if (code != MAILIMAP_NO_ERROR)
		return kith_session_failed(session, code, "UID FETCH", error);
	if (rest != NULL)
		mailimap_fetch_list_free(rest);
	return true;
}

/* --- when it goes wrong */

static void clear_suspect(void *data)
{
	g_free(((Suspect *)data)->reason);
}

/* Whether the server still delivers a mail that it delivered before: if not, it is ill, and
 * no mail may be blamed. */
static bool check_health(Fetching *fetching, GError **error)
{
	KithImap *imap = fetching->imap;
	g_autofree char *command = g_strdup_printf("UID FETCH %u (UID BODY.PEEK[]<0.1000>)",
						   fetching->good_uid);
	g_autoptr(GError) cause = NULL;

	if (fetching->good_uid == 0)
		return true;
	g_autoptr(GPtrArray) answers = kith_session_raw(imap->session, command, 65536, &cause);
	if (answers != NULL)
		return true;
	g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
		    "the server refuses mails that it delivered before: %s", cause->message);
	return false;
}

static bool suspect(Fetching *fetching, uint32_t uid, const char *reason, GError **error)
{
	Suspect found = {uid, kith_text_clean(reason, false)};

	g_array_append_val(fetching->suspects, found);
	return fetching->suspects->len % MAX_IN_A_ROW != 0 || check_health(fetching, error);
}

static void note_trouble(KithImap *imap, uint32_t uid, const char *reason)
{
	g_autoptr(GError) cause = g_error_new(KITH_ERROR, KITH_ERROR_TEMPORARY, "uid %u: %s", uid, reason);

	kith_imap_note(imap, cause);
}

/* Puts what has not come back into the queue: alone each, or in two halves. */
static void requeue(Fetching *fetching, const Batch *batch, bool alone)
{
	g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	guint i = 0;

	for (guint k = 0; k < batch->uids->len; k++)
		if (g_hash_table_contains(fetching->waiting, GUINT_TO_POINTER(g_array_index(
								     batch->uids, uint32_t, k))))
			g_array_append_val(left, g_array_index(batch->uids, uint32_t, k));
	for (guint half = alone ? 1 : MAX(1, (left->len + 1) / 2); i < left->len; i += half) {
		Batch *next =
			batch_new(&g_array_index(left, uint32_t, i), MIN(half, left->len - i));

		next->attempts = batch->uids->len == 1 ? batch->attempts + 1 : 0;
		g_queue_push_head(&fetching->batches, next);
	}
}

/* The batch was answered with an error. False: the job ends. */
static bool handle_failure(Fetching *fetching, const Batch *batch, const GError *cause,
			   bool is_late, GError **error)
{
	KithImap *imap = fetching->imap;
	bool was_dead = imap->session->is_dead, is_broken = false;

	imap->late += is_late;
	guint left = g_hash_table_size(fetching->waiting);
	uint32_t alone = g_array_index(batch->uids, uint32_t, 0);
	bool is_hopeless = imap->session->is_later ||
			   (was_dead && is_late && (left == batch->uids->len || imap->late > 1));

	if (is_hopeless) {
		g_propagate_error(error, g_error_copy(cause));
		return false;
	}
	if (was_dead) {
		mailstream *stream = imap->session->imap->imap_stream;

		is_broken = stream != NULL && kith_stream_failure(stream, NULL);
		if (!kith_imap_reconnect(imap, error)) {
			g_prefix_error(error, "%s; then ", cause->message);
			return false;
		}
	}
	if (left == 0)
		return true;
	if (batch->uids->len > 1 || (is_broken && batch->attempts + 1 < MAX_ALONE)) {
		requeue(fetching, batch, false);
		return true;
	}
	if (!is_broken)		/* parsed or refused, deterministic: it would be the same next time */
		return suspect(fetching, alone, cause->message, error);
	note_trouble(imap, alone, cause->message);
	return true;
}

/* The server said OK but did not deliver everything. */
static bool handle_silence(Fetching *fetching, const Batch *batch, GError **error)
{
	uint32_t alone = g_array_index(batch->uids, uint32_t, 0);
	bool is_there;

	if (g_hash_table_size(fetching->waiting) == 0)
		return true;
	if (batch->uids->len > 1 || batch->attempts + 1 < MAX_ALONE) {
		requeue(fetching, batch, true);
		return true;
	}
	if (!kith_imap_has(fetching->imap, alone, &is_there, error))
		return false;
	return !is_there ||
	       suspect(fetching, alone, "the server lists this mail but does not deliver it", error);
}

/* Its envelope is asked for alone; when that costs the connection, the others have none. */
static bool quarantine(Fetching *fetching, const Suspect *found, GError **error)
{
	KithImap *imap = fetching->imap;
	g_autofree char *envelope = imap->session->is_dead
					    ? NULL
					    : kith_sections_envelope(imap->session, found->uid);
	KithRawMail raw = {.uid = found->uid, .status = KITH_SIGHTING_QUARANTINED,
			   .reason = found->reason, .envelope = envelope};

	return kith_channel_mail(imap->channel, &raw, error);
}

/* Quarantines what is listed but could not be had. When nothing came at all, the server is
 * ill, not the mails. */
static bool tell_suspects(Fetching *fetching, GError **error)
{
	KithImap *imap = fetching->imap;

	if (imap->delivered == 0 && fetching->suspects->len > MAX_SUSPECTS) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the server lists mails but delivers none of them: %s",
			    imap->session->where,
			    g_array_index(fetching->suspects, Suspect, 0).reason);
		return false;
	}
	if (fetching->suspects->len > 0 && !check_health(fetching, error))
		return false;
	for (guint i = 0; i < fetching->suspects->len; i++)
		if (!quarantine(fetching, &g_array_index(fetching->suspects, Suspect, i), error))
			return false;
	return !imap->session->is_dead || kith_imap_reconnect(imap, error);
}

/* --- longer mails */

static bool send_longer(Fetching *fetching, const KithItem *longer, GError **error)
{
	KithImap *imap = fetching->imap;
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) cause = NULL;
	g_autoptr(GBytes) slim = kith_sections_fetch(imap->session, longer->uid,
						     longer->size_bytes, defects, &cause);

	if (slim == NULL && imap->session->is_dead && !imap->session->is_later) {
		if (!kith_imap_reconnect(imap, error))
			return false;
		g_ptr_array_set_size(defects, 0);
		g_clear_error(&cause);
		slim = kith_sections_fetch(imap->session, longer->uid, longer->size_bytes, defects,
					   &cause);
	}
	if (slim != NULL) {
		send_mail(fetching, longer, slim, defects, NULL);
		bool is_told = fetching->failure == NULL;
		if (!is_told)
			g_propagate_error(error, g_steal_pointer(&fetching->failure));
		return is_told;
	}
	if (imap->session->is_later) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	if (!g_error_matches(cause, KITH_ERROR, KITH_ERROR_TEMPORARY))
		return suspect(fetching, longer->uid, cause->message, error);
	note_trouble(imap, longer->uid, cause->message);
	return !imap->session->is_dead || kith_imap_reconnect(imap, error);
}

static bool send_all_longer(Fetching *fetching, GError **error)
{
	for (guint i = 0; i < fetching->longer->len; i++)
		if (!send_longer(fetching, &g_array_index(fetching->longer, KithItem, i), error))
			return false;
	g_array_set_size(fetching->longer, 0);
	return true;
}

/* --- all of them */

static void adapt(Fetching *fetching, int64_t took_us)
{
	if (took_us < FAST_US)
		fetching->batch_size = MIN(MAX_BATCH, fetching->batch_size * 2);
	else if (took_us > SLOW_US)
		fetching->batch_size = MAX(MIN_BATCH, fetching->batch_size / 2);
}

static bool run_batch(Fetching *fetching, const Batch *batch, GError **error)
{
	g_autoptr(GError) cause = NULL;
	int64_t started_us = g_get_monotonic_time();
	bool ok = ask(fetching, batch, &cause);

	if (fetching->failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&fetching->failure));
		return false;
	}
	if (ok) {
		adapt(fetching, g_get_monotonic_time() - started_us);
		ok = handle_silence(fetching, batch, error);
	} else {
		const mailstream *stream = fetching->imap->session->imap->imap_stream;

		ok = handle_failure(fetching, batch, cause,
				    stream != NULL && kith_stream_is_late(stream), error);
	}
	return ok && send_all_longer(fetching, error);
}

static bool run_queue(Fetching *fetching, GError **error)
{
	Batch *batch;
	bool ok = true;

	while (ok && (batch = g_queue_pop_head(&fetching->batches)) != NULL) {
		ok = run_batch(fetching, batch, error);
		batch_free(batch);
	}
	return ok;
}

/* Walks MISSING from its end and runs batch after batch. */
static bool run_all(Fetching *fetching, const KithUidSet *missing, GError **error)
{
	g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint i = missing->ranges->len; i-- > 0;) {
		const KithUidRange *range = &g_array_index(missing->ranges, KithUidRange, i);

		for (uint64_t uid = range->last; uid >= range->first; uid--) {
			uint32_t value = (uint32_t)uid;

			g_array_append_val(uids, value);
			if (uids->len < fetching->batch_size && !(i == 0 && uid == range->first))
				continue;
			g_queue_push_tail(&fetching->batches,
					  batch_new(&g_array_index(uids, uint32_t, 0), uids->len));
			g_array_set_size(uids, 0);
			if (!run_queue(fetching, error))
				return false;
		}
	}
	return tell_suspects(fetching, error);
}

bool kith_imap_fetch_missing(KithImap *imap, const KithUidSet *missing, GError **error)
{
	Fetching fetching = {.imap = imap, .batch_size = FIRST_BATCH};

	fetching.waiting = g_hash_table_new(NULL, NULL);
	fetching.longer = g_array_new(FALSE, FALSE, sizeof(KithItem));
	fetching.suspects = g_array_new(FALSE, FALSE, sizeof(Suspect));
	g_array_set_clear_func(fetching.suspects, clear_suspect);
	g_queue_init(&fetching.batches);
	bool ok = run_all(&fetching, missing, error);
	g_queue_clear_full(&fetching.batches, batch_free);
	g_array_unref(fetching.suspects);
	g_array_unref(fetching.longer);
	g_hash_table_unref(fetching.waiting);
	g_clear_pointer(&fetching.labels, g_hash_table_unref);
	return ok;
}
