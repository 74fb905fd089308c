/* SPDX-License-Identifier: MIT
 * uid-set.c - UIDs as sorted, disjoint ranges.
 * In: UIDs in any order. Out: a set, and its form on the wire. Next: src/fetch/wire.c
 *
 * On the wire a set is one field: for each range the distance from the end of the one
 * before and its length, as little-endian groups of 7 bits. So the dense UIDs of a server
 * cost next to nothing, and half a million hashes of a local folder still fit a message.
 */
#include <string.h>

#include "kith/fetch.h"

#define RANGE(set, i) (&g_array_index((set)->ranges, KithUidRange, (i)))

KithUidSet *kith_uid_set_new(void)
{
	KithUidSet *set = g_new0(KithUidSet, 1);

	set->ranges = g_array_new(FALSE, FALSE, sizeof(KithUidRange));
	return set;
}

KithUidSet *kith_uid_set_from_pairs(GArray *pairs)
{
	KithUidSet *set = kith_uid_set_new();

	for (guint i = 0; i + 1 < pairs->len; i += 2) {
		KithUidRange range = {(uint64_t)g_array_index(pairs, int64_t, i),
				      (uint64_t)g_array_index(pairs, int64_t, i + 1)};

		g_array_append_val(set->ranges, range);
	}
	g_array_unref(pairs);
	return set;
}

void kith_uid_set_free(KithUidSet *set)
{
	if (set == NULL)
		return;
	g_array_unref(set->ranges);
	g_free(set);
}

/* The first range whose end is not before UID; ranges->len when there is none. */
static guint find_range(const KithUidSet *set, uint64_t uid)
{
	guint low = 0, high = set->ranges->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (RANGE(set, middle)->last < uid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Appends a range that starts after everything in SET. */
static void append_range(KithUidSet *set, uint64_t first, uint64_t last)
{
	guint count = set->ranges->len;
	KithUidRange range = {first, last};

	if (count > 0 && RANGE(set, count - 1)->last + 1 == first)
		RANGE(set, count - 1)->last = last;
	else
		g_array_append_val(set->ranges, range);
}

static void insert_at(KithUidSet *set, guint at, uint64_t uid)
{
	bool joins_left = at > 0 && RANGE(set, at - 1)->last + 1 == uid;
	bool joins_right = uid + 1 == RANGE(set, at)->first;
	KithUidRange range = {uid, uid};

	if (joins_left && joins_right) {
		RANGE(set, at - 1)->last = RANGE(set, at)->last;
		g_array_remove_index(set->ranges, at);
	} else if (joins_left) {
		RANGE(set, at - 1)->last = uid;
	} else if (joins_right) {
		RANGE(set, at)->first = uid;
	} else {
		g_array_insert_val(set->ranges, at, range);
	}
}

void kith_uid_set_add(KithUidSet *set, uint64_t uid)
{
	guint count = set->ranges->len;

	if (count == 0 || uid > RANGE(set, count - 1)->last) {
		append_range(set, uid, uid);
		return;
	}
	guint at = find_range(set, uid);
	if (RANGE(set, at)->first > uid)
		insert_at(set, at, uid);
}

bool kith_uid_set_has(const KithUidSet *set, uint64_t uid)
{
	guint at = find_range(set, uid);

	return at < set->ranges->len && RANGE(set, at)->first <= uid;
}

uint64_t kith_uid_set_count(const KithUidSet *set)
{
	uint64_t count = 0;

	for (guint i = 0; i < set->ranges->len; i++)
		count += RANGE(set, i)->last - RANGE(set, i)->first + 1;
	return count;
}

KithUidSet *kith_uid_set_minus(const KithUidSet *a, const KithUidSet *b)
{
	KithUidSet *rest = kith_uid_set_new();
	guint j = 0;

	for (guint i = 0; i < a->ranges->len; i++) {
		uint64_t first = RANGE(a, i)->first, last = RANGE(a, i)->last;

		while (j < b->ranges->len && RANGE(b, j)->last < first)
			j++;
		guint k = j;
		for (; k < b->ranges->len && first <= last && RANGE(b, k)->first <= last; k++) {
			if (RANGE(b, k)->first > first)
				append_range(rest, first, RANGE(b, k)->first - 1);
			first = RANGE(b, k)->last + 1;
		}
		if (first <= last)
			append_range(rest, first, last);
	}
	return rest;
}

static void put_number(GByteArray *out, uint64_t value)
{
	guint8 byte;

	do {
		byte = (guint8)(value & 0x7f);
		value >>= 7;
		if (value != 0)
			byte |= 0x80;
		g_byte_array_append(out, &byte, 1);
	} while (value != 0);
}

static bool get_number(const uint8_t **at, const uint8_t *end, uint64_t *ret_value)
{
	uint64_t value = 0;

	for (unsigned shift = 0; *at < end && shift < 63; shift += 7) {
		uint8_t byte = *(*at)++;

		value |= (uint64_t)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0) {
			*ret_value = value;
			return true;
		}
	}
	return false;
}

void kith_uid_set_write(const KithUidSet *set, GByteArray *out)
{
	g_autoptr(GByteArray) numbers = g_byte_array_new();
	uint64_t after = 0;

	for (guint i = 0; i < set->ranges->len; i++) {
		put_number(numbers, RANGE(set, i)->first - after);
		put_number(numbers, RANGE(set, i)->last - RANGE(set, i)->first);
		after = RANGE(set, i)->last;
	}
	kith_wire_put_bytes(out, numbers->data, numbers->len);
}

/* False when the numbers are no sorted, disjoint ranges within 1 ... INT64_MAX. */
static bool read_ranges(KithUidSet *set, const uint8_t *at, const uint8_t *end)
{
	uint64_t after = 0, distance, length;

	while (at < end) {
		if (!get_number(&at, end, &distance) || !get_number(&at, end, &length) ||
		    distance == 0)
			return false;
		if (distance > INT64_MAX - after || length > INT64_MAX - after - distance)
			return false;
		append_range(set, after + distance, after + distance + length);
		after += distance + length;
	}
	return true;
}

KithUidSet *kith_uid_set_read(KithReader *in, GError **error)
{
	g_autoptr(GBytes) numbers = kith_wire_get_bytes(in);
	g_autoptr(KithUidSet) set = kith_uid_set_new();

	if (numbers != NULL) {
		gsize length;
		const uint8_t *at = g_bytes_get_data(numbers, &length);

		if (length == 0 || read_ranges(set, at, at + length))
			return g_steal_pointer(&set);
	}
	in->failed = true;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_INVALID,
			    "a set of UIDs between processes is malformed");
	return NULL;
}
