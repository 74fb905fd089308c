/* SPDX-License-Identifier: MIT
 * changes.c - what a folder lists now, from what it listed before and as few questions as prove it.
 * In: what core has of the folder. Out: every UID. Next: src/fetch/imap-fetch.c
 *
 * Two rules of RFC 3501 2.3.1 are enough, no extension is needed. A new mail's UID is higher
 * than every UID before it, so what is listed up to the last known UID is a part of what was
 * known; and UIDs ascend with the sequence numbers. So a stretch of sequence numbers that is
 * as long as what was known between its UIDs is just that. One UID in the middle makes two
 * stretches of one, and only what shrank is looked into. QRESYNC (RFC 7162) names what
 * vanished at once; it is believed after a search found none of it. CONDSTORE alone helps
 * nothing here: it says what was changed, never what is gone.
 */
#include <string.h>

#include "imap.h"

#define SHORT 500		/* a stretch that is listed rather than split */
#define MAX_PROBES 200		/* then the rest is listed, too */
#define MAX_CLAIMS 100		/* ranges of vanished UIDs that one search may ask for */
#define CHANGE_BYTES 120	/* one FETCH answer with a UID and a MODSEQ */

typedef struct {
	KithImap *imap;
	const KithFetchState *state;
	KithUidSet *before;	/* what was listed, without what is known to be gone */
	KithUidSet *uids;	/* what is listed now, as it grows */
	guint probes;
	bool is_doubtful;	/* the numbers don't agree, or moved: list it all */
} Changes;

/* Sequence numbers FIRST to LAST, whose UIDs lie within UID_FIRST to UID_LAST. */
typedef struct {
	uint32_t first, last;
	uint64_t uid_first, uid_last;
} Stretch;

/* --- sets */

#define RANGE(set, i) (&g_array_index((set)->ranges, KithUidRange, (i)))

static uint64_t first_of(const KithUidSet *set)
{
	return set->ranges->len > 0 ? RANGE(set, 0)->first : 0;
}

static uint64_t last_of(const KithUidSet *set)
{
	return set->ranges->len > 0 ? RANGE(set, set->ranges->len - 1)->last : 0;
}

static uint64_t count_within(const KithUidSet *set, uint64_t first, uint64_t last)
{
	uint64_t count = 0;

	for (guint i = 0; i < set->ranges->len; i++) {
		uint64_t from = MAX(RANGE(set, i)->first, first);
		uint64_t until = MIN(RANGE(set, i)->last, last);

		if (from <= until)
			count += until - from + 1;
	}
	return count;
}

static void add_within(KithUidSet *into, const KithUidSet *set, uint64_t first, uint64_t last)
{
	for (guint i = 0; i < set->ranges->len; i++) {
		uint64_t until = MIN(RANGE(set, i)->last, last);

		for (uint64_t uid = MAX(RANGE(set, i)->first, first); uid <= until; uid++)
			kith_uid_set_add(into, uid);
	}
}

static KithUidSet *copy_of(const KithUidSet *set)
{
	KithUidSet *copy = kith_uid_set_new();

	g_array_append_vals(copy->ranges, set->ranges->data, set->ranges->len);
	return copy;
}

/* --- questions */

/* The UIDs of sequence numbers FIRST to LAST into FOUND; doubt when it is not one for each. */
static bool ask(Changes *changes, uint32_t first, uint32_t last, KithUidSet *found, GError **error)
{
	KithSession *session = changes->imap->session;
	struct mailimap_set *set = mailimap_set_new_interval(first, last);
	guint count;

	if (!kith_imap_search(session, mailimap_search_key_new_set(set), found, &count, error))
		return false;
	if (count != last - first + 1 || kith_uid_set_count(found) != count ||
	    kith_imap_saw_expunge(session))
		changes->is_doubtful = true;
	return true;
}

static bool probe(Changes *changes, uint32_t position, uint64_t *ret_uid, GError **error)
{
	g_autoptr(KithUidSet) found = kith_uid_set_new();

	changes->probes++;
	if (!ask(changes, position, position, found, error))
		return false;
	*ret_uid = first_of(found);
	return true;
}

/* Lists a stretch; doubt when a UID lies outside of it or, unless IS_NEW, was not known. */
static bool list(Changes *changes, const Stretch *stretch, bool is_new, GError **error)
{
	for (uint32_t first = stretch->first; first <= stretch->last && !changes->is_doubtful;) {
		uint32_t last = first + MIN(KITH_LIMIT_UID_WINDOW - 1, stretch->last - first);
		g_autoptr(KithUidSet) found = kith_uid_set_new();

		if (!ask(changes, first, last, found, error))
			return false;
		g_autoptr(KithUidSet) unknown = kith_uid_set_minus(found, changes->before);
		if (first_of(found) < stretch->uid_first || last_of(found) > stretch->uid_last ||
		    (!is_new && unknown->ranges->len > 0))
			changes->is_doubtful = true;
		add_within(changes->uids, found, 1, UINT32_MAX);
		first = last + 1;
	}
	return true;
}

