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

#include "imap.h"
#include "slim.h"

#define FIRST_BATCH 50
#define MAX_BATCH 100
#define MIN_BATCH 5
#define FAST_US (5 * G_USEC_PER_SEC)
#define SLOW_US (20 * G_USEC_PER_SEC)
#define ITEM_BYTES (KITH_LIMIT_FIRST_FETCH_BYTES + 4096)
#define MAX_ALONE 3		/* times a mail is asked for alone before it is called undeliverable */
#define MAX_SUSPECTS 3		/* undeliverable mails when nothing at all was delivered */

/* UIDs still to be fetched, together. */
typedef struct {
	GArray *uids;		/* of uint32_t */
	guint attempts;		/* when alone */
} Batch;

typedef struct {
	uint32_t uid;
	int64_t internal_at;
	uint64_t size_bytes;
} Longer;

/* A mail that is listed but cannot be had; quarantined when the folder is through. */
typedef struct {
	uint32_t uid;
	char *reason;
} Suspect;

typedef struct {
	KithImap *imap;
	GHashTable *waiting;	/* UIDs of the running batch that have not come */
	GArray *longer;		/* of Longer: second round */
	GQueue batches;		/* of Batch *, next first */
	GArray *suspects;	/* of Suspect */
	guint batch_size;
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

static int64_t to_unix(const struct mailimap_date_time *date)
{
	int zone = abs(date->dt_zone);
	int offset_s = (zone / 100 * 60 + zone % 100) * 60 * (date->dt_zone < 0 ? -1 : 1);
	g_autoptr(GDateTime) moment =
		g_date_time_new_utc(date->dt_year, date->dt_month, date->dt_day, date->dt_hour,
				    date->dt_min, CLAMP(date->dt_sec, 0, 59));

	return moment != NULL ? g_date_time_to_unix(moment) - offset_s : 0;
}

typedef struct {
	uint32_t uid;
	int64_t internal_at;
	uint64_t size_bytes;
	const struct mailimap_msg_att_body_section *body;
} Item;

static void read_item(Item *item, const struct mailimap_msg_att *answer)
{
	*item = (Item){0};
	for (clistiter *at = clist_begin(answer->att_list); at != NULL; at = clist_next(at)) {
		const struct mailimap_msg_att_item *entry = clist_content(at);

		if (entry->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC)
			continue;
		const struct mailimap_msg_att_static *value = entry->att_data.att_static;
		if (value->att_type == MAILIMAP_MSG_ATT_UID)
			item->uid = value->att_data.att_uid;
		else if (value->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE)
			item->size_bytes = value->att_data.att_rfc822_size;
		else if (value->att_type == MAILIMAP_MSG_ATT_INTERNALDATE &&
			 value->att_data.att_internal_date != NULL)
			item->internal_at = to_unix(value->att_data.att_internal_date);
		else if (value->att_type == MAILIMAP_MSG_ATT_BODY_SECTION)
			item->body = value->att_data.att_body_section;
	}
}

static void send_whole(Fetching *fetching, const Item *item)
{
	KithRawMail raw = {.uid = item->uid,
			   .internal_at = item->internal_at,
			   .size_bytes = item->size_bytes,
			   .status = KITH_SIGHTING_STORED};

	raw.defects = g_ptr_array_new_with_free_func(g_free);
	raw.slim = kith_slim_from_bytes((const uint8_t *)item->body->sec_body_part,
					item->body->sec_length, raw.defects);
	if (kith_channel_mail(fetching->imap->channel, &raw, &fetching->failure))
		fetching->imap->delivered++;
	g_ptr_array_unref(raw.defects);
	g_bytes_unref(raw.slim);
}

/* Called by libetpan for each FETCH answer; what was not asked for, or comes again, is ignored. */
static void take_answer(struct mailimap_msg_att *answer, void *context)
{
	Fetching *fetching = context;
	Item item;

	read_item(&item, answer);
	if (item.uid == 0 || item.body == NULL || item.body->sec_body_part == NULL ||
	    fetching->failure != NULL ||
	    !g_hash_table_remove(fetching->waiting, GUINT_TO_POINTER(item.uid)))
		return;
	if (item.body->sec_length < KITH_LIMIT_FIRST_FETCH_BYTES ||
	    item.size_bytes == item.body->sec_length) {
		send_whole(fetching, &item);
		return;
	}
	Longer longer = {item.uid, item.internal_at, item.size_bytes};
	g_array_append_val(fetching->longer, longer);
}

/* libetpan calls no handler unless somebody asks for progress too. */
static void ignore_progress(size_t current, size_t maximum, void *context)
{
	(void)current;
	(void)maximum;
	(void)context;
}

/* --- the command */

static int compare_uids(gconstpointer a, gconstpointer b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

static struct mailimap_set *set_of(const Batch *batch)
{
	g_autoptr(GArray) sorted = g_array_copy(batch->uids);
	struct mailimap_set *set = mailimap_set_new_empty();

	g_array_sort(sorted, compare_uids);
	for (guint i = 0, j; i < sorted->len; i = j) {
		uint32_t first = g_array_index(sorted, uint32_t, i), last = first;

		for (j = i + 1; j < sorted->len && g_array_index(sorted, uint32_t, j) == last + 1;
		     j++)
			last++;
		mailimap_set_add_interval(set, first, last);
	}
	return set;
}

static struct mailimap_fetch_type *what_to_fetch(void)
{
	struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();

	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_flags());
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_internaldate());
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_rfc822_size());
	mailimap_fetch_type_new_fetch_att_list_add(
		type, mailimap_fetch_att_new_body_peek_section_partial(
			      mailimap_section_new(NULL), 0, KITH_LIMIT_FIRST_FETCH_BYTES));
	return type;
}

