/* SPDX-License-Identifier: MIT
 * progress.h - how far the syncs of now are, said so that it tells the truth.
 * In: mails found and stored. Out: a line. Next: daemon/core.h
 */
#pragma once

#include "kith/base.h"

#define KITH_PROGRESS_WINDOW_S 10

typedef struct {
	uint64_t found, stored, bytes;
	bool is_counted;	/* no more will be found */
	uint32_t spent_s;
	uint32_t per_minute;	/* mails, of the last ten seconds */
} KithProgress;

/* What was stored in each of the last seconds; all zero at first. */
typedef struct {
	int64_t since_us;
	int64_t at_s[KITH_PROGRESS_WINDOW_S + 1];
	uint64_t mails[KITH_PROGRESS_WINDOW_S + 1];
} KithRate;
void kith_rate_begin(KithRate *rate, int64_t now_us);
void kith_rate_add(KithRate *rate, uint64_t mails, int64_t now_us);
uint32_t kith_rate_per_minute(const KithRate *rate, int64_t now_us);

/* One account's sync, as core counts it. */
typedef struct {
	int64_t began_us;	/* 0: none yet */
	bool is_counted;
	uint64_t found, stored, bytes;
	KithRate rate;
} KithTrack;
void kith_track_begin(KithTrack *track, int64_t now_us);
void kith_track_stored(KithTrack *track, uint64_t mails, uint64_t bytes, int64_t now_us);
void kith_track_add_to(const KithTrack *track, KithProgress *sum, int64_t now_us);

/* "1,200 of at least 9,000 mails, 3.1 MB, 300 a second, 26 s left"; NULL while there is nothing to say. The rate and
 * the time left only when there has been time to know them, the time left only when all is counted. */
char *kith_progress_line(const KithProgress *progress);

void kith_progress_write(const KithProgress *progress, GByteArray *out);
bool kith_progress_read(KithReader *in, KithProgress *ret_progress, GError **error);