/* --- only new mails: one question */

static bool is_same(const KithFolderMark *now, const KithFetchState *state)
{
	return now->uidnext != 0 && now->uidnext == state->mark.uidnext &&
	       now->count == state->mark.count && now->count == kith_uid_set_count(state->listed);
}

/* *ret_settled: the last known UID has its old sequence number, so all before it are there. */
static bool try_only_new(Changes *changes, bool *ret_settled, GError **error)
{
	uint64_t known = kith_uid_set_count(changes->before), exists = changes->imap->exists;
	g_autoptr(KithUidSet) found = kith_uid_set_new();

	*ret_settled = false;
	if (known == 0 || exists < known || exists - known >= KITH_LIMIT_UID_WINDOW)
		return true;
	if (!ask(changes, (uint32_t)known, (uint32_t)exists, found, error))
		return false;
	if (changes->is_doubtful || first_of(found) != last_of(changes->before))
		return true;
	add_within(changes->uids, changes->before, 1, UINT32_MAX);
	add_within(changes->uids, found, 1, UINT32_MAX);
	*ret_settled = true;
	return true;
}

/* --- what vanished, as QRESYNC tells it */

typedef struct {
	const KithUidSet *before;
	KithUidSet *claimed;
	bool has_moved;		/* something vanished right now */
} Vanished;

/* "41,43:116" */
static void read_ranges(Vanished *vanished, const char *at, const char *end)
{
	while (at < end && g_ascii_isdigit(*at)) {
		char *after;
		uint64_t first = g_ascii_strtoull(at, &after, 10), last = first;

		if (after < end && *after == ':' && g_ascii_isdigit(after[1]))
			last = g_ascii_strtoull(after + 1, &after, 10);
		add_within(vanished->claimed, vanished->before, MIN(first, last), MAX(first, last));
		at = after < end && *after == ',' ? after + 1 : end;
	}
}

static void take_vanished(GBytes *answer, void *context)
{
	static const char earlier[] = "VANISHED (EARLIER) ";
	Vanished *vanished = context;
	gsize length;
	const char *bytes = g_bytes_get_data(answer, &length);
	g_autofree char *line = g_strndup(bytes, length);

	if (g_ascii_strncasecmp(line, earlier, strlen(earlier)) == 0)
		read_ranges(vanished, line + strlen(earlier), line + strlen(line));
	else if (g_ascii_strncasecmp(line, "VANISHED", 8) == 0 ||
		 (g_ascii_isdigit(*line) && strstr(line, " EXPUNGE") != NULL))
		vanished->has_moved = true;
}

/* Takes what is claimed to have vanished out of what was known, when the server really
 * lists none of it. */
static bool believe(Changes *changes, const KithUidSet *claimed, GError **error)
{
	g_autoptr(KithUidSet) found = kith_uid_set_new();
	KithSession *session = changes->imap->session;
	guint count;

	if (claimed->ranges->len == 0 || claimed->ranges->len > MAX_CLAIMS)
		return true;
	if (!kith_imap_search(session, mailimap_search_key_new_uid(kith_imap_set(claimed)), found,
			      &count, error))
		return false;
	changes->is_doubtful = count > 0 || kith_imap_saw_expunge(session);
	KithUidSet *rest = kith_uid_set_minus(changes->before, claimed);
	kith_uid_set_free(changes->before);
	changes->before = rest;
	return true;
}

static bool ask_vanished(Changes *changes, GError **error)
{
	KithSession *session = changes->imap->session;
	g_autoptr(KithUidSet) claimed = kith_uid_set_new();
	Vanished vanished = {changes->before, claimed, false};
	uint64_t known = kith_uid_set_count(changes->before);
	g_autoptr(GError) refused = NULL;

	if (!session->has_qresync || changes->state->mark.modseq == 0 || known <= SHORT)
		return true;
	g_autofree char *command = g_strdup_printf(
		"UID FETCH 1:%" G_GUINT64_FORMAT " (UID) (CHANGEDSINCE %" G_GUINT64_FORMAT " VANISHED)",
		last_of(changes->before), changes->state->mark.modseq);
	if (kith_session_raw_each(session, command, 65536 + CHANGE_BYTES * known, take_vanished,
				  &vanished, &refused)) {
		changes->is_doubtful = vanished.has_moved;
		return vanished.has_moved || believe(changes, claimed, error);
	}
	if (session->is_later) {
		g_propagate_error(error, g_steal_pointer(&refused));
		return false;
	}
	changes->is_doubtful = session->is_dead;
	return !session->is_dead || kith_imap_reconnect(changes->imap, error);
}