static bool ask(Fetching *fetching, const Batch *batch, GError **error)
{
	KithSession *session = fetching->imap->session;
	struct mailimap_set *set = set_of(batch);
	struct mailimap_fetch_type *type = what_to_fetch();
	clist *rest = NULL;

	g_hash_table_remove_all(fetching->waiting);
	for (guint i = 0; i < batch->uids->len; i++)
		g_hash_table_add(fetching->waiting,
				 GUINT_TO_POINTER(g_array_index(batch->uids, uint32_t, i)));
	mailimap_set_progress_callback(session->imap, ignore_progress, ignore_progress, NULL);
	mailimap_set_msg_att_handler(session->imap, take_answer, fetching);
	/* twice what is expected: some servers send every answer twice */
	kith_session_begin(session, 65536 + 2ULL * ITEM_BYTES * batch->uids->len);
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

static bool suspect(Fetching *fetching, uint32_t uid, const char *reason)
{
	Suspect found = {uid, kith_text_clean(reason, false)};

	g_array_append_val(fetching->suspects, found);
	return true;
}

static void note_trouble(KithImap *imap, uint32_t uid, const char *reason)
{
	if (imap->troubles->len < 1000)
		g_string_append_printf(imap->troubles, "%s%s: uid %u: %s",
				       imap->troubles->len > 0 ? "; " : "", imap->folder->name, uid,
				       reason);
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
		return suspect(fetching, alone, cause->message);
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
	       suspect(fetching, alone, "the server lists this mail but does not deliver it");
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
	for (guint i = 0; i < fetching->suspects->len; i++) {
		Suspect *found = &g_array_index(fetching->suspects, Suspect, i);
		KithRawMail raw = {.uid = found->uid,
				   .status = KITH_SIGHTING_QUARANTINED,
				   .reason = found->reason};

		if (!kith_channel_mail(imap->channel, &raw, error))
			return false;
	}
	return true;
}

/* --- longer mails */

static bool send_longer(Fetching *fetching, const Longer *longer, GError **error)
{
	KithImap *imap = fetching->imap;
	KithRawMail raw = {.uid = longer->uid,
			   .internal_at = longer->internal_at,
			   .size_bytes = longer->size_bytes,
			   .status = KITH_SIGHTING_STORED};
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) cause = NULL;
	bool ok;

	raw.slim = kith_sections_fetch(imap->session, longer->uid, longer->size_bytes, defects,
				       &cause);
	if (raw.slim == NULL && imap->session->is_dead) {
		if (!kith_imap_reconnect(imap, error))
			return false;
		g_ptr_array_set_size(defects, 0);
		g_clear_error(&cause);
		raw.slim = kith_sections_fetch(imap->session, longer->uid, longer->size_bytes,
					       defects, &cause);
	}
	if (raw.slim == NULL) {
		if (!g_error_matches(cause, KITH_ERROR, KITH_ERROR_TEMPORARY))
			return suspect(fetching, longer->uid, cause->message);
		note_trouble(imap, longer->uid, cause->message);
		return !imap->session->is_dead || kith_imap_reconnect(imap, error);
	}
	raw.defects = defects;
	ok = kith_channel_mail(imap->channel, &raw, error);
	imap->delivered++;
	g_bytes_unref(raw.slim);
	return ok;
}

static bool send_all_longer(Fetching *fetching, GError **error)
{
	for (guint i = 0; i < fetching->longer->len; i++)
		if (!send_longer(fetching, &g_array_index(fetching->longer, Longer, i), error))
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
		bool is_late = g_get_monotonic_time() - started_us >=
			       KITH_LIMIT_COMMAND_MS * G_TIME_SPAN_MILLISECOND;

		ok = handle_failure(fetching, batch, cause, is_late, error);
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
	fetching.longer = g_array_new(FALSE, FALSE, sizeof(Longer));
	fetching.suspects = g_array_new(FALSE, FALSE, sizeof(Suspect));
	g_array_set_clear_func(fetching.suspects, clear_suspect);
	g_queue_init(&fetching.batches);
	bool ok = run_all(&fetching, missing, error);
	g_queue_clear_full(&fetching.batches, batch_free);
	g_array_unref(fetching.suspects);
	g_array_unref(fetching.longer);
	g_hash_table_unref(fetching.waiting);
	return ok;
}
