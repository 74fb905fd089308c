/* SPDX-License-Identifier: MIT
 * progress.c - how far the syncs of now are, said so that it tells the truth.
 * In: mails found and stored. Out: a line. Next: src/cli/engine.c
 */
#include "progress.h"

#include <string.h>

#define SLOTS (KITH_PROGRESS_WINDOW_S + 1)	/* the second that runs is one more */
#define SHOWN_AFTER_S 1
#define RATED_AFTER_S 3

void kith_rate_begin(KithRate *rate, int64_t now_us)
{
	memset(rate, 0, sizeof *rate);
	rate->since_us = now_us;
}

void kith_rate_add(KithRate *rate, uint64_t mails, int64_t now_us)
{
	int64_t now_s = now_us / G_USEC_PER_SEC;
	size_t slot = (size_t)(now_s % SLOTS);

	if (rate->at_s[slot] != now_s)
		rate->mails[slot] = 0;
	rate->at_s[slot] = now_s;
	rate->mails[slot] += mails;
}

uint32_t kith_rate_per_minute(const KithRate *rate, int64_t now_us)
{
	int64_t now_s = now_us / G_USEC_PER_SEC;
	int64_t from_us = MAX((now_s - KITH_PROGRESS_WINDOW_S) * G_USEC_PER_SEC, rate->since_us);
	uint64_t mails = 0;

	for (size_t i = 0; i < SLOTS; i++) {
		if (now_s - rate->at_s[i] <= KITH_PROGRESS_WINDOW_S)
			mails += rate->mails[i];
	}
	if (now_us - from_us < G_USEC_PER_SEC)
		return 0;
	return (uint32_t)MIN(mails * 60 * G_USEC_PER_SEC / (uint64_t)(now_us - from_us), UINT32_MAX);
}

void kith_track_begin(KithTrack *track, int64_t now_us)
{
	*track = (KithTrack) { .began_us = now_us };
	kith_rate_begin(&track->rate, now_us);
}

void kith_track_stored(KithTrack *track, uint64_t mails, uint64_t bytes, int64_t now_us)
{
	track->stored += mails;
	track->bytes += bytes;
	kith_rate_add(&track->rate, mails, now_us);
}

void kith_track_add_to(const KithTrack *track, KithProgress *sum, int64_t now_us)
{
	sum->found += track->found;
	sum->stored += track->stored;
	sum->bytes += track->bytes;
	sum->per_minute += kith_rate_per_minute(&track->rate, now_us);
	sum->spent_s = MAX(sum->spent_s, (uint32_t)((now_us - track->began_us) / G_USEC_PER_SEC));
	sum->is_counted = sum->is_counted && track->is_counted;
}

/* "9,000": numbers of this size are read in groups. */
static char *grouped(uint64_t number)
{
	g_autofree char *plain = g_strdup_printf("%" G_GUINT64_FORMAT, number);
	GString *out = g_string_new(NULL);
	size_t length = strlen(plain);

	for (size_t i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			g_string_append_c(out, ',');
		g_string_append_c(out, plain[i]);
	}
	return g_string_free(out, FALSE);
}

static void add_time_left(GString *line, uint64_t left, uint32_t per_minute)
{
	uint64_t seconds = left * 60 / per_minute;

	if (seconds < 100)
		g_string_append_printf(line, ", %" G_GUINT64_FORMAT " s left", seconds);
	else if (seconds < 100 * 60)
		g_string_append_printf(line, ", %" G_GUINT64_FORMAT " min left", (seconds + 30) / 60);
	else
		g_string_append_printf(line, ", %.1f h left", (double)seconds / 3600);
}

char *kith_progress_line(const KithProgress *progress)
{
	g_autofree char *stored = grouped(progress->stored);
	g_autofree char *found = grouped(progress->found);
	g_autofree char *size = g_format_size(progress->bytes);

	if (progress->spent_s < SHOWN_AFTER_S || progress->found == 0)
		return NULL;
	GString *line = g_string_new(NULL);
	g_string_printf(line, "%s of %s%s mails, %s", stored, progress->is_counted ? "" : "at least ", found, size);
	if (progress->spent_s >= RATED_AFTER_S && progress->per_minute >= 60)
		g_string_append_printf(line, ", %u a second", progress->per_minute / 60);
	else if (progress->spent_s >= RATED_AFTER_S && progress->per_minute > 0)
		g_string_append_printf(line, ", %u a minute", progress->per_minute);
	if (progress->spent_s >= RATED_AFTER_S && progress->per_minute > 0 && progress->is_counted)
		add_time_left(line, progress->found - MIN(progress->stored, progress->found), progress->per_minute);
	return g_string_free(line, FALSE);
}

void kith_progress_write(const KithProgress *progress, GByteArray *out)
{
	kith_wire_put_i64(out, (int64_t)progress->found);
	kith_wire_put_i64(out, (int64_t)progress->stored);
	kith_wire_put_i64(out, (int64_t)progress->bytes);
	kith_wire_put_u8(out, progress->is_counted);
	kith_wire_put_u32(out, progress->spent_s);
	kith_wire_put_u32(out, progress->per_minute);
}

bool kith_progress_read(KithReader *in, KithProgress *ret_progress, GError **error)
{
	int64_t found = kith_wire_get_i64(in), stored = kith_wire_get_i64(in), bytes = kith_wire_get_i64(in);
	uint8_t is_counted = kith_wire_get_u8(in);
	uint32_t spent_s = kith_wire_get_u32(in), per_minute = kith_wire_get_u32(in);

	if (found < 0 || stored < 0 || bytes < 0 || is_counted > 1)
		in->failed = true;
	if (!kith_wire_finish(in, error))
		return false;
	*ret_progress = (KithProgress) {
		.found = (uint64_t)found, .stored = (uint64_t)stored, .bytes = (uint64_t)bytes,
		.is_counted = is_counted, .spent_s = spent_s, .per_minute = per_minute,
	};
	return true;
}