/* --- what vanished, by numbers alone */

/* The last sequence number whose UID was known, and that UID; 0 when there is none. Most
 * often little is new: from the top downwards in growing steps, then by halves. */
static bool find_boundary(Changes *changes, Stretch *known, GError **error)
{
	uint64_t last = last_of(changes->before), count = kith_uid_set_count(changes->before);
	uint32_t low = 0, high = (uint32_t)MIN(changes->imap->exists, count) + 1;
	uint32_t at = high - 1, step = 1;

	while (low + 1 < high) {
		uint64_t uid;

		if (!probe(changes, at, &uid, error))
			return false;
		if (changes->is_doubtful)
			return true;
		if (uid <= last) {
			low = at;
			known->uid_last = uid;
		} else {
			high = at;
		}
		at = low > 0 ? low + (high - low) / 2 : high > step ? high - step : 1;
		step *= 2;
	}
	known->last = low;
	return true;
}

/* One stretch: it is what was known, or is listed, or becomes two. */
static bool settle(Changes *changes, const Stretch *stretch, GArray *stack, GError **error)
{
	uint64_t have = (uint64_t)stretch->last - stretch->first + 1;
	uint64_t known = count_within(changes->before, stretch->uid_first, stretch->uid_last);
	uint32_t middle = stretch->first + (stretch->last - stretch->first) / 2;
	uint64_t uid;

	if (have > known) {
		changes->is_doubtful = true;
		return true;
	}
	if (have == known) {
		add_within(changes->uids, changes->before, stretch->uid_first, stretch->uid_last);
		return true;
	}
	if (have <= SHORT || changes->probes > MAX_PROBES)
		return list(changes, stretch, false, error);
	if (!probe(changes, middle, &uid, error))
		return false;
	if (uid < stretch->uid_first || uid > stretch->uid_last ||
	    !kith_uid_set_has(changes->before, uid))
		changes->is_doubtful = true;
	Stretch left = {stretch->first, middle, stretch->uid_first, uid};
	Stretch right = {middle + 1, stretch->last, uid + 1, stretch->uid_last};
	g_array_append_val(stack, right);
	g_array_append_val(stack, left);
	return true;
}

static bool compare(Changes *changes, GError **error)
{
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(Stretch));
	Stretch known = {.first = 1, .uid_first = 1};

	if (!find_boundary(changes, &known, error))
		return false;
	Stretch fresh = {known.last + 1, changes->imap->exists, last_of(changes->before) + 1, UINT32_MAX};
	if (known.last > 0)
		g_array_append_val(stack, known);
	while (stack->len > 0 && !changes->is_doubtful) {
		Stretch next = g_array_index(stack, Stretch, stack->len - 1);

		g_array_set_size(stack, stack->len - 1);
		if (!settle(changes, &next, stack, error))
			return false;
	}
	return changes->is_doubtful || list(changes, &fresh, true, error);
}

/* --- whole */

static bool walk(Changes *changes, GError **error)
{
	bool is_settled;

	if (!try_only_new(changes, &is_settled, error))
		return false;
	if (is_settled || changes->is_doubtful)
		return true;
	if (!ask_vanished(changes, error))
		return false;
	if (changes->is_doubtful)
		return true;
	if (kith_uid_set_count(changes->before) < kith_uid_set_count(changes->state->listed) &&
	    !try_only_new(changes, &is_settled, error))
		return false;
	if (is_settled || changes->is_doubtful)
		return true;
	return compare(changes, error);
}

bool kith_changes_list(KithImap *imap, const KithFetchState *state, KithUidSet **ret_uids,
		       GError **error)
{
	Changes changes = {.imap = imap, .state = state};

	*ret_uids = NULL;
	if (!state->is_whole || state->listed->ranges->len == 0)
		return true;
	if (is_same(&imap->mark, state)) {
		*ret_uids = copy_of(state->listed);
		return true;
	}
	changes.before = copy_of(state->listed);
	changes.uids = kith_uid_set_new();
	bool ok = walk(&changes, error);
	if (ok && !changes.is_doubtful && kith_uid_set_count(changes.uids) == imap->exists)
		*ret_uids = g_steal_pointer(&changes.uids);
	kith_uid_set_free(changes.before);
	kith_uid_set_free(changes.uids);
	return ok;
}
